// The module `_thread`: OS threads, locks and thread-local storage, as lib/threading.py and lib/queue.py see them.
//
// Names and behaviour are those of CPython's `_thread`; joining follows CPython 3.13 (a handle per
// thread) instead of 3.12 (a lock that the thread state releases as it dies), because a handle can say whom one waits
// for, which the deadlock report needs, and cannot be left locked by a thread that dies in a fork.
//
// Threads
//   start_joinable_thread(function, handle=None, daemon=True) -> handle
//       Runs function() on a new OS thread. `handle` is a fresh _ThreadHandle (one is made if None); starting one
//       twice raises RuntimeError("thread already started"). When this returns, handle.ident is set; the new thread
//       may not have run yet. An OS failure raises RuntimeError("can't start new thread") and leaves the
//       handle as it was. An exception that escapes function() is passed to sys.unraisablehook as "Exception ignored in
//       thread started by <function>"; SystemExit is silent. (threading.Thread._bootstrap catches everything else
//       itself and calls threading.excepthook.) Non-daemon threads are the ones _shutdown() waits for.
//   start_new_thread(function, args, kwargs={}) -> ident        the classic call; the thread is a daemon
//   start_new(...)                                              the same (obsolete name)
//   _ThreadHandle()
//       .ident               int, or 0 before the start
//       .join(timeout=None)  waits until the thread has ended: None waits for ever, else seconds (<= 0: only looks).
//                            Returns None in every case; ask is_done() afterwards. RuntimeError("thread not started")
//                            before the start; RuntimeError("Cannot join current thread") from the thread itself.
//                            Interrupted in the main thread by signals, as Lock.acquire is. Any number of joiners.
//       .is_done()           True once the thread has ended (its function returned, its result dropped)
//       ._set_done()         marks the handle as done by hand: threading's _after_fork uses it for the threads that
//                            do not exist in the child
//   _make_thread_handle(ident)   a handle for a thread that runs already (main thread, dummy threads); it becomes
//                                done only by _set_done()
//   _shutdown()                  waits for every non-daemon thread that was started and has not ended, also ones
//                                started meanwhile; called by threading._shutdown after its atexit calls. A
//                                KeyboardInterrupt comes out of it as an exception.
//   _wait_for_begin(lock)        takes the lock, which a thread just started releases when it begins to run
//   _set_thread_object(thread)   tells the runtime which threading.Thread the calling thread is: its `_name` is what the
//                                deadlock report and --gil-stats print. Call it first thing in _bootstrap, and at
//                                import for the main thread.
//   get_ident() get_native_id() _count() stack_size([size]) exit() exit_thread() _get_main_thread_ident()
//   daemon_threads_allowed() -> True        _is_main_interpreter() -> True
//   interrupt_main(signum=SIGINT)           as if the signal had arrived
//   _excepthook(args)            prints what threading.excepthook prints: "Exception in thread Thread-1 (f):" and the
//                                traceback, on sys.stderr. SystemExit is silent. `args` has exc_type,
//                                exc_value, exc_traceback, thread; any object with these attributes will do.
//   _ExceptHookArgs(sequence)    makes such an object from the four values
//
//   What happens at exit: the main thread leaves its script, prints its traceback if there is one, then calls
//   threading._shutdown() if threading was imported, else _thread._shutdown(); then the process ends while daemon
//   threads are wherever they are: they never run again once the main thread began to end the runtime.
//
// Locks
//   allocate_lock() -> lock, LockType (its class: _thread.lock); allocate: obsolete name
//       acquire(blocking=True, timeout=-1) -> bool, release(), locked(), __enter__, __exit__, acquire_lock, release_lock,
//       locked_lock, _at_fork_reinit(); repr "<unlocked _thread.lock object at 0x...>". Any thread may release.
//       Errors are CPython's: RuntimeError("release unlocked lock"), ValueError("can't specify a timeout for a
//       non-blocking call"), ValueError("timeout value must be positive"), OverflowError("timeout value is
//       too large").
//   RLock()  (class _thread.RLock)
//       acquire, release, __enter__, __exit__, _is_owned(), _acquire_restore(state), _release_save() -> state,
//       _recursion_count(), _at_fork_reinit(); repr "<locked _thread.RLock object owner=1234 count=1 at 0x...>".
//       RuntimeError("cannot release un-acquired lock").
//   TIMEOUT_MAX   float, seconds          error   is RuntimeError
//   A wait in the main thread ends at once when a signal arrives; its handler runs, and the wait goes on unless the
//   handler raised. threading.Condition can be built on plain locks exactly as CPython's is.
//
// Thread-local storage
//   _local   each thread sees its own attributes; a subclass's __init__ runs again, with the arguments the object was
//            made with, in every thread that touches it first.
//
// Implementation. A started thread is a Thread state (thread/thread.h) whose start_argument holds
// the function, its arguments and the handle: made by the starter, so that nothing of it can be
// collected before the OS thread is there. The handle's Completion is set when the last script code
// of the thread has run.
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "heap/heap.h"
#include "modules/threading.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/frame_object.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "objects/traceback_print.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/clock.h"
#include "thread/hooks.h"
#include "thread/lock.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/frame.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

