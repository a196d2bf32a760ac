// The two dumps: tokens one per line, and the tree as Python's `ast.dump(tree, indent=2)` writes it.
//
// For the tree, each node is first described as a name and a list of fields, the same way for all
// kinds, and then written. How a node is laid out depends only on whether its fields are simple, so
// the text is written once, from left to right, however deep the tree is.

#include <utf8proc.h>

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "syntax/parser.h"
#include "syntax/scanner.h"
#include "syntax/source.h"
#include "syntax/token_pass.h"

namespace gilt {

using namespace ast;

// ---------------------------------------------------------------------------------------------
// repr()
// ---------------------------------------------------------------------------------------------

namespace {

bool is_printable(int32_t codepoint) {
    switch (utf8proc_category(codepoint)) {
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_CS:
        case UTF8PROC_CATEGORY_CO:
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP: return false;
        case UTF8PROC_CATEGORY_ZS: return codepoint == ' ';
        default: return true;
    }
}

char choose_quote(std::string_view text) {
    const bool single = text.find('\'') != std::string_view::npos;
    const bool both = single && text.find('"') != std::string_view::npos;
    return single && !both ? '"' : '\'';
}

// What strings and bytes write alike. False: not one of these characters.
bool repr_ascii(std::string& out, unsigned char c, char quote) {
    if (c == '\n')
        out += "\\n";
    else if (c == '\r')
        out += "\\r";
    else if (c == '\t')
        out += "\\t";
    else if (c == '\\')
        out += "\\\\";
    else if (c == static_cast<unsigned char>(quote))
        (out += '\\') += quote;
    else if (c < 0x20 || c == 0x7F)
        out += fmt::format("\\x{:02x}", c);
    else if (c < 0x80)
        out += static_cast<char>(c);
    else
        return false;
    return true;
}

std::string repr_string(std::string_view text) {
    const char quote = choose_quote(text);
    std::string out(1, quote);
    for (size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (repr_ascii(out, c, quote)) {
            ++i;
            continue;
        }
        // Decoded by hand, because a lone surrogate is possible here.
        const size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
        int32_t codepoint = c & (0xFF >> (length + 1));
        for (size_t k = 1; k < length; ++k) codepoint = (codepoint << 6) | (text[i + k] & 0x3F);
        if (is_printable(codepoint))
            out += text.substr(i, length);
        else if (codepoint < 0x100)
            out += fmt::format("\\x{:02x}", codepoint);
        else if (codepoint < 0x10000)
            out += fmt::format("\\u{:04x}", codepoint);
        else
            out += fmt::format("\\U{:08x}", codepoint);
        i += length;
    }
    return out += quote;
}

std::string repr_bytes(std::string_view text) {
    const char quote = choose_quote(text);
    std::string out = "b";
    out += quote;
    for (char c : text) {
        if (!repr_ascii(out, static_cast<unsigned char>(c), quote)) {
            out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        }
    }
    return out += quote;
}

std::string repr_float(double value, bool imaginary) {
    std::string out = fmt::format("{}", value);
    const bool whole = out.find_first_not_of("0123456789") == std::string::npos;
    if (imaginary) return out + "j";
    return whole ? out + ".0" : out;
}

// The decimal digits of a number written in another base.
std::string to_decimal(std::string_view digits, int base) {
    if (base == 10) return std::string(digits);
    std::vector<uint32_t> limbs;  // base 1e9, lowest first
    for (char c : digits) {
        uint64_t carry = static_cast<uint64_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        for (uint32_t& limb : limbs) {
            carry += uint64_t{limb} * static_cast<uint64_t>(base);
            limb = static_cast<uint32_t>(carry % 1000000000);
            carry /= 1000000000;
        }
        if (carry > 0) limbs.push_back(static_cast<uint32_t>(carry));
    }
    if (limbs.empty()) return "0";
    std::string out = fmt::format("{}", limbs.back());
    for (size_t i = limbs.size() - 1; i-- > 0;) out += fmt::format("{:09}", limbs[i]);
    return out;
}

std::string repr(const Constant& c) {
    switch (c.type) {
        case ConstantType::None: return "None";
        case ConstantType::True: return "True";
        case ConstantType::False: return "False";
        case ConstantType::Ellipsis: return "Ellipsis";
        case ConstantType::Int: return fmt::format("{}", c.integer);
        case ConstantType::BigInt: return to_decimal(c.text, c.base);
        case ConstantType::Float: return repr_float(c.number, false);
        case ConstantType::Complex: return repr_float(c.number, true);
        case ConstantType::Str: return repr_string(c.text);
        case ConstantType::Bytes: return repr_bytes(c.text);
    }
    return {};
}

// ---------------------------------------------------------------------------------------------
// Descriptions
// ---------------------------------------------------------------------------------------------

struct Description;

// A child that is described when it is its turn.
struct Child {
    const void* node;
    Description (*describe)(const void*);
};

struct Value {
    std::variant<std::string, Child, std::vector<Value>> what;
};

struct Description {
    std::string name;
    std::vector<std::pair<const char*, Value>> fields;
    Location loc{0, 0, 0, 0};

