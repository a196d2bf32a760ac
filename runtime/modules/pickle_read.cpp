// Reading pickles: the stack machine.
//
// `run` is a loop over the instructions. The stack and the memo are arrays on the heap; `marks_` says where the groups
// on the stack begin, and `fence_` is the last of them: nothing below it can be popped. The bytes come from memory, or
// piece by piece from a file, in which case never more is consumed than the pickle takes up.
#include <algorithm>
#include <bit>
#include <vector>

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

constexpr size_t kReadAhead = 128 * 1024;

Values* new_values(Thread& thread, uint64_t capacity) {
    auto* values = static_cast<Values*>(
        heap::try_allocate(thread, sizeof(Values) + capacity * sizeof(Value), types.values->instance_shape));
    if (values) values->capacity = capacity;
    return values;
}
// The same with at least twice the room.
Values* grown(Thread& thread, Values* values, uint64_t least) {
    Values* bigger = new_values(thread, std::max(values->capacity * 2, least));
    if (!bigger) return nullptr;
    std::copy_n(values->items, values->count, bigger->items);
    bigger->count = values->count;
    return bigger;
}

bool is_class(Value value) { return value.is_object() && value.as_object()->kind() == Kind::Class; }

class Reader {
 public:
    Reader(Thread& thread, std::string_view bytes, const ReadOptions& options, Values** memo)
        : thread_(thread), options_(options), at_(bytes.data()), end_(bytes.data() + bytes.size()), memo_(*memo) {}

    Value run() {
        if (!(stack_ = new_values(thread_, end_ - at_ > 4096 ? 1100 : 64))) return {};
        if (!memo_ && !(memo_ = new_values(thread_, 32))) return {};
        Value result;
        while (result.is_empty() && step(&result)) {}
        if (result && !give_back()) return {};
        return result;
    }

 private:
    // --- errors ---

    template <class... T>
    bool fail(fmt::format_string<T...> format, T&&... arguments) {
        return bool(raise_text(thread_, types.unpickling_error, fmt::format(format, std::forward<T>(arguments)...)));
    }
    bool underflow() {
        return marks_.empty() ? fail("unpickling stack underflow") : fail("unexpected MARK found");
    }

    // --- input ---

    size_t left() const { return static_cast<size_t>(end_ - at_); }
    // At least `count` bytes at at_. `what` is how to complain.
    bool need(size_t count) {
        if (left() >= count) [[likely]]
            return true;
        if (options_.file) return fetch(count);
        return fail("pickle data was truncated");
    }
    // Tells the file how much of what it has shown was taken.
    bool give_back() {
        if (!options_.file || !peeked_) return true;
        auto taken = static_cast<int64_t>(at_ - begin_);
        begin_ = at_;
        if (taken == 0) return true;
        return bool(call_method(thread_, options_.file, names.read, {Value::from_int(taken)}));
    }
    bool fetch(size_t count) {
        if (count > (size_t{1} << 47)) return fail("pickle data was truncated");
        if (peeked_) {
            if (!give_back()) return false;
        } else if (left()) {  // what is left of an exact read: only ever a frame that is too short
            return fail("pickle exhausted before end of frame");
        }
        at_ = end_ = begin_ = nullptr;
        peeked_ = false;
        Value peek, data;
        int has_peek = find_attr(thread_, options_.file, intern(thread_, "peek"), &peek);
        if (has_peek < 0) return false;
        if (has_peek && count <= kReadAhead) {
            data = call(thread_, peek, {Value::from_int(kReadAhead)});
            if (!data) return false;
            if (is_bytes(data) && as_bytes(data)->length >= count) peeked_ = true;
        }
        if (!peeked_) {
            data = call_method(thread_, options_.file, names.read, {Value::from_int(static_cast<int64_t>(count))});
            if (!data) return false;
        }
        if (!use(data)) return false;
        return left() >= count || fail("pickle data was truncated");
    }
    bool use(Value data) {
        if (!is_bytes(data))
            return bool(raise_type_error(thread_, "a bytes-like object is required, not '{}'", type_name(data)));
        window_ = data;
        std::string_view bytes = as_bytes(data)->view();
        begin_ = at_ = bytes.data();
        end_ = at_ + bytes.size();
        return true;
    }
    // Up to the end of the line, which is consumed but not part of the view.
    bool read_line(std::string_view* line) {
        const void* end = left() ? std::memchr(at_, '\n', left()) : nullptr;
        if (!end && options_.file) {
            if (peeked_ && !give_back()) return false;
            peeked_ = false;
            std::string before(at_, peeked_ ? 0 : left());
            Value data = call_method(thread_, options_.file, names.readline, {});
            if (!data || !use(data)) return false;
            end = left() ? std::memchr(at_, '\n', left()) : nullptr;
        }
        if (!end) return fail("pickle data was truncated");
        *line = {at_, static_cast<size_t>(static_cast<const char*>(end) - at_)};
        at_ = static_cast<const char*>(end) + 1;
        return true;
    }
    template <class Number>
    bool read(Number* number) {
        if (!need(sizeof *number)) return false;
        std::memcpy(number, at_, sizeof *number);
        at_ += sizeof *number;
        return true;
    }
    bool read_data(size_t size, std::string_view* data) {
        if (!need(size)) return false;
        *data = {at_, size};
        at_ += size;
        return true;
    }
    template <class Length>
    bool read_sized(std::string_view* data) {
        Length length;
        if (!read(&length)) return false;
        if constexpr (std::is_signed_v<Length>)
            if (length < 0) return fail("{} pickle has negative byte count", "BINSTRING");
        if constexpr (sizeof(Length) == 8)
            if (length > INT64_MAX)
                return bool(raise_format(thread_, exceptions.OverflowError,
                                         "{} exceeds system's maximum size of {} bytes", "BINBYTES8", INT64_MAX));
        return read_data(static_cast<size_t>(length), data);
    }

