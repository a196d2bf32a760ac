// Thread states, safepoints, and stopping the world.
//
// Stopping the world, with the GIL off:
//
//   - The stopper takes the thread list's mutex, becomes `thread_list.stopper`, sets the
//     StopTheWorld bit in every other thread, and waits on `halted` until none of them is Running.
//     It keeps the mutex until it resumes the world; so no thread is attached or detached
//     meanwhile, and a second stopper waits its turn (Stopped itself).
//   - A Running thread sees the bit at its next safepoint and waits on `resumed` (halt).
//   - A thread that leaves Running stores its state, then loads the bit; the stopper stores the
//     bit, then loads the state; all sequentially consistent. So either the stopper sees that the
//     thread has left, or the thread sees the bit and tells the stopper (`halted`).
//   - A thread that comes back to Running stores its state, then loads the bit: either the stopper
//     sees it Running and waits for it, or it sees the bit, takes its word back, and waits. Again
//     one of them sees the other.
//   - What ordered the memory: the store of `state` on leaving and the stopper's load of it; the
//     stopper's clearing of the bit and the load of the bit on coming back (or the mutex, for
//     threads that waited).
//
// With the GIL on, the stopper holds the GIL, so nobody else is Running or can come back; it only
// takes the mutex. Handing the GIL on orders the memory.
#include "thread/thread.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "heap/heap.h"
#include "heap/poison.h"
#include "thread/deadlock.h"
#include "thread/gil.h"
#include "thread/hooks.h"
#include "thread/thread_list.h"

namespace gilt {

ThreadList& thread_list = *new ThreadList;
ThreadHooks thread_hooks;
std::atomic<Thread*> main_thread{nullptr};
std::atomic<bool> only_thread_word{true};
thread_local constinit Thread* Thread::current_thread = nullptr;

namespace {

constexpr size_t kStackReserve = (GILT_ASAN || GILT_TSAN) ? 512 * 1024 : 128 * 1024;
constexpr size_t kMostStack = size_t{512} << 20;  // of an "unlimited" main stack

void* reserve_stack(size_t bytes) {
    void* address = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    return address == MAP_FAILED ? nullptr : address;
}

void release_stacks(Thread& thread) {
    if (thread.stack) munmap(thread.stack, Thread::kStackBytes);
    if (thread.frame_area) munmap(thread.frame_area, Thread::kFrameBytes);
}

// Where the calling thread's C++ stack begins, and how far it may grow.
void measure_c_stack(Thread& thread) {
    pthread_attr_t attributes;
    void* low = nullptr;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &low, &size);
        pthread_attr_destroy(&attributes);
    }
    if (!low) {
        low = static_cast<char*>(__builtin_frame_address(0)) - 1024 * 1024;
        size = 1024 * 1024;
    }
    thread.c_base = static_cast<char*>(low) + size;
    if (size > kMostStack) size = kMostStack;
    // A small stack (threading.stack_size(32768)) still gets half of itself.
    size_t reserve = size / 2 < kStackReserve ? size / 2 : kStackReserve;
    thread.c_limit = thread.c_base - size + reserve;
}

// After a thread came or went; list mutex held. A new thread is not running yet, one that went touches nothing any more.
void note_company() {
    bool only = !thread_list.head || !thread_list.head->next;
    only_thread_word.store(only, std::memory_order_relaxed);
    gil::alone_word.store(gil::enabled || only, std::memory_order_release);
}

void link_thread(Thread& thread) {
    std::lock_guard lock(thread_list.mutex);
    thread.next = thread_list.head;
    if (thread.next) thread.next->previous = &thread;
    thread_list.head = &thread;
    note_company();
    if (thread_list.stopper) thread.interrupts.fetch_or(kStopTheWorld, std::memory_order_seq_cst);
}

void unlink_locked(Thread& thread) {
    if (thread.previous) thread.previous->next = thread.next;
    if (thread.next) thread.next->previous = thread.previous;
    if (thread_list.head == &thread) thread_list.head = thread.next;
    note_company();
}

bool others_run(Thread& stopper) {
    for (Thread* thread = thread_list.head; thread; thread = thread->next) {
        if (thread != &stopper &&
            thread->state.load(std::memory_order_seq_cst) == ThreadState::Running)
            return true;
    }
    return false;
}

