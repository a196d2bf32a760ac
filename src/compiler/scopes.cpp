// The two walks of compiler/scopes.h: the builder and, in it, the resolver.
#include "compiler/scopes.h"

#include <algorithm>
#include <utility>

namespace gilt {

using namespace ast;

void throw_syntax_error(const Location& loc, std::string message) {
    SyntaxError error;
    error.message = std::move(message);
    error.loc = loc;
    throw error;
}

namespace {

std::string quoted(Identifier name) { return "'" + std::string(name) + "'"; }

bool is_mangled(Identifier name) {
    return name.starts_with("__") && !name.ends_with("__") && name.find('.') == Identifier::npos;
}

const char* comprehension_name(ExprKind kind) {
    switch (kind) {
        case ExprKind::ListComp: return "list comprehension";
        case ExprKind::SetComp: return "set comprehension";
        case ExprKind::DictComp: return "dict comprehension";
        default: return "generator expression";
    }
}

}  // namespace

int Scope::free_index(Identifier name) const {
    auto found = std::lower_bound(free_names.begin(), free_names.end(), name);
    return found != free_names.end() && *found == name ? static_cast<int>(found - free_names.begin()) : -1;
}

Identifier ScopeTree::mangle(const Scope& scope, Identifier name) const {
    if (scope.private_class.empty() || !is_mangled(name)) return name;
    Identifier cls = scope.private_class;
    cls.remove_prefix(std::min(cls.find_first_not_of('_'), cls.size()));
    if (cls.empty()) return name;
    return arena_->intern("_" + std::string(cls) + std::string(name));
}

Symbol* ScopeTree::resolve(Scope* scope, Identifier name, Scope** owner) {
    for (;; scope = scope->parent) {
        Symbol* symbol = scope->find(name);
        if (scope->is_inlined && !(symbol && symbol->is_bound)) continue;
        if (owner) *owner = scope;
        assert(symbol);
        return symbol;
    }
}

// ---------------------------------------------------------------------------------------------
// The first walk
// ---------------------------------------------------------------------------------------------

class ScopeBuilder {
 public:
    ScopeBuilder(Arena& arena, const ScopeOptions& options) : arena_(arena), options_(options) {
        tree_.arena_ = &arena;
        class_ = arena.intern("__class__");
        super_ = arena.intern("super");
        debug_ = arena.intern("__debug__");
        annotations_ = arena.intern("annotations");
    }

    ScopeTree build(const Mod& mod) {
        scope_ = enter(ScopeKind::Module, &mod, arena_.intern("<module>"));
        check_future_imports(mod.stmts);
        visit(mod.stmts);
        if (mod.expr) visit(mod.expr);
        pass_names_out_of_inlined();
        for (auto& scope : tree_.scopes_) resolve(*scope);
        for (auto& scope : tree_.scopes_) finish(*scope);
        return std::move(tree_);
    }

 private:
    // --- scopes and names ---

    Scope* enter(ScopeKind kind, const void* node, Identifier name) {
        tree_.scopes_.push_back(std::make_unique<Scope>());
        Scope* scope = tree_.scopes_.back().get();
        scope->kind = kind;
        scope->node = node;
        scope->name = name;
        scope->parent = scope_;
        if (scope_) {
            scope_->children.push_back(scope);
            scope->private_class = scope_->private_class;
        }
        if (kind == ScopeKind::Class) scope->private_class = name;
        tree_.by_node_[node] = scope;
        return scope_ = scope;
    }

    void leave() { scope_ = scope_->parent; }

    Symbol* symbol_in(Scope* scope, Identifier name) {
        Symbol*& entry = scope->by_name[name.data()];
        if (!entry) {
            tree_.symbols_.push_back(std::make_unique<Symbol>());
            entry = tree_.symbols_.back().get();
            entry->name = name;
            scope->symbols.push_back(entry);
        }
        return entry;
    }

    Symbol* symbol(Identifier name) { return symbol_in(scope_, tree_.mangle(*scope_, name)); }

    void use(Identifier name) {
        symbol(name)->is_used = true;
        // Zero-argument super() needs the class; CPython decides by the name alone, too.
        if (name.data() == super_.data() && scope_->is_function_like()) {
            symbol_in(scope_, class_)->is_used = true;
        }
    }

    Symbol* bind(Identifier name, const Location& loc) {
        if (name.data() == debug_.data()) throw_syntax_error(loc, "cannot assign to __debug__");
        Symbol* bound = symbol(name);
        bound->is_bound = true;
        return bound;
    }