    Description(std::string n) : name(std::move(n)) {}
    Description(std::string n, Location l) : name(std::move(n)), loc(l) {}

    template <class T>
    Description& add(const char* field, const T& value);
};

Description describe(const Stmt& node);
Description describe(const Expr& node);
Description describe(const Pattern& node);
Description describe(const Arguments& node);
Description describe(const Arg& node);
Description describe(const Keyword& node);
Description describe(const Alias& node);
Description describe(const WithItem& node);
Description describe(const Comprehension& node);
Description describe(const ExceptHandler& node);
Description describe(const MatchCase& node);
Description describe(const TypeParam& node);

constexpr const char* kContexts[] = {"Load", "Store", "Del"};
constexpr const char* kBoolOperators[] = {"And", "Or"};
constexpr const char* kOperators[] = {"Add",    "Sub",    "Mult",  "MatMult", "Div",    "Mod",     "Pow",
                                      "LShift", "RShift", "BitOr", "BitXor",  "BitAnd", "FloorDiv"};
constexpr const char* kUnaryOperators[] = {"Invert", "Not", "UAdd", "USub"};
constexpr const char* kCompareOperators[] = {"Eq",  "NotEq", "Lt",    "LtE", "Gt",
                                             "GtE", "Is",    "IsNot", "In",  "NotIn"};

std::string text_of(ExprContext v) { return fmt::format("{}()", kContexts[int(v)]); }
std::string text_of(BoolOperator v) { return fmt::format("{}()", kBoolOperators[int(v)]); }
std::string text_of(Operator v) { return fmt::format("{}()", kOperators[int(v)]); }
std::string text_of(UnaryOperator v) { return fmt::format("{}()", kUnaryOperators[int(v)]); }
std::string text_of(CompareOperator v) { return fmt::format("{}()", kCompareOperators[int(v)]); }
std::string text_of(Identifier v) { return repr_string(v); }
std::string text_of(int v) { return fmt::format("{}", v); }
std::string text_of(bool v) { return v ? "1" : "0"; }

template <class T>
Value value_of(const T& value) {
    return {text_of(value)};
}
template <class T>
Value value_of(T* node) {
    if (node == nullptr) return {std::string("None")};
    return {Child{node, [](const void* n) { return describe(*static_cast<const T*>(n)); }}};
}
template <class T>
Value value_of(Seq<T> items) {
    std::vector<Value> values;
    values.reserve(items.size());
    for (const T& item : items) values.push_back(value_of(item));
    return {std::move(values)};
}

// A field that is not there is not shown; inside a list it is None.
template <class T>
Description& Description::add(const char* field, const T& value) {
    if constexpr (std::is_pointer_v<T>) {
        if (value == nullptr) return *this;
    } else if constexpr (std::is_same_v<T, Identifier>) {
        if (value.empty()) return *this;
    }
    fields.emplace_back(field, value_of(value));
    return *this;
}

Description& add_type_params(Description& d, Seq<TypeParam*> type_params) {
    return type_params.empty() ? d : d.add("type_params", type_params);
}

Description describe(const Stmt& node) {
    static constexpr const char* kNames[] = {"FunctionDef", "AsyncFunctionDef",
                                             "ClassDef",    "Return",
                                             "Delete",      "Assign",
                                             "TypeAlias",   "AugAssign",
                                             "AnnAssign",   "For",
                                             "AsyncFor",    "While",
                                             "If",          "With",
                                             "AsyncWith",   "Match",
                                             "Raise",       "Try",
                                             "TryStar",     "Assert",
                                             "Import",      "ImportFrom",
                                             "Global",      "Nonlocal",
                                             "Expr",        "Pass",
                                             "Break",       "Continue"};
    Description d(kNames[int(node.kind)], node.loc);
    switch (node.kind) {
        case StmtKind::FunctionDef:
        case StmtKind::AsyncFunctionDef: {
            const auto& n = *node.as<FunctionDef>();
            d.add("name", n.name).add("args", n.args).add("body", n.body);
            d.add("decorator_list", n.decorator_list).add("returns", n.returns);
            return add_type_params(d, n.type_params);
        }
        case StmtKind::ClassDef: {
            const auto& n = *node.as<ClassDef>();
            d.add("name", n.name).add("bases", n.bases).add("keywords", n.keywords);
            d.add("body", n.body).add("decorator_list", n.decorator_list);
            return add_type_params(d, n.type_params);
        }
        case StmtKind::Return: return d.add("value", node.as<Return>()->value);
        case StmtKind::Delete: return d.add("targets", node.as<Delete>()->targets);
        case StmtKind::Assign: {
            const auto& n = *node.as<Assign>();
            return d.add("targets", n.targets).add("value", n.value);
        }
        case StmtKind::TypeAlias: {
            const auto& n = *node.as<TypeAlias>();
            return d.add("name", n.name).add("type_params", n.type_params).add("value", n.value);
        }
        case StmtKind::AugAssign: {
            const auto& n = *node.as<AugAssign>();
            return d.add("target", n.target).add("op", n.op).add("value", n.value);
        }
        case StmtKind::AnnAssign: {
            const auto& n = *node.as<AnnAssign>();
            d.add("target", n.target).add("annotation", n.annotation).add("value", n.value);
            return d.add("simple", n.simple);
        }
        case StmtKind::For:
        case StmtKind::AsyncFor: {
            const auto& n = *node.as<For>();
            d.add("target", n.target).add("iter", n.iter);
            return d.add("body", n.body).add("orelse", n.orelse);
        }
        case StmtKind::While: {
            const auto& n = *node.as<While>();
            return d.add("test", n.test).add("body", n.body).add("orelse", n.orelse);
        }
        case StmtKind::If: {
            const auto& n = *node.as<If>();
            return d.add("test", n.test).add("body", n.body).add("orelse", n.orelse);
        }
        case StmtKind::With:
        case StmtKind::AsyncWith: {
            const auto& n = *node.as<With>();
            return d.add("items", n.items).add("body", n.body);
        }
        case StmtKind::Match: {
            const auto& n = *node.as<Match>();
            return d.add("subject", n.subject).add("cases", n.cases);
        }
        case StmtKind::Raise: {
            const auto& n = *node.as<Raise>();
            return d.add("exc", n.exc).add("cause", n.cause);
        }
        case StmtKind::Try:
        case StmtKind::TryStar: {
            const auto& n = *node.as<Try>();
            d.add("body", n.body).add("handlers", n.handlers);
            return d.add("orelse", n.orelse).add("finalbody", n.finalbody);
        }
        case StmtKind::Assert: {
            const auto& n = *node.as<Assert>();
            return d.add("test", n.test).add("msg", n.msg);
        }
        case StmtKind::Import: return d.add("names", node.as<Import>()->names);
        case StmtKind::ImportFrom: {
            const auto& n = *node.as<ImportFrom>();
            return d.add("module", n.module).add("names", n.names).add("level", n.level);
        }
        case StmtKind::Global: return d.add("names", node.as<Global>()->names);
        case StmtKind::Nonlocal: return d.add("names", node.as<Nonlocal>()->names);
        case StmtKind::Expr: return d.add("value", node.as<ExprStmt>()->value);
        case StmtKind::Pass:
        case StmtKind::Break:
        case StmtKind::Continue: return d;
    }
    return d;
}

Description describe(const Expr& node) {
    static constexpr const char* kNames[] = {
        "BoolOp",    "NamedExpr", "BinOp",   "UnaryOp",        "Lambda",       "IfExp",    "Dict",
        "Set",       "ListComp",  "SetComp", "DictComp",       "GeneratorExp", "Await",    "Yield",
        "YieldFrom", "Compare",   "Call",    "FormattedValue", "JoinedStr",    "Constant", "Attribute",
        "Subscript", "Starred",   "Name",    "List",           "Tuple",        "Slice"};
    Description d(kNames[int(node.kind)], node.loc);
    switch (node.kind) {
        case ExprKind::BoolOp: {
            const auto& n = *node.as<BoolOp>();
            return d.add("op", n.op).add("values", n.values);
        }
        case ExprKind::NamedExpr: {
            const auto& n = *node.as<NamedExpr>();
            return d.add("target", n.target).add("value", n.value);
        }
        case ExprKind::BinOp: {
            const auto& n = *node.as<BinOp>();
            return d.add("left", n.left).add("op", n.op).add("right", n.right);
        }
        case ExprKind::UnaryOp: {
            const auto& n = *node.as<UnaryOp>();
            return d.add("op", n.op).add("operand", n.operand);
        }
        case ExprKind::Lambda: {
            const auto& n = *node.as<Lambda>();
            return d.add("args", n.args).add("body", n.body);
        }
        case ExprKind::IfExp: {
            const auto& n = *node.as<IfExp>();
            return d.add("test", n.test).add("body", n.body).add("orelse", n.orelse);
        }
        case ExprKind::Dict: {
            const auto& n = *node.as<Dict>();
            return d.add("keys", n.keys).add("values", n.values);
        }
        case ExprKind::Set: return d.add("elts", node.as<Set>()->elts);
        case ExprKind::ListComp: {
            const auto& n = *node.as<ListComp>();
            return d.add("elt", n.elt).add("generators", n.generators);
        }
        case ExprKind::SetComp: {
            const auto& n = *node.as<SetComp>();
            return d.add("elt", n.elt).add("generators", n.generators);
        }
        case ExprKind::DictComp: {
            const auto& n = *node.as<DictComp>();
            return d.add("key", n.key).add("value", n.value).add("generators", n.generators);
        }
        case ExprKind::GeneratorExp: {
            const auto& n = *node.as<GeneratorExp>();
            return d.add("elt", n.elt).add("generators", n.generators);
        }
        case ExprKind::Await: return d.add("value", node.as<Await>()->value);
        case ExprKind::Yield: return d.add("value", node.as<Yield>()->value);
        case ExprKind::YieldFrom: return d.add("value", node.as<YieldFrom>()->value);
        case ExprKind::Compare: {
            const auto& n = *node.as<Compare>();
            return d.add("left", n.left).add("ops", n.ops).add("comparators", n.comparators);
        }
        case ExprKind::Call: {
            const auto& n = *node.as<Call>();
            return d.add("func", n.func).add("args", n.args).add("keywords", n.keywords);
        }
        case ExprKind::FormattedValue: {
            const auto& n = *node.as<FormattedValue>();
            d.add("value", n.value).add("conversion", n.conversion);
            return d.add("format_spec", n.format_spec);
        }
        case ExprKind::JoinedStr: return d.add("values", node.as<JoinedStr>()->values);
        case ExprKind::Constant: {
            const auto& n = *node.as<Constant>();
            d.fields.emplace_back("value", Value{repr(n)});
            if (n.u_prefix) d.fields.emplace_back("kind", Value{std::string("'u'")});
            return d;
        }
        case ExprKind::Attribute: {
            const auto& n = *node.as<Attribute>();
            return d.add("value", n.value).add("attr", n.attr).add("ctx", n.ctx);
        }
        case ExprKind::Subscript: {
            const auto& n = *node.as<Subscript>();
            return d.add("value", n.value).add("slice", n.slice).add("ctx", n.ctx);
        }
        case ExprKind::Starred: {
            const auto& n = *node.as<Starred>();
            return d.add("value", n.value).add("ctx", n.ctx);
        }
        case ExprKind::Name: {
            const auto& n = *node.as<Name>();
            return d.add("id", n.id).add("ctx", n.ctx);
        }
        case ExprKind::List: {
            const auto& n = *node.as<List>();
            return d.add("elts", n.elts).add("ctx", n.ctx);
        }
        case ExprKind::Tuple: {
            const auto& n = *node.as<Tuple>();
            return d.add("elts", n.elts).add("ctx", n.ctx);
        }
        case ExprKind::Slice: {
            const auto& n = *node.as<Slice>();
            return d.add("lower", n.lower).add("upper", n.upper).add("step", n.step);
        }
    }
    return d;
}

Description describe(const Pattern& node) {
    static constexpr const char* kNames[] = {"MatchValue", "MatchSingleton", "MatchSequence", "MatchMapping",
                                             "MatchClass", "MatchStar",      "MatchAs",       "MatchOr"};
    Description d(kNames[int(node.kind)], node.loc);
    switch (node.kind) {
        case PatternKind::MatchValue: return d.add("value", node.as<MatchValue>()->value);
        case PatternKind::MatchSingleton: {
            Constant constant;
            constant.type = node.as<MatchSingleton>()->value;
            d.fields.emplace_back("value", Value{repr(constant)});
            return d;
        }
        case PatternKind::MatchSequence: return d.add("patterns", node.as<MatchSequence>()->patterns);
        case PatternKind::MatchMapping: {
            const auto& n = *node.as<MatchMapping>();
            return d.add("keys", n.keys).add("patterns", n.patterns).add("rest", n.rest);
        }
        case PatternKind::MatchClass: {
            const auto& n = *node.as<MatchClass>();
            d.add("cls", n.cls).add("patterns", n.patterns).add("kwd_attrs", n.kwd_attrs);
            return d.add("kwd_patterns", n.kwd_patterns);
        }
        case PatternKind::MatchStar: return d.add("name", node.as<MatchStar>()->name);
        case PatternKind::MatchAs: {
            const auto& n = *node.as<MatchAs>();
            return d.add("pattern", n.pattern).add("name", n.name);
        }
        case PatternKind::MatchOr: return d.add("patterns", node.as<MatchOr>()->patterns);
    }
    return d;
}

Description describe(const Arguments& n) {
    Description d("arguments");
    d.add("posonlyargs", n.posonlyargs).add("args", n.args).add("vararg", n.vararg);
    d.add("kwonlyargs", n.kwonlyargs).add("kw_defaults", n.kw_defaults).add("kwarg", n.kwarg);
    return d.add("defaults", n.defaults);
}
Description describe(const Arg& n) {
    return Description("arg", n.loc).add("arg", n.arg).add("annotation", n.annotation);
}
Description describe(const Keyword& n) {
    return Description("keyword", n.loc).add("arg", n.arg).add("value", n.value);
}
Description describe(const Alias& n) {
    return Description("alias", n.loc).add("name", n.name).add("asname", n.asname);
}
Description describe(const WithItem& n) {
    Description d("withitem");
    return d.add("context_expr", n.context_expr).add("optional_vars", n.optional_vars);
}
Description describe(const Comprehension& n) {
    Description d("comprehension");
    d.add("target", n.target).add("iter", n.iter).add("ifs", n.ifs);
    return d.add("is_async", n.is_async);
}
Description describe(const ExceptHandler& n) {
    Description d("ExceptHandler", n.loc);
    return d.add("type", n.type).add("name", n.name).add("body", n.body);
}
Description describe(const MatchCase& n) {
    Description d("match_case");
    return d.add("pattern", n.pattern).add("guard", n.guard).add("body", n.body);
}
Description describe(const TypeParam& n) {
    static constexpr const char* kNames[] = {"TypeVar", "ParamSpec", "TypeVarTuple"};
    Description d(kNames[int(n.kind)], n.loc);
    return d.add("name", n.name).add("bound", n.bound);
}

// ---------------------------------------------------------------------------------------------
// Writing
// ---------------------------------------------------------------------------------------------

class Writer {
 public:
    explicit Writer(bool with_locations) : with_locations_(with_locations) {}

