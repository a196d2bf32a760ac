#include "vm/attributes.h"

#include "heap/heap.h"
#include "objects/boot_order.h"
#include "objects/class.h"
#include "objects/descriptor.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

// --- the object's own attributes ---

namespace {

Slot& overflow_slot(Object* object, Shape* shape) { return inline_slot(object, shape->overflow_word); }

// The object's dict in dictionary mode.
Dict* dictionary_of(Object* object, Shape* shape) {
    return as_dict(overflow_slot(object, shape).load());
}

// Stores into a slot the object's current shape describes; the caller holds the object's lock.
void write_slot(Object* object, Shape* shape, uint16_t slot, Value value) {
    if (slot < Shape::kOverflow) {
        inline_slot(object, slot).store(value);
    } else {
        auto* storage = static_cast<Storage*>(overflow_slot(object, shape).load().as_object());
        storage->slots[slot - Shape::kOverflow].store(value);
    }
}

// Makes room for overflow slot `slot`; the caller holds the object's lock. A grown copy is published whole.
void ensure_overflow(Thread& thread, Object* object, Shape* shape, uint16_t slot) {
    if (slot < Shape::kOverflow) return;
    size_t needed = slot - Shape::kOverflow + 1u;
    Value current = overflow_slot(object, shape).load();
    auto* storage = current ? static_cast<Storage*>(current.as_object()) : nullptr;
    if (storage && storage->capacity >= needed) return;
    Storage* bigger = new_storage(thread, std::max<size_t>(4, needed * 2));
    if (storage)
        for (size_t i = 0; i < storage->capacity; i++) bigger->slots[i].store(storage->slots[i].load());
    overflow_slot(object, shape).store(bigger);
}

Shape* dictionary_shape(Thread& thread, Class* cls) {
    Shape* shape = cls->dictionary_shape.load(std::memory_order_acquire);
    if (!shape) {
        // Two threads may both make one; either serves, and caches never look at dictionary shapes.
        shape = new_root_shape(thread, cls, true);
        cls->dictionary_shape.store(shape, std::memory_order_release);
    }
    return shape;
}

Value read_slot_of(Object* object, Shape* shape, uint16_t slot) {
    if (slot < Shape::kOverflow) return inline_slot(object, slot).load();
    Value overflow = overflow_slot(object, shape).load();
    // The object may have gone to dictionary mode since the caller saw its shape.
    if (!overflow || overflow.as_object()->kind() != Kind::Storage) return {};
    auto* storage = static_cast<Storage*>(overflow.as_object());
    size_t index = slot - Shape::kOverflow;
    return index < storage->capacity ? storage->slots[index].load() : Value();
}

// Fills `dict` with the attributes of an object in slot mode, in the order they were added.
void copy_slots(Thread& thread, Object* object, Shape* shape, Dict* dict) {
    Shape* chain[Shape::kMaxSlots];
    size_t count = 0;
    for (Shape* link = shape; link->parent; link = link->parent) chain[count++] = link;
    while (count > 0) {
        Shape* link = chain[--count];
        Value value = read_slot_of(object, shape, shape->slot_at(link->slot_count - 1));
        if (value) dict_set(thread, dict, link->key, value);
    }
}

}  // namespace

Value read_slot(Object* object, uint16_t slot) { return read_slot_of(object, object->shape(), slot); }

Value own_attr(Thread& thread, Object* object, Str* name) {
    Shape* shape = object->shape();
    if (!shape->has_attributes) return {};
    if (shape->is_dictionary) {
        Value dict = overflow_slot(object, shape).load();
        return dict ? dict_get(as_dict(dict), name) : Value();
    }
    int slot = shape->find(thread, name);
    if (slot == Shape::kNoSlot) return {};
    Value value = read_slot_of(object, shape, static_cast<uint16_t>(slot));
    if (!value) [[unlikely]] {
        // Empty: another thread changed the layout between our two looks. Look again at what it is now.
        Shape* now = object->shape();
        if (now != shape && now->is_dictionary) return dict_get(dictionary_of(object, now), name);
    }
    return value;
}