constexpr double kTimeoutMax = 9223372036.0;  // seconds; CPython's on Linux

// Set once as the module or the hooks are made, kept for ever; read by any thread after that.
Class* lock_class;
Class* rlock_class;
Class* handle_class;
Class* local_class;
Class* hook_args_class;
Str* name_attribute;  // "_name"
Dict* running;        // serial number of the thread -> handle, for the threads _shutdown waits for

// Threads that were started here and have not ended; _thread._count().
std::atomic<int64_t> started_count{0};
// threading.stack_size(); 0: the system's. Relaxed: it holds for threads started later.
std::atomic<size_t> new_stack_size{0};

// ---------------------------------------------------------------- timeouts

// Seconds as a deadline; one in the past for zero or less. False with an exception pending.
bool deadline_after(Thread& thread, Value seconds, uint64_t* deadline) {
    double number;
    if (!to_double(thread, seconds, &number)) return false;
    if (std::isnan(number))
        return bool(raise_value_error(thread, "Invalid value NaN (not a number)"));
    if (number > kTimeoutMax)
        return bool(raise_text(thread, exceptions.OverflowError, "timeout value is too large"));
    *deadline = number <= 0 ? 0 : now_ns() + static_cast<uint64_t>(std::ceil(number * 1e9));
    return true;
}

// The arguments of acquire(blocking=True, timeout=-1).
bool acquire_deadline(Thread& thread, Value blocking, Value timeout, uint64_t* deadline) {
    int64_t blocks = 1;
    if (blocking && !to_int64(thread, blocking, &blocks)) return false;
    double seconds = -1;
    if (timeout && !to_double(thread, timeout, &seconds)) return false;
    if (!blocks && seconds != -1)
        return bool(raise_value_error(thread, "can't specify a timeout for a non-blocking call"));
    if (seconds < 0 && seconds != -1)
        return bool(raise_value_error(thread, "timeout value must be positive"));
    *deadline = blocks ? kNoDeadline : 0;
    return !blocks || seconds == -1 || deadline_after(thread, timeout, deadline);
}

// Tries again after each signal, unless its handler raises. `acquire` gets nothing but its turn.
template <class Acquire>
Value acquire_through_signals(Thread& thread, Acquire acquire) {
    for (;;) {
        Acquired result = acquire();
        if (result != Acquired::Interrupted) return Value::from_bool(result == Acquired::Yes);
        if (!thread.safepoint()) return {};
    }
}

// ---------------------------------------------------------------- Lock

struct LockObject : Object {
    Lock lock;
};

Lock& lock_of(Value value) { return static_cast<LockObject*>(value.as_object())->lock; }

Value lock_acquire(Thread& thread, Args& args) {
    uint64_t deadline;
    if (!acquire_deadline(thread, args[1], args[2], &deadline)) return {};
    Lock& lock = lock_of(args[0]);
    if (deadline == 0) return Value::from_bool(lock.try_acquire(thread));
    return acquire_through_signals(
        thread, [&] { return lock.acquire(thread, deadline, args[0].as_object()); });
}

Value lock_enter(Thread& thread, Args& args) {
    Lock& lock = lock_of(args[0]);
    if (lock.try_acquire(thread)) return Value::from_bool(true);
    return acquire_through_signals(
        thread, [&] { return lock.acquire(thread, kNoDeadline, args[0].as_object()); });
}

// Who has merely started a thread does not take the GIL away from it again: the new thread goes on until it blocks or has had its
// slice, as in CPython. So what it prints first comes first, and a server's loop and its new threads do not change places twice.
Value wait_for_begin(Thread& thread, Args& args) {
    if (!is_instance(args[0], lock_class)) return raise_type_error(thread, "a lock is needed");
    thread.is_patient = true;
    Value result = lock_enter(thread, args);
    thread.is_patient = false;
    return result;
}

Value lock_release(Thread& thread, Args& args) {
    if (!lock_of(args[0]).release())
        return raise_text(thread, exceptions.RuntimeError, "release unlocked lock");
    return Value::none();
}

Value lock_locked(Thread&, Args& args) { return Value::from_bool(lock_of(args[0]).is_held()); }

Value lock_reset(Thread&, Args& args) {
    lock_of(args[0]).reset();
    return Value::none();
}

Value lock_repr(Thread& thread, Args& args) {
    return new_str(thread, fmt::format("<{} {} object at {:#x}>",
                                       lock_of(args[0]).is_held() ? "locked" : "unlocked",
                                       "_thread.lock", args[0].bits()));
}

