// The exception classes: how their objects are made, what they carry, and how they read as text.
//
// All share one struct (objects/exception.h). A class that carries more than `args` names its fields here, as attributes
// over Exception::fields, and fills them in its __init__ (OSError in __new__, because there the class depends on
// the errno). A field that was never filled shows as None.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "heap/heap.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/exception_group.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/names.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

void trace_exception(Object* object, Marker& marker) {
    auto* exception = static_cast<Exception*>(object);
    marker.mark(exception->args);
    marker.mark(exception->traceback);
    marker.mark(exception->context);
    marker.mark(exception->cause);
    marker.mark_range(exception->fields, std::size(exception->fields));
}

namespace {

Value or_none(Value value) { return value ? value : Value::none(); }

// ---------------------------------------------------------------- BaseException

Value new_base_exception(Thread& thread, Args& args) {
    auto* cls = reinterpret_cast<Class*>(args[0].as_object());
    auto* exception = new_instance<Exception>(thread, cls);
    exception->args.store(new_tuple(thread, args.rest));
    return exception;
}

bool reject_keywords(Thread& thread, Args& args) {
    if (!args.keywords || args.keywords->count() == 0) return true;
    (void)raise_type_error(thread, "{}() takes no keyword arguments", type_name(args[0]));
    return false;
}

// The only keyword arguments `args` may have are `names`; they go to the fields from `first` on.
bool take_keywords(Thread& thread, Args& args, std::string_view cls,
                   std::initializer_list<std::pair<std::string_view, int>> names) {
    Exception* exception = as_exception(args[0]);
    for (auto& [name, field] : names) exception->fields[field].store({});
    if (!args.keywords) return true;
    uint32_t position = 0;
    Value key, value;
    while (dict_next(args.keywords->table(), &position, &key, &value)) {
        std::string text = to_utf8(as_str(key));
        bool known = false;
        for (auto& [name, field] : names) {
            if (text != name) continue;
            exception->fields[field].store(value);
            known = true;
        }
        if (!known) {
            (void)raise_type_error(thread, "'{}' is an invalid keyword argument for {}", text, cls);
            return false;
        }
    }
    return true;
}

// What __init__ does; mostly __new__ has stored the same arguments a moment ago.
void store_args(Thread& thread, Args& args) {
    Exception* exception = as_exception(args[0]);
    if (Value stored = exception->args.load(); stored && is_exact_tuple(stored)) {
        auto items = as_tuple(stored)->span();
        if (std::equal(items.begin(), items.end(), args.rest.begin(), args.rest.end())) return;
    }
    exception->args.store(new_tuple(thread, args.rest));
}

Value init_base_exception(Thread& thread, Args& args) {
    if (!reject_keywords(thread, args)) return {};
    store_args(thread, args);
    return Value::none();
}

Tuple* args_of(Value exception) {
    Value args = as_exception(exception)->args.load();
    return args ? as_tuple(args) : empty_tuple();
}

Value text_of_args(Thread& thread, Value self) {
    Tuple* args = args_of(self);
    if (args->length == 0) return names.empty;
    return to_str(thread, args->length == 1 ? args->items[0] : Value(args));
}

Value base_exception_str(Thread& thread, Args& args) { return text_of_args(thread, args[0]); }

Value base_exception_repr(Thread& thread, Args& args) {
    Tuple* own = args_of(args[0]);
    Str* shown = repr(thread, own->length == 1 ? own->items[0] : Value(own));
    if (!shown) return {};
    std::string name = to_utf8(class_of(args[0])->name);
    std::string text = to_utf8(shown);
    return new_str(thread, own->length == 1 ? name + "(" + text + ")" : name + text);
}

// The attributes a script gave the exception: a dict, or empty if there are none.
int own_attributes(Thread& thread, Value self, Value* out) {
    int found = find_attr(thread, self, names.dunder_dict, out);
    if (found == 1 && (!is_dict(*out) || as_dict(*out)->count() == 0)) return 0;
    return found;
}

Value reduce_with(Thread& thread, Value self, Value args) {
    Value attributes;
    int found = own_attributes(thread, self, &attributes);
    if (found < 0) return {};
    if (found) return new_tuple(thread, {class_of(self), args, attributes});
    return new_tuple(thread, {class_of(self), args});
}

Value base_exception_reduce(Thread& thread, Args& args) {
    return reduce_with(thread, args[0], args_of(args[0]));
}

Value base_exception_setstate(Thread& thread, Args& args) {
    if (args[1].is_none()) return Value::none();
    if (!is_dict(args[1])) return raise_type_error(thread, "state is not a dictionary");
    uint32_t position = 0;
    Value key, value;
    DictTable* table = as_dict(args[1])->table();
    while (dict_next(table, &position, &key, &value)) {
        if (!is_str(key)) return raise_type_error(thread, "attribute name must be string");
        if (!set_attr(thread, args[0], intern(thread, as_str(key)), value)) return {};
    }
    return Value::none();
}

bool set_traceback(Thread& thread, Value self, Value value) {
    if (!value) {
        (void)raise_type_error(thread, "__traceback__ may not be deleted");
        return false;
    }
    bool good = value.is_none() || (value.is_object() && value.as_object()->kind() == Kind::Traceback);
    if (!good) {
        (void)raise_type_error(thread, "__traceback__ must be a traceback or None");
        return false;
    }
    as_exception(self)->traceback.store(value.is_none() ? Value() : value);
    return true;
}

Value with_traceback(Thread& thread, Args& args) {
    if (!set_traceback(thread, args[0], args[1])) return {};
    return args[0];
}

Value add_note(Thread& thread, Args& args) {
    if (!is_str(args[1])) return raise_type_error(thread, "note must be a str, not '{}'", type_name(args[1]));
    Value notes;
    int found = find_attr(thread, args[0], names.dunder_notes, &notes);
    if (found < 0) return {};
    if (!found) {
        notes = new_list(thread);
        if (!set_attr(thread, args[0], names.dunder_notes, notes)) return {};
    }
    if (!is_list(notes)) return raise_type_error(thread, "Cannot add note: __notes__ is not a list");
    list_append(thread, as_list(notes), args[1]);
    return Value::none();
}

Value get_args(Thread&, Value self) { return args_of(self); }

bool set_args(Thread& thread, Value self, Value value) {
    if (!value) {
        (void)raise_type_error(thread, "args may not be deleted");
        return false;
    }
    Tuple* args = tuple_from_iterable(thread, value);
    if (args) as_exception(self)->args.store(args);
    return args != nullptr;
}

// __context__ and __cause__: an exception or None.
bool check_link(Thread& thread, Value value, const char* name) {
    if (!value) {
        (void)raise_type_error(thread, "{} may not be deleted", name);
        return false;
    }
    if (value.is_none() || is_exception(value)) return true;
    std::string plain = std::string(name).substr(2, strlen(name) - 4);
    (void)raise_type_error(thread, "exception {} must be None or derive from BaseException", plain);
    return false;
}

void add_base_exception(Thread& thread) {
    Class* cls = exceptions.BaseException;
    add_methods(
        thread, cls,
        {
            {"__new__(cls, /, *args, **kwargs)", new_base_exception, "", Binding::StaticMethod},
            {"__init__(self, /, *args, **kwargs)", init_base_exception},
            {"__str__(self, /)", base_exception_str},
            {"__repr__(self, /)", base_exception_repr},
            {"__reduce__(self, /)", base_exception_reduce},
            {"__setstate__(self, state, /)", base_exception_setstate},
            {"with_traceback(self, tb, /)", with_traceback, "Set self.__traceback__ to tb and return self."},
            {"add_note(self, note, /)", add_note, "Add a line to what is printed after the message."},
        });
    add_getsets(
        thread, cls,
        {
            {"args", get_args, set_args},
            {"__traceback__",
             [](Thread&, Value self) { return or_none(as_exception(self)->traceback.load()); },
             set_traceback},
            {"__context__", [](Thread&, Value self) { return or_none(as_exception(self)->context.load()); },
             [](Thread& thread, Value self, Value value) {
                 if (!check_link(thread, value, "__context__")) return false;
                 as_exception(self)->context.store(value.is_none() ? Value() : value);
                 return true;
             }},
            {"__cause__", [](Thread&, Value self) { return or_none(as_exception(self)->cause.load()); },
             [](Thread& thread, Value self, Value value) {
                 if (!check_link(thread, value, "__cause__")) return false;
                 as_exception(self)->cause.store(value.is_none() ? Value() : value);
                 as_exception(self)->suppress_context.store(true, std::memory_order_relaxed);
                 return true;
             }},
            {"__suppress_context__",
             [](Thread&, Value self) {
                 return Value::from_bool(
                     as_exception(self)->suppress_context.load(std::memory_order_relaxed));
             },
             [](Thread& thread, Value self, Value value) {
                 if (!value || !value.is_bool()) {
                     (void)raise_type_error(thread, "attribute value type must be bool");
                     return false;
                 }
                 as_exception(self)->suppress_context.store(value.is_true(), std::memory_order_relaxed);
                 return true;
             }},
        });
}

}  // namespace

