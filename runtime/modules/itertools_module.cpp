// itertools: iterators made from iterators.
//
// Each class is a small object that pulls from its source when it is pulled from. State that two
// threads may touch at once without the GIL is in Slots and atomics: an item may then go to either
// thread, but nothing breaks.
#include "heap/heap.h"
#include "modules/itertools.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

struct ItertoolsTypes {
    Class *accumulate, *batched, *chain, *compress, *count, *cycle, *dropwhile, *filterfalse, *groupby,
        *grouper, *islice, *pairwise, *repeat, *starmap, *takewhile, *tee, *tee_source, *tee_node,
        *zip_longest;
};
ItertoolsTypes own;

template <class T>
T* self_of(Args& args) {
    return static_cast<T*>(args[0].as_object());
}

// A loop that may pass over many items before it finds one polls now and then.
bool poll(Thread& thread, uint32_t& passed) { return (++passed & 4095) != 0 || thread.safepoint(); }

// --- an iterator and up to three values: enough for most ---

struct Simple : Object {
    Slot source;  // the iterator; empty at the end
    Slot first, second, third;
    std::atomic<int64_t> number;
};

void trace_simple(Object* object, Marker& marker) {
    auto* self = static_cast<Simple*>(object);
    marker.mark(self->source);
    marker.mark(self->first);
    marker.mark(self->second);
    marker.mark(self->third);
}

// A new instance of the class in args[0] that draws from `iterable`. Null with an exception
// pending.
Simple* new_simple(Thread& thread, Args& args, Class* base, Value iterable) {
    Class* cls = check_new_target(thread, args[0], base);
    if (!cls) return nullptr;
    Value source = get_iter(thread, iterable);
    if (!source) return nullptr;
    auto* self = new_instance<Simple>(thread, cls);
    self->source.store(source);
    return self;
}

// --- accumulate: first is the function (or None), second the total so far, third the initial value
// ---

Value accumulate_new(Thread& thread, Args& args) {
    Simple* self = new_simple(thread, args, own.accumulate, args[1]);
    if (!self) return {};
    self->first.store(args.get(2, Value::none()));
    self->third.store(args.get(3, Value::none()));
    return self;
}

Value accumulate_next(Thread& thread, Object* object) {
    auto* self = static_cast<Simple*>(object);
    if (Value initial = self->third.load(); !initial.is_none()) {
        self->third.store(Value::none());
        self->second.store(initial);
        return initial;
    }
    Value item = next_of(thread, self->source.load());
    if (!item) return {};
    Value total = self->second.load();
    if (total) {
        Value function = self->first.load();
        item = function.is_none() ? binary(thread, BinaryOp::Add, total, item)
                                  : call(thread, function, {total, item});
        if (!item) return {};
    }
    self->second.store(item);
    return item;
}

// --- batched: number is the size ---

Value batched_new(Thread& thread, Args& args) {
    int64_t size;
    if (!to_int64(thread, args[2], &size)) return {};
    if (size < 1) return raise_value_error(thread, "n must be at least one");
    Simple* self = new_simple(thread, args, own.batched, args[1]);
    if (self) self->number.store(size, kRelaxed);
    return self;
}

Value batched_next(Thread& thread, Object* object) {
    auto* self = static_cast<Simple*>(object);
    Value source = self->source.load();
    if (!source) return {};
    List* items = new_list(thread);
    int64_t size = self->number.load(kRelaxed);
    uint32_t passed = 0;
    for (int64_t i = 0; i < size; i++) {
        Value item = next_of(thread, source);
        if (!item) {
            if (thread.exception) return {};
            self->source.store({});
            break;
        }
        list_append(thread, items, item);
        if (!poll(thread, passed)) return {};
    }
    return items->count() ? Value(tuple_from_iterable(thread, items)) : Value();
}

// --- chain: source gives iterables, first is the iterator over the current one ---

