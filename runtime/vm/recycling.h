// The piece a loop has just dropped, for the piece it reads next.
//
//     while piece := source.read(65536):
//         target.write(piece)
//
// CPython's counts find each piece dead before the next is read, which gets its memory, still warm in the cache. A collector
// would learn of it 16 MiB later, when every piece has been written to cold memory. Here it is found out when `read` is called
// again from the same place, by the loop that dropped the piece:
//
//   - the code is followed from the call on, all the ways back to it (recycling.cpp). The piece must be confined: nothing reads
//     the registers it is in but tests for truth, and calls that pass it on;
//   - of those calls, each must have been of a built-in that says of itself that it keeps nothing (`kept_nothing`): it has
//     written the bytes, or counted them. What a call calls is not known before, so they are noted as they happen.
//
// Then nobody can refer to the piece any more, and its object is given out again, as CPython gives out the same address.
// Whoever reads registers in another way, `locals()` or a traceback, says so (`registers_seen`), and the piece is left alone.
//
// For a few such places in the code the last piece is remembered, and only while there is one thread: it is the only one that
// runs any of this, and no other can look at its registers. The collector knows nothing of it; what is remembered holds up to
// the next collection.
//
// One thing shows. While the second `read` is going on, or when it has failed halfway, the variable still names the old piece,
// some of which is overwritten by the new one. The code itself never looks at it then; a signal handler may that looks at the
// variables of the frame it interrupted, and a debugger at those of the one that failed.
#pragma once

#include <atomic>
#include <cstddef>

#include "objects/bytes.h"
#include "vm/native.h"

namespace gilt {

class Thread;

// Room for `length` bytes that the built-in `method` is about to fill and return: the last piece it returned to this place,
// or new. Null with MemoryError pending.
Bytes* recycled_bytes(Thread& thread, NativeFn method, size_t length);

namespace recycling {
constexpr size_t kLeast = 32 * 1024;  // bytes: smaller objects are cells, whose memory comes round sooner
// How often registers were seen. Any thread; relaxed, because it is compared by one that is alone, and gil::alone() orders that
// after all that other threads did.
extern std::atomic<uint64_t> looks;
void note_return(Thread& thread, NativeFn method, const Bytes* bytes);
}  // namespace recycling

// Says of the built-in `method`, which is about to return, that nothing it called or made refers to its argument.
inline void kept_nothing(Thread& thread, NativeFn method, Value argument) {
    if (!argument.is_object() || argument.as_object()->kind() != Kind::Bytes) return;
    auto* bytes = static_cast<Bytes*>(argument.as_object());
    if (bytes->length >= recycling::kLeast) recycling::note_return(thread, method, bytes);
}

// Values of registers were copied, by something other than an instruction.
inline void registers_seen() { recycling::looks.fetch_add(1, std::memory_order_relaxed); }

}  // namespace gilt
