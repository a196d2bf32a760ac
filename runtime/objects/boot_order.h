// The pieces of class creation that boot needs one by one, because strings need classes and classes need strings.
#pragma once
#include <span>

#include "objects/class.h"

namespace gilt {
class Marker;
struct Tuple;

void trace_nothing(Object* object, Marker& marker);
void trace_class(Object* object, Marker& marker);
void trace_boxed(Object* object, Marker& marker);
// Gives a raw class object its instance layout and root shape.
void lay_out_native_class(Thread& thread, Class* cls, const NativeClass& definition);
// Name, bases, attributes, MRO, specials.
void complete_native_class(Thread& thread, Class* cls, const NativeClass& definition);

Tuple* compute_mro(Thread& thread, Class* cls);
// The most derived metaclass; null with TypeError pending.
Class* metaclass_for(Thread& thread, Class* metaclass, std::span<const Value> bases);
Tuple* subclasses_of(Thread& thread, Class* cls);
[[nodiscard]] bool set_bases(Thread& thread, Class* cls, Tuple* bases);
// What the collector runs for an object whose class defines __del__.
void run_del(Thread& thread, Object* object);
}  // namespace gilt
