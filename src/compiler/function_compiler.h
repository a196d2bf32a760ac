// FunctionCompiler: makes the Code of one function, class body or module.
//
// The tree is walked once and instructions are appended as it is met. This header is the map; the work is
// divided by subject:
//
//     function_compiler.cpp   registers, labels, emitting, the prologue, from start to finished Code
//     names.cpp               loading, storing and deleting variables of every place
//     expressions.cpp         expressions
//     calls.cpp               calls
//     conditions.cpp          expressions that decide a jump
//     statements.cpp          simple statements, assignments, loops
//     definitions.cpp         functions, classes, type parameters
//     comprehensions.cpp      comprehensions and generator expressions
//     protection.cpp          try, with, and leaving them by return, break and continue
//     patterns.cpp            match
//
// Registers. Parameters and other locals own the first registers for the whole function. Above them,
// temporaries are a stack: `allocate` takes the next one, a `Temporaries` object gives back what
// was taken in its life. At a call the callee's registers begin right behind the callee's register, so that
// one must be the topmost temporary in use when the arguments are evaluated: everything above the last
// argument is lost. This holds by construction, because arguments are allocated last.
//
// Where results go. `compile_to(expr, target)` leaves the value in a register the caller chose. While a target
// is a local it may be written by the last instruction only: until then its old value can still be seen (by
// the expression itself, or by a handler if the expression raises). A temporary target may serve as
// scratch space. `operand(expr)` says where a value is: for a local that is its own register, and no
// instruction is needed. Since a later operand may rebind that local with `:=`, whoever holds an operand
// while others are evaluated asks for `operand_before(expr, {others})`.
//
// Unbound locals. A register may be empty until its variable is assigned, and reading it must raise
// UnboundLocalError. `assigned_` is the set of registers known to hold a value at this point; a read of any
// other one is preceded by CHECK_LOCAL. Each label collects what is assigned on all the jumps to it. At a
// loop head and at an exception handler, what is jumped from is not known yet: there the set is what was
// assigned at the start of the loop or try, without the variables that are deleted anywhere.
//
// Dead code. After a jump, return or raise `reachable_` is false until a label that is jumped to is
// bound; emit() drops what can never run. The tree is still walked, for its errors.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/assembler.h"
#include "compiler/constants.h"
#include "compiler/scopes.h"
#include "syntax/ast.h"
#include "vm/compiler_interface.h"

namespace gilt {

using Reg = int;

// What all functions of one source have in common.
struct Compilation {
    Thread& thread;
    ScopeTree& scopes;
    std::string_view source;
    std::vector<size_t> line_starts;
    Str* filename;
    CompileOptions options;
    // Names of the module level live in a namespace of their own, not in the globals (eval).
    bool names_in_namespace = false;
    std::vector<SyntaxWarning> warnings = {};

    std::string_view line(int number) const;
    std::string_view text(const Location& loc) const;
    bool debug() const { return options.optimize == 0; }
};

// The Code of a whole tree. Throws SyntaxError.
Code* generate_code(Compilation& compilation, const ast::Mod& mod);

class RegisterSet {
 public:
    void insert(Reg reg) {
        auto index = static_cast<size_t>(reg) / 64;
        if (index >= words_.size()) words_.resize(index + 1);
        words_[index] |= bit(reg);
    }
    void erase(Reg reg) {
        auto index = static_cast<size_t>(reg) / 64;
        if (index < words_.size()) words_[index] &= ~bit(reg);
    }
    bool contains(Reg reg) const {
        auto index = static_cast<size_t>(reg) / 64;
        return index < words_.size() && (words_[index] & bit(reg));
    }
    void intersect(const RegisterSet& other) {
        if (words_.size() > other.words_.size()) words_.resize(other.words_.size());
        for (size_t i = 0; i < words_.size(); i++) words_[i] &= other.words_[i];
    }
    void subtract(const RegisterSet& other) {
        size_t common = std::min(words_.size(), other.words_.size());
        for (size_t i = 0; i < common; i++) words_[i] &= ~other.words_[i];
    }

