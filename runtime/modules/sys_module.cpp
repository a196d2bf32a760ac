// The module `sys`: what the interpreter is and what it lets scripts adjust.
//
// Numbers that describe CPython's inner build (float_info, hash_info) are given as CPython gives them: programs read
// them as facts about the language.
#include "modules/sys_module.h"

#include <limits.h>
#include <unistd.h>

#include <algorithm>
#include <cfloat>
#include <cstdlib>
#include <map>

#include "modules/embed.h"
#include "modules/fs_path.h"
#include "modules/importer.h"
#include "modules/io_module.h"
#include "modules/registry.h"
#include "modules/sys_hooks.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/frame_object.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects/set.h"
#include "objects/simple_namespace.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/gil.h"
#include "thread/thread.h"
#include "vm/interpreter.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

constexpr const char* kVersion = "3.12.0 (gilt 0.1.0) [GCC " __VERSION__ "]";
constexpr int64_t kHexVersion = 0x030C00F0;

Value boolean(bool truth) { return Value::from_bool(truth); }
Value number(int64_t value) { return Value::from_int(value); }

// ---------------------------------------------------------------- exceptions and frames

Value being_handled(Thread& thread) {
    for (HandledException* level = thread.handled; level; level = level->previous)
        if (level->exception && !level->exception.is_none()) return level->exception;
    return Value::none();
}

Value exception(Thread& thread, Args&) { return being_handled(thread); }

Value exc_info(Thread& thread, Args&) {
    Value current = being_handled(thread);
    if (current.is_none()) return new_tuple(thread, {Value::none(), Value::none(), Value::none()});
    Value traceback = as_exception(current)->traceback.load();
    return new_tuple(thread, {class_of(current), current, traceback ? traceback : Value::none()});
}

Value get_frame(Thread& thread, Args& args) {
    int64_t depth = 0;
    if (args.has(0) && !to_int64(thread, args[0], &depth)) return {};
    FrameObject* frame = snapshot_frame(thread, std::max<int64_t>(depth, 0));
    if (!frame) return raise_value_error(thread, "call stack is not deep enough");
    return frame;
}

// {ident: frame} of all threads; the others stand still while they are looked at, and the list of threads with them.
Value current_frames(Thread& thread, Args&) {
    Dict* frames = new_dict(thread);
    StopTheWorld world(thread);
    Thread* each = &thread;
    while (each->previous) each = each->previous;
    for (; each; each = each->next) {
        FrameObject* frame = snapshot_frame(*each, 0);
        if (frame && !dict_store(thread, frames, make_uint(thread, each->ident), frame)) return {};
    }
    return frames;
}

Value exit(Thread& thread, Args& args) {
    bool has_status = args.has(0) && !args[0].is_none();
    return raise(thread, exceptions.SystemExit, has_status ? args[0] : Value());
}

// ---------------------------------------------------------------- adjusting

Value get_recursion_limit(Thread&, Args&) { return number(recursion_limit()); }

Value adjust_recursion_limit(Thread& thread, Args& args) {
    int64_t limit;
    if (!to_int64(thread, args[0], &limit)) return {};
    if (limit < 1) return raise_value_error(thread, "recursion limit must be greater or equal than 1");
    if (limit > INT_MAX)
        return raise_text(thread, exceptions.OverflowError, "Python int too large to convert to C int");
    if (recursion_depth(thread) >= limit)
        return raise_format(
            thread, exceptions.RecursionError,
            "cannot set the recursion limit to {} at the recursion depth {}: the limit is too low", limit,
            recursion_depth(thread));
    set_recursion_limit(static_cast<int>(limit));
    return Value::none();
}

Value get_switch_interval(Thread&, Args&) {
    return Value::from_float(static_cast<double>(gil::switch_interval.load(std::memory_order_relaxed)) / 1e9);
}

Value set_switch_interval(Thread& thread, Args& args) {
    Value value = args[0];
    double seconds;
    if (value.is_float())
        seconds = value.as_float();
    else if (value.is_int())
        seconds = static_cast<double>(value.as_int());
    else
        return raise_type_error(thread, "must be real number, not {}", type_name(value));
    if (!(seconds > 0)) return raise_value_error(thread, "switch interval must be strictly positive");
    gil::switch_interval.store(static_cast<uint64_t>(std::min(seconds, 1e6) * 1e9 + 0.5),
                               std::memory_order_relaxed);
    return Value::none();
}

Value is_gil_enabled(Thread&, Args&) { return boolean(gil::enabled); }

Value get_int_max_str_digits(Thread&, Args&) { return number(int_max_str_digits.load()); }

