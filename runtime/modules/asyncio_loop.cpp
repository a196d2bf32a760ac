// Loop: the core of an event loop.
//
// One turn of the loop:
//
//     1. Poll for descriptors. If nothing is ready to run, wait, at most until the first timer is due; else just look.
//     2. What was found, and then the timers that are due, are put on the ready queue.
//     3. Everything that is on the ready queue now is run. What that adds waits for the next turn, so that descriptors and
//        timers get their share however busy the queue is.
//
// Timers are a heap ordered by time, made as heapq makes it, so timers of one time run in CPython's order. A cancelled
// timer stays in the heap until its time comes, or until half of a large heap is of that kind.
//
// What is not hot (signals, servers, executors, the exception handler ...) is in lib/asyncio/base_events.py.
#include <time.h>

#include <algorithm>
#include <cmath>
#include <new>

#include "heap/heap.h"
#include "modules/asyncio.h"
#include "modules/contextvars.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt::aio {

Class *handle_class, *timer_handle_class, *loop_class;
Loop* all_loops = nullptr;  // under the lock byte of loop_class; the collector takes dead ones out

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr size_t kFewTimers = 100;         // below, cancelled timers are no burden
constexpr double kClockResolution = 1e-9;  // of CLOCK_MONOTONIC

NativeFunction* own_call_soon;  // to see whether a script's class has another one

double now() {
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

Loop* self_of(Args& args) { return as_loop(args[0]); }
Value none_or(Value value) { return value ? value : Value::none(); }

void trace_handle(Object* object, Marker& marker) {
    auto* handle = static_cast<Handle*>(object);
    marker.mark(handle->callback);
    marker.mark(handle->arguments);
    marker.mark(handle->context);
    marker.mark(handle->loop);
    marker.mark(handle->source_traceback);
}

}  // namespace

void trace_loop(Object* object, Marker& marker) {
    auto* loop = static_cast<Loop*>(object);
    marker.mark(loop->current_task);
    LoopState* state = loop->state;
    if (!state) return;
    for (size_t i = 0; i < state->count.load(kRelaxed); i++) {
        const Ready& entry = state->ready[(state->head + i) & (state->ready_size - 1)];
        marker.mark(entry.what);
        marker.mark(entry.argument);
    }
    for (const Timer& timer : state->timers) marker.mark(timer.what);
    for (auto& [reader, writer] : state->watchers) {
        marker.mark(reader);
        marker.mark(writer);
    }
}

