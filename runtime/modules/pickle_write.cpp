// Writing pickles.
//
// `save` writes the instructions that put one object on the reader's stack. Numbers, None and the booleans are written
// anew each time. Everything else is written once and numbered (MEMOIZE, or PUT before protocol 4); the next time it
// is fetched by its number. The number is given before the contents of a list, dict or set are written, so these may
// contain themselves; a tuple that does is found in the memo after its items, which are then dropped again.
//
// From protocol 4 on the output comes in frames of about 64 KiB, so that a reader can fetch it in large pieces. The
// frame's header is left open when its first byte is written, and filled in at the first object boundary behind
// the limit. Larger bytes and strings stand between frames.
//
// Runs of small ints in a list, the usual content of large lists, are written in a loop of their own (save_ints).
#include <bit>
#include <utility>

#include "heap/heap.h"
#include "modules/importer.h"
#include "modules/pickle.h"
#include "objects/bytearray.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/codecs.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/memoryview.h"
#include "objects/namespaces.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/operations.h"

namespace gilt::pickle {

namespace {

constexpr size_t kFrameTarget = 64 * 1024, kFrameLeast = 4, kFrameHeader = 9, kBatch = 1000;
constexpr size_t kNoFrame = ~size_t{0};

// --- the memo ---

Memo* new_memo(Thread& thread, uint64_t slots) {
    auto* memo = static_cast<Memo*>(
        heap::try_allocate(thread, sizeof(Memo) + slots * sizeof(Memo::Entry), types.memo->instance_shape));
    if (memo) memo->mask = slots - 1;
    return memo;
}

Memo::Entry* find(Memo* memo, Value key) {
    uint64_t at = (key.bits() >> 4) * 0x9E3779B97F4A7C15u >> 20;
    for (;; at++) {
        Memo::Entry& entry = memo->entries[at & memo->mask];
        if (!entry.key || entry.key == key) return &entry;
    }
}

// --- numbers as bytes ---

template <class Number>
void store(char* to, Number number) {
    std::memcpy(to, &number, sizeof number);  // little-endian, as the machine is
}

// A small int at `to`, which has room for 16 bytes; how many it took.
inline size_t store_int(char* to, int64_t number) {
    if (number >= 0 && number < 0x10000) {
        if (number < 0x100) {
            to[0] = BININT1;
            to[1] = static_cast<char>(number);
            return 2;
        }
        to[0] = BININT2;
        store(to + 1, static_cast<uint16_t>(number));
        return 3;
    }
    if (number >= INT32_MIN && number <= INT32_MAX) {
        to[0] = BININT;
        store(to + 1, static_cast<int32_t>(number));
        return 5;
    }
    // As few bytes as hold it with its sign; protocol 2 or later.
    int bits = 64 - std::countl_zero(static_cast<uint64_t>(number < 0 ? ~number : number));
    int bytes = bits / 8 + 1;
    to[0] = static_cast<char>(LONG1);
    to[1] = static_cast<char>(bytes);
    store(to + 2, number);
    return 2 + static_cast<size_t>(bytes);
}

class Writer {
 public:
    Writer(Thread& thread, const WriteOptions& options, Memo** memo, Sink* sink)
        : thread_(thread), options_(options), memo_(*memo), sink_(*sink), protocol_(options.protocol), binary_(protocol_ > 0) {}

    bool write_all(Value object) {
        if (protocol_ >= 2) {
            sink_.add(PROTO);
            sink_.add(static_cast<uint8_t>(protocol_));
            framing_ = protocol_ >= 4;
        }
        if (!save(object)) return false;
        put(STOP);
        close_frame();
        framing_ = false;
        return !options_.file_write || flush();
    }

 private:
    // --- output ---

    char* room(size_t count) {
        if (framing_ && frame_start_ == kNoFrame) [[unlikely]] {
            frame_start_ = sink_.size();
            sink_.room(kFrameHeader + count);
            sink_.advance(kFrameHeader);
        }
        return sink_.room(count);
    }
    void put(uint8_t byte) {
        *room(1) = static_cast<char>(byte);
        sink_.advance(1);
    }
    void put(std::string_view bytes) {
        char* to = room(bytes.size());
        if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
        sink_.advance(bytes.size());
    }
    template <class Number>
    void put_with(uint8_t opcode, Number number) {
        char* to = room(1 + sizeof number);
        to[0] = static_cast<char>(opcode);
        store(to + 1, number);
        sink_.advance(1 + sizeof number);
    }

