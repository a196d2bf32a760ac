// Variables: the instruction for each of the places a name can live in (compiler/scopes.h).
#include <algorithm>

#include "compiler/function_compiler.h"

namespace gilt {

using namespace ast;

FunctionCompiler::Variable FunctionCompiler::variable(Identifier id) {
    Identifier name = shared_.scopes.mangle(*scope_, id);
    Scope* owner = nullptr;
    Symbol* symbol = ScopeTree::resolve(scope_, name, &owner);
    switch (symbol->place) {
        case Place::Local:
            if (owner->kind == ScopeKind::Class) return {Access::Namespace, -1, name};
            return {Access::Register, symbol->reg, name};
        case Place::Cell: return {Access::CellRegister, symbol->reg, name};
        case Place::Free: {
            bool in_class = owner->kind == ScopeKind::Class && !symbol->is_nonlocal;
            return {in_class ? Access::ClassClosure : Access::Closure, unit_->free_index(name), name};
        }
        case Place::Global:
            if (owner->kind == ScopeKind::Module && shared_.names_in_namespace) {
                return {Access::Namespace, -1, name};
            }
            return {Access::Global, -1, name};
        case Place::ImplicitGlobal:
            if (owner->kind == ScopeKind::Class) return {Access::Namespace, -1, name};
            return {Access::Global, -1, name};
    }
    __builtin_unreachable();
}

Reg FunctionCompiler::local_register(Identifier name) {
    Variable found = variable(name);
    return found.access == Access::Register ? found.index : -1;
}

Reg FunctionCompiler::local_register(const Expr* expr) {
    return expr->is<Name>() ? local_register(expr->as<Name>()->id) : -1;
}

void FunctionCompiler::check_bound(Reg reg, Identifier name) {
    if (!reachable_ || assigned_.contains(reg)) return;
    emit(Op::CHECK_LOCAL, reg, short_constant(Folded::of_str(name)));
    assigned_.insert(reg);
}

void FunctionCompiler::load_name(Identifier id, Reg target) {
    Variable found = variable(id);
    switch (found.access) {
        case Access::Register:
            check_bound(found.index, found.name);
            move(target, found.index);
            break;
        case Access::CellRegister: emit(Op::LOAD_CELL, target, found.index); break;
        case Access::Closure: emit(Op::LOAD_FREE, target, found.index); break;
        case Access::ClassClosure:
            emit(Op::LOAD_CLASS_FREE, target, name_constant(found.name), found.index);
            break;
        case Access::Global: emit(Op::LOAD_GLOBAL, target, name_constant(found.name)); break;
        case Access::Namespace: emit(Op::LOAD_NAME, target, name_constant(found.name)); break;
    }
}

void FunctionCompiler::store_name(Identifier id, Reg value) {
    Variable found = variable(id);
    switch (found.access) {
        case Access::Register:
            move(found.index, value);
            assigned_.insert(found.index);
            break;
        case Access::CellRegister: emit(Op::STORE_CELL, found.index, value); break;
        case Access::Closure:
        case Access::ClassClosure: emit(Op::STORE_FREE, value, found.index); break;
        case Access::Global: emit(Op::STORE_GLOBAL, value, name_constant(found.name)); break;
        case Access::Namespace: emit(Op::STORE_NAME, value, name_constant(found.name)); break;
    }
}

void FunctionCompiler::delete_name(Identifier id) {
    Variable found = variable(id);
    switch (found.access) {
        case Access::Register:
            check_bound(found.index, found.name);
            emit(Op::DELETE_LOCAL, found.index);
            assigned_.erase(found.index);
            break;
        case Access::CellRegister: emit(Op::DELETE_CELL, found.index); break;
        case Access::Closure:
        case Access::ClassClosure: emit(Op::DELETE_FREE, 0, found.index); break;
        case Access::Global: emit(Op::DELETE_GLOBAL, 0, name_constant(found.name)); break;
        case Access::Namespace: emit(Op::DELETE_NAME, 0, name_constant(found.name)); break;
    }
}

void FunctionCompiler::unbind_name(Identifier id) {
    if (Reg reg = local_register(id); reg >= 0) {
        emit(Op::DELETE_LOCAL, reg);
        assigned_.erase(reg);
        return;
    }
    // The body may have deleted the name itself, so it is given a value first.
    Temporaries temporaries(*this);
    Reg none = allocate();
    load_none(none);
    store_name(id, none);
    delete_name(id);
}

}  // namespace gilt
