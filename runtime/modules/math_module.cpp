// math: C's functions with the language's errors ("math domain error", "math range error"), and exact
// arithmetic on ints of any size.
//
// The gamma functions are computed here rather than by libm, in the way CPython does (Lanczos'
// approximation), so that their last digits agree. Sums of floats are exact until the one rounding at the
// end.
#include <algorithm>
#include <cfloat>
#include <cmath>
#include <vector>

#include "objects/class.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

constexpr double kPi = 3.141592653589793238462643383279502884;

Value domain_error(Thread& thread) { return raise_text(thread, exceptions.ValueError, "math domain error"); }
Value range_error(Thread& thread) { return raise_text(thread, exceptions.OverflowError, "math range error"); }

// --- functions of one and two doubles ---

// A NaN or infinity that the arguments do not explain is an error.
template <double (*function)(double), bool can_overflow>
Value unary(Thread& thread, Args& args) {
    double x;
    if (!to_double(thread, args[0], &x)) return {};
    double result = function(x);
    if (std::isnan(result) && !std::isnan(x)) return domain_error(thread);
    if (std::isinf(result) && std::isfinite(x))
        return can_overflow ? range_error(thread) : domain_error(thread);
    return Value::from_any_float(result);
}

bool two_doubles(Thread& thread, Args& args, double* x, double* y) {
    return to_double(thread, args[0], x) && to_double(thread, args[1], y);
}

template <double (*function)(double, double)>
Value binary_function(Thread& thread, Args& args) {
    double x, y;
    if (!two_doubles(thread, args, &x, &y)) return {};
    return Value::from_any_float(function(x, y));
}

Value math_fmod(Thread& thread, Args& args) {
    double x, y;
    if (!two_doubles(thread, args, &x, &y)) return {};
    if (std::isinf(y) && std::isfinite(x)) return Value::from_float(x);
    double result = std::fmod(x, y);
    if (std::isnan(result) && !std::isnan(x) && !std::isnan(y)) return domain_error(thread);
    return Value::from_any_float(result);
}

Value math_remainder(Thread& thread, Args& args) {
    double x, y;
    if (!two_doubles(thread, args, &x, &y)) return {};
    double result = std::remainder(x, y);
    if (std::isnan(result) && !std::isnan(x) && !std::isnan(y)) return domain_error(thread);
    return Value::from_any_float(result);
}

Value math_pow(Thread& thread, Args& args) {
    double x, y;
    if (!two_doubles(thread, args, &x, &y)) return {};
    double result = std::pow(x, y);
    if (std::isnan(result) && !std::isnan(x) && !std::isnan(y)) return domain_error(thread);
    if (std::isinf(result) && std::isfinite(x) && std::isfinite(y))
        return x == 0 ? domain_error(thread) : range_error(thread);
    return Value::from_any_float(result);
}

Value math_ldexp(Thread& thread, Args& args) {
    double x;
    if (!to_double(thread, args[0], &x)) return {};
    if (!is_int(args[1])) return raise_type_error(thread, "Expected an int as second argument to ldexp.");
    int64_t exponent;
    if (!to_index_clamped(thread, args[1], &exponent)) return {};
    if (x == 0 || !std::isfinite(x)) return Value::from_any_float(x);
    double result = std::ldexp(x, static_cast<int>(std::clamp<int64_t>(exponent, -100000, 100000)));
    return std::isinf(result) ? range_error(thread) : Value::from_float(result);
}

Value math_frexp(Thread& thread, Args& args) {
    double x;
    if (!to_double(thread, args[0], &x)) return {};
    int exponent = 0;
    if (std::isfinite(x)) x = std::frexp(x, &exponent);
    return new_tuple(thread, {Value::from_any_float(x), Value::from_int(exponent)});
}

Value math_modf(Thread& thread, Args& args) {
    double x, whole;
    if (!to_double(thread, args[0], &x)) return {};
    double fraction = std::modf(x, &whole);
    return new_tuple(thread, {Value::from_any_float(fraction), Value::from_any_float(whole)});
}

