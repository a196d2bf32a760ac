// sqlite3: values on their way into SQLite (parameters) and out of it (columns).
//
// In: int, float, str, bytes-likes and None go as they are; everything else is adapted first, by a function registered for
// its class or by its __conform__. Out: by SQLite's type of the value, unless the column has a converter, which is called
// with the value's text.
#include <cctype>
#include <cstring>

#include "modules/sqlite3_module.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/codecs.h"
#include "objects/dict.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "vm/operations.h"

namespace gilt::sqlite {

namespace {

// The exact classes that need no adapting, as long as nobody has registered an adapter for one of them.
bool is_basic(Value value) {
    if (basic_classes_adapted.load(std::memory_order_relaxed)) return value.is_none();
    if (value.is_none() || value.is_number_word()) return true;
    Class* cls = class_of(value);
    return cls == types.str || cls == types.int_ || cls == types.bytearray;
}

// 1 and the result, 0: no answer, -1: exception.
int adapt_by_method(Thread& thread, Value holder, const char* name, Value argument, Value* out) {
    Value method;
    int found = find_attr(thread, holder, intern(thread, name), &method);
    if (found <= 0) return found;
    *out = call(thread, method, {argument});
    if (*out) return out->is_none() ? 0 : 1;
    if (!pending_matches(thread, exceptions.TypeError)) return -1;
    clear_exception(thread);
    return 0;
}

int adapt_if_possible(Thread& thread, Value object, Value protocol, Value* out) {
    Value adapter;
    int found = dict_lookup(thread, adapters, new_tuple(thread, {Value(class_of(object)), protocol}), &adapter);
    if (found < 0) return -1;
    if (found) {
        *out = call(thread, adapter, {object});
        return *out ? 1 : -1;
    }
    found = adapt_by_method(thread, protocol, "__adapt__", object, out);
    return found ? found : adapt_by_method(thread, object, "__conform__", protocol, out);
}

[[nodiscard]] bool bind_one(Thread& thread, Database* database, sqlite3_stmt* statement, int at, Value value) {
    if (!is_basic(value)) {
        Value adapted;
        int found = adapt_if_possible(thread, value, classes.prepare_protocol, &adapted);
        if (found < 0) return false;
        if (found) value = adapted;
    }
    int code;
    if (value.is_none()) {
        code = sqlite3_bind_null(statement, at);
    } else if (is_int(value)) {
        auto number = int_to_int64(as_plain_int(value));
        if (!number)
            return raise_text(thread, exceptions.OverflowError, "Python int too large to convert to SQLite INTEGER");
        code = sqlite3_bind_int64(statement, at, *number);
    } else if (is_float(value)) {
        code = sqlite3_bind_double(statement, at, as_double(value));
    } else if (is_str(value)) {
        Str* text = as_str(value);
        std::string room;
        std::string_view utf8 = text->ascii();
        if (!text->is_ascii()) {
            if (!encode_utf8(thread, text, &room)) return false;
            utf8 = room;
        }
        code = sqlite3_bind_text64(statement, at, utf8.data(), utf8.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    } else if (has_buffer(value)) {
        std::string_view bytes;
        if (!get_buffer(thread, value, &bytes)) return false;
        code = sqlite3_bind_blob64(statement, at, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_TRANSIENT);
    } else {
        return raise_format(thread, classes.ProgrammingError, "Error binding parameter {}: type '{}' is not supported", at,
                            type_name(value));
    }
    return code == SQLITE_OK ? true : bool(database->raise_error(thread));
}

}  // namespace

Value adapt(Thread& thread, Value object, Value protocol, Value alternative) {
    Value out;
    int found = adapt_if_possible(thread, object, protocol, &out);
    if (found < 0) return {};
    if (found) return out;
    if (alternative) return alternative;
    return raise_text(thread, classes.ProgrammingError, "can't adapt");
}

bool bind_parameters(Thread& thread, Database* database, Statement* statement, Value parameters) {
    sqlite3_stmt* handle = statement->handle;
    int wanted = sqlite3_bind_parameter_count(handle);
    bool is_sequence = is_tuple(parameters) || is_list(parameters);
    if (!is_sequence && !is_dict(parameters) && parameters.is_object()) {
        // As the C API sees it: a class with __getitem__ that is no dict, unless it only knows keys.
        Class* cls = class_of(parameters);
        is_sequence = cls->special(Special::k_getitem) && cls->special(Special::k_len) &&
                      !class_lookup(cls, names.keys);
    }
    if (is_sequence) {
        int64_t count = length(thread, parameters);
        if (count < 0) return false;
        if (count != wanted)
            return raise_format(thread, classes.ProgrammingError,
                                "Incorrect number of bindings supplied. The current statement uses {}, and there are {} "
                                "supplied.",
                                wanted, count);
        for (int i = 0; i < wanted; i++) {
            Value value = is_exact_tuple(parameters) ? as_tuple(parameters)->items[i]
                                                     : get_item(thread, parameters, Value::from_int(i));
            if (!value || !bind_one(thread, database, handle, i + 1, value)) return false;
        }
        return true;
    }
    bool is_mapping = is_dict(parameters) ||
                      (parameters.is_object() && class_of(parameters)->special(Special::k_getitem));
    if (!is_mapping) return raise_text(thread, classes.ProgrammingError, "parameters are of unsupported type");
    for (int i = 1; i <= wanted; i++) {
        const char* name = sqlite3_bind_parameter_name(handle, i);
        if (!name)
            return raise_format(thread, classes.ProgrammingError,
                                "Binding {} has no name, but you supplied a dictionary (which has only names).", i);
        name++;  // the colon
        Str* key = intern(thread, name);
        Value value;
        if (class_of(parameters) == types.dict) {
            int found = dict_lookup(thread, as_dict(parameters), key, &value);
            if (found < 0) return false;
        } else {
            value = get_item(thread, parameters, key);
            if (!value) {
                if (!pending_matches(thread, exceptions.LookupError)) return false;
                clear_exception(thread);
            }
        }
        if (!value)
            return raise_format(thread, classes.ProgrammingError, "You did not supply a value for binding parameter :{}.",
                                name);
        if (!bind_one(thread, database, handle, i, value)) return false;
    }
    return true;
}

// ---------------------------------------------------------------- out of SQLite

namespace {

bool all_ascii(const char* text, size_t length) {
    uint64_t bits = 0, word;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        memcpy(&word, text + i, 8);
        bits |= word;
    }
    for (; i < length; i++) bits |= static_cast<uint8_t>(text[i]) * uint64_t{0x0101010101010101};
    return (bits & 0x8080808080808080) == 0;
}

}  // namespace

Value text_from_utf8(Thread& thread, const char* text, size_t length) {
    if (all_ascii(text, length)) return new_str_ascii(thread, {text, length});
    return decode_bytes(thread, {text, length}, "utf-8", "strict");
}

namespace {

Value column_text(Thread& thread, Value text_factory, sqlite3_stmt* statement, int column) {
    auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    auto size = static_cast<size_t>(sqlite3_column_bytes(statement, column));
    if (!text) return raise_memory_error(thread);
    if (text_factory == Value(types.str)) {
        if (Value decoded = text_from_utf8(thread, text, size)) return decoded;
        if (!pending_matches(thread, exceptions.UnicodeDecodeError)) return {};
        clear_exception(thread);
        Value shown = decode_bytes(thread, {text, strnlen(text, size)}, "utf-8", "replace");
        if (!shown) return {};
        return raise_format(thread, classes.OperationalError, "Could not decode to UTF-8 column '{}' with text '{}'",
                            sqlite3_column_name(statement, column), to_utf8(as_str(shown)));
    }
    Value bytes = new_bytes(thread, {text, size});
    if (!bytes || text_factory == Value(types.bytes)) return bytes;
    return call(thread, text_factory, {bytes});
}

Value column_value(Thread& thread, Value text_factory, sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_NULL: return Value::none();
        case SQLITE_INTEGER: return make_int(thread, sqlite3_column_int64(statement, column));
        case SQLITE_FLOAT: return Value::from_any_float(sqlite3_column_double(statement, column));
        case SQLITE_TEXT: return column_text(thread, text_factory, statement, column);
        default: {
            auto* data = static_cast<const char*>(sqlite3_column_blob(statement, column));
            return new_bytes(thread, {data, static_cast<size_t>(sqlite3_column_bytes(statement, column))});
        }
    }
}

}  // namespace

