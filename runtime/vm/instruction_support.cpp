#include "vm/instruction_support.h"

#include <cstring>
#include <vector>

#include "heap/heap.h"
#include "modules/importer.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/range.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/generator.h"
#include "vm/inline_cache.h"
#include "vm/interpreter.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

// --- unpacking ---

bool unpack(Thread& thread, Value source, Value* target, size_t count) {
    if (is_exact_tuple(source) || (source.is_object() && class_of(source) == types.list)) {
        size_t have = is_exact_tuple(source) ? as_tuple(source)->length : as_list(source)->count();
        if (have == count) {
            // Copied first: the source register may be a target, and a list may change under us.
            for (size_t i = 0; i < count; i++) {
                Value item = is_exact_tuple(source) ? as_tuple(source)->items[i] : list_get(as_list(source), i);
                target[i] = item ? item : Value::none();
            }
            return true;
        }
    }
    if (!class_of(source)->special(Special::k_iter) && !class_of(source)->special(Special::k_getitem)) {
        raise_type_error(thread, "cannot unpack non-iterable {} object", type_name(source));
        return false;
    }
    // The targets may be variables, which keep their values if this fails: so all items first.
    Iteration items(thread, source);
    List* taken = new_list(thread, count);
    // One item more than wanted tells that there are too many.
    while (Value item = items.next()) {
        if (taken->count() == count) {
            // Only sequences whose length is at hand say how many there are.
            raise_value_error(thread, "too many values to unpack (expected {})", count);
            return false;
        }
        list_append(thread, taken, item);
    }
    if (items.failed()) return false;
    if (taken->count() < count) {
        raise_value_error(thread, "not enough values to unpack (expected {}, got {})", count, taken->count());
        return false;
    }
    for (size_t i = 0; i < count; i++) target[i] = list_get(taken, i);
    return true;
}

bool unpack_star(Thread& thread, Value source, Value* target, size_t before, size_t after) {
    if (!class_of(source)->special(Special::k_iter) && !class_of(source)->special(Special::k_getitem)) {
        raise_type_error(thread, "cannot unpack non-iterable {} object", type_name(source));
        return false;
    }
    List* all = list_from_iterable(thread, source);
    if (!all) return false;
    size_t count = all->count();
    if (count < before + after) {
        raise_value_error(thread, "not enough values to unpack (expected at least {}, got {})", before + after, count);
        return false;
    }
    for (size_t i = 0; i < before; i++) target[i] = list_get(all, i);
    List* rest = new_list(thread, count - before - after);
    for (size_t i = before; i < count - after; i++) list_append(thread, rest, list_get(all, i));
    target[before] = rest;
    for (size_t i = 0; i < after; i++) target[before + 1 + i] = list_get(all, count - after + i);
    return true;
}

// --- iteration ---

namespace {

// What stands for the range while a loop counts through it (instruction_support.h), or empty if its numbers are too large.
// The item after the last one must be a small int as well.
Value counted_range(Range* range) {
    constexpr int64_t kLimit = int64_t{1} << 47;
    constexpr int64_t kStepLimit = int64_t{1} << (counted::kStepBits - 1);
    if (!both_ints(range->start, range->stop) || !range->step.is_int()) return {};
    int64_t start = range->start.as_int(), stop = range->stop.as_int(), step = range->step.as_int();
    if (std::abs(start) >= kLimit || std::abs(stop) >= kLimit || std::abs(step) >= kStepLimit) return {};
    int64_t items = step == 1 ? stop - start : step > 0 ? (stop - start + step - 1) / step : (start - stop - step - 1) / -step;
    if (items > counted::kMostItems) return {};
    return Value::from_int(std::max<int64_t>(items, 0) << counted::kStepBits | (step & (counted::kOneItem - 1)));
}

bool is_exactly(Value value, Class* cls) { return value.is_object() && class_of(value) == cls; }

}  // namespace

bool begin_iteration(Thread& thread, Value iterable, Value* registers) {
    if (is_exactly(iterable, types.range)) {
        auto* range = static_cast<Range*>(iterable.as_object());
        if (Value counted = counted_range(range)) {
            Value start = range->start;
            registers[0] = counted;
            registers[1] = start;
            return true;
        }
    }
    if (is_exactly(iterable, types.list) || is_exactly(iterable, types.tuple) || is_exactly(iterable, types.str)) {
        registers[0] = iterable;
        registers[1] = Value::from_int(0);
        return true;
    }
    if (iterable.is_object() && iterable.as_object()->kind() == Kind::Generator) {
        registers[0] = iterable;
        registers[1] = {};
        return true;
    }
    Value iterator = get_iter(thread, iterable);
    if (!iterator) return false;
    registers[0] = iterator;
    registers[1] = {};
    return true;
}

