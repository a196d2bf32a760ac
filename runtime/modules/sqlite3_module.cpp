// _sqlite3: the DB-API 2.0 interface to SQLite. lib/sqlite3 is the face of it that scripts import.
//
// Here: the module itself, the exceptions, adapters and converters, and the constants. sqlite3_module.h tells how the
// files belong together.
#include "modules/sqlite3_module.h"

#include "objects/class.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "modules/importer.h"
#include "vm/operations.h"

namespace gilt {

namespace sqlite {

Classes classes;
Dict *adapters, *converters;
std::atomic<bool> callback_tracebacks{false}, basic_classes_adapted{false};

namespace {

// connect() calls the factory with the arguments as they came.
Value connect(Thread& thread, Args& args) {
    Value factory;
    if (args.rest.size() > 5) {
        factory = args.rest[5];
    } else if (args.keywords) {
        int found = dict_lookup(thread, args.keywords, intern(thread, "factory"), &factory);
        if (found < 0) return {};
    }
    if (!factory) factory = classes.connection;
    return call_with(thread, factory, new_tuple(thread, args.rest), args.keywords);
}

Value complete_statement(Thread& thread, Args& args) {
    std::string text;
    if (!text_argument(thread, args[0], "complete_statement() argument 'statement'", &text)) return {};
    return Value::from_bool(sqlite3_complete(text.c_str()) != 0);
}

Value adapt_object(Thread& thread, Args& args) {
    return adapt(thread, args[0], args.get(1, classes.prepare_protocol), args[2]);
}

Value register_adapter(Thread& thread, Args& args) {
    for (Class* basic : {types.int_, types.float_, types.str, types.bytearray})
        if (args[0] == Value(basic)) basic_classes_adapted.store(true, std::memory_order_relaxed);
    Tuple* key = new_tuple(thread, {args[0], Value(classes.prepare_protocol)});
    return dict_store(thread, adapters, key, args[1]) ? Value::none() : Value();
}

Value register_converter(Thread& thread, Args& args) {
    if (!is_str(args[0]))
        return raise_type_error(thread, "register_converter() argument 1 must be str, not {}", argument_type_name(args[0]));
    Value name = call_method(thread, args[0], intern(thread, "upper"), {});
    return name && dict_store(thread, converters, name, args[1]) ? Value::none() : Value();
}

Value enable_callback_tracebacks(Thread& thread, Args& args) {
    int enable = truth(thread, args[0]);
    if (enable < 0) return {};
    callback_tracebacks.store(enable != 0, std::memory_order_relaxed);
    return Value::none();
}

Value enable_shared_cache(Thread& thread, Args& args) {
    int enable = truth(thread, args[0]);
    if (enable < 0) return {};
    if (sqlite3_enable_shared_cache(enable) != SQLITE_OK)
        return raise_text(thread, classes.OperationalError, "Changing the shared_cache flag failed");
    return Value::none();
}

Class* new_error(Thread& thread, Module* module, const char* name, Class* base) {
    Dict* space = new_dict(thread);
    dict_set(thread, space, names.dunder_module, intern(thread, "sqlite3"));
    Value made = new_class(thread, types.type, intern(thread, name), new_tuple(thread, {base}), space, nullptr);
    keep_forever(thread, made);
    set_module_attribute(thread, module, name, made);
    return static_cast<Class*>(made.as_object());
}

void make_errors(Thread& thread, Module* module) {
    auto make = [&](const char* name, Class* base) { return new_error(thread, module, name, base); };
    classes.Warning = make("Warning", exceptions.Exception);
    classes.Error = make("Error", exceptions.Exception);
    classes.InterfaceError = make("InterfaceError", classes.Error);
    classes.DatabaseError = make("DatabaseError", classes.Error);
    classes.DataError = make("DataError", classes.DatabaseError);
    classes.OperationalError = make("OperationalError", classes.DatabaseError);
    classes.IntegrityError = make("IntegrityError", classes.DatabaseError);
    classes.InternalError = make("InternalError", classes.DatabaseError);
    classes.ProgrammingError = make("ProgrammingError", classes.DatabaseError);
    classes.NotSupportedError = make("NotSupportedError", classes.DatabaseError);
    // DB-API 2.0 wants them on the connection, too.
    for (Class* cls : {classes.Warning, classes.Error, classes.InterfaceError, classes.DatabaseError, classes.DataError,
                       classes.OperationalError, classes.IntegrityError, classes.InternalError, classes.ProgrammingError,
                       classes.NotSupportedError})
        (void)class_set(thread, classes.connection, cls->name, cls);
}

}  // namespace
}  // namespace sqlite

bool initialize_sqlite3(Thread& thread, Module* module) {
    using namespace sqlite;
    static bool configured = (configure_library(), true);
    (void)configured;
    make_connection_class(thread);
    make_cursor_class(thread);
    make_row_class(thread);
    make_blob_class(thread);
    classes.prepare_protocol = new_native_class(thread, {.name = "sqlite3.PrepareProtocol",
                                                         .flags = kBasetype,
                                                         .doc = "PEP 246 style object adaption protocol type."});
    keep_forever(thread, classes.prepare_protocol);
    make_errors(thread, module);
    adapters = new_dict(thread);
    converters = new_dict(thread);
    keep_forever(thread, adapters);
    keep_forever(thread, converters);
    set_module_attribute(thread, module, "adapters", adapters);
    set_module_attribute(thread, module, "converters", converters);
    for (Class* cls : {classes.connection, classes.cursor, classes.row, classes.blob, classes.prepare_protocol})
        set_module_attribute(thread, module, to_utf8(cls->name), cls);
    add_constants(thread, module);
    set_module_attribute(thread, module, "version", new_str_ascii(thread, "2.6.0"));
    set_module_attribute(thread, module, "sqlite_version", new_str_ascii(thread, sqlite3_libversion()));
    // 0: no threads, 1: threads may share the module, 3: also connections and cursors.
    constexpr int kLevels[] = {0, 3, 1};
    set_module_attribute(thread, module, "threadsafety", Value::from_int(kLevels[sqlite3_threadsafe()]));
    add_functions(
        thread, module,
        {{"connect(*args, **kwargs)", connect, "Opens a connection to the SQLite database file database."},
         {"complete_statement(statement)", complete_statement, "Checks if a string contains a complete SQL statement."},
         {"adapt(obj, proto=PrepareProtocolType, alt=None, /)", adapt_object, "Adapt given object to given protocol."},
         {"register_adapter(type, adapter, /)", register_adapter,
          "Register a function to adapt Python objects to SQLite values."},
         {"register_converter(typename, converter, /)", register_converter,
          "Register a function to convert SQLite values to Python objects."},
         {"enable_callback_tracebacks(enable, /)", enable_callback_tracebacks,
          "Enable or disable callback functions throwing errors to stderr."},
         {"enable_shared_cache(do_enable)", enable_shared_cache,
          "Enable or disable shared cache mode for the calling thread."},
         {"_close_all()",
          [](Thread& thread, Args&) {
              close_all(thread);
              return Value::none();
          },
          "Close the connections that nobody is using."}});
    return true;
}

}  // namespace gilt
