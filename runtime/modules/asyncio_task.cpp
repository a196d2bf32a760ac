// Task: a future that drives a coroutine.
//
// A task takes its coroutine from one `await` to the next. One step is: make the task the current one and its context the
// current context, resume the coroutine, and look how that ended:
//
//     it returned             the task is done, with that result
//     it raised               the task is done; lib/asyncio/tasks.py decides how (`_step_raised`)
//     it handed out None      a bare yield, as in sleep(0): the next step is put on the ready queue
//     it handed out a future  it awaits that: the next step comes when the future is done
//     anything else           an error, or a future of another make: lib/asyncio/tasks.py (`_step_yielded`)
//
// Cancelling a task cancels the future it waits for, which resumes the task with CancelledError; if it waits for none, the
// next step raises CancelledError in the coroutine.
//
// A loop knows its unfinished tasks by a list that runs through them and keeps none alive (asyncio.all_tasks). A task that
// dies on it, because nobody can ever wake it, is reported.
#include "heap/heap.h"
#include "modules/asyncio.h"
#include "modules/contextvars.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/generator.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt::aio {

Class* task_class;
extern Loop* all_loops;  // asyncio_loop.cpp

namespace {

std::atomic<int64_t> next_name{1};
Task* foreign_tasks = nullptr;  // those of loops that are not ours; under the lock byte of task_class

Task* self_of(Args& args) { return as_task(args[0]); }
Value none_or(Value value) { return value ? value : Value::none(); }

void trace_task(Object* object, Marker& marker) {
    trace_future(object, marker);
    auto* task = static_cast<Task*>(object);
    marker.mark(task->coroutine);
    marker.mark(task->context);
    marker.mark(task->name);
    marker.mark(task->waits_for);
}

// --- the lists of tasks ---

Object* lock_of(Value loop) { return is_loop(loop) ? loop.as_object() : task_class; }
Task*& first_task(Value loop) { return is_loop(loop) ? as_loop(loop)->tasks : foreign_tasks; }

void unlink(Task* task) {
    Task*& first = first_task(task->loop.load());
    if (!task->previous && first != task) return;  // on no list
    if (task->previous) task->previous->next = task->next;
    else first = task->next;
    if (task->next) task->next->previous = task->previous;
    task->next = task->previous = nullptr;
}

void join_tasks(Task* task) {
    ObjectLock lock(lock_of(task->loop.load()));
    Task*& first = first_task(task->loop.load());
    task->next = first;
    if (first) first->previous = task;
    first = task;
}

void report_pending(Thread& thread, Object* object) {
    auto* task = static_cast<Task*>(object);
    if (task->is_done() || !task->has(kLogDestroyPending)) return;
    Value pending = take_exception(thread);
    if (!call(thread, library.destroyed_pending, {Value(task)}))
        print_unraisable(thread, take_exception(thread), "", Value(task));
    thread.exception = pending;
}

void bury(Task* first, heap::Deaths& deaths) {
    for (Task* task = first; task;) {
        Task* next = task->next;
        if (heap::Deaths::is_dead(task)) {
            unlink(task);
            deaths.finish(task, report_pending);
        }
        task = next;
    }
}

void find_dead_tasks(heap::Deaths& deaths) {
    bury(foreign_tasks, deaths);
    for (Loop** link = &all_loops; *link;) {
        Loop* loop = *link;
        bool had_tasks = loop->tasks != nullptr;  // dying ones keep it alive once more
        bury(loop->tasks, deaths);
        if (heap::Deaths::is_dead(loop) && !had_tasks) *link = loop->next_loop;
        else link = &loop->next_loop;
    }
}

// --- steps ---

enum class Outcome { Returned, Yielded, Raised };

// Resumes the coroutine, with an exception if there is one.
Outcome resume_coroutine(Thread& thread, Value coroutine, Value error, Value* out) {
    if (is_coroutine(coroutine)) [[likely]] {
        auto* generator = static_cast<Generator*>(coroutine.as_object());
        if (!error) [[likely]] {
            if (generator->state.load(std::memory_order_acquire) == GeneratorState::Finished) {
                raise_text(thread, exceptions.RuntimeError, "cannot reuse already awaited coroutine");
                return Outcome::Raised;
            }
            switch (resume(thread, generator, Value::none(), out)) {
                case Resumption::Yielded: return Outcome::Yielded;
                case Resumption::Returned: return Outcome::Returned;
                case Resumption::Raised: return Outcome::Raised;
            }
        }
        *out = throw_into_generator(thread, generator, error);
    } else {
        *out = error ? call_method(thread, coroutine, names.throw_, {error}) : call_method(thread, coroutine, names.send, {Value::none()});
    }
    if (*out) return Outcome::Yielded;
    if (!pending_matches(thread, exceptions.StopIteration)) return Outcome::Raised;
    *out = none_or(as_exception(take_exception(thread))->fields[0].load());
    return Outcome::Returned;
}

// What a step begins with raising, if the future it waited for has failed.
Value error_of(Thread& thread, Value because) {
    if (!because || !is_future(because)) return because;
    Future* future = as_future(because);
    if (future->state() == State::Finished && !future->has(kHasException)) return {};
    (void)future_result(thread, future);
    return take_exception(thread);
}

bool wait_for(Thread& thread, Task* task, Value awaited) {
    Future* future = as_future(awaited);
    future->clear(kAwaited);
    if (!add_waiter(thread, future, task)) return false;
    task->waits_for.store(awaited);
    if (!task->has(kMustCancel)) return true;
    Value message = none_or(task->cancel_message.load());
    Value cancel = get_attr(thread, awaited, intern(thread, "cancel"));
    Value cancelled = cancel ? call(thread, cancel, {&message, 1}, new_tuple(thread, {Value(intern(thread, "msg"))})) : Value();
    if (cancelled && truth(thread, cancelled) > 0) task->clear(kMustCancel);
    return bool(cancelled);
}

bool settle(Thread& thread, Task* task, Outcome outcome, Value value) {
    if (outcome == Outcome::Raised) {
        Value goes_on = call(thread, library.step_raised, {Value(task), value});
        if (!goes_on) return false;
        return truth(thread, goes_on) <= 0 || bool(raise(thread, value));
    }
    if (outcome == Outcome::Returned) {
        if (!task->has(kMustCancel)) [[likely]]
            return finish(thread, task, State::Finished, value, false);
        task->clear(kMustCancel);  // cancelled during its last step
        return cancel_future(thread, task, task->cancel_message.load()) >= 0;
    }
    if (value.is_none()) return schedule(thread, task->loop.load(), task, {});
    if (is_future(value)) [[likely]] {
        Future* future = as_future(value);
        if (future->has(kAwaited) && future->loop.load() == task->loop.load() && future != task) return wait_for(thread, task, value);
    }
    return bool(call(thread, library.step_yielded, {Value(task), value}));
}

}  // namespace

