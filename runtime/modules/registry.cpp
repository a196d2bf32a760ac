// The modules written in C++, by name. Each is made when it is first imported (modules/importer.cpp); adding
// one is adding its line here.
#include "modules/registry.h"

#include <algorithm>
#include <iterator>

namespace gilt {

// name, initializer. Sorted by name.
#define GILT_NATIVE_MODULES(X)            \
    X("_asyncio", initialize_asyncio) \
    X("_codecs", initialize_codecs)        \
    X("_collections", initialize_collections) \
    X("_contextvars", initialize_contextvars) \
    X("_curl", initialize_curl)           \
    X("_functools", initialize_functools) \
    X("_hashes", initialize_hashes)       \
    X("_wide_hashes", initialize_wide_hashes) \
    X("_imp", initialize_imp)             \
    X("_io", initialize_io)               \
    X("_multiprocessing", initialize_multiprocessing) \
    X("_pickle", initialize_pickle)       \
    X("_posixsubprocess", initialize_posixsubprocess) \
    X("_random", initialize_random)       \
    X("_socket", initialize_socket)       \
    X("_ssl", initialize_ssl)             \
    X("_struct", initialize_struct)       \
    X("_thread", initialize_thread)       \
    X("_weakref", initialize_weakref)     \
    X("array", initialize_array)          \
    X("binascii", initialize_binascii)    \
    X("builtins", initialize_builtins)    \
    X("cmath", initialize_cmath)          \
    X("errno", initialize_errno)          \
    X("gc", initialize_gc)                \
    X("grp", initialize_grp)              \
    X("itertools", initialize_itertools)  \
    X("math", initialize_math)            \
    X("posix", initialize_posix)          \
    X("_re", initialize_re)               \
    X("pwd", initialize_pwd)              \
    X("resource", initialize_resource)    \
    X("select", initialize_select)        \
    X("_signal", initialize_signal)       \
    X("_sqlite3", initialize_sqlite3)     \
    X("_syntax", initialize_syntax) \
    X("sys", initialize_sys)              \
    X("time", initialize_time)            \
    X("unicodedata", initialize_unicodedata) \
    X("zlib", initialize_zlib)

#define X(name, initializer) bool initializer(Thread& thread, Module* module);
GILT_NATIVE_MODULES(X)
#undef X

namespace {
constexpr NativeModule kModules[] = {
#define X(name, initializer) {name, initializer},
    GILT_NATIVE_MODULES(X)
#undef X
};
}  // namespace

const NativeModule* find_native_module(std::string_view name) {
    auto found = std::find_if(std::begin(kModules), std::end(kModules),
                              [&](const NativeModule& module) { return module.name == name; });
    return found == std::end(kModules) ? nullptr : found;
}

std::span<const NativeModule> native_modules() { return kModules; }

}  // namespace gilt
