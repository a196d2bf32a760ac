// Folding, and the table of constants.
#include "compiler/constants.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "objects/bytes.h"
#include "objects/complex.h"
#include "objects/int.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"

namespace gilt {

using namespace ast;

bool Folded::truth() const {
    switch (type) {
        case Type::None:
        case Type::False: return false;
        case Type::Int: return integer != 0;
        case Type::Float: return real != 0;
        case Type::Complex: return real != 0 || imaginary != 0;
        case Type::Str:
        case Type::Bytes: return !text.empty();
        case Type::Tuple: return !items.empty();
        default: return true;
    }
}

// ---------------------------------------------------------------------------------------------
// Folding
// ---------------------------------------------------------------------------------------------

namespace {

using Type = Folded::Type;
constexpr size_t kLongestFoldedText = 4096;
constexpr size_t kLongestFoldedTuple = 256;
// A tree is asked for its value at every level, so a deep one would be walked again and again.
constexpr int kDeepestFolded = 100;

Folded of_float(double number) {
    Folded result;
    result.type = Type::Float;
    result.real = number;
    return result;
}

std::optional<Folded> fold_constant(const Constant* node) {
    Folded result;
    switch (node->type) {
        case ConstantType::None: result.type = Type::None; break;
        case ConstantType::True: result.type = Type::True; break;
        case ConstantType::False: result.type = Type::False; break;
        case ConstantType::Ellipsis: result.type = Type::Ellipsis; break;
        case ConstantType::Int:
            result.type = Type::Int;
            result.integer = node->integer;
            break;
        case ConstantType::BigInt:
            result.type = Type::BigInt;
            result.text = node->text;
            result.base = node->base;
            break;
        case ConstantType::Float:
            result.type = Type::Float;
            result.real = node->number;
            break;
        case ConstantType::Complex:
            result.type = Type::Complex;
            result.imaginary = node->number;
            break;
        case ConstantType::Str:
            result.type = Type::Str;
            result.text = node->text;
            break;
        case ConstantType::Bytes:
            result.type = Type::Bytes;
            result.text = node->text;
            break;
    }
    return result;
}

// True and False count as 1 and 0, as everywhere.
std::optional<int64_t> as_int(const Folded& value) {
    switch (value.type) {
        case Type::Int: return value.integer;
        case Type::True: return 1;
        case Type::False: return 0;
        default: return std::nullopt;
    }
}

std::optional<double> as_double(const Folded& value) {
    if (value.type == Type::Float) return value.real;
    auto number = as_int(value);
    // Larger ones might be rounded differently; leave those to the runtime.
    if (number && std::abs(*number) <= (int64_t{1} << 53)) return static_cast<double>(*number);
    return std::nullopt;
}

std::optional<Folded> fold_ints(Operator op, int64_t a, int64_t b) {
    int64_t result = 0;
    switch (op) {
        case Operator::Add:
            if (__builtin_add_overflow(a, b, &result)) return std::nullopt;
            break;
        case Operator::Sub:
            if (__builtin_sub_overflow(a, b, &result)) return std::nullopt;
            break;
        case Operator::Mult:
            if (__builtin_mul_overflow(a, b, &result)) return std::nullopt;
            break;
        case Operator::FloorDiv:
        case Operator::Mod: {
            if (b == 0 || b == -1) return std::nullopt;
            int64_t quotient = a / b, remainder = a % b;
            if (remainder != 0 && (remainder < 0) != (b < 0)) {
                quotient--;
                remainder += b;
            }
            result = op == Operator::Mod ? remainder : quotient;
            break;
        }
        case Operator::Pow: {
            if (b < 0 || b > 64) return std::nullopt;
            result = 1;
            for (int64_t i = 0; i < b; i++) {
                if (__builtin_mul_overflow(result, a, &result)) return std::nullopt;
            }
            break;
        }
        case Operator::LShift:
            if (a < 0 || b < 0 || b > 62 || a > (INT64_MAX >> b)) return std::nullopt;
            result = a << b;
            break;
        case Operator::RShift:
            if (b < 0) return std::nullopt;
            result = a >> std::min<int64_t>(b, 63);
            break;
        case Operator::BitAnd: result = a & b; break;
        case Operator::BitOr: result = a | b; break;
        case Operator::BitXor: result = a ^ b; break;
        case Operator::Div: {
            constexpr int64_t kExact = int64_t{1} << 53;
            if (b == 0 || std::abs(a) > kExact || std::abs(b) > kExact) return std::nullopt;
            return of_float(static_cast<double>(a) / static_cast<double>(b));
        }
        case Operator::MatMult: return std::nullopt;
    }
    return Folded::of_int(result);
}

std::optional<Folded> fold_doubles(Operator op, double a, double b) {
    switch (op) {
        case Operator::Add: return of_float(a + b);
        case Operator::Sub: return of_float(a - b);
        case Operator::Mult: return of_float(a * b);
        case Operator::Div:
            if (b == 0) return std::nullopt;
            return of_float(a / b);
        case Operator::Pow: {
            if (a <= 0) return std::nullopt;
            double result = std::pow(a, b);
            if (!std::isfinite(result)) return std::nullopt;
            return of_float(result);
        }
        default: return std::nullopt;
    }
}

bool is_numeric(const Folded& value) { return value.type == Type::Complex || as_double(value).has_value(); }

std::optional<Folded> fold_complex(Operator op, const Folded& a, const Folded& b) {
    if (op != Operator::Add && op != Operator::Sub) return std::nullopt;
    if (!is_numeric(a) || !is_numeric(b)) return std::nullopt;
    double sign = op == Operator::Add ? 1 : -1;
    Folded result;
    result.type = Type::Complex;
    result.real = (a.type == Type::Complex ? a.real : *as_double(a)) +
                  sign * (b.type == Type::Complex ? b.real : *as_double(b));
    result.imaginary =
        (a.type == Type::Complex ? a.imaginary : 0.0) + sign * (b.type == Type::Complex ? b.imaginary : 0.0);
    return result;
}

std::optional<Folded> repeat(const Folded& sequence, int64_t times) {
    Folded result;
    result.type = sequence.type;
    size_t length = sequence.type == Type::Tuple ? sequence.items.size() : sequence.text.size();
    size_t limit = sequence.type == Type::Tuple ? kLongestFoldedTuple : kLongestFoldedText;
    if (times > 0 && length > limit / static_cast<uint64_t>(times)) return std::nullopt;
    for (int64_t i = 0; i < times && length > 0; i++) {
        result.text += sequence.text;
        result.items.insert(result.items.end(), sequence.items.begin(), sequence.items.end());
    }
    return result;
}

bool is_sequence(Type type) { return type == Type::Str || type == Type::Bytes || type == Type::Tuple; }

std::optional<Folded> fold_binary(Operator op, const Folded& a, const Folded& b) {
    auto left = as_int(a), right = as_int(b);
    // True & False is a bool, not an int.
    bool both_bools = a.type != Type::Int && b.type != Type::Int;
    bool bitwise = op == Operator::BitAnd || op == Operator::BitOr || op == Operator::BitXor;
    if (left && right && both_bools && bitwise) return std::nullopt;
    if (left && right) return fold_ints(op, *left, *right);
    if (a.type == Type::Complex || b.type == Type::Complex) return fold_complex(op, a, b);
    auto left_float = as_double(a), right_float = as_double(b);
    if (left_float && right_float) return fold_doubles(op, *left_float, *right_float);
    if (op == Operator::Mult && is_sequence(a.type) && right) return repeat(a, *right);
    if (op == Operator::Mult && is_sequence(b.type) && left) return repeat(b, *left);
    if (op == Operator::Add && a.type == b.type && is_sequence(a.type) &&
        a.text.size() + b.text.size() <= kLongestFoldedText) {
        Folded result = a;
        result.text += b.text;
        result.items.insert(result.items.end(), b.items.begin(), b.items.end());
        return result;
    }
    return std::nullopt;
}

std::optional<Folded> fold_unary(UnaryOperator op, const Folded& value) {
    if (op == UnaryOperator::Not) return Folded::of_bool(!value.truth());
    if (auto number = as_int(value)) {
        if (op == UnaryOperator::UAdd) return Folded::of_int(*number);
        if (op == UnaryOperator::Invert) return Folded::of_int(~*number);
        if (*number == INT64_MIN) return std::nullopt;
        return Folded::of_int(-*number);
    }
    Folded result = value;
    if (value.type == Type::Float || value.type == Type::Complex) {
        if (op == UnaryOperator::UAdd) return result;
        if (op == UnaryOperator::USub) {
            result.real = -result.real;
            result.imaginary = -result.imaginary;
            return result;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Folded> fold(const Expr* expr, bool debug) {
    if (expr->depth > kDeepestFolded) return std::nullopt;
    switch (expr->kind) {
        case ExprKind::Constant: return fold_constant(expr->as<Constant>());
        case ExprKind::Name:
            if (expr->as<Name>()->id == "__debug__") return Folded::of_bool(debug);
            return std::nullopt;
        case ExprKind::UnaryOp: {
            auto operand = fold(expr->as<UnaryOp>()->operand, debug);
            if (!operand) return std::nullopt;
            return fold_unary(expr->as<UnaryOp>()->op, *operand);
        }
        case ExprKind::BinOp: {
            auto left = fold(expr->as<BinOp>()->left, debug);
            if (!left) return std::nullopt;
            auto right = fold(expr->as<BinOp>()->right, debug);
            if (!right) return std::nullopt;
            return fold_binary(expr->as<BinOp>()->op, *left, *right);
        }
        case ExprKind::Tuple: {
            Folded result;
            result.type = Type::Tuple;
            for (Expr* item : expr->as<ast::Tuple>()->elts) {
                auto folded = fold(item, debug);
                if (!folded) return std::nullopt;
                result.items.push_back(std::move(*folded));
            }
            return result;
        }
        default: return std::nullopt;
    }
}

// ---------------------------------------------------------------------------------------------
// The pool
// ---------------------------------------------------------------------------------------------

namespace {

void append_bits(std::string* key, double number) {
    char bytes[8];
    std::memcpy(bytes, &number, 8);
    key->append(bytes, 8);
}

void append_key(std::string* key, const Folded& value) {
    key->push_back(static_cast<char>('a' + static_cast<int>(value.type)));
    switch (value.type) {
        case Type::Int: *key += std::to_string(value.integer) + ";"; break;
        case Type::BigInt: *key += std::to_string(value.base) + ":" + value.text + ";"; break;
        case Type::Float: append_bits(key, value.real); break;
        case Type::Complex:
            append_bits(key, value.real);
            append_bits(key, value.imaginary);
            break;
        case Type::Str:
        case Type::Bytes: *key += std::to_string(value.text.size()) + ":" + value.text; break;
        case Type::Tuple:
            *key += std::to_string(value.items.size()) + ":";
            for (const Folded& item : value.items) append_key(key, item);
            break;
        default: break;
    }
}

bool looks_like_a_name(std::string_view text) {
    for (char c : text) {
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_') return false;
    }
    return true;
}

}  // namespace

Value ConstantPool::value_of(const Folded& constant) {
    switch (constant.type) {
        case Type::None: return Value::none();
        case Type::True: return Value::from_bool(true);
        case Type::False: return Value::from_bool(false);
        case Type::Ellipsis: return Value::ellipsis();
        case Type::Int: return make_int(thread_, constant.integer);
        case Type::BigInt: return parse_int(thread_, constant.text, constant.base);
        case Type::Float: return Value::from_any_float(constant.real);
        case Type::Complex: return new_complex(thread_, constant.real, constant.imaginary);
        case Type::Str:
            // As in CPython: a text that could be a name is shared with the names.
            if (looks_like_a_name(constant.text)) return intern(thread_, constant.text);
            return new_str(thread_, constant.text);
        case Type::Bytes: return new_bytes(thread_, constant.text);
        case Type::Tuple: {
            std::vector<Value> items;
            for (const Folded& item : constant.items) items.push_back(value_of(item));
            return new_tuple(thread_, items);
        }
    }
    return Value::none();
}

uint32_t ConstantPool::add(const Folded& constant) {
    std::string key;
    append_key(&key, constant);
    auto [entry, is_new] = long_index_.try_emplace(key, static_cast<uint32_t>(long_.size()));
    if (is_new) long_.push_back(value_of(constant));
    return entry->second;
}

int ConstantPool::push_short(Value value) {
    if (short_.size() > 0xFFFF) return -1;
    short_.push_back(value);
    return static_cast<int>(short_.size()) - 1;
}

int ConstantPool::add_short(const Folded& constant) {
    std::string key;
    append_key(&key, constant);
    auto [entry, is_new] = short_index_.try_emplace(key, 0);
    if (is_new) entry->second = push_short(value_of(constant));
    return entry->second;
}

int ConstantPool::add_name(std::string_view name) {
    auto [entry, is_new] = short_index_.try_emplace("N" + std::string(name), 0);
    if (is_new) entry->second = push_short(intern(thread_, name));
    return entry->second;
}

int ConstantPool::add_name_tuple(const std::vector<Identifier>& names) {
    std::string key = "M";
    for (Identifier name : names) key += std::string(name) + ",";
    auto [entry, is_new] = short_index_.try_emplace(key, 0);
    if (is_new) {
        std::vector<Value> items;
        for (Identifier name : names) items.push_back(intern(thread_, name));
        entry->second = push_short(new_tuple(thread_, items));
    }
    return entry->second;
}

// The order of a set is that of its table, and so of its history. CPython puts the constants into a frozenset, makes
// that anew when it looks for an equal constant, and updates an empty set from it when the program runs.
uint32_t ConstantPool::add_frozenset(const std::vector<Folded>& items) {
    gilt::Set* written = allocate_set(thread_, types.frozenset);
    for (const Folded& item : items) (void)set_add(thread_, written, value_of(item));
    gilt::Set* again = allocate_set(thread_, types.frozenset);
    SetTable* table = written->table();
    Value key;
    for (uint32_t position = 0; set_next(table, &position, &key);) (void)set_add(thread_, again, key);
    long_.push_back(Value(again));
    return static_cast<uint32_t>(long_.size()) - 1;
}

int ConstantPool::add_short_value(Value value) { return push_short(value); }

}  // namespace gilt