Value chain_new(Thread& thread, Args& args) {
    if (args.keywords && args[0] == Value(own.chain))
        return raise_type_error(thread, "chain() takes no keyword arguments");
    return new_simple(thread, args, own.chain, new_tuple(thread, args.rest));
}

Value chain_from_iterable(Thread& thread, Args& args) { return new_simple(thread, args, own.chain, args[1]); }

Value chain_next(Thread& thread, Object* object) {
    auto* self = static_cast<Simple*>(object);
    for (uint32_t passed = 0;;) {
        Value source = self->source.load();
        if (!source) return {};
        Value active = self->first.load();
        if (!active) {
            Value iterable = next_of(thread, source);
            active = iterable ? get_iter(thread, iterable) : Value();
            if (!active) {
                self->source.store({});
                return {};
            }
            self->first.store(active);
        }
        Value item = next_of(thread, active);
        if (item || thread.exception) return item;
        self->first.store({});
        if (!poll(thread, passed)) return {};
    }
}

// --- compress: first is the iterator over the selectors ---

Value compress_new(Thread& thread, Args& args) {
    Simple* self = new_simple(thread, args, own.compress, args[1]);
    if (!self) return {};
    Value selectors = get_iter(thread, args[2]);
    if (!selectors) return {};
    self->first.store(selectors);
    return self;
}

Value compress_next(Thread& thread, Object* object) {
    auto* self = static_cast<Simple*>(object);
    for (uint32_t passed = 0;;) {
        Value item = next_of(thread, self->source.load());
        if (!item) return {};
        Value selector = next_of(thread, self->first.load());
        if (!selector) return {};
        int wanted = truth(thread, selector);
        if (wanted < 0) return {};
        if (wanted) return item;
        if (!poll(thread, passed)) return {};
    }
}

// --- count: source is empty as long as number counts in machine words by `step`; else first counts
// by second ---

struct Count : Simple {
    int64_t step;
};

bool is_number(Value value) {
    Class* cls = class_of(value);
    return !cls->special(Special::k_index).is_empty() || !cls->special(Special::k_float).is_empty() ||
           !cls->special(Special::k_int).is_empty() || cls->instance_kind == Kind::Complex;
}

Value count_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], own.count);
    if (!cls) return {};
    Value start = args.get(1, Value::from_int(0)), step = args.get(2, Value::from_int(1));
    if (!is_number(start) || !is_number(step)) return raise_type_error(thread, "a number is required");
    auto* self = new_instance<Count>(thread, cls);
    if (start.is_int() && step.is_int()) {
        self->number.store(start.as_int(), kRelaxed);
        self->step = step.as_int();
    } else {
        self->first.store(start);
        self->second.store(step);
    }
    return self;
}

Value count_next(Thread& thread, Object* object) {
    auto* self = static_cast<Count*>(object);
    Value now = self->first.load();
    if (!now) return make_int(thread, take_position(self->number, self->step));
    Value next = binary(thread, BinaryOp::Add, now, self->second.load());
    if (!next) return {};
    self->first.store(next);
    return now;
}

Value count_start(Thread& thread, Count* self) {
    Value start = self->first.load();
    return start ? start : make_int(thread, self->number.load(kRelaxed));
}
Value count_step(Thread& thread, Count* self) {
    Value step = self->second.load();
    return step ? step : make_int(thread, self->step);
}

Value count_repr(Thread& thread, Args& args) {
    auto* self = self_of<Count>(args);
    StrBuilder text;
    text.append(class_of(args[0])->name);
    text.append('(');
    if (!append_repr(thread, count_start(thread, self), &text)) return {};
    if (Value step = count_step(thread, self); step != Value::from_int(1)) {
        text.append_ascii(", ");
        if (!append_repr(thread, step, &text)) return {};
    }
    text.append(')');
    return text.finish(thread);
}

