// FileIO, and BufferedReader, BufferedWriter and BufferedRandom over it.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>
#include <optional>

#include "heap/heap.h"
#include "modules/fs_path.h"
#include "modules/io_module.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/last_reference.h"
#include "vm/native.h"
#include "vm/operations.h"
#include "vm/recycling.h"

namespace gilt {
namespace {

// ---------------------------------------------------------------- shared by both

bool is_given(Args& args, size_t index) { return args.has(index) && !args[index].is_none(); }

// Copies into a writable buffer object (bytearray, memoryview): how much fits.
Value copy_into(Thread& thread, Value target, std::string_view data) {
    std::string_view room;
    if (!get_buffer(thread, target, &room)) return {};
    if (is_bytes(target))
        return raise_type_error(thread,
                                "readinto() argument must be read-write bytes-like object, not bytes");
    size_t count = std::min(room.size(), data.size());
    if (count) memcpy(const_cast<char*>(room.data()), data.data(), count);
    return Value::from_int(static_cast<int64_t>(count));
}

// ---------------------------------------------------------------- FileIO

RawFile* raw_file(Value value) { return static_cast<RawFile*>(value.as_object()); }

void trace_raw(Object* object, Marker& marker) { marker.mark(static_cast<RawFile*>(object)->name); }

void finalize_raw(Object* object) { delete static_cast<RawFile*>(object)->state.current.exchange(nullptr); }

// The open state; null with ValueError pending.
RawState* open_raw(Thread& thread, Value self) {
    RawFile* file = raw_file(self);
    RawState* state = file->state.load();
    if (state && state->descriptor->is_open()) return state;
    (void)raise_value_error(thread, "I/O operation on closed file");
    return nullptr;
}

struct Mode {
    int flags = 0;
    bool reads = false, writes = false, appends = false, creates = false;
};

bool parse_raw_mode(Thread& thread, const std::string& text, Mode* out) {
    int kinds = 0;
    bool plus = false, bad = false;
    for (char c : text) {
        switch (c) {
            case 'r':
                kinds++;
                out->reads = true;
                break;
            case 'w':
                kinds++;
                out->writes = true;
                out->flags |= O_CREAT | O_TRUNC;
                break;
            case 'x':
                kinds++;
                out->writes = out->creates = true;
                out->flags |= O_CREAT | O_EXCL;
                break;
            case 'a':
                kinds++;
                out->writes = out->appends = true;
                out->flags |= O_CREAT | O_APPEND;
                break;
            case '+':
                bad = bad || plus;
                plus = true;
                break;
            case 'b': break;
            default: (void)raise_value_error(thread, "invalid mode: {}", text); return false;
        }
    }
    if (kinds != 1 || bad) {
        (void)raise_value_error(
            thread, "Must have exactly one of create/read/write/append mode and at most one plus");
        return false;
    }
    if (plus) out->reads = out->writes = true;
    out->flags |= O_CLOEXEC | (out->reads && out->writes ? O_RDWR : out->writes ? O_WRONLY : O_RDONLY);
    return true;
}

Value init_raw(Thread& thread, Args& args) {
    RawFile* file = raw_file(args[0]);
    Mode mode;
    std::string mode_text = args.has(2) && is_str(args[2]) ? to_utf8(as_str(args[2])) : "r";
    if (!parse_raw_mode(thread, mode_text, &mode)) return {};
    int closes = args.has(3) ? truth(thread, args[3]) : 1;
    if (closes < 0) return {};
    std::string path;
    int fd;
    // A number that is none of a descriptor is taken for a path, which it is not either.
    std::optional<int64_t> number = is_int(args[1]) ? int_to_int64(as_plain_int(args[1])) : std::nullopt;
    if (number && *number >= INT_MIN && *number <= INT_MAX) {
        fd = static_cast<int>(*number);
        if (fd < 0) return raise_value_error(thread, "negative file descriptor");
        struct stat info;
        if (fstat(fd, &info) != 0) return raise_errno(thread, errno);
    } else {
        if (!closes) return raise_value_error(thread, "Cannot use closefd=False with file name");
        if (!fs_path(thread, args[1], &path)) return {};
        Value opener = args.get(4, Value::none());
        if (!opener.is_none()) {
            Value made = call(thread, opener, {args[1], Value::from_int(mode.flags)});
            if (!made) return {};
            if (!is_int(made)) return raise_type_error(thread, "expected integer from opener");
            int64_t number;
            if (!to_c_int(thread, made, &number)) return {};
            if (number < 0) return raise_value_error(thread, "opener returned {}", number);
            fd = static_cast<int>(number);
        } else {
            int error = 0;
            for (bool collected = false;;) {
                {
                    BlockingRegion region(thread);
                    fd = ::open(path.c_str(), mode.flags, 0666);
                    error = fd < 0 ? errno : 0;
                }
                if (error == EINTR) {
                    if (!thread.safepoint()) return {};
                } else if (error == EMFILE && !collected) {
                    if (!finish_dropped(thread)) return {};  // files that were dropped unclosed
                    collected = true;
                } else {
                    break;
                }
            }
            if (error) return raise_errno(thread, error, args[1]);
        }
        struct stat info;
        if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
            ::close(fd);
            return raise_errno(thread, EISDIR, args[1]);
        }
        if (mode.appends) lseek(fd, 0, SEEK_END);
    }
    if (!file->state.load()) heap::set_finalizer(file, finalize_raw);
    file->state.replace(
        std::unique_ptr<RawState>(new RawState{std::make_shared<Descriptor>(fd, closes), mode.reads,
                                               mode.writes, mode.appends, mode.creates, nullptr}));
    file->closed.store(false);
    file->name.store(args[1]);
    return Value::none();
}

// What was made for more bytes than the `count` that came.
Value shortened(Thread& thread, Bytes* bytes, size_t count) {
    if (count < bytes->length / 4 * 3) return new_bytes(thread, {bytes->data, count});
    bytes->length = count;
    return bytes;
}

Value raw_read(Thread& thread, Args& args) {
    RawState* state = open_raw(thread, args[0]);
    if (!state) return {};
    if (!state->reads) return raise_unsupported(thread, "File not open for reading");
    int64_t size;
    if (!io_size(thread, args, 1, &size)) return {};
    auto descriptor = state->descriptor;
    if (size >= 0) {
        Bytes* bytes = recycled_bytes(thread, raw_read, static_cast<size_t>(size));
        if (!bytes) return {};
        int64_t count = descriptor->read(thread, bytes->data, bytes->length);
        if (count == -2) return Value::none();
        return count < 0 ? Value() : shortened(thread, bytes, static_cast<size_t>(count));
    }
    IncomingBytes data;
    for (;;) {
        size_t chunk = std::max<size_t>(65536, data.size() / 2);
        int64_t count = descriptor->read(thread, data.grow(chunk), chunk);
        data.shrink(chunk - (count > 0 ? static_cast<size_t>(count) : 0));
        if (count == -2 && data.empty()) return Value::none();
        if (count == -1) return {};
        if (count <= 0) break;
    }
    return new_bytes(thread, data);
}

Value raw_read_all(Thread& thread, Args& args) {
    Value values[2] = {args[0], {}};
    Args all{values, 2, {}, nullptr};
    return raw_read(thread, all);
}

Value raw_read_into(Thread& thread, Args& args) {
    RawState* state = open_raw(thread, args[0]);
    if (!state) return {};
    if (!state->reads) return raise_unsupported(thread, "File not open for reading");
    std::string_view room;
    if (!get_buffer(thread, args[1], &room)) return {};
    IncomingBytes data;
    int64_t count = state->descriptor->read(thread, data.grow(room.size()), room.size());
    if (count == -2) return Value::none();
    if (count < 0) return {};
    return copy_into(thread, args[1], {data.data(), static_cast<size_t>(count)});
}

Value raw_write(Thread& thread, Args& args) {
    RawState* state = open_raw(thread, args[0]);
    if (!state) return {};
    if (!state->writes) return raise_unsupported(thread, "File not open for writing");
    std::string_view bytes;
    if (!get_buffer(thread, args[1], &bytes)) return {};
    std::string copy;
    if (!is_bytes(args[1])) {  // it may change while this thread waits
        copy = bytes;
        bytes = copy;
    }
    auto descriptor = state->descriptor;
    int64_t count = descriptor->write(thread, bytes);
    kept_nothing(thread, raw_write, args[1]);
    if (count == -2) return Value::none();
    return count < 0 ? Value() : make_int(thread, count);
}

Value raw_seek(Thread& thread, Args& args) {
    RawState* state = open_raw(thread, args[0]);
    int64_t offset, whence = 0;
    if (!state || !io_offset(thread, args[1], &offset)) return {};
    if (args.has(2) && !to_int64(thread, args[2], &whence)) return {};
    int64_t place = state->descriptor->seek(thread, offset, static_cast<int>(whence));
    return place < 0 ? Value() : make_int(thread, place);
}

Value raw_tell(Thread& thread, Args& args) {
    RawState* state = open_raw(thread, args[0]);
    int64_t place = state ? state->descriptor->seek(thread, 0, SEEK_CUR) : -1;
    return place < 0 ? Value() : make_int(thread, place);
}

Value raw_truncate(Thread& thread, Args& args) {
    RawState* state = open_raw(thread, args[0]);
    if (!state) return {};
    if (!state->writes) return raise_unsupported(thread, "File not open for writing");
    int64_t size;
    if (!io_size(thread, args, 1, &size)) return {};
    if (!is_given(args, 1) && (size = state->descriptor->seek(thread, 0, SEEK_CUR)) < 0) return {};
    return state->descriptor->truncate(thread, size) ? make_int(thread, size) : Value();
}

Value raw_close(Thread& thread, Args& args) {
    RawFile* file = raw_file(args[0]);
    RawState* state = file->state.load();
    if (!state || file->closed.exchange(true)) return Value::none();
    state->descriptor->stop_readers(thread);
    return state->descriptor->close(thread) ? Value::none() : Value();
}

Value raw_fileno(Thread& thread, Args& args) {
    RawState* state = open_raw(thread, args[0]);
    return state ? Value::from_int(state->descriptor->fd()) : Value();
}

Value raw_isatty(Thread& thread, Args& args) {
    RawState* state = open_raw(thread, args[0]);
    return state ? Value::from_bool(isatty(state->descriptor->fd())) : Value();
}

Value raw_seekable(Thread& thread, Args& args) {
    RawState* state = open_raw(thread, args[0]);
    return state ? Value::from_bool(lseek(state->descriptor->fd(), 0, SEEK_CUR) >= 0) : Value();
}

template <bool RawState::*kFlag>
Value raw_flag(Thread& thread, Args& args) {
    RawState* state = open_raw(thread, args[0]);
    return state ? Value::from_bool(state->*kFlag) : Value();
}

const char* mode_name(const RawState& state) {
    if (state.creates) return state.reads ? "xb+" : "xb";
    if (state.appends) return state.reads ? "ab+" : "ab";
    if (state.reads) return state.writes ? "rb+" : "rb";
    return "wb";
}

Value raw_repr(Thread& thread, Args& args) {
    RawFile* file = raw_file(args[0]);
    RawState* state = file->state.load();
    if (!state || !state->descriptor->is_open()) return new_str(thread, "<_io.FileIO [closed]>");
    Str* name = repr(thread, file->name.load());
    if (!name) return {};
    return new_str(thread, fmt::format("<_io.FileIO name={} mode='{}' closefd={}>", to_utf8(name),
                                       mode_name(*state), state->descriptor->closes() ? "True" : "False"));
}

// ---------------------------------------------------------------- Buffered*

BufferedFile* buffered(Value value) { return static_cast<BufferedFile*>(value.as_object()); }

void trace_buffered(Object* object, Marker& marker) {
    auto* file = static_cast<BufferedFile*>(object);
    marker.mark(file->raw);
    for (BufferedState* state = file->state.load(); state; state = state->replaced.get()) state->buffer->mark(marker);
}

void finalize_buffered(Object* object) {
    delete static_cast<BufferedFile*>(object)->state.current.exchange(nullptr);
}

// The buffer, if the file is open; null with ValueError pending. It lives as long as the file object.
Buffer* open_buffer(Thread& thread, Value self, const char* message) {
    BufferedFile* file = buffered(self);
    BufferedState* state = file->state.load();
    if (!state || state->detached.load()) {
        (void)raise_text(thread, exceptions.ValueError,
                         state ? "raw stream has been detached" : "I/O operation on uninitialized object");
        return nullptr;
    }
    int closed = file->closed.load() ? 1 : state->buffer->is_closed(thread);
    if (closed == 0) return state->buffer.get();
    if (closed > 0) (void)raise_text(thread, exceptions.ValueError, message);
    return nullptr;
}

// Asks a raw file written in the language; UnsupportedOperation.
bool check_ability(Thread& thread, Value raw, std::string_view ability) {
    Value answer = call_method(thread, raw, intern(thread, ability), {});
    int able = answer ? truth(thread, answer) : -1;
    if (able == 0) (void)raise_unsupported(thread, fmt::format("File or stream is not {}.", ability));
    return able > 0;
}

Value init_buffered(Thread& thread, Args& args) {
    BufferedFile* file = buffered(args[0]);
    int64_t size = Buffer::kSize;
    if (args.has(2) && !to_int64(thread, args[2], &size)) return {};
    if (size <= 0) return raise_value_error(thread, "buffer size must be strictly positive");
    Value raw = args[1];
    bool reads = !is_instance(args[0], io_types.buffered_writer);
    bool writes = !is_instance(args[0], io_types.buffered_reader);
    std::shared_ptr<RawStream> stream;
    Descriptor* descriptor = nullptr;
    if (class_of(raw) == io_types.file) {
        RawState* state = open_raw(thread, raw);
        if (!state) return {};
        if (reads && !state->reads) return raise_unsupported(thread, "File or stream is not readable.");
        if (writes && !state->writes) return raise_unsupported(thread, "File or stream is not writable.");
        stream = state->descriptor;
        descriptor = state->descriptor.get();
    } else {
        if (reads && !check_ability(thread, raw, "readable")) return {};
        if (writes && !check_ability(thread, raw, "writable")) return {};
        stream = make_script_raw(raw);
    }
    auto state = std::make_unique<BufferedState>();
    state->buffer = std::make_shared<Buffer>(std::move(stream), descriptor, static_cast<size_t>(size), reads, writes);
    if (!file->state.load()) heap::set_finalizer(file, finalize_buffered);
    file->state.replace(std::move(state));
    file->raw.store(raw);
    file->closed.store(false);
    return Value::none();
}

template <bool kOnce>
Value buffered_read(Thread& thread, Args& args) {
    int64_t size;
    if (!io_size(thread, args, 1, &size)) return {};
    if (size < -1 && !kOnce) return raise_value_error(thread, "read length must be non-negative or -1");
    Buffer* buffer = open_buffer(thread, args[0], "read of closed file");
    if (!buffer) return {};
    constexpr int64_t kDirect = 16 << 20;
    if (kOnce) size = size < 0 ? static_cast<int64_t>(buffer->size()) : std::min(size, kDirect);
    bool blocked = false;
    // Straight into the object that is returned, unless there may be much less or more.
    int64_t expected = size;
    if (size < 0 || size > kDirect) {
        StreamGuard guard(thread, buffer->lock());
        if (!guard) return {};
        expected = static_cast<int64_t>(buffer->expected());
        if (size >= 0) expected = std::min(size, expected);
    }
    if (expected > 0 || size == 0) {
        Bytes* bytes = recycled_bytes(thread, buffered_read<kOnce>, static_cast<size_t>(expected));
        if (!bytes) return {};
        int64_t count;
        IncomingBytes more;
        {
            StreamGuard guard(thread, buffer->lock());
            count = guard ? buffer->read_into(thread, bytes->data, static_cast<size_t>(expected), kOnce, &blocked) : -1;
            if (count == expected && size != expected &&
                !buffer->read_all(thread, size < 0 ? -1 : size - expected, &more, &blocked))
                return {};
        }
        if (count < 0) return {};
        if (!more.empty()) return new_bytes(thread, std::string(bytes->view()).append(std::string_view(more)));
        if (blocked && count == 0 && !kOnce) return Value::none();
        return shortened(thread, bytes, static_cast<size_t>(count));
    }
    IncomingBytes data;
    {
        StreamGuard guard(thread, buffer->lock());
        if (!guard || !buffer->read_all(thread, size, &data, &blocked)) return {};
    }
    if (blocked && data.empty()) return Value::none();
    return new_bytes(thread, data);
}

template <bool kOnce>
Value buffered_read_into(Thread& thread, Args& args) {
    Buffer* buffer = open_buffer(thread, args[0], "readinto of closed file");
    std::string_view room;
    if (!buffer || !get_buffer(thread, args[1], &room)) return {};
    // Memory of its own: the object may change while this thread waits.
    auto data = std::make_unique_for_overwrite<char[]>(room.size());
    bool blocked = false;
    int64_t count;
    {
        StreamGuard guard(thread, buffer->lock());
        count = guard ? buffer->read_into(thread, data.get(), room.size(), kOnce, &blocked) : -1;
    }
    if (count < 0) return {};
    if (blocked && count == 0) return Value::none();
    return copy_into(thread, args[1], {data.get(), static_cast<size_t>(count)});
}

Value read_line(Thread& thread, Value self, int64_t limit) {
    Buffer* buffer = open_buffer(thread, self, "readline of closed file");
    if (!buffer) return {};
    StreamGuard guard(thread, buffer->lock());
    if (!guard) return {};
    std::string_view ready;
    if (limit < 0 && buffer->take_line(&ready)) return new_bytes(thread, ready);
    std::string line;
    if (!buffer->read_line(thread, limit, &line)) return {};
    return new_bytes(thread, line);
}

Value buffered_read_line(Thread& thread, Args& args) {
    int64_t limit;
    return io_size(thread, args, 1, &limit) ? read_line(thread, args[0], limit) : Value();
}

Value buffered_next(Thread& thread, Object* object) {
    Value line = read_line(thread, object, -1);
    return line && as_bytes(line)->length ? line : Value();
}

Value buffered_peek(Thread& thread, Args& args) {
    Buffer* buffer = open_buffer(thread, args[0], "peek of closed file");
    if (!buffer) return {};
    StreamGuard guard(thread, buffer->lock());
    std::string_view data;
    if (!guard || !buffer->peek(thread, &data)) return {};
    return new_bytes(thread, data);
}

Value buffered_write(Thread& thread, Args& args) {
    if (is_str(args[1])) return raise_type_error(thread, "a bytes-like object is required, not 'str'");
    Buffer* buffer = open_buffer(thread, args[0], "write to closed file");
    if (!buffer) return {};
    if (!buffer->writes()) return raise_unsupported(thread, "write");
    std::string_view bytes;
    if (!get_buffer(thread, args[1], &bytes)) return {};
    size_t size = bytes.size();
    std::string copy;
    if (!is_bytes(args[1])) {  // it may change while this thread waits
        copy = bytes;
        bytes = copy;
    }
    StreamGuard guard(thread, buffer->lock());
    if (!guard || !buffer->write(thread, bytes)) return {};
    if (buffer->descriptor()) kept_nothing(thread, buffered_write, args[1]);  // a raw file written in the language may
    return make_int(thread, static_cast<int64_t>(size));
}

Value buffered_flush(Thread& thread, Args& args) {
    bool writes = !is_instance(args[0], io_types.buffered_reader);
    Buffer* buffer = open_buffer(thread, args[0], writes ? "flush of closed file" : "I/O operation on closed file.");
    if (!buffer) return {};
    StreamGuard guard(thread, buffer->lock());
    return guard && buffer->flush(thread) ? Value::none() : Value();
}

Value buffered_close(Thread& thread, Args& args) {
    BufferedFile* file = buffered(args[0]);
    BufferedState* state = file->state.load();
    if (!state || state->detached.load() || file->closed.load()) return Value::none();
    if (Descriptor* descriptor = state->buffer->descriptor()) descriptor->stop_readers(thread);
    // The raw file is closed while no other thread is in the middle of an operation: the descriptor's number could come to
    // mean another file.
    bool flushed = bool(call_method(thread, args[0], names.flush, {}));
    Value error = take_exception(thread);
    file->closed.store(true);
    Value closed;
    {
        StreamGuard guard(thread, state->buffer->lock());
        if (guard) closed = call_method(thread, file->raw.load(), names.close, {});
    }
    if (flushed) return closed ? Value::none() : Value();
    return raise_both(thread, error);
}

Value buffered_seek(Thread& thread, Args& args) {
    Buffer* buffer = open_buffer(thread, args[0], "seek of closed file");
    int64_t offset, whence = 0;
    if (!buffer || !io_offset(thread, args[1], &offset)) return {};
    if (args.has(2) && !to_int64(thread, args[2], &whence)) return {};
    if (whence < 0 || whence > 4) return raise_value_error(thread, "whence value {} unsupported", whence);
    // A descriptor need not be asked first: the system says it.
    Descriptor* descriptor = buffer->descriptor();
    if (!descriptor && !check_ability(thread, args[0], "seekable")) return {};
    StreamGuard guard(thread, buffer->lock());
    int64_t place = guard ? buffer->seek(thread, offset, static_cast<int>(whence)) : -1;
    if (place >= 0) return make_int(thread, place);
    if (guard && descriptor && lseek(descriptor->fd(), 0, SEEK_CUR) < 0 && errno == ESPIPE) {
        clear_exception(thread);
        return raise_unsupported(thread, "File or stream is not seekable.");
    }
    return {};
}

Value buffered_tell(Thread& thread, Args& args) {
    Buffer* buffer = open_buffer(thread, args[0], "I/O operation on closed file");
    if (!buffer) return {};
    StreamGuard guard(thread, buffer->lock());
    int64_t place = guard ? buffer->tell(thread) : -1;
    return place < 0 ? Value() : make_int(thread, place);
}

Value buffered_truncate(Thread& thread, Args& args) {
    Buffer* buffer = open_buffer(thread, args[0], "truncate of closed file");
    int64_t size;
    if (!buffer || !io_size(thread, args, 1, &size)) return {};
    if (!buffer->writes()) return raise_unsupported(thread, "truncate");
    StreamGuard guard(thread, buffer->lock());
    if (!guard) return {};
    if (!is_given(args, 1) && (size = buffer->tell(thread)) < 0) return {};
    return buffer->truncate(thread, size) ? make_int(thread, size) : Value();
}

Value buffered_detach(Thread& thread, Args& args) {
    if (!call_method(thread, args[0], names.flush, {})) return {};
    BufferedFile* file = buffered(args[0]);
    if (BufferedState* state = file->state.load()) state->detached.store(true);
    return file->raw.load();
}

Value buffered_repr(Thread& thread, Args& args) {
    std::string cls = "_io." + to_utf8(class_of(args[0])->name);
    Value name = io_name(thread, args[0]);
    if (!name) return new_str(thread, "<" + cls + ">");
    Str* shown = repr(thread, name);
    return shown ? Value(new_str(thread, "<" + cls + " name=" + to_utf8(shown) + ">")) : Value();
}

Value yes(Thread& thread, Args& args) {
    return open_buffer(thread, args[0], "I/O operation on closed file") ? Value::from_bool(true) : Value();
}

// What the raw file answers: fileno, isatty, seekable.
template <const char* kName>
Value ask_raw(Thread& thread, Args& args) {
    if (!buffered(args[0])->state.load())
        return raise_value_error(thread, "I/O operation on uninitialized object");
    return call_method(thread, buffered(args[0])->raw.load(), intern(thread, kName), {});
}
template <const char* kName>
Value raw_attribute(Thread& thread, Value self) {
    Value raw = buffered(self)->raw.load();
    if (!raw) return raise_value_error(thread, "I/O operation on uninitialized object");
    return get_attr(thread, raw, intern(thread, kName));
}
constexpr char kFileno[] = "fileno", kIsatty[] = "isatty", kSeekable[] = "seekable", kName[] = "name",
               kMode[] = "mode";

}  // namespace

