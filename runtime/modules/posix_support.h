// What the three parts of `posix` share: calling the system, and turning its answers into Values.
#pragma once

#include <cerrno>
#include <string>

#include "modules/fs_path.h"
#include "objects/exception.h"
#include "thread/thread.h"
#include "vm/native.h"

namespace gilt {

// Calls `call` outside Running until it is not interrupted by a signal; its result is negative on an error, which is then
// pending, naming the file if there is one. Empty on an error, else *result is set and None returned.
template <class Call>
Value system_call(Thread& thread, Call call, int64_t* result, Value filename = {}, Value filename2 = {}) {
    for (;;) {
        int error;
        {
            BlockingRegion region(thread);
            *result = call();
            error = *result < 0 ? errno : 0;
        }
        if (!error) return Value::none();
        if (error != EINTR) return raise_errno(thread, error, filename, filename2);
        if (!thread.safepoint()) return {};
    }
}

template <class Call>
Value system_call(Thread& thread, Call call, Value filename = {}, Value filename2 = {}) {
    int64_t result;
    return system_call(thread, call, &result, filename, filename2);
}

// An int argument that must fit in a C int.
[[nodiscard]] bool int_argument(Thread& thread, Value value, int* out);

void add_process_functions(Thread& thread, Module* module);  // posix_process.cpp
void add_system_functions(Thread& thread, Module* module);   // posix_system.cpp

}  // namespace gilt
