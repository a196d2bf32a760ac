// dict: the hash table itself.
//
// Three layers. Probing (no lock, no script code: keys are compared if C++ can tell, otherwise the
// probe gives up with kAskScript); changing a table in place or replacing it (under the lock); and
// the operations, which try the first two in one critical section and take the long way only for
// keys with an __eq__ written in a script: search without the lock, then check under it that no key
// was added since (the table is the same and used up no further), else search again.
//
// Sizes follow CPython's (growth to three times the live entries, two thirds full), so that a dict
// changed while it is iterated over is caught at the same moments.
#include "objects/dict.h"

#include <algorithm>
#include <cstring>

#include "heap/fast_allocate.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/keys.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/operations.h"
#include "vm/recursion_level.h"

namespace gilt {

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;

constexpr int64_t kAbsent = -1;
constexpr int64_t kAskScript = -2;
constexpr int kSmallestLog2 = 3;
constexpr uint8_t kLargestLog2 = 31;

// The table of all empty dicts: no entries, one free index slot. Never written, and outside the
// heap.
struct EmptyTable {
    DictTable table;
    std::atomic<uint64_t> index;
};
EmptyTable empty{};

DictTable* empty_table() {
    return &empty.table;  // log2_size 0, capacity 0; the index width is 1 where it is read as 0,
                          // see probe
}

constexpr uint8_t kVersionKnown = 1;  // in the table's flags

// Version numbers are handed to threads in blocks: one addition each, no contention. The empty
// table keeps 0.
std::atomic<uint32_t> next_block{0};
constexpr uint32_t kBlock = 1024;
thread_local uint32_t next_version = 0;

uint32_t fresh_version() {
    if (next_version % kBlock == 0) next_version = next_block.fetch_add(kBlock, kRelaxed);
    next_version++;
    return next_version != 0 ? next_version : fresh_version();
}

// After a key was added or removed, and can be seen so.
void renew_version(DictTable* table) {
    if (gil::alone()) {
        if (table->flags.load(kRelaxed) == 0) return;
        table->flags.store(0, kRelaxed);
    }
    table->keys_version.store(fresh_version(), kRelease);
}

constexpr uint32_t usable(uint64_t size) { return static_cast<uint32_t>((size << 1) / 3); }

int log2_for(uint64_t size) {
    int log2 = kSmallestLog2;
    while ((uint64_t{1} << log2) < size) log2++;
    return log2;
}
int log2_for_entries(uint64_t count) { return log2_for((count * 3 + 1) / 2); }

// Null with MemoryError pending.
DictTable* new_table(Thread& thread, int log2) {
    if (log2 > kLargestLog2) {
        (void)raise_memory_error(thread);
        return nullptr;
    }
    uint64_t size = uint64_t{1} << log2;
    uint8_t width = log2 <= 8 ? 1 : log2 <= 16 ? 2 : 4;
    uint32_t capacity = usable(size);
    size_t extra = capacity * sizeof(DictEntry) + size * width;
    Shape* shape = types.dict_table->instance_shape.load(kAcquire);
    DictTable* table;
    if (extra < (1 << 20)) {
        table = heap::fast_allocate<DictTable>(thread, shape, extra);
    } else {
        table = static_cast<DictTable*>(heap::try_allocate(thread, sizeof(DictTable) + extra, shape));
        if (!table) return nullptr;
    }
    table->log2_size = static_cast<uint8_t>(log2);
    table->index_width = width;
    table->capacity = capacity;
    table->keys_version.store(fresh_version(), kRelaxed);
    return table;
}

// --- probing ---

// Where a search ended: at the key's entry, or at the free index slot where it would be entered.
struct Place {
    int64_t entry;  // or kAbsent, or kAskScript
    size_t slot;
};

// Walks the index slots of a hash. `match(key)` is asked about keys that are not the very same word but have the same
// hash: 1, 0, or -1 if only script code can tell. Removed entries are passed over: their key may have been added again
// further on.
template <class Index, class Match>
[[gnu::always_inline]] inline Place probe_index(DictTable* table, Value key, int64_t hash, Match match) {
    DictEntry* entries = table->entries();
    auto* index = static_cast<std::atomic<Index>*>(table->index());
    size_t mask = (size_t{1} << table->log2_size) - 1;
    auto perturb = static_cast<uint64_t>(hash);
    size_t slot = perturb & mask;
    for (;;) {
        Index number = index[slot].load(kAcquire);
        if (number == 0) return {kAbsent, slot};
        DictEntry& entry = entries[number - 1];
        Value other = entry.key.load();
        if (other == key) {
            if (!entry.value.load().is_empty()) return {number - 1, slot};
        } else if (entry.hash.load(kRelaxed) == hash) {
            int same = match(other);
            if (same != 0 && !entry.value.load().is_empty())
                return {same > 0 ? number - 1 : kAskScript, slot};
        }
        perturb >>= 5;
        slot = (slot * 5 + perturb + 1) & mask;
    }
}

template <class Match>
[[gnu::always_inline]] inline Place probe(DictTable* table, Value key, int64_t hash, Match match) {
    if (table->index_width <= 1) [[likely]]
        return probe_index<uint8_t>(table, key, hash, match);
    if (table->index_width == 2) return probe_index<uint16_t>(table, key, hash, match);
    return probe_index<uint32_t>(table, key, hash, match);
}

Place find_name(DictTable* table, Str* name) {
    return probe(table, name, str_hash(name), [&](Value other) {
        if (!is_exact_str(other)) return 0;
        auto* text = static_cast<Str*>(other.as_object());
        return int{!text->is_interned() && str_equal(text, name)};
    });
}

[[gnu::noinline]] int other_key_equal(Value other, Value key) { return keys_equal(other, key); }

inline Place find(DictTable* table, Value key, int64_t hash) {
    return probe(table, key, hash, [&](Value other) { return other_key_equal(other, key); });
}

uint32_t load_index(DictTable* table, size_t slot) {
    if (table->index_width <= 1)
        return static_cast<std::atomic<uint8_t>*>(table->index())[slot].load(kAcquire);
    if (table->index_width == 2)
        return static_cast<std::atomic<uint16_t>*>(table->index())[slot].load(kAcquire);
    return static_cast<std::atomic<uint32_t>*>(table->index())[slot].load(kAcquire);
}

// Where a search that may have run script code ended.
struct Found {
    DictTable* table;
    uint32_t used;  // entries the table had before the search
    Place place;
};

// The long way: compares as the language says. False with an exception pending.
bool find_asking(Thread& thread, Dict* dict, Value key, int64_t hash, Found* found) {
restart:
    DictTable* table = dict->table();
    *found = {table, table->used.load(kAcquire), {kAbsent, 0}};
    DictEntry* entries = table->entries();
    size_t mask = (size_t{1} << table->log2_size) - 1;
    auto perturb = static_cast<uint64_t>(hash);
    size_t slot = perturb & mask;
    for (;; perturb >>= 5, slot = (slot * 5 + perturb + 1) & mask) {
        uint32_t number = load_index(table, slot);
        found->place.slot = slot;
        if (number == 0) return true;
        DictEntry& entry = entries[number - 1];
        Value other = entry.key.load();
        if (entry.hash.load(kRelaxed) != hash || !other || entry.value.load().is_empty()) continue;
        int same = keys_equal(other, key);
        if (same < 0) {
            same = equal(thread, other, key);
            if (same < 0) return false;
            // What the comparison ran may have changed the dict.
            if (dict->table() != table || entry.value.load().is_empty()) goto restart;
        }
        if (same) {
            found->place.entry = number - 1;
            return true;
        }
    }
}

// Whether what a search found is still so. Under the lock.
bool still_true(Dict* dict, const Found& found) {
    if (dict->table() != found.table || found.table->used.load(kRelaxed) != found.used) return false;
    return found.place.entry < 0 || !found.table->entries()[found.place.entry].value.load().is_empty();
}

// --- changing a table; the lock is held, or nobody else knows the table ---

inline void set_index(DictTable* table, size_t slot, uint32_t number) {
    if (table->index_width == 1) [[likely]]
        static_cast<std::atomic<uint8_t>*>(table->index())[slot].store(static_cast<uint8_t>(number),
                                                                       kRelease);
    else if (table->index_width == 2)
        static_cast<std::atomic<uint16_t>*>(table->index())[slot].store(static_cast<uint16_t>(number),
                                                                        kRelease);
    else
        static_cast<std::atomic<uint32_t>*>(table->index())[slot].store(number, kRelease);
}

// The index slot where a key with this hash that is not in the table is entered.
template <class Index>
inline size_t free_slot_in(DictTable* table, int64_t hash) {
    auto* index = static_cast<std::atomic<Index>*>(table->index());
    size_t mask = (size_t{1} << table->log2_size) - 1;
    auto perturb = static_cast<uint64_t>(hash);
    size_t slot = perturb & mask;
    while (index[slot].load(kRelaxed) != 0) {
        perturb >>= 5;
        slot = (slot * 5 + perturb + 1) & mask;
    }
    return slot;
}
inline size_t free_slot(DictTable* table, int64_t hash) {
    if (table->index_width == 1) [[likely]]
        return free_slot_in<uint8_t>(table, hash);
    return table->index_width == 2 ? free_slot_in<uint16_t>(table, hash)
                                   : free_slot_in<uint32_t>(table, hash);
}

inline void add_entry(DictTable* table, size_t slot, Value key, int64_t hash, Value value) {
    uint32_t at = table->used.load(kRelaxed);
    DictEntry& entry = table->entries()[at];
    entry.hash.store(hash, kRelaxed);
    entry.key.store(key);
    entry.value.store(value);
    set_index(table, slot, at + 1);
    table->used.store(at + 1, kRelease);
    table->last.store(at + 1, kRelaxed);
    table->live.store(table->live.load(kRelaxed) + 1, kRelease);
    renew_version(table);
}

// A table of this size with the live entries of the old one. Null with MemoryError pending.
DictTable* rebuild(Thread& thread, DictTable* old, int log2) {
    DictTable* table = new_table(thread, log2);
    if (!table) return nullptr;
    DictEntry* from = old->entries();
    DictEntry* to = table->entries();
    uint32_t count = old->used.load(kRelaxed), taken = 0;
    for (uint32_t i = 0; i < count; i++) {
        Value value = from[i].value.load();
        if (!value) continue;
        int64_t hash = from[i].hash.load(kRelaxed);
        to[taken].hash.store(hash, kRelaxed);
        to[taken].key.store(from[i].key.load());
        to[taken].value.store(value);
        set_index(table, free_slot(table, hash), ++taken);
    }
    table->used.store(taken, kRelaxed);
    table->last.store(taken, kRelaxed);
    table->live.store(taken, kRelaxed);
    return table;
}

[[gnu::noinline]] bool insert_growing(Thread& thread, Dict* dict, Value key, int64_t hash, Value value) {
    DictTable* table = dict->table_word.load(kRelaxed);
    DictTable* bigger = rebuild(thread, table, log2_for(uint64_t{table->live.load(kRelaxed)} * 3));
    if (!bigger) return false;
    add_entry(bigger, free_slot(bigger, hash), key, hash, value);
    dict->table_word.store(bigger, kRelease);
    return true;
}

// Adds a key that is not there; `slot` is where the search for it ended. False with MemoryError pending.
inline bool insert(Thread& thread, Dict* dict, size_t slot, Value key, int64_t hash, Value value) {
    DictTable* table = dict->table_word.load(kRelaxed);
    if (table->used.load(kRelaxed) >= table->capacity) return insert_growing(thread, dict, key, hash, value);
    add_entry(table, slot, key, hash, value);
    return true;
}

Value remove_entry(DictTable* table, int64_t at) {
    Value removed = table->entries()[at].value.exchange({});
    table->live.store(table->live.load(kRelaxed) - 1, kRelease);
    auto entry = static_cast<uint32_t>(at);
    if (entry == table->first().load(kRelaxed)) table->first().store(entry + 1, kRelaxed);
    if (entry + 1 == table->last.load(kRelaxed)) table->last.store(entry, kRelaxed);
    renew_version(table);
    return removed;
}

// A copy with the same entries in the same places. Under the lock of the dict it belongs to.
DictTable* clone(Thread& thread, DictTable* old) {
    DictTable* table = new_table(thread, old->log2_size);
    if (!table) return nullptr;
    uint32_t used = old->used.load(kRelaxed);
    std::memcpy(static_cast<void*>(table->entries()), old->entries(), used * sizeof(DictEntry));
    std::memcpy(table->index(), old->index(), (size_t{1} << old->log2_size) * old->index_width);
    table->used.store(used, kRelaxed);
    table->live.store(used, kRelaxed);
    table->last.store(used, kRelaxed);
    return table;
}

}  // namespace

