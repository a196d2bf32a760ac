// list: storage, the operations C++ uses, and the methods.
//
// Every writer is a short critical section under the object lock; what may run script code
// (__index__, ==, iterating over an argument) happens before it, and bounds are fitted again
// inside.
#include "objects/list.h"

#include <algorithm>
#include <cstring>

#include "heap/fast_allocate.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/dict_views.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/range.h"
#include "objects/sequence.h"
#include "objects/set.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/last_reference.h"

namespace gilt {

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kRelease = std::memory_order_release;

// Never written, and outside the heap: an empty list costs no storage.
ListStorage the_empty_storage{};

constexpr uint64_t kMaxItems = uint64_t{1} << 44;

// Room for `wanted` items and some more, so that appending costs a constant number of copies per
// item.
uint64_t grown_capacity(uint64_t wanted) { return wanted + (wanted < 1024 ? wanted / 2 + 3 : wanted / 8); }

// Moves `count` items, which may overlap. With the GIL nobody is looking.
void move_items(Slot* to, const Slot* from, uint64_t count) {
    if (count == 0) return;  // `from` may be null
    if (gil::alone()) {
        std::memmove(static_cast<void*>(to), from, count * sizeof(Slot));
    } else if (to <= from) {
        for (uint64_t i = 0; i < count; i++) to[i].store(from[i].load());
    } else {
        for (uint64_t i = count; i-- > 0;) to[i].store(from[i].load());
    }
}

uint64_t slots_in(size_t bytes) { return (bytes - sizeof(ListStorage)) / sizeof(Slot); }

// Storage of a list that grows: at least `capacity`, and more if that costs nothing. `expected`: how much it will need, 0 if
// nobody knows. Null with MemoryError pending.
ListStorage* new_growing_storage(Thread& thread, size_t capacity, size_t expected = 0) {
    size_t bytes = sizeof(ListStorage) + capacity * sizeof(Slot);
    if (bytes <= heap::kLargestCell || capacity > kMaxItems) return new_list_storage(thread, capacity);
    Shape* shape = types.list_storage->instance_shape.load(std::memory_order_acquire);
    size_t expected_bytes = expected == 0 ? 0 : sizeof(ListStorage) + expected * sizeof(Slot);
    auto* storage = static_cast<ListStorage*>(heap::try_allocate_growable(thread, bytes, expected_bytes, shape, &bytes));
    if (storage) storage->capacity.store(slots_in(bytes), kRelaxed);
    return storage;
}

// Makes room for `capacity` items where the storage lies, if there is some. Under the list's lock.
bool extend(Thread& thread, ListStorage* storage, uint64_t capacity) {
    size_t bytes = sizeof(ListStorage) + capacity * sizeof(Slot);
    if (bytes <= heap::kLargestCell || capacity > kMaxItems || !heap::try_extend(thread, storage, bytes, &bytes)) return false;
    storage->capacity.store(slots_in(bytes), kRelaxed);
    return true;
}

// A new storage with the first `count` items of the old one, not published yet. Null with
// MemoryError pending.
ListStorage* grow(Thread& thread, ListStorage* old, uint64_t count, uint64_t capacity, bool growing = false) {
    ListStorage* storage = growing ? new_growing_storage(thread, capacity) : new_list_storage(thread, capacity);
    if (!storage) return nullptr;
    move_items(storage->items, old->items, count);
    storage->count.store(count, kRelaxed);
    return storage;
}

// Opens a gap of `added` items in place of `removed` ones at `at`, under the lock. The gap keeps
// old items until the caller fills it, so readers never find it empty. Null with MemoryError
// pending.
ListStorage* open_gap(Thread& thread, List* list, uint64_t at, uint64_t removed, uint64_t added) {
    ListStorage* storage = list->storage_word.load(kRelaxed);
    uint64_t count = storage->count.load(kRelaxed);
    uint64_t new_count = count - removed + added;
    if (new_count > storage->capacity.load(kRelaxed) && !extend(thread, storage, new_count)) {
        ListStorage* bigger = new_growing_storage(thread, grown_capacity(new_count));
        if (!bigger) return nullptr;
        move_items(bigger->items, storage->items, at);
        move_items(bigger->items + at + added, storage->items + at + removed, count - at - removed);
        bigger->count.store(new_count, kRelaxed);
        return bigger;  // the caller fills the gap and publishes it
    }
    if (added != removed)
        move_items(storage->items + at + added, storage->items + at + removed, count - at - removed);
    if (added < removed) {
        storage->count.store(new_count, kRelease);
        for (uint64_t i = new_count; i < count; i++) storage->items[i].store({});
    }  // else the count follows when the gap is filled (publish)
    return storage;
}

void publish(List* list, ListStorage* storage, uint64_t count) {
    storage->count.store(count, kRelease);
    if (list->storage_word.load(kRelaxed) != storage) list->storage_word.store(storage, kRelease);
}

// Items that stay as they are while we copy them: with the GIL the list's own storage (no script
// code runs in between), without it a copy.
ListStorage* steady_storage(Thread& thread, List* list) {
    if (gil::alone()) return list->storage();
    return list_copy(thread, list)->storage();
}

// A run of `count` items as storage slots, from anything iterable. False with an exception pending.
struct Items {
    const Slot* slots = nullptr;
    uint64_t count = 0;
};

// What list(dict), list(dict.keys()), ... and list(set) hold, taken in one critical section: other threads cannot make
// such a call fail. Only for objects of exactly these types, whose iteration no script has changed.
enum class Container { Other, Keys, Values, Items, Set };
Container container_kind(Value value) {
    if (!value.is_object()) return Container::Other;
    Class* cls = value.as_object()->cls();
    if (cls == types.dict || cls == dict_view_types.keys) return Container::Keys;
    if (cls == dict_view_types.values) return Container::Values;
    if (cls == dict_view_types.items) return Container::Items;
    return cls == types.set || cls == types.frozenset ? Container::Set : Container::Other;
}

Value entry_part(Thread& thread, Container kind, Value key, Value value) {
    if (kind == Container::Values) return value;
    return kind == Container::Items ? Value(new_tuple(thread, {key, value})) : key;
}

// Null with MemoryError pending.
ListStorage* snapshot(Thread& thread, Value container, Container kind) {
    bool is_view = container.as_object()->kind() == Kind::DictView;
    Value source = is_view ? static_cast<DictView*>(container.as_object())->dict : container;
    auto size = [&] { return kind == Container::Set ? as_set(source)->count() : as_dict(source)->count(); };
    while (true) {
        uint64_t room = size();
        ListStorage* storage = new_list_storage(thread, room);
        if (!storage) return nullptr;
        ObjectLock lock(source.as_object());
        if (size() > room) continue;
        uint64_t count = 0;
        uint32_t position = 0;
        Value key, value;
        if (kind == Container::Set)
            for (SetTable* table = as_set(source)->table(); set_next(table, &position, &key);) storage->items[count++].store(key);
        else
            for (DictTable* table = as_dict(source)->table(); dict_next(table, &position, &key, &value);)
                storage->items[count++].store(entry_part(thread, kind, key, value));
        storage->count.store(count, kRelaxed);
        return storage;
    }
}

bool gather(Thread& thread, Value iterable, Items* items) {
    if (Container kind = container_kind(iterable); kind != Container::Other) {
        ListStorage* storage = snapshot(thread, iterable, kind);
        if (storage) *items = {storage->items, storage->count.load(kRelaxed)};
        return storage != nullptr;
    }
    if (class_of(iterable) == types.list) {
        ListStorage* storage = steady_storage(thread, as_list(iterable));
        *items = {storage->items, storage->count.load(std::memory_order_acquire)};
        return true;
    }
    if (is_exact_tuple(iterable)) {
        auto* tuple = static_cast<Tuple*>(iterable.as_object());
        *items = {reinterpret_cast<const Slot*>(tuple->items), tuple->length};
        return true;
    }
    List* list = list_from_iterable(thread, iterable);
    if (!list) return false;
    *items = {list->storage()->items, list->count()};
    return true;
}

// Replaces the items [start, stop) of the list as it is now.
bool replace_range(Thread& thread, List* list, int64_t start, int64_t stop, const Slot* items,
                   uint64_t added) {
    ObjectLock lock(list);
    auto count = static_cast<int64_t>(list->count());
    slice_adjust(count, &start, &stop, 1);
    if (stop < start) stop = start;
    auto removed = static_cast<uint64_t>(stop - start);
    ListStorage* storage = open_gap(thread, list, static_cast<uint64_t>(start), removed, added);
    if (!storage) return false;
    move_items(storage->items + start, items, added);
    publish(list, storage, static_cast<uint64_t>(count) - removed + added);
    return true;
}

bool append_items(Thread& thread, List* list, const Slot* items, uint64_t added) {
    if (added == 0) return true;
    ObjectLock lock(list);
    ListStorage* storage = list->storage_word.load(kRelaxed);
    uint64_t count = storage->count.load(kRelaxed);
    if (count + added > storage->capacity.load(kRelaxed) && !extend(thread, storage, count + added)) {
        // Filled from empty at one go: no spare room, as for a list that is never appended to.
        storage = grow(thread, storage, count, count ? grown_capacity(count + added) : added, count != 0);
        if (!storage) return false;
    }
    move_items(storage->items + count, items, added);
    publish(list, storage, count + added);
    return true;
}

}  // namespace

