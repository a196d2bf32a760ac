// Future: a result to come.
//
// It is pending until somebody gives it a result or an exception, or cancels it. Whoever waits is then put on the loop's ready
// queue, never called at once: so nobody is surprised in the middle of something.
//
// `await future` hands the future itself to the task that drives the coroutine, and gives the result once that resumes it.
#include "modules/asyncio.h"

#include "heap/heap.h"
#include "modules/contextvars.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/generic_alias.h"
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

Class* future_class;
Library library;

namespace {

Class* iterator_class;  // what future.__await__() gives to scripts that ask for it

struct FutureIterator : Object {
    Value future;  // empty once it has ended
};
void trace_iterator(Object* object, Marker& marker) { marker.mark(static_cast<FutureIterator*>(object)->future); }

Future* self_of(Args& args) { return as_future(args[0]); }
Value none_or(Value value) { return value ? value : Value::none(); }

Value raise_invalid_state(Thread& thread, std::string_view message) {
    return raise(thread, call(thread, library.InvalidStateError, {Value(new_str(thread, message))}));
}

void report_unasked(Thread& thread, Object* object) {
    auto* future = static_cast<Future*>(object);
    if (!future->has(kLogTraceback) || !future->is_done()) return;
    Value pending = take_exception(thread);
    if (!call(thread, library.never_retrieved, {Value(future)}))
        print_unraisable(thread, take_exception(thread), "", Value(future));
    thread.exception = pending;
}

bool is_debug(Thread& thread, Value loop) {
    if (is_loop(loop)) return as_loop(loop)->is_debug.load(std::memory_order_relaxed);
    Value answer = call_method(thread, loop, intern(thread, "get_debug"), {});
    if (answer && truth(thread, answer) > 0) return true;
    clear_exception(thread);
    return false;
}

// One waiter: what it is told goes on the ready queue.
bool tell(Thread& thread, Future* future, Value waiter) {
    if (!waiter.is_object() || waiter.as_object()->kind() != Kind::Tuple)
        return schedule(thread, as_task(waiter)->loop.load(), waiter, future);
    return schedule(thread, future->loop.load(), waiter, future);
}

}  // namespace

void trace_future(Object* object, Marker& marker) {
    auto* future = static_cast<Future*>(object);
    marker.mark(future->loop);
    marker.mark(future->result);
    marker.mark(future->waiters);
    marker.mark(future->cancel_message);
    marker.mark(future->source_traceback);
}

bool begin_future(Thread& thread, Future* future, Value loop) {
    if (!loop || loop.is_none()) loop = loop_for_here(thread);
    if (!loop) return false;
    future->loop.store(loop);
    if (!is_debug(thread, loop)) return true;
    Value stack = call(thread, library.extract_stack, {});
    future->source_traceback.store(stack);
    return bool(stack);
}

Value new_future(Thread& thread, Class* cls, Value loop) {
    auto* future = new_instance<Future>(thread, cls);
    return begin_future(thread, future, loop) ? Value(future) : Value();
}

bool finish(Thread& thread, Future* future, State state, Value result, bool is_exception) {
    Value waiters;
    {
        ObjectLock lock(future);
        if (future->state() == State::Pending) {
            waiters = future->waiters.load();
            future->waiters.store({});
            future->result.store(result);
            if (is_exception) {
                future->waiters.store(as_exception(result)->traceback.load());
                future->set(kHasException);
                future->set(kLogTraceback);
            }
            future->flags.store(static_cast<uint8_t>(state), std::memory_order_release);
            state = State::Pending;  // the transition is ours
        }
    }
    if (state != State::Pending) return bool(raise_invalid_state(thread, "invalid state"));
    if (is_exception && !future->has(kWatched)) {
        future->set(kWatched);
        heap::set_script_finalizer(future, report_unasked);
    }
    if (future->has(kIsTask)) leave_tasks(static_cast<Task*>(future));
    if (future->has(kIsTimer)) forget_timer(future->loop.load());
    if (!waiters) return true;
    if (!is_list(waiters)) return tell(thread, future, waiters);
    List* list = as_list(waiters);
    for (size_t i = 0; i < list->count(); i++)
        if (!tell(thread, future, list_get(list, i))) return false;
    return true;
}

