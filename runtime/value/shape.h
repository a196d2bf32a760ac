// Shapes (hidden classes): where an object keeps its attributes.
//
// Objects of one class that were given the same attributes in the same order share one Shape. A shape
// is immutable but for its table of transitions ("from here, adding attribute x leads to that shape"), so an
// inline cache that remembers (shape, slot) is right for as long as an object shows that shape.
//
//     class P: ...           root(P)  --x-->  {x:0}  --y-->  {x:0, y:1}
//     p.x = 1; p.y = 2
//
// A slot is named by one 16-bit number, and the number says where it is: below kOverflow it is an
// index in words from the start of the object (an inline slot); from kOverflow on, an index into the object's
// overflow storage, whose pointer lies at word `overflow_word`. The number of inline slots comes from the class, which
// counts the names its methods assign to self.
//
// Dictionary mode. Deleting an attribute, asking for __dict__, or adding more attributes than kMaxSlots
// gives the object its class's dictionary shape: its attributes then live in a Dict that the
// overflow word points to. There is no way back, and old inline slots keep their last values, so a
// reader without a lock that still believes the old shape reads what was true a moment ago.
//
// Concurrency. Adding an attribute stores the value first and publishes the new shape after it, under
// the object's lock byte. The transition table is read and written under the shape's own lock byte.
#pragma once

#include <cstdint>

#include "value/object.h"

namespace gilt {

struct Str;
struct Dict;
class Marker;
class Thread;

// Marks everything an object refers to, apart from its shape and its attribute slots.
using TraceFn = void (*)(Object* object, Marker& marker);

struct ShapeTable;  // open-addressed map from name to slot or to next shape; private to shape.cpp

struct Shape : Object {
    static constexpr uint16_t kNoWord = 0;        // word 0 is the header: no such field
    static constexpr uint16_t kOverflow = 0x4000;  // slots from here on are in the overflow storage
    static constexpr uint32_t kMaxSlots = 1024;
    static constexpr int kNoSlot = -1;

    Class* owner;          // the class of the objects that have this shape
    Kind object_kind;
    bool is_dictionary;    // attributes live in a Dict
    bool has_attributes;   // whether objects of this shape can have attributes of their own
    uint16_t slots_begin;     // word index where Slots begin: __slots__ members, then inline slots
    uint16_t first_inline;    // word index of the first inline slot
    uint16_t inline_count;    // how many there are
    uint16_t overflow_word;   // word index of the overflow pointer, or kNoWord
    uint32_t slot_count;      // attributes described by this shape
    TraceFn trace;            // copied from the class: one load less for the collector
    Shape* parent;            // the shape before `key` was added; null for a root
    Str* key;
    std::atomic<Shape*> last_child;   // the transition taken last: the usual one
    std::atomic<ShapeTable*> children;  // the others
    std::atomic<ShapeTable*> lookup;    // name -> slot, made when a long chain is first searched

    // The slot of `name`, or kNoSlot. Any thread, no lock.
    int find(Thread& thread, Str* name);
    // The shape reached by adding `name`; made if it is new. Null when the limit is reached.
    Shape* add(Thread& thread, Str* name);
    uint16_t slot_at(uint32_t index) const {
        return index < inline_count ? static_cast<uint16_t>(first_inline + index)
                                    : static_cast<uint16_t>(kOverflow + (index - inline_count));
    }
};

// A root shape for objects of `cls`.
Shape* new_root_shape(Thread& thread, Class* cls, bool dictionary);

inline Class* Object::cls() const { return shape()->owner; }
inline Kind Object::kind() const { return shape()->object_kind; }

// A block of slots on the heap: overflow attributes, and other small arrays of Values.
struct Storage : Object {
    uint64_t capacity;
    Slot slots[];
};
Storage* new_storage(Thread& thread, size_t capacity);

inline Slot& inline_slot(Object* object, uint16_t slot) {
    return reinterpret_cast<Slot*>(object)[slot];
}

}  // namespace gilt