 private:
    static uint64_t bit(Reg reg) { return uint64_t{1} << (reg % 64); }
    std::vector<uint64_t> words_;
};

class FunctionCompiler {
 public:
    FunctionCompiler(Compilation& shared, Scope* scope, FunctionCompiler* parent);

    Code* compile_module(const ast::Mod& mod);

 private:
    // --- function_compiler.cpp: registers ---

    // Gives back, at its end, the registers taken since its beginning.
    class Temporaries {
     public:
        explicit Temporaries(FunctionCompiler& owner) : owner_(owner), top_(owner.top_) {}
        ~Temporaries() { owner_.top_ = top_; }
        Temporaries(const Temporaries&) = delete;
        Temporaries& operator=(const Temporaries&) = delete;

     private:
        FunctionCompiler& owner_;
        Reg top_;
    };

    Reg allocate(int count = 1);
    // The register `allocate` would return, which somebody else will write (an exception handler's).
    Reg next_register();
    bool is_temporary(Reg reg) const { return reg >= first_temporary_; }
    // The start of a call's window whose result is wanted in `target`: the target itself if it is the
    // topmost temporary.
    Reg window(Reg target) { return is_temporary(target) && target == top_ - 1 ? target : allocate(); }

    // --- emitting ---

    // Instructions emitted in its life are attributed to a place in the source.
    class At {
     public:
        At(FunctionCompiler& owner, const Location& loc) : owner_(owner), saved_(owner.position_) {
            owner.position_ = plain_position(loc);
        }
        ~At() { owner_.position_ = saved_; }
        At(const At&) = delete;
        At& operator=(const At&) = delete;

     private:
        FunctionCompiler& owner_;
        Position saved_;
    };

    static Position plain_position(const Location& loc) {
        return {loc.line, loc.end_line, loc.column, loc.end_column, 0, 0};
    }
    // The ^^^ amid the ~~~: an operator, or the brackets of a subscript.
    void add_operator_anchors(const ast::Expr* left, const ast::Expr* right);
    void add_subscript_anchors(const ast::Subscript* node);
    // A chain of calls over several lines is attributed to the line of the method's name.
    void start_at_attribute(const ast::Attribute* attribute);

    void emit(Op op, int a = 0, int b = 0, int c = 0, int k = 0);
    void emit_jump(Op op, Label target, int a = 0, int b = 0);
    void jump(Label target) { emit_jump(Op::JUMP, target); }
    void move(Reg target, Reg from) {
        if (target != from) emit(Op::MOVE, target, from);
    }
    void load(const Folded& constant, Reg target);
    void load_constant(uint32_t index, Reg target);  // of the pool's long values
    // A set display of constants as one frozenset, where nobody can tell (as what a loop runs over). False: it is none.
    bool frozen_display(const ast::Expr* expr, Reg target);
    void load_none(Reg target) { load(Folded::none(), target); }
    int name_constant(std::string_view name);
    // As a class's code spells it: __x is _C__x there.
    int mangled_constant(ast::Identifier name) { return name_constant(shared_.scopes.mangle(*scope_, name)); }
    int short_constant(const Folded& constant);
    int name_tuple(const std::vector<ast::Identifier>& names);
    void load_name_tuple(const std::vector<ast::Identifier>& names, Reg target);
    [[noreturn]] void fail(const Location& loc, std::string message) {
        throw_syntax_error(loc, std::move(message));
    }

    Label new_label();
    void bind(Label label);
    // Binds a label that is jumped to from below.
    void bind_loop_head(Label label);
    RegisterSet state_for_backward_jump() const;
    void check_stack();

    // --- from start to end ---

    void declare_registers();
    void prologue();
    Code* finish();

    // --- names.cpp ---