bool step(Thread& thread, Task* task, Value because) {
    Value error = error_of(thread, because);
    if (task->is_done()) {
        Str* text = repr(thread, Value(task));
        Str* what = text ? repr(thread, none_or(error)) : nullptr;
        if (!what) return false;
        Value message = new_str(thread, fmt::format("__step(): already done: {}, {}", to_utf8(text), to_utf8(what)));
        return bool(raise(thread, call(thread, library.InvalidStateError, {message})));
    }
    if (task->has(kMustCancel)) {
        if (!error || exception_matches(thread, error, library.CancelledError) <= 0) error = cancelled_error(thread, task);
        task->clear(kMustCancel);
        if (!error) return false;
    }
    task->waits_for.store({});

    Value loop = task->loop.load();
    Value outer = swap_current_task(thread, loop, task);
    ContextScope scope;
    Value value;
    Outcome outcome = Outcome::Raised;
    if (scope.enter(thread, task->context.load())) {
        outcome = resume_coroutine(thread, task->coroutine.load(), error, &value);
        task->context.store(scope.leave(thread));
    }
    if (outcome == Outcome::Raised) value = take_exception(thread);
    bool good = settle(thread, task, outcome, value);
    Value pending = take_exception(thread);
    (void)swap_current_task(thread, loop, outer);
    thread.exception = pending;
    return good;
}

void leave_tasks(Task* task) {
    ObjectLock lock(lock_of(task->loop.load()));
    unlink(task);
}

List* list_tasks(Thread& thread, Value loop) {
    // An allocation does not collect, so a task found here is alive, or was at the last collection and is now.
    List* list = new_list(thread);
    auto add = [&](Value of) {
        ObjectLock lock(lock_of(of));
        for (Task* task = first_task(of); task; task = task->next)
            if (!loop || task->loop.load() == loop) list_append(thread, list, task);
    };
    add(loop ? loop : Value::none());
    return list;
}

