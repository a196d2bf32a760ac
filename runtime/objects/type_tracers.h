// The tracers that no header of their own declares.
#pragma once

namespace gilt {
class Marker;
struct Object;
class Thread;

void trace_shape(Object* object, Marker& marker);
void trace_storage(Object* object, Marker& marker);
void trace_function(Object* object, Marker& marker);
void trace_native_function(Object* object, Marker& marker);
void trace_bound_method(Object* object, Marker& marker);
void trace_static_method(Object* object, Marker& marker);
void trace_property(Object* object, Marker& marker);
void trace_super(Object* object, Marker& marker);
void trace_cell(Object* object, Marker& marker);
void trace_code(Object* object, Marker& marker);
void trace_generator(Object* object, Marker& marker);
void trace_descriptor(Object* object, Marker& marker);
void trace_mapping_proxy(Object* object, Marker& marker);
void trace_attribute_cache(Object* object, Marker& marker);
void trace_set(Object* object, Marker& marker);
void trace_set_table(Object* object, Marker& marker);

// Boot: all classes of the table, in two steps (types.cpp).
void create_types(Thread& thread);
void complete_types(Thread& thread);
void trace_types(Marker& marker);
}  // namespace gilt
