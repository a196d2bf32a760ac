// Functions written in scripts, and the small objects around calling them.
#pragma once
#include <atomic>

#include "value/object.h"
#include "vm/code.h"

namespace gilt {
class Thread;
struct Class;
struct Dict;
struct NativeFunction;
struct Tuple;

struct Cell : Object {
    Slot value;  // empty: unbound
};

struct Function : Object {
    PointerSlot<Code> code;  // replaced only by assigning __code__
    Dict* globals;
    Dict* builtins;          // what LOAD_GLOBAL falls back to
    Tuple* closure;          // of Cells, or null
    Slot defaults;           // tuple or empty
    Slot keyword_defaults;   // dict or empty
    Slot name, qualified_name, module, docstring, annotations, type_parameters;
    Slot overflow;           // attributes of the function
    bool is_hidden() const { return code->is_hidden; }
};
Cell* new_cell(Thread& thread, Value value);
Function* new_function(Thread& thread, Code* code, Dict* globals);

struct BoundMethod : Object {
    Value function, self;
};
Value new_bound_method(Thread& thread, Value function, Value self);
// A built-in method bound to its object (`[].append`): a NativeFunction that carries its self.
Value bind_native(Thread& thread, NativeFunction* function, Value self);
struct StaticMethod : Object {   // and ClassMethod
    Slot function;
    Slot overflow;
};
struct Property : Object {
    Slot getter, setter, deleter, docstring, name;
    Slot overflow;
};
Value property_get(Thread& thread, Property* property, Value object);
[[nodiscard]] bool property_set(Thread& thread, Property* property, Value object, Value value);  // empty: delete

struct Super : Object {
    Class* start;      // search after this class ...
    Value self;        // ... in the MRO of the class of this
    Class* self_class;
};
struct Module : Object {
    Slot overflow;     // its __dict__: a module is always in dictionary mode
    Dict* dict() const;
    void* native_state;
};
Module* new_module(Thread& thread, std::string_view name);

// An instance of a subclass of int, float, complex, str, bytes or tuple: the plain value, and attributes.
struct Boxed : Object {
    Value payload;
    Slot overflow;
    Slot inline_slots[];
};

}  // namespace gilt
