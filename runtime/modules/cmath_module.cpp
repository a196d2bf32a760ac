// cmath: functions of complex numbers. The C++ library computes them; infinities and NaNs follow C99, as in CPython.
#include <cfloat>
#include <cmath>
#include <complex>

#include "objects/class.h"
#include "objects/complex.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

using Number = std::complex<double>;

// complex, or anything with __complex__, __float__ or __index__.
bool to_number(Thread& thread, Value value, Number* out) {
    if (!is_complex(value) && !is_float(value) && !is_int(value)) {
        Value method;
        int has = find_attr(thread, value, intern(thread, "__complex__"), &method);
        if (has < 0) return false;
        if (has) {
            Value result = call(thread, method, {});
            if (!result) return false;
            if (!is_complex(result))
                return raise_type_error(thread, "__complex__ returned non-complex (type {})", type_name(result));
            value = result;
        }
    }
    if (is_complex(value)) {
        *out = {as_complex(value)->real, as_complex(value)->imaginary};
        return true;
    }
    double real;
    if (!to_double(thread, value, &real)) return false;
    *out = {real, 0};
    return true;
}

bool is_finite(Number z) { return std::isfinite(z.real()) && std::isfinite(z.imag()); }

Value raise_domain(Thread& thread) { return raise_value_error(thread, "math domain error"); }

// What a finite number gave: infinite is an overflow, NaN was not in the domain.
Value checked(Thread& thread, Number z, Number result) {
    if (is_finite(z)) {
        if (std::isnan(result.real()) || std::isnan(result.imag())) return raise_domain(thread);
        if (std::isinf(result.real()) || std::isinf(result.imag()))
            return raise_text(thread, exceptions.OverflowError, "math range error");
    }
    return new_complex(thread, result.real(), result.imag());
}

using Function = Number (*)(const Number&);
template <Function function>
Value apply(Thread& thread, Args& args) {
    Number z;
    return to_number(thread, args[0], &z) ? checked(thread, z, function(z)) : Value();
}

// Kahan's formulas for what is finite: they keep every digit and the sign of zero. The rest is the library's.

Number c_sqrt(const Number& z) {
    double real = z.real(), imaginary = z.imag();
    if (!is_finite(z) || (real == 0 && imaginary == 0)) return std::sqrt(z);
    double ax = std::fabs(real), ay = std::fabs(imaginary), s;
    if (ax < DBL_MIN && ay < DBL_MIN) {
        ax = std::ldexp(ax, 53);
        s = std::ldexp(std::sqrt(ax + std::hypot(ax, std::ldexp(ay, 53))), -27);
    } else {
        ax /= 8;
        s = 2 * std::sqrt(ax + std::hypot(ax, ay / 8));
    }
    double d = ay / (2 * s);
    return real >= 0 ? Number(s, std::copysign(d, imaginary)) : Number(d, std::copysign(s, imaginary));
}

constexpr double kLarge = DBL_MAX / 4;
bool is_large(const Number& z) { return std::fabs(z.real()) > kLarge || std::fabs(z.imag()) > kLarge; }
double log_of_large(const Number& z) { return std::log(std::hypot(z.real() / 2, z.imag() / 2)) + 2 * M_LN2; }

Number c_acos(const Number& z) {
    if (!is_finite(z)) return std::acos(z);
    if (is_large(z)) {
        double imaginary = z.real() < 0 ? -std::copysign(log_of_large(z), z.imag()) : std::copysign(log_of_large(z), -z.imag());
        return {std::atan2(std::fabs(z.imag()), z.real()), imaginary};
    }
    Number a = c_sqrt({1 - z.real(), -z.imag()}), b = c_sqrt({1 + z.real(), z.imag()});
    return {2 * std::atan2(a.real(), b.real()), std::asinh(b.real() * a.imag() - b.imag() * a.real())};
}

Number c_acosh(const Number& z) {
    if (!is_finite(z)) return std::acosh(z);
    if (is_large(z)) return {log_of_large(z), std::atan2(z.imag(), z.real())};
    Number a = c_sqrt({z.real() - 1, z.imag()}), b = c_sqrt({z.real() + 1, z.imag()});
    return {std::asinh(a.real() * b.real() + a.imag() * b.imag()), 2 * std::atan2(a.imag(), b.real())};
}

Number c_asinh(const Number& z) {
    if (!is_finite(z)) return std::asinh(z);
    if (is_large(z)) {
        double real = z.imag() >= 0 ? std::copysign(log_of_large(z), z.real()) : -std::copysign(log_of_large(z), -z.real());
        return {real, std::atan2(z.imag(), std::fabs(z.real()))};
    }
    Number a = c_sqrt({1 + z.imag(), -z.real()}), b = c_sqrt({1 - z.imag(), z.real()});
    return {std::asinh(a.real() * b.imag() - b.real() * a.imag()),
            std::atan2(z.imag(), a.real() * b.real() - a.imag() * b.imag())};
}

