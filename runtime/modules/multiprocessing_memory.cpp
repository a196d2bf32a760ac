// `_multiprocessing`, second part: memory that several processes see, and the semaphores in it.
//
// A Block is a piece of a Chunk, and a Chunk is a memory file (memfd) mapped shared. A forked child has the mapping
// already; a spawned one is handed the file's descriptor and maps it. There is no name anywhere, so nothing can be left
// behind when processes are killed: the memory goes when the last of them is gone.
//
// Small blocks are cut from a chunk one after the other and never reused: another process may still work with a block that
// this one has dropped. A chunk is unmapped when all its blocks are dropped here.
//
//   - `chunks` and all fields of a Chunk: under `chunks_mutex`, which is held while Running only, without a safepoint.
//   - A forked child does not cut blocks from the chunk its parent cuts from: it begins one of its own (Chunk::maker).
//   - A SemLock's `count` and `owner` are this process's: how often the owning thread has it. They are written by the owner
//     alone while it holds the semaphore; others read `owner` only to find out that it is not them. `forks` says in which
//     process that was; who finds another one's number there puts its own in and begins at zero.
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <vector>

#include "heap/heap.h"
#include "modules/multiprocessing.h"
#include "modules/posix_support.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/float.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/memoryview.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "thread/fork.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

// --- chunks ---

struct Chunk {
    int fd;
    char* start;
    size_t size, used;
    size_t blocks;  // alive in this process
    uint32_t maker;  // fork_count of the process that cuts blocks from it
    ino_t inode;
};

constexpr size_t kChunkSize = 64 * 1024, kAlignment = 64, kLargest = 4096;

std::mutex chunks_mutex;
std::vector<Chunk*> chunks;
Chunk* current_chunk = nullptr;

Chunk* map_chunk(int fd, size_t size) {
    struct stat info;
    if (fstat(fd, &info) < 0) return nullptr;
    void* start = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (start == MAP_FAILED) return nullptr;
    auto* chunk = new Chunk{fd, static_cast<char*>(start), size, size, 0, 0, info.st_ino};
    chunks.push_back(chunk);
    return chunk;
}

Chunk* new_chunk(size_t size) {
    int fd = memfd_create("gilt", MFD_CLOEXEC);
    if (fd < 0) return nullptr;
    Chunk* chunk = ftruncate(fd, static_cast<off_t>(size)) == 0 ? map_chunk(fd, size) : nullptr;
    if (!chunk) {
        int error = errno;
        close(fd);
        errno = error;
    }
    return chunk;
}

void drop_block(Chunk* chunk) {
    std::lock_guard guard(chunks_mutex);
    if (--chunk->blocks > 0 || chunk == current_chunk) return;
    munmap(chunk->start, chunk->size);
    close(chunk->fd);
    chunks.erase(std::find(chunks.begin(), chunks.end(), chunk));
    delete chunk;
}

// --- Block ---

struct Block : Object {
    Chunk* chunk;
    size_t offset, size;
    char* start() const { return chunk->start + offset; }
};

Class *block_class, *semlock_class;

void finalize_block(Object* object) { drop_block(static_cast<Block*>(object)->chunk); }

// Takes over one count of the chunk's `blocks`.
Block* wrap_block(Thread& thread, Chunk* chunk, size_t offset, size_t size) {
    auto* block = new_instance<Block>(thread, block_class);
    block->chunk = chunk;
    block->offset = offset;
    block->size = size;
    heap::set_finalizer(block, finalize_block);
    return block;
}

Block* new_block(Thread& thread, size_t size) {
    Chunk* chunk;
    size_t offset = 0;
    {
        std::lock_guard guard(chunks_mutex);
        size_t room = (std::max<size_t>(size, 1) + kAlignment - 1) / kAlignment * kAlignment;
        if (room > kLargest) {
            chunk = new_chunk(room);
        } else {
            chunk = current_chunk;
            if (!chunk || chunk->maker != fork_count.load(std::memory_order_relaxed) || chunk->size - chunk->used < room) {
                chunk = new_chunk(kChunkSize);
                if (chunk) {
                    chunk->used = 0;
                    chunk->maker = fork_count.load(std::memory_order_relaxed);
                    current_chunk = chunk;
                }
            }
            if (chunk) {
                offset = chunk->used;
                chunk->used += room;
            }
        }
        if (chunk) chunk->blocks++;
    }
    if (!chunk) return raise_errno(thread, errno);
    return wrap_block(thread, chunk, offset, size);
}

