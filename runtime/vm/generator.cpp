// Generator, coroutine and asynchronous generator objects: what scripts can do with them from outside. The machine
// itself resumes and suspends them in interpreter.cpp.
#include "vm/generator.h"

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/dict.h"
#include "objects/frame_object.h"
#include "objects/function.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/instruction_support.h"
#include "vm/interpreter.h"
#include "vm/last_reference.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

Generator* new_generator(Thread& thread, Function* function, const Value* parameters) {
    Code* code = function->code;
    Class* cls = code->flags & kAsyncGenerator ? types.async_generator : code->flags & kCoroutine ? types.coroutine : types.generator;
    auto* generator = heap::allocate<Generator>(thread, cls->instance_shape.load(std::memory_order_relaxed),
                                                code->register_count * sizeof(Value));
    generator->code = code;
    generator->function = function;
    generator->pc = code->start();
    generator->state.store(GeneratorState::Created, std::memory_order_relaxed);
    generator->owner.store(&thread, std::memory_order_relaxed);
    for (size_t i = 0; i < code->parameter_slots(); i++) generator->registers[i] = parameters[i];
    if (cls == types.coroutine) {
        note_coroutine(thread, generator);
    } else if (!code->handlers.empty()) {
        heap::set_script_finalizer(generator, finish_unreached);
        expect_last_reference(thread);
    }
    return generator;
}

void trace_generator(Object* object, Marker& marker) {
    auto* generator = static_cast<Generator*>(object);
    marker.mark(static_cast<Object*>(generator->code));
    marker.mark(static_cast<Object*>(generator->function));
    marker.mark(generator->handled.exception);
    marker.mark(generator->renamed);
    marker.mark(generator->origin);
    if (generator->code) marker.mark_range(generator->registers, generator->code->register_count);
}

Value name_of(Generator* generator) {
    Value renamed = generator->renamed.load();
    return renamed ? as_tuple(renamed)->items[0] : generator->function->name.load();
}
Value qualified_name_of(Generator* generator) {
    Value renamed = generator->renamed.load();
    return renamed ? as_tuple(renamed)->items[1] : generator->function->qualified_name.load();
}

bool is_generator(Value value) {
    if (!value.is_object()) return false;
    Kind kind = value.as_object()->kind();
    return kind == Kind::Generator || kind == Kind::Coroutine || kind == Kind::AsyncGenerator;
}

bool is_coroutine(Value value) {
    if (!value.is_object()) return false;
    if (value.as_object()->kind() == Kind::Coroutine) return true;
    return value.as_object()->kind() == Kind::Generator && (static_cast<Generator*>(value.as_object())->code->flags & kIterableCoroutine);
}

bool take_shared_generator(Thread& thread, Generator* generator, GeneratorState from) {
    if (generator->owner.load(std::memory_order_acquire)) {
        // The owner is at a safepoint while the world is stopped, so it is not in the middle of a change.
        StopTheWorld stopped(thread);
        generator->owner.store(nullptr, std::memory_order_release);
    }
    return generator->state.compare_exchange_strong(from, GeneratorState::Running, std::memory_order_acquire);
}

bool enter_generator(Thread& thread, Generator* generator) {
    if (generator->state.load(std::memory_order_acquire) == GeneratorState::Finished) return true;
    const char* what = generator->kind() == Kind::Coroutine ? "coroutine" : generator->kind() == Kind::AsyncGenerator ? "async generator" : "generator";
    raise_value_error(thread, "{} already executing", what);
    return false;
}

Value generator_next(Thread& thread, Object* object) {
    Value result;
    return resume(thread, static_cast<Generator*>(object), Value::none(), &result) == Resumption::Yielded ? result : Value();
}

Value delegate_of(Generator* generator) {
    if (generator->state.load(std::memory_order_acquire) != GeneratorState::Suspended || !generator->delegating) return {};
    return generator->registers[instruction::b(generator->pc->load(std::memory_order_relaxed))];
}

