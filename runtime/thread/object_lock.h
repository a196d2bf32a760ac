// The one-byte lock in each object's header, taken by writers when there is no GIL and more than one thread.
//
// A critical section under an object lock is short and closed: it runs no script code, waits for
// nothing and reaches no safepoint (allocation is fine: it never collects). So a spinning thread
// waits for a thread that is on its way out, and the world can always be stopped. Locks do not
// nest, except through ObjectLock2, which takes two in address order.
//
// With the GIL on, holding the GIL is the lock and nothing is written; nor is it by a thread that is alone.
#pragma once

#include "thread/gil.h"
#include "value/object.h"

namespace gilt {

void lock_contended(Object* object);  // spins, then yields

class ObjectLock {
  public:
    explicit ObjectLock(Object* object) : object_(gil::alone() ? nullptr : object) {
        if (object_ && object_->lock_byte.exchange(1, std::memory_order_acquire) != 0)
            lock_contended(object_);
    }
    ~ObjectLock() {
        if (object_) object_->lock_byte.store(0, std::memory_order_release);
    }
    ObjectLock(const ObjectLock&) = delete;
    ObjectLock& operator=(const ObjectLock&) = delete;

  private:
    Object* object_;
};

class ObjectLock2 {
  public:
    ObjectLock2(Object* a, Object* b)
        : first_(a < b ? a : b), second_(a < b ? b : a, a == b) {}

  private:
    struct MaybeLock {
        MaybeLock(Object* object, bool skip) : object_(skip || gil::alone() ? nullptr : object) {
            if (object_ && object_->lock_byte.exchange(1, std::memory_order_acquire) != 0)
                lock_contended(object_);
        }
        ~MaybeLock() {
            if (object_) object_->lock_byte.store(0, std::memory_order_release);
        }
        Object* object_;
    };
    ObjectLock first_;
    MaybeLock second_;
};

}  // namespace gilt