Value math_ulp(Thread& thread, Args& args) {
    double x;
    if (!to_double(thread, args[0], &x)) return {};
    x = std::abs(x);
    if (!std::isfinite(x)) return Value::from_any_float(x);
    double above = std::nextafter(x, INFINITY);
    return Value::from_float(std::isinf(above) ? x - std::nextafter(x, -INFINITY) : above - x);
}

Value math_nextafter(Thread& thread, Args& args) {
    double x, y;
    if (!two_doubles(thread, args, &x, &y)) return {};
    int64_t steps = 1;
    if (args.has(2) && !args[2].is_none()) {
        if (!to_index_clamped(thread, args[2], &steps)) return {};
        if (steps < 0) return raise_value_error(thread, "steps must be a non-negative integer");
    }
    if (std::isnan(x) || std::isnan(y)) return Value::from_any_float(std::isnan(x) ? x : y);
    // Doubles are ordered like the ints their bits spell, counted away from zero.
    auto rank = [](double number) {
        auto bits = std::bit_cast<int64_t>(number);
        return bits < 0 ? INT64_MIN - bits : bits;
    };
    int64_t from = rank(x), to = rank(y);
    if (from == to) return Value::from_float(steps ? y : x);
    __int128 target = from < to ? static_cast<__int128>(from) + steps : static_cast<__int128>(from) - steps;
    if (from < to ? target >= to : target <= to) return Value::from_float(steps ? y : x);
    auto rank_now = static_cast<int64_t>(target);
    double result =
        rank_now < 0 ? std::bit_cast<double>(INT64_MIN - rank_now) : std::bit_cast<double>(rank_now);
    if (result == 0 && from < 0) result = -0.0;
    return Value::from_float(result);
}

Value math_isclose(Thread& thread, Args& args) {
    double a, b, relative = 1e-9, absolute = 0;
    if (!two_doubles(thread, args, &a, &b) || (args.has(2) && !to_double(thread, args[2], &relative)) ||
        (args.has(3) && !to_double(thread, args[3], &absolute)))
        return {};
    if (relative < 0 || absolute < 0) return raise_value_error(thread, "tolerances must be non-negative");
    if (a == b) return Value::from_bool(true);
    if (std::isinf(a) || std::isinf(b)) return Value::from_bool(false);
    double difference = std::abs(b - a);
    return Value::from_bool(difference <= std::abs(relative * b) || difference <= std::abs(relative * a) ||
                            difference <= absolute);
}

template <bool (*test)(double)>
Value predicate(Thread& thread, Args& args) {
    double x;
    return to_double(thread, args[0], &x) ? Value::from_bool(test(x)) : Value();
}
bool is_nan(double x) { return std::isnan(x); }
bool is_infinite(double x) { return std::isinf(x); }
bool is_finite(double x) { return std::isfinite(x); }
// The largest floats are infinitely many degrees.
Value math_degrees(Thread& thread, Args& args) {
    double x;
    return to_double(thread, args[0], &x) ? Value::from_any_float(x * (180.0 / kPi)) : Value();
}
double to_radians(double x) { return x * (kPi / 180.0); }

// --- gamma ---

constexpr double kLanczosG = 6.024680040776729583740234375;
constexpr double kLanczosGMinusHalf = 5.524680040776729583740234375;
constexpr double kLanczosNumerator[] = {
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408};
constexpr double kLanczosDenominator[] = {0.0,        39916800.0, 120543840.0, 150917976.0, 105258076.0,
                                          45995730.0, 13339535.0, 2637558.0,   357423.0,    32670.0,
                                          1925.0,     66.0,       1.0};
constexpr int kLanczosTerms = 13;

double lanczos_sum(double x) {
    double numerator = 0, denominator = 0;
    if (x < 5.0) {
        for (int i = kLanczosTerms; --i >= 0;) {
            numerator = numerator * x + kLanczosNumerator[i];
            denominator = denominator * x + kLanczosDenominator[i];
        }
    } else {
        for (int i = 0; i < kLanczosTerms; i++) {
            numerator = numerator / x + kLanczosNumerator[i];
            denominator = denominator / x + kLanczosDenominator[i];
        }
    }
    return numerator / denominator;
}

