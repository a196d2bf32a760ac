// Raising and matching: what C++ code calls to leave an exception pending, and what the machine asks about one.
//
// An exception is pending when `thread.exception` is not empty; the C++ function that made it so returns empty. Every
// way of raising ends in `raise(thread, exception)`, which notes what was being handled at that moment as __context__.
#include "objects/exception.h"

#include <cerrno>
#include <cstring>

#include "modules/import_lock.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

Exceptions exceptions;

bool is_exception(Value value) { return value.is_object() && value.as_object()->kind() == Kind::Exception; }

bool is_exception_class(Value value) {
    return value.is_object() && value.as_object()->kind() == Kind::Class &&
           is_subclass(static_cast<Class*>(value.as_object()), exceptions.BaseException);
}

// ---------------------------------------------------------------- making one

Value new_exception(Thread& thread, Class* cls, Value argument) {
    if (cls->has(kHeapType)) {
        return argument ? call(thread, cls, {argument}) : call(thread, cls, {});
    }
    auto* exception = new_instance<Exception>(thread, cls);
    exception->args.store(argument ? new_tuple(thread, {argument}) : empty_tuple());
    if (argument) {
        if (cls == exceptions.StopIteration || cls == exceptions.SystemExit || cls == exceptions.SyntaxError)
            exception->fields[0].store(argument);
        else if (is_subclass(cls, exceptions.ImportError))
            exception->fields[2].store(argument);
    }
    return exception;
}

Value new_exception(Thread& thread, Class* cls, std::string_view message) {
    return new_exception(thread, cls, Value(new_str(thread, message)));
}

// ---------------------------------------------------------------- raising

namespace {

// The innermost exception some `except` or `finally` is handling; empty if none is.
Value being_handled(Thread& thread) {
    for (HandledException* level = thread.handled; level; level = level->previous)
        if (level->exception && !level->exception.is_none()) return level->exception;
    return {};
}

// Before `handled` becomes the context of `exception`: if `exception` is already somewhere in handled's chain of
// contexts, the chain is cut there, or it would be a ring. The chain may hold a ring of a script's making, which
// does not contain `exception`: the slower pointer finds it.
void cut_chain(Value handled, Value exception) {
    Value slow = handled;
    bool move_slow = false;
    for (Value link = handled;;) {
        Value context = as_exception(link)->context.load();
        if (!context || context.is_none()) return;
        if (context == exception) {
            as_exception(link)->context.store({});
            return;
        }
        link = context;
        if (link == slow) return;
        if (move_slow) slow = as_exception(slow)->context.load();
        move_slow = !move_slow;
    }
}

}  // namespace

Raised raise(Thread& thread, Value exception) {
    Value handled = being_handled(thread);
    if (handled && !(handled == exception)) {
        cut_chain(handled, exception);
        as_exception(exception)->context.store(handled);
    }
    thread.exception = exception;
    return {};
}

Raised raise(Thread& thread, Class* cls, Value argument) {
    Value exception = new_exception(thread, cls, argument);
    if (!exception) return {};
    return raise(thread, exception);
}

Raised raise_text(Thread& thread, Class* cls, std::string_view message) {
    return raise(thread, cls, Value(new_str(thread, message)));
}

Class* class_for_errno(int error) {
    switch (error) {
        case EAGAIN:
        case EALREADY:
        case EINPROGRESS: return exceptions.BlockingIOError;
        case EPIPE:
        case ESHUTDOWN: return exceptions.BrokenPipeError;
        case ECHILD: return exceptions.ChildProcessError;
        case ECONNABORTED: return exceptions.ConnectionAbortedError;
        case ECONNREFUSED: return exceptions.ConnectionRefusedError;
        case ECONNRESET: return exceptions.ConnectionResetError;
        case EEXIST: return exceptions.FileExistsError;
        case ENOENT: return exceptions.FileNotFoundError;
        case EISDIR: return exceptions.IsADirectoryError;
        case ENOTDIR: return exceptions.NotADirectoryError;
        case EINTR: return exceptions.InterruptedError;
        case EACCES:
        case EPERM: return exceptions.PermissionError;
        case ESRCH: return exceptions.ProcessLookupError;
        case ETIMEDOUT: return exceptions.TimeoutError;
        default: return exceptions.OSError;
    }
}

Raised raise_errno(Thread& thread, int error, Value filename, Value filename2) {
    if (error == ENOMEM) return raise_memory_error(thread);
    auto* exception = new_instance<Exception>(thread, class_for_errno(error));
    Value number = Value::from_int(error);
    Value text = new_str(thread, strerror(error));
    exception->args.store(new_tuple(thread, {number, text}));
    exception->fields[0].store(number);
    exception->fields[1].store(text);
    exception->fields[2].store(filename);
    exception->fields[3].store(filename2);
    return raise(thread, exception);
}

