// sqlite3.Blob: one value of one row, read and written in place, like a file of fixed size.
#include <algorithm>

#include "modules/sqlite3_module.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/int.h"
#include "objects/namespaces.h"
#include "objects/range.h"
#include "objects/str.h"
#include "objects/types.h"
#include "vm/operations.h"

namespace gilt::sqlite {

namespace {

struct Blob : Object {
    Slot connection;
    std::atomic<OpenBlob*> open;
    Database* database;  // retained for the finalizer
};

Blob* as_blob(Value value) { return static_cast<Blob*>(value.as_object()); }

void trace_blob(Object* object, Marker& marker) { marker.mark(static_cast<Blob*>(object)->connection); }

void finalize_blob(Object* object) {
    auto* blob = static_cast<Blob*>(object);
    blob->database->abandon(blob->open.load(std::memory_order_relaxed));
    blob->database->drain_if_idle(Thread::current());
    blob->database->release();
}

// The use of a blob. False: an exception is pending.
class BlobUse {
  public:
    BlobUse(Thread& thread, Value blob) : use_(thread, as_blob(blob)->connection.load()) {
        if (!use_) return;
        open_ = as_blob(blob)->open.load(std::memory_order_relaxed);
        if (open_->handle) return;
        open_ = nullptr;
        (void)raise_text(thread, classes.ProgrammingError, "Cannot operate on a closed blob.");
    }
    explicit operator bool() const { return open_ != nullptr; }
    OpenBlob* operator->() const { return open_; }
    Database* database() const { return use_.get(); }
    int64_t size() const { return sqlite3_blob_bytes(open_->handle); }