Block* block_of(Value value) { return static_cast<Block*>(value.as_object()); }

Value block_new(Thread& thread, Args& args) {
    int64_t size;
    if (!to_int64(thread, args[1], &size)) return {};
    if (size < 0) return raise_value_error(thread, "size must not be negative");
    return new_block(thread, static_cast<size_t>(size));
}

// Block.open(fd, offset, size, chunk size): a block of another process, whose memory file was handed over. The descriptor
// is ours now.
Value block_open(Thread& thread, Args& args) {
    int fd;
    int64_t offset, size, whole;
    if (!int_argument(thread, args[1], &fd) || !to_int64(thread, args[2], &offset) || !to_int64(thread, args[3], &size) ||
        !to_int64(thread, args[4], &whole))
        return {};
    if (offset < 0 || size < 0 || whole <= 0 || offset > whole || size > whole - offset)
        return raise_value_error(thread, "a block must lie inside its memory");
    Chunk* chunk = nullptr;
    {
        std::lock_guard guard(chunks_mutex);
        struct stat info;
        if (fstat(fd, &info) < 0) return raise_errno(thread, errno);
        if (info.st_size < whole) return raise_value_error(thread, "the file is smaller than the memory");
        for (Chunk* known : chunks)
            if (known->inode == info.st_ino && static_cast<int64_t>(known->size) == whole) chunk = known;
        if (chunk)
            close(fd);
        else
            chunk = map_chunk(fd, static_cast<size_t>(whole));
        if (!chunk) return raise_errno(thread, errno);
        chunk->blocks++;
    }
    return wrap_block(thread, chunk, static_cast<size_t>(offset), static_cast<size_t>(size));
}

Value block_view(Thread& thread, Value self) {
    Block* block = block_of(self);
    return new_memoryview_on(thread, block, block->start(), block->size);
}
// What Block.open is told in the other process.
Value block_place(Thread& thread, Value self) {
    Block* block = block_of(self);
    return new_tuple(thread, {Value::from_int(block->chunk->fd), make_uint(thread, block->offset), make_uint(thread, block->size),
                              make_uint(thread, block->chunk->size)});
}

// --- SemLock ---

constexpr int kRecursive = 0, kSemaphore = 1;

struct SemLock : Object {
    Block* block;
    int kind;
    int64_t maximum;
    std::atomic<uint64_t> owner;  // serial number of the thread
    std::atomic<int64_t> count;
    std::atomic<uint32_t> forks;  // fork_count of the process whose the two are: in a forked child nobody has it yet
    sem_t* semaphore() const { return reinterpret_cast<sem_t*>(block->start()); }
    bool is_mine(Thread& thread) {
        uint32_t now = fork_count.load(std::memory_order_relaxed);
        if (forks.load(std::memory_order_relaxed) != now) {
            forks.store(now, std::memory_order_relaxed);
            count.store(0, std::memory_order_relaxed);
        }
        return count.load(std::memory_order_relaxed) > 0 && owner.load(std::memory_order_relaxed) == thread.serial;
    }
};
SemLock* lock_of(Value value) { return static_cast<SemLock*>(value.as_object()); }
void trace_semlock(Object* object, Marker& marker) { marker.mark(static_cast<SemLock*>(object)->block); }

