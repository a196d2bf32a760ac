// int to and from text.
//
// Conversion between binary and decimal takes more than linear time, so text of more digits than
// sys.set_int_max_str_digits allows is refused before the work is done (bases that are powers of two are
// linear and free).
#include <gmp.h>

#include <charconv>
#include <cmath>
#include <vector>

#include "objects/bytes.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/numeral.h"
#include "objects/str.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

std::atomic<int> int_max_str_digits{4300};

namespace {

constexpr size_t kLimitCheckedFrom = 640;  // shorter numbers are never refused (sys.int_info)

bool is_power_of_two(int base) { return (base & (base - 1)) == 0; }

// 0 to 35, or 99.
int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'z' ? lower - 'a' + 10 : 99;
}

}  // namespace

Value parse_int(Thread& thread, std::string_view digits, int base) {
    bool negative = false;
    if (!digits.empty() && (digits[0] == '+' || digits[0] == '-')) {
        negative = digits[0] == '-';
        digits.remove_prefix(1);
    }
    if (digits.empty() || digits.front() == '_' || digits.back() == '_') return {};
    // What fits in a word is done when the loop is.
    uint64_t small = 0;
    bool overflow = false;
    size_t count = 0;
    for (size_t i = 0; i < digits.size(); i++) {
        if (digits[i] == '_') {
            if (digits[i - 1] == '_') return {};
            continue;
        }
        int digit = digit_value(digits[i]);
        if (digit >= base) return {};
        count++;
        overflow = overflow || __builtin_mul_overflow(small, static_cast<uint64_t>(base), &small) ||
                   __builtin_add_overflow(small, static_cast<uint64_t>(digit), &small);
    }
    if (!overflow) {
        if (small <= static_cast<uint64_t>(Value::kIntMax))
            return Value::from_int(negative ? -static_cast<int64_t>(small) : static_cast<int64_t>(small));
        BigInt* result = new_big_int(thread, 1);
        result->limbs[0] = small;
        return finish_int(result, 1, negative);
    }
    int limit = int_max_str_digits.load(std::memory_order_relaxed);
    if (!is_power_of_two(base) && limit && count > kLimitCheckedFrom && count > static_cast<size_t>(limit))
        return raise_value_error(thread,
                                 "Exceeds the limit ({} digits) for integer string conversion: value "
                                 "has {} digits; use sys.set_int_max_str_digits() to increase the limit",
                                 limit, count);
    std::vector<unsigned char> values;
    values.reserve(count);
    for (char c : digits)
        if (c != '_') values.push_back(static_cast<unsigned char>(digit_value(c)));
    auto limbs = static_cast<int64_t>(static_cast<double>(count) * std::log2(base) / 64) + 2;
    BigInt* result = new_big_int(thread, limbs);
    if (!result) return {};
    mp_size_t used =
        mpn_set_str(reinterpret_cast<mp_limb_t*>(result->limbs), values.data(), values.size(), base);
    return finish_int(result, used, negative);
}

Value int_from_text(Thread& thread, Str* text, int base, Value original) {
    int shown_base = base;
    if (base == 10 && text->is_ascii()) {
        if (Value number = parse_int(thread, strip_ascii_space(text->ascii()), 10)) return number;
        if (thread.exception) return {};
    }
    if (std::optional<std::string> plain = plain_numeral(text)) {
        std::string_view rest = *plain;
        bool negative = false;
        if (!rest.empty() && (rest[0] == '+' || rest[0] == '-')) {
            negative = rest[0] == '-';
            rest.remove_prefix(1);
        }
        int prefix_base = 0;
        if (rest.size() > 1 && rest[0] == '0') {
            char letter = static_cast<char>(rest[1] | 0x20);
            prefix_base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 0;
        }
        bool malformed = false;
        if (base == 0) {
            base = prefix_base ? prefix_base : 10;
            // "010" might be meant as octal; "00" may not be anything else than zero.
            malformed = !prefix_base && !rest.empty() && rest[0] == '0' &&
                        rest.find_first_not_of("0_") != std::string_view::npos;
        }
        if (prefix_base && prefix_base == base) {
            rest.remove_prefix(2);
            if (!rest.empty() && rest[0] == '_') rest.remove_prefix(1);
        }
        malformed |= !rest.empty() && (rest[0] == '+' || rest[0] == '-');
        if (!malformed) {
            Value number = parse_int(thread, rest, base);
            if (number) return negative ? int_negate(thread, number) : number;
            if (thread.exception) return {};
        }
    }
    Str* shown = repr(thread, original);
    if (!shown) return {};
    return raise_value_error(thread, "invalid literal for int() with base {}: {}", shown_base,
                             to_utf8(shown));
}

bool int_to_string(Thread& thread, Value plain, int base, std::string* out) {
    if (plain.is_int()) [[likely]] {
        char text[72];
        char* end = std::to_chars(text, text + sizeof text, plain.as_int(), base).ptr;
        out->assign(text, static_cast<size_t>(end - text));
        return true;
    }
    Limbs x(plain);
    int limit = int_max_str_digits.load(std::memory_order_relaxed);
    auto too_long = [&] {
        return bool(raise_value_error(thread,
                                      "Exceeds the limit ({} digits) for integer string conversion; "
                                      "use sys.set_int_max_str_digits() to increase the limit",
                                      limit));
    };
    bool limited = base == 10 && limit > 0;
    double digits = static_cast<double>(int_bit_length(plain)) / std::log2(base);
    if (limited && digits > kLimitCheckedFrom && digits > limit + 2.0) return too_long();
    auto size = static_cast<size_t>(digits) + 3;
    std::string text(size, '\0');
    std::vector<mp_limb_t> scratch(x.data, x.data + x.size);  // mpn_get_str overwrites its input
    scratch.push_back(0);
    size_t written = mpn_get_str(reinterpret_cast<unsigned char*>(text.data()), base, scratch.data(), x.size);
    text.resize(written);
    for (char& c : text) c = "0123456789abcdefghijklmnopqrstuvwxyz"[static_cast<int>(c)];
    text.erase(0, text.find_first_not_of('0'));
    if (limited && text.size() > kLimitCheckedFrom && text.size() > static_cast<size_t>(limit))
        return too_long();
    if (x.negative) text.insert(0, 1, '-');
    *out = std::move(text);
    return true;
}

}  // namespace gilt