double sin_pi(double x) {
    double y = std::fmod(std::abs(x), 2.0), result;
    switch (static_cast<int>(std::round(2.0 * y))) {
        case 0: result = std::sin(kPi * y); break;
        case 1: result = std::cos(kPi * (y - 0.5)); break;
        case 2: result = std::sin(kPi * (1.0 - y)); break;
        case 3: result = -std::cos(kPi * (y - 1.5)); break;
        default: result = std::sin(kPi * (y - 2.0)); break;
    }
    return std::copysign(1.0, x) * result;
}

Value math_gamma(Thread& thread, Args& args) {
    double x;
    if (!to_double(thread, args[0], &x)) return {};
    if (!std::isfinite(x)) return std::isnan(x) || x > 0 ? Value::from_any_float(x) : domain_error(thread);
    if (x == 0) return domain_error(thread);
    if (x == std::floor(x)) {
        if (x < 0) return domain_error(thread);
        if (x <= 23) {
            double factorial = 1;
            for (int i = 2; i < static_cast<int>(x); i++) factorial *= i;
            return Value::from_float(factorial);
        }
    }
    double magnitude = std::abs(x);
    if (magnitude < 1e-20) {
        double result = 1.0 / x;
        return std::isinf(result) ? range_error(thread) : Value::from_float(result);
    }
    if (magnitude > 200.0) return x < 0 ? Value::from_float(0.0 / sin_pi(x)) : range_error(thread);
    double y = magnitude + kLanczosGMinusHalf, z;
    if (magnitude > kLanczosGMinusHalf) {
        double q = y - magnitude;
        z = q - kLanczosGMinusHalf;
    } else {
        double q = y - kLanczosGMinusHalf;
        z = q - magnitude;
    }
    z = z * kLanczosG / y;
    double result;
    if (x < 0) {
        result = -kPi / sin_pi(magnitude) / magnitude * std::exp(y) / lanczos_sum(magnitude);
        result -= z * result;
    } else {
        result = lanczos_sum(magnitude) / std::exp(y);
        result += z * result;
    }
    bool once = magnitude < 140.0;  // the power alone would overflow beyond
    double power = std::pow(y, once ? magnitude - 0.5 : magnitude / 2.0 - 0.25);
    for (int i = once ? 1 : 2; i > 0; i--) result = x < 0 ? result / power : result * power;
    return std::isinf(result) ? range_error(thread) : Value::from_float(result);
}

Value math_lgamma(Thread& thread, Args& args) {
    double x;
    if (!to_double(thread, args[0], &x)) return {};
    if (!std::isfinite(x)) return Value::from_any_float(std::isnan(x) ? x : INFINITY);
    if (x == std::floor(x) && x <= 2.0) return x <= 0 ? domain_error(thread) : Value::from_float(0.0);
    double magnitude = std::abs(x);
    if (magnitude < 1e-20) return Value::from_float(-std::log(magnitude));
    double result = std::log(lanczos_sum(magnitude)) - kLanczosG;
    result += (magnitude - 0.5) * (std::log(magnitude + kLanczosG - 0.5) - 1);
    if (x < 0) result = std::log(kPi) - std::log(std::abs(sin_pi(magnitude))) - std::log(magnitude) - result;
    return std::isinf(result) ? range_error(thread) : Value::from_float(result);
}

// --- logarithms: of ints of any size ---

template <double (*function)(double)>
bool logarithm(Thread& thread, Value value, double* out) {
    double x;
    if (is_int(value)) {
        Value plain = as_plain_int(value);
        if (int_sign(plain) <= 0) return bool(domain_error(thread));
        uint64_t bits = int_bit_length(plain);
        if (bits > 1000) {  // mantissa and exponent apart
            Value top = int_rshift(thread, plain, Value::from_int(static_cast<int64_t>(bits - 64)));
            if (!top || !int_to_double(thread, top, &x)) return false;
            *out = function(std::ldexp(x, -64)) + function(2.0) * static_cast<double>(bits);
            return true;
        }
    }
    if (!to_double(thread, value, &x)) return false;
    if (x <= 0) return bool(domain_error(thread));
    *out = function(x);
    return true;
}

