// Frame objects: what sys._getframe() and a traceback's tb_frame show of a running or finished call.
//
// A frame of the machine (vm/frame.h) lives only while it runs, so scripts never get one: they get a snapshot, with the
// code, the line, the namespaces and a copy of the local variables of that moment. As long as the call is still running,
// f_lineno and f_locals are brought up to date when they are asked for.
#pragma once

#include "value/object.h"

namespace gilt {

class Marker;
class Thread;
struct Code;
struct Dict;
struct Frame;
struct Traceback;

struct FrameObject : Object {
    Code* code;
    int32_t line;
    uint32_t word;
    Slot globals;   // dict
    Slot builtins;  // dict or empty
    Slot locals;    // mapping; empty when they are gone (a traceback's frame)
    Slot back;      // FrameObject or empty
    // Where the frame stood in its thread's frames, and below it its caller; -1: there is none. That the same code still
    // runs at that place is what tells a running call from one that is over.
    int64_t place, caller_place;
    Thread* thread;
    Code* caller;
    struct Generator* generator;  // gi_frame: the generator, whose registers these are; else null
};
void trace_frame_object(Object* object, Marker& marker);
void init_frame_type(Thread& thread);

// A snapshot of the running frame that is `depth` script frames below the top (frames of the runtime
// itself are not counted). Null without an exception if the stack is not that deep.
FrameObject* snapshot_frame(Thread& thread, int64_t depth);
// The innermost frame of a script (not of the runtime's own hidden code); null if none is running.
Frame* script_frame(Thread& thread);
// The frame a traceback entry stands for.
FrameObject* frame_of_traceback(Thread& thread, Traceback* traceback);
// The frame of a generator that has not finished.
FrameObject* frame_of_generator(Thread& thread, struct Generator* generator);

// What locals() gives: the namespace itself for a module or class body. For a function a dict that belongs to the call:
// the first question makes it, each further one writes the variables' values into it anew. What exec() adds to it stays.
Value frame_locals(Thread& thread, Frame& frame);

}  // namespace gilt
