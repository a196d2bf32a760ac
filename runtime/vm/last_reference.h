// What CPython does the moment the last reference to an object goes, done as near to that moment as gilt can.
//
// Programs print from `__del__`, from callbacks of weak references and from the `finally` of a generator that a loop left, and
// expect it right after the `del`, the `break` or the return of the function whose variable it was. A tracing collector learns of a
// death only when it collects. So at those places, and only while something exists that would notice, gilt collects at once:
// a small program's heap takes a fraction of a millisecond. What all this may cost together is limited (last_reference.cpp);
// a program that goes beyond it, or has more than one thread, waits for the usual collections.
//
// Returns cost nothing extra: a frame in which something was made that wants to be finished carries a mark in its
// `constructed` field, which RETURN looks at anyway, and hands the mark on to its caller.
#pragma once

#include "vm/frame.h"
#include "vm/native.h"

namespace gilt {

class Thread;

// The mark. (No object under construction is Ellipsis.)
inline Value finishing_mark() { return Value::ellipsis(); }

// The running code has made something that is to be finished when nobody refers to it any more.
void expect_last_reference(Thread& thread);

// Whether something is to be done when the value dies: it has a __del__, is a generator, or has weak references. (Empty: no.)
bool is_finished_when_dropped(Value value);

// What an item or attribute of a plain object is before it is overwritten, if that is worth knowing; else empty.
Value item_before(Thread& thread, Value container, Value key);
Value attribute_before(Thread& thread, Value object, struct Str* name);

// A reference went: in the interpreter loop, between two instructions, frame->pc saved. False: an exception is pending.
[[nodiscard]] bool reference_went(Thread& thread);
// The same at the end of a built-in method, itself given, that lets go of what its object held. It must touch no object after.
[[nodiscard]] bool references_went(Thread& thread, NativeFn method);

// For a built-in method whose answer depends on what is still referred to: collects, if the program's own code calls the method
// and what collecting may cost is not used up. Else it says so with false: nothing is known. May leave an exception pending.
bool settle_references(Thread& thread, NativeFn method);

// Something has run out of which dropped objects may hold some, descriptors for one: finishes what nobody refers to any more, so
// that asking again may help. From here on a `del` finishes things at once, as if they had finalizers. False with an exception pending.
[[nodiscard]] bool finish_dropped(Thread& thread);

}  // namespace gilt
