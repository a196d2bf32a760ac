// _IOBase and its three descendants: what every file can do, in terms of what it can do itself. Scripts derive from
// them (io.RawIOBase); the file classes made of C++ override nearly all of it.
#include <cstring>

#include "heap/heap.h"
#include "modules/io_module.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

IoTypes io_types;

namespace {

IoObject* io_object(Value value) { return static_cast<IoObject*>(value.as_object()); }
Str* word(Thread& thread, const char* text) { return intern(thread, text); }

// Whether the file says it is closed: -1 with an exception pending.
int is_closed(Thread& thread, Value file) {
    Value closed = get_attr(thread, file, word(thread, "closed"));
    return closed ? truth(thread, closed) : -1;
}

bool check_open(Thread& thread, Value file) {
    int closed = is_closed(thread, file);
    if (closed > 0) (void)raise_closed(thread);
    return closed == 0;
}

Value iter_of_file(Thread& thread, Args& args) { return check_open(thread, args[0]) ? args[0] : Value(); }

}  // namespace

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
Class* new_io_class(Thread& thread, std::string_view name, Class* base, size_t size, TraceFn trace,
                    NextFn next) {
    Class* cls = new_native_class(thread, {.name = name,
                                           .base = base,
                                           .kind = Kind::Native,
                                           .instance_size = size,
                                           .trace = trace,
                                           .flags = kBasetype | kHasDict | kHasWeakrefs,
                                           .overflow_offset = offsetof(IoObject, overflow),
                                           .next = next});
    keep_forever(thread, cls);
    if (next) add_methods(thread, cls, {{"__iter__(self, /)", iter_of_file}});
    return cls;
}
#pragma GCC diagnostic pop

void trace_io_object(Object*, Marker&) {}

Value raise_unsupported(Thread& thread, std::string_view message) {
    return raise(thread, call(thread, io_types.unsupported, {new_str(thread, message)}));
}

Value raise_closed(Thread& thread) { return raise_value_error(thread, "I/O operation on closed file."); }

bool io_size(Thread& thread, Args& args, size_t index, int64_t* out) {
    *out = -1;
    if (!args.has(index) || args[index].is_none()) return true;
    if (!is_int(args[index]) && !class_of(args[index])->special(Special::k_index))
        return raise_type_error(thread, "argument should be integer or None, not '{}'", type_name(args[index]));
    return to_sequence_index(thread, args[index], exceptions.OverflowError, out);
}

bool io_offset(Thread& thread, Value value, int64_t* out) {
    if (to_int64(thread, value, out)) return true;
    if (!pending_matches(thread, exceptions.OverflowError)) return false;
    clear_exception(thread);
    return raise_value_error(thread, "cannot fit '{}' into an offset-sized integer", type_name(value));
}

Value raise_both(Thread& thread, Value first) {
    Value second = take_exception(thread);
    if (second && !set_attr(thread, second, names.dunder_context, first)) return {};
    thread.exception = second ? second : first;
    return {};
}

Value io_name(Thread& thread, Value file) {
    Value name;
    int found = find_attr(thread, file, names.name, &name);
    if (found < 0) clear_exception(thread);
    return found == 1 ? name : Value();
}