namespace {

void destroy_state(Loop* loop) {
    LoopState* state;
    {
        ObjectLock lock(loop);
        state = loop->state;
        loop->state = nullptr;
    }
    if (!state) return;
    Poller::destroy(state->poller);
    delete state;
}

bool raise_closed(Thread& thread) { return bool(raise_text(thread, exceptions.RuntimeError, "Event loop is closed")); }

// --- the ready queue; the loop's lock is held ---

void push(LoopState* state, Value what, Value argument) {
    size_t count = state->count.load(kRelaxed);
    if (count == state->ready_size) {
        size_t size = std::max<size_t>(16, count * 2);
        auto* bigger = static_cast<Ready*>(realloc(static_cast<void*>(state->ready), size * sizeof(Ready)));
        if (!bigger) throw std::bad_alloc();
        std::copy_n(bigger, state->head, bigger + count);  // what began again at the start goes behind the rest
        state->ready = bigger;
        state->ready_size = size;
    }
    state->ready[(state->head + count) & (state->ready_size - 1)] = {what, argument};
    state->count.store(count + 1, kRelaxed);
}

bool pop(Loop* loop, Ready* out) {
    ObjectLock lock(loop);
    LoopState* state = loop->state;
    size_t count = state ? state->count.load(kRelaxed) : 0;
    if (count == 0) return false;
    *out = state->ready[state->head];
    state->head = (state->head + 1) & (state->ready_size - 1);
    state->count.store(count - 1, kRelaxed);
    return true;
}

bool enqueue(Thread& thread, Loop* loop, Value what, Value argument, bool wake = false) {
    {
        ObjectLock lock(loop);
        if (LoopState* state = loop->state) {
            push(state, what, argument);
            if (wake) state->poller->wake();
            return true;
        }
    }
    return raise_closed(thread);
}

// --- the timer heap; the loop's lock is held ---

void sift_up(std::vector<Timer>& heap, size_t start, size_t at) {
    Timer timer = heap[at];
    while (at > start) {
        size_t parent = (at - 1) / 2;
        if (!(timer.when < heap[parent].when)) break;
        heap[at] = heap[parent];
        at = parent;
    }
    heap[at] = timer;
}

void sift_down(std::vector<Timer>& heap, size_t at) {
    size_t start = at, end = heap.size();
    Timer timer = heap[at];
    for (size_t child = 2 * at + 1; child < end; child = 2 * at + 1) {
        if (child + 1 < end && !(heap[child].when < heap[child + 1].when)) child++;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = timer;
    sift_up(heap, start, at);
}

bool is_cancelled(const Timer& timer) {
    Object* what = timer.what.as_object();
    if (is_future(timer.what)) return static_cast<Future*>(what)->is_done();
    return what->flags.load(kRelaxed) != 0;
}

// It is no longer in the heap.
void release(const Timer& timer) {
    if (is_future(timer.what)) as_future(timer.what)->clear(kIsTimer);
    else timer.what.as_object()->aux16.store(0, kRelaxed);
}

Timer take_first_timer(LoopState* state) {
    Timer first = state->timers.front();
    Timer last = state->timers.back();
    state->timers.pop_back();
    if (!state->timers.empty()) {
        state->timers.front() = last;
        sift_down(state->timers, 0);
    }
    if (is_cancelled(first)) state->cancelled_timers--;
    release(first);
    return first;
}

void drop_cancelled_timers(LoopState* state) {
    auto& heap = state->timers;
    if (heap.size() > kFewTimers && state->cancelled_timers * 2 > heap.size()) {
        std::erase_if(heap, [](const Timer& timer) {
            bool gone = is_cancelled(timer);
            if (gone) release(timer);
            return gone;
        });
        for (size_t i = heap.size() / 2; i-- > 0;) sift_down(heap, i);
        state->cancelled_timers = 0;
    }
    while (!heap.empty() && is_cancelled(heap.front())) (void)take_first_timer(state);
}

bool add_timer(Thread& thread, Loop* loop, double when, Value what) {
    {
        ObjectLock lock(loop);
        if (LoopState* state = loop->state) {
            state->timers.push_back({when, what});
            sift_up(state->timers, 0, state->timers.size() - 1);
            return true;
        }
    }
    return raise_closed(thread);
}

// --- running ---

// What a callback raised: reported, unless it ends the loop. False: it does, and is pending.
bool callback_failed(Thread& thread, Loop* loop, Value callback, Value argument, Value handle) {
    if (pending_matches(thread, exceptions.KeyboardInterrupt) || pending_matches(thread, exceptions.SystemExit)) return false;
    Value error = take_exception(thread);
    return bool(call(thread, library.callback_failed, {Value(loop), callback, argument, handle, error}));
}

bool run_callback(Thread& thread, Loop* loop, Value pair, Value future) {
    Tuple* waiter = as_tuple(pair);
    ContextScope scope;
    if (!scope.enter(thread, waiter->items[1])) return callback_failed(thread, loop, waiter->items[0], future, Value::none());
    Value result = call(thread, waiter->items[0], {&future, 1});
    (void)scope.leave(thread);
    return result || callback_failed(thread, loop, waiter->items[0], future, Value::none());
}

bool run_handle(Thread& thread, Handle* handle) {
    if (handle->flags.load(kRelaxed)) return true;  // cancelled
    Loop* loop = as_loop(handle->loop.load());
    Value callback = handle->callback.load();
    Value context = handle->context.load();
    ContextScope scope;
    Value result;
    if (scope.enter(thread, context)) {
        result = call(thread, callback, as_tuple(handle->arguments.load())->span());
        handle->context.store(scope.leave(thread));
    }
    return result || callback_failed(thread, loop, callback, {}, handle);
}

bool run_entry(Thread& thread, Loop* loop, const Ready& entry) {
    Object* what = entry.what.as_object();
    if (what->kind() == Kind::Tuple) return run_callback(thread, loop, entry.what, entry.argument);
    Class* cls = what->cls();
    if (cls == handle_class || cls == timer_handle_class) return run_handle(thread, as_handle(entry.what));
    return step(thread, as_task(entry.what), entry.argument) || callback_failed(thread, loop, entry.what, entry.argument, Value::none());
}

bool run_timed(Thread& thread, Loop* loop, const Ready& entry) {
    double start = now();
    bool good = run_entry(thread, loop, entry);
    Value pending = take_exception(thread);
    Value reported = call(thread, library.slow_callback,
                          {Value(loop), entry.what, none_or(entry.argument), Value::from_float(now() - start)});
    if (pending) thread.exception = pending;
    return good && reported;
}

bool fire_timer(Thread& thread, Loop* loop, const Timer& timer) {
    if (is_cancelled(timer)) return true;
    if (!is_future(timer.what)) return enqueue(thread, loop, timer.what, Value::none());
    Future* future = as_future(timer.what);
    // Its result was put aside where the waiters do not look.
    Value result = future->cancel_message.exchange({});
    return finish(thread, future, State::Finished, result, false);
}

bool fire_timers(Thread& thread, Loop* loop) {
    {
        ObjectLock lock(loop);
        if (loop->state->timers.empty()) return true;
    }
    double end = now() + kClockResolution;
    for (;;) {
        Timer timer;
        {
            ObjectLock lock(loop);
            LoopState* state = loop->state;
            if (state->timers.empty() || state->timers.front().when >= end) return true;
            bool cancelled = is_cancelled(state->timers.front());
            timer = take_first_timer(state);
            if (cancelled) continue;
        }
        if (!fire_timer(thread, loop, timer)) return false;
    }
}

// How long a poll may take.
uint64_t patience(Loop* loop) {
    ObjectLock lock(loop);
    LoopState* state = loop->state;
    drop_cancelled_timers(state);
    if (state->count.load(kRelaxed) || loop->is_stopping.load(kRelaxed)) return 0;
    if (state->timers.empty()) return Poller::kForever;
    double seconds = state->timers.front().when - now();
    return seconds <= 0 ? 0 : static_cast<uint64_t>(std::min(seconds, 86400.0) * 1e9);
}

void unwatch(LoopState* state, size_t fd, bool writer) {
    auto& watcher = state->watchers[fd];
    (writer ? watcher.second : watcher.first) = {};
    unsigned events = (watcher.first ? Poller::kReadable : 0) | (watcher.second ? Poller::kWritable : 0);
    state->poller->watch(static_cast<int>(fd), events);
}

bool take_events(Thread& thread, Loop* loop, const std::vector<Poller::Event>& events) {
    LoopState* state = loop->state;
    for (const Poller::Event& event : events) {
        auto fd = static_cast<size_t>(event.fd);
        if (fd >= state->watchers.size()) continue;
        for (bool writer : {false, true}) {
            if (!(event.events & (writer ? Poller::kWritable : Poller::kReadable))) continue;
            Value handle = writer ? state->watchers[fd].second : state->watchers[fd].first;
            if (!handle) continue;
            if (handle.as_object()->flags.load(kRelaxed)) unwatch(state, fd, writer);
            else if (!enqueue(thread, loop, handle, Value::none())) return false;
        }
    }
    return true;
}

bool turn(Thread& thread, Loop* loop) {
    // Where nothing is watched a poll that may not wait has nothing to find.
    Poller* poller = loop->state->poller;
    uint64_t wait = patience(loop);
    if ((wait || poller->has_watchers()) && !take_events(thread, loop, poller->poll(thread, wait))) return false;
    if (!thread.safepoint() || !fire_timers(thread, loop)) return false;
    bool debug = loop->is_debug.load(kRelaxed);
    Ready entry;
    for (size_t left = loop->state->count.load(kRelaxed); left > 0 && pop(loop, &entry); left--) {
        if (!(debug ? run_timed(thread, loop, entry) : run_entry(thread, loop, entry))) return false;
        if (!thread.safepoint()) return false;
        if (!loop->state) return true;  // closed by a callback
    }
    return true;
}

// --- methods ---

Value loop_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], loop_class);
    if (!cls) return {};
    int error;
    Poller* poller = Poller::create(&error);
    if (!poller) return raise_errno(thread, -error);
    auto* loop = new_instance<Loop>(thread, cls);
    loop->state = new LoopState(poller);
    loop->overrides_call_soon = class_lookup(cls, intern(thread, "call_soon")) != Value(own_call_soon);
    heap::set_finalizer(loop, [](Object* object) { destroy_state(static_cast<Loop*>(object)); });
    ObjectLock lock(loop_class);
    loop->next_loop = all_loops;
    all_loops = loop;
    return loop;
}

