// The list of all thread states, and its mutex; for thread/ and heap/ only.
#pragma once

#include <atomic>
#include <condition_variable>
#include <vector>

#include "thread/mutex.h"

namespace gilt {

class Thread;

struct ThreadList {
    RuntimeMutex mutex{MutexRank::ThreadList};
    // All below under the mutex, which a thread that has stopped the world holds until it resumes
    // it.
    Thread* head = nullptr;
    Thread* stopper = nullptr;            // who is stopping the world or has stopped it
    std::condition_variable_any halted;   // a thread left Running while the world was being stopped
    std::condition_variable_any resumed;  // the world runs again
    std::vector<Object*> orphans;         // Thread::coroutines of threads that have ended
};

// Never destroyed: daemon threads may still wait in it while the process ends.
extern ThreadList& thread_list;

// The main thread, for signal handlers: written as it is attached (and in a forked child), read by
// anyone.
extern std::atomic<Thread*> main_thread;

// In a forked child, list mutex held: only `survivor` is left.
void forget_other_threads(Thread& survivor);

}  // namespace gilt