// --- making dicts ---

bool is_dict(Value value) { return value.is_object() && value.as_object()->kind() == Kind::Dict; }

Dict* allocate_dict(Thread& thread, Class* cls) {
    auto* dict = cls == types.dict ? heap::fast_allocate<Dict>(thread, cls->instance_shape.load(kAcquire))
                                   : new_instance<Dict>(thread, cls);
    dict->table_word.store(empty_table(), kRelease);
    return dict;
}

Dict* new_dict(Thread& thread, size_t expected) {
    Dict* dict = allocate_dict(thread, types.dict);
    if (expected)
        if (DictTable* table = new_table(thread, log2_for_entries(expected)))
            dict->table_word.store(table, kRelease);
    return dict;
}

Dict* dict_copy(Thread& thread, Dict* dict) {
    Dict* copy = allocate_dict(thread, types.dict);
    ObjectLock lock(dict);
    DictTable* table = dict->table_word.load(kRelaxed);
    uint32_t live = table->live.load(kRelaxed);
    if (live == 0) return copy;
    // A table with many holes, or much too large, is copied to measure.
    bool dense = live == table->used.load(kRelaxed) && live >= table->capacity / 3;
    DictTable* items = dense ? clone(thread, table) : rebuild(thread, table, log2_for_entries(live));
    if (!items) return nullptr;
    copy->table_word.store(items, kRelease);
    return copy;
}