ListStorage* empty_list_storage() { return &the_empty_storage; }

ListStorage* new_list_storage(Thread& thread, size_t capacity) {
    if (capacity > kMaxItems) {
        (void)raise_memory_error(thread);
        return nullptr;
    }
    Shape* shape = types.list_storage->instance_shape.load(std::memory_order_acquire);
    size_t bytes = sizeof(ListStorage) + capacity * sizeof(Slot);
    ListStorage* storage;
    if (bytes <= heap::kLargestCell) {
        bytes = heap::kClassSizes[heap::class_of_size(bytes)];
        storage = heap::fast_allocate<ListStorage>(thread, shape, bytes - sizeof(ListStorage));
    } else {
        storage = static_cast<ListStorage*>(heap::try_allocate(thread, bytes, shape));
        if (!storage) return nullptr;
    }
    storage->capacity.store(slots_in(bytes), kRelaxed);
    return storage;
}

bool is_list(Value value) { return value.is_object() && value.as_object()->kind() == Kind::List; }

List* allocate_list(Thread& thread, Class* cls) {
    auto* list = cls == types.list
                     ? heap::fast_allocate<List>(thread, cls->instance_shape.load(std::memory_order_acquire))
                     : new_instance<List>(thread, cls);
    list->storage_word.store(&the_empty_storage, kRelease);
    return list;
}

