#include "objects/frame_object.h"

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/names.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/code.h"
#include "vm/frame.h"
#include "vm/generator.h"
#include "vm/native.h"
#include "vm/operations.h"
#include "vm/recycling.h"

namespace gilt {

void trace_frame_object(Object* object, Marker& marker) {
    auto* frame = static_cast<FrameObject*>(object);
    marker.mark(frame->code);
    marker.mark(frame->globals);
    marker.mark(frame->builtins);
    marker.mark(frame->locals);
    marker.mark(frame->back);
    marker.mark(frame->caller);
    marker.mark(static_cast<Object*>(frame->generator));
}

namespace {

// The next frame of a script at or below `frame`; null at the bottom, which is a frame without code.
Frame* visible(Thread& thread, Frame* frame) {
    while (frame > thread.frames && frame->code->is_hidden) frame--;
    return frame > thread.frames ? frame : nullptr;
}

FrameObject* snapshot(Thread& thread, Frame* frame) {
    auto* object = new_instance<FrameObject>(thread, types.frame);
    object->code = frame->code;
    object->word = frame->word();
    object->line = frame->code->position_at(object->word).line;
    object->globals.store(Value(frame->function->globals));
    object->builtins.store(Value(frame->function->builtins));
    object->locals.store(frame_locals(thread, *frame));
    Frame* caller = visible(thread, frame - 1);
    object->place = frame - thread.frames;
    object->caller_place = caller ? caller - thread.frames : -1;
    object->thread = &thread;
    object->caller = caller ? caller->code : nullptr;
    return object;
}

}  // namespace

Frame* script_frame(Thread& thread) { return visible(thread, thread.top_frame); }

FrameObject* snapshot_frame(Thread& thread, int64_t depth) {
    Frame* frame = script_frame(thread);
    while (frame && depth-- > 0) frame = visible(thread, frame - 1);
    return frame ? snapshot(thread, frame) : nullptr;
}

FrameObject* frame_of_traceback(Thread& thread, Traceback* traceback) {
    auto* object = new_instance<FrameObject>(thread, types.frame);
    object->code = traceback->code;
    object->word = traceback->word;
    object->line = traceback_line(traceback);
    object->globals.store(traceback->globals.load());
    object->caller_place = -1;
    object->place = traceback->place;
    object->thread = traceback->thread;
    // A frame that the exception left has put its variables into the traceback.
    if (Value registers = traceback->registers.load()) {
        Frame over{};
        over.code = traceback->code;
        over.function = traceback->function;
        over.base = reinterpret_cast<Value*>(static_cast<Storage*>(registers.as_object())->slots);
        if (over.code->is_class_body) over.names = traceback->names;
        object->locals.store(frame_locals(thread, over));
        object->place = -1;
    }
    return object;
}

FrameObject* frame_of_generator(Thread& thread, Generator* generator) {
    auto* object = new_instance<FrameObject>(thread, types.frame);
    object->code = generator->code;
    object->generator = generator;
    object->globals.store(Value(generator->function->globals));
    object->builtins.store(Value(generator->function->builtins));
    object->place = object->caller_place = -1;
    return object;
}

Value frame_locals(Thread& thread, Frame& frame) {
    Code* code = frame.code;
    if (code->is_module || code->is_class_body) return frame.names ? frame.names : Value(frame.function->globals);
    registers_seen();
    if (!frame.names) frame.names = new_dict(thread);
    Dict* locals = as_dict(frame.names);
    auto add = [&](Str* name, Value value) {
        if (value.is_object() && value.as_object()->kind() == Kind::Cell)
            value = static_cast<Cell*>(value.as_object())->value.load();
        if (name->length && name->at(0) == '.') return;
        if (value)
            dict_set(thread, locals, name, value);
        else
            dict_remove(thread, locals, name);
    };
    for (size_t i = 0; code->local_names && i < code->local_names->length; i++)
        add(as_str(code->local_names->items[i]), frame.base[i]);
    for (size_t i = 0; code->cell_names && i < code->cell_names->length && i < code->cell_registers.size();
         i++)
        add(as_str(code->cell_names->items[i]), frame.base[code->cell_registers[i]]);
    Tuple* closure = frame.function->closure;
    for (size_t i = 0; closure && code->free_names && i < code->free_names->length && i < closure->length;
         i++)
        add(as_str(code->free_names->items[i]), closure->items[i]);
    return locals;
}

namespace {

FrameObject* as_frame(Value value) { return static_cast<FrameObject*>(value.as_object()); }
Value or_none(Value value) { return value ? value : Value::none(); }

// The machine's frame at this place, if it still runs that code; null otherwise, and for other threads' frames.
Frame* running(Thread& thread, FrameObject* object, int64_t place, Code* code) {
    if (place < 0 || object->thread != &thread) return nullptr;
    Frame* frame = thread.frames + place;
    return frame <= thread.top_frame && frame->code == code ? frame : nullptr;
}

Value get_back(Thread& thread, Value self) {
    FrameObject* object = as_frame(self);
    if (Value back = object->back.load()) return back;
    Frame* caller = running(thread, object, object->caller_place, object->caller);
    if (!caller) return Value::none();
    object->back.store(snapshot(thread, caller));
    return object->back.load();
}

// What the machine's frame would be if the generator ran; `pc` is after the instruction it waits at.
Frame suspended_frame(Generator* generator) {
    Frame frame{};
    frame.code = generator->code;
    frame.function = generator->function;
    frame.base = generator->registers;
    frame.pc = generator->pc;
    return frame;
}
bool is_alive(Generator* generator) {
    return generator && generator->state.load(std::memory_order_acquire) != GeneratorState::Finished;
}
uint32_t current_word(FrameObject* object) {
    Generator* generator = object->generator;
    if (!is_alive(generator) || generator->pc == generator->code->start()) return object->word;
    return object->word = suspended_frame(generator).word() + generator->delegating;
}

Value get_line(Thread& thread, Value self) {
    FrameObject* object = as_frame(self);
    if (is_alive(object->generator)) {
        bool is_new = object->generator->pc == object->code->start();
        object->line = is_new ? object->code->first_line : object->code->position_at(current_word(object)).line;
        return Value::from_int(object->line);
    }
    Frame* frame = running(thread, object, object->place, object->code);
    return Value::from_int(frame ? frame->code->position_at(frame->word()).line : object->line);
}

Value get_locals(Thread& thread, Value self) {
    FrameObject* object = as_frame(self);
    if (Frame* frame = running(thread, object, object->place, object->code)) {
        object->locals.store(frame_locals(thread, *frame));
    } else if (is_alive(object->generator)) {
        Frame frame = suspended_frame(object->generator);
        object->locals.store(frame_locals(thread, frame));
    } else if (!object->locals.load())
        object->locals.store(object->code->is_module ? object->globals.load() : Value(new_dict(thread)));
    return object->locals.load();
}

Value frame_repr(Thread& thread, Args& args) {
    FrameObject* frame = as_frame(args[0]);
    if (!get_line(thread, args[0])) return {};
    Str* file = str_repr(thread, frame->code->filename);
    return new_str(thread, fmt::format("<frame at {:#x}, file {}, line {}, code {}>", args[0].bits(),
                                       to_utf8(file), frame->line, to_utf8(frame->code->name)));
}

}  // namespace

void init_frame_type(Thread& thread) {
    add_methods(thread, types.frame,
                {
                    {"__repr__(self, /)", frame_repr},
                    {"clear(self, /)", [](Thread&, Args&) { return Value::none(); }},
                });
    add_getsets(
        thread, types.frame,
        {
            {"f_code", [](Thread&, Value self) { return Value(as_frame(self)->code); }},
            {"f_lineno", get_line},
            {"f_lasti", [](Thread&, Value self) { return Value::from_int(as_frame(self)->word); }},
            {"f_globals", [](Thread&, Value self) { return or_none(as_frame(self)->globals.load()); }},
            {"f_builtins", [](Thread&, Value self) { return or_none(as_frame(self)->builtins.load()); }},
            {"f_locals", get_locals},
            {"f_back", get_back},
            {"f_trace", [](Thread&, Value) { return Value::none(); },
             [](Thread&, Value, Value) { return true; }},
        });
}

}  // namespace gilt
