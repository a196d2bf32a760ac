// Conditions: expressions whose truth decides a jump, without a bool ever being made.
#include "compiler/function_compiler.h"

namespace gilt {

using namespace ast;

// The jump taken if `left op right` is (`when`) or is not true; the second with the right side immediate.
struct ComparisonJump {
    Op op;
    Op immediate;
};

static ComparisonJump comparison_jump(CompareOperator op, bool when) {
    switch (op) {
        case CompareOperator::Eq:
            return when ? ComparisonJump{Op::JEQ, Op::JEQ_I} : ComparisonJump{Op::JNEQ, Op::JNEQ_I};
        case CompareOperator::NotEq:
            return when ? ComparisonJump{Op::JNE, Op::JNE_I} : ComparisonJump{Op::JNNE, Op::JNNE_I};
        case CompareOperator::Lt:
            return when ? ComparisonJump{Op::JLT, Op::JLT_I} : ComparisonJump{Op::JNLT, Op::JNLT_I};
        case CompareOperator::LtE:
            return when ? ComparisonJump{Op::JLE, Op::JLE_I} : ComparisonJump{Op::JNLE, Op::JNLE_I};
        case CompareOperator::Gt:
            return when ? ComparisonJump{Op::JGT, Op::JGT_I} : ComparisonJump{Op::JNGT, Op::JNGT_I};
        case CompareOperator::GtE:
            return when ? ComparisonJump{Op::JGE, Op::JGE_I} : ComparisonJump{Op::JNGE, Op::JNGE_I};
        case CompareOperator::Is: return {when ? Op::JIS : Op::JIS_NOT, Op::NOP};
        case CompareOperator::IsNot: return {when ? Op::JIS_NOT : Op::JIS, Op::NOP};
        case CompareOperator::In: return {when ? Op::JIN : Op::JNOT_IN, Op::NOP};
        case CompareOperator::NotIn: return {when ? Op::JNOT_IN : Op::JIN, Op::NOP};
    }
    __builtin_unreachable();
}

static bool is_none(const Expr* expr) {
    return expr->is<Constant>() && expr->as<Constant>()->type == ConstantType::None;
}

void FunctionCompiler::branch(const Expr* expr, Label target, bool when) {
    check_stack();
    if (auto folded = fold_expression(expr)) {
        if (folded->truth() == when) jump(target);
        return;
    }
    At at(*this, expr->loc);
    switch (expr->kind) {
        case ExprKind::UnaryOp:
            if (expr->as<UnaryOp>()->op != UnaryOperator::Not) break;
            branch(expr->as<UnaryOp>()->operand, target, !when);
            return;
        case ExprKind::BoolOp: {
            auto* node = expr->as<BoolOp>();
            bool stops_at = node->op == BoolOperator::Or;
            Label decided = new_label();  // the truth is `stops_at`
            for (size_t i = 0; i + 1 < node->values.size(); i++) {
                branch(node->values[i], when == stops_at ? target : decided, stops_at);
            }
            branch(node->values.back(), target, when);
            bind(decided);
            return;
        }
        case ExprKind::IfExp: {
            auto* node = expr->as<IfExp>();
            Label otherwise = new_label(), end = new_label();
            branch(node->test, otherwise, false);
            branch(node->body, target, when);
            jump(end);
            bind(otherwise);
            branch(node->orelse, target, when);
            bind(end);
            return;
        }
        case ExprKind::Compare: branch_compare(expr->as<Compare>(), target, when); return;
        default: break;
    }
    Temporaries temporaries(*this);
    Reg value = operand(expr);
    emit_jump(when ? Op::JUMP_IF_TRUE : Op::JUMP_IF_FALSE, target, value);
}

void FunctionCompiler::branch_pair(CompareOperator op, Reg left, const Expr* right, Reg right_register,
                                   Label target, bool when) {
    if ((op == CompareOperator::Is || op == CompareOperator::IsNot) && is_none(right)) {
        bool jump_if_none = (op == CompareOperator::Is) == when;
        emit_jump(jump_if_none ? Op::JUMP_IF_NONE : Op::JUMP_IF_NOT_NONE, target, left);
        return;
    }
    ComparisonJump jump = comparison_jump(op, when);
    auto immediate = jump.immediate == Op::NOP ? std::nullopt : small_int(right);
    if (immediate) {
        emit_jump(jump.immediate, target, left, *immediate);
    } else {
        if (right_register < 0) right_register = operand(right);
        emit_jump(jump.op, target, left, right_register);
    }
}

void FunctionCompiler::branch_compare(const Compare* node, Label target, bool when) {
    Temporaries temporaries(*this);
    warn_of_identity(node);
    size_t last = node->ops.size() - 1;
    Reg left = operand_before(node->left, {node->comparators[0]});
    if (last == 0) {
        branch_pair(node->ops[0], left, node->comparators[0], -1, target, when);
        return;
    }
    // a < b < c: b is evaluated once.
    Label decided = new_label();
    for (size_t i = 0; i < last; i++) {
        Reg right = operand_before(node->comparators[i], {node->comparators[i + 1]});
        branch_pair(node->ops[i], left, node->comparators[i], right, when ? decided : target, false);
        left = right;
    }
    branch_pair(node->ops[last], left, node->comparators[last], -1, target, when);
    bind(decided);
}

void FunctionCompiler::assigned_when_true(const Expr* expr, RegisterSet* out) {
    switch (expr->kind) {
        case ExprKind::NamedExpr: {
            auto* node = expr->as<NamedExpr>();
            if (Reg local = local_register(node->target); local >= 0 && !deletable_.contains(local)) {
                out->insert(local);
            }
            break;
        }
        case ExprKind::BoolOp:
            if (expr->as<BoolOp>()->op == BoolOperator::And) {
                for (Expr* value : expr->as<BoolOp>()->values) assigned_when_true(value, out);
            }
            break;
        case ExprKind::Compare:
            assigned_when_true(expr->as<Compare>()->left, out);
            assigned_when_true(expr->as<Compare>()->comparators[0], out);
            break;
        default: break;
    }
}

}  // namespace gilt
