// Making a Code, finding places in it, and what scripts see of it.
#include "vm/code.h"

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <new>

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/inline_cache.h"
#include "vm/native.h"

#include <fmt/core.h>

namespace gilt {

Position Code::position_at(uint32_t word) const {
    auto after = std::upper_bound(positions.begin(), positions.end(), word,
                                  [](uint32_t at, const PositionRun& run) { return at < run.first_word; });
    return after == positions.begin() ? Position{} : (after - 1)->position;
}

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
    // What the inline caches remember (vm/inline_cache.h). The cache of a global holds no address.
    for (size_t i = 0; i < code->words.size(); i++) {
        Op op = instruction::op(code->words[i].load(std::memory_order_relaxed));
        Format format = instruction::format(op);
        if (!instruction::is_cached(format)) continue;
        Word cached = code->words[++i].load(std::memory_order_relaxed);
        if (format == Format::ABKc) marker.mark(reinterpret_cast<Object*>(cached & kCachePointerMask));
    }
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

// (start, end, line) per run of instructions on one line, as co_lines() yields them.
Value lines(Thread& thread, Args& args) {
    Code* code = as_code(args[0]);
    std::vector<Value> runs;
    for (size_t i = 0; i < code->positions.size(); i++) {
        uint32_t end = i + 1 < code->positions.size() ? code->positions[i + 1].first_word
                                                      : static_cast<uint32_t>(code->words.size());
        runs.push_back(
            new_tuple(thread, {Value::from_int(code->positions[i].first_word), Value::from_int(end),
                               Value::from_int(code->positions[i].position.line)}));
    }
    return new_tuple(thread, runs);
}

}  // namespace

void init_code_type(Thread& thread) {
    add_methods(thread, types.code,
                {
                    {"__repr__(self, /)", repr},
                    {"co_lines(self, /)", lines},
                });
    add_getsets(
        thread, types.code,
        {
            {"co_name", [](Thread&, Value self) { return Value(as_code(self)->name); }},
            {"co_qualname", [](Thread&, Value self) { return Value(as_code(self)->qualified_name); }},
            {"co_filename", [](Thread&, Value self) { return Value(as_code(self)->filename); }},
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
            {"co_stacksize",
             [](Thread&, Value self) { return Value::from_int(as_code(self)->register_count); }},
        });
}

}  // namespace gilt