Value count_reduce(Thread& thread, Args& args) {
    auto* self = self_of<Count>(args);
    Value start = count_start(thread, self), step = count_step(thread, self);
    Tuple* arguments =
        step == Value::from_int(1) ? new_tuple(thread, {start}) : new_tuple(thread, {start, step});
    return new_tuple(thread, {Value(class_of(args[0])), Value(arguments)});
}

// --- cycle: first is the list of items seen, number the next of them to give again ---

Value cycle_new(Thread& thread, Args& args) {
    Simple* self = new_simple(thread, args, own.cycle, args[1]);
    if (self) self->first.store(new_list(thread));
    return self;
}

Value cycle_next(Thread& thread, Object* object) {
    auto* self = static_cast<Simple*>(object);
    auto* seen = as_list(self->first.load());
    if (Value source = self->source.load()) {
        Value item = next_of(thread, source);
        if (item) list_append(thread, seen, item);
        if (item || thread.exception) return item;
        self->source.store({});
    }
    auto count = static_cast<int64_t>(seen->count());
    if (count == 0) return {};
    int64_t index = self->number.load(kRelaxed);
    self->number.store(index + 1 >= count ? 0 : index + 1, kRelaxed);
    return list_get(seen, static_cast<uint64_t>(index));
}

// --- dropwhile, takewhile, filterfalse: first is the predicate; number is 1 when the start or the
// end was found ---

template <Class* ItertoolsTypes::*type>
Value predicate_new(Thread& thread, Args& args) {
    Simple* self = new_simple(thread, args, own.*type, args[2]);
    if (self) self->first.store(args[1]);
    return self;
}

// 1, 0, -1
int test(Thread& thread, Simple* self, Value item) {
    Value verdict = call(thread, self->first.load(), {item});
    return verdict ? truth(thread, verdict) : -1;
}

Value dropwhile_next(Thread& thread, Object* object) {
    auto* self = static_cast<Simple*>(object);
    for (uint32_t passed = 0;;) {
        Value item = next_of(thread, self->source.load());
        if (!item || self->number.load(kRelaxed)) return item;
        int dropped = test(thread, self, item);
        if (dropped < 0) return {};
        if (!dropped) {
            self->number.store(1, kRelaxed);
            return item;
        }
        if (!poll(thread, passed)) return {};
    }
}

Value takewhile_next(Thread& thread, Object* object) {
    auto* self = static_cast<Simple*>(object);
    if (self->number.load(kRelaxed)) return {};
    Value item = next_of(thread, self->source.load());
    if (!item) return {};
    int taken = test(thread, self, item);
    if (taken > 0) return item;
    if (taken == 0) self->number.store(1, kRelaxed);
    return {};
}

Value filterfalse_next(Thread& thread, Object* object) {
    auto* self = static_cast<Simple*>(object);
    Value function = self->first.load();
    bool by_truth = function.is_none() || function == Value(types.bool_);
    for (uint32_t passed = 0;;) {
        Value item = next_of(thread, self->source.load());
        if (!item) return {};
        int unwanted = by_truth ? truth(thread, item) : test(thread, self, item);
        if (unwanted < 0) return {};
        if (!unwanted) return item;
        if (!poll(thread, passed)) return {};
    }
}

// --- groupby ---

struct GroupBy : Object {
    Slot source, key_function;
    Slot target_key;  // of the group handed out last
    Slot current_key,
        current_value;   // the item read ahead; the value is empty when it was handed out
    Slot current_group;  // the only Grouper that may still draw
};

struct Grouper : Object {
    Slot parent, target_key;
};

void trace_groupby(Object* object, Marker& marker) {
    auto* self = static_cast<GroupBy*>(object);
    for (Slot* slot : {&self->source, &self->key_function, &self->target_key, &self->current_key,
                       &self->current_value, &self->current_group})
        marker.mark(*slot);
}

void trace_grouper(Object* object, Marker& marker) {
    auto* self = static_cast<Grouper*>(object);
    marker.mark(self->parent);
    marker.mark(self->target_key);
}