    // --- statements ---

    void visit(Seq<Stmt*> body) {
        for (Stmt* stmt : body) visit(stmt);
    }

    void visit(const Stmt* stmt) {
        switch (stmt->kind) {
            case StmtKind::FunctionDef:
            case StmtKind::AsyncFunctionDef: visit_function(stmt->as<FunctionDef>()); break;
            case StmtKind::ClassDef: visit_class(stmt->as<ClassDef>()); break;
            case StmtKind::Return: visit_return(stmt->as<Return>()); break;
            case StmtKind::Delete: visit(stmt->as<Delete>()->targets); break;
            case StmtKind::Assign:
                visit(stmt->as<Assign>()->value);
                visit(stmt->as<Assign>()->targets);
                break;
            case StmtKind::TypeAlias: visit_type_alias(stmt->as<TypeAlias>()); break;
            case StmtKind::AugAssign: visit_augmented(stmt->as<AugAssign>()); break;
            case StmtKind::AnnAssign: visit_annotated(stmt->as<AnnAssign>()); break;
            case StmtKind::For:
            case StmtKind::AsyncFor: {
                auto* loop = stmt->as<For>();
                if (loop->is_async()) check_async(stmt->loc, "'async for'");
                visit(loop->iter);
                visit(loop->target);
                visit(loop->body);
                visit(loop->orelse);
                break;
            }
            case StmtKind::While:
                visit(stmt->as<While>()->test);
                visit(stmt->as<While>()->body);
                visit(stmt->as<While>()->orelse);
                break;
            case StmtKind::If: visit_if(stmt->as<If>()); break;
            case StmtKind::With:
            case StmtKind::AsyncWith: {
                auto* with = stmt->as<With>();
                if (with->is_async()) check_async(stmt->loc, "'async with'");
                for (WithItem* item : with->items) {
                    visit(item->context_expr);
                    visit(item->optional_vars);
                }
                visit(with->body);
                break;
            }
            case StmtKind::Match:
                visit(stmt->as<Match>()->subject);
                for (MatchCase* one : stmt->as<Match>()->cases) {
                    visit(one->pattern);
                    visit(one->guard);
                    visit(one->body);
                }
                break;
            case StmtKind::Raise:
                visit(stmt->as<Raise>()->exc);
                visit(stmt->as<Raise>()->cause);
                break;
            case StmtKind::Try:
            case StmtKind::TryStar: visit_try(stmt->as<Try>()); break;
            case StmtKind::Assert:
                visit(stmt->as<Assert>()->test);
                visit(stmt->as<Assert>()->msg);
                break;
            case StmtKind::Import:
                for (Alias* alias : stmt->as<Import>()->names) bind_import(alias, stmt->loc);
                break;
            case StmtKind::ImportFrom: visit_import_from(stmt->as<ImportFrom>()); break;
            case StmtKind::Global:
                for (Identifier name : stmt->as<Global>()->names) declare(name, stmt->loc, true);
                break;
            case StmtKind::Nonlocal:
                for (Identifier name : stmt->as<Nonlocal>()->names) {
                    declare(name, stmt->loc, false);
                }
                break;
            case StmtKind::Expr: visit(stmt->as<ExprStmt>()->value); break;
            case StmtKind::Pass:
            case StmtKind::Break:
            case StmtKind::Continue: break;
        }
    }

    // A chain of elifs is walked as a loop: it may be longer than any nesting.
    void visit_if(const If* node) {
        for (;;) {
            visit(node->test);
            visit(node->body);
            if (node->orelse.size() != 1 || !node->orelse[0]->is<If>()) break;
            node = node->orelse[0]->as<If>();
        }
        visit(node->orelse);
    }

    void visit_function(const FunctionDef* node) {
        bind(node->name, node->loc);
        visit(node->decorator_list);
        visit_defaults(node->args);
        enter_type_parameters(node->type_params, node->name);
        if (!node->type_params.empty()) {
            if (!node->args->defaults.empty()) add_parameter(arena_.intern(".defaults"), node->loc);
            for (Expr* value : node->args->kw_defaults) {
                if (!value) continue;
                add_parameter(arena_.intern(".kwdefaults"), node->loc);
                break;
            }
        }
        visit_annotations(node->args, node->returns);
        Scope* function = enter(ScopeKind::Function, node, node->name);
        function->is_async = node->is_async();
        visit_parameters(node->args);
        visit(node->body);
        leave_function();
        if (!node->type_params.empty()) leave();
    }