void trace_lock(Object* object, Marker& marker) {
    marker.mark(static_cast<LockObject*>(object)->lock.owner().thread_object);
}

Value allocate_lock(Thread& thread, Args&) { return new_instance<LockObject>(thread, lock_class); }

// ---------------------------------------------------------------- RLock

struct RLockObject : Object {
    ReentrantLock lock;
};

ReentrantLock& rlock_of(Value value) { return static_cast<RLockObject*>(value.as_object())->lock; }

Value rlock_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], rlock_class);
    return cls ? Value(new_instance<RLockObject>(thread, cls)) : Value();
}

Value rlock_acquire(Thread& thread, Args& args) {
    uint64_t deadline;
    if (!acquire_deadline(thread, args[1], args[2], &deadline)) return {};
    ReentrantLock& lock = rlock_of(args[0]);
    return acquire_through_signals(
        thread, [&] { return lock.acquire(thread, deadline, args[0].as_object()); });
}

Value rlock_enter(Thread& thread, Args& args) {
    ReentrantLock& lock = rlock_of(args[0]);
    return acquire_through_signals(
        thread, [&] { return lock.acquire(thread, kNoDeadline, args[0].as_object()); });
}

Value rlock_release(Thread& thread, Args& args) {
    if (!rlock_of(args[0]).release(thread))
        return raise_text(thread, exceptions.RuntimeError, "cannot release un-acquired lock");
    return Value::none();
}

Value rlock_is_owned(Thread& thread, Args& args) {
    return Value::from_bool(rlock_of(args[0]).is_owned(thread));
}

Value rlock_recursion_count(Thread& thread, Args& args) {
    ReentrantLock& lock = rlock_of(args[0]);
    return make_uint(thread, lock.is_owned(thread) ? lock.count() : 0);
}

// The state between the two: (count, owner), as CPython's.
Value rlock_release_save(Thread& thread, Args& args) {
    ReentrantLock& lock = rlock_of(args[0]);
    if (!lock.is_owned(thread))
        return raise_text(thread, exceptions.RuntimeError, "cannot release un-acquired lock");
    Value count = make_uint(thread, lock.release_all());
    return new_tuple(thread, {count, make_uint(thread, thread.ident)});
}

Value rlock_acquire_restore(Thread& thread, Args& args) {
    if (!is_tuple(args[1]) || as_tuple(args[1])->length != 2)
        return raise_type_error(thread,
                                "_acquire_restore() argument 1 must be 2-item tuple, not {}",
                                argument_type_name(args[1]));
    int64_t count;
    if (!to_int64(thread, as_tuple(args[1])->items[0], &count)) return {};
    rlock_of(args[0]).acquire_all(thread, static_cast<uint64_t>(count), args[0].as_object());
    return Value::none();
}

Value rlock_reset(Thread&, Args& args) {
    rlock_of(args[0]).reset();
    return Value::none();
}

Value rlock_repr(Thread& thread, Args& args) {
    ReentrantLock& lock = rlock_of(args[0]);
    return new_str(thread, fmt::format("<{} {} object owner={} count={} at {:#x}>",
                                       lock.is_held() ? "locked" : "unlocked", "_thread.RLock",
                                       lock.owner_ident(), lock.count(), args[0].bits()));
}

void trace_rlock(Object* object, Marker& marker) {
    marker.mark(static_cast<RLockObject*>(object)->lock.owner().thread_object);
}

// ---------------------------------------------------------------- threads

// `state` goes from Fresh to Started once, by compare-and-swap; the rest is written before that by
// whoever won, or by the thread itself, and may be read by anyone.
struct ThreadHandle : Object {
    enum State : uint32_t { Fresh, Started };
    std::atomic<uint32_t> state;
    std::atomic<uint64_t> ident;
    Completion completion;
    OwnerNote whose;
};

ThreadHandle* handle_of(Value value) { return static_cast<ThreadHandle*>(value.as_object()); }

void trace_handle(Object* object, Marker& marker) {
    marker.mark(static_cast<ThreadHandle*>(object)->whose.thread_object);
}

enum StartItem { kFunction, kArguments, kKeywords, kHandle, kStartItems };

// Runs the script's function. Its result and its exception are gone when this returns.
[[gnu::noinline]] void run_start_function(Thread& thread) {
    auto* start = static_cast<Tuple*>(thread.start_argument.as_object());
    Value function = start->items[kFunction];
    Value arguments = start->items[kArguments];
    Value result;
    if (arguments.is_none()) {
        result = call(thread, function, {});
    } else {
        Value keywords = start->items[kKeywords];
        result = call_with(thread, function, as_tuple(arguments),
                           keywords.is_none() ? nullptr : as_dict(keywords));
    }
    if (result) return;
    if (pending_matches(thread, exceptions.SystemExit)) {
        clear_exception(thread);
        return;
    }
    Value exception = take_exception(thread);
    print_unraisable(thread, exception, "Exception ignored in thread started by", function);
}

