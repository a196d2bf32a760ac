#include "vm/inline_cache.h"

#include <cassert>

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/descriptor.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/gil.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/code.h"
#include "vm/frame.h"
#include "vm/operations.h"

namespace gilt {

namespace {

void specialise(CodeWord* instruction, Op op) {
    instruction->store(instruction::with_op(instruction->load(std::memory_order_relaxed), op), std::memory_order_relaxed);
}

// The permanent Codes with caches: nothing else leads the collector to those. Pushed to by any thread, never taken from.
std::atomic<Code*> permanent_codes{nullptr};

void note_caches(Code* code) {
    if (code->has_caches.exchange(true, std::memory_order_relaxed) || !heap::is_permanent(code)) return;
    code->next_permanent = permanent_codes.load(std::memory_order_relaxed);
    while (!permanent_codes.compare_exchange_weak(code->next_permanent, code, std::memory_order_release, std::memory_order_relaxed)) {}
}

// The instruction is of the code that the thread's youngest frame runs.
void publish(Thread& thread, CodeWord* instruction, CodeWord* cache, Op op, Word entry) {
    Code* code = thread.top_frame->code;
    assert(instruction >= code->start() && instruction < code->start() + code->words.size());
    if (!code->has_caches.load(std::memory_order_relaxed)) note_caches(code);
    cache->store(entry, std::memory_order_release);
    specialise(instruction, op);
}

AttributeCache* new_record(Thread& thread, CacheKind kind, uint32_t version, Value value) {
    auto* record = heap::allocate<AttributeCache>(thread, types.attribute_cache->instance_shape.load(std::memory_order_relaxed));
    record->cache_kind = kind;
    record->version = version;
    record->value = value;
    return record;
}

// A record with what a class gives now. An attribute that is given another object time and again (`Class.last = self`) renews the
// version each time, and code that serves several classes meets another one: the record that is there is written anew, if nobody
// can be reading it, instead of a new one made every time round.
AttributeCache* class_record(Thread& thread, CodeWord* instruction, CodeWord* cache, CacheKind kind, uint32_t version, Value value) {
    Word entry = cache->load(std::memory_order_relaxed);
    Op op = instruction::op(instruction->load(std::memory_order_relaxed));
    if (gil::alone() && entry && entry >> 48 == 0 && (op == Op::GETATTR_METHOD || op == Op::SETATTR_RECORD)) {
        auto* record = reinterpret_cast<AttributeCache*>(entry);
        if (record->cache_kind == kind) {
            record->version = version;
            record->value = value;
            return record;
        }
    }
    return new_record(thread, kind, version, value);
}

Word record_entry(AttributeCache* record) { return reinterpret_cast<Word>(record); }

// Remembers where a module keeps an attribute.
bool cache_module_item(Thread& thread, Module* module, Str* name, CodeWord* instruction, CodeWord* cache, Op op, Value* value) {
    DictTable* table = module->dict()->table();
    uint32_t version = table->keys_version.load(std::memory_order_acquire);
    int64_t index = dict_find_entry(table, name);
    if (index < 0) return false;
    *value = table->entries()[index].value.load();
    if (!*value) return false;
    AttributeCache* record = new_record(thread, CacheKind::ModuleItem, 0, {});
    record->keys_version = version;
    record->owner = module;
    record->index = static_cast<uint32_t>(index);
    publish(thread, instruction, cache, op, record_entry(record));
    return true;
}

// Where plain data of a class is: in which namespace, and which entry of that.
struct Item {
    Dict* holder;
    uint32_t keys_version;
    uint32_t index;
    Value value;  // empty: there is no plain data under this name
};

// A name's item in one class. Whether the class has the name at all.
bool find_item(Class* cls, Str* name, Item* item) {
    DictTable* table = cls->attributes->table();
    uint32_t keys_version = table->keys_version.load(std::memory_order_acquire);
    int64_t index = dict_find_entry(table, name);
    if (index < 0) return false;
    Value value = table->entries()[index].value.load();
    *item = {cls->attributes, keys_version, static_cast<uint32_t>(index), value && is_plain_data(value) ? value : Value()};
    return true;
}

// The item that a class has or inherits.
Item find_item_along_mro(Class* cls, Str* name) {
    Item item{};
    if (Tuple* mro = cls->mro.load(std::memory_order_acquire))
        for (Value entry : mro->span())
            if (find_item(static_cast<Class*>(entry.as_object()), name, &item)) break;
    return item;
}

void cache_item(Thread& thread, const Item& item, CodeWord* instruction, CodeWord* cache, Op op, CacheKind kind, uint32_t version,
                Class* owner, Shape* shape) {
    AttributeCache* record = class_record(thread, instruction, cache, kind, version, item.holder);
    record->keys_version = item.keys_version;
    record->index = item.index;
    record->owner = owner;
    record->object_shape = shape;
    publish(thread, instruction, cache, op, record_entry(record));
}

// Remembers an attribute of a class object (`Class.method`), when the metaclass has no say in it.
bool cache_on_class(Thread& thread, Class* cls, Str* name, CodeWord* instruction, CodeWord* cache, Op op, Value* value) {
    uint32_t version = cls->version.load(std::memory_order_acquire);
    if (version == 0 || !has_default_getattribute(cls->cls()) || class_lookup(cls->cls(), name)) return false;
    Value found = class_lookup(cls, name);
    if (!found) return false;
    if (is_plain_data(found)) {
        if (op != Op::GETATTR_METHOD) return false;  // data is not called
        Item item = find_item_along_mro(cls, name);
        if (item.value) cache_item(thread, item, instruction, cache, op, CacheKind::ClassItem, version, cls, nullptr);
        *value = item.value;
        return static_cast<bool>(item.value);
    }
    // Only what is the same each time: functions, static methods and objects that do nothing. The record holds what the lookup gives.
    Value bound = found;
    switch (found.as_object()->kind()) {
        case Kind::StaticMethod: bound = static_cast<StaticMethod*>(found.as_object())->function.load(); break;
        case Kind::Function: case Kind::NativeFunction: break;
        default:
            if (class_of(found)->special(Special::k_get) || found.as_object()->kind() == Kind::ClassMethod ||
                found.as_object()->kind() == Kind::Property || found.as_object()->kind() == Kind::Descriptor)
                return false;
    }
    AttributeCache* record = class_record(thread, instruction, cache, CacheKind::OnClass, version, bound);
    record->owner = cls;
    publish(thread, instruction, cache, op, record_entry(record));
    *value = bound;
    return true;
}

// Gives plain data of a class a new value, and remembers where it is. False if that is not all there is to the assignment.
bool store_class_item(Thread& thread, Class* cls, Str* name, Value value, CodeWord* instruction, CodeWord* cache) {
    if (!cls->has(kHeapType) || is_special(name) || !is_plain_data(value)) return false;
    if (Value attribute = class_lookup(cls->cls(), name); attribute && is_data_descriptor(attribute)) return false;
    Item item{};
    if (!find_item(cls, name, &item) || !item.value || !dict_replace(cls->attributes, name, value, is_plain_data)) return false;
    cache_item(thread, item, instruction, cache, Op::SETATTR_RECORD, CacheKind::ClassItem, 0, cls, nullptr);
    return true;
}

}  // namespace

Value get_attr_caching(Thread& thread, Value object, Str* name, CodeWord* instruction, CodeWord* cache) {
    if (!object.is_object() || thread.skips_lesson()) return get_attr(thread, object, name);
    Object* raw = object.as_object();
    Shape* shape = raw->shape();
    Class* cls = shape->owner;
    uint32_t version = cls->version.load(std::memory_order_acquire);
    if (version == 0 || !has_default_getattribute(cls)) return get_attr(thread, object, name);
    Value value;
    switch (shape->object_kind) {
        case Kind::Module:
            if (cache_module_item(thread, static_cast<Module*>(raw), name, instruction, cache, Op::GETATTR_METHOD, &value)) return value;
            return get_attr(thread, object, name);
        case Kind::Class:
            if (cache_on_class(thread, static_cast<Class*>(raw), name, instruction, cache, Op::GETATTR_METHOD, &value)) return value;
            return get_attr(thread, object, name);
        case Kind::Super: return get_attr(thread, object, name);
        default: break;
    }
    Value attribute = class_lookup(cls, name);
    if (attribute && attribute.is_object() && is_data_descriptor(attribute)) {
        Object* descriptor = attribute.as_object();
        if (descriptor->kind() == Kind::Descriptor) {
            auto* member = static_cast<Descriptor*>(descriptor);
            if (member->word && is_subclass(cls, member->owner)) {
                value = inline_slot(raw, member->word).load();
                if (value) publish(thread, instruction, cache, Op::GETATTR_SLOT, slot_entry(shape, member->word));
            }
        } else if (descriptor->cls() == types.property) {
            Value getter = static_cast<Property*>(descriptor)->getter.load();
            if (getter && getter.is_object() && getter.as_object()->kind() == Kind::Function) {
                Code* code = static_cast<Function*>(getter.as_object())->code;
                if (code->is_simple && code->argument_count == 1) {
                    AttributeCache* record = new_record(thread, CacheKind::Property, version, getter);
                    record->object_shape = shape;
                    publish(thread, instruction, cache, Op::GETATTR_METHOD, record_entry(record));
                }
            }
        }
        return get_attr(thread, object, name);
    }
    if (shape->has_attributes && !shape->is_dictionary) {
        int slot = shape->find(thread, name);
        if (slot != Shape::kNoSlot) {
            value = read_slot(raw, static_cast<uint16_t>(slot));
            if (value) {
                publish(thread, instruction, cache, Op::GETATTR_SLOT, slot_entry(shape, static_cast<uint16_t>(slot)));
                return value;
            }
            return get_attr(thread, object, name);
        }
        if (name == names.dunder_dict) return get_attr(thread, object, name);
    }
    if (attribute && !shape->is_dictionary && is_plain_data(attribute)) {
        if (Item item = find_item_along_mro(cls, name); item.value) {
            cache_item(thread, item, instruction, cache, Op::GETATTR_METHOD, CacheKind::InstanceItem, version, nullptr, shape);
            return item.value;
        }
    } else if (attribute && !shape->is_dictionary) {
        bool method = is_plain_method(attribute);
        bool plain = !class_of(attribute)->special(Special::k_get) && attribute.as_object()->kind() != Kind::StaticMethod &&
                     attribute.as_object()->kind() != Kind::ClassMethod && attribute.as_object()->kind() != Kind::Property;
        if (method || plain) {
            AttributeCache* record =
                method ? new_record(thread, CacheKind::Method, version, attribute)
                       : class_record(thread, instruction, cache, CacheKind::ClassValue, version, attribute);
            record->object_shape = shape;
            publish(thread, instruction, cache, Op::GETATTR_METHOD, record_entry(record));
        }
    }
    return get_attr(thread, object, name);
}

Value load_method_caching(Thread& thread, Value object, Str* name, CodeWord* instruction, CodeWord* cache, Value* self) {
    *self = {};
    Class* cls = class_of(object);
    uint32_t version = cls->version.load(std::memory_order_acquire);
    if (version == 0 || !has_default_getattribute(cls)) return get_attr(thread, object, name);
    Shape* shape = nullptr;
    bool learns = !thread.skips_lesson();
    if (object.is_object()) {
        Object* raw = object.as_object();
        shape = raw->shape();
        Value value;
        switch (shape->object_kind) {
            case Kind::Module:
                if (learns && cache_module_item(thread, static_cast<Module*>(raw), name, instruction, cache, Op::LOAD_METHOD_CACHED, &value)) return value;
                return get_attr(thread, object, name);
            case Kind::Class:
                if (learns && cache_on_class(thread, static_cast<Class*>(raw), name, instruction, cache, Op::LOAD_METHOD_CACHED, &value)) return value;
                return get_attr(thread, object, name);
            case Kind::Super: return get_attr(thread, object, name);
            default: break;
        }
    }
    Value attribute = class_lookup(cls, name);
    if (!attribute || !is_plain_method(attribute)) return get_attr(thread, object, name);
    if (shape && shape->has_attributes && own_attr(thread, object.as_object(), name)) return get_attr(thread, object, name);
    if (learns && shape && !shape->is_dictionary) {
        AttributeCache* record = new_record(thread, CacheKind::Method, version, attribute);
        record->object_shape = shape;
        publish(thread, instruction, cache, Op::LOAD_METHOD_CACHED, record_entry(record));
    }
    *self = object;
    return attribute;
}

bool set_attr_caching(Thread& thread, Value object, Str* name, Value value, CodeWord* instruction, CodeWord* cache) {
    if (!object.is_object() || thread.skips_lesson()) return set_attr(thread, object, name, value);
    Object* raw = object.as_object();
    Shape* shape = raw->shape();
    Class* cls = shape->owner;
    uint32_t version = cls->version.load(std::memory_order_acquire);
    if (version == 0 || !has_default_setattr(cls) || shape->object_kind == Kind::Module) return set_attr(thread, object, name, value);
    if (shape->object_kind == Kind::Class) {
        if (store_class_item(thread, static_cast<Class*>(raw), name, value, instruction, cache)) return true;
        return set_attr(thread, object, name, value);
    }
    Value attribute = class_lookup(cls, name);
    if (attribute && is_data_descriptor(attribute)) {
        if (attribute.as_object()->kind() == Kind::Descriptor) {
            auto* member = static_cast<Descriptor*>(attribute.as_object());
            if (member->word && is_subclass(cls, member->owner)) publish(thread, instruction, cache, Op::SETATTR_SLOT, slot_entry(shape, member->word));
        }
        return set_attr(thread, object, name, value);
    }
    if (!shape->has_attributes || shape->is_dictionary || name == names.dunder_dict) return set_attr(thread, object, name, value);
    int slot = shape->find(thread, name);
    if (slot != Shape::kNoSlot) {
        if (slot < Shape::kOverflow) publish(thread, instruction, cache, Op::SETATTR_SLOT, slot_entry(shape, static_cast<uint16_t>(slot)));
        return set_attr(thread, object, name, value);
    }
    uint16_t added = shape->slot_at(shape->slot_count);
    Shape* next = shape->add(thread, name);
    if (next && added < Shape::kOverflow) {
        AttributeCache* record = new_record(thread, CacheKind::AddSlot, version, {});
        record->object_shape = shape;
        record->next_shape = next;
        record->index = added;
        publish(thread, instruction, cache, Op::SETATTR_RECORD, record_entry(record));
    }
    return set_attr(thread, object, name, value);
}

bool store_cached_item(AttributeCache* cache, Value value) {
    if (!is_plain_data(value)) return false;
    Dict* holder = as_dict(cache->value);
    ObjectLock lock(holder);
    DictTable* table = holder->table();
    if (table->keys_version.load(std::memory_order_relaxed) != cache->keys_version) return false;
    Slot& item = table->entries()[cache->index].value;
    Value before = item.load();
    if (!before || !is_plain_data(before)) return false;
    item.store(value);
    return true;
}

void trace_attribute_cache(Object* object, Marker& marker) {
    auto* record = static_cast<AttributeCache*>(object);
    marker.mark(record->object_shape);
    marker.mark(record->next_shape);
    marker.mark(record->owner);
    marker.mark(record->value);
}

void trace_inline_caches(Code* code, Marker& marker) {
    for (size_t i = 0; i < code->words.size(); i++) {
        Format format = instruction::format(instruction::op(code->words[i].load(std::memory_order_relaxed)));
        if (!instruction::is_cached(format)) continue;
        Word cached = code->words[++i].load(std::memory_order_relaxed);
        if (format == Format::ABKc) marker.mark(reinterpret_cast<Object*>(cached & kCachePointerMask));  // a global's holds no address
    }
}

void trace_permanent_caches(Marker& marker) {
    for (Code* code = permanent_codes.load(std::memory_order_acquire); code; code = code->next_permanent) trace_inline_caches(code, marker);
}

namespace {

void forget_caches(Code* code) {
    for (size_t i = 0; i < code->words.size(); i++) {
        Word word = code->words[i].load(std::memory_order_relaxed);
        if (instruction::is_cached(instruction::format(instruction::op(word)))) code->words[++i].store(0, std::memory_order_relaxed);
    }
}

}  // namespace

void flush_inline_caches(Thread& thread) {
    {
        StopTheWorld world(thread);
        for (Code* code = permanent_codes.load(std::memory_order_acquire); code; code = code->next_permanent) forget_caches(code);
    }
    // for_each_object stops the world.
    heap::for_each_object(
        thread,
        [](Object* object, void*) {
            if (object->kind() == Kind::Code && static_cast<Code*>(object)->has_caches.load(std::memory_order_relaxed))
                forget_caches(static_cast<Code*>(object));
        },
        nullptr);
}

}  // namespace gilt
