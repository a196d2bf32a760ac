// BytesIO and StringIO: files that lie in memory.
//
// A BytesIO holds its bytes outside the heap, a StringIO its text as UTF-32, so that positions are what tell() says they
// are. Each operation is made under the object's lock byte; none of them runs script code while it holds it.
#include <algorithm>
#include <cstring>

#include "heap/heap.h"
#include "modules/io_module.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/names.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

template <class Text>
struct MemoryFile : IoObject {
    struct State {
        Text text;
        size_t position = 0;
        // StringIO alone: what its newline= means.
        bool translates = false;  // None: \r\n and \r become \n
        bool universal = false;   // '': \r ends a line too
        std::u32string line_end;  // '\r', '\r\n': what \n is written as
        unsigned seen = 0;        // with either of the first two, line ends met: 1 \r, 2 \n, 4 \r\n
        std::unique_ptr<State> replaced;
    };
    StateHolder<State> state;  // its contents: under the object's lock byte
};
using BytesFile = MemoryFile<std::string>;
using StringFile = MemoryFile<std::u32string>;

template <class File>
File* as_file(Value value) {
    return static_cast<File*>(value.as_object());
}

template <class File>
void finalize(Object* object) {
    delete static_cast<File*>(object)->state.current.exchange(nullptr);
}

// The state of an open file; null with ValueError pending.
template <class File>
typename File::State* open_state(Thread& thread, Value self) {
    File* file = as_file<File>(self);
    auto* state = file->state.load();
    if (!state) {
        (void)raise_value_error(thread, "I/O operation on uninitialized object");
        return nullptr;
    }
    if (!file->closed.load()) return state;
    if (std::is_same_v<File, StringFile>)
        (void)raise_value_error(thread, "I/O operation on closed file");
    else
        (void)raise_value_error(thread, "I/O operation on closed file.");
    return nullptr;
}

template <class Text>
Value to_value(Thread& thread, const Text& text) {
    if constexpr (std::is_same_v<Text, std::string>)
        return new_bytes(thread, text);
    else
        return new_str_from_code_points(thread, reinterpret_cast<const uint32_t*>(text.data()), text.size());
}

std::u32string code_points(Str* text) {
    std::u32string out(text->length, U'\0');
    for (size_t i = 0; i < text->length; i++) out[i] = text->at(i);
    return out;
}

// What is put at the position. Beyond the end, the gap is filled with zeros.
template <class State, class Text>
void put(State* state, const Text& text) {
    if (text.empty()) return;
    if (state->text.size() < state->position) state->text.resize(state->position);
    size_t overlap = std::min(text.size(), state->text.size() - state->position);
    state->text.replace(state->position, overlap, text);
    state->position += text.size();
}

template <class File>
Value read(Thread& thread, Args& args) {
    auto* state = open_state<File>(thread, args[0]);
    int64_t size;
    if (!state || !io_size(thread, args, 1, &size)) return {};
    ObjectLock lock(args[0].as_object());
    size_t start = std::min(state->position, state->text.size());
    size_t count = state->text.size() - start;
    if (size >= 0) count = std::min(count, static_cast<size_t>(size));
    if (count) state->position = start + count;
    return to_value(thread, state->text.substr(start, count));
}

// The line at the position; an empty one at the end.
template <class File>
Value take_line(Thread& thread, Value self, int64_t limit) {
    auto* state = open_state<File>(thread, self);
    if (!state) return {};
    ObjectLock lock(self.as_object());
    auto& text = state->text;
    size_t start = std::min(state->position, text.size());
    size_t end = text.size();
    size_t newline = text.find('\n', start);
    if (newline != text.npos) end = newline + 1;
    if constexpr (std::is_same_v<File, StringFile>) {
        if (!state->line_end.empty()) {
            size_t at = text.find(state->line_end, start);
            end = at == text.npos ? text.size() : at + state->line_end.size();
        } else if (state->universal) {
            size_t at = text.find('\r', start);
            if (at != text.npos && at + 1 < end) end = text[at + 1] == '\n' ? at + 2 : at + 1;
        }
    }
    if (limit >= 0) end = std::min(end, start + static_cast<size_t>(limit));
    if (end > start) state->position = end;
    return to_value(thread, text.substr(start, end - start));
}

template <class File>
Value read_line(Thread& thread, Args& args) {
    int64_t limit;
    return io_size(thread, args, 1, &limit) ? take_line<File>(thread, args[0], limit) : Value();
}

