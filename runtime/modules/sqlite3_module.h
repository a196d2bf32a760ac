// sqlite3: what the files of the module share.
//
// A Database is the C++ side of a connection: SQLite's handle, the lock that guards it, the statements that were prepared
// on it and the script functions SQLite may call. A Connection is the object a script holds; a Cursor is one statement
// being executed; a Blob is an open value of one row. All of them work on the Database, one thread at a time:
//
//   - Whoever calls SQLite for a script holds the Database's lock (class Use), also while it is Blocked in a query and
//     while that query calls back into a script. The lock is reentrant: the callback may use the connection again.
//     SQLite's own mutexes are therefore off (SQLITE_OPEN_NOMUTEX); waiting for the lock leaves Running.
//   - Everything that may read, write or compute for long (prepare, step, reset, commit, open, close, backup) runs in a
//     BlockingRegion. A callback comes back to Running with class Reentry.
//   - What the collector finds dead is never finalized through SQLite by a thread that would have to wait: a cursor leaves
//     its statement on Database::abandoned, and the next Use resets it. When SQLite says that something is busy or
//     locked, the collector runs and there is a second attempt (class Attempts), because a cursor nobody holds any more may
//     be what holds the lock.
//   - After a fork the child forgets its parent's connections: closing one would roll the parent's transaction back.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "heap/heap.h"
#include "objects/exception.h"
#include "thread/lock.h"
#include "thread/thread.h"
#include "value/object.h"
#include "vm/native.h"

namespace gilt {
struct Str;
struct Tuple;
struct Dict;
}  // namespace gilt

namespace gilt::sqlite {

class Database;

// A prepared statement: in the cache, in a cursor, or both for as long as the cursor executes it. Gone when neither holds it.
// Guarded by the Database's lock.
struct Statement {
    sqlite3_stmt* handle = nullptr;  // null: an empty statement, or the database is closed
    Database* database = nullptr;
    std::string sql;
    bool is_dml = false;     // INSERT, UPDATE, DELETE or REPLACE: begins a transaction, counts rows
    bool is_cached = false;
    bool in_use = false;
    int column_count = 0;
};

// An open blob, apart from the object a script holds, so that closing the database can close it.
struct OpenBlob {
    sqlite3_blob* handle;  // null: closed
    int64_t offset = 0;
};

// A script function SQLite may call. Its Values are marked by the connection's tracer. `is_dead` is set by SQLite, maybe
// while no thread is Running; the list is cleaned when a thread that is Running next adds to it.
struct Callback {
    Database* database;
    Slot callable;
    std::atomic<bool> is_dead{false};
};

// Which attempt at an operation this is. Only: no second one will follow.
enum class Attempt { Only, First, Second };

class Database {
  public:
    // --- fixed once open ---
    sqlite3* handle = nullptr;  // null: closed. Written under the lock and the finalizers' mutex
    uint64_t thread_ident = 0;
    bool check_same_thread = true;
    int detect_types = 0;
    uint32_t fork_generation = 0;
    size_t cache_capacity = 128;
    uint64_t timeout_ns = 0;

    // --- under the lock ---
    ReentrantLock lock;
    bool closes_when_idle = false;  // closed by a callback from inside a query
    std::list<Statement*> cached;   // most recently used first
    std::unordered_map<std::string_view, std::list<Statement*>::iterator> by_sql;
    std::vector<Statement*> statements;  // all that have a handle
    std::vector<OpenBlob*> blobs;
    uint64_t busy_since = 0;  // when the first attempt began to wait for another connection's lock
    Attempt attempt = Attempt::Only;

    // --- written by a thread that is Running and holds the lock; read by the collector ---
    std::list<Callback> callbacks;
    std::list<Slot> aggregates;  // instances of aggregate classes at work
    // The callbacks of which there is one each; empty: none.
    Slot authorizer, progress_handler, trace_callback;
    // Raised where SQLite can be told nothing (a collation, a signal handler while it waited for a lock): what the script
    // gets when SQLite returns.
    Slot callback_error;

