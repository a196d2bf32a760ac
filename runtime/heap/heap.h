// The heap: where objects live, and the collector that takes back what no one can reach.
//
// The heap is one reserved range of addresses cut into blocks of 64 KiB. A block holds cells of one
// size class; an object larger than kLargestCell has a run of blocks to itself. Everything the
// collector notes about a block (its cell size, its mark bits) is kept in a table apart, indexed by
// block number, so that marking writes to no page an object lives on: a forked child that only
// reads its parent's objects, and even collects, goes on sharing them.
//
// Allocation. Each thread owns one block per size class and takes cells from the gaps between its
// marked cells, one pointer bump each (heap/allocator.h); no lock until the block is used up. A gap
// is zeroed as a whole when it is claimed, so a cell whose first word is zero is not an object yet.
//
// Collection is a stop-the-world mark, then a lazy sweep: a block's dead cells become gaps when a
// thread next claims that block. **Allocation never collects.** It counts, and when the count
// passes the threshold it sets the Collect bit in its own thread's interrupt word (other threads
// that go on allocating come to the same conclusion); the collection happens at the next safepoint.
// So C++ code may hold an object it has only just allocated, under any lock, and between two
// safepoints nothing moves, dies or stops. C++ that allocates without end polls
// `Thread::safepoint()`.
//
// Roots: the frames of every thread, exactly; the C++ stack and spilled registers of every thread,
// conservatively (a word that points anywhere into a live cell keeps that cell); and the root set
// that modules register. What is found is traced exactly, through the tracer in each object's
// shape.
//
// When: a collection is due once as much has been allocated since the last one as that one left
// alive, or kLeastAllocated if that is more. So the heap stays below twice what is alive plus
// kLeastAllocated, and each byte allocated pays for marking at most one byte.
//
// What must stay true: a Value is never kept in malloc'ed memory alone. C++ members that hold
// Values belong to a heap object whose tracer marks them, or are registered with `add_root_tracer`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "heap/allocator.h"
#include "value/object.h"
#include "value/shape.h"

namespace gilt {

class Thread;

// Handed to tracers while the world is stopped. Marking pushes onto a work list; it does not
// recurse.
class Marker {
  public:
    void mark(Value value) {
        if (value.is_object()) mark_object(value.as_object());
    }
    void mark(const Slot& slot) { mark(slot.load()); }
    void mark(const Object* object) {
        if (object) mark_object(const_cast<Object*>(object));
    }
    // A long range is put aside and walked piece by piece, so that the work list stays short. The
    // memory must stay where it is until the collection is over.
    void mark_range(const Slot* slots, size_t count) { mark_words(slots, count); }
    void mark_range(const Value* values, size_t count) { mark_words(values, count); }
    // Every word in [from, to) that may be the address of a cell, or point into one.
    void mark_conservatively(const void* from, const void* to);

  private:
    friend struct CollectorAccess;  // collector.cpp
    struct Range {
        const uint64_t* words;
        size_t count;
    };
    void mark_object(Object* object);
    void mark_words(const void* words, size_t count);
    bool set_mark(Object* object);
    void push(Object* object);
    void make_room();
    void drain();
    void trace(Object* object);

    uint64_t* marks_ = nullptr;     // the first block's bitmap of this collection
    std::vector<Object*> objects_;  // the first depth_ of them: marked, their contents not yet
    size_t depth_ = 0;
    Shape* last_shape_ = nullptr;  // that of the object traced last
    std::vector<Range> ranges_;
};

namespace heap {

// kBlockSize, kLargestCell: heap/allocator.h.
inline constexpr size_t kLeastAllocated = size_t{16} << 20;

// Reserves the address range. Called once, before the first thread state exists.
void initialize();

// A cell of at least `bytes` bytes (header included), zeroed apart from the shape. Never collects,
// never returns null: when the machine has no memory left it raises MemoryError through
// `out_of_memory` below where the caller asked for it with try_allocate, and ends the process with
// a clear message otherwise.
Object* allocate(Thread& thread, size_t bytes, Shape* shape);

// For sizes that come from a script ([0] * 10**12): null with MemoryError pending instead of the
// end.
[[nodiscard]] Object* try_allocate(Thread& thread, size_t bytes, Shape* shape);

// The same for texts and bytes that are about to be filled: of a large object only the first `zeroed` bytes are zeros.
[[nodiscard]] Object* try_allocate_raw(Thread& thread, size_t bytes, size_t zeroed, Shape* shape);

// For arrays that grow by being copied (list storage): may hand out more than asked for. Large runs
// get untouched address space behind them, so that a growing list is copied rarely and its spare
// room costs no memory. `expected`: how many bytes will be used in the end, 0 if nobody knows.
// `granted` receives the usable size in bytes.
[[nodiscard]] Object* try_allocate_growable(Thread& thread, size_t bytes, size_t expected, Shape* shape,
                                            size_t* granted);
// More of the room behind such an object, at least `bytes` in all: it is handed out in steps, so that what a growing list
// uses counts as allocated. False: it must be copied to grow.
[[nodiscard]] bool try_extend(Thread& thread, Object* object, size_t bytes, size_t* granted);

// While one exists, what its thread allocates is permanent: never freed, and never looked at by a collection. That is for what
// the library's modules are compiled to, half of what a usual program's collections would go through. The objects must refer
// to nothing but each other and what the runtime keeps alive anyhow: built-in types, interned strings. There must be no
// safepoint inside, where a signal handler of the script's could allocate.
class PermanentScope {
  public:
    explicit PermanentScope(Thread& thread);
    ~PermanentScope();
    PermanentScope(const PermanentScope&) = delete;
    PermanentScope& operator=(const PermanentScope&) = delete;