Value semlock_new(Thread& thread, Args& args) {
    int kind;
    int64_t value, maximum;
    if (!int_argument(thread, args[1], &kind) || !to_int64(thread, args[2], &value) || !to_int64(thread, args[3], &maximum)) return {};
    if (kind != kRecursive && kind != kSemaphore) return raise_value_error(thread, "unrecognized kind");
    if (value < 0 || value > SEM_VALUE_MAX) return raise_errno(thread, EINVAL);
    bool is_new = !args.has(4) || args[4].is_none();
    if (!is_new && class_of(args[4]) != block_class) return raise_type_error(thread, "a Block is wanted");
    Block* block = is_new ? new_block(thread, sizeof(sem_t)) : block_of(args[4]);
    if (!block) return {};
    if (block->size < sizeof(sem_t)) return raise_value_error(thread, "a semaphore does not fit into this block");
    Class* cls = check_new_target(thread, args[0], semlock_class);
    if (!cls) return {};
    auto* lock = new_instance<SemLock>(thread, cls);
    lock->block = block;
    lock->kind = kind;
    lock->maximum = maximum;
    if (is_new && sem_init(lock->semaphore(), 1, static_cast<unsigned>(value)) != 0) return raise_errno(thread, errno);
    return lock;
}

Value semlock_acquire(Thread& thread, Args& args) {
    SemLock* lock = lock_of(args[0]);
    int blocks = args.has(1) ? truth(thread, args[1]) : 1;
    if (blocks < 0) return {};
    if (lock->kind == kRecursive && lock->is_mine(thread)) {
        lock->count.fetch_add(1, std::memory_order_relaxed);
        return Value::from_bool(true);
    }
    if (sem_trywait(lock->semaphore()) != 0) {
        if (!blocks) return Value::from_bool(false);
        bool has_deadline = args.has(2) && !args[2].is_none();
        timespec deadline{};
        if (has_deadline) {
            double seconds;
            if (!to_double(thread, args[2], &seconds)) return {};
            clock_gettime(CLOCK_MONOTONIC, &deadline);
            seconds = std::clamp(seconds, 0.0, 1e9);
            double whole = std::floor(seconds);
            deadline.tv_sec += static_cast<time_t>(whole);
            deadline.tv_nsec += static_cast<long>((seconds - whole) * 1e9);
            if (deadline.tv_nsec >= 1'000'000'000) {
                deadline.tv_sec++;
                deadline.tv_nsec -= 1'000'000'000;
            }
        }
        for (;;) {
            int result, error;
            {
                BlockingRegion region(thread);
                result = has_deadline ? sem_clockwait(lock->semaphore(), CLOCK_MONOTONIC, &deadline) : sem_wait(lock->semaphore());
                error = errno;
            }
            if (result == 0) break;
            if (error == ETIMEDOUT) return Value::from_bool(false);
            if (error != EINTR) return raise_errno(thread, error);
            if (!thread.safepoint()) return {};
        }
    }
    (void)lock->is_mine(thread);
    lock->owner.store(thread.serial, std::memory_order_relaxed);
    lock->count.fetch_add(1, std::memory_order_relaxed);
    return Value::from_bool(true);
}

Value semlock_release(Thread& thread, Args& args) {
    SemLock* lock = lock_of(args[0]);
    if (lock->kind == kRecursive) {
        if (!lock->is_mine(thread))
            return raise_text(thread, exceptions.AssertionError, "attempt to release recursive lock not owned by thread");
        if (lock->count.load(std::memory_order_relaxed) > 1) {
            lock->count.fetch_sub(1, std::memory_order_relaxed);
            return Value::none();
        }
    } else {
        int value;
        if (sem_getvalue(lock->semaphore(), &value) != 0) return raise_errno(thread, errno);
        if (value >= lock->maximum) return raise_value_error(thread, "semaphore or lock released too many times");
    }
    lock->count.fetch_sub(1, std::memory_order_relaxed);
    if (sem_post(lock->semaphore()) != 0) return raise_errno(thread, errno);
    return Value::none();
}

