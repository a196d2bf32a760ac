// The module `_io`, open(), and sys.stdin, sys.stdout and sys.stderr.
#include "modules/io_module.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "modules/fs_path.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

struct OpenMode {
    std::string raw;  // the mode for FileIO
    bool reads = false, writes = false, updates = false, text = false, binary = false;
};

bool parse_mode(Thread& thread, Value value, OpenMode* out) {
    if (!is_str(value)) {
        (void)raise_type_error(thread, "open() argument 'mode' must be str, not {}", argument_type_name(value));
        return false;
    }
    std::string text = to_utf8(as_str(value));
    int kinds = 0;
    for (size_t i = 0; i < text.size(); i++) {
        char c = text[i];
        if (std::string_view("rwaxbt+").find(c) == std::string_view::npos ||
            text.find(c, i + 1) != std::string::npos) {
            (void)raise_value_error(thread, "invalid mode: '{}'", text);
            return false;
        }
        if (c == 't')
            out->text = true;
        else if (c == 'b')
            out->binary = true;
        else if (c == '+')
            out->updates = true;
        else
            kinds++, (c == 'r' ? out->reads : out->writes) = true;
        if (c != 't' && c != 'b') out->raw += c;
    }
    const char* problem = nullptr;
    if (out->text && out->binary)
        problem = "can't have text and binary mode at once";
    else if (kinds > 1)
        problem = "must have exactly one of create/read/write/append mode";
    else if (kinds == 0)
        problem = "Must have exactly one of create/read/write/append mode and at most one plus";
    if (!problem) return true;
    (void)raise_text(thread, exceptions.ValueError, problem);
    return false;
}

bool is_text_or_none(Thread& thread, Value value, const char* name) {
    if (value.is_none() || is_str(value)) return true;
    (void)raise_type_error(thread, "open() argument '{}' must be str or None, not {}", name,
                           argument_type_name(value));
    return false;
}

Value open_file(Thread& thread, Args& args) {
    Value file = args[0], mode_value = args.get(1, new_str_ascii(thread, "r"));
    Value encoding = args.get(3, Value::none()), errors = args.get(4, Value::none()),
          newline = args.get(5, Value::none());
    int64_t buffering = -1;
    if (!is_int(file) && !(file = fs_path_object(thread, file))) return {};
    OpenMode mode;
    if (!parse_mode(thread, mode_value, &mode)) return {};
    if (args.has(2) && !to_int64(thread, args[2], &buffering)) return {};
    if (!is_text_or_none(thread, encoding, "encoding") || !is_text_or_none(thread, errors, "errors") ||
        !is_text_or_none(thread, newline, "newline"))
        return {};
    if (mode.binary) {
        const char* taken = !encoding.is_none()  ? "an encoding"
                            : !errors.is_none()  ? "an errors"
                            : !newline.is_none() ? "a newline"
                                                 : nullptr;
        if (taken) return raise_value_error(thread, "binary mode doesn't take {} argument", taken);
    }
    Value raw = call(
        thread, io_types.file,
        {file, new_str(thread, mode.raw), args.get(6, Value::from_bool(true)), args.get(7, Value::none())});
    if (!raw) return {};
    // If a later layer fails, the file is closed again and the first error stays.
    auto fail = [&]() -> Value {
        Value error = take_exception(thread);
        if (!call_method(thread, raw, names.close, {})) clear_exception(thread);
        thread.exception = error;
        return {};
    };
    auto* raw_file = static_cast<RawFile*>(raw.as_object());
    int fd = raw_file->state.load()->descriptor->fd();
    struct stat info {};
    bool known = fstat(fd, &info) == 0;
    if (known && mode.reads) Buffer::flush_file_quietly(info);
    bool terminal = buffering < 0 && isatty(fd);
    bool line_buffering = terminal || (buffering == 1 && !mode.binary);
    size_t size = buffering > 1 ? static_cast<size_t>(buffering) : Buffer::kSize;
    if (buffering < 0) {
        if (known && info.st_blksize > 1) size = static_cast<size_t>(info.st_blksize);
        size = std::max(size, Buffer::kSize);
    }
    if (buffering == 0) {
        if (mode.binary) return raw;
        (void)raise_value_error(thread, "can't have unbuffered text I/O");
        return fail();
    }
    Class* cls = mode.updates  ? io_types.buffered_random
                 : mode.writes ? io_types.buffered_writer
                               : io_types.buffered_reader;
    Value buffer = make_buffered(thread, cls, raw, size);
    if (!buffer) return fail();
    if (mode.binary) return buffer;
    Value text =
        call(thread, io_types.text, {buffer, encoding, errors, newline, Value::from_bool(line_buffering)});
    if (!text) return fail();
    static_cast<TextFile*>(text.as_object())->mode.store(mode_value);
    return text;
}

