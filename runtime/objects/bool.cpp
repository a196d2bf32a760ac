// bool: the two ints True and False. They live inside the Value; all arithmetic is int's, apart from & |
// and ^ between two bools, which give a bool.
#include "heap/heap.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/names.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

enum class Bits { And, Or, Xor };

template <Bits bits>
Value combine(Thread& thread, Args& args) {
    if (!is_int(args[1])) return Value::not_implemented();
    if (args[0].is_bool() && args[1].is_bool()) {
        bool a = args[0].is_true(), b = args[1].is_true();
        return Value::from_bool(bits == Bits::And ? a && b : bits == Bits::Or ? a || b : a != b);
    }
    Value a = as_plain_int(args[0]), b = as_plain_int(args[1]);
    return bits == Bits::And  ? int_and(thread, a, b)
           : bits == Bits::Or ? int_or(thread, a, b)
                              : int_xor(thread, a, b);
}

Value bool_new(Thread& thread, Args& args) {
    if (!check_new_target(thread, args[0], types.bool_)) return {};
    if (!args.has(1)) return Value::from_bool(false);
    int result = truth(thread, args[1]);
    return result < 0 ? Value() : Value::from_bool(result);
}

}  // namespace

void trace_bool(Object*, Marker&) {}  // a bool is no heap object

void init_bool_type(Thread& thread) {
    add_methods(
        thread, types.bool_,
        {{"__new__(cls, x=False, /)", bool_new, "Create and return a new object.", Binding::StaticMethod},
         {"__repr__(self, /)",
          [](Thread& thread, Args& args) -> Value {
              return intern(thread, int_sign(as_plain_int(args[0])) ? "True" : "False");
          },
          "Return repr(self)."},
         {"__and__(self, value, /)", combine<Bits::And>, "Return self&value."},
         {"__rand__(self, value, /)", combine<Bits::And>, "Return value&self."},
         {"__or__(self, value, /)", combine<Bits::Or>, "Return self|value."},
         {"__ror__(self, value, /)", combine<Bits::Or>, "Return value|self."},
         {"__xor__(self, value, /)", combine<Bits::Xor>, "Return self^value."},
         {"__rxor__(self, value, /)", combine<Bits::Xor>, "Return value^self."}});
}

}  // namespace gilt
