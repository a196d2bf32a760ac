// The table of built-in classes: what each is called, what its instances are made of, and what may be done with it.
//
// Boot makes all of them in one go and in two steps, because they need one another: first every class gets its layout and
// shape, then, once strings and dicts can be made, its name, bases and MRO. Their methods come last, from the file of each type.
#include "objects/types.h"

#include "heap/heap.h"
#include "objects/boot_order.h"
#include "objects/bytearray.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/complex.h"
#include "objects/descriptor.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/frame_object.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/memoryview.h"
#include "objects/range.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_tracers.h"
#include "thread/thread.h"
#include "vm/generator.h"
#include "vm/inline_cache.h"
#include "vm/native.h"

namespace gilt {

Types types;
TypeShapes type_shapes;
Names names;

namespace {

struct MappingProxyLayout : Object {
    Value mapping;
};
struct Instance : Object {
    Slot overflow;
};

constexpr uint32_t kValueFlags = kBasetype | kMatchSelf;

struct Row {
    Class** cls;
    Class** base;  // null: object
    NativeClass definition;
};

#define OFFSET(type, field) offsetof(type, field)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"

// clang-format off
const Row kRows[] = {
    // class                    base            name                     kind                    size                     tracer              flags, overflow offset
    {&types.object, nullptr, {.name = "object", .kind = Kind::Instance, .instance_size = sizeof(Object), .flags = kBasetype, .doc = "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n"}},
    {&types.type, nullptr, {.name = "type", .kind = Kind::Class, .instance_size = sizeof(Class), .trace = trace_class, .flags = kHasWeakrefs | kBasetype | kIsMetaclass, .doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type"}},
    {&types.int_, nullptr, {.name = "int", .kind = Kind::BigInt, .instance_size = sizeof(BigInt), .trace = trace_int, .flags = kValueFlags, .doc = "Convert a number or string to an integer, or return 0 if no arguments are given."}},
    {&types.bool_, &types.int_, {.name = "bool", .kind = Kind::BigInt, .instance_size = sizeof(BigInt), .trace = trace_bool, .flags = kMatchSelf, .doc = "Returns True when the argument is true, False otherwise."}},
    {&types.float_, nullptr, {.name = "float", .kind = Kind::Native, .instance_size = sizeof(Object), .trace = trace_float, .flags = kValueFlags, .doc = "Convert a string or number to a floating point number, if possible."}},
    {&types.complex, nullptr, {.name = "complex", .kind = Kind::Complex, .instance_size = sizeof(Complex), .trace = trace_complex, .flags = kBasetype, .doc = "Create a complex number from a real part and an optional imaginary part."}},
    {&types.str, nullptr, {.name = "str", .kind = Kind::Str, .instance_size = sizeof(Str), .trace = trace_str, .flags = kValueFlags, .doc = "Create a new string object from the given object."}},
    {&types.bytes, nullptr, {.name = "bytes", .kind = Kind::Bytes, .instance_size = sizeof(Bytes), .trace = trace_bytes, .flags = kValueFlags, .doc = "An immutable sequence of bytes."}},
    {&types.bytearray, nullptr, {.name = "bytearray", .kind = Kind::ByteArray, .instance_size = sizeof(ByteArray), .trace = trace_bytearray, .flags = kValueFlags, .overflow_offset = 0, .doc = "A mutable sequence of bytes."}},
    {&types.memoryview, nullptr, {.name = "memoryview", .kind = Kind::MemoryView, .instance_size = sizeof(MemoryView), .trace = trace_memoryview, .flags = kHasWeakrefs | kSequencePattern, .doc = "Create a new memoryview object which references the given object."}},
    {&types.list, nullptr, {.name = "list", .kind = Kind::List, .instance_size = sizeof(List), .trace = trace_list, .flags = kValueFlags | kSequencePattern, .doc = "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified."}},
    {&types.tuple, nullptr, {.name = "tuple", .kind = Kind::Tuple, .instance_size = sizeof(Tuple), .trace = trace_tuple, .flags = kValueFlags | kSequencePattern, .doc = "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object."}},
    {&types.dict, nullptr, {.name = "dict", .kind = Kind::Dict, .instance_size = sizeof(Dict), .trace = trace_dict, .flags = kValueFlags | kMappingPattern, .doc = "A mapping from keys to values."}},
    {&types.set, nullptr, {.name = "set", .kind = Kind::Set, .instance_size = sizeof(Set), .trace = trace_set, .flags = kHasWeakrefs | kValueFlags, .doc = "Build an unordered collection of unique elements."}},
    {&types.frozenset, nullptr, {.name = "frozenset", .kind = Kind::FrozenSet, .instance_size = sizeof(Set), .trace = trace_set, .flags = kHasWeakrefs | kValueFlags, .doc = "Build an immutable unordered collection of unique elements."}},
    {&types.range, nullptr, {.name = "range", .kind = Kind::Range, .instance_size = sizeof(Range), .trace = trace_range, .flags = kSequencePattern, .doc = "Return an object that produces a sequence of integers."}},
    {&types.slice, nullptr, {.name = "slice", .kind = Kind::Slice, .instance_size = sizeof(Slice), .trace = trace_slice, .doc = "Create a slice object."}},
    {&types.none, nullptr, {.name = "NoneType", .kind = Kind::Native}},
    {&types.not_implemented, nullptr, {.name = "NotImplementedType", .kind = Kind::Native}},
    {&types.ellipsis, nullptr, {.name = "ellipsis", .kind = Kind::Native}},
    {&types.function, nullptr, {.name = "function", .kind = Kind::Function, .instance_size = sizeof(Function), .trace = trace_function, .flags = kHasWeakrefs, .overflow_offset = OFFSET(Function, overflow), .doc = "Create a function object."}},
    {&types.native_function, nullptr, {.name = "builtin_function_or_method", .kind = Kind::NativeFunction, .instance_size = sizeof(NativeFunction), .trace = trace_native_function, .flags = kHasWeakrefs | kDisallowNew}},
    {&types.method_descriptor, nullptr, {.name = "method_descriptor", .kind = Kind::NativeFunction, .instance_size = sizeof(NativeFunction), .trace = trace_native_function, .flags = kDisallowNew}},
    {&types.slot_wrapper, nullptr, {.name = "wrapper_descriptor", .kind = Kind::NativeFunction, .instance_size = sizeof(NativeFunction), .trace = trace_native_function, .flags = kDisallowNew}},
    {&types.method_wrapper, nullptr, {.name = "method-wrapper", .kind = Kind::NativeFunction, .instance_size = sizeof(NativeFunction), .trace = trace_native_function, .flags = kDisallowNew}},
    {&types.bound_method, nullptr, {.name = "method", .kind = Kind::BoundMethod, .instance_size = sizeof(BoundMethod), .trace = trace_bound_method, .flags = kHasWeakrefs}},
    {&types.static_method, nullptr, {.name = "staticmethod", .kind = Kind::StaticMethod, .instance_size = sizeof(StaticMethod), .trace = trace_static_method, .flags = kBasetype, .overflow_offset = OFFSET(StaticMethod, overflow), .doc = "Convert a function to be a static method."}},
    {&types.class_method, nullptr, {.name = "classmethod", .kind = Kind::ClassMethod, .instance_size = sizeof(StaticMethod), .trace = trace_static_method, .flags = kBasetype, .overflow_offset = OFFSET(StaticMethod, overflow), .doc = "Convert a function to be a class method."}},
    {&types.class_method_descriptor, nullptr, {.name = "classmethod_descriptor", .kind = Kind::ClassMethod, .instance_size = sizeof(StaticMethod), .trace = trace_static_method, .flags = kDisallowNew}},
    {&types.property, nullptr, {.name = "property", .kind = Kind::Property, .instance_size = sizeof(Property), .trace = trace_property, .flags = kBasetype, .doc = "Property attribute.\n\n  fget\n    function to be used for getting an attribute value\n  fset\n    function to be used for setting an attribute value\n  fdel\n    function to be used for del'ing an attribute\n  doc\n    docstring"}},
    {&types.super, nullptr, {.name = "super", .kind = Kind::Super, .instance_size = sizeof(Super), .trace = trace_super, .flags = kBasetype, .doc = "Delegates attribute access to the next class in the method resolution order."}},
    {&types.module, nullptr, {.name = "module", .kind = Kind::Module, .instance_size = sizeof(Module), .flags = kHasWeakrefs | kBasetype, .overflow_offset = OFFSET(Module, overflow), .doc = "Create a module object."}},
    {&types.cell, nullptr, {.name = "cell", .kind = Kind::Cell, .instance_size = sizeof(Cell), .trace = trace_cell}},
    {&types.code, nullptr, {.name = "code", .kind = Kind::Code, .instance_size = sizeof(Code), .trace = trace_code, .flags = kHasWeakrefs | kDisallowNew}},
    {&types.frame, nullptr, {.name = "frame", .kind = Kind::FrameObject, .instance_size = sizeof(FrameObject), .trace = trace_frame_object, .flags = kDisallowNew}},
    {&types.traceback, nullptr, {.name = "traceback", .kind = Kind::Traceback, .instance_size = sizeof(Traceback), .trace = trace_traceback}},
    {&types.generator, nullptr, {.name = "generator", .kind = Kind::Generator, .instance_size = sizeof(Generator), .trace = trace_generator, .flags = kHasWeakrefs | kDisallowNew}},
    {&types.coroutine, nullptr, {.name = "coroutine", .kind = Kind::Coroutine, .instance_size = sizeof(Generator), .trace = trace_generator, .flags = kHasWeakrefs | kDisallowNew}},
    {&types.async_generator, nullptr, {.name = "async_generator", .kind = Kind::AsyncGenerator, .instance_size = sizeof(Generator), .trace = trace_generator, .flags = kHasWeakrefs | kDisallowNew}},
    {&types.member_descriptor, nullptr, {.name = "member_descriptor", .kind = Kind::Descriptor, .instance_size = sizeof(Descriptor), .trace = trace_descriptor, .flags = kDisallowNew}},
    {&types.getset_descriptor, nullptr, {.name = "getset_descriptor", .kind = Kind::Descriptor, .instance_size = sizeof(Descriptor), .trace = trace_descriptor, .flags = kDisallowNew}},
    {&types.mapping_proxy, nullptr, {.name = "mappingproxy", .kind = Kind::MappingProxy, .instance_size = sizeof(MappingProxyLayout), .trace = trace_mapping_proxy, .flags = kMappingPattern}},
    // Never seen by scripts.
    {&types.storage, nullptr, {.name = "storage", .kind = Kind::Storage, .instance_size = sizeof(Storage), .trace = trace_storage, .flags = kDisallowNew}},
    {&types.list_storage, nullptr, {.name = "list_storage", .kind = Kind::ListStorage, .instance_size = sizeof(ListStorage), .trace = trace_list_storage, .flags = kDisallowNew}},
    {&types.dict_table, nullptr, {.name = "dict_table", .kind = Kind::DictTable, .instance_size = sizeof(DictTable), .trace = trace_dict_table, .flags = kDisallowNew}},
    {&types.set_table, nullptr, {.name = "set_table", .kind = Kind::SetTable, .instance_size = sizeof(Object), .trace = trace_set_table, .flags = kDisallowNew}},
    {&types.weak_table, nullptr, {.name = "weak_table", .kind = Kind::Storage, .flags = kDisallowNew}},
    {&types.str_buffer, nullptr, {.name = "str_buffer", .kind = Kind::StrBuffer, .instance_size = sizeof(StrBuffer), .flags = kDisallowNew}},
    {&types.attribute_cache, nullptr, {.name = "attribute_cache", .kind = Kind::AttributeCache, .instance_size = sizeof(AttributeCache), .trace = trace_attribute_cache, .flags = kDisallowNew}},
    {&types.signature, nullptr, {.name = "signature", .kind = Kind::Storage, .flags = kDisallowNew}},
    {&types.shape, nullptr, {.name = "shape", .kind = Kind::Shape, .instance_size = sizeof(Shape), .trace = trace_shape, .flags = kDisallowNew}},
};
// clang-format on
#pragma GCC diagnostic pop

}  // namespace

void create_types(Thread& thread) {
    for (const Row& row : kRows) *row.cls = heap::allocate<Class>(thread, nullptr);
    // The shape of shapes describes itself.
    for (const Row& row : kRows)
        if (*row.cls == types.shape) lay_out_native_class(thread, types.shape, row.definition);
    Shape* shape_of_shapes = types.shape->instance_shape.load();
    shape_of_shapes->set_shape(shape_of_shapes);
    for (const Row& row : kRows)
        if (*row.cls != types.shape) lay_out_native_class(thread, *row.cls, row.definition);
    for (const Row& row : kRows) (*row.cls)->set_shape(types.type->instance_shape.load());
    type_shapes = {.list = types.list->instance_shape.load(), .tuple = types.tuple->instance_shape.load(),
                   .dict = types.dict->instance_shape.load(), .str = types.str->instance_shape.load()};
}

void complete_types(Thread& thread) {
    for (const Row& row : kRows) {
        NativeClass definition = row.definition;
        definition.base = row.base ? *row.base : nullptr;
        complete_native_class(thread, *row.cls, definition);
    }
}

void trace_types(Marker& marker) {
#define X(name) marker.mark(static_cast<Object*>(types.name));
    GILT_TYPES(X)
#undef X
}

}  // namespace gilt
