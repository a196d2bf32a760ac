// Exception groups (PEP 654): the classes, and the two steps of a try statement with except* clauses.
//
// A group is a tree: its leaves are plain exceptions, its nodes groups. Splitting one makes a new tree of the same form
// that has only the leaves that match; each node is copied with derive(), so that a subclass stays itself,
// and carries on the traceback, cause, context and notes of the node it was made from.
#include "objects/exception_group.h"

#include <fmt/format.h>

#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

bool is_exception_group(Value value) {
    return is_exception(value) && is_instance(value, exceptions.BaseExceptionGroup);
}

namespace {

enum : int { kMessage = 0, kExceptions = 1 };

Tuple* parts_of(Value group) {
    Value parts = as_exception(group)->fields[kExceptions].load();
    return parts ? as_tuple(parts) : empty_tuple();
}

Value new_group(Thread& thread, Args& args) {
    auto* cls = reinterpret_cast<Class*>(args[0].as_object());
    if (args.keywords && args.keywords->count())
        return raise_type_error(thread, "{}() takes no keyword arguments", to_utf8(cls->name));
    if (args.rest.size() != 2)
        return raise_type_error(thread, "BaseExceptionGroup.__new__() takes exactly 2 arguments ({} given)",
                                args.rest.size());
    Value message = args.rest[0], sequence = args.rest[1];
    if (!is_str(message))
        return raise_type_error(thread, "BaseExceptionGroup.__new__() argument 1 must be str, not {}",
                                argument_type_name(message));
    bool is_sequence = is_tuple(sequence) || is_list(sequence) ||
                       class_lookup(class_of(sequence), names.special(Special::k_getitem));
    if (!is_sequence || is_dict(sequence))
        return raise_type_error(thread, "second argument (exceptions) must be a sequence");
    Tuple* parts = tuple_from_iterable(thread, sequence);
    if (!parts) return {};
    if (parts->length == 0)
        return raise_value_error(thread, "second argument (exceptions) must be a non-empty sequence");
    bool all_plain = true;  // none that only derives from BaseException
    for (size_t i = 0; i < parts->length; i++) {
        if (!is_exception(parts->items[i]))
            return raise_value_error(thread, "Item {} of second argument (exceptions) is not an exception",
                                     i);
        all_plain = all_plain && is_instance(parts->items[i], exceptions.Exception);
    }
    if (cls == exceptions.ExceptionGroup) {
        if (!all_plain) return raise_type_error(thread, "Cannot nest BaseExceptions in an ExceptionGroup");
    } else if (cls == exceptions.BaseExceptionGroup) {
        if (all_plain) cls = exceptions.ExceptionGroup;
    } else if (is_subclass(cls, exceptions.Exception) && !all_plain) {
        return raise_type_error(thread, "Cannot nest BaseExceptions in '{}'", to_utf8(cls->name));
    }
    auto* group = new_instance<Exception>(thread, cls);
    group->args.store(new_tuple(thread, args.rest));
    group->fields[kMessage].store(message);
    group->fields[kExceptions].store(parts);
    return group;
}

Value init_group(Thread& thread, Args& args) {
    if (args.keywords && args.keywords->count())
        return raise_type_error(thread, "{}() takes no keyword arguments", type_name(args[0]));
    as_exception(args[0])->args.store(new_tuple(thread, args.rest));
    return Value::none();
}

Value group_str(Thread& thread, Args& args) {
    Str* message = to_str(thread, as_exception(args[0])->fields[kMessage].load());
    if (!message) return {};
    size_t count = parts_of(args[0])->length;
    return new_str(thread,
                   fmt::format("{} ({} sub-exception{})", to_utf8(message), count, count > 1 ? "s" : ""));
}

Value group_derive(Thread& thread, Args& args) {
    return call(thread, exceptions.BaseExceptionGroup,
                {as_exception(args[0])->fields[kMessage].load(), args[1]});
}

// A group like `group` with these parts; None if there are no parts.
Value derive(Thread& thread, Value group, List* parts) {
    if (parts->count() == 0) return Value::none();
    Value made = call_method(thread, group, intern(thread, "derive"), {parts});
    if (!made) return {};
    if (!is_exception_group(made))
        return raise_type_error(thread, "derive must return an instance of BaseExceptionGroup");
    Exception *from = as_exception(group), *to = as_exception(made);
    to->traceback.store(from->traceback.load());
    to->context.store(from->context.load());
    to->cause.store(from->cause.load());
    to->suppress_context.store(from->suppress_context.load());
    Value notes;
    int found = find_attr(thread, group, names.dunder_notes, &notes);
    if (found < 0) return {};
    if (found && (is_list(notes) || is_tuple(notes))) {
        if (!set_attr(thread, made, names.dunder_notes, list_from_iterable(thread, notes))) return {};
    }
    return made;
}

// What decides whether an exception (a leaf or a whole group) goes to the matching side.
enum class By { Class, Callable, Identity };

struct Condition {
    By by;
    Value value;  // class or tuple; callable; list of exceptions
};

bool make_condition(Thread& thread, Value value, Condition* out) {
    bool classes = is_exception_class(value);
    if (is_exact_tuple(value)) {
        classes = true;
        for (Value each : as_tuple(value)->span()) classes = classes && is_exception_class(each);
    }
    if (classes) {
        *out = {By::Class, value};
    } else if (is_callable(value) && !(value.is_object() && value.as_object()->kind() == Kind::Class)) {
        *out = {By::Callable, value};
    } else {
        (void)raise_type_error(thread, "expected a function, exception type or tuple of exception types");
        return false;
    }
    return true;
}

int matches(Thread& thread, Value exception, const Condition& condition) {
    switch (condition.by) {
        case By::Class: return exception_matches(thread, exception, condition.value);
        case By::Callable: {
            Value answer = call(thread, condition.value, {exception});
            return answer ? truth(thread, answer) : -1;
        }
        case By::Identity: {
            if (is_exception_group(exception)) return 0;
            List* list = as_list(condition.value);
            for (size_t i = 0; Value item = list_get(list, i); i++)
                if (item == exception) return 1;
            return 0;
        }
    }
    return 0;
}

// The two halves of `exception`; `rest` null when nobody asks. None where there is nothing.
bool split(Thread& thread, Value exception, const Condition& condition, Value* match, Value* rest) {
    int whole = matches(thread, exception, condition);
    if (whole < 0) return false;
    *match = Value::none();
    if (rest) *rest = Value::none();
    if (whole) {
        *match = exception;
        return true;
    }
    if (!is_exception_group(exception)) {
        if (rest) *rest = exception;
        return true;
    }
    if (!check_recursion(thread, " in exceptiongroup_split_recursive")) return false;
    List* matching = new_list(thread);
    List* others = new_list(thread);
    for (Value part : parts_of(exception)->span()) {
        Value part_match, part_rest;
        if (!split(thread, part, condition, &part_match, rest ? &part_rest : nullptr)) return false;
        if (!part_match.is_none()) list_append(thread, matching, part_match);
        if (rest && !part_rest.is_none()) list_append(thread, others, part_rest);
    }
    *match = derive(thread, exception, matching);
    if (!*match) return false;
    if (rest) {
        *rest = derive(thread, exception, others);
        if (!*rest) return false;
    }
    return true;
}

Value group_split(Thread& thread, Args& args) {
    Condition condition;
    if (!make_condition(thread, args[1], &condition)) return {};
    Value match, rest;
    if (!split(thread, args[0], condition, &match, &rest)) return {};
    return new_tuple(thread, {match, rest});
}

Value group_subgroup(Thread& thread, Args& args) {
    Condition condition;
    if (!make_condition(thread, args[1], &condition)) return {};
    Value match;
    if (!split(thread, args[0], condition, &match, nullptr)) return {};
    return match;
}

bool same_slot(const Slot& a, const Slot& b) { return a.load() == b.load(); }

// Whether `part` came out of `original` by splitting (and was not raised anew by a clause).
bool is_part(Value part, Value original) {
    if (part == original) return true;
    if (!is_exception_group(part) || !is_exception_group(original)) return false;
    Exception *a = as_exception(part), *b = as_exception(original);
    return same_slot(a->traceback, b->traceback) && same_slot(a->context, b->context) &&
           same_slot(a->cause, b->cause);
}

void collect_leaves(Value exception, Thread& thread, List* leaves) {
    if (!is_exception_group(exception)) {
        list_append(thread, leaves, exception);
        return;
    }
    for (Value part : parts_of(exception)->span()) collect_leaves(part, thread, leaves);
}

}  // namespace

