// What the grammar's actions call.
//
// The grammar accepts a little more than the language, where telling the two apart would take more
// than one token of look-ahead: an assignment target is first parsed as an expression, parameters
// and arguments as any list of their items. The builder turns the one into the other or says why
// not. After its first error the parser stops at the next token, so a function that fails
// still returns something harmless and actions need not check.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "syntax/arena.h"
#include "syntax/ast.h"
#include "syntax/syntax_error.h"

namespace gilt {

struct Token;

// A sequence while it grows. Its storage is the arena's, so the finished Seq is just a view of it.
template <class T>
class Items {
 public:
    void push(Arena& arena, T item) {
        if (size_ == capacity_) {
            capacity_ = capacity_ == 0 ? 2 : 2 * capacity_;
            auto* grown = static_cast<T*>(arena.allocate(sizeof(T) * capacity_, alignof(T)));
            std::copy_n(items_, size_, grown);
            items_ = grown;
        }
        items_[size_++] = item;
    }
    Seq<T> seq() const { return {items_, size_}; }
    size_t size() const { return size_; }
    T& operator[](size_t index) const { return items_[index]; }
    T* begin() const { return items_; }
    T* end() const { return items_ + size_; }

 private:
    T* items_ = nullptr;
    size_t size_ = 0;
    size_t capacity_ = 0;
};

// One item between the parentheses of a definition.
struct Parameter {
    enum Kind : uint8_t { Plain, Star, DoubleStar, BareStar, Slash };
    Kind kind;
    Location loc;
    ast::Arg* arg;             // null for BareStar and Slash
    ast::Expr* default_value;  // may be null
};

// One item between the parentheses of a call.
struct Argument {
    ast::Expr* positional;  // or null, then
    ast::Keyword* keyword;
    Location loc;
    bool bare_generator;  // `x for x in y` without its own parentheses
};

struct DictItem {
    ast::Expr* key;  // null: `**value`
    ast::Expr* value;
    Location loc;
};

struct Comparison {
    ast::CompareOperator op;
    ast::Expr* operand;
};

struct PatternArgument {
    ast::Identifier name;  // absent: positional
    ast::Pattern* pattern;
    Location loc;
};

struct KeyPattern {
    ast::Expr* key;  // null: `**name`
    ast::Pattern* pattern;
    ast::Identifier rest;
    Location loc;
};

// A string, or an f-string, among those that stand side by side and make one.
struct StringPiece {
    const Token* token;        // null for an f-string
    Items<ast::Expr*>* parts;  // of an f-string
    Location loc;
};

// `{value = !conversion :format}` in an f-string; what is not there is null.
struct Replacement {
    const Token* open;
    ast::Expr* value;
    const Token* equal;
    const Token* conversion;
    const Token* colon;
    Items<ast::Expr*>* format;
    const Token* close;
};

class AstBuilder {
 public:
    explicit AstBuilder(Arena& arena) : arena_(arena) {}

    // --- Nodes -----------------------------------------------------------------------------

    // A node from its fields in the order ast.h declares them; the last ones may be left out.
    template <class N, class... Fields>
    N* make(Location loc, Fields... fields) {
        N* node = new (arena_.allocate(sizeof(N), alignof(N))) N{{}, fields...};
        node->loc = loc;
        node->depth = 1 + std::max({0, depth_of(fields)...});
        max_depth = std::max(max_depth, node->depth);
        return node;
    }
    // A record without a kind.
    template <class R, class... Fields>
    R* record(Fields... fields) {
        return new (arena_.allocate(sizeof(R), alignof(R))) R{fields...};
    }
    // The same struct under its other kind: AsyncFunctionDef, AsyncFor, AsyncWith, TryStar.
    template <class N>
    N* other_kind(N* node, Location loc) {
        node->kind = N::kLast;
        node->loc = loc;
        return node;
    }