    // --- by finalizers, under its own mutex (held for a few instructions) ---
    std::atomic<bool> has_abandoned{false};
    void abandon(Statement* statement);
    void abandon(OpenBlob* blob);
    // For finalizers: resets what was abandoned unless somebody is using the database.
    void drain_if_idle(Thread& thread);
    // Any thread, without the lock.
    [[nodiscard]] bool interrupt();  // false: it is closed

    // Shared by the connection and by the cursors and blobs whose finalizers need it.
    Database* retain() {
        references_.fetch_add(1, std::memory_order_relaxed);
        return this;
    }
    void release();

    // The statement for `sql`, cached or new. Null with an exception pending.
    Statement* prepare(Thread& thread, Str* sql);
    // The cursor needs it no more; it has been reset.
    void put_back(Statement* statement);
    // Resets the statements of cursors that are gone. The lock is held.
    void drain_abandoned();
    // Finalizes everything and closes. The lock is held; the caller may be Running or not.
    void close();
    bool belongs_to_this_process() const;

    Raised raise_error(Thread& thread);  // SQLite's last error on this database
    // Raises what a callback left. True if there was nothing.
    [[nodiscard]] bool check_callbacks(Thread& thread);
    // SQLite asks whether to wait on for a lock of another connection.
    static int wait_for_lock(void* database, int count);
    void forget_blob(OpenBlob* blob);

    // Runs one statement that returns no rows. False with an exception pending.
    bool run(Thread& thread, const char* sql);

    void mark(Marker& marker);

  private:
    friend class Use;
    friend class Attempts;
    // Runs the collector if `code` (or the message) says that others are in the way; true: try again.
    bool should_retry(Thread& thread, int code);
    ~Database() = default;
    std::atomic<int> references_{1};
    std::mutex abandoned_mutex_;
    std::vector<Statement*> abandoned_;
    std::vector<OpenBlob*> abandoned_blobs_;
};

// The attempts at one operation: `do ... while (attempts.again(thread, code))`.
class Attempts {
  public:
    explicit Attempts(Database* database) : database_(database), outer_(database->attempt) { database->attempt = Attempt::First; }
    ~Attempts() { database_->attempt = outer_; }
    Attempts(const Attempts&) = delete;
    Attempts& operator=(const Attempts&) = delete;
    // The operation ended with `code`: whether to try again. An exception may be pending if not.
    bool again(Thread& thread, int code) {
        if (database_->attempt == Attempt::Second || !database_->should_retry(thread, code)) return false;
        database_->attempt = Attempt::Second;
        return true;
    }

  private:
    Database* database_;
    Attempt outer_;  // of the operation that called back into the script this one is from
};

struct Connection : Object {
    std::atomic<Database*> database;  // null before __init__
    Slot row_factory, text_factory;
    Slot isolation_level;  // str or None
};

struct Cursor : Object {
    Slot connection;  // empty before __init__
    Slot description;
    Slot row_factory;
    Slot last_row_id;
    Slot converters;  // a tuple with one converter or None for each column; empty: no types are detected
    std::atomic<int64_t> row_count;
    std::atomic<int64_t> array_size;
    // Under the database's lock:
    std::atomic<Statement*> statement;  // positioned on a row that was not fetched yet; else null
    std::atomic<Database*> held;        // retained for the finalizer, once there was a statement
    std::atomic<bool> is_closed, is_locked;  // read by other threads only to refuse
};

struct Classes {
    Class *connection, *cursor, *row, *blob, *prepare_protocol;
    Class *Warning, *Error, *InterfaceError, *DatabaseError, *DataError, *OperationalError, *IntegrityError,
        *InternalError, *ProgrammingError, *NotSupportedError;
};
extern Classes classes;
extern Dict *adapters, *converters;
extern std::atomic<bool> callback_tracebacks;    // enable_callback_tracebacks; relaxed
extern std::atomic<bool> basic_classes_adapted;  // an adapter is registered for int, float, str or bytearray; relaxed

inline constexpr int kParseDeclaredTypes = 1, kParseColumnNames = 2;

// The use of a connection for one operation: checks that this thread may (unless any thread may), takes the lock, and
// checks that it is open. False: an exception is pending.
inline constexpr bool kAnyThread = true;
class Use {
  public:
    Use(Thread& thread, Value connection, bool any_thread = false);
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    explicit operator bool() const { return database_ != nullptr; }
    Database* operator->() const { return database_; }
    Database* get() const { return database_; }