template <class File>
Value next_line(Thread& thread, Object* object) {
    Value line = take_line<File>(thread, object, -1);
    if (!line) return {};
    size_t size = std::is_same_v<File, BytesFile> ? as_bytes(line)->length : as_str(line)->length;
    return size ? line : Value();
}

template <class File>
Value get_value(Thread& thread, Args& args) {
    auto* state = open_state<File>(thread, args[0]);
    if (!state) return {};
    ObjectLock lock(args[0].as_object());
    return to_value(thread, state->text);
}

template <class File>
Value tell(Thread& thread, Args& args) {
    auto* state = open_state<File>(thread, args[0]);
    if (!state) return {};
    ObjectLock lock(args[0].as_object());
    return make_int(thread, static_cast<int64_t>(state->position));
}

template <class File>
Value seek(Thread& thread, Args& args) {
    auto* state = open_state<File>(thread, args[0]);
    int64_t offset, whence = 0;
    if (!state || !to_int64(thread, args[1], &offset)) return {};
    if (args.has(2) && !to_int64(thread, args[2], &whence)) return {};
    bool is_text = std::is_same_v<File, StringFile>;
    if (whence < 0 || whence > 2)
        return raise_value_error(thread, "{}nvalid whence ({}, should be 0, 1 or 2)", is_text ? "I" : "i",
                                 whence);
    if (whence == 0 && offset < 0)
        return raise_value_error(thread, "{}egative seek {} {}", is_text ? "N" : "n",
                                 is_text ? "position" : "value", offset);
    if (is_text && whence != 0 && offset != 0)
        return raise_text(thread, exceptions.OSError, "Can't do nonzero cur-relative seeks");
    ObjectLock lock(args[0].as_object());
    int64_t base = whence == 1 ? state->position : whence == 2 ? state->text.size() : 0;
    state->position = static_cast<size_t>(std::max<int64_t>(0, base + offset));
    return make_int(thread, static_cast<int64_t>(state->position));
}

template <class File>
Value truncate(Thread& thread, Args& args) {
    auto* state = open_state<File>(thread, args[0]);
    int64_t size;
    if (!state || !io_size(thread, args, 1, &size)) return {};
    if (args.has(1) && !args[1].is_none() && size < 0) {
        if (std::is_same_v<File, StringFile>)
            return raise_value_error(thread, "Negative size value {}", size);
        return raise_value_error(thread, "negative size value {}", size);
    }
    ObjectLock lock(args[0].as_object());
    if (size < 0) size = static_cast<int64_t>(state->position);
    if (static_cast<size_t>(size) < state->text.size()) state->text.resize(static_cast<size_t>(size));
    return make_int(thread, size);
}

template <class File>
Value close(Thread&, Args& args) {
    as_file<File>(args[0])->closed.store(true);
    return Value::none();
}

template <class File>
Value yes(Thread& thread, Args& args) {
    return open_state<File>(thread, args[0]) ? Value::from_bool(true) : Value();
}

// ---------------------------------------------------------------- BytesIO

Value init_bytes_io(Thread& thread, Args& args) {
    BytesFile* file = as_file<BytesFile>(args[0]);
    std::string_view initial;
    if (args.has(1) && !args[1].is_none() && !get_buffer(thread, args[1], &initial)) return {};
    auto state = std::make_unique<BytesFile::State>();
    state->text = initial;
    if (!file->state.load()) heap::set_finalizer(file, finalize<BytesFile>);
    file->state.replace(std::move(state));
    file->closed.store(false);
    return Value::none();
}

Value write_bytes(Thread& thread, Args& args) {
    auto* state = open_state<BytesFile>(thread, args[0]);
    std::string_view bytes;
    if (!state) return {};
    if (is_str(args[1])) return raise_type_error(thread, "a bytes-like object is required, not 'str'");
    if (!get_buffer(thread, args[1], &bytes)) return {};
    std::string data(bytes);
    ObjectLock lock(args[0].as_object());
    put(state, data);
    return make_int(thread, static_cast<int64_t>(data.size()));
}

Value read_into(Thread& thread, Args& args) {
    auto* state = open_state<BytesFile>(thread, args[0]);
    std::string_view room;
    if (!state) return {};
    if (is_bytes(args[1]) || !has_buffer(args[1]))
        return raise_type_error(thread, "readinto() argument must be read-write bytes-like object, not {}", type_name(args[1]));
    if (!get_buffer(thread, args[1], &room)) return {};
    ObjectLock lock(args[0].as_object());
    size_t start = std::min(state->position, state->text.size());
    size_t count = std::min(room.size(), state->text.size() - start);
    if (count) memcpy(const_cast<char*>(room.data()), state->text.data() + start, count);
    if (count) state->position = start + count;
    return make_int(thread, static_cast<int64_t>(count));
}