    void leave_function() {
        if (scope_->is_async && scope_->is_generator && scope_->has_value_return) {
            throw_syntax_error(value_return_[scope_], "'return' with value in async generator");
        }
        leave();
    }

    void visit_defaults(const Arguments* args) {
        visit(args->defaults);
        visit(args->kw_defaults);
    }

    void visit_annotations(const Arguments* args, const Expr* returns) {
        for (Arg* arg : args->posonlyargs) visit_annotation(arg->annotation);
        for (Arg* arg : args->args) visit_annotation(arg->annotation);
        if (args->vararg) visit_annotation(args->vararg->annotation);
        for (Arg* arg : args->kwonlyargs) visit_annotation(arg->annotation);
        if (args->kwarg) visit_annotation(args->kwarg->annotation);
        visit_annotation(returns);
    }

    // With `from __future__ import annotations` an annotation is only text.
    void visit_annotation(const Expr* annotation) {
        if (!tree_.future_annotations) visit(annotation);
    }

    void add_parameter(Identifier name, const Location& loc) {
        Symbol* existing = scope_->find(tree_.mangle(*scope_, name));
        if (existing && existing->is_parameter) {
            throw_syntax_error(loc, "duplicate argument " + quoted(name) + " in function definition");
        }
        bind(name, loc)->is_parameter = true;
    }

    // In the order of their registers.
    void visit_parameters(const Arguments* args) {
        for (Arg* arg : args->posonlyargs) add_parameter(arg->arg, arg->loc);
        for (Arg* arg : args->args) add_parameter(arg->arg, arg->loc);
        for (Arg* arg : args->kwonlyargs) add_parameter(arg->arg, arg->loc);
        if (args->vararg) add_parameter(args->vararg->arg, args->vararg->loc);
        if (args->kwarg) add_parameter(args->kwarg->arg, args->kwarg->loc);
    }

    // Stays in the new scope if there are parameters.
    void enter_type_parameters(Seq<TypeParam*> params, Identifier owner) {
        if (params.empty()) return;
        enter(ScopeKind::TypeParameters, params.begin(),
              arena_.intern("<generic parameters of " + std::string(owner) + ">"));
        for (TypeParam* param : params) {
            Symbol* existing = scope_->find(tree_.mangle(*scope_, param->name));
            if (existing && existing->is_bound) {
                throw_syntax_error(param->loc, "duplicate type parameter " + quoted(param->name));
            }
            bind(param->name, param->loc);
            visit(param->bound);
        }
    }

    void visit_class(const ClassDef* node) {
        bind(node->name, node->loc);
        visit(node->decorator_list);
        enter_type_parameters(node->type_params, node->name);
        Identifier type_params = arena_.intern(".type_params");
        if (!node->type_params.empty()) {
            symbol(type_params)->is_bound = true;
            symbol(arena_.intern(".generic_base"))->is_bound = true;
        }
        visit(node->bases);
        for (Keyword* keyword : node->keywords) visit(keyword->value);
        enter(ScopeKind::Class, node, node->name);
        if (!node->type_params.empty()) symbol(type_params)->is_used = true;
        visit(node->body);
        leave();
        if (!node->type_params.empty()) leave();
    }

    void visit_type_alias(const TypeAlias* node) {
        visit(node->name);
        enter_type_parameters(node->type_params, node->name->as<Name>()->id);
        enter(ScopeKind::TypeAliasValue, node, node->name->as<Name>()->id);
        visit(node->value);
        leave();
        if (!node->type_params.empty()) leave();
    }

    // The function (or lambda) the current code runs in: comprehensions looked through. Null: none.
    Scope* enclosing_function() {
        Scope* scope = scope_;
        while (scope->kind == ScopeKind::Comprehension) scope = scope->parent;
        return scope->kind == ScopeKind::Function || scope->kind == ScopeKind::Lambda ? scope : nullptr;
    }

    bool top_level_await_allowed() {
        Scope* scope = scope_;
        while (scope->kind == ScopeKind::Comprehension) scope = scope->parent;
        return scope->kind == ScopeKind::Module && options_.allow_top_level_await;
    }

    void check_async(const Location& loc, const char* what) {
        if (scope_->is_async) return;
        if (top_level_await_allowed()) {
            scope_->is_async = true;
            return;
        }
        throw_syntax_error(loc, std::string(what) + " outside async function");
    }

