#include "modules/import_lock.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "objects/dict.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "thread/lock.h"
#include "thread/thread.h"

namespace gilt {
namespace {

struct Loading {
    Thread* owner;
    Lock lock;  // held by the owner until the module is complete
};

struct Table {
    std::mutex mutex;
    std::unordered_map<std::string, std::shared_ptr<Loading>> loading;
    std::unordered_map<Thread*, Loading*> waiting;  // who waits for what
};

Table& table() {
    static auto* instance = new Table;
    return *instance;
}

std::atomic<int> loading_count{0};

// Whether the owner of `wanted` waits, over any number of steps, for `thread`.
bool waits_for(Table& all, Loading* wanted, Thread* thread) {
    for (Thread* owner = wanted->owner; owner != thread;) {
        auto found = all.waiting.find(owner);
        if (found == all.waiting.end()) return false;
        owner = found->second->owner;
    }
    return true;
}

}  // namespace

ImportLock::ImportLock(Thread& thread, const std::string& name) : name_(name) {
    Table& all = table();
    for (;;) {
        std::shared_ptr<Loading> other;
        {
            std::lock_guard guard(all.mutex);
            auto [place, fresh] = all.loading.try_emplace(name_);
            if (fresh) {
                place->second = std::make_shared<Loading>();
                place->second->owner = &thread;
                (void)place->second->lock.try_acquire(thread);
                loading_count.fetch_add(1, std::memory_order_release);
                state_ = State::Mine;
                return;
            }
            other = place->second;
            if (waits_for(all, other.get(), &thread)) {
                state_ = State::InProgress;
                return;
            }
            all.waiting[&thread] = other.get();
        }
        Acquired result;
        do {
            result = other->lock.acquire(thread, kNoDeadline, this);
        } while (result == Acquired::Interrupted && thread.safepoint());
        if (result == Acquired::Yes) other->lock.release();  // the next one in line goes on too
        {
            std::lock_guard guard(all.mutex);
            all.waiting.erase(&thread);
        }
        if (result != Acquired::Yes) return;
    }
}

ImportLock::~ImportLock() {
    if (state_ != State::Mine) return;
    Table& all = table();
    std::shared_ptr<Loading> mine;
    {
        std::lock_guard guard(all.mutex);
        auto found = all.loading.find(name_);
        mine = found->second;
        all.loading.erase(found);
        loading_count.fetch_sub(1, std::memory_order_release);
    }
    mine->lock.release();
}

// With the world stopped nobody was inside the table's mutex.
void forget_other_loaders(Thread& survivor) {
    Table& all = table();
    if (!all.waiting.empty()) all.waiting.clear();
    for (auto entry = all.loading.begin(); entry != all.loading.end();) {
        if (entry->second->owner == &survivor) {
            ++entry;
            continue;
        }
        dict_remove(survivor, namespaces.modules, intern(survivor, entry->first));
        entry = all.loading.erase(entry);
        loading_count.fetch_sub(1, std::memory_order_release);
    }
}

bool anything_loading() { return loading_count.load(std::memory_order_acquire) != 0; }

bool is_loading(const std::string& name) {
    if (!anything_loading()) return false;
    Table& all = table();
    std::lock_guard guard(all.mutex);
    return all.loading.contains(name);
}

}  // namespace gilt
