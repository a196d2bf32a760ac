// Traceback objects: one per frame that an exception left, the outermost first.
//
// The machine calls add_traceback for each frame it unwinds, so that making an entry must be cheap: it notes the code
// and the place in it, and everything a script may ask for is worked out when it is asked for.
#include "heap/heap.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/frame_object.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/code.h"
#include "vm/frame.h"
#include "vm/native.h"
#include "vm/operations.h"
#include "vm/recycling.h"

namespace gilt {

void trace_traceback(Object* object, Marker& marker) {
    auto* traceback = static_cast<Traceback*>(object);
    marker.mark(traceback->next);
    marker.mark(traceback->code);
    marker.mark(traceback->frame);
    marker.mark(traceback->globals);
    marker.mark(static_cast<Object*>(traceback->function));
    marker.mark(traceback->registers);
    marker.mark(traceback->names);
}

void add_traceback(Thread& thread, Exception* exception, Frame* frame) {
    if (frame->code->is_hidden) return;
    auto* entry = new_instance<Traceback>(thread, types.traceback);
    entry->code = frame->code;
    entry->word = frame->word();
    entry->line = -1;  // known by the place in the code
    entry->next.store(exception->traceback.load());
    entry->globals.store(Value(frame->function->globals));
    entry->thread = &thread;
    entry->place = frame - thread.frames;
    entry->function = frame->function;
    entry->names = frame->names;
    exception->traceback.store(entry);
}

void keep_locals(Thread& thread, Exception* exception, Frame* frame) {
    Value top = exception->traceback.load();
    if (!top || top.is_none() || frame->code->local_count == 0 || frame->code->is_module) return;
    Traceback* entry = as_traceback(top);
    if (entry->code != frame->code || entry->registers.load()) return;
    Storage* kept = new_storage(thread, frame->code->local_count);
    for (size_t i = 0; i < frame->code->local_count; i++) kept->slots[i].store(frame->base[i]);
    entry->registers.store(kept);
    registers_seen();
}

int traceback_line(Traceback* traceback) {
    if (traceback->line >= 0) return traceback->line;  // given by a script
    return traceback->code->position_at(traceback->word).line;
}

namespace {

bool is_traceback(Value value) { return value.is_object() && value.as_object()->kind() == Kind::Traceback; }

bool set_next(Thread& thread, Value self, Value value) {
    if (value && value.is_none())
        value = {};
    else if (!value || !is_traceback(value)) {
        (void)raise_type_error(thread, "expected traceback object, got '{}'",
                               value ? type_name(value) : "nothing");
        return false;
    }
    for (Value link = value; link; link = as_traceback(link)->next.load()) {
        if (link == self) {
            (void)raise_value_error(thread, "traceback loop detected");
            return false;
        }
    }
    as_traceback(self)->next.store(value);
    return true;
}

Value get_frame(Thread& thread, Value self) {
    Traceback* traceback = as_traceback(self);
    if (!traceback->frame.load()) traceback->frame.store(frame_of_traceback(thread, traceback));
    return traceback->frame.load();
}

// What lib/traceback.py puts its ~~~^^^ from: (line, end line, columns, columns of the operator), bytes from 0.
Value get_position(Thread& thread, Value self) {
    Traceback* traceback = as_traceback(self);
    Position at = traceback->code->position_at(traceback->word);
    Tuple* tuple = new_tuple_uninitialized(thread, 6);
    int fields[] = {at.line, at.end_line, at.column, at.end_column, at.anchor_start, at.anchor_end};
    for (int i = 0; i < 6; i++) tuple->items[i] = Value::from_int(fields[i]);
    return tuple;
}

// TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)
Value new_traceback(Thread& thread, Args& args) {
    if (!args[1].is_none() && !is_traceback(args[1]))
        return raise_type_error(thread, "expected traceback object or None, got '{}'", type_name(args[1]));
    if (class_of(args[2]) != types.frame)
        return raise_type_error(thread, "TracebackType() argument 'tb_frame' must be frame, not {}",
                                type_name(args[2]));
    int64_t word, line;
    if (!to_int64(thread, args[3], &word) || !to_int64(thread, args[4], &line)) return {};
    auto* frame = static_cast<FrameObject*>(args[2].as_object());
    auto* entry = new_instance<Traceback>(thread, types.traceback);
    entry->code = frame->code;
    entry->word = static_cast<uint32_t>(word < 0 ? 0 : word);
    entry->line = static_cast<int32_t>(line);
    entry->next.store(args[1].is_none() ? Value() : args[1]);
    entry->place = -1;
    entry->frame.store(args[2]);
    entry->globals.store(frame->globals.load());
    return entry;
}

}  // namespace

void init_traceback_type(Thread& thread) {
    add_methods(thread, types.traceback,
                {
                    {"__new__(cls, tb_next, tb_frame, tb_lasti, tb_lineno)", new_traceback, "",
                     Binding::StaticMethod},
                });
    add_getsets(
        thread, types.traceback,
        {
            {"tb_next",
             [](Thread&, Value self) {
                 Value next = as_traceback(self)->next.load();
                 return next ? next : Value::none();
             },
             set_next},
            {"tb_frame", get_frame},
            {"tb_lasti", [](Thread&, Value self) { return Value::from_int(as_traceback(self)->word); }},
            {"tb_lineno",
             [](Thread&, Value self) { return Value::from_int(traceback_line(as_traceback(self))); }},
            {"_position", get_position},
        });
}

}  // namespace gilt