    void close_frame() {
        if (frame_start_ == kNoFrame) return;
        size_t length = sink_.size() - frame_start_ - kFrameHeader;
        char* header = sink_.data() + frame_start_;
        if (length >= kFrameLeast) {
            header[0] = static_cast<char>(FRAME);
            store(header + 1, static_cast<uint64_t>(length));
        } else {
            std::memmove(header, header + kFrameHeader, length);
            sink_.truncate(sink_.size() - kFrameHeader);
        }
        frame_start_ = kNoFrame;
    }
    bool frame_is_full() const {
        return frame_start_ != kNoFrame && sink_.size() - frame_start_ - kFrameHeader >= kFrameTarget;
    }
    // Between two objects. Also where a long pickle lets others have their turn.
    bool boundary() {
        if (frame_is_full()) {
            close_frame();
            if (options_.file_write && !flush()) return false;
        }
        return (++steps_ & 0x3FF) != 0 || thread_.safepoint();
    }
    bool flush() {
        if (sink_.size() == 0) return true;
        Value bytes = new_bytes(thread_, sink_.view());
        sink_.truncate(0);
        return bool(call(thread_, options_.file_write, {bytes}));
    }
    // Header and data. Large data stand outside the frames and go to a file without being copied here.
    bool put_data(std::string_view header, std::string_view data, Value payload) {
        if (data.size() < kFrameTarget) {
            char* to = room(header.size() + data.size());
            std::memcpy(to, header.data(), header.size());
            if (!data.empty()) std::memcpy(to + header.size(), data.data(), data.size());
            sink_.advance(header.size() + data.size());
            return true;
        }
        close_frame();
        bool framing = std::exchange(framing_, false);
        put(header);
        if (options_.file_write) {
            if (!flush()) return false;
            if (!payload) payload = new_bytes(thread_, data);
            if (!call(thread_, options_.file_write, {payload})) return false;
        } else {
            put(data);
        }
        framing_ = framing;
        return true;
    }
    // The opcode with the shortest length field that will do.
    bool put_sized(uint8_t tiny, uint8_t usual, uint8_t huge, std::string_view data, Value payload) {
        char header[9];
        size_t size;
        if (tiny && data.size() <= 0xFF) {
            header[0] = static_cast<char>(tiny);
            header[1] = static_cast<char>(data.size());
            size = 2;
        } else if (usual && data.size() <= 0xFFFFFFFF) {
            header[0] = static_cast<char>(usual);
            store(header + 1, static_cast<uint32_t>(data.size()));
            size = 5;
        } else if (huge) {
            header[0] = static_cast<char>(huge);
            store(header + 1, static_cast<uint64_t>(data.size()));
            size = 9;
        } else {
            return bool(raise_text(thread_, exceptions.OverflowError,
                                   "serializing a string larger than 4 GiB requires pickle protocol 4 or higher"));
        }
        return put_data({header, size}, data, payload);
    }

    // --- the memo ---

    bool memoize(Value object) {
        if (options_.is_fast) return true;
        if (!memo_) {
            if (!(memo_ = new_memo(thread_, 32))) return false;
        } else if (memo_->count * 3 >= memo_->mask * 2) {
            Memo* bigger = new_memo(thread_, (memo_->mask + 1) * 2);
            if (!bigger) return false;
            for (uint64_t i = 0; i <= memo_->mask; i++)
                if (memo_->entries[i].key) *find(bigger, memo_->entries[i].key) = memo_->entries[i];
            bigger->count = memo_->count;
            memo_ = bigger;
        }
        uint64_t index = memo_->count;
        *find(memo_, object) = {object, index};
        memo_->count++;
        if (protocol_ >= 4) {
            put(MEMOIZE);
        } else if (!binary_) {
            put(fmt::format("p{}\n", index));
        } else if (index < 256) {
            put_with(BINPUT, static_cast<uint8_t>(index));
        } else {
            put_with(LONG_BINPUT, static_cast<uint32_t>(index));
        }
        return true;
    }
    bool is_memoized(Value object) const { return memo_ && bool(find(memo_, object)->key); }
    // Writes how to fetch an object that has a number; false if it has none.
    bool fetch(Value object) {
        if (!memo_) return false;
        Memo::Entry* entry = find(memo_, object);
        if (!entry->key) return false;
        if (!binary_)
            put(fmt::format("g{}\n", entry->index));
        else if (entry->index < 256)
            put_with(BINGET, static_cast<uint8_t>(entry->index));
        else
            put_with(LONG_BINGET, static_cast<uint32_t>(entry->index));
        return true;
    }

    // --- errors ---

    template <class... T>
    bool fail(fmt::format_string<T...> format, T&&... arguments) {
        return bool(raise_text(thread_, types.pickling_error, fmt::format(format, std::forward<T>(arguments)...)));
    }
    std::string repr_text(Value value) {
        Str* text = repr(thread_, value);
        if (text) return to_utf8(text);
        clear_exception(thread_);
        return "an object of class " + type_name(value);
    }

    // --- values that need no memo ---