bool set_own_attr(Thread& thread, Object* object, Str* name, Value value) {
    for (;;) {
        Shape* shape = object->shape();
        if (shape->is_dictionary) {
            Value dict = overflow_slot(object, shape).load();
            dict_set(thread, as_dict(dict), name, value);
            return true;
        }
        int found = shape->find(thread, name);
        Shape* next = shape;
        if (found == Shape::kNoSlot) {
            // Made before the object is locked: locks do not nest.
            next = shape->add(thread, name);
            if (!next) {
                if (!instance_dict(thread, object)) return false;
                continue;
            }
            found = shape->slot_at(shape->slot_count);
        }
        ObjectLock lock(object);
        if (object->shape() != shape) continue;
        auto slot = static_cast<uint16_t>(found);
        if (next != shape) {
            ensure_overflow(thread, object, shape, slot);
            write_slot(object, shape, slot, value);
            object->set_shape(next);
        } else {
            write_slot(object, shape, slot, value);
        }
        return true;
    }
}

bool delete_own_attr(Thread& thread, Object* object, Str* name) {
    if (!own_attr(thread, object, name)) return false;
    Dict* dict = instance_dict(thread, object);
    return dict && dict_remove(thread, dict, name);
}

Dict* instance_dict(Thread& thread, Object* object) {
    Shape* shape = object->shape();
    if (!shape->has_attributes || shape->overflow_word == Shape::kNoWord) return nullptr;
    if (shape->is_dictionary) return dictionary_of(object, shape);
    Shape* dictionary = dictionary_shape(thread, shape->owner);
    Dict* dict = new_dict(thread);
    ObjectLock lock(object);
    shape = object->shape();
    if (shape->is_dictionary) return dictionary_of(object, shape);
    // Nobody else knows `dict` yet, so its lock byte, taken inside this lock, is always free.
    copy_slots(thread, object, shape, dict);
    overflow_slot(object, shape).store(dict);
    object->set_shape(dictionary);
    return dict;
}

bool set_instance_dict(Thread& thread, Object* object, Value dict) {
    if (!is_dict(dict)) {
        raise_type_error(thread, "__dict__ must be set to a dictionary, not a '{}'", type_name(dict));
        return false;
    }
    Shape* shape = object->shape();
    if (!instance_dict(thread, object)) {
        raise_format(thread, exceptions.AttributeError, "'{}' object has no attribute '__dict__'", type_name(object));
        return false;
    }
    ObjectLock lock(object);
    shape = object->shape();
    overflow_slot(object, shape).store(dict);
    return true;
}

Dict* copy_own_attrs(Thread& thread, Object* object) {
    Shape* shape = object->shape();
    Dict* dict = new_dict(thread);
    if (!shape->has_attributes || shape->overflow_word == Shape::kNoWord) return dict;
    if (shape->is_dictionary) return dict_copy(thread, dictionary_of(object, shape));
    copy_slots(thread, object, shape, dict);
    return dict;
}

// --- binding ---

bool is_data_descriptor(Value attribute) {
    if (!attribute.is_object()) return false;
    Object* object = attribute.as_object();
    switch (object->kind()) {
        case Kind::Function:
        case Kind::NativeFunction:
        case Kind::StaticMethod:
        case Kind::ClassMethod:
        case Kind::Str:
        case Kind::Class:
            return false;
        case Kind::Property:
        case Kind::Descriptor:
            return true;
        default: {
            Class* cls = object->cls();
            return cls->special(Special::k_set) || cls->special(Special::k_delete);
        }
    }
}

