// complex: two doubles in a heap object.
#pragma once
#include "value/object.h"

namespace gilt {
class Marker;
class Thread;

struct Complex : Object {
    double real, imaginary;
};
bool is_complex(Value value);  // complex or a subclass
Complex* as_complex(Value value);
Value new_complex(Thread& thread, double real, double imaginary);
// (a + bi) ** (c + di)
Value complex_pow(Thread& thread, double a, double b, double c, double d);

void trace_complex(Object* object, Marker& marker);
void init_complex_type(Thread& thread);
}  // namespace gilt
