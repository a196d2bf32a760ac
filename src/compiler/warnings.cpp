// What is legal and hardly meant: `x is 1`, `assert (x, "why")`, two brackets in a row where a comma was forgotten.
//
// The compiler notes such places and goes on. Nothing is said before the code is complete, because saying it runs a
// script (the module warnings), which the compiler must not do: see compile_source.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/function_compiler.h"

namespace gilt {

using namespace ast;

namespace {

// The type an expression surely has, or null.
const char* type_of(const Expr* expr) {
    switch (expr->kind) {
        case ExprKind::Tuple: return "tuple";
        case ExprKind::List:
        case ExprKind::ListComp: return "list";
        case ExprKind::Dict:
        case ExprKind::DictComp: return "dict";
        case ExprKind::Set:
        case ExprKind::SetComp: return "set";
        case ExprKind::GeneratorExp: return "generator";
        case ExprKind::Lambda: return "function";
        case ExprKind::JoinedStr: return "str";
        case ExprKind::Constant: break;
        default: return nullptr;
    }
    switch (expr->as<Constant>()->type) {
        case ConstantType::None: return "NoneType";
        case ConstantType::True:
        case ConstantType::False: return "bool";
        case ConstantType::Ellipsis: return "ellipsis";
        case ConstantType::Int:
        case ConstantType::BigInt: return "int";
        case ConstantType::Float: return "float";
        case ConstantType::Complex: return "complex";
        case ConstantType::Str: return "str";
        case ConstantType::Bytes: return "bytes";
    }
    return nullptr;
}

bool is_one_of(const char* type, std::initializer_list<std::string_view> types) {
    return type != nullptr && std::find(types.begin(), types.end(), type) != types.end();
}

}  // namespace

void FunctionCompiler::warn(const Location& loc, std::string message) {
    // The body of a `finally` is compiled more than once.
    for (const SyntaxWarning& known : shared_.warnings)
        if (known.loc.line == loc.line && known.loc.column == loc.column && known.message == message) return;
    shared_.warnings.push_back({std::move(message), loc});
}

void FunctionCompiler::warn_of_identity(const Compare* node) {
    auto is_literal = [this](const Expr* expr) {
        auto folded = fold_expression(expr);
        return folded && folded->type != Folded::Type::None && folded->type != Folded::Type::True &&
               folded->type != Folded::Type::False && folded->type != Folded::Type::Ellipsis;
    };
    const Expr* left = node->left;
    for (size_t i = 0; i < node->ops.size(); left = node->comparators[i++]) {
        const bool is = node->ops[i] == CompareOperator::Is;
        if (!is && node->ops[i] != CompareOperator::IsNot) continue;
        if (is_literal(left) || is_literal(node->comparators[i]))
            warn(node->loc, is ? "\"is\" with a literal. Did you mean \"==\"?"
                               : "\"is not\" with a literal. Did you mean \"!=\"?");
    }
}

void FunctionCompiler::warn_of_call(const Call* node) {
    const char* type = type_of(node->func);
    if (type == nullptr || node->func->is<Lambda>()) return;
    warn(node->func->loc, fmt::format("'{}' object is not callable; perhaps you missed a comma?", type));
}

void FunctionCompiler::warn_of_subscript(const Subscript* node) {
    const char* type = type_of(node->value);
    if (is_one_of(type, {"NoneType", "ellipsis", "bool", "int", "float", "complex", "set", "generator", "function"})) {
        warn(node->value->loc, fmt::format("'{}' object is not subscriptable; perhaps you missed a comma?", type));
        return;
    }
    const char* index = type_of(node->slice);
    if (index == nullptr || is_one_of(index, {"int", "bool"})) return;
    if (is_one_of(type, {"str", "bytes", "tuple", "list"}))
        warn(node->value->loc, fmt::format("{} indices must be integers or slices, not {}; perhaps you missed a comma?",
                                           type, index));
}

}  // namespace gilt
