// The mutex of the runtime's own data: a std::mutex that fork() knows about.
//
// Each one links itself into a list when it is constructed. fork_process (thread/fork.cpp) takes
// them all, lowest rank first, forks, and releases them all on both sides; so the child finds every
// lock free and what it guards whole. The rank is also the order in which a thread may take
// several: only ever a higher one inside a lower one.
//
// They are held for a few hundred instructions at most, and never across a safepoint or a wait, so
// taking one is not worth leaving Running for. The exception is the thread list's mutex, which is
// held while the world is stopped: waiting for it then is part of being stopped.
#pragma once

#include <mutex>

namespace gilt {

enum class MutexRank { ThreadList, Threads, Parking, Gil, FinalizerTables, Heap };

class RuntimeMutex {
  public:
    explicit RuntimeMutex(MutexRank rank);
    RuntimeMutex(const RuntimeMutex&) = delete;
    RuntimeMutex& operator=(const RuntimeMutex&) = delete;

    void lock() { mutex_.lock(); }
    bool try_lock() { return mutex_.try_lock(); }
    void unlock() { mutex_.unlock(); }

    // For fork_process: all of them but `held`, in rank order. They are never destroyed.
    static void lock_all(const RuntimeMutex* held);
    static void unlock_all(const RuntimeMutex* held);

  private:
    std::mutex mutex_;
    MutexRank rank_;
    RuntimeMutex* next_;  // in rank order; the list is complete before main() begins
};

}  // namespace gilt
