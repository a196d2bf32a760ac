// _collections: deque (collections_deque.cpp), defaultdict, and what namedtuple and Counter want fast.
#include "heap/heap.h"
#include "modules/collections.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/keys.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/operations.h"

namespace gilt {

namespace {

Class *defaultdict_class, *tuplegetter_class;

Value none_if(bool good) { return good ? Value::none() : Value(); }

// --- defaultdict ---

struct DefaultDict : Dict {
    Slot factory;
};

DefaultDict* as_defaultdict(Value value) { return static_cast<DefaultDict*>(value.as_object()); }

void trace_defaultdict(Object* object, Marker& marker) {
    trace_dict(object, marker);
    marker.mark(static_cast<DefaultDict*>(object)->factory);
}

Value defaultdict_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], defaultdict_class);
    if (!cls) return {};
    Dict* dict = allocate_dict(thread, cls);
    as_defaultdict(dict)->factory.store(Value::none());
    return dict;
}

Value defaultdict_init(Thread& thread, Args& args) {
    Value factory = args.rest.empty() ? Value::none() : args.rest[0];
    if (!factory.is_none() && !is_callable(factory))
        return raise_type_error(thread, "first argument must be callable or None");
    if (args.rest.size() > 2)
        return raise_type_error(thread, "dict expected at most 1 argument, got {}", args.rest.size() - 1);
    as_defaultdict(args[0])->factory.store(factory);
    Dict* dict = as_dict(args[0]);
    if (args.rest.size() == 2 && !dict_update(thread, dict, args.rest[1])) return {};
    return none_if(!args.keywords || dict_merge(thread, dict, args.keywords, true));
}

Value defaultdict_missing(Thread& thread, Args& args) {
    Value factory = as_defaultdict(args[0])->factory.load();
    if (factory.is_none()) return raise(thread, exceptions.KeyError, args[1]);
    Value value = call(thread, factory, {});
    if (!value) return {};
    return set_item(thread, args[0], args[1], value) ? value : Value();
}

Value defaultdict_repr(Thread& thread, Args& args) {
    auto* self = as_defaultdict(args[0]);
    StrBuilder text;
    text.append(class_of(args[0])->name);
    text.append('(');
    Value factory = self->factory.load();
    // A factory that is a method of this dict would print it again.
    if (factory.is_object() && !repr_enter(thread, factory.as_object())) {
        text.append_ascii("...");
    } else {
        bool good = append_repr(thread, factory, &text);
        if (factory.is_object()) repr_leave(thread, factory.as_object());
        if (!good) return {};
    }
    text.append_ascii(", ");
    Value shown = call(thread, class_lookup(types.dict, names.special(Special::k_repr)), {args[0]});
    if (!shown) return {};
    text.append(as_str(shown));
    text.append(')');
    return text.finish(thread);
}

Value defaultdict_copy(Thread& thread, Args& args) {
    return call(thread, Value(class_of(args[0])), {as_defaultdict(args[0])->factory.load(), args[0]});
}

Value defaultdict_reduce(Thread& thread, Args& args) {
    Value factory = as_defaultdict(args[0])->factory.load();
    Tuple* arguments = factory.is_none() ? empty_tuple() : new_tuple(thread, {factory});
    Value items = call_method(thread, args[0], names.items, {});
    Value iterator = items ? get_iter(thread, items) : Value();
    if (!iterator) return {};
    return new_tuple(thread,
                     {Value(class_of(args[0])), Value(arguments), Value::none(), Value::none(), iterator});
}

// defaultdict | dict, and dict | defaultdict: the factory is the defaultdict's.
Value unite(Thread& thread, Value owner, Value left, Value right) {
    if (!is_dict(left) || !is_dict(right)) return Value::not_implemented();
    Value result = call(thread, Value(class_of(owner)), {as_defaultdict(owner)->factory.load(), left});
    return result && is_dict(result) && dict_update(thread, as_dict(result), right) ? result : Value();
}
Value defaultdict_or(Thread& thread, Args& args) { return unite(thread, args[0], args[0], args[1]); }
Value defaultdict_or_reflected(Thread& thread, Args& args) {
    return unite(thread, args[0], args[1], args[0]);
}

Value get_factory(Thread&, Value self) { return as_defaultdict(self)->factory.load(); }
bool set_factory(Thread&, Value self, Value value) {
    as_defaultdict(self)->factory.store(value ? value : Value::none());
    return true;
}

// --- namedtuple's fields: a property that is one load ---

struct TupleGetter : Object {
    int64_t index;
    Slot doc;
};

void trace_tuplegetter(Object* object, Marker& marker) {
    marker.mark(static_cast<TupleGetter*>(object)->doc);
}

Value tuplegetter_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], tuplegetter_class);
    int64_t index;
    if (!cls || !to_int64(thread, args[1], &index)) return {};
    auto* self = new_instance<TupleGetter>(thread, cls);
    self->index = index;
    self->doc.store(args[2]);
    return self;
}

Value tuplegetter_get(Thread& thread, Args& args) {
    auto* self = static_cast<TupleGetter*>(args[0].as_object());
    if (args[1].is_none()) return args[0];
    if (!is_tuple(args[1]))
        return raise_type_error(thread,
                                "descriptor for index '{}' for tuple subclasses doesn't apply to '{}' object",
                                self->index, type_name(args[1]));
    Tuple* tuple = as_tuple(args[1]);
    if (self->index < 0 || static_cast<uint64_t>(self->index) >= tuple->length)
        return raise_text(thread, exceptions.IndexError, "tuple index out of range");
    return tuple->items[self->index];
}

