// The waiting half of the locks.
#include "thread/lock.h"

#include "thread/clock.h"

namespace gilt {

namespace {
constexpr uint64_t kPatience = 1'000'000;  // who has waited for 1 ms is handed the lock
}

Acquired Lock::acquire_slowly(Thread& thread, uint64_t deadline, const void* address,
                              DeadlockInfo::Kind kind, Signals signals) {
    DeadlockInfo info{kind, address, &owner_};
    for (;;) {
        uint32_t seen = word_.load(std::memory_order_relaxed);
        if (!(seen & kHeld)) {
            if (try_acquire(thread)) return Acquired::Yes;
            continue;
        }
        if (!(seen & kParked) &&
            !word_.compare_exchange_weak(seen, seen | kParked, std::memory_order_relaxed))
            continue;
        auto still_held = [](void* word) {
            return static_cast<std::atomic<uint32_t>*>(word)->load(std::memory_order_relaxed) ==
                   (kHeld | kParked);
        };
        switch (park(thread, &word_, still_held, &word_, deadline, info, signals)) {
            case WaitResult::HandedOver:
                // The releaser's bucket mutex and kWoken ordered what it did before.
                owner_.set(thread);
                return Acquired::Yes;
            case WaitResult::TimedOut:
            case WaitResult::Hopeless: return Acquired::No;
            case WaitResult::Interrupted: return Acquired::Interrupted;
            case WaitResult::Woken:
            case WaitResult::NotNeeded: break;
        }
    }
}

bool Lock::release_slowly() {
    struct Context {
        std::atomic<uint32_t>& word;
        bool was_held;
    } context{word_, true};
    unpark_one(
        &word_,
        [](void* pointer, const Unparked& unparked) {
            auto& context = *static_cast<Context*>(pointer);
            uint32_t parked = unparked.more ? kParked : 0;
            bool hand_over = unparked.found && now_ns() - unparked.since > kPatience;
            // A thread may have released the lock a moment earlier (two releases race), or only set
            // kParked just now. A loop, because taking and setting kParked need no bucket mutex.
            uint32_t seen = context.word.load(std::memory_order_relaxed);
            for (;;) {
                if (!(seen & kHeld)) {
                    context.was_held = false;
                    return false;
                }
                uint32_t next = parked | (hand_over ? kHeld : 0);
                if (context.word.compare_exchange_weak(seen, next, std::memory_order_release))
                    return hand_over;
            }
        },
        &context);
    return context.was_held;
}

void Completion::set_done() {
    unpark_all(
        &done_,
        [](void* done) {
            static_cast<std::atomic<uint32_t>*>(done)->store(1, std::memory_order_release);
        },
        &done_);
}

Acquired Completion::wait(Thread& thread, uint64_t deadline, const void* address,
                          const OwnerNote& whose, Hope hope) {
    DeadlockInfo info{DeadlockInfo::Kind::ThreadEnd, address, &whose};
    while (!is_done()) {
        auto not_done = [](void* done) {
            return static_cast<std::atomic<uint32_t>*>(done)->load(std::memory_order_relaxed) == 0;
        };
        switch (park(thread, &done_, not_done, &done_, deadline, info, Signals::Interrupt, hope)) {
            case WaitResult::TimedOut:
            case WaitResult::Hopeless: return Acquired::No;
            case WaitResult::Interrupted: return Acquired::Interrupted;
            case WaitResult::Woken:
            case WaitResult::HandedOver:
            case WaitResult::NotNeeded: break;
        }
    }
    return Acquired::Yes;
}

}  // namespace gilt