    void visit_return(const Return* node) {
        if (scope_->kind != ScopeKind::Function) {
            throw_syntax_error(node->loc, "'return' outside function");
        }
        if (!node->value) return;
        visit(node->value);
        if (!scope_->has_value_return) value_return_[scope_] = node->loc;
        scope_->has_value_return = true;
    }

    void visit_augmented(const AugAssign* node) {
        // CPython's order: the target counts as assigned, not as used.
        visit(node->target);
        visit(node->value);
    }

    void visit_annotated(const AnnAssign* node) {
        if (auto* name = node->target->try_as<Name>()) {
            Symbol* target = symbol(name->id);
            if ((target->is_global || target->is_nonlocal) && node->simple &&
                scope_->kind != ScopeKind::Module) {
                throw_syntax_error(node->loc, "annotated name " + quoted(name->id) + " can't be " +
                                                  (target->is_global ? "global" : "nonlocal"));
            }
            if (node->simple || node->value) bind(name->id, name->loc);
            if (node->simple) {
                target->is_annotated = true;
                scope_->has_annotations = true;
            }
        } else {
            visit(node->target);
        }
        visit_annotation(node->annotation);
        visit(node->value);
    }

    void visit_try(const Try* node) {
        visit(node->body);
        for (size_t i = 0; i < node->handlers.size(); i++) {
            ExceptHandler* handler = node->handlers[i];
            if (!handler->type && i + 1 < node->handlers.size()) {
                throw_syntax_error(handler->loc, "default 'except:' must be last");
            }
            visit(handler->type);
            if (!handler->name.empty()) bind(handler->name, handler->loc)->is_deleted = true;
            visit(handler->body);
        }
        visit(node->orelse);
        visit(node->finalbody);
    }

    void bind_import(const Alias* alias, const Location& loc) {
        Identifier name = alias->asname;
        if (name.empty()) name = arena_.intern(alias->name.substr(0, alias->name.find('.')));
        bind(name, loc);
    }

    void visit_import_from(const ImportFrom* node) {
        if (node->level == 0 && node->module == "__future__" &&
            (scope_->kind != ScopeKind::Module || !future_imports_.contains(node))) {
            throw_syntax_error(node->loc, "from __future__ imports must occur at the beginning of the file");
        }
        for (Alias* alias : node->names) {
            if (alias->name != "*") {
                bind_import(alias, node->loc);
            } else if (scope_->kind != ScopeKind::Module) {
                throw_syntax_error(alias->loc, "import * only allowed at module level");
            }
        }
    }

    // The imports from __future__ that stand where they must; what they ask for.
    void check_future_imports(Seq<Stmt*> body) {
        static constexpr std::string_view kFeatures[] = {
            "nested_scopes",  "generators",       "division",       "absolute_import", "with_statement",
            "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop",  "annotations"};
        for (size_t i = 0; i < body.size(); i++) {
            auto* expr = body[i]->try_as<ExprStmt>();
            if (i == 0 && expr && expr->value->is<Constant>() &&
                expr->value->as<Constant>()->type == ConstantType::Str) {
                continue;
            }
            auto* import = body[i]->try_as<ImportFrom>();
            if (!import || import->level != 0 || import->module != "__future__") return;
            future_imports_.insert({import, true});
            for (Alias* alias : import->names) {
                Location loc = import->loc;
                loc.end_line = 0;  // CPython knows no end here
                if (alias->name == "braces") throw_syntax_error(loc, "not a chance");
                if (std::find(std::begin(kFeatures), std::end(kFeatures), alias->name) ==
                    std::end(kFeatures)) {
                    throw_syntax_error(loc, "future feature " + std::string(alias->name) + " is not defined");
                }
                if (alias->name == annotations_) tree_.future_annotations = true;
            }
        }
    }