    bool save_int(Value value) {
        int64_t number = value.as_int();
        bool fits = number >= INT32_MIN && number <= INT32_MAX;
        if (binary_ && (fits || protocol_ >= 2)) {
            char* to = room(16);
            sink_.advance(store_int(to, number));
        } else if (fits) {
            put(fmt::format("I{}\n", number));
        } else {
            put(fmt::format("L{}L\n", number));
        }
        return true;
    }
    bool save_big_int(Value value) {
        if (protocol_ < 2) {
            std::string digits;
            if (!int_to_string(thread_, value, 10, &digits)) return false;
            put(fmt::format("L{}L\n", digits));
            return true;
        }
        Limbs number(value);
        auto limbs = static_cast<size_t>(number.size);
        std::string bytes(limbs * 8 + 1, '\0');
        std::memcpy(bytes.data(), number.data, limbs * 8);
        if (number.negative) {  // two's complement
            unsigned carry = 1;
            for (char& byte : bytes) {
                carry += static_cast<uint8_t>(~byte);
                byte = static_cast<char>(carry);
                carry >>= 8;
            }
        }
        char sign = number.negative ? '\xFF' : '\0';
        while (bytes.size() > 1 && bytes.back() == sign && ((bytes[bytes.size() - 2] ^ sign) & 0x80) == 0) bytes.pop_back();
        if (bytes.size() < 256)
            put_with(LONG1, static_cast<uint8_t>(bytes.size()));
        else
            put_with(LONG4, static_cast<int32_t>(bytes.size()));
        put(bytes);
        return true;
    }
    bool save_float(double number) {
        if (binary_)
            put_with(BINFLOAT, __builtin_bswap64(std::bit_cast<uint64_t>(number)));
        else
            put("F" + float_repr(number) + "\n");
        return true;
    }
    bool save_bool(bool truth) {
        if (protocol_ >= 2)
            put(truth ? NEWTRUE : NEWFALSE);
        else
            put(truth ? "I01\n" : "I00\n");
        return true;
    }

    // --- text and bytes ---

    bool save_str(Value value) {
        Str* text = as_str(value);
        if (!binary_) return save_str_as_line(value, text);
        uint8_t tiny = protocol_ >= 4 ? SHORT_BINUNICODE : 0, huge = protocol_ >= 4 ? BINUNICODE8 : 0;
        if (text->is_ascii()) {
            if (!put_sized(tiny, BINUNICODE, huge, text->ascii(), {})) return false;
        } else {
            Value encoded = encode_text(thread_, text, "utf-8", "surrogatepass");
            if (!encoded || !put_sized(tiny, BINUNICODE, huge, as_bytes(encoded)->view(), encoded)) return false;
        }
        return memoize(value);
    }
    bool save_str_as_line(Value value, Str* text) {
        std::string line = "V";
        for (size_t i = 0; i < text->length; i++) {
            uint32_t c = text->at(i);
            if (c >= 0x10000)
                line += fmt::format("\\U{:08x}", c);
            else if (c >= 0x100 || c == '\\' || c == 0 || c == '\n' || c == '\r' || c == 0x1A)
                line += fmt::format("\\u{:04x}", c);
            else
                line += static_cast<char>(c);
        }
        put(line + "\n");
        return memoize(value);
    }
    bool save_bytes(Value value) {
        std::string_view bytes = as_bytes(value)->view();
        if (protocol_ >= 3)
            return put_sized(SHORT_BINBYTES, BINBYTES, protocol_ >= 4 ? BINBYTES8 : 0, bytes, value) && memoize(value);
        // Python 2 has no such type: a call that makes it from text.
        if (bytes.empty()) return save_call(gilt::types.bytes, {}, value);
        if (!save_name("_codecs", "encode") || !save_tuple(new_tuple(thread_, {new_str_latin1(thread_, bytes), intern(thread_, "latin1")})))
            return false;
        put(REDUCE);
        return memoize(value);
    }
    // A global that this interpreter need not have: by name alone.
    bool save_name(std::string_view module, std::string_view name) {
        Value key = intern(thread_, fmt::format("{}.{}", module, name));
        if (fetch(key)) return true;
        put(GLOBAL);
        put(fmt::format("{}\n{}\n", module, name));
        return memoize(key);
    }
    bool save_bytearray(Value value) {
        std::string_view bytes = as_bytearray(value)->view();
        if (protocol_ >= 5) return put_sized(0, 0, BYTEARRAY8, bytes, {}) && memoize(value);
        if (bytes.empty()) return save_call(gilt::types.bytearray, {}, value);
        return save_call(gilt::types.bytearray, new_bytes(thread_, bytes), value);
    }
    bool save_buffer(Value value) {
        if (protocol_ < 5) return fail("PickleBuffer can only be pickled with protocol >= 5");
        Value view = static_cast<PickleBuffer*>(value.as_object())->view.load();
        if (!view) return bool(raise_value_error(thread_, "operation forbidden on released PickleBuffer object"));
        std::string_view bytes;
        if (!memoryview_bytes(static_cast<MemoryView*>(view.as_object()), &bytes))
            return fail("PickleBuffer can not be pickled when pointing to a non-contiguous buffer");
        bool readonly = static_cast<MemoryView*>(view.as_object())->readonly;
        bool in_band = true;
        if (options_.buffer_callback && !options_.buffer_callback.is_none()) {
            Value answer = call(thread_, options_.buffer_callback, {value});
            int kept = answer ? truth(thread_, answer) : -1;
            if (kept < 0) return false;
            in_band = kept;
        }
        if (in_band) {
            if (readonly) return put_sized(SHORT_BINBYTES, BINBYTES, BINBYTES8, bytes, {}) && memoize(value);
            return put_sized(0, 0, BYTEARRAY8, bytes, {}) && memoize(value);
        }
        put(NEXT_BUFFER);
        if (readonly) put(READONLY_BUFFER);
        return true;
    }

