// Who is loading which module: one lock per module that is being loaded.
//
// A module's lock is held by the thread that runs the module's code. Another thread that wants the module waits for
// it, unless that would close a circle of threads waiting for each other's modules; then, as in a circular import
// within one thread, it gets the module as it is. All of this is decided under one mutex, which nobody holds while
// waiting or running code.
#pragma once

#include <string>

namespace gilt {

class Thread;

class ImportLock {
 public:
    enum class State {
        Mine,        // the module is not being loaded; this thread may load it now
        InProgress,  // being loaded by this thread, or by one that waits for this thread
        Failed,      // an exception is pending (Ctrl-C while waiting)
    };
    // Waits until no other thread is loading `name`.
    ImportLock(Thread& thread, const std::string& name);
    ~ImportLock();
    ImportLock(const ImportLock&) = delete;
    ImportLock& operator=(const ImportLock&) = delete;

    State state() const { return state_; }

 private:
    std::string name_;
    State state_ = State::Failed;
};

// In a forked child: modules that other threads were loading are nobody's now, and will be loaded anew.
void forget_other_loaders(Thread& survivor);

// Whether some thread is running this module's code. Cheap when nothing is being imported.
bool is_loading(const std::string& name);
bool anything_loading();

}  // namespace gilt