    void declare(Identifier name, const Location& loc, bool global) {
        if (!global && scope_->kind == ScopeKind::Module) {
            throw_syntax_error(loc, "nonlocal declaration not allowed at module level");
        }
        std::string kind = global ? "global" : "nonlocal";
        Symbol* target = symbol(name);
        if (target->is_parameter) {
            throw_syntax_error(loc, "name " + quoted(name) + " is parameter and " + kind);
        }
        if (target->is_used) {
            throw_syntax_error(loc, "name " + quoted(name) + " is used prior to " + kind + " declaration");
        }
        if (target->is_annotated) {
            throw_syntax_error(loc, "annotated name " + quoted(name) + " can't be " + kind);
        }
        if (target->is_bound) {
            throw_syntax_error(loc,
                               "name " + quoted(name) + " is assigned to before " + kind + " declaration");
        }
        if (global ? target->is_nonlocal : target->is_global) {
            throw_syntax_error(target->declaration, "name " + quoted(name) + " is nonlocal and global");
        }
        (global ? target->is_global : target->is_nonlocal) = true;
        target->declaration = loc;
        // The module knows the name from now on, whoever assigns it.
        if (global) symbol_in(tree_.root(), target->name);
    }

    // --- patterns ---

    void visit(const Pattern* pattern) {
        if (!pattern) return;
        switch (pattern->kind) {
            case PatternKind::MatchValue: visit(pattern->as<MatchValue>()->value); break;
            case PatternKind::MatchSingleton: break;
            case PatternKind::MatchSequence:
                for (Pattern* item : pattern->as<MatchSequence>()->patterns) visit(item);
                break;
            case PatternKind::MatchMapping: {
                auto* mapping = pattern->as<MatchMapping>();
                visit(mapping->keys);
                for (Pattern* item : mapping->patterns) visit(item);
                if (!mapping->rest.empty()) bind(mapping->rest, pattern->loc);
                break;
            }
            case PatternKind::MatchClass: {
                auto* cls = pattern->as<MatchClass>();
                visit(cls->cls);
                for (Pattern* item : cls->patterns) visit(item);
                for (Pattern* item : cls->kwd_patterns) visit(item);
                break;
            }
            case PatternKind::MatchStar:
                if (!pattern->as<MatchStar>()->name.empty()) {
                    bind(pattern->as<MatchStar>()->name, pattern->loc);
                }
                break;
            case PatternKind::MatchAs:
                visit(pattern->as<MatchAs>()->pattern);
                if (!pattern->as<MatchAs>()->name.empty()) {
                    bind(pattern->as<MatchAs>()->name, pattern->loc);
                }
                break;
            case PatternKind::MatchOr:
                for (Pattern* item : pattern->as<MatchOr>()->patterns) visit(item);
                break;
        }
    }

    // --- expressions ---

    void visit(Seq<Expr*> exprs) {
        for (Expr* expr : exprs) visit(expr);
    }

    void visit(const Expr* expr) {
        if (!expr) return;
        switch (expr->kind) {
            case ExprKind::BoolOp: visit(expr->as<BoolOp>()->values); break;
            case ExprKind::NamedExpr: visit_walrus(expr->as<NamedExpr>()); break;
            case ExprKind::BinOp:
                visit(expr->as<BinOp>()->left);
                visit(expr->as<BinOp>()->right);
                break;
            case ExprKind::UnaryOp: visit(expr->as<UnaryOp>()->operand); break;
            case ExprKind::Lambda: {
                auto* lambda = expr->as<Lambda>();
                visit_defaults(lambda->args);
                enter(ScopeKind::Lambda, lambda, arena_.intern("<lambda>"));
                visit_parameters(lambda->args);
                visit(lambda->body);
                leave();
                break;
            }
            case ExprKind::IfExp:
                visit(expr->as<IfExp>()->test);
                visit(expr->as<IfExp>()->body);
                visit(expr->as<IfExp>()->orelse);
                break;
            case ExprKind::Dict:
                visit(expr->as<Dict>()->keys);
                visit(expr->as<Dict>()->values);
                break;
            case ExprKind::Set: visit(expr->as<Set>()->elts); break;
            case ExprKind::ListComp: {
                auto* comp = expr->as<ListComp>();
                visit_comprehension(expr, "<listcomp>", comp->generators, comp->elt, nullptr);
                break;
            }
            case ExprKind::SetComp: {
                auto* comp = expr->as<SetComp>();
                visit_comprehension(expr, "<setcomp>", comp->generators, comp->elt, nullptr);
                break;
            }
            case ExprKind::DictComp: {
                auto* comp = expr->as<DictComp>();
                visit_comprehension(expr, "<dictcomp>", comp->generators, comp->key, comp->value);
                break;
            }
            case ExprKind::GeneratorExp: {
                auto* comp = expr->as<GeneratorExp>();
                visit_comprehension(expr, "<genexpr>", comp->generators, comp->elt, nullptr);
                break;
            }
            case ExprKind::Await: visit_await(expr->as<Await>()); break;
            case ExprKind::Yield: visit_yield(expr, expr->as<Yield>()->value); break;
            case ExprKind::YieldFrom: visit_yield(expr, expr->as<YieldFrom>()->value); break;
            case ExprKind::Compare:
                visit(expr->as<Compare>()->left);
                visit(expr->as<Compare>()->comparators);
                break;
            case ExprKind::Call:
                visit(expr->as<Call>()->func);
                visit(expr->as<Call>()->args);
                for (Keyword* keyword : expr->as<Call>()->keywords) visit(keyword->value);
                break;
            case ExprKind::FormattedValue:
                visit(expr->as<FormattedValue>()->value);
                visit(expr->as<FormattedValue>()->format_spec);
                break;
            case ExprKind::JoinedStr: visit(expr->as<JoinedStr>()->values); break;
            case ExprKind::Constant: break;
            case ExprKind::Attribute: {
                auto* attribute = expr->as<Attribute>();
                if (attribute->ctx != ExprContext::Load && attribute->attr.data() == debug_.data()) {
                    reject_debug(expr->loc, attribute->ctx);
                }
                visit(attribute->value);
                break;
            }
            case ExprKind::Subscript:
                visit(expr->as<Subscript>()->value);
                visit(expr->as<Subscript>()->slice);
                break;
            case ExprKind::Starred: visit(expr->as<Starred>()->value); break;
            case ExprKind::Name: visit_name(expr->as<Name>()); break;
            case ExprKind::List: visit(expr->as<List>()->elts); break;
            case ExprKind::Tuple: visit(expr->as<Tuple>()->elts); break;
            case ExprKind::Slice:
                visit(expr->as<Slice>()->lower);
                visit(expr->as<Slice>()->upper);
                visit(expr->as<Slice>()->step);
                break;
        }
    }