Value make_raw_file(Thread& thread, int fd, bool closes, bool reads, bool writes, bool appends, bool creates,
                    Value name) {
    auto* file = new_instance<RawFile>(thread, io_types.file);
    file->state.replace(std::unique_ptr<RawState>(
        new RawState{std::make_shared<Descriptor>(fd, closes), reads, writes, appends, creates, nullptr}));
    file->name.store(name);
    heap::set_finalizer(file, finalize_raw);
    return file;
}

Value make_buffered(Thread& thread, Class* cls, Value raw, size_t size) {
    return call(thread, cls, {raw, make_int(thread, static_cast<int64_t>(size))});
}

void add_raw_file(Thread& thread) {
    Class* cls = io_types.file =
        new_io_class(thread, "_io.FileIO", io_types.raw_base, sizeof(RawFile), trace_raw);
    add_methods(thread, cls,
                {
                    {"__init__(self, file, mode='r', closefd=True, opener=None)", init_raw},
                    {"read(self, size=-1, /)", raw_read},
                    {"readall(self, /)", raw_read_all},
                    {"readinto(self, buffer, /)", raw_read_into},
                    {"write(self, b, /)", raw_write},
                    {"seek(self, pos, whence=0, /)", raw_seek},
                    {"tell(self, /)", raw_tell},
                    {"truncate(self, size=None, /)", raw_truncate},
                    {"close(self, /)", raw_close},
                    {"fileno(self, /)", raw_fileno},
                    {"isatty(self, /)", raw_isatty},
                    {"seekable(self, /)", raw_seekable},
                    {"readable(self, /)", raw_flag<&RawState::reads>},
                    {"writable(self, /)", raw_flag<&RawState::writes>},
                    {"__repr__(self, /)", raw_repr},
                });
    add_getsets(thread, cls,
                {
                    {"closed",
                     [](Thread&, Value self) {
                         RawState* state = raw_file(self)->state.load();
                         return Value::from_bool(!state || !state->descriptor->is_open());
                     }},
                    {"closefd",
                     [](Thread&, Value self) {
                         RawState* state = raw_file(self)->state.load();
                         return Value::from_bool(state && state->descriptor->closes());
                     }},
                    {"mode",
                     [](Thread& thread, Value self) {
                         RawState* state = raw_file(self)->state.load();
                         return Value(new_str(thread, state ? mode_name(*state) : ""));
                     }},
                    {"name",
                     [](Thread&, Value self) {
                         Value name = raw_file(self)->name.load();
                         return name ? name : Value::none();
                     },
                     [](Thread&, Value self, Value value) {
                         raw_file(self)->name.store(value);
                         return true;
                     }},
                });
}