// Waits until no one stops the world, then is Running. List mutex held; the stack has been made
// ready to be scanned.
void wait_until_resumed(Thread& thread, std::unique_lock<RuntimeMutex>& lock,
                        ThreadState meanwhile) {
    while (thread_list.stopper) {
        thread.state.store(meanwhile, std::memory_order_seq_cst);
        thread_list.halted.notify_all();
        thread_list.resumed.wait(lock);
    }
    // Nobody can begin to stop the world before the mutex is released, and then sees Running.
    thread.state.store(ThreadState::Running, std::memory_order_seq_cst);
}

// At a safepoint with the StopTheWorld bit.
[[gnu::noinline]] void halt(Thread& thread) {
    SpilledRegisters registers;
    thread.c_saved.store(registers.stack_pointer, std::memory_order_relaxed);
    std::unique_lock lock(thread_list.mutex);
    wait_until_resumed(thread, lock, ThreadState::Stopped);
}

}  // namespace

// --- attaching ---

Thread* create_thread_state(bool is_main) {
    auto* thread = new Thread;
    static std::atomic<uint64_t> last_serial{0};  // a counter; nothing hangs on its order
    thread->serial = last_serial.fetch_add(1, std::memory_order_relaxed) + 1;
    thread->is_main = is_main;
    thread->stack = static_cast<Value*>(reserve_stack(Thread::kStackBytes));
    thread->frame_area = reserve_stack(Thread::kFrameBytes);
    if (!thread->stack || !thread->frame_area) {
        release_stacks(*thread);
        delete thread;
        return nullptr;
    }
    thread->stack_end = thread->stack + Thread::kStackBytes / sizeof(Value);
    if (thread_hooks.attached) thread_hooks.attached(*thread);
    deadlock::thread_begins();
    link_thread(*thread);
    return thread;
}

void enter_thread(Thread& thread) {
    Thread::current_thread = &thread;
    {
        // The state is in the list already, where the collector and the deadlock report look at it.
        std::lock_guard lock(thread_list.mutex);
        thread.ident = static_cast<uint64_t>(pthread_self());
        thread.native_id = syscall(SYS_gettid);
        measure_c_stack(thread);
    }
    if (thread.is_main) main_thread.store(&thread, std::memory_order_release);
    gil::begin_statistics(thread);
    resume_running(thread);
}

void discard_thread_state(Thread& thread) {
    {
        std::lock_guard lock(thread_list.mutex);
        unlink_locked(thread);
    }
    deadlock::thread_never_began();
    release_stacks(thread);
    delete &thread;
}

Thread* attach_thread(bool is_main) {
    heap::initialize();
    Thread* thread = create_thread_state(is_main);
    if (!thread) {
        fprintf(stderr, "gilt: cannot reserve address space for a thread's stacks\n");
        exit(2);
    }
    enter_thread(*thread);
    return thread;
}

void detach_thread(Thread& thread) {
    deadlock::thread_ends(thread);
    heap::retire(thread);
    gil::end_statistics(thread);
    thread.c_saved.store(nullptr, std::memory_order_relaxed);
    // Leaves Running without looking back at the thread: from here on nothing of it is a root but
    // what is empty.
    thread.exception = thread.thread_object = thread.context = thread.event_loop = thread.asyncgen_firstiter =
        thread.asyncgen_finalizer = thread.start_argument = {};
    thread.handled = &thread.base_handled;
    thread.base_handled = {};
    leave_running(thread);
    Thread* expected = &thread;
    main_thread.compare_exchange_strong(expected, nullptr);
    {
        std::lock_guard lock(thread_list.mutex);
        unlink_locked(thread);
        thread_list.orphans.insert(thread_list.orphans.end(), thread.coroutines.begin(), thread.coroutines.end());
    }
    Thread::current_thread = nullptr;
    release_stacks(thread);
    delete &thread;
}

void forget_other_threads(Thread& survivor) {
    for (Thread* thread = thread_list.head; thread;) {
        Thread* next = thread->next;
        // Its heap blocks are nobody's now; the next collection finds their gaps. Its stacks are
        // given back, the state itself too: nothing in the child refers to it.
        if (thread != &survivor) {
            for (Stay* stay = thread->stay; stay; stay = stay->outer) stay->end(*stay);
            release_stacks(*thread);
            delete thread;
        }
        thread = next;
    }
    survivor.next = survivor.previous = nullptr;
    thread_list.head = &survivor;
    note_company();
    survivor.is_main = true;
    survivor.native_id = syscall(SYS_gettid);
    main_thread.store(&survivor, std::memory_order_release);
}