Number c_atanh(const Number& z) {
    if (!is_finite(z)) return std::atanh(z);
    double real = z.real(), imaginary = z.imag();
    if (real < 0 || (real == 0 && std::signbit(real))) return -c_atanh(-z);
    double ay = std::fabs(imaginary);
    static const double kSquareLarge = std::sqrt(DBL_MAX / 4), kSquareSmall = std::sqrt(DBL_MIN);
    if (real > kSquareLarge || ay > kSquareLarge) {
        double h = std::hypot(real / 2, imaginary / 2);
        return {real / 4 / h / h, -std::copysign(M_PI_2, -imaginary)};
    }
    if (real == 1 && ay < kSquareSmall) {
        if (ay == 0) return {INFINITY, imaginary};
        return {-std::log(std::sqrt(ay) / std::sqrt(std::hypot(ay, 2))), std::copysign(std::atan2(2, -ay) / 2, imaginary)};
    }
    return {std::log1p(4 * real / ((1 - real) * (1 - real) + ay * ay)) / 4,
            -std::atan2(-2 * imaginary, (1 - real) * (1 + real) - ay * ay) / 2};
}

Number c_tanh(const Number& z) {
    double x = z.real(), y = z.imag();
    if (!is_finite(z)) return std::tanh(z);
    if (std::fabs(x) > 708.0)  // cosh(x) would overflow
        return {std::copysign(1, x), 4 * std::sin(y) * std::cos(y) * std::exp(-2 * std::fabs(x))};
    double tx = std::tanh(x), ty = std::tan(y), cx = 1 / std::cosh(x);
    double product = tx * ty, denominator = 1 + product * product;
    return {tx * (1 + ty * ty) / denominator, ((ty / denominator) * cx) * cx};
}

// The functions of z by those of iz.
Number turned(const Number& z) { return {-z.imag(), z.real()}; }
Number turned_back(const Number& w) { return {w.imag(), -w.real()}; }
Number c_asin(const Number& z) { return turned_back(c_asinh(turned(z))); }
Number c_atan(const Number& z) { return turned_back(c_atanh(turned(z))); }
Number c_tan(const Number& z) { return turned_back(c_tanh(turned(z))); }

Number c_sin(const Number& z) { return std::sin(z); }
Number c_cos(const Number& z) { return std::cos(z); }
Number c_sinh(const Number& z) { return std::sinh(z); }
Number c_cosh(const Number& z) { return std::cosh(z); }
Number c_exp(const Number& z) { return std::exp(z); }

template <Function function>
Value apply_without_poles(Thread& thread, Args& args) {  // atan at +-i, atanh at +-1
    Number z;
    if (!to_number(thread, args[0], &z)) return {};
    Number result = function(z);
    if (is_finite(z) && !is_finite(result)) return raise_domain(thread);
    return new_complex(thread, result.real(), result.imag());
}

// sin, cos ...: an infinite argument without a value is a domain error.
template <Function function>
Value apply_periodic(Thread& thread, Args& args) {
    Number z;
    if (!to_number(thread, args[0], &z)) return {};
    Number result = function(z);
    bool invalid = !is_finite(z) && !std::isnan(z.real()) && !std::isnan(z.imag()) &&
                   (std::isnan(result.real()) || std::isnan(result.imag()));
    return invalid ? raise_domain(thread) : checked(thread, z, result);
}

Value logarithm(Thread& thread, Args& args) {
    Number z;
    if (!to_number(thread, args[0], &z)) return {};
    if (z == Number(0, 0)) return raise_domain(thread);
    Number result = std::log(z);
    if (args.has(1)) {
        Number base;
        if (!to_number(thread, args[1], &base)) return {};
        if (base == Number(0, 0)) return raise_domain(thread);
        Number divisor = std::log(base);
        if (divisor == Number(0, 0))
            return raise_domain(thread);
        Value quotient = binary(thread, BinaryOp::TrueDiv, new_complex(thread, result.real(), result.imag()),
                                new_complex(thread, divisor.real(), divisor.imag()));
        return quotient;
    }
    return new_complex(thread, result.real(), result.imag());
}

Value logarithm10(Thread& thread, Args& args) {
    Number z;
    if (!to_number(thread, args[0], &z)) return {};
    if (z == Number(0, 0)) return raise_domain(thread);
    Number result = std::log(z);
    return new_complex(thread, result.real() / M_LN10, result.imag() / M_LN10);
}

Value phase(Thread& thread, Args& args) {
    Number z;
    return to_number(thread, args[0], &z) ? Value::from_any_float(std::atan2(z.imag(), z.real())) : Value();
}

Value polar(Thread& thread, Args& args) {
    Number z;
    if (!to_number(thread, args[0], &z)) return {};
    double length = std::hypot(z.real(), z.imag());
    if (is_finite(z) && std::isinf(length)) return raise_text(thread, exceptions.OverflowError, "math range error");
    return new_tuple(thread, {Value::from_any_float(length), Value::from_any_float(std::atan2(z.imag(), z.real()))});
}

