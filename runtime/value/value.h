// A Value is one 64-bit word that names any object of the language.
//
// Small ints and floats live inside the word, so arithmetic on them never allocates and threads
// that share numbers share nothing but the word. The encoding is NaN-boxing, turned around so that
// a pointer is stored as itself: a Value found on a C++ stack looks like the address it is, which
// is what lets the collector scan those stacks conservatively.
//
//      0000 pppp pppp pppp    a heap object; all zero: no value at all ("empty")
//      0001 0000 0000 000x    None, False, True, NotImplemented, Ellipsis
//      0002 .... .... ....    a float: its IEEE bits plus 0002'0000'0000'0000; the sum never
//         to FFFA             reaches FFFB because every NaN is made the canonical one on entry
//      FFFC iiii iiii iiii    an int of 50 bits, two's complement, in the low bits
//         to FFFF
//
// (The alternatives: a tagged pointer that boxes floats, as in CPython and Ruby before flonums, costs
// an allocation for each float; a 16-byte tag-and-payload pair, as in Lua, doubles every array and
// cannot be read or written atomically without a GIL.)
//
// Empty is used in three places and never reaches a script: an unbound variable or slot, the end
// of an iteration, and the result of a C++ function that left an exception pending.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace gilt {

struct Object;

class [[nodiscard]] Value {
  public:
    static constexpr int kIntBits = 50;
    static constexpr int64_t kIntMax = (int64_t{1} << (kIntBits - 1)) - 1;
    static constexpr int64_t kIntMin = -(int64_t{1} << (kIntBits - 1));

    static constexpr uint64_t kSpecialTag = uint64_t{0x0001} << 48;
    static constexpr uint64_t kFloatOffset = uint64_t{0x0002} << 48;
    static constexpr uint64_t kIntTag = uint64_t{0xFFFC} << 48;
    static constexpr int kIntShift = 64 - kIntBits;

    constexpr Value() = default;
    Value(Object* object) : bits_(reinterpret_cast<uint64_t>(object)) {}
    Value(const Object* object) : bits_(reinterpret_cast<uint64_t>(object)) {}

    static constexpr Value from_bits(uint64_t bits) {
        Value value;
        value.bits_ = bits;
        return value;
    }
    // Precondition: fits_int(number). Objects/int.h has make_int for any number.
    static constexpr Value from_int(int64_t number) {
        return from_bits(kIntTag | (static_cast<uint64_t>(number) & ~kIntTag));
    }
    static constexpr bool fits_int(int64_t number) { return number >= kIntMin && number <= kIntMax; }
    // For results of arithmetic on floats that are Values already: hardware only ever hands on
    // canonical NaNs then. Bits from outside (struct.unpack, strtod) go through from_any_float.
    static constexpr Value from_float(double number) {
        return from_bits(std::bit_cast<uint64_t>(number) + kFloatOffset);
    }
    static constexpr Value from_any_float(double number) {
        return from_float(plain_nan(number));
    }
    // A NaN unlike all others: what float("nan") makes, so that each is an object of its own for `is` and in containers.
    // The number goes into the payload; what leaves the runtime as bytes passes through plain_nan.
    static constexpr Value from_nan(uint32_t number) { return from_bits((uint64_t{0x7FF8} << 48 | number) + kFloatOffset); }
    static constexpr double plain_nan(double number) {
        return number != number ? std::bit_cast<double>(uint64_t{0x7FF8} << 48) : number;
    }
    static constexpr Value from_bool(bool truth) { return from_bits(kSpecialTag | (truth ? 3 : 2)); }
    static constexpr Value none() { return from_bits(kSpecialTag | 1); }
    static constexpr Value not_implemented() { return from_bits(kSpecialTag | 4); }
    static constexpr Value ellipsis() { return from_bits(kSpecialTag | 5); }

    constexpr uint64_t bits() const { return bits_; }
    constexpr bool is_empty() const { return bits_ == 0; }
    // True for everything but empty: `if (!value) return {};` hands a pending exception on.
    constexpr explicit operator bool() const { return bits_ != 0; }

    constexpr bool is_object() const { return bits_ - 1 < kSpecialTag - 1; }
    constexpr bool is_int() const { return bits_ >= kIntTag; }
    constexpr bool is_float() const { return bits_ - kFloatOffset < kIntTag - kFloatOffset; }
    constexpr bool is_number_word() const { return bits_ >= kFloatOffset; }
    constexpr bool is_none() const { return bits_ == none().bits_; }
    constexpr bool is_bool() const { return (bits_ | 1) == from_bool(true).bits_; }
    constexpr bool is_true() const { return bits_ == from_bool(true).bits_; }
    constexpr bool is_false() const { return bits_ == from_bool(false).bits_; }
    constexpr bool is_not_implemented() const { return bits_ == not_implemented().bits_; }
    constexpr bool is_ellipsis() const { return bits_ == ellipsis().bits_; }

    constexpr int64_t as_int() const {
        return static_cast<int64_t>(bits_ << kIntShift) >> kIntShift;
    }
    constexpr double as_float() const { return std::bit_cast<double>(bits_ - kFloatOffset); }
    Object* as_object() const { return reinterpret_cast<Object*>(bits_); }

    // Identity, the `is` of the language: equal words.
    friend constexpr bool operator==(Value a, Value b) { return a.bits_ == b.bits_; }

  private:
    uint64_t bits_ = 0;
};

static_assert(sizeof(Value) == 8);

// Both operands are small ints: the AND of two words keeps the tag only if both have it.
constexpr bool both_ints(Value a, Value b) { return (a.bits() & b.bits()) >= Value::kIntTag; }

}  // namespace gilt
