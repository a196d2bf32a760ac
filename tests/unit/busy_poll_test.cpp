// Looking for input before sleeping: what is there is found, and what is not is looked for ever more rarely.
#include "thread/busy_poll.h"

#include <unistd.h>

#include <atomic>
#include <thread>

#include "runtime_fixture.h"

namespace gilt {
namespace {

using namespace testing;

TEST(PollingHabit, LooksRarelyForWhatDoesNotCome) {
    PollingHabit habit;
    for (uint32_t expected : {1u, 2u, 4u, 8u, 16u, 32u, 64u, 64u}) {
        ASSERT_TRUE(habit.is_due());
        habit.note(false);
        uint32_t skipped = 0;
        while (!habit.is_due()) skipped++;
        EXPECT_EQ(skipped, expected);
    }
}

TEST(PollingHabit, LooksEachTimeForWhatComes) {
    PollingHabit habit;
    for (int i = 0; i < 10; i++) habit.note(false);
    habit.note(true);
    for (int i = 0; i < 10; i++) {
        EXPECT_TRUE(habit.is_due());
        habit.note(true);
    }
    habit.note(false);
    EXPECT_FALSE(habit.is_due());
    EXPECT_TRUE(habit.is_due());
}

class BusyPollTest : public RuntimeTest {
  protected:
    void SetUp() override {
        RuntimeTest::SetUp();
        ASSERT_EQ(pipe(ends), 0);
        thread().polling = {};
    }
    void TearDown() override {
        close(ends[0]);
        if (ends[1] >= 0) close(ends[1]);
        RuntimeTest::TearDown();
    }
    void write_byte() { ASSERT_EQ(write(ends[1], "x", 1), 1); }
    int ends[2] = {-1, -1};
};
INSTANTIATE_TEST_SUITE_P(Gil, BusyPollTest, ::testing::Bool(), mode_name);

TEST_P(BusyPollTest, FindsWhatIsThere) {
    write_byte();
    EXPECT_EQ(look_for_input(thread(), ends[0]), 1);
}

TEST_P(BusyPollTest, FindsTheEnd) {
    close(ends[1]);
    ends[1] = -1;
    EXPECT_EQ(look_for_input(thread(), ends[0]), 1);
}

TEST_P(BusyPollTest, GivesUpAndPausesThen) {
    EXPECT_EQ(look_for_input(thread(), ends[0]), 0);
    write_byte();
    EXPECT_EQ(look_for_input(thread(), ends[0]), 0);  // the pause
    EXPECT_EQ(look_for_input(thread(), ends[0]), 1);
}

TEST_P(BusyPollTest, DoesNotKeepOthersWaiting) {
    write_byte();
    std::atomic<bool> is_there{false}, may_go{false};
    std::thread other = start_attached([&](Thread& own) {
        is_there = true;
        BlockingRegion region(own);
        while (!may_go) std::this_thread::yield();
    });
    {
        BlockingRegion region(thread());
        while (!is_there) std::this_thread::yield();
    }
    EXPECT_EQ(look_for_input(thread(), ends[0]), 0);
    may_go = true;
    join(other);
    EXPECT_EQ(look_for_input(thread(), ends[0]), 1);
}

}  // namespace
}  // namespace gilt