// --- interned names ---

Value dict_get(Dict* dict, Str* name) {
    DictTable* table = dict->table();
    int64_t entry = find_name(table, name).entry;
    return entry < 0 ? Value() : table->entries()[entry].value.load();
}

void dict_set(Thread& thread, Dict* dict, Str* name, Value value) {
    ObjectLock lock(dict);
    DictTable* table = dict->table_word.load(kRelaxed);
    Place place = find_name(table, name);
    if (place.entry >= 0)
        table->entries()[place.entry].value.store(value);
    else
        (void)insert(thread, dict, place.slot, name, str_hash(name), value);
}

bool dict_remove(Thread&, Dict* dict, Str* name) {
    ObjectLock lock(dict);
    DictTable* table = dict->table_word.load(kRelaxed);
    int64_t entry = find_name(table, name).entry;
    if (entry < 0) return false;
    (void)remove_entry(table, entry);
    return true;
}

bool dict_replace(Dict* dict, Str* name, Value value, bool (*may_replace)(Value before)) {
    ObjectLock lock(dict);
    DictTable* table = dict->table_word.load(kRelaxed);
    int64_t entry = find_name(table, name).entry;
    if (entry < 0 || !may_replace(table->entries()[entry].value.load())) return false;
    table->entries()[entry].value.store(value);
    return true;
}

