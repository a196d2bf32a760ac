// Asynchronous generators: `async def` functions that yield.
//
// Resuming one can end in three ways: it hands out a value (YIELD with k = 1), it awaits something (its frame yields what
// the awaited thing yields, for the event loop), or it returns. To tell the first two apart, a value that is handed
// out is wrapped. __anext__, asend, athrow and aclose give an awaitable that drives the generator until a wrapped value
// comes: it passes everything else on to whoever awaits it.
#include "heap/heap.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/frame_object.h"
#include "objects/function.h"
#include "objects/str.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/generator.h"
#include "vm/instruction_support.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

struct WrappedYield : Object {
    Value value;
};
Class* wrapped_class;
Class *step_class, *throw_step_class;  // of __anext__ and asend; of athrow and aclose

enum class StepKind : uint8_t { Send, Throw, Close };

// The awaitable of one step.
struct Step : Object {
    StepKind step_kind;
    // Not started, started, done. Changed by whoever drives the awaitable; two at once is an error like in any generator.
    std::atomic<uint8_t> progress;
    Generator* generator;
    Value argument;  // what to send, or the exception to throw
};

void trace_wrapped(Object* object, Marker& marker) { marker.mark(static_cast<WrappedYield*>(object)->value); }
void trace_step(Object* object, Marker& marker) {
    marker.mark(static_cast<Object*>(static_cast<Step*>(object)->generator));
    marker.mark(static_cast<Step*>(object)->argument);
}

Value new_step(Thread& thread, StepKind kind, Value generator, Value argument) {
    auto* step = new_instance<Step>(thread, kind == StepKind::Send ? step_class : throw_step_class);
    step->step_kind = kind;
    step->generator = static_cast<Generator*>(generator.as_object());
    step->argument = argument;
    return step;
}

// Marks the generator as in use by this step: two steps at once are an error. aux32 of the generator holds the flag.
bool begin_step(Thread& thread, Step* step) {
    uint32_t idle = 0;
    if (step->generator->aux32.compare_exchange_strong(idle, 1)) return true;
    const char* what = step->step_kind == StepKind::Send ? "anext" : step->step_kind == StepKind::Throw ? "athrow" : "aclose";
    raise_format(thread, exceptions.RuntimeError, "{}(): asynchronous generator is already running", what);
    return false;
}
void end_step(Step* step) {
    step->progress = 2;
    step->generator->aux32.store(0);
}

// What a resumption of the generator means to the one who awaits the step.
Value settle(Thread& thread, Step* step, Resumption how, Value result) {
    if (how == Resumption::Yielded) {
        if (!result.is_object() || result.as_object()->cls() != wrapped_class) return result;  // it awaits: pass on
        end_step(step);
        if (step->step_kind == StepKind::Close) return raise_text(thread, exceptions.RuntimeError, "async generator ignored GeneratorExit");
        return raise_stop_iteration(thread, static_cast<WrappedYield*>(result.as_object())->value);
    }
    end_step(step);
    bool closing = step->step_kind == StepKind::Close;
    if (how == Resumption::Returned) {
        if (closing) return raise_stop_iteration(thread, {});
        return raise(thread, exceptions.StopAsyncIteration, Value());
    }
    if (closing && (pending_matches(thread, exceptions.StopAsyncIteration) || pending_matches(thread, exceptions.GeneratorExit))) {
        clear_exception(thread);
        return raise_stop_iteration(thread, {});
    }
    return {};
}

