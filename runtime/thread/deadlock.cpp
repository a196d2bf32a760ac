// Noticing that every thread waits for a lock, and saying who waits for what.
//
// `active` counts the attached threads, less those that are queued for a lock (or another thread's
// end) without a deadline and have not been woken yet. A thread that runs, sleeps, does I/O, waits
// with a timeout or has just been woken is active. Exact, because:
//
//   - A waiter is counted out under its bucket's mutex, in the same critical section in which it
//     saw the lock taken and queued itself. It is counted in again by whoever takes it out of the
//     queue, before that thread can itself be counted out. So as long as some wait has been ended,
//     the count is above zero.
//   - Only an active thread can release a lock or end. When the count reaches zero there is none,
//     so nothing can change any more: it is a deadlock, and stays one (a signal handler written in
//     the script might still release a lock; CPython's would too; it is said nevertheless).
//   - A new thread is counted by its starter, an ended one is counted out by itself as the last
//     thing it does.
//
// One atomic counter; its read-modify-writes have one total order, which is all that the argument
// above needs. The thread that brings it to zero reports: it is the only one Running, and stops the
// world for good measure, so that it may look at the other threads' descriptions and frames.
//
// It is said once. Only a wait that ends because it got what it waited for makes way for another
// report: a deadlocked main thread that goes back to waiting after a signal is still in the same
// deadlock.
#include "thread/deadlock.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <string>

#include "thread/hooks.h"
#include "thread/thread.h"
#include "thread/thread_list.h"

namespace gilt::deadlock {

Mode mode = Mode::Report;

namespace {

std::atomic<long> active{0};
std::atomic<bool> broken{false};       // relaxed: set and read by the main thread
std::atomic<bool> is_reported{false};  // relaxed: set by the one who reports, reset by wakers

std::string name_of(Value object, uint64_t ident, bool is_main) {
    char name[128] = "";
    if (object && thread_hooks.describe_thread)
        thread_hooks.describe_thread(object, name, sizeof name);
    if (*name) return name;
    if (is_main) return "MainThread";
    snprintf(name, sizeof name, "thread %llu", static_cast<unsigned long long>(ident));
    return name;
}

// World stopped.
Thread* find_thread(uint64_t ident) {
    for (Thread* thread = thread_list.head; thread; thread = thread->next)
        if (thread->ident == ident && !thread->is_ending) return thread;
    return nullptr;
}

void describe(Thread& thread, std::string& text) {
    const DeadlockInfo& wait = *thread.waiting;
    text += "  " + name_of(thread.thread_object, thread.ident, thread.is_main);
    Value object = wait.owner->thread_object.load();
    uint64_t ident = wait.owner->ident.load(std::memory_order_relaxed);
    Thread* owner = ident ? find_thread(ident) : nullptr;
    // An ident may be used again by a later thread; the object tells them apart.
    if (owner && object && owner->thread_object && !(owner->thread_object == object))
        owner = nullptr;
    std::string owner_name = ident ? name_of(object, ident, owner && owner->is_main) : "";
    char address[32];
    snprintf(address, sizeof address, "0x%llx",
             static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(wait.address)));
    if (wait.kind == DeadlockInfo::Kind::ThreadEnd) {
        text += " waits for " + (owner_name.empty() ? "a thread" : owner_name) + " to end";
    } else {
        text += wait.kind == DeadlockInfo::Kind::Lock ? " waits for the lock at "
                                                      : " waits for the RLock at ";
        text += address;
    }
    char place[256] = "";
    if (thread_hooks.describe_place) thread_hooks.describe_place(thread, place, sizeof place);
    if (*place) text += std::string(" (") + place + ")";
    if (wait.kind != DeadlockInfo::Kind::ThreadEnd && ident) {
        if (owner == &thread && wait.kind == DeadlockInfo::Kind::Lock) {
            text += ", which it took itself";
        } else if (owner) {
            text += ", taken by " + owner_name;
        } else {
            text += ", last taken by " + owner_name + ", which has ended";
        }
    }
    text += "\n";
}

}  // namespace

void thread_begins() { active.fetch_add(1, std::memory_order_acq_rel); }

// The starter is active itself, so this is never the last one.
void thread_never_began() { active.fetch_sub(1, std::memory_order_acq_rel); }

void thread_ends(Thread& thread) {
    thread.is_ending = true;
    if (active.fetch_sub(1, std::memory_order_acq_rel) == 1) report(thread);
}

bool wait_begins() { return active.fetch_sub(1, std::memory_order_acq_rel) == 1; }

void wait_is_over() {
    active.fetch_add(1, std::memory_order_acq_rel);
    is_reported.store(false, std::memory_order_relaxed);
}

void wait_is_given_up() {
    if (active.fetch_add(1, std::memory_order_acq_rel) == 0)
        broken.store(true, std::memory_order_relaxed);
}

bool was_broken() { return broken.load(std::memory_order_relaxed); }

void report(Thread& thread) {
    if (mode == Mode::Off || is_reported.exchange(true, std::memory_order_relaxed)) return;
    std::string text =
        "gilt: deadlock: every thread waits for a lock, and no thread is left to release one\n";
    bool anyone = false;
    {
        StopTheWorld world(thread);
        // Newest threads come first in the list; the main thread is last, and is named first.
        Thread* last = thread_list.head;
        while (last && last->next) last = last->next;
        for (Thread* at = last; at; at = at->previous) {
            if (!at->waiting) continue;
            describe(*at, text);
            anyone = true;
        }
    }
    if (!anyone) return;
    ssize_t ignored = write(STDERR_FILENO, text.data(), text.size());
    (void)ignored;
    if (mode == Mode::Error) {
        if (thread_hooks.exit_process) thread_hooks.exit_process(thread, 1);
        _exit(1);
    }
}

void after_fork_in_child() {
    active.store(1, std::memory_order_relaxed);
    is_reported.store(false, std::memory_order_relaxed);
}

}  // namespace gilt::deadlock