bool add_waiter(Thread& thread, Future* future, Value waiter) {
    List* fresh = future->waiters.load() ? new_list(thread, 4) : nullptr;  // allocated outside the lock
    {
        ObjectLock lock(future);
        if (!future->is_done()) {
            Value there = future->waiters.load();
            if (!there) {
                future->waiters.store(waiter);
                return true;
            }
            if (!is_list(there)) {
                if (!fresh) fresh = new_list(thread, 4);
                fresh->storage()->items[0].store(there);
                fresh->storage()->items[1].store(waiter);
                fresh->storage()->count.store(2, std::memory_order_release);
                future->waiters.store(fresh);
                return true;
            }
            fresh = as_list(there);
        } else {
            fresh = nullptr;
        }
    }
    if (!fresh) return tell(thread, future, waiter);
    list_append(thread, fresh, waiter);
    return true;
}

int cancel_future(Thread& thread, Future* future, Value message) {
    future->clear(kLogTraceback);
    if (future->is_done()) return 0;
    future->cancel_message.store(message);
    return finish(thread, future, State::Cancelled, {}, false) ? 1 : -1;
}

Value cancelled_error(Thread& thread, Future* future) {
    if (Value made = future->result.load(); made && future->state() == State::Cancelled) {
        future->result.store({});
        return made;
    }
    Value message = future->cancel_message.load();
    if (!message || message.is_none()) return call(thread, library.CancelledError, {});
    return call(thread, library.CancelledError, {message});
}

Value future_result(Thread& thread, Future* future) {
    State state = future->state();
    if (state == State::Finished) [[likely]] {
        Value result = future->result.load();
        if (!future->has(kHasException)) [[likely]] return result;
        future->clear(kLogTraceback);
        as_exception(result)->traceback.store(future->waiters.load());
        return raise(thread, result);
    }
    if (state == State::Pending) return raise_invalid_state(thread, "Result is not set.");
    Value error = cancelled_error(thread, future);
    return error ? Value(raise(thread, error)) : Value();
}

int await_future(Thread& thread, Object* object, Value* out) {
    auto* future = static_cast<Future*>(object);
    if (future->is_done()) {
        *out = future_result(thread, future);
        return *out ? 0 : -1;
    }
    if (future->has(kAwaited)) {  // resumed without being done
        future->clear(kAwaited);
        raise_text(thread, exceptions.RuntimeError, "await wasn't used with future");
        return -1;
    }
    future->set(kAwaited);
    *out = future;
    return 1;
}

namespace {

// What sleep(0) awaits: hands out None once.
Class* switch_class;
int await_switch(Thread&, Object* object, Value* out) {
    *out = Value::none();
    bool is_first = object->flags.load(std::memory_order_relaxed) == 0;
    object->flags.store(1, std::memory_order_relaxed);
    return is_first;
}
Value new_switch(Thread& thread, Args&) { return new_instance<Object>(thread, switch_class); }

// --- methods ---

Value future_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], future_class);
    return cls ? Value(allocate_instance(thread, cls)) : Value();
}

Value future_init(Thread& thread, Args& args) {
    return begin_future(thread, self_of(args), args[1]) ? Value::none() : Value();
}

Value result_of(Thread& thread, Args& args) { return future_result(thread, self_of(args)); }

Value exception_of(Thread& thread, Args& args) {
    Future* future = self_of(args);
    switch (future->state()) {
        case State::Pending: return raise_invalid_state(thread, "Exception is not set.");
        case State::Cancelled: {
            Value error = cancelled_error(thread, future);
            return error ? Value(raise(thread, error)) : Value();
        }
        default: break;
    }
    if (!future->has(kHasException)) return Value::none();
    future->clear(kLogTraceback);
    return future->result.load();
}

