// sqlite3.Cursor: executing statements and fetching rows.
//
// execute() steps the statement once, so that a cursor with rows left stands on the row it will give next; fetching gives
// that row and steps on. Reading further ahead would be faster still, but a program would notice: rows deleted meanwhile
// would come all the same, and functions of its own would be called early. A cursor without rows left holds no statement.
//
// Each step is a BlockingRegion, which also covers what ends a statement (the implicit commit is in its reset).
#include <algorithm>
#include <utility>

#include "modules/sqlite3_module.h"
#include "objects/class.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "vm/operations.h"

namespace gilt::sqlite {

Value new_row(Thread& thread, Cursor* cursor, Value data);

bool is_cursor(Value value) { return value.is_object() && is_instance(value, classes.cursor); }

namespace {

void trace_cursor(Object* object, Marker& marker) {
    auto* self = static_cast<Cursor*>(object);
    for (Slot* slot : {&self->connection, &self->description, &self->row_factory, &self->last_row_id, &self->converters})
        marker.mark(*slot);
}

void finalize_cursor(Object* object) {
    auto* self = static_cast<Cursor*>(object);
    Statement* statement = self->statement.exchange(nullptr);
    Database* database = self->held.exchange(nullptr);
    if (statement) {
        database->abandon(statement);
        database->drain_if_idle(Thread::current());
    }
    database->release();
}

// The cursor keeps a statement beyond the call: its finalizer has to give it back.
void hold(Cursor* cursor, Database* database) {
    Database* held = cursor->held.load(std::memory_order_relaxed);
    if (held == database) return;
    cursor->held.store(database->retain());
    if (held)
        held->release();
    else
        heap::set_finalizer(cursor, finalize_cursor);
}

// One step. What does not end on a row is reset, in the same region.
int step(Thread& thread, Statement* statement, int* changes) {
    if (!statement->handle) return SQLITE_DONE;
    BlockingRegion region(thread);
    int code = sqlite3_step(statement->handle);
    if (code == SQLITE_ROW) return code;
    if (code == SQLITE_DONE && changes && statement->is_dml) *changes = sqlite3_changes(statement->database->handle);
    int failed = sqlite3_reset(statement->handle);
    return code == SQLITE_DONE && failed ? failed : code;
}

// Resets and gives back what the cursor stands on.
void let_go(Thread& thread, Cursor* cursor) {
    Statement* statement = cursor->statement.exchange(nullptr);
    if (!statement) return;
    if (statement->handle) {
        BlockingRegion region(thread);
        sqlite3_reset(statement->handle);
    }
    statement->database->put_back(statement);
}

bool check_cursor(Thread& thread, Cursor* cursor) {
    if (!cursor->connection.load()) return raise_text(thread, classes.ProgrammingError, "Base Cursor.__init__ not called.");
    if (cursor->is_closed.load(std::memory_order_relaxed))
        return raise_text(thread, classes.ProgrammingError, "Cannot operate on a closed cursor.");
    return true;
}

// The use of a cursor, which is that of its connection. False: an exception is pending.
class CursorUse {
  public:
    CursorUse(Thread& thread, Cursor* cursor) : cursor_(cursor) {
        if (!check_cursor(thread, cursor)) return;
        new (&use_) Use(thread, cursor->connection.load());
        has_use_ = true;
        if (!use_ || !check_cursor(thread, cursor)) return;  // another thread may have closed it meanwhile
        if (cursor->is_locked.load(std::memory_order_relaxed)) {
            (void)raise_text(thread, classes.ProgrammingError, "Recursive use of cursors not allowed.");
            return;
        }
        cursor->is_locked.store(true, std::memory_order_relaxed);
        is_good_ = true;
    }
    ~CursorUse() {
        if (is_good_) cursor_->is_locked.store(false, std::memory_order_relaxed);
        if (has_use_) use_.~Use();
    }
    explicit operator bool() const { return is_good_; }
    Database* operator->() const { return use_.get(); }
    Database* get() const { return use_.get(); }