List* new_list(Thread& thread, size_t capacity) {
    List* list = allocate_list(thread, types.list);
    if (capacity)
        if (ListStorage* storage = new_list_storage(thread, capacity))
            list->storage_word.store(storage, kRelease);
    return list;
}

List* new_list_for(Thread& thread, size_t expected) {
    constexpr size_t kAtOnce = heap::kLargestCell / sizeof(Slot);
    if (expected <= kAtOnce || expected > kMaxItems) return new_list(thread, std::min(expected, kAtOnce));
    List* list = new_list(thread);
    if (ListStorage* storage = new_growing_storage(thread, kAtOnce, expected)) {
        list->storage_word.store(storage, kRelease);
    } else {
        clear_exception(thread);  // perhaps less is enough; else appending will say so
    }
    return list;
}

List* new_list(Thread& thread, std::span<const Value> items) {
    List* list = new_list(thread, items.size());
    ListStorage* storage = list->storage();
    for (size_t i = 0; i < items.size(); i++) storage->items[i].store(items[i]);
    if (!items.empty()) storage->count.store(items.size(), kRelease);
    return list;
}

void list_append_slow(Thread& thread, List* list, Value item) {
    ObjectLock lock(list);
    ListStorage* storage = list->storage_word.load(kRelaxed);
    uint64_t count = storage->count.load(kRelaxed);
    if (count == storage->capacity.load(kRelaxed) && !extend(thread, storage, count + 1)) {
        storage = grow(thread, storage, count, grown_capacity(count + 1), true);
        if (!storage) return;
    }
    storage->items[count].store(item);
    publish(list, storage, count + 1);
}