Value set_result(Thread& thread, Args& args) {
    return finish(thread, self_of(args), State::Finished, args[1], false) ? Value::none() : Value();
}

Value set_exception(Thread& thread, Args& args) {
    Future* future = self_of(args);
    if (future->is_done()) return raise_invalid_state(thread, "invalid state");
    Value exception = args[1];
    if (is_exception_class(exception)) exception = call(thread, exception, {});
    if (!exception) return {};
    if (!is_exception(exception)) return raise_type_error(thread, "invalid exception object");
    if (exception.as_object()->cls() == exceptions.StopIteration) {
        Value wrapped = new_exception(thread, exceptions.RuntimeError,
                                      "StopIteration interacts badly with generators and cannot be raised into a Future");
        as_exception(wrapped)->cause.store(exception);
        as_exception(wrapped)->context.store(exception);
        as_exception(wrapped)->suppress_context = true;
        exception = wrapped;
    }
    return finish(thread, future, State::Finished, exception, true) ? Value::none() : Value();
}

Value future_cancel(Thread& thread, Args& args) {
    int changed = cancel_future(thread, self_of(args), args.get(1, Value::none()));
    return changed < 0 ? Value() : Value::from_bool(changed > 0);
}

Value future_done(Thread&, Args& args) { return Value::from_bool(self_of(args)->is_done()); }
Value future_cancelled(Thread&, Args& args) { return Value::from_bool(self_of(args)->state() == State::Cancelled); }

Value add_done_callback(Thread& thread, Args& args) {
    Value context = args[2] && !args[2].is_none() ? args[2] : shared_context(thread);
    Value waiter = new_tuple(thread, {args[1], context});
    return add_waiter(thread, self_of(args), waiter) ? Value::none() : Value();
}

// The same callback for all futures of a list that are ours. What gather() needs: one pair for all of them.
Value add_callback_to_all(Thread& thread, Args& args) {
    Value waiter = new_tuple(thread, {args[1], shared_context(thread)});
    List* futures = as_list(args[0]);
    for (size_t i = 0; i < futures->count(); i++) {
        Value future = list_get(futures, i);
        bool good = is_future(future) ? add_waiter(thread, as_future(future), waiter)
                                      : bool(call_method(thread, future, intern(thread, "add_done_callback"), {args[1]}));
        if (!good) return {};
    }
    return Value::none();
}

// The waiters as (callback, context) pairs; a task's own waiting is shown as what CPython has there.
List* callbacks_of(Thread& thread, Future* future) {
    List* list = new_list(thread);
    if (future->is_done()) return list;
    Value waiters = future->waiters.load();
    if (!waiters) return list;
    auto add = [&](Value waiter) {
        if (waiter.as_object()->kind() != Kind::Tuple) {
            Value wakeup = get_attr(thread, waiter, intern(thread, "task_wakeup"));
            Value context = as_task(waiter)->context.load();
            waiter = new_tuple(thread, {wakeup, none_or(context)});
        }
        list_append(thread, list, waiter);
    };
    if (!is_list(waiters)) {
        add(waiters);
    } else {
        for (size_t i = 0; i < as_list(waiters)->count(); i++) add(list_get(as_list(waiters), i));
    }
    return list;
}

// Takes out all waiters that `wanted` accepts (it may run script code). How many; -1: exception pending.
template <class Wanted>
int64_t remove_waiters(Thread& thread, Future* future, Wanted wanted) {
    if (future->is_done()) return 0;
    Value waiters = future->waiters.load();
    if (!waiters) return 0;
    List* kept = new_list(thread);
    List* all = is_list(waiters) ? as_list(waiters) : new_list(thread, std::span<const Value>(&waiters, 1));
    int64_t removed = 0;
    for (size_t i = 0; i < all->count(); i++) {
        Value waiter = list_get(all, i);
        int same = wanted(waiter);
        if (same < 0) return -1;
        removed += same;
        if (!same) list_append(thread, kept, waiter);
    }
    ObjectLock lock(future);
    if (removed && !future->is_done()) future->waiters.store(kept->count() ? Value(kept) : Value());
    return removed;
}

