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
// One piece is remembered, for the whole process, and only while there is one thread: it is the only one that runs any of this,
// and no other can look at its registers. The collector knows nothing of it; what it remembers holds up to the next collection.
//
// One thing shows. While the second `read` is going on, or when it has failed halfway, the variable still names the old piece,
// some of which is overwritten by the new one. The code itself never looks at it then; a signal handler may that looks at the
// variables of the frame it interrupted, and a debugger at those of the one that failed.
#pragma once

#include <atomic>
#include <cstddef>

#include "value/value.h"
#include "vm/native.h"

namespace gilt {

struct Bytes;
class Thread;

// Room for `length` bytes that the built-in `method` is about to fill and return: the last piece it returned to this place,
// or new. Null with MemoryError pending.
Bytes* recycled_bytes(Thread& thread, NativeFn method, size_t length);

namespace recycling {
// Null if there is none. Stored by a thread that is alone, or by any that forgets it; relaxed, because what depends on it is
// done by the former, and gil::alone() orders that after all that other threads did.
extern std::atomic<Bytes*> last_piece;
void note_return(Thread& thread, NativeFn method);
}  // namespace recycling

// Says of the built-in `method`, which is about to return, that nothing it called or made refers to its argument.
inline void kept_nothing(Thread& thread, NativeFn method, Value argument) {
    Bytes* piece = recycling::last_piece.load(std::memory_order_relaxed);
    if (piece && argument == Value(reinterpret_cast<Object*>(piece))) [[unlikely]]
        recycling::note_return(thread, method);
}

// Values of registers were copied, by something other than an instruction.
inline void registers_seen() { recycling::last_piece.store(nullptr, std::memory_order_relaxed); }

}  // namespace gilt
