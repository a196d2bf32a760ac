// Functions, classes, type aliases, and the blocks of their type parameters.
#include <algorithm>

#include "compiler/function_compiler.h"

namespace gilt {

using namespace ast;

const Expr* FunctionCompiler::docstring_of(Seq<Stmt*> body) {
    if (body.empty() || !body[0]->is<ExprStmt>()) return nullptr;
    const Expr* value = body[0]->as<ExprStmt>()->value;
    auto* constant = value->try_as<Constant>();
    return constant && constant->type == ConstantType::Str ? value : nullptr;
}

void FunctionCompiler::set_docstring(const Expr* docstring) {
    if (!docstring || shared_.options.optimize >= 2) return;
    code_->docstring = constants_.value_of(*fold_expression(docstring));
}

// ---------------------------------------------------------------------------------------------
// Function objects
// ---------------------------------------------------------------------------------------------

void FunctionCompiler::closure(Code* code, const Scope* scope, Reg base, int parts) {
    if (!reachable_) return;
    int index = constants_.add_short_value(Value(code));
    if (index < 0) fail(Location{}, "too many names in one function");
    emit(Op::CLOSURE, base, index, static_cast<int>(scope->free_names.size()), parts);
    for (Identifier name : scope->free_names) {
        Reg cell = -1;
        // Comprehensions inlined here, then the function itself.
        for (Scope* at = scope_;; at = at->parent) {
            bool is_class = at->kind == ScopeKind::Class;
            for (Symbol* symbol : at->cells) {
                if (symbol->name.data() == name.data()) cell = symbol->reg;
            }
            if (cell >= 0 || is_class || at == unit_) break;
        }
        if (cell >= 0) {
            emit(Op::CAPTURE, cell, 0);
        } else {
            emit(Op::CAPTURE, unit_->free_index(name), 1);
        }
    }
}

void FunctionCompiler::default_tuple(const Arguments* args, Reg target) {
    Folded tuple;
    tuple.type = Folded::Type::Tuple;
    for (Expr* value : args->defaults) {
        auto folded = fold_expression(value);
        if (!folded) {
            sequence(Op::BUILD_TUPLE, args->defaults, target);
            return;
        }
        tuple.items.push_back(std::move(*folded));
    }
    load(tuple, target);
}

bool FunctionCompiler::keyword_defaults(const Arguments* args, Reg target) {
    Temporaries temporaries(*this);
    Reg first = top_;
    int count = 0;
    for (size_t i = 0; i < args->kwonlyargs.size(); i++) {
        if (!args->kw_defaults[i]) continue;
        Identifier name = shared_.scopes.mangle(*scope_, args->kwonlyargs[i]->arg);
        load(Folded::of_str(name), allocate());
        compile_to(args->kw_defaults[i], allocate());
        count++;
    }
    if (count > 0) emit(Op::BUILD_MAP, target, first, count);
    return count > 0;
}

void FunctionCompiler::annotation(const Expr* expr, Reg target) {
    if (shared_.scopes.future_annotations) {
        At at(*this, expr->loc);
        load(Folded::of_str(shared_.text(expr->loc)), target);
        return;
    }
    if (auto* starred = expr->try_as<Starred>()) {  // *args: *Ts
        Temporaries temporaries(*this);
        Reg value = operand(starred->value);
        emit(Op::UNPACK, target, value, 1);
        return;
    }
    compile_to(expr, target);
}

bool FunctionCompiler::annotations(const Arguments* args, const Expr* returns, Reg target) {
    Temporaries temporaries(*this);
    Reg first = top_;
    int count = 0;
    auto add = [&](Identifier name, const Expr* value) {
        if (!value) return;
        load(Folded::of_str(shared_.scopes.mangle(*scope_, name)), allocate());
        annotation(value, allocate());
        count++;
    };
    for (Arg* arg : args->args) add(arg->arg, arg->annotation);
    for (Arg* arg : args->posonlyargs) add(arg->arg, arg->annotation);
    if (args->vararg) add(args->vararg->arg, args->vararg->annotation);
    for (Arg* arg : args->kwonlyargs) add(arg->arg, arg->annotation);
    if (args->kwarg) add(args->kwarg->arg, args->kwarg->annotation);
    add("return", returns);
    if (count > 0) emit(Op::BUILD_MAP, target, first, count);
    return count > 0;
}

static bool has_annotations(const FunctionDef* node) {
    auto annotated = [](Arg* arg) { return arg && arg->annotation; };
    auto* args = node->args;
    return node->returns || annotated(args->vararg) || annotated(args->kwarg) ||
           std::any_of(args->args.begin(), args->args.end(), annotated) ||
           std::any_of(args->posonlyargs.begin(), args->posonlyargs.end(), annotated) ||
           std::any_of(args->kwonlyargs.begin(), args->kwonlyargs.end(), annotated);
}

static bool has_defaults(const Arguments* args) {
    return !args->defaults.empty() || std::any_of(args->kw_defaults.begin(), args->kw_defaults.end(),
                                                  [](Expr* value) { return value != nullptr; });
}

int FunctionCompiler::default_parts(const Arguments* args, Reg base) {
    int parts = 0;
    if (!args->defaults.empty()) {
        default_tuple(args, base + 1);
        parts |= kDefaults;
    }
    if (keyword_defaults(args, base + 2)) parts |= kKeywordDefaults;
    return parts;
}

void FunctionCompiler::function_object(const FunctionDef* node, Reg base, Reg type_params) {
    Temporaries temporaries(*this);
    bool is_generic = type_params >= 0;
    int parts = 0;
    if (has_defaults(node->args) || has_annotations(node) || is_generic) allocate(4);
    if (is_generic) {
        if (Symbol* symbol = unit_->find(shared_.scopes.intern(".defaults"))) {
            move(base + 1, symbol->reg);
            parts |= kDefaults;
        }
        if (Symbol* symbol = unit_->find(shared_.scopes.intern(".kwdefaults"))) {
            move(base + 2, symbol->reg);
            parts |= kKeywordDefaults;
        }
    } else if (has_defaults(node->args)) {
        parts |= default_parts(node->args, base);
    }
    if (has_annotations(node) && annotations(node->args, node->returns, base + 3)) {
        parts |= kAnnotations;
    }
    if (is_generic) {
        move(base + 4, type_params);
        parts |= kTypeParams;
    }
    Scope* scope = shared_.scopes.of(node);
    closure(FunctionCompiler(shared_, scope, this).compile_function_body(node), scope, base, parts);
}

void FunctionCompiler::function_statement(const FunctionDef* node) {
    if (node->decorator_list.empty() && node->type_params.empty() && !has_defaults(node->args) &&
        !has_annotations(node)) {
        if (Reg local = local_register(node->name); local >= 0) {
            Scope* scope = shared_.scopes.of(node);
            Code* code = FunctionCompiler(shared_, scope, this).compile_function_body(node);
            closure(code, scope, local, 0);
            assigned_.insert(local);
            return;
        }
    }
    Reg first = top_;
    for (Expr* decorator : node->decorator_list) compile_to(decorator, allocate());
    Reg base = allocate();
    if (node->type_params.empty()) {
        function_object(node, base, -1);
    } else {
        generic_function(node, base);
    }
    apply_decorators(node->decorator_list, first);
    store_name(node->name, first);
}

// Decorators and, above them, what they decorate: called from the top down.
void FunctionCompiler::apply_decorators(Seq<Expr*> decorators, Reg first) {
    for (size_t i = decorators.size(); i-- > 0;) {
        At at(*this, decorators[i]->loc);
        emit(Op::CALL, first + static_cast<int>(i), 1);
    }
}

void FunctionCompiler::lambda(const Lambda* node, Reg target) {
    Temporaries temporaries(*this);
    Scope* scope = shared_.scopes.of(node);
    if (!has_defaults(node->args)) {
        closure(FunctionCompiler(shared_, scope, this).compile_lambda_body(node), scope, target, 0);
        return;
    }
    Reg base = allocate(3);
    int parts = default_parts(node->args, base);
    closure(FunctionCompiler(shared_, scope, this).compile_lambda_body(node), scope, base, parts);
    move(target, base);
}

// ---------------------------------------------------------------------------------------------
// Function bodies
// ---------------------------------------------------------------------------------------------

void FunctionCompiler::set_parameters(const Arguments* args) {
    size_t count = args->posonlyargs.size() + args->args.size();
    if (count > 0xFFFF || args->kwonlyargs.size() > 0xFFFF) {
        fail(Location{}, "too many parameters");
    }
    code_->argument_count = static_cast<uint16_t>(count);
    code_->positional_only_count = static_cast<uint16_t>(args->posonlyargs.size());
    code_->keyword_only_count = static_cast<uint16_t>(args->kwonlyargs.size());
    if (args->vararg) code_->flags |= kVarArgs;
    if (args->kwarg) code_->flags |= kVarKeywords;
    if (unit_->is_generator && unit_->is_async) {
        code_->flags |= kAsyncGenerator;
        is_async_generator_ = true;
    } else if (unit_->is_generator) {
        code_->flags |= kGenerator;
    } else if (unit_->is_async) {
        code_->flags |= kCoroutine;
    }
    if (!args->posonlyargs.empty()) {
        first_parameter_ = args->posonlyargs[0]->arg;
    } else if (!args->args.empty()) {
        first_parameter_ = args->args[0]->arg;
    }
}

Code* FunctionCompiler::compile_function_body(const FunctionDef* node) {
    code_->first_line = node->decorator_list.empty() ? node->loc.line : node->decorator_list[0]->loc.line;
    position_ = {node->loc.line, node->loc.line, 0, 0, 0, 0};
    set_parameters(node->args);
    set_docstring(docstring_of(node->body));
    prologue();
    statements(node->body);
    if (!node->body.empty()) position_ = plain_position(node->body.back()->loc);
    return finish();
}

Code* FunctionCompiler::compile_lambda_body(const Lambda* node) {
    code_->first_line = node->loc.line;
    position_ = plain_position(node->loc);
    set_parameters(node->args);
    prologue();
    Reg value = operand(node->body);
    At at(*this, node->body->loc);
    emit(Op::RETURN, value);
    return finish();
}

// ---------------------------------------------------------------------------------------------
// Classes
// ---------------------------------------------------------------------------------------------

Code* FunctionCompiler::compile_class_body(const ClassDef* node) {
    code_->is_class_body = true;
    code_->first_line = node->decorator_list.empty() ? node->loc.line : node->decorator_list[0]->loc.line;
    position_ = {node->loc.line, node->loc.line, 0, 0, 0, 0};
    prologue();
    {
        Temporaries temporaries(*this);
        Reg value = allocate();
        emit(Op::LOAD_NAME, value, name_constant("__name__"));
        emit(Op::STORE_NAME, value, name_constant("__module__"));
        load(Folded::of_str(qualified_name_), value);
        emit(Op::STORE_NAME, value, name_constant("__qualname__"));
        if (!node->type_params.empty()) {
            load_name(shared_.scopes.intern(".type_params"), value);
            emit(Op::STORE_NAME, value, name_constant("__type_params__"));
        }
        if (unit_->has_annotations) emit(Op::SETUP_ANNOTATIONS);
        const Expr* docstring = docstring_of(node->body);
        set_docstring(docstring);
        if (docstring && shared_.options.optimize < 2) {
            At at(*this, docstring->loc);
            load(*fold_expression(docstring), value);
            emit(Op::STORE_NAME, value, name_constant("__doc__"));
        }
    }
    statements(node->body);
    // type.__new__ puts the class into the cell.
    if (unit_->has_class_cell) {
        Reg cell = unit_->cells[0]->reg;
        emit(Op::STORE_NAME, cell, name_constant("__classcell__"));
        emit(Op::RETURN, cell);
    }
    return finish();
}

// __build_class__(body, name, *bases, **keywords)
void FunctionCompiler::class_object(const ClassDef* node, Reg target, Reg generic_base) {
    Temporaries temporaries(*this);
    check_keywords(node->keywords);
    Reg base = window(target);
    emit(Op::LOAD_BUILD_CLASS, base);
    Scope* scope = shared_.scopes.of(node);
    Code* code = FunctionCompiler(shared_, scope, this).compile_class_body(node);
    Folded name = Folded::of_str(node->name);
    if (has_unpacking(node->bases, node->keywords)) {
        Reg positional = allocate();
        Reg first = allocate(2);
        closure(code, scope, first, 0);
        load(name, first + 1);
        emit(Op::BUILD_LIST, positional, first, 2);
        for (Expr* expr : node->bases) {
            Temporaries part(*this);
            if (auto* starred = expr->try_as<Starred>()) {
                emit(Op::LIST_EXTEND, positional, operand(starred->value), 0, 1);
            } else {
                emit(Op::LIST_APPEND, positional, operand(expr));
            }
        }
        if (generic_base >= 0) emit(Op::LIST_APPEND, positional, generic_base);
        emit(Op::LIST_TO_TUPLE, positional, positional);
        // The dictionary goes where the closure was.
        if (node->keywords.empty()) {
            emit(Op::CLEAR, first);
        } else {
            keyword_dictionary(first, base, node->keywords);
        }
        emit(Op::CALL_EX, base);
        move(target, base);
        return;
    }
    closure(code, scope, allocate(), 0);
    load(name, allocate());
    int count = 2;
    for (Expr* expr : node->bases) {
        compile_to(expr, allocate());
        count++;
    }
    if (generic_base >= 0) {
        move(allocate(), generic_base);
        count++;
    }
    std::vector<Identifier> names;
    count += arguments({}, node->keywords, &names);
    if (names.empty()) {
        emit(Op::CALL, base, count);
    } else {
        emit(Op::CALL_KW, base, count, name_tuple(names));
    }
    move(target, base);
}

void FunctionCompiler::class_statement(const ClassDef* node) {
    Reg first = top_;
    for (Expr* decorator : node->decorator_list) compile_to(decorator, allocate());
    Reg base = allocate();
    if (node->type_params.empty()) {
        class_object(node, base, -1);
    } else {
        type_parameter_block(node->type_params, node->loc, base, 0,
                             [node](FunctionCompiler& inner, Reg params) {
                                 Identifier name = inner.shared_.scopes.intern(".type_params");
                                 inner.store_name(name, params);
                                 Reg generic_base = inner.allocate();
                                 inner.emit(Op::INTRINSIC, generic_base, params,
                                            static_cast<int>(Intrinsic::SubscriptGeneric));
                                 Reg result = inner.allocate();
                                 inner.class_object(node, result, generic_base);
                                 return result;
                             });
    }
    apply_decorators(node->decorator_list, first);
    store_name(node->name, first);
}

// ---------------------------------------------------------------------------------------------
// Type parameters
// ---------------------------------------------------------------------------------------------

// `def f[T](...)` is a function that makes T and then f, called at once. Its arguments, if any, stand
// behind R[base] already.
template <class Body>
void FunctionCompiler::type_parameter_block(Seq<TypeParam*> params, const Location& loc, Reg base,
                                            int argument_count, Body body) {
    Scope* scope = shared_.scopes.of(params.begin());
    FunctionCompiler inner(shared_, scope, this);
    inner.code_->first_line = loc.line;
    inner.position_ = plain_position(loc);
    inner.code_->argument_count = static_cast<uint16_t>(argument_count);
    inner.prologue();
    Reg tuple = inner.allocate();
    inner.type_parameters(params, tuple);
    Reg result = body(inner, tuple);
    inner.emit(Op::RETURN, result);
    closure(inner.finish(), scope, base, 0);
    emit(Op::CALL, base, argument_count);
}

void FunctionCompiler::type_parameters(Seq<TypeParam*> params, Reg target) {
    Temporaries temporaries(*this);
    Reg first = allocate(static_cast<int>(params.size()));
    for (size_t i = 0; i < params.size(); i++) {
        Temporaries one(*this);
        TypeParam* param = params[i];
        At at(*this, param->loc);
        Reg variable = first + static_cast<int>(i);
        Reg name = allocate();
        load(Folded::of_str(param->name), name);
        Intrinsic kind = Intrinsic::TypeVar;
        if (param->kind == TypeParamKind::ParamSpec) kind = Intrinsic::ParamSpec;
        if (param->kind == TypeParamKind::TypeVarTuple) kind = Intrinsic::TypeVarTuple;
        if (param->bound) {
            compile_to(param->bound, allocate());
            kind = param->bound->is<ast::Tuple>() ? Intrinsic::TypeVarWithConstraints
                                                  : Intrinsic::TypeVarWithBound;
        }
        emit(Op::INTRINSIC, variable, name, static_cast<int>(kind));
        store_name(param->name, variable);
    }
    emit(Op::BUILD_TUPLE, target, first, static_cast<int>(params.size()));
}

void FunctionCompiler::generic_function(const FunctionDef* node, Reg base) {
    Temporaries temporaries(*this);
    int count = 0;
    if (!node->args->defaults.empty()) {
        default_tuple(node->args, allocate());
        count++;
    }
    Reg keywords = allocate();
    if (keyword_defaults(node->args, keywords)) count++;
    type_parameter_block(node->type_params, node->loc, base, count,
                         [node](FunctionCompiler& inner, Reg params) {
                             Reg function = inner.allocate();
                             inner.function_object(node, function, params);
                             return function;
                         });
}

Code* FunctionCompiler::compile_alias_value(const TypeAlias* node) {
    code_->first_line = node->loc.line;
    position_ = plain_position(node->loc);
    prologue();
    emit(Op::RETURN, operand(node->value));
    return finish();
}

void FunctionCompiler::alias_object(const TypeAlias* node, Reg target, Reg type_params) {
    Temporaries temporaries(*this);
    Reg parts = allocate(3);
    load(Folded::of_str(node->name->as<Name>()->id), parts);
    if (type_params >= 0) {
        move(parts + 1, type_params);
    } else {
        load_none(parts + 1);
    }
    Scope* scope = shared_.scopes.of(node);
    closure(FunctionCompiler(shared_, scope, this).compile_alias_value(node), scope, parts + 2, 0);
    emit(Op::BUILD_TUPLE, parts, parts, 3);
    emit(Op::INTRINSIC, target, parts, static_cast<int>(Intrinsic::TypeAlias));
}

void FunctionCompiler::type_alias(const TypeAlias* node) {
    Reg value = allocate();
    if (node->type_params.empty()) {
        alias_object(node, value, -1);
    } else {
        type_parameter_block(node->type_params, node->loc, value, 0,
                             [node](FunctionCompiler& inner, Reg params) {
                                 Reg result = inner.allocate();
                                 inner.alias_object(node, result, params);
                                 return result;
                             });
    }
    store_name(node->name->as<Name>()->id, value);
}

}  // namespace gilt