void* thread_main(void* pointer) {
    auto& thread = *static_cast<Thread*>(pointer);
    enter_thread(thread);
    ThreadHandle* handle =
        handle_of(static_cast<Tuple*>(thread.start_argument.as_object())->items[kHandle]);
    handle->ident.store(thread.ident, std::memory_order_relaxed);
    handle->whose.ident.store(thread.ident, std::memory_order_relaxed);
    run_start_function(thread);
    handle->whose.thread_object.store(thread.thread_object);
    started_count.fetch_sub(1, std::memory_order_relaxed);
    if (dict_delete(thread, running, make_uint(thread, thread.serial)) < 0) clear_exception(thread);
    handle->completion.set_done();
    detach_thread(thread);
    return nullptr;
}

// False with RuntimeError pending.
bool start_thread(Thread& thread, ThreadHandle* handle, Value function, Value arguments,
                  Value keywords, bool is_daemon) {
    uint32_t fresh = ThreadHandle::Fresh;
    if (!handle->state.compare_exchange_strong(fresh, ThreadHandle::Started))
        return bool(raise_text(thread, exceptions.RuntimeError, "thread already started"));
    Tuple* start = new_tuple(thread, {function, arguments, keywords, Value(handle)});
    Thread* state = create_thread_state(false);
    if (state) {
        uint64_t serial = state->serial;
        state->start_argument = start;
        started_count.fetch_add(1, std::memory_order_relaxed);
        if (!is_daemon && !dict_store(thread, running, make_uint(thread, serial), handle))
            clear_exception(thread);
        pthread_attr_t attributes;
        pthread_attr_init(&attributes);
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        if (size_t size = new_stack_size.load(std::memory_order_relaxed))
            pthread_attr_setstacksize(&attributes, std::max<size_t>(size, size_t{256} << 10));
        pthread_t os_thread;
        int error = pthread_create(&os_thread, &attributes, thread_main, state);
        pthread_attr_destroy(&attributes);
        if (error == 0) {
            handle->ident.store(static_cast<uint64_t>(os_thread), std::memory_order_relaxed);
            return true;
        }
        started_count.fetch_sub(1, std::memory_order_relaxed);
        if (dict_delete(thread, running, make_uint(thread, serial)) < 0) clear_exception(thread);
        discard_thread_state(*state);
    }
    handle->state.store(ThreadHandle::Fresh);
    return bool(raise_text(thread, exceptions.RuntimeError, "can't start new thread"));
}

Value start_joinable_thread(Thread& thread, Args& args) {
    if (!is_callable(args[0])) return raise_type_error(thread, "thread function must be callable");
    Value given = args.get(1, Value::none());
    if (!given.is_none() && !is_instance(given, handle_class))
        return raise_type_error(thread, "'handle' must be a _ThreadHandle");
    ThreadHandle* handle =
        given.is_none() ? new_instance<ThreadHandle>(thread, handle_class) : handle_of(given);
    int is_daemon = args.has(2) ? truth(thread, args[2]) : 1;
    if (is_daemon < 0) return {};
    // For the deadlock report: who runs a bound method of a Thread is that thread.
    if (args[0].as_object()->kind() == Kind::BoundMethod)
        handle->whose.thread_object.store(static_cast<BoundMethod*>(args[0].as_object())->self);
    if (!start_thread(thread, handle, args[0], Value::none(), Value::none(), is_daemon)) return {};
    return handle;
}

Value start_new_thread(Thread& thread, Args& args) {
    if (!is_callable(args[0])) return raise_type_error(thread, "first arg must be callable");
    if (!is_tuple(args[1])) return raise_type_error(thread, "2nd arg must be a tuple");
    if (args.has(2) && !is_dict(args[2]))
        return raise_type_error(thread, "optional 3rd arg must be a dictionary");
    auto* handle = new_instance<ThreadHandle>(thread, handle_class);
    if (!start_thread(thread, handle, args[0], args[1], args.get(2, Value::none()), true))
        return {};
    return make_uint(thread, handle->ident.load(std::memory_order_relaxed));
}

Value handle_new(Thread& thread, Args&) { return new_instance<ThreadHandle>(thread, handle_class); }

Value make_thread_handle(Thread& thread, Args& args) {
    int64_t ident;
    if (!to_int64(thread, args[0], &ident)) return {};
    auto* handle = new_instance<ThreadHandle>(thread, handle_class);
    handle->ident.store(static_cast<uint64_t>(ident), std::memory_order_relaxed);
    handle->whose.ident.store(static_cast<uint64_t>(ident), std::memory_order_relaxed);
    if (static_cast<uint64_t>(ident) == thread.ident)
        handle->whose.thread_object.store(thread.thread_object);
    handle->state.store(ThreadHandle::Started);
    return handle;
}