bool list_append_all(Thread& thread, List* list, std::span<const Value> items) {
    ObjectLock lock(list);
    ListStorage* storage = list->storage_word.load(kRelaxed);
    uint64_t count = storage->count.load(kRelaxed), total = count + items.size();
    if (total > storage->capacity.load(kRelaxed) && !extend(thread, storage, total)) {
        storage = grow(thread, storage, count, grown_capacity(total), true);
        if (!storage) return false;
    }
    for (size_t i = 0; i < items.size(); i++) storage->items[count + i].store(items[i]);
    publish(list, storage, total);
    return true;
}

List* list_copy(Thread& thread, List* list) {
    List* copy = allocate_list(thread, types.list);
    ObjectLock lock(list);
    ListStorage* storage = list->storage_word.load(kRelaxed);
    uint64_t count = storage->count.load(kRelaxed);
    if (count == 0) return copy;
    ListStorage* items = grow(thread, storage, count, count);
    if (!items) return nullptr;
    copy->storage_word.store(items, kRelease);
    return copy;
}

bool list_extend(Thread& thread, List* list, Value iterable) {
    // A list that is added to itself is read to its end first.
    if (class_of(iterable) == types.list || is_exact_tuple(iterable) || iterable == Value(list) ||
        container_kind(iterable) != Container::Other) {
        Items items;
        return gather(thread, iterable, &items) && append_items(thread, list, items.slots, items.count);
    }
    Iteration iteration(thread, iterable);
    if (iteration.failed()) return false;
    if (list->storage()->capacity.load(kRelaxed) == 0) {
        int64_t expected = length_hint(thread, iterable);
        if (expected < 0) return false;
        if (expected > 0) {
            ListStorage* room =
                new_list_storage(thread, static_cast<size_t>(std::min<int64_t>(expected, 1 << 27)));
            if (!room) return false;
            ObjectLock lock(list);
            if (list->storage_word.load(kRelaxed) == &the_empty_storage)
                list->storage_word.store(room, kRelease);
        }
    }
    while (Value item = iteration.next()) {
        list_append(thread, list, item);
        if (thread.exception) [[unlikely]]
            return false;
    }
    return !iteration.failed();
}

List* list_from_iterable(Thread& thread, Value iterable) {
    List* list = allocate_list(thread, types.list);
    return list_extend(thread, list, iterable) ? list : nullptr;
}

Value list_slice(Thread& thread, List* list, int64_t start, int64_t stop, int64_t step) {
    List* part = allocate_list(thread, types.list);
    ObjectLock lock(list);
    ListStorage* storage = list->storage_word.load(kRelaxed);
    int64_t count = slice_adjust(static_cast<int64_t>(storage->count.load(kRelaxed)), &start, &stop, step);
    if (count == 0) return part;
    ListStorage* items = new_list_storage(thread, static_cast<size_t>(count));
    if (!items) return {};
    if (step == 1) {
        move_items(items->items, storage->items + start, static_cast<uint64_t>(count));
    } else {
        for (int64_t i = 0; i < count; i++) items->items[i].store(storage->items[start + i * step].load());
    }
    items->count.store(static_cast<uint64_t>(count), kRelaxed);
    part->storage_word.store(items, kRelease);
    return part;
}

Value list_take(Thread& thread, List* list, uint64_t index) {
    ObjectLock lock(list);
    ListStorage* storage = list->storage_word.load(kRelaxed);
    uint64_t count = storage->count.load(kRelaxed);
    if (index >= count) return {};
    Value item = storage->items[index].load();
    (void)open_gap(thread, list, index, 1, 0);
    return item;
}

bool list_insert(Thread& thread, List* list, int64_t index, Value item) {
    ObjectLock lock(list);
    auto count = static_cast<int64_t>(list->count());
    if (index < 0) index = std::max<int64_t>(index + count, 0);
    index = std::min(index, count);
    ListStorage* storage = open_gap(thread, list, static_cast<uint64_t>(index), 0, 1);
    if (!storage) return false;
    storage->items[index].store(item);
    publish(list, storage, static_cast<uint64_t>(count) + 1);
    return true;
}

void list_clear(List* list) {
    ObjectLock lock(list);
    list->storage_word.store(&the_empty_storage, kRelease);
}