    void write(const Description& node) {
        ++level_;
        const bool simple =
            node.fields.size() <= 3 && std::all_of(node.fields.begin(), node.fields.end(),
                                                   [&](const auto& f) { return is_simple(f.second); });
        out += node.name;
        out += '(';
        for (size_t i = 0; i < node.fields.size(); ++i) {
            if (simple) {
                if (i > 0) out += ", ";
            } else {
                break_line(i > 0);
            }
            out += node.fields[i].first;
            out += '=';
            write(node.fields[i].second);
        }
        out += ')';
        --level_;
    }

    std::string out;

 private:
    Description describe(const Child& child) const {
        Description d = child.describe(child.node);
        if (with_locations_) add_location(d);
        return d;
    }
    static void add_location(Description& d) {
        if (d.loc.line == 0) return;
        d.add("lineno", d.loc.line).add("col_offset", d.loc.column);
        d.add("end_lineno", d.loc.end_line).add("end_col_offset", d.loc.end_column);
    }
    bool is_simple(const Value& value) const {
        if (auto* list = std::get_if<std::vector<Value>>(&value.what)) return list->empty();
        if (auto* child = std::get_if<Child>(&value.what)) return describe(*child).fields.empty();
        return true;
    }
    void write(const Value& value) {
        if (auto* text = std::get_if<std::string>(&value.what)) {
            out += *text;
        } else if (auto* child = std::get_if<Child>(&value.what)) {
            write(describe(*child));
        } else {
            const auto& list = std::get<std::vector<Value>>(value.what);
            out += '[';
            ++level_;
            for (size_t i = 0; i < list.size(); ++i) {
                break_line(i > 0);
                write(list[i]);
            }
            --level_;
            out += ']';
        }
    }
    void break_line(bool comma) {
        if (comma) out += ',';
        out += '\n';
        out.append(2 * static_cast<size_t>(level_), ' ');
    }

