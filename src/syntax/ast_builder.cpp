#include "syntax/ast_builder.h"

#include <fmt/format.h>

#include "syntax/literals.h"
#include "syntax/token.h"

namespace gilt {

using namespace ast;

// Reading decimal digits takes time that grows with their square.
static constexpr size_t kMaxDecimalDigits = 4300;

void AstBuilder::fail(Location loc, std::string message) {
    if (!error) error = SyntaxError{SyntaxErrorKind::SyntaxError, std::move(message), {}, loc, {}};
}

Identifier AstBuilder::identifier(const Token* name) { return arena_.intern(name->text); }

Identifier AstBuilder::dotted(Identifier left, const Token* name) {
    return arena_.intern(fmt::format("{}.{}", left, name->text));
}

Mod* AstBuilder::module(ModKind kind, Items<Stmt*>* body, Expr* expr) {
    return record<Mod>(kind, body->seq(), expr);
}

// ---------------------------------------------------------------------------------------------
// Constants and strings
// ---------------------------------------------------------------------------------------------

Constant* AstBuilder::constant_node(Location loc, ConstantType type) {
    auto* constant = arena_.make<Constant>();
    constant->loc = loc;
    constant->type = type;
    return constant;
}

Expr* AstBuilder::constant(Location loc, ConstantType type) { return constant_node(loc, type); }

Expr* AstBuilder::number(const Token* token) {
    auto* constant = constant_node(token->loc, ConstantType::Int);
    read_number(token->text, arena_, *constant);
    if (constant->type == ConstantType::BigInt && constant->base == 10 &&
        constant->text.size() > kMaxDecimalDigits) {
        fail(token->loc,
             fmt::format("Exceeds the limit ({} digits) for integer string conversion: value has {} "
                         "digits; use sys.set_int_max_str_digits() to increase the limit - Consider "
                         "hexadecimal for huge integer literals to avoid decimal conversion limits.",
                         kMaxDecimalDigits, constant->text.size()));
    }
    return constant;
}

Expr* AstBuilder::string_constant(Location loc, std::string text) {
    auto* constant = constant_node(loc, ConstantType::Str);
    constant->text = arena_.copy(text);
    return constant;
}

// Strings side by side are one string. If one of them is an f-string the result is a JoinedStr, in
// which no two texts are neighbours and none is empty.
Expr* AstBuilder::strings(Location loc, Items<StringPiece>* pieces) {
    bool any_bytes = false, any_text = false, any_fstring = false, u_prefix = false;
    std::string text;
    Location text_loc = loc;
    auto* values = list<Expr*>();
    const auto flush = [&] {
        if (text.empty()) return;
        auto* constant = string_constant(text_loc, std::move(text))->as<Constant>();
        constant->u_prefix = u_prefix;
        push(values, static_cast<Expr*>(constant));
        text.clear();
    };
    const auto add_text = [&](std::string_view more, Location where) {
        if (text.empty()) text_loc = where;
        text_loc.end_line = where.end_line;
        text_loc.end_column = where.end_column;
        text += more;
    };
    for (StringPiece& piece : *pieces) {
        const bool first = &piece == pieces->begin();
        if (piece.token != nullptr) {
            StringLiteral literal = read_string(piece.token->text);
            if (!literal.error.empty()) fail(piece.loc, literal.error);
            if (literal.unknown_escape) warn_of_escape(piece.loc, literal.unknown_escape);
            (literal.is_bytes ? any_bytes : any_text) = true;
            if (first) u_prefix = literal.u_prefix;
            add_text(literal.value, piece.loc);
            continue;
        }
        any_text = any_fstring = true;
        for (Expr* part : *piece.parts) {
            if (auto* constant = part->try_as<Constant>()) {
                add_text(constant->text, part->loc);
            } else {
                flush();
                push(values, part);
            }
        }
    }
    if (any_bytes && any_text) {
        fail(loc, "cannot mix bytes and nonbytes literals");
    }
    if (any_fstring) {
        flush();
        return make<JoinedStr>(loc, values->seq());
    }
    auto* constant = constant_node(loc, any_bytes ? ConstantType::Bytes : ConstantType::Str);
    constant->u_prefix = u_prefix;
    constant->text = arena_.copy(text);
    return constant;
}

void AstBuilder::warn_of_escape(Location loc, char escape) {
    warnings.push_back({fmt::format("invalid escape sequence '\\{}'", escape), loc, true});
}

Expr* AstBuilder::fstring_text(const Token* token) {
    std::string text;
    if (token->raw || token->text.find('\\') == std::string_view::npos) {
        text = token->text;
    } else {
        std::string why;
        char unknown_escape = 0;
        if (!decode_escapes(token->text, text, why, unknown_escape)) fail(token->loc, why);
        if (unknown_escape) warn_of_escape(token->loc, unknown_escape);
    }
    return string_constant(token->loc, std::move(text));
}

Items<Expr*>* AstBuilder::replacement(Items<Expr*>* parts, Location loc, const Replacement& r) {
    int conversion = -1;
    if (r.conversion != nullptr) {
        const std::string_view name = r.conversion->text;
        if (name != "s" && name != "r" && name != "a") {
            fail(r.conversion->loc,
                 fmt::format("f-string: invalid conversion character '{}': expected 's', 'r', or 'a'", name));
        }
        conversion = name[0];
    }
    if (r.equal != nullptr) {
        // `{x = }` shows itself, spaces included: up to the `!`, `:` or `}` that follows the `=`.
        const char* from = r.open->text.data() + 1;
        const char* to = r.colon != nullptr ? r.colon->text.data() : r.close->text.data();
        if (r.conversion != nullptr) {
            to = r.conversion->text.data();
            while (to[-1] != '!') --to;
            --to;
        }
        Location text_loc = loc;
        push(parts, string_constant(text_loc, std::string(from, to)));
        if (r.conversion == nullptr && r.colon == nullptr) conversion = 'r';
    }
    Expr* format = nullptr;
    if (r.format != nullptr) {
        // Texts next to each other come from `{x=}` inside a format.
        StringPiece piece{nullptr, r.format, r.colon->loc};
        piece.loc.line = r.colon->loc.line;
        piece.loc.end_line = r.close->loc.line;
        piece.loc.end_column = r.close->loc.column;
        format = strings(piece.loc, list(piece));
    }
    Expr* value = make<FormattedValue>(loc, r.value, conversion, format);
    return push(parts, value);
}

// ---------------------------------------------------------------------------------------------
// Expressions
// ---------------------------------------------------------------------------------------------

Expr* AstBuilder::name(const Token* token) { return make<Name>(token->loc, identifier(token)); }

Expr* AstBuilder::compare(Location loc, Expr* left, Items<Comparison>* rest) {
    auto* ops = list<CompareOperator>();
    auto* operands = list<Expr*>();
    for (const Comparison& comparison : *rest) {
        push(ops, comparison.op);
        push(operands, comparison.operand);
    }
    return make<Compare>(loc, left, ops->seq(), operands->seq());
}

Expr* AstBuilder::named(Location loc, Expr* target, Expr* value) {
    if (auto* name = target->try_as<Name>()) {
        name->ctx = ExprContext::Store;
    } else {
        fail(target->loc, fmt::format("cannot use assignment expressions with {}", expression_name(*target)));
    }
    return make<NamedExpr>(loc, target, value);
}

Expr* AstBuilder::tuple_unless_single(Location loc, Items<Expr*>* items) {
    if (items->size() == 1) return (*items)[0];
    return make<Tuple>(loc, items->seq());
}

Expr* AstBuilder::group(Location loc, Items<Expr*>* items) {
    if (items->size() == 1 && (*items)[0]->is<Starred>()) {
        fail((*items)[0]->loc, "cannot use starred expression here");
    }
    return tuple_unless_single(loc, items);
}

Expr* AstBuilder::dict(Location loc, Items<DictItem>* items) {
    auto* keys = list<Expr*>();
    auto* values = list<Expr*>();
    for (const DictItem& item : *items) {
        push(keys, item.key);
        push(values, item.value);
    }
    return make<Dict>(loc, keys->seq(), values->seq());
}

Expr* AstBuilder::dict_comprehension(Location loc, const DictItem& item, Items<Comprehension*>* generators) {
    if (item.key == nullptr) {
        Location stars = item.loc;
        stars.end_line = stars.line;
        stars.end_column = stars.column + 2;
        fail(stars, "dict unpacking cannot be used in dict comprehension");
    }
    return make<DictComp>(loc, item.key, item.value, generators->seq());
}

Comprehension* AstBuilder::for_clause(bool is_async, Location targets_loc, Items<Expr*>* targets,
                                      bool trailing_comma, Expr* iter) {
    Expr* target = store_list(targets_loc, targets, trailing_comma);
    return record<Comprehension>(target, iter, Seq<Expr*>(), is_async);
}

Argument AstBuilder::keyword_argument(Location loc, Location name_loc, Expr* name, Expr* value) {
    auto* keyword = record<Keyword>(loc, Identifier(), value);
    const bool parenthesised = loc.line != name->loc.line || loc.column != name->loc.column;
    name_loc.line = name->loc.line;
    name_loc.column = name->loc.column;
    if (name->is<Name>() && !parenthesised) {
        keyword->arg = name->as<Name>()->id;
    } else if (auto* constant = name->try_as<Constant>();
               constant != nullptr && !parenthesised && constant->type <= ConstantType::False) {
        fail(name_loc, fmt::format("cannot assign to {}", expression_name(*name)));
    } else {
        fail(name_loc, "expression cannot contain assignment, perhaps you meant \"==\"?");
    }
    return {nullptr, keyword, loc, false};
}

Expr* AstBuilder::call(Location loc, Expr* func, Items<Argument>* arguments, bool trailing_comma,
                       Location parens, Location close) {
    // The parentheses of the call serve a lone generator as well.
    if (arguments->size() == 1 && (*arguments)[0].bare_generator && !trailing_comma) {
        (*arguments)[0].positional->loc = parens;
        return make<Call>(loc, func, list((*arguments)[0].positional)->seq());
    }
    auto* positional = list<Expr*>();
    auto* keywords = list<Keyword*>();
    const Argument* unpacking = nullptr;  // the last `**mapping`
    for (const Argument& argument : *arguments) {
        if (argument.bare_generator) {
            fail(argument.loc, "Generator expression must be parenthesized");
        }
        if (argument.keyword != nullptr) {
            if (argument.keyword->arg.empty()) unpacking = &argument;
            push(keywords, argument.keyword);
            continue;
        }
        if (argument.positional->is<Starred>()) {
            if (unpacking != nullptr) {
                fail(unpacking->loc, "iterable argument unpacking follows keyword argument unpacking");
            }
        } else if (unpacking != nullptr) {
            fail(close, "positional argument follows keyword argument unpacking");
        } else if (keywords->size() > 0) {
            fail(close, "positional argument follows keyword argument");
        }
        push(positional, argument.positional);
    }
    return make<Call>(loc, func, positional->seq(), keywords->seq());
}

// Plain parameters, then `/`, plain ones, `*`, keyword-only ones, `**`: each part optional.
Arguments* AstBuilder::parameters(Items<Parameter>* items) {
    auto* posonly = list<Arg*>();
    auto* args = list<Arg*>();
    auto* kwonly = list<Arg*>();
    auto* kw_defaults = list<Expr*>();
    auto* defaults = list<Expr*>();
    auto* result = record<Arguments>();
    const Parameter* star = nullptr;
    bool slash = false;
    for (const Parameter& p : *items) {
        if (result->kwarg != nullptr) {
            fail(p.loc, "arguments cannot follow var-keyword argument");
        }
        switch (p.kind) {
            case Parameter::Plain:
                if (star != nullptr) {
                    push(kwonly, p.arg);
                    push(kw_defaults, p.default_value);
                    break;
                }
                if (p.default_value == nullptr && defaults->size() > 0) {
                    fail(p.loc, "non-default argument follows default argument");
                }
                push(args, p.arg);
                if (p.default_value != nullptr) push(defaults, p.default_value);
                break;
            case Parameter::Star:
            case Parameter::BareStar:
                if (star != nullptr) {
                    const bool last = &p == items->end() - 1;
                    fail(p.loc, last && p.kind == Parameter::BareStar ? "invalid syntax"
                                                                      : "* argument may appear only once");
                }
                star = &p;
                result->vararg = p.arg;
                break;
            case Parameter::DoubleStar:
                if (star != nullptr && star->kind == Parameter::BareStar && kwonly->size() == 0) {
                    fail(star->loc, "named arguments must follow bare *");
                }
                result->kwarg = p.arg;
                break;
            case Parameter::Slash:
                if (slash) fail(p.loc, "/ may appear only once");
                if (star != nullptr) fail(p.loc, "/ must be ahead of *");
                if (args->size() == 0) fail(p.loc, "at least one argument must precede /");
                slash = true;
                std::swap(posonly, args);
                break;
        }
    }
    if (star != nullptr && star->kind == Parameter::BareStar && kwonly->size() == 0) {
        fail(star->loc, "named arguments must follow bare *");
    }
    result->posonlyargs = posonly->seq();
    result->args = args->seq();
    result->kwonlyargs = kwonly->seq();
    result->kw_defaults = kw_defaults->seq();
    result->defaults = defaults->seq();
    return result;
}

Expr* AstBuilder::subscript(Location loc, Expr* value, Location slices_loc, Items<Expr*>* slices,
                            bool trailing_comma) {
    // A lone `*a` is a tuple too.
    const bool tuple = trailing_comma || slices->size() > 1 || (*slices)[0]->is<Starred>();
    Expr* slice = tuple ? make<Tuple>(slices_loc, slices->seq()) : (*slices)[0];
    return make<Subscript>(loc, value, slice);
}

// ---------------------------------------------------------------------------------------------
// Targets
// ---------------------------------------------------------------------------------------------

void AstBuilder::set_context(Expr* target, ExprContext ctx, const char* verb, const char* hint) {
    switch (target->kind) {
        case ExprKind::Name: target->as<Name>()->ctx = ctx; return;
        case ExprKind::Attribute: target->as<Attribute>()->ctx = ctx; return;
        case ExprKind::Subscript: target->as<Subscript>()->ctx = ctx; return;
        case ExprKind::Starred:
            if (ctx == ExprContext::Del) break;
            target->as<Starred>()->ctx = ctx;
            return set_context(target->as<Starred>()->value, ctx, verb);
        // At most as deep as brackets may nest.
        case ExprKind::Tuple:
            target->as<Tuple>()->ctx = ctx;
            for (Expr* element : target->as<Tuple>()->elts) set_context(element, ctx, verb);
            return;
        case ExprKind::List:
            target->as<List>()->ctx = ctx;
            for (Expr* element : target->as<List>()->elts) set_context(element, ctx, verb);
            return;
        default: break;
    }
    fail(target->loc, fmt::format("cannot {} {}{}", verb, expression_name(*target), hint));
}

Expr* AstBuilder::store(Expr* target) {
    set_context(target, ExprContext::Store, "assign to");
    return target;
}

Expr* AstBuilder::store_list(Location loc, Items<Expr*>* targets, bool trailing_comma) {
    return store(trailing_comma ? make<Tuple>(loc, targets->seq()) : tuple_unless_single(loc, targets));
}

Stmt* AstBuilder::delete_targets(Location loc, Items<Expr*>* targets) {
    for (Expr* target : *targets) set_context(target, ExprContext::Del, "delete");
    return make<Delete>(loc, targets->seq());
}

namespace {

// Nothing looser than `|`, where `a == b` could have been meant.
bool is_bitwise_or(const Expr& expr) {
    switch (expr.kind) {
        case ExprKind::BoolOp:
        case ExprKind::Compare:
        case ExprKind::Lambda:
        case ExprKind::IfExp:
        case ExprKind::Yield:
        case ExprKind::YieldFrom: return false;
        case ExprKind::UnaryOp: return expr.as<UnaryOp>()->op != UnaryOperator::Not;
        default: return true;
    }
}

bool in_parentheses(Location with_parentheses, const Expr& expr) {
    return with_parentheses.line != expr.loc.line || with_parentheses.column != expr.loc.column;
}

}  // namespace

// "Maybe you meant '=='" is said for a single `=` with plain operands on both sides. In
// `a, f() = 1` those are f() and 1.
Stmt* AstBuilder::assign(Location loc, Items<Expr*>* targets, Expr* value) {
    static constexpr const char* kHint = " here. Maybe you meant '==' instead of '='?";
    const bool plain_value = is_bitwise_or(*value);
    for (Expr* target : *targets) {
        Expr* last = target;
        // Only the first target can be told from one in parentheses; a yield further on is taken as bare.
        const bool bare = target != *targets->begin() || !in_parentheses(loc, *target);
        if (auto* tuple = target->try_as<Tuple>();
            tuple != nullptr && tuple->elts.size() > 0 && tuple->loc.column == tuple->elts[0]->loc.column) {
            last = tuple->elts.back();
        }
        if (auto* star = last->try_as<Starred>()) last = star->value;
        auto* constant = last->try_as<Constant>();
        const bool singleton = constant != nullptr && constant->type <= ConstantType::False;
        const bool grouped = !bare && last == target;
        if (targets->size() == 1 && plain_value && (is_bitwise_or(*last) || grouped) && !singleton &&
            !last->is<GeneratorExp>() && !last->is<Tuple>() && !last->is<List>()) {
            switch (last->kind) {
                case ExprKind::Name:
                case ExprKind::Attribute:
                case ExprKind::Subscript: break;
                default: set_context(last, ExprContext::Store, "assign to", kHint);
            }
        }
        if (bare && (target->is<Yield>() || target->is<YieldFrom>())) {
            fail(target->loc, "assignment to yield expression not possible");
        }
        store(target);
    }
    return make<Assign>(loc, targets->seq(), value);
}

Stmt* AstBuilder::aug_assign(Location loc, Expr* target, Operator op, Expr* value) {
    if (target->is<Name>() || target->is<Attribute>() || target->is<Subscript>()) {
        store(target);
    } else {
        fail(target->loc,
             fmt::format("'{}' is an illegal expression for augmented assignment", expression_name(*target)));
    }
    return make<AugAssign>(loc, target, op, value);
}

Stmt* AstBuilder::ann_assign(Location loc, Location target_loc, Expr* target, Expr* annotation, Expr* value) {
    if (target->is<Name>() || target->is<Attribute>() || target->is<Subscript>()) {
        store(target);
    } else if (target->is<List>() || target->is<Tuple>()) {
        Location loc = target->loc;
        if (auto* tuple = target->try_as<Tuple>(); tuple != nullptr && !in_parentheses(target_loc, *target) &&
                                                   tuple->elts.size() > 0 &&
                                                   tuple->elts[0]->loc.column == loc.column) {
            loc = tuple->elts[0]->loc;  // without parentheses
        }
        fail(loc, fmt::format("only single target (not {}) can be annotated", expression_name(*target)));
    } else {
        fail(target->loc, "illegal target for annotation");
    }
    const bool simple = target->is<Name>() && !in_parentheses(target_loc, *target);
    return make<AnnAssign>(loc, target, annotation, value, simple);
}

// ---------------------------------------------------------------------------------------------
// Statements
// ---------------------------------------------------------------------------------------------

Stmt* AstBuilder::class_def(Location loc, Identifier name, Items<TypeParam*>* type_params,
                            Items<Argument>* arguments, Location close, Items<Stmt*>* body) {
    // Bases follow the rules of a call, but a generator is none.
    if (arguments->size() == 1 && (*arguments)[0].bare_generator) {
        fail((*arguments)[0].loc, "invalid syntax");
    }
    auto* bases = call(loc, nullptr, arguments, true, loc, close)->as<Call>();
    return make<ClassDef>(loc, name, bases->args, bases->keywords, body->seq(), Seq<Expr*>(),
                          type_params->seq());
}

Stmt* AstBuilder::decorate(Items<Expr*>* decorators, Stmt* definition) {
    if (auto* function = definition->try_as<FunctionDef>()) {
        function->decorator_list = decorators->seq();
    } else {
        definition->as<ClassDef>()->decorator_list = decorators->seq();
    }
    return definition;
}

Stmt* AstBuilder::try_statement(Location loc, Items<Stmt*>* body, Items<ExceptHandler*>* handlers, bool star,
                                Items<Stmt*>* orelse, Items<Stmt*>* finalbody) {
    const auto seq = []<class T>(Items<T>* items) { return items ? items->seq() : Seq<T>(); };
    auto* statement = make<Try>(loc, body->seq(), seq(handlers), seq(orelse), seq(finalbody));
    return star ? other_kind(statement, loc) : statement;
}

// ---------------------------------------------------------------------------------------------
// Patterns
// ---------------------------------------------------------------------------------------------

Pattern* AstBuilder::name_or_value(Expr* expr) {
    auto* name = expr->try_as<Name>();
    if (name == nullptr) return make<MatchValue>(expr->loc, expr);
    if (name->id == "_") return make<MatchAs>(expr->loc);
    return make<MatchAs>(expr->loc, static_cast<Pattern*>(nullptr), name->id);
}

Pattern* AstBuilder::literal(Expr* value) {
    auto* constant = value->try_as<Constant>();
    if (constant != nullptr && constant->type <= ConstantType::False) {
        return make<MatchSingleton>(value->loc, constant->type);
    }
    return make<MatchValue>(value->loc, pattern_key(value, value->loc));
}

Expr* AstBuilder::pattern_key(Expr* value, Location colon) {
    if (value->is<JoinedStr>()) {
        fail(value->loc, "patterns may only match literals and attribute lookups");
    } else if (value->is<Name>()) {
        fail(colon, "invalid syntax");  // a dotted name may go on, a plain one may not
    }
    return value;
}

Expr* AstBuilder::negative(Location loc, const Token* token) {
    return make<UnaryOp>(loc, UnaryOperator::USub, number(token));
}

Expr* AstBuilder::complex_literal(Location loc, Expr* real, Operator op, const Token* imaginary) {
    const Expr* digits = real->is<UnaryOp>() ? real->as<UnaryOp>()->operand : real;
    if (digits->as<Constant>()->type == ConstantType::Complex) {
        fail(real->loc, "real number required in complex literal");
    }
    Expr* right = number(imaginary);
    if (right->as<Constant>()->type != ConstantType::Complex) {
        fail(right->loc, "imaginary number required in complex literal");
    }
    return make<BinOp>(loc, real, op, right);
}

Pattern* AstBuilder::star_pattern(Location loc, const Token* name) {
    return make<MatchStar>(loc, name->text == "_" ? Identifier() : identifier(name));
}

Pattern* AstBuilder::as_pattern(Location loc, Pattern* pattern, const Token* name) {
    if (name->text == "_") fail(name->loc, "cannot use '_' as a target");
    return make<MatchAs>(loc, pattern, identifier(name));
}

Pattern* AstBuilder::sequence_unless_single(Location loc, Items<Pattern*>* items) {
    if (items->size() == 1 && !(*items)[0]->is<MatchStar>()) return (*items)[0];
    if (items->size() == 1) fail((*items)[0]->loc, "invalid syntax");
    return make<MatchSequence>(loc, items->seq());
}

Pattern* AstBuilder::mapping(Location loc, Items<KeyPattern>* items) {
    auto* keys = list<Expr*>();
    auto* patterns = list<Pattern*>();
    Identifier rest;
    for (const KeyPattern& item : *items) {
        if (!rest.empty()) {
            fail(item.key != nullptr ? item.key->loc : item.loc, "invalid syntax");
        } else if (item.key == nullptr) {
            rest = item.rest;
        } else {
            push(keys, item.key);
            push(patterns, item.pattern);
        }
    }
    return make<MatchMapping>(loc, keys->seq(), patterns->seq(), rest);
}

Pattern* AstBuilder::class_pattern(Location loc, Expr* cls, Items<PatternArgument>* arguments) {
    auto* patterns = list<Pattern*>();
    auto* names = list<Identifier>();
    auto* named = list<Pattern*>();
    for (const PatternArgument& argument : *arguments) {
        if (!argument.name.empty()) {
            push(names, argument.name);
            push(named, argument.pattern);
        } else if (names->size() > 0) {
            fail(argument.loc, "positional patterns follow keyword patterns");
        } else {
            push(patterns, argument.pattern);
        }
    }
    return make<MatchClass>(loc, cls, patterns->seq(), names->seq(), named->seq());
}

// ---------------------------------------------------------------------------------------------
// Names for messages
// ---------------------------------------------------------------------------------------------

std::string_view expression_name(const Expr& expr) {
    switch (expr.kind) {
        case ExprKind::Attribute: return "attribute";
        case ExprKind::Subscript: return "subscript";
        case ExprKind::Starred: return "starred";
        case ExprKind::Name: return "name";
        case ExprKind::List: return "list";
        case ExprKind::Tuple: return "tuple";
        case ExprKind::Lambda: return "lambda";
        case ExprKind::Call: return "function call";
        case ExprKind::BoolOp:
        case ExprKind::BinOp:
        case ExprKind::UnaryOp: return "expression";
        case ExprKind::GeneratorExp: return "generator expression";
        case ExprKind::Yield:
        case ExprKind::YieldFrom: return "yield expression";
        case ExprKind::Await: return "await expression";
        case ExprKind::ListComp: return "list comprehension";
        case ExprKind::SetComp: return "set comprehension";
        case ExprKind::DictComp: return "dict comprehension";
        case ExprKind::Dict: return "dict literal";
        case ExprKind::Set: return "set display";
        case ExprKind::JoinedStr:
        case ExprKind::FormattedValue: return "f-string expression";
        case ExprKind::Compare: return "comparison";
        case ExprKind::IfExp: return "conditional expression";
        case ExprKind::NamedExpr: return "named expression";
        case ExprKind::Slice: return "slice";
        case ExprKind::Constant: break;
    }
    switch (expr.as<Constant>()->type) {
        case ConstantType::None: return "None";
        case ConstantType::True: return "True";
        case ConstantType::False: return "False";
        case ConstantType::Ellipsis: return "ellipsis";
        default: return "literal";
    }
}

}  // namespace gilt
