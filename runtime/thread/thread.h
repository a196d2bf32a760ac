// A Thread is the state of one OS thread that runs scripts: its stacks, its pending exception, its
// piece of the heap, and the word through which others ask it for something.
//
// A thread is in one of three states:
//
//     Running   may touch objects. With the GIL on, at most one thread is Running: its holder.
//     Blocked   touches no object: it waits for I/O, a lock, the GIL, or has left the runtime.
//     Stopped   halted at a safepoint because another thread stopped the world.
//
// Who writes what:
//   - `state` is written by its own thread only. Running -> Blocked and back go through BlockingRegion;
//     going back to Running waits while the world is stopped, and takes the GIL if there is one.
//     Stopping the world sets the StopTheWorld bit in every interrupt word and waits until no other
//     thread is Running; a sequentially consistent store of `state` against a load of the bit (and the other way
//     round in the stopper) makes sure that at least one side sees the other. With the GIL on none of this is
//     needed: who holds the GIL is the only one Running, so its world stands still already.
//   - `interrupts` is set by anyone (fetch_or), cleared bit by bit by its own thread (StopTheWorld and Collect by the
//     thread that stopped the world), and read by its own thread with one relaxed load per safepoint. A late sight
//     of a bit delays, never loses, the request.
//   - everything else belongs to the thread, and to the collector while the world is stopped.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "heap/allocator.h"
#include "thread/busy_poll.h"
#include "thread/registers.h"
#include "value/value.h"

namespace gilt {

struct Frame;         // vm/frame.h
struct Object;
struct DeadlockInfo;  // thread/deadlock.h

enum class ThreadState : uint32_t { Running, Blocked, Stopped };

// The bits of the interrupt word.
enum Interrupt : uint32_t {
    kWantGil = 1,        // a waiter waited the switch interval out (or the policy favours it)
    kStopTheWorld = 2,   // halt until resumed
    kCollect = 4,        // the heap wants a collection
    kSignal = 8,         // a signal arrived; set for the main thread only
    kAsyncException = 16,  // raise `async_exception` in this thread
    kFinalizers = 32,    // finalizers, weak reference callbacks or pending calls wait for a safe place
    kTrace = 64,         // a trace or profile function is set
};

// One level of "the exception being handled"; generators bring their own (see CPython's _PyErr_StackItem).
struct HandledException {
    Value exception;
    HandledException* previous = nullptr;
};

// A thread's stay inside something that counts who is in it, while it may wait there: it lies on the thread's C++ stack. A forked
// child, into which the other threads do not return, ends their stays for them.
struct Stay {
    Stay* outer;
    void (*end)(Stay& stay);
};

class Thread {
  public:
    std::atomic<uint32_t> interrupts{0};
    std::atomic<ThreadState> state{ThreadState::Blocked};

    Allocator allocator;  // this thread's blocks

    // The VM stack: registers of all frames that are not on the heap, one frame after the other. Frames are
    // scanned exactly, up to `top_frame`'s last register.
    Value* stack = nullptr;
    Value* stack_end = nullptr;
    void* frame_area = nullptr;   // kFrameBytes from mmap, in which the VM lays out the next three (thread/hooks.h)
    Frame* frames = nullptr;      // array of frames, reserved address space
    Frame* frames_end = nullptr;
    Frame* top_frame = nullptr;   // the frame that is running; frames - 1 when none is
    // No frame is pushed on top of this one: the recursion limit. Written by whoever sets the limit, relaxed.
    std::atomic<Frame*> frame_limit{nullptr};

    Value exception;  // pending: a C++ function has returned empty because of it
    bool has_yielded = false;  // the generator frame that last left the loop for C++ did so by YIELD, not RETURN
    HandledException base_handled;
    HandledException* handled = &base_handled;
    Value async_exception;  // guarded by the thread list's mutex

    // The C++ stack: [c_limit, c_base). C++ code that recurses asks `c_stack_low()`.
    char* c_base = nullptr;
    char* c_limit = nullptr;
    // Below it the innermost interpreter loop runs, whose Values are all in VM registers; null outside. Own thread.
    void* c_loop = nullptr;
    // Where the C++ stack ended, with registers spilled above it, when the thread last left Running.
    std::atomic<void*> c_saved{nullptr};

    uint64_t serial = 0;       // never given again, unlike idents; from 1
    uint64_t ident = 0;        // threading.get_ident()
    long native_id = 0;        // gettid
    bool is_main = false;
    bool is_ending = false;    // its last script code has run
    int native_depth = 0;      // reprs and comparisons under way, each inside the one before (RecursionLevel)
    bool is_patient = false;   // after blocking, it takes its turn for the GIL like a computing thread
    Value thread_object;       // the threading.Thread, for names in reports; empty if none
    Value start_argument;      // what its first function is given; kept alive here until it runs
    Value context;             // contextvars: the current context; empty until first used
    Value event_loop;          // asyncio: the loop that runs in this thread; empty if none does
    Value asyncgen_firstiter, asyncgen_finalizer;  // sys.set_asyncgen_hooks; empty: none
    int origin_depth = 0;      // sys.set_coroutine_origin_tracking_depth
    uint32_t lessons_to_skip = 0;  // see skips_lesson; own thread
    PollingHabit polling;          // thread/busy_poll.h

