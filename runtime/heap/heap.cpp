// Handing out memory: cells from the gaps of blocks, and runs of blocks for large objects.
//
// A thread that has used up its claim in a size class asks here (claim_cells): first for the next
// gap of the block it owns, which takes no lock, then for another block with gaps, then for a fresh
// one. Large objects get whole blocks. What is free is kept in three forms:
//
//     pool        single blocks that were in use and will be again soon; their pages exist and
//                 hold old data
//     spare_runs  runs of blocks that died in the last collection: a program that reads a file in
//                 pieces makes and drops large objects of one size all day
//     free_runs   everything else, by address, neighbours joined; all of it reads as zeros and
//                 costs no memory
// Permanent objects (heap.h) lie packed in blocks of their own, which nobody else gets and no collection looks at.
//
// Pages cost more than what is written to them: a first touch is a fault, and 512 of them take most of a millisecond. So the
// kernel is asked for huge pages (2 MiB, one fault) where they are going to be used from end to end:
//   - in the lower half of the range, the dense one. Cells fill it from the bottom up, and from its top down come objects of
//     one MiB to a few, which share the pages they begin and end in. Of the cells' part that is the first huge page, which any
//     program fills, where a program gets that makes garbage for a while, and where a heap is so large that the last page does
//     not count (heap/block_table.cpp);
//   - inside objects larger than that. They lie in the upper half, as lists with room to grow do, which small pages keep free
//     of cost.
// Objects of less than one MiB come from the top of the near part down, the first 4 MiB, and go to the upper half once it is full:
// the heap of a small program, with what the block table tells of it, should lie in few stretches of 2 MiB. Each stretch has a
// page table of its own, which a fork copies and the end of the child goes through again: two microseconds each.
// The first block of each size class that a thread takes comes, once the near part is full, from the top of the small pages a
// growing heap goes through down. Most threads use a few cells of a few classes, and would each touch a huge page for them,
// which the system must fill with zeros: up to six milliseconds on a virtual machine, where the thread is to begin.
//
// One mutex guards them, the lists of blocks with gaps, and the list of blocks in use. A thread
// takes it once per 64 KiB of small objects and once per large one.
#include "heap/heap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include <algorithm>

#include "heap/heap_state.h"
#include "thread/thread.h"

