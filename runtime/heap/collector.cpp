// The collector: stop the world, mark what can be reached, let everything else become gaps.
//
// One collection:
//
//     1. Stop the world (thread/thread.cpp). From here to the end no other thread touches an object
//        or the heap, and everything they did before is visible here, because stopping and resuming
//        order it. So nothing below is atomic.
//     2. Take every thread's claims away and clear the `marked` bitmaps.
//     3. Mark the roots: frames and registers through the VM's tracer, C++ stacks word by word,
//        thread states, registered root tracers, finalizers and callbacks that wait to run. Then
//        follow the work list: an object is traced by its shape (attribute slots), and by the
//        tracer in the shape (everything else).
//     4. Weak references whose target is unmarked are cleared, and the callbacks of those that are
//        marked themselves noted. So nobody can get hold of an object whose finalizer is about to run.
//     5. Script finalizers: an unmarked object that has one is marked after all, with all it leads
//        to, and queued; after them the callbacks.
//     6. Native finalizers: unmarked objects that have one are queued, and marked like those of
//        step 5 so that they are whole when they run. All are found before any is marked: two that
//        refer to each other both go.
//     7. Exchange the bitmaps' roles (heap/block_table.h): now what is not marked is a gap. Empty
//        blocks and dead runs go back to the free lists; blocks with enough gaps are listed for
//        threads to claim from.
//     8. Resume the world. What was queued runs at this safepoint, on this thread, in the order it was queued: the
//        `__del__` of an object before the callbacks of its weak references, as when CPython's last reference goes.
//
// Time in the stop is proportional to what is alive, plus a few instructions for each block in use. Permanent objects (heap.h)
// are marked at all times, so nothing above ever reaches their contents.
//
// The C++ stacks. A thread that left Running wrote its callee-saved registers and its stack pointer
// into its own frame (thread/registers.h); what lies above is scanned. The scan races with one
// thing: a thread in a BlockingRegion may be writing through pointers to its own locals (`n =
// read(...)`). Such a word is a number, no object, so either value of it will do.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <unordered_map>

#include "heap/heap.h"
#include "heap/heap_state.h"
#include "thread/clock.h"
#include "thread/registers.h"
#include "thread/thread.h"
#include "thread/thread_list.h"

