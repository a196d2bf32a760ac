// The three namespaces everything hangs from, for C++ that must find a name without an import.
#pragma once

#include <string_view>

#include "value/value.h"

namespace gilt {

class Thread;
struct Dict;

struct Namespaces {
    Dict* modules;   // sys.modules
    Dict* builtins;  // builtins.__dict__
    Dict* sys;       // sys.__dict__
};
extern Namespaces namespaces;

// Makes the three dicts, empty. Needs the built-in types; called before any module is made.
void initialize_namespaces(Thread& thread);

// sys.<name>, or empty (no exception) if it has been deleted or the module is not there yet.
Value sys_get(std::string_view name);

// Values that C++ keeps in variables of its own for the life of the process (classes it made, hooks).
void keep_forever(Thread& thread, Value value);

}  // namespace gilt
