// int: every operator against GMP's own numbers, on operands from all sizes and both sides of each boundary.
#include "objects/int.h"

#include <gmpxx.h>

#include <cmath>

#include "objects/float.h"
#include "objects_fixture.h"
#include "vm/operations.h"

namespace gilt {
namespace {

using namespace testing;

class IntTest : public ObjectsTest {
 protected:
    Value from_mpz(const mpz_class& model) {
        std::string digits = mpz_class(abs(model)).get_str(16);
        Value magnitude = parse_int(thread(), digits, 16);
        return model < 0 ? int_negate(thread(), magnitude) : magnitude;
    }
    // Through hexadecimal, so that neither side's decimal conversion can hide an error of the other.
    std::string shown(Value value) {
        std::string text;
        EXPECT_TRUE(int_to_string(thread(), value, 16, &text));
        return text;
    }
    static std::string shown(const mpz_class& model) { return model.get_str(16); }
    // Small ints, ints around the limits of the Value, of a limb and of two limbs, and large ones.
    std::vector<mpz_class> operands() {
        std::vector<mpz_class> all = {0, 1, 2, 3, 7, 10, 255};
        for (int bits : {31, 48, 49, 50, 62, 63, 64, 65, 127, 128, 129, 500}) {
            mpz_class power = mpz_class(1) << bits;
            for (int offset : {-1, 0, 1}) all.push_back(power + offset);
        }
        gmp_randclass random(gmp_randinit_default);
        for (int bits : {40, 60, 64, 100, 128, 700, 4000}) all.push_back(random.get_z_bits(bits));
        size_t count = all.size();
        for (size_t i = 0; i < count; i++) all.push_back(-all[i]);
        return all;
    }
    void expect_canonical(Value value) {
        if (value.is_int()) return;
        std::optional<int64_t> small = int_to_int64(value);
        EXPECT_FALSE(small && Value::fits_int(*small)) << "a small number in a BigInt";
    }
    std::string pending() {
        Value error = take_exception(thread());
        if (error.is_empty()) return "none";
        return type_name(error) + ": " + to_utf8(to_str(thread(), error));
    }
};
INSTANTIATE_TEST_SUITE_P(Gil, IntTest, ::testing::Bool(), mode_name);

TEST_P(IntTest, ArithmeticAgreesWithGmp) {
    for (const mpz_class& a : operands()) {
        Value x = from_mpz(a);
        for (const mpz_class& b : operands()) {
            Value y = from_mpz(b);
            auto check = [&](const char* name, Value got, const mpz_class& want) {
                expect_canonical(got);
                EXPECT_EQ(shown(got), shown(want)) << shown(a) << ' ' << name << ' ' << shown(b);
            };
            check("+", int_add(thread(), x, y), a + b);
            check("-", int_sub(thread(), x, y), a - b);
            check("*", int_mul(thread(), x, y), a * b);
            check("&", int_and(thread(), x, y), a & b);
            check("|", int_or(thread(), x, y), a | b);
            check("^", int_xor(thread(), x, y), a ^ b);
            EXPECT_EQ(int_compare(x, y) < 0, a < b);
            EXPECT_EQ(int_compare(x, y) == 0, a == b);
            EXPECT_EQ(x == y, a == b && x.is_int() && y.is_int());
            if (b == 0) continue;
            mpz_class quotient, rest;
            mpz_fdiv_qr(quotient.get_mpz_t(), rest.get_mpz_t(), a.get_mpz_t(), b.get_mpz_t());
            check("//", int_floordiv(thread(), x, y), quotient);
            check("%", int_mod(thread(), x, y), rest);
        }
        for (int shift : {0, 1, 13, 63, 64, 65, 130}) {
            mpz_class right;
            mpz_fdiv_q_2exp(right.get_mpz_t(), a.get_mpz_t(), static_cast<mp_bitcnt_t>(shift));
            EXPECT_EQ(shown(int_lshift(thread(), x, number(shift))), shown(a << shift));
            EXPECT_EQ(shown(int_rshift(thread(), x, number(shift))), shown(right));
        }
        EXPECT_EQ(shown(int_invert(thread(), x)), shown(~a));
        EXPECT_EQ(shown(int_negate(thread(), x)), shown(-a));
    }
}

TEST_P(IntTest, PowersAgreeWithGmp) {
    for (int base : {-7, -2, -1, 0, 1, 2, 3, 10, 1000003}) {
        for (unsigned exponent : {0u, 1u, 2u, 31u, 60u, 64u, 200u}) {
            mpz_class want;
            mpz_pow_ui(want.get_mpz_t(), mpz_class(base).get_mpz_t(), exponent);
            EXPECT_EQ(shown(int_pow(thread(), number(base), number(exponent), {})), shown(want));
        }
    }
    EXPECT_EQ(int_pow(thread(), number(3), number(200), number(13)), number(9));
    EXPECT_EQ(int_pow(thread(), number(3), number(5), number(-7)), number(-2));
    EXPECT_EQ(int_pow(thread(), number(3), number(-1), number(7)), number(5));
    EXPECT_TRUE(int_pow(thread(), number(2), number(-1), number(4)).is_empty());
    EXPECT_EQ(pending(), "ValueError: base is not invertible for the given modulus");
}

TEST_P(IntTest, TrueDivisionRoundsOnce) {
    EXPECT_EQ(int_truediv(thread(), number(1), number(3)).as_float(), 1.0 / 3.0);
    mpz_class huge = mpz_class(1) << 2000;
    Value x = from_mpz(huge + 1), y = from_mpz(huge);
    EXPECT_EQ(int_truediv(thread(), x, y).as_float(), 1.0);
    // Half of the smallest subnormal goes to even, a little more does not.
    EXPECT_EQ(int_truediv(thread(), number(1), from_mpz(mpz_class(1) << 1075)).as_float(), 0.0);
    EXPECT_EQ(int_truediv(thread(), number(3), from_mpz(mpz_class(1) << 1076)).as_float(), 5e-324);
    EXPECT_TRUE(int_truediv(thread(), x, number(1)).is_empty());
    EXPECT_EQ(pending(), "OverflowError: integer division result too large for a float");
}

TEST_P(IntTest, ConversionToDoubleIsCorrectlyRounded) {
    double out;
    for (const mpz_class& a : operands()) {
        if (mpz_sizeinbase(a.get_mpz_t(), 2) > 1000) continue;
        ASSERT_TRUE(int_to_double(thread(), from_mpz(a), &out));
        EXPECT_EQ(out, std::strtod(a.get_str().c_str(), nullptr)) << shown(a);
        EXPECT_EQ(int_compare_double(from_mpz(a), out) == 0, mpz_class(out) == a);
    }
    EXPECT_FALSE(int_to_double(thread(), from_mpz(mpz_class(1) << 1024), &out));
    EXPECT_EQ(pending(), "OverflowError: int too large to convert to float");
}

TEST_P(IntTest, HashIsTheNumberModuloAMersennePrime) {
    const mpz_class prime = (mpz_class(1) << 61) - 1;
    for (const mpz_class& a : operands()) {
        mpz_class want = abs(a) % prime;
        if (a < 0) want = -want;
        if (want == -1) want = -2;
        EXPECT_EQ(int_hash(from_mpz(a)), want.get_si()) << shown(a);
        double exact = a.get_d();
        if (!std::isfinite(exact)) continue;
        if (mpz_class(exact) != a) continue;
        EXPECT_EQ(float_hash(exact), want.get_si()) << shown(a);
    }
}

TEST_P(IntTest, TextBothWays) {
    for (const mpz_class& a : operands()) {
        for (int base : {2, 8, 10, 16, 36}) {
            std::string text;
            ASSERT_TRUE(int_to_string(thread(), from_mpz(a), base, &text));
            EXPECT_EQ(text, a.get_str(base));
            EXPECT_EQ(shown(parse_int(thread(), text, base)), shown(a));
        }
    }
    for (const char* bad : {"", "_1", "1_", "1__2", "-", "12a", " 1"})
        EXPECT_TRUE(parse_int(thread(), bad, 10).is_empty()) << bad;
    EXPECT_EQ(parse_int(thread(), "1_000", 10), number(1000));
    EXPECT_EQ(pending(), "none");
}

TEST_P(IntTest, DigitsAreLimited) {
    EXPECT_TRUE(parse_int(thread(), std::string(5000, '9'), 10).is_empty());
    EXPECT_EQ(pending(),
              "ValueError: Exceeds the limit (4300 digits) for integer string conversion: value has 5000 "
              "digits; use sys.set_int_max_str_digits() to increase the limit");
    std::string text;
    EXPECT_FALSE(int_to_string(thread(), from_mpz(mpz_class(std::string(4301, '9'))), 10, &text));
    EXPECT_EQ(pending(),
              "ValueError: Exceeds the limit (4300 digits) for integer string conversion; use "
              "sys.set_int_max_str_digits() to increase the limit");
    EXPECT_TRUE(int_to_string(thread(), from_mpz(mpz_class(std::string(4300, '9'))), 10, &text));
    EXPECT_EQ(text, std::string(4300, '9'));
}

}  // namespace
}  // namespace gilt