Value delegate_seen(Thread& thread, Generator* generator) {
    GeneratorState suspended = GeneratorState::Suspended;
    if (gil::enabled) return delegate_of(generator);
    // What it waits for belongs to whoever runs it next: taken for a moment, so that nobody does.
    if (generator->state.load(std::memory_order_acquire) != suspended || !claim_generator(thread, generator, suspended)) return {};
    Value delegate =
        generator->delegating ? generator->registers[instruction::b(generator->pc->load(std::memory_order_relaxed))] : Value();
    generator->state.store(suspended, std::memory_order_release);
    return delegate;
}

namespace {

Generator* self_of(Args& args) { return static_cast<Generator*>(args[0].as_object()); }

const char* noun(Generator* generator) { return generator->kind() == Kind::Coroutine ? "coroutine" : "generator"; }

// What send(), throw() and __next__ return: the item, or StopIteration raised.
Value deliver(Thread& thread, Resumption how, Value result) {
    if (how == Resumption::Yielded) return result;
    if (how == Resumption::Returned) return raise_stop_iteration(thread, result.is_none() ? Value() : result);
    return {};
}

Value send(Thread& thread, Generator* generator, Value sent) {
    GeneratorState state = generator->state.load(std::memory_order_acquire);
    if (state == GeneratorState::Created && !sent.is_none())
        return raise_type_error(thread, "can't send non-None value to a just-started {}", noun(generator));
    if (state == GeneratorState::Finished && generator->kind() == Kind::Coroutine)
        return raise_text(thread, exceptions.RuntimeError, "cannot reuse already awaited coroutine");
    Value result;
    Resumption how = resume(thread, generator, sent, &result);
    return deliver(thread, how, result);
}

Value generator_iternext(Thread& thread, Args& args) { return send(thread, self_of(args), Value::none()); }
Value generator_send(Thread& thread, Args& args) { return send(thread, self_of(args), args[1]); }
Value generator_iter(Thread&, Args& args) { return args[0]; }

// `given`: what throw() was called with; empty: the exception alone.
using GivenArguments = std::span<const Value>;
Value throw_into(Thread& thread, Generator* generator, Value exception, GivenArguments given = {});

// GeneratorExit into whatever is delegated to: its close(), if it has one.
bool close_delegate(Thread& thread, Value delegate);

// The caller has claimed the generator, and gives it back after this: from then on it may be another thread's.
void stop_delegating(Generator* generator) {
    generator->delegating = false;
    generator->pc = generator->pc + 1;
}

// Throws `exception` into the iterator that the generator delegates to. True: it has dealt with it, with *how and *result; false: the
// exception (pending) is to be raised in the generator itself. An iterator with a throw() of its own gets the arguments as given.
bool throw_into_delegate(Thread& thread, Generator* generator, Value exception, GivenArguments given, Value* outcome) {
    Value delegate = delegate_of(generator);
    if (!delegate) {
        thread.exception = exception;
        return false;
    }
    if (exception_matches(thread, exception, exceptions.GeneratorExit) > 0) {
        GeneratorState suspended = GeneratorState::Suspended;
        if (!claim_generator(thread, generator, suspended)) return false;
        bool closed = close_delegate(thread, delegate);
        stop_delegating(generator);
        generator->state.store(GeneratorState::Suspended, std::memory_order_release);
        if (closed) thread.exception = exception;
        return false;
    }
    GeneratorState suspended = GeneratorState::Suspended;
    if (!claim_generator(thread, generator, suspended)) {
        bool finished = enter_generator(thread, generator);
        (void)finished;
        return true;
    }
    Value item;
    if (is_generator(delegate) && delegate.as_object()->kind() != Kind::AsyncGenerator) {
        item = throw_into(thread, static_cast<Generator*>(delegate.as_object()), exception, given);
    } else {
        Value method;
        int found = find_attr(thread, delegate, names.throw_, &method);
        if (found <= 0) {
            stop_delegating(generator);
            generator->state.store(GeneratorState::Suspended, std::memory_order_release);
            if (found == 0) thread.exception = exception;
            return false;
        }
        item = given.empty() ? call(thread, method, {exception}) : call(thread, method, given);
    }
    // If the delegate has ended, by its value or by an exception, the generator goes on after the `yield from`.
    if (!item) stop_delegating(generator);
    generator->state.store(GeneratorState::Suspended, std::memory_order_release);
    if (item) {
        *outcome = item;  // still delegating
        return true;
    }
    if (pending_matches(thread, exceptions.StopIteration)) {
        Value stop = take_exception(thread);
        Value value = as_exception(stop)->fields[0].load();
        Value result;
        Resumption how = resume(thread, generator, value ? value : Value::none(), &result);
        *outcome = deliver(thread, how, result);
        return true;
    }
    return false;
}

Value throw_into(Thread& thread, Generator* generator, Value exception, GivenArguments given) {
    Value outcome;
    GeneratorState state = generator->state.load(std::memory_order_acquire);
    if (state == GeneratorState::Finished && generator->kind() == Kind::Coroutine)
        return raise_text(thread, exceptions.RuntimeError, "cannot reuse already awaited coroutine");
    if (throw_into_delegate(thread, generator, exception, given, &outcome)) return outcome;
    Value result;
    Resumption how = resume(thread, generator, Value::none(), &result, true);
    return deliver(thread, how, result);
}

// throw(exception) or the old throw(type, value, traceback).
Value exception_to_throw(Thread& thread, Args& args) {
    Value exception = args[1];
    if (args.has(3) && !args[3].is_none() && !(args[3].is_object() && args[3].as_object()->kind() == Kind::Traceback))
        return raise_type_error(thread, "throw() third argument must be a traceback object");
    if (is_exception(exception) && args.has(2) && !args[2].is_none())
        return raise_type_error(thread, "instance exception may not have a separate value");
    if (args.has(2) && !args[2].is_none()) {
        if (is_exception(args[2])) exception = args[2];
        else if (is_exception_class(exception)) exception = call(thread, exception, {args[2]});
    }
    if (!exception) return {};
    if (!is_exception(exception) && !is_exception_class(exception))
        return raise_type_error(thread, "exceptions must be classes or instances deriving from BaseException, not {}", type_name(exception));
    exception = to_exception(thread, exception);
    if (exception && args.has(3) && !args[3].is_none()) as_exception(exception)->traceback.store(args[3]);
    return exception;
}

Value throw_given(Thread& thread, Generator* generator, Args& args) {
    Value exception = exception_to_throw(thread, args);
    const Value given[] = {args[1], args.get(2, Value::none()), args.get(3, Value::none())};
    size_t count = args.has(3) ? 3 : args.has(2) ? 2 : 1;
    return exception ? throw_into(thread, generator, exception, {given, count}) : Value();
}

Value generator_throw(Thread& thread, Args& args) { return throw_given(thread, self_of(args), args); }

}  // namespace

