// Scopes: which variable does each name mean?
//
// A name belongs to the innermost block that binds it: assignment, parameter, import, `def`, `for`, ...
// anywhere in a function makes the name local in all of it. So nothing can be resolved before the whole
// tree has been seen, and the work is done in two walks, as in CPython's symtable:
//
//   1. the builder notes for every block which names it binds, uses and declares, and reports whatever
//      is an error at that level ("name 'x' is used prior to global declaration");
//   2. the resolver gives every name a place. A name that is used but not bound is looked for in the
//      enclosing functions; if one of them binds it, it becomes a cell there, and every block on the way
//      down passes it on (`free_names`). Class bodies are skipped on the way out, as the language
//      prescribes, except for the cell `__class__`, which only they own.
//
// Comprehensions. A generator expression is a function of its own. List, set and dict comprehensions are
// blocks with their own names, but code is generated for them in the middle of the enclosing function
// (as CPython 3.12 does): their targets are registers of that function that nobody else can name, and
// all other names mean what they mean in the function around (`is_inlined`). The exceptions, compiled
// as functions, are a comprehension directly in a class body, which must not see the names of the class, and one that
// asks for its variables by name (locals(), eval, exec ...).
//
// Identifiers are interned in the tree's arena, so names are compared by address throughout.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "syntax/ast.h"
#include "syntax/syntax_error.h"

namespace gilt {

enum class ScopeKind : uint8_t {
    Module,
    Class,
    Function,
    Lambda,
    Comprehension,
    TypeParameters,  // the block of `[T]` in `def f[T]`, `class C[T]`, `type A[T]`
    TypeAliasValue,  // what `type A = value` computes when asked for it
};

// Where a variable lives.
enum class Place : uint8_t {
    Local,           // a register; in a class body, its namespace
    Cell,            // a cell in a register: an inner function uses it too
    Free,            // a cell that belongs to an enclosing function
    Global,          // declared with `global`, or a name of the module
    ImplicitGlobal,  // bound nowhere: global or builtin
};

struct Symbol {
    ast::Identifier name;
    bool is_bound = false;
    bool is_used = false;
    bool is_parameter = false;
    bool is_global = false;    // declared
    bool is_nonlocal = false;  // declared
    bool is_annotated = false;
    bool is_iteration_variable = false;  // of a comprehension
    bool is_deleted = false;             // by `del`, or at the end of `except ... as name`
    bool is_captured = false;
    Place place = Place::ImplicitGlobal;
    Location declaration;  // of `nonlocal`, for the error
    // For code generation: the register of a local or cell.
    int reg = -1;
};

struct Scope {
    ScopeKind kind = ScopeKind::Module;
    const void* node = nullptr;
    ast::Identifier name;
    ast::Identifier private_class;  // names like __x are mangled with this
    Scope* parent = nullptr;
    std::vector<Scope*> children;

    std::unordered_map<const char*, Symbol*> by_name;
    std::vector<Symbol*> symbols;             // in order of first appearance
    std::vector<ast::Identifier> free_names;  // sorted; the index is the closure index
    std::vector<Symbol*> cells;               // sorted by name

    ast::ExprKind comprehension{};  // for kind Comprehension
    bool is_inlined = false;
    bool is_async = false;      // `async def`, or a comprehension that awaits
    bool is_generator = false;  // has `yield`
    bool has_value_return = false;
    bool has_walrus = false;       // contains `:=` whose target may be a register of this function
    bool has_class_cell = false;   // class body: a method uses `__class__` or super()
    bool has_annotations = false;  // module, class: an annotated assignment

    Symbol* find(ast::Identifier name) const {
        auto found = by_name.find(name.data());
        return found == by_name.end() ? nullptr : found->second;
    }
    bool is_function_like() const { return kind != ScopeKind::Module && kind != ScopeKind::Class; }
    // The closure index of a name, or -1.
    int free_index(ast::Identifier name) const;
};

class ScopeTree {
 public:
    Scope* root() const { return scopes_.front().get(); }
    // The scope that a node opens: Mod, FunctionDef, ClassDef, Lambda, comprehension, TypeAlias (for
    // its value); that of type parameters is found by the address of the sequence's items.
    Scope* of(const void* node) const { return by_node_.at(node); }
    bool future_annotations = false;  // from __future__ import annotations
    // The name as the scope means it: mangled if it is private to a class.
    ast::Identifier mangle(const Scope& scope, ast::Identifier name) const;
    ast::Identifier intern(std::string_view text) const { return arena_->intern(text); }
    // What the name (mangled) means in a scope; inlined comprehensions defer to the function around.
    // Never null.
    static Symbol* resolve(Scope* scope, ast::Identifier name, Scope** owner = nullptr);

 private:
    friend class ScopeBuilder;
    std::vector<std::unique_ptr<Scope>> scopes_;
    std::vector<std::unique_ptr<Symbol>> symbols_;
    std::unordered_map<const void*, Scope*> by_node_;
    Arena* arena_ = nullptr;
};

struct ScopeOptions {
    bool allow_top_level_await = false;
};

// Throws SyntaxError (with only message and loc filled in). Inside the compiler an error is a C++ exception;
// compile.cpp is where they all end.
ScopeTree build_scopes(const ast::Mod& mod, Arena& arena, const ScopeOptions& options = {});

// One line per scope and name, indented by nesting: for tests.
std::string dump_scopes(const ScopeTree& tree);

// A SyntaxError as the compiler throws it: compile.cpp adds file name and line text.
[[noreturn]] void throw_syntax_error(const Location& loc, std::string message);

}  // namespace gilt