    // --- containers ---

    bool save_tuple(Value value) {
        Tuple* tuple = as_tuple(value);
        size_t length = tuple->length;
        if (length == 0) {
            if (binary_)
                put(EMPTY_TUPLE);
            else
                put("(t");
            return true;
        }
        bool is_short = length <= 3 && protocol_ >= 2;
        if (!is_short) put(MARK);
        for (size_t i = 0; i < length; i++)
            if (!save(tuple->items[i])) return false;
        if (is_memoized(value)) {  // it contains itself
            if (is_short)
                for (size_t i = 0; i < length; i++) put(POP);
            else if (binary_)
                put(POP_MARK);
            else
                for (size_t i = 0; i <= length; i++) put(POP);
            return fetch(value);
        }
        if (is_short)
            put(static_cast<uint8_t>(TUPLE1 + length - 1));
        else
            put(TUPLE);
        return memoize(value);
    }

    bool save_list(Value value) {
        if (binary_)
            put(EMPTY_LIST);
        else
            put("(l");
        if (!memoize(value)) return false;
        List* list = as_list(value);
        if (list->count() == 0) return true;
        if (!binary_) return save_items(get_iter(thread_, value));
        if (list->count() == 1) {
            Value item = list_get(list, 0);
            if (!item || !save(item)) return bool(item) ? false : true;
            put(APPEND);
            return true;
        }
        for (size_t i = 0; i < list->count();) {
            put(MARK);
            for (size_t end = i + kBatch; i < end;) {
                i += save_ints(list, i, end);
                if (i == end) break;
                Value item = list_get(list, i);
                if (!item) break;
                if (!save(item)) return false;
                i++;
            }
            put(APPENDS);
            if (!thread_.safepoint()) return false;  // others have their turn between two batches
        }
        return true;
    }
    // The small ints from item `from` on, up to the first of something else; how many.
    size_t save_ints(List* list, size_t from, size_t end) {
        if (options_.persistent_id || protocol_ < 2) return 0;
        ListStorage* storage = list->storage();
        size_t count = storage->count.load(std::memory_order_acquire);
        if (end > count) end = count;
        size_t at = from;
        while (at < end) {
            Value item = storage->items[at].load();
            if (!item.is_int()) break;
            if (frame_is_full()) {
                if (options_.file_write) break;  // save() knows how to flush
                close_frame();
            }
            char* to = room(16);
            sink_.advance(store_int(to, item.as_int()));
            at++;
        }
        return at - from;
    }

    // What an iterator yields, appended to the list on the stack.
    bool save_items(Value iterator) {
        if (!iterator) return false;
        if (!binary_) {
            while (Value item = iter_next(thread_, iterator)) {
                if (!save(item)) return false;
                put(APPEND);
            }
            return !thread_.exception;
        }
        size_t count;
        do {
            Value first = iter_next(thread_, iterator);
            if (!first) return !thread_.exception;
            Value item = iter_next(thread_, iterator);
            if (!item) {
                if (thread_.exception || !save(first)) return false;
                put(APPEND);
                return true;
            }
            put(MARK);
            if (!save(first)) return false;
            count = 1;
            while (item) {
                if (!save(item)) return false;
                if (++count == kBatch) break;
                item = iter_next(thread_, iterator);
            }
            if (thread_.exception) return false;
            put(APPENDS);
        } while (count == kBatch);
        return true;
    }
    bool save_pair(Value pair) {
        if (!is_tuple(pair) || as_tuple(pair)->length != 2)
            return bool(raise_type_error(thread_, "dict items iterator must return 2-tuples"));
        Tuple* tuple = as_tuple(pair);
        return save(tuple->items[0]) && save(tuple->items[1]);
    }
    bool save_pairs(Value iterator) {
        if (!iterator) return false;
        if (!binary_) {
            while (Value pair = iter_next(thread_, iterator)) {
                if (!save_pair(pair)) return false;
                put(SETITEM);
            }
            return !thread_.exception;
        }
        size_t count;
        do {
            Value first = iter_next(thread_, iterator);
            if (!first) return !thread_.exception;
            Value pair = iter_next(thread_, iterator);
            if (!pair) {
                if (thread_.exception || !save_pair(first)) return false;
                put(SETITEM);
                return true;
            }
            put(MARK);
            if (!save_pair(first)) return false;
            count = 1;
            while (pair) {
                if (!save_pair(pair)) return false;
                if (++count == kBatch) break;
                pair = iter_next(thread_, iterator);
            }
            if (thread_.exception) return false;
            put(SETITEMS);
        } while (count == kBatch);
        return true;
    }

