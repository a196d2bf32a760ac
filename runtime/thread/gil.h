// The global interpreter lock: its settings and its lock (gil.cpp explains how it is handed over).
#pragma once

#include <atomic>
#include <cstdint>

namespace gilt {

class Thread;

namespace gil {

enum class Policy {
    Interactive,  // a thread that gave the lock up of its own accord gets it back at once, within a
                  // quota
    Timeslice,    // CPython's: every waiter waits the switch interval out
};

// Decided before the first thread is attached and constant from then on, so a plain load is enough.
extern bool enabled;
extern Policy policy;

// True while no other thread can touch an object before the caller's next safepoint: always with the GIL on; without it,
// while there is one thread only, which then takes no object locks and makes no copies against others. Ask again after a
// safepoint or after script code: either may have started a thread. Written under the thread list's mutex as threads come
// and go, before a new one runs; acquire, so that who is alone again sees all that the others did.
extern std::atomic<bool> alone_word;
inline bool alone() { return alone_word.load(std::memory_order_acquire); }

// The switch interval, in nanoseconds (sys.setswitchinterval). Any thread; relaxed.
extern std::atomic<uint64_t> switch_interval;

// For BlockingRegion and the safepoint; nothing else takes or drops the lock.
void acquire(Thread& thread, bool gave_it_up_freely);
void release(Thread& thread);
// The holder, at a safepoint, with kWantGil set: lets another thread run before it runs on.
void hand_over(Thread& thread);

// The forking thread holds the GIL; in the child nobody else waits for it.
void after_fork_in_child(Thread& survivor);

// --gil-stats. Set before the first thread is attached; constant from then on.
extern bool keep_statistics;
// The table printed at exit, on standard error. The calling thread is attached.
void print_statistics();

// For thread.cpp: the phases of a thread's life. A thread that ends leaves its line for the table.
void begin_statistics(Thread& thread);
void end_statistics(Thread& thread);
void note_left_running(Thread& thread);   // running until now
void note_wants_running(Thread& thread);  // blocked until now
void note_running(Thread& thread);        // waiting until now

}  // namespace gil
}  // namespace gilt
