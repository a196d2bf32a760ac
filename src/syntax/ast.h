// The abstract syntax tree.
//
// Node and field names are those of Python's `ast` module (version 3.12), so that its documentation
// is also the documentation of this file and `--ast` can be compared with `ast.dump`. The
// differences, all of them:
//   - everything is in namespace gilt::ast, because `List` and `Dict` are also runtime objects;
//   - the statement Expr is called ExprStmt, because Expr is the base of all expressions;
//   - a plain and an async (or star) form share one struct and differ in `kind` alone:
//     FunctionDef/AsyncFunctionDef, For/AsyncFor, With/AsyncWith, Try/TryStar;
//   - there are no type comments.
//
// There are three families of nodes: Stmt, Expr and Pattern. Each node starts with its place in the
// source and its kind; `node->is<BinOp>()` asks, `node->as<BinOp>()` converts (checked in debug
// builds) and `node->try_as<BinOp>()` does both. The small records that are always in a known place
// (arguments, alias, keyword ...) have no kind.
//
// A pointer that may be null says so; all others never are. Sequences are never null, only empty.
//
// `depth` is the height of the tree below a node. The parser refuses trees higher than
// kMaxTreeDepth, so a pass may recurse over children without watching its stack.
#pragma once

#include <cstdint>
#include <string_view>

#include "syntax/arena.h"

namespace gilt {

// Lines count from 1, columns from 0 in bytes of UTF-8; the end is exclusive.
struct Location {
    int line = 1;
    int column = 0;
    int end_line = 1;
    int end_column = 0;
};

}  // namespace gilt

namespace gilt::ast {

inline constexpr int kMaxTreeDepth = 3000;

// Interned in the tree's arena and already in normal form NFKC.
// An absent optional identifier has data() == nullptr, which `empty()` tells as well.
using Identifier = std::string_view;

enum class StmtKind : uint8_t {
    FunctionDef,
    AsyncFunctionDef,
    ClassDef,
    Return,
    Delete,
    Assign,
    TypeAlias,
    AugAssign,
    AnnAssign,
    For,
    AsyncFor,
    While,
    If,
    With,
    AsyncWith,
    Match,
    Raise,
    Try,
    TryStar,
    Assert,
    Import,
    ImportFrom,
    Global,
    Nonlocal,
    Expr,
    Pass,
    Break,
    Continue,
};

enum class ExprKind : uint8_t {
    BoolOp,
    NamedExpr,
    BinOp,
    UnaryOp,
    Lambda,
    IfExp,
    Dict,
    Set,
    ListComp,
    SetComp,
    DictComp,
    GeneratorExp,
    Await,
    Yield,
    YieldFrom,
    Compare,
    Call,
    FormattedValue,
    JoinedStr,
    Constant,
    Attribute,
    Subscript,
    Starred,
    Name,
    List,
    Tuple,
    Slice,
};

enum class PatternKind : uint8_t {
    MatchValue,
    MatchSingleton,
    MatchSequence,
    MatchMapping,
    MatchClass,
    MatchStar,
    MatchAs,
    MatchOr,
};

enum class ExprContext : uint8_t { Load, Store, Del };

enum class BoolOperator : uint8_t { And, Or };

enum class Operator : uint8_t {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
};

enum class UnaryOperator : uint8_t { Invert, Not, UAdd, USub };

enum class CompareOperator : uint8_t { Eq, NotEq, Lt, LtE, Gt, GtE, Is, IsNot, In, NotIn };

// What all families have in common.
template <class Kind>
struct Node {
    Location loc;
    Kind kind;
    int depth = 1;

    template <class T>
    bool is() const {
        return T::kFirst <= kind && kind <= T::kLast;
    }
    template <class T>
    T* as() {
        assert(is<T>());
        return static_cast<T*>(this);
    }
    template <class T>
    const T* as() const {
        assert(is<T>());
        return static_cast<const T*>(this);
    }
    template <class T>
    T* try_as() {
        return is<T>() ? static_cast<T*>(this) : nullptr;
    }
    template <class T>
    const T* try_as() const {
        return is<T>() ? static_cast<const T*>(this) : nullptr;
    }

