// The built-in functions that eat an iterable: sum, any, all, min, max, sorted, and next and iter.
//
// An iterator that runs script code (a generator) is not walked here: the machine runs a twin of the function instead,
// written in the language (lib/_consumers.py), in which the generator is resumed without leaving the interpreter loop. What
// is left here is lists, tuples, ranges and iterators made of C++, and these loops are made for them.
#include "modules/builtins_groups.h"

#include "modules/builtins_module.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/list.h"
#include "objects/range.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

// Every so many items a loop lets others stop the world, take the GIL or interrupt it.
class Poll {
 public:
    explicit Poll(Thread& thread) : thread_(thread) {}
    [[nodiscard]] bool operator()() { return (++count_ & 4095) != 0 || thread_.safepoint(); }

 private:
    Thread& thread_;
    uint32_t count_ = 0;
};

// ---------------------------------------------------------------- sum

// sum(range(...)) needs no loop: (first + last) * count / 2, in ints of any size.
Value sum_range(Thread& thread, Range* range, Value start) {
    if (int_sign(range->length) == 0) return start;
    Value steps = int_sub(thread, range->length, Value::from_int(1));
    Value last = int_add(thread, range->start, int_mul(thread, steps, range->step));
    Value doubled = int_mul(thread, int_add(thread, range->start, last), range->length);
    return int_add(thread, start, int_floordiv(thread, doubled, Value::from_int(2)));
}

// Its messages about arguments differ from those of other functions, so it counts them itself.
Value sum(Thread& thread, Args& args) {
    size_t given = args.rest.size() + args.has(0) + (args.keywords ? args.keywords->count() : 0);
    if (args.rest.empty())
        return raise_type_error(thread, "sum() takes at least 1 positional argument ({} given)", 0);
    if (given > 2) return raise_type_error(thread, "sum() takes at most 2 arguments ({} given)", given);
    if (args.keywords) {
        Value key, value;
        uint32_t position = 0;
        if (dict_next(args.keywords->table(), &position, &key, &value))
            return raise_type_error(thread, "'{}' is an invalid keyword argument for sum()",
                                    to_utf8(as_str(key)));
    }
    Value iterable = args.rest[0];
    Value total = args.rest.size() > 1 ? args.rest[1] : args.get(0, Value::from_int(0));
    if (is_str(total)) return raise_type_error(thread, "sum() can't sum strings [use ''.join(seq) instead]");
    if (is_bytes(total)) return raise_type_error(thread, "sum() can't sum bytes [use b''.join(seq) instead]");
    if (is_instance(total, types.bytearray))
        return raise_type_error(thread, "sum() can't sum bytearray [use b''.join(seq) instead]");
    if (total.is_int() && class_of(iterable) == types.range)
        return sum_range(thread, static_cast<Range*>(iterable.as_object()), total);

    Iteration items(thread, iterable);
    Poll poll(thread);
    Value item;
    bool more = true;
    if (total.is_int()) {
        // As long as all is small ints: plain additions, looked at for overflow.
        int64_t sum = total.as_int();
        while ((more = bool(item = items.next()))) {
            int64_t added;
            if (item.is_int())
                added = item.as_int();
            else if (item.is_bool())
                added = item.is_true();
            else
                break;
            int64_t next;
            if (__builtin_add_overflow(sum, added, &next)) break;
            sum = next;
            if (!poll()) return {};
        }
        total = make_int(thread, sum);
    }
    if (more && total.is_int() && item && item.is_float()) {
        total = Value::from_float(static_cast<double>(total.as_int()) + item.as_float());
        item = {};
    }
    if (more && total.is_float()) {
        double sum = total.as_float();
        if (item) {
            if (item.is_float())
                sum += item.as_float(), item = {};
            else if (item.is_int())
                sum += static_cast<double>(item.as_int()), item = {};
        }
        if (!item) {
            while ((more = bool(item = items.next()))) {
                if (item.is_float())
                    sum += item.as_float();
                else if (item.is_int())
                    sum += static_cast<double>(item.as_int());
                else
                    break;
                if (!poll()) return {};
            }
        }
        total = Value::from_any_float(sum);
    }
    if (more && !item) more = bool(item = items.next());
    for (; more; more = bool(item = items.next())) {
        total = binary(thread, BinaryOp::Add, total, item);
        if (!total || !poll()) return {};
    }
    if (items.failed()) return {};
    return total;
}

// ---------------------------------------------------------------- any, all

template <bool kStopAt>
Value any_or_all(Thread& thread, Args& args) {
    Iteration items(thread, args[0]);
    Poll poll(thread);
    while (Value item = items.next()) {
        int is_true = item.is_bool() ? item.is_true() : truth(thread, item);
        if (is_true < 0) return {};
        if (is_true == kStopAt) return Value::from_bool(kStopAt);
        if (!poll()) return {};
    }
    if (items.failed()) return {};
    return Value::from_bool(!kStopAt);
}

// ---------------------------------------------------------------- min, max

// Whether `a` is better than `b`.
template <Comparison kOp>
int better(Thread& thread, Value a, Value b) {
    constexpr bool kMin = kOp == Comparison::Lt;
    if (both_ints(a, b)) return kMin ? a.as_int() < b.as_int() : a.as_int() > b.as_int();
    if (a.is_float() && b.is_float()) return kMin ? a.as_float() < b.as_float() : a.as_float() > b.as_float();
    return compare_truth(thread, kOp, a, b);
}