bool group_match(Thread& thread, Value exception, Value cls, Value* match, Value* rest) {
    Tuple* classes = is_tuple(cls) ? as_tuple(cls) : new_tuple(thread, {cls});
    for (Value each : classes->span()) {
        if (!is_exception_class(each)) {
            (void)raise_type_error(thread,
                                   "catching classes that do not inherit from BaseException is not allowed");
            return false;
        }
        if (is_subclass(static_cast<Class*>(each.as_object()), exceptions.BaseExceptionGroup)) {
            (void)raise_type_error(thread,
                                   "catching ExceptionGroup with except* is not allowed. "
                                   "Use except instead.");
            return false;
        }
    }
    *match = *rest = Value::none();
    if (exception.is_none()) return true;
    if (is_exception_group(exception)) return split(thread, exception, {By::Class, classes}, match, rest);
    int matched = exception_matches(thread, exception, classes);
    if (matched < 0) return false;
    if (!matched) {
        *rest = exception;
        return true;
    }
    *match = call(thread, exceptions.BaseExceptionGroup, {names.empty, new_tuple(thread, {exception})});
    if (!*match) return false;
    as_exception(*match)->traceback.store(as_exception(exception)->traceback.load());
    return true;
}

Value group_raise(Thread& thread, Value original, List* raised) {
    List* fresh = new_list(thread);   // raised by the clauses
    List* leaves = new_list(thread);  // of `original`, to go on
    for (size_t i = 0; Value item = list_get(raised, i); i++) {
        if (item.is_none()) continue;
        if (!is_exception_group(original)) return item;  // a plain exception: raised again, or replaced
        if (is_part(item, original))
            collect_leaves(item, thread, leaves);
        else
            list_append(thread, fresh, item);
    }
    Value again = Value::none();
    if (leaves->count()) {
        if (!split(thread, original, {By::Identity, leaves}, &again, nullptr)) return {};
    }
    if (fresh->count() == 0) return again;
    if (!again.is_none()) list_append(thread, fresh, again);
    return call(thread, exceptions.BaseExceptionGroup, {names.empty, fresh});
}