bool is_data_object(Object* object) {
    switch (object->kind()) {
        case Kind::BigInt:
        case Kind::Complex:
        case Kind::Str:
        case Kind::Bytes:
        case Kind::ByteArray:
        case Kind::List:
        case Kind::Tuple:
        case Kind::Dict:
        case Kind::Set:
        case Kind::FrozenSet:
        case Kind::Range:
            return !object->cls()->has(kHeapType);  // a class that a script derived may gain a __get__ any time
        default:
            return false;
    }
}

bool is_plain_method(Value attribute) {
    if (!attribute.is_object()) return false;
    Object* object = attribute.as_object();
    if (object->kind() == Kind::Function) return true;
    return object->kind() == Kind::NativeFunction && (object->flags.load(std::memory_order_relaxed) & kUnboundMethod);
}

namespace {

// The kind of an attribute, if it behaves as that kind does: a subclass of property may bring a __get__ of its own.
Kind binding_kind(Object* attribute) {
    Kind kind = attribute->kind();
    bool altered = kind == Kind::Property && attribute->cls() != types.property;
    return altered ? Kind::Instance : kind;
}

}  // namespace

Value bind_attribute(Thread& thread, Value attribute, Value object, Class* owner) {
    if (!attribute.is_object()) return attribute;
    Object* raw = attribute.as_object();
    switch (binding_kind(raw)) {
        case Kind::Function:
            return object ? new_bound_method(thread, attribute, object) : attribute;
        case Kind::NativeFunction:
            if (object && (raw->flags.load(std::memory_order_relaxed) & kUnboundMethod)) return bind_native(thread, static_cast<NativeFunction*>(raw), object);
            return attribute;
        case Kind::StaticMethod:
            return static_cast<StaticMethod*>(raw)->function.load();
        case Kind::ClassMethod: {
            Value function = static_cast<StaticMethod*>(raw)->function.load();
            if (function.is_object() && function.as_object()->kind() == Kind::NativeFunction)
                return bind_native(thread, static_cast<NativeFunction*>(function.as_object()), owner);
            if (!is_plain_method(function) && class_of(function)->special(Special::k_get))
                return bind_attribute(thread, function, owner, owner);
            return new_bound_method(thread, function, owner);
        }
        case Kind::Property:
            if (!object) return attribute;
            return property_get(thread, static_cast<Property*>(raw), object);
        case Kind::Descriptor:
            if (!object) return attribute;
            return descriptor_get(thread, static_cast<Descriptor*>(raw), object);
        default: {
            Value get = raw->cls()->special(Special::k_get);
            if (!get) return attribute;
            return call(thread, get, {attribute, object ? object : Value::none(), Value(owner)});
        }
    }
}

namespace {

// __set__ or __delete__ (empty value) of a data descriptor.
bool descriptor_store(Thread& thread, Value descriptor, Value object, Value value) {
    Object* raw = descriptor.as_object();
    if (binding_kind(raw) == Kind::Property) return property_set(thread, static_cast<Property*>(raw), object, value);
    if (raw->kind() == Kind::Descriptor) return descriptor_set(thread, static_cast<Descriptor*>(raw), object, value);
    Value method = raw->cls()->special(value ? Special::k_set : Special::k_delete);
    if (!method) {
        raise_text(thread, exceptions.AttributeError, value ? "__set__" : "__delete__");
        return false;
    }
    return value ? static_cast<bool>(call(thread, method, {descriptor, object, value}))
                 : static_cast<bool>(call(thread, method, {descriptor, object}));
}

}  // namespace

// --- lookup ---

Value generic_get_attr(Thread& thread, Value object, Str* name) {
    Class* cls = class_of(object);
    Value attribute = class_lookup(cls, name);
    // Without a __get__ it only guards assignments.
    if (attribute && is_data_descriptor(attribute) &&
        (attribute.as_object()->kind() != Kind::Instance || class_of(attribute)->special(Special::k_get)))
        return bind_attribute(thread, attribute, object, cls);
    if (object.is_object()) {
        Object* raw = object.as_object();
        if (Value own = own_attr(thread, raw, name)) return own;
        if (raw->shape()->has_attributes && name == names.dunder_dict && raw->shape()->overflow_word != Shape::kNoWord)
            return instance_dict(thread, raw);
    }
    if (attribute) return bind_attribute(thread, attribute, object, cls);
    return raise_attribute_error(thread, object, name);
}

