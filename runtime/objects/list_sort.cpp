// list.sort: a stable merge sort that finds the order already there (timsort, with powersort's
// merge policy, as in CPython).
//
// The list is cut into runs, stretches that ascend or descend already, short ones made longer by
// binary insertion. Neighbouring runs are merged in an order that keeps the work near the optimum
// ("power" of the boundary between two runs); a merge switches to galloping when one side keeps
// winning.
//
// What is sorted is an array of items inside a heap object, so that the collector sees every item
// while a key function or __lt__ runs. Without a key an item is the Value itself; with one it is
// the pair of key and value. The comparison is chosen once, by looking at all keys: numbers,
// strings and tuples need no method call.
//
// What others see. If no script code can run, the sort is one atomic operation, under the object
// lock. Otherwise the list is empty meanwhile, as in CPython, and what was put into it is found out
// and reported. An exception leaves the items in the list, in some order.
#include <algorithm>
#include <cstring>
#include <optional>

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

namespace {

struct KeyedItem {
    Value key, value;
};
Value key_of(Value item) { return item; }
Value key_of(const KeyedItem& item) { return item.key; }

// --- comparisons: 1 less, 0 not less, -1 exception pending ---

struct IntLess {
    int operator()(Value a, Value b) const { return a.as_int() < b.as_int(); }
};

struct NumberLess {  // small ints are exact as doubles
    static double number(Value value) {
        return value.is_int() ? static_cast<double>(value.as_int()) : value.as_float();
    }
    int operator()(Value a, Value b) const { return number(a) < number(b); }
};

// < 0, 0, > 0
inline int compare_text(Value a, Value b) {
    auto* x = static_cast<Str*>(a.as_object());
    auto* y = static_cast<Str*>(b.as_object());
    if (x->width() != 1 || y->width() != 1) return str_compare(x, y);
    int order = std::memcmp(x->data, y->data, std::min(x->length, y->length));
    if (order) return order;
    return x->length < y->length ? -1 : x->length > y->length;
}

struct StrLess {
    int operator()(Value a, Value b) const { return compare_text(a, b) < 0; }
};

struct GeneralLess {
    Thread& thread;
    int operator()(Value a, Value b) const {
        if (both_ints(a, b)) return a.as_int() < b.as_int();
        if (is_exact_str(a) && is_exact_str(b)) return compare_text(a, b) < 0;
        return compare_truth(thread, Comparison::Lt, a, b);
    }
};

struct TupleLess {
    Thread& thread;
    int operator()(Value a, Value b) const {
        auto* x = static_cast<Tuple*>(a.as_object());
        auto* y = static_cast<Tuple*>(b.as_object());
        uint64_t length = std::min(x->length, y->length);
        for (uint64_t i = 0; i < length; i++) {
            Value left = x->items[i], right = y->items[i];
            if (both_ints(left, right)) {
                if (left == right) continue;
                return left.as_int() < right.as_int();
            }
            if (is_exact_str(left) && is_exact_str(right)) {
                int order = compare_text(left, right);
                if (order == 0) continue;
                return order < 0;
            }
            int same = equal(thread, left, right);
            if (same < 0) return -1;
            if (!same) return GeneralLess{thread}(left, right);
        }
        return x->length < y->length;
    }
};

// --- the sort ---

template <class Item, class Compare>
class Sorter {
 public:
    Sorter(Thread& thread, Compare compare) : thread_(thread), compare_(compare) {}

    bool sort(Item* items, int64_t count) {
        if (count < 2) return true;
        base_ = items;
        int64_t least = minimum_run(count);
        for (int64_t at = 0; at < count;) {
            int64_t length = natural_run(items + at, items + count);
            if (length < 0) return false;
            if (length < least) {
                int64_t forced = std::min(least, count - at);
                if (!insertion_sort(items + at, items + at + forced, items + at + length)) return false;
                length = forced;
            }
            if (!found_new_run(length, count)) return false;
            runs_[run_count_++] = {items + at, length, 0};
            at += length;
        }
        while (run_count_ > 1)
            if (!merge_top_runs()) return false;
        return true;
    }

 private:
    static constexpr int64_t kMinGallop = 7;
    static constexpr int kMaxRuns = 85;

    struct Run {
        Item* start;
        int64_t length;
        int power;  // of the boundary to the next run
    };

    int less(const Item& a, const Item& b) const { return compare_(key_of(a), key_of(b)); }