size_t items_left(const Value* registers) {
    Value source = registers[0];
    if (source.is_int()) return counted::has_items(source) ? counted::items(source) : 0;
    if (!registers[1].is_int()) return 0;
    if (is_exactly(source, types.list)) return as_list(source)->count();
    if (is_exactly(source, types.tuple)) return static_cast<Tuple*>(source.as_object())->length;
    return static_cast<Str*>(source.as_object())->length;
}

Value lazy_iterator(Thread& thread, Value iterable) {
    if (is_exactly(iterable, types.range) || is_exactly(iterable, types.list) || is_exactly(iterable, types.tuple) || is_exactly(iterable, types.str)) return iterable;
    return get_iter(thread, iterable);
}

int iteration_step(Thread& thread, Value* registers, Value* item) {
    Value source = registers[0];
    if (source.is_int()) {
        if (!counted::has_items(source)) return 0;
        *item = registers[1];
        registers[1] = counted::after(registers[1], source);
        registers[0] = counted::one_less(source);
        return 1;
    }
    if (registers[1].is_int()) {
        int64_t index = registers[1].as_int();
        Value found;
        auto at = static_cast<uint64_t>(index);
        if (is_exactly(source, types.list)) {
            found = list_get(static_cast<List*>(source.as_object()), at);
        } else if (is_exactly(source, types.str)) {
            auto* text = static_cast<Str*>(source.as_object());
            if (at < text->length) found = new_char(thread, text->at(at));
        } else if (auto* tuple = static_cast<Tuple*>(source.as_object()); at < tuple->length) {
            found = tuple->items[at];
        }
        if (!found) {
            registers[1] = Value::from_int(Value::kIntMax);
            return 0;
        }
        *item = found;
        registers[1] = Value::from_int(index + 1);
        return 1;
    }
    *item = iter_next(thread, source);
    if (*item) return 1;
    return thread.exception ? -1 : 0;
}

// --- names ---

namespace {

Raised raise_name_error(Thread& thread, Str* name) {
    raise_format(thread, exceptions.NameError, "name '{}' is not defined", to_utf8(name));
    if (Value exception = thread.exception; exception && class_of(exception) == exceptions.NameError) as_exception(exception)->fields[0].store(name);
    return {};
}

Word global_entry(DictTable* table, int64_t index) {
    return Word{table->keys_version.load(std::memory_order_relaxed)} << 32 | static_cast<uint32_t>(index);
}

void specialise(CodeWord* instruction, Op op) {
    instruction->store(instruction::with_op(instruction->load(std::memory_order_relaxed), op), std::memory_order_relaxed);
}

}  // namespace

Value load_global_slow(Thread& thread, Frame* frame, Str* name, CodeWord* instruction, CodeWord* cache) {
    DictTable* globals = frame->function->globals->table();
    bool learns = !thread.skips_lesson();
    // The version is read before the entries are: a change in between makes the cache entry useless, not wrong.
    Word missing = global_entry(globals, 0);
    if (int64_t index = dict_find_entry(globals, name); index >= 0) {
        if (Value value = globals->entries()[index].value.load()) {
            if (learns) {
                cache->store((missing & ~Word{0xFFFFFFFF}) | static_cast<uint32_t>(index), std::memory_order_relaxed);
                specialise(instruction, Op::LOAD_GLOBAL_MODULE);
            }
            return value;
        }
    }
    if (Value value = dict_get(frame->function->globals, name)) return value;
    DictTable* builtins = frame->function->builtins->table();
    if (int64_t index = dict_find_entry(builtins, name); index >= 0) {
        if (Value value = builtins->entries()[index].value.load()) {
            if (learns) {
                cache->store((~missing & ~Word{0xFFFFFFFF}) | static_cast<uint32_t>(index), std::memory_order_relaxed);
                specialise(instruction, Op::LOAD_GLOBAL_BUILTIN);
            }
            return value;
        }
    }
    return raise_name_error(thread, name);
}

