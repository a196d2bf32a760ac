// sqlite3.Connection: opening, closing, transactions, and what concerns the database as a whole.
//
// Its C++ side, and who may use it when, is in sqlite3_module.h. A connection that nobody holds any more is closed by the
// collector, which rolls back what was not committed.
#include <algorithm>
#include <cerrno>
#include <cmath>
#include <utility>

#include "modules/fs_path.h"
#include "modules/importer.h"
#include "modules/sqlite3_module.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "vm/last_reference.h"
#include "vm/operations.h"

namespace gilt::sqlite {

bool is_connection(Value value) { return value.is_object() && is_instance(value, classes.connection); }

namespace {

void trace_connection(Object* object, Marker& marker) {
    auto* self = static_cast<Connection*>(object);
    for (Slot* slot : {&self->row_factory, &self->text_factory, &self->isolation_level}) marker.mark(*slot);
    if (Database* database = self->database.load(std::memory_order_acquire)) database->mark(marker);
}

// Closes without leaving Running: nobody else can be using it, and closing is short unless there is much to roll back.
void finalize_connection(Object* object) {
    Database* database = static_cast<Connection*>(object)->database.exchange(nullptr);
    if (!database) return;
    if (database->belongs_to_this_process()) {
        // Garbage is not called back.
        if (database->handle) {
            sqlite3_set_authorizer(database->handle, nullptr, nullptr);
            sqlite3_progress_handler(database->handle, 0, nullptr, nullptr);
            sqlite3_trace_v2(database->handle, 0, nullptr, nullptr);
        }
        database->close();
    }
    database->release();
}

// --- opening and closing ---

// "" and the names of the three kinds of transaction, or None. Empty with an exception pending.
Value check_isolation_level(Thread& thread, Value value) {
    if (value.is_none()) return value;
    if (!is_str(value)) return raise_type_error(thread, "isolation_level must be str or None");
    std::string text;
    if (!text_argument(thread, value, "isolation_level", &text)) return {};
    for (const char* known : {"", "DEFERRED", "IMMEDIATE", "EXCLUSIVE"})
        if (sqlite3_stricmp(text.c_str(), known) == 0) return intern(thread, known);
    return raise_value_error(thread, "isolation_level string must be '', 'DEFERRED', 'IMMEDIATE', or 'EXCLUSIVE'");
}

void close_database(Thread& thread, Database* database) {
    while (database->lock.acquire(thread, kNoDeadline, database) == Acquired::Interrupted)
        if (!thread.safepoint()) return;
    if (database->lock.count() > 1) {
        database->closes_when_idle = true;  // a callback closes the connection it was called by
    } else {
        BlockingRegion region(thread);
        database->close();
    }
    database->lock.release(thread);
}

Value init_connection(Thread& thread, Args& args) {
    auto* self = as_connection(args[0]);
    Value path_object = args[1];
    std::string path;
    double timeout = 5.0;
    int64_t detect_types = 0, cache_capacity = 128;
    Value isolation_level = intern(thread, "");
    if (!fs_path(thread, path_object, &path) || (args.has(2) && !to_double(thread, args[2], &timeout)) ||
        (args.has(3) && !to_c_int(thread, args[3], &detect_types)))
        return {};
    if (args.has(4) && !(isolation_level = check_isolation_level(thread, args[4]))) return {};
    int check_same_thread = args.has(5) ? truth(thread, args[5]) : 1;
    if (check_same_thread < 0 || (args.has(7) && !to_c_int(thread, args[7], &cache_capacity))) return {};
    int uri = args.has(8) ? truth(thread, args[8]) : 0;
    if (uri < 0) return {};

    if (Database* old = self->database.load(std::memory_order_acquire)) close_database(thread, old);
    auto* database = new Database;
    database->thread_ident = thread.ident;
    database->check_same_thread = check_same_thread != 0;
    database->detect_types = static_cast<int>(detect_types);
    database->cache_capacity = cache_capacity < 0 ? 0 : static_cast<size_t>(cache_capacity);
    database->fork_generation = fork_generation.load(std::memory_order_relaxed);
    database->timeout_ns = timeout > 0 ? static_cast<uint64_t>(std::min(timeout, 1e9) * 1e9) : 0;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | (uri ? SQLITE_OPEN_URI : 0);
    int code;
    for (bool collected = false;; collected = true) {
        {
            BlockingRegion region(thread);
            code = sqlite3_open_v2(path.c_str(), &database->handle, flags, nullptr);
        }
        // No descriptor left: those of connections and files that were dropped unclosed come back.
        if (code != SQLITE_CANTOPEN || collected || sqlite3_system_errno(database->handle) != EMFILE) break;
        sqlite3_close(std::exchange(database->handle, nullptr));
        if (!finish_dropped(thread)) {
            database->release();
            return {};
        }
    }
    if (code != SQLITE_OK) {
        if (!database->handle)
            (void)raise_memory_error(thread);
        else
            (void)database->raise_error(thread);
        database->close();
        database->release();
        return {};
    }
    sqlite3_busy_handler(database->handle, Database::wait_for_lock, database);
    note_open(database);
    self->row_factory.store(Value::none());
    self->text_factory.store(types.str);
    self->isolation_level.store(isolation_level);
    if (Database* old = self->database.exchange(database))
        old->release();
    else
        heap::set_finalizer(self, finalize_connection);
    return Value::none();
}

Value close_connection(Thread& thread, Args& args) {
    auto* self = as_connection(args[0]);
    if (!check_thread(thread, self)) return {};
    Database* database = self->database.load(std::memory_order_acquire);
    if (!database) return raise_text(thread, classes.ProgrammingError, "Base Connection.__init__ not called.");
    close_database(thread, database);
    return thread.exception ? Value() : Value::none();
}

// --- transactions ---

bool end_transaction(Thread& thread, Use& use, const char* sql) {
    return sqlite3_get_autocommit(use->handle) || use->run(thread, sql);
}

Value commit(Thread& thread, Args& args) {
    Use use(thread, args[0]);
    return use && end_transaction(thread, use, "COMMIT") ? Value::none() : Value();
}

Value roll_back(Thread& thread, Args& args) {
    Use use(thread, args[0]);
    return use && end_transaction(thread, use, "ROLLBACK") ? Value::none() : Value();
}

Value enter(Thread& thread, Args& args) {
    Use use(thread, args[0], kAnyThread);
    return use ? args[0] : Value();
}

// Commits if the block ended well, rolls back if it did not, or if the commit fails.
Value exit(Thread& thread, Args& args) {
    bool good = args[1].is_none() && args[2].is_none() && args[3].is_none();
    Use use(thread, args[0]);
    if (!use) return {};
    if (!good) return end_transaction(thread, use, "ROLLBACK") ? Value::from_bool(false) : Value();
    if (end_transaction(thread, use, "COMMIT")) return Value::from_bool(false);
    Value error = take_exception(thread);
    if (!end_transaction(thread, use, "ROLLBACK")) return {};
    return raise(thread, error);
}

// --- cursors ---

Value make_cursor(Thread& thread, Args& args) {
    auto* self = as_connection(args[0]);
    {
        Use use(thread, args[0]);
        if (!use) return {};
    }
    Value cursor = args.has(1) ? call(thread, args[1], {args[0]}) : new_cursor(thread, self, classes.cursor);
    if (!cursor) return {};
    if (!is_cursor(cursor)) return raise_type_error(thread, "factory must return a cursor, not {}", type_name(cursor));
    Value factory = self->row_factory.load();
    if (!factory.is_none()) as_cursor(cursor)->row_factory.store(factory);
    return cursor;
}

// The short cuts make a cursor of their own, whatever cursor() of a subclass does.
Value cursor_for(Thread& thread, Value self) {
    Value values[2] = {self, {}};
    Args args{values, 2, {}, nullptr};
    return make_cursor(thread, args);
}

template <bool many>
Value execute(Thread& thread, Args& args) {
    Value cursor = cursor_for(thread, args[0]);
    if (!cursor) return {};
    return cursor_execute(thread, as_cursor(cursor), args[1], args.get(2, empty_tuple()), many);
}

Value execute_script(Thread& thread, Args& args) {
    Value cursor = cursor_for(thread, args[0]);
    if (!cursor) return {};
    return cursor_execute_script(thread, as_cursor(cursor), args[1]);
}

// --- the database as a whole ---

Value interrupt(Thread& thread, Args& args) {
    auto* self = as_connection(args[0]);
    Database* database = self->database.load(std::memory_order_acquire);
    if (!database) return raise_text(thread, classes.ProgrammingError, "Base Connection.__init__ not called.");
    if (!database->interrupt())
        return raise_text(thread, classes.ProgrammingError, "Cannot operate on a closed database.");
    return Value::none();
}

Value iterate_dump(Thread& thread, Args& args) {
    {
        Use use(thread, args[0]);
        if (!use) return {};
    }
    Value module = import_module(thread, "sqlite3.dump");
    Value dump = module ? get_attr(thread, module, intern(thread, "_iterdump")) : Value();
    return dump ? call(thread, dump, {args[0]}) : Value();
}

Value backup(Thread& thread, Args& args) {
    if (!is_connection(args[1]))
        return raise_type_error(thread, "backup() argument 'target' must be sqlite3.Connection, not {}", argument_type_name(args[1]));
    int64_t pages = -1;
    std::string name = "main";
    double sleep = 0.25;
    Value progress = args.get(3, Value::none());
    if ((args.has(2) && !to_c_int(thread, args[2], &pages)) ||
        (args.has(4) && !text_argument(thread, args[4], "backup() argument 'name'", &name)) ||
        (args.has(5) && !to_double(thread, args[5], &sleep)))
        return {};
    if (args[0] == args[1]) return raise_value_error(thread, "target cannot be the same connection instance");
    if (!progress.is_none() && !is_callable(progress)) return raise_type_error(thread, "progress argument must be a callable");
    if (pages == 0) pages = -1;
    // Two backups in opposite directions take the locks in the same order.
    bool forward = args[0].bits() < args[1].bits();
    Use first(thread, args[forward ? 0 : 1], !forward);
    if (!first) return {};
    Use second(thread, args[forward ? 1 : 0], forward);
    if (!second) return {};
    Use& source = forward ? first : second;
    Use& target = forward ? second : first;

    sqlite3_backup* copying = sqlite3_backup_init(target->handle, "main", source->handle, name.c_str());
    if (!copying) return target->raise_error(thread);
    int code;
    do {
        {
            BlockingRegion region(thread);
            code = sqlite3_backup_step(copying, static_cast<int>(pages));
        }
        if (!progress.is_none() &&
            !call(thread, progress, {Value::from_int(code), Value::from_int(sqlite3_backup_remaining(copying)),
                                     Value::from_int(sqlite3_backup_pagecount(copying))}))
            break;
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
            {
                BlockingRegion region(thread);
                sqlite3_sleep(static_cast<int>(std::clamp(sleep * 1000, 0.0, 1e9)));
            }
            if (!thread.safepoint()) break;
        }
    } while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED);
    {
        BlockingRegion region(thread);
        code = sqlite3_backup_finish(copying);
    }
    if (thread.exception) return {};
    if (code != SQLITE_OK) return target->raise_error(thread);
    return Value::none();
}