Value set_int_max_str_digits(Thread& thread, Args& args) {
    int64_t digits;
    if (!to_int64(thread, args[0], &digits)) return {};
    if (digits != 0 && digits < 640)
        return raise_value_error(thread, "maxdigits must be 0 or larger than 640");
    int_max_str_digits.store(static_cast<int>(std::min<int64_t>(digits, INT_MAX)));
    return Value::none();
}

template <const char* kName>
Value refuse_tracing(Thread& thread, Args& args) {
    if (args[0].is_none()) return Value::none();
    return raise_format(thread, exceptions.NotImplementedError, "gilt does not support sys.{}()", kName);
}
constexpr char kSettrace[] = "settrace", kSetprofile[] = "setprofile";

Value none(Thread&, Args&) { return Value::none(); }
Value zero(Thread&, Args&) { return number(0); }

Value utf8_name(Thread& thread, Args&) { return intern(thread, "utf-8"); }
Value surrogateescape_name(Thread& thread, Args&) { return intern(thread, "surrogateescape"); }

Value intern_text(Thread& thread, Args& args) {
    if (!is_exact_str(args[0]))
        return raise_type_error(thread, "intern() argument must be str, not {}", argument_type_name(args[0]));
    return intern(thread, as_str(args[0]));
}

Value is_finalizing(Thread&, Args&) { return boolean(false); }

// The sizes CPython 3.11 would report for the common types: what people compare in lessons about memory. For the rest,
// the size of the object here.
int64_t size_of(Value value) {
    if (value.is_none() || value.is_not_implemented() || value.is_ellipsis()) return 16;
    if (value.is_float()) return 24;
    if (is_int(value) && (value.is_int() || value.is_bool() || value.as_object()->kind() == Kind::BigInt)) {
        Value plain = as_plain_int(value);
        uint64_t digits = (int_bit_length(plain) + 29) / 30;
        return 24 + 4 * static_cast<int64_t>(digits);
    }
    Object* object = value.as_object();
    Class* cls = object->cls();
    switch (object->kind()) {
        case Kind::Str: {
            auto* text = static_cast<Str*>(object);
            int64_t length = static_cast<int64_t>(text->length);
            if (text->is_ascii()) return 49 + length;
            return (text->width() == 1 ? 73 : text->width() == 2 ? 74 : 76) + length * text->width();
        }
        case Kind::Bytes: return 33 + static_cast<int64_t>(static_cast<Bytes*>(object)->length);
        case Kind::Tuple: return 40 + 8 * static_cast<int64_t>(static_cast<Tuple*>(object)->length);
        case Kind::List: {
            auto* storage = static_cast<List*>(object)->storage();
            return 56 + 8 * static_cast<int64_t>(storage->count.load());
        }
        case Kind::Dict: {
            size_t count = static_cast<Dict*>(object)->count();
            if (count == 0) return 64;
            size_t slots = 8;
            while (slots * 2 / 3 < count) slots *= 2;
            size_t index = slots <= 256 ? 1 : slots <= 65536 ? 2 : 4;
            return static_cast<int64_t>(64 + 32 + slots * index + slots * 2 / 3 * 24 - 8 * (slots == 8));
        }
        case Kind::Set:
        case Kind::FrozenSet: {
            size_t count = static_cast<Set*>(object)->count(), slots = 8;
            while (slots * 3 / 5 < count) slots *= 4;
            return static_cast<int64_t>(216 + (slots > 8 ? slots * 16 : 0));
        }
        case Kind::Function: return 152;
        case Kind::Instance: return cls == types.object ? 16 : 48;
        default: return cls->instance_size;
    }
}

Value get_size_of(Thread& thread, Args& args) {
    Value method = class_lookup(class_of(args[0]), intern(thread, "__sizeof__"));
    bool from_script = method.is_object() && method.as_object()->kind() == Kind::Function;
    if (from_script) return call_method(thread, args[0], intern(thread, "__sizeof__"), {});
    return make_int(thread, size_of(args[0]));
}

// ---------------------------------------------------------------- constants

Value text(Thread& thread, std::string_view value) { return new_str(thread, value); }

