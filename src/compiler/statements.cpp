// Simple statements, assignment in all its forms, loops, imports.
#include <algorithm>

#include "compiler/function_compiler.h"
#include "compiler/operators.h"

namespace gilt {

using namespace ast;

// An assignment of more names than this goes through a tuple.
static constexpr size_t kLongestParallelAssignment = 16;

void FunctionCompiler::statements(Seq<Stmt*> body) {
    for (Stmt* stmt : body) statement(stmt);
}

void FunctionCompiler::dead_statements(Seq<Stmt*> body) {
    bool reachable = std::exchange(reachable_, false);
    RegisterSet assigned = assigned_;
    statements(body);
    assigned_ = assigned;
    reachable_ = reachable;
}

void FunctionCompiler::statement(const Stmt* stmt) {
    check_stack();
    At at(*this, stmt->loc);
    Temporaries temporaries(*this);
    switch (stmt->kind) {
        case StmtKind::FunctionDef:
        case StmtKind::AsyncFunctionDef: function_statement(stmt->as<FunctionDef>()); break;
        case StmtKind::ClassDef: class_statement(stmt->as<ClassDef>()); break;
        case StmtKind::Return: return_statement(stmt->as<Return>()); break;
        case StmtKind::Delete:
            for (Expr* target : stmt->as<Delete>()->targets) delete_target(target);
            break;
        case StmtKind::Assign: assign(stmt->as<Assign>()); break;
        case StmtKind::TypeAlias: type_alias(stmt->as<TypeAlias>()); break;
        case StmtKind::AugAssign: augmented_assign(stmt->as<AugAssign>()); break;
        case StmtKind::AnnAssign: annotated_assign(stmt->as<AnnAssign>()); break;
        case StmtKind::For: for_statement(stmt->as<For>()); break;
        case StmtKind::AsyncFor: async_for_statement(stmt->as<For>()); break;
        case StmtKind::While: while_statement(stmt->as<While>()); break;
        case StmtKind::If: if_statement(stmt->as<If>()); break;
        case StmtKind::With:
        case StmtKind::AsyncWith: with_statement(stmt->as<With>(), 0); break;
        case StmtKind::Match: match_statement(stmt->as<Match>()); break;
        case StmtKind::Raise: raise_statement(stmt->as<Raise>()); break;
        case StmtKind::Try:
        case StmtKind::TryStar: try_statement(stmt->as<Try>()); break;
        case StmtKind::Assert: assert_statement(stmt->as<Assert>()); break;
        case StmtKind::Import: import_statement(stmt->as<Import>()); break;
        case StmtKind::ImportFrom: import_from(stmt->as<ImportFrom>()); break;
        case StmtKind::Expr: expression_statement(stmt->as<ExprStmt>()); break;
        case StmtKind::Break:
        case StmtKind::Continue: break_or_continue(stmt); break;
        case StmtKind::Global:
        case StmtKind::Nonlocal:
        case StmtKind::Pass: break;
    }
}

void FunctionCompiler::expression_statement(const ExprStmt* node) {
    if (is_interactive_ && unit_->kind == ScopeKind::Module) {
        Reg value = operand(node->value);
        emit(Op::PRINT_EXPR, value);
        return;
    }
    discard(node->value);
}

// ---------------------------------------------------------------------------------------------
// Assignment
// ---------------------------------------------------------------------------------------------

void FunctionCompiler::assign(const Assign* node) {
    Expr* first = node->targets[0];
    if (node->targets.size() == 1 && assign_in_parallel(first, node->value)) return;
    if (Reg local = local_register(first); local >= 0) {
        compile_to(node->value, local);
        assigned_.insert(local);
        for (size_t i = 1; i < node->targets.size(); i++) assign_to(node->targets[i], local);
        return;
    }
    // The targets are evaluated after the value, one after the other, and may rebind names, too.
    Reg value = operand(node->value);
    bool rebinds = unit_->has_walrus || node->targets.size() > 1;
    if (!is_temporary(value) && rebinds) {
        Reg copy = allocate();
        move(copy, value);
        value = copy;
    }
    for (Expr* target : node->targets) assign_to(target, value);
}

static Seq<Expr*> elements_of(const Expr* expr) {
    if (auto* tuple = expr->try_as<ast::Tuple>()) return tuple->elts;
    if (auto* list = expr->try_as<ast::List>()) return list->elts;
    return {};
}

// `a, b = b, a + b` without making a tuple.
bool FunctionCompiler::assign_in_parallel(const Expr* target, const Expr* value) {
    Seq<Expr*> targets = elements_of(target), values = elements_of(value);
    if (targets.size() != values.size() || targets.size() < 2 ||
        targets.size() > kLongestParallelAssignment) {
        return false;
    }
    auto starred = [](Expr* expr) { return expr->is<Starred>(); };
    if (std::any_of(targets.begin(), targets.end(), starred) ||
        std::any_of(values.begin(), values.end(), starred)) {
        return false;
    }
    // When all targets are different locals, nobody can see in which order they are assigned.
    std::vector<Reg> locals;
    for (Expr* expr : targets) {
        Reg local = local_register(expr);
        if (local >= 0 && std::find(locals.begin(), locals.end(), local) == locals.end()) {
            locals.push_back(local);
        }
    }
    bool only_locals = locals.size() == targets.size();
    auto is_target = [&](Reg reg) { return std::find(locals.begin(), locals.end(), reg) != locals.end(); };

    std::vector<Reg> registers;
    for (size_t i = 0; i < values.size(); i++) {
        if (only_locals && i + 1 == values.size()) {
            // The others stand in temporaries: the last value goes where it belongs.
            compile_to(values[i], locals[i]);
            registers.push_back(locals[i]);
            break;
        }
        Reg reg = operand(values[i]);
        if (!is_temporary(reg) && (is_target(reg) || unit_->has_walrus || !only_locals)) {
            Reg copy = allocate();
            move(copy, reg);
            reg = copy;
        }
        registers.push_back(reg);
    }
    for (size_t i = 0; i < targets.size(); i++) assign_to(targets[i], registers[i]);
    return true;
}

void FunctionCompiler::assign_to(const Expr* target, Reg value) {
    At at(*this, target->loc);
    Temporaries temporaries(*this);
    switch (target->kind) {
        case ExprKind::Name: store_name(target->as<Name>()->id, value); break;
        case ExprKind::Attribute: {
            auto* node = target->as<Attribute>();
            note_self_attribute(node);
            Reg object = operand(node->value);
            start_at_attribute(node);
            emit(Op::SETATTR, object, value, mangled_constant(node->attr));
            break;
        }
        case ExprKind::Subscript: {
            auto* node = target->as<Subscript>();
            Reg object = operand_before(node->value, {node->slice});
            Reg key = key_operand(node->slice);
            add_subscript_anchors(node);
            emit(Op::SETITEM, object, key, value);
            break;
        }
        case ExprKind::List:
        case ExprKind::Tuple: unpack(target, value); break;
        case ExprKind::Starred: fail(target->loc, "starred assignment target must be in a list or tuple");
        default: fail(target->loc, "cannot assign to this expression");
    }
}

// The first of the registers if the targets are local variables that lie side by side, in this order; else -1.
Reg FunctionCompiler::neighbouring_locals(Seq<Expr*> targets) {
    for (size_t i = 0; i < targets.size(); i++) {
        Reg reg = local_register(targets[i]);
        if (reg < 0 || reg != local_register(targets[0]) + static_cast<Reg>(i)) return -1;
    }
    return targets.empty() ? -1 : local_register(targets[0]);
}

void FunctionCompiler::unpack(const Expr* node, Reg value) {
    Seq<Expr*> targets = elements_of(node);
    size_t star = targets.size();
    for (size_t i = 0; i < targets.size(); i++) {
        if (!targets[i]->is<Starred>()) continue;
        if (star < targets.size()) {
            fail(node->loc, "multiple starred expressions in assignment");
        }
        star = i;
    }
    auto count = static_cast<int>(targets.size());
    if (Reg variables = neighbouring_locals(targets); variables >= 0) {
        emit(Op::UNPACK, variables, value, count);
        for (Expr* target : targets) assigned_.insert(local_register(target));
        return;
    }
    Reg first = allocate(count);
    if (star == targets.size()) {
        emit(Op::UNPACK, first, value, count);
    } else {
        size_t after = targets.size() - star - 1;
        if (after > 255) fail(targets[star]->loc, "too many expressions in star-unpacking assignment");
        emit(Op::UNPACK_STAR, first, value, static_cast<int>(star), static_cast<int>(after));
    }
    for (int i = 0; i < count; i++) {
        Expr* target = targets[static_cast<size_t>(i)];
        assign_to(target->is<Starred>() ? target->as<Starred>()->value : target, first + i);
    }
}

// `self.x = ...` in a method: the runtime makes room for x in the objects of the class.
void FunctionCompiler::note_self_attribute(const Attribute* node) {
    auto* object = node->value->try_as<Name>();
    if (!object || first_parameter_.empty() || object->id.data() != first_parameter_.data()) return;
    Identifier name = shared_.scopes.mangle(*scope_, node->attr);
    auto& names = self_attributes_;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

Reg FunctionCompiler::key_operand(const Expr* slice_or_index) {
    if (!slice_or_index->is<Slice>()) return operand(slice_or_index);
    Reg key = allocate();
    compile_to(slice_or_index, key);
    return key;
}

void FunctionCompiler::augmented_assign(const AugAssign* node) {
    Op op = binary_op(node->op);
    auto immediate = small_int(node->value);
    auto combine = [&](Reg target, Reg left) {
        if (immediate) {
            emit(immediate_op(node->op), target, left, *immediate, 1);
        } else {
            emit(op, target, left, operand(node->value), 1);
        }
    };
    switch (node->target->kind) {
        case ExprKind::Name: {
            Identifier name = node->target->as<Name>()->id;
            if (Reg local = local_register(name); local >= 0) {
                {
                    At at(*this, node->target->loc);
                    check_bound(local, shared_.scopes.mangle(*scope_, name));
                }
                Reg left = local;
                if (rebinds_names(node->value)) {
                    left = allocate();
                    move(left, local);
                }
                combine(local, left);
                assigned_.insert(local);
                return;
            }
            Reg value = allocate();
            {
                At at(*this, node->target->loc);
                load_name(name, value);
            }
            combine(value, value);
            At at(*this, node->target->loc);
            store_name(name, value);
            return;
        }
        case ExprKind::Attribute: {
            auto* target = node->target->as<Attribute>();
            note_self_attribute(target);
            Reg object = operand_before(target->value, {node->value});
            int name = mangled_constant(target->attr);
            Reg value = allocate();
            {
                At at(*this, target->loc);
                start_at_attribute(target);
                emit(Op::GETATTR, value, object, name);
            }
            combine(value, value);
            At at(*this, target->loc);
            start_at_attribute(target);
            emit(Op::SETATTR, object, value, name);
            return;
        }
        case ExprKind::Subscript: {
            auto* target = node->target->as<Subscript>();
            Reg object = operand_before(target->value, {target->slice, node->value});
            Reg key = key_operand(target->slice);
            if (!is_temporary(key) && rebinds_names(node->value)) {
                Reg copy = allocate();
                move(copy, key);
                key = copy;
            }
            Reg value = allocate();
            {
                At at(*this, target->loc);
                add_subscript_anchors(target);
                emit(Op::GETITEM, value, object, key);
            }
            combine(value, value);
            At at(*this, target->loc);
            emit(Op::SETITEM, object, key, value);
            return;
        }
        default: fail(node->target->loc, "illegal expression for augmented assignment");
    }
}

void FunctionCompiler::annotated_assign(const AnnAssign* node) {
    if (node->value) {
        if (Reg local = local_register(node->target); local >= 0) {
            compile_to(node->value, local);
            assigned_.insert(local);
        } else {
            assign_to(node->target, operand(node->value));
        }
    }
    bool is_kept = unit_->kind == ScopeKind::Module || unit_->kind == ScopeKind::Class;
    auto* name = node->target->try_as<Name>();
    if (name && node->simple && is_kept) {
        Reg value = allocate(3);
        annotation(node->annotation, value);
        Identifier mangled = shared_.scopes.mangle(*scope_, name->id);
        bool is_global = unit_->kind == ScopeKind::Module && !shared_.names_in_namespace;
        emit(is_global ? Op::LOAD_GLOBAL : Op::LOAD_NAME, value + 1, name_constant("__annotations__"));
        load(Folded::of_str(mangled), value + 2);
        emit(Op::SETITEM, value + 1, value + 2, value);
    } else if (!name && !node->value) {
        // The target is not assigned, but what it consists of is looked at.
        if (auto* attribute = node->target->try_as<Attribute>()) discard(attribute->value);
        if (auto* subscript = node->target->try_as<Subscript>()) {
            discard(subscript->value);
            discard(subscript->slice);
        }
    }
    if (!(name && node->simple) && is_kept && !shared_.scopes.future_annotations) {
        discard(node->annotation);
    }
}

void FunctionCompiler::delete_target(const Expr* target) {
    At at(*this, target->loc);
    Temporaries temporaries(*this);
    switch (target->kind) {
        case ExprKind::Name: delete_name(target->as<Name>()->id); break;
        case ExprKind::Attribute: {
            auto* node = target->as<Attribute>();
            Reg object = operand(node->value);
            start_at_attribute(node);
            emit(Op::DELATTR, object, mangled_constant(node->attr));
            break;
        }
        case ExprKind::Subscript: {
            auto* node = target->as<Subscript>();
            Reg object = operand_before(node->value, {node->slice});
            emit(Op::DELITEM, object, key_operand(node->slice));
            break;
        }
        case ExprKind::List:
        case ExprKind::Tuple:
            for (Expr* element : elements_of(target)) delete_target(element);
            break;
        default: fail(target->loc, "cannot delete this expression");
    }
}

// ---------------------------------------------------------------------------------------------
// Branches and loops
// ---------------------------------------------------------------------------------------------

void FunctionCompiler::if_statement(const If* node) {
    Label end = new_label();
    for (;;) {
        // `if test: break` is one conditional jump.
        if (node->body.size() == 1 && node->orelse.empty()) {
            if (auto label = plain_loop_exit(node->body[0])) {
                At at(*this, node->test->loc);
                Temporaries temporaries(*this);
                branch(node->test, *label, true);
                break;
            }
        }
        Label otherwise = new_label();
        {
            At at(*this, node->test->loc);
            Temporaries temporaries(*this);
            branch(node->test, otherwise, false);
        }
        statements(node->body);
        if (node->orelse.empty()) {
            bind(otherwise);
            break;
        }
        jump(end);
        bind(otherwise);
        // elif: a loop, because the chain may be long.
        if (node->orelse.size() != 1 || !node->orelse[0]->is<If>()) {
            statements(node->orelse);
            break;
        }
        node = node->orelse[0]->as<If>();
    }
    bind(end);
}

// Loops are turned upside down: the test is at the bottom and jumps back, so that an iteration takes
// one jump. The first round begins with a jump to the test.
void FunctionCompiler::while_statement(const While* node) {
    Label head = new_label(), test = new_label(), end = new_label();
    auto constant = fold_expression(node->test);
    bool endless = constant && constant->truth();
    bool never = constant && !constant->truth();
    bool reachable = reachable_;

    Block block{Block::Loop};
    block.break_label = end;
    block.continue_label = endless ? head : test;
    push_block(block, node->loc);
    if (never) {
        dead_statements(node->body);
    } else if (endless) {
        bind_loop_head(head);
        statements(node->body);
        jump(head);
    } else {
        {
            At at(*this, node->test->loc);
            jump(test);
        }
        bind_loop_head(head);
        assigned_when_true(node->test, &assigned_);
        reachable_ = reachable;
        statements(node->body);
        bind(test);
        // The test may be run first of all: what the body assigns does not count, which the jump
        // to it has taken care of.
        At at(*this, node->test->loc);
        branch(node->test, head, true);
    }
    pop_block();
    statements(node->orelse);
    bind(end);
}

Reg FunctionCompiler::start_iteration(const Expr* iterable, const Location& loc) {
    Reg iteration = allocate();
    Reg value;
    {
        Temporaries temporaries(*this);
        value = frozen_display(iterable, iteration) ? iteration : operand(iterable, iteration);
    }
    allocate();
    At at(*this, loc);
    emit(Op::GET_ITER, iteration, value);
    return iteration;
}

void FunctionCompiler::for_statement(const For* node) {
    Reg iteration = start_iteration(node->iter, node->loc);
    Reg local = local_register(node->target);
    Reg item = local >= 0 ? local : allocate();
    Label head = new_label(), next = new_label(), end = new_label();
    bool reachable = reachable_;

    Block block{Block::Loop};
    block.break_label = end;
    block.continue_label = next;
    push_block(block, node->loc);
    jump(next);
    bind_loop_head(head);
    reachable_ = reachable;
    if (local >= 0) {
        assigned_.insert(local);
    } else {
        assign_to(node->target, item);
    }
    statements(node->body);
    bind(next);
    emit_jump(Op::FOR_ITER, head, iteration, item);
    pop_block();
    statements(node->orelse);
    bool may_break = label_states_[static_cast<size_t>(end.id)].has_value();
    bind(end);
    // A generator that the loop left before its end is done with: its `finally` is due.
    if (may_break && reachable_) emit(Op::DELETE_LOCAL, iteration);
}

void FunctionCompiler::async_next(Reg iterator, Reg value, Label done) {
    Region region = open_region();
    emit(Op::GET_ANEXT, value, iterator);
    run_awaitable(value);
    close_region(&region);
    // The handler stands aside.
    Label over = new_label();
    jump(over);
    begin_handler(region);
    emit(Op::END_ASYNC_FOR, region.exception);
    jump(done);
    bind(over);
}

void FunctionCompiler::async_for_statement(const For* node) {
    Reg iterator = allocate();
    compile_to(node->iter, iterator);
    emit(Op::GET_AITER, iterator, iterator);
    Reg item = allocate();
    Label head = new_label(), done = new_label(), end = new_label();
    Block block{Block::Loop};
    block.break_label = end;
    block.continue_label = head;
    push_block(block, node->loc);
    bind_loop_head(head);
    async_next(iterator, item, done);
    assign_to(node->target, item);
    statements(node->body);
    jump(head);
    pop_block();
    bind(done);
    statements(node->orelse);
    bind(end);
}

// ---------------------------------------------------------------------------------------------
// assert, raise, import
// ---------------------------------------------------------------------------------------------

namespace {

// The comparison a condition tests last, or null: CPython 3.11 blames it, rather than the statement, for a failed assert.
const Expr* last_comparison(const Expr* test) {
    if (test->is<Compare>()) return test;
    if (auto* unary = test->try_as<UnaryOp>(); unary && unary->op == UnaryOperator::Not) return last_comparison(unary->operand);
    if (auto* both = test->try_as<BoolOp>()) {
        const Expr* found = nullptr;
        for (const Expr* value : both->values)
            if (const Expr* inner = last_comparison(value)) found = inner;
        return found;
    }
    return nullptr;
}

}  // namespace

void FunctionCompiler::assert_statement(const Assert* node) {
    if (auto* tuple = node->test->try_as<ast::Tuple>(); tuple && !tuple->elts.empty())
        warn(node->loc, "assertion is always true, perhaps remove parentheses?");
    if (!shared_.debug()) return;
    Label passed = new_label();
    branch(node->test, passed, true);
    const Expr* blamed = last_comparison(node->test);
    At place(*this, blamed ? blamed->loc : node->loc);
    Reg error = allocate();
    emit(Op::LOAD_ASSERTION_ERROR, error);
    if (node->msg) {
        compile_to(node->msg, allocate());
        emit(Op::CALL, error, 1);
    }
    emit(Op::RAISE, error, kNoRegister);
    bind(passed);
}

void FunctionCompiler::raise_statement(const Raise* node) {
    if (!node->exc) {
        emit(Op::RAISE, kNoRegister, kNoRegister);
        return;
    }
    Reg exception = operand(node->exc);
    if (node->cause) {
        if (!is_temporary(exception) && rebinds_names(node->cause)) {
            Reg copy = allocate();
            move(copy, exception);
            exception = copy;
        }
        emit(Op::RAISE, exception, operand(node->cause));
    } else {
        emit(Op::RAISE, exception, kNoRegister);
    }
}

void FunctionCompiler::import_statement(const Import* node) {
    for (Alias* alias : node->names) {
        Temporaries temporaries(*this);
        Reg module = allocate();
        Reg from = allocate(2);
        load_none(from);
        load(Folded::of_int(0), from + 1);
        emit(Op::IMPORT_NAME, module, mangled_constant(alias->name), from);
        size_t dot = alias->name.find('.');
        if (alias->asname.empty()) {
            // `import a.b.c` binds a.
            Identifier first = alias->name.substr(0, dot);
            if (dot != Identifier::npos) {
                first = shared_.scopes.intern(first);
            }
            store_name(first, module);
            continue;
        }
        // `import a.b.c as d` binds c.
        while (dot != Identifier::npos) {
            size_t end = alias->name.find('.', dot + 1);
            std::string_view part =
                alias->name.substr(dot + 1, end == Identifier::npos ? end : end - dot - 1);
            emit(Op::IMPORT_FROM, module, module, name_constant(part));
            dot = end;
        }
        store_name(alias->asname, module);
    }
}

void FunctionCompiler::import_from(const ImportFrom* node) {
    Reg module = allocate();
    Reg from = allocate(2);
    std::vector<Identifier> names;
    for (Alias* alias : node->names) names.push_back(alias->name);
    load_name_tuple(names, from);
    load(Folded::of_int(node->level), from + 1);
    emit(Op::IMPORT_NAME, module, mangled_constant(node->module), from);
    for (Alias* alias : node->names) {
        if (alias->name == "*") {
            emit(Op::IMPORT_STAR, module);
            return;
        }
        emit(Op::IMPORT_FROM, from, module, mangled_constant(alias->name));
        store_name(alias->asname.empty() ? alias->name : alias->asname, from);
    }
}

}  // namespace gilt
