// The poller: what an event loop waits in, built on libuv.
//
// It knows file descriptors, a deadline and wake-ups from elsewhere, but no Values: libuv's callbacks run while the thread may
// be Blocked, so all they do is write down what happened. The loop reads that afterwards (modules/asyncio_loop.cpp).
//
// A poll that may wait runs in a BlockingRegion; one that returns at once does not, and so keeps the GIL.
//
// Everything belongs to the thread that runs the loop, but for wake(), which anyone may call, signal handlers included.
#pragma once

#include <uv.h>

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace gilt {

class Thread;

class Poller {
  public:
    static constexpr unsigned kReadable = 1, kWritable = 2;
    static constexpr uint64_t kForever = ~uint64_t{0};

    // Null, and a negative errno in *error: no descriptors left, mostly.
    static Poller* create(int* error);
    // Closes it. The descriptors stay open.
    static void destroy(Poller* poller);

    // From now on these events of the descriptor are reported, as long as they last; 0: none. Zero or a negative errno.
    int watch(int fd, unsigned events);
    bool has_watchers() const { return !watchers_.empty(); }

    struct Event {
        int fd;
        unsigned events;
    };
    // What has happened by now, or, if nothing has, in at most so many nanoseconds. Ends at once after a wake().
    const std::vector<Event>& poll(Thread& thread, uint64_t nanoseconds);
    void wake();

    // The C part of a signal handler: ends the main thread's wait.
    static void wake_main_thread();
    // A forked child shares the system's side of its parent's poller, and must leave it alone.
    bool is_of_this_process() const;

  private:
    struct Watcher;
    static void note(uv_poll_t* handle, int status, int events);
    void rearm();

    uv_loop_t loop_;
    uv_async_t wake_;
    uv_timer_t alarm_;
    std::unordered_map<int, Watcher*> watchers_;
    std::vector<Event> events_;
    std::vector<int> failed_;  // libuv has stopped to watch these: they were reported with an error
    uint64_t polls_ = 0;
    int process_;
};

}  // namespace gilt