  private:
    Thread& thread_;
    Database* database_ = nullptr;
};
[[nodiscard]] bool check_thread(Thread& thread, Connection* connection);

// In a callback from SQLite: Running again, whether the thread was Blocked in a query or called SQLite while Running.
class Reentry {
  public:
    Reentry() : thread(Thread::current()), was_blocked_(thread.state.load(std::memory_order_relaxed) == ThreadState::Blocked) {
        // What the frames below hold was saved when the region began, and is saved still.
        saved_ = thread.c_saved.load(std::memory_order_relaxed);
        if (was_blocked_) resume_running(thread);
    }
    ~Reentry() {
        if (!was_blocked_) return;
        thread.c_saved.store(saved_, std::memory_order_relaxed);
        leave_running(thread);
    }
    Reentry(const Reentry&) = delete;
    Reentry& operator=(const Reentry&) = delete;

    Thread& thread;

  private:
    void* saved_;
    bool was_blocked_;
};

// --- sqlite3_values.cpp ---

// Binds the parameters of one execution. False with an exception pending.
[[nodiscard]] bool bind_parameters(Thread& thread, Database* database, Statement* statement, Value parameters);
// sqlite3.adapt(object, protocol, alternative); `alternative` may be empty.
Value adapt(Thread& thread, Value object, Value protocol, Value alternative);
// The current row as a tuple.
Value fetch_row(Thread& thread, Database* database, Cursor* cursor, Connection* connection, sqlite3_stmt* statement);
// What describes the columns of the statement, and how they are converted.
[[nodiscard]] bool describe_columns(Thread& thread, Database* database, Cursor* cursor, sqlite3_stmt* statement);
Value value_from_sqlite(Thread& thread, sqlite3_value* value);
// A text of SQLite's as str; UnicodeDecodeError.
Value text_from_utf8(Thread& thread, const char* text, size_t length);
// False with TypeError pending: "what() argument n must be str, not x", or ValueError for a null character.
[[nodiscard]] bool text_argument(Thread& thread, Value value, std::string_view what, std::string* out);

// --- sqlite3_callbacks.cpp ---
void add_callback_methods(Thread& thread, Class* cls);
void print_or_clear(Thread& thread, Value callable);

// --- one initializer for each class ---
void make_connection_class(Thread& thread);
void make_cursor_class(Thread& thread);
void make_row_class(Thread& thread);
void make_blob_class(Thread& thread);
Value new_cursor(Thread& thread, Value connection, Class* cls);
// Cursor methods the connection has as short cuts: execute, executemany, executescript.
Value cursor_execute(Thread& thread, Cursor* cursor, Value sql, Value parameters, bool many);
Value cursor_execute_script(Thread& thread, Cursor* cursor, Value script);
Value open_blob(Thread& thread, Args& args);
bool is_connection(Value value);
inline Connection* as_connection(Value value) { return static_cast<Connection*>(value.as_object()); }
inline Cursor* as_cursor(Value value) { return static_cast<Cursor*>(value.as_object()); }
bool is_cursor(Value value);

// Keyed by the extended code; null if SQLite has it and this list does not.
const char* error_name(int code);
void add_constants(Thread& thread, Module* module);
extern std::atomic<uint32_t> fork_generation;  // counts forks, in the child; any thread
// At the end of the program: what is still open and not in use is closed, which rolls back what was not committed.
void close_all(Thread& thread);
void note_open(Database* database);
// Once, before SQLite is used.
void configure_library();


}  // namespace gilt::sqlite
