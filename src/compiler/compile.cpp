// The one entrance to the compiler, and the way its errors take into the language.
//
// Inside the compiler an error is a C++ exception (throw_syntax_error); it never leaves compile_source.
#include "compiler/compile.h"

#include <algorithm>
#include <fstream>

#include "compiler/function_compiler.h"
#include "modules/importer.h"
#include "modules/sys_module.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "syntax/parser.h"
#include "syntax/source.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

namespace {

ParseMode parse_mode(CompileMode mode) {
    switch (mode) {
        case CompileMode::File: return ParseMode::File;
        case CompileMode::Eval: return ParseMode::Eval;
        case CompileMode::Single: return ParseMode::Single;
    }
    return ParseMode::File;
}

std::vector<size_t> find_line_starts(std::string_view text) {
    std::vector<size_t> starts{0};
    for (size_t i = 0; i < text.size(); i++) {
        if (text[i] == '\n') starts.push_back(i + 1);
    }
    return starts;
}

// A column in bytes as the 1-based offset in characters that SyntaxError shows.
int character_offset(std::string_view line, int column) {
    int offset = 1;
    for (size_t i = 0; i < line.size() && i < static_cast<size_t>(column); i++) {
        if ((static_cast<unsigned char>(line[i]) & 0xC0) != 0x80) offset++;
    }
    // Past the end of the text that is known.
    if (static_cast<size_t>(column) > line.size()) {
        offset += column - static_cast<int>(line.size());
    }
    return offset;
}

// CPython shows the line of an error that its parser found out of the source it has, but that of one found later
// (`return` outside a function) out of the file: a string that was never a file has no lines to show then.
bool is_readable(std::string_view filename) { return std::ifstream(std::string(filename)).good(); }

// Warns through the module warnings; a warning that is to be an error becomes a SyntaxError there, and false is returned.
bool issue_warning(Thread& thread, const SyntaxError& warning, bool is_deprecation) {
    // Nobody sees a DeprecationWarning who did not ask for it, so the module is not loaded for one.
    Value asked = sys_get("warnoptions");
    const bool nobody_asked = !asked || !is_list(asked) || !list_get(as_list(asked), 0);
    if (is_deprecation && nobody_asked && !dict_get(namespaces.modules, intern(thread, "warnings"))) return true;
    Value module = import_module(thread, "warnings");
    if (!module) return false;
    Value category = is_deprecation ? exceptions.DeprecationWarning : exceptions.SyntaxWarning;
    if (call_method(thread, module, intern(thread, "warn_explicit"),
                    {new_str(thread, warning.message), category, new_str(thread, warning.filename),
                     Value::from_int(warning.loc.line)}))
        return true;
    if (is_instance(thread.exception, static_cast<Class*>(category.as_object()))) {
        clear_exception(thread);
        raise_front_end_error(thread, warning, is_readable(warning.filename));
    }
    return false;
}

}  // namespace

void raise_front_end_error(Thread& thread, const SyntaxError& error, bool show_line) {
    if (error.kind == SyntaxErrorKind::RecursionError) {
        (void)raise_text(thread, exceptions.RecursionError, error.message);
        return;
    }
    Class* type = exceptions.SyntaxError;
    if (error.kind == SyntaxErrorKind::IndentationError) type = exceptions.IndentationError;
    if (error.kind == SyntaxErrorKind::TabError) type = exceptions.TabError;
    const Location& loc = error.loc;
    int column = character_offset(error.line_text, loc.column);
    int end_column =
        loc.end_line == loc.line ? character_offset(error.line_text, loc.end_column) : loc.end_column + 1;
    (void)raise_syntax_error(thread, type, error.message, error.filename, loc.line, column, loc.end_line,
                             loc.end_line == 0 ? 0 : end_column,
                             show_line ? std::string_view(error.line_text) : std::string_view());
}

Code* compile_source(Thread& thread, std::string_view source, std::string_view filename,
                     const CompileOptions& options, bool* incomplete) {
    if (incomplete) *incomplete = false;
    ParseResult parsed = parse(source, std::string(filename), parse_mode(options.mode));
    if (parsed.error) {
        if (incomplete && parsed.incomplete) {
            *incomplete = true;
            return nullptr;
        }
        raise_front_end_error(thread, *parsed.error);
        return nullptr;
    }
    // The same text as the parser saw, so that its locations fit.
    if (options.mode == CompileMode::Eval) {
        source.remove_prefix(std::min(source.find_first_not_of(" \t"), source.size()));
    }
    SourceText text(source, *parsed.arena);
    std::vector<size_t> line_starts = find_line_starts(text.text);
    Code* code = nullptr;
    try {
        ScopeTree scopes = build_scopes(*parsed.mod, *parsed.arena, {options.allow_top_level_await});
        Compilation compilation{
            .thread = thread,
            .scopes = scopes,
            .source = text.text,
            .line_starts = std::move(line_starts),
            .filename = new_str(thread, filename),
            .options = options,
            .names_in_namespace = options.mode == CompileMode::Eval || options.own_namespace};
        code = generate_code(compilation, *parsed.mod);
        parsed.warnings.insert(parsed.warnings.end(), compilation.warnings.begin(), compilation.warnings.end());
    } catch (SyntaxError& error) {
        error.filename = filename;
        error.line_text = text.line(error.loc.line);
        raise_front_end_error(thread, error, is_readable(filename));
        return nullptr;
    }
    for (SyntaxWarning& warning : parsed.warnings) {
        if (options.hidden) break;
        SyntaxError error{SyntaxErrorKind::SyntaxError, std::move(warning.message), std::string(filename),
                          warning.loc, text.line(warning.loc.line)};
        if (!issue_warning(thread, error, warning.is_deprecation)) return nullptr;
    }
    return code;
}

Value describe_tree(Thread& thread, std::string_view source, std::string_view filename, CompileMode mode) {
    ParseResult parsed = parse(source, std::string(filename), parse_mode(mode));
    if (parsed.error) {
        raise_front_end_error(thread, *parsed.error);
        return {};
    }
    return new_str(thread, dump_ast(*parsed.mod, true));
}

void register_compiler() {
    compiler.describe_tree = describe_tree;
    compiler.compile = [](Thread& thread, std::string_view source, std::string_view filename,
                          const CompileOptions& options) {
        return compile_source(thread, source, filename, options);
    };
    compiler.compile_interactive = [](Thread& thread, std::string_view source, std::string_view filename,
                                      const CompileOptions& options, bool* incomplete) {
        return compile_source(thread, source, filename, options, incomplete);
    };
}

}  // namespace gilt