Value close_generator(Thread& thread, Generator* generator) {
    GeneratorState state = generator->state.load(std::memory_order_acquire);
    if (state == GeneratorState::Finished) return Value::none();
    if (state == GeneratorState::Created && claim_generator(thread, generator, state)) {
        generator->state.store(GeneratorState::Finished, std::memory_order_release);
        for (size_t i = 0; i < generator->code->register_count; i++) generator->registers[i] = {};
        return Value::none();
    }
    Value exit = new_exception(thread, exceptions.GeneratorExit, Value());
    Value outcome = throw_into(thread, generator, exit);
    if (outcome) return raise_format(thread, exceptions.RuntimeError, "{} ignored GeneratorExit", noun(generator));
    if (pending_matches(thread, exceptions.GeneratorExit) || pending_matches(thread, exceptions.StopIteration)) {
        clear_exception(thread);
        return Value::none();
    }
    return {};
}

namespace {

bool close_delegate(Thread& thread, Value delegate) {
    if (is_generator(delegate) && delegate.as_object()->kind() != Kind::AsyncGenerator)
        return static_cast<bool>(close_generator(thread, static_cast<Generator*>(delegate.as_object())));
    Value method;
    int found = find_attr(thread, delegate, names.close, &method);
    if (found < 0) return false;
    return found == 0 || static_cast<bool>(call(thread, method, {}));
}

Value generator_close(Thread& thread, Args& args) { return close_generator(thread, self_of(args)); }

Value generator_repr(Thread& thread, Args& args) {
    Generator* generator = self_of(args);
    return new_str(thread, fmt::format("<{} object {} at {}>", to_utf8(generator->cls()->name), to_utf8(as_str(qualified_name_of(generator))),
                                       static_cast<void*>(generator)));
}

// What __await__() of a coroutine gives: an iterator that drives it.
struct CoroutineWrapper : Object {
    Generator* coroutine;
};
Class* wrapper_class;

Generator* wrapped(Args& args) { return static_cast<CoroutineWrapper*>(args[0].as_object())->coroutine; }

Value coroutine_await(Thread& thread, Args& args) {
    auto* wrapper = new_instance<CoroutineWrapper>(thread, wrapper_class);
    wrapper->coroutine = self_of(args);
    return wrapper;
}
Value wrapper_next(Thread& thread, Args& args) { return send(thread, wrapped(args), Value::none()); }
Value wrapper_send(Thread& thread, Args& args) { return send(thread, wrapped(args), args[1]); }
Value wrapper_throw(Thread& thread, Args& args) {
    return throw_given(thread, wrapped(args), args);
}
Value wrapper_close(Thread& thread, Args& args) { return close_generator(thread, wrapped(args)); }

Generator* as_generator(Value self) { return static_cast<Generator*>(self.as_object()); }

Value get_running(Thread&, Value self) {
    return Value::from_bool(as_generator(self)->state.load(std::memory_order_acquire) == GeneratorState::Running);
}
Value get_suspended(Thread&, Value self) {
    return Value::from_bool(as_generator(self)->state.load(std::memory_order_acquire) == GeneratorState::Suspended);
}
Value get_code(Thread&, Value self) { return as_generator(self)->code; }
Value get_delegate(Thread& thread, Value self) {
    Value delegate = delegate_seen(thread, as_generator(self));
    return delegate ? delegate : Value::none();
}
Value get_frame(Thread& thread, Value self) {
    Generator* generator = as_generator(self);
    if (generator->state.load(std::memory_order_acquire) == GeneratorState::Finished) return Value::none();
    return frame_of_generator(thread, generator);
}
Value get_origin(Thread&, Value self) {
    Value origin = as_generator(self)->origin.load();
    return origin ? origin : Value::none();
}
Value get_name(Thread&, Value self) { return name_of(as_generator(self)); }
Value get_qualified_name(Thread&, Value self) { return qualified_name_of(as_generator(self)); }
bool set_name(Thread& thread, Value self, Value value) {
    if (!value || !is_str(value)) {
        raise_type_error(thread, "__name__ must be set to a string object");
        return false;
    }
    as_generator(self)->renamed.store(new_tuple(thread, {value, qualified_name_of(as_generator(self))}));
    return true;
}
bool set_qualified_name(Thread& thread, Value self, Value value) {
    if (!value || !is_str(value)) {
        raise_type_error(thread, "__qualname__ must be set to a string object");
        return false;
    }
    as_generator(self)->renamed.store(new_tuple(thread, {name_of(as_generator(self)), value}));
    return true;
}

}  // namespace