Value math_log(Thread& thread, Args& args) {
    double numerator = 0, denominator = 0;
    if (!logarithm<::log>(thread, args[0], &numerator)) return {};
    if (!args.has(1)) return Value::from_any_float(numerator);
    if (!logarithm<::log>(thread, args[1], &denominator)) return {};
    if (denominator == 0) return raise_text(thread, exceptions.ZeroDivisionError, "float division by zero");
    return Value::from_any_float(numerator / denominator);
}

template <double (*function)(double)>
Value fixed_log(Thread& thread, Args& args) {
    double result = 0;
    return logarithm<function>(thread, args[0], &result) ? Value::from_any_float(result) : Value();
}

// --- rounding to ints ---

template <double (*round)(double), Special special>
Value to_whole(Thread& thread, Args& args) {
    if (args[0].is_int()) return args[0];
    if (!args[0].is_float()) {
        bool found = false;
        Value result = call_special(thread, args[0], special, {}, &found);
        if (found) return result;
        if (special == Special::k_trunc)
            return raise_type_error(thread, "type {} doesn't define __trunc__ method", type_name(args[0]));
    }
    double x;
    return to_double(thread, args[0], &x) ? int_from_double(thread, round(x)) : Value();
}

// --- exact sums ---

// A sum of doubles kept exactly, as numbers that do not overlap, smallest first (Shewchuk).
struct ExactSum {
    std::vector<double> partials;
    double special = 0;  // the sum of all infinities and NaNs met
    bool saw_infinity = false, saw_special = false, overflowed = false;

    void add(double x) {
        if (!std::isfinite(x)) {
            saw_special = true;
            saw_infinity |= std::isinf(x);
            special += x;
            return;
        }
        size_t kept = 0;
        for (double y : partials) {
            if (std::abs(x) < std::abs(y)) std::swap(x, y);
            double high = x + y, low = y - (high - x);
            if (low != 0) partials[kept++] = low;
            x = high;
        }
        partials.resize(kept);
        if (!std::isfinite(x)) overflowed = true;
        if (x != 0) partials.push_back(x);
    }

    double result() const {
        if (partials.empty()) return 0;
        size_t n = partials.size();
        double high = partials[--n], low = 0;
        while (n > 0) {
            double x = high, y = partials[--n];
            high = x + y;
            low = y - (high - x);
            if (low != 0) break;
        }
        // Half-even rounding across more than two partials: what is below decides a tie.
        if (n > 0 && ((low < 0 && partials[n - 1] < 0) || (low > 0 && partials[n - 1] > 0))) {
            double twice = low * 2, x = high + twice;
            if (twice == x - high) high = x;
        }
        return high;
    }
};

Value math_fsum(Thread& thread, Args& args) {
    ExactSum sum;
    Iteration items(thread, args[0]);
    while (Value item = items.next()) {
        double x;
        if (!to_double(thread, item, &x)) return {};
        sum.add(x);
        if (sum.overflowed)
            return raise_text(thread, exceptions.OverflowError, "intermediate overflow in fsum");
    }
    if (items.failed()) return {};
    if (sum.saw_special) {
        if (std::isnan(sum.special) && sum.saw_infinity)
            return raise_text(thread, exceptions.ValueError, "-inf + inf in fsum");
        return Value::from_any_float(sum.special);
    }
    return Value::from_float(sum.result());
}

