// zlib: compressing and decompressing, by the library of the same name.
//
// A compression object owns a z_stream outside the heap. It is used by one thread at a time: its mutex is held while
// the library works, outside Running, because large inputs take long.
#include <zlib.h>

#include <mutex>
#include <string>

#include "heap/heap.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

Class *error_class, *compress_class, *decompress_class;

struct Stream {
    z_stream z{};
    std::mutex mutex;
    bool compresses, is_open = false;
    bool at_end = false;  // decompression has seen the end of the stream
    std::string dictionary;

    explicit Stream(bool compresses) : compresses(compresses) {}
    ~Stream() { close(); }
    void close() {
        if (is_open) compresses ? deflateEnd(&z) : inflateEnd(&z);
        is_open = false;
    }
};

struct StreamObject : Object {
    std::atomic<Stream*> stream;
    Slot unused_data, unconsumed_tail;  // decompression; bytes
};

void trace_stream(Object* object, Marker& marker) {
    marker.mark(static_cast<StreamObject*>(object)->unused_data);
    marker.mark(static_cast<StreamObject*>(object)->unconsumed_tail);
}
void finalize_stream(Object* object) { delete static_cast<StreamObject*>(object)->stream.exchange(nullptr); }

StreamObject* self_of(Args& args) { return static_cast<StreamObject*>(args[0].as_object()); }

Raised fail(Thread& thread, int code, const char* message, const char* doing) {
    if (code == Z_MEM_ERROR) return raise_memory_error(thread);
    if (!message && code == Z_BUF_ERROR) message = "incomplete or truncated stream";
    if (!message && code == Z_STREAM_ERROR) message = "inconsistent stream state";
    if (!message && code == Z_DATA_ERROR) message = "invalid input data";
    return raise_text(thread, error_class,
                      message ? fmt::format("Error {} {}: {}", code, doing, message)
                              : fmt::format("Error {} {}", code, doing));
}

// Runs the library over `input` until it is used up (or, decompressing, the stream ends or `most` bytes have come out).
int run(Stream* stream, std::string_view input, int flush, size_t most, std::string* out, size_t* used) {
    constexpr size_t kPiece = 64 << 10;
    z_stream& z = stream->z;
    size_t given = 0;
    int code = Z_OK;
    while (true) {
        if (z.avail_in == 0 && given < input.size()) {
            size_t piece = std::min<size_t>(input.size() - given, UINT32_MAX);
            z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data() + given));
            z.avail_in = static_cast<uInt>(piece);
            given += piece;
        }
        size_t room = most ? std::min(kPiece, most - out->size()) : kPiece;
        if (room == 0) break;
        size_t before = out->size();
        out->resize(before + room);
        z.next_out = reinterpret_cast<Bytef*>(out->data() + before);
        z.avail_out = static_cast<uInt>(room);
        int last = given < input.size() ? Z_NO_FLUSH : flush;
        code = stream->compresses ? deflate(&z, last) : inflate(&z, last == Z_FINISH ? Z_SYNC_FLUSH : last);
        out->resize(before + room - z.avail_out);
        if (code == Z_NEED_DICT && !stream->compresses && !stream->dictionary.empty()) {
            code = inflateSetDictionary(&z, reinterpret_cast<const Bytef*>(stream->dictionary.data()),
                                        static_cast<uInt>(stream->dictionary.size()));
            if (code == Z_OK) continue;
        }
        if (code != Z_OK) break;
        if (z.avail_out != 0 && z.avail_in == 0 && given == input.size()) break;
    }
    *used = given - z.avail_in;
    z.avail_in = 0;
    z.next_in = nullptr;
    return code;
}

// --- at once ---