Value throw_into_generator(Thread& thread, Generator* generator, Value exception) { return throw_into(thread, generator, exception); }

// Whether `await` may step instances themselves: a script's subclass must not have an __await__ of its own.
static bool awaits_natively(Class* cls) {
    if (!cls->native_await) return false;
    Class* built_in = cls;
    while (built_in->has(kHeapType)) built_in = built_in->base;
    return cls->special(Special::k_await) == built_in->special(Special::k_await);
}

Value get_awaitable(Thread& thread, Value value, int context) {
    if (is_coroutine(value)) {
        auto* coroutine = static_cast<Generator*>(value.as_object());
        if (coroutine->kind() == Kind::Coroutine && delegate_of(coroutine))
            return raise_text(thread, exceptions.RuntimeError, "coroutine is being awaited already");
        return value;
    }
    if (awaits_natively(class_of(value))) return value;
    bool found;
    Value iterator = call_special(thread, value, Special::k_await, {}, &found);
    if (!found) {
        if (context == 1)
            return raise_type_error(thread, "'async with' received an object from __aenter__ that does not implement __await__: {}", type_name(value));
        if (context == 2)
            return raise_type_error(thread, "'async with' received an object from __aexit__ that does not implement __await__: {}", type_name(value));
        return raise_type_error(thread, "object {} can't be used in 'await' expression", type_name(value));
    }
    if (!iterator) return {};
    if (is_coroutine(iterator)) return raise_type_error(thread, "__await__() returned a coroutine");
    if (!class_of(iterator)->special(Special::k_next))
        return raise_type_error(thread, "__await__() returned non-iterator of type '{}'", type_name(iterator));
    return iterator;
}