Value groupby_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], own.groupby);
    if (!cls) return {};
    Value source = get_iter(thread, args[1]);
    if (!source) return {};
    auto* self = new_instance<GroupBy>(thread, cls);
    self->source.store(source);
    self->key_function.store(args.get(2, Value::none()));
    return self;
}

// Reads the next item ahead. False at the end or with an exception pending.
bool groupby_step(Thread& thread, GroupBy* self) {
    Value item = next_of(thread, self->source.load());
    if (!item) return false;
    Value function = self->key_function.load();
    Value key = function.is_none() ? item : call(thread, function, {item});
    if (!key) return false;
    self->current_value.store(item);
    self->current_key.store(key);
    return true;
}

Value groupby_next(Thread& thread, Object* object) {
    auto* self = static_cast<GroupBy*>(object);
    self->current_group.store({});
    for (uint32_t passed = 0;;) {
        Value current = self->current_key.load(), target = self->target_key.load();
        if (current) {
            int same = target ? items_equal(thread, target, current) : 0;
            if (same < 0) return {};
            if (!same) break;
        }
        if (!groupby_step(thread, self) || !poll(thread, passed)) return {};
    }
    Value key = self->current_key.load();
    self->target_key.store(key);
    auto* group = new_instance<Grouper>(thread, own.grouper);
    group->parent.store(self);
    group->target_key.store(key);
    self->current_group.store(group);
    return new_tuple(thread, {key, Value(group)});
}

Value grouper_next(Thread& thread, Object* object) {
    auto* self = static_cast<Grouper*>(object);
    auto* parent = static_cast<GroupBy*>(self->parent.load().as_object());
    if (parent->current_group.load() != Value(self)) return {};
    if (parent->current_value.load().is_empty() && !groupby_step(thread, parent)) return {};
    int same = items_equal(thread, self->target_key.load(), parent->current_key.load());
    return same > 0 ? parent->current_value.exchange({}) : Value();
}

// --- islice ---

struct Islice : Object {
    Slot source;
    std::atomic<int64_t> position, next;  // items drawn; index of the next one to give
    int64_t stop, step;                   // stop -1: none
};

void trace_islice(Object* object, Marker& marker) { marker.mark(static_cast<Islice*>(object)->source); }

// A bound of islice: None is `fallback`. False if it is nothing of the kind; no exception.
bool islice_bound(Thread& thread, Value value, int64_t fallback, int64_t* out) {
    *out = fallback;
    if (value.is_none()) return true;
    Value plain = to_index(thread, value);
    std::optional<int64_t> number = plain ? int_to_int64(plain) : std::nullopt;
    if (!plain) clear_exception(thread);
    if (!number || *number < 0) return false;
    *out = *number;
    return true;
}

