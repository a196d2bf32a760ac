#include "modules/importer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <optional>
#include <vector>

#include "heap/heap.h"
#include "modules/embed.h"
#include "modules/fs_path.h"
#include "modules/import_lock.h"
#include "modules/io_stream.h"
#include "modules/registry.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/codecs.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/full_name.h"
#include "objects/function.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects/source_lines.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/code.h"
#include "vm/compiler_interface.h"
#include "vm/interpreter.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

int optimization_level = 0;

namespace {

// ---------------------------------------------------------------- what a module knows about itself

// Where a module comes from.
struct Found {
    const NativeModule* native = nullptr;
    const EmbeddedModule* embedded = nullptr;
    std::string file;  // of a source file
    bool is_package = false;
    std::vector<std::string> folders;  // __path__ of a package
};

Class* module_spec_class;

Value optional_text(Thread& thread, const std::string& text) {
    return text.empty() ? Value::none() : Value(str_from_path(thread, text));
}

Value spec_repr(Thread& thread, Args& args) {
    std::string text = "ModuleSpec(";
    bool first = true;
    for (const char* name : {"name", "loader", "origin", "submodule_search_locations"}) {
        Value value;
        int found = find_attr(thread, args[0], intern(thread, name), &value);
        if (found < 0) return {};
        if (!found || (value.is_none() && !first && std::string_view(name) != "loader")) continue;
        Str* shown = repr(thread, value);
        if (!shown) return {};
        text += fmt::format("{}{}={}", first ? "" : ", ", name, to_utf8(shown));
        first = false;
    }
    return new_str(thread, text + ")");
}

Value init_spec(Thread& thread, Args& args) {
    auto set = [&](const char* name, Value value) {
        return set_attr(thread, args[0], intern(thread, name), value);
    };
    bool is_package = args.has(4) && truth(thread, args[4]) == 1;
    bool good = set("name", args[1]) && set("loader", args.get(2, Value::none())) &&
                set("origin", args.get(3, Value::none())) && set("cached", Value::none()) &&
                set("has_location", Value::from_bool(false)) &&
                set("loader_state", args.get(5, Value::none())) &&
                set("submodule_search_locations", is_package ? Value(new_list(thread)) : Value::none());
    return good ? Value::none() : Value();
}

Value spec_parent(Thread& thread, Value self) {
    Value name = get_attr(thread, self, names.name);
    Value places = name ? get_attr(thread, self, intern(thread, "submodule_search_locations")) : Value();
    if (!places) return {};
    if (!places.is_none() || !is_str(name)) return name;
    std::string text = to_utf8(as_str(name));
    size_t dot = text.rfind('.');
    return new_str(thread, dot == std::string::npos ? "" : text.substr(0, dot));
}

void make_spec_class(Thread& thread) {
    Dict* space = new_dict(thread);
    dict_set(thread, space, names.dunder_module, intern(thread, "importlib.machinery"));
    Value made = new_class(thread, types.type, intern(thread, "ModuleSpec"),
                           new_tuple(thread, {types.object}), space, nullptr);
    module_spec_class = static_cast<Class*>(made.as_object());
    keep_forever(thread, made);
    add_methods(thread, module_spec_class,
                {
                    {"__init__(self, name, loader=None, origin=None, is_package=False, loader_state=None)",
                     init_spec},
                    {"__repr__(self, /)", spec_repr},
                });
    add_getsets(thread, module_spec_class, {{"parent", spec_parent}});
}

// __name__, __package__, __spec__ and so on, before the module's own code runs.
void describe(Thread& thread, Module* module, Str* name, const Found& found) {
    Dict* space = module->dict();
    std::string text = to_utf8(name);
    size_t dot = text.rfind('.');
    Value package = found.is_package           ? Value(name)
                    : dot == std::string::npos ? Value(names.empty)
                                               : Value(new_str(thread, text.substr(0, dot)));
    dict_set(thread, space, names.dunder_name, name);
    dict_set(thread, space, names.dunder_doc, Value::none());
    dict_set(thread, space, names.dunder_package, package);
    dict_set(thread, space, names.dunder_loader, Value::none());

    Value origin = found.native ? Value(intern(thread, "built-in")) : optional_text(thread, found.file);
    Value spec = call(thread, module_spec_class, {name, Value::none(), origin});
    if (!spec) {
        clear_exception(thread);
        spec = Value::none();
    }
    dict_set(thread, space, names.dunder_spec, spec);
    if (!found.file.empty()) {
        dict_set(thread, space, names.dunder_file, optional_text(thread, found.file));
        (void)set_attr(thread, spec, intern(thread, "has_location"), Value::from_bool(true));
    }
    if (found.is_package) {
        List* folders = new_list(thread);
        for (const std::string& folder : found.folders)
            list_append(thread, folders, str_from_path(thread, folder));
        dict_set(thread, space, names.dunder_path, folders);
        (void)set_attr(thread, spec, intern(thread, "submodule_search_locations"), folders);
    }
    if (!found.native) {
        // There is no compiled form on disk; a namespace package has no file.
        if (!found.embedded && !found.file.empty())
            dict_set(thread, space, intern(thread, "__cached__"), Value::none());
        if (found.file.empty()) dict_set(thread, space, names.dunder_file, Value::none());
    }
    // The dict here, the module itself in __main__.
    if (!found.native) dict_set(thread, space, names.dunder_builtins, namespaces.builtins);
    clear_exception(thread);
}

// ---------------------------------------------------------------- finding

const EmbeddedModule* find_embedded(std::string_view name) {
    auto modules = embedded_modules();
    auto found = std::lower_bound(
        modules.begin(), modules.end(), name,
        [](const EmbeddedModule& module, std::string_view text) { return module.name < text; });
    return found != modules.end() && found->name == name ? &*found : nullptr;
}

bool is_file(const std::string& path) {
    struct stat info;
    return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

bool is_folder(const std::string& path) {
    struct stat info;
    return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

// The file name an embedded module shows in tracebacks.
std::string embedded_file(const EmbeddedModule& module) {
    std::string path(module.name);
    std::replace(path.begin(), path.end(), '.', '/');
    return "<gilt>/" + path + (module.is_package ? "/__init__.py" : ".py");
}

// In the folders of a path list. A folder without __init__.py is only a candidate: it counts when nothing better comes.
bool find_in_folders(Thread& thread, Value folders, const std::string& last, Found* out) {
    std::vector<std::string> namespace_folders;
    List* list = list_from_iterable(thread, folders);
    if (!list) {
        clear_exception(thread);
        return false;
    }
    for (size_t i = 0; Value entry = list_get(list, i); i++) {
        std::string folder;
        if (!is_str(entry)) continue;
        if (!fs_path(thread, entry, &folder)) {
            clear_exception(thread);
            continue;
        }
        std::string base = folder.empty()          ? last
                           : folder.ends_with('/') ? folder + last
                                                   : folder + "/" + last;
        if (is_folder(base)) {
            if (is_file(base + "/__init__.py")) {
                out->file = base + "/__init__.py";
                out->is_package = true;
                out->folders = {base};
                return true;
            }
            if (!is_file(base + ".py")) namespace_folders.push_back(base);
        }
        if (is_file(base + ".py")) {
            out->file = base + ".py";
            return true;
        }
    }
    if (namespace_folders.empty()) return false;
    out->is_package = true;
    out->folders = std::move(namespace_folders);
    return true;
}

std::optional<Found> find(Thread& thread, const std::string& name, Value parent_path) {
    Found found;
    if ((found.native = find_native_module(name))) return found;
    size_t dot = name.rfind('.');
    std::string last = dot == std::string::npos ? name : name.substr(dot + 1);
    Value folders = parent_path ? parent_path : sys_get("path");
    bool in_folders = folders && find_in_folders(thread, folders, last, &found);
    if (in_folders && !found.file.empty()) return found;
    if (const EmbeddedModule* embedded = find_embedded(name)) {
        Found other;
        other.embedded = embedded;
        other.file = embedded_file(*embedded);
        other.is_package = embedded->is_package;
        if (embedded->is_package) other.folders = {other.file.substr(0, other.file.rfind('/'))};
        return other;
    }
    if (in_folders) return found;
    return std::nullopt;
}

// ---------------------------------------------------------------- loading

// What an embedded module was compiled to when it was first imported: permanent (heap/heap.h), so there is one for all time.
Code* library_code(Thread& thread, const EmbeddedModule& module, bool hidden) {
    auto modules = embedded_modules();
    static auto* compiled = new std::vector<std::atomic<Code*>>(modules.size());
    std::atomic<Code*>& code = (*compiled)[static_cast<size_t>(&module - modules.data())];
    // Two threads that both find nothing make two, and both are as good.
    if (!code.load(std::memory_order_acquire)) {
        std::string file = embedded_file(module);
        remember_source(file, module.source, false);
        CompileOptions options;
        options.hidden = hidden;
        options.optimize = optimization_level;
        heap::PermanentScope scope(thread);
        code.store(compiler.compile(thread, module.source, file, options), std::memory_order_release);
    }
    return code.load(std::memory_order_acquire);
}

void forget(Thread& thread, Str* name) { dict_remove(thread, namespaces.modules, name); }

bool run_source(Thread& thread, Module* module, std::string_view source, const std::string& filename) {
    CompileOptions options;
    options.optimize = optimization_level;
    Code* code = compiler.compile(thread, source, filename, options);
    return code && run_code(thread, code, module->dict(), {});
}

bool run_embedded(Thread& thread, Module* module, const EmbeddedModule& embedded, bool hidden) {
    Code* code = library_code(thread, embedded, hidden);
    return code && run_code(thread, code, module->dict(), {});
}

bool run_module_code(Thread& thread, Module* module, const Found& found) {
    if (found.native) {
        if (found.native->doc && *found.native->doc)
            dict_set(thread, module->dict(), names.dunder_doc, new_str(thread, found.native->doc));
        return found.native->initialize(thread, module);
    }
    if (found.embedded) return run_embedded(thread, module, *found.embedded, false);
    if (found.file.empty()) return true;  // a namespace package
    std::string source;
    return read_program(thread, found.file, &source) && run_source(thread, module, source, found.file);
}

Value raise_not_found(Thread& thread, const std::string& name, const std::string& message) {
    Value exception = new_exception(thread, exceptions.ModuleNotFoundError, message);
    as_exception(exception)->fields[0].store(new_str(thread, name));
    return raise(thread, exception);
}

// The module that a finder of the program's own makes (sys.meta_path); None if there is none, or none knows the name.
Value load_by_hooks(Thread& thread, Str* name, Value parent_path) {
    Value hooks = dict_get(namespaces.sys, intern(thread, "meta_path"));
    if (!hooks || !is_list(hooks) || static_cast<List*>(hooks.as_object())->count() == 0) return Value::none();
    Value helpers = import_module(thread, "importlib.util");
    return helpers ? call_method(thread, helpers, intern(thread, "_load_by_hooks"), {Value(name), parent_path ? parent_path : Value::none()}) : Value();
}

Value load(Thread& thread, Str* name, Value parent_path) {
    std::string text = to_utf8(name);
    auto found = find(thread, text, parent_path);
    if (!found || !(found->native || found->embedded)) {
        Value module = load_by_hooks(thread, name, parent_path);
        if (!module.is_none()) return module;
    }
    if (!found) return raise_not_found(thread, text, fmt::format("No module named '{}'", text));
    Module* module = new_module(thread, text);
    describe(thread, module, name, *found);
    dict_set(thread, namespaces.modules, name, module);
    if (!run_module_code(thread, module, *found)) {
        forget(thread, name);
        return {};
    }
    // A module may put something else in its place.
    Value placed = dict_get(namespaces.modules, name);
    if (!placed) return raise_format(thread, exceptions.KeyError, "{}", text);
    return placed;
}

// The module with this absolute, interned name.
Value import_absolute(Thread& thread, Str* name) {
    Value loaded = dict_get(namespaces.modules, name);
    if (loaded && !loaded.is_none() && !anything_loading()) [[likely]]
        return loaded;
    std::string text = to_utf8(name);
    if (!loaded || !loaded.is_none()) {
        size_t dot = text.rfind('.');
        Value parent, parent_path;
        if (!loaded && dot != std::string::npos) {
            std::string parent_name = text.substr(0, dot);
            parent = import_absolute(thread, intern(thread, parent_name));
            if (!parent) return {};
            loaded = dict_get(namespaces.modules, name);  // the parent may have imported it
            if (!loaded) {
                int has_path = find_attr(thread, parent, names.dunder_path, &parent_path);
                if (has_path < 0) return {};
                if (!has_path && !find_native_module(text))
                    return raise_not_found(
                        thread, text,
                        fmt::format("No module named '{}'; '{}' is not a package", text, parent_name));
            }
        }
        ImportLock lock(thread, text);
        if (lock.state() == ImportLock::State::Failed) return {};
        loaded = dict_get(namespaces.modules, name);
        if (!loaded) {
            if (!check_recursion(thread, " while importing a module")) return {};
            loaded = load(thread, name, parent_path);
            if (!loaded) return {};
            if (parent) {
                Str* child = intern(thread, text.substr(dot + 1));
                if (!set_attr(thread, parent, child, loaded)) {
                    if (!pending_matches(thread, exceptions.AttributeError)) return {};
                    clear_exception(thread);
                }
            }
        }
    }
    if (loaded.is_none())
        return raise_not_found(thread, text, fmt::format("import of {} halted; None in sys.modules", text));
    return loaded;
}

// ---------------------------------------------------------------- relative names and from-lists

// The package that code with these globals belongs to; null with an exception pending.
Str* package_of(Thread& thread, Dict* globals) {
    auto no_parent = [&]() -> Str* {
        (void)raise_text(thread, exceptions.ImportError,
                         "attempted relative import with no known parent package");
        return nullptr;
    };
    if (!globals) return no_parent();
    Value package = dict_get(globals, names.dunder_package);
    if (package && !package.is_none()) {
        if (!is_str(package)) {
            (void)raise_type_error(thread, "package must be a string");
            return nullptr;
        }
        return as_str(package)->length ? as_str(package) : no_parent();
    }
    Value name = dict_get(globals, names.dunder_name);
    if (!name || !is_str(name)) {
        (void)raise(thread, exceptions.KeyError, Value(new_str(thread, "'__name__' not in globals")));
        return nullptr;
    }
    if (dict_get(globals, names.dunder_path)) return as_str(name);
    std::string text = to_utf8(as_str(name));
    size_t dot = text.rfind('.');
    return dot == std::string::npos ? no_parent() : new_str(thread, text.substr(0, dot));
}

Str* absolute_name(Thread& thread, Str* name, Dict* globals, int64_t level) {
    Str* package = package_of(thread, globals);
    if (!package) return nullptr;
    std::string base = to_utf8(package);
    for (int64_t i = 1; i < level; i++) {
        size_t dot = base.rfind('.');
        if (dot == std::string::npos) {
            (void)raise_text(thread, exceptions.ImportError,
                             "attempted relative import beyond top-level package");
            return nullptr;
        }
        base.resize(dot);
    }
    if (name->length) base += "." + to_utf8(name);
    return intern(thread, base);
}

// `from package import a, b`: names that are submodules not loaded yet are loaded.
bool load_submodules(Thread& thread, Value module, Value fromlist) {
    Value path;
    int is_package = find_attr(thread, module, names.dunder_path, &path);
    if (is_package <= 0) return is_package == 0;
    Value name_value = get_attr(thread, module, names.dunder_name);
    if (!name_value) return false;
    std::string package = is_str(name_value) ? to_utf8(as_str(name_value)) : "";
    Iteration items(thread, fromlist);
    while (Value item = items.next()) {
        if (!is_str(item)) {
            (void)raise_type_error(thread, "Item in ``from list'' must be str, not {}", type_name(item));
            return false;
        }
        std::string text = to_utf8(as_str(item));
        Value existing;
        if (text == "*") {
            int has_all = find_attr(thread, module, names.dunder_all, &existing);
            if (has_all < 0 ||
                (has_all && existing != fromlist && !load_submodules(thread, module, existing)))
                return false;
            continue;
        }
        int exists = find_attr(thread, module, intern(thread, as_str(item)), &existing);
        if (exists < 0) return false;
        if (exists) continue;
        Str* full = intern(thread, package + "." + text);
        if (import_absolute(thread, full)) continue;
        // Not there: `from` itself will complain. Anything else that went wrong is an error now.
        if (!pending_matches(thread, exceptions.ModuleNotFoundError)) return false;
        Value missing = as_exception(thread.exception)->fields[0].load();
        if (!missing || !is_str(missing) || !str_equal(as_str(missing), full)) return false;
        clear_exception(thread);
    }
    return !items.failed();
}

}  // namespace

Value import_name(Thread& thread, Str* name, Dict* globals, Value fromlist, int64_t level) {
    if (level < 0) return raise_value_error(thread, "level must be >= 0");
    Str* full = name;
    if (level > 0) {
        full = absolute_name(thread, name, globals, level);
        if (!full) return {};
    } else if (name->length == 0) {
        return raise_value_error(thread, "Empty module name");
    }
    full = intern(thread, full);
    Value module = import_absolute(thread, full);
    if (!module) return {};
    bool has_list = fromlist && !fromlist.is_none();
    if (has_list) {
        int nonempty = truth(thread, fromlist);
        if (nonempty < 0) return {};
        has_list = nonempty;
    }
    if (has_list) return load_submodules(thread, module, fromlist) ? module : Value();
    // `import a.b.c` binds a; `from . import` style names with dots bind the part that was written first.
    std::string text = to_utf8(name);
    size_t dot = text.find('.');
    if (dot == std::string::npos) return module;
    std::string shown = to_utf8(full);
    std::string front = shown.substr(0, shown.size() - (text.size() - dot));
    return import_absolute(thread, intern(thread, front));
}

Value import_module(Thread& thread, std::string_view name) {
    return import_absolute(thread, intern(thread, name));
}

Value import_from(Thread& thread, Value module, Str* name) {
    Value value;
    int found = find_attr(thread, module, name, &value);
    if (found < 0) return {};
    if (found) return value;
    Value module_name;
    if (find_attr(thread, module, names.dunder_name, &module_name) != 1 || !is_str(module_name)) {
        clear_exception(thread);
        module_name = new_str(thread, "<unknown module name>");
    }
    std::string text = to_utf8(as_str(module_name));
    if (Value submodule = dict_get(namespaces.modules, intern(thread, text + "." + to_utf8(name))))
        return submodule;
    Value file;
    if (find_attr(thread, module, names.dunder_file, &file) != 1 || !is_str(file)) {
        clear_exception(thread);
        file = {};
    }
    std::string place = file ? to_utf8(as_str(file)) : "unknown location";
    std::string message =
        file && is_loading(text)
            ? fmt::format(
                  "cannot import name '{}' from partially initialized module '{}' "
                  "(most likely due to a circular import) ({})",
                  to_utf8(name), text, place)
            : fmt::format("cannot import name '{}' from '{}' ({})", to_utf8(name), text, place);
    Value exception = new_exception(thread, exceptions.ImportError, message);
    as_exception(exception)->fields[0].store(module_name);
    as_exception(exception)->fields[1].store(file);
    return raise(thread, exception);
}

bool import_star(Thread& thread, Value module, Value namespace_) {
    Value all;
    int has_all = find_attr(thread, module, names.dunder_all, &all);
    if (has_all < 0) return false;
    if (!has_all) {
        Value space = get_attr(thread, module, names.dunder_dict);
        if (!space) return false;
        all = list_from_iterable(thread, space);
        if (!all) return false;
    }
    if (has_all && !class_of(all)->special(Special::k_getitem))
        return bool(raise_type_error(thread, "'{}' object does not support indexing", type_name(all)));
    Iteration items(thread, all);
    while (Value item = items.next()) {
        if (!is_str(item)) {
            Value name;
            if (find_attr(thread, module, names.dunder_name, &name) < 0) return false;
            (void)raise_type_error(thread, "Item in {}.__all__ must be str, not {}",
                                   is_str(name) ? to_utf8(as_str(name)) : "?", type_name(item));
            return false;
        }
        Str* name = intern(thread, as_str(item));
        if (!has_all && name->length && name->at(0) == '_') continue;
        Value value = get_attr(thread, module, name);
        if (!value) return false;
        if (!set_item(thread, namespace_, name, value)) return false;
    }
    return !items.failed();
}

// ---------------------------------------------------------------- programs

namespace {

// "# -*- coding: latin-1 -*-" in one of the first two lines; empty if there is none.
std::string declared_encoding(std::string_view source) {
    for (int line = 0; line < 2 && !source.empty(); line++) {
        size_t end = source.find('\n');
        std::string_view text = source.substr(0, end);
        size_t hash = text.find_first_not_of(" \t\f");
        if (hash == std::string_view::npos) {
            // an empty line may come before it
        } else if (text[hash] != '#') {
            return "";
        } else if (size_t at = text.find("coding"); at != std::string_view::npos) {
            at += 6;
            if (at < text.size() && (text[at] == ':' || text[at] == '=')) {
                size_t start = text.find_first_not_of(" \t", at + 1);
                if (start == std::string_view::npos) return "";
                size_t stop = start;
                while (stop < text.size() &&
                       (isalnum(static_cast<unsigned char>(text[stop])) ||
                        std::string_view("-_.").find(text[stop]) != std::string_view::npos))
                    stop++;
                return std::string(text.substr(start, stop - start));
            }
        }
        if (end == std::string_view::npos) break;
        source.remove_prefix(end + 1);
    }
    return "";
}

bool read_file(Thread& thread, const std::string& filename, std::string* out) {
    int error = 0;
    {
        BlockingRegion region(thread);
        int fd = open(filename.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd < 0) {
            error = errno;
        } else {
            struct stat info;
            if (fstat(fd, &info) == 0) {
                if (S_ISDIR(info.st_mode)) error = EISDIR;
                Buffer::flush_file_quietly(info);
            }
            char buffer[65536];
            while (!error) {
                ssize_t count = read(fd, buffer, sizeof buffer);
                if (count < 0 && errno != EINTR) error = errno;
                if (count == 0) break;
                if (count > 0) out->append(buffer, static_cast<size_t>(count));
            }
            close(fd);
        }
    }
    if (!error) return true;
    (void)raise_errno(thread, error, str_from_path(thread, filename));
    return false;
}

// Where UTF-8 goes wrong, or npos.
size_t first_invalid(std::string_view text) {
    for (size_t i = 0; i < text.size();) {
        auto c = static_cast<unsigned char>(text[i]);
        size_t more = c < 0x80 ? 0 : c < 0xC2 ? 4 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : c < 0xF5 ? 3 : 4;
        if (more == 4 || i + more >= text.size() + (more == 0)) return i;
        for (size_t k = 1; k <= more; k++) {
            auto next = static_cast<unsigned char>(text[i + k]);
            unsigned low = 0x80, high = 0xBF;
            if (k == 1 && c == 0xE0) low = 0xA0;
            if (k == 1 && c == 0xED) high = 0x9F;
            if (k == 1 && c == 0xF0) low = 0x90;
            if (k == 1 && c == 0xF4) high = 0x8F;
            if (next < low || next > high) return i;
        }
        i += more + 1;
    }
    return std::string_view::npos;
}

}  // namespace

bool decode_source(Thread& thread, const std::string& filename, bool is_file, std::string* text) {
    auto fail = [&](const std::string& message) {
        (void)raise_syntax_error(thread, exceptions.SyntaxError, message, filename, 0, 0, 0, 0, {});
        return false;
    };
    const bool marked = text->starts_with("\xEF\xBB\xBF");
    if (marked) text->erase(0, 3);
    const std::string encoding = declared_encoding(*text);
    std::string canonical = encoding.empty() ? "utf-8" : canonical_encoding(encoding);
    if (canonical == "iso8859-1") canonical = "iso-8859-1";
    // A file is read line by line, so its lines must be told apart before they are decoded.
    const bool has_lines = !canonical.starts_with("utf-16") && !canonical.starts_with("utf-32");
    if (canonical.empty() || (is_file && !has_lines))
        return fail((is_file ? "encoding problem: " : "unknown encoding: ") + encoding);
    if (marked && !encoding.empty() && encoding != "utf-8" && !encoding.starts_with("utf-8-"))
        return fail("encoding problem: " + (canonical == "utf-8" ? encoding : canonical) + " with BOM");
    if (!canonical.starts_with("utf-8")) {
        Value decoded = decode_bytes(thread, *text, canonical, "strict");
        if (decoded) return encode_utf8(thread, as_str(decoded), text);
        if (!is_instance(thread.exception, exceptions.UnicodeError)) return false;
        Str* why = to_str(thread, take_exception(thread));
        if (!why) return false;
        return fail(is_file ? "encoding problem: " + encoding : to_utf8(why));
    }
    if (size_t at = is_file ? first_invalid(*text) : std::string::npos; at != std::string::npos)
        return fail(fmt::format(
            "Non-UTF-8 code starting with '\\x{:02x}' in file {} on line {}, but no encoding declared; "
            "see https://peps.python.org/pep-0263/ for details",
            static_cast<unsigned char>((*text)[at]), filename,
            1 + std::count(text->begin(), text->begin() + static_cast<long>(at), '\n')));
    return true;
}

bool read_program(Thread& thread, const std::string& filename, std::string* out) {
    return read_file(thread, filename, out) && decode_source(thread, filename, true, out);
}

Value consumers_module(Thread& thread) {
    static Slot loaded;  // two threads may load it at once: both modules are as good
    if (Value module = loaded.load()) return module;
    const EmbeddedModule* embedded = find_embedded("_consumers");
    Module* module = new_module(thread, "_consumers");
    keep_forever(thread, module);
    dict_set(thread, module->dict(), names.dunder_name, intern(thread, "builtins"));
    dict_set(thread, module->dict(), names.dunder_builtins, dict_get(namespaces.modules, names.builtins));
    if (!run_embedded(thread, module, *embedded, true)) return {};
    loaded.store(module);
    return module;
}

Module* main_module(Thread& thread) {
    if (Value existing = dict_get(namespaces.modules, names.dunder_main))
        return static_cast<Module*>(existing.as_object());
    Module* module = new_module(thread, "__main__");
    Dict* space = module->dict();
    dict_set(thread, space, names.dunder_name, names.dunder_main);
    dict_set(thread, space, names.dunder_doc, Value::none());
    dict_set(thread, space, names.dunder_package, Value::none());
    dict_set(thread, space, names.dunder_loader, Value::none());
    dict_set(thread, space, names.dunder_spec, Value::none());
    dict_set(thread, space, names.dunder_annotations, new_dict(thread));
    dict_set(thread, space, names.dunder_builtins, dict_get(namespaces.modules, names.builtins));
    dict_set(thread, namespaces.modules, names.dunder_main, module);
    return module;
}

Value run_source_as_main(Thread& thread, std::string_view source, const std::string& filename) {
    Module* module = main_module(thread);
    return run_source(thread, module, source, filename) ? Value::none() : Value();
}

Value run_module_as_main(Thread& thread, const std::string& name, bool sets_argv) {
    auto no_module = [&](const std::string& text) {
        return raise_text(thread, exceptions.ImportError, text);
    };
    std::string full = name;
    Value parent_path;
    if (size_t dot = name.rfind('.'); dot != std::string::npos) {
        Value parent = import_module(thread, name.substr(0, dot));
        if (!parent) return {};
        if (find_attr(thread, parent, names.dunder_path, &parent_path) < 0) return {};
    }
    auto found = find(thread, full, parent_path);
    if (!found || found->native) {
        return no_module(found ? fmt::format("No code object available for {}", name)
                               : fmt::format("No module named {}", name));
    }
    if (found->is_package) {
        Value package = import_module(thread, full);
        if (!package) return {};
        if (find_attr(thread, package, names.dunder_path, &parent_path) < 0) return {};
        full += ".__main__";
        found = find(thread, full, parent_path);
        if (!found || found->file.empty())
            return no_module(fmt::format(
                "No module named {}; '{}' is a package and cannot be directly executed", full, name));
    }
    Module* module = main_module(thread);
    Str* spec_name = intern(thread, full);
    describe(thread, module, spec_name, *found);
    dict_set(thread, module->dict(), names.dunder_name, names.dunder_main);
    Value argv = sys_get("argv");
    if (sets_argv && argv && is_list(argv) && as_list(argv)->count())
        (void)list_set(as_list(argv), 0, optional_text(thread, found->file));
    return run_module_code(thread, module, *found) ? Value::none() : Value();
}

// ---------------------------------------------------------------- the module _imp, for importlib

namespace {

// reload(module, name): finds the module again and runs its code in the namespace it has.
Value reload(Thread& thread, Args& args) {
    if (!args[0].is_object() || args[0].as_object()->kind() != Kind::Module)
        return raise_type_error(thread, "reload() argument must be a module");
    auto* module = static_cast<Module*>(args[0].as_object());
    Str* name = intern(thread, as_str(args[1]));
    std::string text = to_utf8(name);
    Value parent_path;
    if (size_t dot = text.rfind('.'); dot != std::string::npos) {
        Value parent = import_absolute(thread, intern(thread, text.substr(0, dot)));
        if (!parent || find_attr(thread, parent, names.dunder_path, &parent_path) < 0) return {};
    }
    auto found = find(thread, text, parent_path);
    if (!found) return raise_not_found(thread, text, fmt::format("spec not found for the module '{}'", text));
    if (found->native) return module;  // made of C++: it is what it was
    ImportLock lock(thread, text);
    if (lock.state() == ImportLock::State::Failed) return {};
    describe(thread, module, name, *found);
    return run_module_code(thread, module, *found) ? Value(module) : Value();
}

Value find_spec(Thread& thread, Args& args) {
    Str* name = intern(thread, as_str(args[0]));
    auto found = find(thread, to_utf8(name), args[1].is_none() ? Value() : args[1]);
    if (!found) return Value::none();
    Module* module = new_module(thread, to_utf8(name));
    describe(thread, module, name, *found);
    return dict_get(module->dict(), names.dunder_spec);
}

}  // namespace

// A decorator for classes of the library that are written in C elsewhere: see kFullName.
static Value goes_by_full_name(Thread& thread, Args& args) {
    if (!args[0].is_object() || args[0].as_object()->kind() != Kind::Class)
        return raise_type_error(thread, "expected a class");
    static_cast<Class*>(args[0].as_object())->class_flags |= kFullName;
    return args[0];
}

bool initialize_imp(Thread& thread, Module* module) {
    set_module_attribute(thread, module, "ModuleSpec", module_spec_class);
    add_functions(
        thread, module,
        {
            {"reload(module, name, /)", reload, "Run a module's code again."},
            {"goes_by_full_name(cls, /)", goes_by_full_name, "In messages the class is named with its module."},
            {"find_spec(name, folders, /)", find_spec, "The spec of a module that is not imported, or None."},
        });
    return true;
}

bool boot_modules(Thread& thread) {
    for (const char* name : {"builtins", "sys"}) {
        // Their dicts exist before them, so that everything made so far already points to the right ones.
        Module* module = new_module(thread, name);
        Dict* space = std::string_view(name) == "sys" ? namespaces.sys : namespaces.builtins;
        module->overflow.store(space);
        Str* key = intern(thread, name);
        dict_set(thread, space, names.dunder_name, key);
        dict_set(thread, space, names.dunder_doc, Value::none());
        dict_set(thread, space, names.dunder_package, names.empty);
        dict_set(thread, space, names.dunder_loader, Value::none());
        dict_set(thread, space, names.dunder_spec, Value::none());
        dict_set(thread, namespaces.modules, key, module);
        const NativeModule* native = find_native_module(name);
        if (!native->initialize(thread, module)) return false;
    }
    make_spec_class(thread);
    return true;
}

}  // namespace gilt