namespace gilt {

using namespace heap;

namespace {

constexpr size_t kRangePiece = 256;   // words of a long range walked at a time
constexpr size_t kPrefetchAhead = 32;  // objects between the prefetch of one and its use

struct Finalizer {
    Object* object;
    FinalizeFn native;  // one of the two
    FinishFn script;
};
struct WeakEntry {
    Object* holder;
    Slot* slot;
    DeathFn on_death;
    WeakKind kind;
};
// All that refer weakly to one object, the oldest first.
struct WeakTarget {
    uint64_t serial;  // targets die in the order in which they were first referred to
    std::vector<WeakEntry> entries;
};
struct PendingCall {
    Object* object;
    FinalizeFn native;
    void (*script)(Thread& thread, Object* object);  // a FinishFn or an on_death
};

// `mutex` guards the tables: any thread adds to them while Running, the collector rewrites them
// while the world is stopped, and the thread that collected takes from `pending`.
struct Tables {  // never destroyed, like heap_state
    RuntimeMutex mutex{MutexRank::FinalizerTables};
    std::vector<Finalizer> finalizers;
    std::unordered_map<Object*, WeakTarget> weak;
    uint64_t weak_serial = 0;
    std::vector<PendingCall> pending;
    size_t pending_next = 0;  // those before it have run
    std::vector<RootTracer> root_tracers;
    std::vector<DeathHook> death_hooks;
};
Tables& tables = *new Tables;
// Set with the tables' mutex, read by anyone.
std::atomic<bool> deaths_awaited{false};
std::atomic<bool> scarcity{false};  // await_deaths was called

void (*frame_tracer)(Thread& thread, Marker& marker) = nullptr;  // set at start

// Written by the collecting thread while the world is stopped, or by the main thread at start; read
// by anyone for display.
struct {
    std::atomic<size_t> live_bytes{0};
    std::atomic<uint64_t> collections{0};
    std::atomic<uint64_t> awaited_deaths{0};
    std::atomic<uint64_t> last_pause{0}, longest_pause{0}, total_pause{0};  // nanoseconds
    std::atomic<bool> automatic{true};
    std::atomic<bool> verbose{false};
} record;

// How many of a growable run's bytes have pages: it is filled from its start, so the first page
// that does not exist is found by halving.
size_t resident_bytes(uint32_t block, const BlockInfo& info) {
    size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    char* start = block_table.address_of(block);
    size_t low = 1, high = (kRunLead + info.run_bytes) / page;  // page low - 1 exists, page high does not
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        unsigned char resident = 0;
        if (mincore(start + middle * page, page, &resident) != 0 || !(resident & 1)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low * page;
}

// The due point: kLeastAllocated or as much as is alive, eight times that when automatic collection
// is off.
void set_due(size_t live_bytes) {
    size_t due = std::max(kLeastAllocated, live_bytes);
    if (!record.automatic.load(std::memory_order_relaxed)) due *= 8;
    heap_state.due_at.store(due, std::memory_order_relaxed);
}

}  // namespace

// --- marking ---

struct CollectorAccess {
    static bool is_marked(Object* object) {
        BlockTable& table = block_table;
        if (!table.contains(object)) return true;  // not of this heap: immortal
        uint32_t block = table.run_heads[table.block_of(object)];
        const BlockInfo& info = table.infos[block];
        if (info.use == BlockUse::Run) return (*table.marked(block) & 1) != 0;
        uint32_t index = BlockTable::cell_index(
            info, static_cast<size_t>(reinterpret_cast<char*>(object) - table.address_of(block)));
        return (table.marked(block)[index / 64] >> (index % 64) & 1) != 0;
    }
    static void drain(Marker& marker) { marker.drain(); }
    static void trace_contents(Marker& marker, Object* object) {
        marker.trace(object);
        marker.drain();
    }
    static void begin(Marker& marker) {
        marker.marks_ = block_table.marked(0);
        marker.depth_ = 0;
        marker.last_shape_ = nullptr;
        marker.ranges_.clear();
    }
};

// Sets the object's mark bit. False if it is set already, or if the object is a static one of C++: the contents of those
// are roots of their own. Most calls end here, so this is short: a run of blocks, whose reciprocal is 0, needs no branch.
inline bool Marker::set_mark(Object* object) {
    BlockTable& table = block_table;
    size_t offset = static_cast<size_t>(reinterpret_cast<char*>(object) - table.base);
    if (offset >= table.size) return false;
    size_t block = offset >> kBlockShift;
    BlockInfo& info = table.infos[block];
#if GILT_ASAN
    // A dangling reference is found here, with the one who holds it on the stack, and not when the dead object is traced.
    if (__asan_address_is_poisoned(object)) *reinterpret_cast<volatile char*>(object);
#endif
    uint32_t index = BlockTable::cell_index(info, offset & (kBlockSize - 1));
    uint64_t& word = marks_[block * kBlockBitmaps + index / 64];
    uint64_t bit = uint64_t{1} << (index % 64);
    if (word & bit) return false;
    word |= bit;
    info.marked_cells++;
    return true;
}

inline void Marker::push(Object* object) {
    if (depth_ == objects_.size()) [[unlikely]]
        make_room();
    objects_[depth_++] = object;
}

[[gnu::noinline, gnu::cold]] void Marker::make_room() { objects_.resize(std::max<size_t>(4096, objects_.size() * 2)); }

void Marker::mark_object(Object* object) {
    if (set_mark(object)) push(object);
}

void Marker::mark_words(const void* words, size_t count) {
    auto* first = static_cast<const uint64_t*>(words);
    if (count > kRangePiece) {
        ranges_.push_back({first, count});
        return;
    }
    for (size_t i = 0; i < count; i++) {
        Value value = Value::from_bits(__atomic_load_n(first + i, __ATOMIC_RELAXED));
        if (value.is_object() && set_mark(value.as_object())) push(value.as_object());
    }
}

GILT_NO_SANITIZE void Marker::mark_conservatively(const void* from, const void* to) {
    const BlockTable& table = block_table;
    auto* word =
        reinterpret_cast<const uint64_t*>((reinterpret_cast<uintptr_t>(from) + 7) & ~uintptr_t{7});
    for (; word + 1 <= static_cast<const uint64_t*>(to); word++) {
        uint64_t address = *reinterpret_cast<const volatile uint64_t*>(word);
        uint64_t offset = address - reinterpret_cast<uint64_t>(table.base);
        if (offset >= table.size) continue;
        uint32_t block = table.run_heads[offset >> kBlockShift];
        const BlockInfo& info = table.infos[block];
        char* start = table.base + (size_t{block} << kBlockShift);
        if (info.use == BlockUse::Cells) {
            if (block != offset >> kBlockShift) continue;  // a run's block once, free now
            uint32_t index = BlockTable::cell_index(info, offset & (kBlockSize - 1));
            if (index >= info.cell_count) continue;
            if (!(table.allocated(block)[index / 64] >> (index % 64) & 1)) continue;
            start += size_t{index} * info.cell_size;
        } else {
            if (info.use != BlockUse::Run) continue;
            start += kRunLead;
            // In the lead, or behind the object.
            if (address - reinterpret_cast<uint64_t>(start) >= info.run_bytes) continue;
        }
        if (*reinterpret_cast<volatile uint64_t*>(start) == 0)
            continue;  // no object there yet, or no more
        mark_object(reinterpret_cast<Object*>(start));
    }
}

void Marker::trace(Object* object) {
    Shape* shape = object->shape();
    if (!shape) return;  // finalized
    if (shape != last_shape_) {  // that of its neighbour in a list or table, mostly
        last_shape_ = shape;
        if (set_mark(shape)) push(shape);
    }
    // Members named by __slots__, then the inline attributes in use.
    size_t members = static_cast<size_t>(shape->first_inline - shape->slots_begin);
    size_t inline_slots = std::min<size_t>(shape->slot_count, shape->inline_count);
    if (members + inline_slots != 0) mark_range(&inline_slot(object, shape->slots_begin), members + inline_slots);
    if (shape->overflow_word != Shape::kNoWord) mark(inline_slot(object, shape->overflow_word));
    if (shape->trace) shape->trace(object, *this);
}

// Most of the time goes into waiting for object headers to arrive from memory, so each is asked for
// a few objects before it is needed.
void Marker::drain() {
    Object* ahead[kPrefetchAhead] = {};
    size_t turn = 0;
    size_t in_flight = 0;
    for (;;) {
        Object* next = nullptr;
        if (depth_ != 0) {
            next = objects_[--depth_];
            __builtin_prefetch(next);
            __builtin_prefetch(reinterpret_cast<char*>(next) + 64);
        } else if (in_flight == 0) {
            if (ranges_.empty()) return;
            Range& range = ranges_.back();
            const uint64_t* words = range.words;
            size_t count = std::min(range.count, kRangePiece);
            range.words += count;
            range.count -= count;
            if (range.count == 0) ranges_.pop_back();
            mark_words(words, count);
            continue;
        }
        Object* ready = ahead[turn];
        ahead[turn] = next;
        turn = (turn + 1) % kPrefetchAhead;
        in_flight += (next != nullptr);
        if (ready) {
            in_flight--;
            trace(ready);
        }
    }
}

namespace heap {

namespace {

Marker marker;  // used only while the world is stopped

void take_claims_away() {
    for (Thread* thread = thread_list.head; thread; thread = thread->next)
        forget_claims(thread->allocator);
    std::fill(std::begin(heap_state.with_gaps), std::end(heap_state.with_gaps), 0);
    BlockTable& table = block_table;
    for (uint32_t block : heap_state.used) {
        BlockInfo& info = table.infos[block];
        size_t words = info.use == BlockUse::Cells ? (info.cell_count + 63) / 64 : 1;
        memset(table.marked(block), 0, words * sizeof(uint64_t));
        info.marked_cells = 0;
    }
}

void mark_thread(Thread& thread, Thread& self, void* self_stack) {
    marker.mark(thread.exception);
    marker.mark(thread.async_exception);
    marker.mark(thread.thread_object);
    marker.mark(thread.context);
    marker.mark(thread.event_loop);
    marker.mark(thread.asyncgen_firstiter);
    marker.mark(thread.asyncgen_finalizer);
    marker.mark(thread.start_argument);
    for (HandledException* level = thread.handled; level; level = level->previous)
        marker.mark(level->exception);
    void* stack = &thread == &self ? self_stack : thread.c_saved.load(std::memory_order_relaxed);
    if (stack) marker.mark_conservatively(stack, thread.c_base);
    if (frame_tracer) frame_tracer(thread, marker);
}

void mark_roots(Thread& self, void* self_stack) {
    for (Thread* thread = thread_list.head; thread; thread = thread->next)
        mark_thread(*thread, self, self_stack);
    for (RootTracer tracer : tables.root_tracers) tracer(marker);
    for (size_t i = tables.pending_next; i < tables.pending.size(); i++)
        marker.mark(tables.pending[i].object);
    CollectorAccess::drain(marker);
}

// Takes the entries that `dies` accepts out of the table, in their order.
template <class Entry, class Dies>
void extract(std::vector<Entry>& entries, std::vector<Entry>& out, Dies dies) {
    auto kept = entries.begin();
    for (Entry& entry : entries) {
        if (dies(entry)) {
            out.push_back(entry);
        } else {
            *kept++ = entry;
        }
    }
    entries.erase(kept, entries.end());
}

bool is_dead(Object* object) { return !CollectorAccess::is_marked(object); }

// Empties the references to dead objects. Returns the callbacks to run: those of references that live.
std::vector<PendingCall> clear_weak_references() {
    std::vector<std::pair<uint64_t, std::vector<WeakEntry>*>> dying;
    for (auto& [target, weak] : tables.weak)
        if (is_dead(target)) dying.push_back({weak.serial, &weak.entries});
    std::sort(dying.begin(), dying.end());
    std::vector<PendingCall> callbacks;
    for (auto& [serial, entries] : dying) {
        for (size_t i = entries->size(); i-- > 0;) {
            WeakEntry& entry = (*entries)[i];
            if (entry.kind == WeakKind::TableEntry) continue;
            entry.slot->store({});
            record.awaited_deaths.fetch_add(1, std::memory_order_relaxed);
            if (entry.on_death && !is_dead(entry.holder)) callbacks.push_back({entry.holder, nullptr, entry.on_death});
        }
        std::erase_if(*entries, [](const WeakEntry& entry) { return entry.kind == WeakKind::Reference; });
    }
    return callbacks;
}

// When all that lives is marked: forgets the entries whose holder or target goes.
void drop_weak_entries() {
    for (auto item = tables.weak.begin(); item != tables.weak.end();) {
        std::vector<WeakEntry>& entries = item->second.entries;
        std::erase_if(entries, [](const WeakEntry& entry) { return is_dead(entry.holder); });
        if (!entries.empty() && is_dead(item->first)) {
            for (WeakEntry& entry : entries) entry.slot->store({});
            entries.clear();
        }
        item = entries.empty() ? tables.weak.erase(item) : std::next(item);
    }
}

std::vector<Finalizer> finishing;  // script finalizers found in this collection

void decide_deaths() {
    tables.pending.erase(tables.pending.begin(),
                         tables.pending.begin() + static_cast<ptrdiff_t>(tables.pending_next));
    tables.pending_next = 0;

    std::vector<PendingCall> callbacks = clear_weak_references();
    finishing.clear();
    Deaths deaths;
    for (DeathHook hook : tables.death_hooks) hook(deaths);
    extract(tables.finalizers, finishing,
            [](const Finalizer& entry) { return entry.script && is_dead(entry.object); });
    record.awaited_deaths.fetch_add(finishing.size(), std::memory_order_relaxed);
    // Those that no other one leads to come first: CPython's counts would reach zero in that order.
    for (Finalizer& entry : finishing) CollectorAccess::trace_contents(marker, entry.object);
    std::stable_partition(finishing.begin(), finishing.end(), [](const Finalizer& entry) { return is_dead(entry.object); });
    for (Finalizer& entry : finishing) {
        marker.mark(entry.object);
        tables.pending.push_back({entry.object, nullptr, entry.script});
    }
    tables.pending.insert(tables.pending.end(), callbacks.begin(), callbacks.end());
    CollectorAccess::drain(marker);

    std::vector<Finalizer> finalizing;
    extract(tables.finalizers, finalizing,
            [](const Finalizer& entry) { return entry.native && is_dead(entry.object); });
    for (Finalizer& entry : finalizing) {
        marker.mark(entry.object);
        tables.pending.push_back({entry.object, entry.native, nullptr});
    }
    CollectorAccess::drain(marker);
    drop_weak_entries();
    bool awaited = std::any_of(tables.finalizers.begin(), tables.finalizers.end(), [](const Finalizer& entry) { return entry.script; }) ||
                   std::any_of(tables.weak.begin(), tables.weak.end(), [](const auto& item) {
                       return item.second.entries.front().kind == WeakKind::Reference;
                   });
    deaths_awaited.store(awaited || scarcity.load(std::memory_order_relaxed), std::memory_order_relaxed);
}

#if GILT_ASAN
void poison_gaps(uint32_t block, const BlockInfo& info) {
    const uint64_t* bits = block_table.allocated(block);
    for (uint32_t i = 0; i < info.cell_count; i++) {
        if (!(bits[i / 64] >> (i % 64) & 1))
            poison(block_table.address_of(block) + size_t{i} * info.cell_size, info.cell_size);
    }
}
#endif

// After the bitmaps have changed roles. Returns the bytes alive.
size_t sort_blocks() {
    BlockTable& table = block_table;
    size_t live = heap_state.permanent_bytes;
    auto& used = heap_state.used;
    size_t kept = 0;
    empty_spare_runs();
    // From the back, so that the lists of blocks with gaps end up in the order of `used`.
    for (size_t i = used.size(); i-- > 0;) {
        uint32_t block = used[i];
        BlockInfo& info = table.infos[block];
        if (info.use == BlockUse::Run) {
            if (info.marked_cells == 0) {
                heap_state.used_bytes -= info.counted_bytes;
                if (info.is_open || info.run_blocks > kLongestSpare) {
                    release_run(block, info.run_blocks);
                } else {
                    info.use = BlockUse::Free;
                    poison(table.address_of(block), size_t{info.run_blocks} << kBlockShift);
                    heap_state.spare_runs[info.run_blocks].push_back(block);
                }
                used[i] = ~uint32_t{0};
                continue;
            }
            live += info.is_growable ? resident_bytes(block, info) : info.run_bytes;
            continue;
        }
        if (info.marked_cells == 0) {
            poison(table.address_of(block), kBlockSize);
            info.use = BlockUse::Free;
            heap_state.used_bytes -= kBlockSize;
            heap_state.pool.push_back(block);
            used[i] = ~uint32_t{0};
            continue;
        }
        live += size_t{info.marked_cells} * info.cell_size;
        info.claim_index = 0;
        info.is_clean = false;
#if GILT_ASAN
        poison_gaps(block, info);
#endif
        // A block that is nearly full is not worth a thread's visit.
        uint32_t gaps = info.cell_count - info.marked_cells;
        if (gaps * 16 >= info.cell_count) {
            info.next = heap_state.with_gaps[info.size_class];
            heap_state.with_gaps[info.size_class] = block + 1;
        }
    }
    for (uint32_t block : used)
        if (block != ~uint32_t{0}) used[kept++] = block;
    used.resize(kept);
    return live;
}

// The frame of this function holds the caller's registers, and lies below everything that must be
// scanned.
[[gnu::noinline]] size_t collect_stopped(Thread& thread, bool scan_below_loop) {
    SpilledRegisters registers;
    std::scoped_lock locks(tables.mutex, heap_state.mutex);
    size_t before = record.live_bytes.load(std::memory_order_relaxed) +
                    heap_state.allocated.load(std::memory_order_relaxed);
    take_claims_away();
    CollectorAccess::begin(marker);
    mark_roots(thread, scan_below_loop || !thread.c_loop ? registers.stack_pointer : thread.c_loop);
    decide_deaths();
    block_table.parity ^= 1;
    size_t live = sort_blocks();
    record.live_bytes.store(live, std::memory_order_relaxed);
    record.collections.fetch_add(1, std::memory_order_relaxed);
    heap_state.allocated.store(0, std::memory_order_relaxed);
    set_due(live);
    // What the next cycle is about to use again stays; the rest goes back to the system.
    empty_pool(std::max(kLeastAllocated, live) / 4 * 5 / kBlockSize);
    for (Thread* other = thread_list.head; other; other = other->next)
        other->interrupts.fetch_and(~uint32_t{kCollect}, std::memory_order_relaxed);
    if (!tables.pending.empty()) thread.request(kFinalizers);
    return before > live ? before - live : 0;
}

void note_pause(uint64_t nanoseconds, size_t freed) {
    record.last_pause.store(nanoseconds, std::memory_order_relaxed);
    record.total_pause.fetch_add(nanoseconds, std::memory_order_relaxed);
    if (nanoseconds > record.longest_pause.load(std::memory_order_relaxed))
        record.longest_pause.store(nanoseconds, std::memory_order_relaxed);
    if (!record.verbose.load(std::memory_order_relaxed)) return;
    fprintf(stderr, "gc %llu: %.2f ms, freed %.1f MB, %.1f MB alive, %.1f MB in blocks\n",
            static_cast<unsigned long long>(record.collections.load(std::memory_order_relaxed)),
            static_cast<double>(nanoseconds) / 1e6, static_cast<double>(freed) / 1e6,
            static_cast<double>(record.live_bytes.load(std::memory_order_relaxed)) / 1e6,
            static_cast<double>(heap_state.used_bytes) / 1e6);
}

// Returns false if only_if_due and another thread collected while this one waited for the world.
bool collect_now(Thread& thread, bool only_if_due, bool scan_below_loop, size_t* freed) {
    uint64_t start = now_ns();
    StopTheWorld world(thread);
    if (only_if_due && heap_state.allocated.load(std::memory_order_relaxed) <
                           heap_state.due_at.load(std::memory_order_relaxed)) {
        thread.interrupts.fetch_and(~uint32_t{kCollect}, std::memory_order_relaxed);
        return false;
    }
    *freed = collect_stopped(thread, scan_below_loop);
    note_pause(now_ns() - start, *freed);
    return true;
}

}  // namespace

size_t collect(Thread& thread, bool scan_below_loop) {
    size_t freed = 0;
    collect_now(thread, false, scan_below_loop, &freed);
    return freed;
}

bool collect_if_due(Thread& thread) {
    size_t freed = 0;
    if (!collect_now(thread, true, true, &freed)) return true;
    if (record.live_bytes.load(std::memory_order_relaxed) < memory_limit() / 32 * 31) return true;
    raise_out_of_memory(thread);
    return false;
}

void run_pending(Thread& thread) {
    for (;;) {
        PendingCall call;
        {
            std::lock_guard lock(tables.mutex);
            if (tables.pending_next == tables.pending.size()) return;
            call = tables.pending[tables.pending_next++];
        }
        if (call.native) {
            call.native(call.object);
            // No object any more: a stale pointer to it finds nothing to trace.
            call.object->set_shape(nullptr);
        } else {
            call.script(thread, call.object);
        }
    }
}

void set_finalizer(Object* object, FinalizeFn finalize) {
    if (is_permanent(object)) return;
    std::lock_guard lock(tables.mutex);
    tables.finalizers.push_back({object, finalize, nullptr});
}

void set_script_finalizer(Object* object, FinishFn finish) {
    std::lock_guard lock(tables.mutex);
    tables.finalizers.push_back({object, nullptr, finish});
    deaths_awaited.store(true, std::memory_order_relaxed);
}

void await_deaths() {
    scarcity.store(true, std::memory_order_relaxed);
    deaths_awaited.store(true, std::memory_order_relaxed);
}

uint64_t awaited_deaths() { return record.awaited_deaths.load(std::memory_order_relaxed); }

bool someone_awaits_deaths() { return deaths_awaited.load(std::memory_order_relaxed); }

void finish_all(Thread& thread) {
    {
        std::lock_guard lock(tables.mutex);
        std::vector<Finalizer> finishing;
        extract(tables.finalizers, finishing, [](const Finalizer& entry) { return entry.script != nullptr; });
        for (Finalizer& entry : finishing) tables.pending.push_back({entry.object, nullptr, entry.script});
    }
    run_pending(thread);
}

void register_weak(Object* target, Object* holder, Slot* slot, WeakKind kind, DeathFn on_death) {
    std::lock_guard lock(tables.mutex);
    WeakTarget& weak = tables.weak[target];
    if (weak.entries.empty()) weak.serial = tables.weak_serial++;
    weak.entries.push_back({holder, slot, on_death, kind});
    if (kind == WeakKind::Reference) deaths_awaited.store(true, std::memory_order_relaxed);
}

void for_each_weak_holder(Object* target, void (*visit)(Object* holder, void* context), void* context) {
    std::lock_guard lock(tables.mutex);
    auto found = tables.weak.find(target);
    if (found == tables.weak.end()) return;
    const std::vector<WeakEntry>& entries = found->second.entries;
    for (size_t i = entries.size(); i-- > 0;)
        if (entries[i].kind == WeakKind::Reference) visit(entries[i].holder, context);
}

bool has_weak_holder(Object* target) {
    bool found = false;
    for_each_weak_holder(target, [](Object*, void* context) { *static_cast<bool*>(context) = true; }, &found);
    return found;
}

bool Deaths::is_dead(const Object* object) { return !CollectorAccess::is_marked(const_cast<Object*>(object)); }

void Deaths::finish(Object* object, FinishFn finish) { finishing.push_back({object, nullptr, finish}); }

void add_death_hook(DeathHook hook) {
    std::lock_guard lock(tables.mutex);
    tables.death_hooks.push_back(hook);
}

void add_root_tracer(RootTracer tracer) {
    std::lock_guard lock(tables.mutex);
    tables.root_tracers.push_back(tracer);
}

void set_frame_tracer(void (*tracer)(Thread& thread, Marker& marker)) { frame_tracer = tracer; }

void set_automatic(bool enabled) {
    record.automatic.store(enabled, std::memory_order_relaxed);
    set_due(record.live_bytes.load(std::memory_order_relaxed));
}
bool is_automatic() { return record.automatic.load(std::memory_order_relaxed); }
void set_verbose(bool verbose) { record.verbose.store(verbose, std::memory_order_relaxed); }

uint64_t collections() { return record.collections.load(std::memory_order_relaxed); }

Statistics statistics() {
    std::lock_guard lock(heap_state.mutex);
    return {
        .live_bytes = record.live_bytes.load(std::memory_order_relaxed),
        .allocated_bytes = heap_state.allocated.load(std::memory_order_relaxed),
        .heap_bytes = heap_state.used_bytes,
        .collections = record.collections.load(std::memory_order_relaxed),
        .last_pause_seconds =
            static_cast<double>(record.last_pause.load(std::memory_order_relaxed)) / 1e9,
        .longest_pause_seconds =
            static_cast<double>(record.longest_pause.load(std::memory_order_relaxed)) / 1e9,
        .total_pause_seconds =
            static_cast<double>(record.total_pause.load(std::memory_order_relaxed)) / 1e9,
    };
}

GILT_NO_SANITIZE static bool begins_with_zero(const char* cell) {
    return *reinterpret_cast<const volatile uint64_t*>(cell) == 0;
}

void for_each_object(Thread& thread, void (*visit)(Object* object, void* context), void* context) {
    StopTheWorld world(thread);
    std::lock_guard lock(heap_state.mutex);
    for (uint32_t block : heap_state.used) {
        const BlockInfo& info = block_table.infos[block];
        size_t count = info.use == BlockUse::Cells ? info.cell_count : 1;
        const uint64_t* bits = block_table.allocated(block);
        for (size_t i = 0; i < count; i++) {
            if (!(bits[i / 64] >> (i % 64) & 1)) continue;
            char* cell = info.use == BlockUse::Cells ? block_table.address_of(block) + i * info.cell_size : block_table.run_object(block);
            if (!begins_with_zero(cell)) visit(reinterpret_cast<Object*>(cell), context);
        }
    }
}

}  // namespace heap
}  // namespace gilt