void init_exception_group_types(Thread& thread) {
    Class* base = exceptions.BaseExceptionGroup;
    add_methods(thread, base,
                {
                    {"__new__(cls, /, *args, **kwargs)", new_group, "", Binding::StaticMethod},
                    {"__init__(self, /, *args, **kwargs)", init_group},
                    {"__str__(self, /)", group_str},
                    {"derive(self, excs, /)", group_derive},
                    {"split(self, matcher_value, /)", group_split},
                    {"subgroup(self, matcher_value, /)", group_subgroup},
                    {"__class_getitem__(cls, item, /)", generic_alias_of, "See PEP 585", Binding::ClassMethod},
                });
    add_getsets(
        thread, base,
        {
            {"message", [](Thread&, Value self) { return as_exception(self)->fields[kMessage].load(); },
             nullptr, "exception message", true},
            {"exceptions", [](Thread&, Value self) { return Value(parts_of(self)); }, nullptr,
             "nested exceptions", true},
        });
    // Both a group and an Exception: what `except Exception` catches.
    Dict* namespace_ = new_dict(thread);
    dict_set(thread, namespace_, names.dunder_module, names.builtins);
    Value made = new_class(thread, types.type, intern(thread, "ExceptionGroup"),
                           new_tuple(thread, {base, exceptions.Exception}), namespace_, nullptr);
    exceptions.ExceptionGroup = reinterpret_cast<Class*>(made.as_object());
}

}  // namespace gilt