 protected:
    explicit Node(Kind k) : kind(k) {}
};

struct Stmt : Node<StmtKind> {
    using Node::Node;
};
struct Expr : Node<ExprKind> {
    using Node::Node;
};
struct Pattern : Node<PatternKind> {
    using Node::Node;
};

// The base of a node that answers to the kinds First to Last.
template <class Family, auto First, auto Last = First>
struct NodeOf : Family {
    static constexpr auto kFirst = First;
    static constexpr auto kLast = Last;
    NodeOf() : Family(First) {}
};

// ---------------------------------------------------------------------------------------------
// Records without a kind
// ---------------------------------------------------------------------------------------------

struct Arg {
    Location loc;
    Identifier arg = {};
    Expr* annotation = nullptr;  // may be null
};

// kw_defaults is as long as kwonlyargs and holds null where there is no default; defaults belong to
// the last of posonlyargs + args.
struct Arguments {
    Seq<Arg*> posonlyargs = {};
    Seq<Arg*> args = {};
    Arg* vararg = nullptr;  // may be null
    Seq<Arg*> kwonlyargs = {};
    Seq<Expr*> kw_defaults = {};
    Arg* kwarg = nullptr;  // may be null
    Seq<Expr*> defaults = {};
};

// `**value` in a call has no arg.
struct Keyword {
    Location loc;
    Identifier arg = {};  // may be absent
    Expr* value = nullptr;
};

struct Alias {
    Location loc;
    Identifier name = {};    // dotted, or "*"
    Identifier asname = {};  // may be absent
};

struct WithItem {
    Expr* context_expr = nullptr;
    Expr* optional_vars = nullptr;  // may be null
};

struct Comprehension {
    Expr* target = nullptr;
    Expr* iter = nullptr;
    Seq<Expr*> ifs = {};
    bool is_async = false;
};

struct ExceptHandler {
    Location loc;
    Expr* type = nullptr;  // may be null
    Identifier name = {};  // may be absent
    Seq<Stmt*> body = {};
};

struct MatchCase {
    Pattern* pattern = nullptr;
    Expr* guard = nullptr;  // may be null
    Seq<Stmt*> body = {};
};

enum class TypeParamKind : uint8_t { TypeVar, ParamSpec, TypeVarTuple };

struct TypeParam {
    Location loc;
    TypeParamKind kind = TypeParamKind::TypeVar;
    Identifier name = {};
    Expr* bound = nullptr;  // TypeVar only; may be null
};

// ---------------------------------------------------------------------------------------------
// Statements
// ---------------------------------------------------------------------------------------------

struct FunctionDef : NodeOf<Stmt, StmtKind::FunctionDef, StmtKind::AsyncFunctionDef> {
    Identifier name = {};
    Arguments* args = nullptr;
    Seq<Stmt*> body = {};
    Seq<Expr*> decorator_list = {};
    Expr* returns = nullptr;  // may be null
    Seq<TypeParam*> type_params = {};
    bool is_async() const { return kind == StmtKind::AsyncFunctionDef; }
};

struct ClassDef : NodeOf<Stmt, StmtKind::ClassDef> {
    Identifier name = {};
    Seq<Expr*> bases = {};
    Seq<Keyword*> keywords = {};
    Seq<Stmt*> body = {};
    Seq<Expr*> decorator_list = {};
    Seq<TypeParam*> type_params = {};
};

struct Return : NodeOf<Stmt, StmtKind::Return> {
    Expr* value = nullptr;  // may be null
};

struct Delete : NodeOf<Stmt, StmtKind::Delete> {
    Seq<Expr*> targets = {};
};

struct Assign : NodeOf<Stmt, StmtKind::Assign> {
    Seq<Expr*> targets = {};
    Expr* value = nullptr;
};

struct TypeAlias : NodeOf<Stmt, StmtKind::TypeAlias> {
    Expr* name = nullptr;  // a Name
    Seq<TypeParam*> type_params = {};
    Expr* value = nullptr;
};

struct AugAssign : NodeOf<Stmt, StmtKind::AugAssign> {
    Expr* target = nullptr;
    Operator op = Operator::Add;
    Expr* value = nullptr;
};

// `simple` is true for a bare name without parentheses: only those become local variables.
struct AnnAssign : NodeOf<Stmt, StmtKind::AnnAssign> {
    Expr* target = nullptr;
    Expr* annotation = nullptr;
    Expr* value = nullptr;  // may be null
    bool simple = false;
};

struct For : NodeOf<Stmt, StmtKind::For, StmtKind::AsyncFor> {
    Expr* target = nullptr;
    Expr* iter = nullptr;
    Seq<Stmt*> body = {};
    Seq<Stmt*> orelse = {};
    bool is_async() const { return kind == StmtKind::AsyncFor; }
};

struct While : NodeOf<Stmt, StmtKind::While> {
    Expr* test = nullptr;
    Seq<Stmt*> body = {};
    Seq<Stmt*> orelse = {};
};

// `elif` is an If that is the only statement of orelse. A chain of elifs is therefore deep; see
// kMaxTreeDepth.
struct If : NodeOf<Stmt, StmtKind::If> {
    Expr* test = nullptr;
    Seq<Stmt*> body = {};
    Seq<Stmt*> orelse = {};
};

struct With : NodeOf<Stmt, StmtKind::With, StmtKind::AsyncWith> {
    Seq<WithItem*> items = {};
    Seq<Stmt*> body = {};
    bool is_async() const { return kind == StmtKind::AsyncWith; }
};

struct Match : NodeOf<Stmt, StmtKind::Match> {
    Expr* subject = nullptr;
    Seq<MatchCase*> cases = {};
};

struct Raise : NodeOf<Stmt, StmtKind::Raise> {
    Expr* exc = nullptr;    // may be null
    Expr* cause = nullptr;  // may be null
};

struct Try : NodeOf<Stmt, StmtKind::Try, StmtKind::TryStar> {
    Seq<Stmt*> body = {};
    Seq<ExceptHandler*> handlers = {};
    Seq<Stmt*> orelse = {};
    Seq<Stmt*> finalbody = {};
    bool is_star() const { return kind == StmtKind::TryStar; }
};

struct Assert : NodeOf<Stmt, StmtKind::Assert> {
    Expr* test = nullptr;
    Expr* msg = nullptr;  // may be null
};

struct Import : NodeOf<Stmt, StmtKind::Import> {
    Seq<Alias*> names = {};
};

struct ImportFrom : NodeOf<Stmt, StmtKind::ImportFrom> {
    Identifier module = {};  // absent in `from . import x`
    Seq<Alias*> names = {};
    int level = 0;  // the number of leading dots
};

struct Global : NodeOf<Stmt, StmtKind::Global> {
    Seq<Identifier> names = {};
};

struct Nonlocal : NodeOf<Stmt, StmtKind::Nonlocal> {
    Seq<Identifier> names = {};
};

struct ExprStmt : NodeOf<Stmt, StmtKind::Expr> {
    Expr* value = nullptr;
};

struct Pass : NodeOf<Stmt, StmtKind::Pass> {};
struct Break : NodeOf<Stmt, StmtKind::Break> {};
struct Continue : NodeOf<Stmt, StmtKind::Continue> {};

// ---------------------------------------------------------------------------------------------
// Expressions
// ---------------------------------------------------------------------------------------------

struct BoolOp : NodeOf<Expr, ExprKind::BoolOp> {
    BoolOperator op = BoolOperator::And;
    Seq<Expr*> values = {};  // two or more
};

struct NamedExpr : NodeOf<Expr, ExprKind::NamedExpr> {
    Expr* target = nullptr;  // a Name
    Expr* value = nullptr;
};

struct BinOp : NodeOf<Expr, ExprKind::BinOp> {
    Expr* left = nullptr;
    Operator op = Operator::Add;
    Expr* right = nullptr;
};

struct UnaryOp : NodeOf<Expr, ExprKind::UnaryOp> {
    UnaryOperator op = UnaryOperator::Not;
    Expr* operand = nullptr;
};

struct Lambda : NodeOf<Expr, ExprKind::Lambda> {
    Arguments* args = nullptr;
    Expr* body = nullptr;
};

struct IfExp : NodeOf<Expr, ExprKind::IfExp> {
    Expr* test = nullptr;
    Expr* body = nullptr;
    Expr* orelse = nullptr;
};

// `**value` has a null key.
struct Dict : NodeOf<Expr, ExprKind::Dict> {
    Seq<Expr*> keys = {};
    Seq<Expr*> values = {};
};

struct Set : NodeOf<Expr, ExprKind::Set> {
    Seq<Expr*> elts = {};
};

struct ListComp : NodeOf<Expr, ExprKind::ListComp> {
    Expr* elt = nullptr;
    Seq<Comprehension*> generators = {};
};

struct SetComp : NodeOf<Expr, ExprKind::SetComp> {
    Expr* elt = nullptr;
    Seq<Comprehension*> generators = {};
};

struct DictComp : NodeOf<Expr, ExprKind::DictComp> {
    Expr* key = nullptr;
    Expr* value = nullptr;
    Seq<Comprehension*> generators = {};
};

struct GeneratorExp : NodeOf<Expr, ExprKind::GeneratorExp> {
    Expr* elt = nullptr;
    Seq<Comprehension*> generators = {};
};

struct Await : NodeOf<Expr, ExprKind::Await> {
    Expr* value = nullptr;
};

struct Yield : NodeOf<Expr, ExprKind::Yield> {
    Expr* value = nullptr;  // may be null
};

struct YieldFrom : NodeOf<Expr, ExprKind::YieldFrom> {
    Expr* value = nullptr;
};

struct Compare : NodeOf<Expr, ExprKind::Compare> {
    Expr* left = nullptr;
    Seq<CompareOperator> ops = {};  // as long as comparators
    Seq<Expr*> comparators = {};
};

struct Call : NodeOf<Expr, ExprKind::Call> {
    Expr* func = nullptr;
    Seq<Expr*> args = {};  // may contain Starred
    Seq<Keyword*> keywords = {};
};

// `{value!r:spec}` inside an f-string; conversion is -1, 's', 'r' or 'a'.
struct FormattedValue : NodeOf<Expr, ExprKind::FormattedValue> {
    Expr* value = nullptr;
    int conversion = -1;
    Expr* format_spec = nullptr;  // a JoinedStr; may be null
};

struct JoinedStr : NodeOf<Expr, ExprKind::JoinedStr> {
    Seq<Expr*> values = {};  // Constants (strings) and FormattedValues
};

enum class ConstantType : uint8_t {
    None,
    True,
    False,
    Ellipsis,
    Int,      // `integer`
    BigInt,   // `text` holds the digits, without prefix and underscores, in `base`
    Float,    // `number`
    Complex,  // `number` is the imaginary part; the real part is 0
    Str,      // `text`, UTF-8; a lone surrogate is encoded in three bytes as if it were a character
    Bytes,    // `text`
};

struct Constant : NodeOf<Expr, ExprKind::Constant> {
    ConstantType type = ConstantType::None;
    bool u_prefix = false;  // a string written u'...': `kind` in Python's tree
    uint8_t base = 10;
    union {
        int64_t integer = 0;
        double number;
    };
    std::string_view text = {};
};

struct Attribute : NodeOf<Expr, ExprKind::Attribute> {
    Expr* value = nullptr;
    Identifier attr = {};
    ExprContext ctx = ExprContext::Load;
};

struct Subscript : NodeOf<Expr, ExprKind::Subscript> {
    Expr* value = nullptr;
    Expr* slice = nullptr;
    ExprContext ctx = ExprContext::Load;
};

struct Starred : NodeOf<Expr, ExprKind::Starred> {
    Expr* value = nullptr;
    ExprContext ctx = ExprContext::Load;
};

struct Name : NodeOf<Expr, ExprKind::Name> {
    Identifier id = {};
    ExprContext ctx = ExprContext::Load;
};

struct List : NodeOf<Expr, ExprKind::List> {
    Seq<Expr*> elts = {};
    ExprContext ctx = ExprContext::Load;
};

struct Tuple : NodeOf<Expr, ExprKind::Tuple> {
    Seq<Expr*> elts = {};
    ExprContext ctx = ExprContext::Load;
};

// Only directly in a Subscript, or in a Tuple that is.
struct Slice : NodeOf<Expr, ExprKind::Slice> {
    Expr* lower = nullptr;  // may be null
    Expr* upper = nullptr;  // may be null
    Expr* step = nullptr;   // may be null
};

// ---------------------------------------------------------------------------------------------
// Patterns
// ---------------------------------------------------------------------------------------------

struct MatchValue : NodeOf<Pattern, PatternKind::MatchValue> {
    Expr* value = nullptr;
};

// None, True or False, compared by identity.
struct MatchSingleton : NodeOf<Pattern, PatternKind::MatchSingleton> {
    ConstantType value = ConstantType::None;
};

struct MatchSequence : NodeOf<Pattern, PatternKind::MatchSequence> {
    Seq<Pattern*> patterns = {};  // may contain one MatchStar
};

struct MatchMapping : NodeOf<Pattern, PatternKind::MatchMapping> {
    Seq<Expr*> keys = {};
    Seq<Pattern*> patterns = {};
    Identifier rest = {};  // may be absent
};

struct MatchClass : NodeOf<Pattern, PatternKind::MatchClass> {
    Expr* cls = nullptr;
    Seq<Pattern*> patterns = {};
    Seq<Identifier> kwd_attrs = {};
    Seq<Pattern*> kwd_patterns = {};
};

// `*name`, or `*_` without a name.
struct MatchStar : NodeOf<Pattern, PatternKind::MatchStar> {
    Identifier name = {};  // may be absent
};

// `pattern as name`, a bare `name` (no pattern), or `_` (neither).
struct MatchAs : NodeOf<Pattern, PatternKind::MatchAs> {
    Pattern* pattern = nullptr;  // may be null
    Identifier name = {};        // may be absent
};

struct MatchOr : NodeOf<Pattern, PatternKind::MatchOr> {
    Seq<Pattern*> patterns = {};
};

// ---------------------------------------------------------------------------------------------
// The root
// ---------------------------------------------------------------------------------------------

// Module is a file, Interactive one statement typed at a prompt, Expression what `eval` takes.
enum class ModKind : uint8_t { Module, Interactive, Expression };

struct Mod {
    ModKind kind = ModKind::Module;
    Seq<Stmt*> stmts = {};  // `body` of Module and Interactive
    Expr* expr = nullptr;   // `body` of Expression; null otherwise
};

}  // namespace gilt::ast
