#include "cli/stages.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "syntax/parser.h"
#include "syntax/syntax_error.h"

namespace gilt {
namespace {

bool read_text(const Options& options, std::string* text, std::string* filename) {
    if (options.source == Source::Command) {
        *text = options.program + "\n";
        *filename = "<string>";
        return true;
    }
    if (options.source != Source::File) {
        text->assign(std::istreambuf_iterator<char>(std::cin), {});
        *filename = "<stdin>";
        return true;
    }
    *filename = options.program;
    std::ifstream file(options.program, std::ios::binary);
    if (file) text->assign(std::istreambuf_iterator<char>(file), {});
    return file.good() || file.eof();
}

void print(const std::string& text) { fwrite(text.data(), 1, text.size(), stdout); }

}  // namespace

int print_stage(const Options& options) {
    std::string text, filename;
    if (!read_text(options, &text, &filename)) {
        int error = errno ? errno : EIO;
        fprintf(stderr, "%s: can't open file '%s': [Errno %d] %s\n", options.sys.orig_argv[0].c_str(),
                options.program.c_str(), error, strerror(error));
        return 2;
    }
    if (options.stage == Stage::Tokens) print(dump_tokens(text, filename));
    ParseResult result = parse(text, filename);
    if (result.error) {
        fflush(stdout);
        fputs(format_syntax_error(*result.error).c_str(), stderr);
        return 1;
    }
    if (options.stage == Stage::Tree) {
        std::string tree = dump_ast(*result.mod);
        if (!tree.ends_with('\n')) tree += '\n';
        print(tree);
    }
    return 0;
}

}  // namespace gilt