Value drive(Thread& thread, Step* step, Value sent) {
    if (step->progress == 2) {
        const char* what = step->step_kind == StepKind::Send ? "__anext__()/asend()" : "aclose()/athrow()";
        return raise_format(thread, exceptions.RuntimeError, "cannot reuse already awaited {}", what);
    }
    Generator* generator = step->generator;
    Value result;
    if (step->progress == 0) {
        if (!begin_step(thread, step)) return {};
        step->progress = 1;
        GeneratorState state = generator->state.load(std::memory_order_acquire);
        if (state == GeneratorState::Finished) {
            end_step(step);
            if (step->step_kind == StepKind::Close) return raise_stop_iteration(thread, {});
            return raise(thread, exceptions.StopAsyncIteration, Value());
        }
        if (step->step_kind == StepKind::Send) {
            if (state == GeneratorState::Created && !step->argument.is_none()) {
                end_step(step);
                return raise_type_error(thread, "can't send non-None value to a just-started async generator");
            }
            Resumption how = resume(thread, generator, step->argument, &result);
            return settle(thread, step, how, result);
        }
        if (state == GeneratorState::Created && step->step_kind == StepKind::Close) {
            generator->state.store(GeneratorState::Finished);
            end_step(step);
            return raise_stop_iteration(thread, {});
        }
        thread.exception = step->argument;
        Resumption how = resume(thread, generator, Value::none(), &result, true);
        return settle(thread, step, how, result);
    }
    Resumption how = resume(thread, generator, sent, &result);
    return settle(thread, step, how, result);
}

Step* step_of(Args& args) { return static_cast<Step*>(args[0].as_object()); }
Value step_self(Thread&, Args& args) { return args[0]; }
Value step_next(Thread& thread, Args& args) { return drive(thread, step_of(args), Value::none()); }
Value step_send(Thread& thread, Args& args) { return drive(thread, step_of(args), args[1]); }
Value step_throw(Thread& thread, Args& args) {
    Value exception = args[1];
    if (args.has(2) && is_exception(args[2])) exception = args[2];
    exception = to_exception(thread, exception);
    if (!exception) return {};
    Step* step = step_of(args);
    if (step->progress == 2) return raise_text(thread, exceptions.RuntimeError, "cannot reuse already awaited aclose()/athrow()");
    if (step->progress == 0 && !begin_step(thread, step)) return {};
    step->progress = 1;
    // The exception goes to what the generator awaits, if it awaits something: its own throw() knows how.
    Value outcome = throw_into_generator(thread, step->generator, exception);
    if (outcome) return settle(thread, step, Resumption::Yielded, outcome);
    if (pending_matches(thread, exceptions.StopIteration)) {
        clear_exception(thread);
        return settle(thread, step, Resumption::Returned, Value::none());
    }
    return settle(thread, step, Resumption::Raised, {});
}
Value step_close(Thread&, Args& args) {
    Step* step = step_of(args);
    if (step->progress == 1) end_step(step);
    step->progress = 2;
    return Value::none();
}

// A generator that dies unfinished is given to the hook that was set when it was first used: an event loop then closes it.
void give_to_finalizer(Thread& thread, Object* object) {
    auto* generator = static_cast<Generator*>(object);
    if (generator->state.load() != GeneratorState::Suspended) return;
    Value pending = take_exception(thread);
    if (!call(thread, generator->origin.load(), {Value(generator)})) print_unraisable(thread, take_exception(thread), "", Value(generator));
    thread.exception = pending;
}

// sys.set_asyncgen_hooks: at the first use of a generator. False: exception pending.
bool run_hooks(Thread& thread, Value self) {
    auto* generator = static_cast<Generator*>(self.as_object());
    if (generator->aux16.exchange(1)) return true;
    if (thread.asyncgen_finalizer) {
        generator->origin.store(thread.asyncgen_finalizer);
        heap::set_script_finalizer(generator, give_to_finalizer);
    }
    return !thread.asyncgen_firstiter || call(thread, thread.asyncgen_firstiter, {self});
}