template <Comparison kOp>
Value best(Thread& thread, Value iterable, Value key, Value fallback) {
    constexpr const char* kName = kOp == Comparison::Lt ? "min" : "max";
    Iteration items(thread, iterable);
    Poll poll(thread);
    Value best, best_key;
    bool keyed = key && !key.is_none();
    while (Value item = items.next()) {
        Value item_key = keyed ? call(thread, key, {item}) : item;
        if (!item_key) return {};
        if (best) {
            int wins = better<kOp>(thread, item_key, best_key);
            if (wins < 0) return {};
            if (!wins) {
                if (!poll()) return {};
                continue;
            }
        }
        best = item;
        best_key = item_key;
        if (!poll()) return {};
    }
    if (items.failed()) return {};
    if (best) return best;
    if (fallback) return fallback;
    return raise_value_error(thread, "{}() arg is an empty sequence", kName);
}

template <Comparison kOp>
Value min_or_max(Thread& thread, Args& args) {
    constexpr const char* kName = kOp == Comparison::Lt ? "min" : "max";
    Value key = args[0], fallback = args[1];
    if (args.rest.empty()) return raise_type_error(thread, "{} expected at least 1 argument, got 0", kName);
    if (args.rest.size() == 1) return best<kOp>(thread, args.rest[0], key, fallback);
    if (fallback)
        return raise_type_error(
            thread, "Cannot specify a default for {}() with multiple positional arguments", kName);
    if (args.rest.size() == 2 && both_ints(args.rest[0], args.rest[1]) && !key)
        return better<kOp>(thread, args.rest[1], args.rest[0]) ? args.rest[1] : args.rest[0];
    return best<kOp>(thread, new_tuple(thread, args.rest), key, {});
}

// ---------------------------------------------------------------- sorted

Value sorted(Thread& thread, Args& args) {
    if (args.rest.size() != 1)
        return raise_type_error(thread, "sorted expected 1 argument, got {}", args.rest.size());
    List* list = list_from_iterable(thread, args.rest[0]);
    if (!list) return {};
    Value reverse = args.has(1) ? to_index(thread, args[1]) : Value::from_int(0);
    if (!reverse || !list_sort(thread, list, args.get(0, Value::none()), int_sign(reverse) != 0)) return {};
    return list;
}

// ---------------------------------------------------------------- iter, next

Value iter(Thread& thread, Args& args) {
    if (!args.has(1)) return get_iter(thread, args[0]);
    if (!is_callable(args[0])) return raise_type_error(thread, "iter(v, w): v must be callable");
    return new_callable_iterator(thread, args[0], args[1]);
}

Value next(Thread& thread, Args& args) {
    Class* cls = class_of(args[0]);
    bool is_generator = args[0].is_object() && args[0].as_object()->kind() == Kind::Generator;
    if (cls->native_next && !is_generator) {
        Value item = cls->native_next(thread, args[0].as_object());
        if (item || thread.exception) return item;
        return args.has(1) ? args[1] : raise_stop_iteration(thread, {});
    }
    bool found;
    Value item = call_special(thread, args[0], Special::k_next, {}, &found);
    if (!found) return raise_type_error(thread, "'{}' object is not an iterator", type_name(args[0]));
    if (!item && args.has(1) && pending_matches(thread, exceptions.StopIteration)) {
        clear_exception(thread);
        return args[1];
    }
    return item;
}

// ---------------------------------------------------------------- aiter, anext

Value aiter(Thread& thread, Args& args) {
    bool found;
    Value iterator = call_special(thread, args[0], Special::k_aiter, {}, &found);
    if (!found) return raise_type_error(thread, "'{}' object is not an async iterable", type_name(args[0]));
    if (iterator && !class_of(iterator)->special(Special::k_anext))
        return raise_type_error(thread, "aiter() returned not an async iterator of type '{}'",
                                type_name(iterator));
    return iterator;
}

// With a default, the twin in lib/_consumers.py runs: awaiting needs a coroutine.
Value anext(Thread& thread, Args& args) {
    bool found;
    Value awaitable = call_special(thread, args[0], Special::k_anext, {}, &found);
    if (!found) return raise_type_error(thread, "'{}' object is not an async iterator", type_name(args[0]));
    if (!awaitable || !args.has(1)) return awaitable;
    return anext_with_default(thread, awaitable, args[1]);
}

}  // namespace

void add_consumers(Thread& thread, Module* module) {
    add_functions(
        thread, module,
        {
            {"sum(*args, start=0, **kwargs)", sum,
             "Return the sum of a 'start' value (default: 0) plus an iterable of numbers"},
            {"any(iterable, /)", any_or_all<true>,
             "Return True if bool(x) is True for any x in the iterable."},
            {"all(iterable, /)", any_or_all<false>,
             "Return True if bool(x) is True for all values x in the iterable."},
            {"min(*args, key=None, default=None)", min_or_max<Comparison::Lt>,
             "With a single iterable argument, return its smallest item."},
            {"max(*args, key=None, default=None)", min_or_max<Comparison::Gt>,
             "With a single iterable argument, return its biggest item."},
            {"sorted(*args, key=None, reverse=False)", sorted,
             "Return a new list containing all items from the iterable in ascending order."},
            {"iter(object, sentinel=None, /)", iter, "Get an iterator from an object."},
            {"next(iterator, default=None, /)", next, "Return the next item from the iterator."},
            {"aiter(async_iterable, /)", aiter, "Return an AsyncIterator for an AsyncIterable object."},
            {"anext(async_iterator, default=None, /)", anext,
             "Return the next item from the async iterator."},
        });
}

}  // namespace gilt