int64_t dict_find_entry(DictTable* table, Str* name) {
    // Written once: a forked child that only reads goes on sharing the page.
    if (table != empty_table() && table->flags.load(kRelaxed) != kVersionKnown) table->flags.store(kVersionKnown, kRelaxed);
    return find_name(table, name).entry;
}

// --- any key ---

int dict_lookup_hashed(Thread& thread, Dict* dict, Value key, int64_t hash, Value* out) {
    DictTable* table = dict->table();
    int64_t entry = find(table, key, hash).entry;
    if (entry == kAskScript) [[unlikely]] {
        Found found;
        if (!find_asking(thread, dict, key, hash, &found)) return -1;
        table = found.table;
        entry = found.place.entry;
    }
    if (entry < 0) return 0;
    *out = table->entries()[entry].value.load();
    return !out->is_empty();
}

int dict_lookup(Thread& thread, Dict* dict, Value key, Value* out) {
    int64_t hash;
    if (!hash_key(thread, key, &hash)) return -1;
    return dict_lookup_hashed(thread, dict, key, hash, out);
}

namespace {

// Runs `change(table, place)` under the lock with the place of the key: the shape of every
// write. False with an exception pending, from the search or from `change`.
template <class Change>
bool change_entry(Thread& thread, Dict* dict, Value key, int64_t hash, Change change) {
    {
        ObjectLock lock(dict);
        DictTable* table = dict->table_word.load(kRelaxed);
        Place place = find(table, key, hash);
        if (place.entry != kAskScript) [[likely]]
            return change(table, place);
    }
    for (;;) {
        Found found;
        if (!find_asking(thread, dict, key, hash, &found)) return false;
        ObjectLock lock(dict);
        if (still_true(dict, found)) return change(found.table, found.place);
    }
}

}  // namespace

bool dict_store_hashed(Thread& thread, Dict* dict, Value key, int64_t hash, Value value) {
    return change_entry(thread, dict, key, hash, [&](DictTable* table, Place place) {
        if (place.entry < 0) return insert(thread, dict, place.slot, key, hash, value);
        table->entries()[place.entry].value.store(value);
        return true;
    });
}