Value run_loop(Thread& thread, Args& args) {
    Loop* loop = self_of(args);
    while (loop->state) {
        if (!turn(thread, loop)) return {};
        if (loop->is_stopping.load(kRelaxed)) break;
    }
    return Value::none();
}

// A new Handle; null with an exception pending. `name`: which method asks, for the checks of debug mode.
Handle* new_handle(Thread& thread, Class* cls, Loop* loop, Args& args, size_t callback, const char* name) {
    if (!loop->state) {
        raise_closed(thread);
        return nullptr;
    }
    auto* handle = new_instance<Handle>(thread, cls);
    handle->loop.store(loop);
    handle->callback.store(args[callback]);
    handle->arguments.store(args.rest.empty() ? empty_tuple() : new_tuple(thread, args.rest));
    Value context = args[callback + 1];
    handle->context.store(context && !context.is_none() ? context : shared_context(thread));
    if (!loop->is_debug.load(kRelaxed)) [[likely]] return handle;
    Value stack = call(thread, library.check_debug_call, {Value(loop), args[callback], Value(new_str_ascii(thread, name))});
    if (!stack) return nullptr;
    handle->source_traceback.store(stack);
    return handle;
}

Value call_soon(Thread& thread, Args& args) {
    Loop* loop = self_of(args);
    Handle* handle = new_handle(thread, handle_class, loop, args, 1, "call_soon");
    return handle && enqueue(thread, loop, handle, Value::none()) ? Value(handle) : Value();
}