Value wait_for_end(Thread& thread, ThreadHandle* handle, uint64_t deadline, Hope hope = Hope::Keep) {
    return acquire_through_signals(thread, [&] {
        return handle->completion.wait(thread, deadline, handle, handle->whose, hope);
    });
}

Value handle_join(Thread& thread, Args& args) {
    ThreadHandle* handle = handle_of(args[0]);
    if (handle->state.load() == ThreadHandle::Fresh)
        return raise_text(thread, exceptions.RuntimeError, "thread not started");
    if (handle->completion.is_done()) return Value::none();
    if (handle->ident.load(std::memory_order_relaxed) == thread.ident)
        return raise_text(thread, exceptions.RuntimeError, "Cannot join current thread");
    uint64_t deadline = kNoDeadline;
    Value timeout = args.get(1, Value::none());
    if (!timeout.is_none() && !deadline_after(thread, timeout, &deadline)) return {};
    if (deadline == 0) return Value::none();
    return wait_for_end(thread, handle, deadline) ? Value::none() : Value();
}

Value handle_is_done(Thread&, Args& args) {
    return Value::from_bool(handle_of(args[0])->completion.is_done());
}

Value handle_set_done(Thread&, Args& args) {
    handle_of(args[0])->completion.set_done();
    return Value::none();
}

Value handle_ident(Thread& thread, Value self) {
    return make_uint(thread, handle_of(self)->ident.load(std::memory_order_relaxed));
}

Value handle_repr(Thread& thread, Args& args) {
    return new_str(
        thread, fmt::format("<_ThreadHandle object: ident={}>", handle_of(args[0])->ident.load()));
}

// After Ctrl-C has got the main thread out of a deadlock, threads that are still in it are not waited for: no second
// Ctrl-C is needed to end the program.
Value shutdown(Thread& thread, Args&) {
    Hope hope = deadlock::was_broken() ? Hope::GiveUp : Hope::Keep;
    for (;;) {
        uint32_t position = 0;
        Value serial, handle;
        if (!dict_next(running->table(), &position, &serial, &handle)) return Value::none();
        // In a forked child, or from atexit: never for oneself.
        if (handle_of(handle)->ident.load(std::memory_order_relaxed) != thread.ident) {
            Value has_ended = wait_for_end(thread, handle_of(handle), kNoDeadline, hope);
            if (!has_ended) return {};
            if (has_ended.is_false()) return Value::none();
        }
        // The thread removes itself; after a fork, or _set_done, nobody else would.
        if (dict_delete(thread, running, serial) < 0) return {};
    }
}

// In a forked child: the other threads are not there, those included that were just about to begin.
Value forget_others(Thread& thread, Args&) {
    uint32_t position = 0;
    Value serial, handle;
    DictTable* table = running->table();
    while (dict_next(table, &position, &serial, &handle))
        if (handle_of(handle)->ident.load(std::memory_order_relaxed) != thread.ident) handle_of(handle)->completion.set_done();
    dict_clear(thread, running);
    started_count.store(0, std::memory_order_relaxed);
    return Value::none();
}

Value set_thread_object(Thread& thread, Args& args) {
    thread.thread_object = args[0];
    return Value::none();
}

Value get_ident(Thread& thread, Args&) { return make_uint(thread, thread.ident); }
Value get_native_id(Thread& thread, Args&) { return make_int(thread, thread.native_id); }
Value get_count(Thread& thread, Args&) {
    return make_int(thread, started_count.load(std::memory_order_relaxed));
}
Value answer_true(Thread&, Args&) { return Value::from_bool(true); }

Value get_main_thread_ident(Thread& thread, Args&) {
    uint64_t ident = 0;
    for_each_thread(
        [](Thread& at, void* out) {
            if (at.is_main) *static_cast<uint64_t*>(out) = at.ident;
        },
        &ident);
    return make_uint(thread, ident);
}

Value exit_thread(Thread& thread, Args&) { return raise(thread, exceptions.SystemExit, Value()); }

Value stack_size(Thread& thread, Args& args) {
    int64_t size = 0;
    if (args.has(0) && !to_int64(thread, args[0], &size)) return {};
    if (size < 0) return raise_value_error(thread, "size must be 0 or a positive value");
    if (size != 0 && size < 32 * 1024)
        return raise_value_error(thread, "size not valid: {} bytes", size);
    // Asking without an argument is setting 0, the system's default, as in CPython.
    size_t before = new_stack_size.exchange(static_cast<size_t>(size), std::memory_order_relaxed);
    return make_uint(thread, before);
}

