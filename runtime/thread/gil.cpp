// The global interpreter lock: who holds it, who is next, and when it changes hands.
//
// State
//
//   - `word` is zero when the lock is free; else the address of its holder, plus kWaiters if anyone
//     is queued. Taking it is acquire for what the last holder did, and release so that who finds
//     the address in it finds the Thread there, too. A thread that finds it zero takes it, and a
//     holder that finds no kWaiters bit gives it back, each with one compare-and-swap and nothing
//     else: that is all a thread alone ever does. While kWaiters is set, the word changes only
//     under `mutex`; so the holder cannot go away while a waiter, holding the mutex, asks it for
//     the lock.
//   - Two queues of Waiters (nodes on the waiters' own stacks), under `mutex`: `eager`, threads
//     that had given the lock up of their own accord (for I/O, sleep, a lock) and want it back; and
//     `computing`, threads that were made to hand it over. Under Policy::Timeslice everybody is
//     `computing`.
//   - A Waiter's `state` is the futex word it sleeps on. It becomes Granted under the mutex, by the
//     thread that passes the lock to it; the waiter reads it with acquire order, so it sees all
//     that was done under the lock.
//   - The lock is never left free while somebody is queued: it is passed to the next one directly.
//     So a holder that hands over cannot snatch the lock back before another thread ran, and the
//     order in the queue is the order of running. (CPython needs its wait for `switch_number` to
//     get the same.)
//
// When it changes hands
//
//   - The holder blocks: the next waiter gets the lock at once.
//   - The holder is asked: a waiter sets kWantGil in its interrupt word, and at its next safepoint
//     it hands over and queues again. Waiters decide when to ask, by waking from their sleep at the
//     time it would be due; the holder never looks at a clock. A waiter at the head of its queue
//     asks when the holder has had its slice: the switch interval (5 ms). An eager waiter asks a
//     computing holder at once, if there is credit.
//
// Why eager waiters, and why credit
//
//   A thread that does I/O needs the lock for microseconds, and then not for long. If it must wait
//   5 ms for it each time (CPython), one computing thread in the process slows it down a
//   hundredfold: the convoy effect. If it always gets the lock at once, a thread that does nothing
//   but short I/O can keep computing threads from ever running. So eager threads run on credit:
//   while a computing thread runs (or nobody), credit grows by half of the time, up to kMostCredit;
//   while a computing thread waits for an eager one, or is waking up after it, credit shrinks by
//   the time. Without credit, an eager waiter waits until there is some, at most a switch interval.
//   So computing threads together have at least two thirds of the time, and a thread that sleeps,
//   wakes and does little never notices that there is a quota.
//
//   A computing thread that an eager one displaced goes back to the head of its queue and keeps the
//   rest of its slice: otherwise, of two computing threads, the one that runs when the sleepers
//   wake would start its slice anew each time, and the other would never run.
//
// Waiting
//
//   A hand-over costs a futex wake and the time the other CPU takes to get going, some 5 to 50
//   microseconds in which no one runs. Eager threads mostly hold the lock for less than that. So a
//   waiter first spins for a few microseconds (if there is more than one CPU) and only then sleeps;
//   who grants it the lock wakes it only if it sleeps. And a waiter that has just asked spins for the
//   answer: it is awake, its CPU has got going, and a safepoint is mostly less than a microsecond away.
#include "thread/gil.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

#include "thread/clock.h"
#include "thread/futex.h"
#include "thread/hooks.h"
#include "thread/mutex.h"
#include "thread/registers.h"
#include "thread/thread.h"
#include "thread/thread_list.h"