    // The length runs are made at least: count / 2^k between 32 and 64, so that the runs merge
    // evenly.
    static int64_t minimum_run(int64_t count) {
        int64_t odd = 0;
        while (count >= 64) {
            odd |= count & 1;
            count >>= 1;
        }
        return count + odd;
    }

    // The length of the run at the start of [low, high), turned around if it descends; -1 on an
    // exception.
    int64_t natural_run(Item* low, Item* high) {
        if (high - low < 2) return high - low;
        int descending = less(low[1], low[0]);
        if (descending < 0) return -1;
        Item* at = low + 2;
        for (; at < high; at++) {
            int smaller = less(at[0], at[-1]);
            if (smaller < 0) return -1;
            if (smaller != descending) break;
        }
        if (descending) std::reverse(low, at);
        return at - low;
    }

    // [low, start) is sorted; sorts [low, high).
    bool insertion_sort(Item* low, Item* high, Item* start) {
        if (start == low) start++;
        for (; start < high; start++) {
            Item pivot = *start;
            Item* left = low;
            Item* right = start;
            while (left < right) {
                Item* middle = left + ((right - left) >> 1);
                int smaller = less(pivot, *middle);
                if (smaller < 0) return false;
                if (smaller)
                    right = middle;
                else
                    left = middle + 1;
            }
            std::copy_backward(left, start, start + 1);
            *left = pivot;
        }
        return true;
    }

    // Powersort: the depth, in the ideal merge tree, of the boundary between two neighbouring runs:
    // the first bit in which the binary fractions of their midpoints differ.
    static int boundary_power(int64_t start, int64_t first, int64_t second, int64_t count) {
        int64_t a = 2 * start + first;
        int64_t b = a + first + second;
        int power = 0;
        for (;;) {
            power++;
            if (a >= count) {
                a -= count;
                b -= count;
            } else if (b >= count) {
                return power;
            }
            a <<= 1;
            b <<= 1;
        }
    }

    bool found_new_run(int64_t length, int64_t count) {
        if (run_count_ == 0) return true;
        Run& top = runs_[run_count_ - 1];
        int power = boundary_power(top.start - base_, top.length, length, count);
        while (run_count_ > 1 && runs_[run_count_ - 2].power > power)
            if (!merge_top_runs()) return false;
        runs_[run_count_ - 1].power = power;
        return true;
    }

    bool merge_top_runs() {
        Run& left = runs_[run_count_ - 2];
        Run& right = runs_[run_count_ - 1];
        Item* a = left.start;
        Item* b = right.start;
        int64_t a_count = left.length, b_count = right.length;
        left.length += b_count;
        run_count_--;
        // What is in place already: the start of a, the end of b.
        int64_t skipped = gallop_right(*b, a, a_count, 0);
        if (skipped < 0) return false;
        a += skipped;
        a_count -= skipped;
        if (a_count == 0) return true;
        b_count = gallop_left(a[a_count - 1], b, b_count, b_count - 1);
        if (b_count <= 0) return b_count == 0;
        return a_count <= b_count ? merge_low(a, a_count, b, b_count) : merge_high(a, a_count, b, b_count);
    }

    // Where `key` belongs in the sorted array, before its equals: a[k-1] < key <= a[k]. Searches
    // outwards from `hint`. -1 on an exception.
    int64_t gallop_left(const Item& wanted, Item* array, int64_t count, int64_t hint) {
        Item key = wanted;
        Item* a = array + hint;
        int64_t last = 0, offset = 1;
        int smaller = less(*a, key);
        if (smaller < 0) return -1;
        if (smaller) {
            int64_t limit = count - hint;
            while (offset < limit) {
                smaller = less(a[offset], key);
                if (smaller < 0) return -1;
                if (!smaller) break;
                last = offset;
                offset = (offset << 1) + 1;
            }
            offset = std::min(offset, limit) + hint;
            last += hint;
        } else {
            int64_t limit = hint + 1;
            while (offset < limit) {
                smaller = less(a[-offset], key);
                if (smaller < 0) return -1;
                if (smaller) break;
                last = offset;
                offset = (offset << 1) + 1;
            }
            int64_t nearer = last;
            last = hint - std::min(offset, limit);
            offset = hint - nearer;
        }
        for (last++; last < offset;) {
            int64_t middle = last + ((offset - last) >> 1);
            smaller = less(array[middle], key);
            if (smaller < 0) return -1;
            if (smaller)
                last = middle + 1;
            else
                offset = middle;
        }
        return offset;
    }

