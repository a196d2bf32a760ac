// The built-in classes, by name: `types.list` is what a script calls `list`.
#pragma once

namespace gilt {

struct Class;
struct Shape;

#define GILT_TYPES(X)                                                                               \
    X(object) X(type) X(int_) X(bool_) X(float_) X(complex) X(str) X(bytes) X(bytearray)            \
    X(memoryview) X(list) X(tuple) X(dict) X(set) X(frozenset) X(range) X(slice) X(none)            \
    X(not_implemented) X(ellipsis) X(function) X(native_function) X(method_descriptor)              \
    X(slot_wrapper) X(method_wrapper) X(class_method_descriptor)                                    \
    X(bound_method) X(static_method) X(class_method) X(property) X(super) X(module) X(cell)         \
    X(code) X(frame) X(traceback) X(generator) X(coroutine) X(async_generator)                      \
    X(member_descriptor) X(getset_descriptor) X(mapping_proxy) X(weak_reference)                    \
    X(generic_alias) X(union_type)                                                                  \
    /* never seen by scripts */                                                                     \
    X(storage) X(list_storage) X(dict_table) X(set_table) X(weak_table) X(str_buffer) X(attribute_cache) \
    X(signature) X(shape)

struct Types {
#define X(name) Class* name;
    GILT_TYPES(X)
#undef X
};

extern Types types;

// The root shapes of the types that instructions are specialised to: one load where types.list->instance_shape takes two.
// Constant once the types are made.
struct TypeShapes {
    Shape *list, *tuple, *dict, *str;
};
extern TypeShapes type_shapes;

}  // namespace gilt
