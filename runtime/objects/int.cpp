// Arithmetic of int.
//
// Each operation has two halves that sit side by side: small operands (50 bits, inside the Value) are
// computed in machine words or __int128 and never allocate unless the result outgrows the Value; anything
// larger goes limb by limb through GMP's mpn functions, straight into the limbs of the result object. The
// rarer operations on large numbers (powers, bitwise operators with negative operands, gcd) borrow the
// operands as read-only mpz numbers, which copies nothing, and copy the result once.
//
// What must stay true: finish_int is the only way a BigInt leaves this file, so a number that fits in a
// Value is never a BigInt.
#include "objects/int.h"

#include <gmp.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "heap/fast_allocate.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/function.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

static_assert(sizeof(mp_limb_t) == sizeof(uint64_t) && GMP_NAIL_BITS == 0);

namespace {

using uint128 = unsigned __int128;

// Beyond this many limbs (8 GiB) no result is attempted.
constexpr int64_t kMaxLimbs = int64_t{1} << 30;

const mp_limb_t* limbs_of(const Limbs& number) { return reinterpret_cast<const mp_limb_t*>(number.data); }
mp_limb_t* limbs_of(BigInt* number) { return reinterpret_cast<mp_limb_t*>(number->limbs); }

// An operand as a read-only mpz; shares the limbs.
struct MpzView {
    explicit MpzView(Value plain) : limbs(plain) {
        mpz_roinit_n(number, limbs_of(limbs), limbs.negative ? -limbs.size : limbs.size);
    }
    Limbs limbs;
    mpz_t number;
};

struct Mpz {
    Mpz() { mpz_init(number); }
    ~Mpz() { mpz_clear(number); }
    Mpz(const Mpz&) = delete;
    Mpz& operator=(const Mpz&) = delete;
    mpz_t number;
};

Value from_mpz(Thread& thread, const mpz_t number) {
    auto size = static_cast<int64_t>(mpz_size(number));
    BigInt* result = new_big_int(thread, size);
    if (!result) return {};
    if (size) mpn_copyi(limbs_of(result), mpz_limbs_read(number), size);
    return finish_int(result, size, mpz_sgn(number) < 0);
}

Value from_magnitude(Thread& thread, uint128 magnitude, bool negative) {
    if (magnitude <= static_cast<uint128>(Value::kIntMax)) {
        auto number = static_cast<int64_t>(magnitude);
        return Value::from_int(negative ? -number : number);
    }
    auto high = static_cast<uint64_t>(magnitude >> 64);
    BigInt* result = new_big_int(thread, high ? 2 : 1);
    result->limbs[0] = static_cast<uint64_t>(magnitude);
    if (high) result->limbs[1] = high;
    return finish_int(result, high ? 2 : 1, negative);
}

// Numbers of at most one limb: what hash functions and random generators written in scripts juggle with.
bool as_word(Value plain, __int128* out) {
    if (plain.is_int()) {
        *out = plain.as_int();
        return true;
    }
    auto* big = static_cast<BigInt*>(plain.as_object());
    if (big->size != 1 && big->size != -1) return false;
    *out = big->size < 0 ? -static_cast<__int128>(big->limbs[0]) : big->limbs[0];
    return true;
}

// a + b, or a - b if `subtract`.
Value add_signed(Thread& thread, Value a, Value b, bool subtract) {
    Limbs x(a), y(b);
    bool y_negative = y.negative != subtract;
    const Limbs *longer = &x, *shorter = &y;
    bool negative = x.negative;
    if (x.size < y.size) {
        std::swap(longer, shorter);
        negative = y_negative;
    }
    if (longer->size == 0) return Value::from_int(0);
    if (x.negative == y_negative) {
        BigInt* sum = new_big_int(thread, longer->size + 1);
        if (!sum) return {};
        sum->limbs[longer->size] =
            mpn_add(limbs_of(sum), limbs_of(*longer), longer->size, limbs_of(*shorter), shorter->size);
        return finish_int(sum, longer->size + 1, negative);
    }
    if (x.size == y.size && mpn_cmp(limbs_of(x), limbs_of(y), x.size) < 0) {
        std::swap(longer, shorter);
        negative = y_negative;
    }
    BigInt* difference = new_big_int(thread, longer->size);
    if (!difference) return {};
    mpn_sub(limbs_of(difference), limbs_of(*longer), longer->size, limbs_of(*shorter), shorter->size);
    return finish_int(difference, longer->size, negative);
}

Value zero_division(Thread& thread, const char* message) {
    return raise_text(thread, exceptions.ZeroDivisionError, message);
}

}  // namespace