Value anext(Thread& thread, Args& args) {
    return run_hooks(thread, args[0]) ? new_step(thread, StepKind::Send, args[0], Value::none()) : Value();
}
Value asend(Thread& thread, Args& args) {
    return run_hooks(thread, args[0]) ? new_step(thread, StepKind::Send, args[0], args[1]) : Value();
}
Value athrow(Thread& thread, Args& args) {
    Value exception = args[1];
    if (args.has(2) && is_exception(args[2])) exception = args[2];
    exception = to_exception(thread, exception);
    return exception && run_hooks(thread, args[0]) ? new_step(thread, StepKind::Throw, args[0], exception) : Value();
}
Value aclose(Thread& thread, Args& args) {
    Value exit = new_exception(thread, exceptions.GeneratorExit, Value());
    return run_hooks(thread, args[0]) ? new_step(thread, StepKind::Close, args[0], exit) : Value();
}
Value aiter_self(Thread&, Args& args) { return args[0]; }
Value async_generator_repr(Thread& thread, Args& args) {
    auto* generator = static_cast<Generator*>(args[0].as_object());
    return new_str(thread, fmt::format("<async_generator object {} at {}>", to_utf8(as_str(qualified_name_of(generator))), static_cast<void*>(generator)));
}
Value get_name(Thread&, Value self) { return name_of(static_cast<Generator*>(self.as_object())); }
Value get_qualified_name(Thread&, Value self) { return qualified_name_of(static_cast<Generator*>(self.as_object())); }
Value get_running(Thread&, Value self) { return Value::from_bool(static_cast<Generator*>(self.as_object())->aux32.load() != 0); }
Value get_frame(Thread& thread, Value self) {
    auto* generator = static_cast<Generator*>(self.as_object());
    bool is_over = generator->state.load(std::memory_order_acquire) == GeneratorState::Finished;
    return is_over ? Value::none() : Value(frame_of_generator(thread, generator));
}
Value get_code(Thread&, Value self) { return static_cast<Generator*>(self.as_object())->code; }
Value get_awaited(Thread& thread, Value self) {
    Value delegate = delegate_seen(thread, static_cast<Generator*>(self.as_object()));
    return delegate ? delegate : Value::none();
}

}  // namespace

Value wrap_async_yield(Thread& thread, Value value) {
    auto* wrapped = new_instance<WrappedYield>(thread, wrapped_class);
    wrapped->value = value;
    return wrapped;
}

void init_async_generator_types(Thread& thread) {
    wrapped_class = new_native_class(thread, {.name = "async_generator_wrapped_value", .instance_size = sizeof(WrappedYield), .trace = trace_wrapped, .flags = kDisallowNew});
    step_class = new_native_class(thread, {.name = "async_generator_asend", .instance_size = sizeof(Step), .trace = trace_step, .flags = kDisallowNew});
    heap::add_root_tracer([](Marker& marker) {
        marker.mark(static_cast<Object*>(wrapped_class));
        marker.mark(static_cast<Object*>(step_class));
        marker.mark(static_cast<Object*>(throw_step_class));
    });
    throw_step_class = new_native_class(thread, {.name = "async_generator_athrow", .instance_size = sizeof(Step), .trace = trace_step, .flags = kDisallowNew});
    for (Class* cls : {step_class, throw_step_class}) {
        add_methods(thread, cls, {
            {"__await__(self, /)", step_self}, {"__iter__(self, /)", step_self}, {"__next__(self, /)", step_next}, {"send(self, value, /)", step_send},
            {"throw(self, typ, val=None, tb=None, /)", step_throw}, {"close(self, /)", step_close},
        });
    }
    add_methods(thread, types.async_generator, {
        {"__aiter__(self, /)", aiter_self}, {"__anext__(self, /)", anext}, {"asend(self, value, /)", asend},
        {"athrow(self, typ, val=None, tb=None, /)", athrow}, {"aclose(self, /)", aclose}, {"__repr__(self, /)", async_generator_repr},
    });
    add_getsets(thread, types.async_generator, {{"__name__", get_name}, {"__qualname__", get_qualified_name}, {"ag_running", get_running},
                                                {"ag_code", get_code}, {"ag_await", get_awaited}, {"ag_frame", get_frame}});
}

}  // namespace gilt
