// float: text both ways, rounding, and the arithmetic rules that differ from C's.
#include "objects/float.h"

#include <cmath>
#include <cstring>
#include <random>

#include "objects/format.h"
#include "objects_fixture.h"
#include "vm/operations.h"

namespace gilt {
namespace {

using namespace testing;

class FloatTest : public ObjectsTest {
 protected:
    std::string format(double number, const char* spec) {
        Value result = format_float(thread(), number, new_str(thread(), spec));
        return result ? to_utf8(as_str(result)) : "error";
    }
};
INSTANTIATE_TEST_SUITE_P(Gil, FloatTest, ::testing::Bool(), mode_name);

TEST_P(FloatTest, ReprIsTheShortestThatReadsBack) {
    EXPECT_EQ(float_repr(0.1), "0.1");
    EXPECT_EQ(float_repr(1.0), "1.0");
    EXPECT_EQ(float_repr(-0.0), "-0.0");
    EXPECT_EQ(float_repr(1e16), "1e+16");
    EXPECT_EQ(float_repr(1e15), "1000000000000000.0");
    EXPECT_EQ(float_repr(1e-4), "0.0001");
    EXPECT_EQ(float_repr(1e-5), "1e-05");
    EXPECT_EQ(float_repr(1.5e300), "1.5e+300");
    EXPECT_EQ(float_repr(5e-324), "5e-324");
    EXPECT_EQ(float_repr(-INFINITY), "-inf");
    std::mt19937_64 random(1);
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = random();
        double number, back;
        std::memcpy(&number, &bits, 8);
        if (!std::isfinite(number)) continue;
        ASSERT_TRUE(parse_float(float_repr(number), &back));
        ASSERT_EQ(number, back);
    }
}

TEST_P(FloatTest, ParsesTheGrammarOfFloat) {
    double out;
    for (const char* good :
         {"1", "1.", ".5", "1e5", "1_000.0_1", " +1.5 ", "-inf", "Infinity", "NaN", "1E-5"})
        EXPECT_TRUE(parse_float(good, &out)) << good;
    for (const char* bad :
         {"", ".", "e5", "1e", "1__0", "_1", "1_", "1_.0", "0x1", "infinit", "1 2", "--1", "1e5.5"})
        EXPECT_FALSE(parse_float(bad, &out)) << bad;
    EXPECT_TRUE(parse_float("1e400", &out));
    EXPECT_EQ(out, INFINITY);
    EXPECT_TRUE(parse_float("1e-400", &out));
    EXPECT_EQ(out, 0.0);
}

TEST_P(FloatTest, RoundsToEvenOnExactTiesOnly) {
    EXPECT_EQ(round_to_digits(0.5, 0), 0.0);
    EXPECT_EQ(round_to_digits(2.5, 0), 2.0);
    EXPECT_EQ(round_to_digits(2.675, 2), 2.67);  // a little less than it looks
    EXPECT_EQ(round_to_digits(0.125, 2), 0.12);
    EXPECT_EQ(round_to_digits(1250.0, -2), 1200.0);
    EXPECT_EQ(round_to_digits(1350.0, -2), 1400.0);
    EXPECT_EQ(round_to_digits(1250.5, -2), 1300.0);
    EXPECT_EQ(round_to_digits(99.0, -2), 100.0);
    EXPECT_EQ(round_to_digits(49.0, -2), 0.0);
    EXPECT_EQ(round_to_digits(999.0, -3), 1000.0);
}

TEST_P(FloatTest, DivisionFollowsTheSignOfTheDivisor) {
    EXPECT_EQ(float_mod(thread(), -7, 3).as_float(), 2.0);
    EXPECT_EQ(float_mod(thread(), 7, -3).as_float(), -2.0);
    EXPECT_TRUE(std::signbit(float_mod(thread(), 6, -3).as_float()));
    EXPECT_EQ(float_floordiv(thread(), -7, 3).as_float(), -3.0);
    EXPECT_EQ(float_mod(thread(), 5, INFINITY).as_float(), 5.0);
    EXPECT_EQ(float_mod(thread(), -5, INFINITY).as_float(), INFINITY);
}

TEST_P(FloatTest, MiniLanguage) {
    EXPECT_EQ(format(3.14159, ".2f"), "3.14");
    EXPECT_EQ(format(1234567.891, ",.2f"), "1,234,567.89");
    EXPECT_EQ(format(1234.5, "012,.1f"), "00,001,234.5");
    EXPECT_EQ(format(0.25, ".0%"), "25%");
    EXPECT_EQ(format(1e10, "g"), "1e+10");
    EXPECT_EQ(format(123456.0, "g"), "123456");
    EXPECT_EQ(format(1.0, "#g"), "1.00000");
    EXPECT_EQ(format(-0.0001, "z.1f"), "0.0");
    EXPECT_EQ(format(3.0, ".3"), "3.0");
    EXPECT_EQ(format(1234567.0, ".3"), "1.23e+06");
    EXPECT_EQ(format(2.5, "*^9"), "***2.5***");
    EXPECT_EQ(format(NAN, "06F"), "000NAN");
}

}  // namespace
}  // namespace gilt