Raised raise_syntax_error(Thread& thread, Class* type, std::string_view message, std::string_view filename,
                          int line, int column, int end_line, int end_column, std::string_view text) {
    auto* exception = new_instance<Exception>(thread, type);
    Value msg = new_str(thread, message), file = new_str(thread, filename);
    if (line <= 0 && !text.data()) {  // no place is known
        exception->args.store(new_tuple(thread, {msg}));
        exception->fields[0].store(msg);
        return raise(thread, exception);
    }
    Value source = text.data() ? Value(new_str(thread, text)) : Value::none();
    Value offset = Value::from_int(column), end = Value::from_int(end_line > 0 ? end_column : column);
    Value lineno = Value::from_int(line), end_lineno = Value::from_int(end_line > 0 ? end_line : line);
    Tuple* place = new_tuple(thread, {file, lineno, offset, source, end_lineno, end});
    exception->args.store(new_tuple(thread, {msg, place}));
    const Value fields[] = {msg, file, lineno, offset, source, end_lineno, end};
    for (int i = 0; i < 7; i++) exception->fields[i].store(fields[i]);
    return raise(thread, exception);
}

Raised raise_memory_error(Thread& thread) { return raise(thread, exceptions.MemoryError, Value()); }

namespace {
// The __name__ in a module's namespace; empty if the object is no module.
Value own_module_name(Value object) {
    if (!object.is_object() || object.as_object()->kind() != Kind::Module) return {};
    Value name = dict_get(static_cast<Module*>(object.as_object())->dict(), names.dunder_name);
    return name && is_str(name) ? name : Value();
}
}  // namespace

Raised raise_attribute_error(Thread& thread, Value object, Str* name) {
    auto* exception = new_instance<Exception>(thread, exceptions.AttributeError);
    std::string text = to_utf8(name);
    std::string message;
    Value module_name = own_module_name(object);
    if (module_name)
        message = fmt::format(
            "{}module '{}' has no attribute '{}'{}",
            is_loading(to_utf8(as_str(module_name))) ? "partially initialized " : "",
            to_utf8(as_str(module_name)), text,
            is_loading(to_utf8(as_str(module_name))) ? " (most likely due to a circular import)" : "");
    else if (object.is_object() && object.as_object()->kind() == Kind::Class)
        message = fmt::format("type object '{}' has no attribute '{}'",
                              full_class_name(static_cast<Class*>(object.as_object())), text);
    else
        message = fmt::format("'{}' object has no attribute '{}'", type_name(object), text);
    exception->args.store(new_tuple(thread, {new_str(thread, message)}));
    exception->fields[0].store(name);
    exception->fields[1].store(object);
    return raise(thread, exception);
}

void complete_attribute_error(Thread& thread, Value object, Str* name) {
    Value exception = thread.exception;
    if (!exception || !is_instance(exception, exceptions.AttributeError)) return;
    Exception* error = as_exception(exception);
    if (error->fields[0].load() || error->fields[1].load()) return;
    error->fields[0].store(name);
    error->fields[1].store(object);
}

Raised raise_stop_iteration(Thread& thread, Value value) {
    auto* exception = new_instance<Exception>(thread, exceptions.StopIteration);
    bool none = !value || value.is_none();
    exception->args.store(none ? empty_tuple() : new_tuple(thread, {value}));
    exception->fields[0].store(none ? Value::none() : value);
    return raise(thread, exception);
}

// ---------------------------------------------------------------- asking

Value take_exception(Thread& thread) {
    Value exception = thread.exception;
    thread.exception = {};
    return exception;
}

void clear_exception(Thread& thread) { thread.exception = {}; }

bool pending_matches(Thread& thread, Class* cls) {
    return thread.exception && is_instance(thread.exception, cls);
}

Value to_exception(Thread& thread, Value value) {
    if (is_exception(value)) return value;
    if (!is_exception_class(value))
        return raise_type_error(thread, "exceptions must derive from BaseException");
    Value exception = call(thread, value, {});
    if (!exception) return {};
    if (!is_exception(exception)) {
        Str *shown = repr(thread, value), *other = shown ? repr(thread, class_of(exception)) : nullptr;
        if (!other) return {};
        return raise_type_error(thread,
                                "calling {} should have returned an instance of BaseException, not {}",
                                to_utf8(shown), to_utf8(other));
    }
    return exception;
}

int exception_matches(Thread& thread, Value exception, Value cls) {
    Class* own = class_of(exception);
    auto reject = [&] {
        (void)raise_type_error(thread,
                               "catching classes that do not inherit from BaseException is not allowed");
        return -1;
    };
    if (is_tuple(cls)) {
        auto classes = as_tuple(cls)->span();
        for (Value each : classes)
            if (!is_exception_class(each)) return reject();
        for (Value each : classes)
            if (is_subclass(own, static_cast<Class*>(each.as_object()))) return 1;
        return 0;
    }
    if (!is_exception_class(cls)) return reject();
    return is_subclass(own, static_cast<Class*>(cls.as_object()));
}

}  // namespace gilt