Value class_get_attr(Thread& thread, Class* cls, Str* name) {
    Class* metaclass = cls->cls();
    Value meta_attribute = class_lookup(metaclass, name);
    if (meta_attribute && is_data_descriptor(meta_attribute)) return bind_attribute(thread, meta_attribute, cls, metaclass);
    if (Value attribute = class_lookup(cls, name)) return bind_attribute(thread, attribute, {}, cls);
    if (meta_attribute) return bind_attribute(thread, meta_attribute, cls, metaclass);
    return raise_attribute_error(thread, cls, name);
}

Value super_get_attr(Thread& thread, Value super_value, Str* name) {
    auto* super = static_cast<Super*>(super_value.as_object());
    if (super->self && name != names.dunder_class) {
        Tuple* mro = super->self_class->mro.load(std::memory_order_acquire);
        size_t i = 0;
        while (i < mro->length && mro->items[i].as_object() != super->start) i++;
        for (i++; i < mro->length; i++) {
            auto* ancestor = static_cast<Class*>(mro->items[i].as_object());
            Value attribute = dict_get(ancestor->attributes, name);
            if (!attribute) continue;
            // super() of a class method: self is the class itself, functions stay unbound.
            bool for_class = super->self == Value(super->self_class);
            return bind_attribute(thread, attribute, for_class ? Value() : super->self, super->self_class);
        }
    }
    return generic_get_attr(thread, super_value, name);
}

namespace {

Value module_get_attr(Thread& thread, Value object, Str* name) {
    auto* module = static_cast<Module*>(object.as_object());
    Dict* dict = module->dict();
    if (Value value = dict_get(dict, name)) return value;
    Class* cls = object.as_object()->cls();
    if (Value attribute = class_lookup(cls, name)) return bind_attribute(thread, attribute, object, cls);
    if (Value hook = dict_get(dict, names.special(Special::k_getattr))) return call(thread, hook, {Value(name)});
    Value module_name = dict_get(dict, names.dunder_name);
    if (!module_name || !is_str(module_name)) return raise_attribute_error(thread, object, name);
    return raise_attribute_error(thread, object, name);
}

// Chooses by the kind of object, when nothing is overridden.
Value builtin_get_attr(Thread& thread, Value object, Str* name) {
    if (object.is_object()) {
        switch (object.as_object()->kind()) {
            case Kind::Class: return class_get_attr(thread, static_cast<Class*>(object.as_object()), name);
            case Kind::Module: return module_get_attr(thread, object, name);
            case Kind::Super: return super_get_attr(thread, object, name);
            default: break;
        }
    }
    return generic_get_attr(thread, object, name);
}

}  // namespace

bool has_default_getattribute(Class* cls) {
    Value function = cls->special(Special::k_getattribute);
    return function == types.object->special(Special::k_getattribute) || function == types.type->special(Special::k_getattribute) ||
           function == types.super->special(Special::k_getattribute);
}

bool has_default_setattr(Class* cls) {
    Value set = cls->special(Special::k_setattr), remove = cls->special(Special::k_delattr);
    for (Class* plain : {types.object, types.type})
        if (set == plain->special(Special::k_setattr) && remove == plain->special(Special::k_delattr)) return true;
    return false;
}

