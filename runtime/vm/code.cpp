// Making a Code, finding places in it, and what scripts see of it.
#include "vm/code.h"

#include <cassert>
#include <cstdio>
#include <new>

#include "heap/heap.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/inline_cache.h"
#include "vm/native.h"
#include "vm/operations.h"
#include "vm/register_effects.h"

#include <fmt/core.h>

namespace gilt {

const Handler* Code::find_handler(uint32_t word) const {
    for (const Handler& handler : handlers) {
        if (handler.start <= word && word < handler.end) return &handler;
    }
    return nullptr;
}

// ---------------------------------------------------------------------------------------------
// Making one
// ---------------------------------------------------------------------------------------------

Code* new_code(Thread& thread) {
    Object* object = allocate_instance(thread, types.code);
    // The constructor of the C++ members clears the header, too.
    Shape* shape = object->shape();
    Code* code = new (object) Code();
    code->set_shape(shape);
    heap::set_finalizer(code, [](Object* dead) { static_cast<Code*>(dead)->~Code(); });
    return code;
}

void finish_code(Code* code) {
    constexpr uint32_t kNotSimple =
        kVarArgs | kVarKeywords | kGenerator | kCoroutine | kIterableCoroutine | kAsyncGenerator;
    code->is_simple = (code->flags & kNotSimple) == 0 && code->keyword_only_count == 0;
#ifndef NDEBUG
    std::string error = verify_code(code);
    if (!error.empty()) std::fprintf(stderr, "bad code: %s\n", error.c_str());
    assert(error.empty());
#endif
}

void trace_code(Object* object, Marker& marker) {
    auto* code = static_cast<Code*>(object);
    marker.mark_range(code->constants.data(), code->constants.size());
    marker.mark(code->name);
    marker.mark(code->qualified_name);
    marker.mark(code->filename);
    marker.mark(code->local_names);
    marker.mark(code->cell_names);
    marker.mark(code->free_names);
    marker.mark(code->global_names);
    marker.mark(code->self_attributes);
    marker.mark(code->docstring);
    if (code->has_caches.load(std::memory_order_relaxed)) trace_inline_caches(code, marker);
}

// ---------------------------------------------------------------------------------------------
// What scripts see
// ---------------------------------------------------------------------------------------------

namespace {

Code* as_code(Value value) { return static_cast<Code*>(value.as_object()); }

Value repr(Thread& thread, Args& args) {
    Code* code = as_code(args[0]);
    return new_str(thread, fmt::format("<code object {} at {:#x}, file \"{}\", line {}>", to_utf8(code->name),
                                       args[0].bits(), to_utf8(code->filename), code->first_line));
}

// co_varnames: without the names that live in cells only.
Value variable_names(Thread&, Value self) { return as_code(self)->local_names; }

Value constants(Thread& thread, Value self) {
    Code* code = as_code(self);
    std::vector<Value> values;
    values.push_back(code->docstring);
    for (const Slot& slot : code->constants) values.push_back(slot.load());
    return new_tuple(thread, values);
}

// Calls visit(run, the word behind its last) for each run of instructions that come from one place.
template <class Visit>
void for_each_run(const Code* code, Visit visit) {
    PositionRun before{};
    code->locations.for_each([&](const PositionRun& run) {
        if (run.first_word > before.first_word) visit(before, run.first_word);
        before = run;
        return true;
    });
    auto size = static_cast<uint32_t>(code->words.size());
    if (size > before.first_word) visit(before, size);
}

// co_lines(): (start, end, line) per run of instructions that come from one place.
Value lines(Thread& thread, Args& args) {
    Code* code = as_code(args[0]);
    std::vector<Value> runs;
    for_each_run(code, [&](const PositionRun& run, uint32_t end) {
        runs.push_back(new_tuple(thread, {Value::from_int(run.first_word), Value::from_int(end),
                                          Value::from_int(run.position.line)}));
    });
    return get_iter(thread, new_tuple(thread, runs));
}

// co_positions(): (line, end line, column, end column) per word of code.
Value word_positions(Thread& thread, Args& args) {
    Code* code = as_code(args[0]);
    std::vector<Value> places;
    for_each_run(code, [&](const PositionRun& run, uint32_t end) {
        const Position& at = run.position;
        Value place = new_tuple(thread, {Value::from_int(at.line), Value::from_int(at.end_line),
                                         Value::from_int(at.column), Value::from_int(at.end_column)});
        places.insert(places.end(), end - run.first_word, place);
    });
    return get_iter(thread, new_tuple(thread, places));
}

// The instructions as CPython's co_code holds its own: for len() and comparisons, nobody else can read them.
Value instruction_bytes(Thread& thread, Value self) {
    const std::vector<CodeWord>& words = as_code(self)->words;
    std::string bytes;
    for (const CodeWord& word : words) {
        Word w = word.load(std::memory_order_relaxed);
        bytes.append(reinterpret_cast<const char*>(&w), sizeof w);
    }
    return new_bytes(thread, bytes);
}

// A copy with some fields changed. Which instructions there are cannot be changed: gilt's are not CPython's.
Value replace(Thread& thread, Args& args) {
    Code* old = as_code(args[0]);
    Code* code = new_code(thread);
    code->words = std::vector<CodeWord>(old->words.size());
    for (size_t i = 0; i < old->words.size(); i++) {
        Word w = old->words[i].load(std::memory_order_relaxed);
        Op general = instruction::unspecialised(instruction::op(w));
        code->words[i].store(instruction::with_op(w, general), std::memory_order_relaxed);
        if (instruction::is_cached(instruction::format(general))) code->words[++i].store(0, std::memory_order_relaxed);
        if (general != Op::CLOSURE) continue;
        // Its CAPTUREs follow: no instructions of their own.
        for (unsigned captures = instruction::c(w); captures > 0; captures--, i++)
            code->words[i + 1].store(old->words[i + 1].load(std::memory_order_relaxed), std::memory_order_relaxed);
    }
    code->constants = std::vector<Slot>(old->constants.size());
    for (size_t i = 0; i < old->constants.size(); i++) code->constants[i].store(old->constants[i].load());
    code->handlers = old->handlers;
    code->locations = old->locations;
    code->name = old->name;
    code->qualified_name = old->qualified_name;
    code->filename = old->filename;
    code->local_names = old->local_names;
    code->cell_names = old->cell_names;
    code->free_names = old->free_names;
    code->global_names = old->global_names;
    code->self_attributes = old->self_attributes;
    code->docstring = old->docstring;
    code->flags = old->flags;
    code->register_count = old->register_count;
    code->argument_count = old->argument_count;
    code->positional_only_count = old->positional_only_count;
    code->keyword_only_count = old->keyword_only_count;
    code->first_line = old->first_line;
    code->local_count = old->local_count;
    code->cell_registers = old->cell_registers;
    code->class_free_index = old->class_free_index;
    code->is_module = old->is_module;
    code->is_class_body = old->is_class_body;
    code->is_hidden = old->is_hidden;
    struct {
        int argument;
        Str* Code::*field;
        const char* name;
    } texts[] = {{1, &Code::name, "co_name"}, {2, &Code::qualified_name, "co_qualname"}, {3, &Code::filename, "co_filename"}};
    for (auto [argument, field, name] : texts) {
        if (!args.has(argument)) continue;
        if (!is_str(args[argument]))
            return raise_type_error(thread, "replace() argument '{}' must be str, not {}", name, type_name(args[argument]));
        code->*field = intern(thread, as_str(args[argument]));
    }
    int64_t number;
    if (args.has(4)) {
        if (!to_int64(thread, args[4], &number)) return {};
        code->flags = static_cast<uint32_t>(number);
    }
    if (args.has(5)) {
        if (!to_int64(thread, args[5], &number)) return {};
        code->first_line = static_cast<int32_t>(number);
    }
    if (args.has(6)) {
        bool fits = is_tuple(args[6]) && as_tuple(args[6])->length == old->constants.size() + 1;
        if (!fits) return raise_value_error(thread, "code: co_consts must be a tuple of {} items", old->constants.size() + 1);
        code->docstring = as_tuple(args[6])->items[0];
        for (size_t i = 0; i < old->constants.size(); i++) code->constants[i].store(as_tuple(args[6])->items[i + 1]);
    }
    finish_code(code);
    return code;
}

}  // namespace

void init_code_type(Thread& thread) {
    add_methods(thread, types.code,
                {
                    {"replace(self, /, *, co_name=None, co_qualname=None, co_filename=None, co_flags=None, co_firstlineno=None, co_consts=None)",
                     replace, "Return a copy of the code object with new values for the specified fields."},
                    {"__repr__(self, /)", repr},
                    {"co_lines(self, /)", lines},
                    {"co_positions(self, /)", word_positions},
                });
    add_getsets(
        thread, types.code,
        {
            {.name = "co_name", .getter = [](Thread&, Value self) { return Value(as_code(self)->name); }, .is_field = true},
            {.name = "co_qualname", .getter = [](Thread&, Value self) { return Value(as_code(self)->qualified_name); }, .is_field = true},
            {.name = "co_filename", .getter = [](Thread&, Value self) { return Value(as_code(self)->filename); }, .is_field = true},
            {"co_firstlineno",
             [](Thread&, Value self) { return Value::from_int(as_code(self)->first_line); }},
            {"co_flags", [](Thread&, Value self) { return Value::from_int(as_code(self)->flags); }},
            {"co_argcount",
             [](Thread&, Value self) { return Value::from_int(as_code(self)->argument_count); }},
            {"co_posonlyargcount",
             [](Thread&, Value self) { return Value::from_int(as_code(self)->positional_only_count); }},
            {"co_kwonlyargcount",
             [](Thread&, Value self) { return Value::from_int(as_code(self)->keyword_only_count); }},
            {"co_nlocals",
             [](Thread&, Value self) {
                 return Value::from_int(static_cast<int64_t>(as_code(self)->local_names->length));
             }},
            {"co_varnames", variable_names},
            {"co_cellvars", [](Thread&, Value self) { return Value(as_code(self)->cell_names); }},
            {"co_freevars", [](Thread&, Value self) { return Value(as_code(self)->free_names); }},
            {"co_names", [](Thread&, Value self) { return Value(as_code(self)->global_names); }},
            {"co_consts", constants},
            {"co_code", instruction_bytes},
            {"co_stacksize",
             [](Thread&, Value self) { return Value::from_int(as_code(self)->register_count); }},
        });
}

}  // namespace gilt