    // --- the stack ---

    [[nodiscard]] bool push(Value value) {
        if (!value) return false;
        if (stack_->count == stack_->capacity) [[unlikely]] {
            Values* bigger = grown(thread_, stack_, 0);
            if (!bigger) return false;
            stack_ = bigger;
        }
        stack_->items[stack_->count++] = value;
        return true;
    }
    [[nodiscard]] bool pop(Value* value) {
        if (stack_->count <= fence_) return underflow();
        *value = stack_->items[--stack_->count];
        return true;
    }
    Value* top() { return stack_->count > fence_ ? &stack_->items[stack_->count - 1] : nullptr; }
    void mark() {
        fence_ = stack_->count;
        marks_.push_back(fence_);
    }
    // Where the group on top begins; the mark is gone afterwards.
    bool pop_mark(uint64_t* start) {
        if (marks_.empty()) return fail("could not find MARK");
        *start = marks_.back();
        marks_.pop_back();
        fence_ = marks_.empty() ? 0 : marks_.back();
        return true;
    }
    Tuple* take_tuple(uint64_t start) {
        Tuple* tuple = new_tuple(thread_, std::span<const Value>(stack_->items + start, stack_->count - start));
        stack_->count = start;
        return tuple;
    }

    // --- the memo ---

    // Up to here the memo is an array whatever the order of the indexes; beyond, only if it is filled densely.
    static constexpr uint64_t kAlwaysDense = 1 << 16;

    bool memo_put(uint64_t index, Value value) {
        if (index >= memo_->capacity) {
            if (index >= kAlwaysDense && index > memo_used_ * 4 + kAlwaysDense) {
                if (!sparse_) sparse_ = new_dict(thread_);
                return dict_store(thread_, sparse_, make_uint(thread_, index), value);
            }
            Values* bigger = grown(thread_, memo_, index + 1);
            if (!bigger) return false;
            memo_ = bigger;
        }
        if (!memo_->items[index]) memo_used_++;
        memo_->items[index] = value;
        if (index >= memo_->count) memo_->count = index + 1;
        return true;
    }
    bool memo_get(uint64_t index) {
        Value value = index < memo_->count ? memo_->items[index] : Value();
        if (!value && sparse_ && dict_lookup(thread_, sparse_, make_uint(thread_, index), &value) < 0) return false;
        return value ? push(value) : fail("Memo value not found at index {}", index);
    }
    bool memo_put_top(uint64_t index) {
        Value* value = top();
        return value ? memo_put(index, *value) : underflow();
    }
    bool line_number(int64_t* number) {
        std::string_view line;
        if (!read_line(&line)) return false;
        Value value = parse_int(thread_, line, 10);
        if (!value && !thread_.exception)
            return bool(raise_value_error(thread_, "invalid literal for int() with base 10: {}", bytes_repr(line)));
        return value && to_int64(thread_, value, number);
    }

    // --- numbers and text ---