    bool save_dict(Value value) {
        if (binary_)
            put(EMPTY_DICT);
        else
            put("(d");
        if (!memoize(value)) return false;
        Dict* dict = as_dict(value);
        size_t size = dict->count();
        if (size == 0) return true;
        if (!binary_) {
            Value items = call_method(thread_, value, names.items, {});
            return items && save_pairs(get_iter(thread_, items));
        }
        DictTable* table = dict->table();
        uint32_t position = 0;
        Value key, item;
        if (size == 1) {
            if (!dict_next(table, &position, &key, &item)) return true;
            if (!save(key) || !save(item)) return false;
            put(SETITEM);
            return true;
        }
        size_t count;
        do {
            count = 0;
            put(MARK);
            while (dict_next(table, &position, &key, &item)) {
                if (!save(key) || !save(item)) return false;
                if (++count == kBatch) break;
            }
            put(SETITEMS);
            if (dict->count() != size)
                return bool(raise_text(thread_, exceptions.RuntimeError, "dictionary changed size during iteration"));
        } while (count == kBatch);
        return true;
    }

    bool save_set(Value value, bool is_frozen) {
        Set* set = as_set(value);
        if (protocol_ < 4) {
            List* items = list_from_iterable(thread_, value);
            return items && save_call(is_frozen ? gilt::types.frozenset : gilt::types.set, items, value);
        }
        SetTable* table = set->table();
        uint64_t position = 0;
        Value key;
        int64_t hash;
        if (is_frozen) {
            put(MARK);
            while (set_next(table, &position, &key, &hash))
                if (!save(key)) return false;
            if (is_memoized(value)) {  // it contains itself
                put(POP_MARK);
                return fetch(value);
            }
            put(FROZENSET);
            return memoize(value);
        }
        put(EMPTY_SET);
        if (!memoize(value)) return false;
        size_t size = set->count(), count;
        if (size == 0) return true;
        do {
            count = 0;
            put(MARK);
            while (set_next(table, &position, &key, &hash)) {
                if (!save(key)) return false;
                if (++count == kBatch) break;
            }
            put(ADDITEMS);
            if (set->count() != size)
                return bool(raise_text(thread_, exceptions.RuntimeError, "set changed size during iteration"));
        } while (count == kBatch);
        return true;
    }

    // --- functions and classes: by module and name ---

    // "a.b.c" followed from `from`; *parent is what the last step was taken from. Empty: there is no such attribute.
    Value follow(Value from, Str* path, Value* parent) {
        Value object = from;
        *parent = from;
        for (size_t start = 0; start <= path->length;) {
            size_t end = start;
            while (end < path->length && path->at(end) != '.') end++;
            *parent = object;
            Value next;
            if (find_attr(thread_, object, intern(thread_, substring(thread_, path, start, end)), &next) != 1) return {};
            object = next;
            start = end + 1;
        }
        return object;
    }

    // The module an object says it is from; failing that, the one in which it is found; failing that, __main__.
    Value module_of(Value object, Str* path) {
        Value module;
        int found = find_attr(thread_, object, names.dunder_module, &module);
        if (found < 0) return {};
        if (found && !module.is_none()) return module;
        Dict* modules = dict_copy(thread_, namespaces.modules);
        DictTable* table = modules->table();
        uint32_t position = 0;
        Value name, candidate, parent;
        while (dict_next(table, &position, &name, &candidate)) {
            if (!is_str(name) || candidate.is_none() || candidate == Value(namespaces.modules)) continue;
            if (str_equal(as_str(name), names.dunder_main)) continue;
            Value there = follow(candidate, path, &parent);
            if (there == object) return name;
            if (!there) clear_exception(thread_);
        }
        return names.dunder_main;
    }