void store_global_slow(Thread& thread, Frame* frame, Str* name, Value value, CodeWord*, CodeWord* cache) {
    Dict* globals = frame->function->globals;
    dict_set(thread, globals, name, value);
    if (thread.skips_lesson()) return;
    DictTable* table = globals->table();
    Word entry = global_entry(table, 0);
    if (int64_t index = dict_find_entry(table, name); index >= 0)
        cache->store((entry & ~Word{0xFFFFFFFF}) | static_cast<uint32_t>(index), std::memory_order_relaxed);
}

Value load_name(Thread& thread, Frame* frame, Str* name) {
    if (Value space = frame->names) {
        if (is_exactly(space, types.dict)) {
            if (Value value = dict_get(as_dict(space), name)) return value;
        } else {
            Value value = get_item(thread, space, name);
            if (value) return value;
            if (!pending_matches(thread, exceptions.KeyError)) return {};
            clear_exception(thread);
        }
    }
    if (Value value = dict_get(frame->function->globals, name)) return value;
    if (Value value = dict_get(frame->function->builtins, name)) return value;
    return raise_name_error(thread, name);
}

bool store_name(Thread& thread, Frame* frame, Str* name, Value value) {
    Value space = frame->names ? frame->names : Value(frame->function->globals);
    if (is_exactly(space, types.dict)) {
        dict_set(thread, as_dict(space), name, value);
        return true;
    }
    return set_item(thread, space, name, value);
}

bool delete_name(Thread& thread, Frame* frame, Str* name) {
    Value space = frame->names ? frame->names : Value(frame->function->globals);
    if (is_exactly(space, types.dict)) {
        if (dict_remove(thread, as_dict(space), name)) return true;
        raise_name_error(thread, name);
        return false;
    }
    if (del_item(thread, space, name)) return true;
    if (pending_matches(thread, exceptions.KeyError)) {
        clear_exception(thread);
        raise_name_error(thread, name);
    }
    return false;
}

void raise_unbound_local(Thread& thread, Str* name) {
    raise_format(thread, exceptions.UnboundLocalError, "cannot access local variable '{}' where it is not associated with a value", to_utf8(name));
}

void raise_unbound_cell(Thread& thread, Frame* frame, const Value* cell_register) {
    auto reg = static_cast<uint16_t>(cell_register - frame->base);
    Code* code = frame->code;
    for (size_t i = 0; i < code->cell_registers.size(); i++)
        if (code->cell_registers[i] == reg) return raise_unbound_local(thread, as_str(code->cell_names->items[i]));
    raise_text(thread, exceptions.UnboundLocalError, "cannot access local variable where it is not associated with a value");
}

void raise_unbound_free(Thread& thread, Frame* frame, uint32_t index) {
    raise_format(thread, exceptions.NameError, "cannot access free variable '{}' where it is not associated with a value in enclosing scope",
                 to_utf8(as_str(frame->code->free_names->items[index])));
}

// --- with ---

bool with_enter(Thread& thread, Value manager, bool async, Value* exit_and_result) {
    Class* cls = class_of(manager);
    Value enter = cls->special(async ? Special::k_aenter : Special::k_enter);
    Value exit = cls->special(async ? Special::k_aexit : Special::k_exit);
    const char* protocol = async ? "asynchronous context manager" : "context manager";
    if (!enter) {
        raise_type_error(thread, "'{}' object does not support the {} protocol", type_name(manager), protocol);
        return false;
    }
    if (!exit) {
        raise_type_error(thread, "'{}' object does not support the {} protocol (missed {} method)", type_name(manager), protocol,
                         async ? "__aexit__" : "__exit__");
        return false;
    }
    Value bound_exit = bind_attribute(thread, exit, manager, cls);
    if (!bound_exit) return false;
    Value bound_enter = bind_attribute(thread, enter, manager, cls);
    if (!bound_enter) return false;
    Value result = call(thread, bound_enter, {});
    if (!result) return false;
    exit_and_result[0] = bound_exit;
    exit_and_result[1] = result;
    return true;
}

Value with_except(Thread& thread, Value exit, Value exception) {
    Value traceback = as_exception(exception)->traceback.load();
    return call(thread, exit, {Value(class_of(exception)), exception, traceback ? traceback : Value::none()});
}

// --- raise ---