    enum class Access { Register, CellRegister, Closure, ClassClosure, Global, Namespace };
    struct Variable {
        Access access;
        int index;  // register or closure index
        ast::Identifier name;
    };
    Variable variable(ast::Identifier name);
    // The register of a plain local variable, or -1.
    Reg local_register(ast::Identifier name);
    Reg local_register(const ast::Expr* expr);
    Reg neighbouring_locals(Seq<ast::Expr*> targets);
    void check_bound(Reg reg, ast::Identifier name);
    void load_name(ast::Identifier name, Reg target);
    void store_name(ast::Identifier name, Reg value);
    void delete_name(ast::Identifier name);
    // The end of `except ... as name`: name = None; del name.
    void unbind_name(ast::Identifier name);

    // --- expressions.cpp ---

    void compile_to(const ast::Expr* expr, Reg target);
    void compile_kind_to(const ast::Expr* expr, Reg target);
    // `scratch`: a temporary that may be used instead of a new one.
    Reg operand(const ast::Expr* expr, Reg scratch = -1);
    Reg operand_before(const ast::Expr* expr, std::initializer_list<const ast::Expr*> later,
                       Reg scratch = -1);
    void discard(const ast::Expr* expr);
    std::optional<Folded> fold_expression(const ast::Expr* expr);
    // A constant int that fits an immediate operand.
    std::optional<int> small_int(const ast::Expr* expr);
    bool rebinds_names(const ast::Expr* expr) const;

    void binary(const ast::BinOp* node, Reg target);
    void unary(const ast::UnaryOp* node, Reg target);
    void bool_op(const ast::BoolOp* node, Reg target);
    void compare(const ast::Compare* node, Reg target);
    void compare_pair(ast::CompareOperator op, Reg target, Reg left, Reg right);
    void conditional(const ast::IfExp* node, Reg target);
    void walrus(const ast::NamedExpr* node, Reg target);
    void attribute(const ast::Attribute* node, Reg target);
    void subscript(const ast::Subscript* node, Reg target);
    void slice(const ast::Slice* node, Reg target);
    // lower and upper of a slice, None where absent, in two registers.
    void slice_bounds(const ast::Slice* node, Reg first);
    void joined_string(const ast::JoinedStr* node, Reg target);
    void formatted_value(const ast::FormattedValue* node, Reg target);
    void sequence(Op build, Seq<ast::Expr*> items, Reg target);
    void sequence_by_parts(Op build, Seq<ast::Expr*> items, Reg target, bool call_arguments);
    void dictionary(const ast::Dict* node, Reg target);
    void yield_value(const ast::Yield* node, Reg target);
    void yield_from(const ast::YieldFrom* node, Reg target);
    void await(const ast::Await* node, Reg target);
    // Awaits what is in R[reg]; the result replaces it. context: see GET_AWAITABLE.
    void await_register(Reg reg, int context);
    void run_awaitable(Reg reg);

    // --- calls.cpp ---

    void call(const ast::Call* node, Reg target);
    void call_with_unpacking(Reg base, Seq<ast::Expr*> args, Seq<ast::Keyword*> keywords);
    // Evaluates arguments to the next registers; returns how many. `names` receives the keywords' names.
    int arguments(Seq<ast::Expr*> args, Seq<ast::Keyword*> keywords, std::vector<ast::Identifier>* names);
    void keyword_dictionary(Reg target, Reg callee, Seq<ast::Keyword*> keywords);
    void check_keywords(Seq<ast::Keyword*> keywords);
    static bool has_unpacking(Seq<ast::Expr*> args, Seq<ast::Keyword*> keywords);

    // --- conditions.cpp ---

    // Jumps to the target if the truth of the expression is `when`, else goes on.
    void branch(const ast::Expr* expr, Label target, bool when);
    void branch_compare(const ast::Compare* node, Label target, bool when);
    void branch_pair(ast::CompareOperator op, Reg left, const ast::Expr* right, Reg right_register,
                     Label target, bool when);
    // Locals that `expr` certainly assigns when it turns out true.
    void assigned_when_true(const ast::Expr* expr, RegisterSet* out);

    // --- statements.cpp ---

