// A thread's own part of the heap: for each size class, a stretch of zeroed memory it cuts cells
// from.
//
// Taking a cell is one comparison and one addition. The stretch (a "claim") is at most kClaimBytes
// long, or one cell if that is larger: short enough that zeroing it brings it into the first-level
// cache just before its cells are written, long enough that the slow path (heap.cpp: claim more of
// the block, or take another block) is rare.
//
// Everything in here belongs to the thread; the collector takes it away while the world is stopped
// (retire).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "heap/poison.h"

namespace gilt {

class Thread;
struct Object;

namespace heap {

inline constexpr size_t kBlockSize = 64 * 1024;
inline constexpr size_t kLargestCell = 8 * 1024;
inline constexpr size_t kGranule = 16;  // cells are multiples of this, and so aligned to it

// Size classes: every multiple of 16 up to 512, then four steps to each doubling. So at most a
// fifth of a cell is lost above 512 bytes, and less than 16 bytes below.
inline constexpr size_t kFineLimit = 512;
inline constexpr std::array<uint16_t, 48> kClassSizes = [] {
    std::array<uint16_t, 48> sizes{};
    size_t count = 0;
    for (size_t size = kGranule; size <= kFineLimit; size += kGranule)
        sizes[count++] = static_cast<uint16_t>(size);
    for (size_t power = kFineLimit; power < kLargestCell; power *= 2)
        for (size_t step = 1; step <= 4; step++)
            sizes[count++] = static_cast<uint16_t>(power + power / 4 * step);
    return sizes;
}();
inline constexpr size_t kClassCount = kClassSizes.size();
static_assert(kClassSizes.back() == kLargestCell);

// The class of a size, by its number of granules.
inline constexpr auto kClassOfGranules = [] {
    std::array<uint8_t, kLargestCell / kGranule + 1> table{};
    size_t size_class = 0;
    for (size_t granules = 0; granules < table.size(); granules++) {
        while (kClassSizes[size_class] < granules * kGranule) size_class++;
        table[granules] = static_cast<uint8_t>(size_class);
    }
    return table;
}();

constexpr size_t class_of_size(size_t bytes) {
    return kClassOfGranules[(bytes + kGranule - 1) / kGranule];
}

}  // namespace heap

class Allocator {
  public:
    // A zeroed cell for `bytes` <= heap::kLargestCell, or null when the claim is used up.
    void* take(size_t bytes) {
        size_t size_class = heap::class_of_size(bytes);
        Claim& claim = claims_[size_class];
        char* cell = claim.cursor;
        if (cell == claim.limit) [[unlikely]]
            return nullptr;
        claim.cursor = cell + heap::kClassSizes[size_class];
        heap::unpoison(cell, bytes);
        return cell;
    }

  private:
    friend struct AllocatorAccess;  // heap.cpp

    // cursor and limit are a whole number of cells apart; equal (null at first) when nothing is
    // left.
    struct Claim {
        char* cursor = nullptr;
        char* limit = nullptr;
    };
    std::array<Claim, heap::kClassCount> claims_{};
    std::array<uint32_t, heap::kClassCount> blocks_{};  // block number + 1; 0: no block
    size_t unreported_bytes_ = 0;  // claimed since this was last added to the heap's count
    bool is_permanent_ = false;    // a PermanentScope's: it never gets a claim
};

}  // namespace gilt
