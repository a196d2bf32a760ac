// types.GenericAlias and types.UnionType.
#include "objects/generic_alias.h"

#include <mutex>

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/operations.h"

namespace gilt {

namespace {

struct GenericAlias : Object {
    Value origin;
    Tuple* arguments;
    Tuple* parameters;  // the type variables among the arguments
    bool is_unpacked;   // *tuple[int]
};

struct UnionType : Object {
    Tuple* members;
};

GenericAlias* as_alias(Value value) { return static_cast<GenericAlias*>(value.as_object()); }
bool is_alias(Value value) {
    return types.generic_alias && value.is_object() && is_instance(value, types.generic_alias);
}

void trace_alias(Object* object, Marker& marker) {
    auto* alias = static_cast<GenericAlias*>(object);
    marker.mark(alias->origin);
    marker.mark(static_cast<Object*>(alias->arguments));
    marker.mark(static_cast<Object*>(alias->parameters));
}

void trace_union(Object* object, Marker& marker) {
    marker.mark(static_cast<Object*>(static_cast<UnionType*>(object)->members));
}

// --- text ---

// How a type is written inside brackets.
bool append_type(Thread& thread, Value value, StrBuilder* text) {
    if (value.is_ellipsis()) {
        text->append_ascii("...");
        return true;
    }
    if (class_of(value) == types.list) {
        text->append('[');
        for (size_t i = 0; i < as_list(value)->count(); i++) {
            if (i) text->append_ascii(", ");
            Value item = list_get(as_list(value), i);
            if (item && !append_type(thread, item, text)) return false;
        }
        text->append(']');
        return true;
    }
    Value name, module;
    if (is_alias(value)) return append_repr(thread, value, text);
    int found = find_attr(thread, value, names.dunder_qualname, &name);
    if (found > 0) found = find_attr(thread, value, names.dunder_module, &module);
    if (found < 0) return false;
    if (!found || !is_str(name) || !is_str(module)) return append_repr(thread, value, text);
    if (as_str(module) != names.builtins) {
        text->append(as_str(module));
        text->append('.');
    }
    text->append(as_str(name));
    return true;
}

Value alias_repr(Thread& thread, Args& args) {
    GenericAlias* alias = as_alias(args[0]);
    StrBuilder text;
    if (alias->is_unpacked) text.append('*');
    if (!append_type(thread, alias->origin, &text)) return {};
    text.append('[');
    for (size_t i = 0; i < alias->arguments->length; i++) {
        if (i) text.append_ascii(", ");
        if (!append_type(thread, alias->arguments->items[i], &text)) return {};
    }
    if (alias->arguments->length == 0) text.append_ascii("()");
    text.append(']');
    return text.finish(thread);
}

// --- type variables ---

void add_once(Thread& thread, List* list, Value value) {
    for (size_t i = 0; i < list->count(); i++)
        if (list_get(list, i) == value) return;
    list_append(thread, list, value);
}

// A type variable is known by its __typing_subst__.
int is_type_variable(Thread& thread, Value value) {
    if (!value.is_object() || value.as_object()->kind() == Kind::Class) return 0;
    Value ignored;
    return find_attr(thread, value, intern(thread, "__typing_subst__"), &ignored);
}

// The tuple of type variables in the arguments, in order of appearance. Null with an exception pending.
Tuple* collect_parameters(Thread& thread, Tuple* arguments) {
    List* found = new_list(thread);
    for (Value argument : arguments->span()) {
        if (!argument.is_object() || argument.as_object()->kind() == Kind::Class) continue;
        int is_variable = is_type_variable(thread, argument);
        if (is_variable < 0) return nullptr;
        if (is_variable) {
            add_once(thread, found, argument);
            continue;
        }
        Value inner;
        int has = find_attr(thread, argument, names.dunder_parameters, &inner);
        if (has < 0) return nullptr;
        if (has && is_tuple(inner))
            for (Value parameter : as_tuple(inner)->span()) add_once(thread, found, parameter);
    }
    return tuple_from_iterable(thread, found);
}

// list[T][int]: each type variable is replaced by the item given for it.
Value alias_getitem(Thread& thread, Args& args) {
    GenericAlias* alias = as_alias(args[0]);
    Tuple* items = is_tuple(args[1]) ? as_tuple(args[1]) : new_tuple(thread, {args[1]});
    Tuple* parameters = alias->parameters;
    if (parameters->length == 0 || parameters->length != items->length) {
        Str* printed = repr(thread, args[0]);
        if (!printed) return {};
        if (parameters->length == 0)
            return raise_type_error(thread, "{} is not a generic class", to_utf8(printed));
        return raise_type_error(thread, "Too {} arguments for {}; actual {}, expected {}",
                                items->length > parameters->length ? "many" : "few", to_utf8(printed),
                                items->length, parameters->length);
    }
    auto replacement = [&](Value parameter) {
        for (size_t i = 0; i < parameters->length; i++)
            if (parameters->items[i] == parameter) return items->items[i];
        return parameter;
    };
    Tuple* arguments = new_tuple_uninitialized(thread, alias->arguments->length);
    for (size_t i = 0; i < arguments->length; i++) {
        Value argument = alias->arguments->items[i];
        Value replaced = replacement(argument);
        if (replaced == argument && argument.is_object() && argument.as_object()->kind() != Kind::Class) {
            Value inner;
            int has = find_attr(thread, argument, names.dunder_parameters, &inner);
            if (has < 0) return {};
            if (has && is_tuple(inner) && as_tuple(inner)->length) {
                Tuple* own = new_tuple_uninitialized(thread, as_tuple(inner)->length);
                for (size_t j = 0; j < own->length; j++)
                    own->items[j] = replacement(as_tuple(inner)->items[j]);
                replaced = get_item(thread, argument, own->length == 1 ? own->items[0] : Value(own));
                if (!replaced) return {};
            }
        }
        arguments->items[i] = replaced;
    }
    return new_generic_alias(thread, alias->origin, arguments);
}

// --- the rest of GenericAlias ---

Value make_alias(Thread& thread, Class* cls, Value origin, Value arguments);

Value alias_new(Thread& thread, Args& args) { return make_alias(thread, static_cast<Class*>(args[0].as_object()), args[1], args[2]); }

// What the alias does not have itself is asked of the class: list[int].append.
Value alias_getattr(Thread& thread, Args& args) {
    if (!is_str(args[1])) return raise_type_error(thread, "attribute name must be string");
    return get_attr(thread, as_alias(args[0])->origin, intern(thread, as_str(args[1])));
}

Value alias_call(Thread& thread, Args& args) {
    Value origin = as_alias(args[0])->origin;
    Value object = args.keywords ? call_with(thread, origin, new_tuple(thread, args.rest), args.keywords)
                                 : call(thread, origin, args.rest);
    if (!object) return {};
    if (!set_attr(thread, object, intern(thread, "__orig_class__"), args[0])) {
        if (!pending_matches(thread, exceptions.AttributeError) &&
            !pending_matches(thread, exceptions.TypeError))
            return {};
        clear_exception(thread);
    }
    return object;
}

Value alias_eq(Thread& thread, Args& args) {
    if (!is_alias(args[1])) return Value::not_implemented();
    GenericAlias* a = as_alias(args[0]);
    GenericAlias* b = as_alias(args[1]);
    int same = a->is_unpacked == b->is_unpacked ? equal(thread, a->origin, b->origin) : 0;
    if (same > 0) same = equal(thread, a->arguments, b->arguments);
    return same < 0 ? Value() : Value::from_bool(same != 0);
}

Value alias_hash(Thread& thread, Args& args) {
    int64_t origin, arguments;
    if (!hash(thread, as_alias(args[0])->origin, &origin) ||
        !hash(thread, as_alias(args[0])->arguments, &arguments))
        return {};
    return make_int(thread, origin ^ arguments);
}

Value alias_mro_entries(Thread& thread, Args& args) { return new_tuple(thread, {as_alias(args[0])->origin}); }

Value alias_instancecheck(Thread& thread, Args&) {
    return raise_type_error(thread, "isinstance() argument 2 cannot be a parameterized generic");
}
Value alias_subclasscheck(Thread& thread, Args&) {
    return raise_type_error(thread, "issubclass() argument 2 cannot be a parameterized generic");
}

Value alias_reduce(Thread& thread, Args& args) {
    GenericAlias* alias = as_alias(args[0]);
    return new_tuple(
        thread, {Value(types.generic_alias), new_tuple(thread, {alias->origin, Value(alias->arguments)})});
}

// *tuple[int] in a list of parameters: an iterator that gives the alias once, marked.
Value alias_iter(Thread& thread, Args& args) {
    Value unpacked = new_generic_alias(thread, as_alias(args[0])->origin, as_alias(args[0])->arguments);
    if (!unpacked) return {};
    as_alias(unpacked)->is_unpacked = true;
    return new_tuple_iterator(thread, new_tuple(thread, {unpacked}));
}

Value get_origin(Thread&, Value self) { return as_alias(self)->origin; }
Value get_arguments(Thread&, Value self) { return as_alias(self)->arguments; }
Value get_parameters(Thread&, Value self) { return as_alias(self)->parameters; }
Value get_unpacked(Thread&, Value self) { return Value::from_bool(as_alias(self)->is_unpacked); }

// --- unions ---

UnionType* as_union(Value value) { return static_cast<UnionType*>(value.as_object()); }

// What `|` accepts: types, None, aliases, unions, type variables.
bool is_type_like(Thread& thread, Value value) {
    if (value.is_none() || is_alias(value) || is_union(value)) return true;
    if (!value.is_object()) return false;
    return value.as_object()->kind() == Kind::Class || is_type_variable(thread, value) > 0;
}

template <bool reflected>
Value or_operator(Thread& thread, Args& args) {
    return reflected ? union_of(thread, args[1], args[0]) : union_of(thread, args[0], args[1]);
}

Value union_repr(Thread& thread, Args& args) {
    StrBuilder text;
    bool first = true;
    for (Value member : as_union(args[0])->members->span()) {
        if (!first) text.append_ascii(" | ");
        first = false;
        if (member == Value(types.none))
            text.append_ascii("None");
        else if (!append_type(thread, member, &text))
            return {};
    }
    return text.finish(thread);
}

// The members as a set: their order does not matter.
Set* member_set(Thread& thread, Value value) {
    auto* set = allocate_set(thread, types.frozenset);
    return set_update(thread, set, as_union(value)->members) ? set : nullptr;
}

Value union_eq(Thread& thread, Args& args) {
    if (!is_union(args[1])) return Value::not_implemented();
    Set* a = member_set(thread, args[0]);
    Set* b = member_set(thread, args[1]);
    if (!a || !b) return {};
    int same = equal(thread, a, b);
    return same < 0 ? Value() : Value::from_bool(same != 0);
}

Value union_hash(Thread& thread, Args& args) {
    Set* members = member_set(thread, args[0]);
    int64_t result;
    return members && hash(thread, members, &result) ? make_int(thread, result) : Value();
}

enum class Check { Instance, Subclass };

template <Check check>
Value union_check(Thread& thread, Args& args) {
    for (Value member : as_union(args[0])->members->span()) {
        if (is_alias(member)) {
            return raise_type_error(thread, "{} argument 2 cannot be a parameterized generic",
                                    check == Check::Instance ? "isinstance()" : "issubclass()");
        }
        int answer = check == Check::Instance ? is_instance_of(thread, args[1], member) : is_subclass_of(thread, args[1], member);
        if (answer != 0) return answer < 0 ? Value() : Value::from_bool(true);
    }
    return Value::from_bool(false);
}

Value get_members(Thread&, Value self) { return as_union(self)->members; }
Value get_union_parameters(Thread& thread, Value self) {
    return collect_parameters(thread, as_union(self)->members);
}

// --- making the classes ---

void make_alias_class(Thread& thread) {
    NativeClass definition{
        .name = "types.GenericAlias",
        .kind = Kind::Native,
        .instance_size = sizeof(GenericAlias),
        .trace = trace_alias,
        .flags = kBasetype | kHasWeakrefs,
        .doc =
            "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and "
            "t.__args__ is (int,)."};
    Class* cls = new_native_class(thread, definition);
    add_methods(thread, cls,
                {{"__new__(cls, origin, args, /)", alias_new, "", Binding::StaticMethod},
                 {"__repr__(self, /)", alias_repr},
                 {"__getattr__(self, name, /)", alias_getattr},
                 {"__getitem__(self, key, /)", alias_getitem},
                 {"__call__(self, /, *args, **kwargs)", alias_call},
                 {"__eq__(self, value, /)", alias_eq},
                 {"__hash__(self, /)", alias_hash},
                 {"__iter__(self, /)", alias_iter},
                 {"__or__(self, value, /)", or_operator<false>},
                 {"__ror__(self, value, /)", or_operator<true>},
                 {"__mro_entries__(self, bases, /)", alias_mro_entries},
                 {"__instancecheck__(self, instance, /)", alias_instancecheck},
                 {"__subclasscheck__(self, cls, /)", alias_subclasscheck},
                 {"__reduce__(self, /)", alias_reduce}});
    add_getsets(thread, cls,
                {{.name = "__origin__", .getter = get_origin, .is_field = true},
                 {.name = "__args__", .getter = get_arguments, .is_field = true},
                 {"__parameters__", get_parameters},
                 {"__unpacked__", get_unpacked}});
    types.generic_alias = cls;
}

void make_union_class(Thread& thread) {
    NativeClass definition{.name = "types.UnionType",
                           .kind = Kind::Native,
                           .instance_size = sizeof(UnionType),
                           .trace = trace_union,
                           .flags = kDisallowNew,
                           .doc = "Represent a PEP 604 union type\n\nE.g. for int | str"};
    Class* cls = new_native_class(thread, definition);
    add_methods(thread, cls,
                {{"__repr__(self, /)", union_repr},
                 {"__eq__(self, value, /)", union_eq},
                 {"__hash__(self, /)", union_hash},
                 {"__or__(self, value, /)", or_operator<false>},
                 {"__ror__(self, value, /)", or_operator<true>},
                 {"__instancecheck__(self, instance, /)", union_check<Check::Instance>},
                 {"__subclasscheck__(self, cls, /)", union_check<Check::Subclass>}});
    add_getsets(thread, cls, {{.name = "__args__", .getter = get_members, .is_field = true}, {"__parameters__", get_union_parameters}});
    types.union_type = cls;
}

void need_classes(Thread& thread) {
    static std::once_flag made;
    std::call_once(made, [&] {
        make_alias_class(thread);
        make_union_class(thread);
        keep_forever(thread, types.generic_alias);
        keep_forever(thread, types.union_type);
    });
}

}  // namespace

namespace {

Value make_alias(Thread& thread, Class* cls, Value origin, Value arguments) {
    Tuple* all = is_tuple(arguments) ? as_tuple(arguments) : new_tuple(thread, {arguments});
    Tuple* parameters = collect_parameters(thread, all);
    if (!parameters) return {};
    auto* alias = new_instance<GenericAlias>(thread, cls);
    alias->origin = origin;
    alias->arguments = all;
    alias->parameters = parameters;
    return alias;
}

}  // namespace

Value new_generic_alias(Thread& thread, Value origin, Value arguments) {
    need_classes(thread);
    return make_alias(thread, types.generic_alias, origin, arguments);
}

bool is_union(Value value) { return types.union_type && class_of(value) == types.union_type; }

Tuple* union_members(Value union_type) { return as_union(union_type)->members; }

Value union_of(Thread& thread, Value left, Value right) {
    need_classes(thread);
    List* members = new_list(thread);
    for (Value side : {left, right}) {
        if (!is_type_like(thread, side)) return thread.exception ? Value() : Value::not_implemented();
        Tuple* parts = is_union(side) ? union_members(side)
                                      : new_tuple(thread, {side.is_none() ? Value(types.none) : side});
        for (Value part : parts->span()) {
            bool known = false;
            for (size_t i = 0; i < members->count() && !known; i++) {
                int same = equal(thread, list_get(members, i), part);
                if (same < 0) return {};
                known = same != 0;
            }
            if (!known) list_append(thread, members, part);
        }
    }
    if (members->count() == 1) return list_get(members, 0);
    auto* result = new_instance<UnionType>(thread, types.union_type);
    result->members = tuple_from_iterable(thread, members);
    return result;
}

}  // namespace gilt