void init_generator_types(Thread& thread) {
    add_methods(thread, types.generator, {
        {"__iter__(self, /)", generator_iter}, {"__next__(self, /)", generator_iternext},
        {"send(self, value, /)", generator_send, "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."},
        {"throw(self, typ, val=None, tb=None, /)", generator_throw, "Raise exception in generator, return next yielded value or raise StopIteration."},
        {"close(self, /)", generator_close, "close() -> raise GeneratorExit inside generator."},
        {"__repr__(self, /)", generator_repr},
    });
    add_getsets(thread, types.generator, {
        {"gi_running", get_running}, {"gi_suspended", get_suspended}, {"gi_code", get_code}, {"gi_yieldfrom", get_delegate}, {"gi_frame", get_frame},
        {"__name__", get_name, set_name}, {"__qualname__", get_qualified_name, set_qualified_name},
    });
    add_methods(thread, types.coroutine, {
        {"__await__(self, /)", coroutine_await}, {"send(self, value, /)", generator_send},
        {"throw(self, typ, val=None, tb=None, /)", generator_throw}, {"close(self, /)", generator_close}, {"__repr__(self, /)", generator_repr},
    });
    add_getsets(thread, types.coroutine, {
        {"cr_running", get_running}, {"cr_suspended", get_suspended}, {"cr_code", get_code}, {"cr_await", get_delegate}, {"cr_frame", get_frame},
        {"cr_origin", get_origin},
        {"__name__", get_name, set_name}, {"__qualname__", get_qualified_name, set_qualified_name},
    });
    wrapper_class = new_native_class(thread, {.name = "coroutine_wrapper",
                                              .instance_size = sizeof(CoroutineWrapper),
                                              .trace = [](Object* object, Marker& marker) {
                                                  marker.mark(static_cast<Object*>(static_cast<CoroutineWrapper*>(object)->coroutine));
                                              },
                                              .flags = kDisallowNew});
    heap::add_root_tracer([](Marker& marker) { marker.mark(static_cast<Object*>(wrapper_class)); });
    add_methods(thread, wrapper_class, {
        {"__iter__(self, /)", generator_iter}, {"__next__(self, /)", wrapper_next}, {"send(self, value, /)", wrapper_send},
        {"throw(self, typ, val=None, tb=None, /)", wrapper_throw}, {"close(self, /)", wrapper_close},
    });
    // A generator's own next() is what `for` outside the VM and next() use.
    types.generator->native_next = generator_next;
}

}  // namespace gilt
