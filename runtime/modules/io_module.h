// Files as scripts see them: the classes of `_io`, open(), and the three standard streams.
//
//     TextFile (TextIOWrapper)  ->  BufferedFile (BufferedReader, ...Writer, ...Random)  ->  RawFile (FileIO)
//
// Each is a thin object; the bytes are in modules/io_stream.h. A text file works on the buffer's C++ object directly
// when it is one of ours, and through methods (read1, write, flush) when it is any other object, BytesIO for one.
#pragma once

#include <memory>
#include <string_view>

#include "modules/io_stream.h"
#include "objects/class.h"
#include "value/object.h"
#include "value/shape.h"

namespace gilt {

struct Module;
struct Str;
struct TextState;

struct IoTypes {
    Class *base, *raw_base, *buffered_base, *text_base;  // _IOBase and the three below it
    Class *file, *buffered_reader, *buffered_writer, *buffered_random, *text;
    Class *bytes_io, *string_io;
    Class* unsupported;  // io.UnsupportedOperation
};
extern IoTypes io_types;

struct IoObject : Object {
    std::atomic<bool> closed;
    Slot overflow;
};

// The C++ side of a file object. It is made by __init__ and lives as long as the object, also when the file is closed,
// detached or made anew: another thread may be waiting inside an operation on it.
template <class State>
struct StateHolder {
    std::atomic<State*> current;  // null before __init__

    State* load() const { return current.load(std::memory_order_acquire); }
    void replace(std::unique_ptr<State> fresh);  // the object is told to free its states when it dies
};

struct RawState {
    std::shared_ptr<Descriptor> descriptor;
    bool reads = false, writes = false, appends = false, creates = false;
    std::unique_ptr<RawState> replaced;
};
struct RawFile : IoObject {
    StateHolder<RawState> state;
    Slot name;
};

// What a buffer lies on where that is no FileIO. The buffered file marks it.
std::shared_ptr<RawStream> make_script_raw(Value raw);

struct BufferedState {
    std::shared_ptr<Buffer> buffer;
    std::atomic<bool> detached{false};
    std::unique_ptr<BufferedState> replaced;
};
struct BufferedFile : IoObject {
    StateHolder<BufferedState> state;
    Slot raw;
};

struct TextFile : IoObject {
    StateHolder<TextState> state;
    Slot buffer;
    Slot mode;
};

template <class State>
void StateHolder<State>::replace(std::unique_ptr<State> fresh) {
    State* state = fresh.release();
    State* old = load();
    for (;;) {
        (void)state->replaced.release();
        state->replaced.reset(old);
        if (current.compare_exchange_weak(old, state, std::memory_order_acq_rel)) return;
    }
}

// Makes the classes; called when builtins is made, because open() and the standard streams need them.
void initialize_io_types(Thread& thread);
void add_raw_file(Thread& thread);
void add_buffered_files(Thread& thread);
void add_text_file(Thread& thread);
void add_memory_files(Thread& thread);
void add_open_function(Thread& thread, Module* module);

// A class of `_io` below `base`, kept for good.
Class* new_io_class(Thread& thread, std::string_view name, Class* base, size_t size, TraceFn trace,
                    NextFn next = nullptr);
void trace_io_object(Object* object, class Marker& marker);

Value raise_unsupported(Thread& thread, std::string_view message);
Value raise_closed(Thread& thread);  // "I/O operation on closed file."
// An argument that is a size: None and a missing one are -1. False with TypeError or OverflowError pending.
[[nodiscard]] bool io_size(Thread& thread, struct Args& args, size_t index, int64_t* out);
// The attribute `newlines`: None, a str, or a tuple of them. Bits: 1 \r, 2 \n, 4 \r\n.
Value newlines_seen(Thread& thread, unsigned seen);
// A place in a file. False with TypeError or ValueError pending.
[[nodiscard]] bool io_offset(Thread& thread, Value value, int64_t* out);
// After flushing failed with `first`: closing may have failed as well, and then that is raised, while handling the first.
Value raise_both(Thread& thread, Value first);
// `with` and repr, shared by all: <_io.FileIO name='x' ...>
Value io_name(Thread& thread, Value file);

// Layers put together, as open() does.
Value make_raw_file(Thread& thread, int fd, bool closes, bool reads, bool writes, bool appends, bool creates,
                    Value name);
Value make_buffered(Thread& thread, Class* cls, Value raw, size_t size);
Value make_text(Thread& thread, Class* cls, Value buffer, std::string_view encoding, std::string_view errors,
                Value newline, bool line_buffering, bool write_through);

// The fast way into a text file, for print: what TextIOWrapper.write does. Precondition: class_of(file) == io_types.text.
[[nodiscard]] bool text_file_write(Thread& thread, TextFile* file, Str* text);
[[nodiscard]] bool text_file_flush(Thread& thread, TextFile* file);
// One line with its end; an empty str at the end of the file.
Value text_file_read_line(Thread& thread, TextFile* file, int64_t limit);

// sys.stdin, sys.stdout, sys.stderr. `unbuffered`: option -u.
void make_standard_streams(Thread& thread, bool unbuffered);

}  // namespace gilt