    bool save_global(Value object, Value name) {
        if (!name) {
            int found = find_attr(thread_, object, names.dunder_qualname, &name);
            if (found == 0) found = (name = get_attr(thread_, object, names.dunder_name)) ? 1 : -1;
            if (found < 0) return false;
        }
        if (!is_str(name)) return fail("Can't pickle {}: its name is no str", repr_text(object));
        Str* path = as_str(name);
        if (str_find(path, intern(thread_, "<locals>"), 0, path->length) >= 0)
            return bool(raise_format(thread_, exceptions.AttributeError, "Can't pickle local object {}", repr_text(name)));
        Value module_name = module_of(object, path);
        if (!module_name) return false;
        if (!is_str(module_name)) return fail("Can't pickle {}: its __module__ is no str", repr_text(object));
        Value module;
        if (dict_lookup(thread_, namespaces.modules, module_name, &module) != 1 || module.is_none()) {
            clear_exception(thread_);
            module = import_module(thread_, to_utf8(as_str(module_name)));
        }
        if (!module) {
            clear_exception(thread_);
            return fail("Can't pickle {}: import of module {} failed", repr_text(object), repr_text(module_name));
        }
        Value parent;
        Value found = follow(module, path, &parent);
        if (!found) {
            clear_exception(thread_);
            return fail("Can't pickle {}: attribute lookup {} on {} failed", repr_text(object), to_utf8(path),
                        to_utf8(as_str(module_name)));
        }
        if (!(found == object))
            return fail("Can't pickle {}: it's not the same object as {}.{}", repr_text(object),
                        to_utf8(as_str(module_name)), to_utf8(path));
        if (protocol_ >= 2) {
            int64_t code;
            if (!extension_code(module_name, name, &code)) return false;
            if (code) {
                if (code <= 0xFF)
                    put_with(EXT1, static_cast<uint8_t>(code));
                else if (code <= 0xFFFF)
                    put_with(EXT2, static_cast<uint16_t>(code));
                else
                    put_with(EXT4, static_cast<int32_t>(code));
                return true;
            }
        }
        if (protocol_ >= 4) {
            if (!save(module_name) || !save(name)) return false;
            put(STACK_GLOBAL);
        } else if (!(parent == module)) {
            size_t dot = path->length;
            while (path->at(dot - 1) != '.') dot--;
            Value getattr = dict_get(namespaces.builtins, intern(thread_, "getattr"));
            Value last = substring(thread_, path, dot, path->length);
            if (!save_reduced(new_tuple(thread_, {getattr, new_tuple(thread_, {parent, last})}), {})) return false;
        } else {
            if (protocol_ < 3 && options_.fix_imports && !old_names(&module_name, &name)) return false;
            std::string line;
            for (Value part : {module_name, name}) {
                if (protocol_ < 3 && !as_str(part)->is_ascii())
                    return fail("can't pickle global identifier '{}.{}' using pickle protocol {}",
                                to_utf8(as_str(module_name)), to_utf8(as_str(name)), protocol_);
                line += to_utf8(as_str(part)) + "\n";
            }
            put(GLOBAL);
            put(line);
        }
        return memoize(object);
    }

    bool extension_code(Value module_name, Value name, int64_t* code) {
        *code = 0;
        Value copyreg = import_module(thread_, "copyreg"), registry, number;
        if (!copyreg || !(registry = get_attr(thread_, copyreg, intern(thread_, "_extension_registry")))) return false;
        if (!is_dict(registry) || as_dict(registry)->count() == 0) return true;
        int found = dict_lookup(thread_, as_dict(registry), new_tuple(thread_, {module_name, name}), &number);
        if (found <= 0) return found == 0;
        return to_int64(thread_, number, code);
    }

    // Python 2's names of what has moved since.
    bool old_names(Value* module, Value* name) {
        Value table = import_module(thread_, "_compat_pickle"), found;
        if (!table) return false;
        Value pairs = get_attr(thread_, table, intern(thread_, "REVERSE_NAME_MAPPING"));
        Value modules = get_attr(thread_, table, intern(thread_, "REVERSE_IMPORT_MAPPING"));
        if (!pairs || !modules || !is_dict(pairs) || !is_dict(modules)) return false;
        int known = dict_lookup(thread_, as_dict(pairs), new_tuple(thread_, {*module, *name}), &found);
        if (known > 0 && is_tuple(found) && as_tuple(found)->length == 2) {
            *module = as_tuple(found)->items[0];
            *name = as_tuple(found)->items[1];
        } else if (known == 0 && (known = dict_lookup(thread_, as_dict(modules), *module, &found)) > 0) {
            *module = found;
        }
        return known >= 0 && is_str(*module) && is_str(*name);
    }

    bool save_class(Value value) {
        for (auto [cls, only] : {std::pair{gilt::types.none, Value::none()},
                                 {gilt::types.not_implemented, Value::not_implemented()},
                                 {gilt::types.ellipsis, Value::ellipsis()}})
            if (value == Value(cls)) return save_call(gilt::types.type, only, value);
        return save_global(value, {});
    }

    // --- everything else: taken apart by its class ---

    // The call function(argument) as the way to make `object`.
    bool save_call(Value function, Value argument, Value object) {
        Tuple* arguments = argument ? new_tuple(thread_, {argument}) : empty_tuple();
        return save_reduced(new_tuple(thread_, {function, arguments}), object);
    }