void add_structs(Thread& thread, Module* module) {
    auto set = [&](std::string_view name, Value value) { set_module_attribute(thread, module, name, value); };
    Class* version = new_struct_sequence(thread, "sys.version_info",
                                         {"major", "minor", "micro", "releaselevel", "serial"}, 0, false);
    Value version_info =
        make_struct(thread, version, {number(3), number(12), number(0), intern(thread, "final"), number(0)});
    set("version_info", version_info);

    Class* floats = new_struct_sequence(thread, "sys.float_info",
                                        {"max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp",
                                         "dig", "mant_dig", "epsilon", "radix", "rounds"},
                                        0, false);
    set("float_info",
        make_struct(thread, floats,
                    {Value::from_float(DBL_MAX), number(DBL_MAX_EXP), number(DBL_MAX_10_EXP),
                     Value::from_float(DBL_MIN), number(DBL_MIN_EXP), number(DBL_MIN_10_EXP), number(DBL_DIG),
                     number(DBL_MANT_DIG), Value::from_float(DBL_EPSILON), number(FLT_RADIX), number(1)}));
    Class* ints = new_struct_sequence(
        thread, "sys.int_info",
        {"bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"}, 0, false);
    set("int_info", make_struct(thread, ints, {number(30), number(4), number(4300), number(640)}));
    Class* hashes = new_struct_sequence(
        thread, "sys.hash_info",
        {"width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"}, 0,
        false);
    set("hash_info",
        make_struct(thread, hashes,
                    {number(64), make_int(thread, (int64_t{1} << 61) - 1), number(314159), number(0),
                     number(1000003), intern(thread, "siphash13"), number(64), number(128), number(0)}));
    Class* threads = new_struct_sequence(thread, "sys.thread_info", {"name", "lock", "version"}, 0, false);
    set("thread_info",
        make_struct(thread, threads, {intern(thread, "pthread"), intern(thread, "futex"), Value::none()}));

    Dict* implementation = new_dict(thread);
    dict_set(thread, implementation, names.name, intern(thread, "gilt"));
    dict_set(thread, implementation, intern(thread, "cache_tag"), intern(thread, "gilt-312"));
    dict_set(thread, implementation, intern(thread, "version"), version_info);
    dict_set(thread, implementation, intern(thread, "hexversion"), number(kHexVersion));
    set("implementation", new_simple_namespace(thread, implementation));
}

std::string own_path() {
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    return length > 0 ? std::string(path, static_cast<size_t>(length)) : "";
}

void add_module_names(Thread& thread, Module* module) {
    List* native = new_list(thread);
    Set* all = new_set(thread);
    for (const NativeModule& each : native_modules()) {
        Value name = intern(thread, each.name);
        list_append(thread, native, name);
        (void)set_add(thread, all, name);
    }
    for (const EmbeddedModule& each : embedded_modules())
        if (each.name.find('.') == std::string_view::npos)
            (void)set_add(thread, all, intern(thread, each.name));
    if (!list_sort(thread, native, Value::none(), false)) clear_exception(thread);
    set_module_attribute(thread, module, "builtin_module_names", tuple_from_iterable(thread, native));
    set_module_attribute(thread, module, "stdlib_module_names", call(thread, types.frozenset, {all}));
}

List* text_list(Thread& thread, const std::vector<std::string>& items) {
    List* list = new_list(thread, items.size());
    for (const std::string& item : items) list_append(thread, list, str_from_path(thread, item));
    return list;
}

void set_flags(Thread& thread, const SysOptions& options) {
    static Class* const cls = new_struct_sequence(
        thread, "sys.flags",
        {"debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site",
         "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated",
         "dev_mode", "utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits"},
        0, false);
    Value flags = make_struct(
        thread, cls,
        {number(0), number(options.inspect), number(options.interactive), number(options.optimize),
         number(options.dont_write_bytecode), number(options.no_user_site), number(options.no_site),
         number(options.ignore_environment), number(options.verbose), number(options.bytes_warning),
         number(options.quiet), number(1), number(options.isolated), boolean(options.dev_mode), number(1),
         number(0), boolean(options.safe_path), number(4300)});
    dict_set(thread, namespaces.sys, intern(thread, "flags"), flags);
}

}  // namespace

void configure_sys(Thread& thread, const SysOptions& options) {
    auto set = [&](const char* name, Value value) {
        dict_set(thread, namespaces.sys, intern(thread, name), value);
    };
    set("argv", text_list(thread, options.argv));
    set("orig_argv", text_list(thread, options.orig_argv));
    set("warnoptions", text_list(thread, options.warn_options));
    set("dont_write_bytecode", boolean(options.dont_write_bytecode));
    Dict* x_options = new_dict(thread);
    for (auto& [name, value] : options.x_options)
        dict_set(thread, x_options, intern(thread, name),
                 value.empty() ? boolean(true) : text(thread, value));
    set("_xoptions", x_options);
    set_flags(thread, options);
    optimization_level = options.optimize;
    if (options.optimize) dict_set(thread, namespaces.builtins, intern(thread, "__debug__"), boolean(false));
    std::vector<std::string> path;
    const char* from_environment = options.ignore_environment ? nullptr : getenv("PYTHONPATH");
    for (std::string_view rest = from_environment ? from_environment : ""; !rest.empty();) {
        size_t colon = rest.find(':');
        std::string folder(rest.substr(0, colon));
        if (folder.empty()) folder = ".";
        if (char* whole = realpath(folder.c_str(), nullptr)) {
            folder = whole;
            free(whole);
        }
        path.push_back(folder);
        if (colon == std::string_view::npos) break;
        rest.remove_prefix(colon + 1);
    }
    set("path", text_list(thread, path));
    if (options.unbuffered) make_standard_streams(thread, true);
}