    // The small ints that follow, as long as there is room for them: what most of a long list of ints is.
    bool load_ints() {
        const char *at = at_, *last = end_ - 5;
        Value *to = stack_->items + stack_->count, *limit = stack_->items + stack_->capacity;
        while (at <= last && to < limit) {
            int64_t number;
            if (*at == BININT1) {
                number = static_cast<uint8_t>(at[1]);
                at += 2;
            } else if (*at == BININT2) {
                uint16_t value;
                std::memcpy(&value, at + 1, sizeof value);
                number = value;
                at += 3;
            } else if (*at == BININT) {
                int32_t value;
                std::memcpy(&value, at + 1, sizeof value);
                number = value;
                at += 5;
            } else {
                break;
            }
            *to++ = Value::from_int(number);
        }
        at_ = at;
        stack_->count = static_cast<uint64_t>(to - stack_->items);
        return true;
    }
    bool load_int_line() {
        std::string_view line;
        if (!read_line(&line)) return false;
        if (line == "00") return push(Value::from_bool(false));
        if (line == "01") return push(Value::from_bool(true));
        return push_parsed(line);
    }
    bool load_long_line() {
        std::string_view line;
        if (!read_line(&line)) return false;
        if (!line.empty() && line.back() == 'L') line.remove_suffix(1);
        return push_parsed(line);
    }
    bool push_parsed(std::string_view digits) {
        Value number = parse_int(thread_, digits, 10);
        if (!number && !thread_.exception)
            return bool(raise_value_error(thread_, "could not convert string to int"));
        return push(number);
    }
    bool load_float_line() {
        std::string_view line;
        double number;
        if (!read_line(&line)) return false;
        if (!parse_float(line, &number)) return bool(raise_value_error(thread_, "could not convert string to float"));
        return push(Value::from_any_float(number));
    }
    bool load_big_int(std::string_view bytes) {
        if (bytes.size() <= 8) {
            uint64_t word = bytes.empty() || !(bytes.back() & 0x80) ? 0 : ~uint64_t{0};
            if (!bytes.empty()) std::memcpy(&word, bytes.data(), bytes.size());
            return push(make_int(thread_, static_cast<int64_t>(word)));
        }
        bool negative = bytes.back() & 0x80;
        auto limbs = static_cast<int64_t>((bytes.size() + 7) / 8);
        BigInt* number = new_big_int(thread_, limbs);
        if (!number) return false;
        number->limbs[limbs - 1] = negative ? ~uint64_t{0} : 0;
        std::memcpy(number->limbs, bytes.data(), bytes.size());
        if (negative) {
            unsigned __int128 carry = 1;
            for (int64_t i = 0; i < limbs; i++) {
                carry += ~number->limbs[i];
                number->limbs[i] = static_cast<uint64_t>(carry);
                carry >>= 64;
            }
        }
        return push(finish_int(number, limbs, negative));
    }
    bool push_text(std::string_view bytes) {
        bool is_ascii = std::all_of(bytes.begin(), bytes.end(), [](char c) { return !(c & 0x80); });
        return push(is_ascii ? Value(new_str_ascii(thread_, bytes)) : decode_bytes(thread_, bytes, "utf-8", "surrogatepass"));
    }
    bool push_old_string(std::string_view bytes) {
        if (options_.encoding == "bytes") return push(new_bytes(thread_, bytes));
        return push(decode_bytes(thread_, bytes, options_.encoding, options_.errors));
    }
    bool load_old_string_line() {
        std::string_view line;
        if (!read_line(&line)) return false;
        while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (line.size() < 2 || line.front() != line.back() || (line.front() != '\'' && line.front() != '"'))
            return fail("the STRING opcode argument must be quoted");
        std::string bytes;
        line = line.substr(1, line.size() - 2);
        for (size_t i = 0; i < line.size(); i++) {
            if (line[i] != '\\' || i + 1 == line.size()) {
                bytes += line[i];
                continue;
            }
            char c = line[++i];
            if (c == 'x' && i + 2 < line.size() && isxdigit(static_cast<unsigned char>(line[i + 1])) && isxdigit(static_cast<unsigned char>(line[i + 2]))) {
                bytes += static_cast<char>(std::stoi(std::string(line.substr(i + 1, 2)), nullptr, 16));
                i += 2;
            } else if (c >= '0' && c <= '7') {
                int code = 0, digits = 0;
                while (digits < 3 && i < line.size() && line[i] >= '0' && line[i] <= '7') code = code * 8 + (line[i++] - '0'), digits++;
                i--;
                bytes += static_cast<char>(code);
            } else {
                constexpr std::string_view kFrom = "ntrabfv\\'\"", kTo = "\n\t\r\a\b\f\v\\'\"";
                size_t known = kFrom.find(c);
                if (known == std::string_view::npos) bytes += '\\';
                bytes += known == std::string_view::npos ? c : kTo[known];
            }
        }
        return push_old_string(bytes);
    }
    bool load_unicode_line() {
        std::string_view line;
        if (!read_line(&line)) return false;
        std::vector<uint32_t> points;
        for (size_t i = 0; i < line.size(); i++) {
            auto c = static_cast<unsigned char>(line[i]);
            size_t digits = c != '\\' || i + 1 == line.size() ? 0 : line[i + 1] == 'u' ? 4 : line[i + 1] == 'U' ? 8 : 0;
            if (!digits) {
                points.push_back(c);
                continue;
            }
            uint32_t point = 0;
            if (i + 2 + digits > line.size())
                return bool(raise_decode_error(thread_, "rawunicodeescape", line, i, line.size(), "truncated \\uXXXX escape"));
            for (size_t k = 0; k < digits; k++) {
                char digit = line[i + 2 + k];
                if (!isxdigit(static_cast<unsigned char>(digit)))
                    return bool(raise_decode_error(thread_, "rawunicodeescape", line, i, i + 2 + k, "truncated \\uXXXX escape"));
                point = point * 16 + static_cast<uint32_t>(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
            }
            if (point > 0x10FFFF)
                return bool(raise_decode_error(thread_, "rawunicodeescape", line, i, i + 2 + digits, "\\Uxxxxxxxx out of range"));
            points.push_back(point);
            i += 1 + digits;
        }
        return push(new_str_from_code_points(thread_, points.data(), points.size()));
    }

    // --- containers ---

    bool load_tuple(uint64_t length) {
        if (stack_->count < fence_ + length) return underflow();
        return push(take_tuple(stack_->count - length));
    }
    bool load_list_of_marked() {
        uint64_t start;
        if (!pop_mark(&start)) return false;
        List* list = new_list(thread_, std::span<const Value>(stack_->items + start, stack_->count - start));
        stack_->count = start;
        return push(list);
    }
    bool load_dict_of_marked() {
        uint64_t start;
        if (!pop_mark(&start)) return false;
        if ((stack_->count - start) % 2) return fail("odd number of items for DICT");
        Dict* dict = new_dict(thread_);
        for (uint64_t i = start; i < stack_->count; i += 2)
            if (!dict_store(thread_, dict, stack_->items[i], stack_->items[i + 1])) return false;
        stack_->count = start;
        return push(dict);
    }
    // Appends what lies from `start` on to the list below.
    bool append_from(uint64_t start) {
        if (start > stack_->count || start <= fence_) return underflow();
        if (start == stack_->count) return true;
        Value target = stack_->items[start - 1];
        if (class_of(target) == gilt::types.list) {
            std::span<const Value> items(stack_->items + start, stack_->count - start);
            if (!list_append_all(thread_, as_list(target), items)) return false;
        } else {
            Value extend;
            int found = find_attr(thread_, target, intern(thread_, "extend"), &extend);
            if (found < 0) return false;
            if (found) {
                List* slice = new_list(thread_, std::span<const Value>(stack_->items + start, stack_->count - start));
                if (!call(thread_, extend, {Value(slice)})) return false;
            } else {
                Value append = get_attr(thread_, target, names.append);
                if (!append) return false;
                for (uint64_t i = start; i < stack_->count; i++)
                    if (!call(thread_, append, {stack_->items[i]})) return false;
            }
        }
        stack_->count = start;
        return true;
    }
    bool set_items_from(uint64_t start) {
        if (start > stack_->count || start <= fence_) return underflow();
        if (start == stack_->count) return true;
        if ((stack_->count - start) % 2) return fail("odd number of items for SETITEMS");
        Value target = stack_->items[start - 1];
        bool plain = class_of(target) == gilt::types.dict;
        for (uint64_t i = start; i < stack_->count; i += 2) {
            Value key = stack_->items[i], value = stack_->items[i + 1];
            if (!(plain ? dict_store(thread_, as_dict(target), key, value) : set_item(thread_, target, key, value))) return false;
        }
        stack_->count = start;
        return true;
    }
    bool add_items() {
        uint64_t start;
        if (!pop_mark(&start)) return false;
        if (start > stack_->count || start <= fence_) return underflow();
        if (start == stack_->count) return true;
        Value target = stack_->items[start - 1], add;
        if (!is_set(target) && !(add = get_attr(thread_, target, intern(thread_, "add")))) return false;
        for (uint64_t i = start; i < stack_->count; i++) {
            bool added = add ? bool(call(thread_, add, {stack_->items[i]}))
                             : set_add(thread_, as_set(target), stack_->items[i]) >= 0;
            if (!added) return false;
        }
        stack_->count = start;
        return true;
    }
    bool load_frozenset() {
        uint64_t start;
        if (!pop_mark(&start)) return false;
        Value items = take_tuple(start);
        return push(call(thread_, gilt::types.frozenset, {items}));
    }

    // --- objects ---

    bool push_global(Value module, Value name) {
        if (options_.unpickler) {
            Value find = get_attr(thread_, options_.unpickler, intern(thread_, "find_class"));
            return find && push(call(thread_, find, {module, name}));
        }
        return push(find_global(thread_, module, name, protocol_, options_.fix_imports));
    }
    bool load_global_lines(Value* module, Value* name) {
        std::string_view line;
        if (!read_line(&line) || !(*module = decode_bytes(thread_, line, "utf-8", "strict"))) return false;
        if (!read_line(&line) || !(*name = decode_bytes(thread_, line, "utf-8", "strict"))) return false;
        return true;
    }
    bool load_extension(int64_t code) {
        if (code <= 0) return fail("EXT specifies code <= 0");
        Value copyreg = import_module(thread_, "copyreg");
        Value known = copyreg ? get_attr(thread_, copyreg, intern(thread_, "_inverted_registry")) : Value();
        if (!known || !is_dict(known)) return false;
        Value pair;
        int found = dict_lookup(thread_, as_dict(known), Value::from_int(code), &pair);
        if (found < 0) return false;
        if (!found) return bool(raise_value_error(thread_, "unregistered extension code {}", code));
        if (!is_tuple(pair) || as_tuple(pair)->length != 2 || !is_str(as_tuple(pair)->items[0]) || !is_str(as_tuple(pair)->items[1]))
            return bool(raise_value_error(thread_, "_inverted_registry[{}] isn't a 2-tuple of strings", code));
        return push_global(as_tuple(pair)->items[0], as_tuple(pair)->items[1]);
    }
    // A class called the way Python 2's INST and OBJ mean it.
    bool push_instance(Value cls, Tuple* arguments) {
        Value init_args;
        int found = arguments->length || !is_class(cls) ? 1 : find_attr(thread_, cls, names.dunder_getinitargs, &init_args);
        if (found < 0) return false;
        if (found == 0) return push(call_method(thread_, cls, names.special(Special::k_new), {cls}));
        return push(call_with(thread_, cls, arguments, nullptr));
    }
    bool load_newobj() {
        Value arguments, cls;
        if (!pop(&arguments) || !pop(&cls)) return false;
        if (!is_tuple(arguments)) return fail("NEWOBJ expected an arg tuple, got {}", type_name(arguments));
        if (!is_class(cls)) return fail("NEWOBJ class argument must be a type, not {}", type_name(cls));
        auto* type = static_cast<Class*>(cls.as_object());
        bool plain = type->instance_kind == Kind::Instance && type->has(kHeapType) && !type->has(kAbstract) &&
                     as_tuple(arguments)->length == 0 &&
                     type->special(Special::k_new) == gilt::types.object->special(Special::k_new);
        if (plain) return push(allocate_instance(thread_, type));
        return push_made(cls, as_tuple(arguments), nullptr);
    }
    bool push_made(Value cls, Tuple* arguments, Dict* keywords) {
        Value make = get_attr(thread_, cls, names.special(Special::k_new));
        if (!make) return false;
        Tuple* all = new_tuple_uninitialized(thread_, arguments->length + 1);
        all->items[0] = cls;
        std::copy_n(arguments->items, arguments->length, all->items + 1);
        return push(call_with(thread_, make, all, keywords));
    }
    bool load_newobj_ex() {
        Value keywords, arguments, cls;
        if (!pop(&keywords) || !pop(&arguments) || !pop(&cls)) return false;
        if (!is_class(cls)) return fail("NEWOBJ_EX class argument must be a type, not {}", type_name(cls));
        if (!is_tuple(arguments)) return fail("NEWOBJ_EX args argument must be a tuple, not {}", type_name(arguments));
        if (!is_dict(keywords)) return fail("NEWOBJ_EX kwargs argument must be a dict, not {}", type_name(keywords));
        return push_made(cls, as_tuple(arguments), as_dict(keywords));
    }
    bool load_reduce() {
        Value arguments, function;
        if (!pop(&arguments) || !pop(&function)) return false;
        if (!is_tuple(arguments)) return bool(raise_type_error(thread_, "argument list must be a tuple"));
        return push(call_with(thread_, function, as_tuple(arguments), nullptr));
    }
    bool load_build() {
        Value state;
        if (!pop(&state)) return false;
        Value* place = top();
        if (!place) return underflow();
        Value object = *place, setter;
        int found = find_attr(thread_, object, names.dunder_setstate, &setter);
        if (found < 0) return false;
        if (found) return bool(call(thread_, setter, {state}));
        Value slots;
        if (is_tuple(state) && as_tuple(state)->length == 2) {
            slots = as_tuple(state)->items[1];
            state = as_tuple(state)->items[0];
        }
        if (!state.is_none() && !set_attributes(object, state)) return false;
        if (!slots || slots.is_none()) return true;
        if (!is_dict(slots)) return fail("slot state is not a dictionary");
        DictTable* table = as_dict(slots)->table();
        uint32_t position = 0;
        Value key, value;
        while (dict_next(table, &position, &key, &value)) {
            if (!is_str(key)) return bool(raise_type_error(thread_, "attribute name must be string, not '{}'", type_name(key)));
            if (!set_attr(thread_, object, intern(thread_, as_str(key)), value)) return false;
        }
        return true;
    }
    bool set_attributes(Value object, Value state) {
        if (!is_dict(state)) return fail("state is not a dictionary");
        bool direct = object.is_object() && object.as_object()->kind() == Kind::Instance &&
                      object.as_object()->shape()->has_attributes && has_default_getattribute(class_of(object));
        Value dict;
        DictTable* table = as_dict(state)->table();
        uint32_t position = 0;
        Value key, value;
        while (dict_next(table, &position, &key, &value)) {
            if (direct && is_exact_str(key)) {
                if (!set_own_attr(thread_, object.as_object(), intern(thread_, as_str(key)), value)) return false;
                continue;
            }
            if (!dict && !(dict = get_attr(thread_, object, names.dunder_dict))) return false;
            if (!set_item(thread_, dict, is_exact_str(key) ? Value(intern(thread_, as_str(key))) : key, value)) return false;
        }
        return true;
    }
    bool load_persistent(Value id) {
        Value load;
        int found = options_.unpickler ? find_attr(thread_, options_.unpickler, intern(thread_, "persistent_load"), &load) : 0;
        if (found < 0) return false;
        if (!found)
            return fail("A load persistent id instruction was encountered,\nbut no persistent_load function was specified.");
        return push(call(thread_, load, {id}));
    }
    bool load_buffer() {
        if (!options_.buffers)
            return fail("pickle stream refers to out-of-band data but no *buffers* argument was given");
        Value buffer = iter_next(thread_, options_.buffers);
        if (!buffer) return thread_.exception ? false : fail("not enough out-of-band buffers");
        return push(buffer);
    }
    bool make_buffer_readonly() {
        Value* buffer = top();
        if (!buffer) return underflow();
        Value view = class_of(*buffer) == types.buffer ? static_cast<PickleBuffer*>(buffer->as_object())->view.load()
                     : is_memoryview(*buffer)          ? *buffer
                                                       : new_memoryview(thread_, *buffer);
        if (!view && !thread_.exception)
            return bool(raise_value_error(thread_, "operation forbidden on released PickleBuffer object"));
        if (!view) return false;
        if (!static_cast<MemoryView*>(view.as_object())->readonly)
            view = call_method(thread_, view, intern(thread_, "toreadonly"), {});
        if (!view) return false;
        *top() = view;
        return true;
    }

    bool bad_opcode(uint8_t code) {
        if (code >= 0x20 && code <= 0x7E && code != '\'' && code != '\\')
            return fail("invalid load key, '{}'.", static_cast<char>(code));
        return fail("invalid load key, '\\x{:02x}'.", code);
    }

    // One instruction; at STOP the result is set. False with an exception pending.
    bool step(Value* result) {
        if (at_ == end_) [[unlikely]] {
            bool more = options_.file && fetch(1);
            if (!more) {
                if (!options_.file || !thread_.exception || pending_matches(thread_, types.unpickling_error)) {
                    clear_exception(thread_);
                    (void)raise_text(thread_, exceptions.EOFError, "Ran out of input");
                }
                return false;
            }
        }
        if ((++steps_ & 0xFFF) == 0 && !thread_.safepoint()) return false;
        auto code = static_cast<uint8_t>(*at_++);
        std::string_view data;
        uint64_t start;
        int64_t number;
        Value a, b;
        switch (code) {
            case BININT1: {
                uint8_t value;
                return read(&value) && push(Value::from_int(value)) && load_ints();
            }
            case BININT2: {
                uint16_t value;
                return read(&value) && push(Value::from_int(value)) && load_ints();
            }
            case BININT: {
                int32_t value;
                return read(&value) && push(Value::from_int(value)) && load_ints();
            }
            case BINFLOAT: {
                uint64_t bits;
                return read(&bits) && push(Value::from_any_float(std::bit_cast<double>(__builtin_bswap64(bits))));
            }
            case LONG1: return read_sized<uint8_t>(&data) && load_big_int(data);
            case LONG4: {
                int32_t size;
                if (!read(&size)) return false;
                if (size < 0) return fail("LONG pickle has negative byte count");
                return read_data(static_cast<size_t>(size), &data) && load_big_int(data);
            }
            case NONE: return push(Value::none());
            case NEWTRUE: return push(Value::from_bool(true));
            case NEWFALSE: return push(Value::from_bool(false));
            case INT: return load_int_line();
            case LONG: return load_long_line();
            case FLOAT: return load_float_line();

            case SHORT_BINUNICODE: return read_sized<uint8_t>(&data) && push_text(data);
            case BINUNICODE: return read_sized<uint32_t>(&data) && push_text(data);
            case BINUNICODE8: return read_sized<uint64_t>(&data) && push_text(data);
            case UNICODE: return load_unicode_line();
            case SHORT_BINBYTES: return read_sized<uint8_t>(&data) && push(new_bytes(thread_, data));
            case BINBYTES: return read_sized<uint32_t>(&data) && push(new_bytes(thread_, data));
            case BINBYTES8: return read_sized<uint64_t>(&data) && push(new_bytes(thread_, data));
            case BYTEARRAY8: return read_sized<uint64_t>(&data) && push(new_bytearray(thread_, data));
            case STRING: return load_old_string_line();
            case BINSTRING: return read_sized<int32_t>(&data) && push_old_string(data);
            case SHORT_BINSTRING: return read_sized<uint8_t>(&data) && push_old_string(data);
            case NEXT_BUFFER: return load_buffer();
            case READONLY_BUFFER: return make_buffer_readonly();

            case MARK: mark(); return true;
            case POP:
                if (!marks_.empty() && marks_.back() == stack_->count) return pop_mark(&start);
                return pop(&a);
            case POP_MARK:
                if (!pop_mark(&start)) return false;
                stack_->count = start;
                return true;
            case DUP: return top() ? push(*top()) : underflow();

            case EMPTY_TUPLE: return push(empty_tuple());
            case TUPLE1: return load_tuple(1);
            case TUPLE2: return load_tuple(2);
            case TUPLE3: return load_tuple(3);
            case TUPLE: return pop_mark(&start) && push(take_tuple(start));
            case EMPTY_LIST: return push(new_list(thread_));
            case LIST: return load_list_of_marked();
            case APPEND: return append_from(stack_->count - (stack_->count > 0));
            case APPENDS: return pop_mark(&start) && append_from(start);
            case EMPTY_DICT: return push(new_dict(thread_));
            case DICT: return load_dict_of_marked();
            case SETITEM: return stack_->count < 2 ? underflow() : set_items_from(stack_->count - 2);
            case SETITEMS: return pop_mark(&start) && set_items_from(start);
            case EMPTY_SET: return push(new_set(thread_));
            case ADDITEMS: return add_items();
            case FROZENSET: return load_frozenset();

            case MEMOIZE: return memo_put_top(memo_->count);
            case BINPUT: {
                uint8_t index;
                return read(&index) && memo_put_top(index);
            }
            case LONG_BINPUT: {
                uint32_t index;
                return read(&index) && memo_put_top(index);
            }
            case PUT:
                if (!line_number(&number)) return false;
                if (number < 0) return bool(raise_value_error(thread_, "negative PUT argument"));
                return memo_put_top(static_cast<uint64_t>(number));
            case BINGET: {
                uint8_t index;
                return read(&index) && memo_get(index);
            }
            case LONG_BINGET: {
                uint32_t index;
                return read(&index) && memo_get(index);
            }
            case GET: return line_number(&number) && memo_get(static_cast<uint64_t>(number));

            case GLOBAL: return load_global_lines(&a, &b) && push_global(a, b);
            case STACK_GLOBAL:
                if (!pop(&b) || !pop(&a)) return false;
                if (!is_exact_str(a) || !is_exact_str(b)) return fail("STACK_GLOBAL requires str");
                return push_global(a, b);
            case EXT1: {
                uint8_t extension;
                return read(&extension) && load_extension(extension);
            }
            case EXT2: {
                uint16_t extension;
                return read(&extension) && load_extension(extension);
            }
            case EXT4: {
                int32_t extension;
                return read(&extension) && load_extension(extension);
            }
            case REDUCE: return load_reduce();
            case NEWOBJ: return load_newobj();
            case NEWOBJ_EX: return load_newobj_ex();
            case BUILD: return load_build();
            case INST: {
                if (!pop_mark(&start)) return false;
                Tuple* arguments = take_tuple(start);
                return load_global_lines(&a, &b) && push_global(a, b) && pop(&a) && push_instance(a, arguments);
            }
            case OBJ: {
                if (!pop_mark(&start)) return false;
                if (start == stack_->count) return underflow();
                Tuple* arguments = take_tuple(start + 1);
                return pop(&a) && push_instance(a, arguments);
            }
            case PERSID:
                if (!read_line(&data)) return false;
                a = decode_bytes(thread_, data, "ascii", "strict");
                if (!a) {
                    clear_exception(thread_);
                    return fail("persistent IDs in protocol 0 must be ASCII strings");
                }
                return load_persistent(a);
            case BINPERSID: return pop(&a) && load_persistent(a);

            case PROTO: {
                uint8_t protocol;
                if (!read(&protocol)) return false;
                if (protocol > kHighestProtocol) return bool(raise_value_error(thread_, "unsupported pickle protocol: {}", protocol));
                protocol_ = protocol;
                if (options_.protocol) options_.protocol->store(protocol, std::memory_order_relaxed);
                return true;
            }
            case FRAME: {
                uint64_t length;
                if (!read(&length)) return false;
                return need(length);  // what comes next is there
            }
            case STOP:
                if (!pop(result)) return false;
                return true;
            default:
                return bad_opcode(code);
        }
    }

    Thread& thread_;
    const ReadOptions& options_;
    const char* at_;
    const char* end_;
    const char* begin_ = nullptr;  // of the window, while it has only been peeked at
    bool peeked_ = false;
    Value window_;  // keeps the bytes alive
    Values* stack_ = nullptr;
    Values*& memo_;
    uint64_t memo_used_ = 0;
    Dict* sparse_ = nullptr;
    std::vector<uint64_t> marks_;
    uint64_t fence_ = 0;
    int protocol_ = 0;
    uint32_t steps_ = 0;
};

}  // namespace