    // Coroutines made in this thread that need an ending if they die unfinished (vm/unreached.cpp). Written by the own thread,
    // and by the collector while the world is stopped.
    std::vector<Object*> coroutines;

    Stay* stay = nullptr;             // the innermost; own thread, while Running
    DeadlockInfo* waiting = nullptr;  // what it waits for; own thread, while Running (thread/deadlock.h)

    // What the thread sleeps on in park() (thread/park.cpp has the bits): set by whoever wakes it, and by signal handlers.
    std::atomic<uint32_t> park_word{0};

    Thread* next = nullptr;  // thread list, guarded by its mutex
    Thread* previous = nullptr;

    // For --gil-stats, nanoseconds; written by the own thread (asked_to_drop: by who asks, under the GIL's mutex), and
    // read at exit, when other threads may still be at it: hence relaxed atomics.
    struct GilStatistics {
        std::atomic<uint64_t> running{0}, waiting{0}, blocked{0}, acquired{0}, asked_to_drop{0};
        uint64_t since = 0;  // when the current phase began
    } gil_statistics;

    static Thread& current() { return *current_thread; }  // the calling OS thread's state; must exist
    static Thread* current_or_null() { return current_thread; }

    // One relaxed load; the rest is out of line. False: an exception is pending.
    [[nodiscard]] bool safepoint() {
        if (interrupts.load(std::memory_order_relaxed) == 0) [[likely]] return true;
        return handle_interrupts();
    }
    [[nodiscard]] bool handle_interrupts();

    // For inline caches that have met something new: whether to leave them as they are. A young forked child has its parent's
    // code, and each page of that it writes to is copied first, which costs as much as some hundred such misses. Most children
    // have one short task and are gone.
    static constexpr uint32_t kLessonsOfAChild = 200;
    bool skips_lesson() {
        if (lessons_to_skip == 0) [[likely]] return false;
        lessons_to_skip--;
        return true;
    }

    bool c_stack_low() const {
        return static_cast<char*>(__builtin_frame_address(0)) < c_limit;
    }

    void request(uint32_t bits) { interrupts.fetch_or(bits, std::memory_order_release); }

    // Reserved for the VM behind `frames`; the attached hook lays them out (thread/hooks.h).
    static constexpr size_t kStackBytes = size_t{64} << 20;
    static constexpr size_t kFrameBytes = size_t{64} << 20;

    // initial-exec: one load relative to the thread pointer, no call.
    [[gnu::tls_model("initial-exec")]] static thread_local constinit Thread* current_thread;
};

// Makes the calling OS thread known to the runtime, in state Running (GIL taken).
// Exactly one thread is attached with is_main.
Thread* attach_thread(bool is_main);
// The opposite; the Thread is gone afterwards.
void detach_thread(Thread& thread);

// The same in two steps, for starting a thread: the starter makes the state, and so what the new thread is to run
// (start_argument) is kept alive, and the thread is counted, before it exists; the new OS thread enters it.
Thread* create_thread_state(bool is_main);
void enter_thread(Thread& thread);
void discard_thread_state(Thread& thread);  // when the OS thread could not be started

// Whether the caller is the only thread there is; it stays so until its next safepoint or script code, either of which may start
// another. Written under the list's mutex as threads come and go; relaxed, because nothing is read on the strength of it.
extern std::atomic<bool> only_thread_word;
inline bool is_only_thread() { return only_thread_word.load(std::memory_order_relaxed); }

// Calls `visit` for every attached thread, under the list's mutex. Keep it short.
void for_each_thread(void (*visit)(Thread& thread, void* context), void* context);

// For the end of the process: no other thread becomes Running again. The caller must not leave Running any more.
void stop_for_good(Thread& thread);

// The way out of Running and back, for BlockingRegion.
void leave_running(Thread& thread);
void resume_running(Thread& thread);

// Leaves Running for the life of the region: put one around anything that may wait, and touch no object
// inside. With the GIL on, the constructor releases it and the destructor takes it again. errno survives.
//
//     ssize_t n;
//     { BlockingRegion region(thread); n = ::read(fd, buffer, size); }
class BlockingRegion {
  public:
    // Inlined, so that the registers are spilled into the frame of the function that blocks.
    [[gnu::always_inline]] explicit BlockingRegion(Thread& thread) : thread_(thread) {
        thread.c_saved.store(registers_.stack_pointer, std::memory_order_relaxed);
        leave_running(thread);
    }
    ~BlockingRegion() { resume_running(thread_); }
    BlockingRegion(const BlockingRegion&) = delete;
    BlockingRegion& operator=(const BlockingRegion&) = delete;

  private:
    Thread& thread_;
    SpilledRegisters registers_;
};

// Every other thread is Blocked or Stopped for the life of this object. The caller is Running, and holds
// the thread list's mutex for so long: no thread comes or goes.
class StopTheWorld {
  public:
    explicit StopTheWorld(Thread& thread);
    ~StopTheWorld();
    StopTheWorld(const StopTheWorld&) = delete;
    StopTheWorld& operator=(const StopTheWorld&) = delete;

  private:
    Thread& thread_;
};

}  // namespace gilt
