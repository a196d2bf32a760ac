// The parking table.
//
//   - A Waiter lies on the waiting thread's stack, and in a bucket's queue from the moment the
//     thread decides to wait until someone, under the bucket's mutex, takes it out: a waker, or the
//     thread itself when its time is up or a signal came. Whoever takes it out decides how the wait
//     ends.
//   - The thread sleeps on its own `park_word`. kWoken is set by the waker after it took the Waiter
//     out (release; the sleeper's acquire load orders what the waker did before). The thread clears
//     the word before it queues itself, so a set bit always belongs to this wait.
//   - kInterrupted is set by the signal handler, on whatever thread it runs. If it comes before the
//     sleep, the futex finds the word changed and does not sleep; so no signal is slept through.
//     Only the main thread looks at it. It is cleared by the thread as a wait begins, after which
//     it looks at its kSignal bit once more: the handler sets that first.
//   - Counting for the deadlock report: the waiter is counted out under the bucket's mutex as it
//     queues itself, and counted in again by whoever takes it out of the queue, under the same
//     mutex (thread/deadlock.cpp says why that is exact).
#include "thread/park.h"

#include <mutex>

#include "thread/clock.h"
#include "thread/futex.h"
#include "thread/mutex.h"
#include "thread/thread.h"

namespace gilt {

namespace {

enum ParkBit : uint32_t { kWoken = 1, kInterrupted = 2 };

struct Waiter {
    Thread* thread;
    const void* address;
    uint64_t since;
    bool is_counted_out;    // waits without a deadline
    bool is_queued = true;  // these two under the bucket's mutex
    WaitResult result = WaitResult::Woken;
    Waiter* next = nullptr;
};

struct Bucket {
    RuntimeMutex mutex{MutexRank::Parking};
    Waiter* head = nullptr;  // first come, first served; of all addresses that hash here
    Waiter* tail = nullptr;

    void append(Waiter& waiter) {
        (tail ? tail->next : head) = &waiter;
        tail = &waiter;
    }
    // Removes the first waiter for which `wanted` holds.
    template <class Wanted>
    Waiter* take(Wanted wanted) {
        Waiter* before = nullptr;
        for (Waiter* at = head; at; before = at, at = at->next) {
            if (!wanted(*at)) continue;
            (before ? before->next : head) = at->next;
            if (tail == at) tail = before;
            at->next = nullptr;
            at->is_queued = false;
            return at;
        }
        return nullptr;
    }
};

// Few enough that fork, which takes them all, stays within the 64 locks ThreadSanitizer can see one
// thread hold.
constexpr int kBucketBits = 5;
constexpr size_t kBuckets = size_t{1} << kBucketBits;
Bucket buckets[kBuckets];

Bucket& bucket_of(const void* address) {
    return buckets[(reinterpret_cast<uintptr_t>(address) >> 3) * 0x9E3779B97F4A7C15u >>
                   (64 - kBucketBits)];
}

// Bucket mutex held, the waiter is out of the queue. Afterwards the Waiter may be gone.
void wake(Waiter& waiter, WaitResult result) {
    waiter.result = result;
    if (waiter.is_counted_out) deadlock::wait_is_over();
    std::atomic<uint32_t>& word = waiter.thread->park_word;
    word.fetch_or(kWoken, std::memory_order_release);
    futex_wake(word, 1);
}

// Sleeps until woken, interrupted or late; true if woken.
bool sleep(Thread& thread, uint64_t deadline, bool is_interruptible) {
    std::atomic<uint32_t>& word = thread.park_word;
    for (;;) {
        uint32_t seen = word.load(std::memory_order_acquire);
        if (seen & kWoken) return true;
        if ((seen & kInterrupted) && is_interruptible) return false;
        if (futex_wait(word, seen, deadline) == FutexResult::TimedOut)
            return (word.load(std::memory_order_acquire) & kWoken) != 0;
    }
}

}  // namespace

WaitResult park(Thread& thread, const void* address, bool (*must_wait)(void* context),
                void* context, uint64_t deadline, const DeadlockInfo& info, Signals signals, Hope hope) {
    Bucket& bucket = bucket_of(address);
    bool is_counted_out = deadline == kNoDeadline;
    Waiter self{
        .thread = &thread, .address = address, .since = now_ns(), .is_counted_out = is_counted_out};
    thread.park_word.store(0, std::memory_order_relaxed);
    bool is_interruptible = thread.is_main && signals == Signals::Interrupt;
    if (is_interruptible && (thread.interrupts.load(std::memory_order_acquire) & kSignal))
        return WaitResult::Interrupted;
    bool is_last = false;
    {
        std::lock_guard lock(bucket.mutex);
        if (!must_wait(context)) return WaitResult::NotNeeded;
        bucket.append(self);
        if (is_counted_out) is_last = deadlock::wait_begins();
        if (is_last && hope == Hope::GiveUp) {
            bucket.take([&](Waiter& waiter) { return &waiter == &self; });
            deadlock::wait_is_given_up();
            return WaitResult::Hopeless;
        }
    }
    DeadlockInfo own_info = info;
    thread.waiting = is_counted_out ? &own_info : nullptr;
    if (is_last) deadlock::report(thread);
    bool is_woken;
    {
        BlockingRegion region(thread);
        is_woken = sleep(thread, deadline, is_interruptible);
        if (!is_woken) {
            std::lock_guard lock(bucket.mutex);
            if (self.is_queued) {
                bucket.take([&](Waiter& waiter) { return &waiter == &self; });
                if (is_counted_out) deadlock::wait_is_given_up();
                bool is_late = deadline != kNoDeadline && now_ns() >= deadline;
                self.result = is_late ? WaitResult::TimedOut : WaitResult::Interrupted;
            }
        }
    }
    thread.waiting = nullptr;
    // Written by the waker under the mutex, and before it set kWoken.
    return self.result;
}

void unpark_one(const void* address, bool (*decide)(void* context, const Unparked& unparked),
                void* context) {
    Bucket& bucket = bucket_of(address);
    std::lock_guard lock(bucket.mutex);
    Waiter* first = bucket.take([&](Waiter& waiter) { return waiter.address == address; });
    bool more = false;
    for (Waiter* at = bucket.head; at && !more; at = at->next) more = at->address == address;
    bool is_handed_over = decide(context, {first != nullptr, more, first ? first->since : 0});
    if (first) wake(*first, is_handed_over ? WaitResult::HandedOver : WaitResult::Woken);
}

void unpark_all(const void* address, void (*change)(void* context), void* context) {
    Bucket& bucket = bucket_of(address);
    std::lock_guard lock(bucket.mutex);
    change(context);
    while (Waiter* waiter = bucket.take([&](Waiter& at) { return at.address == address; }))
        wake(*waiter, WaitResult::Woken);
}

void interrupt_wait(Thread& thread) {
    thread.park_word.fetch_or(kInterrupted, std::memory_order_release);
    futex_wake(thread.park_word, 1);
}

void parking::after_fork_in_child() {
    for (Bucket& bucket : buckets) bucket.head = bucket.tail = nullptr;
}

}  // namespace gilt
