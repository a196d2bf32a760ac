// What the command tells the module `sys` before the program starts.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "value/value.h"

namespace gilt {

class Thread;

struct SysOptions {
    std::vector<std::string> argv;       // sys.argv
    std::vector<std::string> orig_argv;  // the whole command line
    std::vector<std::pair<std::string, std::string>>
        x_options;  // -X name or name=value; the value may be empty
    std::vector<std::string> warn_options;
    // sys.flags
    bool inspect = false, interactive = false, ignore_environment = false, isolated = false,
         no_user_site = false, no_site = false, quiet = false, safe_path = false, dev_mode = false;
    int optimize = 0, verbose = 0, bytes_warning = 0;
    bool dont_write_bytecode = true;
    bool unbuffered = false;
};
void configure_sys(Thread& thread, const SysOptions& options);
// Puts a folder first in sys.path: where the program lies.
void add_to_path(Thread& thread, const std::string& folder);

// sys.excepthook's part in ending a thread or the program: calls the hook with the exception; falls back to printing.
void call_excepthook(Thread& thread, Value exception);

}  // namespace gilt
