// Weak references: objects that name another without keeping it alive.
//
// weakref.ref is here; the proxies, which are made of the same struct, are in modules/weakref_module.cpp. The target is a slot
// that the collector empties in the collection that finds the target dead (heap/heap.h, register_weak). The collector's table
// also answers who refers to an object, so that objects need no field for it. Until a collection happens a reference
// goes on giving its target, and by doing so keeps it.
#pragma once

#include "value/object.h"

namespace gilt {

class Marker;
class Thread;
struct Args;
struct Class;

struct WeakReference : Object {
    Slot target;    // empty once it is dead; emptied by the collector, world stopped
    Slot callback;  // empty: none, or called already
    Slot hash;      // ref: the target's, once it was asked for
};
void trace_weak_reference(Object* object, Marker& marker);

// Whether there may be weak references to the value: its class says so.
bool supports_weak_references(Value value);
// A reference of class `cls` to `target`; None or empty is no callback. With `is_shared` and without a callback, the one
// that exists already. Empty with TypeError pending if the target does not support it.
Value new_weak_reference(Thread& thread, Class* cls, Value target, Value callback, bool is_shared);
// The plain weakref.ref to `target` if there is one, else None: what __weakref__ shows.
Value plain_weak_reference(Object* target);
// ref(object[, callback]): whether the number of arguments is right.
[[nodiscard]] bool check_reference_arguments(Thread& thread, const Args& args, const char* what);

// Makes types.weak_reference; does nothing the second time.
void init_weak_reference_type(Thread& thread);

}  // namespace gilt
