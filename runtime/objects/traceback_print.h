// Parts of exception printing that sys and threading use besides print_exception (objects/exception.h).
#pragma once

#include <string>
#include <string_view>

#include "value/value.h"

namespace gilt {

class Thread;

// To sys.stderr, flushed. Errors on the way are dropped: there is nowhere to report them.
void write_stderr(Thread& thread, const std::string& text);

// What sys.__unraisablehook__ does; print_unraisable goes through sys.unraisablehook.
void print_unraisable_default(Thread& thread, Value exception, std::string_view where, Value object);

}  // namespace gilt