    void statements(Seq<ast::Stmt*> body);
    void statement(const ast::Stmt* stmt);
    // Walks statements that can never run.
    void dead_statements(Seq<ast::Stmt*> body);
    void expression_statement(const ast::ExprStmt* node);
    void assign(const ast::Assign* node);
    bool assign_in_parallel(const ast::Expr* target, const ast::Expr* value);
    void assign_to(const ast::Expr* target, Reg value);
    void unpack(const ast::Expr* node, Reg value);
    void augmented_assign(const ast::AugAssign* node);
    void annotated_assign(const ast::AnnAssign* node);
    void delete_target(const ast::Expr* target);
    void subscript_key(const ast::Expr* slice, Reg target);
    Reg key_operand(const ast::Expr* slice);
    void note_self_attribute(const ast::Attribute* node);
    void if_statement(const ast::If* node);
    void while_statement(const ast::While* node);
    void for_statement(const ast::For* node);
    void async_for_statement(const ast::For* node);
    void assert_statement(const ast::Assert* node);
    void raise_statement(const ast::Raise* node);
    void import_statement(const ast::Import* node);
    void import_from(const ast::ImportFrom* node);
    // The iteration in two new registers.
    Reg start_iteration(const ast::Expr* iterable, const Location& loc);
    // One step of `async for`: R[value] = next item of R[iterator]; at the end jumps to `done`.
    void async_next(Reg iterator, Reg value, Label done);

    // --- warnings.cpp ---
    void warn(const Location& loc, std::string message);
    void warn_of_identity(const ast::Compare* node);
    void warn_of_call(const ast::Call* node);
    void warn_of_subscript(const ast::Subscript* node);

    // --- definitions.cpp ---

    // What CLOSURE finds behind the function's register.
    enum FunctionPart { kDefaults = 1, kKeywordDefaults = 2, kAnnotations = 4, kTypeParams = 8 };

    void function_statement(const ast::FunctionDef* node);
    void class_statement(const ast::ClassDef* node);
    void type_alias(const ast::TypeAlias* node);
    void lambda(const ast::Lambda* node, Reg target);
    // Emits CLOSURE for R[base]; `parts` is a mask of FunctionPart.
    void closure(Code* code, const Scope* scope, Reg base, int parts);
    // The function in R[base], which is the topmost register. In a generic function the type
    // parameters and the defaults exist already, in registers.
    void function_object(const ast::FunctionDef* node, Reg base, Reg type_params);
    void generic_function(const ast::FunctionDef* node, Reg base);
    int default_parts(const ast::Arguments* args, Reg base);
    void default_tuple(const ast::Arguments* args, Reg target);
    bool keyword_defaults(const ast::Arguments* args, Reg target);
    bool annotations(const ast::Arguments* args, const ast::Expr* returns, Reg target);
    void annotation(const ast::Expr* expr, Reg target);
    void set_parameters(const ast::Arguments* args);
    void set_docstring(const ast::Expr* docstring);
    Code* compile_function_body(const ast::FunctionDef* node);
    Code* compile_lambda_body(const ast::Lambda* node);
    Code* compile_class_body(const ast::ClassDef* node);
    Code* compile_alias_value(const ast::TypeAlias* node);
    void class_object(const ast::ClassDef* node, Reg target, Reg generic_base);
    void alias_object(const ast::TypeAlias* node, Reg target, Reg type_params);
    void apply_decorators(Seq<ast::Expr*> decorators, Reg first);
    // Calls the function of a [T] block, which `body` fills, in R[base].
    template <class Body>
    void type_parameter_block(Seq<ast::TypeParam*> params, const Location& loc, Reg base, int argument_count,
                              Body body);
    // The tuple of type variables, which are also bound to their names.
    void type_parameters(Seq<ast::TypeParam*> params, Reg target);
    static const ast::Expr* docstring_of(Seq<ast::Stmt*> body);

    // --- comprehensions.cpp ---

    void comprehension(const ast::Expr* expr, Reg target);
    void comprehension_inline(const ast::Expr* expr, Scope* scope, Reg target);
    void comprehension_function(const ast::Expr* expr, Scope* scope, Reg target);
    Code* compile_comprehension_body(const ast::Expr* expr);
    // Loops over generators[index ..] and, inside all of them, adds the element to R[result]. The
    // first iteration stands in R[iteration].
    void comprehension_loops(const ast::Expr* expr, Seq<ast::Comprehension*> generators, size_t index,
                             Reg iteration, Reg result);
    void comprehension_element(const ast::Expr* expr, Reg result);