Value fetch_row(Thread& thread, Database* database, Cursor* cursor, Connection* connection, sqlite3_stmt* statement) {
    int count = sqlite3_data_count(statement);
    Value text_factory = connection->text_factory.load();
    Value converters = cursor->converters.load();
    Tuple* row = new_tuple_uninitialized(thread, static_cast<size_t>(count));
    if (!row) return {};
    for (int i = 0; i < count; i++) {
        Value converter = Value::none(), value;
        if (converters && static_cast<size_t>(i) < as_tuple(converters)->length) converter = as_tuple(converters)->items[i];
        if (converter.is_none()) {
            value = column_value(thread, text_factory, statement, i);
        } else {
            auto* data = static_cast<const char*>(sqlite3_column_blob(statement, i));
            auto size = static_cast<size_t>(sqlite3_column_bytes(statement, i));
            if (!data) {
                value = Value::none();
            } else {
                value = call(thread, converter, {Value(new_bytes(thread, {data, size}))});
            }
        }
        if (!value) return {};
        row->items[i] = value;
    }
    if (sqlite3_errcode(database->handle) == SQLITE_NOMEM) return raise_memory_error(thread);
    return row;
}

namespace {

// The converter for a type as the table or the query names it; None if there is none.
Value find_converter(Thread& thread, std::string_view type) {
    std::string name(type);
    for (char& c : name) c = static_cast<char>(toupper(static_cast<unsigned char>(c)));
    Value found;
    int got = dict_lookup(thread, converters, new_str(thread, name), &found);
    return got < 0 ? Value() : got ? found : Value::none();
}

}  // namespace

