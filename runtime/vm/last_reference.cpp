#include "vm/last_reference.h"

#include <atomic>
#include <iterator>

#include "heap/heap.h"
#include "heap/poison.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/list.h"
#include "objects/str.h"
#include "thread/clock.h"
#include "thread/thread.h"
#include "thread/thread_list.h"
#include "vm/attributes.h"
#include "vm/liveness.h"

namespace gilt {

namespace {

// All collections made here may take this much processor time, and this part of the time that has passed since the first. A
// place in the program where they took kFruitless in a row and found nothing dead has only the second: what goes there is not
// what somebody waits for. So has the library from the start.
constexpr uint64_t kSlowness = GILT_ASAN || GILT_TSAN ? 25 : 1;
constexpr uint64_t kFreeNanoseconds = 200'000'000 * kSlowness;
constexpr uint64_t kShare = 100;
constexpr uint64_t kFruitless = 2'000'000 * kSlowness;

// Written by a thread that is alone, or about to find that it is not; read by any. Relaxed: they ration, nothing follows from them.
std::atomic<uint64_t> first_time{0};
std::atomic<uint64_t> spent{0};
std::atomic<uint64_t> fruitless_in_a_row[64];  // nanoseconds, by place; two places may share an entry

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
    return object->cls()->has(kHasDel) || object->kind() == Kind::Generator ||
           (object->cls()->has(kHasWeakrefs) && heap::someone_awaits_deaths() && heap::has_weak_holder(object));
}

Value item_before(Thread& thread, Value container, Value key) {
    if (!heap::someone_awaits_deaths() || !container.is_object()) return {};
    if (is_dict(container) && (key.is_int() || is_str(key))) {
        Value found;
        if (dict_lookup(thread, as_dict(container), key, &found) < 0) clear_exception(thread);
        return found;
    }
    if (!is_list(container) || !key.is_int()) return {};
    auto* list = static_cast<List*>(container.as_object());
    int64_t index = key.as_int();
    if (index < 0) index += static_cast<int64_t>(list->count());
    return index >= 0 ? list_get(list, static_cast<size_t>(index)) : Value();
}

Value attribute_before(Thread& thread, Value object, Str* name) {
    if (!heap::someone_awaits_deaths() || !object.is_object() || object.as_object()->kind() != Kind::Instance) return {};
    return own_attr(thread, object.as_object(), name);
}

namespace {

std::atomic<uint64_t>& fruitless_at(const Frame* frame) {
    return fruitless_in_a_row[(reinterpret_cast<uintptr_t>(frame->pc) >> 3) % std::size(fruitless_in_a_row)];
}

bool may_collect(uint64_t free) {
    uint64_t now = now_ns(), unset = 0;
    first_time.compare_exchange_strong(unset, now, std::memory_order_relaxed);
    uint64_t passed = now - first_time.load(std::memory_order_relaxed);
    return spent.load(std::memory_order_relaxed) <= free + passed / kShare && is_alone();
}

// Collects. Returns what that took.
uint64_t collect_dropped(Thread& thread, bool between_instructions) {
    uint64_t start = thread_cpu_ns();
    empty_dead_temporaries(thread, between_instructions);
    heap::collect(thread, false);
    uint64_t took = thread_cpu_ns() - start;
    spent.fetch_add(took, std::memory_order_relaxed);
    return took;
}

// Collects where that is likely to find something, and runs what is due then. False: an exception is pending.
bool finish_what_went(Thread& thread, bool between_instructions) {
    std::atomic<uint64_t>& fruitless = fruitless_at(thread.top_frame);
    uint64_t wasted = fruitless.load(std::memory_order_relaxed);
    if (!may_collect(wasted > kFruitless || is_library(thread.top_frame) ? 0 : kFreeNanoseconds)) return true;
    uint64_t deaths = heap::awaited_deaths();
    uint64_t took = collect_dropped(thread, between_instructions);
    fruitless.store(heap::awaited_deaths() != deaths ? 0 : wasted + took, std::memory_order_relaxed);
    return thread.safepoint();
}

}  // namespace

bool reference_went(Thread& thread) {
    if (!heap::someone_awaits_deaths()) return true;
    expect_last_reference(thread);
    return finish_what_went(thread, true);
}

bool settle_references(Thread& thread, NativeFn method) {
    if (!is_called_by_loop(thread, method) || is_library(thread.top_frame) || !may_collect(kFreeNanoseconds)) return false;
    collect_dropped(thread, false);
    return thread.safepoint();
}

bool references_went(Thread& thread, NativeFn method) {
    if (!heap::someone_awaits_deaths() || !is_called_by_loop(thread, method)) return true;
    return finish_what_went(thread, false);
}

bool finish_dropped(Thread& thread) {
    heap::await_deaths();
    empty_dead_temporaries(thread);
    heap::collect(thread);
    return thread.safepoint();
}

}  // namespace gilt
