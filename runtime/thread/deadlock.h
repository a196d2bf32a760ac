// The deadlock report: said once on standard error when every thread waits for a lock without a
// timeout.
#pragma once

#include <atomic>
#include <cstdint>

#include "value/object.h"

namespace gilt {

class Thread;

// Who took a lock last, or whose end a thread handle stands for. Part of the lock: written by who
// takes it, read for the report while the world is stopped. A heap object that has one marks
// `thread_object`.
struct OwnerNote {
    Slot thread_object;              // the threading.Thread, if it has said who it is
    std::atomic<uint64_t> ident{0};  // 0: nobody yet

    inline void set(Thread& thread);  // thread/lock.h
};

// What a thread waits for. Lies on the waiting thread's stack while Thread::waiting points to it.
struct DeadlockInfo {
    enum class Kind { Lock, RLock, ThreadEnd } kind;
    const void* address;  // of the object a script sees; shown to tell locks apart
    const OwnerNote* owner;
};

namespace deadlock {

enum class Mode { Report, Error, Off };
extern Mode mode;  // -X deadlock=; set before the second thread starts, constant from then on

// Counting, see deadlock.cpp. All may be called from any thread.
void thread_begins();
void thread_never_began();         // its starter takes it back
void thread_ends(Thread& thread);  // the thread is Running; may report
[[nodiscard]] bool wait_begins();  // true: nobody is left; call report once the wait is described
void wait_is_over();               // the waker, before it does anything else
void wait_is_given_up();           // the waiter, interrupted by a signal
void report(Thread& thread);       // the thread is Running
// Whether a signal has ended the main thread's wait in a deadlock: Ctrl-C, mostly.
bool was_broken();
void after_fork_in_child();

}  // namespace deadlock
}  // namespace gilt