Value read(Thread& thread, std::string_view bytes, const ReadOptions& options, Values** memo) {
    return Reader(thread, bytes, options, memo).run();
}

Value find_global(Thread& thread, Value module, Value name, int protocol, bool fix_imports) {
    if (!is_str(module) || !is_str(name)) return raise_type_error(thread, "find_class() arguments must be str");
    if (protocol < 3 && fix_imports) {
        Value table = import_module(thread, "_compat_pickle"), found;
        if (!table) return {};
        Value pairs = get_attr(thread, table, intern(thread, "NAME_MAPPING"));
        Value modules = get_attr(thread, table, intern(thread, "IMPORT_MAPPING"));
        if (!pairs || !modules || !is_dict(pairs) || !is_dict(modules)) return {};
        int known = dict_lookup(thread, as_dict(pairs), new_tuple(thread, {module, name}), &found);
        if (known > 0 && is_tuple(found) && as_tuple(found)->length == 2) {
            module = as_tuple(found)->items[0];
            name = as_tuple(found)->items[1];
        } else if (known == 0 && (known = dict_lookup(thread, as_dict(modules), module, &found)) > 0) {
            module = found;
        }
        if (known < 0) return {};
        if (!is_str(module) || !is_str(name)) return raise_type_error(thread, "_compat_pickle holds something other than str");
    }
    std::string module_name = to_utf8(as_str(module));
    Value object;
    if (dict_lookup(thread, namespaces.modules, module, &object) != 1 || object.is_none()) {
        clear_exception(thread);
        object = import_module(thread, module_name);
        if (!object) return {};
    }
    Value whole = object;
    Str* path = as_str(name);
    bool dotted = protocol >= 4;
    for (size_t start = 0; start <= path->length;) {
        size_t end = start;
        while (end < path->length && !(dotted && path->at(end) == '.')) end++;
        Value next;
        int found = find_attr(thread, object, intern(thread, substring(thread, path, start, end)), &next);
        if (found < 0) return {};
        if (!found) {
            Str *wanted = repr(thread, name), *owner = wanted ? repr(thread, whole) : nullptr;
            if (!owner) return {};
            return raise_format(thread, exceptions.AttributeError, "Can't get attribute {} on {}", to_utf8(wanted), to_utf8(owner));
        }
        object = next;
        start = end + 1;
    }
    return object;
}

}  // namespace gilt::pickle
