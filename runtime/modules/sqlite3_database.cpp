// sqlite3: Database, the C++ side of a connection. sqlite3_module.h tells what must stay true.
//
// The statement cache holds the statements used last, by their text. A cursor takes its statement out of the cache's
// hands for as long as it has rows left; a second cursor with the same text gets a statement of its own.
#include <pthread.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "modules/sqlite3_module.h"
#include "objects/class.h"
#include "objects/int.h"
#include "objects/str.h"
#include "thread/clock.h"
#include "vm/attributes.h"
#include "vm/operations.h"

namespace gilt::sqlite {

std::atomic<uint32_t> fork_generation{0};

// ---------------------------------------------------------------- the library

namespace {

// All databases, for the end of the program. The mutex is held for a few instructions and never across a safepoint; a
// forked child starts with it anew.
struct Registry {
    std::mutex mutex;
    std::vector<Database*> open;
} registry;

// SQLite's own global mutexes, outermost first. The forking thread holds them, so that no other thread leaves them locked
// in the child.
constexpr int kGlobalMutexes[] = {SQLITE_MUTEX_STATIC_MAIN, SQLITE_MUTEX_STATIC_OPEN, SQLITE_MUTEX_STATIC_VFS1,
                                  SQLITE_MUTEX_STATIC_VFS2, SQLITE_MUTEX_STATIC_VFS3, SQLITE_MUTEX_STATIC_PMEM,
                                  SQLITE_MUTEX_STATIC_LRU,  SQLITE_MUTEX_STATIC_PRNG, SQLITE_MUTEX_STATIC_MEM};

void before_fork() {
    registry.mutex.lock();
    for (int id : kGlobalMutexes) sqlite3_mutex_enter(sqlite3_mutex_alloc(id));
}
void after_fork() {
    for (int id : kGlobalMutexes) sqlite3_mutex_leave(sqlite3_mutex_alloc(id));
    registry.mutex.unlock();
}
void after_fork_in_child() {
    after_fork();
    fork_generation.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

void configure_library() {
    // Counting its memory takes one lock for the whole process, several times in every query: with it, queries in different
    // databases gain nothing from running at the same time.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_initialize();
    pthread_atfork(before_fork, after_fork, after_fork_in_child);
}

void note_open(Database* database) {
    std::lock_guard guard(registry.mutex);
    registry.open.push_back(database);
}

void close_all(Thread& thread) {
    std::vector<Database*> open;
    {
        std::lock_guard guard(registry.mutex);
        open = registry.open;
        for (Database* database : open) database->retain();
    }
    for (Database* database : open) {
        constexpr uint64_t kLongAgo = 1;
        if (!database->lock.is_held() && database->lock.acquire(thread, kLongAgo, database) == Acquired::Yes) {
            database->close();
            database->lock.release(thread);
        }
        database->release();
    }
}

// ---------------------------------------------------------------- errors

namespace {

Class* class_for(int code) {
    switch (code & 0xFF) {
        case SQLITE_INTERNAL:
        case SQLITE_NOTFOUND: return classes.InternalError;
        case SQLITE_ERROR:
        case SQLITE_PERM:
        case SQLITE_ABORT:
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_READONLY:
        case SQLITE_INTERRUPT:
        case SQLITE_IOERR:
        case SQLITE_FULL:
        case SQLITE_CANTOPEN:
        case SQLITE_PROTOCOL:
        case SQLITE_EMPTY:
        case SQLITE_SCHEMA: return classes.OperationalError;
        case SQLITE_TOOBIG: return classes.DataError;
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH: return classes.IntegrityError;
        case SQLITE_MISUSE:
        case SQLITE_RANGE: return classes.InterfaceError;
        default: return classes.DatabaseError;
    }
}

}  // namespace

Raised Database::raise_error(Thread& thread) {
    int code = sqlite3_errcode(handle), extended = sqlite3_extended_errcode(handle);
    if (code == SQLITE_OK) return {};
    if (code == SQLITE_NOMEM) return raise_memory_error(thread);
    Value error = new_exception(thread, class_for(code), sqlite3_errmsg(handle));
    if (!error) return {};
    const char* name = error_name(extended);
    if (!set_attr(thread, error, intern(thread, "sqlite_errorcode"), Value::from_int(extended)) ||
        !set_attr(thread, error, intern(thread, "sqlite_errorname"), new_str(thread, name ? name : "unknown")))
        return {};
    return raise(thread, error);
}

// Cursors and connections that nobody holds any more keep their locks until the collector has found them.
bool Database::should_retry(Thread& thread, int code) {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE || !check_callbacks(thread)) return false;
    bool in_the_way = (code & 0xFF) == SQLITE_LOCKED || (code & 0xFF) == SQLITE_BUSY ||
                      (code == SQLITE_ERROR && strstr(sqlite3_errmsg(handle), "SQL statements in progress"));
    if (!in_the_way) return false;
    heap::collect(thread);
    if (!thread.safepoint()) return false;
    drain_abandoned();
    return handle != nullptr;
}

bool Database::check_callbacks(Thread& thread) {
    if (!callback_error.load()) return true;
    return raise(thread, callback_error.exchange({}));
}

// Waits as SQLite's own handler does, a little longer each time, but ends at once on Ctrl-C. A first attempt gives up soon, so
// that the collector can look for cursors and connections that are garbage but still hold the lock. (Not from here: SQLite's
// frames on the C++ stack are large, and what earlier calls left in them would keep that garbage alive.)
int Database::wait_for_lock(void* data, int count) {
    auto* self = static_cast<Database*>(data);
    constexpr int kDelays[] = {1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100};
    constexpr uint64_t kPatience = 100'000'000;
    if (count == 0 && self->attempt != Attempt::Second) self->busy_since = now_ns();
    uint64_t waited = now_ns() - self->busy_since;
    if (waited >= self->timeout_ns || (self->attempt == Attempt::First && waited >= kPatience)) return 0;
    uint64_t left = (self->timeout_ns - waited + 999'999) / 1'000'000;
    sqlite3_sleep(static_cast<int>(std::min<uint64_t>(left, kDelays[std::min<size_t>(static_cast<size_t>(count), std::size(kDelays) - 1)])));
    if (Thread::current().interrupts.load(std::memory_order_relaxed) & (kSignal | kAsyncException)) {
        Reentry running;
        if (!running.thread.safepoint()) self->callback_error.store(take_exception(running.thread));
    }
    return !self->callback_error.load();
}

// ---------------------------------------------------------------- statements

namespace {

// What follows spaces and comments; null at the end of the text.
const char* skip_comments(const char* sql) {
    for (;; sql++) {
        switch (*sql) {
            case 0: return nullptr;
            case ' ':
            case '\t':
            case '\f':
            case '\n':
            case '\r': break;
            case '-':
                if (sql[1] != '-') return sql;
                sql += strcspn(sql, "\n");
                if (!*sql) return nullptr;
                break;
            case '/': {
                if (sql[1] != '*') return sql;
                const char* end = strstr(sql + 2, "*/");
                if (!end) return nullptr;
                sql = end + 1;
                break;
            }
            default: return sql;
        }
    }
}

bool changes_rows(const char* sql) {
    const char* word = skip_comments(sql);
    if (!word) return false;
    for (const char* verb : {"INSERT", "UPDATE", "DELETE", "REPLACE"})
        if (sqlite3_strnicmp(word, verb, static_cast<int>(strlen(verb))) == 0) return true;
    return false;
}

// A text as UTF-8 without a copy where it is ASCII. False with an exception pending.
bool view_utf8(Thread& thread, Str* text, std::string* room, std::string_view* out) {
    if (text->is_ascii()) {
        *out = text->ascii();
        return true;
    }
    if (!encode_utf8(thread, text, room)) return false;
    *out = *room;
    return true;
}

}  // namespace

Statement* Database::prepare(Thread& thread, Str* text) {
    std::string room;
    std::string_view sql;
    if (!view_utf8(thread, text, &room, &sql)) return nullptr;
    auto found = by_sql.find(sql);
    if (found != by_sql.end() && !(*found->second)->in_use) {
        cached.splice(cached.begin(), cached, found->second);
        cached.front()->in_use = true;
        return cached.front();
    }
    if (sql.size() > static_cast<size_t>(sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, -1)))
        return raise_text(thread, classes.DataError, "query string is too large");
    if (sql.find('\0') != sql.npos)
        return raise_text(thread, classes.ProgrammingError, "the query contains a null character");

    auto statement = std::make_unique<Statement>();
    statement->database = this;
    statement->sql = sql;
    statement->is_dml = changes_rows(statement->sql.c_str());
    const char* rest = nullptr;
    int code;
    Attempts attempts(this);
    do {
        BlockingRegion region(thread);
        code = sqlite3_prepare_v2(handle, statement->sql.c_str(), static_cast<int>(sql.size()) + 1, &statement->handle, &rest);
    } while (attempts.again(thread, code));
    if (code != SQLITE_OK) {
        if (!thread.exception) (void)raise_error(thread);
        return nullptr;
    }
    if (rest && skip_comments(rest)) {
        sqlite3_finalize(statement->handle);
        return raise_text(thread, classes.ProgrammingError, "You can only execute one statement at a time.");
    }
    statement->in_use = true;
    statement->column_count = sqlite3_column_count(statement->handle);
    if (statement->handle) statements.push_back(statement.get());
    if (found == by_sql.end() && cache_capacity > 0) {
        if (cached.size() >= cache_capacity) {
            Statement* oldest = cached.back();
            by_sql.erase(oldest->sql);
            cached.pop_back();
            oldest->is_cached = false;
            if (!oldest->in_use) put_back(oldest);
        }
        cached.push_front(statement.get());
        by_sql.emplace(statement->sql, cached.begin());
        statement->is_cached = true;
    }
    return statement.release();
}

void Database::put_back(Statement* statement) {
    statement->in_use = false;
    if (statement->is_cached) {
        if (statement->handle) sqlite3_clear_bindings(statement->handle);
        return;
    }
    if (statement->handle) {
        sqlite3_finalize(statement->handle);
        statements.erase(std::find(statements.begin(), statements.end(), statement));
    }
    delete statement;
}

bool Database::run(Thread& thread, const char* sql) {
    int code;
    Attempts attempts(this);
    do {
        BlockingRegion region(thread);
        sqlite3_stmt* statement = nullptr;
        code = sqlite3_prepare_v2(handle, sql, -1, &statement, nullptr);
        if (code == SQLITE_OK) {
            sqlite3_step(statement);
            code = sqlite3_finalize(statement);
        }
    } while (attempts.again(thread, code));
    if (code != SQLITE_OK && !thread.exception) (void)raise_error(thread);
    return code == SQLITE_OK;
}

// ---------------------------------------------------------------- what finalizers leave behind

void Database::abandon(Statement* statement) {
    if (!belongs_to_this_process()) return;  // the mutex may be as a thread of the parent left it
    std::lock_guard guard(abandoned_mutex_);
    abandoned_.push_back(statement);
    has_abandoned.store(true, std::memory_order_release);
}

void Database::abandon(OpenBlob* blob) {
    if (!belongs_to_this_process()) return;
    std::lock_guard guard(abandoned_mutex_);
    abandoned_blobs_.push_back(blob);
    has_abandoned.store(true, std::memory_order_release);
}

void Database::drain_if_idle(Thread& thread) {
    constexpr uint64_t kLongAgo = 1;
    if (!belongs_to_this_process() || lock.is_held()) return;  // whoever holds it drains when it is done
    if (lock.acquire(thread, kLongAgo, this) != Acquired::Yes) return;
    drain_abandoned();
    lock.release(thread);
}

void Database::forget_blob(OpenBlob* blob) {
    if (blob->handle) {
        sqlite3_blob_close(blob->handle);
        blob->handle = nullptr;
        blobs.erase(std::find(blobs.begin(), blobs.end(), blob));
    }
}

bool Database::interrupt() {
    if (!belongs_to_this_process()) return handle != nullptr;
    std::lock_guard guard(abandoned_mutex_);
    if (handle) sqlite3_interrupt(handle);
    return handle != nullptr;
}

void Database::drain_abandoned() {
    if (!has_abandoned.load(std::memory_order_acquire)) return;
    std::vector<Statement*> dead;
    std::vector<OpenBlob*> dead_blobs;
    {
        std::lock_guard guard(abandoned_mutex_);
        dead.swap(abandoned_);
        dead_blobs.swap(abandoned_blobs_);
        has_abandoned.store(false, std::memory_order_relaxed);
    }
    if (!belongs_to_this_process()) return;
    for (Statement* statement : dead) {
        if (statement->handle) sqlite3_reset(statement->handle);
        put_back(statement);
    }
    for (OpenBlob* blob : dead_blobs) {
        forget_blob(blob);
        delete blob;
    }
}

bool Database::belongs_to_this_process() const {
    return fork_generation == sqlite::fork_generation.load(std::memory_order_relaxed);
}

void Database::close() {
    sqlite3* closing = handle;
    if (!closing) return;
    if (!belongs_to_this_process()) {
        handle = nullptr;
        return;
    }
    {
        std::lock_guard guard(abandoned_mutex_);
        handle = nullptr;
    }
    drain_abandoned();
    while (!blobs.empty()) forget_blob(blobs.back());
    for (Statement* statement : statements) {
        sqlite3_finalize(statement->handle);
        statement->handle = nullptr;
    }
    statements.clear();
    for (Statement* statement : cached) {
        statement->is_cached = false;
        if (!statement->in_use) delete statement;
    }
    cached.clear();
    by_sql.clear();
    sqlite3_close_v2(closing);
}

void Database::release() {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    for (Statement* statement : abandoned_) delete statement;  // closed already
    for (OpenBlob* blob : abandoned_blobs_) delete blob;
    {
        std::lock_guard guard(registry.mutex);
        std::erase(registry.open, this);
    }
    delete this;
}

void Database::mark(Marker& marker) {
    for (const Callback& callback : callbacks)
        if (!callback.is_dead.load(std::memory_order_relaxed)) marker.mark(callback.callable);
    for (const Slot& instance : aggregates) marker.mark(instance);
    marker.mark(authorizer);
    marker.mark(progress_handler);
    marker.mark(trace_callback);
    marker.mark(callback_error);
    marker.mark(lock.owner().thread_object);
}

// ---------------------------------------------------------------- Use

bool check_thread(Thread& thread, Connection* connection) {
    Database* database = connection->database.load(std::memory_order_acquire);
    if (!database || !database->check_same_thread || database->thread_ident == thread.ident) return true;
    return raise_format(thread, classes.ProgrammingError,
                        "SQLite objects created in a thread can only be used in that same thread. The object was "
                        "created in thread id {} and this is thread id {}.",
                        database->thread_ident, thread.ident);
}

Use::Use(Thread& thread, Value connection, bool any_thread) : thread_(thread) {
    if (!any_thread && !check_thread(thread, as_connection(connection))) return;
    Database* database = as_connection(connection)->database.load(std::memory_order_acquire);
    if (!database) {
        (void)raise_text(thread, classes.ProgrammingError, "Base Connection.__init__ not called.");
        return;
    }
    if (!database->belongs_to_this_process() && database->lock.is_held()) {
        (void)raise_text(thread, classes.ProgrammingError,
                         "The process was forked while another thread used this connection.");
        return;
    }
    while (database->lock.acquire(thread, kNoDeadline, connection.as_object()) == Acquired::Interrupted)
        if (!thread.safepoint()) return;
    database_ = database;
    if (!database->handle || database->closes_when_idle) {
        database->lock.release(thread);
        database_ = nullptr;
        (void)raise_text(thread, classes.ProgrammingError, "Cannot operate on a closed database.");
        return;
    }
    database->drain_abandoned();
}

Use::~Use() {
    if (!database_) return;
    if (database_->closes_when_idle && database_->lock.count() == 1 && database_->handle) {
        BlockingRegion region(thread_);
        database_->close();
    }
    database_->lock.release(thread_);
}

}  // namespace gilt::sqlite