    [[noreturn]] void reject_debug(const Location& loc, ExprContext ctx) {
        throw_syntax_error(
            loc, ctx == ExprContext::Del ? "cannot delete __debug__" : "cannot assign to __debug__");
    }

    void visit_name(const Name* name) {
        if (name->ctx == ExprContext::Load) {
            use(name->id);
            return;
        }
        if (name->id.data() == debug_.data()) reject_debug(name->loc, name->ctx);
        if (in_iteration_target_) {
            Symbol* target = symbol(name->id);
            if (target->is_global || target->is_nonlocal) {
                throw_syntax_error(name->loc,
                                   "comprehension inner loop cannot rebind assignment expression "
                                   "target " +
                                       quoted(name->id));
            }
            target->is_iteration_variable = true;
        }
        Symbol* bound = bind(name->id, name->loc);
        if (name->ctx == ExprContext::Del) bound->is_deleted = true;
    }

    void visit_walrus(const NamedExpr* node) {
        auto* name = node->target->as<Name>();
        if (in_iterable_ > 0) {
            throw_syntax_error(node->loc,
                               "assignment expression cannot be used in a comprehension iterable "
                               "expression");
        }
        if (scope_->kind == ScopeKind::Comprehension) {
            bind_outside_comprehension(node, name->id);
        } else {
            bind(name->id, name->loc);
        }
        scope_->has_walrus = true;
        visit(node->value);
    }

    // The target of := in a comprehension belongs to the function around all comprehensions.
    void bind_outside_comprehension(const NamedExpr* node, Identifier id) {
        if (id.data() == debug_.data()) throw_syntax_error(node->loc, "cannot assign to __debug__");
        Identifier name = tree_.mangle(*scope_, id);
        Scope* host = scope_;
        for (; host->kind == ScopeKind::Comprehension; host = host->parent) {
            Symbol* target = host->find(name);
            if (target && target->is_iteration_variable) {
                throw_syntax_error(
                    node->target->loc,
                    "assignment expression cannot rebind comprehension iteration variable " + quoted(id));
            }
            host->has_walrus = true;
        }
        if (host->kind == ScopeKind::Class) {
            throw_syntax_error(node->target->loc,
                               "assignment expression within a comprehension cannot be used in a class body");
        }
        host->has_walrus = true;
        Symbol* outer = symbol_in(host, name);
        outer->is_bound = true;
        bool global = host->kind == ScopeKind::Module || outer->is_global;
        for (Scope* scope = scope_; scope != host; scope = scope->parent) {
            Symbol* inner = symbol_in(scope, name);
            (global ? inner->is_global : inner->is_nonlocal) = true;
            inner->declaration = node->loc;
        }
    }

