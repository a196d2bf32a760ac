// The heap's shared state: between heap.cpp, which hands memory out, and collector.cpp, which takes
// it back.
#pragma once

#include <atomic>
#include <map>
#include <vector>

#include "heap/block_table.h"
#include "heap/heap.h"
#include "thread/mutex.h"

namespace gilt::heap {

// Longer runs are not kept as spares: what is that large is rarely made again at once.
inline constexpr uint32_t kLongestSpare = 63;

struct HeapState {
    RuntimeMutex mutex{MutexRank::Heap};

    // Under the mutex (the collector takes it too, though the world is stopped: a thread on its way
    // in or out may still be here).
    std::vector<uint32_t> pool;              // single free blocks with old data in them
    // Runs of large objects that died in the last collection, by length in blocks, old data in them. The next
    // collection gives back those that were not taken again.
    std::vector<uint32_t> spare_runs[kLongestSpare + 1];
    std::map<uint32_t, uint32_t> free_runs;  // first block -> length; zeros. None crosses a border
    uint32_t with_gaps[kClassCount] =
        {};                      // blocks nobody owns that have gaps: block + 1, linked by next
    std::vector<uint32_t> used;  // every block of cells and every run's first block
    size_t used_bytes = 0;       // of these, without what growable runs only reserve; and of permanent blocks
    // The rest of the last permanent block, zeros, and how much has been taken from all of them.
    char* permanent_cursor = nullptr;
    char* permanent_limit = nullptr;
    size_t permanent_bytes = 0;

    // Length of free_runs in all. Written under the mutex, read without it as a hint.
    std::atomic<size_t> free_blocks{0};

    // Bytes allocated since the last collection, and how many make the next one due. Added to by
    // any thread, reset by the collector; relaxed, because a collection a little early or late is
    // the same to everyone.
    std::atomic<size_t> allocated{0};
    std::atomic<size_t> due_at{kLeastAllocated};

    void (*out_of_memory)(Thread& thread) = nullptr;  // set at start
};

// Never destroyed: threads may still allocate while the process ends.
extern HeapState& heap_state;

void empty_pool(size_t keep = 0);
void release_run(uint32_t first, uint32_t blocks);
void empty_spare_runs();
size_t memory_limit();
void raise_out_of_memory(Thread& thread);
void forget_claims(Allocator& allocator);

}  // namespace gilt::heap