bool raise_statement(Thread& thread, Value exception, Value cause) {
    if (!is_exception(exception) && !is_exception_class(exception)) {
        raise_type_error(thread, "exceptions must derive from BaseException");
        return false;
    }
    exception = to_exception(thread, exception);
    if (!exception) return false;
    if (cause) {
        if (!cause.is_none()) {
            if (!is_exception(cause) && !is_exception_class(cause)) {
                raise_type_error(thread, "exception causes must derive from BaseException");
                return false;
            }
            cause = to_exception(thread, cause);
            if (!cause) return false;
        }
        as_exception(exception)->cause.store(cause);
        as_exception(exception)->suppress_context.store(true);
    }
    Value raised = raise(thread, exception);
    (void)raised;
    return false;
}

bool raise_again(Thread& thread) {
    for (HandledException* level = thread.handled; level; level = level->previous) {
        if (!level->exception || level->exception.is_none()) continue;
        thread.exception = level->exception;
        return true;
    }
    return raise_text(thread, exceptions.RuntimeError, "No active exception to reraise");
}

// --- import ---

Value import_statement(Thread& thread, Frame* frame, Str* name, Value from_list, Value level) {
    Value import = dict_get(frame->function->builtins, names.dunder_import);
    if (!import) return raise_text(thread, exceptions.ImportError, "__import__ not found");
    Value locals = frame->names ? frame->names : Value::none();
    return call(thread, import, {Value(name), Value(frame->function->globals), locals, from_list, level});
}

bool setup_annotations(Thread& thread, Frame* frame) {
    Value space = frame->names ? frame->names : Value(frame->function->globals);
    int found = contains(thread, space, names.dunder_annotations);
    if (found < 0) return false;
    return found || set_item(thread, space, names.dunder_annotations, new_dict(thread));
}

bool print_expression(Thread& thread, Value value) {
    Value sys = call(thread, dict_get(namespaces.builtins, names.dunder_import), {Value(names.sys)});
    if (!sys) return false;
    Value hook = get_attr(thread, sys, names.displayhook);
    return hook && call(thread, hook, {value});
}

// --- calls ---

namespace {

std::string callee_name(Thread& thread, Value callee) {
    Value name;
    if (callee && find_attr(thread, callee, names.dunder_qualname, &name) > 0 && is_str(name)) {
        Value module;
        std::string text = to_utf8(as_str(name)) + "()";
        if (find_attr(thread, callee, names.dunder_module, &module) > 0 && is_str(module) && to_utf8(as_str(module)) != "builtins")
            text = to_utf8(as_str(module)) + "." + text;
        return text;
    }
    clear_exception(thread);
    return callee ? type_name(callee) + " object" : "function";
}

// Whether it is a name that is not there yet.
bool is_new_keyword(Thread& thread, Dict* into, Value key, Value callee) {
    if (!is_str(key)) {
        raise_type_error(thread, "keywords must be strings");
        return false;
    }
    Value ignored;
    int present = into->count() == 0 ? 0 : dict_lookup(thread, into, key, &ignored);
    if (present > 0)
        raise_type_error(thread, "{} got multiple values for keyword argument '{}'", callee_name(thread, callee), to_utf8(as_str(key)));
    return present == 0;
}

}  // namespace

bool merge_keywords(Thread& thread, Dict* into, Value mapping, Value callee) {
    // A subclass that iterates in its own way is asked through its methods.
    if (is_dict(mapping) && class_of(mapping)->special(Special::k_iter) == types.dict->special(Special::k_iter)) {
        // Copied in one step: other threads may be changing it.
        bool is_first = into->count() == 0;
        Dict* given = is_first ? into : new_dict(thread);
        if (!dict_merge(thread, given, as_dict(mapping), true)) return false;
        if (is_first) return true;  // that they are strings is seen when they are spread
        uint32_t position = 0;
        Value key, value;
        while (dict_next(given->table(), &position, &key, &value))
            if (!is_new_keyword(thread, into, key, callee) || !dict_store(thread, into, key, value)) return false;
        return true;
    }
    Value keys_method;
    int found = find_attr(thread, mapping, names.keys, &keys_method);
    if (found < 0) return false;
    if (found == 0) {
        raise_type_error(thread, "{} argument after ** must be a mapping, not {}", callee_name(thread, callee), type_name(mapping));
        return false;
    }
    Value keys = call(thread, keys_method, {});
    if (!keys) return false;
    Iteration items(thread, keys);
    while (Value key = items.next()) {
        if (!is_new_keyword(thread, into, key, callee)) return false;
        Value value = get_item(thread, mapping, key);
        if (!value || !dict_store(thread, into, key, value)) return false;
    }
    return !items.failed();
}

