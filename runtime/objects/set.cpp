// The hash table behind set and frozenset (set_methods.cpp has the methods).
//
// As in dict.cpp, an operation first tries to do everything in one critical section without script
// code, and only for keys with an __eq__ of their own searches without the lock and checks
// afterwards that no key was added.
#include "objects/set.h"

#include "heap/fast_allocate.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/keys.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;

constexpr uint64_t kSmallestSize = 8;
constexpr uint64_t kLinearProbes = 9;
constexpr Value kRemovedKey = Value::from_bits(Value::kSpecialTag | 15);  // no value of the language

// The table of all empty sets. Never written, and outside the heap.
struct EmptyTable {
    SetTable table;
    SetEntry entries[kSmallestSize];
};
EmptyTable empty{};
const bool empty_is_ready = [] {
    empty.table.mask = kSmallestSize - 1;
    return true;
}();
SetTable* empty_table() { return &empty.table; }

// Null with MemoryError pending.
SetTable* new_table(Thread& thread, uint64_t size) {
    Shape* shape = types.set_table->instance_shape.load(kAcquire);
    size_t extra = size * sizeof(SetEntry);
    SetTable* table;
    if (extra < (1 << 20)) {
        table = heap::fast_allocate<SetTable>(thread, shape, extra);
    } else {
        table = static_cast<SetTable*>(heap::try_allocate(thread, sizeof(SetTable) + extra, shape));
        if (!table) return nullptr;
    }
    table->mask = size - 1;
    return table;
}

// Visits the slots for a hash in probing order until `visit(entry)` says stop.
template <class Visit>
inline void probe(SetTable* table, int64_t hash, Visit visit) {
    uint64_t mask = table->mask;
    auto perturb = static_cast<uint64_t>(hash);
    uint64_t slot = perturb & mask;
    for (;;) {
        SetEntry* entry = &table->entries()[slot];
        SetEntry* last = slot + kLinearProbes <= mask ? entry + kLinearProbes : entry;
        for (; entry <= last; entry++)
            if (visit(entry)) return;
        perturb >>= 5;
        slot = (slot * 5 + 1 + perturb) & mask;
    }
}

enum class Search { Found, Absent, AskScript };

[[gnu::noinline]] int other_key_equal(Value stored, Value key) { return keys_equal(stored, key); }

// Without script code. *at is the key's entry, or the one where it would go: as in CPython, whose sets show the same
// order, that is the last place on the way that another key has left, else the free one at the end of the way.
inline Search find(SetTable* table, Value key, int64_t hash, SetEntry** at) {
    Search result = Search::Absent;
    SetEntry* left = nullptr;
    probe(table, hash, [&](SetEntry* entry) {
        Value stored = entry->key.load();
        *at = stored || !left ? entry : left;
        if (!stored) return true;
        if (stored == key) {
            result = Search::Found;
            return true;
        }
        if (stored == kRemovedKey) {
            left = entry;
            return false;
        }
        if (entry->hash.load(kRelaxed) != hash) return false;
        int same = other_key_equal(stored, key);
        if (same == 0) return false;
        result = same > 0 ? Search::Found : Search::AskScript;
        return true;
    });
    return result;
}

struct Found {
    SetTable* table;
    uint64_t added;   // before the search
    SetEntry* entry;  // where the search ended
    bool is_there;
};

// The long way. False with an exception pending.
bool find_asking(Thread& thread, Set* set, Value key, int64_t hash, Found* found) {
    for (;;) {
        SetTable* table = set->table();
        *found = {table, table->added.load(kAcquire), nullptr, false};
        bool failed = false, changed = false;
        SetEntry* left = nullptr;
        probe(table, hash, [&](SetEntry* entry) {
            Value stored = entry->key.load();
            found->entry = stored || !left ? entry : left;
            if (!stored) return true;
            if (stored == kRemovedKey) left = entry;
            if (entry->hash.load(kRelaxed) != hash || stored == kRemovedKey) return false;
            int same = keys_equal(stored, key);
            if (same < 0) {
                same = equal(thread, stored, key);
                failed = same < 0;
                changed = set->table() != table || entry->key.load() != stored;
                if (failed || changed) return true;
            }
            found->is_there = same != 0;
            return found->is_there;
        });
        if (failed) return false;
        if (!changed) return true;
    }
}

// Enters a key at a free entry, or at one another key has left. The lock is held, or nobody else knows the table.
inline void put_at(SetTable* table, SetEntry* entry, Value key, int64_t hash) {
    uint64_t newly_filled = entry->key.load().is_empty();
    entry->hash.store(hash, kRelaxed);
    entry->key.store(key);
    table->filled.store(table->filled.load(kRelaxed) + newly_filled, kRelease);
    table->added.store(table->added.load(kRelaxed) + 1, kRelease);
    table->used.store(table->used.load(kRelaxed) + 1, kRelease);
}

// The same for a key that is not in the table.
void put(SetTable* table, Value key, int64_t hash) {
    probe(table, hash, [&](SetEntry* entry) {
        if (!entry->key.load().is_empty()) return false;
        put_at(table, entry, key, hash);
        return true;
    });
}