namespace {

Value enter(Thread& thread, Args& args) { return check_open(thread, args[0]) ? args[0] : Value(); }

Value exit(Thread& thread, Args& args) {
    return call_method(thread, args[0], names.close, {}) ? Value::none() : Value();
}

Value close(Thread& thread, Args& args) {
    if (io_object(args[0])->closed.load()) return Value::none();
    bool flushed = bool(call_method(thread, args[0], names.flush, {}));
    io_object(args[0])->closed.store(true);
    return flushed ? Value::none() : Value();
}

Value flush(Thread& thread, Args& args) { return check_open(thread, args[0]) ? Value::none() : Value(); }

Value no(Thread&, Args&) { return Value::from_bool(false); }
Value is_terminal(Thread& thread, Args& args) { return check_open(thread, args[0]) ? Value::from_bool(false) : Value(); }

template <const char* kName>
Value unsupported(Thread& thread, Args&) {
    return raise_unsupported(thread, kName);
}

Value tell(Thread& thread, Args& args) {
    return call_method(thread, args[0], word(thread, "seek"), {Value::from_int(0), Value::from_int(1)});
}

Value read_line(Thread& thread, Args& args) {
    int64_t limit;
    if (!io_size(thread, args, 1, &limit)) return {};
    std::string line;
    while (limit < 0 || static_cast<int64_t>(line.size()) < limit) {
        Value piece = call_method(thread, args[0], names.read, {Value::from_int(1)});
        if (!piece) return {};
        if (piece.is_none()) break;
        if (!is_bytes(piece))
            return raise_text(thread, exceptions.OSError,
                              "read() should have returned a bytes object, not '" + type_name(piece) + "'");
        std::string_view bytes = as_bytes(piece)->view();
        if (bytes.empty()) break;
        line += bytes;
        if (line.back() == '\n') break;
    }
    return new_bytes(thread, line);
}

Value read_lines(Thread& thread, Args& args) {
    int64_t hint, total = 0;
    if (!io_size(thread, args, 1, &hint)) return {};
    if (!check_open(thread, args[0])) return {};
    List* lines = new_list(thread);
    Iteration items(thread, args[0]);
    while (Value line = items.next()) {
        list_append(thread, lines, line);
        int64_t size = length(thread, line);
        if (size < 0) return {};
        total += size;
        if (hint > 0 && total >= hint) break;
    }
    return items.failed() ? Value() : Value(lines);
}

Value write_lines(Thread& thread, Args& args) {
    if (!check_open(thread, args[0])) return {};
    Iteration items(thread, args[1]);
    while (Value line = items.next())
        if (!call_method(thread, args[0], names.write, {line})) return {};
    return items.failed() ? Value() : Value::none();
}

Value next(Thread& thread, Args& args) {
    Value line = call_method(thread, args[0], names.readline, {});
    if (!line) return {};
    int64_t size = length(thread, line);
    if (size < 0) return {};
    return size ? line : raise_stop_iteration(thread, {});
}

// RawIOBase.read in terms of readinto.
Value raw_read(Thread& thread, Args& args) {
    int64_t size;
    if (!io_size(thread, args, 1, &size)) return {};
    if (size < 0) return call_method(thread, args[0], word(thread, "readall"), {});
    Value room = call(thread, types.bytearray, {make_int(thread, size)});
    if (!room) return {};
    Value count = call_method(thread, args[0], word(thread, "readinto"), {room});
    if (!count || count.is_none()) return count;
    int64_t got;
    std::string_view bytes;
    if (!to_int64(thread, count, &got) || !get_buffer(thread, room, &bytes)) return {};
    return new_bytes(thread, bytes.substr(0, static_cast<size_t>(got)));
}

Value raw_read_all(Thread& thread, Args& args) {
    std::string all;
    for (;;) {
        Value piece = call_method(thread, args[0], names.read, {Value::from_int(65536)});
        if (!piece) return {};
        std::string_view bytes;
        if (piece.is_none()) break;
        if (!get_buffer(thread, piece, &bytes)) return {};
        if (bytes.empty()) break;
        all += bytes;
    }
    return new_bytes(thread, all);
}

// BufferedIOBase.readinto in terms of read, and readinto1 in terms of read1.
template <const char* kName>
Value read_into(Thread& thread, Args& args) {
    int64_t size = length(thread, args[1]);
    Value data = size < 0 ? Value() : call_method(thread, args[0], word(thread, kName), {make_int(thread, size)});
    if (!data) return {};
    if (!is_bytes(data)) return raise_type_error(thread, "{}() should return bytes", kName);
    std::string_view bytes = as_bytes(data)->view(), room;
    if (!get_buffer(thread, args[1], &room)) return {};
    if (is_bytes(args[1]))
        return raise_type_error(thread, "readinto() argument must be read-write bytes-like object, not bytes");
    if (bytes.size() > room.size())
        return raise_value_error(thread, "{}() returned too much data: {} bytes requested, {} returned", kName, room.size(),
                                 bytes.size());
    if (!bytes.empty()) memcpy(const_cast<char*>(room.data()), bytes.data(), bytes.size());
    return make_int(thread, static_cast<int64_t>(bytes.size()));
}

// Names scripts call in classes of their own, for all that they begin with an underscore.
template <const char* kAbility>
Value check_ability(Thread& thread, Args& args) {
    Value answer = call_method(thread, args[0], word(thread, kAbility), {});
    int able = answer ? truth(thread, answer) : -1;
    if (able == 0) return raise_unsupported(thread, fmt::format("File or stream is not {}.", kAbility));
    return able < 0 ? Value() : Value::none();
}

constexpr char kReadable[] = "readable", kWritable[] = "writable", kSeekable[] = "seekable";
constexpr char kSeek[] = "seek", kTruncate[] = "truncate", kFileno[] = "fileno", kRead[] = "read",
               kWrite[] = "write", kRead1[] = "read1", kDetach[] = "detach", kReadline[] = "readline";

}  // namespace

