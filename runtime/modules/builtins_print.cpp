// print and input.
//
// As in CPython, each piece (an argument, a separator, the line end) is a write of its own to the stream. Between
// the text and the line end another thread may run: that is how "Hello 2Hello 3" comes about.
#include "modules/builtins_groups.h"
#include "modules/io_module.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

// Where print writes: the stream's `write`, or the short way if it is a plain text file.
class Output {
 public:
    Output(Thread& thread, Value stream)
        : thread_(thread), stream_(stream), is_text_file_(class_of(stream) == io_types.text) {}

    [[nodiscard]] bool write(Str* text) {
        if (is_text_file_) return text_file_write(thread_, static_cast<TextFile*>(stream_.as_object()), text);
        return bool(call_method(thread_, stream_, names.write, {text}));
    }
    [[nodiscard]] bool flush() {
        if (is_text_file_) return text_file_flush(thread_, static_cast<TextFile*>(stream_.as_object()));
        return bool(call_method(thread_, stream_, names.flush, {}));
    }

 private:
    Thread& thread_;
    Value stream_;
    bool is_text_file_;
};

// sep= and end=: a str, or None for the usual one.
bool text_option(Thread& thread, Args& args, size_t index, const char* name, Str** out) {
    Value value = args.get(index, Value::none());
    if (value.is_none()) return true;
    if (!is_str(value)) {
        (void)raise_type_error(thread, "{} must be None or a string, not {}", name, type_name(value));
        return false;
    }
    *out = as_str(value);
    return true;
}

Value print(Thread& thread, Args& args) {
    static Str* const space = intern(thread, " ");
    static Str* const newline = intern(thread, "\n");
    Str *separator = space, *end = newline;
    Value stream = args.get(2, Value::none());
    if (stream.is_none()) {
        stream = dict_get(namespaces.sys, names.stdout);
        if (!stream) return raise_text(thread, exceptions.RuntimeError, "lost sys.stdout");
        if (stream.is_none()) return Value::none();
    }
    if (!text_option(thread, args, 0, "sep", &separator) || !text_option(thread, args, 1, "end", &end))
        return {};
    Output output(thread, stream);
    bool first = true;
    for (Value value : args.rest) {
        if (!first && !output.write(separator)) return {};
        first = false;
        Str* text = is_exact_str(value) ? as_str(value) : to_str(thread, value);
        if (!text || !output.write(text)) return {};
    }
    if (!thread.safepoint() || !output.write(end)) return {};
    if (args.has(3)) {
        int flush = truth(thread, args[3]);
        if (flush < 0 || (flush && !output.flush())) return {};
    }
    return Value::none();
}

Value stream_named(Thread& thread, const char* name) {
    Value stream = sys_get(name);
    if (stream && !stream.is_none()) return stream;
    return raise_format(thread, exceptions.RuntimeError, "input(): lost sys.{}", name);
}

Value input(Thread& thread, Args& args) {
    Value in = stream_named(thread, "stdin"), out = in ? stream_named(thread, "stdout") : Value();
    if (!out) return {};
    if (Value error = sys_get("stderr"); error && !error.is_none() && !Output(thread, error).flush())
        clear_exception(thread);
    Output output(thread, out);
    if (args.has(0)) {
        Str* prompt = to_str(thread, args[0]);
        if (!prompt || !output.write(prompt)) return {};
    }
    if (!output.flush()) return {};
    Value line = class_of(in) == io_types.text
                     ? text_file_read_line(thread, static_cast<TextFile*>(in.as_object()), -1)
                     : call_method(thread, in, names.readline, {});
    if (!line) return {};
    if (!is_str(line)) return raise_type_error(thread, "object.readline() returned non-string");
    Str* text = as_str(line);
    if (text->length == 0) return raise_text(thread, exceptions.EOFError, "EOF when reading a line");
    bool ended = text->at(text->length - 1) == '\n';
    return ended ? substring(thread, text, 0, text->length - 1) : text;
}

}  // namespace

void add_print_functions(Thread& thread, Module* module) {
    add_functions(thread, module,
                  {
                      {"print(*args, sep=' ', end='\\n', file=None, flush=False)", print,
                       "Prints the values to a stream, or to sys.stdout by default."},
                      {"input(prompt='', /)", input,
                       "Read a string from standard input. The trailing newline is stripped."},
                  });
}

}  // namespace gilt