    // In a comprehension `await` makes the comprehension asynchronous; whether that may be is
    // decided there (and a generator expression may always be).
    void visit_await(const Await* node) {
        if (scope_->kind != ScopeKind::Comprehension && !top_level_await_allowed()) {
            Scope* function = enclosing_function();
            if (!function) throw_syntax_error(node->loc, "'await' outside function");
            if (!function->is_async) {
                throw_syntax_error(node->loc, "'await' outside async function");
            }
        }
        scope_->is_async = true;
        visit(node->value);
    }

    void visit_yield(const Expr* node, const Expr* value) {
        if (scope_->kind == ScopeKind::Comprehension) {
            throw_syntax_error(node->loc,
                               std::string("'yield' inside ") + comprehension_name(scope_->comprehension));
        }
        if (scope_->kind != ScopeKind::Function && scope_->kind != ScopeKind::Lambda) {
            throw_syntax_error(node->loc, "'yield' outside function");
        }
        if (node->is<YieldFrom>() && scope_->is_async) {
            throw_syntax_error(node->loc, "'yield from' inside async function");
        }
        scope_->is_generator = true;
        visit(value);
    }

    bool asks_for_names(const Scope& scope) {
        return std::any_of(scope.symbols.begin(), scope.symbols.end(), [](const Symbol* symbol) {
            const std::string_view name = symbol->name;
            return name == "locals" || name == "eval" || name == "exec" || name == "vars" || name == "dir";
        });
    }

    void visit_comprehension(const Expr* node, const char* name, Seq<Comprehension*> generators,
                             const Expr* element, const Expr* value) {
        // The first iterable is evaluated outside.
        in_iterable_++;
        visit(generators[0]->iter);
        in_iterable_--;

        Scope* outer = scope_;
        Scope* scope = enter(ScopeKind::Comprehension, node, arena_.intern(name));
        scope->comprehension = node->kind;
        bool is_generator = node->is<GeneratorExp>();
        scope->is_inlined = !is_generator && outer->kind != ScopeKind::Class;
        scope->is_generator = is_generator;
        if (!scope->is_inlined) add_parameter(arena_.intern(".0"), node->loc);
        // What stands in an iterable of another comprehension is judged on its own inside.
        int in_iterable = std::exchange(in_iterable_, 0);
        bool in_target = std::exchange(in_iteration_target_, false);
        for (size_t i = 0; i < generators.size(); i++) {
            Comprehension* generator = generators[i];
            if (generator->is_async) scope->is_async = true;
            if (i > 0) {
                in_iterable_++;
                visit(generator->iter);
                in_iterable_--;
            }
            in_iteration_target_ = true;
            visit(generator->target);
            in_iteration_target_ = false;
            visit(generator->ifs);
        }
        visit(element);
        visit(value);
        in_iterable_ = in_iterable;
        in_iteration_target_ = in_target;
        leave();
        // Code that asks for its variables by name finds a comprehension's own ones only in a function of its own.
        if (scope->is_inlined && asks_for_names(*scope)) {
            scope->is_inlined = false;
            Scope* around = std::exchange(scope_, scope);
            add_parameter(arena_.intern(".0"), node->loc);
            std::rotate(scope->symbols.begin(), scope->symbols.end() - 1, scope->symbols.end());
            scope_ = around;
        }
        if (scope->is_async && !is_generator) {
            bool allowed =
                outer->is_async || outer->kind == ScopeKind::Comprehension || top_level_await_allowed();
            if (!allowed) {
                throw_syntax_error(node->loc,
                                   "asynchronous comprehension outside of an asynchronous function");
            }
            outer->is_async = true;
        }
    }

    // --- the second walk ---

    // What an inlined comprehension only uses is used by the function around. Inner scopes come
    // after outer ones in the list, so going backwards hands names out level by level.
    void pass_names_out_of_inlined() {
        for (size_t i = tree_.scopes_.size(); i-- > 0;) {
            Scope* scope = tree_.scopes_[i].get();
            if (!scope->is_inlined) continue;
            for (Symbol* symbol : scope->symbols) {
                if (!symbol->is_bound) symbol_in(scope->parent, symbol->name)->is_used = true;
            }
        }
    }