Value remove_done_callback(Thread& thread, Args& args) {
    Value callback = args[1];
    int64_t removed = remove_waiters(thread, self_of(args), [&](Value waiter) {
        return is_tuple(waiter) ? equal(thread, as_tuple(waiter)->items[0], callback) : 0;
    });
    return removed < 0 ? Value() : Value::from_int(removed);
}

Value get_loop(Thread& thread, Args& args) {
    Value loop = self_of(args)->loop.load();
    return loop ? loop : Value(raise_text(thread, exceptions.RuntimeError, "Future object is not initialized."));
}

Value make_cancelled_error(Thread& thread, Args& args) { return cancelled_error(thread, self_of(args)); }

Value future_repr(Thread& thread, Args& args) { return call(thread, library.future_repr, {args[0]}); }

Value new_iterator(Thread& thread, Args& args) {
    auto* iterator = new_instance<FutureIterator>(thread, iterator_class);
    iterator->future = args[0];
    return iterator;
}

Value step_iterator(Thread& thread, Value self) {
    auto* iterator = static_cast<FutureIterator*>(self.as_object());
    if (!iterator->future) return raise_stop_iteration(thread, {});
    Value out;
    int more = await_future(thread, iterator->future.as_object(), &out);
    if (more > 0) return out;
    iterator->future = {};
    return more < 0 ? Value() : Value(raise_stop_iteration(thread, out));
}
Value iterator_next(Thread& thread, Args& args) { return step_iterator(thread, args[0]); }
Value iterator_self(Thread&, Args& args) { return args[0]; }
Value iterator_throw(Thread& thread, Args& args) {
    static_cast<FutureIterator*>(args[0].as_object())->future = {};
    Value exception = args.has(2) && is_exception(args[2]) ? args[2] : to_exception(thread, args[1]);
    return exception ? Value(raise(thread, exception)) : Value();
}
Value iterator_close(Thread&, Args& args) {
    static_cast<FutureIterator*>(args[0].as_object())->future = {};
    return Value::none();
}

Value get_state(Thread& thread, Value self) {
    constexpr const char* kNames[] = {"PENDING", "CANCELLED", "FINISHED"};
    return new_str_ascii(thread, kNames[static_cast<int>(as_future(self)->state())]);
}
Value get_result(Thread&, Value self) {
    Future* future = as_future(self);
    bool has_result = future->state() == State::Finished && !future->has(kHasException);
    return has_result ? future->result.load() : Value::none();
}
Value get_exception(Thread&, Value self) {
    Future* future = as_future(self);
    return future->state() == State::Finished && future->has(kHasException) ? future->result.load() : Value::none();
}
Value get_callbacks(Thread& thread, Value self) {
    List* list = callbacks_of(thread, as_future(self));
    return list->count() ? Value(list) : Value::none();
}
Value get_loop_field(Thread&, Value self) { return none_or(as_future(self)->loop.load()); }
Value get_source_traceback(Thread&, Value self) { return none_or(as_future(self)->source_traceback.load()); }
bool set_source_traceback(Thread&, Value self, Value value) {
    as_future(self)->source_traceback.store(value && !value.is_none() ? value : Value());
    return true;
}
Value get_cancel_message(Thread&, Value self) { return none_or(as_future(self)->cancel_message.load()); }
bool set_cancel_message(Thread&, Value self, Value value) {
    as_future(self)->cancel_message.store(value);
    return true;
}
Value get_cancelled_exception(Thread&, Value self) {
    Future* future = as_future(self);
    return future->state() == State::Cancelled ? none_or(future->result.load()) : Value::none();
}
bool set_cancelled_exception(Thread&, Value self, Value value) {
    as_future(self)->result.store(value);
    return true;
}
template <FutureFlag flag>
Value get_flag(Thread&, Value self) {
    return Value::from_bool(as_future(self)->has(flag));
}
template <FutureFlag flag>
bool set_flag(Thread& thread, Value self, Value value) {
    int truth_of = value ? truth(thread, value) : 0;
    if (truth_of < 0) return false;
    if (flag == kLogTraceback && truth_of)
        return bool(raise_value_error(thread, "_log_traceback can only be set to False"));
    truth_of ? as_future(self)->set(flag) : as_future(self)->clear(flag);
    return true;
}