Value interrupt_main(Thread& thread, Args& args) {
    int64_t number = 2;
    if (args.has(0) && !to_int64(thread, args[0], &number)) return {};
    if (number < 1 || number > 64) return raise_value_error(thread, "signal number out of range");
    simulate_signal(static_cast<int>(number));
    return Value::none();
}

Value print_thread_exception(Thread& thread, Args& args) {
    Value parts[4];
    const char* attributes[] = {"exc_type", "exc_value", "exc_traceback", "thread"};
    for (int i = 0; i < 4; i++) {
        parts[i] = get_attr(thread, args[0], intern(thread, attributes[i]));
        if (!parts[i]) return {};
    }
    auto [type, value, traceback, whose] = parts;
    if (type == Value(exceptions.SystemExit)) return Value::none();
    std::string name = std::to_string(thread.ident);
    if (!whose.is_none()) {
        Value own_name;
        if (find_attr(thread, whose, intern(thread, "name"), &own_name) < 0)
            clear_exception(thread);
        Str* text = own_name ? to_str(thread, own_name) : nullptr;
        if (text) name = to_utf8(text);
        if (thread.exception) clear_exception(thread);
    }
    if (value.is_none() || !is_exception(value)) {
        value = to_exception(thread, type);
        if (!value) return {};
    }
    write_stderr(thread, "Exception in thread " + name + ":\n");
    print_exception(thread, value);
    return Value::none();
}

// ---------------------------------------------------------------- _local

// Each thread's attributes in a dict of their own, found by the thread's serial number, which no
// later thread gets again. The dicts of threads that have ended are dropped when a new thread's
// dict is added and the table has doubled since the last look.
struct LocalObject : Object {
    Slot by_thread;  // Dict: serial -> Dict
    Slot arguments;  // Tuple, for __init__ in other threads
    Slot keywords;   // Dict or None
    std::atomic<uint32_t> purge_at;
};

void trace_local(Object* object, Marker& marker) {
    auto* local = static_cast<LocalObject*>(object);
    marker.mark(local->by_thread);
    marker.mark(local->arguments);
    marker.mark(local->keywords);
}

void purge_ended_threads(Thread& thread, LocalObject* local, Dict* by_thread) {
    std::vector<uint64_t> alive;
    for_each_thread(
        [](Thread& at, void* out) {
            static_cast<std::vector<uint64_t>*>(out)->push_back(at.serial);
        },
        &alive);
    DictTable* table = by_thread->table();
    uint32_t position = 0;
    Value serial, dict;
    while (dict_next(table, &position, &serial, &dict)) {
        if (std::find(alive.begin(), alive.end(), static_cast<uint64_t>(serial.as_int())) ==
                alive.end() &&
            dict_delete(thread, by_thread, serial) < 0)
            clear_exception(thread);
    }
    local->purge_at.store(static_cast<uint32_t>(by_thread->count() * 2 + 8),
                          std::memory_order_relaxed);
}

// This thread's attributes; made, and __init__ run, at the first touch. Null with an exception
// pending.
Dict* local_dict(Thread& thread, Value self) {
    auto* local = static_cast<LocalObject*>(self.as_object());
    Dict* by_thread = as_dict(local->by_thread.load());
    Value serial = Value::from_int(static_cast<int64_t>(thread.serial));
    Value found;
    int result = dict_lookup(thread, by_thread, serial, &found);
    if (result > 0) return as_dict(found);
    if (result < 0) return nullptr;
    if (by_thread->count() >= local->purge_at.load(std::memory_order_relaxed))
        purge_ended_threads(thread, local, by_thread);
    Dict* own = new_dict(thread);
    if (!dict_store(thread, by_thread, serial, own)) return nullptr;
    Class* cls = class_of(self);
    if (cls->special(Special::k_init) == types.object->special(Special::k_init)) return own;
    Value keywords = local->keywords.load();
    Value init = get_attr(thread, self, names.special(Special::k_init));
    if (init && call_with(thread, init, as_tuple(local->arguments.load()),
                          keywords.is_none() ? nullptr : as_dict(keywords)))
        return own;
    Value exception = take_exception(thread);
    if (dict_delete(thread, by_thread, serial) < 0) clear_exception(thread);
    (void)raise(thread, exception);
    return nullptr;
}

Value local_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], local_class);
    if (!cls) return {};
    bool has_arguments = !args.rest.empty() || (args.keywords && args.keywords->count() != 0);
    if (has_arguments && cls->special(Special::k_init) == types.object->special(Special::k_init))
        return raise_type_error(thread, "Initialization arguments are not supported");
    auto* local = new_instance<LocalObject>(thread, cls);
    Dict* by_thread = new_dict(thread);
    local->by_thread.store(by_thread);
    local->arguments.store(new_tuple(thread, args.rest));
    local->keywords.store(args.keywords ? Value(args.keywords) : Value::none());
    local->purge_at.store(8, std::memory_order_relaxed);
    // In the thread that makes it, the call of the class runs __init__.
    if (!dict_store(thread, by_thread, Value::from_int(static_cast<int64_t>(thread.serial)),
                    new_dict(thread)))
        return {};
    return local;
}

