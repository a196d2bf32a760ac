// What the folders above thread/ teach it: how to name a thread, where it is, and what to do with a
// signal.
//
// Filled in once, before the first thread other than the main one exists, and constant from then
// on, so plain reads are enough. Each hook may be null.
#pragma once

#include <cstddef>

#include "value/value.h"

namespace gilt {

class Thread;

struct ThreadHooks {
    // The thread's stacks have been reserved: lay out what the VM keeps in them (Thread::frames,
    // top_frame).
    void (*attached)(Thread& thread) = nullptr;
    // Runs the script's handlers of the signals that have arrived; main thread, at a safepoint.
    // False: exception pending.
    bool (*run_signal_handlers)(Thread& thread) = nullptr;
    // Raises thread.async_exception, which has been taken out and is passed here.
    void (*raise_async_exception)(Thread& thread, Value exception) = nullptr;
    // The name of a threading.Thread into `out`, as UTF-8 with a final zero. Runs no script code,
    // allocates nothing.
    void (*describe_thread)(Value thread_object, char* out, size_t size) = nullptr;
    // "file.py:12", the innermost place in a script outside the library. The thread is halted. Same
    // rules.
    void (*describe_place)(Thread& thread, char* out, size_t size) = nullptr;
    // Ends the process with this exit code, standard output flushed (-X deadlock=error).
    void (*exit_process)(Thread& thread, int code) = nullptr;
};

extern ThreadHooks thread_hooks;

}  // namespace gilt