namespace gilt::gil {

bool enabled = true;
std::atomic<bool> alone_word{true};
Policy policy = Policy::Interactive;
bool keep_statistics = false;
std::atomic<uint64_t> switch_interval{5'000'000};

namespace {

constexpr int64_t kMostCredit = 2'000'000;  // 2 ms
constexpr int64_t kMostDebt = 10'000'000;   // repaid after 20 ms
constexpr int64_t kCreditToAsk = 50'000;    // after a debt, wait until this much has come together
constexpr uint64_t kEagerSlice =
    500'000;  // an eager holder that runs longer than this counts as computing
constexpr uint64_t kLateEnough =
    200'000;  // a sleeper is not woken to set its alarm a little earlier
constexpr int kSpins = 120;
constexpr int kSpinsForAnswer = 1000;  // some 10 to 50 microseconds

constexpr uintptr_t kWaiters = 1;
std::atomic<uintptr_t> word{0};

enum WaiterState : uint32_t { kSpinning, kSleeping, kGranted };

struct Waiter {
    Thread* thread;
    bool is_eager;
    uint64_t slice_used = 0;  // displaced: how much of the slice is gone
    uint64_t wakes_at = 0;    // until when it sleeps, for who may want it to look earlier
    std::atomic<uint32_t> state{kSpinning};
    Waiter* next = nullptr;
    Waiter* previous = nullptr;
    uint64_t since = 0;
};

struct Queue {
    Waiter* head = nullptr;
    Waiter* tail = nullptr;

