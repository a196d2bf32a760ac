#include "value/shape.h"

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/str.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"

namespace gilt {

// An open-addressed table from interned names, compared by address. Immutable once published, apart from new entries
// in free places, whose value is stored before the key that makes it visible.
struct ShapeTable : Object {
    struct Entry {
        std::atomic<Str*> key;
        std::atomic<uintptr_t> value;  // a Shape*, or a slot number
    };
    uint32_t capacity;  // power of two
    uint32_t count;     // written under the shape's lock byte
    bool holds_shapes;
    Entry entries[];

    Entry* locate(Str* name) {
        uint32_t mask = capacity - 1;
        uint32_t index = static_cast<uint32_t>((reinterpret_cast<uintptr_t>(name) >> 4) * 0x9E3779B1u) & mask;
        for (;; index = (index + 1) & mask) {
            Str* key = entries[index].key.load(std::memory_order_acquire);
            if (key == name || key == nullptr) return &entries[index];
        }
    }
    void insert(Str* name, uintptr_t value) {
        Entry* entry = locate(name);
        entry->value.store(value, std::memory_order_relaxed);
        entry->key.store(name, std::memory_order_release);
        count++;
    }
};

namespace {

void trace_shape_table(Object* object, Marker& marker) {
    auto* table = static_cast<ShapeTable*>(object);
    for (uint32_t i = 0; i < table->capacity; i++) {
        marker.mark(table->entries[i].key.load(std::memory_order_relaxed));
        if (table->holds_shapes)
            marker.mark(reinterpret_cast<Shape*>(table->entries[i].value.load(std::memory_order_relaxed)));
    }
}

ShapeTable* new_shape_table(Thread& thread, uint32_t capacity, bool holds_shapes) {
    // Tables have a shape of their own because the tracer hangs on it; it is made with the first table.
    static Shape* table_shape = [&] {
        Shape* shape = new_root_shape(thread, types.shape, false);
        shape->trace = trace_shape_table;
        shape->object_kind = Kind::Storage;
        heap::add_root_tracer([](Marker& marker) { marker.mark(table_shape); });
        return shape;
    }();
    auto* table = heap::allocate<ShapeTable>(thread, table_shape, capacity * sizeof(ShapeTable::Entry));
    table->capacity = capacity;
    table->holds_shapes = holds_shapes;
    return table;
}

// Chains up to this length are searched link by link.
constexpr uint32_t kShortChain = 6;

}  // namespace

Shape* new_root_shape(Thread& thread, Class* cls, bool dictionary) {
    // The first shape of all, that of shapes, is its own; boot sets it.
    Shape* meta = types.shape ? types.shape->instance_shape.load(std::memory_order_relaxed) : nullptr;
    auto* shape = heap::allocate<Shape>(thread, meta);
    shape->owner = cls;
    shape->object_kind = cls->instance_kind;
    shape->is_dictionary = dictionary;
    shape->has_attributes = cls->has(kHasDict);
    shape->slots_begin = static_cast<uint16_t>(cls->instance_size / sizeof(Value));
    shape->first_inline = cls->slots_start;
    shape->inline_count = cls->inline_count;
    shape->overflow_word = cls->overflow_word;
    shape->trace = cls->trace_instance;
    return shape;
}

int Shape::find(Thread& thread, Str* name) {
    if (slot_count <= kShortChain) {
        for (Shape* shape = this; shape->parent; shape = shape->parent)
            if (shape->key == name) return slot_at(shape->slot_count - 1);
        return kNoSlot;
    }
    ShapeTable* table = lookup.load(std::memory_order_acquire);
    if (!table) {
        // Two threads may make it at once; both tables say the same.
        uint32_t capacity = 16;
        while (capacity < slot_count * 2) capacity *= 2;
        table = new_shape_table(thread, capacity, false);
        for (Shape* shape = this; shape->parent; shape = shape->parent)
            table->insert(shape->key, slot_at(shape->slot_count - 1));
        lookup.store(table, std::memory_order_release);
    }
    ShapeTable::Entry* entry = table->locate(name);
    if (!entry->key.load(std::memory_order_acquire)) return kNoSlot;
    return static_cast<int>(entry->value.load(std::memory_order_relaxed));
}

Shape* Shape::add(Thread& thread, Str* name) {
    if (Shape* child = last_child.load(std::memory_order_acquire); child && child->key == name) return child;
    if (slot_count >= kMaxSlots) return nullptr;
    ObjectLock lock(this);
    ShapeTable* table = children.load(std::memory_order_acquire);
    if (table) {
        ShapeTable::Entry* entry = table->locate(name);
        if (entry->key.load(std::memory_order_acquire)) {
            auto* child = reinterpret_cast<Shape*>(entry->value.load(std::memory_order_relaxed));
            last_child.store(child, std::memory_order_release);
            return child;
        }
    } else if (Shape* only = last_child.load(std::memory_order_acquire); only && only->key == name) {
        return only;
    }

    auto* child = heap::allocate<Shape>(thread, shape());
    child->owner = owner;
    child->object_kind = object_kind;
    child->has_attributes = has_attributes;
    child->slots_begin = slots_begin;
    child->first_inline = first_inline;
    child->inline_count = inline_count;
    child->overflow_word = overflow_word;
    child->trace = trace;
    child->slot_count = slot_count + 1;
    child->parent = this;
    child->key = name;
    if ((name->flags.load(std::memory_order_relaxed) & kNamesSlot) == 0) name->flags.fetch_or(kNamesSlot, std::memory_order_relaxed);

    // A single transition needs no table; the table starts with the second.
    Shape* only = last_child.load(std::memory_order_relaxed);
    if (only) {
        if (!table || (table->count + 1) * 2 > table->capacity) {
            ShapeTable* bigger = new_shape_table(thread, table ? table->capacity * 2 : 8, true);
            if (table) {
                for (uint32_t i = 0; i < table->capacity; i++)
                    if (Str* key_i = table->entries[i].key.load(std::memory_order_relaxed))
                        bigger->insert(key_i, table->entries[i].value.load(std::memory_order_relaxed));
            } else {
                bigger->insert(only->key, reinterpret_cast<uintptr_t>(only));
            }
            table = bigger;
        }
        table->insert(name, reinterpret_cast<uintptr_t>(child));
        children.store(table, std::memory_order_release);
    }
    last_child.store(child, std::memory_order_release);
    return child;
}

void trace_shape(Object* object, Marker& marker) {
    auto* shape = static_cast<Shape*>(object);
    marker.mark(reinterpret_cast<Object*>(shape->owner));
    marker.mark(shape->parent);
    marker.mark(reinterpret_cast<Object*>(shape->key));
    // Transitions are kept: a class in use goes through them again and again.
    marker.mark(shape->last_child.load(std::memory_order_relaxed));
    marker.mark(shape->children.load(std::memory_order_relaxed));
    marker.mark(shape->lookup.load(std::memory_order_relaxed));
}

Storage* new_storage(Thread& thread, size_t capacity) {
    auto* storage = heap::allocate<Storage>(thread, types.storage->instance_shape.load(std::memory_order_relaxed),
                                            capacity * sizeof(Slot));
    storage->capacity = capacity;
    return storage;
}

void trace_storage(Object* object, Marker& marker) {
    auto* storage = static_cast<Storage*>(object);
    marker.mark_range(storage->slots, storage->capacity);
}

}  // namespace gilt