    template <class T>
    Items<T>* list() {
        return record<Items<T>>();
    }
    template <class T>
    Items<T>* list(T item) {
        return push(record<Items<T>>(), item);
    }
    template <class T>
    Items<T>* push(Items<T>* items, T item) {
        items->push(arena_, item);
        return items;
    }
    template <class T>
    Items<T>* append(Items<T>* items, const Items<T>* more) {
        for (const T& item : *more) items->push(arena_, item);
        return items;
    }

    ast::Identifier identifier(const Token* name);
    ast::Identifier dotted(ast::Identifier left, const Token* name);
    ast::Mod* module(ast::ModKind kind, Items<ast::Stmt*>* body, ast::Expr* expr = nullptr);

    // --- Expressions -----------------------------------------------------------------------

    ast::Expr* constant(Location loc, ast::ConstantType type);
    ast::Expr* number(const Token* token);
    ast::Expr* strings(Location loc, Items<StringPiece>* pieces);
    ast::Expr* fstring_text(const Token* token);
    // The text `{x=}` shows, if any, and the FormattedValue, pushed to `parts`.
    Items<ast::Expr*>* replacement(Items<ast::Expr*>* parts, Location loc, const Replacement& r);

    ast::Expr* name(const Token* token);
    ast::Expr* compare(Location loc, ast::Expr* left, Items<Comparison>* rest);
    ast::Expr* named(Location loc, ast::Expr* target, ast::Expr* value);
    // One expression is itself, several (or a trailing comma) are a tuple.
    ast::Expr* tuple_unless_single(Location loc, Items<ast::Expr*>* items);
    ast::Expr* group(Location loc, Items<ast::Expr*>* items);
    ast::Expr* dict(Location loc, Items<DictItem>* items);
    ast::Expr* dict_comprehension(Location loc, const DictItem& item, Items<ast::Comprehension*>* generators);
    template <class N>
    ast::Expr* comprehension(Location loc, ast::Expr* elt, Items<ast::Comprehension*>* generators) {
        if (elt->is<ast::Starred>()) {
            fail(elt->loc, "iterable unpacking cannot be used in comprehension");
        }
        return make<N>(loc, elt, generators->seq());
    }
    ast::Comprehension* for_clause(bool is_async, Location targets_loc, Items<ast::Expr*>* targets,
                                   bool trailing_comma, ast::Expr* iter);

    // `name_loc` includes the equal sign.
    Argument keyword_argument(Location loc, Location name_loc, ast::Expr* name, ast::Expr* value);
    // `parens` covers the parentheses, `close` the closing one.
    ast::Expr* call(Location loc, ast::Expr* func, Items<Argument>* arguments, bool trailing_comma,
                    Location parens, Location close);
    ast::Arguments* parameters(Items<Parameter>* items);
    ast::Expr* subscript(Location loc, ast::Expr* value, Location slices_loc, Items<ast::Expr*>* slices,
                         bool trailing_comma);

    // --- Statements ------------------------------------------------------------------------

    // `targets` are everything left of the last `=`.
    ast::Stmt* assign(Location loc, Items<ast::Expr*>* targets, ast::Expr* value);
    ast::Stmt* aug_assign(Location loc, ast::Expr* target, ast::Operator op, ast::Expr* value);
    ast::Stmt* ann_assign(Location loc, Location target_loc, ast::Expr* target, ast::Expr* annotation,
                          ast::Expr* value);
    ast::Expr* store(ast::Expr* target);
    ast::Expr* store_list(Location loc, Items<ast::Expr*>* targets, bool trailing_comma);
    ast::Stmt* delete_targets(Location loc, Items<ast::Expr*>* targets);
    ast::Stmt* class_def(Location loc, ast::Identifier name, Items<ast::TypeParam*>* type_params,
                         Items<Argument>* arguments, Location close, Items<ast::Stmt*>* body);
    ast::Stmt* decorate(Items<ast::Expr*>* decorators, ast::Stmt* definition);
    ast::Stmt* try_statement(Location loc, Items<ast::Stmt*>* body, Items<ast::ExceptHandler*>* handlers,
                             bool star, Items<ast::Stmt*>* orelse, Items<ast::Stmt*>* finalbody);

    // --- Patterns --------------------------------------------------------------------------

