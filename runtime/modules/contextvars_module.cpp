// _contextvars: Context, ContextVar, Token, copy_context (contextvars.h tells how they work).
//
// A context's `values` is written by the thread in which it is current, and read by anyone who has the context.
#include "modules/contextvars.h"

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/dict_views.h"
#include "objects/exception.h"
#include "objects/generic_alias.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

Class *context_class, *variable_class, *token_class, *missing_class;
Value missing;  // Token.MISSING

constexpr uint8_t kEntered = 1, kShared = 2;  // Object::flags of a context

struct Context : Object {
    Slot values;    // a Dict that is never changed; empty: no variable is set
    Slot snapshot;  // a shared context with the same values, if one was asked for
    bool is_shared() const { return flags.load(std::memory_order_relaxed) & kShared; }
};
struct ContextVar : Object {
    Value name;
    Value default_value;  // empty: none
};
struct Token : Object {
    Value context;
    Value variable;
    Value old_value;  // empty: there was none
    std::atomic<bool> is_used;
};

void trace_context(Object* object, Marker& marker) {
    marker.mark(static_cast<Context*>(object)->values);
    marker.mark(static_cast<Context*>(object)->snapshot);
}
void trace_variable(Object* object, Marker& marker) {
    marker.mark(static_cast<ContextVar*>(object)->name);
    marker.mark(static_cast<ContextVar*>(object)->default_value);
}
void trace_token(Object* object, Marker& marker) {
    auto* token = static_cast<Token*>(object);
    marker.mark(token->context);
    marker.mark(token->variable);
    marker.mark(token->old_value);
}

Context* as_context(Value value) { return static_cast<Context*>(value.as_object()); }
ContextVar* as_variable(Value value) { return static_cast<ContextVar*>(value.as_object()); }

Context* new_context(Thread& thread, Value values, uint8_t flags = 0) {
    auto* context = new_instance<Context>(thread, context_class);
    context->values.store(values);
    context->flags.store(flags, std::memory_order_relaxed);
    return context;
}

Context* current(Thread& thread) {
    if (!thread.context) thread.context = new_context(thread, {});
    return as_context(thread.context);
}

// The current context, for changing it.
Context* own_current(Thread& thread) {
    Context* context = current(thread);
    if (context->is_shared()) thread.context = context = new_context(thread, context->values.load());
    return context;
}

// 1 and the value, 0, -1 with an exception pending.
int look_up(Thread& thread, Value values, Value variable, Value* out) {
    return values ? dict_lookup(thread, as_dict(values), variable, out) : 0;
}

// Gives the variable a value in this context, or takes it away (empty value).
bool change(Thread& thread, Context* context, Value variable, Value value) {
    Value before = context->values.load();
    Dict* after = before ? dict_copy(thread, as_dict(before)) : new_dict(thread, 1);
    if (value ? !dict_store(thread, after, variable, value) : dict_delete(thread, after, variable) < 0) return false;
    context->values.store(after);
    context->snapshot.store({});
    return true;
}

// --- Context ---

Value context_new(Thread& thread, Args& args) {
    if (!check_new_target(thread, args[0], context_class)) return {};
    return new_context(thread, {});
}

Value context_run(Thread& thread, Args& args) {
    if (args.rest.empty()) return raise_type_error(thread, "run() missing 1 required positional argument");
    ContextScope scope;
    if (!scope.enter(thread, args[0])) return {};
    Value result = args.keywords ? call_with(thread, args.rest[0], new_tuple(thread, args.rest.subspan(1)), args.keywords)
                                 : call(thread, args.rest[0], args.rest.subspan(1));
    (void)scope.leave(thread);
    return result;
}

Value context_copy(Thread& thread, Args& args) { return new_context(thread, as_context(args[0])->values.load()); }

bool check_key(Thread& thread, Value key) {
    if (is_instance(key, variable_class)) return true;
    Str* text = repr(thread, key);
    return text && raise_type_error(thread, "a ContextVar key was expected, got {}", to_utf8(text));
}

