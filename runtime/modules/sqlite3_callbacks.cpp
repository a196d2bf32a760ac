// sqlite3: SQLite calling into scripts: functions, aggregates, window functions, collations, the authorizer, the progress
// handler and the trace.
//
// A query runs in a BlockingRegion; each of these functions comes back to Running (Reentry), calls the script, and leaves
// again. An exception cannot travel through SQLite: the query fails with an error that says where it happened, and the
// exception itself is dropped, or printed if enable_callback_tracebacks(True) was called.
//
// SQLite keeps pointers to Callback objects and to slots of Database::aggregates, whose Values the connection's tracer marks.
#include <cstring>

#include "modules/sqlite3_module.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "vm/operations.h"

namespace gilt::sqlite {

void print_or_clear(Thread& thread, Value callable) {
    Value exception = take_exception(thread);
    if (callback_tracebacks.load(std::memory_order_relaxed)) print_unraisable(thread, exception, "", callable);
}

namespace {

Callback* callback_of(sqlite3_context* context) { return static_cast<Callback*>(sqlite3_user_data(context)); }

// The query fails with `message`, or as SQLite says for want of memory or room.
void fail(Thread& thread, sqlite3_context* context, Value callable, const char* message) {
    if (pending_matches(thread, exceptions.MemoryError))
        sqlite3_result_error_nomem(context);
    else if (pending_matches(thread, exceptions.OverflowError))
        sqlite3_result_error_toobig(context);
    else
        sqlite3_result_error(context, message, -1);
    print_or_clear(thread, callable);
}

// False: an exception is pending, or the type is none that SQLite has.
bool set_result(Thread& thread, sqlite3_context* context, Value value) {
    if (value.is_none()) {
        sqlite3_result_null(context);
    } else if (is_int(value)) {
        auto number = int_to_int64(as_plain_int(value));
        if (!number)
            return raise_text(thread, exceptions.OverflowError, "Python int too large to convert to SQLite INTEGER");
        sqlite3_result_int64(context, *number);
    } else if (is_float(value)) {
        sqlite3_result_double(context, as_double(value));
    } else if (is_str(value)) {
        std::string text;
        if (!encode_utf8(thread, as_str(value), &text)) return false;
        sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    } else if (has_buffer(value)) {
        std::string_view bytes;
        if (!get_buffer(thread, value, &bytes)) return false;
        sqlite3_result_blob64(context, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_TRANSIENT);
    } else {
        return raise_type_error(thread, "a value of type '{}' cannot be stored", type_name(value));
    }
    return true;
}

Tuple* arguments_from(Thread& thread, int count, sqlite3_value** values) {
    Tuple* arguments = new_tuple_uninitialized(thread, static_cast<size_t>(count));
    for (int i = 0; i < count; i++) {
        Value value = value_from_sqlite(thread, values[i]);
        if (!value) return nullptr;
        arguments->items[i] = value;
    }
    return arguments;
}

void call_function(sqlite3_context* context, int count, sqlite3_value** values) {
    Reentry running;
    Thread& thread = running.thread;
    Value callable = callback_of(context)->callable.load();
    Tuple* arguments = arguments_from(thread, count, values);
    Value result = arguments ? call(thread, callable, arguments->span()) : Value();
    if (!result || !set_result(thread, context, result))
        fail(thread, context, callable, "user-defined function raised exception");
}

// ---------------------------------------------------------------- aggregates

constexpr const char* kInitFailed = "user-defined aggregate's '__init__' method raised error";

// The instance for this group of rows, made when its first row comes. Empty if it could not be made.
Value aggregate_instance(Thread& thread, sqlite3_context* context) {
    auto** place = static_cast<Slot**>(sqlite3_aggregate_context(context, sizeof(Slot*)));
    if (!place) return {};
    if (*place) return (*place)->load();
    Callback* callback = callback_of(context);
    Value instance = call(thread, callback->callable.load(), {});
    if (!instance) {
        fail(thread, context, callback->callable.load(), kInitFailed);
        return {};
    }
    callback->database->aggregates.emplace_back();
    *place = &callback->database->aggregates.back();
    (*place)->store(instance);
    return instance;
}

// Calls a method of the instance; what failed is in the message. Empty if it did.
Value call_aggregate(Thread& thread, sqlite3_context* context, Value instance, const char* name, Tuple* arguments) {
    std::string message = std::string("user-defined aggregate's '") + name;
    Value method;
    int found = find_attr(thread, instance, intern(thread, name), &method);
    if (found == 0) (void)raise_type_error(thread, "no method {}", name);
    Value result = found == 1 ? call(thread, method, arguments->span()) : Value();
    if (result) return result;
    message += found == 0 ? "' method not defined" : "' method raised error";
    fail(thread, context, callback_of(context)->callable.load(), message.c_str());
    return {};
}

void step_by(sqlite3_context* context, const char* name, int count, sqlite3_value** values) {
    Reentry running;
    Thread& thread = running.thread;
    Value instance = aggregate_instance(thread, context);
    if (!instance) return;
    Tuple* arguments = arguments_from(thread, count, values);
    if (!arguments) return fail(thread, context, instance, "user-defined aggregate's 'step' method raised error");
    (void)call_aggregate(thread, context, instance, name, arguments);
}

void aggregate_step(sqlite3_context* context, int count, sqlite3_value** values) { step_by(context, "step", count, values); }
void aggregate_inverse(sqlite3_context* context, int count, sqlite3_value** values) {
    step_by(context, "inverse", count, values);
}

void give_result(Thread& thread, sqlite3_context* context, Value instance, const char* name) {
    Value result = call_aggregate(thread, context, instance, name, empty_tuple());
    if (result && !set_result(thread, context, result)) {
        std::string message = std::string("user-defined aggregate's '") + name + "' method raised error";
        fail(thread, context, instance, message.c_str());
    }
}

void aggregate_value(sqlite3_context* context) {
    Reentry running;
    auto** place = static_cast<Slot**>(sqlite3_aggregate_context(context, 0));
    if (place && *place) give_result(running.thread, context, (*place)->load(), "value");
}

// Also called, without being asked for a result, when a query ends early.
void aggregate_finalize(sqlite3_context* context) {
    Reentry running;
    Thread& thread = running.thread;
    auto** place = static_cast<Slot**>(sqlite3_aggregate_context(context, 0));
    if (!place || !*place) return;  // no rows, or no instance
    Slot* slot = *place;
    give_result(thread, context, slot->load(), "finalize");
    std::list<Slot>& aggregates = callback_of(context)->database->aggregates;
    for (auto at = aggregates.begin(); at != aggregates.end(); ++at)
        if (&*at == slot) {
            aggregates.erase(at);
            break;
        }
    *place = nullptr;
}

// ---------------------------------------------------------------- the others

int compare_by_script(void* data, int left_size, const void* left, int right_size, const void* right) {
    auto* callback = static_cast<Callback*>(data);
    Reentry running;
    Thread& thread = running.thread;
    Database* database = callback->database;
    if (database->callback_error.load()) return 0;
    Value a = text_from_utf8(thread, static_cast<const char*>(left), static_cast<size_t>(left_size));
    Value b = a ? text_from_utf8(thread, static_cast<const char*>(right), static_cast<size_t>(right_size)) : a;
    Value result = b ? call(thread, callback->callable.load(), {a, b}) : Value();
    if (!result) {
        database->callback_error.store(take_exception(thread));
        return 0;
    }
    return is_int(result) ? int_sign(as_plain_int(result)) : 0;
}

int ask_authorizer(void* data, int action, const char* a, const char* b, const char* c, const char* d) {
    auto* database = static_cast<Database*>(data);
    Reentry running;
    Thread& thread = running.thread;
    Value arguments[5] = {Value::from_int(action)};
    int at = 1;
    for (const char* text : {a, b, c, d}) arguments[at++] = text ? Value(new_str(thread, text)) : Value::none();
    Value callable = database->authorizer.load();
    if (!callable) return SQLITE_OK;
    Value answer = call(thread, callable, arguments);
    if (answer && is_int(answer)) {
        auto number = int_to_int64(as_plain_int(answer));
        if (number && *number == static_cast<int>(*number)) return static_cast<int>(*number);
        (void)raise_text(thread, exceptions.OverflowError, "Python int too large to convert to C int");
    }
    if (thread.exception) print_or_clear(thread, callable);
    return SQLITE_DENY;
}

int report_progress(void* data) {
    auto* database = static_cast<Database*>(data);
    Reentry running;
    Thread& thread = running.thread;
    Value callable = database->progress_handler.load();
    if (!callable) return 0;
    Value answer = call(thread, callable, {});
    int stop = answer ? truth(thread, answer) : -1;
    if (stop >= 0) return stop;
    print_or_clear(thread, callable);
    return 1;
}

int trace(unsigned kind, void* data, void* statement, void* sql) {
    if (kind != SQLITE_TRACE_STMT) return 0;
    auto* database = static_cast<Database*>(data);
    Reentry running;
    Thread& thread = running.thread;
    Value callable = database->trace_callback.load();
    if (!callable) return 0;
    auto* text = static_cast<const char*>(sql);
    Value shown;
    if (strncmp(text, "--", 2) == 0) {  // a trigger's statement, which has no parameters
        shown = text_from_utf8(thread, text, strlen(text));
    } else if (char* expanded = sqlite3_expanded_sql(static_cast<sqlite3_stmt*>(statement))) {
        shown = text_from_utf8(thread, expanded, strlen(expanded));
        sqlite3_free(expanded);
    } else {
        (void)raise_text(thread, classes.DataError, "Expanded SQL string exceeds the maximum string length");
        print_or_clear(thread, callable);
        shown = text_from_utf8(thread, text, strlen(text));
    }
    if (!shown || !call(thread, callable, {shown})) print_or_clear(thread, callable);
    return 0;
}

// ---------------------------------------------------------------- how a script registers them

void drop_callback(void* data) { static_cast<Callback*>(data)->is_dead.store(true, std::memory_order_relaxed); }

Callback* new_callback(Database* database, Value callable) {
    database->callbacks.remove_if([](const Callback& callback) { return callback.is_dead.load(std::memory_order_relaxed); });
    Callback& callback = database->callbacks.emplace_back();
    callback.database = database;
    callback.callable.store(callable);
    return &callback;
}

// Registering fails while a statement runs that might use what was there: one nobody holds may be in the way.
template <class Register>
int register_with(Thread& thread, Database* database, Value callable, Register registering) {
    int code;
    Attempts attempts(database);
    do {
        code = registering(callable.is_none() ? nullptr : new_callback(database, callable));
    } while (attempts.again(thread, code));
    return code;
}

Value create_function(Thread& thread, Args& args) {
    std::string name;
    int64_t count;
    if (!text_argument(thread, args[1], "create_function() argument 'name'", &name) || !to_c_int(thread, args[2], &count)) return {};
    int deterministic = args.has(4) ? truth(thread, args[4]) : 0;
    if (deterministic < 0) return {};
    Use use(thread, args[0]);
    if (!use) return {};
    int code = register_with(thread, use.get(), args[3], [&](Callback* callback) {
        return sqlite3_create_function_v2(use->handle, name.c_str(), static_cast<int>(count),
                                          SQLITE_UTF8 | (deterministic ? SQLITE_DETERMINISTIC : 0), callback,
                                          callback ? call_function : nullptr, nullptr, nullptr, callback ? drop_callback : nullptr);
    });
    if (thread.exception) return {};
    if (code != SQLITE_OK) return raise_text(thread, classes.OperationalError, "Error creating function");
    return Value::none();
}

Value create_aggregate(Thread& thread, Args& args) {
    std::string name;
    int64_t count;
    if (!text_argument(thread, args[1], "create_aggregate() argument 'name'", &name) || !to_c_int(thread, args[2], &count)) return {};
    Use use(thread, args[0]);
    if (!use) return {};
    int code = register_with(thread, use.get(), args[3], [&](Callback* callback) {
        return sqlite3_create_function_v2(use->handle, name.c_str(), static_cast<int>(count), SQLITE_UTF8, callback, nullptr,
                                          callback ? aggregate_step : nullptr, callback ? aggregate_finalize : nullptr,
                                          callback ? drop_callback : nullptr);
    });
    if (thread.exception) return {};
    if (code != SQLITE_OK) return raise_text(thread, classes.OperationalError, "Error creating aggregate");
    return Value::none();
}

Value create_window_function(Thread& thread, Args& args) {
    std::string name;
    int64_t count;
    if (!text_argument(thread, args[1], "create_window_function() argument 1", &name) || !to_c_int(thread, args[2], &count)) return {};
    Use use(thread, args[0]);
    if (!use) return {};
    int code = register_with(thread, use.get(), args[3], [&](Callback* c) {
        return sqlite3_create_window_function(use->handle, name.c_str(), static_cast<int>(count), SQLITE_UTF8, c,
                                              c ? aggregate_step : nullptr, c ? aggregate_finalize : nullptr,
                                              c ? aggregate_value : nullptr, c ? aggregate_inverse : nullptr,
                                              c ? drop_callback : nullptr);
    });
    if (thread.exception) return {};
    if (code != SQLITE_OK) return use->raise_error(thread);
    return Value::none();
}

Value create_collation(Thread& thread, Args& args) {
    std::string name;
    if (!text_argument(thread, args[1], "create_collation() argument 1", &name)) return {};
    Use use(thread, args[0]);
    if (!use) return {};
    if (!args[2].is_none() && !is_callable(args[2])) return raise_type_error(thread, "parameter must be callable");
    int code = register_with(thread, use.get(), args[2], [&](Callback* callback) {
        int result = sqlite3_create_collation_v2(use->handle, name.c_str(), SQLITE_UTF8, callback,
                                                 callback ? compare_by_script : nullptr, callback ? drop_callback : nullptr);
        if (result != SQLITE_OK && callback) drop_callback(callback);  // this one SQLite leaves to us
        return result;
    });
    if (thread.exception) return {};
    if (code != SQLITE_OK) return use->raise_error(thread);
    return Value::none();
}

Value set_authorizer(Thread& thread, Args& args) {
    Use use(thread, args[0]);
    if (!use) return {};
    bool none = args[1].is_none();
    use->authorizer.store(none ? Value() : args[1]);
    if (sqlite3_set_authorizer(use->handle, none ? nullptr : ask_authorizer, use.get()) != SQLITE_OK)
        return raise_text(thread, classes.OperationalError, "Error setting authorizer callback");
    return Value::none();
}

Value set_progress_handler(Thread& thread, Args& args) {
    int64_t steps;
    if (!to_c_int(thread, args[2], &steps)) return {};
    Use use(thread, args[0]);
    if (!use) return {};
    bool none = args[1].is_none();
    use->progress_handler.store(none ? Value() : args[1]);
    sqlite3_progress_handler(use->handle, none ? 0 : static_cast<int>(steps), none ? nullptr : report_progress, use.get());
    return Value::none();
}

Value set_trace_callback(Thread& thread, Args& args) {
    Use use(thread, args[0]);
    if (!use) return {};
    bool none = args[1].is_none();
    use->trace_callback.store(none ? Value() : args[1]);
    sqlite3_trace_v2(use->handle, none ? 0 : SQLITE_TRACE_STMT, none ? nullptr : trace, use.get());
    return Value::none();
}

}  // namespace

void add_callback_methods(Thread& thread, Class* cls) {
    add_methods(
        thread, cls,
        {{"create_function(self, name, narg, func, *, deterministic=False)", create_function, "Creates a new function."},
         {"create_aggregate(self, name, n_arg, aggregate_class)", create_aggregate, "Creates a new aggregate."},
         {"create_window_function(self, name, num_params, aggregate_class, /)", create_window_function,
          "Creates or redefines an aggregate window function. Non-standard."},
         {"create_collation(self, name, callback, /)", create_collation, "Creates a collation function."},
         {"set_authorizer(self, authorizer_callback)", set_authorizer, "Sets authorizer callback."},
         {"set_progress_handler(self, progress_handler, n)", set_progress_handler, "Sets progress handler callback."},
         {"set_trace_callback(self, trace_callback)", set_trace_callback,
          "Sets a trace callback called for each SQL statement (passed as unicode)."}});
}

}  // namespace gilt::sqlite