    bool save_reduced(Value reduced, Value object) {
        Tuple* parts = as_tuple(reduced);
        if (parts->length < 2 || parts->length > 6)
            return fail("tuple returned by __reduce__ must contain 2 through 6 elements");
        auto part = [&](size_t i) { return i < parts->length && !parts->items[i].is_none() ? parts->items[i] : Value(); };
        Value function = parts->items[0], arguments = parts->items[1];
        Value state = part(2), items = part(3), pairs = part(4), setter = part(5);
        if (!is_callable(function)) return fail("first item of the tuple returned by __reduce__ must be callable");
        if (!is_tuple(arguments)) return fail("second item of the tuple returned by __reduce__ must be a tuple");
        auto is_iterator = [&](Value value) { return bool(class_of(value)->special(Special::k_next)); };
        if (items && !is_iterator(items))
            return fail("fourth element of the tuple returned by __reduce__ must be an iterator, not {}", type_name(items));
        if (pairs && !is_iterator(pairs))
            return fail("fifth element of the tuple returned by __reduce__ must be an iterator, not {}", type_name(pairs));
        if (setter && !is_callable(setter))
            return fail("sixth element of the tuple returned by __reduce__ must be a function, not {}", type_name(setter));

        std::string_view name;
        Value function_name;
        if (protocol_ >= 2) {
            int found = find_attr(thread_, function, names.dunder_name, &function_name);
            if (found < 0) return false;
            if (found && is_str(function_name) && as_str(function_name)->is_ascii()) name = as_str(function_name)->ascii();
        }
        if (name == "__newobj_ex__") {
            if (!save_newobj_ex(as_tuple(arguments))) return false;
        } else if (name == "__newobj__") {
            if (!save_newobj(as_tuple(arguments), object)) return false;
        } else {
            if (!save(function) || !save(arguments)) return false;
            put(REDUCE);
        }
        if (object) {
            if (is_memoized(object)) {  // it was reached again from its own arguments
                put(POP);
                return fetch(object);
            }
            if (!memoize(object)) return false;
        }
        if (items && !save_items(items)) return false;
        if (pairs && !save_pairs(pairs)) return false;
        if (!state) return true;
        if (!setter) {
            if (!save(state)) return false;
            put(BUILD);
            return true;
        }
        // setter(object, state), its result dropped.
        if (!save(setter) || !save(object) || !save(state)) return false;
        put(TUPLE2);
        put(REDUCE);
        put(POP);
        return true;
    }

    static bool is_class(Value value) { return value.is_object() && value.as_object()->kind() == Kind::Class; }

    bool save_newobj(Tuple* arguments, Value object) {
        if (arguments->length == 0) return fail("__newobj__ arglist is empty");
        Value cls = arguments->items[0];
        if (!is_class(cls)) return fail("args[0] from __newobj__ args is not a type");
        if (object) {
            Value own = get_attr(thread_, object, names.dunder_class);
            if (!own) return false;
            if (!(own == cls)) return fail("args[0] from __newobj__ args has the wrong class");
        }
        Tuple* rest = new_tuple(thread_, arguments->span().subspan(1));
        if (!save(cls) || !save(rest)) return false;
        put(NEWOBJ);
        return true;
    }
    bool save_newobj_ex(Tuple* arguments) {
        if (arguments->length != 3)
            return fail("length of the NEWOBJ_EX argument tuple must be exactly 3, not {}", arguments->length);
        Value cls = arguments->items[0], positional = arguments->items[1], keywords = arguments->items[2];
        if (!is_class(cls)) return fail("first item from NEWOBJ_EX argument tuple must be a class, not {}", type_name(cls));
        if (!is_tuple(positional))
            return fail("second item from NEWOBJ_EX argument tuple must be a tuple, not {}", type_name(positional));
        if (!is_dict(keywords))
            return fail("third item from NEWOBJ_EX argument tuple must be a dict, not {}", type_name(keywords));
        if (protocol_ >= 4) {
            if (!save(cls) || !save(positional) || !save(keywords)) return false;
            put(NEWOBJ_EX);
            return true;
        }
        // partial(cls.__new__, cls, *positional, **keywords)()
        Value functools = import_module(thread_, "functools");
        Value partial = functools ? get_attr(thread_, functools, intern(thread_, "partial")) : Value();
        Value make = partial ? get_attr(thread_, cls, names.special(Special::k_new)) : Value();
        if (!make) return false;
        List* all = new_list(thread_);
        list_append(thread_, all, make);
        list_append(thread_, all, cls);
        for (Value item : as_tuple(positional)->span()) list_append(thread_, all, item);
        Value bound = call_with(thread_, partial, tuple_from_iterable(thread_, all), as_dict(keywords));
        if (!bound || !save(bound)) return false;
        put(EMPTY_TUPLE);
        put(REDUCE);
        return true;
    }

    // An instance of a class written in a script that leaves pickling to object: what copyreg.__reduce_2__ would say, at once.
    bool is_plain_instance(Value value, Class* cls) {
        if (protocol_ < 2 || !value.is_object() || value.as_object()->kind() != Kind::Instance || !cls->has(kHeapType)) return false;
        if (!(cls->special(Special::k_reduce_ex) == gilt::types.object->special(Special::k_reduce_ex))) return false;
        if (!(cls->special(Special::k_reduce) == gilt::types.object->special(Special::k_reduce))) return false;
        if (!has_default_getattribute(cls) || cls->special(Special::k_getattr)) return false;
        if (class_lookup(cls, names.dunder_getnewargs) || class_lookup(cls, names.dunder_getnewargs_ex) || cls->has(kHasSlots)) return false;
        return class_lookup(cls, names.dunder_getstate) == class_lookup(gilt::types.object, names.dunder_getstate) &&
               class_lookup(cls, names.dunder_class) == class_lookup(gilt::types.object, names.dunder_class);
    }
    bool save_plain_instance(Value value, Class* cls) {
        Dict* state = copy_own_attrs(thread_, value.as_object());
        if (!save(cls)) return false;
        put(EMPTY_TUPLE);
        put(NEWOBJ);
        if (!memoize(value)) return false;
        if (state->count() == 0) return true;
        if (!save(state)) return false;
        put(BUILD);
        return true;
    }