// The attribute name, interned; null with TypeError pending.
Str* local_name(Thread& thread, Value name) {
    if (is_str(name)) return intern(thread, as_str(name));
    (void)raise_type_error(thread, "attribute name must be string, not '{}'", type_name(name));
    return nullptr;
}

// As object.__getattribute__, with this thread's dict in the place of the instance's.
Value local_getattribute(Thread& thread, Args& args) {
    Str* name = local_name(thread, args[1]);
    if (!name) return {};
    Class* cls = class_of(args[0]);
    // __init__ itself is looked up while the dict is being set up for it.
    Dict* dict = local_dict(thread, args[0]);
    if (!dict) return {};
    if (name == names.dunder_dict) return dict;
    Value of_class = class_lookup(cls, name);
    if (of_class && is_data_descriptor(of_class))
        return bind_attribute(thread, of_class, args[0], cls);
    if (Value own = dict_get(dict, name)) return own;
    if (of_class) return bind_attribute(thread, of_class, args[0], cls);
    return raise_attribute_error(thread, args[0], name);
}

// Setting and, with an empty value, deleting.
bool change_local(Thread& thread, Value self, Str* name, Value value) {
    Dict* dict = local_dict(thread, self);
    if (!dict) return false;
    if (name == names.dunder_dict)
        return bool(raise_format(thread, exceptions.AttributeError,
                                 "'{}' object attribute '__dict__' is read-only", type_name(self)));
    Value of_class = class_lookup(class_of(self), name);
    if (of_class && is_data_descriptor(of_class))
        return generic_set_attr(thread, self, name, value);
    if (value) {
        dict_set(thread, dict, name, value);
        return true;
    }
    if (dict_remove(thread, dict, name)) return true;
    return bool(raise_attribute_error(thread, self, name));
}

Value local_setattr(Thread& thread, Args& args) {
    Str* name = local_name(thread, args[1]);
    return name && change_local(thread, args[0], name, args[2]) ? Value::none() : Value();
}

Value local_delattr(Thread& thread, Args& args) {
    Str* name = local_name(thread, args[1]);
    return name && change_local(thread, args[0], name, {}) ? Value::none() : Value();
}

// ---------------------------------------------------------------- hooks

void describe_thread(Value object, char* out, size_t size) {
    *out = 0;
    if (!object.is_object() || !name_attribute) return;
    Value name = own_attr(Thread::current(), object.as_object(), name_attribute);
    if (!name || !is_str(name)) return;
    snprintf(out, size, "%s", to_utf8(as_str(name)).c_str());
}

// Code of the library in the binary has names like <frozen threading>.
bool is_library(Code* code) {
    if (code->is_hidden || !code->filename) return true;
    std::string name = to_utf8(code->filename);
    return name.starts_with("<") && name != "<stdin>" && name != "<string>" &&
           !name.starts_with("<input");
}

void describe_place(Thread& thread, char* out, size_t size) {
    *out = 0;
    if (!thread.frames) return;
    for (Frame* frame = thread.top_frame; frame >= thread.frames; frame--) {
        if (!frame->code || is_library(frame->code)) continue;
        snprintf(out, size, "%s:%d", to_utf8(frame->code->filename).c_str(),
                 frame->code->position_at(frame->word()).line);
        return;
    }
}

template <class T>
Class* new_class_of(Thread& thread, const char* name, TraceFn trace, uint32_t flags) {
    Class* cls = new_native_class(
        thread, {.name = name, .instance_size = sizeof(T), .trace = trace, .flags = flags});
    keep_forever(thread, cls);
    return cls;
}