Value list_subscript(Thread& thread, List* list, Value key) {
    if (key.is_object() && key.as_object()->kind() == Kind::Slice) {
        int64_t start, stop, step;
        if (!slice_unpack(thread, static_cast<Slice*>(key.as_object()), &start, &stop, &step)) return {};
        return list_slice(thread, list, start, stop, step);
    }
    int64_t index;
    if (!subscript_index(thread, key, "list", list->count(), &index)) return {};
    Value item = list_get(list, static_cast<uint64_t>(index));
    return item ? item : raise_text(thread, exceptions.IndexError, "list index out of range");
}

namespace {

// list[start:stop:step] = items, and del (no items) when `deleting`.
bool assign_extended_slice(Thread& thread, List* list, int64_t start, int64_t stop, int64_t step,
                           const Items& items, bool deleting) {
    int64_t selected;
    {
        ObjectLock lock(list);
        ListStorage* storage = list->storage_word.load(kRelaxed);
        auto count = static_cast<int64_t>(storage->count.load(kRelaxed));
        selected = slice_adjust(count, &start, &stop, step);
        if (deleting) {
            if (selected == 0) return true;
            if (step < 0) {  // the same items, counted from the other end
                start += (selected - 1) * step;
                step = -step;
            }
            int64_t to = start, next_gap = start;
            for (int64_t from = start, gone = 0; from < count; from++) {
                if (from == next_gap && gone < selected) {
                    next_gap += step;
                    gone++;
                } else {
                    storage->items[to++].store(storage->items[from].load());
                }
            }
            storage->count.store(static_cast<uint64_t>(to), kRelease);
            for (; to < count; to++) storage->items[to].store({});
            return true;
        }
        if (static_cast<uint64_t>(selected) == items.count) {
            for (int64_t i = 0; i < selected; i++)
                storage->items[start + i * step].store(items.slots[i].load());
            return true;
        }
    }
    raise_value_error(thread, "attempt to assign sequence of size {} to extended slice of size {}",
                      items.count, selected);
    return false;
}

bool assign_slice(Thread& thread, List* list, Slice* slice, Value value) {
    int64_t start, stop, step;
    if (!slice_unpack(thread, slice, &start, &stop, &step)) return false;
    Items items;
    if (value) {
        if (!gather(thread, value, &items)) {
            if (pending_matches(thread, exceptions.TypeError) &&
                class_of(value)->special(Special::k_iter).is_empty() &&
                class_of(value)->special(Special::k_getitem).is_empty()) {
                clear_exception(thread);
                raise_text(
                    thread, exceptions.TypeError,
                    step == 1 ? "can only assign an iterable" : "must assign iterable to extended slice");
            }
            return false;
        }
        if (value == Value(list)) {  // list[a:b] = list: the items move while they are read
            List* copy = list_copy(thread, list);
            if (!copy) return false;
            items = {copy->storage()->items, copy->count()};
        }
    }
    if (step == 1) return replace_range(thread, list, start, stop, items.slots, items.count);
    return assign_extended_slice(thread, list, start, stop, step, items, value.is_empty());
}

}  // namespace

bool list_assign_subscript(Thread& thread, List* list, Value key, Value value) {
    if (key.is_object() && key.as_object()->kind() == Kind::Slice)
        return assign_slice(thread, list, static_cast<Slice*>(key.as_object()), value);
    int64_t index;
    if (!subscript_index(thread, key, "list", list->count(), &index)) return false;
    bool done = value ? list_set(list, static_cast<uint64_t>(index), value)
                      : !list_take(thread, list, static_cast<uint64_t>(index)).is_empty();
    if (!done) raise_text(thread, exceptions.IndexError, "list assignment index out of range");
    return done;
}

void trace_list(Object* object, Marker& marker) {
    ListStorage* storage = static_cast<List*>(object)->storage();
    if (storage != &the_empty_storage) marker.mark(static_cast<Object*>(storage));
}

void trace_list_storage(Object* object, Marker& marker) {
    auto* storage = static_cast<ListStorage*>(object);
    marker.mark_range(storage->items, storage->count.load(kRelaxed));
}

namespace {

List* self_of(Args& args) { return as_list(args[0]); }

Value list_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], types.list);
    return cls ? Value(allocate_list(thread, cls)) : Value();
}

