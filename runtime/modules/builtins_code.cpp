// The built-in functions about code and namespaces: compile, eval, exec, globals, locals, __import__ and the work
// behind a class statement.
#include "modules/builtins_groups.h"
#include "modules/fs_path.h"
#include "modules/importer.h"
#include "objects/boot_order.h"
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
namespace {

// Flags of compile(), with CPython's numbers.
constexpr int64_t kOnlyAst = 0x400, kAllowTopLevelAwait = 0x2000;
// Those, the ones of __future__, and some that ask for nothing here: nested scopes, type comments, incomplete input.
constexpr int64_t kKnownFlags = kOnlyAst | kAllowTopLevelAwait | 0x1FE0000 | 0x10 | 0x200 | 0x1000 | 0x4000;

bool is_code(Value value) { return value.is_object() && value.as_object()->kind() == Kind::Code; }

// The text to compile, as UTF-8. `what` opens the error message.
bool source_text(Thread& thread, Value source, const std::string& filename, const char* what, const char* kinds,
                 std::string* out) {
    if (is_str(source)) {
        if (!encode_utf8(thread, as_str(source), out)) return false;
    } else {
        std::string_view bytes;
        if (!get_buffer(thread, source, &bytes)) {
            if (!pending_matches(thread, exceptions.TypeError)) return false;
            clear_exception(thread);
            (void)raise_type_error(thread, "{} arg 1 must be a {}", what, kinds);
            return false;
        }
        *out = bytes;
        if (!decode_source(thread, filename, false, out)) return false;
    }
    if (out->find('\0') != std::string::npos) {
        (void)raise_value_error(thread, "source code string cannot contain null bytes");
        return false;
    }
    return true;
}

Value compile(Thread& thread, Args& args) {
    std::string source, filename;
    if (!fs_path(thread, args[1], &filename)) return {};
    if (!is_str(args[2]))
        return raise_type_error(thread, "compile() argument 'mode' must be str, not {}", argument_type_name(args[2]));
    std::string mode = to_utf8(as_str(args[2]));
    int64_t flags = 0, optimize = -1;
    if (args.has(3) && !to_int64(thread, args[3], &flags)) return {};
    if (args.has(5) && !to_int64(thread, args[5], &optimize)) return {};
    if (flags & ~kKnownFlags) return raise_value_error(thread, "compile(): unrecognised flags");
    if (optimize < -1 || optimize > 2) return raise_value_error(thread, "compile(): invalid optimize value");
    if (flags & kOnlyAst) {
        Value ast = import_module(thread, "ast");
        return ast ? call_method(thread, ast, intern(thread, "parse"), {args[0], args[1], args[2]}) : Value();
    }
    // A tree is written down as source again.
    Value ast = dict_get(namespaces.modules, intern(thread, "ast"));
    if (ast && !is_str(args[0]) && !is_code(args[0])) {
        Value base = get_attr(thread, ast, intern(thread, "AST"));
        int is_tree = base ? is_instance_of(thread, args[0], base) : -1;
        if (is_tree < 0) return {};
        if (is_tree && !(args[0] = call_method(thread, ast, intern(thread, "_source_for"), {args[0], args[2]})))
            return {};
    }
    CompileOptions options;
    options.allow_top_level_await = flags & kAllowTopLevelAwait;
    options.optimize = optimize < 0 ? optimization_level : static_cast<int>(optimize);
    options.own_namespace = true;
    if (mode == "exec")
        options.mode = CompileMode::File;
    else if (mode == "eval")
        options.mode = CompileMode::Eval;
    else if (mode == "single")
        options.mode = CompileMode::Single;
    else if (mode == "func_type")
        return raise_value_error(thread, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
    else
        return raise_value_error(thread, "compile() mode must be 'exec', 'eval' or 'single'");
    if (is_code(args[0])) return args[0];
    if (!source_text(thread, args[0], filename, "compile()", "string, bytes or AST object", &source)) return {};
    Code* code = compiler.compile(thread, source, filename, options);
    if (!code) return {};
    return code;
}

// _syntax: what the module ast is built on.
Value describe_tree(Thread& thread, Args& args) {
    std::string source, filename;
    if (!fs_path(thread, args[1], &filename) ||
        !source_text(thread, args[0], filename, "compile()", "string, bytes or AST object", &source))
        return {};
    std::string mode = to_utf8(as_str(args[2]));
    return compiler.describe_tree(thread, source, filename,
                                  mode == "eval"     ? CompileMode::Eval
                                  : mode == "single" ? CompileMode::Single
                                                     : CompileMode::File);
}

// The namespaces code is run in: those given, or the caller's own.
struct Scopes {
    Dict* globals;
    Value names;  // empty: the same as globals
};

bool find_scopes(Thread& thread, Value globals, Value locals, const char* not_dict, const char* not_mapping,
                 Scopes* out) {
    if (globals && globals.is_none()) globals = {};
    if (locals && locals.is_none()) locals = {};
    if (globals && !is_dict(globals)) {
        (void)raise_text(thread, exceptions.TypeError,
                         fmt::format(fmt::runtime(not_dict), type_name(globals)));
        return false;
    }
    if (locals && !is_dict(locals) && !class_of(locals)->special(Special::k_getitem)) {
        (void)raise_text(thread, exceptions.TypeError, fmt::format(fmt::runtime(not_mapping), type_name(locals)));
        return false;
    }
    if (globals) {
        out->globals = as_dict(globals);
        if (!locals) locals = globals;
    } else {
        Frame* frame = script_frame(thread);
        if (!frame) {
            (void)raise_text(thread, exceptions.SystemError, "globals and locals cannot be NULL");
            return false;
        }
        out->globals = frame->function->globals;
        if (!locals) locals = frame_locals(thread, *frame);
    }
    // A dict of a script's class looks names up itself; only functions, which find their globals without asking, do not ask it.
    out->names = locals == Value(out->globals) && class_of(locals) == types.dict ? Value() : locals;
    if (!dict_get(out->globals, names.dunder_builtins))
        dict_set(thread, out->globals, names.dunder_builtins, namespaces.builtins);
    return true;
}

Value run_in(Thread& thread, Code* code, const Scopes& scopes, const char* what) {
    if (code->free_names && code->free_names->length)
        return raise_type_error(thread, "code object passed to {}() may not contain free variables", what);
    if (!check_recursion(thread, "")) return {};
    // Code of an imported module, say: it has the instructions for globals only.
    if (scopes.names && code->is_module)
        return raise_type_error(thread, "code object passed to {}() was not compiled for a namespace of its own", what);
    // With `await` at the top level it is a coroutine.
    if (code->flags & kCoroutine) return call(thread, new_function(thread, code, scopes.globals), {});
    return run_code(thread, code, scopes.globals, scopes.names);
}

Value eval(Thread& thread, Args& args) {
    Scopes scopes;
    Value globals = args.get(1, {});
    const char* not_dict = globals && class_of(globals)->special(Special::k_getitem)
                               ? "globals must be a real dict; try eval(expr, {{}}, mapping)"
                               : "globals must be a dict";
    if (!find_scopes(thread, globals, args.get(2, {}), not_dict, "locals must be a mapping", &scopes)) return {};
    if (is_code(args[0])) return run_in(thread, static_cast<Code*>(args[0].as_object()), scopes, "eval");
    std::string source;
    if (!source_text(thread, args[0], "<string>", "eval()", "string, bytes or code object", &source)) return {};
    source.erase(0, source.find_first_not_of(" \t"));
    Code* code = compiler.compile(thread, source, "<string>",
                                  {.mode = CompileMode::Eval, .optimize = optimization_level});
    if (!code) return {};
    return run_in(thread, code, scopes, "eval");
}

Value exec(Thread& thread, Args& args) {
    Scopes scopes;
    if (!find_scopes(thread, args.get(1, {}), args.get(2, {}), "exec() globals must be a dict, not {}",
                     "locals must be a mapping or None, not {}", &scopes))
        return {};
    Code* code;
    if (is_code(args[0])) {
        code = static_cast<Code*>(args[0].as_object());
        Value closure = args.get(3, Value::none());
        if (code->free_names && code->free_names->length && is_tuple(closure)) {
            Function* function = new_function(thread, code, scopes.globals);
            function->closure = as_tuple(closure);
            return call(thread, function, {}) ? Value::none() : Value();
        }
    } else {
        std::string source;
        if (!source_text(thread, args[0], "<string>", "exec()", "string, bytes or code object", &source)) return {};
        code = compiler.compile(
            thread, source, "<string>",
            {.own_namespace = static_cast<bool>(scopes.names), .optimize = optimization_level});
        if (!code) return {};
    }
    return run_in(thread, code, scopes, "exec") ? Value::none() : Value();
}

Value globals(Thread& thread, Args&) {
    Frame* frame = script_frame(thread);
    return frame ? Value(frame->function->globals) : Value::none();
}

Value locals(Thread& thread, Args&) {
    Frame* frame = script_frame(thread);
    return frame ? frame_locals(thread, *frame) : Value::none();
}

Value import_function(Thread& thread, Args& args) {
    if (!is_str(args[0])) return raise_type_error(thread, "module name must be a string");
    int64_t level = 0;
    if (args.has(4) && !to_int64(thread, args[4], &level)) return {};
    Dict* globals = args.has(1) && is_dict(args[1]) ? as_dict(args[1]) : nullptr;
    return import_name(thread, intern(thread, as_str(args[0])), globals, args.get(3, empty_tuple()), level);
}

// ---------------------------------------------------------------- the class statement

// Bases that are no classes may name others to stand for them (__mro_entries__). The same tuple if none does.
Tuple* resolve_bases(Thread& thread, Tuple* bases) {
    List* resolved = nullptr;
    for (size_t i = 0; i < bases->length; i++) {
        Value base = bases->items[i];
        Value entries;
        bool is_class = base.is_object() && base.as_object()->kind() == Kind::Class;
        int found = is_class ? 0 : find_attr(thread, base, names.special(Special::k_mro_entries), &entries);
        if (found < 0) return nullptr;
        if (!found) {
            if (resolved) list_append(thread, resolved, base);
            continue;
        }
        Value replacement = call(thread, entries, {bases});
        if (!replacement) return nullptr;
        if (!is_tuple(replacement)) {
            (void)raise_type_error(thread, "__mro_entries__ must return a tuple");
            return nullptr;
        }
        if (!resolved) resolved = new_list(thread, bases->span().subspan(0, i));
        for (Value each : as_tuple(replacement)->span()) list_append(thread, resolved, each);
    }
    return resolved ? tuple_from_iterable(thread, resolved) : bases;
}

std::string shown(Thread& thread, Value value) {
    Str* text = repr(thread, value);
    if (!text) clear_exception(thread);
    return text ? to_utf8(text) : "?";
}

Value build_class(Thread& thread, Args& args) {
    if (args.rest.size() < 2) {
        if (args.rest.empty() || args.rest[0].is_object())
            return raise_type_error(thread, "__build_class__: not enough arguments");
    }
    Value body = args.rest[0], name = args.rest[1];
    if (!body.is_object() || body.as_object()->kind() != Kind::Function)
        return raise_type_error(thread, "__build_class__: func must be a function");
    if (!is_str(name)) return raise_type_error(thread, "__build_class__: name is not a string");
    Tuple* written = new_tuple(thread, args.rest.subspan(2));
    Tuple* bases = resolve_bases(thread, written);
    if (!bases) return {};

    Dict* keywords = args.keywords;
    Value metaclass;
    Str* metaclass_name = intern(thread, "metaclass");
    if (keywords) {
        metaclass = dict_get(keywords, metaclass_name);
        if (metaclass) dict_remove(thread, keywords, metaclass_name);
    }
    if (!metaclass) metaclass = bases->length ? Value(class_of(bases->items[0])) : Value(types.type);
    if (is_instance(metaclass, types.type)) {
        Class* best = metaclass_for(thread, static_cast<Class*>(metaclass.as_object()), bases->span());
        if (!best) return {};
        metaclass = best;
    }

    Value space, prepare;
    if (metaclass == Value(types.type)) {
        space = new_dict(thread);
    } else {
        int found = find_attr(thread, metaclass, names.special(Special::k_prepare), &prepare);
        if (found < 0) return {};
        space = found ? call_with(thread, prepare, new_tuple(thread, {name, bases}), keywords)
                      : Value(new_dict(thread));
        if (!space) return {};
    }
    if (!is_dict(space) && !class_of(space)->special(Special::k_getitem)) {
        bool is_class = is_instance(metaclass, types.type);
        return raise_type_error(
            thread, "{}.__prepare__() must return a mapping, not {}",
            is_class ? to_utf8(static_cast<Class*>(metaclass.as_object())->name) : "<metaclass>",
            type_name(space));
    }
    Value cell = run_class_body(thread, static_cast<Function*>(body.as_object()), space);
    if (!cell) return {};
    if (bases != written && !set_item(thread, space, names.dunder_orig_bases, written)) return {};

    Value made = call_with(thread, metaclass, new_tuple(thread, {name, bases, space}), keywords);
    if (!made) return {};
    bool checks_cell =
        is_instance(made, types.type) && cell.is_object() && cell.as_object()->kind() == Kind::Cell;
    if (checks_cell) {
        Value inside = static_cast<Cell*>(cell.as_object())->value.load();
        std::string cls_name = shown(thread, name), cls = shown(thread, made);
        if (!inside)
            return raise_format(thread, exceptions.RuntimeError,
                                "__class__ not set defining {} as {}. Was __classcell__ propagated to "
                                "type.__new__?",
                                cls_name, cls);
        if (!(inside == made))
            return raise_type_error(thread, "__class__ set to {} defining {} as {}", shown(thread, inside),
                                    cls_name, cls);
    }
    return made;
}

}  // namespace

Value anext_with_default(Thread& thread, Value awaitable, Value fallback) {
    Value module = consumers_module(thread);
    if (!module) return {};
    return call_method(thread, module, intern(thread, "anext_default"), {awaitable, fallback});
}

void add_code_functions(Thread& thread, Module* module) {
    add_functions(
        thread, module,
        {
            {"compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, "
             "_feature_version=-1)",
             compile, "Compile source into a code object that can be executed by exec() or eval()."},
            {"eval(source, globals=None, locals=None, /)", eval,
             "Evaluate the given source in the context of globals and locals."},
            {"exec(source, globals=None, locals=None, /, *, closure=None)", exec,
             "Execute the given source in the context of globals and locals."},
            {"globals()", globals, "Return the dictionary containing the current scope's global variables."},
            {"locals()", locals, "Return a dictionary containing the current scope's local variables."},
            {"__import__(name, globals=None, locals=None, fromlist=(), level=0)", import_function,
             "Import a module."},
            {"__build_class__(*args, **kwargs)", build_class,
             "Internal helper function used by the class statement."},
        });
}

bool initialize_syntax(Thread& thread, Module* module) {
    add_functions(thread, module,
                  {{"describe(source, filename, mode, /)", describe_tree,
                    "The syntax tree as the expression that builds it."}});
    return true;
}

}  // namespace gilt
