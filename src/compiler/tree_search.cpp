// One question so far.
#include "compiler/tree_search.h"

namespace gilt {

using namespace ast;

static bool any_walrus(Seq<Expr*> exprs) {
    for (Expr* expr : exprs) {
        if (expr && contains_walrus(expr)) return true;
    }
    return false;
}

static bool defaults_walrus(const Arguments* args) {
    return any_walrus(args->defaults) || any_walrus(args->kw_defaults);
}

static bool comprehension_walrus(Seq<Comprehension*> generators, const Expr* element, const Expr* value) {
    for (Comprehension* generator : generators) {
        if (contains_walrus(generator->iter) || any_walrus(generator->ifs)) return true;
    }
    return contains_walrus(element) || (value && contains_walrus(value));
}

bool contains_walrus(const Expr* expr) {
    auto optional = [](const Expr* child) { return child && contains_walrus(child); };
    switch (expr->kind) {
        case ExprKind::NamedExpr: return true;
        case ExprKind::BoolOp: return any_walrus(expr->as<BoolOp>()->values);
        case ExprKind::BinOp:
            return contains_walrus(expr->as<BinOp>()->left) || contains_walrus(expr->as<BinOp>()->right);
        case ExprKind::UnaryOp: return contains_walrus(expr->as<UnaryOp>()->operand);
        case ExprKind::Lambda: return defaults_walrus(expr->as<Lambda>()->args);
        case ExprKind::IfExp:
            return contains_walrus(expr->as<IfExp>()->test) || contains_walrus(expr->as<IfExp>()->body) ||
                   contains_walrus(expr->as<IfExp>()->orelse);
        case ExprKind::Dict:
            return any_walrus(expr->as<Dict>()->keys) || any_walrus(expr->as<Dict>()->values);
        case ExprKind::Set: return any_walrus(expr->as<Set>()->elts);
        case ExprKind::ListComp:
            return comprehension_walrus(expr->as<ListComp>()->generators, expr->as<ListComp>()->elt, nullptr);
        case ExprKind::SetComp:
            return comprehension_walrus(expr->as<SetComp>()->generators, expr->as<SetComp>()->elt, nullptr);
        case ExprKind::DictComp:
            return comprehension_walrus(expr->as<DictComp>()->generators, expr->as<DictComp>()->key,
                                        expr->as<DictComp>()->value);
        case ExprKind::GeneratorExp: return contains_walrus(expr->as<GeneratorExp>()->generators[0]->iter);
        case ExprKind::Await: return contains_walrus(expr->as<Await>()->value);
        case ExprKind::Yield: return optional(expr->as<Yield>()->value);
        case ExprKind::YieldFrom: return contains_walrus(expr->as<YieldFrom>()->value);
        case ExprKind::Compare:
            return contains_walrus(expr->as<Compare>()->left) || any_walrus(expr->as<Compare>()->comparators);
        case ExprKind::Call:
            for (Keyword* keyword : expr->as<Call>()->keywords) {
                if (contains_walrus(keyword->value)) return true;
            }
            return contains_walrus(expr->as<Call>()->func) || any_walrus(expr->as<Call>()->args);
        case ExprKind::FormattedValue:
            return contains_walrus(expr->as<FormattedValue>()->value) ||
                   optional(expr->as<FormattedValue>()->format_spec);
        case ExprKind::JoinedStr: return any_walrus(expr->as<JoinedStr>()->values);
        case ExprKind::Attribute: return contains_walrus(expr->as<Attribute>()->value);
        case ExprKind::Subscript:
            return contains_walrus(expr->as<Subscript>()->value) ||
                   contains_walrus(expr->as<Subscript>()->slice);
        case ExprKind::Starred: return contains_walrus(expr->as<Starred>()->value);
        case ExprKind::List: return any_walrus(expr->as<List>()->elts);
        case ExprKind::Tuple: return any_walrus(expr->as<Tuple>()->elts);
        case ExprKind::Slice:
            return optional(expr->as<Slice>()->lower) || optional(expr->as<Slice>()->upper) ||
                   optional(expr->as<Slice>()->step);
        case ExprKind::Constant:
        case ExprKind::Name: return false;
    }
    return false;
}

}  // namespace gilt