Value compress_all(Thread& thread, Args& args) {
    std::string_view data;
    int64_t level = Z_DEFAULT_COMPRESSION, bits = MAX_WBITS;
    if (!get_buffer(thread, args[0], &data) || (args.has(1) && !to_int64(thread, args[1], &level)) ||
        (args.has(2) && !to_int64(thread, args[2], &bits)))
        return {};
    std::string input(data), out;
    Stream stream(true);
    int code = deflateInit2(&stream.z, static_cast<int>(level), Z_DEFLATED, static_cast<int>(bits), MAX_MEM_LEVEL - 1,
                            Z_DEFAULT_STRATEGY);
    if (code == Z_STREAM_ERROR) return raise_text(thread, error_class, "Bad compression level");
    if (code != Z_OK) return fail(thread, code, stream.z.msg, "while compressing data");
    stream.is_open = true;
    size_t used;
    {
        BlockingRegion region(thread);
        code = run(&stream, input, Z_FINISH, 0, &out, &used);
    }
    if (code != Z_STREAM_END) return fail(thread, code, stream.z.msg, "while compressing data");
    return new_bytes(thread, out);
}

Value decompress_all(Thread& thread, Args& args) {
    std::string_view data;
    int64_t bits = MAX_WBITS;
    if (!get_buffer(thread, args[0], &data) || (args.has(1) && !to_int64(thread, args[1], &bits))) return {};
    std::string input(data), out;
    Stream stream(false);
    int code = inflateInit2(&stream.z, static_cast<int>(bits));
    if (code != Z_OK) return fail(thread, code, stream.z.msg, "while preparing to decompress data");
    stream.is_open = true;
    size_t used;
    {
        BlockingRegion region(thread);
        code = run(&stream, input, Z_FINISH, 0, &out, &used);
    }
    if (code == Z_OK) code = Z_BUF_ERROR;
    if (code != Z_STREAM_END) return fail(thread, code, stream.z.msg, "while decompressing data");
    return new_bytes(thread, out);
}

// --- piece by piece ---

StreamObject* new_stream(Thread& thread, Class* cls, Stream* stream) {
    auto* self = new_instance<StreamObject>(thread, cls);
    self->stream.store(stream);
    heap::set_finalizer(self, finalize_stream);
    self->unused_data.store(new_bytes(thread, {}));
    self->unconsumed_tail.store(new_bytes(thread, {}));
    return self;
}

Value compress_object(Thread& thread, Args& args) {
    int64_t settings[] = {Z_DEFAULT_COMPRESSION, Z_DEFLATED, MAX_WBITS, MAX_MEM_LEVEL - 1, Z_DEFAULT_STRATEGY};
    for (size_t i = 0; i < 5; i++)
        if (args.has(i) && !to_int64(thread, args[i], &settings[i])) return {};
    std::string_view dictionary;
    if (args.has(5) && !args[5].is_none() && !get_buffer(thread, args[5], &dictionary)) return {};
    auto* stream = new Stream(true);
    StreamObject* self = new_stream(thread, compress_class, stream);
    int code = deflateInit2(&stream->z, static_cast<int>(settings[0]), static_cast<int>(settings[1]),
                            static_cast<int>(settings[2]), static_cast<int>(settings[3]),
                            static_cast<int>(settings[4]));
    if (code == Z_STREAM_ERROR) return raise_value_error(thread, "Invalid initialization option");
    if (code != Z_OK) return fail(thread, code, stream->z.msg, "while creating compression object");
    stream->is_open = true;
    if (!dictionary.empty())
        deflateSetDictionary(&stream->z, reinterpret_cast<const Bytef*>(dictionary.data()),
                             static_cast<uInt>(dictionary.size()));
    return self;
}

Value decompress_object(Thread& thread, Args& args) {
    int64_t bits = MAX_WBITS;
    std::string_view dictionary;
    if ((args.has(0) && !to_int64(thread, args[0], &bits)) || (args.has(1) && !get_buffer(thread, args[1], &dictionary)))
        return {};
    auto* stream = new Stream(false);
    StreamObject* self = new_stream(thread, decompress_class, stream);
    int code = inflateInit2(&stream->z, static_cast<int>(bits));
    if (code == Z_STREAM_ERROR) return raise_value_error(thread, "Invalid initialization option");
    if (code != Z_OK) return fail(thread, code, stream->z.msg, "while creating decompression object");
    stream->is_open = true;
    stream->dictionary = dictionary;
    return self;
}