Value islice_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], own.islice);
    if (!cls || !check_positional(thread, "islice", args, 2, 4)) return {};
    size_t given = args.rest.size();
    int64_t start = 0, stop = -1, step = 1;
    if (!islice_bound(thread, args.rest[given == 2 ? 1 : 2], -1, &stop))
        return raise_value_error(
            thread, "{}",
            given == 2 ? "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
                       : "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    if (given > 2 && !islice_bound(thread, args.rest[1], 0, &start))
        return raise_value_error(thread,
                                 "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    if (given > 3 && (!islice_bound(thread, args.rest[3], 1, &step) || step < 1))
        return raise_value_error(thread, "Step for islice() must be a positive integer or None.");
    Value source = get_iter(thread, args.rest[0]);
    if (!source) return {};
    auto* self = new_instance<Islice>(thread, cls);
    self->source.store(source);
    self->next.store(start, kRelaxed);
    self->stop = stop;
    self->step = step;
    return self;
}

Value islice_next(Thread& thread, Object* object) {
    auto* self = static_cast<Islice*>(object);
    Value source = self->source.load();
    if (!source) return {};
    int64_t next = self->next.load(kRelaxed), position = self->position.load(kRelaxed);
    Value item;
    for (uint32_t passed = 0; position < next; position++) {
        item = next_of(thread, source);
        self->position.store(position + 1, kRelaxed);
        if (!item || !poll(thread, passed)) {
            self->source.store({});
            return {};
        }
    }
    if (self->stop < 0 || position < self->stop) {
        item = next_of(thread, source);
        if (item) {
            self->position.store(position + 1, kRelaxed);
            int64_t after;
            bool overflow = __builtin_add_overflow(next, self->step, &after);
            if (overflow || (self->stop >= 0 && after > self->stop)) after = self->stop;
            self->next.store(after, kRelaxed);
            return item;
        }
    }
    self->source.store({});
    return {};
}

// --- pairwise: first is the item before ---

Value pairwise_new(Thread& thread, Args& args) { return new_simple(thread, args, own.pairwise, args[1]); }

Value pairwise_next(Thread& thread, Object* object) {
    auto* self = static_cast<Simple*>(object);
    Value source = self->source.load();
    if (!source) return {};
    Value before = self->first.load();
    if (!before) before = next_of(thread, source);
    Value item = before ? next_of(thread, source) : Value();
    if (!item) {
        self->source.store({});
        self->first.store({});
        return {};
    }
    self->first.store(item);
    return new_tuple(thread, {before, item});
}

// --- repeat: first is the object, number how often (-1: for ever) ---

Value repeat_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], own.repeat);
    if (!cls) return {};
    int64_t times = -1;
    if (args.has(2)) {
        if (!to_int64(thread, args[2], &times)) return {};
        if (times < 0) times = 0;
    }
    auto* self = new_instance<Simple>(thread, cls);
    self->first.store(args[1]);
    self->number.store(times, kRelaxed);
    return self;
}

Value repeat_next(Thread&, Object* object) {
    auto* self = static_cast<Simple*>(object);
    int64_t left = self->number.load(kRelaxed);
    if (left >= 0) {
        if (left == 0) return {};
        if (gil::alone())
            self->number.store(left - 1, kRelaxed);
        else
            while (!self->number.compare_exchange_weak(left, left - 1, kRelaxed))
                if (left == 0) return {};
    }
    return self->first.load();
}

Value repeat_repr(Thread& thread, Args& args) {
    auto* self = self_of<Simple>(args);
    int64_t left = self->number.load(kRelaxed);
    StrBuilder text;
    text.append(class_of(args[0])->name);
    text.append('(');
    if (!append_repr(thread, self->first.load(), &text)) return {};
    if (left >= 0) {
        text.append_ascii(", ");
        if (!append_repr(thread, make_int(thread, left), &text)) return {};
    }
    text.append(')');
    return text.finish(thread);
}

Value repeat_hint(Thread& thread, Args& args) {
    int64_t left = self_of<Simple>(args)->number.load(kRelaxed);
    return left < 0 ? raise_type_error(thread, "len() of unsized object") : make_int(thread, left);
}

Value repeat_reduce(Thread& thread, Args& args) {
    auto* self = self_of<Simple>(args);
    int64_t left = self->number.load(kRelaxed);
    Value object = self->first.load();
    Tuple* arguments =
        left < 0 ? new_tuple(thread, {object}) : new_tuple(thread, {object, make_int(thread, left)});
    return new_tuple(thread, {Value(class_of(args[0])), Value(arguments)});
}

// --- starmap: first is the function ---

Value starmap_next(Thread& thread, Object* object) {
    auto* self = static_cast<Simple*>(object);
    Value item = next_of(thread, self->source.load());
    if (!item) return {};
    Tuple* arguments = tuple_from_iterable(thread, item);
    return arguments ? call(thread, self->first.load(), arguments->span()) : Value();
}

// --- tee: iterators that share a chain of nodes, each with an item and the next node ---

struct TeeSource : Object {
    Slot iterator;
    std::atomic<bool> busy;
};
struct TeeNode : Object {
    Slot item, next;  // empty until the item has been drawn
};
struct Tee : Object {
    Slot source, node;
};