    // The same behind its equals: a[k-1] <= key < a[k].
    int64_t gallop_right(const Item& wanted, Item* array, int64_t count, int64_t hint) {
        Item key = wanted;
        Item* a = array + hint;
        int64_t last = 0, offset = 1;
        int smaller = less(key, *a);
        if (smaller < 0) return -1;
        if (smaller) {
            int64_t limit = hint + 1;
            while (offset < limit) {
                smaller = less(key, a[-offset]);
                if (smaller < 0) return -1;
                if (!smaller) break;
                last = offset;
                offset = (offset << 1) + 1;
            }
            int64_t nearer = last;
            last = hint - std::min(offset, limit);
            offset = hint - nearer;
        } else {
            int64_t limit = count - hint;
            while (offset < limit) {
                smaller = less(key, a[offset]);
                if (smaller < 0) return -1;
                if (smaller) break;
                last = offset;
                offset = (offset << 1) + 1;
            }
            offset = std::min(offset, limit) + hint;
            last += hint;
        }
        for (last++; last < offset;) {
            int64_t middle = last + ((offset - last) >> 1);
            smaller = less(key, array[middle]);
            if (smaller < 0) return -1;
            if (smaller)
                offset = middle;
            else
                last = middle + 1;
        }
        return offset;
    }

    // Room for `count` items beside the array. Null with MemoryError pending.
    Item* scratch(int64_t count) {
        constexpr size_t kSlots = sizeof(Item) / sizeof(Slot);
        size_t slots = static_cast<size_t>(count) * kSlots;
        if (!scratch_ || scratch_->capacity < slots) {
            Shape* shape = types.storage->instance_shape.load(std::memory_order_acquire);
            auto* storage = static_cast<Storage*>(
                heap::try_allocate(thread_, sizeof(Storage) + slots * sizeof(Slot), shape));
            if (!storage) return nullptr;
            storage->capacity = slots;
            scratch_ = storage;
        }
        return reinterpret_cast<Item*>(scratch_->slots);
    }

    // Merges two neighbouring runs, a the shorter, from the left; a is moved aside first. Items
    // that were moved aside are put back whatever happens.
    bool merge_low(Item* a, int64_t a_count, Item* b, int64_t b_count) {
        Item* out = a;
        Item* aside = scratch(a_count);
        if (!aside) return false;
        std::copy_n(a, a_count, aside);
        a = aside;
        bool good = merge_low_loop(out, a, a_count, b, b_count);
        // Either b is used up or an exception ended it: what is left of a goes here. Or one item of
        // a is left, which is greater than all of b.
        if (good && a_count == 1 && b_count > 0) {
            out = std::copy_n(b, b_count, out);
            *out = *a;
        } else {
            std::copy_n(a, a_count, out);
        }
        return good;
    }

    bool merge_low_loop(Item*& out, Item*& a, int64_t& a_count, Item*& b, int64_t& b_count) {
        *out++ = *b++;
        if (--b_count == 0 || a_count == 1) return true;
        int64_t min_gallop = min_gallop_;
        for (;;) {
            int64_t a_wins = 0, b_wins = 0;
            for (;;) {
                int smaller = less(*b, *a);
                if (smaller < 0) return false;
                if (smaller) {
                    *out++ = *b++;
                    b_wins++;
                    a_wins = 0;
                    if (--b_count == 0) return true;
                    if (b_wins >= min_gallop) break;
                } else {
                    *out++ = *a++;
                    a_wins++;
                    b_wins = 0;
                    if (--a_count == 1) return true;
                    if (a_wins >= min_gallop) break;
                }
            }
            min_gallop++;
            do {
                min_gallop -= min_gallop > 1;
                min_gallop_ = min_gallop;
                a_wins = gallop_right(*b, a, a_count, 0);
                if (a_wins < 0) return false;
                out = std::copy_n(a, a_wins, out);
                a += a_wins;
                a_count -= a_wins;
                if (a_count <= 1) return true;
                *out++ = *b++;
                if (--b_count == 0) return true;
                b_wins = gallop_left(*a, b, b_count, 0);
                if (b_wins < 0) return false;
                out = std::copy(b, b + b_wins, out);
                b += b_wins;
                b_count -= b_wins;
                if (b_count == 0) return true;
                *out++ = *a++;
                if (--a_count == 1) return true;
            } while (a_wins >= kMinGallop || b_wins >= kMinGallop);
            min_gallop_ = ++min_gallop;
        }
    }

