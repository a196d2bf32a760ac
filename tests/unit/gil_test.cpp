// Threads: one at a time with the GIL on, all at once with it off; nobody starves, the world can be
// stopped, locks exclude, and a deadlock is noticed.
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <vector>

#include "runtime_fixture.h"
#include "thread/clock.h"
#include "thread/deadlock.h"
#include "thread/fork.h"
#include "thread/hooks.h"
#include "thread/lock.h"
#include "thread/object_lock.h"

namespace gilt {
namespace {

using namespace testing;

class GilTest : public RuntimeTest {};
INSTANTIATE_TEST_SUITE_P(Gil, GilTest, ::testing::Bool(), mode_name);

class ThreadTest : public RuntimeTest {};
INSTANTIATE_TEST_SUITE_P(Gil, ThreadTest, ::testing::Bool(), mode_name);

void sleep_ns(Thread& thread, uint64_t nanoseconds) {
    timespec time{static_cast<time_t>(nanoseconds / 1'000'000'000),
                  static_cast<long>(nanoseconds % 1'000'000'000)};
    BlockingRegion region(thread);
    nanosleep(&time, nullptr);
}

// What a busy machine may be late with: asked again and again, for ten seconds.
template <typename Condition>
bool comes_true(Thread& thread, Condition condition) {
    for (uint64_t limit = now_ns() + 10'000'000'000; !condition(); sleep_ns(thread, 1'000'000)) {
        if (now_ns() > limit) return false;
    }
    return true;
}

// A plain variable is safe under the GIL, between safepoints.
TEST_P(GilTest, TheHolderIsAlone) {
    if (!gil::enabled) GTEST_SKIP();
    int inside = 0, most = 0;
    uint64_t total = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++) {
        threads.push_back(start_attached([&](Thread& own) {
            for (int turn = 0; turn < 20'000; turn++) {
                inside++;
                most = std::max(most, inside);
                total++;
                inside--;
                if (turn % 1000 == 0) sleep_ns(own, 1000);
                (void)own.safepoint();
            }
        }));
    }
    for (std::thread& other : threads) join(other);
    EXPECT_EQ(most, 1);
    EXPECT_EQ(total, 80'000u);
}

TEST_P(GilTest, ComputingThreadsShareAlike) {
    for (gil::Policy policy : {gil::Policy::Interactive, gil::Policy::Timeslice}) {
        gil::policy = policy;
        std::atomic<bool> stop{false};
        std::atomic<uint64_t> turns[3] = {};
        std::vector<std::thread> threads;
        for (auto& own_turns : turns) {
            threads.push_back(start_attached([&](Thread& own) {
                while (!stop) {
                    own_turns.fetch_add(1, std::memory_order_relaxed);
                    (void)own.safepoint();
                }
            }));
        }
        sleep_ns(thread(), 300'000'000);
        EXPECT_TRUE(comes_true(thread(), [&] {
            auto [least, most] = std::minmax({turns[0].load(), turns[1].load(), turns[2].load()});
            return gil::enabled ? least * 4 > most : least > 0;
        }));
        stop = true;
        for (std::thread& other : threads) join(other);
    }
    gil::policy = gil::Policy::Interactive;
}

// Who sleeps and wakes while others compute gets the lock, and so do those.
TEST_P(GilTest, ASleeperAndComputingThreadsBothMoveOn) {
    std::atomic<bool> stop{false};
    std::atomic<uint64_t> turns[2] = {};
    std::vector<std::thread> threads;
    for (auto& own_turns : turns) {
        threads.push_back(start_attached([&](Thread& own) {
            while (!stop) {
                own_turns.fetch_add(1, std::memory_order_relaxed);
                (void)own.safepoint();
            }
        }));
    }
    for (int i = 0; i < 100; i++) sleep_ns(thread(), 1'000'000);
    uint64_t before[2] = {turns[0], turns[1]};
    for (int i = 0; i < 100; i++) sleep_ns(thread(), 1'000'000);
    EXPECT_TRUE(comes_true(thread(), [&] { return turns[0] > before[0] && turns[1] > before[1]; }));
    stop = true;
    for (std::thread& other : threads) join(other);
}

// Threads that only ever give the lock up of their own accord cannot keep a computing thread out.
TEST_P(GilTest, TheQuotaKeepsComputingThreadsMoving) {
    if (!gil::enabled) GTEST_SKIP();
    std::atomic<bool> stop{false};
    std::atomic<uint64_t> computed{0};
    std::thread computing = start_attached([&](Thread& own) {
        while (!stop) {
            uint64_t until = now_ns() + 10'000;
            while (now_ns() < until) {
            }
            computed++;
            (void)own.safepoint();
        }
    });
    std::vector<std::thread> busy;
    for (int i = 0; i < 3; i++) {
        busy.push_back(start_attached([&](Thread& own) {
            while (!stop) {
                uint64_t until = now_ns() + 50'000;
                while (now_ns() < until) {
                }
                BlockingRegion region(own);
            }
        }));
    }
    // Of 50,000 turns alone, two thirds are its due in half a second; leave room for a machine that is busy otherwise, and for
    // half seconds in which it has no time for us at all.
    EXPECT_TRUE(comes_true(thread(), [&] {
        computed = 0;
        sleep_ns(thread(), 500'000'000);
        return computed > 5'000;
    }));
    stop = true;
    join(computing);
    for (std::thread& other : busy) join(other);
}

TEST_P(GilTest, HandingOverLetsAnotherThreadRunFirst) {
    if (!gil::enabled) GTEST_SKIP();
    std::atomic<uint64_t> other_turns{0};
    std::atomic<bool> stop{false};
    std::thread other = start_attached([&](Thread& own) {
        while (!stop) {
            other_turns++;
            (void)own.safepoint();
        }
    });
    sleep_ns(thread(), 10'000'000);
    for (int i = 0; i < 20; i++) {
        while (!(thread().interrupts.load() & kWantGil)) {
        }
        uint64_t before = other_turns;
        (void)thread().safepoint();
        EXPECT_GT(other_turns, before);
    }
    stop = true;
    join(other);
}

TEST_P(ThreadTest, AStoppedWorldStandsStill) {
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    // Not atomic: the protocol alone must order the accesses.
    uint64_t counters[4] = {};
    for (uint64_t& counter : counters) {
        threads.push_back(start_attached([&](Thread& own) {
            while (!stop) {
                counter++;
                if (counter % 64 == 0) BlockingRegion region(own);
                (void)own.safepoint();
            }
        }));
    }
    for (int i = 0; i < 300; i++) {
        {
            StopTheWorld world(thread());
            uint64_t before[4];
            std::copy(std::begin(counters), std::end(counters), before);
            for (uint64_t at = now_ns(); now_ns() < at + 20'000;) {
            }
            for (int at = 0; at < 4; at++) ASSERT_EQ(counters[at], before[at]);
        }
        BlockingRegion region(thread());
    }
    stop = true;
    for (std::thread& other : threads) join(other);
}

// Everybody stops the world, while threads come and go.
TEST_P(ThreadTest, AStormOfStops) {
    std::vector<std::thread> threads;
    uint64_t stops = 0;
    for (int i = 0; i < 4; i++) {
        threads.push_back(start_attached([&](Thread& own) {
            for (int turn = 0; turn < 300; turn++) {
                {
                    StopTheWorld world(own);
                    stops++;
                }
                if (turn % 50 == 0) {
                    std::thread child =
                        start_attached([](Thread& child) { (void)child.safepoint(); });
                    BlockingRegion region(own);
                    child.join();
                }
                (void)own.safepoint();
            }
        }));
    }
    for (std::thread& other : threads) join(other);
    EXPECT_EQ(stops, 1200u);
}

TEST_P(ThreadTest, ObjectLocksExclude) {
    Node* node = new_node(thread(), 1);
    Node* other_node = new_node(thread(), 1);
    uint64_t value = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++) {
        threads.push_back(start_attached([&, i](Thread& own) {
            for (int turn = 0; turn < 20'000; turn++) {
                if (turn % 2) {
                    ObjectLock2 lock(i % 2 ? node : other_node, i % 2 ? other_node : node);
                    value++;
                } else {
                    ObjectLock2 lock(node, node);
                    value++;
                }
                (void)own.safepoint();
            }
        }));
    }
    for (std::thread& other : threads) join(other);
    EXPECT_EQ(value, 80'000u);
}

TEST_P(ThreadTest, LocksExclude) {
    Lock lock;
    uint64_t value = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++) {
        threads.push_back(start_attached([&](Thread& own) {
            for (int turn = 0; turn < 5'000; turn++) {
                ASSERT_EQ(lock.acquire(own, kNoDeadline, &lock), Acquired::Yes);
                uint64_t seen = value;
                (void)own.safepoint();
                if (turn % 100 == 0) BlockingRegion region(own);
                value = seen + 1;
                EXPECT_TRUE(lock.release());
            }
        }));
    }
    for (std::thread& other : threads) join(other);
    EXPECT_EQ(value, 20'000u);
    EXPECT_FALSE(lock.is_held());
    EXPECT_FALSE(lock.release());
}

TEST_P(ThreadTest, TimeoutsAreKept) {
    Lock lock;
    ASSERT_TRUE(lock.try_acquire(thread()));
    uint64_t before = now_ns();
    EXPECT_EQ(lock.acquire(thread(), before + 20'000'000, &lock), Acquired::No);
    EXPECT_GE(now_ns(), before + 20'000'000);
    EXPECT_EQ(lock.acquire(thread(), 0, &lock), Acquired::No);
    // Released by another thread, in time.
    std::thread other = start_attached([&](Thread& own) {
        sleep_ns(own, 5'000'000);
        lock.release();
    });
    EXPECT_EQ(lock.acquire(thread(), now_ns() + 10'000'000'000, &lock), Acquired::Yes);
    join(other);
}

TEST_P(ThreadTest, ReentrantLocksCount) {
    ReentrantLock lock;
    EXPECT_EQ(lock.acquire(thread(), kNoDeadline, &lock), Acquired::Yes);
    EXPECT_EQ(lock.acquire(thread(), kNoDeadline, &lock), Acquired::Yes);
    std::thread other = start_attached([&](Thread& own) {
        EXPECT_EQ(lock.acquire(own, 0, &lock), Acquired::No);
        EXPECT_FALSE(lock.release(own));
    });
    join(other);
    EXPECT_EQ(lock.release_all(), 2u);
    EXPECT_FALSE(lock.is_held());
}

TEST_P(ThreadTest, CompletionWakesEveryone) {
    Completion completion;
    OwnerNote nobody;
    std::atomic<int> woken{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++) {
        threads.push_back(start_attached([&](Thread& own) {
            if (completion.wait(own, kNoDeadline, &completion, nobody) == Acquired::Yes) woken++;
        }));
    }
    sleep_ns(thread(), 5'000'000);
    EXPECT_EQ(completion.wait(thread(), now_ns(), &completion, nobody), Acquired::No);
    completion.set_done();
    for (std::thread& other : threads) join(other);
    EXPECT_EQ(woken, 4);
}

TEST_P(ThreadTest, ASignalEndsTheMainThreadsWait) {
    Lock lock;
    ASSERT_TRUE(lock.try_acquire(thread()));
    Thread& main = thread();
    // Also when it comes before the wait begins.
    main.request(kSignal);
    interrupt_wait(main);
    EXPECT_EQ(lock.acquire(main, kNoDeadline, &lock), Acquired::Interrupted);
    main.interrupts = 0;
    std::thread other = start_attached([&](Thread& own) {
        sleep_ns(own, 5'000'000);
        main.request(kSignal);
        interrupt_wait(main);
    });
    EXPECT_EQ(lock.acquire(main, kNoDeadline, &lock), Acquired::Interrupted);
    main.interrupts = 0;
    join(other);
    EXPECT_TRUE(lock.is_held());
}

// In a child process, whose standard error comes back through a pipe.
std::string error_output_of(Thread& thread, void (*body)(Thread& thread)) {
    int ends[2];
    if (pipe(ends) != 0) return "no pipe";
    pid_t child = fork_process(thread);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        body(thread);
        _exit(7);
    }
    close(ends[1]);
    std::string text;
    char buffer[512];
    for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<size_t>(n));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return text + "exit " + std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

TEST_P(ThreadTest, ADeadlockIsReported) {
    std::string text = error_output_of(thread(), [](Thread& own) {
        deadlock::mode = deadlock::Mode::Error;
        static Lock lock;
        (void)lock.try_acquire(own);
        std::thread other =
            start_attached([](Thread& other) { (void)lock.acquire(other, kNoDeadline, &lock); });
        // Waits with a timeout, or asleep, it could still release the lock.
        (void)lock.acquire(own, now_ns() + 30'000'000, &lock);
        sleep_ns(own, 30'000'000);
        const char* said_nothing = "waiting\n";
        if (write(STDERR_FILENO, said_nothing, 8) != 8) _exit(3);
        (void)lock.acquire(own, kNoDeadline, &lock);
    });
    EXPECT_EQ(text.substr(0, 8), "waiting\n");
    EXPECT_NE(text.find("gilt: deadlock"), std::string::npos) << text;
    EXPECT_NE(text.find("MainThread waits for the lock"), std::string::npos) << text;
    EXPECT_NE(text.find("taken by MainThread"), std::string::npos) << text;
    EXPECT_NE(text.find("exit 1"), std::string::npos) << text;
}

TEST_P(ThreadTest, AThreadThatEndsWithALockLeavesADeadlock) {
    std::string text = error_output_of(thread(), [](Thread& own) {
        deadlock::mode = deadlock::Mode::Error;
        static Lock lock;
        std::thread other = start_attached([](Thread& other) {
            (void)lock.try_acquire(other);
            sleep_ns(other, 50'000'000);
        });
        while (!lock.is_held()) sleep_ns(own, 1'000'000);
        (void)lock.acquire(own, kNoDeadline, &lock);
    });
    EXPECT_NE(text.find("which has ended"), std::string::npos) << text;
    EXPECT_NE(text.find("exit 1"), std::string::npos) << text;
}

TEST_P(ThreadTest, AForkedChildIsAloneAndWorks) {
    // Others are in every kind of wait while this one forks.
    std::atomic<bool> stop{false};
    Lock lock;
    ASSERT_TRUE(lock.try_acquire(thread()));
    std::vector<std::thread> threads;
    threads.push_back(
        start_attached([&](Thread& own) { (void)lock.acquire(own, kNoDeadline, &lock); }));
    threads.push_back(start_attached([&](Thread& own) {
        while (!stop) (void)own.safepoint();
    }));
    threads.push_back(start_attached([&](Thread& own) {
        while (!stop) sleep_ns(own, 100'000);
    }));
    for (int i = 0; i < 5; i++) {
        sleep_ns(thread(), 2'000'000);
        pid_t child = fork_process(thread());
        if (child == 0) {
            size_t threads_left = 0;
            for_each_thread([](Thread&, void* count) { ++*static_cast<size_t*>(count); },
                            &threads_left);
            heap::collect(thread());
            for (int at = 0; at < 1000; at++) (void)new_node(thread(), 10);
            { BlockingRegion region(thread()); }
            if (!thread().safepoint()) _exit(2);
            _exit(threads_left == 1 && thread().is_main ? 0 : 3);
        }
        int status = -1;
        {
            BlockingRegion region(thread());
            waitpid(child, &status, 0);
        }
        EXPECT_EQ(status, 0);
    }
    stop = true;
    lock.release();
    for (std::thread& other : threads) join(other);
}

}  // namespace
}  // namespace gilt