    bool with_locations_;
    int level_ = 0;
};

}  // namespace

std::string dump_ast(const Mod& mod, bool with_locations) {
    static constexpr const char* kNames[] = {"Module", "Interactive", "Expression"};
    Description d(kNames[int(mod.kind)]);
    if (mod.kind == ModKind::Expression) {
        d.add("body", mod.expr);
    } else {
        d.add("body", mod.stmts);
    }
    if (mod.kind == ModKind::Module) d.add("type_ignores", Seq<Expr*>());
    Writer writer(with_locations);
    writer.write(d);
    return writer.out;
}

std::string dump_tokens(std::string_view source, const std::string& filename) {
    Arena arena;
    SourceText text(source, arena);
    Scanner scanner(text.text, arena);
    std::string out;
    const bool ok = !text.error && scanner.scan();
    if (ok) mark_soft_keywords(scanner.tokens);
    for (const Token& token : scanner.tokens) {
        const Location& loc = token.loc;
        const auto place = fmt::format("{},{}-{},{}:", loc.line, loc.column, loc.end_line, loc.end_column);
        std::string line =
            fmt::format("{:<20}{:<15}{}", place, kind_name(token.kind), repr_string(token.text));
        out += line + "\n";
    }
    if (!ok) {
        SyntaxError error = text.error ? *text.error : *scanner.error;
        error.filename = filename;
        error.line_text = text.line(error.loc.line);
        out += format_syntax_error(error);
    }
    return out;
}

}  // namespace gilt