int context_find(Thread& thread, Args& args, Value* out) {
    if (!check_key(thread, args[1])) return -1;
    return look_up(thread, as_context(args[0])->values.load(), args[1], out);
}
Value context_getitem(Thread& thread, Args& args) {
    Value value;
    int found = context_find(thread, args, &value);
    if (found == 0) return raise(thread, exceptions.KeyError, args[1]);
    return found > 0 ? value : Value();
}
Value context_contains(Thread& thread, Args& args) {
    Value value;
    int found = context_find(thread, args, &value);
    return found < 0 ? Value() : Value::from_bool(found > 0);
}
Value context_get(Thread& thread, Args& args) {
    Value value;
    int found = context_find(thread, args, &value);
    if (found == 0) return args.get(2, Value::none());
    return found > 0 ? value : Value();
}
Dict* dict_of(Thread& thread, Value context) {
    Value values = as_context(context)->values.load();
    return values ? as_dict(values) : new_dict(thread);
}
Value context_len(Thread& thread, Args& args) {
    return Value::from_int(static_cast<int64_t>(dict_of(thread, args[0])->count()));
}
template <DictPart part>
Value context_part(Thread& thread, Args& args) {
    return new_dict_iterator(thread, dict_of(thread, args[0]), part);
}
Value context_eq(Thread& thread, Args& args) {
    if (!is_context(args[1])) return Value::not_implemented();
    int same = dict_equal(thread, dict_of(thread, args[0]), dict_of(thread, args[1]));
    return same < 0 ? Value() : Value::from_bool(same > 0);
}

Value copy_context(Thread& thread, Args&) { return new_context(thread, current(thread)->values.load()); }

// --- ContextVar ---

Value variable_new(Thread& thread, Args& args) {
    if (!check_new_target(thread, args[0], variable_class)) return {};
    if (!is_str(args[1])) return raise_type_error(thread, "context variable name must be a str");
    auto* variable = new_instance<ContextVar>(thread, variable_class);
    variable->name = args[1];
    variable->default_value = args[2];
    return variable;
}

Value variable_get(Thread& thread, Args& args) {
    Value value;
    int found = look_up(thread, current(thread)->values.load(), args[0], &value);
    if (found < 0) return {};
    if (found > 0) return value;
    if (args.has(1)) return args[1];
    if (Value fallback = as_variable(args[0])->default_value) return fallback;
    return raise(thread, exceptions.LookupError, args[0]);
}

Value variable_set(Thread& thread, Args& args) {
    Context* context = own_current(thread);
    Value before;
    if (look_up(thread, context->values.load(), args[0], &before) < 0) return {};
    if (!change(thread, context, args[0], args[1])) return {};
    auto* token = new_instance<Token>(thread, token_class);
    token->context = context;
    token->variable = args[0];
    token->old_value = before;
    return token;
}

Value complain_of(Thread& thread, Class* error, Value token, const char* what) {
    Str* text = repr(thread, token);
    return text ? Value(raise_format(thread, error, "{} {}", to_utf8(text), what)) : Value();
}

Value variable_reset(Thread& thread, Args& args) {
    if (!is_instance(args[1], token_class)) {
        Str* text = repr(thread, args[1]);
        return text ? Value(raise_type_error(thread, "expected an instance of Token, got {}", to_utf8(text))) : Value();
    }
    auto* token = static_cast<Token*>(args[1].as_object());
    if (token->is_used) return complain_of(thread, exceptions.RuntimeError, args[1], "has already been used once");
    if (!(token->variable == args[0]))
        return complain_of(thread, exceptions.ValueError, args[1], "was created by a different ContextVar");
    if (!(token->context == Value(current(thread))))
        return complain_of(thread, exceptions.ValueError, args[1], "was created in a different Context");
    token->is_used = true;
    return change(thread, as_context(token->context), args[0], token->old_value) ? Value::none() : Value();
}

Value variable_name(Thread&, Value self) { return as_variable(self)->name; }

Value variable_repr(Thread& thread, Args& args) {
    ContextVar* variable = as_variable(args[0]);
    Str* name = repr(thread, variable->name);
    if (!name) return {};
    std::string text = "<ContextVar name=" + to_utf8(name);
    if (variable->default_value) {
        Str* fallback = repr(thread, variable->default_value);
        if (!fallback) return {};
        text += " default=" + to_utf8(fallback);
    }
    return new_str(thread, fmt::format("{} at {}>", text, static_cast<void*>(variable)));
}

Value alias_of(Thread& thread, Args& args) { return new_generic_alias(thread, args[0], args[1]); }

// --- Token ---

Value token_variable(Thread&, Value self) { return static_cast<Token*>(self.as_object())->variable; }
Value token_old_value(Thread&, Value self) {
    Value value = static_cast<Token*>(self.as_object())->old_value;
    return value ? value : missing;
}
Value token_repr(Thread& thread, Args& args) {
    auto* token = static_cast<Token*>(args[0].as_object());
    Str* variable = repr(thread, token->variable);
    if (!variable) return {};
    return new_str(thread, fmt::format("<Token{} var={} at {}>", token->is_used ? " used" : "", to_utf8(variable),
                                       static_cast<void*>(token)));
}
Value missing_repr(Thread& thread, Args&) { return new_str(thread, "<Token.MISSING>"); }

