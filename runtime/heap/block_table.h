// What the heap knows about its blocks, kept apart from them.
//
// The heap is one range of addresses; block number n is the n-th 64 KiB of it. For each block there
// are, in tables of their own:
//   - a BlockInfo: what the block is used for, and for small cells how to find a cell from an
//     address inside it;
//   - two bitmaps, one bit per cell. At any time one is called `allocated` and the other `marked`:
//         allocated   the cell may hold an object: it was marked by the last collection, or lies in
//                     a stretch that a thread has claimed since. (Cells of a claim that were not
//                     handed out yet begin with a zero word.)
//         marked      set by the collection that is going on; all clear between collections.
//     When marking is over the two change roles. That is the whole sweep: the zero bits of the new
//     `allocated` are the gaps that threads claim from;
//   - the number of the block where the run it belongs to begins, for large objects.
//
// A conservative candidate (a word on a C++ stack that may be a pointer) is believed only if its
// cell is `allocated` and its first word is not zero. So a stale pointer to a dead cell that was
// not reused never revives that object, whose own pointers may lead into reused cells.
//
// The tables lie in address space reserved at start; only pages about blocks in use ever exist.
//
// Who may touch what: BlockInfo and `allocated` of a block belong to the thread that owns the
// block, or else to whoever holds the heap mutex (heap.cpp); all of it to the collector while the
// world is stopped. Passing a block from one to the other goes through the heap mutex or through
// stopping the world, which orders the accesses.
#pragma once

#include <cstddef>
#include <cstdint>

#include "heap/allocator.h"

namespace gilt::heap {

inline constexpr int kBlockShift = 16;
static_assert(kBlockSize == size_t{1} << kBlockShift);
inline constexpr size_t kHugePage = size_t{2} << 20;
// A large object does not begin where its run begins but this much further on: the data of a bytes object, 32 bytes behind its
// beginning, is then at the start of a cache line, where the kernel copies a sixth faster to than to its middle.
inline constexpr size_t kRunLead = 32;
inline constexpr size_t kBitmapWords = kBlockSize / kGranule / 64;
inline constexpr size_t kBlockBitmaps = 2 * kBitmapWords;  // words from one block's bitmaps to the next's

enum class BlockUse : uint8_t {
    Free,
    Cells,  // cells of one size class
    Run,    // the first block of a large object
    Permanent,  // objects of any size, one behind the other; reciprocal 0 and both bitmaps' first bits set: marked at all times
};

struct BlockInfo {
    uint32_t cell_size;   // Cells
    uint32_t reciprocal;  // ceil(2^32 / cell_size); Run: 0, so that every offset is in cell 0
    uint16_t cell_count;
    uint16_t claim_index;  // Cells: gaps before this cell have been claimed
    BlockUse use;
    uint8_t size_class;
    bool is_clean;            // Cells: never written since the system handed it out as zeros, from
                              // claim_index on
    bool is_growable;         // Run: has more blocks than it uses yet
    bool is_open;             // Run: nobody knows how many of them it will use
    bool is_advised;          // Run: inside it the kernel was asked for huge pages
    uint32_t marked_cells;    // counted while marking
    uint32_t next;            // list of blocks with gaps: block number + 1
    uint32_t run_blocks;      // Run: reserved blocks
    size_t run_bytes;         // Run: bytes in all, without the lead
    size_t counted_bytes;     // Run: of these, how many count as used
};

struct BlockTable {
    char* base = nullptr;  // the heap's addresses: [base, base + size)
    size_t size = 0;
    // So many from the base on are the near part, those a growing heap fills in small pages, and the dense part, each of which
    // begins with the one before (heap.cpp); 0: there is none.
    uint32_t near_blocks = 0, growing_blocks = 0, dense_blocks = 0;
    BlockInfo* infos = nullptr;
    uint32_t* run_heads =
        nullptr;  // block -> first block of its run; cell blocks: the block itself
    uint64_t* bitmaps = nullptr;  // two for each block, side by side
    unsigned parity = 0;          // which of the two is `allocated`; the other is `marked`

    size_t block_count() const { return size >> kBlockShift; }
    bool contains(const void* address) const {
        return static_cast<size_t>(static_cast<const char*>(address) - base) < size;
    }
    uint32_t block_of(const void* address) const {
        return static_cast<uint32_t>((static_cast<const char*>(address) - base) >> kBlockShift);
    }
    char* address_of(uint32_t block) const {
        return base + (static_cast<size_t>(block) << kBlockShift);
    }
    // The large object in a run.
    char* run_object(uint32_t block) const { return address_of(block) + kRunLead; }
    uint64_t* allocated(uint32_t block) const { return bitmap(block, parity); }
    uint64_t* marked(uint32_t block) const { return bitmap(block, parity ^ 1); }

    uint64_t* bitmap(uint32_t block, unsigned which) const { return bitmaps + block * kBlockBitmaps + which * kBitmapWords; }

    // The index of the cell around `offset` in a block of cells. Exact: offset < 2^16 and the
    // reciprocal is too large by less than cell_size / 2^32, so the product is off by less than
    // 2^16 * 2^13 / 2^32 < 1 / cell_size.
    static uint32_t cell_index(const BlockInfo& info, size_t offset) {
        return static_cast<uint32_t>((offset * info.reciprocal) >> 32);
    }
};

extern BlockTable block_table;

// Reserves the address range and the tables. False if not even a small range can be had.
bool reserve_block_table();

}  // namespace gilt::heap