namespace {

Value task_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], task_class);
    return cls ? Value(allocate_instance(thread, cls)) : Value();
}

bool check_coroutine(Thread& thread, Value value) {
    if (value.is_object() && value.as_object()->kind() == Kind::Coroutine) [[likely]] return true;
    Value answer = call(thread, library.is_coroutine, {value});
    if (!answer) return false;
    if (truth(thread, answer) > 0) return true;
    Str* text = repr(thread, value);
    return text && raise_type_error(thread, "a coroutine was expected, got {}", to_utf8(text));
}

bool begin_task(Thread& thread, Task* task, Value loop, Value coroutine, Value name, Value context, bool is_eager) {
    task->set(kIsTask);
    if (!begin_future(thread, task, loop) || !check_coroutine(thread, coroutine)) return false;
    if (!name || name.is_none()) {
        name = Value::from_int(next_name.fetch_add(1, std::memory_order_relaxed));
    } else {
        Str* text = to_str(thread, name);
        if (!text) return false;
        name = text;
    }
    task->name.store(name);
    task->coroutine.store(coroutine);
    if (coroutine.as_object()->kind() == Kind::Coroutine) static_cast<Generator*>(coroutine.as_object())->has_task = true;
    task->context.store(context && !context.is_none() ? context : shared_context(thread));
    task->set(kLogDestroyPending);
    join_tasks(task);
    loop = task->loop.load();
    if (is_eager && thread.event_loop == loop) return step(thread, task, {});
    if (schedule(thread, loop, task, {})) return true;
    leave_tasks(task);
    task->clear(kLogDestroyPending);
    return false;
}

Value task_init(Thread& thread, Args& args) {
    bool is_eager = args.has(5) && truth(thread, args[5]) > 0;
    return begin_task(thread, self_of(args), args[2], args[1], args[3], args[4], is_eager) ? Value::none() : Value();
}

Value task_cancel(Thread& thread, Args& args) {
    Task* task = self_of(args);
    Value message = args.get(1, Value::none());
    task->clear(kLogTraceback);
    if (task->is_done()) return Value::from_bool(false);
    task->aux32.fetch_add(1, std::memory_order_relaxed);
    if (Value awaited = task->waits_for.load()) {
        Value cancel = get_attr(thread, awaited, intern(thread, "cancel"));
        Value cancelled = cancel ? call(thread, cancel, {&message, 1}, new_tuple(thread, {Value(intern(thread, "msg"))})) : Value();
        int was = cancelled ? truth(thread, cancelled) : -1;
        if (was) return was < 0 ? Value() : Value::from_bool(true);
    }
    task->set(kMustCancel);
    task->cancel_message.store(message);
    return Value::from_bool(true);
}

Value cancelling(Thread&, Args& args) { return Value::from_int(self_of(args)->aux32.load(std::memory_order_relaxed)); }
Value uncancel(Thread&, Args& args) {
    Task* task = self_of(args);
    uint32_t count = task->aux32.load(std::memory_order_relaxed);
    if (count) task->aux32.store(--count, std::memory_order_relaxed);
    return Value::from_int(count);
}

Value no_set_result(Thread& thread, Args&) {
    return raise_text(thread, exceptions.RuntimeError, "Task does not support set_result operation");
}
Value no_set_exception(Thread& thread, Args&) {
    return raise_text(thread, exceptions.RuntimeError, "Task does not support set_exception operation");
}

// Whether a task drives this coroutine already.
Value has_task(Thread&, Args& args) {
    bool is_native = args[0].is_object() && args[0].as_object()->kind() == Kind::Coroutine;
    return Value::from_bool(is_native && static_cast<Generator*>(args[0].as_object())->has_task);
}

Value get_name(Thread& thread, Args& args) {
    Task* task = self_of(args);
    Value name = task->name.load();
    if (!name.is_int()) return none_or(name);
    Value text = new_str(thread, fmt::format("Task-{}", name.as_int()));
    task->name.store(text);
    return text;
}
Value set_name(Thread& thread, Args& args) {
    Str* text = to_str(thread, args[1]);
    if (!text) return {};
    self_of(args)->name.store(text);
    return Value::none();
}
Value get_coro(Thread&, Args& args) { return none_or(self_of(args)->coroutine.load()); }
Value get_context(Thread& thread, Args& args) {
    Task* task = self_of(args);
    Value context = unshared_context(thread, task->context.load());
    task->context.store(context);
    return context;
}
Value task_repr(Thread& thread, Args& args) { return call(thread, library.task_repr, {args[0]}); }

