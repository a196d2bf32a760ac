// Registers, labels, positions, and how a Code begins and ends. The header is the map.
#include "compiler/function_compiler.h"

#include <algorithm>

#include "objects/str.h"
#include "objects/tuple.h"
#include "thread/thread.h"

namespace gilt {

using namespace ast;

std::string_view Compilation::line(int number) const {
    auto index = static_cast<size_t>(number) - 1;
    if (number < 1 || index >= line_starts.size()) return {};
    size_t start = line_starts[index];
    size_t end = index + 1 < line_starts.size() ? line_starts[index + 1] : source.size();
    return source.substr(start, end - start);
}

std::string_view Compilation::text(const Location& loc) const {
    auto first = static_cast<size_t>(loc.line) - 1, last = static_cast<size_t>(loc.end_line) - 1;
    if (loc.line < 1 || last >= line_starts.size()) return {};
    size_t start = line_starts[first] + static_cast<size_t>(loc.column);
    size_t end = line_starts[last] + static_cast<size_t>(loc.end_column);
    if (start > end || end > source.size()) return {};
    return source.substr(start, end - start);
}

Code* generate_code(Compilation& compilation, const Mod& mod) {
    return FunctionCompiler(compilation, compilation.scopes.root(), nullptr).compile_module(mod);
}

FunctionCompiler::FunctionCompiler(Compilation& shared, Scope* scope, FunctionCompiler* parent)
    : shared_(shared),
      unit_(scope),
      scope_(scope),
      parent_(parent),
      code_(new_code(shared.thread)),
      constants_(shared.thread) {
    // Type parameters are not part of a qualified name, and a function declared global has no path.
    FunctionCompiler* outer = parent;
    while (outer && outer->unit_->kind == ScopeKind::TypeParameters) outer = outer->parent_;
    qualified_name_ = scope->name;
    if (outer && outer->unit_->kind != ScopeKind::Module) {
        Symbol* symbol = nullptr;
        if (scope->kind == ScopeKind::Function || scope->kind == ScopeKind::Class) {
            symbol = outer->unit_->find(shared.scopes.mangle(*outer->unit_, scope->name));
        }
        if (!symbol || !symbol->is_global) {
            const char* separator = outer->unit_->is_function_like() ? ".<locals>." : ".";
            qualified_name_ = outer->qualified_name_ + separator + std::string(scope->name);
        }
    }
    declare_registers();
}

// ---------------------------------------------------------------------------------------------
// Registers
// ---------------------------------------------------------------------------------------------

void FunctionCompiler::declare_registers() {
    auto declare = [this](Symbol* symbol) {
        symbol->reg = first_temporary_++;
        if (symbol->is_deleted) deletable_.insert(symbol->reg);
    };
    std::vector<Value> names;
    auto add_name = [&](Symbol* symbol) { names.push_back(intern(shared_.thread, symbol->name)); };
    if (unit_->is_function_like()) {
        for (Symbol* symbol : unit_->symbols) {
            if (!symbol->is_parameter) continue;
            declare(symbol);
            add_name(symbol);
            assigned_.insert(symbol->reg);
        }
        for (Symbol* symbol : unit_->symbols) {
            if (symbol->is_parameter || symbol->place != Place::Local) continue;
            declare(symbol);
            add_name(symbol);
        }
    }
    code_->local_names = new_tuple(shared_.thread, names);
    std::vector<Value> cells;
    for (Symbol* symbol : unit_->cells) {
        if (!symbol->is_parameter) declare(symbol);
        cells.push_back(intern(shared_.thread, symbol->name));
        code_->cell_registers.push_back(static_cast<uint16_t>(symbol->reg));
    }
    code_->cell_names = new_tuple(shared_.thread, cells);
    top_ = register_count_ = first_temporary_;
    if (top_ > kMaxRegisters) fail(Location{}, "too many local variables");
    code_->local_count = static_cast<uint16_t>(first_temporary_);
}

Reg FunctionCompiler::allocate(int count) {
    Reg first = top_;
    top_ += count;
    if (top_ > kMaxRegisters) {
        Location loc{position_.line, position_.column, position_.end_line, position_.end_column};
        fail(loc, "expression needs too many registers");
    }
    register_count_ = std::max(register_count_, top_);
    return first;
}

Reg FunctionCompiler::next_register() {
    Temporaries temporaries(*this);
    return allocate();
}

// ---------------------------------------------------------------------------------------------
// Emitting
// ---------------------------------------------------------------------------------------------

void FunctionCompiler::emit(Op op, int a, int b, int c, int k) {
    if (!reachable_) return;
    assembler_.emit(instruction::make(op, static_cast<uint32_t>(a), static_cast<uint32_t>(b),
                                      static_cast<uint32_t>(c), static_cast<uint32_t>(k)),
                    position_);
    if (op == Op::RETURN || op == Op::RAISE || op == Op::RERAISE) reachable_ = false;
}

void FunctionCompiler::emit_jump(Op op, Label target, int a, int b) {
    if (!reachable_) return;
    assembler_.emit_jump(instruction::make(op, static_cast<uint32_t>(a), static_cast<uint32_t>(b)), target,
                         position_);
    auto& state = label_states_[static_cast<size_t>(target.id)];
    if (state) {
        state->intersect(assigned_);
    } else {
        state = assigned_;
    }
    if (op == Op::JUMP) reachable_ = false;
}

Label FunctionCompiler::new_label() {
    label_states_.emplace_back();
    return assembler_.new_label();
}

void FunctionCompiler::bind(Label label) {
    auto& state = label_states_[static_cast<size_t>(label.id)];
    if (state) {
        if (reachable_) {
            assigned_.intersect(*state);
        } else {
            assigned_ = *state;
        }
        reachable_ = true;
    }
    assembler_.bind(label);
}

RegisterSet FunctionCompiler::state_for_backward_jump() const {
    RegisterSet state = assigned_;
    state.subtract(deletable_);
    return state;
}

void FunctionCompiler::bind_loop_head(Label label) {
    assigned_ = state_for_backward_jump();
    assembler_.bind(label);
}

void FunctionCompiler::load(const Folded& constant, Reg target) {
    if (!reachable_) return;
    if (constant.type == Folded::Type::Int && constant.integer >= INT32_MIN &&
        constant.integer <= INT32_MAX) {
        auto bits = static_cast<uint32_t>(constant.integer);
        emit(Op::LOADI, target, static_cast<int>(bits & 0xFFFF), static_cast<int>(bits >> 16));
        return;
    }
    load_constant(constants_.add(constant), target);
}

void FunctionCompiler::load_constant(uint32_t index, Reg target) {
    emit(Op::LOADK, target, static_cast<int>(index & 0xFFFF), static_cast<int>(index >> 16));
}

static int checked(int index, const Position& position) {
    if (index < 0) {
        throw_syntax_error({position.line, position.column, position.end_line, position.end_column},
                           "too many names in one function");
    }
    return index;
}

int FunctionCompiler::name_constant(std::string_view name) {
    size_t known = constants_.short_values().size();
    int index = checked(constants_.add_name(name), position_);
    if (constants_.short_values().size() > known) global_names_.emplace_back(name);
    return index;
}

int FunctionCompiler::short_constant(const Folded& constant) {
    return checked(constants_.add_short(constant), position_);
}

int FunctionCompiler::name_tuple(const std::vector<Identifier>& names) {
    return checked(constants_.add_name_tuple(names), position_);
}

void FunctionCompiler::load_name_tuple(const std::vector<Identifier>& names, Reg target) {
    Folded tuple;
    tuple.type = Folded::Type::Tuple;
    for (Identifier name : names) tuple.items.push_back(Folded::of_str(name));
    load(tuple, target);
}

void FunctionCompiler::check_stack() {
    if (!shared_.thread.c_stack_low()) return;
    SyntaxError error;
    error.kind = SyntaxErrorKind::RecursionError;
    error.message = "maximum recursion depth exceeded during compilation";
    error.loc.line = 0;
    throw error;
}

// ---------------------------------------------------------------------------------------------
// Positions
// ---------------------------------------------------------------------------------------------

// As CPython's traceback module does: the first one or two characters of the operator.
void FunctionCompiler::add_operator_anchors(const Expr* left, const Expr* right) {
    if (position_.line != position_.end_line) return;
    std::string_view line = shared_.line(position_.line);
    auto at = static_cast<size_t>(left->loc.end_column);
    auto end = std::min(static_cast<size_t>(right->loc.column), line.size());
    while (at < end && (line[at] == ' ' || line[at] == '\t' || line[at] == ')')) at++;
    if (at >= end) return;
    bool two = at + 1 < end && line[at + 1] != ' ' && line[at + 1] != '\t' && line[at + 1] != '(';
    position_.anchor_start = static_cast<int32_t>(at);
    position_.anchor_end = static_cast<int32_t>(at) + (two ? 2 : 1);
}

void FunctionCompiler::add_subscript_anchors(const Subscript* node) {
    if (position_.line != position_.end_line) return;
    std::string_view line = shared_.line(position_.line);
    auto at = static_cast<size_t>(node->value->loc.end_column);
    while (at < line.size() && line[at] != '[') at++;
    position_.anchor_start = static_cast<int32_t>(at);
    position_.anchor_end = position_.end_column;
}

void FunctionCompiler::start_at_attribute(const Attribute* attribute) {
    if (position_.line == attribute->loc.end_line) return;
    position_.line = attribute->loc.end_line;
    auto length = static_cast<int32_t>(attribute->attr.size());
    if (length <= attribute->loc.end_column) {
        position_.column = attribute->loc.end_column - length;
    }
}

// ---------------------------------------------------------------------------------------------
// From start to end
// ---------------------------------------------------------------------------------------------

// Captured variables move into cells before anything else happens.
void FunctionCompiler::prologue() {
    for (Symbol* symbol : unit_->cells) emit(Op::MAKE_CELL, symbol->reg);
}

Code* FunctionCompiler::compile_module(const Mod& mod) {
    code_->is_module = !shared_.names_in_namespace;
    code_->is_class_body = shared_.names_in_namespace;
    code_->first_line = 1;
    position_ = {1, 1, 0, 0, 0, 0};
    is_interactive_ = mod.kind == ModKind::Interactive;
    if (unit_->is_async) code_->flags |= kCoroutine;
    if (mod.kind == ModKind::Expression) {
        At at(*this, mod.expr->loc);
        emit(Op::RETURN, operand(mod.expr));
        return finish();
    }
    const Expr* docstring = docstring_of(mod.stmts);
    if (unit_->has_annotations) emit(Op::SETUP_ANNOTATIONS);
    if (docstring && !is_interactive_ && shared_.options.optimize < 2) {
        At at(*this, docstring->loc);
        Temporaries temporaries(*this);
        Reg value = allocate();
        load(*fold_expression(docstring), value);
        int name = name_constant("__doc__");
        emit(shared_.names_in_namespace ? Op::STORE_NAME : Op::STORE_GLOBAL, value, name);
        code_->docstring = constants_.value_of(*fold_expression(docstring));
    }
    statements(mod.stmts);
    return finish();
}

Code* FunctionCompiler::finish() {
    if (reachable_) {
        Reg value = allocate();
        load_none(value);
        emit(Op::RETURN, value);
    }
    Thread& thread = shared_.thread;
    auto names = [&thread](const auto& identifiers) {
        std::vector<Value> values;
        for (const auto& name : identifiers) values.push_back(intern(thread, name));
        return new_tuple(thread, values);
    };
    code_->name = intern(thread, unit_->name);
    code_->qualified_name = intern(thread, qualified_name_);
    code_->filename = shared_.filename;
    code_->free_names = names(unit_->free_names);
    code_->global_names = names(global_names_);
    code_->self_attributes = names(self_attributes_);
    if (code_->docstring.is_empty()) code_->docstring = Value::none();
    code_->class_free_index = -1;
    for (size_t i = 0; i < unit_->free_names.size(); i++) {
        if (unit_->free_names[i] == "__class__") code_->class_free_index = static_cast<int32_t>(i);
    }
    if (unit_->is_function_like()) {
        code_->flags |= kOptimized | kNewLocals;
        Scope* outer = unit_->parent;
        while (outer && outer->kind == ScopeKind::Class) outer = outer->parent;
        if (outer && outer->is_function_like()) code_->flags |= kNested;
    }
    code_->is_hidden = shared_.options.hidden;
    code_->register_count = static_cast<uint16_t>(register_count_);
    assembler_.assemble(code_, constants_.short_values(), constants_.long_values());
    finish_code(code_);
    return code_;
}

}  // namespace gilt
