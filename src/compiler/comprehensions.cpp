// Comprehensions and generator expressions.
//
// A list, set or dict comprehension is generated in place: its targets are temporaries that live as long
// as its loops. A generator expression, and a comprehension directly in a class body, is a function
// with one parameter, `.0`: what its first iterable is, evaluated outside, is iterated over.
#include "compiler/function_compiler.h"

namespace gilt {

using namespace ast;

static Seq<Comprehension*> generators_of(const Expr* expr) {
    switch (expr->kind) {
        case ExprKind::ListComp: return expr->as<ListComp>()->generators;
        case ExprKind::SetComp: return expr->as<SetComp>()->generators;
        case ExprKind::DictComp: return expr->as<DictComp>()->generators;
        default: return expr->as<GeneratorExp>()->generators;
    }
}

static Op build_op(const Expr* expr) {
    switch (expr->kind) {
        case ExprKind::SetComp: return Op::BUILD_SET;
        case ExprKind::DictComp: return Op::BUILD_MAP;
        default: return Op::BUILD_LIST;
    }
}

void FunctionCompiler::comprehension(const Expr* expr, Reg target) {
    Scope* scope = shared_.scopes.of(expr);
    if (scope->is_inlined) {
        comprehension_inline(expr, scope, target);
    } else {
        comprehension_function(expr, scope, target);
    }
}

void FunctionCompiler::comprehension_inline(const Expr* expr, Scope* scope, Reg target) {
    Temporaries temporaries(*this);
    Seq<Comprehension*> generators = generators_of(expr);
    Reg result = is_temporary(target) ? target : allocate();
    Reg iteration;
    if (generators[0]->is_async) {
        iteration = allocate();
        compile_to(generators[0]->iter, iteration);
        emit(Op::GET_AITER, iteration, iteration);
    } else {
        iteration = start_iteration(generators[0]->iter, expr->loc);
    }
    bool one_item_each = expr->kind == ExprKind::ListComp && generators.size() == 1 && generators[0]->ifs.empty();
    if (one_item_each && !generators[0]->is_async) {
        emit(Op::BUILD_LIST_FOR, result, iteration);
    } else {
        emit(build_op(expr), result, 0, 0);
    }

    // The targets get registers, empty if one of them might be read before it is assigned.
    for (Symbol* symbol : scope->symbols) {
        if (!symbol->is_bound) continue;
        symbol->reg = allocate();
        assigned_.erase(symbol->reg);
        bool is_cell = symbol->place == Place::Cell;
        if (is_cell || generators.size() > 1) emit(Op::CLEAR, symbol->reg);
        if (is_cell) emit(Op::MAKE_CELL, symbol->reg);
    }
    Scope* outer = std::exchange(scope_, scope);
    comprehension_loops(expr, generators, 0, iteration, result);
    scope_ = outer;
    move(target, result);
}

void FunctionCompiler::comprehension_loops(const Expr* expr, Seq<Comprehension*> generators, size_t index,
                                           Reg iteration, Reg result) {
    Temporaries temporaries(*this);
    Comprehension* generator = generators[index];
    Reg local = local_register(generator->target);
    Reg item = local >= 0 ? local : allocate();
    Label head = new_label(), next = new_label(), done = new_label();
    bool reachable = reachable_;
    if (!generator->is_async) jump(next);
    bind_loop_head(head);
    reachable_ = reachable;
    if (generator->is_async) async_next(iteration, item, done);
    if (local >= 0) {
        assigned_.insert(local);
    } else {
        assign_to(generator->target, item);
    }
    for (Expr* condition : generator->ifs) branch(condition, generator->is_async ? head : next, false);
    if (index + 1 == generators.size()) {
        comprehension_element(expr, result);
    } else {
        Temporaries inner_loop(*this);
        Comprehension* inner = generators[index + 1];
        Reg inner_iteration;
        if (inner->is_async) {
            inner_iteration = allocate();
            compile_to(inner->iter, inner_iteration);
            emit(Op::GET_AITER, inner_iteration, inner_iteration);
        } else {
            inner_iteration = start_iteration(inner->iter, expr->loc);
        }
        comprehension_loops(expr, generators, index + 1, inner_iteration, result);
    }
    if (generator->is_async) {
        jump(head);
        bind(done);
    } else {
        bind(next);
        emit_jump(Op::FOR_ITER, head, iteration, item);
    }
}

void FunctionCompiler::comprehension_element(const Expr* expr, Reg result) {
    Temporaries temporaries(*this);
    switch (expr->kind) {
        case ExprKind::ListComp: emit(Op::LIST_APPEND, result, operand(expr->as<ListComp>()->elt)); break;
        case ExprKind::SetComp: emit(Op::SET_ADD, result, operand(expr->as<SetComp>()->elt)); break;
        case ExprKind::DictComp: {
            auto* node = expr->as<DictComp>();
            Reg key = operand_before(node->key, {node->value});
            emit(Op::MAP_ADD, result, key, operand(node->value));
            break;
        }
        default: {
            Reg sent = allocate();
            Reg value = operand(expr->as<GeneratorExp>()->elt, sent);
            At at(*this, expr->as<GeneratorExp>()->elt->loc);
            emit(Op::YIELD, sent, value, 0, is_async_generator_);
        }
    }
}

void FunctionCompiler::comprehension_function(const Expr* expr, Scope* scope, Reg target) {
    Temporaries temporaries(*this);
    Comprehension* first = generators_of(expr)[0];
    Reg base = window(target);
    Code* code = FunctionCompiler(shared_, scope, this).compile_comprehension_body(expr);
    closure(code, scope, base, 0);
    Reg argument = allocate();
    Reg iterable = operand(first->iter, argument);
    emit(first->is_async ? Op::GET_AITER : Op::GET_ITER_LAZY, argument, iterable);
    emit(Op::CALL, base, 1);
    move(target, base);
}

Code* FunctionCompiler::compile_comprehension_body(const Expr* expr) {
    code_->first_line = expr->loc.line;
    position_ = plain_position(expr->loc);
    code_->argument_count = 1;
    bool is_generator = expr->is<GeneratorExp>();
    if (is_generator) {
        is_async_generator_ = unit_->is_async;
        code_->flags |= is_async_generator_ ? kAsyncGenerator : kGenerator;
    }
    prologue();
    Seq<Comprehension*> generators = generators_of(expr);
    Reg result = -1;
    if (!is_generator) {
        result = allocate();
        emit(build_op(expr), result, 0, 0);
    }
    Reg iteration = 0;
    if (!generators[0]->is_async) {
        iteration = allocate(2);
        emit(Op::GET_ITER, iteration, 0);
    }
    comprehension_loops(expr, generators, 0, iteration, result);
    if (!is_generator) emit(Op::RETURN, result);
    return finish();
}

}  // namespace gilt