    // The same from the right, with b the shorter. `a`, `b` and `out` point at the last item that
    // is left.
    bool merge_high(Item* a, int64_t a_count, Item* b, int64_t b_count) {
        Item* out = b + b_count - 1;
        Item* aside = scratch(b_count);
        if (!aside) return false;
        std::copy_n(b, b_count, aside);
        Item* a_start = a;
        a += a_count - 1;
        b = aside + b_count - 1;
        bool good = merge_high_loop(out, a_start, a, a_count, aside, b, b_count);
        if (good && b_count == 1 && a_count > 0) {
            std::copy_backward(a + 1 - a_count, a + 1, out + 1);
            out[-a_count] = *b;
        } else {
            std::copy_n(aside, b_count, out + 1 - b_count);
        }
        return good;
    }

    bool merge_high_loop(Item*& out, Item* a_start, Item*& a, int64_t& a_count, Item* b_start, Item*& b,
                         int64_t& b_count) {
        *out-- = *a--;
        if (--a_count == 0 || b_count == 1) return true;
        int64_t min_gallop = min_gallop_;
        for (;;) {
            int64_t a_wins = 0, b_wins = 0;
            for (;;) {
                int smaller = less(*b, *a);
                if (smaller < 0) return false;
                if (smaller) {
                    *out-- = *a--;
                    a_wins++;
                    b_wins = 0;
                    if (--a_count == 0) return true;
                    if (a_wins >= min_gallop) break;
                } else {
                    *out-- = *b--;
                    b_wins++;
                    a_wins = 0;
                    if (--b_count == 1) return true;
                    if (b_wins >= min_gallop) break;
                }
            }
            min_gallop++;
            do {
                min_gallop -= min_gallop > 1;
                min_gallop_ = min_gallop;
                int64_t place = gallop_right(*b, a_start, a_count, a_count - 1);
                if (place < 0) return false;
                a_wins = a_count - place;
                std::copy_backward(a + 1 - a_wins, a + 1, out + 1);
                out -= a_wins;
                a -= a_wins;
                a_count -= a_wins;
                if (a_count == 0) return true;
                *out-- = *b--;
                if (--b_count == 1) return true;
                place = gallop_left(*a, b_start, b_count, b_count - 1);
                if (place < 0) return false;
                b_wins = b_count - place;
                std::copy_n(b + 1 - b_wins, b_wins, out + 1 - b_wins);
                out -= b_wins;
                b -= b_wins;
                b_count -= b_wins;
                if (b_count <= 1) return true;
                *out-- = *a--;
                if (--a_count == 0) return true;
            } while (a_wins >= kMinGallop || b_wins >= kMinGallop);
            min_gallop_ = ++min_gallop;
        }
    }