Value math_sumprod(Thread& thread, Args& args) {
    Tuple* p = tuple_from_iterable(thread, args[0]);
    Tuple* q = p ? tuple_from_iterable(thread, args[1]) : nullptr;
    if (!q) return {};
    if (p->length != q->length) return raise_value_error(thread, "Inputs are not the same length");
    auto real = [](Value value) { return is_float(value) || is_int(value); };
    bool all_real = true, any_float = false;
    for (size_t i = 0; i < p->length; i++) {
        all_real = all_real && real(p->items[i]) && real(q->items[i]);
        any_float |= is_float(p->items[i]) || is_float(q->items[i]);
    }
    if (all_real && any_float) {
        ExactSum sum;
        for (size_t i = 0; i < p->length; i++) {
            double x, y;
            if (!to_double(thread, p->items[i], &x) || !to_double(thread, q->items[i], &y)) return {};
            double product = x * y;
            sum.add(product);
            if (std::isfinite(product)) sum.add(std::fma(x, y, -product));
        }
        return Value::from_any_float(sum.saw_special || sum.overflowed ? sum.special : sum.result());
    }
    Value total = Value::from_int(0);
    for (size_t i = 0; i < p->length && total; i++) {
        Value product = binary(thread, BinaryOp::Mul, p->items[i], q->items[i]);
        total = product ? binary(thread, BinaryOp::Add, total, product) : Value();
    }
    return total;
}

Value math_prod(Thread& thread, Args& args) {
    Value product = args.get(1, Value::from_int(1));
    Iteration items(thread, args[0]);
    while (Value item = items.next()) {
        product = binary(thread, BinaryOp::Mul, product, item);
        if (!product) return {};
    }
    return items.failed() ? Value() : product;
}

// The length of a vector. A long double has the exponents and the bits to spare: one rounding at the end.
Value vector_length(const std::vector<double>& parts) {
    long double sum = 0;
    bool nan = false;
    for (double part : parts) {
        if (std::isinf(part)) return Value::from_float(INFINITY);
        nan |= std::isnan(part);
        sum += static_cast<long double>(part) * part;
    }
    return nan ? Value::from_any_float(NAN) : Value::from_float(static_cast<double>(std::sqrt(sum)));
}

Value math_hypot(Thread& thread, Args& args) {
    std::vector<double> parts(args.rest.size());
    for (size_t i = 0; i < parts.size(); i++)
        if (!to_double(thread, args.rest[i], &parts[i])) return {};
    return vector_length(parts);
}

Value math_dist(Thread& thread, Args& args) {
    Tuple* p = tuple_from_iterable(thread, args[0]);
    Tuple* q = p ? tuple_from_iterable(thread, args[1]) : nullptr;
    if (!q) return {};
    if (p->length != q->length)
        return raise_value_error(thread, "both points must have the same number of dimensions");
    std::vector<double> parts(p->length);
    for (size_t i = 0; i < parts.size(); i++) {
        double x, y;
        if (!to_double(thread, p->items[i], &x) || !to_double(thread, q->items[i], &y)) return {};
        parts[i] = x - y;
    }
    return vector_length(parts);
}

// --- ints ---

Value math_gcd(Thread& thread, Args& args) {
    Value result = Value::from_int(0);
    for (Value argument : args.rest) {
        Value number = to_index(thread, argument);
        if (!number || !(result = int_gcd(thread, result, number))) return {};
    }
    return result;
}

Value math_lcm(Thread& thread, Args& args) {
    Value result = Value::from_int(1);
    for (Value argument : args.rest) {
        Value number = to_index(thread, argument);
        if (!number) return {};
        if (int_sign(number) == 0 || int_sign(result) == 0) {
            result = Value::from_int(0);
            continue;
        }
        Value common = int_gcd(thread, result, number);
        Value rest = common ? int_floordiv(thread, number, common) : Value();
        result = rest ? int_mul(thread, result, rest) : Value();
        if (result && int_sign(result) < 0) result = int_negate(thread, result);
        if (!result) return {};
    }
    return result;
}

Value math_isqrt(Thread& thread, Args& args) {
    Value number = to_index(thread, args[0]);
    if (!number) return {};
    if (int_sign(number) < 0) return raise_value_error(thread, "isqrt() argument must be nonnegative");
    return int_sqrt(thread, number);
}

Value math_factorial(Thread& thread, Args& args) {
    Value number = to_index(thread, args[0]);
    if (!number) return {};
    if (int_sign(number) < 0) return raise_value_error(thread, "factorial() not defined for negative values");
    if (!number.is_int() || number.as_int() > INT32_MAX)
        return raise_format(thread, exceptions.OverflowError, "factorial() argument should not exceed {}",
                            INT64_MAX);
    return int_factorial(thread, static_cast<uint64_t>(number.as_int()));
}

