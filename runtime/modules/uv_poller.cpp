#include "modules/uv_poller.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

#include "thread/thread.h"

namespace gilt {

namespace {

// The poller in which the main thread waits or is about to; written by the main thread, read by signal handlers. The main
// thread looks at its interrupt word after writing it, a handler sets the word before reading it: one sees the other.
std::atomic<Poller*> main_poller{nullptr};
static_assert(std::atomic<Poller*>::is_always_lock_free);

constexpr uint64_t kLongest = uint64_t{24} * 3600 * 1000;  // milliseconds; the loop comes round after a day

}  // namespace

// libuv has a handle for each descriptor; it dies in a callback, some time after it was closed.
struct Poller::Watcher {
    uv_poll_t handle;
    int fd;
    unsigned events;
    uint64_t reported_in;  // the number of the last poll that reported it
};

Poller* Poller::create(int* error) {
    auto* poller = new Poller;
    *error = uv_loop_init(&poller->loop_);
    if (*error) {
        delete poller;
        return nullptr;
    }
    poller->process_ = getpid();
    uv_timer_init(&poller->loop_, &poller->alarm_);
    *error = uv_async_init(&poller->loop_, &poller->wake_, [](uv_async_t*) {});
    if (*error) {
        destroy(poller);
        return nullptr;
    }
    return poller;
}

void Poller::destroy(Poller* poller) {
    if (poller->is_of_this_process()) {
        uv_walk(
            &poller->loop_,
            [](uv_handle_t* handle, void*) {
                if (!uv_is_closing(handle)) uv_close(handle, nullptr);
            },
            nullptr);
        uv_run(&poller->loop_, UV_RUN_DEFAULT);
        uv_loop_close(&poller->loop_);
    }
    for (auto& [fd, watcher] : poller->watchers_) delete watcher;
    delete poller;
}

bool Poller::is_of_this_process() const { return process_ == getpid(); }

void Poller::note(uv_poll_t* handle, int status, int events) {
    auto* watcher = reinterpret_cast<Watcher*>(handle);
    auto* poller = static_cast<Poller*>(handle->loop->data);
    if (status < 0) poller->failed_.push_back(watcher->fd);
    // With a thousand descriptors ready libuv asks the system again and again within one poll, and hears of the same ones.
    if (watcher->reported_in == poller->polls_) return;
    watcher->reported_in = poller->polls_;
    unsigned seen = 0;
    if (events & (UV_READABLE | UV_DISCONNECT)) seen |= kReadable;
    if (events & UV_WRITABLE) seen |= kWritable;
    if (status < 0) seen = kReadable | kWritable;  // an error makes both possible: the call will tell which
    poller->events_.push_back({watcher->fd, seen & watcher->events});
}

namespace {
int uv_events(unsigned events) {
    return (events & Poller::kReadable ? UV_READABLE : 0) | (events & Poller::kWritable ? UV_WRITABLE : 0);
}
}  // namespace

int Poller::watch(int fd, unsigned events) {
    auto found = watchers_.find(fd);
    if (found == watchers_.end()) {
        if (events == 0) return 0;
        auto* watcher = new Watcher{.handle = {}, .fd = fd, .events = 0, .reported_in = 0};
        int flags = fcntl(fd, F_GETFL);
        int error = flags < 0 ? -errno : uv_poll_init(&loop_, &watcher->handle, fd);
        if (error) {
            delete watcher;
            return error;
        }
        fcntl(fd, F_SETFL, flags);  // libuv makes it non-blocking: that is its owner's business
        loop_.data = this;
        found = watchers_.emplace(fd, watcher).first;
    }
    Watcher* watcher = found->second;
    watcher->events = events;
    if (events) return uv_poll_start(&watcher->handle, uv_events(events), note);
    watchers_.erase(found);
    uv_close(reinterpret_cast<uv_handle_t*>(&watcher->handle),
             [](uv_handle_t* handle) { delete reinterpret_cast<Watcher*>(handle); });
    return 0;
}

// Descriptors in an error state are reported again and again, like everything else that lasts.
void Poller::rearm() {
    for (int fd : failed_)
        if (auto found = watchers_.find(fd); found != watchers_.end() && found->second->events)
            uv_poll_start(&found->second->handle, uv_events(found->second->events), note);
    failed_.clear();
}

const std::vector<Poller::Event>& Poller::poll(Thread& thread, uint64_t nanoseconds) {
    events_.clear();
    polls_++;
    if (!failed_.empty()) rearm();
    if (nanoseconds == 0) {
        uv_run(&loop_, UV_RUN_NOWAIT);
        return events_;
    }
    if (thread.is_main) main_poller.store(this);
    if (thread.interrupts.load() == 0) {
        BlockingRegion region(thread);
        uv_update_time(&loop_);
        // libuv looks at its timers before it waits, too. On a busy machine the alarm may be due by then, and would be gone when
        // the wait begins: so it says that there is to be no wait.
        if (nanoseconds != kForever)
            uv_timer_start(&alarm_, [](uv_timer_t* alarm) { uv_stop(alarm->loop); },
                           std::min(nanoseconds / 1000000 + (nanoseconds % 1000000 != 0), kLongest), 0);
        uv_run(&loop_, UV_RUN_ONCE);
        uv_timer_stop(&alarm_);
    }
    if (thread.is_main) main_poller.store(nullptr);
    return events_;
}

void Poller::wake() { uv_async_send(&wake_); }

void Poller::wake_main_thread() {
    if (Poller* poller = main_poller.load()) poller->wake();
}

}  // namespace gilt