bool extend_arguments(Thread& thread, Value list, Value iterable, Value callee) {
    if (!class_of(iterable)->special(Special::k_iter) && !class_of(iterable)->special(Special::k_getitem)) {
        if (callee)
            raise_type_error(thread, "{} argument after * must be an iterable, not {}", callee_name(thread, callee), type_name(iterable));
        else
            raise_type_error(thread, "Value after * must be an iterable, not {}", type_name(iterable));
        return false;
    }
    return list_extend(thread, as_list(list), iterable);
}

Value make_function(Thread& thread, Frame* frame, Code* code, unsigned flags, Value* registers, unsigned target, const CodeWord* captures, unsigned count) {
    Function* function = new_function(thread, code, frame->function->globals);
    function->builtins = frame->function->builtins;
    if (flags & 1) function->defaults.store(registers[target + 1]);
    if (flags & 2) function->keyword_defaults.store(registers[target + 2]);
    if (flags & 4) function->annotations.store(registers[target + 3]);
    if (flags & 8) function->type_parameters.store(registers[target + 4]);
    if (count) {
        Tuple* closure = new_tuple_uninitialized(thread, count);
        for (unsigned i = 0; i < count; i++) {
            Word capture = captures[i].load(std::memory_order_relaxed);
            unsigned index = instruction::a(capture);
            closure->items[i] = instruction::b(capture) ? frame->function->closure->items[index] : registers[index];
        }
        function->closure = closure;
    }
    return function;
}

// --- match ---

Value match_keys(Thread& thread, Value subject, Tuple* keys) {
    Value get = get_attr(thread, subject, names.get);
    if (!get) return {};
    Value missing = call(thread, types.object, {});
    if (!missing) return {};
    Tuple* values = new_tuple_uninitialized(thread, keys->length);
    for (size_t i = 0; i < keys->length; i++) {
        for (size_t j = 0; j < i; j++) {
            int same = equal(thread, keys->items[i], keys->items[j]);
            if (same < 0) return {};
            if (same) return raise_value_error(thread, "mapping pattern checks duplicate key ({})", to_utf8(repr(thread, keys->items[i])));
        }
        Value value = call(thread, get, {keys->items[i], missing});
        if (!value) return {};
        if (value == missing) return Value::none();
        values->items[i] = value;
    }
    return values;
}

Value match_class(Thread& thread, Value subject, Value cls, Tuple* attribute_names, size_t positional) {
    if (!cls.is_object() || cls.as_object()->kind() != Kind::Class) return raise_type_error(thread, "called match pattern must be a type");
    int matches = is_instance_of(thread, subject, cls);
    if (matches < 0) return {};
    if (!matches) return Value::none();
    auto* pattern_class = static_cast<Class*>(cls.as_object());
    List* seen = new_list(thread);
    List* values = new_list(thread);
    // Takes one attribute; 1 taken, 0 absent, -1 exception.
    auto take = [&](Value name) {
        for (size_t i = 0; i < seen->count(); i++) {
            if (equal(thread, list_get(seen, i), name) == 0) continue;
            raise_type_error(thread, "{}() got multiple sub-patterns for attribute {}", to_utf8(pattern_class->name), to_utf8(repr(thread, name)));
            return -1;
        }
        list_append(thread, seen, name);
        Value value;
        int found = find_attr(thread, subject, as_str(name), &value);
        if (found > 0) list_append(thread, values, value);
        return found;
    };
    if (positional > 0) {
        Value match_args;
        int found = find_attr(thread, cls, names.dunder_match_args, &match_args);
        if (found < 0) return {};
        bool match_self = found == 0 && pattern_class->has(kMatchSelf);
        if (found && !is_tuple(match_args))
            return raise_type_error(thread, "{}.__match_args__ must be a tuple (got {})", to_utf8(pattern_class->name), type_name(match_args));
        size_t allowed = match_self ? 1 : found ? as_tuple(match_args)->length : 0;
        if (positional > allowed)
            return raise_type_error(thread, "{}() accepts {} positional sub-pattern{} ({} given)", to_utf8(pattern_class->name), allowed,
                                    allowed == 1 ? "" : "s", positional);
        if (match_self) {
            list_append(thread, values, subject);
        } else {
            for (size_t i = 0; i < positional; i++) {
                Value name = as_tuple(match_args)->items[i];
                if (!is_str(name)) return raise_type_error(thread, "__match_args__ elements must be strings (got {})", type_name(name));
                int taken = take(Value(intern(thread, as_str(name))));
                if (taken < 0) return {};
                if (!taken) return Value::none();
            }
        }
    }
    for (Value name : attribute_names->span()) {
        int taken = take(name);
        if (taken < 0) return {};
        if (!taken) return Value::none();
    }
    Tuple* result = new_tuple_uninitialized(thread, values->count());
    for (size_t i = 0; i < result->length; i++) result->items[i] = list_get(values, i);
    return result;
}