Value semlock_exit(Thread& thread, Args& args) { return semlock_release(thread, args); }
Value semlock_enter(Thread& thread, Args& args) {
    Value values[] = {args[0], {}, {}};
    Args none{values, 3, {}};
    return semlock_acquire(thread, none);
}
Value semlock_count(Thread& thread, Args& args) {
    (void)lock_of(args[0])->is_mine(thread);
    return make_int(thread, lock_of(args[0])->count.load(std::memory_order_relaxed));
}
Value semlock_is_mine(Thread& thread, Args& args) { return Value::from_bool(lock_of(args[0])->is_mine(thread)); }
Value semlock_value(Thread& thread, Args& args) {
    int value;
    if (sem_getvalue(lock_of(args[0])->semaphore(), &value) != 0) return raise_errno(thread, errno);
    return Value::from_int(std::max(value, 0));
}
Value semlock_is_zero(Thread& thread, Args& args) {
    int value;
    if (sem_getvalue(lock_of(args[0])->semaphore(), &value) != 0) return raise_errno(thread, errno);
    return Value::from_bool(value <= 0);
}
Value semlock_kind(Thread&, Value self) { return Value::from_int(lock_of(self)->kind); }
Value semlock_maximum(Thread& thread, Value self) { return make_int(thread, lock_of(self)->maximum); }
Value semlock_block(Thread&, Value self) { return lock_of(self)->block; }

// --- named memory, for multiprocessing.shared_memory ---

Value shm_open_function(Thread& thread, Args& args) {
    std::string name;
    int flags, mode = 0777;
    if (!fs_path(thread, args[0], &name) || !int_argument(thread, args[1], &flags) ||
        (args.has(2) && !int_argument(thread, args[2], &mode)))
        return {};
    int fd = ::shm_open(name.c_str(), flags | O_CLOEXEC, static_cast<mode_t>(mode));
    return fd < 0 ? Value(raise_errno(thread, errno, args[0])) : Value::from_int(fd);
}
Value shm_unlink_function(Thread& thread, Args& args) {
    std::string name;
    if (!fs_path(thread, args[0], &name)) return {};
    if (::shm_unlink(name.c_str()) != 0) return raise_errno(thread, errno, args[0]);
    return Value::none();
}

}  // namespace

void add_shared_memory(Thread& thread, Module* module) {
    block_class = new_native_class(thread, {.name = "_multiprocessing.Block", .instance_size = sizeof(Block)});
    keep_forever(thread, block_class);
    add_methods(thread, block_class,
                {{"__new__(cls, size, /)", block_new, "", Binding::StaticMethod},
                 {"open(cls, fd, offset, size, whole, /)", block_open, "A block of another process.", Binding::ClassMethod}});
    add_getsets(thread, block_class, {{"view", block_view}, {"place", block_place}});
    semlock_class = new_native_class(
        thread,
        {.name = "_multiprocessing.SemLock", .instance_size = sizeof(SemLock), .trace = trace_semlock, .flags = kBasetype});
    keep_forever(thread, semlock_class);
    add_methods(thread, semlock_class,
                {{"__new__(cls, kind, value, maxvalue, block=None, /)", semlock_new, "", Binding::StaticMethod},
                 {"acquire(self, block=True, timeout=None)", semlock_acquire, "Acquire the semaphore/lock."},
                 {"release(self, /)", semlock_release, "Release the semaphore/lock."},
                 {"__enter__(self, /)", semlock_enter},
                 {"__exit__(self, /, *args)", semlock_exit},
                 {"_count(self, /)", semlock_count},
                 {"_is_mine(self, /)", semlock_is_mine},
                 {"_get_value(self, /)", semlock_value},
                 {"_is_zero(self, /)", semlock_is_zero}});
    add_getsets(thread, semlock_class, {{"kind", semlock_kind}, {"maxvalue", semlock_maximum}, {"block", semlock_block}});
    set_module_attribute(thread, module, "Block", block_class);
    set_module_attribute(thread, module, "SemLock", semlock_class);
    set_module_attribute(thread, module, "SEM_VALUE_MAX", Value::from_int(SEM_VALUE_MAX));
    add_functions(thread, module,
                  {{"shm_open(path, flags, mode=511)", shm_open_function, "Open a shared memory object by name."},
                   {"shm_unlink(path)", shm_unlink_function, "Remove the name of a shared memory object."}});
}

}  // namespace gilt