  private:
    Cursor* cursor_;
    union {
        Use use_;
    };
    bool has_use_ = false, is_good_ = false;
};

// --- executing ---

bool begin(Thread& thread, Database* database, Connection* connection) {
    Value level = connection->isolation_level.load();
    if (level.is_none() || !sqlite3_get_autocommit(database->handle)) return true;
    return database->run(thread, ("BEGIN " + to_utf8(as_str(level))).c_str());
}

// Binds and steps once. False with an exception pending; the statement is reset then.
bool execute_once(Thread& thread, Database* database, Cursor* cursor, Statement* statement, Value parameters, bool* has_row) {
    if (!bind_parameters(thread, database, statement, parameters)) return false;
    int changes = 0, code;
    Attempts attempts(database);
    do {
        code = step(thread, statement, &changes);
    } while (attempts.again(thread, code));
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        if (!thread.exception) (void)database->raise_error(thread);
        return false;
    }
    if (!database->check_callbacks(thread)) return false;
    *has_row = code == SQLITE_ROW;
    if (statement->handle && cursor->description.load().is_none() && !describe_columns(thread, database, cursor, statement->handle))
        return false;
    if (statement->is_dml) cursor->row_count.fetch_add(changes, std::memory_order_relaxed);
    return true;
}

bool execute_all(Thread& thread, Database* database, Cursor* cursor, Statement* statement, Value parameters, bool many,
                 bool* has_row) {
    if (many && sqlite3_stmt_readonly(statement->handle))
        return raise_text(thread, classes.ProgrammingError, "executemany() can only execute DML statements.");
    cursor->row_count.store(statement->is_dml ? 0 : -1, std::memory_order_relaxed);
    if (statement->is_dml && !begin(thread, database, as_connection(cursor->connection.load()))) return false;
    if (!many) return execute_once(thread, database, cursor, statement, parameters, has_row);
    Value iterator = parameters;
    while (Value one = iter_next(thread, iterator)) {
        if (*has_row) {  // rows of RETURNING that nobody can fetch
            BlockingRegion region(thread);
            sqlite3_reset(statement->handle);
            *has_row = false;
        }
        if (!execute_once(thread, database, cursor, statement, one, has_row)) return false;
        if (!thread.safepoint()) return false;
    }
    return !thread.exception;
}

}  // namespace

Value cursor_execute(Thread& thread, Cursor* cursor, Value sql, Value parameters, bool many) {
    if (!is_str(sql))
        return raise_type_error(thread, "{}() argument 1 must be str, not {}", many ? "executemany" : "execute",
                                argument_type_name(sql));
    CursorUse use(thread, cursor);
    if (!use) return {};
    if (many && !(parameters = get_iter(thread, parameters))) return {};
    let_go(thread, cursor);
    cursor->description.store(Value::none());
    Statement* statement = use->prepare(thread, as_str(sql));
    bool has_row = false, good = false;
    if (statement) {
        good = execute_all(thread, use.get(), cursor, statement, parameters, many, &has_row);
        if (good && !many) cursor->last_row_id.store(make_int(thread, sqlite3_last_insert_rowid(use->handle)));
        if (good && has_row) {
            hold(cursor, use.get());
            cursor->statement.store(statement);
        } else {
            if (!good && statement->handle) {
                BlockingRegion region(thread);
                sqlite3_reset(statement->handle);
            }
            use->put_back(statement);
        }
    }
    if (!good) {
        cursor->row_count.store(-1, std::memory_order_relaxed);
        return {};
    }
    return cursor;
}

Value cursor_execute_script(Thread& thread, Cursor* cursor, Value script) {
    std::string sql;
    if (!text_argument(thread, script, "executescript() argument", &sql)) return {};
    CursorUse use(thread, cursor);
    if (!use) return {};
    if (sql.size() > static_cast<size_t>(sqlite3_limit(use->handle, SQLITE_LIMIT_SQL_LENGTH, -1)))
        return raise_text(thread, classes.DataError, "query string is too large");
    if (!sqlite3_get_autocommit(use->handle) && !use->run(thread, "COMMIT")) return {};
    const char* rest = sql.c_str();
    while (*rest) {
        int code;
        Attempts attempts(use.get());
        do {
            BlockingRegion region(thread);
            sqlite3_stmt* statement = nullptr;
            const char* next = rest;
            code = sqlite3_prepare_v2(use->handle, rest, -1, &statement, &next);
            if (code == SQLITE_OK) {
                while (sqlite3_step(statement) == SQLITE_ROW) {
                }
                code = sqlite3_finalize(statement);
            }
            if (code == SQLITE_OK) rest = next;
        } while (attempts.again(thread, code));
        if (code != SQLITE_OK) return thread.exception ? Value() : Value(use->raise_error(thread));
        if (!use->check_callbacks(thread) || !thread.safepoint()) return {};
    }
    return cursor;
}

