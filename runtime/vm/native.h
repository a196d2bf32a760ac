// Functions written in C++ and how they are declared.
//
// A native function is declared by the signature a script would see, and receives its arguments already bound to it:
//
//     Value list_insert(Thread& thread, Args& args) { ... args[1] ... args[2] ... }
//
//     {"insert(self, index, object, /)", list_insert, "Insert object before index."}
//
// The signature is parsed once, when the function object is made. It says how many arguments there are, which may
// be given by name, and which may be left out (those with `=`; what stands after the `=` is only for help() and
// inspect: an argument left out arrives as empty). `*args` arrives in args.rest, `**kwargs` in args.keywords
// (null if there were none).
//
// A native function returns its result, or empty with an exception pending (`return raise_...`). It may call anything;
// it polls nothing unless it runs long. A method's `self` has been checked: it is an instance of the class
// the method belongs to, and for int, float, str, bytes, tuple and complex it is the plain value.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

#include "value/object.h"
#include "value/shape.h"

namespace gilt {

class Thread;
struct Class;
struct Dict;
struct Module;
struct Str;
struct Tuple;

struct Args {
    Value* values;                // one per declared parameter, empty where left out
    size_t count;                 // declared parameters (without *args and **kwargs)
    std::span<const Value> rest;  // extra positional arguments, with *args
    Dict* keywords = nullptr;     // extra keyword arguments, with **kwargs

    Value& operator[](size_t index) { return values[index]; }
    bool has(size_t index) const { return !values[index].is_empty(); }
    // The argument, or `fallback` if it was left out.
    Value get(size_t index, Value fallback) const {
        return values[index].is_empty() ? fallback : values[index];
    }
};

using NativeFn = Value (*)(Thread& thread, Args& args);

enum class Binding : uint8_t { Function, Method, ClassMethod, StaticMethod };

struct NativeSpec {
    const char* signature;
    NativeFn function;
    const char* doc = "";
    Binding binding = Binding::Method;  // for add_methods; add_functions makes plain functions
};

// The parsed signature; private to native.cpp.
struct Signature;

// Calls a native function: binds the arguments to its signature first. The last keyword_names->length of the `count`
// arguments are named. The arguments must lie on the VM stack or another place the collector scans.
Value call_native(Thread& thread, struct NativeFunction* function, const Value* arguments, size_t count, Tuple* keyword_names);
// The same when takes_as_they_are() said that there is nothing to bind.
Value call_native_straight(Thread& thread, struct NativeFunction* function, const Value* arguments, size_t count);

// What a NativeFunction's `flags` hold; fixed when it is made.
enum NativeFlag : uint8_t {
    kUnboundMethod = 1,  // its first argument is self, checked to be an instance of `owner`
    kSlotWrapper = 2,    // a special method, bound or not (is_slot in native.cpp)
    kConstructor = 4,    // the __new__ of `owner`: its first argument is checked to be a class that `owner` can make instances of
};

struct NativeFunction : Object {
    NativeFn function;
    const char* signature_text;
    std::atomic<const Signature*> signature;  // parsed at the first call
    Str* name;
    Class* owner;    // methods: the class; null for functions
    Value self;      // bound: module functions (their module), methods bound to an instance; else empty
    Value module;    // its __module__
    const char* doc;
    // Written in the language: what the VM runs instead when the first argument is an iterator that runs script code, so
    // that `sum(x for ...)` needs no C++ re-entry per item (lib/_consumers.py). Empty if there is none.
    Slot twin;

    // Whether these arguments, all positional, are just what it wants. `aux16` is the number it wants plus one, or 0 where that
    // is no question of the number alone; set when the signature is parsed, from one value to one other.
    bool takes_as_they_are(const Value* arguments, size_t count) const {
        if (aux16.load(std::memory_order_relaxed) != count + 1) return false;
        if (!(flags.load(std::memory_order_relaxed) & kUnboundMethod)) return true;
        return arguments[0].is_object() && arguments[0].as_object()->shape()->owner == owner;
    }
};

Value new_native_function(Thread& thread, const NativeSpec& spec, Value module = {});

// Adds methods (descriptors) to a built-in class: special methods too, which fills the class's `specials`.
void add_methods(Thread& thread, Class* cls, std::initializer_list<NativeSpec> methods);
// A read-only or read-write attribute computed by C++ (`setter` null: read-only).
struct GetSetSpec {
    const char* name;
    Value (*getter)(Thread& thread, Value self);
    bool (*setter)(Thread& thread, Value self, Value value) = nullptr;  // empty value: del
    const char* doc = "";
    bool is_field = false;  // a field of the C++ struct: assigning to it says "readonly attribute"
};
void add_getsets(Thread& thread, Class* cls, std::initializer_list<GetSetSpec> specs);

// --- modules written in C++ ---

// A built-in module: its initializer runs when the module is first imported.
struct NativeModule {
    const char* name;
    bool (*initialize)(Thread& thread, Module* module);
    const char* doc = "";
};
// One line per module file: `GILT_MODULE(time, initialize_time, "doc")` is found through modules/registry.cpp.
void add_functions(Thread& thread, Module* module, std::initializer_list<NativeSpec> functions);
// Parses the signature of one of the module's functions before its first call.
void read_signature(Thread& thread, Module* module, std::string_view function);
void set_module_attribute(Thread& thread, Module* module, std::string_view name, Value value);

}  // namespace gilt