constexpr NativeSpec kOpen = {
    "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)",
    open_file, "Open file and return a stream. Raise OSError upon failure."};

Value open_code(Thread& thread, Args& args) {
    Value values[8] = {args[0], new_str_ascii(thread, "rb")};
    Args all{values, 8, {}, nullptr};
    return open_file(thread, all);
}

Value text_encoding(Thread& thread, Args& args) {
    return args[0].is_none() ? Value(new_str_ascii(thread, "locale")) : args[0];
}

// What standard input and output do with bytes that are no UTF-8: in a locale that says nothing about them (C, and
// C.UTF-8, which stands in for it), they go through unchanged.
const char* standard_errors() {
    const char* forced = getenv("PYTHONUTF8");
    if (forced && std::string_view(forced) == "1") return "surrogateescape";
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char* value = getenv(name);
        if (!value || !*value) continue;
        std::string_view locale = value;
        bool plain = locale == "C" || locale == "POSIX" || locale == "C.UTF-8" || locale == "C.utf8";
        return plain ? "surrogateescape" : "strict";
    }
    return "surrogateescape";
}

// One of the three streams; None if its descriptor is closed.
Value standard_stream(Thread& thread, int fd, const char* name, bool unbuffered) {
    struct stat info;
    if (fstat(fd, &info) != 0) return Value::none();
    bool reads = fd == 0;
    Value label = new_str_ascii(thread, name);
    Value raw = make_raw_file(thread, fd, false, reads, !reads, false, false, label);
    Value buffer = make_buffered(thread, reads ? io_types.buffered_reader : io_types.buffered_writer, raw,
                                 Buffer::kSize);
    const char* errors = fd == 2 ? "backslashreplace" : standard_errors();
    bool lines = !unbuffered && (fd == 2 || isatty(fd));
    Value text =
        make_text(thread, io_types.text, buffer, "utf-8", errors,
                  reads ? Value::none() : Value(new_str_ascii(thread, "\n")), lines, unbuffered && !reads);
    static_cast<TextFile*>(text.as_object())->mode.store(new_str_ascii(thread, reads ? "r" : "w"));
    return text;
}

}  // namespace

void make_standard_streams(Thread& thread, bool unbuffered) {
    const char* const kNames[3][3] = {{"<stdin>", "stdin", "__stdin__"},
                                      {"<stdout>", "stdout", "__stdout__"},
                                      {"<stderr>", "stderr", "__stderr__"}};
    for (int fd = 0; fd < 3; fd++) {
        Value stream = standard_stream(thread, fd, kNames[fd][0], unbuffered);
        dict_set(thread, namespaces.sys, intern(thread, kNames[fd][1]), stream);
        dict_set(thread, namespaces.sys, intern(thread, kNames[fd][2]), stream);
    }
}

void add_open_function(Thread& thread, Module* module) {
    initialize_io_types(thread);
    Value open = new_native_function(thread, kOpen, new_str_ascii(thread, "io"));
    set_module_attribute(thread, module, "open", open);
}

bool initialize_io(Thread& thread, Module* module) {
    const std::pair<std::string_view, Class*> classes[] = {
        {"_IOBase", io_types.base},
        {"_RawIOBase", io_types.raw_base},
        {"_BufferedIOBase", io_types.buffered_base},
        {"_TextIOBase", io_types.text_base},
        {"FileIO", io_types.file},
        {"BufferedReader", io_types.buffered_reader},
        {"BufferedWriter", io_types.buffered_writer},
        {"BufferedRandom", io_types.buffered_random},
        {"TextIOWrapper", io_types.text},
        {"BytesIO", io_types.bytes_io},
        {"StringIO", io_types.string_io},
        {"UnsupportedOperation", io_types.unsupported},
        {"BlockingIOError", exceptions.BlockingIOError},
    };
    for (auto& [name, cls] : classes) set_module_attribute(thread, module, name, cls);
    set_module_attribute(thread, module, "DEFAULT_BUFFER_SIZE", Value::from_int(Buffer::kSize));
    set_module_attribute(thread, module, "open", dict_get(namespaces.builtins, intern(thread, "open")));
    add_functions(thread, module,
                  {
                      {"open_code(path)", open_code, "Open the file for reading code."},
                      {"text_encoding(encoding, stacklevel=2, /)", text_encoding,
                       "The encoding a text file is opened with."},
                  });
    return true;
}

}  // namespace gilt