void trace_tee_source(Object* object, Marker& marker) {
    marker.mark(static_cast<TeeSource*>(object)->iterator);
}
void trace_tee_node(Object* object, Marker& marker) {
    marker.mark(static_cast<TeeNode*>(object)->item);
    marker.mark(static_cast<TeeNode*>(object)->next);
}
void trace_tee(Object* object, Marker& marker) {
    marker.mark(static_cast<Tee*>(object)->source);
    marker.mark(static_cast<Tee*>(object)->node);
}

Value new_tee(Thread& thread, Value source, Value node) {
    auto* tee = new_instance<Tee>(thread, own.tee);
    tee->source.store(source);
    tee->node.store(node);
    return tee;
}

Value tee_of(Thread& thread, Value iterable) {
    Value iterator = get_iter(thread, iterable);
    if (!iterator) return {};
    if (class_of(iterator) == own.tee) {
        auto* other = static_cast<Tee*>(iterator.as_object());
        return new_tee(thread, other->source.load(), other->node.load());
    }
    auto* source = new_instance<TeeSource>(thread, own.tee_source);
    source->iterator.store(iterator);
    return new_tee(thread, source, new_instance<TeeNode>(thread, own.tee_node));
}

Value tee_next(Thread& thread, Object* object) {
    auto* self = static_cast<Tee*>(object);
    auto* node = static_cast<TeeNode*>(self->node.load().as_object());
    Value next = node->next.load();
    if (!next) {
        auto* source = static_cast<TeeSource*>(self->source.load().as_object());
        if (source->busy.exchange(true))
            return raise_text(thread, exceptions.RuntimeError, "cannot re-enter the tee iterator");
        next = node->next.load();  // another thread may just have drawn it
        if (!next) {
            Value item = next_of(thread, source->iterator.load());
            if (item) {
                next = new_instance<TeeNode>(thread, own.tee_node);
                node->item.store(item);
                node->next.store(next);
            }
        }
        source->busy.store(false);
        if (!next) return {};
    }
    self->node.store(next);
    return node->item.load();
}

Value tee_new(Thread& thread, Args& args) { return tee_of(thread, args[1]); }

Value tee_copy(Thread& thread, Args& args) {
    auto* self = self_of<Tee>(args);
    return new_tee(thread, self->source.load(), self->node.load());
}

Value tee_function(Thread& thread, Args& args) {
    int64_t count = 2;
    if (args.has(1) && !to_int64(thread, args[1], &count)) return {};
    if (count < 0) return raise_value_error(thread, "n must be >= 0");
    if (count > (1 << 24)) return raise_memory_error(thread);
    Tuple* result = new_tuple_uninitialized(thread, static_cast<size_t>(count));
    Value first;
    for (int64_t i = 0; i < count; i++) {
        first = tee_of(thread, i == 0 ? args[0] : first);
        if (!first) return {};
        result->items[i] = first;
    }
    return result;
}

// --- zip_longest: first is a Storage of the iterators (empty at their end), second the fill value,
// number how many go on ---

Value zip_longest_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], own.zip_longest);
    if (!cls) return {};
    size_t count = args.rest.size();
    Storage* iterators = new_storage(thread, count);
    for (size_t i = 0; i < count; i++) {
        Value iterator = get_iter(thread, args.rest[i]);
        if (!iterator) return {};
        iterators->slots[i].store(iterator);
    }
    auto* self = new_instance<Simple>(thread, cls);
    self->first.store(iterators);
    self->second.store(args.get(1, Value::none()));
    self->number.store(static_cast<int64_t>(count), kRelaxed);
    self->third.store(Value::from_int(static_cast<int64_t>(count)));
    return self;
}

