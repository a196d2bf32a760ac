#include "objects/struct_sequence.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/full_name.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

constexpr size_t kMostFields = 24;

// A getter takes no data of its own, so there is one per position.
template <size_t kIndex>
Value get_field(Thread&, Value self) {
    return as_tuple(self)->items[kIndex];
}
template <size_t... kIndex>
constexpr auto make_getters(std::index_sequence<kIndex...>) {
    return std::array{&get_field<kIndex>...};
}
constexpr auto kGetters = make_getters(std::make_index_sequence<kMostFields>());

// The names of all fields, hidden ones at the end.
Tuple* field_names(Class* cls) {
    Value found = class_lookup(cls, intern(Thread::current(), "_fields"));
    return as_tuple(found);
}

size_t visible_count(Class* cls) {
    return static_cast<size_t>(class_lookup(cls, intern(Thread::current(), "n_sequence_fields")).as_int());
}

Value struct_repr(Thread& thread, Args& args) {
    Class* cls = class_of(args[0]);
    Tuple* fields = field_names(cls);
    Tuple* items = as_tuple(args[0]);
    std::string text;
    Value module;
    if (find_attr(thread, cls, names.dunder_module, &module) == 1 && is_str(module))
        text = to_utf8(as_str(module)) + ".";
    text += to_utf8(cls->name) + "(";
    for (size_t i = 0; i < items->length; i++) {
        Str* shown = repr(thread, items->items[i]);
        if (!shown) return {};
        if (i) text += ", ";
        text += to_utf8(as_str(fields->items[i])) + "=" + to_utf8(shown);
    }
    return new_str(thread, text + ")");
}

Value struct_new(Thread& thread, Args& args) {
    auto* cls = reinterpret_cast<Class*>(args[0].as_object());
    Tuple* values = tuple_from_iterable(thread, args[1]);
    if (!values) return {};
    size_t visible = visible_count(cls), all = field_names(cls)->length;
    std::string name = to_utf8(cls->name);
    Value module = class_lookup(cls, names.dunder_module);
    if (module && is_str(module)) name = to_utf8(as_str(module)) + "." + name;
    if (values->length < visible || values->length > all) {
        if (visible == all)
            return raise_type_error(thread, "{}() takes a {}-sequence ({}-sequence given)", name, visible,
                                    values->length);
        bool few = values->length < visible;
        return raise_type_error(thread, "{}() takes an at {} {}-sequence ({}-sequence given)", name,
                                few ? "least" : "most", few ? visible : all, values->length);
    }
    return make_struct(thread, cls, values->span());
}

Value struct_reduce(Thread& thread, Args& args) {
    Class* cls = class_of(args[0]);
    return new_tuple(thread, {cls, new_tuple(thread, {new_tuple(thread, as_tuple(args[0])->span())})});
}

// Methods of int, str, tuple and the classes below them get the plain value as self (vm/native.h). These need the whole
// instance, for its class; so they are made as methods that apply to any object.
void add_instance_method(Thread& thread, Class* cls, const NativeSpec& spec) {
    Value made = new_native_function(thread, spec);
    auto* method = new_instance<NativeFunction>(thread, types.method_descriptor);
    method->flags.store(kUnboundMethod, std::memory_order_relaxed);
    auto* plain = static_cast<NativeFunction*>(made.as_object());
    method->function = plain->function;
    method->signature_text = plain->signature_text;
    method->name = plain->name;
    method->owner = types.object;
    method->doc = plain->doc;
    if (!class_set(thread, cls, method->name, method)) clear_exception(thread);
}

}  // namespace

Class* new_struct_sequence(Thread& thread, std::string_view name,
                           std::initializer_list<std::string_view> fields, size_t visible,
                           bool constructible) {
    if (visible == 0) visible = fields.size();
    size_t dot = name.rfind('.');
    Dict* attributes = new_dict(thread);
    dict_set(thread, attributes, names.dunder_module, intern(thread, name.substr(0, dot)));
    Tuple* all = new_tuple_uninitialized(thread, fields.size());
    Tuple* match = new_tuple_uninitialized(thread, visible);
    for (size_t i = 0; i < fields.size(); i++) {
        all->items[i] = intern(thread, fields.begin()[i]);
        if (i < visible) match->items[i] = all->items[i];
    }
    dict_set(thread, attributes, intern(thread, "_fields"), all);
    dict_set(thread, attributes, names.dunder_match_args, match);
    dict_set(thread, attributes, intern(thread, "n_fields"), Value::from_int(fields.size()));
    dict_set(thread, attributes, intern(thread, "n_sequence_fields"), Value::from_int(visible));
    dict_set(thread, attributes, intern(thread, "n_unnamed_fields"), Value::from_int(0));
    if (visible == fields.size()) dict_set(thread, attributes, names.dunder_slots, empty_tuple());
    Value made = new_class(thread, types.type, intern(thread, name.substr(dot + 1)),
                           new_tuple(thread, {types.tuple}), attributes, nullptr);
    auto* cls = reinterpret_cast<Class*>(made.as_object());
    keep_forever(thread, cls);
    cls->class_flags |= kFullName;
    for (size_t i = 0; i < visible; i++) {
        // A hidden field of the same name is what the attribute shows (stat_result: whole seconds in the tuple).
        bool shadowed = std::find(fields.begin() + visible, fields.end(), fields.begin()[i]) != fields.end();
        if (!shadowed) add_getsets(thread, cls, {{fields.begin()[i].data(), kGetters[i]}});
    }
    add_instance_method(thread, cls, {"__repr__(self, /)", struct_repr});
    add_instance_method(thread, cls, {"__reduce__(self, /)", struct_reduce});
    if (constructible)
        add_methods(thread, cls,
                    {{"__new__(cls, sequence, dict=None)", struct_new, "", Binding::StaticMethod}});
    else
        cls->class_flags |= kDisallowNew;
    cls->class_flags &= ~static_cast<uint32_t>(kBasetype);
    return cls;
}

Value make_struct(Thread& thread, Class* cls, std::span<const Value> values) {
    size_t visible = visible_count(cls);
    Tuple* fields = field_names(cls);
    Value made = new_boxed(thread, cls, new_tuple(thread, values.subspan(0, visible)));
    if (!made) return {};
    for (size_t i = visible; i < fields->length; i++) {
        Value hidden = i < values.size() ? values[i] : Value::none();
        if (!set_attr(thread, made, as_str(fields->items[i]), hidden)) return {};
    }
    return made;
}

}  // namespace gilt
