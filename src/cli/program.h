// Running a program, and ending the process as CPython would.
#pragma once

#include "cli/options.h"

namespace gilt {

class Thread;

// Boots the runtime and runs what the options say: a program, the prompt, or --dis. The process's exit code; the process
// must end with `leave` afterwards.
int run_program(const Options& options);

// Ends the process now: statistics that were asked for are printed, C's own streams flushed; other threads stay
// where they are.
[[noreturn]] void leave(const Options& options, int code);

// What an exception that nobody caught means: prints it unless it is a SystemExit. The exit code; for KeyboardInterrupt
// 128 + SIGINT, which `leave` turns into death by that signal.
int report_uncaught(Thread& thread);

}  // namespace gilt
