// A raw file written in the language, below a buffer: any object with readinto, write, seek, tell and truncate.
//
// The buffer's lock is held while a method runs; one that comes back to the same buffer gets RuntimeError. What the methods
// answer is checked: None means that nothing can be read or written just now, a number has to fit.
//
// At the end of the process, and when the collector finds the buffer dead, no script code runs any more: what was not
// flushed is lost.
#include <cstring>

#include "heap/heap.h"
#include "modules/io_module.h"
#include "objects/bytes.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/memoryview.h"
#include "objects/names.h"
#include "objects/str.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

// The cause of a new OSError is what was raised before.
int64_t raise_read_failed(Thread& thread) {
    Value cause = take_exception(thread);
    Value error = new_exception(thread, exceptions.OSError, "raw readinto() failed");
    if (error && set_attr(thread, error, names.dunder_cause, cause) && set_attr(thread, error, names.dunder_context, cause))
        (void)raise(thread, error);
    return -1;
}

class ScriptRaw final : public RawStream {
 public:
    explicit ScriptRaw(Value raw) { raw_.store(raw); }

    int64_t read(Thread& thread, char* to, size_t size) override {
        // Memory of its own: the method may keep it.
        Value room = call(thread, types.bytearray, {make_int(thread, static_cast<int64_t>(size))});
        Value view = room ? new_memoryview(thread, room) : room;
        Value answer = view ? call_method(thread, raw_.load(), intern(thread, "readinto"), {view}) : view;
        if (!answer) return -1;
        if (answer.is_none()) return -2;
        int64_t count;
        if (!to_int64(thread, answer, &count)) return raise_read_failed(thread);
        if (!check_length(thread, "readinto", count, size)) return -1;
        std::string_view bytes;
        if (!get_buffer(thread, room, &bytes)) return -1;
        memcpy(to, bytes.data(), static_cast<size_t>(count));
        return count;
    }

    int64_t write(Thread& thread, std::string_view data) override {
        Value view = new_memoryview(thread, new_bytes(thread, data));
        Value answer = view ? call_method(thread, raw_.load(), names.write, {view}) : view;
        if (!answer) return -1;
        if (answer.is_none()) return -2;
        int64_t count;
        if (!to_int64(thread, answer, &count)) {
            clear_exception(thread);
            count = -1;
        }
        return check_length(thread, "write", count, data.size()) ? count : -1;
    }

    int64_t seek(Thread& thread, int64_t offset, int whence) override {
        bool tells = offset == 0 && whence == SEEK_CUR;
        Value answer = tells ? call_method(thread, raw_.load(), intern(thread, "tell"), {})
                             : call_method(thread, raw_.load(), intern(thread, "seek"),
                                           {make_int(thread, offset), Value::from_int(whence)});
        int64_t place;
        if (!answer || !to_int64(thread, answer, &place)) return -1;
        if (place >= 0) return place;
        (void)raise_format(thread, exceptions.OSError, "Raw stream returned invalid position {}", place);
        return -1;
    }

    bool truncate(Thread& thread, int64_t size) override {
        return bool(call_method(thread, raw_.load(), intern(thread, "truncate"), {make_int(thread, size)}));
    }

    int is_closed(Thread& thread) override {
        Value closed = get_attr(thread, raw_.load(), intern(thread, "closed"));
        return closed ? truth(thread, closed) : -1;
    }

    void mark(Marker& marker) override { marker.mark(raw_); }

 private:
    static bool check_length(Thread& thread, const char* method, int64_t count, size_t most) {
        if (count >= 0 && static_cast<size_t>(count) <= most) return true;
        return raise_format(thread, exceptions.OSError,
                            "raw {}() returned invalid length {} (should have been between 0 and {})", method, count, most);
    }

    Slot raw_;  // marked by the buffered file; constant
};

}  // namespace

std::shared_ptr<RawStream> make_script_raw(Value raw) { return std::make_shared<ScriptRaw>(raw); }

}  // namespace gilt