Value zip_longest_next(Thread& thread, Object* object) {
    auto* self = static_cast<Simple*>(object);
    if (self->number.load(kRelaxed) <= 0) return {};
    auto* iterators = static_cast<Storage*>(self->first.load().as_object());
    auto count = static_cast<size_t>(self->third.load().as_int());
    Value fill = self->second.load();
    Tuple* items = new_tuple_uninitialized(thread, count);
    for (size_t i = 0; i < count; i++) {
        Value iterator = iterators->slots[i].load();
        Value item = iterator ? next_of(thread, iterator) : fill;
        if (!item) {
            if (thread.exception || self->number.fetch_sub(1, kRelaxed) == 1) {
                self->number.store(0, kRelaxed);
                return {};
            }
            iterators->slots[i].store({});
            item = fill;
        }
        items->items[i] = item;
    }
    return items;
}

NativeSpec constructor(const char* signature, NativeFn function) {
    return {signature, function, "", Binding::StaticMethod};
}

}  // namespace

Class* add_iterator_class(Thread& thread, Module* module, const char* name, size_t size, TraceFn trace,
                          NextFn next, const char* doc) {
    NativeClass definition;
    std::string full_name = std::string("itertools.") + name;
    definition.name = full_name;
    definition.kind = Kind::Iterator;
    definition.instance_size = size;
    definition.trace = trace;
    definition.flags = kBasetype;
    definition.next = next;
    definition.doc = doc;
    Class* cls = new_native_class(thread, definition);
    keep_forever(thread, cls);
    set_module_attribute(thread, module, name, cls);
    return cls;
}