void add_to_path(Thread& thread, const std::string& folder) {
    Value path = sys_get("path");
    if (!path || !is_list(path)) return;
    List* longer = new_list(thread);
    list_append(thread, longer, str_from_path(thread, folder));
    if (list_extend(thread, longer, path))
        dict_set(thread, namespaces.sys, names.path, longer);
    else
        clear_exception(thread);
}

bool initialize_sys(Thread& thread, Module* module) {
    auto set = [&](std::string_view name, Value value) { set_module_attribute(thread, module, name, value); };
    set("modules", namespaces.modules);
    set("path", new_list(thread));
    set("argv", new_list(thread, std::initializer_list<Value>{names.empty}));
    set("version", text(thread, kVersion));
    set("hexversion", number(kHexVersion));
    set("api_version", number(1013));
    set("copyright", text(thread, "Copyright (c) the authors of gilt. All Rights Reserved."));
    set("platform", intern(thread, "linux"));
    set("byteorder", intern(thread, "little"));
    set("maxsize", make_int(thread, INT64_MAX));
    set("maxunicode", number(0x10FFFF));
    set("float_repr_style", intern(thread, "short"));
    set("abiflags", names.empty);
    set("pycache_prefix", Value::none());
    set("platlibdir", intern(thread, "lib"));
    std::string executable = own_path();
    set("executable", str_from_path(thread, executable));
    set("_base_executable", str_from_path(thread, executable));
    std::string prefix = executable.substr(0, executable.rfind('/'));
    if (prefix.ends_with("/bin")) prefix.resize(prefix.size() - 4);
    for (const char* name : {"prefix", "base_prefix", "exec_prefix", "base_exec_prefix"})
        set(name, str_from_path(thread, prefix));
    for (const char* name : {"meta_path", "path_hooks"}) set(name, new_list(thread));
    set("path_importer_cache", new_dict(thread));
    add_structs(thread, module);
    add_module_names(thread, module);
    add_sys_hooks(thread, module);
    add_functions(
        thread, module,
        {
            {"exception()", exception, "Return the current exception."},
            {"exc_info()", exc_info, "Return current exception information: (type, value, traceback)."},
            {"exit(status=None, /)", exit, "Exit the interpreter by raising SystemExit(status)."},
            {"_getframe(depth=0, /)", get_frame, "Return a frame object from the call stack."},
            {"_current_frames()", current_frames,
             "Return a dict mapping each thread's id to its current stack frame."},
            {"getrecursionlimit()", get_recursion_limit, "Return the current value of the recursion limit."},
            {"setrecursionlimit(limit, /)", adjust_recursion_limit,
             "Set the maximum depth of the interpreter stack."},
            {"getswitchinterval()", get_switch_interval, "Return the current thread switch interval."},
            {"setswitchinterval(interval, /)", set_switch_interval, "Set the ideal thread switching delay."},
            {"_is_gil_enabled()", is_gil_enabled, "Return True if the GIL is currently enabled."},
            {"get_int_max_str_digits()", get_int_max_str_digits,
             "The limit on digits of int and str conversions."},
            {"set_int_max_str_digits(maxdigits)", set_int_max_str_digits, "Set that limit; 0 is none."},
            {"settrace(function, /)", refuse_tracing<kSettrace>},
            {"gettrace()", none},
            {"setprofile(function, /)", refuse_tracing<kSetprofile>},
            {"getprofile()", none},
            {"getdefaultencoding()", utf8_name},
            {"getfilesystemencoding()", utf8_name},
            {"getfilesystemencodeerrors()", surrogateescape_name},
            {"intern(string, /)", intern_text},
            {"getsizeof(object, default=None)", get_size_of, "Return the size of object in bytes."},
            {"is_finalizing()", is_finalizing},
            {"audit(event, /, *args)", none},
            {"addaudithook(hook)", none},
            {"_clear_type_cache()", none},
            {"getallocatedblocks()", zero},
        });
    make_standard_streams(thread, false);
    configure_sys(thread, {});
    return true;
}

}  // namespace gilt
