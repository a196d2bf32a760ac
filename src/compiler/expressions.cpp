// Expressions: the value of a tree in a register.
#include "compiler/function_compiler.h"
#include "compiler/operators.h"
#include "compiler/tree_search.h"

namespace gilt {

using namespace ast;

// Displays longer than this are built piece by piece, so that they need few registers.
static constexpr size_t kLongestDisplay = 64;

std::optional<Folded> FunctionCompiler::fold_expression(const Expr* expr) {
    return fold(expr, shared_.debug());
}

std::optional<int> FunctionCompiler::small_int(const Expr* expr) {
    if (!expr->is<Constant>() && !expr->is<UnaryOp>() && !expr->is<BinOp>()) return std::nullopt;
    auto folded = fold_expression(expr);
    if (!folded || folded->type != Folded::Type::Int) return std::nullopt;
    if (folded->integer < INT16_MIN || folded->integer > INT16_MAX) return std::nullopt;
    return static_cast<int>(folded->integer);
}

bool FunctionCompiler::rebinds_names(const Expr* expr) const {
    return unit_->has_walrus && expr && contains_walrus(expr);
}

Reg FunctionCompiler::operand(const Expr* expr, Reg scratch) {
    if (auto* name = expr->try_as<Name>()) {
        Variable found = variable(name->id);
        if (found.access == Access::Register) {
            At at(*this, expr->loc);
            check_bound(found.index, found.name);
            return found.index;
        }
    }
    if (auto* node = expr->try_as<NamedExpr>()) {
        if (Reg local = local_register(node->target); local >= 0) {
            walrus(node, local);
            return local;
        }
    }
    Reg target = scratch >= 0 && is_temporary(scratch) ? scratch : allocate();
    compile_to(expr, target);
    return target;
}

Reg FunctionCompiler::operand_before(const Expr* expr, std::initializer_list<const Expr*> later,
                                     Reg scratch) {
    Reg value = operand(expr, scratch);
    if (is_temporary(value)) return value;
    for (const Expr* other : later) {
        if (!rebinds_names(other)) continue;
        Reg copy = allocate();
        move(copy, value);
        return copy;
    }
    return value;
}

void FunctionCompiler::discard(const Expr* expr) {
    Temporaries temporaries(*this);
    if (!expr->is<Constant>()) operand(expr);
}

void FunctionCompiler::compile_to(const Expr* expr, Reg target) {
    switch (expr->kind) {
        case ExprKind::Constant:
        case ExprKind::Name:
        case ExprKind::UnaryOp:
        case ExprKind::BinOp:
        case ExprKind::Tuple:
            if (auto folded = fold_expression(expr)) {
                At at(*this, expr->loc);
                load(*folded, target);
                return;
            }
            break;
        default: break;
    }
    check_stack();
    At at(*this, expr->loc);
    compile_kind_to(expr, target);
}

void FunctionCompiler::compile_kind_to(const Expr* expr, Reg target) {
    switch (expr->kind) {
        case ExprKind::BoolOp: bool_op(expr->as<BoolOp>(), target); break;
        case ExprKind::NamedExpr: walrus(expr->as<NamedExpr>(), target); break;
        case ExprKind::BinOp: binary(expr->as<BinOp>(), target); break;
        case ExprKind::UnaryOp: unary(expr->as<UnaryOp>(), target); break;
        case ExprKind::Lambda: lambda(expr->as<Lambda>(), target); break;
        case ExprKind::IfExp: conditional(expr->as<IfExp>(), target); break;
        case ExprKind::Dict: dictionary(expr->as<ast::Dict>(), target); break;
        case ExprKind::Set: sequence(Op::BUILD_SET, expr->as<ast::Set>()->elts, target); break;
        case ExprKind::List: sequence(Op::BUILD_LIST, expr->as<List>()->elts, target); break;
        case ExprKind::Tuple: sequence(Op::BUILD_TUPLE, expr->as<ast::Tuple>()->elts, target); break;
        case ExprKind::ListComp:
        case ExprKind::SetComp:
        case ExprKind::DictComp:
        case ExprKind::GeneratorExp: comprehension(expr, target); break;
        case ExprKind::Await: await(expr->as<Await>(), target); break;
        case ExprKind::Yield: yield_value(expr->as<Yield>(), target); break;
        case ExprKind::YieldFrom: yield_from(expr->as<YieldFrom>(), target); break;
        case ExprKind::Compare: compare(expr->as<Compare>(), target); break;
        case ExprKind::Call: call(expr->as<Call>(), target); break;
        case ExprKind::FormattedValue: formatted_value(expr->as<FormattedValue>(), target); break;
        case ExprKind::JoinedStr: joined_string(expr->as<JoinedStr>(), target); break;
        case ExprKind::Constant: load(*fold_expression(expr), target); break;
        case ExprKind::Attribute: attribute(expr->as<Attribute>(), target); break;
        case ExprKind::Subscript: subscript(expr->as<Subscript>(), target); break;
        case ExprKind::Starred: fail(expr->loc, "can't use starred expression here");
        case ExprKind::Name: load_name(expr->as<Name>()->id, target); break;
        case ExprKind::Slice: slice(expr->as<Slice>(), target); break;
    }
}

// ---------------------------------------------------------------------------------------------
// Operators
// ---------------------------------------------------------------------------------------------

void FunctionCompiler::binary(const BinOp* node, Reg target) {
    Temporaries temporaries(*this);
    Reg left = operand_before(node->left, {node->right}, target);
    auto immediate = small_int(node->right);
    Reg right = immediate ? 0 : operand(node->right, left == target ? -1 : target);
    add_operator_anchors(node->left, node->right);
    if (immediate) {
        emit(immediate_op(node->op), target, left, *immediate);
    } else {
        emit(binary_op(node->op), target, left, right);
    }
}

void FunctionCompiler::unary(const UnaryOp* node, Reg target) {
    Temporaries temporaries(*this);
    Reg value = operand(node->operand, target);
    switch (node->op) {
        case UnaryOperator::Invert: emit(Op::INVERT, target, value); break;
        case UnaryOperator::Not: emit(Op::NOT, target, value); break;
        case UnaryOperator::UAdd: emit(Op::POSITIVE, target, value); break;
        case UnaryOperator::USub: emit(Op::NEGATE, target, value); break;
    }
}

void FunctionCompiler::bool_op(const BoolOp* node, Reg target) {
    Temporaries temporaries(*this);
    Reg result = is_temporary(target) ? target : allocate();
    Label end = new_label();
    bool stops_at = node->op == BoolOperator::Or;
    for (size_t i = 0; i + 1 < node->values.size(); i++) {
        auto folded = fold_expression(node->values[i]);
        if (folded && folded->truth() != stops_at) continue;
        compile_to(node->values[i], result);
        if (folded) {
            jump(end);
            continue;
        }
        emit_jump(stops_at ? Op::JUMP_IF_TRUE : Op::JUMP_IF_FALSE, end, result);
    }
    compile_to(node->values.back(), result);
    bind(end);
    move(target, result);
}

void FunctionCompiler::compare_pair(CompareOperator op, Reg target, Reg left, Reg right) {
    Comparison found = comparison_op(op);
    emit(found.op, target, left, right, found.negated);
}

void FunctionCompiler::compare(const Compare* node, Reg target) {
    Temporaries temporaries(*this);
    warn_of_identity(node);
    size_t last = node->ops.size() - 1;
    Expr* first = node->comparators[0];
    Reg result = last == 0 || is_temporary(target) ? target : allocate();
    Reg left = operand_before(node->left, {first}, last == 0 ? result : -1);
    Label end = new_label();
    for (size_t i = 0; i < last; i++) {
        Reg right = operand_before(node->comparators[i], {node->comparators[i + 1]});
        compare_pair(node->ops[i], result, left, right);
        emit_jump(Op::JUMP_IF_FALSE, end, result);
        left = right;
    }
    compare_pair(node->ops[last], result, left,
                 operand(node->comparators[last], left == result ? -1 : result));
    bind(end);
    move(target, result);
}

void FunctionCompiler::conditional(const IfExp* node, Reg target) {
    Label otherwise = new_label(), end = new_label();
    branch(node->test, otherwise, false);
    compile_to(node->body, target);
    jump(end);
    bind(otherwise);
    compile_to(node->orelse, target);
    bind(end);
}

void FunctionCompiler::walrus(const NamedExpr* node, Reg target) {
    Temporaries temporaries(*this);
    Identifier name = node->target->as<Name>()->id;
    if (Reg local = local_register(name); local >= 0) {
        compile_to(node->value, local);
        assigned_.insert(local);
        move(target, local);
        return;
    }
    Reg value = operand(node->value, target);
    At at(*this, node->target->loc);
    store_name(name, value);
    move(target, value);
}

// ---------------------------------------------------------------------------------------------
// Attributes and subscripts
// ---------------------------------------------------------------------------------------------

void FunctionCompiler::attribute(const Attribute* node, Reg target) {
    Temporaries temporaries(*this);
    Reg object = operand(node->value, target);
    start_at_attribute(node);
    emit(Op::GETATTR, target, object, mangled_constant(node->attr));
}

void FunctionCompiler::slice_bounds(const Slice* node, Reg first) {
    if (node->lower) {
        compile_to(node->lower, first);
    } else {
        load_none(first);
    }
    if (node->upper) {
        compile_to(node->upper, first + 1);
    } else {
        load_none(first + 1);
    }
}

void FunctionCompiler::slice(const Slice* node, Reg target) {
    Temporaries temporaries(*this);
    Reg first = allocate(3);
    slice_bounds(node, first);
    if (node->step) {
        compile_to(node->step, first + 2);
    } else {
        load_none(first + 2);
    }
    emit(Op::BUILD_SLICE, target, first);
}

void FunctionCompiler::subscript(const Subscript* node, Reg target) {
    Temporaries temporaries(*this);
    warn_of_subscript(node);
    Reg object = operand_before(node->value, {node->slice}, target);
    auto* range = node->slice->try_as<Slice>();
    auto index = small_int(node->slice);
    if (range && !range->step) {
        Reg bounds = allocate(2);
        slice_bounds(range, bounds);
        add_subscript_anchors(node);
        emit(Op::GETSLICE, target, object, bounds);
    } else if (index) {
        add_subscript_anchors(node);
        emit(Op::GETITEM_I, target, object, *index);
    } else {
        Reg key = operand(node->slice, object == target ? -1 : target);
        add_subscript_anchors(node);
        emit(Op::GETITEM, target, object, key);
    }
}

// ---------------------------------------------------------------------------------------------
// f-strings
// ---------------------------------------------------------------------------------------------

void FunctionCompiler::joined_string(const JoinedStr* node, Reg target) {
    Temporaries temporaries(*this);
    if (node->values.empty()) {
        load(Folded::of_str(""), target);
        return;
    }
    if (node->values.size() == 1) {
        compile_to(node->values[0], target);
        return;
    }
    Reg first = top_;
    for (Expr* part : node->values) compile_to(part, allocate());
    emit(Op::BUILD_STRING, target, first, static_cast<int>(node->values.size()));
}

void FunctionCompiler::formatted_value(const FormattedValue* node, Reg target) {
    Temporaries temporaries(*this);
    Reg value = operand_before(node->value, {node->format_spec}, target);
    Reg spec = kNoRegister;
    if (node->format_spec) spec = operand(node->format_spec, value == target ? -1 : target);
    emit(Op::FORMAT_VALUE, target, value, spec, node->conversion < 0 ? 0 : node->conversion);
}

// ---------------------------------------------------------------------------------------------
// Displays
// ---------------------------------------------------------------------------------------------

static bool has_star(Seq<Expr*> items) {
    for (Expr* item : items) {
        if (item->is<Starred>()) return true;
    }
    return false;
}

void FunctionCompiler::sequence(Op build, Seq<Expr*> items, Reg target) {
    Temporaries temporaries(*this);
    // A list of constants is copied from a constant tuple, a set from a frozenset.
    if (build != Op::BUILD_TUPLE && items.size() > 2) {
        Folded tuple;
        tuple.type = Folded::Type::Tuple;
        for (Expr* item : items) {
            auto folded = fold_expression(item);
            if (!folded) break;
            tuple.items.push_back(std::move(*folded));
        }
        if (tuple.items.size() == items.size()) {
            Reg result = is_temporary(target) ? target : allocate();
            Reg constant = allocate();
            emit(build, result, 0, 0);
            if (build == Op::BUILD_LIST) {
                load(tuple, constant);
                emit(Op::LIST_EXTEND, result, constant);
            } else {
                load_constant(constants_.add_frozenset(tuple.items), constant);
                emit(Op::SET_UPDATE, result, constant);
            }
            move(target, result);
            return;
        }
    }
    if (has_star(items) || items.size() > kLongestDisplay) {
        sequence_by_parts(build, items, target, false);
        return;
    }
    Reg first = top_;
    for (Expr* item : items) compile_to(item, allocate());
    emit(build, target, first, static_cast<int>(items.size()));
}

bool FunctionCompiler::frozen_display(const Expr* expr, Reg target) {
    auto* set = expr->try_as<ast::Set>();
    if (!set) return false;
    std::vector<Folded> items;
    for (Expr* item : set->elts) {
        auto folded = fold_expression(item);
        if (!folded) return false;
        items.push_back(std::move(*folded));
    }
    load_constant(constants_.add_frozenset(items), target);
    return true;
}

void FunctionCompiler::sequence_by_parts(Op build, Seq<Expr*> items, Reg target, bool call_arguments) {
    Temporaries temporaries(*this);
    bool is_set = build == Op::BUILD_SET;
    Reg result = is_temporary(target) ? target : allocate();
    Reg first = top_;
    size_t next = 0;
    {
        Temporaries leading(*this);
        while (next < items.size() && next < kLongestDisplay && !items[next]->is<Starred>()) {
            compile_to(items[next++], allocate());
        }
        emit(is_set ? Op::BUILD_SET : Op::BUILD_LIST, result, first, static_cast<int>(next));
    }
    for (; next < items.size(); next++) {
        Temporaries part(*this);
        if (auto* starred = items[next]->try_as<Starred>()) {
            Reg value = operand(starred->value);
            emit(is_set ? Op::SET_UPDATE : Op::LIST_EXTEND, result, value, 0, call_arguments);
        } else {
            Reg value = operand(items[next]);
            emit(is_set ? Op::SET_ADD : Op::LIST_APPEND, result, value);
        }
    }
    if (build == Op::BUILD_TUPLE) {
        emit(Op::LIST_TO_TUPLE, target, result);
    } else {
        move(target, result);
    }
}

void FunctionCompiler::dictionary(const ast::Dict* node, Reg target) {
    Temporaries temporaries(*this);
    size_t leading = 0;
    while (leading < node->keys.size() && node->keys[leading] && leading < kLongestDisplay / 2) {
        leading++;
    }
    bool simple = leading == node->keys.size();
    Reg result = simple || is_temporary(target) ? target : allocate();
    {
        Temporaries pairs(*this);
        Reg first = top_;
        for (size_t i = 0; i < leading; i++) {
            compile_to(node->keys[i], allocate());
            compile_to(node->values[i], allocate());
        }
        emit(Op::BUILD_MAP, result, first, static_cast<int>(leading));
    }
    for (size_t i = leading; i < node->keys.size(); i++) {
        Temporaries pair(*this);
        if (node->keys[i]) {
            Reg key = operand_before(node->keys[i], {node->values[i]});
            emit(Op::MAP_ADD, result, key, operand(node->values[i]));
        } else {
            emit(Op::DICT_UPDATE, result, operand(node->values[i]));
        }
    }
    move(target, result);
}

// ---------------------------------------------------------------------------------------------
// Generators and coroutines
// ---------------------------------------------------------------------------------------------

void FunctionCompiler::yield_value(const Yield* node, Reg target) {
    Temporaries temporaries(*this);
    // A variable keeps its value while the generator is suspended, and if an exception is thrown in.
    Reg sent = is_temporary(target) ? target : allocate();
    Reg value = sent;
    if (node->value) {
        value = operand(node->value, sent);
    } else {
        load_none(value);
    }
    emit(Op::YIELD, sent, value, 0, is_async_generator_);
    move(target, sent);
}

void FunctionCompiler::yield_from(const YieldFrom* node, Reg target) {
    Temporaries temporaries(*this);
    Reg result = is_temporary(target) ? target : allocate();
    Reg iterator = allocate();
    compile_to(node->value, iterator);
    emit(Op::GET_YIELD_FROM_ITER, iterator, iterator);
    load_none(result);
    emit(Op::YIELD_FROM, result, iterator);
    move(target, result);
}

void FunctionCompiler::await(const Await* node, Reg target) {
    Temporaries temporaries(*this);
    Reg result = is_temporary(target) ? target : allocate();
    compile_to(node->value, result);
    await_register(result, 0);
    move(target, result);
}

void FunctionCompiler::await_register(Reg reg, int context) {
    emit(Op::GET_AWAITABLE, reg, reg, 0, context);
    run_awaitable(reg);
}

void FunctionCompiler::run_awaitable(Reg reg) {
    Temporaries temporaries(*this);
    Reg awaitable = allocate();
    move(awaitable, reg);
    load_none(reg);
    emit(Op::YIELD_FROM, reg, awaitable);
}

}  // namespace gilt