namespace gilt {

// The one door to a thread's Allocator.
struct AllocatorAccess {
    using Claim = Allocator::Claim;
    static Claim& claim(Allocator& allocator, size_t size_class) {
        return allocator.claims_[size_class];
    }
    static uint32_t& block(Allocator& allocator, size_t size_class) {
        return allocator.blocks_[size_class];
    }
    static size_t& unreported(Allocator& allocator) { return allocator.unreported_bytes_; }
    static bool& is_permanent(Allocator& allocator) { return allocator.is_permanent_; }
};

namespace heap {

HeapState& heap_state = *new HeapState;

namespace {

constexpr size_t kClaimBytes = 4096;
constexpr size_t kReportBytes = 64 * 1024;  // a thread adds to the heap's count in steps of this

size_t round_up(size_t number, size_t unit) { return (number + unit - 1) / unit * unit; }

[[noreturn]] void die_out_of_memory(size_t bytes) {
    fprintf(stderr, "gilt: out of memory (could not allocate %zu bytes)\n", bytes);
    abort();
}

// --- free blocks; all under the heap mutex ---

// Where to look for a free run: at the bottom for single blocks, at one of the tops for large objects and threads' first blocks,
// so that neither breaks up the other's space.
enum class Place { Bottom, NearTop, GrowingTop, DenseTop, Top };

// Free runs do not join across one.
bool is_border(uint32_t block) {
    const BlockTable& table = block_table;
    return block == table.near_blocks || block == table.growing_blocks || block == table.dense_blocks;
}

// Takes `blocks` neighbouring blocks of zeros, as near to the place as there are so many.
bool take_run(uint32_t blocks, Place place, uint32_t* first) {
    auto& runs = heap_state.free_runs;
    auto take = [&](auto run, bool from_its_top) {
        auto [begin, length] = *run;
        runs.erase(run);
        *first = from_its_top ? begin + length - blocks : begin;
        if (length > blocks) runs.emplace(from_its_top ? begin : begin + blocks, length - blocks);
        heap_state.free_blocks -= blocks;
        return true;
    };
    if (place == Place::Bottom) {
        for (auto run = runs.begin(); run != runs.end(); ++run)
            if (run->second >= blocks) return take(run, false);
        return false;
    }
    uint32_t border = place == Place::NearTop      ? block_table.near_blocks
                      : place == Place::GrowingTop ? block_table.growing_blocks
                      : place == Place::DenseTop   ? block_table.dense_blocks
                                                   : 0;
    auto below = border != 0 ? runs.lower_bound(border) : runs.end();
    for (auto run = below; run != runs.begin();)
        if ((--run)->second >= blocks) return take(run, true);
    for (auto run = runs.end(); run != below;)
        if ((--run)->second >= blocks) return take(run, true);
    return false;
}

// A run with old data in it.
bool take_spare_run(uint32_t blocks, uint32_t* first) {
    if (blocks > kLongestSpare || heap_state.spare_runs[blocks].empty()) return false;
    *first = heap_state.spare_runs[blocks].back();
    heap_state.spare_runs[blocks].pop_back();
    return true;
}

// A single block; the pool's are dirty. `is_first`: of its class for its thread, which may use little of it.
bool take_block(bool is_first, uint32_t* block, bool* is_clean) {
    if (!heap_state.pool.empty()) {
        *block = heap_state.pool.back();
        heap_state.pool.pop_back();
        *is_clean = false;
        return true;
    }
    *is_clean = true;
    bool is_near_full = heap_state.free_runs.empty() || heap_state.free_runs.begin()->first >= block_table.near_blocks;
    return take_run(1, is_first && is_near_full ? Place::GrowingTop : Place::Bottom, block);
}

// A block of cells of this class, all of it one gap.
uint32_t make_cell_block(size_t size_class, bool is_first) {
    uint32_t block;
    bool is_clean;
    if (!take_block(is_first, &block, &is_clean)) die_out_of_memory(kBlockSize);
    BlockTable& table = block_table;
    BlockInfo& info = table.infos[block];
    uint32_t size = kClassSizes[size_class];
    info = BlockInfo{};
    info.cell_size = size;
    info.reciprocal = static_cast<uint32_t>(((uint64_t{1} << 32) + size - 1) / size);
    info.cell_count = static_cast<uint16_t>(kBlockSize / size);
    info.use = BlockUse::Cells;
    info.size_class = static_cast<uint8_t>(size_class);
    info.is_clean = is_clean;
    table.run_heads[block] = block;
    size_t words = (info.cell_count + 63) / 64;
    memset(table.allocated(block), 0, words * sizeof(uint64_t));
    memset(table.marked(block), 0, words * sizeof(uint64_t));
    poison(table.address_of(block), kBlockSize);
    heap_state.used.push_back(block);
    heap_state.used_bytes += kBlockSize;
    return block;
}

// --- claiming gaps; the block belongs to the calling thread ---

// The first index in [from, end) whose bit is `wanted`, or end.
uint32_t find_bit(const uint64_t* bits, uint32_t from, uint32_t end, bool wanted) {
    while (from < end) {
        uint64_t word = wanted ? bits[from / 64] : ~bits[from / 64];
        word >>= from % 64;
        if (word != 0) return std::min(end, from + static_cast<uint32_t>(__builtin_ctzll(word)));
        from = (from / 64 + 1) * 64;
    }
    return end;
}

void set_bits(uint64_t* bits, uint32_t from, uint32_t end) {
    while (from < end) {
        uint32_t count = std::min(end - from, 64 - from % 64);
        bits[from / 64] |= ~uint64_t{0} >> (64 - count) << (from % 64);
        from += count;
    }
}

// Turns the next gap, or kClaimBytes of it, into the thread's claim. False: no gap left.
bool claim_gap(uint32_t block, AllocatorAccess::Claim& claim, size_t* bytes) {
    BlockInfo& info = block_table.infos[block];
    uint64_t* bits = block_table.allocated(block);
    uint32_t first = find_bit(bits, info.claim_index, info.cell_count, false);
    if (first == info.cell_count) {
        info.claim_index = info.cell_count;
        return false;
    }
    auto most = static_cast<uint32_t>(std::max<size_t>(1, kClaimBytes / info.cell_size));
    uint32_t end = std::min<uint32_t>(info.cell_count, first + most);
    end = find_bit(bits, first, end, true);
    set_bits(bits, first, end);
    char* start = block_table.address_of(block) + size_t{first} * info.cell_size;
    *bytes = size_t{end - first} * info.cell_size;
    if (!info.is_clean) {
        unpoison(start, *bytes);
        memset(start, 0, *bytes);
        poison(start, *bytes);
    }
    info.claim_index = static_cast<uint16_t>(end);
    claim.cursor = start;
    claim.limit = start + *bytes;
    return true;
}

void note_allocated(Thread& thread, size_t bytes) {
    size_t total = heap_state.allocated.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    if (total >= heap_state.due_at.load(std::memory_order_relaxed)) thread.request(kCollect);
}

void claim_cells(Thread& thread, size_t size_class) {
    Allocator& allocator = thread.allocator;
    AllocatorAccess::Claim& claim = AllocatorAccess::claim(allocator, size_class);
    uint32_t& own = AllocatorAccess::block(allocator, size_class);
    size_t bytes = 0;
    while (own == 0 || !claim_gap(own - 1, claim, &bytes)) {
        std::lock_guard lock(heap_state.mutex);
        uint32_t& with_gaps = heap_state.with_gaps[size_class];
        if (with_gaps != 0) {
            own = with_gaps;
            with_gaps = block_table.infos[own - 1].next;
        } else {
            own = make_cell_block(size_class, own == 0) + 1;
        }
    }
    size_t& unreported = AllocatorAccess::unreported(allocator);
    unreported += bytes;
    if (unreported >= kReportBytes) {
        note_allocated(thread, unreported);
        unreported = 0;
    }
}

// --- permanent objects ---

// Packed, without size classes: no gap will ever be filled again.
char* take_permanent(size_t bytes) {
    bytes = round_up(bytes, kGranule);
    std::lock_guard lock(heap_state.mutex);
    if (static_cast<size_t>(heap_state.permanent_limit - heap_state.permanent_cursor) < bytes) {
        size_t size = round_up(bytes, kBlockSize);
        auto blocks = static_cast<uint32_t>(size >> kBlockShift);
        uint32_t first;
        if (!take_run(blocks, Place::Bottom, &first)) die_out_of_memory(size);
        BlockTable& table = block_table;
        for (uint32_t block = first; block < first + blocks; block++) {
            table.infos[block] = BlockInfo{};
            table.infos[block].use = BlockUse::Permanent;
            table.run_heads[block] = block;
            *table.allocated(block) = *table.marked(block) = 1;
        }
        heap_state.used_bytes += size;
        heap_state.permanent_cursor = table.address_of(first);
        heap_state.permanent_limit = heap_state.permanent_cursor + size;
        poison(heap_state.permanent_cursor, size);
    }
    char* start = heap_state.permanent_cursor;
    heap_state.permanent_cursor += bytes;
    heap_state.permanent_bytes += bytes;
    unpoison(start, bytes);
    return start;
}

// --- large objects ---

// Objects that are dense in the sense above are at least the one and less than the other.
constexpr size_t kLeastDense = size_t{1} << 20;
constexpr size_t kHugeInside = size_t{4} << 20;
static_assert(size_t{kLongestSpare} << kBlockShift < kHugeInside);  // a spare run knows nothing of huge pages
// What a growing list may waste of its last huge page does not count beyond this.
constexpr size_t kGrowsHuge = size_t{16} << 20;

// Asks for huge pages inside a run that begins in small ones; true if it did. `is_open`: nobody knows where it will end.
bool ask_for_huge_pages(char* start, size_t bytes, bool is_open) {
    if (bytes < (is_open ? kGrowsHuge : kHugeInside)) return false;
    auto address = reinterpret_cast<uintptr_t>(start);
    uintptr_t begin = (address + (is_open ? kGrowsHuge : 0) + kHugePage - 1) & ~(kHugePage - 1);
    uintptr_t end = (address + bytes) & ~(kHugePage - 1);
    return begin < end && madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE) == 0;
}

// A run for an object of `bytes` that may grow to `reserved` where it lies. `is_open`: nobody knows how far it will; else it
// is expected to use all of it, and noted as allocated so. Null if there is no room. At least its first `zeroed` bytes are zeros.
char* make_run(Thread& thread, size_t bytes, size_t reserved, bool is_open, size_t zeroed, size_t* granted) {
    if (bytes > block_table.size) return nullptr;
    if (AllocatorAccess::is_permanent(thread.allocator)) {
        *granted = round_up(bytes, kGranule);
        return take_permanent(bytes);
    }
    auto blocks = static_cast<uint32_t>(round_up(reserved + kRunLead, kBlockSize) >> kBlockShift);
    auto least = static_cast<uint32_t>(round_up(bytes + kRunLead, kBlockSize) >> kBlockShift);
    Place place = is_open || reserved >= kHugeInside ? Place::Top : reserved >= kLeastDense ? Place::DenseTop : Place::NearTop;
    char* start;
    bool is_clean = true;
    {
        std::lock_guard lock(heap_state.mutex);
        if (heap_state.used_bytes + bytes > memory_limit()) return nullptr;
        uint32_t first;
        if (!is_open && take_spare_run(blocks, &first)) {
            is_clean = false;
        } else if (!take_run(blocks, place, &first)) {
            blocks = least;
            if (!take_run(blocks, place, &first)) {
                empty_pool();
                empty_spare_runs();
                if (!take_run(blocks, place, &first)) return nullptr;
            }
        }
        BlockTable& table = block_table;
        BlockInfo& info = table.infos[first];
        info = BlockInfo{};
        info.use = BlockUse::Run;
        info.is_growable = blocks > least;
        info.run_blocks = blocks;
        info.run_bytes =
            reserved > bytes ? (size_t{blocks} << kBlockShift) - kRunLead : round_up(bytes, kGranule);
        std::fill_n(table.run_heads + first, blocks, first);
        *table.allocated(first) = 1;
        *table.marked(first) = 0;
        heap_state.used.push_back(first);
        info.is_open = is_open;
        info.counted_bytes = is_open ? std::min(bytes + bytes / 2, info.run_bytes) : round_up(bytes + kRunLead, kBlockSize);
        heap_state.used_bytes += info.counted_bytes;
        *granted = is_open ? info.counted_bytes : info.run_bytes;
        start = table.run_object(first);
        if (is_clean) info.is_advised = ask_for_huge_pages(start, info.run_bytes, is_open);
    }
    unpoison(start, (size_t{blocks} << kBlockShift) - kRunLead);
    if (!is_clean) memset(start, 0, std::min(zeroed, *granted));
    note_allocated(thread, is_open ? *granted : reserved);
    return start;
}

char* allocate_bytes(Thread& thread, size_t bytes) {
    if (bytes <= kLargestCell) {
        for (;;) {
            if (void* cell = thread.allocator.take(bytes)) return static_cast<char*>(cell);
            if (AllocatorAccess::is_permanent(thread.allocator)) return take_permanent(bytes);
            claim_cells(thread, class_of_size(bytes));
        }
    }
    size_t granted;
    return make_run(thread, bytes, bytes, false, bytes, &granted);
}

Object* publish(void* cell, Shape* shape) {
    auto* object = static_cast<Object*>(cell);
    object->set_shape(shape);
    return object;
}

}  // namespace

// Gives the pool's memory back to the system and its blocks to free_runs. Heap mutex held (or the
// world stopped).
void empty_pool(size_t keep) {
    auto& pool = heap_state.pool;
    if (pool.size() <= keep) return;
    // The lowest stay, and come out of the pool first.
    std::sort(pool.begin(), pool.end(), std::greater<>());
    size_t leaving = pool.size() - keep;
    for (size_t i = 0; i < leaving;) {
        size_t end = i + 1;
        while (end < leaving && pool[end] == pool[end - 1] - 1) end++;
        auto count = static_cast<uint32_t>(end - i);
        release_run(pool[end - 1], count);
        i = end;
    }
    pool.erase(pool.begin(), pool.begin() + static_cast<ptrdiff_t>(leaving));
}

// Returns blocks to free_runs as zeros. Heap mutex held.
void release_run(uint32_t first, uint32_t blocks) {
    size_t bytes = size_t{blocks} << kBlockShift;
    unpoison(block_table.address_of(first), bytes);
    madvise(block_table.address_of(first), bytes, MADV_DONTNEED);
    if (block_table.infos[first].is_advised) madvise(block_table.address_of(first), bytes, MADV_NOHUGEPAGE);
    block_table.infos[first].use = BlockUse::Free;  // as all behind it are
    heap_state.free_blocks += blocks;
    auto& runs = heap_state.free_runs;
    auto after = runs.lower_bound(first);
    if (after != runs.end() && after->first == first + blocks && !is_border(after->first)) {
        blocks += after->second;
        after = runs.erase(after);
    }
    if (after != runs.begin() && !is_border(first)) {
        auto before = std::prev(after);
        if (before->first + before->second == first) {
            before->second += blocks;
            return;
        }
    }
    runs.emplace(first, blocks);
}

// The same for all spare runs. Heap mutex held.
void empty_spare_runs() {
    for (uint32_t blocks = 1; blocks <= kLongestSpare; blocks++) {
        for (uint32_t first : heap_state.spare_runs[blocks]) release_run(first, blocks);
        heap_state.spare_runs[blocks].clear();
    }
}

// What the machine can hold: memory and swap, or what the control group allows, whichever is less.
// Beyond it, asking for more is a MemoryError, where otherwise the kernel would end the process.
size_t memory_limit() {
    static const size_t limit = [] {
        struct sysinfo info {};
        size_t bytes = ~size_t{0};
        if (sysinfo(&info) == 0) bytes = (info.totalram + info.totalswap) * size_t{info.mem_unit};
        if (FILE* file = fopen("/sys/fs/cgroup/memory.max", "re")) {
            unsigned long long group;
            if (fscanf(file, "%llu", &group) == 1) bytes = std::min<size_t>(bytes, group);
            fclose(file);
        }
        return std::min(bytes, block_table.size);
    }();
    return limit;
}

void initialize() {
    if (block_table.base) return;
    if (!reserve_block_table()) {
        fprintf(stderr,
                "gilt: cannot reserve address space for the heap (is ulimit -v very low?)\n");
        exit(2);
    }
    auto blocks = static_cast<uint32_t>(block_table.block_count());
    uint32_t begin = 0;
    for (uint32_t end : {block_table.near_blocks, block_table.growing_blocks, block_table.dense_blocks, blocks}) {
        if (end == 0) continue;
        heap_state.free_runs.emplace(begin, end - begin);
        begin = end;
    }
    heap_state.free_blocks = blocks;
}

void give_back_untouched() {
    const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    auto give_back = [&](char* from, char* end) {
        from = reinterpret_cast<char*>(round_up(reinterpret_cast<uintptr_t>(from), page));
        end = reinterpret_cast<char*>(reinterpret_cast<uintptr_t>(end) & ~(page - 1));
        if (from < end) madvise(from, static_cast<size_t>(end - from), MADV_DONTNEED);
    };
    std::lock_guard lock(heap_state.mutex);
    const BlockTable& table = block_table;
    for (auto [first, length] : heap_state.free_runs) give_back(table.address_of(first), table.address_of(first + length));
    for (uint32_t block : heap_state.used) {
        const BlockInfo& info = table.infos[block];
        if (info.use == BlockUse::Cells && info.is_clean)
            give_back(table.address_of(block) + size_t{info.claim_index} * info.cell_size, table.address_of(block + 1));
    }
    give_back(heap_state.permanent_cursor, heap_state.permanent_limit);
}

PermanentScope::PermanentScope(Thread& thread) : thread_(thread), usual_(thread.allocator) {
    thread.allocator = Allocator();
    AllocatorAccess::is_permanent(thread.allocator) = true;
}

PermanentScope::~PermanentScope() { thread_.allocator = usual_; }

bool is_permanent(const Object* object) {
    return block_table.contains(object) && block_table.infos[block_table.block_of(object)].use == BlockUse::Permanent;
}

Object* allocate_permanent(size_t bytes, Shape* shape) { return publish(take_permanent(bytes), shape); }

Object* allocate(Thread& thread, size_t bytes, Shape* shape) {
    char* cell = allocate_bytes(thread, bytes);
    if (!cell) [[unlikely]]
        die_out_of_memory(bytes);
    return publish(cell, shape);
}

Object* try_allocate(Thread& thread, size_t bytes, Shape* shape) {
    char* cell = allocate_bytes(thread, bytes);
    if (!cell) [[unlikely]] {
        raise_out_of_memory(thread);
        return nullptr;
    }
    return publish(cell, shape);
}

Object* try_allocate_raw(Thread& thread, size_t bytes, size_t zeroed, Shape* shape) {
    size_t granted;
    char* cell = bytes <= kLargestCell ? allocate_bytes(thread, bytes) : make_run(thread, bytes, bytes, false, zeroed, &granted);
    if (!cell) [[unlikely]] {
        raise_out_of_memory(thread);
        return nullptr;
    }
    return publish(cell, shape);
}

Object* try_allocate_growable(Thread& thread, size_t bytes, size_t expected, Shape* shape, size_t* granted) {
    char* cell;
    if (bytes <= kLargestCell) {
        size_t size = kClassSizes[class_of_size(bytes)];
        cell = allocate_bytes(thread, size);
        *granted = size;
    } else {
        // If nobody knows: 64 times the size, while address space is plentiful. What has outgrown that once will go on
        // growing: it gets a fair share of what is left, so that no old copy of a large list lies about until the next
        // collection.
        constexpr size_t kGrowing = 256 * 1024;
        size_t free_bytes = heap_state.free_blocks.load(std::memory_order_relaxed) << kBlockShift;
        size_t most = std::max(free_bytes / 256, bytes + bytes / 2);
        size_t reserved = bytes < kGrowing && bytes < most / 64 ? bytes * 64 : most;
        bool is_known = expected >= bytes && expected <= most;
        cell = make_run(thread, bytes, is_known ? expected : reserved, !is_known, SIZE_MAX, granted);
    }
    if (!cell) [[unlikely]] {
        raise_out_of_memory(thread);
        return nullptr;
    }
    return publish(cell, shape);
}

bool try_extend(Thread& thread, Object* object, size_t bytes, size_t* granted) {
    if (!block_table.contains(object)) return false;
    BlockInfo& info = block_table.infos[block_table.block_of(object)];
    size_t added;
    {
        std::lock_guard lock(heap_state.mutex);
        if (info.use != BlockUse::Run || !info.is_open || bytes > info.run_bytes) return false;
        *granted = std::min(info.run_bytes, std::max(bytes, info.counted_bytes + info.counted_bytes / 2));
        if (*granted <= info.counted_bytes) return false;
        added = *granted - info.counted_bytes;
        if (heap_state.used_bytes + added > memory_limit()) return false;
        info.counted_bytes = *granted;
        heap_state.used_bytes += added;
    }
    note_allocated(thread, added);
    return true;
}

void raise_out_of_memory(Thread& thread) {
    if (!heap_state.out_of_memory) die_out_of_memory(0);
    heap_state.out_of_memory(thread);
}

void set_out_of_memory_hook(void (*raise)(Thread& thread)) { heap_state.out_of_memory = raise; }

void forget_claims(Allocator& allocator) {
    for (size_t size_class = 0; size_class < kClassCount; size_class++) {
        AllocatorAccess::claim(allocator, size_class) = {};
        AllocatorAccess::block(allocator, size_class) = 0;
    }
    AllocatorAccess::unreported(allocator) = 0;
}

// The cells of the claims that were not handed out stay `allocated`, with a zero first word, until
// the next collection finds them unmarked.
void retire(Thread& thread) {
    std::lock_guard lock(heap_state.mutex);
    for (size_t size_class = 0; size_class < kClassCount; size_class++) {
        uint32_t own = AllocatorAccess::block(thread.allocator, size_class);
        if (own == 0) continue;
        block_table.infos[own - 1].next = heap_state.with_gaps[size_class];
        heap_state.with_gaps[size_class] = own;
    }
    heap_state.allocated.fetch_add(AllocatorAccess::unreported(thread.allocator),
                                   std::memory_order_relaxed);
    forget_claims(thread.allocator);
}

}  // namespace heap
}  // namespace gilt