Value get_attr(Thread& thread, Value object, Str* name) {
    Class* cls = class_of(object);
    Value getattribute = cls->special(Special::k_getattribute);
    Value result = has_default_getattribute(cls) ? builtin_get_attr(thread, object, name)
                                           : call(thread, getattribute, {object, Value(name)});
    if (result) return result;
    Value getattr = cls->special(Special::k_getattr);
    if (getattr && pending_matches(thread, exceptions.AttributeError)) {
        // What __getattr__ raises is not chained to the AttributeError that led to it.
        clear_exception(thread);
        result = call(thread, getattr, {object, Value(name)});
        if (result) return result;
    }
    complete_attribute_error(thread, object, name);
    return {};
}

int find_attr(Thread& thread, Value object, Str* name, Value* out) {
    Class* cls = class_of(object);
    // The usual question is asked of an ordinary object: answer it without making an exception.
    if (object.is_object() && !cls->special(Special::k_getattr) && has_default_getattribute(cls) &&
        object.as_object()->kind() != Kind::Class && object.as_object()->kind() != Kind::Super && object.as_object()->kind() != Kind::Module &&
        name != names.dunder_dict) {
        if (!class_lookup(cls, name)) {
            *out = own_attr(thread, object.as_object(), name);
            return *out ? 1 : 0;
        }
    }
    *out = get_attr(thread, object, name);
    if (*out) return 1;
    if (!pending_matches(thread, exceptions.AttributeError)) return -1;
    clear_exception(thread);
    return 0;
}

bool class_set_attr(Thread& thread, Class* cls, Str* name, Value value) {
    Class* metaclass = cls->cls();
    if (Value attribute = class_lookup(metaclass, name); attribute && is_data_descriptor(attribute))
        return descriptor_store(thread, attribute, cls, value);
    if (!cls->has(kHeapType)) {
        raise_type_error(thread, "cannot set '{}' attribute of immutable type '{}'", to_utf8(name), to_utf8(cls->name));
        return false;
    }
    return class_set(thread, cls, name, value);
}

bool generic_set_attr(Thread& thread, Value object, Str* name, Value value) {
    Class* cls = class_of(object);
    Value attribute = class_lookup(cls, name);
    if (attribute && is_data_descriptor(attribute)) return descriptor_store(thread, attribute, object, value);
    if (object.is_object() && object.as_object()->kind() == Kind::Module) {
        Dict* dict = static_cast<Module*>(object.as_object())->dict();
        if (value) {
            dict_set(thread, dict, name, value);
            return true;
        }
        if (dict_remove(thread, dict, name)) return true;
    } else if (object.is_object() && object.as_object()->shape()->has_attributes) {
        Object* raw = object.as_object();
        if (name == names.dunder_dict && value) return set_instance_dict(thread, raw, value);
        if (value) return set_own_attr(thread, raw, name, value);
        if (delete_own_attr(thread, raw, name)) return true;
    }
    bool has_dict = object.is_object() && object.as_object()->shape()->has_attributes;
    if (attribute && (value || !has_dict)) {
        raise_format(thread, exceptions.AttributeError, "'{}' object attribute '{}' is read-only", type_name(object), to_utf8(name));
    } else {
        raise_attribute_error(thread, object, name);
    }
    return false;
}

namespace {

bool store_attr(Thread& thread, Value object, Str* name, Value value) {
    Class* cls = class_of(object);
    Value method = cls->special(value ? Special::k_setattr : Special::k_delattr);
    if (!has_default_setattr(cls))
        return value ? static_cast<bool>(call(thread, method, {object, Value(name), value}))
                     : static_cast<bool>(call(thread, method, {object, Value(name)}));
    if (object.is_object() && object.as_object()->kind() == Kind::Class)
        return class_set_attr(thread, static_cast<Class*>(object.as_object()), name, value);
    return generic_set_attr(thread, object, name, value);
}

}  // namespace

bool set_attr(Thread& thread, Value object, Str* name, Value value) { return store_attr(thread, object, name, value); }
bool del_attr(Thread& thread, Value object, Str* name) { return store_attr(thread, object, name, {}); }

}  // namespace gilt