bool initialize_itertools(Thread& thread, Module* module) {
    auto add = [&](const char* name, TraceFn trace, NextFn next, const char* doc,
                   size_t size = sizeof(Simple)) {
        return add_iterator_class(thread, module, name, size, trace, next, doc);
    };
    own.accumulate = add("accumulate", trace_simple, accumulate_next, "Return series of accumulated sums.");
    own.batched = add("batched", trace_simple, batched_next,
                      "Batch data into tuples of length n. The last batch may be shorter than n.");
    own.chain = add("chain", trace_simple, chain_next,
                    "chain(*iterables) --> chain object\n\nReturn a chain object whose .__next__() "
                    "method returns elements from "
                    "the\nfirst iterable until it is exhausted, then elements from the "
                    "next\niterable, until all of the "
                    "iterables are exhausted.");
    own.compress = add("compress", trace_simple, compress_next,
                       "Return data elements corresponding to true selector elements.");
    own.count =
        add("count", trace_simple, count_next,
            "Return a count object whose .__next__() method returns consecutive values.", sizeof(Count));
    own.cycle = add("cycle", trace_simple, cycle_next,
                    "Return elements from the iterable until it is exhausted. Then repeat the "
                    "sequence indefinitely.");
    own.dropwhile = add("dropwhile", trace_simple, dropwhile_next,
                        "Drop items from the iterable while predicate(item) is true.");
    own.filterfalse = add("filterfalse", trace_simple, filterfalse_next,
                          "Return those items of iterable for which function(item) is false.");
    own.groupby =
        add("groupby", trace_groupby, groupby_next,
            "make an iterator that returns consecutive keys and groups from the iterable", sizeof(GroupBy));
    own.grouper = add("_grouper", trace_grouper, grouper_next, "", sizeof(Grouper));
    own.islice = add("islice", trace_islice, islice_next,
                     "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, "
                     "step]) --> islice object",
                     sizeof(Islice));
    own.pairwise = add("pairwise", trace_simple, pairwise_next,
                       "Return an iterator of overlapping pairs taken from the input iterator.");
    own.repeat = add("repeat", trace_simple, repeat_next,
                     "repeat(object [,times]) -> create an iterator which returns the object\nfor "
                     "the specified number of times.  "
                     "If not specified, returns the object\nendlessly.");
    own.starmap = add("starmap", trace_simple, starmap_next,
                      "Return an iterator whose values are returned from the function evaluated "
                      "with an argument tuple taken from "
                      "the given sequence.");
    own.takewhile = add("takewhile", trace_simple, takewhile_next,
                        "Return successive entries from an iterable as long as the predicate "
                        "evaluates to true for each entry.");
    own.tee = add("_tee", trace_tee, tee_next, "Iterator wrapped to make it copyable.", sizeof(Tee));
    own.zip_longest = add("zip_longest", trace_simple, zip_longest_next,
                          "Return a zip_longest object whose .__next__() method returns a tuple "
                          "where\nthe i-th element comes from "
                          "the i-th iterable argument.");
    own.grouper->class_flags |= kDisallowNew;
    own.tee_source =
        new_iterator_class(thread, "itertools._tee_source", sizeof(TeeSource), trace_tee_source, nullptr);
    own.tee_node =
        new_iterator_class(thread, "itertools._tee_node", sizeof(TeeNode), trace_tee_node, nullptr);
    keep_forever(thread, own.tee_source);
    keep_forever(thread, own.tee_node);

    add_methods(thread, own.accumulate,
                {constructor("__new__(cls, iterable, func=None, *, initial=None)", accumulate_new)});
    add_methods(thread, own.batched, {constructor("__new__(cls, iterable, n)", batched_new)});
    add_methods(thread, own.chain,
                {constructor("__new__(cls, /, *iterables, **kwargs)", chain_new),
                 {"from_iterable(type, iterable, /)", chain_from_iterable,
                  "Alternative chain() constructor taking a single iterable argument that "
                  "evaluates lazily.",
                  Binding::ClassMethod},
                 {"__class_getitem__(cls, item, /)", generic_alias_of, "See PEP 585", Binding::ClassMethod}});
    add_methods(thread, own.compress, {constructor("__new__(cls, data, selectors)", compress_new)});
    add_methods(thread, own.count,
                {constructor("__new__(cls, start=0, step=1)", count_new),
                 {"__repr__(self, /)", count_repr},
                 {"__reduce__(self, /)", count_reduce}});
    add_methods(thread, own.cycle, {constructor("__new__(cls, iterable, /)", cycle_new)});
    add_methods(
        thread, own.dropwhile,
        {constructor("__new__(cls, predicate, iterable, /)", predicate_new<&ItertoolsTypes::dropwhile>)});
    add_methods(
        thread, own.filterfalse,
        {constructor("__new__(cls, function, iterable, /)", predicate_new<&ItertoolsTypes::filterfalse>)});
    add_methods(thread, own.groupby, {constructor("__new__(cls, iterable, key=None)", groupby_new)});
    add_methods(thread, own.islice, {constructor("__new__(cls, /, *args, **kwargs)", islice_new)});
    add_methods(thread, own.pairwise, {constructor("__new__(cls, iterable, /)", pairwise_new)});
    add_methods(
        thread, own.repeat,
        {constructor("__new__(cls, object, times=None)", repeat_new),
         {"__repr__(self, /)", repeat_repr},
         {"__length_hint__(self, /)", repeat_hint, "Private method returning an estimate of len(list(it))."},
         {"__reduce__(self, /)", repeat_reduce}});
    add_methods(
        thread, own.starmap,
        {constructor("__new__(cls, function, iterable, /)", predicate_new<&ItertoolsTypes::starmap>)});
    add_methods(
        thread, own.takewhile,
        {constructor("__new__(cls, predicate, iterable, /)", predicate_new<&ItertoolsTypes::takewhile>)});
    add_methods(thread, own.tee,
                {constructor("__new__(cls, iterable, /)", tee_new), {"__copy__(self, /)", tee_copy}});
    add_methods(thread, own.zip_longest,
                {constructor("__new__(cls, /, *iterables, fillvalue=None)", zip_longest_new)});
    add_functions(thread, module,
                  {{"tee(iterable, n=2, /)", tee_function, "Returns a tuple of n independent iterators."}});
    add_selections(thread, module);
    return true;
}

}  // namespace gilt
