// select: waiting for several descriptors: select(), poll() and epoll.
//
// All three wait in a BlockingRegion, unless the timeout is zero; a signal runs its handler, and the wait goes on for what is left
// of its time.
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

#include <cmath>
#include <map>
#include <mutex>
#include <vector>

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "thread/clock.h"
#include "thread/futex.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

Class *poll_class, *epoll_class;

// A descriptor, or an object with fileno().
bool descriptor_of(Thread& thread, Value value, int* out) {
    int64_t fd;
    if (!is_int(value)) {
        Value method;
        int found = find_attr(thread, value, intern(thread, "fileno"), &method);
        if (found < 0) return false;
        if (!found) return raise_type_error(thread, "argument must be an int, or have a fileno() method.");
        value = call(thread, method, {});
        if (!value) return false;
        if (!is_int(value)) return raise_type_error(thread, "fileno() returned a non-integer");
    }
    if (!to_int64(thread, value, &fd)) return false;
    if (fd < 0) return bool(raise_value_error(thread, "file descriptor cannot be a negative integer ({})", fd));
    *out = static_cast<int>(fd);
    return true;
}

// When a wait ends. `scale`: nanoseconds in a unit of the argument; None and (if `negative` allows) negative numbers: never.
struct Deadline {
    uint64_t at = kNoDeadline;
    bool is_now = false;

    bool set(Thread& thread, Value value, double scale, bool negative, const char* message) {
        if (!value || value.is_none()) return true;
        double amount;
        if (!is_int(value) && !is_float(value) && class_of(value)->special(Special::k_index).is_empty())
            return raise_type_error(thread, "{}", message);
        if (!to_double(thread, value, &amount)) return false;
        if (amount < 0) return negative || bool(raise_value_error(thread, "timeout must be non-negative"));
        is_now = amount == 0;
        if (amount * scale < 9e18) at = now_ns() + static_cast<uint64_t>(std::ceil(amount * scale));
        return true;
    }
    // Milliseconds left, rounded up; -1: for ever.
    int milliseconds() const {
        if (is_now) return 0;
        if (at == kNoDeadline) return -1;
        uint64_t now = now_ns();
        return now >= at ? 0 : static_cast<int>(std::min<uint64_t>((at - now + 999999) / 1000000, 1 << 30));
    }
};

// Repeats `wait(milliseconds)` until it says something other than EINTR. -1: exception pending.
template <class Wait>
int wait_for(Thread& thread, const Deadline& deadline, Wait wait) {
    for (;;) {
        int count, error = 0;
        if (deadline.is_now) {
            count = wait(0);
            error = errno;
        } else {
            BlockingRegion region(thread);
            count = wait(deadline.milliseconds());
            error = errno;
        }
        if (count >= 0) return count;
        if (error != EINTR) {
            raise_errno(thread, error);
            return -1;
        }
        if (!thread.safepoint()) return -1;
    }
}

// --- select ---

Value select_function(Thread& thread, Args& args) {
    Deadline deadline;
    if (!deadline.set(thread, args[3], 1e9, false, "timeout must be a float or None")) return {};
    // poll() does the work, so that descriptors may be as large as they like; only the answers are those of select().
    constexpr short kEvents[] = {POLLIN, POLLOUT, POLLPRI};
    constexpr short kAnswers[] = {POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI};
    std::vector<pollfd> entries;
    List* objects[3];
    for (int i = 0; i < 3; i++) {
        objects[i] = list_from_iterable(thread, args[static_cast<size_t>(i)]);
        if (!objects[i]) {
            if (!pending_matches(thread, exceptions.TypeError)) return {};
            clear_exception(thread);
            return raise_type_error(thread, "arguments 1-3 must be sequences");
        }
        for (size_t j = 0; j < objects[i]->count(); j++) {
            int fd;
            if (!descriptor_of(thread, list_get(objects[i], j), &fd)) return {};
            entries.push_back({fd, kEvents[i], 0});
        }
    }
    if (wait_for(thread, deadline, [&](int timeout) { return ::poll(entries.data(), entries.size(), timeout); }) < 0) return {};
    Value answers[3];
    size_t at = 0;
    for (int i = 0; i < 3; i++) {
        List* ready = new_list(thread);
        for (size_t j = 0; j < objects[i]->count(); j++, at++) {
            if (entries[at].revents & POLLNVAL) return raise_errno(thread, EBADF);
            if (entries[at].revents & kAnswers[i]) list_append(thread, ready, list_get(objects[i], j));
        }
        answers[i] = ready;
    }
    return new_tuple(thread, {answers[0], answers[1], answers[2]});
}

// --- poll ---

struct Poll : Object {
    std::map<int, short>* watched;  // under the object's lock
    std::atomic<bool> is_polling;
};
Poll* poll_of(Args& args) { return static_cast<Poll*>(args[0].as_object()); }

