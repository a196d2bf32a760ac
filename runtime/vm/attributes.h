// Attribute access, from the object's own attributes up to __getattr__. What scripts reach through operations.h and
// the inline caches is built from these.
#pragma once

#include "value/object.h"

namespace gilt {
class Thread;
struct Class;
struct Dict;
struct Str;

// --- the object's own attributes, without looking at its class ---
Value own_attr(Thread& thread, Object* object, Str* name);  // empty: none
[[nodiscard]] bool set_own_attr(Thread& thread, Object* object, Str* name, Value value);
bool delete_own_attr(Thread& thread, Object* object, Str* name);  // whether it was there
// The value in a slot of the object, or empty if the object has moved on to another layout.
Value read_slot(Object* object, uint16_t slot);
// The object's attributes as a dict that stays connected to it: switches the object to dictionary mode. Null if
// its class gives it no attributes.
Dict* instance_dict(Thread& thread, Object* object);
[[nodiscard]] bool set_instance_dict(Thread& thread, Object* object, Value dict);
// The same as a copy, leaving the object as it is (for pickling, dir, vars of a snapshot).
Dict* copy_own_attrs(Thread& thread, Object* object);

// --- lookup as the language defines it ---
// object.__getattribute__ and its kin: no __getattr__, no overridden __getattribute__.
Value generic_get_attr(Thread& thread, Value object, Str* name);
[[nodiscard]] bool generic_set_attr(Thread& thread, Value object, Str* name, Value value);  // empty: delete
Value class_get_attr(Thread& thread, Class* cls, Str* name);   // type.__getattribute__
[[nodiscard]] bool class_set_attr(Thread& thread, Class* cls, Str* name, Value value);
Value super_get_attr(Thread& thread, Value super, Str* name);

// Whether the class leaves __getattribute__, or __setattr__ and __delattr__, as object, type, module and super define them.
bool has_default_getattribute(Class* cls);
bool has_default_setattr(Class* cls);

// What `attribute`, found on `owner`, gives for `object` (empty object: for the class itself).
Value bind_attribute(Thread& thread, Value attribute, Value object, Class* owner);
// Whether it comes before the instance's own attributes: it has __set__ or __delete__.
bool is_data_descriptor(Value attribute);
// Whether it is plain data: a number, None, a str, a list ... To find it on a class means nothing but its value, and never will,
// because its own class is built-in. (Not of an empty value.)
bool is_data_object(Object* object);
inline bool is_plain_data(Value attribute) { return !attribute.is_object() || is_data_object(attribute.as_object()); }
// Whether calling it with the object as first argument is the same as binding and calling it.
bool is_plain_method(Value attribute);

}  // namespace gilt