// n and k of comb and perm, both plain and not negative.
bool choose_arguments(Thread& thread, Args& args, Value* n, Value* k) {
    if (!(*n = to_index(thread, args[0])) || !(*k = to_index(thread, args[1]))) return false;
    if (int_sign(*n) < 0) return bool(raise_value_error(thread, "n must be a non-negative integer"));
    if (int_sign(*k) < 0) return bool(raise_value_error(thread, "k must be a non-negative integer"));
    return true;
}

Value math_comb(Thread& thread, Args& args) {
    Value n, k;
    if (!choose_arguments(thread, args, &n, &k)) return {};
    Value other = int_sub(thread, n, k);
    if (!other) return {};
    if (int_sign(other) < 0) return Value::from_int(0);
    if (int_compare(other, k) < 0) k = other;
    if (!k.is_int())
        return raise_format(thread, exceptions.OverflowError, "min(n - k, k) must not exceed {}", INT64_MAX);
    return int_binomial(thread, n, static_cast<uint64_t>(k.as_int()));
}

Value math_perm(Thread& thread, Args& args) {
    if (!args.has(1) || args[1].is_none()) return math_factorial(thread, args);
    Value n, k;
    if (!choose_arguments(thread, args, &n, &k)) return {};
    if (int_compare(n, k) < 0) return Value::from_int(0);
    if (!k.is_int()) return raise_format(thread, exceptions.OverflowError, "k must not exceed {}", INT64_MAX);
    Value result = Value::from_int(1);
    for (int64_t i = 0; i < k.as_int(); i++) {
        Value factor = int_sub(thread, n, Value::from_int(i));
        if (!factor || !(result = int_mul(thread, result, factor)) || !thread.safepoint()) return {};
    }
    return result;
}

}  // namespace