    ast::Pattern* name_or_value(ast::Expr* name_or_attribute);
    ast::Pattern* literal(ast::Expr* value);
    ast::Expr* pattern_key(ast::Expr* value, Location colon);
    ast::Expr* negative(Location loc, const Token* number);
    ast::Expr* complex_literal(Location loc, ast::Expr* real, ast::Operator op, const Token* imaginary);
    ast::Pattern* star_pattern(Location loc, const Token* name);
    ast::Pattern* as_pattern(Location loc, ast::Pattern* pattern, const Token* name);
    ast::Pattern* sequence_unless_single(Location loc, Items<ast::Pattern*>* items);
    ast::Pattern* mapping(Location loc, Items<KeyPattern>* items);
    ast::Pattern* class_pattern(Location loc, ast::Expr* cls, Items<PatternArgument>* arguments);

    // --- Errors ----------------------------------------------------------------------------

    // Keeps the first error only.
    void fail(Location loc, std::string message);
    bool failed() const { return error.has_value(); }
    std::optional<SyntaxError> error;
    std::vector<SyntaxWarning> warnings;

    // Height of the highest tree built so far.
    int max_depth = 0;

    // The last expression completed, with its parentheses. Bison's default reductions complete
    // whatever stands before a token before they find that the token is wrong; so after an
    // error this is the longest expression that ends just there, which is what a good message
    // needs to know.
    struct Completed {
        ast::Expr* expr = nullptr;
        Location loc;
    };
    ast::Expr* completed(Completed& what, Location loc, ast::Expr* expr) {
        what = {expr, loc};
        return expr;
    }
    Completed last_expression;
    Completed last_named;    // where `:=` would have been possible
    Completed last_ternary;  // `a if b`, still without its else

 private:
    void warn_of_escape(Location loc, char escape);
    // The height of a field: that of the highest node in it.
    template <class N>
    static int depth_of(N* node) requires requires {
        node->depth;
    }
    { return node == nullptr ? 0 : node->depth; }
    template <class N>
    static int depth_of(Seq<N> nodes) {
        int depth = 0;
        for (const N& node : nodes) depth = std::max(depth, depth_of(node));
        return depth;
    }
    static int depth_of(const ast::Arg* arg) { return arg == nullptr ? 0 : depth_of(arg->annotation); }
    static int depth_of(const ast::Arguments* a) {
        return std::max({depth_of(a->posonlyargs), depth_of(a->args), depth_of(a->vararg),
                         depth_of(a->kwonlyargs), depth_of(a->kw_defaults), depth_of(a->kwarg),
                         depth_of(a->defaults)});
    }
    static int depth_of(const ast::Keyword* keyword) { return depth_of(keyword->value); }
    static int depth_of(const ast::WithItem* item) {
        return std::max(depth_of(item->context_expr), depth_of(item->optional_vars));
    }
    static int depth_of(const ast::Comprehension* c) {
        return std::max({depth_of(c->target), depth_of(c->iter), depth_of(c->ifs)});
    }
    static int depth_of(const ast::ExceptHandler* handler) {
        return std::max(depth_of(handler->type), depth_of(handler->body));
    }
    static int depth_of(const ast::MatchCase* c) {
        return std::max({depth_of(c->pattern), depth_of(c->guard), depth_of(c->body)});
    }
    static int depth_of(const ast::TypeParam* param) { return depth_of(param->bound); }
    template <class Leaf>
    static int depth_of(const Leaf&) requires(!std::is_pointer_v<Leaf>) {
        return 0;
    }
    static int depth_of(const ast::Alias*) { return 0; }

    ast::Constant* constant_node(Location loc, ast::ConstantType type);
    ast::Expr* string_constant(Location loc, std::string text);
    // Gives a target its context, or fails with "cannot <verb> <what it is><hint>".
    void set_context(ast::Expr* target, ast::ExprContext ctx, const char* verb, const char* hint = "");

    Arena& arena_;
};

// What an error message calls this expression: "function call", "literal", ...
std::string_view expression_name(const ast::Expr& expr);

}  // namespace gilt
