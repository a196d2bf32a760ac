// int: any size. Small ones live in the Value (50 bits), larger ones in a BigInt computed by GMP's mpn
// functions. Invariant: a number that fits in a Value is never a BigInt, so equal ints have equal words
// or are both BigInts.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "value/object.h"

namespace gilt {

class Marker;
class Thread;
struct Class;

struct BigInt : Object {
    int64_t size;      // number of limbs; negative for a negative number
    uint64_t limbs[];  // least significant first, the last one not zero
};

bool is_int(Value value);  // int, bool or a subclass
// The plain int (small or BigInt) behind an int, bool or subclass instance. Precondition: is_int.
Value as_plain_int(Value value);

Value make_int(Thread& thread, int64_t number);
Value make_uint(Thread& thread, uint64_t number);
Value make_int128(Thread& thread, __int128 number);
Value int_from_double(Thread& thread, double number);  // truncates; OverflowError / ValueError for inf, nan
// Digits only (underscores allowed), base 2..36, optional sign; empty without an exception if malformed.
Value parse_int(Thread& thread, std::string_view digits, int base);

// The number if it fits, else nullopt. No exception.
std::optional<int64_t> int_to_int64(Value plain);
std::optional<uint64_t> int_to_uint64(Value plain);
// False with OverflowError pending ("int too large to convert to float").
[[nodiscard]] bool int_to_double(Thread& thread, Value plain, double* out);

// Any object with __index__ -> plain int; TypeError "'x' object cannot be interpreted as an integer".
Value to_index(Thread& thread, Value value);
// The same as int64; OverflowError of class IndexError/OverflowError when it does not fit (`what` names it).
[[nodiscard]] bool to_int64(Thread& thread, Value value, int64_t* out);
// The same for what CPython holds in a C int: "Python int too large to convert to C int".
[[nodiscard]] bool to_c_int(Thread& thread, Value value, int64_t* out);
// Clamped to int64 rather than failing: for slices.
[[nodiscard]] bool to_index_clamped(Thread& thread, Value value, int64_t* out);

// Arithmetic on plain ints of any size. Division raises ZeroDivisionError.
Value int_add(Thread& thread, Value a, Value b);
Value int_sub(Thread& thread, Value a, Value b);
Value int_mul(Thread& thread, Value a, Value b);
Value int_floordiv(Thread& thread, Value a, Value b);
Value int_mod(Thread& thread, Value a, Value b);
[[nodiscard]] bool int_divmod(Thread& thread, Value a, Value b, Value* quotient, Value* remainder);
Value int_truediv(Thread& thread, Value a, Value b);
Value int_pow(Thread& thread, Value base, Value exponent, Value modulus);  // modulus empty: none
Value int_lshift(Thread& thread, Value a, Value b);
Value int_rshift(Thread& thread, Value a, Value b);
Value int_and(Thread& thread, Value a, Value b);
Value int_or(Thread& thread, Value a, Value b);
Value int_xor(Thread& thread, Value a, Value b);
Value int_negate(Thread& thread, Value a);
Value int_invert(Thread& thread, Value a);
int int_compare(Value a, Value b);          // plain ints: < 0, 0, > 0
int int_compare_double(Value a, double b);  // exact; b is not NaN
int int_sign(Value a);
int64_t int_hash(Value a);  // CPython's: modulo 2**61 - 1
bool int_is_odd(Value a);
uint64_t int_bit_length(Value a);

// False with ValueError pending beyond the digits limit (sys.set_int_max_str_digits) in base 10.
[[nodiscard]] bool int_to_string(Thread& thread, Value plain, int base, std::string* out);
// The limit itself; 0: none. Any thread, relaxed.
extern std::atomic<int> int_max_str_digits;

// As to_int64, for what indexes or repeats a sequence: an int that is too large raises `error` with
// "cannot fit 'int' into an index-sized integer".
[[nodiscard]] bool to_sequence_index(Thread& thread, Value value, Class* error, int64_t* out);
// int(text, base): whitespace, sign, prefix, underscores and any script's decimal digits. `original` is
// what the message of a ValueError shows.
Value int_from_text(Thread& thread, struct Str* text, int base, Value original);
// a * 2**shift, shift >= 0.
Value int_shifted_left(Thread& thread, Value a, uint64_t shift);
// round(a, -digits): to a multiple of 10**digits, ties to even.
Value int_round(Thread& thread, Value a, Value digits);
Value int_sqrt(Thread& thread, Value a);  // floor; a >= 0
Value int_gcd(Thread& thread, Value a, Value b);
Value int_factorial(Thread& thread, uint64_t n);
Value int_binomial(Thread& thread, Value n, uint64_t k);  // n >= 0

// A plain int as GMP's low-level functions want it: magnitude and sign.
struct Limbs {
    explicit Limbs(Value plain) {
        if (plain.is_int()) {
            int64_t number = plain.as_int();
            negative = number < 0;
            small = negative ? -static_cast<uint64_t>(number) : static_cast<uint64_t>(number);
            data = &small;
            size = small != 0;
        } else {
            auto* big = static_cast<BigInt*>(plain.as_object());
            negative = big->size < 0;
            size = negative ? -big->size : big->size;
            data = big->limbs;
        }
    }
    Limbs(const Limbs&) = delete;
    Limbs& operator=(const Limbs&) = delete;

    const uint64_t* data;
    int64_t size;
    bool negative;
    uint64_t small = 0;
};
// A BigInt with room for `limbs` limbs, and the int it becomes once they are filled: leading zeros are
// dropped, and a number that fits moves into the Value. Null with MemoryError pending.
BigInt* new_big_int(Thread& thread, int64_t limbs);
Value finish_int(BigInt* result, int64_t limbs, bool negative);

void trace_int(Object* object, Marker& marker);
void init_int_type(Thread& thread);
void trace_bool(Object* object, Marker& marker);
void init_bool_type(Thread& thread);

}  // namespace gilt
