#include "objects/simple_namespace.h"

#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/full_name.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

Class* namespace_class;

Value attributes_of(Thread& thread, Value self) { return get_attr(thread, self, names.dunder_dict); }

// Past a subclass's own __setattr__.
bool set_all(Thread& thread, Value self, Dict* attributes) {
    Value own = attributes_of(thread, self);
    if (!own) return false;
    uint32_t position = 0;
    Value key, value;
    DictTable* table = attributes->table();
    while (dict_next(table, &position, &key, &value))
        dict_set(thread, as_dict(own), intern(thread, as_str(key)), value);
    return true;
}

Value init(Thread& thread, Args& args) {
    if (!args.rest.empty()) return raise_type_error(thread, "no positional arguments expected");
    if (args.keywords && !set_all(thread, args[0], args.keywords)) return {};
    return Value::none();
}

Value show(Thread& thread, Args& args) {
    bool is_plain = class_of(args[0]) == namespace_class;
    std::string name = is_plain ? "namespace" : to_utf8(class_of(args[0])->name);
    if (!repr_enter(thread, args[0].as_object())) return new_str(thread, name + "(...)");
    Value attributes = attributes_of(thread, args[0]);
    List* keys = attributes ? list_from_iterable(thread, attributes) : nullptr;
    std::string text = name + "(";
    bool good = keys != nullptr;
    for (size_t i = 0; good && i < keys->count(); i++) {
        Value key = list_get(keys, i);
        Value value = key ? get_item(thread, attributes, key) : Value();
        Str* shown = value ? repr(thread, value) : nullptr;
        if (!(good = shown != nullptr)) break;
        text += (i ? ", " : "") + to_utf8(as_str(key)) + "=" + to_utf8(shown);
    }
    repr_leave(thread, args[0].as_object());
    return good ? Value(new_str(thread, text + ")")) : Value();
}

Value equals(Thread& thread, Args& args) {
    if (!is_instance(args[0], namespace_class) || !is_instance(args[1], namespace_class))
        return Value::not_implemented();
    Value a = attributes_of(thread, args[0]), b = a ? attributes_of(thread, args[1]) : Value();
    return b ? compare(thread, Comparison::Eq, a, b) : Value();
}

// copy.replace(): a namespace of the same class with some attributes changed.
Value replace(Thread& thread, Args& args) {
    Value made = call(thread, Value(class_of(args[0])), {});
    Value attributes = made ? attributes_of(thread, args[0]) : Value();
    if (!attributes || !set_all(thread, made, as_dict(attributes))) return {};
    return !args.keywords || set_all(thread, made, args.keywords) ? made : Value();
}

Value reduce(Thread& thread, Args& args) {
    Value attributes = attributes_of(thread, args[0]);
    return attributes ? Value(new_tuple(thread, {class_of(args[0]), empty_tuple(), attributes})) : Value();
}

}  // namespace

Class* simple_namespace_class(Thread& thread) {
    if (namespace_class) return namespace_class;
    Dict* space = new_dict(thread);
    dict_set(thread, space, names.dunder_module, intern(thread, "types"));
    dict_set(thread, space, names.dunder_doc, new_str(thread, "A simple attribute-based namespace."));
    dict_set(thread, space, names.special(Special::k_hash), Value::none());
    Value made = new_class(thread, types.type, intern(thread, "SimpleNamespace"),
                           new_tuple(thread, {types.object}), space, nullptr);
    auto* cls = static_cast<Class*>(made.as_object());
    keep_forever(thread, made);
    add_methods(thread, cls,
                {
                    {"__init__(self, /, *args, **kwargs)", init},
                    {"__repr__(self, /)", show},
                    {"__eq__(self, other, /)", equals},
                    {"__reduce__(self, /)", reduce},
                    {"__replace__(self, /, **kwargs)", replace},
                });
    cls->class_flags |= kFullName;
    return namespace_class = cls;
}

Value new_simple_namespace(Thread& thread, Dict* attributes) {
    Value made = call(thread, simple_namespace_class(thread), {});
    return made && set_all(thread, made, attributes) ? made : Value();
}

}  // namespace gilt