void for_each_thread(void (*visit)(Thread& thread, void* context), void* context) {
    std::lock_guard lock(thread_list.mutex);
    for (Thread* thread = thread_list.head; thread; thread = thread->next) visit(*thread, context);
}

// --- Running and not ---

void leave_running(Thread& thread) {
    if (gil::keep_statistics) [[unlikely]]
        gil::note_left_running(thread);
    if (gil::enabled) {
        thread.state.store(ThreadState::Blocked, std::memory_order_relaxed);
        gil::release(thread);
        return;
    }
    thread.state.store(ThreadState::Blocked, std::memory_order_seq_cst);
    if (thread.interrupts.load(std::memory_order_seq_cst) & kStopTheWorld) [[unlikely]] {
        std::lock_guard lock(thread_list.mutex);
        thread_list.halted.notify_all();
    }
}

void resume_running(Thread& thread) {
    if (gil::keep_statistics) [[unlikely]]
        gil::note_wants_running(thread);
    if (gil::enabled) {
        gil::acquire(thread, !thread.is_patient);
        thread.state.store(ThreadState::Running, std::memory_order_relaxed);
    } else {
        thread.state.store(ThreadState::Running, std::memory_order_seq_cst);
        if (thread.interrupts.load(std::memory_order_seq_cst) & kStopTheWorld) [[unlikely]] {
            int saved_errno = errno;
            std::unique_lock lock(thread_list.mutex);
            wait_until_resumed(thread, lock, ThreadState::Blocked);
            errno = saved_errno;
        }
    }
    if (gil::keep_statistics) [[unlikely]]
        gil::note_running(thread);
}

// --- stopping the world ---

StopTheWorld::StopTheWorld(Thread& thread) : thread_(thread) {
    SpilledRegisters registers;
    thread.c_saved.store(registers.stack_pointer, std::memory_order_relaxed);
    std::unique_lock lock(thread_list.mutex);
    if (!gil::enabled) wait_until_resumed(thread, lock, ThreadState::Stopped);
    thread_list.stopper = &thread;
    if (!gil::enabled) {
        for (Thread* other = thread_list.head; other; other = other->next)
            if (other != &thread)
                other->interrupts.fetch_or(kStopTheWorld, std::memory_order_seq_cst);
        while (others_run(thread)) thread_list.halted.wait(lock);
    }
    lock.release();  // kept locked until the world runs again
}

StopTheWorld::~StopTheWorld() {
    if (!gil::enabled) {
        for (Thread* other = thread_list.head; other; other = other->next)
            other->interrupts.fetch_and(~uint32_t{kStopTheWorld}, std::memory_order_seq_cst);
    }
    thread_list.stopper = nullptr;
    thread_list.mutex.unlock();
    if (!gil::enabled) thread_list.resumed.notify_all();
}

void stop_for_good(Thread& thread) { new StopTheWorld(thread); }

// --- safepoints ---

namespace {

// Takes a request bit away from the thread; true if it was set. Acquire: what was written before
// the request is seen.
bool take_request(Thread& thread, uint32_t bit) {
    if (!(thread.interrupts.load(std::memory_order_relaxed) & bit)) return false;
    return (thread.interrupts.fetch_and(~bit, std::memory_order_acquire) & bit) != 0;
}

Value take_async_exception(Thread& thread) {
    std::lock_guard lock(thread_list.mutex);
    Value exception = thread.async_exception;
    thread.async_exception = {};
    return exception;
}

}  // namespace

bool Thread::handle_interrupts() {
    // First what others wait for, then what runs script code or raises, which ends the safepoint.
    uint32_t bits = interrupts.load(std::memory_order_relaxed);
    if (bits & kStopTheWorld) halt(*this);
    if ((bits & kCollect) && !heap::collect_if_due(*this)) return false;
    if (bits & kWantGil) gil::hand_over(*this);
    if (take_request(*this, kSignal) && thread_hooks.run_signal_handlers) {
        if (!thread_hooks.run_signal_handlers(*this)) return false;
    }
    if (take_request(*this, kAsyncException)) {
        Value raised = take_async_exception(*this);
        if (raised && thread_hooks.raise_async_exception) {
            thread_hooks.raise_async_exception(*this, raised);
            return false;
        }
    }
    if (take_request(*this, kFinalizers)) heap::run_pending(*this);
    return true;
}

}  // namespace gilt