    bool save_by_class(Value value, Class* cls) {
        Value reduced;
        if (options_.reducer_override) {
            reduced = call(thread_, options_.reducer_override, {value});
            if (!reduced) return false;
            if (!reduced.is_not_implemented()) return save_reduction(reduced, value);
        }
        if (cls == gilt::types.type) return save_class(value);
        if (cls == gilt::types.function) return save_global(value, {});

        Value reducer;
        if (options_.extra_reducers && dict_lookup(thread_, options_.extra_reducers, cls, &reducer) < 0) return false;
        if (reducer) {
            // found already
        } else if (options_.dispatch_table) {
            if (is_dict(options_.dispatch_table)) {
                if (dict_lookup(thread_, as_dict(options_.dispatch_table), cls, &reducer) < 0) return false;
            } else if (!(reducer = get_item(thread_, options_.dispatch_table, cls))) {
                if (!pending_matches(thread_, exceptions.KeyError)) return false;
                clear_exception(thread_);
            }
        } else {
            Value copyreg = import_module(thread_, "copyreg");
            Value table = copyreg ? get_attr(thread_, copyreg, intern(thread_, "dispatch_table")) : Value();
            if (!table || !is_dict(table) || dict_lookup(thread_, as_dict(table), cls, &reducer) < 0) return false;
        }
        if (reducer) {
            reduced = call(thread_, reducer, {value});
        } else if (is_subclass(cls, gilt::types.type)) {
            return save_global(value, {});
        } else if (is_plain_instance(value, cls)) {
            return save_plain_instance(value, cls);
        } else {
            Value method;
            int found = find_attr(thread_, value, names.special(Special::k_reduce_ex), &method);
            if (found > 0) {
                reduced = call(thread_, method, {Value::from_int(protocol_)});
            } else if (found == 0 && (found = find_attr(thread_, value, names.special(Special::k_reduce), &method)) > 0) {
                reduced = call(thread_, method, {});
            } else if (found == 0) {
                return fail("can't pickle '{}' object: {}", type_name(value), repr_text(value));
            }
        }
        return reduced && save_reduction(reduced, value);
    }
    bool save_reduction(Value reduced, Value value) {
        if (is_str(reduced)) return save_global(value, reduced);
        if (!is_tuple(reduced)) return fail("__reduce__ must return a string or tuple");
        return save_reduced(reduced, value);
    }

    bool save_persistent(Value id) {
        if (binary_) {
            if (!save(id, false)) return false;
            put(BINPERSID);
            return true;
        }
        Str* text = to_str(thread_, id);
        if (!text) return false;
        if (!text->is_ascii()) return fail("persistent IDs in protocol 0 must be ASCII strings");
        put(fmt::format("P{}\n", text->ascii()));
        return true;
    }

    bool save(Value value, bool may_be_persistent = true) {
        if (!boundary()) return false;
        if (may_be_persistent && options_.persistent_id) {
            Value id = call(thread_, options_.persistent_id, {value});
            if (!id) return false;
            if (!id.is_none()) return save_persistent(id);
        }
        if (value.is_int()) return save_int(value);
        if (value.is_float()) return save_float(Value::plain_nan(value.as_float()));
        if (value.is_none()) {
            put(NONE);
            return true;
        }
        if (value.is_bool()) return save_bool(value.is_true());
        Class* cls = class_of(value);
        if (cls == gilt::types.int_) return save_big_int(value);
        if (fetch(value)) return true;
        if (cls == gilt::types.str) return save_str(value);
        if (cls == gilt::types.bytes) return save_bytes(value);
        if (!check_recursion(thread_, " while pickling an object")) return false;
        if (cls == gilt::types.dict) return save_dict(value);
        if (cls == gilt::types.list) return save_list(value);
        if (cls == gilt::types.tuple) return save_tuple(value);
        if (cls == gilt::types.set) return save_set(value, false);
        if (cls == gilt::types.frozenset) return save_set(value, true);
        if (cls == gilt::types.bytearray) return save_bytearray(value);
        if (cls == types.buffer) return save_buffer(value);
        if (value.is_ellipsis()) return save_global(value, intern(thread_, "Ellipsis"));
        if (value.is_not_implemented()) return save_global(value, intern(thread_, "NotImplemented"));
        return save_by_class(value, cls);
    }

    Thread& thread_;
    const WriteOptions& options_;
    Memo*& memo_;
    Sink& sink_;
    int protocol_;
    bool binary_;
    bool framing_ = false;
    size_t frame_start_ = kNoFrame;
    uint32_t steps_ = 0;
};

}  // namespace

bool write(Thread& thread, Value object, const WriteOptions& options, Memo** memo, Sink* sink) {
    try {
        return Writer(thread, options, memo, sink).write_all(object);
    } catch (const std::bad_alloc&) {
        return bool(raise_memory_error(thread));
    }
}

}  // namespace gilt::pickle