bool initialize_math(Thread& thread, Module* module) {
    set_module_attribute(thread, module, "pi", Value::from_float(kPi));
    set_module_attribute(thread, module, "e", Value::from_float(2.718281828459045235360287471352662498));
    set_module_attribute(thread, module, "tau", Value::from_float(2 * kPi));
    set_module_attribute(thread, module, "inf", Value::from_float(INFINITY));
    set_module_attribute(thread, module, "nan", Value::from_any_float(NAN));
    add_functions(
        thread, module,
        {{"acos(x, /)", unary<::acos, false>, "Return the arc cosine (measured in radians) of x."},
         {"acosh(x, /)", unary<::acosh, false>, "Return the inverse hyperbolic cosine of x."},
         {"asin(x, /)", unary<::asin, false>, "Return the arc sine (measured in radians) of x."},
         {"asinh(x, /)", unary<::asinh, false>, "Return the inverse hyperbolic sine of x."},
         {"atan(x, /)", unary<::atan, false>, "Return the arc tangent (measured in radians) of x."},
         {"atan2(y, x, /)", binary_function<::atan2>, "Return the arc tangent (measured in radians) of y/x."},
         {"atanh(x, /)", unary<::atanh, false>, "Return the inverse hyperbolic tangent of x."},
         {"cbrt(x, /)", unary<::cbrt, false>, "Return the cube root of x."},
         {"ceil(x, /)", to_whole<::ceil, Special::k_ceil>, "Return the ceiling of x as an Integral."},
         {"comb(n, k, /)", math_comb,
          "Number of ways to choose k items from n items without repetition and without order."},
         {"copysign(x, y, /)", binary_function<::copysign>,
          "Return a float with the magnitude (absolute value) of x but the sign of y."},
         {"cos(x, /)", unary<::cos, false>, "Return the cosine of x (measured in radians)."},
         {"cosh(x, /)", unary<::cosh, true>, "Return the hyperbolic cosine of x."},
         {"degrees(x, /)", math_degrees, "Convert angle x from radians to degrees."},
         {"dist(p, q, /)", math_dist, "Return the Euclidean distance between two points p and q."},
         {"erf(x, /)", unary<::erf, false>, "Error function at x."},
         {"erfc(x, /)", unary<::erfc, false>, "Complementary error function at x."},
         {"exp(x, /)", unary<::exp, true>, "Return e raised to the power of x."},
         {"exp2(x, /)", unary<::exp2, true>, "Return 2 raised to the power of x."},
         {"expm1(x, /)", unary<::expm1, true>, "Return exp(x)-1."},
         {"fabs(x, /)", unary<::fabs, false>, "Return the absolute value of the float x."},
         {"factorial(n, /)", math_factorial, "Find n!."},
         {"floor(x, /)", to_whole<::floor, Special::k_floor>, "Return the floor of x as an Integral."},
         {"fmod(x, y, /)", math_fmod, "Return fmod(x, y), according to platform C."},
         {"frexp(x, /)", math_frexp, "Return the mantissa and exponent of x, as pair (m, e)."},
         {"fsum(seq, /)", math_fsum, "Return an accurate floating-point sum of values in the iterable seq."},
         {"gamma(x, /)", math_gamma, "Gamma function at x."},
         {"gcd(*integers)", math_gcd, "Greatest Common Divisor."},
         {"hypot(*coordinates)", math_hypot,
          "Multidimensional Euclidean distance from the origin to a point."},
         {"isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", math_isclose,
          "Determine whether two floating-point numbers are close in value."},
         {"isfinite(x, /)", predicate<is_finite>, "Return True if x is neither an infinity nor a NaN."},
         {"isinf(x, /)", predicate<is_infinite>, "Return True if x is a positive or negative infinity."},
         {"isnan(x, /)", predicate<is_nan>, "Return True if x is a NaN (not a number)."},
         {"isqrt(n, /)", math_isqrt, "Return the integer part of the square root of the input."},
         {"lcm(*integers)", math_lcm, "Least Common Multiple."},
         {"ldexp(x, i, /)", math_ldexp, "Return x * (2**i)."},
         {"lgamma(x, /)", math_lgamma, "Natural logarithm of absolute value of Gamma function at x."},
         {"log(x, base=None, /)", math_log, "Return the logarithm of x to the given base."},
         {"log10(x, /)", fixed_log<::log10>, "Return the base 10 logarithm of x."},
         {"log1p(x, /)", unary<::log1p, false>, "Return the natural logarithm of 1+x (base e)."},
         {"log2(x, /)", fixed_log<::log2>, "Return the base 2 logarithm of x."},
         {"modf(x, /)", math_modf, "Return the fractional and integer parts of x."},
         {"nextafter(x, y, /, *, steps=None)", math_nextafter,
          "Return the floating-point value the given number of steps after x towards y."},
         {"perm(n, k=None, /)", math_perm,
          "Number of ways to choose k items from n items without repetition and with order."},
         {"pow(x, y, /)", math_pow, "Return x**y (x to the power of y)."},
         {"prod(iterable, /, *, start=1)", math_prod,
          "Calculate the product of all the elements in the input iterable."},
         {"radians(x, /)", unary<to_radians, false>, "Convert angle x from degrees to radians."},
         {"remainder(x, y, /)", math_remainder,
          "Difference between x and the closest integer multiple of y."},
         {"sin(x, /)", unary<::sin, false>, "Return the sine of x (measured in radians)."},
         {"sinh(x, /)", unary<::sinh, true>, "Return the hyperbolic sine of x."},
         {"sqrt(x, /)", unary<::sqrt, false>, "Return the square root of x."},
         {"sumprod(p, q, /)", math_sumprod,
          "Return the sum of products of values from two iterables p and q."},
         {"tan(x, /)", unary<::tan, false>, "Return the tangent of x (measured in radians)."},
         {"tanh(x, /)", unary<::tanh, false>, "Return the hyperbolic tangent of x."},
         {"trunc(x, /)", to_whole<::trunc, Special::k_trunc>,
          "Truncates the Real x to the nearest Integral toward 0."},
         {"ulp(x, /)", math_ulp, "Return the value of the least significant bit of the float x."}});
    return true;
}

}  // namespace gilt