  private:
    Use use_;
    OpenBlob* open_ = nullptr;
};

bool read_at(Thread& thread, BlobUse& use, int64_t offset, int64_t size, std::string* out) {
    out->resize(static_cast<size_t>(size));
    int code;
    {
        BlockingRegion region(thread);
        code = sqlite3_blob_read(use->handle, out->data(), static_cast<int>(size), static_cast<int>(offset));
    }
    return code == SQLITE_OK || bool(use.database()->raise_error(thread));
}

bool write_at(Thread& thread, BlobUse& use, int64_t offset, const std::string& bytes) {
    if (static_cast<int64_t>(bytes.size()) > use.size() - offset)
        return raise_value_error(thread, "data longer than blob length");
    int code;
    {
        BlockingRegion region(thread);
        code = sqlite3_blob_write(use->handle, bytes.data(), static_cast<int>(bytes.size()), static_cast<int>(offset));
    }
    return code == SQLITE_OK || bool(use.database()->raise_error(thread));
}

Value read(Thread& thread, Args& args) {
    int64_t wanted = -1;
    if (args.has(1) && !to_c_int(thread, args[1], &wanted)) return {};
    BlobUse use(thread, args[0]);
    if (!use) return {};
    int64_t left = use.size() - use->offset;
    if (wanted < 0 || wanted > left) wanted = left;
    std::string bytes;
    if (wanted > 0 && !read_at(thread, use, use->offset, wanted, &bytes)) return {};
    use->offset += wanted;
    return new_bytes(thread, bytes);
}

Value write(Thread& thread, Args& args) {
    std::string_view view;
    if (!get_buffer(thread, args[1], &view)) return {};
    std::string bytes(view);
    BlobUse use(thread, args[0]);
    if (!use || !write_at(thread, use, use->offset, bytes)) return {};
    use->offset += static_cast<int64_t>(bytes.size());
    return Value::none();
}

Value seek(Thread& thread, Args& args) {
    int64_t offset, origin = 0;
    if (!to_c_int(thread, args[1], &offset) || (args.has(2) && !to_c_int(thread, args[2], &origin))) return {};
    BlobUse use(thread, args[0]);
    if (!use) return {};
    switch (origin) {
        case SEEK_SET: break;
        case SEEK_CUR: offset += use->offset; break;
        case SEEK_END: offset += use.size(); break;
        default: return raise_value_error(thread, "'origin' should be os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END");
    }
    if (offset < 0 || offset > use.size()) return raise_value_error(thread, "offset out of blob range");
    use->offset = offset;
    return Value::none();
}

Value tell(Thread& thread, Args& args) {
    BlobUse use(thread, args[0]);
    return use ? Value::from_int(use->offset) : Value();
}

Value size(Thread& thread, Args& args) {
    BlobUse use(thread, args[0]);
    return use ? Value::from_int(use.size()) : Value();
}

// blob[key]: where that is. `step` is 0 for a single byte.
bool locate(Thread& thread, BlobUse& use, Value key, int64_t* start, int64_t* step, int64_t* count) {
    *step = 0, *count = 1;
    if (class_of(key) == types.slice) {
        int64_t stop;
        return slice_indices(thread, static_cast<Slice*>(key.as_object()), use.size(), start, &stop, step, count);
    }
    if (!is_int(key)) return raise_type_error(thread, "Blob indices must be integers");
    auto index = int_to_int64(as_plain_int(key));
    if (index && *index < 0) *index += use.size();
    if (!index || *index < 0 || *index >= use.size()) return raise_text(thread, exceptions.IndexError, "Blob index out of range");
    *start = *index;
    return true;
}

// The bytes from the first to the last that the slice names.
std::pair<int64_t, int64_t> span_of(int64_t start, int64_t step, int64_t count) {
    int64_t last = start + (count - 1) * step;
    return {std::min(start, last), std::max(start, last) - std::min(start, last) + 1};
}

Value get(Thread& thread, Args& args) {
    BlobUse use(thread, args[0]);
    int64_t start, step, count;
    if (!use || !locate(thread, use, args[1], &start, &step, &count)) return {};
    if (count == 0) return new_bytes(thread, {});
    auto [first, length] = span_of(start, step, count);
    std::string bytes, picked;
    if (!read_at(thread, use, first, length, &bytes)) return {};
    if (step == 0) return Value::from_int(static_cast<uint8_t>(bytes[0]));
    for (int64_t i = 0; i < count; i++) picked += bytes[static_cast<size_t>(start + i * step - first)];
    return new_bytes(thread, picked);
}

Value set(Thread& thread, Args& args) {
    BlobUse use(thread, args[0]);
    int64_t start, step, count;
    if (!use || !locate(thread, use, args[1], &start, &step, &count)) return {};
    if (step == 0) {
        if (!is_int(args[2]))
            return raise_type_error(thread, "'{}' object cannot be interpreted as an integer", type_name(args[2]));
        auto number = int_to_int64(as_plain_int(args[2]));
        if (!number || *number < 0 || *number > 255) return raise_value_error(thread, "byte must be in range(0, 256)");
        return write_at(thread, use, start, std::string(1, static_cast<char>(*number))) ? Value::none() : Value();
    }
    if (count == 0) return Value::none();
    std::string_view view;
    if (!get_buffer(thread, args[2], &view)) return {};
    if (static_cast<int64_t>(view.size()) != count)
        return raise_text(thread, exceptions.IndexError, "Blob slice assignment is wrong size");
    std::string given(view), bytes;
    auto [first, length] = span_of(start, step, count);
    if (!read_at(thread, use, first, length, &bytes)) return {};
    for (int64_t i = 0; i < count; i++) bytes[static_cast<size_t>(start + i * step - first)] = given[static_cast<size_t>(i)];
    return write_at(thread, use, first, bytes) ? Value::none() : Value();
}

Value remove(Thread& thread, Args& args) {
    BlobUse use(thread, args[0]);
    if (!use) return {};
    if (class_of(args[1]) == types.slice) return raise_type_error(thread, "Blob doesn't support slice deletion");
    return raise_type_error(thread, "Blob doesn't support item deletion");
}

Value close(Thread& thread, Args& args) {
    Use use(thread, as_blob(args[0])->connection.load());
    if (!use) return {};
    use->forget_blob(as_blob(args[0])->open.load(std::memory_order_relaxed));
    return Value::none();
}

Value enter(Thread& thread, Args& args) {
    BlobUse use(thread, args[0]);
    return use ? args[0] : Value();
}

Value exit(Thread& thread, Args& args) {
    BlobUse use(thread, args[0]);
    if (!use) return {};
    use.database()->forget_blob(as_blob(args[0])->open.load(std::memory_order_relaxed));
    return Value::from_bool(false);
}

}  // namespace

Value open_blob(Thread& thread, Args& args) {
    std::string table, column, name = "main";
    if (!text_argument(thread, args[1], "blobopen() argument 1", &table) ||
        !text_argument(thread, args[2], "blobopen() argument 2", &column))
        return {};
    int64_t row;
    if (!to_int64(thread, args[3], &row)) return {};
    int read_only = args.has(4) ? truth(thread, args[4]) : 0;
    if (read_only < 0 || (args.has(5) && !text_argument(thread, args[5], "blobopen() argument 'name'", &name))) return {};
    Use use(thread, args[0]);
    if (!use) return {};
    sqlite3_blob* handle = nullptr;
    int code;
    {
        BlockingRegion region(thread);
        code = sqlite3_blob_open(use->handle, name.c_str(), table.c_str(), column.c_str(), row, !read_only, &handle);
    }
    if (code == SQLITE_MISUSE) return raise_text(thread, classes.InterfaceError, sqlite3_errstr(code));
    if (code != SQLITE_OK) return use->raise_error(thread);
    auto* blob = new_instance<Blob>(thread, classes.blob);
    blob->connection.store(args[0]);
    blob->database = use->retain();
    auto* open = new OpenBlob{handle};
    use->blobs.push_back(open);
    blob->open.store(open);
    heap::set_finalizer(blob, finalize_blob);
    return blob;
}

void make_blob_class(Thread& thread) {
    Class* cls = classes.blob = new_native_class(thread, {.name = "sqlite3.Blob",
                                                          .instance_size = sizeof(Blob),
                                                          .trace = trace_blob,
                                                          .flags = kDisallowNew | kHasWeakrefs});
    keep_forever(thread, cls);
    add_methods(thread, cls,
                {{"__len__(self, /)", size},
                 {"__getitem__(self, key, /)", get},
                 {"__setitem__(self, key, value, /)", set},
                 {"__delitem__(self, key, /)", remove},
                 {"__enter__(self, /)", enter, "Blob context manager enter."},
                 {"__exit__(self, type, val, tb, /)", exit, "Blob context manager exit."},
                 {"close(self, /)", close, "Close the blob."},
                 {"read(self, length=-1, /)", read, "Read data at the current offset position."},
                 {"write(self, data, /)", write, "Write data at the current offset."},
                 {"seek(self, offset, origin=0, /)", seek, "Set the current access position to offset."},
                 {"tell(self, /)", tell, "Return the current access position for the blob."}});
}

}  // namespace gilt::sqlite