bool is_plainly_made(Class* cls) {
    Class* base = exceptions.BaseException;
    return cls->has(kIsExceptionClass) && cls->special(Special::k_new) == base->special(Special::k_new) &&
           cls->special(Special::k_init) == base->special(Special::k_init);
}

Value make_plain_exception(Thread& thread, Class* cls, std::span<const Value> args) {
    auto* exception = new_instance<Exception>(thread, cls);
    exception->args.store(new_tuple(thread, args));
    return exception;
}

namespace {

// ---------------------------------------------------------------- fields as attributes

template <int kField>
GetSetSpec field(const char* name) {
    return {name, [](Thread&, Value self) { return or_none(as_exception(self)->fields[kField].load()); },
            [](Thread&, Value self, Value value) {
                as_exception(self)->fields[kField].store(value);
                return true;
            },
            "", true};
}

// ---------------------------------------------------------------- StopIteration, SystemExit, KeyError

Value init_stop_iteration(Thread& thread, Args& args) {
    if (!reject_keywords(thread, args)) return {};
    store_args(thread, args);
    as_exception(args[0])->fields[0].store(args.rest.empty() ? Value::none() : args.rest[0]);
    return Value::none();
}

Value init_system_exit(Thread& thread, Args& args) {
    if (!reject_keywords(thread, args)) return {};
    store_args(thread, args);
    Value code = args.rest.empty()       ? Value::none()
                 : args.rest.size() == 1 ? args.rest[0]
                                         : as_exception(args[0])->args.load();
    as_exception(args[0])->fields[0].store(code);
    return Value::none();
}

// repr, so that KeyError('') and a key that is a number can be told apart.
Value key_error_str(Thread& thread, Args& args) {
    Tuple* own = args_of(args[0]);
    if (own->length == 1) return repr(thread, own->items[0]);
    return text_of_args(thread, args[0]);
}

// ---------------------------------------------------------------- ImportError, NameError, AttributeError

Value init_import_error(Thread& thread, Args& args) {
    if (!take_keywords(thread, args, "ImportError()", {{"name", 0}, {"path", 1}})) return {};
    store_args(thread, args);
    as_exception(args[0])->fields[2].store(args.rest.size() == 1 ? args.rest[0] : Value());
    return Value::none();
}

Value import_error_str(Thread& thread, Args& args) {
    Value msg = as_exception(args[0])->fields[2].load();
    if (msg && is_exact_str(msg)) return msg;
    return text_of_args(thread, args[0]);
}

Value import_error_reduce(Thread& thread, Args& args) {
    Exception* exception = as_exception(args[0]);
    Value attributes;
    int found = own_attributes(thread, args[0], &attributes);
    if (found < 0) return {};
    Dict* state = found ? dict_copy(thread, as_dict(attributes)) : new_dict(thread);
    if (Value name = exception->fields[0].load()) dict_set(thread, state, names.name, name);
    if (Value path = exception->fields[1].load()) dict_set(thread, state, names.path, path);
    if (state->count() == 0) return new_tuple(thread, {class_of(args[0]), args_of(args[0])});
    return new_tuple(thread, {class_of(args[0]), args_of(args[0]), state});
}

Value init_name_error(Thread& thread, Args& args) {
    if (!take_keywords(thread, args, "NameError()", {{"name", 0}})) return {};
    store_args(thread, args);
    return Value::none();
}

Value init_attribute_error(Thread& thread, Args& args) {
    if (!take_keywords(thread, args, "AttributeError()", {{"name", 0}, {"obj", 1}})) return {};
    store_args(thread, args);
    return Value::none();
}

// ---------------------------------------------------------------- OSError

// OSError(errno, strerror[, filename[, winerror[, filename2]]]); the file names are not in `args`.
void fill_os_error(Thread& thread, Exception* exception, std::span<const Value> values) {
    if (values.size() < 2 || values.size() > 5) {
        exception->args.store(new_tuple(thread, values));
        return;
    }
    exception->fields[0].store(values[0]);
    exception->fields[1].store(values[1]);
    bool named = values.size() > 2 && !values[2].is_none();
    if (!named) {
        exception->args.store(new_tuple(thread, values));
        return;
    }
    bool is_count = is_subclass(exception->cls(), exceptions.BlockingIOError) && is_int(values[2]);
    if (is_count) {
        exception->fields[4].store(values[2]);
        exception->args.store(new_tuple(thread, values));
        return;
    }
    exception->fields[2].store(values[2]);
    if (values.size() == 5 && !values[4].is_none()) exception->fields[3].store(values[4]);
    exception->args.store(new_tuple(thread, values.subspan(0, 2)));
}

// A subclass that only writes its own __init__ passes to OSError.__init__ what it wants; then nothing of what was
// passed to the class itself counts.
bool fills_in_init(Class* cls) {
    return !(cls->special(Special::k_init) == exceptions.OSError->special(Special::k_init)) &&
           cls->special(Special::k_new) == exceptions.OSError->special(Special::k_new);
}

Value new_os_error(Thread& thread, Args& args) {
    auto* cls = reinterpret_cast<Class*>(args[0].as_object());
    if (fills_in_init(cls)) {
        auto* exception = new_instance<Exception>(thread, cls);
        exception->args.store(empty_tuple());
        return exception;
    }
    if (args.keywords && args.keywords->count())
        return raise_type_error(thread, "{}() takes no keyword arguments", to_utf8(cls->name));
    if (cls == exceptions.OSError && args.rest.size() >= 2 && args.rest.size() <= 5 && is_int(args.rest[0])) {
        if (auto error = int_to_int64(as_plain_int(args.rest[0])); error && *error >= 0 && *error < 4096)
            cls = class_for_errno(static_cast<int>(*error));
    }
    auto* exception = new_instance<Exception>(thread, cls);
    fill_os_error(thread, exception, args.rest);
    return exception;
}

Value init_os_error(Thread& thread, Args& args) {
    if (!fills_in_init(class_of(args[0]))) return Value::none();
    if (!reject_keywords(thread, args)) return {};
    fill_os_error(thread, as_exception(args[0]), args.rest);
    return Value::none();
}

Value os_error_str(Thread& thread, Args& args) {
    Exception* exception = as_exception(args[0]);
    auto shown = [&](int field, bool as_repr, std::string* out) {
        Value value = or_none(exception->fields[field].load());
        Str* text = as_repr ? repr(thread, value) : to_str(thread, value);
        if (text) *out = to_utf8(text);
        return text != nullptr;
    };
    std::string error, text, name, name2;
    if (exception->fields[2].load()) {
        if (!shown(0, false, &error) || !shown(1, false, &text) || !shown(2, true, &name)) return {};
        if (!exception->fields[3].load())
            return new_str(thread, fmt::format("[Errno {}] {}: {}", error, text, name));
        if (!shown(3, true, &name2)) return {};
        return new_str(thread, fmt::format("[Errno {}] {}: {} -> {}", error, text, name, name2));
    }
    if (exception->fields[0].load() && exception->fields[1].load()) {
        if (!shown(0, false, &error) || !shown(1, false, &text)) return {};
        return new_str(thread, fmt::format("[Errno {}] {}", error, text));
    }
    return text_of_args(thread, args[0]);
}

Value os_error_reduce(Thread& thread, Args& args) {
    Exception* exception = as_exception(args[0]);
    Tuple* own = args_of(args[0]);
    if (own->length == 2 && exception->fields[2].load()) {
        if (exception->fields[3].load())
            own = new_tuple(thread, {own->items[0], own->items[1], exception->fields[2].load(), Value::none(),
                                     exception->fields[3].load()});
        else
            own = new_tuple(thread, {own->items[0], own->items[1], exception->fields[2].load()});
    }
    return reduce_with(thread, args[0], own);
}

Value get_characters_written(Thread& thread, Value self) {
    Value count = as_exception(self)->fields[4].load();
    return count ? count : raise_text(thread, exceptions.AttributeError, "characters_written");
}

// ---------------------------------------------------------------- SyntaxError

Value init_syntax_error(Thread& thread, Args& args) {
    if (!reject_keywords(thread, args)) return {};
    store_args(thread, args);
    Exception* exception = as_exception(args[0]);
    if (args.rest.empty()) return Value::none();
    exception->fields[0].store(args.rest[0]);
    if (args.rest.size() != 2) return Value::none();
    Tuple* place = tuple_from_iterable(thread, args.rest[1]);
    if (!place) return {};
    if (place->length < 4 || place->length > 6)
        return raise_type_error(thread, "function takes at {} {} arguments ({} given)",
                                place->length < 4 ? "least" : "most", place->length < 4 ? 4 : 6,
                                place->length);
    for (size_t i = 0; i < place->length; i++) exception->fields[1 + i].store(place->items[i]);
    if (place->length == 5)
        return raise_type_error(thread, "end_offset must be provided when end_lineno is provided");
    return Value::none();
}

Value syntax_error_str(Thread& thread, Args& args) {
    Exception* exception = as_exception(args[0]);
    Str* msg = to_str(thread, or_none(exception->fields[0].load()));
    if (!msg) return {};
    Value filename = exception->fields[1].load(), line = exception->fields[2].load();
    std::string place;
    if (filename && is_str(filename)) {
        place = to_utf8(as_str(filename));
        if (size_t slash = place.rfind('/'); slash != std::string::npos) place.erase(0, slash + 1);
    }
    if (line && is_int(line)) {
        std::string digits;
        if (!int_to_string(thread, as_plain_int(line), 10, &digits)) return {};
        place += (place.empty() ? "line " : ", line ") + digits;
    }
    if (place.empty()) return msg;
    return new_str(thread, to_utf8(msg) + " (" + place + ")");
}

// ---------------------------------------------------------------- UnicodeError's kinds

Value init_unicode_error(Thread& thread, Args& args, bool has_encoding, bool of_bytes) {
    if (!reject_keywords(thread, args)) return {};
    store_args(thread, args);
    size_t wanted = has_encoding ? 5 : 4;
    if (args.rest.size() != wanted)
        return raise_type_error(thread, "function takes exactly {} arguments ({} given)", wanted,
                                args.rest.size());
    Exception* exception = as_exception(args[0]);
    size_t next = 0;
    auto wrong = [&](const char* type) {
        return raise_type_error(thread, "argument {} must be {}, not {}", next + 1, type,
                                type_name(args.rest[next]));
    };
    if (has_encoding) {
        if (!is_str(args.rest[0])) return wrong("str");
        exception->fields[0].store(args.rest[next++]);
    }
    Value object = args.rest[next];
    if (of_bytes) {
        std::string_view bytes;
        if (!get_buffer(thread, object, &bytes)) return {};
        if (!is_bytes(object)) object = new_bytes(thread, bytes);
    } else if (!is_str(object)) {
        return wrong("str");
    }
    exception->fields[1].store(object);
    for (int i = 0; i < 2; i++) {
        int64_t number;
        if (!to_int64(thread, args.rest[++next], &number)) return {};
        exception->fields[2 + i].store(make_int(thread, number));
    }
    if (!is_str(args.rest[++next])) return wrong("str");
    exception->fields[4].store(args.rest[next]);
    return Value::none();
}

Value init_decode_error(Thread& thread, Args& args) { return init_unicode_error(thread, args, true, true); }
Value init_encode_error(Thread& thread, Args& args) { return init_unicode_error(thread, args, true, false); }
Value init_translate_error(Thread& thread, Args& args) {
    return init_unicode_error(thread, args, false, false);
}

Value unicode_error_str(Thread& thread, Args& args) {
    Exception* exception = as_exception(args[0]);
    Value object = exception->fields[1].load();
    if (!object) return names.empty;  // made without __init__
    auto number = [&](int field) {
        Value value = exception->fields[field].load();
        return value && value.is_int() ? value.as_int() : 0;
    };
    int64_t start = number(2), end = number(3);
    Str* reason = to_str(thread, or_none(exception->fields[4].load()));
    if (!reason) return {};
    Str* encoding = nullptr;
    if (Value name = exception->fields[0].load()) {
        encoding = to_str(thread, name);
        if (!encoding) return {};
    }
    bool decoding = is_bytes(object);
    std::string text = encoding ? fmt::format("'{}' codec ", to_utf8(encoding)) : "";
    text += decoding ? "can't decode " : encoding ? "can't encode " : "can't translate ";
    int64_t length = decoding ? as_bytes(object)->length : as_str(object)->length;
    if (start >= 0 && start < length && end == start + 1) {
        if (decoding) {
            text += fmt::format("byte {:#04x}", static_cast<uint8_t>(as_bytes(object)->data[start]));
        } else {
            uint32_t c = as_str(object)->at(start);
            text += c <= 0xFF     ? fmt::format("character '\\x{:02x}'", c)
                    : c <= 0xFFFF ? fmt::format("character '\\u{:04x}'", c)
                                  : fmt::format("character '\\U{:08x}'", c);
        }
        text += fmt::format(" in position {}", start);
    } else {
        text += fmt::format("{} in position {}-{}", decoding ? "bytes" : "characters", start, end - 1);
    }
    return new_str(thread, text + ": " + to_utf8(reason));
}

// ---------------------------------------------------------------- the tree

void add_special_classes(Thread& thread) {
    auto& e = exceptions;
    add_methods(thread, e.StopIteration, {{"__init__(self, /, *args, **kwargs)", init_stop_iteration}});
    add_getsets(thread, e.StopIteration, {field<0>("value")});
    add_methods(thread, e.SystemExit, {{"__init__(self, /, *args, **kwargs)", init_system_exit}});
    add_getsets(thread, e.SystemExit, {field<0>("code")});
    add_methods(thread, e.KeyError, {{"__str__(self, /)", key_error_str}});
    add_methods(thread, e.ImportError,
                {
                    {"__init__(self, /, *args, **kwargs)", init_import_error},
                    {"__str__(self, /)", import_error_str},
                    {"__reduce__(self, /)", import_error_reduce},
                });
    add_getsets(thread, e.ImportError, {field<2>("msg"), field<0>("name"), field<1>("path")});
    add_methods(thread, e.NameError, {{"__init__(self, /, *args, **kwargs)", init_name_error}});
    add_getsets(thread, e.NameError, {field<0>("name")});
    add_methods(thread, e.AttributeError, {{"__init__(self, /, *args, **kwargs)", init_attribute_error}});
    add_getsets(thread, e.AttributeError, {field<0>("name"), field<1>("obj")});
    add_methods(thread, e.OSError,
                {
                    {"__new__(cls, /, *args, **kwargs)", new_os_error, "", Binding::StaticMethod},
                    {"__init__(self, /, *args, **kwargs)", init_os_error},
                    {"__str__(self, /)", os_error_str},
                    {"__reduce__(self, /)", os_error_reduce},
                });
    add_getsets(thread, e.OSError,
                {
                    field<0>("errno"),
                    field<1>("strerror"),
                    field<2>("filename"),
                    field<3>("filename2"),
                    {"characters_written", get_characters_written, field<4>("").setter},
                });
    add_methods(thread, e.SyntaxError,
                {
                    {"__init__(self, /, *args, **kwargs)", init_syntax_error},
                    {"__str__(self, /)", syntax_error_str},
                });
    add_getsets(thread, e.SyntaxError,
                {
                    field<0>("msg"),
                    field<1>("filename"),
                    field<2>("lineno"),
                    field<3>("offset"),
                    field<4>("text"),
                    field<5>("end_lineno"),
                    field<6>("end_offset"),
                    {"print_file_and_line", [](Thread&, Value) { return Value::none(); },
                     [](Thread&, Value, Value) { return true; }},
                });
    add_methods(
        thread, e.UnicodeDecodeError,
        {{"__init__(self, /, *args, **kwargs)", init_decode_error}, {"__str__(self, /)", unicode_error_str}});
    add_methods(
        thread, e.UnicodeEncodeError,
        {{"__init__(self, /, *args, **kwargs)", init_encode_error}, {"__str__(self, /)", unicode_error_str}});
    add_methods(thread, e.UnicodeTranslateError,
                {{"__init__(self, /, *args, **kwargs)", init_translate_error},
                 {"__str__(self, /)", unicode_error_str}});
    for (Class* cls : {e.UnicodeDecodeError, e.UnicodeEncodeError})
        add_getsets(thread, cls,
                    {field<0>("encoding"), field<1>("object"), field<2>("start"), field<3>("end"),
                     field<4>("reason")});
    add_getsets(
        thread, e.UnicodeTranslateError,
        {field<1>("object"), field<2>("start"), field<3>("end"), field<4>("reason"), field<0>("encoding")});
}

// What help() says about each.
constexpr std::pair<std::string_view, std::string_view> kDocs[] = {
    {"ArithmeticError", "Base class for arithmetic errors."},
    {"AssertionError", "Assertion failed."},
    {"AttributeError", "Attribute not found."},
    {"BaseException", "Common base class for all exceptions"},
    {"BaseExceptionGroup", "A combination of multiple unrelated exceptions."},
    {"BlockingIOError", "I/O operation would block."},
    {"BrokenPipeError", "Broken pipe."},
    {"BufferError", "Buffer error."},
    {"BytesWarning",
     "Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion from "
     "str or comparing to str."},
    {"ChildProcessError", "Child process error."},
    {"ConnectionAbortedError", "Connection aborted."},
    {"ConnectionError", "Connection error."},
    {"ConnectionRefusedError", "Connection refused."},
    {"ConnectionResetError", "Connection reset."},
    {"DeprecationWarning", "Base class for warnings about deprecated features."},
    {"EOFError", "Read beyond end of file."},
    {"EncodingWarning", "Base class for warnings about encodings."},
    {"Exception", "Common base class for all non-exit exceptions."},
    {"FileExistsError", "File already exists."},
    {"FileNotFoundError", "File not found."},
    {"FloatingPointError", "Floating point operation failed."},
    {"FutureWarning",
     "Base class for warnings about constructs that will change semantically\nin the future."},
    {"GeneratorExit", "Request that a generator exit."},
    {"ImportError", "Import can't find module, or can't find name in module."},
    {"ImportWarning", "Base class for warnings about probable mistakes in module imports"},
    {"IndentationError", "Improper indentation."},
    {"IndexError", "Sequence index out of range."},
    {"InterruptedError", "Interrupted by signal."},
    {"IsADirectoryError", "Operation doesn't work on directories."},
    {"KeyError", "Mapping key not found."},
    {"KeyboardInterrupt", "Program interrupted by user."},
    {"LookupError", "Base class for lookup errors."},
    {"MemoryError", "Out of memory."},
    {"ModuleNotFoundError", "Module not found."},
    {"NameError", "Name not found globally."},
    {"NotADirectoryError", "Operation only works on directories."},
    {"NotImplementedError", "Method or function hasn't been implemented yet."},
    {"OSError", "Base class for I/O related errors."},
    {"OverflowError", "Result too large to be represented."},
    {"PendingDeprecationWarning",
     "Base class for warnings about features which will be deprecated\nin the future."},
    {"PermissionError", "Not enough permissions."},
    {"ProcessLookupError", "Process not found."},
    {"RecursionError", "Recursion limit exceeded."},
    {"ReferenceError", "Weak ref proxy used after referent went away."},
    {"ResourceWarning", "Base class for warnings about resource usage."},
    {"RuntimeError", "Unspecified run-time error."},
    {"RuntimeWarning", "Base class for warnings about dubious runtime behavior."},
    {"StopAsyncIteration", "Signal the end from iterator.__anext__()."},
    {"StopIteration", "Signal the end from iterator.__next__()."},
    {"SyntaxError", "Invalid syntax."},
    {"SyntaxWarning", "Base class for warnings about dubious syntax."},
    {"SystemError",
     "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, along with "
     "the traceback,\nthe Python version, and the hardware/OS platform and version."},
    {"SystemExit", "Request to exit from the interpreter."},
    {"TabError", "Improper mixture of spaces and tabs."},
    {"TimeoutError", "Timeout expired."},
    {"TypeError", "Inappropriate argument type."},
    {"UnboundLocalError", "Local name referenced but not bound to a value."},
    {"UnicodeDecodeError", "Unicode decoding error."},
    {"UnicodeEncodeError", "Unicode encoding error."},
    {"UnicodeError", "Unicode related error."},
    {"UnicodeTranslateError", "Unicode translation error."},
    {"UnicodeWarning",
     "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems."},
    {"UserWarning", "Base class for warnings generated by user code."},
    {"ValueError", "Inappropriate argument value (of correct type)."},
    {"Warning", "Base class for warning categories."},
    {"ZeroDivisionError", "Second argument to a division or modulo operation was zero."},
};

std::string_view doc_of(std::string_view name) {
    for (auto& [known, doc] : kDocs)
        if (known == name) return doc;
    return {};
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
Class* make(Thread& thread, std::string_view name, Class* base) {
    return new_native_class(thread, {.name = name,
                                     .base = base,
                                     .kind = Kind::Exception,
                                     .instance_size = sizeof(Exception),
                                     .trace = trace_exception,
                                     .flags = kBasetype | kHasDict | kIsExceptionClass,
                                     .overflow_offset = offsetof(Exception, overflow),
                                     .doc = doc_of(name)});
}
#pragma GCC diagnostic pop

}  // namespace

void init_exception_types(Thread& thread) {
    exceptions.BaseException = make(thread, "BaseException", types.object);
    add_base_exception(thread);
#define X(name, base) exceptions.name = make(thread, #name, exceptions.base);
    GILT_EXCEPTIONS(X)
#undef X
    add_special_classes(thread);
    for (Class* cls : {exceptions.StopIteration, exceptions.SystemExit, exceptions.ImportError, exceptions.NameError, exceptions.AttributeError,
                       exceptions.OSError, exceptions.SyntaxError, exceptions.UnicodeEncodeError, exceptions.UnicodeDecodeError,
                       exceptions.UnicodeTranslateError, exceptions.BaseExceptionGroup})
        cls->class_flags |= kHasFields;
    heap::add_root_tracer([](Marker& marker) {
        marker.mark(exceptions.BaseException);
#define X(name, base) marker.mark(exceptions.name);
        GILT_EXCEPTIONS(X)
#undef X
        marker.mark(exceptions.ExceptionGroup);
    });
}

}  // namespace gilt