// --- what an int is ---

bool is_int(Value value) {
    if (value.is_int() || value.is_bool()) return true;
    if (!value.is_object()) return false;
    Object* object = value.as_object();
    Kind kind = object->kind();
    if (kind == Kind::BigInt) return true;
    return kind == Kind::Boxed && is_int(static_cast<Boxed*>(object)->payload);
}

Value as_plain_int(Value value) {
    if (value.is_int()) return value;
    if (value.is_bool()) return Value::from_int(value.is_true());
    Object* object = value.as_object();
    return object->kind() == Kind::BigInt ? value : static_cast<Boxed*>(object)->payload;
}

BigInt* new_big_int(Thread& thread, int64_t limbs) {
    size_t bytes = sizeof(BigInt) + static_cast<size_t>(limbs) * sizeof(mp_limb_t);
    Shape* shape = types.int_->instance_shape.load(std::memory_order_acquire);
    if (limbs < 100'000) return heap::fast_allocate<BigInt>(thread, shape, bytes - sizeof(BigInt));
    if (limbs > kMaxLimbs) {
        (void)raise_memory_error(thread);
        return nullptr;
    }
    return static_cast<BigInt*>(heap::try_allocate(thread, bytes, shape));
}

Value finish_int(BigInt* result, int64_t limbs, bool negative) {
    while (limbs > 0 && result->limbs[limbs - 1] == 0) limbs--;
    if (limbs == 0) return Value::from_int(0);
    if (limbs == 1) {
        uint64_t magnitude = result->limbs[0];
        if (magnitude <= static_cast<uint64_t>(Value::kIntMax) + negative) {
            auto number = static_cast<int64_t>(magnitude);
            return Value::from_int(negative ? -number : number);
        }
    }
    result->size = negative ? -limbs : limbs;
    return result;
}

Value make_int(Thread& thread, int64_t number) {
    if (Value::fits_int(number)) [[likely]]
        return Value::from_int(number);
    bool negative = number < 0;
    BigInt* result = new_big_int(thread, 1);
    result->limbs[0] = negative ? -static_cast<uint64_t>(number) : static_cast<uint64_t>(number);
    return finish_int(result, 1, negative);
}

Value make_uint(Thread& thread, uint64_t number) { return from_magnitude(thread, number, false); }

Value make_int128(Thread& thread, __int128 number) {
    if (number >= Value::kIntMin && number <= Value::kIntMax) [[likely]]
        return Value::from_int(static_cast<int64_t>(number));
    return number < 0 ? from_magnitude(thread, -static_cast<uint128>(number), true)
                      : from_magnitude(thread, static_cast<uint128>(number), false);
}

// --- conversions ---

Value int_from_double(Thread& thread, double number) {
    if (std::isnan(number)) return raise_value_error(thread, "cannot convert float NaN to integer");
    if (std::isinf(number))
        return raise_format(thread, exceptions.OverflowError, "cannot convert float infinity to integer");
    if (std::abs(number) < 0x1p62) return make_int(thread, static_cast<int64_t>(number));
    int exponent;
    double mantissa = std::frexp(number, &exponent);
    Value whole = make_int(thread, static_cast<int64_t>(std::ldexp(mantissa, 53)));
    return int_shifted_left(thread, whole, static_cast<uint64_t>(exponent - 53));
}

std::optional<int64_t> int_to_int64(Value plain) {
    if (plain.is_int()) return plain.as_int();
    auto* big = static_cast<BigInt*>(plain.as_object());
    uint64_t limb = big->limbs[0];
    if (big->size == 1 && limb <= INT64_MAX) return static_cast<int64_t>(limb);
    if (big->size == -1 && limb <= uint64_t{1} << 63) return static_cast<int64_t>(-limb);
    return std::nullopt;
}

std::optional<uint64_t> int_to_uint64(Value plain) {
    if (plain.is_int()) {
        if (plain.as_int() < 0) return std::nullopt;
        return static_cast<uint64_t>(plain.as_int());
    }
    auto* big = static_cast<BigInt*>(plain.as_object());
    if (big->size == 1) return big->limbs[0];
    return std::nullopt;
}

uint64_t int_bit_length(Value a) {
    Limbs x(a);
    if (x.size == 0) return 0;
    return static_cast<uint64_t>(x.size) * 64 - std::countl_zero(x.data[x.size - 1]);
}

namespace {

// The double nearest to quotient * 2**exponent, ties to even. The lowest bit of `quotient` stands for
// all bits below it ("sticky"), so it has at least two bits more than a double. Infinity if too large.
double round_to_double(uint64_t quotient, int64_t exponent) {
    int bits = 64 - std::countl_zero(quotient);
    int64_t top = bits + exponent;  // the number is in [2**(top-1), 2**top)
    if (top > 1024) return INFINITY;
    int64_t keep = top < -1021 ? 53 - (-1021 - top) : 53;  // fewer bits for a subnormal
    if (keep < 0) return 0.0;
    auto drop = static_cast<int>(bits - keep);
    if (drop > 0) {
        uint64_t low = drop >= 64 ? quotient : quotient & ((uint64_t{1} << drop) - 1);
        uint64_t half = uint64_t{1} << (drop - 1);
        quotient = drop >= 64 ? 0 : quotient >> drop;
        if (low > half || (low == half && (quotient & 1))) quotient++;
        exponent += drop;
    }
    return std::ldexp(static_cast<double>(quotient), static_cast<int>(exponent));
}

// The top 64 bits of a magnitude, the last of them sticky, and what to multiply them with.
uint64_t top_bits(const mp_limb_t* limbs, int64_t size, int64_t* exponent) {
    int shift = std::countl_zero(static_cast<uint64_t>(limbs[size - 1]));
    uint64_t top = limbs[size - 1] << shift;
    bool sticky = false;
    if (size > 1) {
        if (shift) top |= limbs[size - 2] >> (64 - shift);
        sticky = shift ? (limbs[size - 2] << shift) != 0 : limbs[size - 2] != 0;
        for (int64_t i = 0; i + 2 < size && !sticky; i++) sticky = limbs[i] != 0;
    }
    *exponent = (size - 1) * 64 - shift;
    return top | sticky;
}

}  // namespace

bool int_to_double(Thread& thread, Value plain, double* out) {
    if (plain.is_int()) {
        *out = static_cast<double>(plain.as_int());
        return true;
    }
    Limbs x(plain);
    int64_t exponent;
    uint64_t top = top_bits(limbs_of(x), x.size, &exponent);
    double magnitude = round_to_double(top, exponent);
    if (std::isinf(magnitude))
        return bool(raise_format(thread, exceptions.OverflowError, "int too large to convert to float"));
    *out = x.negative ? -magnitude : magnitude;
    return true;
}

Value to_index(Thread& thread, Value value) {
    if (value.is_int()) [[likely]]
        return value;
    if (is_int(value)) return as_plain_int(value);
    bool found = false;
    Value result = call_special(thread, value, Special::k_index, {}, &found);
    if (!found)
        return raise_type_error(thread, "'{}' object cannot be interpreted as an integer", type_name(value));
    if (!result) return {};
    if (!is_int(result))
        return raise_type_error(thread, "__index__ returned non-int (type {})", type_name(result));
    return as_plain_int(result);
}

bool to_int64(Thread& thread, Value value, int64_t* out) {
    Value plain = to_index(thread, value);
    if (!plain) return false;
    std::optional<int64_t> number = int_to_int64(plain);
    if (!number)
        return bool(
            raise_format(thread, exceptions.OverflowError, "Python int too large to convert to C ssize_t"));
    *out = *number;
    return true;
}

bool to_c_int(Thread& thread, Value value, int64_t* out) {
    Value plain = to_index(thread, value);
    if (!plain) return false;
    std::optional<int64_t> number = int_to_int64(plain);
    if (!number || *number < INT32_MIN || *number > INT32_MAX)
        return bool(raise_text(thread, exceptions.OverflowError, "Python int too large to convert to C int"));
    *out = *number;
    return true;
}

bool to_sequence_index(Thread& thread, Value value, Class* error, int64_t* out) {
    if (value.is_int()) [[likely]] {
        *out = value.as_int();
        return true;
    }
    Value plain = to_index(thread, value);
    if (!plain) return false;
    std::optional<int64_t> number = int_to_int64(plain);
    if (!number)
        return bool(
            raise_format(thread, error, "cannot fit '{}' into an index-sized integer", type_name(value)));
    *out = *number;
    return true;
}

bool to_index_clamped(Thread& thread, Value value, int64_t* out) {
    Value plain = to_index(thread, value);
    if (!plain) return false;
    std::optional<int64_t> number = int_to_int64(plain);
    *out = number ? *number : (int_sign(plain) < 0 ? INT64_MIN : INT64_MAX);
    return true;
}

// --- arithmetic ---

Value int_add(Thread& thread, Value a, Value b) {
    if (both_ints(a, b)) [[likely]]
        return make_int(thread, a.as_int() + b.as_int());
    __int128 x, y;
    if (as_word(a, &x) && as_word(b, &y)) return make_int128(thread, x + y);
    return add_signed(thread, a, b, false);
}

Value int_sub(Thread& thread, Value a, Value b) {
    if (both_ints(a, b)) [[likely]]
        return make_int(thread, a.as_int() - b.as_int());
    __int128 x, y;
    if (as_word(a, &x) && as_word(b, &y)) return make_int128(thread, x - y);
    return add_signed(thread, a, b, true);
}

Value int_mul(Thread& thread, Value a, Value b) {
    if (both_ints(a, b)) [[likely]]
        return make_int128(thread, static_cast<__int128>(a.as_int()) * b.as_int());
    Limbs x(a), y(b);
    bool negative = x.negative != y.negative;
    if (x.size <= 1 && y.size <= 1) {
        if (x.size == 0 || y.size == 0) return Value::from_int(0);
        return from_magnitude(thread, static_cast<uint128>(x.data[0]) * y.data[0], negative);
    }
    if (x.size == 0 || y.size == 0) return Value::from_int(0);
    BigInt* product = new_big_int(thread, x.size + y.size);
    if (!product) return {};
    if (a == b)
        mpn_sqr(limbs_of(product), limbs_of(x), x.size);
    else if (x.size >= y.size)
        mpn_mul(limbs_of(product), limbs_of(x), x.size, limbs_of(y), y.size);
    else
        mpn_mul(limbs_of(product), limbs_of(y), y.size, limbs_of(x), x.size);
    return finish_int(product, x.size + y.size, negative);
}

namespace {

// Floor division of ints that are not both small; either result may be unwanted (null).
bool divide_big(Thread& thread, Value a, Value b, Value* quotient, Value* remainder) {
    Limbs x(a), y(b);
    bool different_signs = x.negative != y.negative;
    BigInt* rest = nullptr;
    Value q, r;
    if (x.size <= 1 && y.size <= 1) {
        uint64_t dividend = x.size ? x.data[0] : 0;
        q = from_magnitude(thread, dividend / y.data[0], different_signs);
        r = from_magnitude(thread, dividend % y.data[0], x.negative);
    } else if (x.size < y.size) {
        q = Value::from_int(0);
        r = a;
    } else {
        BigInt* whole = new_big_int(thread, x.size - y.size + 1);
        rest = whole ? new_big_int(thread, y.size) : nullptr;
        if (!rest) return false;
        mpn_tdiv_qr(limbs_of(whole), limbs_of(rest), 0, limbs_of(x), x.size, limbs_of(y), y.size);
        q = finish_int(whole, x.size - y.size + 1, different_signs);
        r = finish_int(rest, y.size, x.negative);
    }
    if (different_signs && int_sign(r) != 0) {  // truncated so far: go down to the floor
        if (quotient && !(q = int_sub(thread, q, Value::from_int(1)))) return false;
        if (remainder && !(r = int_add(thread, r, b))) return false;
    }
    if (quotient) *quotient = q;
    if (remainder) *remainder = r;
    return true;
}

int64_t floor_divide(int64_t a, int64_t b) {
    int64_t quotient = a / b;
    return (a % b != 0 && (a < 0) != (b < 0)) ? quotient - 1 : quotient;
}

int64_t floor_modulo(int64_t a, int64_t b) {
    int64_t rest = a % b;
    return (rest != 0 && (rest < 0) != (b < 0)) ? rest + b : rest;
}

}  // namespace

Value int_floordiv(Thread& thread, Value a, Value b) {
    if (b == Value::from_int(0)) return zero_division(thread, "integer division or modulo by zero");
    if (both_ints(a, b)) [[likely]]
        return make_int(thread, floor_divide(a.as_int(), b.as_int()));
    Value quotient;
    return divide_big(thread, a, b, &quotient, nullptr) ? quotient : Value();
}

Value int_mod(Thread& thread, Value a, Value b) {
    if (b == Value::from_int(0)) return zero_division(thread, "integer modulo by zero");
    if (both_ints(a, b)) [[likely]]
        return Value::from_int(floor_modulo(a.as_int(), b.as_int()));
    Value remainder;
    return divide_big(thread, a, b, nullptr, &remainder) ? remainder : Value();
}

bool int_divmod(Thread& thread, Value a, Value b, Value* quotient, Value* remainder) {
    if (b == Value::from_int(0)) return bool(zero_division(thread, "integer division or modulo by zero"));
    if (both_ints(a, b)) [[likely]] {
        *quotient = make_int(thread, floor_divide(a.as_int(), b.as_int()));
        *remainder = Value::from_int(floor_modulo(a.as_int(), b.as_int()));
        return true;
    }
    return divide_big(thread, a, b, quotient, remainder);
}

// Correctly rounded, whatever the sizes: one division that leaves 62 bits or more of quotient, with the
// remainder folded into the last bit, and one rounding.
Value int_truediv(Thread& thread, Value a, Value b) {
    if (b == Value::from_int(0)) return zero_division(thread, "division by zero");
    if (both_ints(a, b)) [[likely]]  // 50 bits each: exact as doubles
        return Value::from_float(static_cast<double>(a.as_int()) / static_cast<double>(b.as_int()));
    MpzView x(a), y(b);
    if (x.limbs.size == 0) return Value::from_float(y.limbs.negative ? -0.0 : 0.0);
    bool negative = x.limbs.negative != y.limbs.negative;
    int64_t shift = 63 - (static_cast<int64_t>(int_bit_length(a)) - static_cast<int64_t>(int_bit_length(b)));
    Mpz dividend, divisor, quotient, remainder;
    mpz_abs(dividend.number, x.number);
    mpz_abs(divisor.number, y.number);
    if (shift < -1100) {
        // Far out of range; the quotient has more than 1100 bits.
        return raise_format(thread, exceptions.OverflowError,
                            "integer division result too large for a float");
    }
    if (shift > 1300) return Value::from_float(negative ? -0.0 : 0.0);
    if (shift > 0)
        mpz_mul_2exp(dividend.number, dividend.number, static_cast<mp_bitcnt_t>(shift));
    else
        mpz_mul_2exp(divisor.number, divisor.number, static_cast<mp_bitcnt_t>(-shift));
    mpz_tdiv_qr(quotient.number, remainder.number, dividend.number, divisor.number);
    uint64_t bits = mpz_get_ui(quotient.number);  // 63 or 64 bits
    if (mpz_sgn(remainder.number) != 0) bits |= 1;
    double result = round_to_double(bits, -shift);
    if (std::isinf(result))
        return raise_format(thread, exceptions.OverflowError,
                            "integer division result too large for a float");
    return Value::from_float(negative ? -result : result);
}

namespace {

// base ** exponent modulo modulus, for words: no allocation.
uint64_t power_modulo(uint64_t base, uint64_t exponent, uint64_t modulus) {
    uint64_t result = 1 % modulus;
    base %= modulus;
    for (; exponent; exponent >>= 1) {
        if (exponent & 1) result = static_cast<uint64_t>(static_cast<uint128>(result) * base % modulus);
        base = static_cast<uint64_t>(static_cast<uint128>(base) * base % modulus);
    }
    return result;
}

Value power_with_modulus(Thread& thread, Value base, Value exponent, Value modulus) {
    if (modulus == Value::from_int(0)) return raise_value_error(thread, "pow() 3rd argument cannot be 0");
    if (both_ints(base, exponent) && modulus.is_int() && exponent.as_int() >= 0) {
        int64_t m = modulus.as_int();
        auto magnitude = static_cast<uint64_t>(m < 0 ? -m : m);
        auto reduced = static_cast<uint64_t>(floor_modulo(base.as_int(), static_cast<int64_t>(magnitude)));
        auto result =
            static_cast<int64_t>(power_modulo(reduced, static_cast<uint64_t>(exponent.as_int()), magnitude));
        return Value::from_int(m < 0 && result ? result + m : result);
    }
    MpzView b(base), e(exponent), m(modulus);
    Mpz result;
    if (mpz_cmpabs_ui(m.number, 1) == 0) return Value::from_int(0);
    if (mpz_sgn(e.number) < 0 && !mpz_invert(result.number, b.number, m.number))
        return raise_value_error(thread, "base is not invertible for the given modulus");
    mpz_powm(result.number, b.number, e.number, m.number);
    if (mpz_sgn(m.number) < 0 && mpz_sgn(result.number) != 0)
        mpz_add(result.number, result.number, m.number);  // the sign of the modulus
    return from_mpz(thread, result.number);
}

}  // namespace

Value int_pow(Thread& thread, Value base, Value exponent, Value modulus) {
    if (modulus) return power_with_modulus(thread, base, exponent, modulus);
    if (int_sign(exponent) < 0) {
        double x, y;
        if (!int_to_double(thread, base, &x) || !int_to_double(thread, exponent, &y)) return {};
        return float_pow(thread, x, y);
    }
    if (base.is_int() && (base.as_int() >= -1 && base.as_int() <= 1)) {
        if (base.as_int() == -1) return Value::from_int(int_is_odd(exponent) ? -1 : 1);
        if (base.as_int() == 1 || exponent == Value::from_int(0)) return Value::from_int(1);
        return Value::from_int(0);
    }
    if (!exponent.is_int()) return raise_memory_error(thread);
    auto power = static_cast<uint64_t>(exponent.as_int());
    uint64_t bits = int_bit_length(base);
    if (base.is_int() && bits * power <= 120) {
        __int128 result = 1, factor = base.as_int();
        for (uint64_t left = power; left; left >>= 1) {
            if (left & 1) result *= factor;
            if (left > 1) factor *= factor;
        }
        return make_int128(thread, result);
    }
    constexpr uint64_t kMostLimbs = uint64_t{1} << 28;  // GMP ends the process when memory runs out
    if (power > kMostLimbs * 64 || bits * power / 64 > kMostLimbs) return raise_memory_error(thread);
    if (base == Value::from_int(2)) return int_shifted_left(thread, Value::from_int(1), power);
    MpzView b(base);
    Mpz result;
    mpz_pow_ui(result.number, b.number, power);
    return from_mpz(thread, result.number);
}

Value int_shifted_left(Thread& thread, Value a, uint64_t shift) {
    if (a.is_int() && shift < 64)
        return make_int128(thread, static_cast<__int128>(a.as_int()) * (static_cast<__int128>(1) << shift));
    Limbs x(a);
    if (x.size == 0) return a;
    uint64_t whole = shift / 64;
    if (whole > static_cast<uint64_t>(kMaxLimbs)) return raise_memory_error(thread);
    auto skipped = static_cast<int64_t>(whole);
    BigInt* result = new_big_int(thread, x.size + skipped + 1);
    if (!result) return {};
    mp_limb_t* to = limbs_of(result);
    mpn_zero(to, skipped);
    if (unsigned part = shift % 64) {
        to[x.size + skipped] = mpn_lshift(to + skipped, limbs_of(x), x.size, part);
    } else {
        mpn_copyi(to + skipped, limbs_of(x), x.size);
        to[x.size + skipped] = 0;
    }
    return finish_int(result, x.size + skipped + 1, x.negative);
}

Value int_lshift(Thread& thread, Value a, Value b) {
    if (int_sign(b) < 0) return raise_value_error(thread, "negative shift count");
    if (a == Value::from_int(0)) return a;
    if (!b.is_int()) return raise_format(thread, exceptions.OverflowError, "too many digits in integer");
    return int_shifted_left(thread, a, static_cast<uint64_t>(b.as_int()));
}

Value int_rshift(Thread& thread, Value a, Value b) {
    if (int_sign(b) < 0) return raise_value_error(thread, "negative shift count");
    if (a.is_int())
        return Value::from_int(a.as_int() >> (b.is_int() ? std::min<int64_t>(b.as_int(), 63) : 63));
    Limbs x(a);
    if (!b.is_int() || b.as_int() / 64 >= x.size) return Value::from_int(x.negative ? -1 : 0);
    int64_t skipped = b.as_int() / 64;
    int64_t left = x.size - skipped;
    BigInt* result = new_big_int(thread, left + 1);
    if (!result) return {};
    mp_limb_t* to = limbs_of(result);
    bool lost = false;  // bits that are shifted out make a negative number round down
    if (x.negative)
        for (int64_t i = 0; i < skipped && !lost; i++) lost = x.data[i] != 0;
    if (unsigned part = static_cast<unsigned>(b.as_int() % 64))
        lost |= mpn_rshift(to, limbs_of(x) + skipped, left, part) != 0;
    else
        mpn_copyi(to, limbs_of(x) + skipped, left);
    to[left] = 0;
    if (x.negative && lost) to[left] = mpn_add_1(to, to, left, 1);
    return finish_int(result, left + 1, x.negative);
}

// Numbers that are not negative combine limb by limb; the others as if in two's complement, which is
// GMP's reading too.
Value int_and(Thread& thread, Value a, Value b) {
    if (both_ints(a, b)) [[likely]]
        return Value::from_int(a.as_int() & b.as_int());
    Limbs x(a), y(b);
    if (!x.negative && !y.negative) {
        int64_t size = std::min(x.size, y.size);
        if (size == 1) return make_uint(thread, x.data[0] & y.data[0]);
        if (size == 0) return Value::from_int(0);
        BigInt* result = new_big_int(thread, size);
        if (!result) return {};
        mpn_and_n(limbs_of(result), limbs_of(x), limbs_of(y), size);
        return finish_int(result, size, false);
    }
    MpzView p(a), q(b);
    Mpz result;
    mpz_and(result.number, p.number, q.number);
    return from_mpz(thread, result.number);
}

namespace {

template <class Limb, class Whole>
Value combine_bits(Thread& thread, Value a, Value b, Limb limb_op, Whole whole_op) {
    Limbs x(a), y(b);
    if (!x.negative && !y.negative) {
        const Limbs& longer = x.size >= y.size ? x : y;
        const Limbs& shorter = x.size >= y.size ? y : x;
        BigInt* result = new_big_int(thread, longer.size);
        if (!result) return {};
        for (int64_t i = 0; i < shorter.size; i++)
            result->limbs[i] = limb_op(longer.data[i], shorter.data[i]);
        std::copy(longer.data + shorter.size, longer.data + longer.size, result->limbs + shorter.size);
        return finish_int(result, longer.size, false);
    }
    MpzView p(a), q(b);
    Mpz result;
    whole_op(result.number, p.number, q.number);
    return from_mpz(thread, result.number);
}

}  // namespace

Value int_or(Thread& thread, Value a, Value b) {
    if (both_ints(a, b)) [[likely]]
        return Value::from_int(a.as_int() | b.as_int());
    return combine_bits(
        thread, a, b, [](uint64_t x, uint64_t y) { return x | y; }, mpz_ior);
}

Value int_xor(Thread& thread, Value a, Value b) {
    if (both_ints(a, b)) [[likely]]
        return Value::from_int(a.as_int() ^ b.as_int());
    return combine_bits(
        thread, a, b, [](uint64_t x, uint64_t y) { return x ^ y; }, mpz_xor);
}

Value int_negate(Thread& thread, Value a) {
    if (a.is_int()) [[likely]]
        return make_int(thread, -a.as_int());
    Limbs x(a);
    BigInt* result = new_big_int(thread, x.size);
    if (!result) return {};
    mpn_copyi(limbs_of(result), limbs_of(x), x.size);
    return finish_int(result, x.size, !x.negative);
}

Value int_invert(Thread& thread, Value a) {
    if (a.is_int()) [[likely]]
        return Value::from_int(~a.as_int());
    return int_sub(thread, Value::from_int(-1), a);
}

// --- comparison and the rest ---

int int_compare(Value a, Value b) {
    if (both_ints(a, b)) [[likely]]
        return a.as_int() < b.as_int() ? -1 : a.as_int() > b.as_int();
    Limbs x(a), y(b);
    if (x.negative != y.negative) return x.negative ? -1 : 1;
    int order;
    if (x.size != y.size)
        order = x.size < y.size ? -1 : 1;
    else
        order = x.size ? mpn_cmp(limbs_of(x), limbs_of(y), x.size) : 0;
    return x.negative ? -order : order;
}

int int_compare_double(Value a, double b) {
    if (a.is_int()) [[likely]] {
        auto number = static_cast<double>(a.as_int());
        return number < b ? -1 : number > b;
    }
    MpzView x(a);
    return mpz_cmp_d(x.number, b);
}

int int_sign(Value a) {
    if (a.is_int()) return a.as_int() < 0 ? -1 : a.as_int() > 0;
    return static_cast<BigInt*>(a.as_object())->size < 0 ? -1 : 1;
}

int64_t int_hash(Value a) {
    constexpr uint64_t kModulus = (uint64_t{1} << 61) - 1;
    if (a.is_int()) [[likely]]
        return a.as_int() == -1 ? -2 : a.as_int();
    Limbs x(a);
    auto hash =
        static_cast<int64_t>(x.size == 1 ? x.data[0] % kModulus : mpn_mod_1(limbs_of(x), x.size, kModulus));
    if (x.negative) hash = -hash;
    return hash == -1 ? -2 : hash;
}

bool int_is_odd(Value a) {
    Limbs x(a);
    return x.size != 0 && (x.data[0] & 1);
}

Value int_sqrt(Thread& thread, Value a) {
    MpzView x(a);
    Mpz root;
    mpz_sqrt(root.number, x.number);
    return from_mpz(thread, root.number);
}

Value int_gcd(Thread& thread, Value a, Value b) {
    MpzView x(a), y(b);
    if (x.limbs.size <= 1 && y.limbs.size <= 1) {
        uint64_t p = x.limbs.size ? x.limbs.data[0] : 0, q = y.limbs.size ? y.limbs.data[0] : 0;
        while (q) {
            uint64_t rest = p % q;
            p = q;
            q = rest;
        }
        return make_uint(thread, p);
    }
    Mpz result;
    mpz_gcd(result.number, x.number, y.number);
    return from_mpz(thread, result.number);
}

Value int_factorial(Thread& thread, uint64_t n) {
    Mpz result;
    mpz_fac_ui(result.number, n);
    return from_mpz(thread, result.number);
}

Value int_binomial(Thread& thread, Value n, uint64_t k) {
    MpzView x(n);
    Mpz result;
    mpz_bin_ui(result.number, x.number, k);
    return from_mpz(thread, result.number);
}

Value int_round(Thread& thread, Value a, Value digits) {
    Value unit = int_pow(thread, Value::from_int(10), digits, {});
    Value quotient, rest, twice;
    if (!unit || !int_divmod(thread, a, unit, &quotient, &rest) || !(twice = int_add(thread, rest, rest)))
        return {};
    int half = int_compare(twice, unit);
    Value down = int_sub(thread, a, rest);
    if (!down || half < 0 || (half == 0 && !int_is_odd(quotient))) return down;
    return int_add(thread, down, unit);
}

}  // namespace gilt
