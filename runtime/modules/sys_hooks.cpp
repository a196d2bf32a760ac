// sys.excepthook, displayhook, unraisablehook, and how C++ calls them.
#include "modules/sys_hooks.h"

#include <algorithm>

#include "modules/sys_module.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "objects/traceback_print.h"
#include "objects/tuple.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

Class* unraisable_args_class;

Value traceback_or_none(Value exception) {
    Value traceback = as_exception(exception)->traceback.load();
    return traceback ? traceback : Value::none();
}

Value excepthook(Thread& thread, Args& args) {
    if (!is_exception(args[1])) return Value::none();
    Exception* exception = as_exception(args[1]);
    bool given = args[2].is_object() && args[2].as_object()->kind() == Kind::Traceback;
    if (given && !exception->traceback.load()) exception->traceback.store(args[2]);
    print_exception(thread, args[1]);
    return Value::none();
}

Value displayhook(Thread& thread, Args& args) {
    if (args[0].is_none()) return Value::none();
    dict_set(thread, namespaces.builtins, names.underscore, Value::none());
    Str* text = repr(thread, args[0]);
    if (!text) return {};
    Value out = sys_get("stdout");
    if (!out || out.is_none()) return raise_text(thread, exceptions.RuntimeError, "lost sys.stdout");
    if (!call_method(thread, out, names.write, {text})) {
        if (!pending_matches(thread, exceptions.UnicodeEncodeError)) return {};
        clear_exception(thread);
        Str* escaped = ascii(thread, args[0]);
        if (!escaped || !call_method(thread, out, names.write, {escaped})) return {};
    }
    if (!call_method(thread, out, names.write, {new_str_ascii(thread, "\n")})) return {};
    dict_set(thread, namespaces.builtins, names.underscore, args[0]);
    return Value::none();
}

Value unraisablehook(Thread& thread, Args& args) {
    Value exception = get_attr(thread, args[0], intern(thread, "exc_value"));
    Value message = exception ? get_attr(thread, args[0], intern(thread, "err_msg")) : Value();
    Value object = message ? get_attr(thread, args[0], intern(thread, "object")) : Value();
    if (!object) return {};
    if (is_exception(exception))
        print_unraisable_default(thread, exception, is_str(message) ? to_utf8(as_str(message)) : "", object);
    return Value::none();
}

Value breakpointhook(Thread& thread, Args&) {
    const char* chosen = getenv("PYTHONBREAKPOINT");
    if (chosen && std::string_view(chosen) == "0") return Value::none();
    return raise_text(
        thread, exceptions.NotImplementedError,
        "gilt has no debugger of its own: set sys.breakpointhook to what breakpoint() shall call");
}

}  // namespace

void call_excepthook(Thread& thread, Value exception) {
    Value hook = sys_get("excepthook");
    if (!hook) {
        write_stderr(thread, "sys.excepthook is missing\n");
        print_exception(thread, exception);
        return;
    }
    if (call(thread, hook, {class_of(exception), exception, traceback_or_none(exception)})) return;
    Value second = take_exception(thread);
    write_stderr(thread, "Error in sys.excepthook:\n");
    print_exception(thread, second);
    write_stderr(thread, "\nOriginal exception was:\n");
    print_exception(thread, exception);
}

void print_unraisable(Thread& thread, Value exception, std::string_view where, Value object) {
    Value pending = take_exception(thread);
    Value hook = sys_get("unraisablehook");
    Value original = sys_get("__unraisablehook__");
    if (!hook || hook.is_none() || hook == original || !unraisable_args_class) {
        print_unraisable_default(thread, exception, where, object);
    } else {
        Value message = where.empty() ? Value::none() : Value(new_str(thread, where));
        Value details = make_struct(thread, unraisable_args_class,
                                    {class_of(exception), exception, traceback_or_none(exception), message,
                                     object ? object : Value::none()});
        if (!details || !call(thread, hook, {details})) {
            Value second = take_exception(thread);
            print_unraisable_default(thread, second, "Exception ignored in sys.unraisablehook", hook);
        }
    }
    thread.exception = pending;
}

// --- coroutines and asynchronous generators (per thread) ---

namespace {

Class* asyncgen_hooks_class;

Value get_asyncgen_hooks(Thread& thread, Args&) {
    auto or_none = [](Value hook) { return hook ? hook : Value::none(); };
    return make_struct(thread, asyncgen_hooks_class, {or_none(thread.asyncgen_firstiter), or_none(thread.asyncgen_finalizer)});
}

Value set_asyncgen_hooks(Thread& thread, Args& args) {
    constexpr const char* kNames[] = {"firstiter", "finalizer"};
    for (size_t i = 0; i < 2; i++)
        if (args.has(i) && !args[i].is_none() && !is_callable(args[i]))
            return raise_type_error(thread, "callable {} expected, got {}", kNames[i], type_name(args[i]));
    if (args.has(0)) thread.asyncgen_firstiter = args[0].is_none() ? Value() : args[0];
    if (args.has(1)) thread.asyncgen_finalizer = args[1].is_none() ? Value() : args[1];
    return Value::none();
}

Value get_origin_depth(Thread& thread, Args&) { return Value::from_int(thread.origin_depth); }

Value set_origin_depth(Thread& thread, Args& args) {
    int64_t depth;
    if (!to_int64(thread, args[0], &depth)) return {};
    if (depth < 0) return raise_value_error(thread, "depth must be >= 0");
    thread.origin_depth = static_cast<int>(std::min<int64_t>(depth, 1000));
    return Value::none();
}

}  // namespace

void add_sys_hooks(Thread& thread, Module* module) {
    asyncgen_hooks_class = new_struct_sequence(thread, "sys.asyncgen_hooks", {"firstiter", "finalizer"}, 0, false);
    keep_forever(thread, asyncgen_hooks_class);
    add_functions(thread, module,
                  {{"get_asyncgen_hooks()", get_asyncgen_hooks},
                   {"set_asyncgen_hooks(firstiter=None, finalizer=None)", set_asyncgen_hooks,
                    "Functions for asynchronous generators: one for their first use, one for those left unfinished."},
                   {"get_coroutine_origin_tracking_depth()", get_origin_depth},
                   {"set_coroutine_origin_tracking_depth(depth)", set_origin_depth,
                    "How many frames a coroutine remembers of where it was made."}});
    add_functions(thread, module,
                  {
                      {"excepthook(exctype, value, traceback, /)", excepthook,
                       "Handle an exception by displaying it on sys.stderr."},
                      {"displayhook(object, /)", displayhook,
                       "Print an object to sys.stdout and also save it in builtins._"},
                      {"unraisablehook(unraisable, /)", unraisablehook, "Handle an unraisable exception."},
                      {"breakpointhook(*args, **kws)", breakpointhook,
                       "This hook function is called by built-in breakpoint()."},
                  });
    for (const char* name : {"excepthook", "displayhook", "unraisablehook", "breakpointhook"})
        set_module_attribute(thread, module, fmt::format("__{}__", name),
                             dict_get(module->dict(), intern(thread, name)));
    unraisable_args_class =
        new_struct_sequence(thread, "sys.UnraisableHookArgs",
                            {"exc_type", "exc_value", "exc_traceback", "err_msg", "object"}, 0, false);
    set_module_attribute(thread, module, "UnraisableHookArgs", unraisable_args_class);
}

}  // namespace gilt
