// Constants: what an expression is worth before the program runs.
//
// fold() evaluates an expression of literals as CPython's optimiser does: numbers, strings and tuples of
// constants. It only ever computes what the running program would compute, and gives up whenever
// that would be large, slow or an error; then the code does it at run time.
//
// A ConstantPool keeps each value once. Equal is not enough to be the same constant (1 == 1.0 == True,
// 0.0 == -0.0), so the key is a text that spells out type and bits.
//
// The pool holds Values in malloc'ed memory. That is safe only because the compiler never runs a script and
// so never reaches a safepoint, where alone the collector may run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "syntax/ast.h"
#include "value/value.h"

namespace gilt {

class Thread;

struct Folded {
    enum class Type : uint8_t {
        None,
        True,
        False,
        Ellipsis,
        Int,
        BigInt,
        Float,
        Complex,
        Str,
        Bytes,
        Tuple,
    };
    Type type = Type::None;
    uint8_t base = 10;               // BigInt
    int64_t integer = 0;             // Int
    double real = 0, imaginary = 0;  // Float, Complex
    std::string text;                // Str, Bytes, BigInt
    std::vector<Folded> items;       // Tuple

    static Folded of_int(int64_t number) {
        Folded result;
        result.type = Type::Int;
        result.integer = number;
        return result;
    }
    static Folded of_str(std::string_view text) {
        Folded result;
        result.type = Type::Str;
        result.text = text;
        return result;
    }
    static Folded of_bool(bool truth) {
        Folded result;
        result.type = truth ? Type::True : Type::False;
        return result;
    }
    static Folded none() { return {}; }
    bool truth() const;
};

// `debug` is the value of `__debug__`.
std::optional<Folded> fold(const ast::Expr* expr, bool debug);

class ConstantPool {
 public:
    explicit ConstantPool(Thread& thread) : thread_(thread) {}
    // For LOADK.
    uint32_t add(const Folded& constant);
    // For the instructions with a 16-bit index; -1 when there are too many.
    int add_short(const Folded& constant);
    int add_name(std::string_view name);  // an interned str
    int add_short_value(Value value);     // not shared
    // For LOADK: what the display of a set of constants starts from; not shared.
    uint32_t add_frozenset(const std::vector<Folded>& items);
    int add_name_tuple(const std::vector<ast::Identifier>& names);

    Value value_of(const Folded& constant);
    const std::vector<Value>& short_values() const { return short_; }
    const std::vector<Value>& long_values() const { return long_; }

 private:
    int push_short(Value value);

    Thread& thread_;
    std::vector<Value> short_, long_;
    std::unordered_map<std::string, int> short_index_;
    std::unordered_map<std::string, uint32_t> long_index_;
};

}  // namespace gilt