bool dict_store(Thread& thread, Dict* dict, Value key, Value value) {
    int64_t hash;
    return hash_key(thread, key, &hash) && dict_store_hashed(thread, dict, key, hash, value);
}

int dict_delete(Thread& thread, Dict* dict, Value key, Value* removed) {
    int64_t hash;
    if (!hash_key(thread, key, &hash)) return -1;
    int was_there = 0;
    bool good = change_entry(thread, dict, key, hash, [&](DictTable* table, Place place) {
        if (place.entry < 0) return true;
        Value value = remove_entry(table, place.entry);
        if (removed) *removed = value;
        was_there = 1;
        return true;
    });
    return good ? was_there : -1;
}

Value dict_set_default(Thread& thread, Dict* dict, Value key, Value value) {
    int64_t hash;
    if (!hash_key(thread, key, &hash)) return {};
    Value result = value;
    bool good = change_entry(thread, dict, key, hash, [&](DictTable* table, Place place) {
        if (place.entry < 0) return insert(thread, dict, place.slot, key, hash, value);
        result = table->entries()[place.entry].value.load();
        return true;
    });
    return good ? result : Value();
}

void dict_clear(Thread&, Dict* dict) {
    ObjectLock lock(dict);
    dict->table_word.store(empty_table(), kRelease);
}

bool dict_pop_item(Dict* dict, bool last, Value* key, Value* value) {
    ObjectLock lock(dict);
    DictTable* table = dict->table_word.load(kRelaxed);
    if (table->live.load(kRelaxed) == 0) return false;
    DictEntry* entries = table->entries();
    int64_t at = last ? int64_t{table->last.load(kRelaxed)} - 1 : int64_t{table->first().load(kRelaxed)};
    while (entries[at].value.load().is_empty()) at += last ? -1 : 1;
    // Everything passed over is gone for good.
    (last ? table->last : table->first()).store(static_cast<uint32_t>(last ? at + 1 : at), kRelaxed);
    *key = entries[at].key.load();
    *value = remove_entry(table, at);
    return true;
}

bool dict_next(DictTable* table, uint32_t* position, Value* key, Value* value) {
    uint32_t at = *position;
    if (at == 0) at = table->first().load(kRelaxed);
    uint32_t used = table->used.load(kAcquire);
    DictEntry* entries = table->entries();
    for (; at < used; at++) {
        Value found = entries[at].value.load();
        if (!found) continue;
        Value found_key = entries[at].key.load();
        if (!found_key) continue;
        *key = found_key;
        *value = found;
        *position = at + 1;
        return true;
    }
    *position = at;
    return false;
}

// --- whole dicts ---

namespace {

// Copies the items of `other` that need no script code, in one critical section; *position tells how far it came, *end how far
// there was to go: what another thread adds behind that comes too late.
bool merge_plain(Thread& thread, Dict* dict, Dict* other, bool replace, DictTable** from, uint32_t* position, uint32_t* end) {
    ObjectLock2 lock(dict, other);
    DictTable* source = *from = other->table();
    *end = source->used.load(kRelaxed);
    DictTable* table = dict->table_word.load(kRelaxed);
    uint32_t live = source->live.load(kRelaxed);
    if (table->live.load(kRelaxed) == 0 && live > 0) {
        bool dense = live == source->used.load(kRelaxed);
        DictTable* items = dense ? clone(thread, source) : rebuild(thread, source, log2_for_entries(live));
        if (!items) return false;
        dict->table_word.store(items, kRelease);
        *position = *end;
        return true;
    }
    // One growth instead of several; there will be few keys in common.
    if (table->used.load(kRelaxed) + live > table->capacity) {
        DictTable* bigger =
            rebuild(thread, table, log2_for_entries(uint64_t{table->live.load(kRelaxed)} + live));
        if (!bigger) return false;
        dict->table_word.store(bigger, kRelease);
    }
    DictEntry* entries = source->entries();
    for (uint32_t& i = *position; i < *end; i++) {
        Value value = entries[i].value.load();
        if (!value) continue;
        Value key = entries[i].key.load();
        int64_t hash = entries[i].hash.load(kRelaxed);
        table = dict->table_word.load(kRelaxed);
        Place place = find(table, key, hash);
        if (place.entry == kAskScript) return true;
        if (place.entry >= 0) {
            if (replace) table->entries()[place.entry].value.store(value);
        } else if (!insert(thread, dict, place.slot, key, hash, value)) {
            return false;
        }
    }
    return true;
}

bool update_from_keys_method(Thread& thread, Dict* dict, Value mapping) {
    Value keys = call_method(thread, mapping, names.keys, {});
    if (!keys) return false;
    Iteration iteration(thread, keys);
    while (Value key = iteration.next()) {
        Value value = get_item(thread, mapping, key);
        if (!value || !dict_store(thread, dict, key, value)) return false;
    }
    return !iteration.failed();
}

bool update_from_pairs(Thread& thread, Dict* dict, Value pairs) {
    Iteration iteration(thread, pairs);
    for (int64_t i = 0;; i++) {
        Value item = iteration.next();
        if (!item) return !iteration.failed();
        Tuple* pair = tuple_from_iterable(thread, item);
        if (!pair) {
            if (pending_matches(thread, exceptions.TypeError) &&
                class_of(item)->special(Special::k_iter).is_empty() &&
                class_of(item)->special(Special::k_getitem).is_empty()) {
                clear_exception(thread);
                raise_type_error(thread,
                                 "cannot convert dictionary update sequence element #{} to a sequence", i);
            }
            return false;
        }
        if (pair->length != 2) {
            raise_value_error(thread, "dictionary update sequence element #{} has length {}; 2 is required",
                              i, pair->length);
            return false;
        }
        if (!dict_store(thread, dict, pair->items[0], pair->items[1])) return false;
    }
}

}  // namespace

