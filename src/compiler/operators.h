// Which instruction an operator of the tree is.
#pragma once

#include "syntax/ast.h"
#include "vm/instructions.h"

namespace gilt {

inline Op binary_op(ast::Operator op) {
    switch (op) {
        case ast::Operator::Add: return Op::ADD;
        case ast::Operator::Sub: return Op::SUB;
        case ast::Operator::Mult: return Op::MUL;
        case ast::Operator::MatMult: return Op::MATMUL;
        case ast::Operator::Div: return Op::TRUEDIV;
        case ast::Operator::Mod: return Op::MOD;
        case ast::Operator::Pow: return Op::POW;
        case ast::Operator::LShift: return Op::LSHIFT;
        case ast::Operator::RShift: return Op::RSHIFT;
        case ast::Operator::BitOr: return Op::OR;
        case ast::Operator::BitXor: return Op::XOR;
        case ast::Operator::BitAnd: return Op::AND;
        case ast::Operator::FloorDiv: return Op::FLOORDIV;
    }
    __builtin_unreachable();
}

// The immediate forms are in the same order as the others.
inline Op immediate_op(ast::Operator op) {
    return static_cast<Op>(static_cast<int>(binary_op(op)) - static_cast<int>(Op::ADD) +
                           static_cast<int>(Op::ADD_I));
}
static_assert(static_cast<int>(Op::XOR_I) - static_cast<int>(Op::ADD_I) ==
              static_cast<int>(Op::XOR) - static_cast<int>(Op::ADD));

struct Comparison {
    Op op;
    bool negated;  // `is not`, `not in`
};

inline Comparison comparison_op(ast::CompareOperator op) {
    switch (op) {
        case ast::CompareOperator::Eq: return {Op::EQ, false};
        case ast::CompareOperator::NotEq: return {Op::NE, false};
        case ast::CompareOperator::Lt: return {Op::LT, false};
        case ast::CompareOperator::LtE: return {Op::LE, false};
        case ast::CompareOperator::Gt: return {Op::GT, false};
        case ast::CompareOperator::GtE: return {Op::GE, false};
        case ast::CompareOperator::Is: return {Op::IS, false};
        case ast::CompareOperator::IsNot: return {Op::IS, true};
        case ast::CompareOperator::In: return {Op::IN, false};
        case ast::CompareOperator::NotIn: return {Op::IN, true};
    }
    __builtin_unreachable();
}

}  // namespace gilt
