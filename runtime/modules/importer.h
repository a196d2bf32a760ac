// import: from a dotted name to a module in sys.modules.
//
// A module is looked for, in this order: in sys.modules; among the modules written in C++ (modules/registry.h); among
// the embedded ones written in the language (modules/embed.h); in the file system along sys.path, or along the
// __path__ of its package. A folder without __init__.py that is found nowhere else as a module or package is a
// namespace package.
//
// Two threads that import one module run it once: each module that is being loaded has a lock, owned by the thread that
// loads it. A thread that would have to wait for a thread that (over however many modules) waits for it gets the
// half-made module instead, as with circular imports in one thread. The table of those locks is guarded by
// one mutex; sys.modules is a dict and safe by itself.
#pragma once

#include <string>
#include <string_view>

#include "value/value.h"

namespace gilt {

class Thread;
struct Dict;
struct Module;
struct Str;

// The modules that exist from the start: sys, builtins, and sys.modules itself. Called once at boot, after
// initialize_namespaces. False with an exception pending.
[[nodiscard]] bool boot_modules(Thread& thread);

// What the import statement and __import__ do. `globals` (may be null) tells the package for a relative import.
Value import_name(Thread& thread, Str* name, Dict* globals, Value fromlist, int64_t level);
// `from module import name`
Value import_from(Thread& thread, Value module, Str* name);
// `from module import *` into a namespace.
[[nodiscard]] bool import_star(Thread& thread, Value module, Value namespace_);

// The module with this absolute name, imported if need be ("os.path" gives os.path, not os).
Value import_module(Thread& thread, std::string_view name);

// The functions behind built-in ones that are written in the language (lib/_consumers.py). Run when first asked for, kept apart from
// sys.modules: a program may be walking over that.
Value consumers_module(Thread& thread);

// What -O asked for: 1 leaves out assert statements, 2 docstrings too. Set before the first program is compiled.
extern int optimization_level;

// Runs a script file, a string or a module (-m) as __main__. Empty with an exception pending.
Value run_source_as_main(Thread& thread, std::string_view source, const std::string& filename);
// `sets_argv`: sys.argv[0] becomes the module's file.
Value run_module_as_main(Thread& thread, const std::string& name, bool sets_argv);
Module* main_module(Thread& thread);

// Makes UTF-8 of a program's bytes, in place: they are UTF-8 unless a `coding:` comment says otherwise. False with
// SyntaxError pending. `is_file`: they come out of this file, else out of a bytes object.
[[nodiscard]] bool decode_source(Thread& thread, const std::string& filename, bool is_file, std::string* text);
// Reads a file that holds a program; false with OSError or SyntaxError pending.
[[nodiscard]] bool read_program(Thread& thread, const std::string& filename, std::string* out);

}  // namespace gilt