Value alias_of(Thread& thread, Args& args) { return new_generic_alias(thread, args[0], args[1]); }

}  // namespace

void init_futures(Thread& thread, Module* module) {
    future_class = new_native_class(thread, {.name = "_asyncio.Future",
                                             .instance_size = sizeof(Future),
                                             .trace = trace_future,
                                             .flags = kBasetype | kHasWeakrefs,
                                             .overflow_offset = offsetof(Future, overflow),
                                             .await = await_future,
                                             .doc = "A result to come."});
    keep_forever(thread, future_class);
    set_module_attribute(thread, module, "Future", future_class);
    add_methods(thread, future_class,
                {{"__new__(cls, /, *args, **kwargs)", future_new, "", Binding::StaticMethod},
                 {"__init__(self, /, *, loop=None)", future_init},
                 {"result(self, /)", result_of, "The result; raises what the exception is, or CancelledError."},
                 {"exception(self, /)", exception_of, "The exception, or None."},
                 {"set_result(self, result, /)", set_result, "Marks the future done, with a result."},
                 {"set_exception(self, exception, /)", set_exception, "Marks the future done, with an exception."},
                 {"cancel(self, /, msg=None)", future_cancel, "Cancels it, if it is pending. Whether it was."},
                 {"cancelled(self, /)", future_cancelled},
                 {"done(self, /)", future_done, "Whether there is a result or an exception, or it was cancelled."},
                 {"add_done_callback(self, fn, /, *, context=None)", add_done_callback, "Has fn(future) called when it is done."},
                 {"remove_done_callback(self, fn, /)", remove_done_callback, "How many were removed."},
                 {"get_loop(self, /)", get_loop},
                 {"_make_cancelled_error(self, /)", make_cancelled_error},
                 {"__repr__(self, /)", future_repr},
                 {"__await__(self, /)", new_iterator},
                 {"__iter__(self, /)", new_iterator},
                 {"__class_getitem__(cls, item, /)", alias_of, "See PEP 585", Binding::ClassMethod}});
    add_getsets(thread, future_class,
                {{"_state", get_state},
                 {"_result", get_result},
                 {"_exception", get_exception},
                 {"_callbacks", get_callbacks},
                 {"_loop", get_loop_field},
                 {"_source_traceback", get_source_traceback, set_source_traceback},
                 {"_cancel_message", get_cancel_message, set_cancel_message},
                 {"_cancelled_exc", get_cancelled_exception, set_cancelled_exception},
                 {"_log_traceback", get_flag<kLogTraceback>, set_flag<kLogTraceback>},
                 {"_asyncio_future_blocking", get_flag<kAwaited>, set_flag<kAwaited>}});
    switch_class = new_native_class(thread, {.name = "_asyncio.Switch", .flags = kDisallowNew, .await = await_switch});
    keep_forever(thread, switch_class);
    add_functions(thread, module, {{"add_callback_to_all(futures, fn, /)", add_callback_to_all}});
    add_functions(thread, module, {{"switch()", new_switch, "Awaiting it lets all other tasks have a turn."}});
    iterator_class = new_native_class(thread, {.name = "_asyncio.FutureIter",
                                               .instance_size = sizeof(FutureIterator),
                                               .trace = trace_iterator,
                                               .flags = kDisallowNew});
    keep_forever(thread, iterator_class);
    add_methods(thread, iterator_class,
                {{"__iter__(self, /)", iterator_self},
                 {"__next__(self, /)", iterator_next},
                 {"send(self, value, /)", iterator_next},
                 {"throw(self, typ, val=None, tb=None, /)", iterator_throw},
                 {"close(self, /)", iterator_close}});
}

}  // namespace gilt::aio