  private:
    Thread& thread_;
    Allocator usual_;
};
bool is_permanent(const Object* object);
// One such object.
Object* allocate_permanent(size_t bytes, Shape* shape);

template <class T>
T* allocate(Thread& thread, Shape* shape, size_t extra_bytes = 0) {
    return static_cast<T*>(allocate(thread, sizeof(T) + extra_bytes, shape));
}

// Runs `finalize(object)` once when the object has become unreachable: for objects that own
// something outside the heap (a file, C++ containers). Finalizers run at a safepoint after the
// collection, on the thread that collected, outside the stopped world. What the object refers to is
// still whole, but may have been finalized before it. The memory goes at the next collection; until
// then the tracer may still be called while `finalize` runs, so a finalizer that frees a container
// waits for nothing afterwards.
using FinalizeFn = void (*)(Object* object);
void set_finalizer(Object* object, FinalizeFn finalize);

// For `__del__`: the object is kept alive, with all it refers to, until `finish(thread, object)`
// has run at a safepoint in a safe place; the object's next death is final. Weak references to it
// are empty by then.
using FinishFn = void (*)(Thread& thread, Object* object);
void set_script_finalizer(Object* object, FinishFn finish);
// At the end of the program: finishes what has not died, in the order in which it was made.
void finish_all(Thread& thread);

// A slot inside `holder` that names `target` without keeping it alive. When neither is reached any more nothing
// happens; when only `target` is not, the collection empties the slot.
enum class WeakKind : uint8_t {
    // Emptied as soon as the target is found dead, although a finalizer may still see the target.
    Reference,
    // Emptied when the target's memory goes: for tables of the runtime that must list what still exists.
    TableEntry,
};
// `on_death(thread, holder)`, if given, is called at the safepoint after that collection.
using DeathFn = void (*)(Thread& thread, Object* holder);
void register_weak(Object* target, Object* holder, Slot* slot, WeakKind kind, DeathFn on_death);
// The holders registered for `target` as Reference, the youngest first. `visit` must not register or allocate.
void for_each_weak_holder(Object* target, void (*visit)(Object* holder, void* context), void* context);
// Whether a holder is registered for it as Reference.
bool has_weak_holder(Object* target);

// Whether there is a script finalizer or a weak reference, so that a script might notice a death. One relaxed load.
bool someone_awaits_deaths();
// How many such deaths collections have found: finalizers that were due and weak references that were emptied.
uint64_t awaited_deaths();
// From now on they matter even without: what dead objects hold is scarce.
void await_deaths();

// For objects that belong to a list which does not keep them alive. The hook walks its list at every collection, world
// stopped, and takes out those that are dead; it may hand them to `finish`, as with set_script_finalizer. Unlike that, an
// object costs nothing here, and may leave its list at any time.
class Deaths {
  public:
    static bool is_dead(const Object* object);
    void finish(Object* object, FinishFn finish);
};
using DeathHook = void (*)(Deaths& deaths);
void add_death_hook(DeathHook hook);

using RootTracer = void (*)(Marker& marker);
void add_root_tracer(RootTracer tracer);

// How the VM marks a thread's frames and registers. Called once per thread and collection, world
// stopped. Registers that may hold words from an earlier call go through mark_conservatively: it
// believes no stale pointer.
void set_frame_tracer(void (*tracer)(Thread& thread, Marker& marker));

// Makes MemoryError pending: what try_allocate does before it returns null. Also asked for at a
// safepoint, when a collection could not bring the heap below what the machine has.
void set_out_of_memory_hook(void (*raise)(Thread& thread));

// Collects now; the caller is at a safepoint. Returns the number of bytes freed. `scan_below_loop` false: the C++ stack below
// thread.c_loop need not be scanned, where old words would keep what nobody refers to any more. That is so when the
// interpreter loop itself wants the collection, or called a function that does and has nothing in its variables.
size_t collect(Thread& thread, bool scan_below_loop = true);
// gc.enable / gc.disable. Without reference counts nothing else takes garbage back, so a heap whose
// automatic collections are off still collects when it has grown eightfold over what a usual
// collection waits for.
void set_automatic(bool enabled);
bool is_automatic();

struct Statistics {
    size_t live_bytes;       // after the last collection
    size_t allocated_bytes;  // since the last collection, roughly
    size_t heap_bytes;       // blocks in use
    uint64_t collections;
    double last_pause_seconds;
    double longest_pause_seconds;
    double total_pause_seconds;
};
Statistics statistics();
uint64_t collections();  // how many there have been; any thread, relaxed
// One line per collection on standard error (-X gc_stats).
void set_verbose(bool verbose);

// All objects that are certainly alive or not yet swept, for gc.get_objects; world stopped by the
// callee.
void for_each_object(Thread& thread, void (*visit)(Object* object, void* context), void* context);

// --- for thread/, not for objects ---

// At a safepoint with the Collect bit: collects unless another thread just did. False: MemoryError
// is pending.
[[nodiscard]] bool collect_if_due(Thread& thread);
// At a safepoint with the Finalizers bit: runs what the last collection left to run.
void run_pending(Thread& thread);
// Gives a thread's blocks back as it ends; the thread is Running.
void retire(Thread& thread);
// Gives the system back what huge pages hold of memory that nothing has used yet. For a process that is going to fork, world
// stopped: of a huge page the child would get all, and split it as it writes to the first object in it; of small pages it
// gets those there are.
void give_back_untouched();

}  // namespace heap
}  // namespace gilt
