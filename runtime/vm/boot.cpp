// Bringing the runtime up, step by step. The order is the point: each step may use what the steps above it made.
#include "vm/boot.h"

#include <algorithm>

#include "heap/heap.h"
#include "modules/importer.h"
#include "objects/bytearray.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/complex.h"
#include "objects/dict.h"
#include "objects/dict_views.h"
#include "objects/exception.h"
#include "objects/exception_group.h"
#include "objects/float.h"
#include "objects/frame_object.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/iterators.h"
#include "objects/list.h"
#include "objects/memoryview.h"
#include "objects/names.h"
#include "objects/namespaces.h"
#include "objects/range.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_tracers.h"
#include "objects/types.h"
#include "thread/gil.h"
#include "thread/hooks.h"
#include "thread/thread.h"
#include "vm/frame.h"
#include "vm/generator.h"
#include "vm/inline_cache.h"
#include "vm/instruction_support.h"
#include "vm/interpreter.h"

namespace gilt {

void init_object_type(Thread& thread);
void init_type_type(Thread& thread);
void init_function_types(Thread& thread);
void init_descriptor_types(Thread& thread);
void init_generator_types(Thread& thread);
void init_code_type(Thread& thread);
void init_async_generator_types(Thread& thread);

namespace {

// Registers and frames grow at about the same pace. If both began at the start of a page, a load from one would often have to wait
// for a store to the other: the processor compares only the low twelve bits of their addresses before it decides to.
constexpr size_t kFirstRegister = 2112 / sizeof(Value);

// The lowest frame of a thread has no code: it is where the stack begins, so that there is always a frame on top.
void lay_out_frames(Thread& thread) {
    thread.frames = static_cast<Frame*>(thread.frame_area);
    thread.frames_end = thread.frames + Thread::kFrameBytes / sizeof(Frame);
    Frame* bottom = thread.frames;
    *bottom = Frame{};
    bottom->base = bottom->stack_top = thread.stack + kFirstRegister;
    thread.top_frame = bottom;
    apply_recursion_limit(thread);
}

// The exact roots of a thread: frames and the registers they own.
void trace_frames(Thread& thread, Marker& marker) {
    for (Frame* frame = thread.frames; frame <= thread.top_frame; frame++) {
        marker.mark(static_cast<Object*>(frame->code));
        marker.mark(static_cast<Object*>(frame->function));
        marker.mark(static_cast<Object*>(frame->generator));
        marker.mark(frame->names);
        marker.mark(frame->constructed);
    }
    // Ordinary frames share one stack without gaps: up to the top frame's end, every word is a register, or an
    // argument on its way into one. A caller may reach further, with temporaries above the arguments of its call: nobody
    // reads them again, but the next collection would, so what they leave to die is not left in them.
    Value* end = thread.top_frame->stack_top;
    Value* reach = end;
    for (Frame* frame = thread.frames; frame < thread.top_frame; frame++) reach = std::max(reach, frame->stack_top);
    marker.mark_range(thread.stack, static_cast<size_t>(end - thread.stack));
    std::fill(end, reach, Value());
    marker.mark(thread.exception);
    marker.mark(thread.base_handled.exception);
    marker.mark(thread.async_exception);
    marker.mark(thread.thread_object);
    marker.mark(thread.context);
}

void intern_names(Thread& thread) {
    int number = 0;
#define X(name)                                                                  \
    names.dunder_special_##name = intern(thread, "__" #name "__");               \
    /* Class changes ask which special method a name stands for; see class.cpp. */ \
    names.dunder_special_##name->aux32.store(static_cast<uint32_t>(++number), std::memory_order_relaxed);
    GILT_SPECIALS(X)
#undef X
#define X(name, text) names.name = intern(thread, text);
    GILT_NAMES(X)
#undef X
}

}  // namespace

Thread& boot_runtime(const BootOptions& options) {
    gil::enabled = options.gil;
    gil::policy = options.timeslice ? gil::Policy::Timeslice : gil::Policy::Interactive;
    thread_hooks.attached = lay_out_frames;
    heap::set_frame_tracer(trace_frames);
    heap::set_out_of_memory_hook([](Thread& current) { raise_memory_error(current); });
    heap::initialize();
    Thread& thread = *attach_thread(true);

    create_types(thread);
    heap::add_root_tracer(trace_types);
    heap::add_root_tracer(trace_permanent_caches);
    intern_names(thread);
    complete_types(thread);
    init_function_types(thread);
    init_descriptor_types(thread);
    init_object_type(thread);
    init_type_type(thread);
    init_exception_types(thread);
    init_exception_group_types(thread);
    init_traceback_type(thread);
    init_frame_type(thread);
    init_code_type(thread);
    init_int_type(thread);
    init_bool_type(thread);
    init_float_type(thread);
    init_complex_type(thread);
    init_str_type(thread);
    init_bytes_type(thread);
    init_bytearray_type(thread);
    init_memoryview_type(thread);
    init_iterator_types(thread);
    init_list_type(thread);
    init_tuple_type(thread);
    init_dict_type(thread);
    init_dict_view_types(thread);
    init_set_type(thread);
    init_frozenset_type(thread);
    init_range_type(thread);
    init_slice_type(thread);
    init_builtin_iterators(thread);
    init_generator_types(thread);
    init_async_generator_types(thread);
    init_unreached(thread);

    initialize_namespaces(thread);
    if (!boot_modules(thread)) print_exception(thread, take_exception(thread));
    announce_consumers();
    return thread;
}

}  // namespace gilt