Value list_init(Thread& thread, Args& args) {
    List* list = self_of(args);
    if (!check_content(thread, "list", args, class_of(args[0]), types.list)) return {};
    if (list->count()) list_clear(list);
    if (!args.rest.empty() && !list_extend(thread, list, args.rest[0])) return {};
    return Value::none();
}

Value list_compare(Thread& thread, Comparison op, Value self, Value other) {
    if (!is_list(other)) return Value::not_implemented();
    return compare_sequences(thread, op, ListItems{as_list(self)}, ListItems{as_list(other)});
}

Value list_repr(Thread& thread, Args& args) {
    List* list = self_of(args);
    return repr_items(thread, list, ListItems{list}, "[", "]", "[...]");
}

Value list_len(Thread&, Args& args) { return Value::from_int(static_cast<int64_t>(self_of(args)->count())); }
Value list_getitem(Thread& thread, Args& args) { return list_subscript(thread, self_of(args), args[1]); }
Value list_setitem(Thread& thread, Args& args) {
    return list_assign_subscript(thread, self_of(args), args[1], args[2]) ? Value::none() : Value();
}
Value list_delitem(Thread& thread, Args& args) {
    return list_assign_subscript(thread, self_of(args), args[1], {}) ? Value::none() : Value();
}

// The position of the first item equal to `value` in [from, to), -1: none, -2: exception pending.
int64_t find(Thread& thread, List* list, Value value, uint64_t from, uint64_t to) {
    if (!gil::alone()) list = list_copy(thread, list);
    for (uint64_t i = from; i < to; i++) {
        Value item = list_get(list, i);
        if (!item) break;
        int same = items_equal(thread, item, value);
        if (same < 0) return -2;
        if (same) return static_cast<int64_t>(i);
    }
    return -1;
}

Value list_contains(Thread& thread, Args& args) {
    int64_t at = find(thread, self_of(args), args[1], 0, ~uint64_t{0});
    return at == -2 ? Value() : Value::from_bool(at >= 0);
}

Value list_iter(Thread& thread, Args& args) { return new_list_iterator(thread, self_of(args)); }
Value list_reversed(Thread& thread, Args& args) { return new_list_reverse_iterator(thread, self_of(args)); }

Value list_add(Thread& thread, Args& args) {
    if (!is_list(args[1])) return cannot_concatenate(thread, "list", args[1]);
    List* left = self_of(args);
    List* right = as_list(args[1]);
    ListStorage* a = steady_storage(thread, left);
    ListStorage* b = steady_storage(thread, right);
    uint64_t a_count = a->count.load(std::memory_order_acquire),
             b_count = b->count.load(std::memory_order_acquire);
    List* sum = allocate_list(thread, types.list);
    if (a_count + b_count == 0) return sum;
    ListStorage* items = grow(thread, a, a_count, a_count + b_count);
    if (!items) return {};
    move_items(items->items + a_count, b->items, b_count);
    publish(sum, items, a_count + b_count);
    return sum;
}

Value list_inplace_add(Thread& thread, Args& args) {
    return list_extend(thread, self_of(args), args[1]) ? args[0] : Value();
}

// The items of `storage`, `times` over. Null with MemoryError pending.
ListStorage* repeat(Thread& thread, ListStorage* storage, int64_t times) {
    uint64_t count = storage->count.load(std::memory_order_acquire), total;
    if (count == 0 || times == 0) return &the_empty_storage;
    if (__builtin_mul_overflow(count, static_cast<uint64_t>(times), &total)) {
        (void)raise_memory_error(thread);
        return nullptr;
    }
    ListStorage* repeated = new_list_storage(thread, total);
    if (!repeated) return nullptr;
    if (count == 1) {
        Value item = storage->items[0].load();
        for (uint64_t i = 0; i < total; i++) repeated->items[i].store(item);
    } else {
        for (uint64_t at = 0; at < total; at += count)
            move_items(repeated->items + at, storage->items, count);
    }
    repeated->count.store(total, kRelaxed);
    return repeated;
}

template <bool reflected>
Value list_multiply(Thread& thread, Args& args) {
    int64_t times;
    Value result;
    if (!repeat_count(thread, args[0], args[1], reflected, &times, &result)) return result;
    ListStorage* items = repeat(thread, steady_storage(thread, self_of(args)), times);
    if (!items) return {};
    List* product = allocate_list(thread, types.list);
    product->storage_word.store(items, kRelease);
    return product;
}

