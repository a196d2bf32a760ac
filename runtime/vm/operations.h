// What every object can be asked to do: the abstract operations of the language, for C++ code.
//
// Each function does all that the language prescribes, special methods written in scripts included, so each may run
// script code, and each may fail: a Value result is empty, a bool false, an int -1, and an exception is pending in the
// thread. The interpreter loop has its own fast paths for the common types and comes here for the rest.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

#include "objects/names.h"
#include "value/object.h"

namespace gilt {

class Thread;
struct Class;
struct Dict;
struct Str;
struct Tuple;

// --- calls ---
Value call(Thread& thread, Value callee, std::span<const Value> args, Tuple* keyword_names = nullptr);
Value call(Thread& thread, Value callee, std::initializer_list<Value> args);
Value call_with(Thread& thread, Value callee, Tuple* args, Dict* keywords);  // f(*args, **keywords)
// Writes the values of at most `most` keywords one after another; gives their names. Null: an exception is pending.
Tuple* spread_keywords(Thread& thread, Dict* keywords, size_t most, Value* values);
Value call_method(Thread& thread, Value object, Str* name, std::initializer_list<Value> args);
// The special method of the object's class bound to the object and called; `*found` tells whether the class has it. Not
// found is no error here.
Value call_special(Thread& thread, Value object, Special special, std::initializer_list<Value> args, bool* found);
bool is_callable(Value value);

// --- attributes ---
Value get_attr(Thread& thread, Value object, Str* name);
// 1 and the value, 0 if AttributeError (which is cleared), -1 on another exception.
[[nodiscard]] int find_attr(Thread& thread, Value object, Str* name, Value* out);
[[nodiscard]] bool set_attr(Thread& thread, Value object, Str* name, Value value);
[[nodiscard]] bool del_attr(Thread& thread, Value object, Str* name);

// --- operators ---
enum class BinaryOp : uint8_t {
    Add, Sub, Mul, MatMul, TrueDiv, FloorDiv, Mod, Pow, LShift, RShift, And, Or, Xor, DivMod,
};
Value binary(Thread& thread, BinaryOp op, Value a, Value b);
Value in_place(Thread& thread, BinaryOp op, Value a, Value b);
Value power(Thread& thread, Value base, Value exponent, Value modulus);  // pow with three arguments
Value negate(Thread& thread, Value value);
Value positive(Thread& thread, Value value);
Value invert(Thread& thread, Value value);

enum class Comparison : uint8_t { Lt, Le, Eq, Ne, Gt, Ge };
Value compare(Thread& thread, Comparison op, Value a, Value b);
// The truth of the comparison: 1, 0, -1.
[[nodiscard]] int compare_truth(Thread& thread, Comparison op, Value a, Value b);
// `a is b or a == b`, what containers use: 1, 0, -1.
[[nodiscard]] int equal(Thread& thread, Value a, Value b);
[[nodiscard]] int truth(Thread& thread, Value value);  // 1, 0, -1
[[nodiscard]] bool hash(Thread& thread, Value value, int64_t* out);
[[nodiscard]] int contains(Thread& thread, Value container, Value item);  // item in container

// --- containers ---
Value get_item(Thread& thread, Value object, Value key);
[[nodiscard]] bool set_item(Thread& thread, Value object, Value key, Value value);
[[nodiscard]] bool del_item(Thread& thread, Value object, Value key);
[[nodiscard]] int64_t length(Thread& thread, Value object);       // -1: exception
int64_t length_hint(Thread& thread, Value object);                // 0 if unknown; -1: exception

// --- iteration ---
Value get_iter(Thread& thread, Value iterable);
// The next item, or empty at the end, or empty with an exception pending. StopIteration has been cleared.
Value iter_next(Thread& thread, Value iterator);

// Walks any iterable from C++; lists, tuples and ranges without making an iterator.
//
//     Iteration items(thread, iterable);
//     while (Value item = items.next()) ...
//     if (items.failed()) return {};
class Iteration {
  public:
    Iteration(Thread& thread, Value iterable);
    Value next();
    bool failed() const { return failed_; }

  private:
    Thread& thread_;
    Value source_;       // list, tuple or iterator
    int64_t position_ = 0;
    enum class Mode : uint8_t { List, Tuple, Native, General, Failed } mode_;
    bool failed_ = false;
};

// --- text ---
Str* repr(Thread& thread, Value value);    // null: exception
Str* to_str(Thread& thread, Value value);  // str(value)
Str* ascii(Thread& thread, Value value);
// For messages: never fails, never runs script code.
std::string type_name(Value value);
// A class as messages name it.
std::string full_class_name(Class* cls);
// The same for "f() argument 'x' must be str, not {}", where None is told as None.
std::string argument_type_name(Value value);

// Guards repr against structures that contain themselves: false (no exception) if `object` is being printed already.
bool repr_enter(Thread& thread, Object* object);
void repr_leave(Thread& thread, Object* object);

// isinstance() and issubclass(), hooks and tuples included: 1, 0, -1.
[[nodiscard]] int is_instance_of(Thread& thread, Value object, Value cls);
[[nodiscard]] int is_subclass_of(Thread& thread, Value cls, Value ancestor);
// type.__instancecheck__ and type.__subclasscheck__: without the hooks.
[[nodiscard]] int plain_is_instance(Thread& thread, Value object, Value cls);
[[nodiscard]] int plain_is_subclass(Thread& thread, Value cls, Value ancestor);

// Call before C++ recursion that a script's data drives: false with RecursionError pending when the stack runs low.
[[nodiscard]] bool check_recursion(Thread& thread, const char* where);

}  // namespace gilt