Value call_soon_threadsafe(Thread& thread, Args& args) {
    Loop* loop = self_of(args);
    Handle* handle = new_handle(thread, handle_class, loop, args, 1, "call_soon_threadsafe");
    return handle && enqueue(thread, loop, handle, Value::none(), true) ? Value(handle) : Value();
}

Value add_timer_handle(Thread& thread, Args& args, double when, const char* name) {
    Loop* loop = self_of(args);
    Handle* handle = new_handle(thread, timer_handle_class, loop, args, 2, name);
    if (!handle) return {};
    static_cast<TimerHandle*>(handle)->when = when;
    handle->aux16.store(1, kRelaxed);
    return add_timer(thread, loop, when, handle) ? Value(handle) : Value();
}

Value call_later(Thread& thread, Args& args) {
    if (args[1].is_none()) return raise_type_error(thread, "delay must not be None");
    double delay;
    if (!to_double(thread, args[1], &delay)) return {};
    return add_timer_handle(thread, args, now() + delay, "call_at");
}

Value call_at(Thread& thread, Args& args) {
    if (args[1].is_none()) return raise_type_error(thread, "when cannot be None");
    double when;
    return to_double(thread, args[1], &when) ? add_timer_handle(thread, args, when, "call_at") : Value();
}

// A future that gets this result after so many seconds: what sleep() awaits. Cheaper than a future, a handle and a callback.
Value sleep_future(Thread& thread, Args& args) {
    double delay;
    if (!to_double(thread, args[0], &delay)) return {};
    if (std::isnan(delay)) return raise_value_error(thread, "Invalid delay: NaN (not a number)");
    Value loop = thread.event_loop;
    if (!loop) return raise_text(thread, exceptions.RuntimeError, "no running event loop");
    if (!is_loop(loop)) return call(thread, library.foreign_sleep, {loop, args[0], args[1]});
    Value future = new_future(thread, future_class, loop);
    if (!future) return {};
    as_future(future)->cancel_message.store(args[1]);
    as_future(future)->set(kIsTimer);
    return add_timer(thread, as_loop(loop), now() + delay, future) ? future : Value();
}