// A copy: gilt's buffers do not export views into memory that may move.
Value get_buffer_view(Thread& thread, Args& args) {
    Value bytes = get_value<BytesFile>(thread, args);
    return bytes ? call(thread, types.memoryview, {bytes}) : Value();
}

// ---------------------------------------------------------------- StringIO

// What newline= makes of text that is written.
std::u32string translated(StringFile::State& state, std::u32string text) {
    if (state.translates || state.universal) {
        for (size_t i = 0; i < text.size(); i++) {
            bool pair = text[i] == U'\r' && i + 1 < text.size() && text[i + 1] == U'\n';
            if (text[i] == U'\r') state.seen |= pair ? 4 : 1;
            if (text[i] == U'\n') state.seen |= 2;
            if (pair) i++;
        }
    }
    if (state.translates && text.find(U'\r') != text.npos) {
        std::u32string out;
        for (size_t i = 0; i < text.size(); i++) {
            if (text[i] == U'\r') {
                out += U'\n';
                if (i + 1 < text.size() && text[i + 1] == U'\n') i++;
            } else {
                out += text[i];
            }
        }
        text = std::move(out);
    }
    if (!state.line_end.empty() && text.find(U'\n') != text.npos) {
        std::u32string out;
        for (char32_t c : text) {
            if (c == U'\n')
                out += state.line_end;
            else
                out += c;
        }
        text = std::move(out);
    }
    return text;
}

Value init_string_io(Thread& thread, Args& args) {
    StringFile* file = as_file<StringFile>(args[0]);
    Value initial = args.get(1, Value::none()), newline = args.get(2, {});
    if (!initial.is_none() && !is_str(initial))
        return raise_type_error(thread, "initial_value must be str or None, not {}", type_name(initial));
    auto state = std::make_unique<StringFile::State>();
    if (newline) {
        std::string text = newline.is_none() ? "" : is_str(newline) ? to_utf8(as_str(newline)) : "?";
        if (text == "?" || (text != "" && text != "\n" && text != "\r" && text != "\r\n")) {
            if (!is_str(newline))
                return raise_type_error(thread, "newline must be str or None, not {}", type_name(newline));
            return raise_value_error(thread, "illegal newline value: {}",
                                     to_utf8(str_repr(thread, as_str(newline))));
        }
        state->translates = newline.is_none();
        state->universal = text.empty() && !newline.is_none();
        if (text == "\r") state->line_end = U"\r";
        if (text == "\r\n") state->line_end = U"\r\n";
    }
    if (!initial.is_none()) state->text = translated(*state, code_points(as_str(initial)));
    if (!file->state.load()) heap::set_finalizer(file, finalize<StringFile>);
    file->state.replace(std::move(state));
    file->closed.store(false);
    return Value::none();
}

Value get_newlines(Thread& thread, Value self) {
    auto* state = open_state<StringFile>(thread, self);
    return state ? newlines_seen(thread, state->seen) : Value();
}

Value write_string(Thread& thread, Args& args) {
    auto* state = open_state<StringFile>(thread, args[0]);
    if (!state) return {};
    if (!is_str(args[1]))
        return raise_type_error(thread, "string argument expected, got '{}'", type_name(args[1]));
    Str* text = as_str(args[1]);
    Value written = make_int(thread, static_cast<int64_t>(text->length));
    if (state->translates || state->universal || !state->line_end.empty()) {
        std::u32string points = code_points(text);
        ObjectLock lock(args[0].as_object());
        put(state, translated(*state, std::move(points)));
        return written;
    }
    ObjectLock lock(args[0].as_object());
    if (state->position == state->text.size()) {  // at the end: straight into place
        size_t start = state->text.size();
        state->text.resize(start + text->length);
        for (size_t i = 0; i < text->length; i++) state->text[start + i] = text->at(i);
        state->position = state->text.size();
    } else {
        put(state, code_points(text));
    }
    return written;
}

// ---------------------------------------------------------------- copies and pickles

