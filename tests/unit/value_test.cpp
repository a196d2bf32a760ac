// Values: what fits into the word, and that each kind is told from the others.
#include "value/value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

namespace gilt {
namespace {

int kinds(Value value) {
    return value.is_empty() + value.is_object() + value.is_int() + value.is_float() +
           value.is_none() + value.is_bool() + value.is_not_implemented() + value.is_ellipsis();
}

TEST(Value, DefaultIsEmpty) {
    Value value;
    EXPECT_TRUE(value.is_empty());
    EXPECT_FALSE(value);
    EXPECT_EQ(kinds(value), 1);
}

TEST(Value, IntsRoundTrip) {
    for (int64_t number : {Value::kIntMin, Value::kIntMin + 1, int64_t{-4294967296}, int64_t{-2},
                           int64_t{-1}, int64_t{0}, int64_t{1}, int64_t{255}, int64_t{1} << 48,
                           Value::kIntMax - 1, Value::kIntMax}) {
        ASSERT_TRUE(Value::fits_int(number));
        Value value = Value::from_int(number);
        EXPECT_EQ(value.as_int(), number);
        EXPECT_TRUE(value.is_int());
        EXPECT_TRUE(value);
        EXPECT_TRUE(value.is_number_word());
        EXPECT_EQ(kinds(value), 1) << number;
    }
    EXPECT_FALSE(Value::fits_int(Value::kIntMax + 1));
    EXPECT_FALSE(Value::fits_int(Value::kIntMin - 1));
    EXPECT_GE(Value::kIntBits, 48);
}

TEST(Value, BothInts) {
    Value one = Value::from_int(1), minus = Value::from_int(-1), real = Value::from_float(1.0);
    EXPECT_TRUE(both_ints(one, minus));
    EXPECT_FALSE(both_ints(one, real));
    EXPECT_FALSE(both_ints(real, minus));
    EXPECT_FALSE(both_ints(Value::none(), one));
    EXPECT_FALSE(both_ints(Value::from_float(-std::numeric_limits<double>::infinity()), minus));
}

TEST(Value, FloatsRoundTrip) {
    using Limits = std::numeric_limits<double>;
    for (double number : {0.0, -0.0, 1.0, -1.5, Limits::min(), Limits::max(), Limits::lowest(),
                          Limits::denorm_min(), -Limits::denorm_min(), Limits::infinity(),
                          -Limits::infinity(), 1e308, 3.14159}) {
        Value value = Value::from_float(number);
        EXPECT_TRUE(value.is_float()) << number;
        EXPECT_EQ(kinds(value), 1) << number;
        EXPECT_EQ(std::bit_cast<uint64_t>(value.as_float()), std::bit_cast<uint64_t>(number));
    }
}

TEST(Value, EveryNanBecomesOne) {
    for (uint64_t bits : {uint64_t{0x7FF8000000000000}, uint64_t{0x7FF0000000000001},
                          uint64_t{0xFFFFFFFFFFFFFFFF}, uint64_t{0xFFF8000000000000},
                          uint64_t{0x7FFFFFFFFFFFFFFF}, uint64_t{0xFFFC000000000001}}) {
        Value value = Value::from_any_float(std::bit_cast<double>(bits));
        EXPECT_TRUE(value.is_float()) << std::hex << bits;
        EXPECT_FALSE(value.is_int());
        EXPECT_TRUE(std::isnan(value.as_float()));
        EXPECT_EQ(kinds(value), 1);
    }
}

// What x86 makes of an invalid operation has the sign bit set; it must be a float still.
TEST(Value, HardwareNansAreFloats) {
    volatile double zero = 0.0, infinity = std::numeric_limits<double>::infinity();
    for (double number : {zero / zero, infinity - infinity, infinity * zero}) {
        Value value = Value::from_float(number);
        EXPECT_TRUE(value.is_float());
        EXPECT_TRUE(std::isnan(value.as_float()));
    }
}

TEST(Value, SpecialsAreThemselves) {
    std::vector<Value> specials{Value::none(), Value::from_bool(false), Value::from_bool(true),
                                Value::not_implemented(), Value::ellipsis()};
    for (size_t i = 0; i < specials.size(); i++) {
        EXPECT_EQ(kinds(specials[i]), 1);
        EXPECT_FALSE(specials[i].is_object());
        EXPECT_FALSE(specials[i].is_number_word());
        for (size_t j = 0; j < specials.size(); j++) EXPECT_EQ(specials[i] == specials[j], i == j);
    }
    EXPECT_TRUE(Value::from_bool(true).is_true());
    EXPECT_TRUE(Value::from_bool(false).is_false());
    EXPECT_FALSE(Value::from_bool(false).is_true());
}

TEST(Value, AnObjectIsItsAddress) {
    alignas(16) char memory[16];
    auto* object = reinterpret_cast<Object*>(memory);
    Value value = object;
    EXPECT_TRUE(value.is_object());
    EXPECT_EQ(value.as_object(), object);
    EXPECT_EQ(value.bits(), reinterpret_cast<uint64_t>(memory));
    EXPECT_EQ(kinds(value), 1);
    EXPECT_TRUE(Value(static_cast<Object*>(nullptr)).is_empty());
}

}  // namespace
}  // namespace gilt