Value create_task(Thread& thread, Args& args) {
    if (!self_of(args)->state) return raise_closed(thread), Value();
    return new_task(thread, args[0], args[1], args[2], args[3]);
}
Value loop_time(Thread&, Args&) { return Value::from_float(now()); }
Value create_future(Thread& thread, Args& args) { return new_future(thread, future_class, args[0]); }
Value stop(Thread&, Args& args) {
    self_of(args)->is_stopping = true;
    return Value::none();
}
Value get_debug(Thread&, Args& args) { return Value::from_bool(self_of(args)->is_debug); }
Value set_debug(Thread& thread, Args& args) {
    int enabled = truth(thread, args[1]);
    if (enabled >= 0) self_of(args)->is_debug = enabled > 0;
    return enabled < 0 ? Value() : Value::none();
}
Value is_running(Thread&, Args& args) { return Value::from_bool(self_of(args)->is_running); }
Value is_closed(Thread&, Args& args) { return Value::from_bool(self_of(args)->state == nullptr); }
Value close_core(Thread&, Args& args) {
    destroy_state(self_of(args));
    return Value::none();
}
Value wake_up(Thread&, Args& args) {
    ObjectLock lock(args[0].as_object());
    if (LoopState* state = self_of(args)->state) state->poller->wake();
    return Value::none();
}

// _add_watch(fd, is_writer, callback, *args): calls it whenever the descriptor is ready; replaces what was there.
Value add_watch(Thread& thread, Args& args) {
    Loop* loop = self_of(args);
    int64_t fd;
    if (!to_int64(thread, args[1], &fd)) return {};
    if (fd < 0 || fd > 1 << 24) return raise_value_error(thread, "Invalid file descriptor: {}", fd);
    Args of_handle{args.values, args.count, args.rest, nullptr};
    Handle* handle = new_handle(thread, handle_class, loop, of_handle, 3, "add_reader");
    if (!handle) return {};
    LoopState* state = loop->state;
    auto at = static_cast<size_t>(fd);
    if (at >= state->watchers.size()) state->watchers.resize(at + 1);
    auto& watcher = state->watchers[at];
    Value& slot = truth(thread, args[2]) > 0 ? watcher.second : watcher.first;
    Value before = slot;
    if (before) as_handle(before)->flags.store(1, kRelaxed);
    slot = handle;
    if (before) return handle;
    unsigned events = (watcher.first ? Poller::kReadable : 0) | (watcher.second ? Poller::kWritable : 0);
    if (int error = state->poller->watch(static_cast<int>(fd), events)) {
        slot = {};
        return raise_errno(thread, -error);
    }
    return handle;
}

Value remove_watch(Thread& thread, Args& args) {
    LoopState* state = self_of(args)->state;
    int64_t fd;
    if (!to_int64(thread, args[1], &fd)) return {};
    if (!state || fd < 0 || static_cast<size_t>(fd) >= state->watchers.size()) return Value::from_bool(false);
    bool writer = truth(thread, args[2]) > 0;
    auto& watcher = state->watchers[static_cast<size_t>(fd)];
    Value handle = writer ? watcher.second : watcher.first;
    if (!handle) return Value::from_bool(false);
    as_handle(handle)->flags.store(1, kRelaxed);
    unwatch(state, static_cast<size_t>(fd), writer);
    return Value::from_bool(true);
}