// What __getstate__ gives and __setstate__ takes: contents, newline (StringIO), place, and the attributes.
template <class File>
Value get_state(Thread& thread, Args& args) {
    auto* state = open_state<File>(thread, args[0]);
    if (!state) return {};
    Value attributes = get_attr(thread, args[0], intern(thread, "__dict__"));
    if (!attributes || !(attributes = call(thread, types.dict, {attributes}))) return {};
    if (as_dict(attributes)->count() == 0) attributes = Value::none();
    ObjectLock lock(args[0].as_object());
    Value text = to_value(thread, state->text), place = make_int(thread, static_cast<int64_t>(state->position));
    if constexpr (std::is_same_v<File, BytesFile>) {
        return new_tuple(thread, {text, place, attributes});
    } else {
        Value newline = state->translates           ? Value::none()
                        : state->universal          ? Value(new_str_ascii(thread, ""))
                        : state->line_end.empty()   ? Value(new_str_ascii(thread, "\n"))
                                                    : to_value(thread, state->line_end);
        return new_tuple(thread, {text, newline, place, attributes});
    }
}

template <class File>
Value set_state(Thread& thread, Args& args) {
    constexpr bool is_text = std::is_same_v<File, StringFile>;
    constexpr size_t count = is_text ? 4 : 3;
    if (!is_tuple(args[1]) || as_tuple(args[1])->length < count)
        return raise_type_error(thread, "{}.__setstate__ argument should be {}-tuple, got {}", to_utf8(class_of(args[0])->name), count,
                                type_name(args[1]));
    const Value* parts = as_tuple(args[1])->items;
    Value values[3] = {args[0], parts[0], is_text ? parts[1] : Value()};
    Args made{values, is_text ? 3 : 2, {}, nullptr};
    int64_t place;
    if (!(is_text ? init_string_io(thread, made) : init_bytes_io(thread, made)) || !io_offset(thread, parts[count - 2], &place)) return {};
    if (place < 0) return raise_value_error(thread, "position value cannot be negative");
    {
        auto* state = as_file<File>(args[0])->state.load();
        ObjectLock lock(args[0].as_object());
        state->position = static_cast<size_t>(place);
        // The contents have been translated already.
        if constexpr (is_text) state->text = code_points(as_str(parts[0]));
    }
    if (parts[count - 1].is_none()) return Value::none();
    Value attributes = get_attr(thread, args[0], intern(thread, "__dict__"));
    return attributes && call_method(thread, attributes, intern(thread, "update"), {parts[count - 1]}) ? Value::none() : Value();
}

template <class File>
void add_common(Thread& thread, Class* cls) {
    add_methods(thread, cls,
                {
                    {"read(self, size=-1, /)", read<File>},
                    {"readline(self, size=-1, /)", read_line<File>},
                    {"getvalue(self, /)", get_value<File>},
                    {"tell(self, /)", tell<File>},
                    {"seek(self, pos, whence=0, /)", seek<File>},
                    {"truncate(self, size=None, /)", truncate<File>},
                    {"close(self, /)", close<File>},
                    {"readable(self, /)", yes<File>},
                    {"writable(self, /)", yes<File>},
                    {"seekable(self, /)", yes<File>},
                    {"__getstate__(self, /)", get_state<File>},
                    {"__setstate__(self, state, /)", set_state<File>},
                });
}

}  // namespace

void add_memory_files(Thread& thread) {
    io_types.bytes_io = new_io_class(thread, "_io.BytesIO", io_types.buffered_base, sizeof(BytesFile),
                                     trace_io_object, next_line<BytesFile>);
    add_common<BytesFile>(thread, io_types.bytes_io);
    add_methods(thread, io_types.bytes_io,
                {
                    {"__init__(self, initial_bytes=b'')", init_bytes_io},
                    {"write(self, b, /)", write_bytes},
                    {"read1(self, size=-1, /)", read<BytesFile>},
                    {"readinto(self, buffer, /)", read_into},
                    {"readinto1(self, buffer, /)", read_into},
                    {"getbuffer(self, /)", get_buffer_view},
                    {"__iter__(self, /)", [](Thread&, Args& args) { return args[0]; }},
                });
    io_types.string_io = new_io_class(thread, "_io.StringIO", io_types.text_base, sizeof(StringFile),
                                      trace_io_object, next_line<StringFile>);
    add_common<StringFile>(thread, io_types.string_io);
    add_methods(thread, io_types.string_io,
                {{"__init__(self, initial_value='', newline='\\n')", init_string_io},
                 {"write(self, s, /)", write_string},
                 {"flush(self, /)", [](Thread&, Args&) { return Value::none(); }}});
    add_getsets(thread, io_types.string_io,
                {
                    {"line_buffering",
                     [](Thread& thread, Value self) {
                         return open_state<StringFile>(thread, self) ? Value::from_bool(false) : Value();
                     }},
                    {"newlines", get_newlines},
                });
}

}  // namespace gilt