// A table with the same keys and more than `least` slots. Null with MemoryError pending.
SetTable* resized(Thread& thread, SetTable* old, uint64_t least) {
    uint64_t size = kSmallestSize;
    while (size <= least) size <<= 1;
    SetTable* table = new_table(thread, size);
    if (!table) return nullptr;
    uint64_t position = 0;
    Value key;
    int64_t hash;
    while (set_next(old, &position, &key, &hash)) put(table, key, hash);
    return table;
}

uint64_t grown(uint64_t used) { return used > 50000 ? used * 2 : used * 4; }

bool is_too_full(SetTable* table, uint64_t more = 0) {
    return (table->filled.load(kRelaxed) + more) * 5 >= table->mask * 3;
}

// Adds a key that is not there, under the lock; `entry` is where the search for it ended. False with MemoryError
// pending.
inline bool insert(Thread& thread, Set* set, SetEntry* entry, Value key, int64_t hash) {
    SetTable* table = set->table_word.load(kRelaxed);
    if (table == empty_table()) {
        table = new_table(thread, kSmallestSize);
        put(table, key, hash);
        set->table_word.store(table, kRelease);
        return true;
    }
    put_at(table, entry, key, hash);
    if (!is_too_full(table)) return true;
    SetTable* bigger = resized(thread, table, grown(table->used.load(kRelaxed)));
    if (!bigger) return false;
    set->table_word.store(bigger, kRelease);
    return true;
}

// Runs `change(table, entry, found)` under the lock: the entry of the key, or the free one where it would go. -1 with an exception pending.
template <class Change>
int change_entry(Thread& thread, Set* set, Value key, int64_t hash, Change change) {
    {
        ObjectLock lock(set);
        SetTable* table = set->table_word.load(kRelaxed);
        SetEntry* entry;
        Search result = find(table, key, hash, &entry);
        if (result != Search::AskScript) return change(table, entry, result == Search::Found);
    }
    for (;;) {
        Found found;
        if (!find_asking(thread, set, key, hash, &found)) return -1;
        ObjectLock lock(set);
        SetTable* table = set->table_word.load(kRelaxed);
        if (table != found.table || table->added.load(kRelaxed) != found.added) continue;
        if (found.is_there && found.entry->key.load() == kRemovedKey) continue;
        return change(table, found.entry, found.is_there);
    }
}

// Adds what needs no script code of `other`, in one critical section; *position tells how far it
// came.
bool merge_plain(Thread& thread, Set* set, Set* other, SetTable** from, uint64_t* position) {
    ObjectLock2 lock(set, other);
    SetTable* source = *from = other->table();
    SetTable* table = set->table_word.load(kRelaxed);
    uint64_t added = source->used.load(kRelaxed);
    if (added == 0) return true;
    if (is_too_full(table, added) || table == empty_table()) {
        // One growth at the start: there will be few keys in common.
        uint64_t least = is_too_full(table, added) ? (table->used.load(kRelaxed) + added) * 2 : 0;
        table = resized(thread, table, least);
        if (!table) return false;
        if (table->filled.load(kRelaxed) == 0) {
            Value key;
            int64_t hash;
            bool same_places = table->mask == source->mask && source->filled.load(kRelaxed) == added;
            if (same_places) {
                for (uint64_t i = 0; i <= source->mask; i++) {
                    table->entries()[i].key.store(source->entries()[i].key.load());
                    table->entries()[i].hash.store(source->entries()[i].hash.load(kRelaxed), kRelaxed);
                }
                table->filled.store(added, kRelaxed);
                table->used.store(added, kRelaxed);
                *position = source->mask + 1;
            } else {
                while (set_next(source, position, &key, &hash)) put(table, key, hash);
            }
            set->table_word.store(table, kRelease);
            return true;
        }
        set->table_word.store(table, kRelease);
    }
    Value key;
    int64_t hash;
    for (uint64_t next = *position; set_next(source, &next, &key, &hash); *position = next) {
        SetEntry* entry;
        Search result = find(set->table_word.load(kRelaxed), key, hash, &entry);
        if (result == Search::AskScript) return true;
        if (result == Search::Absent && !insert(thread, set, entry, key, hash)) return false;
        if (other == set && set->table() != source) return true;
    }
    *position = source->mask + 1;
    return true;
}

}  // namespace

bool is_set(Value value) { return value.is_object() && value.as_object()->kind() == Kind::Set; }
bool is_frozenset(Value value) { return value.is_object() && value.as_object()->kind() == Kind::FrozenSet; }

Set* allocate_set(Thread& thread, Class* cls) {
    auto* set = cls == types.set || cls == types.frozenset
                    ? heap::fast_allocate<Set>(thread, cls->instance_shape.load(kAcquire))
                    : new_instance<Set>(thread, cls);
    set->table_word.store(empty_table(), kRelease);
    return set;
}

Set* new_set(Thread& thread) { return allocate_set(thread, types.set); }

int set_contains_hashed(Thread& thread, Set* set, Value key, int64_t hash) {
    SetEntry* entry;
    Search result = find(set->table(), key, hash, &entry);
    if (result != Search::AskScript) return result == Search::Found;
    Found found;
    if (!find_asking(thread, set, key, hash, &found)) return -1;
    return found.is_there;
}