    Thread& thread_;
    Compare compare_;
    Item* base_ = nullptr;
    Storage* scratch_ = nullptr;
    int64_t min_gallop_ = kMinGallop;
    int run_count_ = 0;
    Run runs_[kMaxRuns];
};

// Stable in reverse, too: equal items keep their order because the array is turned around twice.
template <class Item, class Compare>
bool sort_items(Thread& thread, Item* items, int64_t count, bool reverse, Compare compare) {
    Sorter<Item, Compare> sorter(thread, compare);
    if (reverse) std::reverse(items, items + count);
    bool good = sorter.sort(items, count);
    if (reverse) std::reverse(items, items + count);
    return good;
}

enum class KeyKind { Ints, Numbers, Strings, Tuples, Mixed };

template <class Item>
KeyKind classify(const Item* items, int64_t count) {
    auto all = [&](auto fits) {
        return std::all_of(items, items + count, [&](const Item& item) { return fits(key_of(item)); });
    };
    Value first = key_of(items[0]);
    if (first.is_int() && all([](Value key) { return key.is_int(); })) return KeyKind::Ints;
    if (first.is_number_word() && all([](Value key) { return key.is_number_word(); }))
        return KeyKind::Numbers;
    if (is_exact_str(first) && all(is_exact_str)) return KeyKind::Strings;
    if (is_exact_tuple(first) && all(is_exact_tuple)) return KeyKind::Tuples;
    return KeyKind::Mixed;
}

template <class Item>
bool sort_by_kind(Thread& thread, Item* items, int64_t count, bool reverse, KeyKind kind) {
    switch (kind) {
        case KeyKind::Ints: return sort_items(thread, items, count, reverse, IntLess{});
        case KeyKind::Numbers: return sort_items(thread, items, count, reverse, NumberLess{});
        case KeyKind::Strings: return sort_items(thread, items, count, reverse, StrLess{});
        case KeyKind::Tuples: return sort_items(thread, items, count, reverse, TupleLess{thread});
        case KeyKind::Mixed: return sort_items(thread, items, count, reverse, GeneralLess{thread});
    }
    return false;
}

// The storage's items as plain words. Only for a storage no other thread can see, or under the GIL.
Value* plain_items(ListStorage* storage) { return reinterpret_cast<Value*>(storage->items); }

// A private copy without the GIL, where readers may still be at the storage; the storage itself
// with it.
ListStorage* private_storage(Thread& thread, ListStorage* storage) {
    if (gil::alone()) return storage;
    uint64_t count = storage->count.load(std::memory_order_relaxed);
    ListStorage* copy = new_list_storage(thread, count);
    if (!copy) return nullptr;
    for (uint64_t i = 0; i < count; i++) copy->items[i].store(storage->items[i].load());
    copy->count.store(count, std::memory_order_relaxed);
    return copy;
}

bool sort_with_key(Thread& thread, ListStorage* storage, Value key, bool reverse) {
    auto count = static_cast<int64_t>(storage->count.load(std::memory_order_relaxed));
    Shape* shape = types.storage->instance_shape.load(std::memory_order_acquire);
    auto* pairs = static_cast<Storage*>(
        heap::try_allocate(thread, sizeof(Storage) + static_cast<size_t>(count) * sizeof(KeyedItem), shape));
    if (!pairs) return false;
    pairs->capacity = static_cast<uint64_t>(count) * 2;
    auto* items = reinterpret_cast<KeyedItem*>(pairs->slots);
    for (int64_t i = 0; i < count; i++) {
        Value item = storage->items[i].load();
        Value item_key = call(thread, key, {item});
        if (!item_key) return false;
        items[i] = {item_key, item};
    }
    bool good = sort_by_kind(thread, items, count, reverse, classify(items, count));
    for (int64_t i = 0; i < count; i++) storage->items[i].store(items[i].value);
    return good;
}

// Sorts atomically if no script code is needed for it: nothing if it is.
std::optional<bool> sort_without_script(Thread& thread, List* list, bool reverse) {
    ObjectLock lock(list);
    ListStorage* storage = list->storage();
    auto count = static_cast<int64_t>(storage->count.load(std::memory_order_relaxed));
    if (count < 2) return true;
    ListStorage* sorted = private_storage(thread, storage);
    if (!sorted) return false;
    KeyKind kind = classify(plain_items(sorted), count);
    if (kind == KeyKind::Tuples || kind == KeyKind::Mixed) return std::nullopt;
    bool good = sort_by_kind(thread, plain_items(sorted), count, reverse, kind);
    if (sorted != storage) list->storage_word.store(sorted, std::memory_order_release);
    return good;
}

}  // namespace

bool list_sort(Thread& thread, List* list, Value key, bool reverse) {
    bool has_key = key && !key.is_none();
    if (!has_key)
        if (std::optional<bool> done = sort_without_script(thread, list, reverse)) return *done;

    ListStorage* taken;
    {
        ObjectLock lock(list);
        taken = list->storage();
        list->storage_word.store(empty_list_storage(), std::memory_order_release);
    }
    ListStorage* sorted = private_storage(thread, taken);
    bool good = sorted != nullptr;
    if (!good) {
        sorted = taken;
    } else if (uint64_t count = sorted->count.load(std::memory_order_relaxed)) {
        auto length = static_cast<int64_t>(count);
        good = has_key ? sort_with_key(thread, sorted, key, reverse)
                       : sort_by_kind(thread, plain_items(sorted), length, reverse,
                                      classify(plain_items(sorted), length));
    }
    bool modified;
    {
        ObjectLock lock(list);
        modified = list->storage() != empty_list_storage();
        list->storage_word.store(sorted, std::memory_order_release);
    }
    if (good && modified) {
        raise_value_error(thread, "list modified during sort");
        return false;
    }
    return good;
}

}  // namespace gilt
