// The list of all runtime mutexes, for fork.
#include "thread/mutex.h"

namespace gilt {

namespace {
// Grows only while static objects are constructed, on one thread.
constinit RuntimeMutex* first_mutex = nullptr;
}  // namespace

RuntimeMutex::RuntimeMutex(MutexRank rank) : rank_(rank) {
    RuntimeMutex** link = &first_mutex;
    while (*link && (*link)->rank_ <= rank) link = &(*link)->next_;
    next_ = *link;
    *link = this;
}

void RuntimeMutex::lock_all(const RuntimeMutex* held) {
    for (RuntimeMutex* mutex = first_mutex; mutex; mutex = mutex->next_)
        if (mutex != held) mutex->lock();
}

void RuntimeMutex::unlock_all(const RuntimeMutex* held) {
    for (RuntimeMutex* mutex = first_mutex; mutex; mutex = mutex->next_)
        if (mutex != held) mutex->unlock();
}

}  // namespace gilt