Value feed(Thread& thread, StreamObject* self, std::string_view data, int flush, size_t most, const char* doing) {
    Stream* stream = self->stream.load();
    std::string input(data), out;
    size_t used = 0;
    int code = Z_OK;
    bool at_end;
    {
        BlockingRegion region(thread);
        std::lock_guard guard(stream->mutex);
        if (stream->at_end) {
            code = Z_STREAM_END;
        } else if (!stream->is_open) {
            code = Z_STREAM_ERROR;
        } else {
            code = run(stream, input, flush, most, &out, &used);
            if (code == Z_STREAM_END) {
                if (stream->compresses)
                    stream->close();
                else
                    stream->at_end = true;
            }
        }
        at_end = stream->at_end;
    }
    if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) return fail(thread, code, stream->z.msg, doing);
    if (!stream->compresses) {
        std::string_view rest = std::string_view(input).substr(used);
        if (at_end) {
            std::string all(as_bytes(self->unused_data.load())->view());
            all += rest;
            self->unused_data.store(new_bytes(thread, all));
            self->unconsumed_tail.store(new_bytes(thread, {}));
        } else {
            self->unconsumed_tail.store(new_bytes(thread, rest));
        }
    }
    return new_bytes(thread, out);
}

Value compress_piece(Thread& thread, Args& args) {
    std::string_view data;
    if (!get_buffer(thread, args[1], &data)) return {};
    return feed(thread, self_of(args), data, Z_NO_FLUSH, 0, "while compressing data");
}
Value compress_flush(Thread& thread, Args& args) {
    int64_t mode = Z_FINISH;
    if (args.has(1) && !to_int64(thread, args[1], &mode)) return {};
    if (mode == Z_NO_FLUSH) return new_bytes(thread, {});
    return feed(thread, self_of(args), {}, static_cast<int>(mode), 0, "while flushing");
}
Value decompress_piece(Thread& thread, Args& args) {
    std::string_view data;
    int64_t most = 0;
    if (!get_buffer(thread, args[1], &data) || (args.has(2) && !to_int64(thread, args[2], &most))) return {};
    if (most < 0) return raise_value_error(thread, "max_length must be non-negative");
    return feed(thread, self_of(args), data, Z_SYNC_FLUSH, static_cast<size_t>(most), "while decompressing data");
}
Value decompress_flush(Thread& thread, Args& args) {
    std::string tail(as_bytes(self_of(args)->unconsumed_tail.load())->view());
    return feed(thread, self_of(args), tail, Z_SYNC_FLUSH, 0, "while flushing");
}

// --- check sums ---

using Checksum = uLong (*)(uLong start, const Bytef* data, z_size_t length);
template <Checksum checksum, int kStart>
Value check_sum(Thread& thread, Args& args) {
    std::string_view data;
    if (!get_buffer(thread, args[0], &data)) return {};
    Value start = Value::from_int(kStart);
    if (args.has(1)) {
        start = to_index(thread, args[1]);
        if (start) start = int_and(thread, start, Value::from_int(UINT32_MAX));
        if (!start) return {};
    }
    return Value::from_int(static_cast<int64_t>(checksum(
        static_cast<uLong>(start.as_int()), reinterpret_cast<const Bytef*>(data.data()), data.size())));
}

}  // namespace