namespace {

// --- fetching ---

// The next row, without its row factory; empty at the end or with an exception pending.
Value take_row(Thread& thread, Database* database, Cursor* cursor) {
    Statement* statement = cursor->statement.load(std::memory_order_relaxed);
    if (!statement) return {};
    if (statement->database != database || !statement->handle) {  // the connection has been opened anew
        let_go(thread, cursor);
        return {};
    }
    Value row = fetch_row(thread, database, cursor, as_connection(cursor->connection.load()), statement->handle);
    if (!row) {
        let_go(thread, cursor);
        return {};
    }
    int changes = 0;
    int code = step(thread, statement, &changes);
    if (code == SQLITE_ROW) {
        if (database->check_callbacks(thread)) return row;
        let_go(thread, cursor);
        return {};
    }
    if (code == SQLITE_DONE) {
        if (statement->is_dml) cursor->row_count.store(changes, std::memory_order_relaxed);
    } else if (database->check_callbacks(thread)) {
        (void)database->raise_error(thread);
    }
    cursor->statement.store(nullptr);
    database->put_back(statement);
    return thread.exception ? Value() : row;
}

Value make_row(Thread& thread, Cursor* cursor, Value row) {
    Value factory = cursor->row_factory.load();
    if (factory.is_none()) return row;
    if (factory == Value(classes.row)) return new_row(thread, cursor, row);
    return call(thread, factory, {Value(cursor), row});
}

Value next_row(Thread& thread, Object* object) {
    auto* cursor = static_cast<Cursor*>(object);
    Value row;
    {
        CursorUse use(thread, cursor);
        if (!use) return {};
        row = take_row(thread, use.get(), cursor);
    }
    return row ? make_row(thread, cursor, row) : row;
}

// Up to `most` rows (0: all) as a list.
Value fetch_rows(Thread& thread, Cursor* cursor, int64_t most) {
    List* rows = new_list(thread);
    while (Value row = next_row(thread, cursor)) {
        list_append(thread, rows, row);
        if (thread.exception || !thread.safepoint()) return {};
        if (--most == 0) break;
    }
    if (thread.exception) return {};
    return rows;
}

Value fetch_one(Thread& thread, Args& args) {
    Value row = next_row(thread, args[0].as_object());
    return row || thread.exception ? row : Value::none();
}

Value fetch_many(Thread& thread, Args& args) {
    auto* cursor = as_cursor(args[0]);
    int64_t most = cursor->array_size.load(std::memory_order_relaxed);
    if (args.has(1) && !to_c_int(thread, args[1], &most)) return {};
    return fetch_rows(thread, cursor, std::max<int64_t>(most, 0));
}

Value fetch_all(Thread& thread, Args& args) { return fetch_rows(thread, as_cursor(args[0]), 0); }

// --- the rest ---

Value close_cursor(Thread& thread, Args& args) {
    auto* cursor = as_cursor(args[0]);
    if (!cursor->connection.load())
        return raise_text(thread, classes.ProgrammingError, "Base Cursor.__init__ not called.");
    Use use(thread, cursor->connection.load());
    if (!use) return {};
    if (cursor->is_locked.load(std::memory_order_relaxed))
        return raise_text(thread, classes.ProgrammingError, "Recursive use of cursors not allowed.");
    let_go(thread, cursor);
    cursor->is_closed.store(true, std::memory_order_relaxed);
    return Value::none();
}

Value init_cursor(Thread& thread, Args& args) {
    auto* cursor = as_cursor(args[0]);
    if (!is_connection(args[1]))
        return raise_type_error(thread, "Cursor() argument 1 must be sqlite3.Connection, not {}", argument_type_name(args[1]));
    if (cursor->connection.load()) {
        CursorUse use(thread, cursor);
        if (use)
            let_go(thread, cursor);
        else
            clear_exception(thread);
    }
    cursor->description.store(Value::none());
    cursor->row_factory.store(Value::none());
    cursor->last_row_id.store(Value::none());
    cursor->row_count.store(-1, std::memory_order_relaxed);
    cursor->array_size.store(1, std::memory_order_relaxed);
    cursor->is_closed.store(false, std::memory_order_relaxed);
    cursor->connection.store(args[1]);
    Use use(thread, args[1]);
    return use ? Value::none() : Value();
}

template <Slot Cursor::*field>
Value get_field(Thread&, Value self) {
    Value value = (as_cursor(self)->*field).load();
    return value ? value : Value::none();
}

}  // namespace

