// _asyncio: the module behind asyncio (asyncio.h). Here: which loop runs in this thread, and which task in a loop.
#include "heap/heap.h"
#include "modules/asyncio.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace aio {
namespace {

Dict* foreign_current;  // loop that is not ours -> its current task

Value get_running_loop(Thread& thread, Args&) {
    if (thread.event_loop) return thread.event_loop;
    return raise_text(thread, exceptions.RuntimeError, "no running event loop");
}
Value find_running_loop(Thread& thread, Args&) { return thread.event_loop ? thread.event_loop : Value::none(); }
Value set_running_loop(Thread& thread, Args& args) {
    thread.event_loop = args[0].is_none() ? Value() : args[0];
    return Value::none();
}

// The loop meant by an argument: the running one if it is left out.
Value loop_argument(Thread& thread, Value loop) {
    if (loop && !loop.is_none()) return loop;
    if (thread.event_loop) return thread.event_loop;
    return raise_text(thread, exceptions.RuntimeError, "no running event loop");
}

Value get_current_task(Thread& thread, Args& args) {
    Value loop = loop_argument(thread, args[0]);
    return loop ? current_task(thread, loop) : Value();
}
Value get_tasks(Thread& thread, Args& args) {
    Value loop = loop_argument(thread, args[0]);
    return loop ? Value(list_tasks(thread, loop)) : Value();
}
Value swap_task(Thread& thread, Args& args) { return swap_current_task(thread, args[0], args[1]); }

Value enter_task(Thread& thread, Args& args) {
    Value current = current_task(thread, args[0]);
    if (!current) return {};
    if (current.is_none()) return swap_current_task(thread, args[0], args[1]) ? Value::none() : Value();
    Str *entering = repr(thread, args[1]), *there = entering ? repr(thread, current) : nullptr;
    if (!there) return {};
    return raise_format(thread, exceptions.RuntimeError, "Cannot enter into task {} while another task {} is being executed.",
                        to_utf8(entering), to_utf8(there));
}
Value leave_task(Thread& thread, Args& args) {
    Value current = current_task(thread, args[0]);
    if (!current) return {};
    if (current == args[1]) return swap_current_task(thread, args[0], Value::none()) ? Value::none() : Value();
    Str *leaving = repr(thread, args[1]), *there = leaving ? repr(thread, current) : nullptr;
    if (!there) return {};
    return raise_format(thread, exceptions.RuntimeError, "Leaving task {} does not match the current task {}.", to_utf8(leaving),
                        to_utf8(there));
}

Value use_library(Thread& thread, Args& args) {
#define X(name)                                                              \
    library.name = dict_get(args.keywords, intern(thread, #name));           \
    if (!library.name) return raise_type_error(thread, "{} is missing", #name); \
    keep_forever(thread, library.name);
    GILT_ASYNCIO_LIBRARY(X)
#undef X
    return Value::none();
}

}  // namespace

Value loop_for_here(Thread& thread) {
    if (thread.event_loop) return thread.event_loop;
    return call(thread, library.get_event_loop, {});
}

Value current_task(Thread& thread, Value loop) {
    Value task;
    if (is_loop(loop)) task = as_loop(loop)->current_task.load();
    else if (dict_lookup(thread, foreign_current, loop, &task) < 0) return {};
    return task ? task : Value::none();
}

Value swap_current_task(Thread& thread, Value loop, Value task) {
    Value before;
    if (is_loop(loop)) {
        before = as_loop(loop)->current_task.load();
        as_loop(loop)->current_task.store(task.is_none() ? Value() : task);
    } else {
        if (dict_lookup(thread, foreign_current, loop, &before) < 0) return {};
        if (task.is_none() ? dict_delete(thread, foreign_current, loop) < 0 : !dict_store(thread, foreign_current, loop, task)) return {};
    }
    return before ? before : Value::none();
}

}  // namespace aio

bool initialize_asyncio(Thread& thread, Module* module) {
    using namespace aio;
    foreign_current = new_dict(thread);
    keep_forever(thread, foreign_current);
    init_futures(thread, module);
    init_tasks(thread, module);
    init_loops(thread, module);
    add_functions(thread, module,
                  {{"get_running_loop()", get_running_loop, "The loop that runs in this thread."},
                   {"_get_running_loop()", find_running_loop, "The same, or None."},
                   {"_set_running_loop(loop, /)", set_running_loop},
                   {"current_task(loop=None)", get_current_task, "The task that runs, or None."},
                   {"_list_tasks(loop=None)", get_tasks, "The unfinished tasks."},
                   {"_swap_current_task(loop, task)", swap_task},
                   {"_enter_task(loop, task)", enter_task},
                   {"_leave_task(loop, task)", leave_task},
                   {"_use_library(**functions)", use_library}});
    return true;
}

}  // namespace gilt