Value list_inplace_multiply(Thread& thread, Args& args) {
    int64_t times;
    Value result;
    if (!repeat_count(thread, args[0], args[1], false, &times, &result)) return result;
    List* list = self_of(args);
    ObjectLock lock(list);
    ListStorage* items = times == 1 ? list->storage() : repeat(thread, list->storage(), times);
    if (!items) return {};
    list->storage_word.store(items, kRelease);
    return args[0];
}

Value list_append_method(Thread& thread, Args& args) {
    list_append(thread, self_of(args), args[1]);
    return thread.exception ? Value() : Value::none();
}

Value list_extend_method(Thread& thread, Args& args) {
    return list_extend(thread, self_of(args), args[1]) ? Value::none() : Value();
}

Value list_insert_method(Thread& thread, Args& args) {
    int64_t index;
    if (!to_int64(thread, args[1], &index)) return {};
    return list_insert(thread, self_of(args), index, args[2]) ? Value::none() : Value();
}

Value list_pop(Thread& thread, Args& args) {
    List* list = self_of(args);
    int64_t index = -1;
    if (args.has(1) && !to_int64(thread, args[1], &index)) return {};
    {
        ObjectLock lock(list);
        ListStorage* storage = list->storage_word.load(kRelaxed);
        auto count = static_cast<int64_t>(storage->count.load(kRelaxed));
        if (index < 0) index += count;
        if (index == count - 1 && count > 0) {
            storage->count.store(static_cast<uint64_t>(count) - 1, kRelease);
            return storage->items[index].exchange({});
        }
        if (index >= 0 && index < count) {
            Value item = storage->items[index].load();
            (void)open_gap(thread, list, static_cast<uint64_t>(index), 1, 0);
            return item;
        }
    }
    return raise_text(thread, exceptions.IndexError,
                      list->count() == 0 ? "pop from empty list" : "pop index out of range");
}

Value list_remove(Thread& thread, Args& args) {
    List* list = self_of(args);
    for (uint64_t i = 0;; i++) {
        Value item = list_get(list, i);
        if (!item) break;
        int same = items_equal(thread, item, args[1]);
        if (same < 0) return {};
        if (!same) continue;
        // Without the GIL the item may have moved meanwhile: then look again from the start.
        ObjectLock lock(list);
        if (!gil::alone() && list_get(list, i) != item) {
            i = ~uint64_t{0};
            continue;
        }
        if (i < list->count()) (void)open_gap(thread, list, i, 1, 0);
        return Value::none();
    }
    return raise_value_error(thread, "list.remove(x): x not in list");
}

Value list_index(Thread& thread, Args& args) {
    List* list = self_of(args);
    int64_t from, to;
    if (!search_bounds(thread, args[2], args[3], list->count(), &from, &to)) return {};
    int64_t at =
        find(thread, list, args[1], static_cast<uint64_t>(from), static_cast<uint64_t>(std::max(from, to)));
    if (at == -2) return {};
    if (at >= 0) return Value::from_int(at);
    Str* printed = repr(thread, args[1]);
    return printed ? raise_value_error(thread, "{} is not in list", to_utf8(printed)) : Value();
}

Value list_count(Thread& thread, Args& args) {
    List* list = gil::alone() ? self_of(args) : list_copy(thread, self_of(args));
    int64_t found = 0;
    for (uint64_t i = 0;; i++) {
        Value item = list_get(list, i);
        if (!item) return Value::from_int(found);
        int same = items_equal(thread, item, args[1]);
        if (same < 0) return {};
        found += same;
    }
}

Value list_reverse(Thread&, Args& args) {
    List* list = self_of(args);
    ObjectLock lock(list);
    ListStorage* storage = list->storage_word.load(kRelaxed);
    uint64_t count = storage->count.load(kRelaxed);
    for (uint64_t i = 0, j = count; i + 1 < j; i++) {
        j--;
        Value first = storage->items[i].load();
        storage->items[i].store(storage->items[j].load());
        storage->items[j].store(first);
    }
    return Value::none();
}

