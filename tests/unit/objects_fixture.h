// What the tests of the built-in types share: a runtime that has been brought up, in both GIL
// modes.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <thread>
#include <vector>

#include "objects/exception.h"
#include "objects/int.h"
#include "objects/str.h"
#include "runtime_fixture.h"
#include "vm/boot.h"

namespace gilt::testing {

// Boots once per process. Between tests no thread is attached, as the tests of the lower layers
// expect it.
class ObjectsTest : public ::testing::TestWithParam<bool> {
 protected:
    void SetUp() override {
        // The mode may only change while no thread holds the GIL.
        static bool booted = [] {
            Thread& main = boot_runtime({});
            detach_thread(main);
            return true;
        }();
        ASSERT_TRUE(booted);
        was_enabled_ = gil::enabled;
        gil::enabled = GetParam();
        thread_ = attach_thread(true);
    }
    void TearDown() override {
        EXPECT_TRUE(thread_->exception.is_empty());
        detach_thread(*thread_);
        gil::enabled = was_enabled_;
    }
    Thread& thread() { return *thread_; }

    Value number(int64_t value) { return make_int(*thread_, value); }
    Value text(const std::string& value) { return new_str(*thread_, value); }

    // Runs `body(thread, index)` on `count` attached threads at once and waits for them.
    void in_threads(int count, std::function<void(Thread&, int)> body) {
        std::vector<std::thread> threads;
        for (int i = 0; i < count; i++)
            threads.push_back(start_attached([&, i](Thread& own) { body(own, i); }));
        BlockingRegion region(*thread_);
        for (std::thread& other : threads) other.join();
    }

 private:
    Thread* thread_ = nullptr;
    bool was_enabled_ = true;
};

}  // namespace gilt::testing
