// The methods and operators of dict (dict.cpp is the table behind them).
#include <fmt/format.h>

#include "objects/class.h"
#include "objects/dict.h"
#include "objects/dict_views.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/last_reference.h"
#include "vm/operations.h"
#include "vm/recursion_level.h"

namespace gilt {

namespace {

Dict* self_of(Args& args) { return as_dict(args[0]); }
Value none_if(bool good) { return good ? Value::none() : Value(); }

Value dict_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], types.dict);
    return cls ? Value(allocate_dict(thread, cls)) : Value();
}

// dict(...) and update(...): a mapping or pairs, then keywords.
bool update_from_arguments(Thread& thread, Dict* dict, std::string_view name, Args& args) {
    if (args.rest.size() > 1) {
        raise_type_error(thread, "{} expected at most 1 argument, got {}", name, args.rest.size());
        return false;
    }
    if (!args.rest.empty() && !dict_update(thread, dict, args.rest[0])) return false;
    return !args.keywords || dict_merge(thread, dict, args.keywords, true);
}

Value dict_init(Thread& thread, Args& args) {
    return none_if(update_from_arguments(thread, self_of(args), "dict", args));
}
Value dict_update_method(Thread& thread, Args& args) {
    return none_if(update_from_arguments(thread, self_of(args), "update", args));
}

Value dict_repr(Thread& thread, Args& args) {
    Dict* dict = self_of(args);
    if (dict->count() == 0) return new_str_ascii(thread, "{}");
    if (!repr_enter(thread, dict)) return new_str_ascii(thread, "{...}");
    StrBuilder text;
    text.append('{');
    RecursionLevel level(thread, " while getting the repr of an object");
    bool good = level.is_allowed();
    uint32_t position = 0;
    Value key, value;
    for (bool first = true; good && dict_next(dict->table(), &position, &key, &value); first = false) {
        if (!first) text.append_ascii(", ");
        good = append_repr(thread, key, &text);
        if (good) {
            text.append_ascii(": ");
            good = append_repr(thread, value, &text);
        }
    }
    repr_leave(thread, dict);
    if (!good) return {};
    text.append('}');
    return text.finish(thread);
}

Value dict_len(Thread&, Args& args) { return Value::from_int(static_cast<int64_t>(self_of(args)->count())); }
Value dict_getitem(Thread& thread, Args& args) { return dict_subscript(thread, self_of(args), args[1]); }
Value dict_setitem(Thread& thread, Args& args) {
    return none_if(dict_store(thread, self_of(args), args[1], args[2]));
}

Value dict_delitem(Thread& thread, Args& args) {
    int found = dict_delete(thread, self_of(args), args[1]);
    if (found == 0) return raise(thread, exceptions.KeyError, args[1]);
    return none_if(found > 0);
}

Value dict_contains(Thread& thread, Args& args) {
    Value value;
    int found = dict_lookup(thread, self_of(args), args[1], &value);
    return found < 0 ? Value() : Value::from_bool(found);
}

Value dict_iter(Thread& thread, Args& args) {
    return new_dict_iterator(thread, self_of(args), DictPart::Keys);
}
Value dict_reversed(Thread& thread, Args& args) {
    return new_dict_iterator(thread, self_of(args), DictPart::Keys, true);
}
Value dict_keys(Thread& thread, Args& args) { return new_dict_view(thread, self_of(args), DictPart::Keys); }
Value dict_values(Thread& thread, Args& args) {
    return new_dict_view(thread, self_of(args), DictPart::Values);
}
Value dict_items(Thread& thread, Args& args) { return new_dict_view(thread, self_of(args), DictPart::Items); }

template <bool negated>
Value dict_compare(Thread& thread, Args& args) {
    if (!is_dict(args[1])) return Value::not_implemented();
    int same = dict_equal(thread, self_of(args), as_dict(args[1]));
    return same < 0 ? Value() : Value::from_bool((same != 0) != negated);
}

Value not_ordered(Thread&, Args&) { return Value::not_implemented(); }

Value dict_get_method(Thread& thread, Args& args) {
    Value value;
    int found = dict_lookup(thread, self_of(args), args[1], &value);
    if (found < 0) return {};
    return found ? value : args.get(2, Value::none());
}

Value dict_setdefault(Thread& thread, Args& args) {
    return dict_set_default(thread, self_of(args), args[1], args.get(2, Value::none()));
}

Value dict_pop(Thread& thread, Args& args) {
    Value value;
    // Of an empty dict no key is hashed, as in CPython.
    int found = self_of(args)->count() ? dict_delete(thread, self_of(args), args[1], &value) : 0;
    if (found < 0) return {};
    if (found) return value;
    return args.has(2) ? args[2] : raise(thread, exceptions.KeyError, args[1]);
}

Value dict_popitem(Thread& thread, Args& args) {
    Value key, value;
    if (!dict_pop_item(self_of(args), true, &key, &value))
        return raise(thread, exceptions.KeyError, new_str(thread, "popitem(): dictionary is empty"));
    return new_tuple(thread, {key, value});
}

Value dict_clear_method(Thread& thread, Args& args) {
    dict_clear(thread, self_of(args));
    return references_went(thread, dict_clear_method) ? Value::none() : Value();
}