bool describe_columns(Thread& thread, Database* database, Cursor* cursor, sqlite3_stmt* statement) {
    int count = sqlite3_column_count(statement);
    bool by_name = (database->detect_types & kParseColumnNames) != 0;
    bool by_declaration = (database->detect_types & kParseDeclaredTypes) != 0;
    if (count == 0) {
        cursor->converters.store({});
        return true;
    }
    Tuple* description = new_tuple_uninitialized(thread, static_cast<size_t>(count));
    Tuple* found = by_name || by_declaration ? new_tuple_uninitialized(thread, static_cast<size_t>(count)) : nullptr;
    for (int i = 0; i < count; i++) {
        const char* text = sqlite3_column_name(statement, i);
        if (!text) return raise_memory_error(thread);
        std::string_view name(text);
        Value converter = Value::none();
        if (by_name) {
            size_t open = name.find('['), end = name.find(']', open);
            if (open != name.npos) {
                if (end != name.npos) converter = find_converter(thread, name.substr(open + 1, end - open - 1));
                name = name.substr(0, open > 0 && name[open - 1] == ' ' ? open - 1 : open);
            }
        }
        if (converter && converter.is_none() && by_declaration) {
            if (const char* declared = sqlite3_column_decltype(statement, i))
                converter = find_converter(thread, std::string_view(declared, strcspn(declared, " (")));
        }
        if (!converter) return false;
        if (found) found->items[i] = converter;
        Value column = text_from_utf8(thread, name.data(), name.size());
        if (!column) return false;
        Value none = Value::none();
        description->items[i] = new_tuple(thread, {column, none, none, none, none, none, none});
    }
    cursor->converters.store(found ? Value(found) : Value());
    cursor->description.store(description);
    return true;
}

Value value_from_sqlite(Thread& thread, sqlite3_value* value) {
    switch (sqlite3_value_type(value)) {
        case SQLITE_INTEGER: return make_int(thread, sqlite3_value_int64(value));
        case SQLITE_FLOAT: return Value::from_any_float(sqlite3_value_double(value));
        case SQLITE_TEXT: {
            auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
            if (!text) return raise_memory_error(thread);
            return text_from_utf8(thread, text, static_cast<size_t>(sqlite3_value_bytes(value)));
        }
        case SQLITE_BLOB: {
            auto* data = static_cast<const char*>(sqlite3_value_blob(value));
            return new_bytes(thread, {data, static_cast<size_t>(sqlite3_value_bytes(value))});
        }
        default: return Value::none();
    }
}

bool text_argument(Thread& thread, Value value, std::string_view what, std::string* out) {
    if (!is_str(value)) return raise_type_error(thread, "{} must be str, not {}", what, argument_type_name(value));
    if (!encode_utf8(thread, as_str(value), out)) return false;
    if (out->find('\0') != out->npos) return raise_value_error(thread, "embedded null character");
    return true;
}

}  // namespace gilt::sqlite