    bool empty() const { return !head; }
    void push_back(Waiter& waiter) {
        waiter.previous = tail;
        waiter.next = nullptr;
        (tail ? tail->next : head) = &waiter;
        tail = &waiter;
    }
    void push_front(Waiter& waiter) {
        waiter.next = head;
        waiter.previous = nullptr;
        (head ? head->previous : tail) = &waiter;
        head = &waiter;
    }
    Waiter* pop_front() {
        Waiter* first = head;
        head = first->next;
        (head ? head->previous : tail) = nullptr;
        return first;
    }
    uint64_t position(const Waiter& waiter) const {
        uint64_t before = 0;
        for (Waiter* at = head; at && at != &waiter && before < 16; at = at->next) before++;
        return before;
    }
};

// Under `mutex`.
RuntimeMutex mutex{MutexRank::Gil};
Queue eager, computing;
uint64_t slice_start = 0;  // when the holder's slice began, as far as a waiter is concerned
// How the holder got the lock. Unknown: it found it free, and may be about to block again at once.
enum class HolderKind { Unknown, Eager, Computing } holder_kind = HolderKind::Unknown;
// Time passes at the expense of a computing thread: it waits while an eager one holds the lock, or
// it has been granted the lock by an eager one and is still waking up.
bool is_borrowed = false;
bool holder_asked = false;
int64_t credit = kMostCredit;
uint64_t settled_at = 0;  // credit is right as of this time

Thread* holder() {
    return reinterpret_cast<Thread*>(word.load(std::memory_order_acquire) & ~kWaiters);
}

bool may_spin() {
    static const bool answer = [] {
        cpu_set_t cpus;
        return sched_getaffinity(0, sizeof cpus, &cpus) == 0 && CPU_COUNT(&cpus) > 1;
    }();
    return answer;
}

// A counter with one writer at a time.
void count_one(std::atomic<uint64_t>& counter) {
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

inline void cpu_pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

// --- all below: mutex held ---

void settle(uint64_t now) {
    auto passed = static_cast<int64_t>(std::min<uint64_t>(now - settled_at, 1'000'000'000));
    settled_at = now;
    credit += is_borrowed ? -passed : passed / 2;
    credit = std::clamp(credit, -kMostDebt, kMostCredit);
}

// When this waiter should ask the holder for the lock.
uint64_t ask_time(const Waiter& waiter, uint64_t now) {
    uint64_t interval = switch_interval.load(std::memory_order_relaxed);
    Queue& queue = waiter.is_eager ? eager : computing;
    uint64_t slice_end = slice_start + interval * (queue.position(waiter) + 1);
    if (!waiter.is_eager) return slice_end;
    uint64_t time;
    if (holder_kind == HolderKind::Eager) {
        time = slice_start + kEagerSlice;
    } else if (credit > 0) {
        time = now;
    } else {
        time = now + static_cast<uint64_t>(kCreditToAsk - credit) * 2;
    }
    return std::min(time, slice_end);
}

// Asks if it is time to, and sets when the waiter should look again. True if it asked just now.
bool ask_or_arm(Waiter& waiter, uint64_t now) {
    uint64_t time = ask_time(waiter, now);
    bool asks = time <= now && !holder_asked;
    if (time <= now) {
        if (asks) {
            holder_asked = true;
            Thread* asked = holder();
            count_one(asked->gil_statistics.asked_to_drop);
            asked->request(kWantGil);
        }
        time = now + switch_interval.load(std::memory_order_relaxed);
    }
    waiter.wakes_at = std::max(time, now + 20'000);
    return asks;
}

Waiter* choose() {
    if (eager.empty()) return computing.pop_front();
    if (computing.empty() || credit > 0) return eager.pop_front();
    return (eager.head->since <= computing.head->since ? eager : computing).pop_front();
}

// A sleeper that should ask the new holder earlier than it planned.
Waiter* find_oversleeper(uint64_t now) {
    for (Queue* queue : {&eager, &computing}) {
        Waiter* first = queue->head;
        if (first && first->state.load(std::memory_order_relaxed) == kSleeping &&
            first->wakes_at > ask_time(*first, now) + kLateEnough)
            return first;
    }
    return nullptr;
}

// Passes the lock from the calling thread, its holder, to `next`, which is out of its queue.
// Unlocks.
void pass_on_to(Waiter* next, uint64_t now, std::unique_lock<RuntimeMutex>& lock) {
    slice_start = now - next->slice_used;
    is_borrowed = next->is_eager ? !computing.empty() : holder_kind == HolderKind::Eager;
    holder_kind = next->is_eager ? HolderKind::Eager : HolderKind::Computing;
    holder_asked = false;
    uintptr_t waiters = eager.empty() && computing.empty() ? 0 : kWaiters;
    word.store(reinterpret_cast<uintptr_t>(next->thread) | waiters, std::memory_order_release);
    Waiter* oversleeper = waiters ? find_oversleeper(now) : nullptr;
    // A poke: not Sleeping any more, so it looks at the clock, the mutex and its state again.
    if (oversleeper) oversleeper->state.store(kSpinning, std::memory_order_relaxed);
    std::atomic<uint32_t>* poked = oversleeper ? &oversleeper->state : nullptr;
    std::atomic<uint32_t>& granted = next->state;
    uint32_t was = granted.exchange(kGranted, std::memory_order_acq_rel);
    lock.unlock();
    if (was == kSleeping) futex_wake(granted, 1);
    if (poked) futex_wake(*poked, 1);
}

// --- waiting; mutex not held ---

// The waiter runs again. For a computing one, only now its slice goes on, and the growing of
// credit.
void begin_running(Waiter& waiter, std::unique_lock<RuntimeMutex>& lock) {
    if (waiter.is_eager) return;
    if (!lock.owns_lock()) lock.lock();
    uint64_t now = now_ns();
    settle(now);
    is_borrowed = false;
    slice_start = now - waiter.slice_used;
}

void wait_for_grant(Waiter& waiter) {
    std::unique_lock lock(mutex, std::defer_lock);
    auto is_granted = [&] { return waiter.state.load(std::memory_order_acquire) == kGranted; };
    auto spin = [&](int turns) {
        for (int i = 0; may_spin() && i < turns && !is_granted(); i++) cpu_pause();
    };
    spin(kSpins);
    if (is_granted()) return begin_running(waiter, lock);
    lock.lock();
    while (!is_granted()) {
        uint64_t now = now_ns();
        settle(now);
        if (ask_or_arm(waiter, now)) {
            lock.unlock();
            spin(kSpinsForAnswer);
            if (waiter.is_eager && is_granted()) return;
            lock.lock();
            continue;
        }
        waiter.state.store(kSleeping, std::memory_order_relaxed);
        lock.unlock();
        futex_wait(waiter.state, kSleeping, waiter.wakes_at);
        // An eager waiter is in a hurry to do nothing much: it need not look at the accounts.
        if (waiter.is_eager && is_granted()) return;
        lock.lock();
    }
    begin_running(waiter, lock);
}

void acquire_slowly(Thread& thread, bool gave_it_up_freely) {
    Waiter self{.thread = &thread, .is_eager = gave_it_up_freely && policy == Policy::Interactive};
    {
        std::unique_lock lock(mutex);
        uintptr_t seen = word.load(std::memory_order_relaxed);
        for (;;) {
            if (seen == 0) {  // given back meanwhile; nobody is queued, or it would not be free
                if (word.compare_exchange_weak(seen, reinterpret_cast<uintptr_t>(&thread),
                                               std::memory_order_acq_rel))
                    return;
            } else if (seen & kWaiters) {
                break;
            } else if (word.compare_exchange_weak(seen, seen | kWaiters,
                                                  std::memory_order_relaxed)) {
                // The first to wait: from now on the holder's slice counts.
                slice_start = now_ns();
                holder_kind = HolderKind::Unknown;
                is_borrowed = holder_asked = false;
                break;
            }
        }
        uint64_t now = now_ns();
        settle(now);
        self.since = now;
        (self.is_eager ? eager : computing).push_back(self);
        // A holder that may give the lock up by itself is asked only after the spinning has been in
        // vain.
        if (holder_kind == HolderKind::Computing) ask_or_arm(self, now);
    }
    wait_for_grant(self);
}

}  // namespace

void acquire(Thread& thread, bool gave_it_up_freely) {
    uintptr_t expected = 0;
    if (!word.compare_exchange_strong(expected, reinterpret_cast<uintptr_t>(&thread),
                                      std::memory_order_acq_rel)) [[unlikely]] {
        int saved_errno = errno;
        acquire_slowly(thread, gave_it_up_freely);
        errno = saved_errno;
    }
    count_one(thread.gil_statistics.acquired);
}

void release(Thread& thread) {
    auto expected = reinterpret_cast<uintptr_t>(&thread);
    if (word.compare_exchange_strong(expected, 0, std::memory_order_release)) [[likely]]
        return;
    std::unique_lock lock(mutex);
    thread.interrupts.fetch_and(~uint32_t{kWantGil}, std::memory_order_relaxed);
    uint64_t now = now_ns();
    settle(now);
    pass_on_to(choose(), now, lock);
}

void hand_over(Thread& thread) {
    SpilledRegisters registers;
    std::unique_lock lock(mutex);
    thread.interrupts.fetch_and(~uint32_t{kWantGil}, std::memory_order_relaxed);
    if (eager.empty() && computing.empty()) return;
    thread.c_saved.store(registers.stack_pointer, std::memory_order_relaxed);
    thread.state.store(ThreadState::Blocked, std::memory_order_relaxed);
    if (keep_statistics) {
        note_left_running(thread);
        note_wants_running(thread);
    }
    uint64_t now = now_ns();
    settle(now);
    Waiter* next = choose();
    Waiter self{.thread = &thread, .is_eager = false};
    self.since = now;
    uint64_t used = now - slice_start;
    bool is_displaced = next->is_eager && holder_kind != HolderKind::Eager &&
                        used < switch_interval.load(std::memory_order_relaxed);
    if (is_displaced) {
        self.slice_used = used;
        computing.push_front(self);
    } else {
        computing.push_back(self);
    }
    pass_on_to(next, now, lock);
    wait_for_grant(self);
    count_one(thread.gil_statistics.acquired);
    thread.state.store(ThreadState::Running, std::memory_order_relaxed);
    if (keep_statistics) note_running(thread);
}

void after_fork_in_child(Thread& survivor) {
    // The mutex is held by the forking thread here, and the queues are nodes on stacks that do not
    // exist any more.
    eager = computing = {};
    holder_kind = HolderKind::Unknown;
    is_borrowed = holder_asked = false;
    if (enabled) word.store(reinterpret_cast<uintptr_t>(&survivor), std::memory_order_relaxed);
    survivor.interrupts.fetch_and(~uint32_t{kWantGil}, std::memory_order_relaxed);
}

// --- statistics ---

namespace {

struct Line {
    std::string name;
    uint64_t running, waiting, blocked, acquired, asked;
};

// Under `lines_mutex`: the threads that have ended.
RuntimeMutex lines_mutex{MutexRank::Threads};
std::vector<Line> lines;

void add_phase(Thread& thread, std::atomic<uint64_t>& phase) {
    uint64_t now = now_ns();
    phase.store(phase.load(std::memory_order_relaxed) + now - thread.gil_statistics.since,
                std::memory_order_relaxed);
    thread.gil_statistics.since = now;
}

Line make_line(Thread& thread) {
    char name[128] = "";
    if (thread.thread_object && thread_hooks.describe_thread)
        thread_hooks.describe_thread(thread.thread_object, name, sizeof name);
    if (!*name)
        snprintf(name, sizeof name, thread.is_main ? "MainThread" : "thread %ld", thread.native_id);
    auto& numbers = thread.gil_statistics;
    return {name,
            numbers.running.load(std::memory_order_relaxed),
            numbers.waiting.load(std::memory_order_relaxed),
            numbers.blocked.load(std::memory_order_relaxed),
            numbers.acquired.load(std::memory_order_relaxed),
            numbers.asked_to_drop.load(std::memory_order_relaxed)};
}

}  // namespace

void begin_statistics(Thread& thread) {
    if (keep_statistics) thread.gil_statistics.since = now_ns();
}
void note_left_running(Thread& thread) { add_phase(thread, thread.gil_statistics.running); }
void note_wants_running(Thread& thread) { add_phase(thread, thread.gil_statistics.blocked); }
void note_running(Thread& thread) { add_phase(thread, thread.gil_statistics.waiting); }

void end_statistics(Thread& thread) {
    if (!keep_statistics) return;
    note_left_running(thread);
    Line line = make_line(thread);
    std::lock_guard lock(lines_mutex);
    lines.push_back(std::move(line));
}

void print_statistics() {
    Thread& self = Thread::current();
    note_left_running(self);
    std::vector<Line> table;
    {
        // The names of threads that still exist are read from their objects: let nobody run.
        StopTheWorld world(self);
        std::lock_guard lock(lines_mutex);
        table = lines;
        // One that is ending has left its line already: it passes no safepoint in between.
        for (Thread* thread = thread_list.head; thread; thread = thread->next)
            if (!thread->is_ending) table.push_back(make_line(*thread));
    }
    std::sort(table.begin(), table.end(),
              [](const Line& a, const Line& b) { return a.running > b.running; });
    std::string text = enabled ? "" : "the GIL is off: nobody waits for it or takes it\n";
    char row[256];
    snprintf(row, sizeof row, "%-32s %12s %12s %12s %10s %14s\n", "thread", "running s",
             "waiting s", "blocked s", "taken", "asked to drop");
    text += row;
    for (const Line& line : table) {
        snprintf(row, sizeof row, "%-32s %12.6f %12.6f %12.6f %10llu %14llu\n", line.name.c_str(),
                 static_cast<double>(line.running) / 1e9, static_cast<double>(line.waiting) / 1e9,
                 static_cast<double>(line.blocked) / 1e9,
                 static_cast<unsigned long long>(line.acquired),
                 static_cast<unsigned long long>(line.asked));
        text += row;
    }
    fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace gilt::gil
