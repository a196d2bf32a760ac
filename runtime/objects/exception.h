// Exceptions: the class tree, the objects, and how C++ raises.
//
//     if (!found) return raise(thread, exceptions.KeyError, key);
//     return raise_type_error(thread, "'{}' object is not iterable", type_name(value));
//
// All raise functions leave the exception pending in the thread and return empty.
#pragma once

#include <fmt/core.h>

#include <span>
#include <string>
#include <string_view>

#include "value/object.h"
#include "value/shape.h"

namespace gilt {

struct Class;
struct Code;
struct Dict;
struct Frame;
struct Tuple;
class Marker;
class Thread;

// name, base
#define GILT_EXCEPTIONS(X)                                                                                   \
    X(Exception, BaseException)                                                                              \
    X(BaseExceptionGroup, BaseException)                                                                     \
    X(GeneratorExit, BaseException) X(KeyboardInterrupt, BaseException) X(SystemExit, BaseException) X(      \
        ArithmeticError, Exception) X(FloatingPointError, ArithmeticError) X(OverflowError, ArithmeticError) \
        X(ZeroDivisionError, ArithmeticError) X(AssertionError, Exception) X(AttributeError, Exception)      \
            X(BufferError, Exception) X(EOFError, Exception) X(ImportError, Exception) X(                    \
                ModuleNotFoundError, ImportError) X(LookupError, Exception) X(IndexError, LookupError)       \
                X(KeyError, LookupError) X(MemoryError, Exception) X(NameError, Exception) X(                \
                    UnboundLocalError, NameError) X(OSError, Exception) X(BlockingIOError, OSError)          \
                    X(ChildProcessError, OSError) X(ConnectionError, OSError) X(                             \
                        BrokenPipeError, ConnectionError) X(ConnectionAbortedError, ConnectionError)         \
                        X(ConnectionRefusedError, ConnectionError) X(ConnectionResetError, ConnectionError)  \
                            X(FileExistsError, OSError) X(FileNotFoundError, OSError) X(                     \
                                InterruptedError, OSError) X(IsADirectoryError, OSError)                     \
                                X(NotADirectoryError, OSError) X(PermissionError, OSError) X(                \
                                    ProcessLookupError, OSError) X(TimeoutError, OSError)                    \
                                    X(ReferenceError, Exception) X(RuntimeError, Exception) X(               \
                                        NotImplementedError, RuntimeError) X(RecursionError, RuntimeError)   \
                                        X(StopIteration, Exception)                                          \
                                            X(StopAsyncIteration, Exception) X(SyntaxError, Exception) X(    \
                                                IndentationError, SyntaxError) X(TabError, IndentationError) \
                                                X(SystemError, Exception) X(TypeError, Exception) X(         \
                                                    ValueError, Exception) X(UnicodeError, ValueError)       \
                                                    X(UnicodeDecodeError, UnicodeError) X(                   \
                                                        UnicodeEncodeError, UnicodeError)                    \
                                                        X(UnicodeTranslateError, UnicodeError) X(            \
                                                            Warning, Exception) X(BytesWarning, Warning)     \
                                                            X(DeprecationWarning, Warning)                   \
                                                                X(EncodingWarning, Warning) X(FutureWarning, \
                                                                                              Warning)       \
                                                                    X(ImportWarning, Warning) X(             \
                                                                        PendingDeprecationWarning, Warning)  \
                                                                        X(ResourceWarning, Warning)          \
                                                                            X(RuntimeWarning, Warning)       \
                                                                                X(SyntaxWarning, Warning) X( \
                                                                                    UnicodeWarning, Warning) \
                                                                                    X(UserWarning, Warning)

struct Exceptions {
    Class* BaseException;
#define X(name, base) Class* name;
    GILT_EXCEPTIONS(X)
#undef X
    Class* ExceptionGroup;  // of BaseExceptionGroup and Exception
};
extern Exceptions exceptions;

struct Exception : Object {
    Slot args;            // tuple
    Slot traceback;       // Traceback or None
    Slot context, cause;  // exception or None
    std::atomic<bool> suppress_context;
    // What some classes carry besides; empty shows as None. In this order:
    //     StopIteration          value
    //     SystemExit             code
    //     ImportError            name, path, msg
    //     NameError              name
    //     AttributeError         name, obj
    //     OSError                errno, strerror, filename, filename2, characters_written
    //     SyntaxError            msg, filename, lineno, offset, text, end_lineno, end_offset
    //     UnicodeError's kinds   encoding, object, start, end, reason
    //     BaseExceptionGroup     message, exceptions (a tuple)
    Slot fields[7];
    Slot overflow;
};
void trace_exception(Object* object, Marker& marker);
// Makes every class of `exceptions`, and their methods. Needs `types.object`, tuples and strings.
void init_exception_types(Thread& thread);

bool is_exception(Value value);        // instance of BaseException
bool is_exception_class(Value value);  // subclass of BaseException
inline Exception* as_exception(Value value) { return reinterpret_cast<Exception*>(value.as_object()); }

struct Traceback : Object {
    Slot next;  // towards the place it was raised
    Code* code;
    uint32_t word;  // instruction index in the code
    int32_t line;
    Slot frame;    // FrameObject, made on demand
    Slot globals;  // the module's namespace, for tb_frame
    // For tb_frame.f_locals: where the frame stands as long as it runs, and what it held when the exception left it.
    Thread* thread;
    int64_t place;
    struct Function* function;
    Slot registers;  // Storage, or empty
    Value names;     // class body, exec
};
inline Traceback* as_traceback(Value value) { return reinterpret_cast<Traceback*>(value.as_object()); }
int traceback_line(Traceback* traceback);
void trace_traceback(Object* object, Marker& marker);
void init_traceback_type(Thread& thread);

// What the raise functions return: whatever a function returns to say that an exception is pending.
struct Raised {
    operator Value() const { return {}; }
    operator bool() const { return false; }
    template <class T>
    operator T*() const {
        return nullptr;
    }
};

// A short cut for calling an exception class that has BaseException's own __new__ and __init__.
bool is_plainly_made(Class* cls);
Value make_plain_exception(Thread& thread, Class* cls, std::span<const Value> args);

// An exception of this class with one argument (or none, if empty), not raised.
Value new_exception(Thread& thread, Class* cls, Value argument);
Value new_exception(Thread& thread, Class* cls, std::string_view message);

Raised raise(Thread& thread, Value exception);  // an instance; adds __context__
Raised raise(Thread& thread, Class* cls, Value argument);
Raised raise_text(Thread& thread, Class* cls, std::string_view message);
template <class... T>
Raised raise_format(Thread& thread, Class* cls, fmt::format_string<T...> format, T&&... args) {
    return raise_text(thread, cls, fmt::format(format, std::forward<T>(args)...));
}
template <class... T>
Raised raise_type_error(Thread& thread, fmt::format_string<T...> format, T&&... args) {
    return raise_text(thread, exceptions.TypeError, fmt::format(format, std::forward<T>(args)...));
}
template <class... T>
Raised raise_value_error(Thread& thread, fmt::format_string<T...> format, T&&... args) {
    return raise_text(thread, exceptions.ValueError, fmt::format(format, std::forward<T>(args)...));
}
// The OSError subclass for this errno, with its text; ENOMEM is a MemoryError.
Raised raise_errno(Thread& thread, int error, Value filename = {}, Value filename2 = {});
Class* class_for_errno(int error);
// Columns count characters from 1, as the exception's fields do. line 0: no place is known; end_line 0: no end.
Raised raise_syntax_error(Thread& thread, Class* type, std::string_view message, std::string_view filename,
                          int line, int column, int end_line, int end_column, std::string_view text);
Raised raise_memory_error(Thread& thread);
Raised raise_attribute_error(Thread& thread, Value object, struct Str* name);
// For get_attr, when an attribute hook of a script raised AttributeError: notes what was looked for and where, if the
// exception does not say, for the "did you mean".
void complete_attribute_error(Thread& thread, Value object, struct Str* name);
Raised raise_stop_iteration(Thread& thread, Value value);

// Takes the pending exception away and returns it (empty if there is none).
Value take_exception(Thread& thread);
void clear_exception(Thread& thread);
bool pending_matches(Thread& thread, Class* cls);
// Normalises what `raise x` accepts: a class is called. Empty with TypeError pending.
Value to_exception(Thread& thread, Value value);
// `except cls:` 1, 0, -1 (TypeError when cls is no exception class).
[[nodiscard]] int exception_matches(Thread& thread, Value exception, Value cls);

// Puts the frame on top of the exception's traceback (called as it unwinds).
void add_traceback(Thread& thread, Exception* exception, Frame* frame);
// The exception leaves the frame: keeps its variables, for debuggers.
void keep_locals(Thread& thread, Exception* exception, Frame* frame);

// The traceback and message as CPython prints them, on sys.stderr; chained exceptions included.
void print_exception(Thread& thread, Value exception);
std::string format_exception(Thread& thread, Value exception);
// For errors nobody can catch (in __del__, in a callback): "Exception ignored in: ..."
void print_unraisable(Thread& thread, Value exception, std::string_view where, Value object);

}  // namespace gilt