int set_contains(Thread& thread, Set* set, Value key) {
    int64_t hash;
    return hash_key(thread, key, &hash) ? set_contains_hashed(thread, set, key, hash) : -1;
}

int set_add_hashed(Thread& thread, Set* set, Value key, int64_t hash) {
    return change_entry(thread, set, key, hash, [&](SetTable*, SetEntry* entry, bool found) {
        if (found) return 0;
        return insert(thread, set, entry, key, hash) ? 1 : -1;
    });
}

int set_add(Thread& thread, Set* set, Value key) {
    int64_t hash;
    return hash_key(thread, key, &hash) ? set_add_hashed(thread, set, key, hash) : -1;
}

namespace {

void remove_entry(SetTable* table, SetEntry* entry) {
    entry->key.store(kRemovedKey);
    table->used.store(table->used.load(kRelaxed) - 1, kRelease);
}

}  // namespace

int set_discard_hashed(Thread& thread, Set* set, Value key, int64_t hash) {
    return change_entry(thread, set, key, hash, [&](SetTable* table, SetEntry* entry, bool found) {
        if (!found) return 0;
        remove_entry(table, entry);
        return 1;
    });
}

int set_discard(Thread& thread, Set* set, Value key) {
    int64_t hash;
    return hash_key(thread, key, &hash) ? set_discard_hashed(thread, set, key, hash) : -1;
}

Value set_pop(Set* set) {
    ObjectLock lock(set);
    SetTable* table = set->table_word.load(kRelaxed);
    if (table->used.load(kRelaxed) == 0) return {};
    uint64_t at = table->aux32.load(kRelaxed) & table->mask;
    for (;;) {
        Value key = table->entries()[at].key.load();
        if (key && key != kRemovedKey) {
            remove_entry(table, &table->entries()[at]);
            table->aux32.store(static_cast<uint32_t>(at + 1), kRelaxed);
            return key;
        }
        at = at == table->mask ? 0 : at + 1;
    }
}

void set_clear(Set* set) {
    ObjectLock lock(set);
    set->table_word.store(empty_table(), kRelease);
}

bool set_compact(Thread& thread, Set* set) {
    ObjectLock lock(set);
    SetTable* table = set->table_word.load(kRelaxed);
    uint64_t used = table->used.load(kRelaxed);
    if (table->filled.load(kRelaxed) - used <= table->mask / 4) return true;
    SetTable* fresh = resized(thread, table, grown(used));
    if (!fresh) return false;
    set->table_word.store(fresh, kRelease);
    return true;
}

bool set_update(Thread& thread, Set* set, Value iterable) {
    if (is_any_set(iterable)) {
        Set* other = as_set(iterable);
        if (other == set) return true;
        SetTable* table;
        uint64_t position = 0;
        if (!merge_plain(thread, set, other, &table, &position)) return false;
        Value key;
        int64_t hash;
        while (set_next(table, &position, &key, &hash))
            if (set_add_hashed(thread, set, key, hash) < 0) return false;
        return true;
    }
    if (class_of(iterable) == types.dict) {
        Dict* dict = as_dict(iterable);
        {
            ObjectLock lock(set);
            SetTable* table = set->table_word.load(kRelaxed);
            uint64_t added = dict->count();
            if (is_too_full(table, added)) {
                SetTable* bigger = resized(thread, table, (table->used.load(kRelaxed) + added) * 2);
                if (!bigger) return false;
                set->table_word.store(bigger, kRelease);
            }
        }
        DictTable* table = dict->table();
        uint32_t position = 0;
        Value key, value;
        while (dict_next(table, &position, &key, &value))
            if (set_add_hashed(thread, set, key, table->entries()[position - 1].hash.load(kRelaxed)) < 0)
                return false;
        return true;
    }
    Iteration items(thread, iterable);
    while (Value item = items.next())
        if (set_add(thread, set, item) < 0) return false;
    return !items.failed();
}

bool set_next(SetTable* table, uint64_t* position, Value* key, int64_t* hash) {
    for (uint64_t at = *position; at <= table->mask; at++) {
        Value found = table->entries()[at].key.load();
        if (!found || found == kRemovedKey) continue;
        *key = found;
        *hash = table->entries()[at].hash.load(kRelaxed);
        *position = at + 1;
        return true;
    }
    *position = table->mask + 1;
    return false;
}

bool set_next(SetTable* table, uint32_t* position, Value* key) {
    uint64_t at = *position;
    int64_t hash;
    bool found = set_next(table, &at, key, &hash);
    *position = static_cast<uint32_t>(at);
    return found;
}

void trace_set(Object* object, Marker& marker) {
    SetTable* table = static_cast<Set*>(object)->table();
    if (table != empty_table()) marker.mark(static_cast<Object*>(table));
}

void trace_set_table(Object* object, Marker& marker) {
    auto* table = static_cast<SetTable*>(object);
    for (uint64_t i = 0; i <= table->mask; i++) marker.mark(table->entries()[i].key);
}

}  // namespace gilt