bool initialize_zlib(Thread& thread, Module* module) {
    Dict* namespace_ = new_dict(thread);
    if (!dict_store(thread, namespace_, intern(thread, "__module__"), intern(thread, "zlib"))) return false;
    Value error = new_class(thread, types.type, intern(thread, "error"),
                            new_tuple(thread, {Value(exceptions.Exception)}), namespace_, nullptr);
    if (!error) return false;
    keep_forever(thread, error);
    error_class = static_cast<Class*>(error.as_object());
    set_module_attribute(thread, module, "error", error);

    compress_class = new_native_class(thread, {.name = "zlib.Compress",
                                               .instance_size = sizeof(StreamObject),
                                               .trace = trace_stream,
                                               .flags = kDisallowNew});
    keep_forever(thread, compress_class);
    add_methods(thread, compress_class,
                {{"compress(self, data, /)", compress_piece, "Returns a bytes object containing compressed data."},
                 {"flush(self, mode=4, /)", compress_flush, "Return a bytes object containing any remaining data."}});
    decompress_class = new_native_class(thread, {.name = "zlib.Decompress",
                                                 .instance_size = sizeof(StreamObject),
                                                 .trace = trace_stream,
                                                 .flags = kDisallowNew});
    keep_forever(thread, decompress_class);
    add_methods(thread, decompress_class,
                {{"decompress(self, data, /, max_length=0)", decompress_piece,
                  "Return a bytes object containing the decompressed version of the data."},
                 {"flush(self, length=16384, /)", decompress_flush,
                  "Return a bytes object containing any remaining decompressed data."}});
    add_getsets(thread, decompress_class,
                {
                    {"unused_data",
                     [](Thread&, Value self) { return static_cast<StreamObject*>(self.as_object())->unused_data.load(); }},
                    {"unconsumed_tail",
                     [](Thread&, Value self) {
                         return static_cast<StreamObject*>(self.as_object())->unconsumed_tail.load();
                     }},
                    {"eof",
                     [](Thread&, Value self) {
                         return Value::from_bool(static_cast<StreamObject*>(self.as_object())->stream.load()->at_end);
                     }},
                });

    constexpr std::pair<const char*, int> kNumbers[] = {
        {"DEFLATED", Z_DEFLATED},
        {"DEF_BUF_SIZE", 16384},
        {"DEF_MEM_LEVEL", 8},
        {"MAX_WBITS", MAX_WBITS},
        {"Z_BEST_COMPRESSION", Z_BEST_COMPRESSION},
        {"Z_BEST_SPEED", Z_BEST_SPEED},
        {"Z_BLOCK", Z_BLOCK},
        {"Z_DEFAULT_COMPRESSION", Z_DEFAULT_COMPRESSION},
        {"Z_DEFAULT_STRATEGY", Z_DEFAULT_STRATEGY},
        {"Z_FILTERED", Z_FILTERED},
        {"Z_FINISH", Z_FINISH},
        {"Z_FIXED", Z_FIXED},
        {"Z_FULL_FLUSH", Z_FULL_FLUSH},
        {"Z_HUFFMAN_ONLY", Z_HUFFMAN_ONLY},
        {"Z_NO_COMPRESSION", Z_NO_COMPRESSION},
        {"Z_NO_FLUSH", Z_NO_FLUSH},
        {"Z_PARTIAL_FLUSH", Z_PARTIAL_FLUSH},
        {"Z_RLE", Z_RLE},
        {"Z_SYNC_FLUSH", Z_SYNC_FLUSH},
        {"Z_TREES", Z_TREES},
    };
    for (auto [name, value] : kNumbers) set_module_attribute(thread, module, name, Value::from_int(value));
    set_module_attribute(thread, module, "ZLIB_VERSION", new_str_ascii(thread, ZLIB_VERSION));
    set_module_attribute(thread, module, "ZLIB_RUNTIME_VERSION", new_str_ascii(thread, zlibVersion()));
    add_functions(
        thread, module,
        {
            {"compress(data, /, level=-1, wbits=15)", compress_all, "Returns a bytes object containing compressed data."},
            {"decompress(data, /, wbits=15, bufsize=16384)", decompress_all,
             "Returns a bytes object containing the uncompressed data."},
            {"compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)", compress_object,
             "Return a compressor object."},
            {"decompressobj(wbits=15, zdict=b'')", decompress_object, "Return a decompressor object."},
            {"crc32(data, value=0, /)", check_sum<::crc32_z, 0>, "Compute a CRC-32 checksum of data."},
            {"adler32(data, value=1, /)", check_sum<::adler32_z, 1>, "Compute an Adler-32 checksum of data."},
        });
    return true;
}

}  // namespace gilt