// A plain dict with the same items. A subclass that iterates in its own way is asked through its methods, as for update().
Dict* plain_copy(Thread& thread, Dict* dict) {
    if (class_of(dict)->special(Special::k_iter) == types.dict->special(Special::k_iter)) return dict_copy(thread, dict);
    Dict* copy = new_dict(thread);
    return copy && dict_update(thread, copy, dict) ? copy : nullptr;
}

Value dict_copy_method(Thread& thread, Args& args) {
    Dict* copy = plain_copy(thread, self_of(args));
    return copy ? Value(copy) : Value();
}

Value dict_fromkeys(Thread& thread, Args& args) {
    Value result = call(thread, args[0], {});
    if (!result) return {};
    Value value = args.get(2, Value::none());
    bool plain = class_of(result) == types.dict;
    Iteration keys(thread, args[1]);
    while (Value key = keys.next())
        if (!(plain ? dict_store(thread, as_dict(result), key, value) : set_item(thread, result, key, value)))
            return {};
    return keys.failed() ? Value() : result;
}

Value dict_or(Thread& thread, Args& args) {
    if (!is_dict(args[1])) return Value::not_implemented();
    Dict* result = plain_copy(thread, self_of(args));
    return result && dict_update(thread, result, args[1]) ? Value(result) : Value();
}

Value dict_or_reflected(Thread& thread, Args& args) {
    if (!is_dict(args[1])) return Value::not_implemented();
    Dict* result = plain_copy(thread, as_dict(args[1]));
    return result && dict_update(thread, result, args[0]) ? Value(result) : Value();
}

Value dict_inplace_or(Thread& thread, Args& args) {
    return dict_update(thread, self_of(args), args[1]) ? args[0] : Value();
}

Value dict_sizeof(Thread&, Args& args) {
    DictTable* table = self_of(args)->table();
    size_t bytes = sizeof(Dict) + (table->capacity ? sizeof(DictTable) : 0) +
                   table->capacity * sizeof(DictEntry) + (size_t{1} << table->log2_size) * table->index_width;
    return Value::from_int(static_cast<int64_t>(bytes));
}

}  // namespace

void init_dict_type(Thread& thread) {
    add_methods(
        thread, types.dict,
        {{"__new__(cls, /, *args, **kwargs)", dict_new, "", Binding::StaticMethod},
         {"__init__(self, /, *args, **kwargs)", dict_init, "Initialize self."},
         {"__repr__(self, /)", dict_repr, "Return repr(self)."},
         {"__len__(self, /)", dict_len, "Return len(self)."},
         {"__getitem__(self, key, /)", dict_getitem, "Return self[key]."},
         {"__setitem__(self, key, value, /)", dict_setitem, "Set self[key] to value."},
         {"__delitem__(self, key, /)", dict_delitem, "Delete self[key]."},
         {"__contains__(self, key, /)", dict_contains,
          "True if the dictionary has the specified key, else False."},
         {"__iter__(self, /)", dict_iter, "Implement iter(self)."},
         {"__reversed__(self, /)", dict_reversed, "Return a reverse iterator over the dict keys."},
         {"__eq__(self, value, /)", dict_compare<false>, "Return self==value."},
         {"__ne__(self, value, /)", dict_compare<true>, "Return self!=value."},
         {"__lt__(self, value, /)", not_ordered, "Return self<value."},
         {"__le__(self, value, /)", not_ordered, "Return self<=value."},
         {"__gt__(self, value, /)", not_ordered, "Return self>value."},
         {"__ge__(self, value, /)", not_ordered, "Return self>=value."},
         {"__or__(self, value, /)", dict_or, "Return self|value."},
         {"__ror__(self, value, /)", dict_or_reflected, "Return value|self."},
         {"__ior__(self, value, /)", dict_inplace_or, "Return self|=value."},
         {"get(self, key, default=None, /)", dict_get_method,
          "Return the value for key if key is in the dictionary, else default."},
         {"setdefault(self, key, default=None, /)", dict_setdefault,
          "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value "
          "for key if key is in "
          "the dictionary, else default."},
         {"pop(self, key, default=None, /)", dict_pop,
          "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\nIf the "
          "key is not found, return "
          "the default if given; otherwise,\nraise a KeyError."},
         {"popitem(self, /)", dict_popitem,
          "Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO "
          "(last-in, first-out) "
          "order.\nRaises KeyError if the dict is empty."},
         {"keys(self, /)", dict_keys, "D.keys() -> a set-like object providing a view on D's keys"},
         {"values(self, /)", dict_values, "D.values() -> an object providing a view on D's values"},
         {"items(self, /)", dict_items, "D.items() -> a set-like object providing a view on D's items"},
         {"update(self, /, *args, **kwargs)", dict_update_method,
          "D.update([E, ]**F) -> None.  Update D from dict/iterable E and F."},
         {"clear(self, /)", dict_clear_method, "D.clear() -> None.  Remove all items from D."},
         {"copy(self, /)", dict_copy_method, "D.copy() -> a shallow copy of D"},
         {"fromkeys(cls, iterable, value=None, /)", dict_fromkeys,
          "Create a new dictionary with keys from iterable and values set to value.", Binding::ClassMethod},
         {"__sizeof__(self, /)", dict_sizeof, "D.__sizeof__() -> size of D in memory, in bytes"},
         {"__class_getitem__(cls, item, /)", generic_alias_of, "See PEP 585", Binding::ClassMethod}});
    make_unhashable(thread, types.dict);
}

}  // namespace gilt
