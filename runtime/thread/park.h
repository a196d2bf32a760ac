// Parking: how a thread waits for a lock or for another thread's end.
//
// A lock is one word of memory and knows nobody. Who must wait for it parks on its address: a table
// of buckets, hashed by address, holds queues of waiting threads (the idea of WebKit's
// WTF::ParkingLot and of CPython 3.13). The decision to wait and the decision to wake are each made
// under the bucket's mutex together with a look at the lock's word, so no wake-up is lost. Locks
// thus cost four bytes, and fork has nothing to mend but the table.
//
// A wait in the main thread ends at once when a signal arrives (WaitResult::Interrupted), unless it
// was begun with Signals::Wait: then the signal's handler runs after it.
#pragma once

#include <cstddef>
#include <cstdint>

#include "thread/deadlock.h"
#include "thread/futex.h"

namespace gilt {

class Thread;

enum class WaitResult {
    Woken,       // by unpark; look at the lock again
    HandedOver,  // by unpark, which gave the lock to this thread
    TimedOut,
    Interrupted,  // main thread: a signal arrived; have it handled, then wait again
    NotNeeded,    // `must_wait` said no
    Hopeless,     // nobody is left to end the wait; only if asked for
};

// Waits on `address` if `must_wait(context)`, asked under the bucket's mutex, says so. The thread
// is Running; it leaves Running while it sleeps. `info` describes the wait if there is no deadline.
enum class Signals { Interrupt, Wait };
enum class Hope { Keep, GiveUp };  // GiveUp: does not begin a wait that completes a deadlock
WaitResult park(Thread& thread, const void* address, bool (*must_wait)(void* context),
                void* context, uint64_t deadline, const DeadlockInfo& info,
                Signals signals = Signals::Interrupt,
                Hope hope = Hope::Keep);

// Takes the thread that has waited longest on `address` out of the queue and wakes it. Before that,
// under the bucket's mutex, `decide` is told whether there is one, whether there are more, and
// since when it waits; it updates the lock's word and answers whether the lock is handed over.
struct Unparked {
    bool found;
    bool more;
    uint64_t since;
};
void unpark_one(const void* address, bool (*decide)(void* context, const Unparked& unparked),
                void* context);

// Wakes everyone who waits on `address`; `change`, which makes waiting needless, runs under the
// bucket's mutex.
void unpark_all(const void* address, void (*change)(void* context), void* context);

// Ends the main thread's wait, if it is in one or about to begin one. Called by signal handlers, on
// any thread.
void interrupt_wait(Thread& thread);

namespace parking {
void after_fork_in_child();  // bucket mutexes held
}

}  // namespace gilt
