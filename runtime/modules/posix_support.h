// What the parts of `posix` share: calling the system, and turning its answers into Values.
#pragma once

#include <cerrno>
#include <string>
#include <vector>

#include <sys/types.h>

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

// What happens before and after fork_process (thread/fork.h), in the parent and in the child: os.register_at_fork's functions,
// the files' buffers, the import lock.
void before_forking(Thread& thread);
void after_forking(Thread& thread, pid_t child);

// A list of C strings from a sequence of paths, or "name=value" from a dict of them; the last pointer is null.
class Words {
 public:
    [[nodiscard]] bool fill(Thread& thread, Value sequence);
    [[nodiscard]] bool fill_environment(Thread& thread, Value mapping);
    bool empty() const { return texts_.empty(); }
    char** pointers() {
        pointers_.clear();
        for (std::string& text : texts_) pointers_.push_back(text.data());
        pointers_.push_back(nullptr);
        return pointers_.data();
    }

 private:
    std::vector<std::string> texts_;
    std::vector<char*> pointers_;
};

void add_process_functions(Thread& thread, Module* module);  // posix_process.cpp
void add_system_functions(Thread& thread, Module* module);   // posix_system.cpp
void add_descriptor_functions(Thread& thread, Module* module);  // posix_descriptors.cpp

}  // namespace gilt