Value serialize(Thread& thread, Args& args) {
    std::string name = "main";
    if (args.has(1) && !text_argument(thread, args[1], "serialize() argument 'name'", &name)) return {};
    Use use(thread, args[0]);
    if (!use) return {};
    sqlite3_int64 size = 0;
    unsigned char* data;
    {
        BlockingRegion region(thread);
        data = sqlite3_serialize(use->handle, name.c_str(), &size, 0);
    }
    if (!data) return raise_format(thread, classes.OperationalError, "unable to serialize '{}'", name);
    Value bytes = new_bytes(thread, {reinterpret_cast<char*>(data), static_cast<size_t>(size)});
    sqlite3_free(data);
    return bytes;
}

Value deserialize(Thread& thread, Args& args) {
    std::string name = "main";
    std::string_view view;
    if (args.has(2) && !text_argument(thread, args[2], "deserialize() argument 'name'", &name)) return {};
    std::string text;
    if (is_str(args[1])) {
        text = to_utf8(as_str(args[1]));
        view = text;
    } else if (!get_buffer(thread, args[1], &view)) {
        return {};
    }
    auto* data = static_cast<unsigned char*>(sqlite3_malloc64(view.size() + 1));
    if (!data) return raise_memory_error(thread);
    std::copy(view.begin(), view.end(), data);
    auto size = static_cast<sqlite3_int64>(view.size());
    Use use(thread, args[0]);
    if (!use) {
        sqlite3_free(data);
        return {};
    }
    int code;
    {
        BlockingRegion region(thread);
        code = sqlite3_deserialize(use->handle, name.c_str(), data, size, size,
                                   SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    }
    return code == SQLITE_OK ? Value::none() : Value(use->raise_error(thread));
}

Value set_limit(Thread& thread, Value self, Value category, Value limit) {
    int64_t which, value = -1;
    if (!to_c_int(thread, category, &which) || (limit && !to_c_int(thread, limit, &value))) return {};
    Use use(thread, self);
    if (!use) return {};
    int before = sqlite3_limit(use->handle, static_cast<int>(which), static_cast<int>(value));
    if (before < 0) return raise_text(thread, classes.ProgrammingError, "'category' is out of bounds");
    return Value::from_int(before);
}

Value enable_load_extension(Thread& thread, Args& args) {
    int enable = truth(thread, args[1]);
    if (enable < 0) return {};
    Use use(thread, args[0]);
    if (!use) return {};
    if (sqlite3_enable_load_extension(use->handle, enable) != SQLITE_OK)
        return raise_text(thread, classes.OperationalError, "Error enabling load extension");
    return Value::none();
}

Value load_extension(Thread& thread, Args& args) {
    std::string name;
    if (!text_argument(thread, args[1], "load_extension() argument 1", &name)) return {};
    Use use(thread, args[0]);
    if (!use) return {};
    char* message = nullptr;
    int code;
    {
        BlockingRegion region(thread);
        code = sqlite3_load_extension(use->handle, name.c_str(), nullptr, &message);
    }
    if (code == SQLITE_OK) return Value::none();
    std::string text = message ? message : "";
    sqlite3_free(message);
    return raise_text(thread, classes.OperationalError, text);
}

// --- attributes ---

Value get_isolation_level(Thread& thread, Value self) {
    Use use(thread, self, kAnyThread);
    return use ? as_connection(self)->isolation_level.load() : Value();
}

bool set_isolation_level(Thread& thread, Value self, Value value) {
    if (!value) return raise_text(thread, exceptions.AttributeError, "cannot delete attribute");
    if (value.is_none()) {  // ends the transaction that is open: nothing would end it later
        Use use(thread, self);
        if (!use || !end_transaction(thread, use, "COMMIT")) return false;
        as_connection(self)->isolation_level.store(value);
        return true;
    }
    Value level = check_isolation_level(thread, value);
    if (!level) return false;
    as_connection(self)->isolation_level.store(level);
    return true;
}

template <Slot Connection::*field>
Value get_field(Thread&, Value self) {
    Value value = (as_connection(self)->*field).load();
    return value ? value : Value::none();
}
template <Slot Connection::*field>
bool set_field(Thread&, Value self, Value value) {
    (as_connection(self)->*field).store(value ? value : Value::none());
    return true;
}

}  // namespace