void add_buffered_files(Thread& thread) {
    auto make = [&](std::string_view name, bool reads, bool writes) {
        Class* cls = new_io_class(thread, name, io_types.buffered_base, sizeof(BufferedFile), trace_buffered,
                                  reads ? buffered_next : nullptr);
        add_methods(thread, cls,
                    {
                        {"__init__(self, raw, buffer_size=8192)", init_buffered},
                        {"flush(self, /)", buffered_flush},
                        {"close(self, /)", buffered_close},
                        {"seek(self, target, whence=0, /)", buffered_seek},
                        {"tell(self, /)", buffered_tell},
                        {"truncate(self, pos=None, /)", buffered_truncate},
                        {"detach(self, /)", buffered_detach},
                        {"fileno(self, /)", ask_raw<kFileno>},
                        {"isatty(self, /)", ask_raw<kIsatty>},
                        {"seekable(self, /)", ask_raw<kSeekable>},
                        {"__repr__(self, /)", buffered_repr},
                    });
        if (reads)
            add_methods(thread, cls,
                        {
                            {"read(self, size=-1, /)", buffered_read<false>},
                            {"read1(self, size=-1, /)", buffered_read<true>},
                            {"readinto(self, buffer, /)", buffered_read_into<false>},
                            {"readinto1(self, buffer, /)", buffered_read_into<true>},
                            {"readline(self, size=-1, /)", buffered_read_line},
                            {"peek(self, size=0, /)", buffered_peek},
                            {"readable(self, /)", yes},
                        });
        if (writes) add_methods(thread, cls, {{"write(self, buffer, /)", buffered_write}, {"writable(self, /)", yes}});
        add_getsets(thread, cls,
                    {
                        {"closed",
                         [](Thread& thread, Value self) {
                             BufferedFile* file = buffered(self);
                             BufferedState* state = file->state.load();
                             if (file->closed.load()) return Value::from_bool(true);
                             int closed = state ? state->buffer->is_closed(thread) : 0;
                             return closed < 0 ? Value() : Value::from_bool(closed > 0);
                         }},
                        {"raw",
                         [](Thread&, Value self) {
                             Value raw = buffered(self)->raw.load();
                             BufferedState* state = buffered(self)->state.load();
                             return raw && state && !state->detached.load() ? raw : Value::none();
                         }},
                        {"name", raw_attribute<kName>},
                        {"mode", raw_attribute<kMode>},
                    });
        return cls;
    };
    io_types.buffered_reader = make("_io.BufferedReader", true, false);
    io_types.buffered_writer = make("_io.BufferedWriter", false, true);
    io_types.buffered_random = make("_io.BufferedRandom", true, true);
}

}  // namespace gilt