Value list_clear_method(Thread& thread, Args& args) {
    list_clear(self_of(args));
    return references_went(thread, list_clear_method) ? Value::none() : Value();
}

Value list_copy_method(Thread& thread, Args& args) { return list_copy(thread, self_of(args)); }

Value list_sort_method(Thread& thread, Args& args) {
    if (!args.rest.empty()) return raise_type_error(thread, "sort() takes no positional arguments");
    Value reverse = args.has(2) ? to_index(thread, args[2]) : Value::from_int(0);
    if (!reverse) return {};
    bool descending = int_sign(reverse) != 0;
    return list_sort(thread, self_of(args), args.get(1, Value::none()), descending) ? Value::none() : Value();
}

Value list_sizeof(Thread&, Args& args) {
    return Value::from_int(
        static_cast<int64_t>(sizeof(List) + self_of(args)->storage()->capacity.load(kRelaxed) * sizeof(Slot)));
}

}  // namespace

void init_list_type(Thread& thread) {
    add_methods(thread, types.list,
                {{"__new__(cls, /, *args, **kwargs)", list_new, "", Binding::StaticMethod},
                 {"__init__(self, /, *args, **kwargs)", list_init, "Initialize self."},
                 {"__repr__(self, /)", list_repr, "Return repr(self)."},
                 {"__len__(self, /)", list_len, "Return len(self)."},
                 {"__getitem__(self, index, /)", list_getitem, "Return self[index]."},
                 {"__setitem__(self, key, value, /)", list_setitem, "Set self[key] to value."},
                 {"__delitem__(self, key, /)", list_delitem, "Delete self[key]."},
                 {"__contains__(self, key, /)", list_contains, "Return key in self."},
                 {"__iter__(self, /)", list_iter, "Implement iter(self)."},
                 {"__reversed__(self, /)", list_reversed, "Return a reverse iterator over the list."},
                 {"__add__(self, value, /)", list_add, "Return self+value."},
                 {"__iadd__(self, value, /)", list_inplace_add, "Implement self+=value."},
                 {"__mul__(self, value, /)", list_multiply<false>, "Return self*value."},
                 {"__rmul__(self, value, /)", list_multiply<true>, "Return value*self."},
                 {"__imul__(self, value, /)", list_inplace_multiply, "Implement self*=value."},
                 {"append(self, object, /)", list_append_method, "Append object to the end of the list."},
                 {"extend(self, iterable, /)", list_extend_method,
                  "Extend list by appending elements from the iterable."},
                 {"insert(self, index, object, /)", list_insert_method, "Insert object before index."},
                 {"pop(self, index=-1, /)", list_pop,
                  "Remove and return item at index (default last).\n\nRaises IndexError if list is empty "
                  "or index is out of range."},
                 {"remove(self, value, /)", list_remove,
                  "Remove first occurrence of value.\n\nRaises ValueError if the value is not present."},
                 {"index(self, value, start=0, stop=9223372036854775807, /)", list_index,
                  "Return first index of value.\n\nRaises ValueError if the value is not present."},
                 {"count(self, value, /)", list_count, "Return number of occurrences of value."},
                 {"reverse(self, /)", list_reverse, "Reverse *IN PLACE*."},
                 {"clear(self, /)", list_clear_method, "Remove all items from list."},
                 {"copy(self, /)", list_copy_method, "Return a shallow copy of the list."},
                 {"sort(self, /, *args, key=None, reverse=False)", list_sort_method,
                  "Sort the list in ascending order and return None.\n\nThe sort is in-place (i.e. the "
                  "list itself is modified) "
                  "and stable (i.e. the\norder of two equal elements is maintained).\n\nIf a key function "
                  "is given, apply it "
                  "once to each list item and sort them,\nascending or descending, according to their "
                  "function values.\n\nThe "
                  "reverse flag can be set to sort in descending order."},
                 {"__sizeof__(self, /)", list_sizeof, "Return the size of the list in memory, in bytes."},
                 {"__class_getitem__(cls, item, /)", generic_alias_of, "See PEP 585", Binding::ClassMethod}});
    add_comparisons<list_compare>(thread, types.list);
    make_unhashable(thread, types.list);
}

}  // namespace gilt