    // --- protection.cpp ---

    // A stretch of code whose exceptions go to one handler. What leaves the stretch early is emitted
    // in the middle of it without being covered, so it may be in several pieces.
    struct Region {
        Label handler;
        Reg exception;
        int start;
        bool is_used = false;  // some instruction is covered
        RegisterSet assigned;  // at the handler
    };
    struct Block {
        enum Kind { Loop, Try, Finally, Handled, NamedHandler, With, AsyncWith, ExceptStar };
        Kind kind;
        Region* region = nullptr;
        Label break_label{}, continue_label{};
        const ast::Try* try_node = nullptr;  // Finally
        Reg reg = -1;                        // Handled: what was handled before; With: the exit
        ast::Identifier name{};              // NamedHandler
        Location loc{};
    };
    Region open_region();
    void reopen(Region* region) { region->start = assembler_.size(); }
    void close_region(Region* region);
    // From here on code runs with the exception in region.exception.
    void begin_handler(const Region& region);
    void push_block(Block block, const Location& loc);
    void pop_block();
    // Emits what must happen on the way out of blocks_[until ..]; then the caller emits its jump and
    // calls `resume_blocks`.
    std::vector<Block> unwind(size_t until);
    void resume_blocks(std::vector<Block> blocks);
    bool unwinding_runs_code() const;
    void unwind_block(const Block& block);

    void return_statement(const ast::Return* node);
    void break_or_continue(const ast::Stmt* node);
    // Where a break or continue jumps to when nothing has to be done on the way.
    std::optional<Label> plain_loop_exit(const ast::Stmt* node) const;
    void try_statement(const ast::Try* node);
    void try_except(const ast::Try* node);
    void try_star(const ast::Try* node);
    void try_finally(const ast::Try* node);
    void end_cleanup_handler(Region* region, Reg previous);
    void with_statement(const ast::With* node, size_t index);
    void call_exit(Reg exit, bool is_async);

    // --- patterns.cpp ---

    using Captures = std::vector<std::pair<ast::Identifier, Reg>>;
    void match_statement(const ast::Match* node);
    void pattern(const ast::Pattern* node, Reg subject, Label fail, Captures* captures);
    void capture(ast::Identifier name, Reg value, const Location& loc, Captures* captures);
    void value_pattern(const ast::MatchValue* node, Reg subject, Label fail);
    void sequence_pattern(const ast::MatchSequence* node, Reg subject, Label fail, Captures* captures);
    void mapping_pattern(const ast::MatchMapping* node, Reg subject, Label fail, Captures* captures);
    void class_pattern(const ast::MatchClass* node, Reg subject, Label fail, Captures* captures);
    void or_pattern(const ast::MatchOr* node, Reg subject, Label fail, Captures* captures);
    void check_mapping_keys(const ast::MatchMapping* node);
    void items_of_pattern(Seq<ast::Pattern*> patterns, Reg tuple, Label fail, Captures* captures);

    Compilation& shared_;
    Scope* unit_;   // the scope this code is for
    Scope* scope_;  // the current one: unit_ or a comprehension inlined in it
    FunctionCompiler* parent_;
    std::string qualified_name_;
    Code* code_;
    Assembler assembler_;
    ConstantPool constants_;

    Position position_;
    Reg first_temporary_ = 0;
    Reg top_ = 0;
    Reg register_count_ = 0;

    bool reachable_ = true;
    RegisterSet assigned_;
    RegisterSet deletable_;                                 // variables that are deleted somewhere
    std::vector<std::optional<RegisterSet>> label_states_;  // set when the label has been jumped to
    std::vector<Block> blocks_;
    bool is_async_generator_ = false;
    bool is_interactive_ = false;

    ast::Identifier first_parameter_;
    std::vector<ast::Identifier> self_attributes_;
    std::vector<std::string> global_names_;
};

}  // namespace gilt