Value new_poll(Thread& thread, Args&) {
    auto* poll = new_instance<Poll>(thread, poll_class);
    poll->watched = new std::map<int, short>;
    heap::set_finalizer(poll, [](Object* object) { delete static_cast<Poll*>(object)->watched; });
    return poll;
}

bool mask_argument(Thread& thread, Value value, int64_t fallback, int64_t* out) {
    *out = fallback;
    return !value || to_int64(thread, value, out);
}

Value poll_register(Thread& thread, Args& args) {
    int fd;
    int64_t mask;
    if (!descriptor_of(thread, args[1], &fd) || !mask_argument(thread, args[2], POLLIN | POLLPRI | POLLOUT, &mask)) return {};
    ObjectLock lock(args[0].as_object());
    (*poll_of(args)->watched)[fd] = static_cast<short>(mask);
    return Value::none();
}

Value poll_modify(Thread& thread, Args& args) {
    int fd;
    int64_t mask;
    if (!descriptor_of(thread, args[1], &fd) || !mask_argument(thread, args[2], 0, &mask)) return {};
    {
        ObjectLock lock(args[0].as_object());
        auto found = poll_of(args)->watched->find(fd);
        if (found != poll_of(args)->watched->end()) {
            found->second = static_cast<short>(mask);
            return Value::none();
        }
    }
    return raise_errno(thread, ENOENT);
}

Value poll_unregister(Thread& thread, Args& args) {
    int fd;
    if (!descriptor_of(thread, args[1], &fd)) return {};
    bool was_there;
    {
        ObjectLock lock(args[0].as_object());
        was_there = poll_of(args)->watched->erase(fd) != 0;
    }
    return was_there ? Value::none() : Value(raise(thread, exceptions.KeyError, Value::from_int(fd)));
}

Value poll_poll(Thread& thread, Args& args) {
    Deadline deadline;
    if (!deadline.set(thread, args[1], 1e6, true, "timeout must be an integer or None")) return {};
    if (poll_of(args)->is_polling.exchange(true)) return raise_text(thread, exceptions.RuntimeError, "concurrent poll() invocation");
    std::vector<pollfd> entries;
    {
        ObjectLock lock(args[0].as_object());
        for (auto [fd, mask] : *poll_of(args)->watched) entries.push_back({fd, mask, 0});
    }
    int count = wait_for(thread, deadline, [&](int timeout) { return ::poll(entries.data(), entries.size(), timeout); });
    poll_of(args)->is_polling = false;
    if (count < 0) return {};
    List* ready = new_list(thread);
    for (const pollfd& entry : entries)
        if (entry.revents) list_append(thread, ready, new_tuple(thread, {Value::from_int(entry.fd), Value::from_int(entry.revents)}));
    return ready;
}

// --- epoll ---

struct Epoll : Object {
    std::atomic<int> fd;  // -1: closed
};
Epoll* epoll_of(Args& args) { return static_cast<Epoll*>(args[0].as_object()); }

void close_epoll(Object* object) {
    int fd = static_cast<Epoll*>(object)->fd.exchange(-1);
    if (fd >= 0) ::close(fd);
}

Value wrap_epoll(Thread& thread, int fd) {
    auto* epoll = new_instance<Epoll>(thread, epoll_class);
    epoll->fd = fd;
    heap::set_finalizer(epoll, close_epoll);
    return epoll;
}

Value epoll_new(Thread& thread, Args& args) {
    int64_t size = -1, flags = 0;
    if (args.has(1) && !to_int64(thread, args[1], &size)) return {};
    if (args.has(2) && !to_int64(thread, args[2], &flags)) return {};
    if (size != -1 && size <= 0) return raise_value_error(thread, "negative sizehint");
    if (flags && flags != EPOLL_CLOEXEC) return raise_text(thread, exceptions.OSError, "invalid flags");
    int fd = epoll_create1(EPOLL_CLOEXEC);
    return fd < 0 ? Value(raise_errno(thread, errno)) : wrap_epoll(thread, fd);
}
Value epoll_from_fd(Thread& thread, Args& args) {
    int64_t fd;
    return to_int64(thread, args[1], &fd) ? wrap_epoll(thread, static_cast<int>(fd)) : Value();
}

bool check_open(Thread& thread, Epoll* epoll) {
    return epoll->fd >= 0 || bool(raise_value_error(thread, "I/O operation on closed epoll object"));
}

Value control(Thread& thread, Args& args, int operation, int64_t fallback) {
    int fd;
    int64_t mask;
    if (!check_open(thread, epoll_of(args)) || !descriptor_of(thread, args[1], &fd)) return {};
    if (!mask_argument(thread, args.count > 2 ? args[2] : Value(), fallback, &mask)) return {};
    epoll_event event{};
    event.events = static_cast<uint32_t>(mask);
    event.data.fd = fd;
    if (epoll_ctl(epoll_of(args)->fd, operation, fd, &event) < 0) return raise_errno(thread, errno);
    return Value::none();
}
Value epoll_register(Thread& thread, Args& args) { return control(thread, args, EPOLL_CTL_ADD, EPOLLIN | EPOLLPRI | EPOLLOUT); }
Value epoll_modify(Thread& thread, Args& args) { return control(thread, args, EPOLL_CTL_MOD, 0); }
Value epoll_unregister(Thread& thread, Args& args) { return control(thread, args, EPOLL_CTL_DEL, 0); }

