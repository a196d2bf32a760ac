// pickle: objects as bytes, in CPython's own format, protocols 0 to 5.
//
// A pickle is a program for a small stack machine: each instruction is one byte and what it needs, and running it
// builds the object. pickle_write.cpp writes such programs, pickle_read.cpp runs them, pickle_module.cpp puts the
// classes Pickler and Unpickler around both. Where the graph of objects is the same, the bytes are those CPython writes.
//
// What must stay true:
//   - Reader: the bytes may be anything. Every length is checked against what is there before it is believed, the
//     stack never goes below the last mark, and memo indexes far from each other do not make a large table.
//   - Writer: an object's identity is its address, so whatever has been given a number in the memo is kept alive by it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>

#include "value/object.h"

namespace gilt {

class Marker;
class Thread;
struct Class;
struct Dict;

namespace pickle {

inline constexpr int kHighestProtocol = 5, kDefaultProtocol = 4;

// The instructions, under CPython's names.
enum Opcode : uint8_t {
    MARK = '(', STOP = '.', POP = '0', POP_MARK = '1', DUP = '2', FLOAT = 'F', INT = 'I', BININT = 'J', BININT1 = 'K',
    LONG = 'L', BININT2 = 'M', NONE = 'N', PERSID = 'P', BINPERSID = 'Q', REDUCE = 'R', STRING = 'S', BINSTRING = 'T',
    SHORT_BINSTRING = 'U', UNICODE = 'V', BINUNICODE = 'X', APPEND = 'a', BUILD = 'b', GLOBAL = 'c', DICT = 'd',
    EMPTY_DICT = '}', APPENDS = 'e', GET = 'g', BINGET = 'h', INST = 'i', LONG_BINGET = 'j', LIST = 'l', EMPTY_LIST = ']',
    OBJ = 'o', PUT = 'p', BINPUT = 'q', LONG_BINPUT = 'r', SETITEM = 's', TUPLE = 't', EMPTY_TUPLE = ')', SETITEMS = 'u',
    BINFLOAT = 'G', BINBYTES = 'B', SHORT_BINBYTES = 'C',
    PROTO = 0x80, NEWOBJ, EXT1, EXT2, EXT4, TUPLE1, TUPLE2, TUPLE3, NEWTRUE, NEWFALSE, LONG1, LONG4,
    SHORT_BINUNICODE, BINUNICODE8, BINBYTES8, EMPTY_SET, ADDITEMS, FROZENSET, NEWOBJ_EX, STACK_GLOBAL, MEMOIZE, FRAME,
    BYTEARRAY8, NEXT_BUFFER, READONLY_BUFFER,
};

// Bytes that grow, outside the heap: they hold no Values.
class Sink {
 public:
    Sink() = default;
    ~Sink() { std::free(data_); }
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;

    char* data() { return data_; }
    size_t size() const { return size_; }
    std::string_view view() const { return {data_, size_}; }
    // Room for `count` more bytes, to be written at once and then accounted for by `advance`.
    char* room(size_t count) {
        if (capacity_ - size_ < count) [[unlikely]]
            grow(count);
        return data_ + size_;
    }
    void advance(size_t count) { size_ += count; }
    void add(uint8_t byte) {
        *room(1) = static_cast<char>(byte);
        size_++;
    }
    void add(std::string_view bytes) {
        if (bytes.empty()) return;
        std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
        size_ += bytes.size();
    }
    void truncate(size_t size) { size_ = size; }

 private:
    void grow(size_t count) {
        size_t wanted = capacity_ ? capacity_ * 2 : 1024;
        if (wanted < size_ + count) wanted = size_ + count + count / 4;
        auto* bigger = static_cast<char*>(std::realloc(data_, wanted));
        if (!bigger) throw std::bad_alloc();  // caught where a pickle begins: MemoryError
        data_ = bigger;
        capacity_ = wanted;
    }

    char* data_ = nullptr;
    size_t size_ = 0, capacity_ = 0;
};

// What has been written already: from an object's address to its number. It lives on the heap and is replaced by one
// of twice the size when it is full.
struct Memo : Object {
    struct Entry {
        Value key;  // empty: free
        uint64_t index;
    };
    uint64_t mask, count;
    Entry entries[];
};

// What the Writer was asked for, and by whom.
struct WriteOptions {
    int protocol = kDefaultProtocol;
    bool fix_imports = true;       // protocols below 3: names as Python 2 had them
    bool is_fast = false;          // no memo
    Value file_write;              // the bytes go there; empty: they stay in the sink
    Value pickler;                 // an instance of a class derived from Pickler, for the next two; or empty
    Value persistent_id;           // the method, or empty
    Value reducer_override;        // the method, or empty
    Value dispatch_table;          // empty: copyreg's
    Dict* extra_reducers = nullptr;  // asked before the dispatch table; or null
    Value buffer_callback;         // empty or None: buffers are written into the pickle
};

// Appends the pickle of `object` to the sink. *memo may be null, and is what has been written when this returns. False
// with an exception pending.
[[nodiscard]] bool write(Thread& thread, Value object, const WriteOptions& options, Memo** memo, Sink* sink);

struct ReadOptions {
    bool fix_imports = true;
    std::string_view encoding = "ASCII", errors = "strict";  // for the strings of Python 2
    Value buffers;                                           // an iterator, or empty
    Value unpickler;         // an instance of a class derived from Unpickler, for find_class and persistent_load; or empty
    Value file;              // more comes from its read, readline and peek; empty: there are only the bytes given
    std::atomic<int>* protocol = nullptr;  // told the protocol, once it is known
};

// A stack or memo of the Reader: Values on the heap.
struct Values : Object {
    uint64_t capacity, count;
    Value items[];
};

// Runs the pickle in `bytes`, which stay where they are until this returns. *memo may be null.
Value read(Thread& thread, std::string_view bytes, const ReadOptions& options, Values** memo);
// What Unpickler.find_class does.
Value find_global(Thread& thread, Value module, Value name, int protocol, bool fix_imports);

// Made by initialize_pickle, which modules that pickle import first.
struct Types {
    Class *error, *pickling_error, *unpickling_error, *buffer;
    Class *memo, *values;  // never seen by scripts
};
extern Types types;
struct PickleBuffer : Object {
    Slot view;  // a memoryview; empty once released
};

}  // namespace pickle
}  // namespace gilt
