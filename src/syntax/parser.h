// From source text to a syntax tree: the one entrance to the front end.
//
// The source goes through three steps, each complete before the next begins, and each able to stop
// with an error:
//   1. the scanner (grammar/lexer.re) turns text into a vector of tokens;
//   2. the look-ahead pass (token_pass.cpp) decides what only distance can tell: whether `match`
//      is a keyword, whether a parenthesis after `with` encloses items;
//   3. the parser (grammar/parser.yy) turns tokens into a tree.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/ast.h"
#include "syntax/syntax_error.h"

namespace gilt {

enum class ParseMode {
    File,    // a module
    Eval,    // one expression
    Single,  // one statement typed at a prompt
};

// Either `mod` is set, or `error` is. The tree lives as long as `arena`.
struct ParseResult {
    std::unique_ptr<Arena> arena;
    ast::Mod* mod = nullptr;
    std::optional<SyntaxError> error;
    std::vector<SyntaxWarning> warnings;
    // The text may become a program, or a longer one, when lines are added: a prompt asks for one
    // more. With an error it is one that more lines could mend. Without (mode Single only) a block is
    // open, which an empty line would end.
    bool incomplete = false;
};

ParseResult parse(std::string_view source, std::string filename, ParseMode mode = ParseMode::File);

// One line per token: place, kind and text. An error ends the list.
std::string dump_tokens(std::string_view source, const std::string& filename);

// The tree as Python's `ast.dump(tree, indent=2)` prints it; `with_locations` is its
// `include_attributes`.
std::string dump_ast(const ast::Mod& mod, bool with_locations = false);

}  // namespace gilt