void make_connection_class(Thread& thread) {
    Class* cls = classes.connection = new_native_class(thread, {.name = "sqlite3.Connection",
                                                                .instance_size = sizeof(Connection),
                                                                .trace = trace_connection,
                                                                .flags = kBasetype | kHasWeakrefs,
                                                                .doc = "SQLite database connection object."});
    keep_forever(thread, cls);
    add_methods(
        thread, cls,
        {{"__init__(self, database, timeout=5.0, detect_types=0, isolation_level='', check_same_thread=True, factory=None, "
          "cached_statements=128, uri=False)",
          init_connection},
         {"close(self, /)", close_connection,
          "Close the database connection.\n\nAny pending transaction is not committed implicitly."},
         {"commit(self, /)", commit,
          "Commit any pending transaction to the database.\n\nIf there is no open transaction, this method is a no-op."},
         {"rollback(self, /)", roll_back,
          "Roll back to the start of any pending transaction.\n\nIf there is no open transaction, this method is a no-op."},
         {"__enter__(self, /)", enter, "Called when the connection is used as a context manager."},
         {"__exit__(self, type, value, traceback, /)", exit, "Called when the connection is used as a context manager."},
         {"cursor(self, factory=None)", make_cursor, "Return a cursor for the connection."},
         {"execute(self, sql, parameters=(), /)", execute<false>, "Executes an SQL statement."},
         {"executemany(self, sql, parameters, /)", execute<true>, "Repeatedly executes an SQL statement."},
         {"executescript(self, sql_script, /)", execute_script, "Executes multiple SQL statements at once."},
         {"interrupt(self, /)", interrupt, "Abort any pending database operation."},
         {"iterdump(self, /)", iterate_dump, "Returns iterator to the dump of the database in an SQL text format."},
         {"backup(self, target, *, pages=-1, progress=None, name='main', sleep=0.25)", backup,
          "Makes a backup of the database."},
         {"serialize(self, *, name='main')", serialize, "Serialize a database into a byte string."},
         {"deserialize(self, data, /, *, name='main')", deserialize, "Load a serialized database."},
         {"getlimit(self, category, /)",
          [](Thread& thread, Args& args) { return set_limit(thread, args[0], args[1], {}); },
          "Get connection run-time limits."},
         {"setlimit(self, category, limit, /)",
          [](Thread& thread, Args& args) { return set_limit(thread, args[0], args[1], args[2]); },
          "Set connection run-time limits."},
         {"enable_load_extension(self, enable, /)", enable_load_extension,
          "Enable dynamic loading of SQLite extension modules."},
         {"load_extension(self, name, /)", load_extension, "Load SQLite extension module."},
         {"blobopen(self, table, column, row, /, *, readonly=False, name='main')", open_blob,
          "Open and return a BLOB object."}});
    add_callback_methods(thread, cls);
    add_getsets(thread, cls,
                {{"isolation_level", get_isolation_level, set_isolation_level},
                 {"total_changes",
                  [](Thread& thread, Value self) {
                      Use use(thread, self, kAnyThread);
                      return use ? make_int(thread, sqlite3_total_changes64(use->handle)) : Value();
                  }},
                 {"in_transaction",
                  [](Thread& thread, Value self) {
                      Use use(thread, self, kAnyThread);
                      return use ? Value::from_bool(!sqlite3_get_autocommit(use->handle)) : Value();
                  }},
                 {"row_factory", get_field<&Connection::row_factory>, set_field<&Connection::row_factory>},
                 {"text_factory", get_field<&Connection::text_factory>, set_field<&Connection::text_factory>}});
}

}  // namespace gilt::sqlite
