#include "vm/last_reference.h"

#include "heap/heap.h"
#include "heap/poison.h"
#include "objects/class.h"
#include "objects/str.h"
#include "thread/clock.h"
#include "thread/thread.h"
#include "thread/thread_list.h"
#include "vm/liveness.h"

namespace gilt {

namespace {

// All collections made here may take this long, and this part of the time that has passed since the first.
constexpr uint64_t kFreeNanoseconds = GILT_ASAN || GILT_TSAN ? 5'000'000'000 : 60'000'000;
constexpr uint64_t kShare = 100;

// Only the thread that is alone uses them.
uint64_t first_time = 0;
uint64_t spent = 0;

// The library's own frames carry no mark: what they make is mostly for themselves.
bool is_library(const Frame* frame) {
    Str* file = frame->code->filename;
    return file->length > 0 && file->at(0) == '<' && to_utf8(file).starts_with("<gilt>");
}

bool is_alone() {
    std::lock_guard lock(thread_list.mutex);
    return !thread_list.head->next;
}

}  // namespace

void expect_last_reference(Thread& thread) {
    // The field of a running __init__ is taken: its caller's is not.
    Frame* frame = thread.top_frame;
    while (frame > thread.frames && frame->constructed && !(frame->constructed == finishing_mark())) frame--;
    if (frame > thread.frames && !is_library(frame)) frame->constructed = finishing_mark();
}

bool is_finished_when_dropped(Value value) {
    if (!value.is_object()) return false;
    Object* object = value.as_object();
    return object->cls()->has(kHasDel) || object->kind() == Kind::Generator;
}

bool reference_went(Thread& thread) {
    if (!heap::someone_awaits_deaths()) return true;
    expect_last_reference(thread);
    uint64_t start = now_ns();
    if (!first_time) first_time = start;
    if (spent > kFreeNanoseconds + (start - first_time) / kShare || !is_alone()) return true;
    empty_dead_temporaries(thread, true);
    heap::collect(thread, false);
    spent += now_ns() - start;
    return thread.safepoint();
}

}  // namespace gilt