bool dict_merge(Thread& thread, Dict* dict, Dict* other, bool replace) {
    if (dict == other) return true;
    DictTable* table;
    uint32_t position = 0, end;
    if (!merge_plain(thread, dict, other, replace, &table, &position, &end)) return false;
    Value key, value, old;
    while (position < end && dict_next(table, &position, &key, &value) && position <= end) {
        int64_t hash = table->entries()[position - 1].hash.load(kRelaxed);
        int found = replace ? 0 : dict_lookup_hashed(thread, dict, key, hash, &old);
        if (found < 0 || (!found && !dict_store_hashed(thread, dict, key, hash, value))) return false;
        if (other->table() != table) {
            raise_text(thread, exceptions.RuntimeError, "dict mutated during update");
            return false;
        }
    }
    return true;
}

bool dict_update(Thread& thread, Dict* dict, Value other) {
    // A subclass that iterates in its own way is asked through its methods.
    if (is_dict(other) && class_of(other)->special(Special::k_iter) == types.dict->special(Special::k_iter))
        return dict_merge(thread, dict, as_dict(other), true);
    Value keys_method;
    int found = find_attr(thread, other, names.keys, &keys_method);
    if (found < 0) return false;
    return found ? update_from_keys_method(thread, dict, other) : update_from_pairs(thread, dict, other);
}

int dict_equal(Thread& thread, Dict* a, Dict* b) {
    if (a->count() != b->count()) return 0;
    RecursionLevel level(thread, " in comparison");
    if (!level.is_allowed()) return -1;
    DictTable* table = a->table();
    uint32_t position = 0;
    Value key, value, other;
    while (dict_next(table, &position, &key, &value)) {
        int64_t hash = table->entries()[position - 1].hash.load(kRelaxed);
        int same = dict_lookup_hashed(thread, b, key, hash, &other);
        if (same > 0) same = equal(thread, value, other);
        if (same <= 0) return same;
    }
    return 1;
}

Value dict_subscript(Thread& thread, Dict* dict, Value key) {
    Value value;
    int found = dict_lookup(thread, dict, key, &value);
    if (found > 0) return value;
    if (found < 0) return {};
    if (class_of(dict) != types.dict) {
        bool has_missing;
        Value result = call_special(thread, dict, Special::k_missing, {key}, &has_missing);
        if (has_missing) return result;
    }
    return raise(thread, exceptions.KeyError, key);
}

// --- collection ---

void trace_dict(Object* object, Marker& marker) {
    DictTable* table = static_cast<Dict*>(object)->table();
    if (table != empty_table()) marker.mark(static_cast<Object*>(table));
}

void trace_dict_table(Object* object, Marker& marker) {
    auto* table = static_cast<DictTable*>(object);
    DictEntry* entries = table->entries();
    uint32_t used = table->used.load(kRelaxed);
    for (uint32_t i = 0; i < used; i++) {
        Value value = entries[i].value.load();
        if (value) {
            marker.mark(value);
            marker.mark(entries[i].key);
        } else if (!entries[i].key.load().is_empty()) {
            entries[i].key.store({});  // nobody will ask for it any more: the world is stopped
        }
    }
}

}  // namespace gilt
