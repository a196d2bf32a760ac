#include "objects/descriptor.h"

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/str.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/operations.h"

namespace gilt {

Descriptor* new_member_descriptor(Thread& thread, Class* owner, Str* name, uint16_t word) {
    auto* descriptor = new_instance<Descriptor>(thread, types.member_descriptor);
    descriptor->name = name;
    descriptor->owner = owner;
    descriptor->word = word;
    return descriptor;
}

void trace_descriptor(Object* object, Marker& marker) {
    auto* descriptor = static_cast<Descriptor*>(object);
    marker.mark(static_cast<Object*>(descriptor->name));
    marker.mark(static_cast<Object*>(descriptor->owner));
}

namespace {

bool check_owner(Thread& thread, Descriptor* descriptor, Value self) {
    if (is_instance(self, descriptor->owner)) return true;
    raise_type_error(thread, "descriptor '{}' for '{}' objects doesn't apply to a '{}' object", to_utf8(descriptor->name),
                     to_utf8(descriptor->owner->name), type_name(self));
    return false;
}

}  // namespace

Value descriptor_get(Thread& thread, Descriptor* descriptor, Value self) {
    if (!check_owner(thread, descriptor, self)) return {};
    if (descriptor->word) {
        Value value = inline_slot(self.as_object(), descriptor->word).load();
        return value ? value : raise_attribute_error(thread, self, descriptor->name);
    }
    if (self.is_object() && self.as_object()->kind() == Kind::Boxed && descriptor->owner->instance_kind != Kind::Boxed && descriptor->owner != types.object)
        self = static_cast<Boxed*>(self.as_object())->payload;
    return descriptor->getter(thread, self);
}

bool descriptor_set(Thread& thread, Descriptor* descriptor, Value self, Value value) {
    if (!check_owner(thread, descriptor, self)) return false;
    if (descriptor->word) {
        Slot& slot = inline_slot(self.as_object(), descriptor->word);
        if (!value && !slot.load()) return raise_text(thread, exceptions.AttributeError, to_utf8(descriptor->name));
        slot.store(value);
        return true;
    }
    if (!descriptor->setter && descriptor->is_field) return raise_text(thread, exceptions.AttributeError, "readonly attribute");
    if (!descriptor->setter) {
        raise_format(thread, exceptions.AttributeError, "attribute '{}' of '{}' objects is not writable", to_utf8(descriptor->name),
                     full_class_name(descriptor->owner));
        return false;
    }
    return descriptor->setter(thread, self, value);
}

namespace {

Descriptor* as_descriptor(Value value) { return static_cast<Descriptor*>(value.as_object()); }

Value dunder_get(Thread& thread, Args& args) {
    if (args[1].is_none()) return args[0];
    return descriptor_get(thread, as_descriptor(args[0]), args[1]);
}
Value dunder_set(Thread& thread, Args& args) {
    return descriptor_set(thread, as_descriptor(args[0]), args[1], args[2]) ? Value::none() : Value();
}
Value dunder_delete(Thread& thread, Args& args) {
    return descriptor_set(thread, as_descriptor(args[0]), args[1], {}) ? Value::none() : Value();
}
Value descriptor_repr(Thread& thread, Args& args) {
    auto* descriptor = as_descriptor(args[0]);
    return new_str(thread, fmt::format("<{} '{}' of '{}' objects>", descriptor->cls() == types.member_descriptor ? "member" : "attribute", to_utf8(descriptor->name),
                                       to_utf8(descriptor->owner->name)));
}
Value get_name(Thread&, Value self) { return as_descriptor(self)->name; }
Value get_owner(Thread&, Value self) { return as_descriptor(self)->owner; }
Value get_qualified_name(Thread& thread, Value self) {
    return new_str(thread, to_utf8(as_descriptor(self)->owner->qualified_name) + "." + to_utf8(as_descriptor(self)->name));
}
Value get_doc(Thread& thread, Value self) {
    const char* doc = as_descriptor(self)->doc;
    return doc && *doc ? Value(new_str(thread, doc)) : Value::none();
}

}  // namespace

void init_descriptor_types(Thread& thread) {
    for (Class* cls : {types.member_descriptor, types.getset_descriptor}) {
        add_methods(thread, cls, {{"__get__(self, instance, owner=None, /)", dunder_get}, {"__set__(self, instance, value, /)", dunder_set},
                                  {"__delete__(self, instance, /)", dunder_delete}, {"__repr__(self, /)", descriptor_repr}});
        add_getsets(thread, cls, {{.name = "__name__", .getter = get_name, .is_field = true}, {"__qualname__", get_qualified_name}, {.name = "__objclass__", .getter = get_owner, .is_field = true}, {"__doc__", get_doc}});
    }
}

}  // namespace gilt