Value rect(Thread& thread, Args& args) {
    double length, angle;
    if (!to_double(thread, args[0], &length) || !to_double(thread, args[1], &angle)) return {};
    if (angle == 0) return new_complex(thread, length, std::isfinite(length) ? length * angle : angle);
    double real = length * std::cos(angle), imaginary = length * std::sin(angle);
    if (std::isinf(angle) && length != 0 && !std::isnan(length)) return raise_domain(thread);
    if (std::isinf(length) && std::isfinite(angle)) {
        real = std::copysign(INFINITY, std::cos(angle)) * std::copysign(1, length);
        imaginary = std::copysign(INFINITY, std::sin(angle)) * std::copysign(1, length);
    }
    return new_complex(thread, real, imaginary);
}

using Test = bool (*)(Number z);
template <Test test>
Value ask(Thread& thread, Args& args) {
    Number z;
    return to_number(thread, args[0], &z) ? Value::from_bool(test(z)) : Value();
}
bool is_infinite(Number z) { return std::isinf(z.real()) || std::isinf(z.imag()); }
bool is_nan(Number z) { return std::isnan(z.real()) || std::isnan(z.imag()); }

Value is_close(Thread& thread, Args& args) {
    Number a, b;
    double relative = 1e-9, absolute = 0;
    if (!to_number(thread, args[0], &a) || !to_number(thread, args[1], &b) ||
        (args.has(2) && !to_double(thread, args[2], &relative)) ||
        (args.has(3) && !to_double(thread, args[3], &absolute)))
        return {};
    if (relative < 0 || absolute < 0) return raise_value_error(thread, "tolerances must be non-negative");
    if (a == b) return Value::from_bool(true);
    if (is_infinite(a) || is_infinite(b)) return Value::from_bool(false);
    double distance = std::abs(a - b);
    return Value::from_bool(distance <= relative * std::abs(b) || distance <= relative * std::abs(a) ||
                            distance <= absolute);
}

}  // namespace

bool initialize_cmath(Thread& thread, Module* module) {
    auto constant = [&](const char* name, double value) {
        set_module_attribute(thread, module, name, Value::from_any_float(value));
    };
    constant("pi", M_PI);
    constant("e", M_E);
    constant("tau", 2 * M_PI);
    constant("inf", INFINITY);
    constant("nan", NAN);
    set_module_attribute(thread, module, "infj", new_complex(thread, 0, INFINITY));
    set_module_attribute(thread, module, "nanj", new_complex(thread, 0, NAN));
    add_functions(thread, module,
                  {
                      {"acos(z, /)", apply<c_acos>, "Return the arc cosine of z."},
                      {"acosh(z, /)", apply<c_acosh>, "Return the inverse hyperbolic cosine of z."},
                      {"asin(z, /)", apply<c_asin>, "Return the arc sine of z."},
                      {"asinh(z, /)", apply<c_asinh>, "Return the inverse hyperbolic sine of z."},
                      {"atan(z, /)", apply_without_poles<c_atan>, "Return the arc tangent of z."},
                      {"atanh(z, /)", apply_without_poles<c_atanh>, "Return the inverse hyperbolic tangent of z."},
                      {"cos(z, /)", apply_periodic<c_cos>, "Return the cosine of z."},
                      {"cosh(z, /)", apply_periodic<c_cosh>, "Return the hyperbolic cosine of z."},
                      {"exp(z, /)", apply_periodic<c_exp>, "Return the exponential value e**z."},
                      {"isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", is_close,
                       "Determine whether two complex numbers are close in value."},
                      {"isfinite(z, /)", ask<is_finite>, "Return True if both the real and imaginary parts of z are finite."},
                      {"isinf(z, /)", ask<is_infinite>, "Checks if the real or imaginary part of z is infinite."},
                      {"isnan(z, /)", ask<is_nan>, "Checks if the real or imaginary part of z not a number (NaN)."},
                      {"log(z, base=None, /)", logarithm, "log(z[, base]) -> the logarithm of z to the given base."},
                      {"log10(z, /)", logarithm10, "Return the base-10 logarithm of z."},
                      {"phase(z, /)", phase, "Return argument, also known as the phase angle, of a complex."},
                      {"polar(z, /)", polar, "Convert a complex from rectangular coordinates to polar coordinates."},
                      {"rect(r, phi, /)", rect, "Convert from polar coordinates to rectangular coordinates."},
                      {"sin(z, /)", apply_periodic<c_sin>, "Return the sine of z."},
                      {"sinh(z, /)", apply_periodic<c_sinh>, "Return the hyperbolic sine of z."},
                      {"sqrt(z, /)", apply<c_sqrt>, "Return the square root of z."},
                      {"tan(z, /)", apply_periodic<c_tan>, "Return the tangent of z."},
                      {"tanh(z, /)", apply_periodic<c_tanh>, "Return the hyperbolic tangent of z."},
                  });
    return true;
}

}  // namespace gilt