Value get_thread_ident(Thread& thread, Value self) {
    uint64_t ident = as_loop(self)->thread_ident;
    return ident ? make_uint(thread, ident) : Value::none();
}
Value get_stopping(Thread&, Value self) { return Value::from_bool(as_loop(self)->is_stopping); }
bool set_stopping(Thread& thread, Value self, Value value) {
    as_loop(self)->is_stopping = truth(thread, value) > 0;
    return true;
}

// From here on this thread runs the loop / does not.
Value begin_running(Thread& thread, Args& args) {
    self_of(args)->is_running = true;
    self_of(args)->thread_ident = thread.ident;
    return Value::none();
}
Value end_running(Thread&, Args& args) {
    self_of(args)->is_running = self_of(args)->is_stopping = false;
    self_of(args)->thread_ident = 0;
    return Value::none();
}

// --- handles ---

Value handle_cancel(Thread&, Args& args) {
    Handle* handle = as_handle(args[0]);
    if (handle->flags.exchange(1, kRelaxed)) return Value::none();
    if (handle->aux16.load(kRelaxed)) forget_timer(handle->loop.load());
    if (as_loop(handle->loop.load())->is_debug.load(kRelaxed)) return Value::none();  // what it was stays visible
    handle->callback.store(Value::none());
    handle->arguments.store(empty_tuple());
    return Value::none();
}
Value handle_cancelled(Thread&, Args& args) { return Value::from_bool(as_handle(args[0])->flags.load(kRelaxed) != 0); }
Value handle_run(Thread& thread, Args& args) { return run_handle(thread, as_handle(args[0])) ? Value::none() : Value(); }
Value handle_when(Thread&, Args& args) { return Value::from_float(static_cast<TimerHandle*>(args[0].as_object())->when); }
Value handle_context(Thread& thread, Args& args) {
    Handle* handle = as_handle(args[0]);
    Value context = unshared_context(thread, handle->context.load());
    handle->context.store(context);
    return context;
}
Value handle_repr(Thread& thread, Args& args) { return call(thread, library.handle_repr, {args[0]}); }
Value handle_compare(Thread& thread, Args& args, Comparison op) {
    if (class_of(args[1]) != timer_handle_class) return Value::not_implemented();
    auto when = [](Value handle) { return Value::from_float(static_cast<TimerHandle*>(handle.as_object())->when); };
    return compare(thread, op, when(args[0]), when(args[1]));
}
template <Comparison op>
Value compare_handles(Thread& thread, Args& args) {
    return handle_compare(thread, args, op);
}
Value get_callback(Thread&, Value self) { return none_or(as_handle(self)->callback.load()); }
Value get_arguments(Thread&, Value self) { return none_or(as_handle(self)->arguments.load()); }
Value get_handle_loop(Thread&, Value self) { return none_or(as_handle(self)->loop.load()); }
Value get_source_traceback(Thread&, Value self) { return none_or(as_handle(self)->source_traceback.load()); }
Value get_cancelled(Thread&, Value self) { return Value::from_bool(as_handle(self)->flags.load(kRelaxed) != 0); }

}  // namespace

void forget_timer(Value loop) {
    if (!is_loop(loop)) return;
    ObjectLock lock(loop.as_object());
    if (LoopState* state = as_loop(loop)->state) state->cancelled_timers++;
}

bool schedule(Thread& thread, Value loop, Value what, Value argument) {
    if (is_loop(loop) && !as_loop(loop)->overrides_call_soon.load(kRelaxed)) [[likely]] return enqueue(thread, as_loop(loop), what, argument);
    Value call_soon_method = get_attr(thread, loop, intern(thread, "call_soon"));
    if (!call_soon_method) return false;
    Value arguments[3];
    size_t count = 0;
    Value context;
    if (is_tuple(what)) {
        arguments[count++] = as_tuple(what)->items[0];
        arguments[count++] = argument;
        context = as_tuple(what)->items[1];
    } else {
        bool is_wakeup = argument && is_future(argument);
        arguments[count++] = get_attr(thread, what, intern(thread, is_wakeup ? "task_wakeup" : "_step"));
        if (argument) arguments[count++] = argument;
        context = as_task(what)->context.load();
    }
    arguments[count++] = context;
    return bool(call(thread, call_soon_method, {arguments, count}, new_tuple(thread, {Value(intern(thread, "context"))})));
}