Value tuplegetter_set(Thread& thread, Args&) {
    return raise_text(thread, exceptions.AttributeError, "can't set attribute");
}
Value tuplegetter_delete(Thread& thread, Args&) {
    return raise_text(thread, exceptions.AttributeError, "can't delete attribute");
}

Value tuplegetter_reduce(Thread& thread, Args& args) {
    auto* self = static_cast<TupleGetter*>(args[0].as_object());
    return new_tuple(thread, {Value(tuplegetter_class),
                              new_tuple(thread, {make_int(thread, self->index), self->doc.load()})});
}

Value tuplegetter_repr(Thread& thread, Args& args) {
    auto* self = static_cast<TupleGetter*>(args[0].as_object());
    Str* doc = repr(thread, self->doc.load());
    return doc ? Value(new_str(thread,
                               "_tuplegetter(" + std::to_string(self->index) + ", " + to_utf8(doc) + ")"))
               : Value();
}

Value get_doc(Thread&, Value self) { return static_cast<TupleGetter*>(self.as_object())->doc.load(); }
bool set_doc(Thread&, Value self, Value value) {
    static_cast<TupleGetter*>(self.as_object())->doc.store(value ? value : Value::none());
    return true;
}

// --- Counter: mapping[item] += 1 for every item ---

Value count_elements(Thread& thread, Args& args) {
    Value mapping = args[0];
    Class* cls = class_of(mapping);
    bool plain = is_dict(mapping) &&
                 cls->special(Special::k_setitem) == types.dict->special(Special::k_setitem) &&
                 class_lookup(cls, names.get) == class_lookup(types.dict, names.get);
    Iteration items(thread, args[1]);
    while (Value item = items.next()) {
        Value count;
        if (plain) {
            int64_t hash;
            if (!hash_key(thread, item, &hash)) return {};
            int found = dict_lookup_hashed(thread, as_dict(mapping), item, hash, &count);
            if (found < 0) return {};
            Value next =
                found ? binary(thread, BinaryOp::Add, count, Value::from_int(1)) : Value::from_int(1);
            if (!next || !dict_store_hashed(thread, as_dict(mapping), item, hash, next)) return {};
        } else {
            count = call_method(thread, mapping, names.get, {item, Value::from_int(0)});
            Value next = count ? binary(thread, BinaryOp::Add, count, Value::from_int(1)) : Value();
            if (!next || !set_item(thread, mapping, item, next)) return {};
        }
    }
    return items.failed() ? Value() : Value::none();
}

void add_defaultdict(Thread& thread, Module* module) {
    NativeClass definition{.name = "collections.defaultdict",
                           .base = types.dict,
                           .kind = Kind::Native,
                           .instance_size = sizeof(DefaultDict),
                           .trace = trace_defaultdict,
                           .flags = kBasetype,
                           .doc =
                               "defaultdict(default_factory=None, /, [...]) --> dict with default "
                               "factory\n\nThe default factory "
                               "is called without arguments to produce\na new value when a key is "
                               "not present, in __getitem__ "
                               "only.\nA defaultdict compares equal to a dict with the same "
                               "items.\nAll remaining arguments are "
                               "treated the same as if they were\npassed to the dict constructor, "
                               "including keyword arguments."};
    defaultdict_class = add_collection_class(thread, module, "defaultdict", definition);
    add_methods(thread, defaultdict_class,
                {{"__new__(cls, /, *args, **kwargs)", defaultdict_new, "", Binding::StaticMethod},
                 {"__init__(self, /, *args, **kwargs)", defaultdict_init, "Initialize self."},
                 {"__missing__(self, key, /)", defaultdict_missing,
                  "__missing__(key) # Called by __getitem__ for missing key."},
                 {"__repr__(self, /)", defaultdict_repr, "Return repr(self)."},
                 {"copy(self, /)", defaultdict_copy, "D.copy() -> a shallow copy of D."},
                 {"__copy__(self, /)", defaultdict_copy, "D.copy() -> a shallow copy of D."},
                 {"__reduce__(self, /)", defaultdict_reduce, "Return state information for pickling."},
                 {"__or__(self, value, /)", defaultdict_or, "Return self|value."},
                 {"__ror__(self, value, /)", defaultdict_or_reflected, "Return value|self."}});
    add_getsets(thread, defaultdict_class,
                {{"default_factory", get_factory, set_factory,
                  "Factory for default value called by __missing__()."}});
}

}  // namespace

Class* add_collection_class(Thread& thread, Module* module, const char* name, const NativeClass& definition) {
    Class* cls = new_native_class(thread, definition);
    keep_forever(thread, cls);
    set_module_attribute(thread, module, name, cls);
    return cls;
}

bool initialize_collections(Thread& thread, Module* module) {
    add_deque(thread, module);
    add_defaultdict(thread, module);
    NativeClass getter{.name = "collections._tuplegetter",
                       .kind = Kind::Native,
                       .instance_size = sizeof(TupleGetter),
                       .trace = trace_tuplegetter};
    tuplegetter_class = add_collection_class(thread, module, "_tuplegetter", getter);
    add_methods(thread, tuplegetter_class,
                {{"__new__(cls, index, doc, /)", tuplegetter_new, "", Binding::StaticMethod},
                 {"__get__(self, instance, owner=None, /)", tuplegetter_get},
                 {"__set__(self, instance, value, /)", tuplegetter_set},
                 {"__delete__(self, instance, /)", tuplegetter_delete},
                 {"__reduce__(self, /)", tuplegetter_reduce},
                 {"__repr__(self, /)", tuplegetter_repr}});
    add_getsets(thread, tuplegetter_class, {{"__doc__", get_doc, set_doc}});
    add_functions(thread, module,
                  {{"_count_elements(mapping, iterable, /)", count_elements,
                    "Count elements in the iterable, updating the mapping"}});
    return true;
}

}  // namespace gilt