void make_classes(Thread& thread) {
    lock_class = new_class_of<LockObject>(thread, "_thread.lock", trace_lock, kDisallowNew | kHasWeakrefs);
    add_methods(thread, lock_class,
                {{"acquire(self, blocking=True, timeout=-1)", lock_acquire,
                  "Take the lock; wait for it if need be."},
                 {"acquire_lock(self, blocking=True, timeout=-1)", lock_acquire},
                 {"release(self, /)", lock_release, "Give the lock back; any thread may."},
                 {"release_lock(self, /)", lock_release},
                 {"locked(self, /)", lock_locked, "Whether someone holds the lock."},
                 {"locked_lock(self, /)", lock_locked},
                 {"_at_fork_reinit(self, /)", lock_reset},
                 {"__enter__(self, /)", lock_enter},
                 {"__exit__(self, /, *args)", lock_release},
                 {"__repr__(self, /)", lock_repr}});
    rlock_class = new_class_of<RLockObject>(thread, "_thread.RLock", trace_rlock, kBasetype | kHasWeakrefs);
    add_methods(thread, rlock_class,
                {{"__new__(cls, /, *args, **kwargs)", rlock_new, "", Binding::StaticMethod},
                 {"acquire(self, blocking=True, timeout=-1)", rlock_acquire,
                  "Take the lock, once more if it is held already."},
                 {"release(self, /)", rlock_release, "Undo one acquire()."},
                 {"_is_owned(self, /)", rlock_is_owned},
                 {"_recursion_count(self, /)", rlock_recursion_count},
                 {"_release_save(self, /)", rlock_release_save},
                 {"_acquire_restore(self, state, /)", rlock_acquire_restore},
                 {"_at_fork_reinit(self, /)", rlock_reset},
                 {"__enter__(self, /)", rlock_enter},
                 {"__exit__(self, /, *args)", rlock_release},
                 {"__repr__(self, /)", rlock_repr}});
    handle_class = new_class_of<ThreadHandle>(thread, "_thread._ThreadHandle", trace_handle, 0);
    add_methods(thread, handle_class,
                {{"__new__(cls, /)", handle_new, "", Binding::StaticMethod},
                 {"join(self, timeout=None, /)", handle_join, "Wait until the thread has ended."},
                 {"is_done(self, /)", handle_is_done, "Whether the thread has ended."},
                 {"_set_done(self, /)", handle_set_done},
                 {"__repr__(self, /)", handle_repr}});
    add_getsets(thread, handle_class, {{"ident", handle_ident}});
    local_class = new_class_of<LocalObject>(thread, "_thread._local", trace_local, kBasetype);
    add_methods(thread, local_class,
                {{"__new__(cls, /, *args, **kwargs)", local_new, "", Binding::StaticMethod},
                 {"__getattribute__(self, name, /)", local_getattribute},
                 {"__setattr__(self, name, value, /)", local_setattr},
                 {"__delattr__(self, name, /)", local_delattr}});
    hook_args_class = new_struct_sequence(thread, "_thread._ExceptHookArgs",
                                          {"exc_type", "exc_value", "exc_traceback", "thread"});
}

}  // namespace

void initialize_thread_hooks(Thread& thread) {
    name_attribute = intern(thread, "_name");
    keep_forever(thread, name_attribute);
    thread_hooks.describe_thread = describe_thread;
    thread_hooks.describe_place = describe_place;
}

bool initialize_thread(Thread& thread, Module* module) {
    running = new_dict(thread);
    keep_forever(thread, running);
    make_classes(thread);
    add_functions(
        thread, module,
        {{"start_joinable_thread(function, handle=None, daemon=True)", start_joinable_thread,
          "Run function() on a new thread; returns its handle."},
         {"start_new_thread(function, args, kwargs={}, /)", start_new_thread,
          "Run function(*args) on a new thread."},
         {"start_new(function, args, kwargs={}, /)", start_new_thread},
         {"_make_thread_handle(ident, /)", make_thread_handle},
         {"_shutdown()", shutdown, "Wait for all threads that are no daemons."},
         {"_forget_others()", forget_others},
         {"_set_thread_object(thread, /)", set_thread_object},
         {"_wait_for_begin(lock, /)", wait_for_begin, "Take the lock without hurry; see above."},
         {"allocate_lock()", allocate_lock, "A new lock, not held."},
         {"allocate()", allocate_lock},
         {"get_ident()", get_ident, "A number that no other running thread has."},
         {"get_native_id()", get_native_id, "The number the operating system gave this thread."},
         {"_get_main_thread_ident()", get_main_thread_ident},
         {"_count()", get_count, "How many threads were started here and still run."},
         {"stack_size(size=0, /)", stack_size,
          "Stack size of threads started later; returns the one before."},
         {"exit()", exit_thread, "Raise SystemExit, which ends the thread silently."},
         {"exit_thread()", exit_thread},
         {"interrupt_main(signum=2, /)", interrupt_main, "As if the signal had arrived."},
         {"daemon_threads_allowed()", answer_true},
         {"_is_main_interpreter()", answer_true},
         {"_excepthook(args, /)", print_thread_exception, "Print what escaped from a thread."}});
    set_module_attribute(thread, module, "LockType", lock_class);
    set_module_attribute(thread, module, "RLock", rlock_class);
    set_module_attribute(thread, module, "_ThreadHandle", handle_class);
    set_module_attribute(thread, module, "_local", local_class);
    set_module_attribute(thread, module, "_ExceptHookArgs", hook_args_class);
    set_module_attribute(thread, module, "error", exceptions.RuntimeError);
    set_module_attribute(thread, module, "TIMEOUT_MAX", Value::from_float(kTimeoutMax));
    return true;
}

}  // namespace gilt