void init_loops(Thread& thread, Module* module) {
    auto add = [&](const NativeClass& definition) {
        Class* cls = new_native_class(thread, definition);
        keep_forever(thread, cls);
        set_module_attribute(thread, module, to_utf8(cls->name), cls);
        return cls;
    };
    handle_class = add({.name = "asyncio.events.Handle", .instance_size = sizeof(Handle), .trace = trace_handle, .flags = kDisallowNew});
    add_methods(thread, handle_class,
                {{"cancel(self, /)", handle_cancel, "The callback will not be called."},
                 {"cancelled(self, /)", handle_cancelled},
                 {"get_context(self, /)", handle_context},
                 {"_run(self, /)", handle_run},
                 {"__repr__(self, /)", handle_repr}});
    add_getsets(thread, handle_class,
                {{"_callback", get_callback}, {"_args", get_arguments}, {"_loop", get_handle_loop},
                 {"_source_traceback", get_source_traceback}, {"_cancelled", get_cancelled}});
    timer_handle_class = add({.name = "asyncio.events.TimerHandle", .base = handle_class, .instance_size = sizeof(TimerHandle),
                              .trace = trace_handle, .flags = kDisallowNew});
    add_methods(thread, timer_handle_class,
                {{"when(self, /)", handle_when, "The time, by the loop's clock, at which it is due."},
                 {"__lt__(self, other, /)", compare_handles<Comparison::Lt>},
                 {"__le__(self, other, /)", compare_handles<Comparison::Le>},
                 {"__gt__(self, other, /)", compare_handles<Comparison::Gt>},
                 {"__ge__(self, other, /)", compare_handles<Comparison::Ge>}});
    loop_class = add({.name = "_asyncio.Loop", .instance_size = sizeof(Loop), .trace = trace_loop, .flags = kBasetype | kHasWeakrefs,
                      .overflow_offset = offsetof(Loop, overflow)});
    add_methods(thread, loop_class,
                {{"__new__(cls, /, *args, **kwargs)", loop_new, "", Binding::StaticMethod},
                 {"call_soon(self, callback, *args, context=None)", call_soon, "Has callback(*args) called in the next turn."},
                 {"call_soon_threadsafe(self, callback, *args, context=None)", call_soon_threadsafe,
                  "call_soon for other threads."},
                 {"call_later(self, delay, callback, *args, context=None)", call_later, "Has callback(*args) called after so many seconds."},
                 {"call_at(self, when, callback, *args, context=None)", call_at, "Has callback(*args) called at this time()."},
                 {"time(self, /)", loop_time, "The loop's clock, in seconds."},
                 {"create_future(self, /)", create_future},
                 {"stop(self, /)", stop, "Ends run_forever() after this turn."},
                 {"get_debug(self, /)", get_debug},
                 {"set_debug(self, enabled, /)", set_debug},
                 {"is_running(self, /)", is_running},
                 {"is_closed(self, /)", is_closed},
                 {"_new_task(self, coro, name, context, /)", create_task},
                 {"_run(self, /)", run_loop},
                 {"_begin_running(self, /)", begin_running},
                 {"_end_running(self, /)", end_running},
                 {"_close_core(self, /)", close_core},
                 {"_write_to_self(self, /)", wake_up},
                 {"_add_watch(self, fd, is_writer, callback, /, *args, context=None)", add_watch},
                 {"_remove_watch(self, fd, is_writer, /)", remove_watch}});
    add_functions(thread, module, {{"timer(delay, result, /)", sleep_future, "A future that gets this result after so many seconds."}});
    own_call_soon = static_cast<NativeFunction*>(class_lookup(loop_class, intern(thread, "call_soon")).as_object());
    add_getsets(thread, loop_class, {{"_thread_id", get_thread_ident}, {"_stopping", get_stopping, set_stopping}});
}

}  // namespace gilt::aio
