// Reserving the heap's address range and the tables that describe it.
#include "heap/block_table.h"

#include <sys/mman.h>

namespace gilt::heap {

BlockTable block_table;

namespace {

// Address space only: no memory is promised, pages appear as zeros when first touched. Where the
// system limits address space (ulimit -v, strict overcommit) a large request is refused and a
// smaller one is tried.
void* reserve(size_t bytes) {
    void* address = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return address == MAP_FAILED ? nullptr : address;
}

// The first huge page is for what any program has. From there to here a small program has the first block of every size class;
// that should not cost more than is used of it. Its larger objects come down from the upper end (heap.cpp).
constexpr size_t kSmallHeap = size_t{4} << 20;
// What is allocated between two collections of a heap of some MiB: written from end to end, again and again.
constexpr size_t kCycle = size_t{28} << 20;
// From here on the part of a huge page that a growing heap does not use yet is less than a hundredth of it.
constexpr size_t kLargeHeap = size_t{256} << 20;
constexpr size_t kGiB = size_t{1} << 30;
// ThreadSanitizer and AddressSanitizer keep shadow memory in proportion to what is mapped.
constexpr size_t kWanted = GILT_TSAN ? 16 * kGiB : GILT_ASAN ? 64 * kGiB : 256 * kGiB;
constexpr size_t kLeast = size_t{64} << 20;

}  // namespace

bool reserve_block_table() {
    for (size_t size = kWanted; size >= kLeast; size /= 2) {
        size_t blocks = size >> kBlockShift;
        size_t bitmap_bytes = blocks * kBlockBitmaps * sizeof(uint64_t);
        size_t info_bytes = blocks * sizeof(BlockInfo);
        size_t head_bytes = blocks * sizeof(uint32_t);
        // One mapping: the tables, then the heap, aligned to a huge page. The smaller tables are next to the heap, so that for a
        // small program the kernel, too, needs few tables.
        size_t table_bytes = bitmap_bytes + info_bytes + head_bytes;
        size_t total = table_bytes + kHugePage + size;
        // A range that takes all the address space there is leaves none for stacks and libraries.
        void* probe = size < kWanted ? reserve(total + total / 2) : nullptr;
        if (size < kWanted) {
            if (!probe) continue;
            munmap(probe, total + total / 2);
        }
        auto* start = static_cast<char*>(reserve(total));
        if (!start) continue;
        auto aligned = (reinterpret_cast<uintptr_t>(start) + table_bytes + kHugePage - 1) & ~(kHugePage - 1);
        BlockTable& table = block_table;
        table.base = reinterpret_cast<char*>(aligned);
        table.size = size;
        // Where there are no huge pages all is well, too: errors do not matter. A small range is not worth dividing.
        if (size >= kGiB) {
            table.near_blocks = static_cast<uint32_t>(kSmallHeap >> kBlockShift);
            table.growing_blocks = static_cast<uint32_t>(kLargeHeap >> kBlockShift);
            table.dense_blocks = static_cast<uint32_t>(size / 2 >> kBlockShift);
            madvise(table.base, size, MADV_NOHUGEPAGE);
            madvise(table.base, kHugePage, MADV_HUGEPAGE);
            madvise(table.base + kSmallHeap, kCycle, MADV_HUGEPAGE);
            madvise(table.base + kLargeHeap, size / 2 - kLargeHeap, MADV_HUGEPAGE);
        }
        table.bitmaps = reinterpret_cast<uint64_t*>(start);
        table.infos = reinterpret_cast<BlockInfo*>(start + bitmap_bytes);
        table.run_heads = reinterpret_cast<uint32_t*>(start + bitmap_bytes + info_bytes);
        return true;
    }
    return false;
}

}  // namespace gilt::heap
