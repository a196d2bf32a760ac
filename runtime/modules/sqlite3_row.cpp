// sqlite3.Row: a row whose values are also found by the names of their columns, upper and lower case alike.
#include <cstring>

#include "modules/sqlite3_module.h"
#include "objects/class.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "vm/operations.h"

namespace gilt::sqlite {

namespace {

// Both are constant once the row is made.
struct Row : Object {
    Slot data;         // tuple
    Slot description;  // the cursor's: a tuple of tuples that begin with the name, or None
};

Row* as_row(Value value) { return static_cast<Row*>(value.as_object()); }
Tuple* data_of(Value row) { return as_tuple(as_row(row)->data.load()); }

void trace_row(Object* object, Marker& marker) {
    marker.mark(static_cast<Row*>(object)->data);
    marker.mark(static_cast<Row*>(object)->description);
}

Value make(Thread& thread, Class* cls, Value description, Value data) {
    auto* row = new_instance<Row>(thread, cls);
    row->data.store(data);
    row->description.store(description ? description : Value::none());
    return row;
}

Value row_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], classes.row);
    if (!cls) return {};
    if (args.keywords) return raise_type_error(thread, "Row() takes no keyword arguments");
    if (args.rest.size() != 2) return raise_type_error(thread, "Row expected 2 arguments, got {}", args.rest.size());
    if (!is_cursor(args.rest[0]))
        return raise_type_error(thread, "Row() argument 1 must be sqlite3.Cursor, not {}", argument_type_name(args.rest[0]));
    if (!is_tuple(args.rest[1]))
        return raise_type_error(thread, "Row() argument 2 must be tuple, not {}", argument_type_name(args.rest[1]));
    return make(thread, cls, as_cursor(args.rest[0])->description.load(), args.rest[1]);
}

// The name of column i, or null.
Str* column_name(Row* row, size_t i) {
    Value description = row->description.load();
    if (!is_tuple(description) || i >= as_tuple(description)->length) return nullptr;
    return as_str(as_tuple(as_tuple(description)->items[i])->items[0]);
}

bool same_name(Str* a, Str* b) {
    if (a == b) return true;
    if (!a->is_ascii() || !b->is_ascii()) return str_equal(a, b);
    return a->length == b->length && strncasecmp(a->ascii().data(), b->ascii().data(), a->length) == 0;
}

Value get(Thread& thread, Args& args) {
    Row* row = as_row(args[0]);
    if (is_str(args[1])) {
        Tuple* data = data_of(row);
        for (size_t i = 0; i < data->length; i++)
            if (Str* name = column_name(row, i); name && same_name(name, as_str(args[1]))) return data->items[i];
        return raise_text(thread, exceptions.IndexError, "No item with that key");
    }
    if (!is_int(args[1]) && class_of(args[1]) != types.slice)
        return raise_text(thread, exceptions.IndexError, "Index must be int or string");
    return tuple_subscript(thread, data_of(row), args[1]);
}

Value keys(Thread& thread, Args& args) {
    List* list = new_list(thread);
    for (size_t i = 0; Str* name = column_name(as_row(args[0]), i); i++) list_append(thread, list, name);
    return list;
}

template <Comparison op>
Value compare_rows(Thread& thread, Args& args) {
    if (!args[1].is_object() || !is_instance(args[1], classes.row)) return Value::not_implemented();
    Row *a = as_row(args[0]), *b = as_row(args[1]);
    int same = equal(thread, a->description.load(), b->description.load());
    if (same < 0) return {};
    if (same) return compare(thread, op, a->data.load(), b->data.load());
    return Value::from_bool(op == Comparison::Ne);
}

Value row_hash(Thread& thread, Args& args) {
    int64_t names, values;
    if (!hash(thread, as_row(args[0])->description.load(), &names) || !hash(thread, as_row(args[0])->data.load(), &values))
        return {};
    return make_int(thread, names ^ values);
}

}  // namespace

// What the cursor makes when its row factory is Row.
Value new_row(Thread& thread, Cursor* cursor, Value data) {
    return make(thread, classes.row, cursor->description.load(), data);
}

void make_row_class(Thread& thread) {
    Class* cls = classes.row = new_native_class(thread, {.name = "sqlite3.Row",
                                                         .instance_size = sizeof(Row),
                                                         .trace = trace_row,
                                                         .flags = kBasetype});
    keep_forever(thread, cls);
    add_methods(thread, cls,
                {{"__new__(cls, /, *args, **kwargs)", row_new, "", Binding::StaticMethod},
                 {"__init__(self, /, *args, **kwargs)", [](Thread&, Args&) { return Value::none(); }},
                 {"__getitem__(self, key, /)", get, "Return self[key]."},
                 {"__len__(self, /)",
                  [](Thread&, Args& args) { return Value::from_int(static_cast<int64_t>(data_of(args[0])->length)); }},
                 {"__iter__(self, /)",
                  [](Thread& thread, Args& args) { return new_tuple_iterator(thread, data_of(args[0])); }},
                 {"__eq__(self, value, /)", compare_rows<Comparison::Eq>},
                 {"__ne__(self, value, /)", compare_rows<Comparison::Ne>},
                 {"__hash__(self, /)", row_hash},
                 {"keys(self, /)", keys, "Returns the keys of the row."}});
}

}  // namespace gilt::sqlite
