// What the tests of heap and threads share: a runtime with one attached thread, and shapes for
// objects that exist only here.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <thread>

#include "heap/heap.h"
#include "thread/gil.h"
#include "thread/thread.h"

namespace gilt::testing {

// An object with `count` references, at the end of it.
struct Node : Object {
    uint64_t count;
    Slot links[];
};

// Not of the heap, so the collector leaves them alone.
inline Shape* make_shape(TraceFn trace) {
    auto* shape = new Shape{};
    shape->object_kind = Kind::Native;
    shape->trace = trace;
    return shape;
}
inline Shape* node_shape() {
    static Shape* shape = make_shape([](Object* object, Marker& marker) {
        auto* node = static_cast<Node*>(object);
        marker.mark_range(node->links, node->count);
    });
    return shape;
}
inline Shape* leaf_shape() {
    static Shape* shape = make_shape(nullptr);
    return shape;
}

inline Node* new_node(Thread& thread, size_t links) {
    auto* node = heap::allocate<Node>(thread, node_shape(), links * sizeof(Slot));
    node->count = links;
    return node;
}

// Attaches the test's thread with the GIL on or off (the parameter), and detaches it afterwards.
class RuntimeTest : public ::testing::TestWithParam<bool> {
  protected:
    void SetUp() override {
        if (Thread::current_or_null()) GTEST_SKIP() << "another test left its thread attached";
        was_enabled_ = gil::enabled;
        gil::enabled = GetParam();
        thread_ = attach_thread(true);
    }
    void TearDown() override {
        if (!thread_) return;
        detach_thread(*thread_);
        gil::enabled = was_enabled_;
    }
    Thread& thread() { return *thread_; }

    // Waits for another OS thread outside Running.
    void join(std::thread& other) {
        BlockingRegion region(*thread_);
        other.join();
    }

  private:
    Thread* thread_ = nullptr;
    bool was_enabled_ = true;
};

// An OS thread that is attached while `body` runs.
inline std::thread start_attached(std::function<void(Thread&)> body) {
    return std::thread([body = std::move(body)] {
        Thread* thread = attach_thread(false);
        body(*thread);
        detach_thread(*thread);
    });
}

inline std::string mode_name(const ::testing::TestParamInfo<bool>& info) {
    return info.param ? "GilOn" : "GilOff";
}

}  // namespace gilt::testing