Value get_stack(Thread& thread, Args& args) { return call(thread, library.get_stack, {args[0], args.get(1, Value::none())}); }
Value print_stack(Thread& thread, Args& args) {
    return call(thread, library.print_stack, {args[0], args.get(1, Value::none()), args.get(2, Value::none())});
}

// For futures that are not ours: a done callback that takes the next step.
Value wakeup(Thread& thread, Args& args) {
    Value because = args[1];
    if (!is_future(because)) {
        Value result = call_method(thread, because, intern(thread, "result"), {});
        because = result ? Value() : take_exception(thread);
    }
    return step(thread, self_of(args), because) ? Value::none() : Value();
}
Value take_step(Thread& thread, Args& args) {
    Value because = args.has(1) && !args[1].is_none() ? args[1] : Value();
    return step(thread, self_of(args), because) ? Value::none() : Value();
}
Value schedule_step(Thread& thread, Args& args) {
    Value error = args.has(1) && !args[1].is_none() ? args[1] : Value();
    return schedule(thread, self_of(args)->loop.load(), args[0], error) ? Value::none() : Value();
}

Value get_waits_for(Thread&, Value self) { return none_or(as_task(self)->waits_for.load()); }
bool set_waits_for(Thread&, Value self, Value value) {
    as_task(self)->waits_for.store(value && !value.is_none() ? value : Value());
    return true;
}
Value get_coroutine(Thread&, Value self) { return none_or(as_task(self)->coroutine.load()); }
template <FutureFlag flag>
Value get_flag(Thread&, Value self) {
    return Value::from_bool(as_future(self)->has(flag));
}
template <FutureFlag flag>
bool set_flag(Thread& thread, Value self, Value value) {
    int truth_of = value ? truth(thread, value) : 0;
    if (truth_of < 0) return false;
    truth_of ? as_future(self)->set(flag) : as_future(self)->clear(flag);
    return true;
}

}  // namespace

Value new_task(Thread& thread, Value loop, Value coroutine, Value name, Value context) {
    auto* task = new_instance<Task>(thread, task_class);
    return begin_task(thread, task, loop, coroutine, name, context, false) ? Value(task) : Value();
}

void init_tasks(Thread& thread, Module* module) {
    task_class = new_native_class(thread, {.name = "_asyncio.Task",
                                           .base = future_class,
                                           .instance_size = sizeof(Task),
                                           .trace = trace_task,
                                           .flags = kBasetype | kHasWeakrefs,
                                           .doc = "A coroutine that runs beside others."});
    keep_forever(thread, task_class);
    set_module_attribute(thread, module, "Task", task_class);
    add_methods(thread, task_class,
                {{"__new__(cls, /, *args, **kwargs)", task_new, "", Binding::StaticMethod},
                 {"__init__(self, coro, *, loop=None, name=None, context=None, eager_start=False)", task_init},
                 {"cancel(self, /, msg=None)", task_cancel, "Has CancelledError raised in the coroutine."},
                 {"cancelling(self, /)", cancelling, "How many requests to cancel it have not been taken back."},
                 {"uncancel(self, /)", uncancel, "Takes one request to cancel it back."},
                 {"set_result(self, result, /)", no_set_result},
                 {"set_exception(self, exception, /)", no_set_exception},
                 {"get_name(self, /)", get_name},
                 {"set_name(self, value, /)", set_name},
                 {"get_coro(self, /)", get_coro},
                 {"get_context(self, /)", get_context},
                 {"get_stack(self, *, limit=None)", get_stack, "The frames of its coroutine, or of its exception's traceback."},
                 {"print_stack(self, *, limit=None, file=None)", print_stack},
                 {"__repr__(self, /)", task_repr},
                 {"task_wakeup(self, future, /)", wakeup},
                 {"_step(self, exception=None, /)", take_step},
                 {"_schedule_step(self, exception=None, /)", schedule_step}});
    add_getsets(thread, task_class,
                {{"_fut_waiter", get_waits_for, set_waits_for},
                 {"_coro", get_coroutine},
                 {"_must_cancel", get_flag<kMustCancel>, set_flag<kMustCancel>},
                 {"_log_destroy_pending", get_flag<kLogDestroyPending>, set_flag<kLogDestroyPending>}});
    add_functions(thread, module, {{"has_task(coroutine, /)", has_task}});
    heap::add_death_hook(find_dead_tasks);
}

}  // namespace gilt::aio