// --- delegation and asynchronous iteration ---

int delegate_step(Thread& thread, Value iterator, Value sent, Value* out) {
    Class* cls = class_of(iterator);
    if (cls->native_await) return cls->native_await(thread, iterator.as_object(), out);
    if (sent.is_none()) {
        if (cls->native_next && !is_generator(iterator)) {
            *out = cls->native_next(thread, iterator.as_object());
            if (*out) return 1;
            if (thread.exception && !pending_matches(thread, exceptions.StopIteration)) return -1;
        } else {
            bool found;
            *out = call_special(thread, iterator, Special::k_next, {}, &found);
            if (*out) return 1;
            if (!found) raise_type_error(thread, "'{}' object is not an iterator", type_name(iterator));
        }
    } else {
        *out = call_method(thread, iterator, names.send, {sent});
        if (*out) return 1;
    }
    if (!thread.exception) {
        *out = Value::none();
        return 0;
    }
    if (!pending_matches(thread, exceptions.StopIteration)) return -1;
    Value value = as_exception(take_exception(thread))->fields[0].load();
    *out = value ? value : Value::none();
    return 0;
}

Value get_yield_from_iter(Thread& thread, Value iterable, bool in_coroutine) {
    if (iterable.is_object() && iterable.as_object()->kind() == Kind::Coroutine) {
        if (!in_coroutine) return raise_type_error(thread, "cannot 'yield from' a coroutine object in a non-coroutine generator");
        return iterable;
    }
    if (iterable.is_object() && iterable.as_object()->kind() == Kind::Generator) return iterable;
    return get_iter(thread, iterable);
}

Value get_aiter(Thread& thread, Value iterable) {
    bool found;
    Value iterator = call_special(thread, iterable, Special::k_aiter, {}, &found);
    if (!found) return raise_type_error(thread, "'async for' requires an object with __aiter__ method, got {}", type_name(iterable));
    if (!iterator) return {};
    if (!class_of(iterator)->special(Special::k_anext))
        return raise_type_error(thread, "'async for' received an object from __aiter__ that does not implement __anext__: {}", type_name(iterator));
    return iterator;
}

Value get_anext(Thread& thread, Value iterator) {
    bool found;
    Value awaitable = call_special(thread, iterator, Special::k_anext, {}, &found);
    if (!found) return raise_type_error(thread, "'async for' requires an iterator with __anext__ method, got {}", type_name(iterator));
    if (!awaitable) return {};
    Value result = get_awaitable(thread, awaitable, 0);
    if (result) return result;
    Value cause = take_exception(thread);
    raise_type_error(thread, "'async for' received an invalid object from __anext__: {}", type_name(awaitable));
    as_exception(thread.exception)->cause.store(cause);
    as_exception(thread.exception)->context.store(cause);
    return {};
}

Value concat_all(Thread& thread, const Value* parts, size_t count) {
    uint32_t widest = 0;
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        auto* text = as_str(parts[i]);
        length += text->length;
        uint32_t limit = text->is_ascii() ? 127 : text->width() == 1 ? 255 : text->width() == 2 ? 0xFFFF : 0x10FFFF;
        widest = std::max(widest, limit);
    }
    Str* result = new_str_uninitialized(thread, length, widest);
    unsigned width = result->width();
    auto* out = static_cast<char*>(const_cast<void*>(result->data));
    for (size_t i = 0; i < count; i++) {
        auto* text = as_str(parts[i]);
        if (text->width() == width) {
            std::memcpy(out, text->data, text->length * width);
        } else {
            for (size_t j = 0; j < text->length; j++) {
                uint32_t c = text->at(j);
                if (width == 2) reinterpret_cast<uint16_t*>(out)[j] = static_cast<uint16_t>(c);
                else reinterpret_cast<uint32_t*>(out)[j] = c;
            }
        }
        out += text->length * width;
    }
    return result;
}