template <class T>
Class* add_class(Thread& thread, Module* module, const char* name, TraceFn trace, uint32_t flags = 0) {
    Class* cls = new_native_class(thread, {.name = name, .instance_size = sizeof(T), .trace = trace, .flags = flags});
    keep_forever(thread, cls);
    if (!(flags & kDisallowNew) || cls->name->length == 5)  // Token is shown, its MISSING's class is not
        set_module_attribute(thread, module, to_utf8(cls->name), cls);
    return cls;
}

}  // namespace

bool is_context(Value value) { return value.is_object() && value.as_object()->cls() == context_class; }

Value shared_context(Thread& thread) {
    Context* context = current(thread);
    if (context->is_shared()) return context;
    Value snapshot = context->snapshot.load();
    if (!snapshot) {
        snapshot = new_context(thread, context->values.load(), kShared);
        context->snapshot.store(snapshot);
    }
    return snapshot;
}

Value unshared_context(Thread& thread, Value context) {
    if (!as_context(context)->is_shared()) return context;
    return new_context(thread, as_context(context)->values.load());
}

bool ContextScope::enter(Thread& thread, Value context) {
    Context* entered = as_context(context);
    if (!entered->is_shared() && entered->flags.exchange(kEntered, std::memory_order_acquire) == kEntered) {
        Str* text = repr(thread, context);
        return text && raise_format(thread, exceptions.RuntimeError, "cannot enter context: {} is already entered", to_utf8(text));
    }
    outer_ = thread.context;
    thread.context = context;
    return true;
}

Value ContextScope::leave(Thread& thread) {
    Context* context = as_context(thread.context);
    if (!context->is_shared()) context->flags.store(0, std::memory_order_release);
    thread.context = outer_;
    return context;
}

bool initialize_contextvars(Thread& thread, Module* module) {
    context_class = add_class<Context>(thread, module, "_contextvars.Context", trace_context);
    add_methods(thread, context_class,
                {{"__new__(cls, /)", context_new, "", Binding::StaticMethod},
                 {"run(self, /, *args, **kwargs)", context_run, "Calls a function with this context as the current one."},
                 {"copy(self, /)", context_copy},
                 {"__getitem__(self, var, /)", context_getitem},
                 {"__contains__(self, var, /)", context_contains},
                 {"get(self, var, default=None, /)", context_get},
                 {"__len__(self, /)", context_len},
                 {"__iter__(self, /)", context_part<DictPart::Keys>},
                 {"keys(self, /)", context_part<DictPart::Keys>},
                 {"values(self, /)", context_part<DictPart::Values>},
                 {"items(self, /)", context_part<DictPart::Items>},
                 {"__eq__(self, other, /)", context_eq}});
    variable_class = add_class<ContextVar>(thread, module, "_contextvars.ContextVar", trace_variable);
    add_methods(thread, variable_class,
                {{"__new__(cls, name, /, *, default=None)", variable_new, "", Binding::StaticMethod},
                 {"get(self, default=None, /)", variable_get, "The value in the current context, else a default."},
                 {"set(self, value, /)", variable_set, "Sets the value in the current context."},
                 {"reset(self, token, /)", variable_reset, "Back to the value before the set() that gave the token."},
                 {"__repr__(self, /)", variable_repr},
                 {"__class_getitem__(cls, item, /)", alias_of, "See PEP 585", Binding::ClassMethod}});
    add_getsets(thread, variable_class, {{.name = "name", .getter = variable_name, .is_field = true}});
    token_class = add_class<Token>(thread, module, "_contextvars.Token", trace_token, kDisallowNew);
    add_methods(thread, token_class, {{"__repr__(self, /)", token_repr},
                                      {"__class_getitem__(cls, item, /)", alias_of, "See PEP 585", Binding::ClassMethod}});
    add_getsets(thread, token_class, {{"var", token_variable}, {"old_value", token_old_value}});
    missing_class = add_class<Object>(thread, module, "Token.MISSING", nullptr, kDisallowNew);
    add_methods(thread, missing_class, {{"__repr__(self, /)", missing_repr}});
    missing = new_instance<Object>(thread, missing_class);
    keep_forever(thread, missing);
    if (!class_set(thread, token_class, intern(thread, "MISSING"), missing)) return false;
    add_functions(thread, module, {{"copy_context()", copy_context, "A copy of the current context."}});
    return true;
}

}  // namespace gilt