    // Outer scopes are resolved before inner ones.
    void resolve(Scope& scope) {
        for (Symbol* symbol : scope.symbols) {
            if (scope.is_inlined && !symbol->is_bound) continue;
            if (scope.kind == ScopeKind::Module || symbol->is_global) {
                symbol->place = Place::Global;
            } else if (symbol->is_bound && !symbol->is_nonlocal) {
                symbol->place = Place::Local;
            } else if (find_outside(scope, symbol->name)) {
                symbol->place = Place::Free;
            } else if (symbol->is_nonlocal) {
                throw_syntax_error(symbol->declaration,
                                   "no binding for nonlocal " + quoted(symbol->name) + " found");
            } else {
                symbol->place = Place::ImplicitGlobal;
            }
        }
    }

    // Looks for a name in the enclosing functions; if it is there it is captured and handed down.
    bool find_outside(Scope& scope, Identifier name) {
        Scope* owner = scope.parent;
        for (; owner; owner = owner->parent) {
            if (owner->kind == ScopeKind::Module) return false;
            if (owner->kind == ScopeKind::Class) {
                if (name.data() != class_.data()) continue;
                owner->has_class_cell = true;
                break;
            }
            Symbol* symbol = owner->find(name);
            if (!symbol) continue;
            if (symbol->is_bound && !symbol->is_nonlocal && !symbol->is_global) {
                symbol->is_captured = true;
                break;
            }
            if (symbol->is_global && !owner->is_inlined) return false;
        }
        if (!owner) return false;
        for (Scope* on_the_way = &scope; on_the_way != owner; on_the_way = on_the_way->parent) {
            if (on_the_way->is_inlined) continue;
            auto& free = on_the_way->free_names;
            if (std::find(free.begin(), free.end(), name) == free.end()) free.push_back(name);
        }
        return true;
    }

    void finish(Scope& scope) {
        std::sort(scope.free_names.begin(), scope.free_names.end());
        if (scope.kind == ScopeKind::Class && scope.has_class_cell) {
            // Apart from the namespace: a class body that assigns __class__ means something else.
            tree_.symbols_.push_back(std::make_unique<Symbol>());
            Symbol* cell = tree_.symbols_.back().get();
            cell->name = class_;
            cell->place = Place::Cell;
            cell->is_captured = true;
            scope.cells.push_back(cell);
            return;
        }
        for (Symbol* symbol : scope.symbols) {
            if (!symbol->is_captured || symbol->place != Place::Local) continue;
            symbol->place = Place::Cell;
            scope.cells.push_back(symbol);
        }
        std::sort(scope.cells.begin(), scope.cells.end(),
                  [](Symbol* a, Symbol* b) { return a->name < b->name; });
    }

    ScopeTree tree_;
    Arena& arena_;
    ScopeOptions options_;
    Scope* scope_ = nullptr;
    int in_iterable_ = 0;               // inside an iterable of a comprehension
    bool in_iteration_target_ = false;  // inside a target of a comprehension
    Identifier class_, super_, debug_, annotations_;
    std::unordered_map<const Scope*, Location> value_return_;
    std::unordered_map<const ImportFrom*, bool> future_imports_;
};

ScopeTree build_scopes(const Mod& mod, Arena& arena, const ScopeOptions& options) {
    return ScopeBuilder(arena, options).build(mod);
}

// ---------------------------------------------------------------------------------------------
// For tests
// ---------------------------------------------------------------------------------------------

static const char* place_name(Place place) {
    switch (place) {
        case Place::Local: return "local";
        case Place::Cell: return "cell";
        case Place::Free: return "free";
        case Place::Global: return "global";
        case Place::ImplicitGlobal: return "implicit global";
    }
    return "";
}

static void dump(const Scope& scope, int depth, std::string* out) {
    std::string indent(static_cast<size_t>(depth) * 2, ' ');
    *out += indent + std::string(scope.name);
    if (scope.is_inlined) *out += " (inlined)";
    *out += "\n";
    std::vector<std::string> lines;
    for (Symbol* symbol : scope.symbols) {
        if (scope.is_inlined && !symbol->is_bound) continue;
        lines.push_back(indent + "  " + std::string(symbol->name) + ": " + place_name(symbol->place) + "\n");
    }
    std::sort(lines.begin(), lines.end());
    for (const std::string& line : lines) *out += line;
    for (Scope* child : scope.children) dump(*child, depth + 1, out);
}

std::string dump_scopes(const ScopeTree& tree) {
    std::string out;
    dump(*tree.root(), 0, &out);
    return out;
}

}  // namespace gilt
