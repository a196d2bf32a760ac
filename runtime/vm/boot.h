// Bringing the runtime up.
#pragma once
namespace gilt {
class Thread;
struct BootOptions {
    bool gil = true;
    bool timeslice = false;  // gil_policy=timeslice
};
// Heap, main thread, names, types, builtins; in that order. Call once, before anything else of the runtime. The
// compiler must have been registered (vm/compiler_interface.h) before scripts are run.
Thread& boot_runtime(const BootOptions& options);
}  // namespace gilt
