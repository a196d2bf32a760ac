// Calls: how arguments meet parameters, and how C++ calls anything.
#include <algorithm>
#include <string>
#include <vector>

#include "heap/heap.h"
#include "objects/boot_order.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/generator.h"
#include "vm/interpreter.h"
#include "vm/native.h"
#include "vm/operations.h"
#include "vm/recursion_level.h"

namespace gilt {

// --- binding arguments of script functions ---

namespace {

std::string quoted_list(const std::vector<std::string>& items) {
    std::string text;
    for (size_t i = 0; i < items.size(); i++) {
        if (i > 0) text += items.size() == 2 ? " and " : i + 1 == items.size() ? ", and " : ", ";
        text += "'" + items[i] + "'";
    }
    return text;
}

std::string function_name(Function* function) { return to_utf8(as_str(function->qualified_name.load())); }
std::string local_name(Code* code, size_t index) { return to_utf8(as_str(code->local_names->items[index])); }

bool raise_missing(Thread& thread, Function* function, const std::vector<std::string>& missing, const char* what) {
    raise_type_error(thread, "{}() missing {} required {} argument{}: {}", function_name(function), missing.size(), what,
                     missing.size() == 1 ? "" : "s", quoted_list(missing));
    return false;
}

bool raise_too_many(Thread& thread, Function* function, size_t given, const Value* parameters) {
    Code* code = function->code;
    Value defaults = function->defaults.load();
    size_t default_count = defaults ? as_tuple(defaults)->length : 0;
    size_t keyword_only_given = 0;
    for (size_t i = 0; i < code->keyword_only_count; i++)
        if (parameters[code->argument_count + i]) keyword_only_given++;
    std::string takes = default_count ? fmt::format("from {} to {}", code->argument_count - default_count, code->argument_count)
                                      : fmt::format("{}", code->argument_count);
    bool plural = default_count ? true : code->argument_count != 1;
    std::string extra;
    if (keyword_only_given)
        extra = fmt::format(" positional argument{} (and {} keyword-only argument{})", given == 1 ? "" : "s", keyword_only_given,
                            keyword_only_given == 1 ? "" : "s");
    raise_type_error(thread, "{}() takes {} positional argument{} but {}{} {} given", function_name(function), takes, plural ? "s" : "", given,
                     extra, given == 1 && !keyword_only_given ? "was" : "were");
    return false;
}

}  // namespace

bool bind_arguments(Thread& thread, Function* function, const Value* arguments, size_t count, Tuple* keyword_names, Value* parameters) {
    Code* code = function->code;
    size_t keyword_count = keyword_names ? keyword_names->length : 0;
    size_t given = count - keyword_count;
    size_t positional = code->argument_count;
    size_t named = positional + code->keyword_only_count;
    size_t slots = code->parameter_slots();
    bool has_rest = code->flags & kVarArgs;
    bool has_keywords = code->flags & kVarKeywords;

    for (size_t i = 0; i < slots; i++) parameters[i] = {};
    for (size_t i = 0; i < std::min(given, positional); i++) parameters[i] = arguments[i];
    if (has_rest) {
        std::span<const Value> rest;
        if (given > positional) rest = {arguments + positional, given - positional};
        parameters[named] = rest.empty() ? empty_tuple() : new_tuple(thread, rest);
    }
    Dict* extra = nullptr;
    if (has_keywords) {
        extra = new_dict(thread);
        parameters[named + has_rest] = extra;
    }

    for (size_t k = 0; k < keyword_count; k++) {
        auto* name = static_cast<Str*>(keyword_names->items[k].as_object());
        Value value = arguments[given + k];
        size_t i = code->positional_only_count;
        while (i < named && code->local_names->items[i].as_object() != name) i++;
        if (i == named) {
            // Names from **mappings need not be interned.
            for (i = code->positional_only_count; i < named; i++)
                if (str_equal(as_str(code->local_names->items[i]), name)) break;
        }
        if (i < named) {
            if (parameters[i]) {
                raise_type_error(thread, "{}() got multiple values for argument '{}'", function_name(function), to_utf8(name));
                return false;
            }
            parameters[i] = value;
            continue;
        }
        if (extra) {
            if (!dict_store(thread, extra, name, value)) return false;
            continue;
        }
        std::vector<std::string> wrong;
        for (size_t j = 0; j < keyword_count; j++)
            for (size_t p = 0; p < code->positional_only_count; p++)
                if (str_equal(as_str(code->local_names->items[p]), static_cast<Str*>(keyword_names->items[j].as_object())))
                    wrong.push_back(local_name(code, p));
        if (!wrong.empty()) {
            std::string list;
            for (auto& item : wrong) list += (list.empty() ? "" : ", ") + item;
            raise_type_error(thread, "{}() got some positional-only arguments passed as keyword arguments: '{}'", function_name(function), list);
        } else {
            raise_type_error(thread, "{}() got an unexpected keyword argument '{}'", function_name(function), to_utf8(name));
        }
        return false;
    }

    if (given > positional && !has_rest) return raise_too_many(thread, function, given, parameters);
    if (given < positional) {
        Value defaults_value = function->defaults.load();
        Tuple* defaults = defaults_value ? as_tuple(defaults_value) : nullptr;
        size_t default_count = defaults ? std::min<size_t>(defaults->length, positional) : 0;
        size_t first_default = positional - default_count;
        std::vector<std::string> missing;
        for (size_t i = given; i < first_default; i++)
            if (!parameters[i]) missing.push_back(local_name(code, i));
        if (!missing.empty()) return raise_missing(thread, function, missing, "positional");
        for (size_t i = std::max(given, first_default); i < positional; i++)
            if (!parameters[i]) parameters[i] = defaults->items[defaults->length - default_count + (i - first_default)];
    }
    if (code->keyword_only_count) {
        Value defaults = function->keyword_defaults.load();
        std::vector<std::string> missing;
        for (size_t i = positional; i < named; i++) {
            if (parameters[i]) continue;
            Value value;
            if (defaults) value = dict_get(as_dict(defaults), as_str(code->local_names->items[i]));
            if (value) parameters[i] = value;
            else missing.push_back(local_name(code, i));
        }
        if (!missing.empty()) return raise_missing(thread, function, missing, "keyword-only");
    }
    return true;
}

// --- calling from C++ ---

namespace {

// Arguments gathered on the VM stack above the running frame, where the collector sees them; given back when the call is over.
class StackArguments {
  public:
    StackArguments(Thread& thread, size_t count) : thread_(thread), frame_(*thread.top_frame), saved_(frame_.stack_top) {
        if (saved_ + count + 64 > thread.stack_end) {
            raise_text(thread, exceptions.RecursionError, "maximum recursion depth exceeded");
            failed_ = true;
            return;
        }
        std::fill_n(saved_, count, Value());  // binding them may collect before it has written them all
        frame_.stack_top += count;
    }
    ~StackArguments() { frame_.stack_top = saved_; }
    Value* values() const { return saved_; }
    bool failed() const { return failed_; }

