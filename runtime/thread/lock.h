// The locks that scripts see, without the objects around them: `_thread.lock`, `_thread.RLock`, and
// the end of a thread as something to wait for. modules/thread_module.cpp wraps them.
//
// A Lock is one word: kHeld, and kParked if threads may be parked on it. Free and uncontended,
// taking and releasing are one compare-and-swap. It is not fair by itself: a thread that releases
// and takes again wins over one that must first wake up, which keeps the lock moving. But who has
// waited a millisecond is handed the lock by its releaser, so nobody starves.
//
// The word is written by anyone, with acquire order on taking and release order on releasing.
// kParked changes only under the parking bucket's mutex, except that a thread about to park sets
// it; who releases a word with kParked set goes through the bucket, so it cannot miss a thread that
// has queued itself.
#pragma once

#include <atomic>
#include <cstdint>

#include "thread/deadlock.h"
#include "thread/park.h"
#include "thread/thread.h"

namespace gilt {

inline void OwnerNote::set(Thread& thread) {
    thread_object.store(thread.thread_object);
    ident.store(thread.ident, std::memory_order_relaxed);
}

enum class Acquired {
    Yes,
    No,           // time is up
    Interrupted,  // call thread.safepoint(), and acquire again unless it raised
};

class Lock {
  public:
    bool try_acquire(Thread& thread) {
        uint32_t seen = word_.load(std::memory_order_relaxed);
        while (!(seen & kHeld)) {
            if (word_.compare_exchange_weak(seen, seen | kHeld, std::memory_order_acquire)) {
                owner_.set(thread);
                return true;
            }
        }
        return false;
    }
    // `deadline` in now_ns() time, or kNoDeadline. `address` and `kind` are for the deadlock
    // report.
    Acquired acquire(Thread& thread, uint64_t deadline, const void* address,
                     DeadlockInfo::Kind kind = DeadlockInfo::Kind::Lock,
                     Signals signals = Signals::Interrupt) {
        if (try_acquire(thread)) return Acquired::Yes;
        return acquire_slowly(thread, deadline, address, kind, signals);
    }
    // False if it was not held. Any thread may release it.
    bool release() {
        uint32_t held = kHeld;
        if (word_.compare_exchange_strong(held, 0, std::memory_order_release)) return true;
        return release_slowly();
    }
    bool is_held() const { return (word_.load(std::memory_order_relaxed) & kHeld) != 0; }
    // In a forked child: free again, whoever held it.
    void reset() { word_.store(0, std::memory_order_relaxed); }

    const OwnerNote& owner() const { return owner_; }

  private:
    static constexpr uint32_t kHeld = 1;
    static constexpr uint32_t kParked = 2;

    Acquired acquire_slowly(Thread& thread, uint64_t deadline, const void* address,
                            DeadlockInfo::Kind kind, Signals signals);
    bool release_slowly();

    std::atomic<uint32_t> word_{0};
    OwnerNote owner_;
};

// `owner_thread_` and `count_` are written by the owner alone, while it holds `lock_`. Others read
// `owner_thread_` only to find out that it is not them: no other value can look like their own
// ident. Relaxed.
class ReentrantLock {
  public:
    Acquired acquire(Thread& thread, uint64_t deadline, const void* address) {
        if (is_owned(thread)) {
            count_.store(count_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
            return Acquired::Yes;
        }
        Acquired result = lock_.acquire(thread, deadline, address, DeadlockInfo::Kind::RLock);
        if (result == Acquired::Yes) own(thread, 1);
        return result;
    }
    bool is_owned(Thread& thread) const {
        return owner_thread_.load(std::memory_order_relaxed) == thread.ident;
    }
    bool is_held() const { return lock_.is_held(); }
    uint64_t count() const { return count_.load(std::memory_order_relaxed); }
    uint64_t owner_ident() const { return owner_thread_.load(std::memory_order_relaxed); }
    const OwnerNote& owner() const { return lock_.owner(); }

    // False if the thread does not own it.
    bool release(Thread& thread) {
        if (!is_owned(thread)) return false;
        uint64_t left = count_.load(std::memory_order_relaxed) - 1;
        count_.store(left, std::memory_order_relaxed);
        if (left == 0) give_up();
        return true;
    }
    // For Condition.wait: releases all levels, and takes them all again. The thread owns it / does
    // not.
    uint64_t release_all() {
        uint64_t count = count_.exchange(0, std::memory_order_relaxed);
        give_up();
        return count;
    }
    // No signal ends this one: the caller relies on owning the lock afterwards.
    void acquire_all(Thread& thread, uint64_t count, const void* address) {
        (void)lock_.acquire(thread, kNoDeadline, address, DeadlockInfo::Kind::RLock, Signals::Wait);
        own(thread, count);
    }
    void reset() {
        count_.store(0, std::memory_order_relaxed);
        owner_thread_.store(0, std::memory_order_relaxed);
        lock_.reset();
    }

  private:
    void own(Thread& thread, uint64_t count) {
        count_.store(count, std::memory_order_relaxed);
        owner_thread_.store(thread.ident, std::memory_order_relaxed);
    }
    void give_up() {
        owner_thread_.store(0, std::memory_order_relaxed);
        lock_.release();
    }

    Lock lock_;
    std::atomic<uint64_t> owner_thread_{0};
    std::atomic<uint64_t> count_{0};
};

// Something that happens once, such as the end of a thread.
class Completion {
  public:
    bool is_done() const { return done_.load(std::memory_order_acquire) != 0; }
    // Any thread. Whoever waits, and whoever waits later, goes on.
    void set_done();
    // Yes when it is done. `whose` and `address` are for the deadlock report.
    // With Hope::GiveUp: No if all threads would wait for ever.
    Acquired wait(Thread& thread, uint64_t deadline, const void* address, const OwnerNote& whose,
                  Hope hope = Hope::Keep);

  private:
    std::atomic<uint32_t> done_{0};
};

}  // namespace gilt
