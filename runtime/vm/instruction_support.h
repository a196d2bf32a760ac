// The out-of-line halves of instructions: what is too long or too rare for the interpreter loop itself.
// A bool result is false, an int -1 and a Value empty when an exception is pending.
#pragma once

#include <cstdint>

#include "value/value.h"
#include "vm/frame.h"

namespace gilt {
class Thread;

// A range of small numbers with a small step needs no object while a loop counts through it.
namespace counted {
constexpr int kStepBits = 18;
constexpr uint64_t kOneItem = uint64_t{1} << kStepBits;
constexpr int64_t kMostItems = (int64_t{1} << 31) - 1;  // the int stays positive
constexpr bool has_items(Value source) { return source.bits() >= Value::kIntTag + kOneItem; }
constexpr size_t items(Value source) { return (source.bits() - Value::kIntTag) >> kStepBits; }
constexpr Value one_less(Value source) { return Value::from_bits(source.bits() - kOneItem); }
constexpr int64_t step(Value source) { return static_cast<int64_t>(source.bits() << (64 - kStepBits)) >> (64 - kStepBits); }
// Sums of ints need no decoding: a carry into the tag, which is all ones, is undone by setting it again.
constexpr Value after(Value item, Value source) {
    return Value::from_bits((item.bits() + static_cast<uint64_t>(step(source))) | Value::kIntTag);
}
}  // namespace counted
struct Dict;
struct Str;
struct Tuple;

// R[target] .. = the items of `source`, exactly `count` of them.
[[nodiscard]] bool unpack(Thread& thread, Value source, Value* target, size_t count);
[[nodiscard]] bool unpack_star(Thread& thread, Value source, Value* target, size_t before, size_t after);
// Fills the two registers of an iteration over `iterable`, R[n] and R[n+1]:
//
//     a counted range    an int: items left << kStepBits | step, and the next item
//     list, tuple, str   itself, and the index of the next item as an int
//     anything else      its iterator, and empty
[[nodiscard]] bool begin_iteration(Thread& thread, Value iterable, Value* registers);
// How many items it seems to have left, 0 if that cannot be seen. No promise: a list may change.
size_t items_left(const Value* registers);
// What a generator expression receives: the iterable itself if its iterator can be made later, else its iterator.
Value lazy_iterator(Thread& thread, Value iterable);
// One step of an iteration that begin_iteration began, for any source but a generator: 1 item in *item, 0 end, -1.
[[nodiscard]] int iteration_step(Thread& thread, Value* registers, Value* item);

Value load_global_slow(Thread& thread, Frame* frame, Str* name, CodeWord* instruction, CodeWord* cache);
void store_global_slow(Thread& thread, Frame* frame, Str* name, Value value, CodeWord* instruction, CodeWord* cache);
Value load_name(Thread& thread, Frame* frame, Str* name);
[[nodiscard]] bool store_name(Thread& thread, Frame* frame, Str* name, Value value);
[[nodiscard]] bool delete_name(Thread& thread, Frame* frame, Str* name);
// The name of a register or closure cell, for messages.
void raise_unbound_local(Thread& thread, Str* name);
void raise_unbound_cell(Thread& thread, Frame* frame, const Value* cell_register);
void raise_unbound_free(Thread& thread, Frame* frame, uint32_t index);

[[nodiscard]] bool with_enter(Thread& thread, Value manager, bool async, Value* exit_and_result);
Value with_except(Thread& thread, Value exit, Value exception);
[[nodiscard]] bool raise_statement(Thread& thread, Value exception, Value cause);  // always false
// Bare `raise`: the exception being handled is pending again. False: there is none, and RuntimeError is.
[[nodiscard]] bool raise_again(Thread& thread);
// `import name`: through builtins.__import__, which scripts may replace.
Value import_statement(Thread& thread, Frame* frame, Str* name, Value from_list, Value level);
[[nodiscard]] bool setup_annotations(Thread& thread, Frame* frame);
[[nodiscard]] bool print_expression(Thread& thread, Value value);

[[nodiscard]] bool merge_keywords(Thread& thread, Dict* into, Value mapping, Value callee);
[[nodiscard]] bool extend_arguments(Thread& thread, Value list, Value iterable, Value callee);

Value match_keys(Thread& thread, Value subject, Tuple* keys);
Value match_class(Thread& thread, Value subject, Value cls, Tuple* attribute_names, size_t positional);
Value run_intrinsic(Thread& thread, uint16_t which, Value* operands);

Value get_aiter(Thread& thread, Value iterable);
Value get_anext(Thread& thread, Value iterator);

// One step of `yield from` over anything but a script generator: 1 yielded, 0 returned, -1.
[[nodiscard]] int delegate_step(Thread& thread, Value iterator, Value sent, Value* out);
Value get_yield_from_iter(Thread& thread, Value iterable, bool in_coroutine);

// The str made of `count` strs, for f-strings.
Value concat_all(Thread& thread, const Value* parts, size_t count);
// What an asynchronous generator hands out for `yield value` (vm/async_generator.cpp).
Value wrap_async_yield(Thread& thread, Value value);

// Loads lib/_consumers.py and puts its functions in place as twins (NativeFunction::twin).
[[nodiscard]] bool load_consumers(Thread& thread);
// Marks the functions and classes that have a twin, without loading it: None stands for "not yet".
void announce_consumers();

// The function made by CLOSURE: operands[1..4] as the flags say; captures follow in the code.
Value make_function(Thread& thread, Frame* frame, Code* code, unsigned flags, Value* registers, unsigned target, const CodeWord* captures, unsigned count);

}  // namespace gilt