void initialize_io_types(Thread& thread) {
    auto base_class = [&](std::string_view name, Class* base) {
        return new_io_class(thread, name, base, sizeof(IoObject), trace_io_object);
    };
    io_types.base = base_class("_io._IOBase", types.object);
    add_methods(thread, io_types.base,
                {
                    {"__enter__(self, /)", enter},
                    {"__exit__(self, *args)", exit},
                    {"close(self, /)", close},
                    {"flush(self, /)", flush},
                    {"seekable(self, /)", no},
                    {"readable(self, /)", no},
                    {"writable(self, /)", no},
                    {"isatty(self, /)", is_terminal},
                    {"fileno(self, /)", unsupported<kFileno>},
                    {"seek(self, /, *args)", unsupported<kSeek>},
                    {"truncate(self, /, *args)", unsupported<kTruncate>},
                    {"tell(self, /)", tell},
                    {"readline(self, size=-1, /)", read_line},
                    {"readlines(self, hint=-1, /)", read_lines},
                    {"writelines(self, lines, /)", write_lines},
                    {"__iter__(self, /)", iter_of_file},
                    {"_checkClosed(self, msg=None, /)", flush},
                    {"_checkReadable(self, /)", check_ability<kReadable>},
                    {"_checkWritable(self, /)", check_ability<kWritable>},
                    {"_checkSeekable(self, /)", check_ability<kSeekable>},
                    {"__next__(self, /)", next},
                });
    add_getsets(
        thread, io_types.base,
        {
            {"closed", [](Thread&, Value self) { return Value::from_bool(io_object(self)->closed.load()); }},
        });
    io_types.raw_base = base_class("_io._RawIOBase", io_types.base);
    add_methods(thread, io_types.raw_base,
                {{"read(self, size=-1, /)", raw_read}, {"readall(self, /)", raw_read_all}});
    io_types.buffered_base = base_class("_io._BufferedIOBase", io_types.base);
    add_methods(thread, io_types.buffered_base,
                {{"read(self, /, *args)", unsupported<kRead>},
                 {"read1(self, /, *args)", unsupported<kRead1>},
                 {"readinto(self, buffer, /)", read_into<kRead>},
                 {"readinto1(self, buffer, /)", read_into<kRead1>},
                 {"write(self, /, *args)", unsupported<kWrite>},
                 {"detach(self, /)", unsupported<kDetach>}});
    io_types.text_base = base_class("_io._TextIOBase", io_types.base);
    add_methods(thread, io_types.text_base,
                {{"read(self, /, *args)", unsupported<kRead>},
                 {"readline(self, /, *args)", unsupported<kReadline>},
                 {"write(self, /, *args)", unsupported<kWrite>},
                 {"detach(self, /)", unsupported<kDetach>}});
    add_getsets(thread, io_types.text_base,
                {
                    {"encoding", [](Thread&, Value) { return Value::none(); }},
                    {"errors", [](Thread&, Value) { return Value::none(); }},
                    {"newlines", [](Thread&, Value) { return Value::none(); }},
                });
    Dict* space = new_dict(thread);
    dict_set(thread, space, names.dunder_module, intern(thread, "io"));
    Value made = new_class(thread, types.type, intern(thread, "UnsupportedOperation"),
                           new_tuple(thread, {exceptions.OSError, exceptions.ValueError}), space, nullptr);
    io_types.unsupported = static_cast<Class*>(made.as_object());
    keep_forever(thread, made);
    add_raw_file(thread);
    add_buffered_files(thread);
    add_text_file(thread);
    add_memory_files(thread);
}

}  // namespace gilt