Value epoll_poll(Thread& thread, Args& args) {
    Deadline deadline;
    int64_t most = -1;
    if (!check_open(thread, epoll_of(args)) || !deadline.set(thread, args[1], 1e9, true, "timeout must be an integer or None")) return {};
    if (args.has(2) && !to_int64(thread, args[2], &most)) return {};
    if (most == -1) most = FD_SETSIZE - 1;
    if (most <= 0 || most > 1 << 20) return raise_value_error(thread, "maxevents must be greater than 0, got {}", most);
    std::vector<epoll_event> events(static_cast<size_t>(most));
    int fd = epoll_of(args)->fd;
    int count = wait_for(thread, deadline, [&](int timeout) { return epoll_wait(fd, events.data(), static_cast<int>(most), timeout); });
    if (count < 0) return {};
    List* ready = new_list(thread);
    for (int i = 0; i < count; i++)
        list_append(thread, ready, new_tuple(thread, {Value::from_int(events[static_cast<size_t>(i)].data.fd),
                                                      Value::from_int(events[static_cast<size_t>(i)].events)}));
    return ready;
}

Value epoll_close(Thread&, Args& args) {
    close_epoll(args[0].as_object());
    return Value::none();
}
Value epoll_fileno(Thread& thread, Args& args) {
    return check_open(thread, epoll_of(args)) ? Value::from_int(epoll_of(args)->fd) : Value();
}
Value epoll_enter(Thread& thread, Args& args) { return check_open(thread, epoll_of(args)) ? args[0] : Value(); }
Value epoll_closed(Thread&, Value self) { return Value::from_bool(static_cast<Epoll*>(self.as_object())->fd < 0); }

}  // namespace

bool initialize_select(Thread& thread, Module* module) {
    poll_class = new_native_class(thread, {.name = "select.poll", .instance_size = sizeof(Poll), .flags = kDisallowNew});
    keep_forever(thread, poll_class);
    add_methods(thread, poll_class,
                {{"register(self, fd, eventmask=7, /)", poll_register},
                 {"modify(self, fd, eventmask, /)", poll_modify},
                 {"unregister(self, fd, /)", poll_unregister},
                 {"poll(self, timeout=None, /)", poll_poll, "[(descriptor, events), ...]; the timeout in milliseconds."}});
    epoll_class = new_native_class(thread, {.name = "select.epoll", .instance_size = sizeof(Epoll)});
    keep_forever(thread, epoll_class);
    add_methods(thread, epoll_class,
                {{"__new__(cls, sizehint=-1, flags=0)", epoll_new, "", Binding::StaticMethod},
                 {"fromfd(cls, fd, /)", epoll_from_fd, "", Binding::ClassMethod},
                 {"register(self, fd, eventmask=7)", epoll_register},
                 {"modify(self, fd, eventmask)", epoll_modify},
                 {"unregister(self, fd)", epoll_unregister},
                 {"poll(self, timeout=None, maxevents=-1)", epoll_poll, "[(descriptor, events), ...]; the timeout in seconds."},
                 {"close(self, /)", epoll_close},
                 {"fileno(self, /)", epoll_fileno},
                 {"__enter__(self, /)", epoll_enter},
                 {"__exit__(self, exc_type=None, exc_value=None, exc_tb=None, /)", epoll_close}});
    add_getsets(thread, epoll_class, {{"closed", epoll_closed}});
    set_module_attribute(thread, module, "epoll", epoll_class);
    add_functions(thread, module,
                  {{"select(rlist, wlist, xlist, timeout=None, /)", select_function, "Three lists of what is ready."},
                   {"poll()", new_poll, "A polling object."}});
    set_module_attribute(thread, module, "error", exceptions.OSError);
#define X(name) set_module_attribute(thread, module, #name, Value::from_int(static_cast<int64_t>(name)));
    X(POLLIN) X(POLLPRI) X(POLLOUT) X(POLLERR) X(POLLHUP) X(POLLNVAL) X(POLLRDNORM) X(POLLRDBAND) X(POLLWRNORM) X(POLLWRBAND)
    X(POLLMSG) X(POLLRDHUP) X(EPOLLIN) X(EPOLLOUT) X(EPOLLPRI) X(EPOLLERR) X(EPOLLHUP) X(EPOLLET) X(EPOLLONESHOT)
    X(EPOLLEXCLUSIVE) X(EPOLLRDHUP) X(EPOLLRDNORM) X(EPOLLRDBAND) X(EPOLLWRNORM) X(EPOLLWRBAND) X(EPOLLMSG) X(EPOLL_CLOEXEC)
#undef X
    set_module_attribute(thread, module, "PIPE_BUF", Value::from_int(4096));
    return true;
}

}  // namespace gilt
