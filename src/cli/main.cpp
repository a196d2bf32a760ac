// The command `gilt`.
#include <cstdio>

#include "cli/options.h"
#include "cli/program.h"
#include "cli/stages.h"

int main(int argc, char** argv) {
    using namespace gilt;
    Options options = parse_options(argc, argv);
    if (!options.error.empty()) {
        fprintf(stderr, "%s: %s\n", argv[0], options.error.c_str());
        return 2;
    }
    if (options.help) {
        fputs(kHelp, stdout);
        return 0;
    }
    if (options.version) {
        puts("gilt 0.1.0 (Python 3.12)");
        return 0;
    }
    int code = options.stage == Stage::Tokens || options.stage == Stage::Tree ? print_stage(options)
                                                                              : run_program(options);
    leave(options, code);
}