Value new_cursor(Thread& thread, Value connection, Class* cls) {
    auto* cursor = new_instance<Cursor>(thread, cls);
    cursor->description.store(Value::none());
    cursor->row_factory.store(Value::none());
    cursor->last_row_id.store(Value::none());
    cursor->row_count.store(-1, std::memory_order_relaxed);
    cursor->array_size.store(1, std::memory_order_relaxed);
    cursor->connection.store(connection);
    return cursor;
}

void make_cursor_class(Thread& thread) {
    Class* cls = classes.cursor = new_native_class(thread, {.name = "sqlite3.Cursor",
                                                            .instance_size = sizeof(Cursor),
                                                            .trace = trace_cursor,
                                                            .flags = kBasetype | kHasWeakrefs,
                                                            .next = next_row,
                                                            .doc = "SQLite database cursor class."});
    keep_forever(thread, cls);
    add_methods(
        thread, cls,
        {{"__init__(self, connection, /)", init_cursor},
         {"execute(self, sql, parameters=(), /)",
          [](Thread& thread, Args& args) {
              return cursor_execute(thread, as_cursor(args[0]), args[1], args.get(2, empty_tuple()), false);
          },
          "Executes an SQL statement."},
         {"executemany(self, sql, seq_of_parameters, /)",
          [](Thread& thread, Args& args) { return cursor_execute(thread, as_cursor(args[0]), args[1], args[2], true); },
          "Repeatedly executes an SQL statement."},
         {"executescript(self, sql_script, /)",
          [](Thread& thread, Args& args) { return cursor_execute_script(thread, as_cursor(args[0]), args[1]); },
          "Executes multiple SQL statements at once."},
         {"fetchone(self, /)", fetch_one, "Fetches one row from the resultset."},
         {"fetchmany(self, size=1)", fetch_many, "Fetches several rows from the resultset."},
         {"fetchall(self, /)", fetch_all, "Fetches all rows from the resultset."},
         {"close(self, /)", close_cursor, "Closes the cursor."},
         {"setinputsizes(self, sizes, /)", [](Thread&, Args&) { return Value::none(); },
          "Required by DB-API. Does nothing in sqlite3."},
         {"setoutputsize(self, size, column=None, /)", [](Thread&, Args&) { return Value::none(); },
          "Required by DB-API. Does nothing in sqlite3."}});
    add_getsets(thread, cls,
                {{.name = "connection", .getter = get_field<&Cursor::connection>, .is_field = true},
                 {.name = "description", .getter = get_field<&Cursor::description>, .is_field = true},
                 {.name = "lastrowid", .getter = get_field<&Cursor::last_row_id>, .is_field = true},
                 {.name = "rowcount",
                  .getter =
                      [](Thread& thread, Value self) {
                          return make_int(thread, as_cursor(self)->row_count.load(std::memory_order_relaxed));
                      },
                  .is_field = true},
                 {"arraysize",
                  [](Thread&, Value self) { return Value::from_int(as_cursor(self)->array_size.load(std::memory_order_relaxed)); },
                  [](Thread& thread, Value self, Value value) {
                      int64_t size;
                      if (!value) return bool(raise_type_error(thread, "can't delete numeric/char attribute"));
                      if (!to_c_int(thread, value, &size)) return false;
                      as_cursor(self)->array_size.store(size, std::memory_order_relaxed);
                      return true;
                  }},
                 {"row_factory", get_field<&Cursor::row_factory>, [](Thread&, Value self, Value value) {
                      as_cursor(self)->row_factory.store(value ? value : Value::none());
                      return true;
                  }}});
}

}  // namespace gilt::sqlite