  private:
    Thread& thread_;
    Frame& frame_;
    Value* saved_;
    bool failed_ = false;
};

Value call_function(Thread& thread, Function* function, const Value* arguments, size_t count, Tuple* keyword_names) {
    Code* code = function->code;
    Value* base = thread.top_frame->stack_top;
    if (code->flags & (kGenerator | kCoroutine | kAsyncGenerator)) {
        StackArguments parameters(thread, code->parameter_slots());
        if (parameters.failed() || !bind_arguments(thread, function, arguments, count, keyword_names, parameters.values())) return {};
        return new_generator(thread, function, parameters.values());
    }
    if (!check_recursion(thread, "")) return {};
    if (code->is_simple && !keyword_names && count == code->argument_count) {
        Frame* frame = push_frame(thread, function, code, base);
        if (!frame) return {};
        for (size_t i = 0; i < count; i++) base[i] = arguments[i];
        frame->is_entry = true;
        return run(thread);
    }
    StackArguments parameters(thread, code->parameter_slots());
    if (parameters.failed() || !bind_arguments(thread, function, arguments, count, keyword_names, parameters.values())) return {};
    Frame* frame = push_frame(thread, function, code, thread.top_frame->stack_top);
    if (!frame) return {};
    for (size_t i = 0; i < code->parameter_slots(); i++) frame->base[i] = parameters.values()[i];
    frame->is_entry = true;
    return run(thread);
}

// Calls with one more argument in front.
Value call_prepended(Thread& thread, Value callee, Value first, const Value* arguments, size_t count, Tuple* keyword_names) {
    StackArguments all(thread, count + 1);
    if (all.failed()) return {};
    all.values()[0] = first;
    for (size_t i = 0; i < count; i++) all.values()[i + 1] = arguments[i];
    return call(thread, callee, {all.values(), count + 1}, keyword_names);
}

}  // namespace

Value call(Thread& thread, Value callee, std::span<const Value> args, Tuple* keyword_names) {
    if (callee.is_object()) {
        Object* object = callee.as_object();
        switch (object->kind()) {
            case Kind::Function:
                return call_function(thread, static_cast<Function*>(object), args.data(), args.size(), keyword_names);
            case Kind::NativeFunction:
                return call_native(thread, static_cast<NativeFunction*>(object), args.data(), args.size(), keyword_names);
            case Kind::BoundMethod: {
                auto* method = static_cast<BoundMethod*>(object);
                return call_prepended(thread, method->function, method->self, args.data(), args.size(), keyword_names);
            }
            case Kind::StaticMethod:
                return call(thread, static_cast<StaticMethod*>(object)->function.load(), args, keyword_names);
            case Kind::Class:
                if (Value special = object->cls()->special(Special::k_call); special.as_object()->kind() == Kind::NativeFunction)
                    return call_class(thread, static_cast<Class*>(object), args, keyword_names);
                break;
            default: break;
        }
    }
    Class* cls = class_of(callee);
    Value special = cls->special(Special::k_call);
    if (!special) return raise_type_error(thread, "'{}' object is not callable", type_name(callee));
    if (!check_recursion(thread, " while calling a Python object")) return {};
    if (is_plain_method(special)) return call_prepended(thread, special, callee, args.data(), args.size(), keyword_names);
    Value bound = bind_attribute(thread, special, callee, cls);
    return bound ? call(thread, bound, args, keyword_names) : Value();
}

Value call(Thread& thread, Value callee, std::initializer_list<Value> args) {
    return call(thread, callee, std::span<const Value>(args.begin(), args.size()), nullptr);
}

Tuple* spread_keywords(Thread& thread, Dict* keywords, size_t most, Value* values) {
    DictTable* table = keywords->table();
    Tuple* keyword_names = new_tuple_uninitialized(thread, most);
    uint32_t position = 0;
    size_t count = 0;
    Value key, value;
    while (count < most && dict_next(table, &position, &key, &value)) {
        if (!is_str(key)) {
            raise_type_error(thread, "keywords must be strings");
            return nullptr;
        }
        keyword_names->items[count] = as_str(key);
        values[count++] = value;
    }
    keyword_names->length = count;
    return keyword_names;
}

Value call_with(Thread& thread, Value callee, Tuple* args, Dict* keywords) {
    if (!keywords || keywords->count() == 0) return call(thread, callee, args->span(), nullptr);
    size_t most = keywords->count();
    StackArguments all(thread, args->length + most);
    if (all.failed()) return {};
    for (size_t i = 0; i < args->length; i++) all.values()[i] = args->items[i];
    Tuple* keyword_names = spread_keywords(thread, keywords, most, all.values() + args->length);
    if (!keyword_names) return {};
    return call(thread, callee, {all.values(), args->length + keyword_names->length}, keyword_names);
}

Value call_method(Thread& thread, Value object, Str* name, std::initializer_list<Value> args) {
    Value method = get_attr(thread, object, name);
    return method ? call(thread, method, args) : Value();
}

Value call_special(Thread& thread, Value object, Special special, std::initializer_list<Value> args, bool* found) {
    Class* cls = class_of(object);
    Value method = cls->special(special);
    *found = !method.is_empty();
    if (!method) return {};
    if (is_plain_method(method)) {
        // Nothing but the object itself (__len__, __bool__ ...): it is where an argument may be.
        if (args.size() == 0) return call(thread, method, {&object, 1});
        return call_prepended(thread, method, object, args.begin(), args.size(), nullptr);
    }
    Value bound = bind_attribute(thread, method, object, cls);
    return bound ? call(thread, bound, args) : Value();
}

bool is_callable(Value value) { return !class_of(value)->special(Special::k_call).is_empty(); }

static Raised raise_cannot_create(Thread& thread, Class* cls) {
    std::string name = to_utf8(cls->name);
    Value module = dict_get(cls->attributes, names.dunder_module);
    if (module && is_str(module)) name = to_utf8(as_str(module)) + "." + name;
    return raise_type_error(thread, "cannot create '{}' instances", name);
}

// type.__call__: make the object, then initialise it.
Value call_class(Thread& thread, Class* cls, std::span<const Value> args, Tuple* keyword_names) {
    if (args.size() == 1 && !keyword_names) {
        if (cls == types.type) return class_of(args[0]);
        if (cls == types.str) return to_str(thread, args[0]);
    }
    size_t positional = args.size() - (keyword_names ? keyword_names->length : 0);
    if (cls == types.type && positional != 3) return raise_type_error(thread, "type() takes 1 or 3 arguments");
    if (cls->has(kDisallowNew)) return raise_cannot_create(thread, cls);
    Value constructor = cls->special(Special::k_new);
    if (!constructor) return raise_cannot_create(thread, cls);
    if (constructor.is_object() && constructor.as_object()->kind() == Kind::StaticMethod)
        constructor = static_cast<StaticMethod*>(constructor.as_object())->function.load();
    else
        constructor = bind_attribute(thread, constructor, {}, cls);
    if (!constructor) return {};
    Value object = call_prepended(thread, constructor, cls, args.data(), args.size(), keyword_names);
    if (!object || !is_instance(object, cls)) return object;
    Class* own = class_of(object);
    Value init = own->special(Special::k_init);
    if (init == types.object->special(Special::k_init) && constructor != object_new_function()) return object;
    Value result;
    if (is_plain_method(init)) {
        result = call_prepended(thread, init, object, args.data(), args.size(), keyword_names);
    } else {
        Value bound = bind_attribute(thread, init, object, own);
        if (!bound) return {};
        result = call(thread, bound, args, keyword_names);
    }
    if (!result) return {};
    if (!result.is_none()) return raise_type_error(thread, "__init__() should return None, not '{}'", type_name(result));
    return object;
}

// Written by any thread, with each thread's frame_limit, under the thread list's mutex; so is what a new thread reads.
static std::atomic<int> the_recursion_limit{1000};

int recursion_limit() { return the_recursion_limit.load(std::memory_order_relaxed); }
int recursion_depth(Thread& thread) { return static_cast<int>(thread.top_frame - thread.frames); }

void apply_recursion_limit(Thread& thread) {
    constexpr int kSpare = 4;  // entering from C++ and reporting the overflow
    int64_t room = thread.frames_end - thread.frames - kSpare;
    thread.frame_limit.store(thread.frames + std::min<int64_t>(recursion_limit(), room), std::memory_order_relaxed);
}

void set_recursion_limit(int limit) {
    the_recursion_limit.store(limit, std::memory_order_relaxed);
    for_each_thread([](Thread& thread, void*) { apply_recursion_limit(thread); }, nullptr);
}

bool check_recursion(Thread& thread, const char* where) {
    if (!thread.c_stack_low()) [[likely]] return true;
    raise_format(thread, exceptions.RecursionError, "maximum recursion depth exceeded{}", where);
    return false;
}

bool RecursionLevel::check(Thread& thread, const char* where) {
    bool is_deep = thread.top_frame + thread.native_depth >= thread.frame_limit.load(std::memory_order_relaxed);
    if (!is_deep && !thread.c_stack_low()) return true;
    raise_format(thread, exceptions.RecursionError, "maximum recursion depth exceeded{}", where);
    return false;
}

}  // namespace gilt