// --- twins ---

namespace {

constexpr const char* kConsumerFunctions[] = {"sum", "any", "all", "min", "max", "sorted"};
struct ConsumerClass {
    Class** cls;
    const char* name;
};
constexpr ConsumerClass kConsumerClasses[] = {
    {&types.list, "list"}, {&types.tuple, "tuple"}, {&types.set, "set"}, {&types.frozenset, "frozenset"}};

// Calls visit(slot of the twin, name of the consumer) for each of them.
template <class Visit>
void for_each_consumer(Visit visit) {
    for (const char* name : kConsumerFunctions) {
        Value function = dict_get(namespaces.builtins, intern(Thread::current(), name));
        if (function.is_object() && function.as_object()->kind() == Kind::NativeFunction)
            visit(static_cast<NativeFunction*>(function.as_object())->twin, name);
    }
    for (const ConsumerClass& consumer : kConsumerClasses) visit((*consumer.cls)->twin, consumer.name);
}

}  // namespace

void announce_consumers() {
    for_each_consumer([](Slot& twin, const char*) { twin.store(Value::none()); });
}

bool load_consumers(Thread& thread) {
    Value module = consumers_module(thread);
    if (!module) return false;
    Dict* functions = static_cast<Module*>(module.as_object())->dict();
    // Two threads may do this at once: both store the same functions.
    for_each_consumer([&](Slot& twin, const char* name) {
        if (Value function = dict_get(functions, intern(thread, name))) twin.store(function);
    });
    return true;
}

// --- intrinsics of type parameters ---

Value run_intrinsic(Thread& thread, uint16_t which, Value* operands) {
    // The classes are written in the language, in lib/typing.py.
    auto typing = [&](const char* name) -> Value {
        Value module = call(thread, dict_get(namespaces.builtins, names.dunder_import), {Value(intern(thread, "typing"))});
        return module ? get_attr(thread, module, intern(thread, name)) : Value();
    };
    Tuple* inferred = new_tuple(thread, {Value(intern(thread, "infer_variance"))});
    switch (static_cast<Intrinsic>(which)) {
        case Intrinsic::TypeVar: {
            Value cls = typing("TypeVar");
            Value arguments[] = {operands[0], Value::from_bool(true)};
            return cls ? call(thread, cls, arguments, inferred) : Value();
        }
        case Intrinsic::TypeVarWithBound: {
            Value cls = typing("TypeVar");
            Tuple* keywords =
                new_tuple(thread, {Value(intern(thread, "bound")), Value(intern(thread, "infer_variance"))});
            Value arguments[] = {operands[0], operands[1], Value::from_bool(true)};
            return cls ? call(thread, cls, arguments, keywords) : Value();
        }
        case Intrinsic::TypeVarWithConstraints: {
            Value cls = typing("TypeVar");
            if (!cls) return {};
            List* arguments = new_list(thread);
            list_append(thread, arguments, operands[0]);
            for (Value constraint : as_tuple(operands[1])->span()) list_append(thread, arguments, constraint);
            list_append(thread, arguments, Value::from_bool(true));
            return call(thread, cls, tuple_from_iterable(thread, arguments)->span(), inferred);
        }
        case Intrinsic::ParamSpec: {
            Value cls = typing("ParamSpec");
            Value arguments[] = {operands[0], Value::from_bool(true)};
            return cls ? call(thread, cls, arguments, inferred) : Value();
        }
        case Intrinsic::TypeVarTuple: {
            Value cls = typing("TypeVarTuple");
            return cls ? call(thread, cls, {operands[0]}) : Value();
        }
        case Intrinsic::TypeAlias: {
            Value make = typing("_type_statement");
            return make ? call(thread, make, as_tuple(operands[0])->span(), nullptr) : Value();
        }
        case Intrinsic::SubscriptGeneric: {
            Value cls = typing("Generic");
            return cls ? get_item(thread, cls, operands[0]) : Value();
        }
        case Intrinsic::AsyncGeneratorWrap:
        case Intrinsic::StopIterationError: break;
    }
    return raise_format(thread, exceptions.SystemError, "unknown intrinsic {}", which);
}

}  // namespace gilt
