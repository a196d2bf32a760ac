// `_multiprocessing`, first part: messages from process to process.
//
// send and recv speak CPython's format on any pipe or socket: four bytes of length, big-endian (or -1 and eight bytes for
// more than 2 GiB), then the pickle. The pickle is written behind room left for the header, so that a message goes out in
// one piece and is copied by nobody but the system; it is read into one buffer and unpickled where it lies.
//
// A Link is for the workers of a pool: two pipes that never make the parent wait. Its messages carry a number each, and the
// worker's end notes in memory that the parent sees the number of the task it hands out, and how long the last one took: if
// the worker dies, the parent knows which task was the last to be begun; while it lives, how many to give it. Messages are packed and unpacked in C++, several per system call when several
// are there.
//
// A Link is used by one thread at a time; `busy` sees to it. Its buffers are malloc'ed and hold no Values.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstring>

#include "heap/heap.h"
#include "modules/multiprocessing.h"
#include "modules/pickle.h"
#include "modules/posix_support.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/memoryview.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "thread/busy_poll.h"
#include "thread/clock.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

constexpr size_t kShortHeader = 4, kLongHeader = 12;

// The header of a message of this size, ending at `end`; how long it is.
size_t store_header(char* end, size_t size) {
    if (size <= 0x7FFFFFFF) {
        uint32_t length = htonl(static_cast<uint32_t>(size));
        std::memcpy(end - kShortHeader, &length, sizeof length);
        return kShortHeader;
    }
    uint64_t length = __builtin_bswap64(size);
    std::memset(end - kLongHeader, 0xFF, 4);
    std::memcpy(end - 8, &length, sizeof length);
    return kLongHeader;
}

// All of it, whatever signals come. False with an exception pending.
bool write_all(Thread& thread, int fd, std::string_view data) {
    while (!data.empty()) {
        ssize_t count;
        int error = 0;
        {
            BlockingRegion region(thread);
            do {
                count = ::write(fd, data.data(), data.size());
                if (count > 0) data.remove_prefix(static_cast<size_t>(count));
                error = count < 0 ? errno : 0;
                if (error == EAGAIN) {
                    pollfd ready{fd, POLLOUT, 0};
                    error = ::poll(&ready, 1, -1) < 0 ? errno : 0;
                }
            } while (!error && !data.empty());
        }
        if (error == EINTR) {
            if (!thread.safepoint()) return false;
        } else if (error) {
            return bool(raise_errno(thread, error));
        }
    }
    return true;
}

// Exactly `size` bytes. At the end of the file: EOFError if nothing has come yet, else OSError.
bool read_all(Thread& thread, int fd, char* to, size_t size, bool is_begun) {
    size_t done = 0;
    if (!is_begun && look_for_input(thread, fd) < 0) return false;
    while (done < size) {
        int error = 0;
        bool at_end = false;
        {
            BlockingRegion region(thread);
            while (done < size) {
                ssize_t count = ::read(fd, to + done, size - done);
                if (count > 0) {
                    done += static_cast<size_t>(count);
                    continue;
                }
                at_end = count == 0;
                error = count < 0 ? errno : 0;
                if (error == EAGAIN) {
                    pollfd ready{fd, POLLIN, 0};
                    error = ::poll(&ready, 1, -1) < 0 ? errno : 0;
                    if (!error) continue;
                }
                break;
            }
        }
        if (at_end) {
            if (done == 0 && !is_begun) return bool(raise(thread, exceptions.EOFError, Value()));
            return bool(raise_text(thread, exceptions.OSError, "got end of file during message"));
        }
        if (error == EINTR) {
            if (!thread.safepoint()) return false;
        } else if (error) {
            return bool(raise_errno(thread, error));
        }
    }
    return true;
}

// The length of the next message. False with an exception pending; -1 stands for "more than the caller will take".
bool read_header(Thread& thread, int fd, int64_t* size) {
    char bytes[8];
    if (!read_all(thread, fd, bytes, 4, false)) return false;
    uint32_t length;
    std::memcpy(&length, bytes, sizeof length);
    auto number = static_cast<int32_t>(ntohl(length));
    if (number >= 0) {
        *size = number;
        return true;
    }
    uint64_t wide;
    if (number != -1 || !read_all(thread, fd, bytes, 8, true)) {
        if (!thread.exception) (void)raise_text(thread, exceptions.OSError, "bad message length");
        return false;
    }
    std::memcpy(&wide, bytes, sizeof wide);
    *size = static_cast<int64_t>(__builtin_bswap64(wide));
    return *size >= 0 || bool(raise_text(thread, exceptions.OSError, "bad message length"));
}

Value send_bytes(Thread& thread, Args& args) {
    int fd;
    std::string_view data;
    if (!int_argument(thread, args[0], &fd) || !get_buffer(thread, args[1], &data)) return {};
    // What another thread may change while we wait is copied; so is what is short: one write for all of it.
    bool is_fixed = is_bytes(args[1]);
    if (!is_fixed || data.size() <= 16384) {
        std::string message(kLongHeader, '\0');
        message.append(data);
        size_t header = store_header(message.data() + kLongHeader, data.size());
        std::string_view whole(message);
        whole.remove_prefix(kLongHeader - header);
        return write_all(thread, fd, whole) ? Value::none() : Value();
    }
    char room[kLongHeader];
    size_t header = store_header(room + kLongHeader, data.size());
    if (!write_all(thread, fd, {room + kLongHeader - header, header})) return {};
    return write_all(thread, fd, data) ? Value::none() : Value();
}

// None instead of the bytes: the message is longer than `limit` and was left where it is.
Value recv_bytes(Thread& thread, Args& args) {
    int fd;
    int64_t limit = -1, size;
    if (!int_argument(thread, args[0], &fd)) return {};
    if (args.has(1) && !args[1].is_none() && !to_int64(thread, args[1], &limit)) return {};
    if (!read_header(thread, fd, &size)) return {};
    if (limit >= 0 && size > limit) return Value::none();
    Bytes* bytes = new_bytes_uninitialized(thread, static_cast<size_t>(size));
    if (!bytes || !read_all(thread, fd, bytes->data, bytes->length, true)) return {};
    return bytes;
}

Value send_object(Thread& thread, Args& args) {
    int fd;
    if (!int_argument(thread, args[0], &fd)) return {};
    if (!args[2].is_none() && !is_dict(args[2])) return raise_type_error(thread, "reducers must be a dict");
    pickle::WriteOptions options;
    if (!args[2].is_none()) options.extra_reducers = as_dict(args[2]);
    pickle::Sink sink;
    pickle::Memo* memo = nullptr;
    sink.room(kLongHeader);
    sink.advance(kLongHeader);
    if (!pickle::write(thread, args[1], options, &memo, &sink)) return {};
    size_t size = sink.size() - kLongHeader;
    size_t header = store_header(sink.data() + kLongHeader, size);
    return write_all(thread, fd, sink.view().substr(kLongHeader - header)) ? Value::none() : Value();
}

// The pickle alone, for those who send it themselves.
Value dumps_object(Thread& thread, Args& args) {
    if (!is_dict(args[1])) return raise_type_error(thread, "reducers must be a dict");
    pickle::WriteOptions options;
    options.extra_reducers = as_dict(args[1]);
    pickle::Sink sink;
    pickle::Memo* memo = nullptr;
    return pickle::write(thread, args[0], options, &memo, &sink) ? Value(new_bytes(thread, sink.view())) : Value();
}

Value recv_object(Thread& thread, Args& args) {
    int fd;
    int64_t size;
    if (!int_argument(thread, args[0], &fd) || !read_header(thread, fd, &size)) return {};
    pickle::Sink sink;
    if (static_cast<uint64_t>(size) > (uint64_t{1} << 40)) return raise_memory_error(thread);
    try {
        sink.room(static_cast<size_t>(size));
    } catch (const std::bad_alloc&) {
        return raise_memory_error(thread);
    }
    sink.advance(static_cast<size_t>(size));
    if (!read_all(thread, fd, sink.data(), sink.size(), true)) return {};
    pickle::ReadOptions options;
    pickle::Values* memo = nullptr;
    return pickle::read(thread, sink.view(), options, &memo);
}

// ---------------------------------------------------------------- Link

// A message on a link: the length of the pickle and the message's number, as the machine has them; then the pickle.
struct LinkHeader {
    uint64_t size;
    int64_t number;
};

struct LinkState {
    int in = -1, out = -1;
    pickle::Sink sending;  // from `sent` on still to be written
    size_t sent = 0;
    pickle::Sink received;  // from `taken` on not handed out yet
    size_t taken = 0;
    bool at_end = false;
    uint64_t handed_out = 0;  // when the last message was, on the monotonic clock; 0: none was
};

// What a worker tells its parent without a message: written by the worker, read by the parent at any time.
struct Progress {
    std::atomic<int64_t> number;       // of the task begun last
    std::atomic<int64_t> nanoseconds;  // that the last one took whose result is packed, with the packing
};

struct Link : Object {
    std::atomic<bool> busy;
    LinkState* state;  // while busy; null once closed
    Slot view;         // of the Progress to be noted: a memoryview, or empty
    Slot reducers;     // class -> function, before copyreg's; or empty
};

Class* link_class;
Link* link_of(Value value) { return static_cast<Link*>(value.as_object()); }

void trace_link(Object* object, Marker& marker) {
    marker.mark(static_cast<Link*>(object)->view);
    marker.mark(static_cast<Link*>(object)->reducers);
}

void close_link(LinkState* state) {
    if (state->in >= 0) ::close(state->in);
    if (state->out >= 0 && state->out != state->in) ::close(state->out);
    delete state;
}
void finalize_link(Object* object) {
    auto* link = static_cast<Link*>(object);
    if (LinkState* state = link->state) {
        link->state = nullptr;
        close_link(state);
    }
}

class LinkUse {
 public:
    LinkUse(Thread& thread, Link* link) : link_(link), held_(!link->busy.exchange(true)) {
        if (!held_)
            (void)raise_text(thread, exceptions.RuntimeError, "another thread uses this link");
        else if (!link->state)
            (void)raise_text(thread, exceptions.OSError, "link is closed");
    }
    ~LinkUse() {
        if (held_) link_->busy.store(false);
    }
    LinkUse(const LinkUse&) = delete;
    LinkUse& operator=(const LinkUse&) = delete;
    explicit operator bool() const { return held_ && link_->state; }
    LinkState* operator->() const { return link_->state; }

 private:
    Link* link_;
    bool held_;
};

Value link_new(Thread& thread, Args& args) {
    int in, out;
    if (!int_argument(thread, args[1], &in) || !int_argument(thread, args[2], &out)) return {};
    auto* link = new_instance<Link>(thread, link_class);
    heap::set_finalizer(link, finalize_link);
    link->state = new LinkState;
    link->state->in = in;
    link->state->out = out;
    if (!args[3].is_none()) {
        std::string_view bytes;
        if (!get_buffer(thread, args[3], &bytes)) return {};
        if (bytes.size() < sizeof(Progress)) return raise_value_error(thread, "the view is too short for two numbers");
        link->view.store(args[3]);
    }
    if (!args[4].is_none()) {
        if (!is_dict(args[4])) return raise_type_error(thread, "reducers must be a dict");
        link->reducers.store(args[4]);
    }
    return link;
}

// Null if this end notes none.
Progress* progress_of(Thread& thread, Link* link) {
    std::string_view bytes;
    Value view = link->view.load();
    if (!view || !get_buffer(thread, view, &bytes)) return nullptr;
    return reinterpret_cast<Progress*>(const_cast<char*>(bytes.data()));  // its size was checked when the link was made
}

// Packs a message; flush() sends it.
Value link_put(Thread& thread, Args& args) {
    Link* link = link_of(args[0]);
    int64_t number;
    if (!to_int64(thread, args[1], &number)) return {};
    LinkUse use(thread, link);
    if (!use) return {};
    pickle::Sink& sink = use->sending;
    if (use->sent == sink.size()) {
        sink.truncate(0);
        use->sent = 0;
    }
    size_t start = sink.size();
    sink.room(sizeof(LinkHeader));
    sink.advance(sizeof(LinkHeader));
    pickle::WriteOptions options;
    if (Value reducers = link->reducers.load()) options.extra_reducers = as_dict(reducers);
    pickle::Memo* memo = nullptr;
    if (!pickle::write(thread, args[2], options, &memo, &sink)) {
        sink.truncate(start);
        return {};
    }
    if (Progress* progress = progress_of(thread, link); progress && use->handed_out)
        progress->nanoseconds.store(static_cast<int64_t>(now_ns() - use->handed_out), std::memory_order_relaxed);
    LinkHeader header{sink.size() - start - sizeof header, number};
    std::memcpy(sink.data() + start, &header, sizeof header);
    return Value::none();
}

// Writes what it can, or all of it if `wait`. True when nothing is left.
Value link_flush(Thread& thread, Args& args) {
    int wait = args.has(1) ? truth(thread, args[1]) : 0;
    if (wait < 0) return {};
    LinkUse use(thread, link_of(args[0]));
    if (!use) return {};
    pickle::Sink& sink = use->sending;
    while (use->sent < sink.size()) {
        ssize_t count;
        int error = 0;
        size_t left = sink.size() - use->sent;
        bool is_short = !wait && left <= 4096;  // not worth letting another thread have the GIL
        if (is_short) {
            count = ::write(use->out, sink.data() + use->sent, left);
            error = count < 0 ? errno : 0;
        } else {
            BlockingRegion region(thread);
            count = ::write(use->out, sink.data() + use->sent, left);
            error = count < 0 ? errno : 0;
            if (error == EAGAIN && wait) {
                pollfd ready{use->out, POLLOUT, 0};
                error = ::poll(&ready, 1, -1) < 0 ? errno : 0;
            }
        }
        if (count > 0) use->sent += static_cast<size_t>(count);
        if (error == EAGAIN) return Value::from_bool(false);
        if (error == EINTR) {
            if (!thread.safepoint()) return {};
        } else if (error) {
            return raise_errno(thread, error);
        }
    }
    return Value::from_bool(true);
}

// A whole message at the front of what has been received?
bool has_message(LinkState* state, LinkHeader* header) {
    size_t there = state->received.size() - state->taken;
    if (there < sizeof *header) return false;
    std::memcpy(header, state->received.data() + state->taken, sizeof *header);
    return there - sizeof *header >= header->size;
}

// Makes room for what is still missing and reads once. 1: something came; 0: nothing is there; -1: the end; -2: an
// exception is pending.
int fill_link(Thread& thread, LinkState* state, bool wait) {
    pickle::Sink& sink = state->received;
    size_t there = sink.size() - state->taken;
    if (state->taken) {
        std::memmove(sink.data(), sink.data() + state->taken, there);
        sink.truncate(there);
        state->taken = 0;
    }
    size_t wanted = 65536;
    if (there >= sizeof(LinkHeader)) {
        LinkHeader header;
        std::memcpy(&header, sink.data(), sizeof header);
        if (header.size > (uint64_t{1} << 40)) {
            (void)raise_text(thread, exceptions.OSError, "bad message length");
            return -2;
        }
        wanted = std::max(wanted, header.size + sizeof header - there);
    }
    char* to;
    try {
        to = sink.room(wanted);
    } catch (const std::bad_alloc&) {
        (void)raise_memory_error(thread);
        return -2;
    }
    if (wait && look_for_input(thread, state->in) < 0) return -2;
    for (;;) {
        ssize_t count;
        int error;
        if (!wait) {
            count = ::read(state->in, to, wanted);
            error = count < 0 ? errno : 0;
        } else {
            BlockingRegion region(thread);
            count = ::read(state->in, to, wanted);
            error = count < 0 ? errno : 0;
            if (error == EAGAIN) {
                pollfd ready{state->in, POLLIN, 0};
                error = ::poll(&ready, 1, -1) < 0 ? errno : 0;
                if (!error) continue;
            }
        }
        if (count > 0) {
            sink.advance(static_cast<size_t>(count));
            return 1;
        }
        if (count == 0) {
            state->at_end = true;
            return -1;
        }
        if (error == EAGAIN) return 0;
        if (error != EINTR) {
            (void)raise_errno(thread, error);
            return -2;
        }
        if (!thread.safepoint()) return -2;
    }
}

// The next message: (number, object, None), or (number, None, exception) if it could not be unpickled. None: none is there
// and it shall not wait. EOFError: the other side is gone.
Value link_get(Thread& thread, Args& args) {
    Link* link = link_of(args[0]);
    int wait = args.has(1) ? truth(thread, args[1]) : 0;
    if (wait < 0) return {};
    LinkUse use(thread, link);
    if (!use) return {};
    LinkState* state = use.operator->();
    LinkHeader header;
    bool has_tried = false;
    while (!has_message(state, &header)) {
        if (has_tried && !wait) return Value::none();
        int result = state->at_end ? -1 : fill_link(thread, state, wait);
        if (result == -1) return raise(thread, exceptions.EOFError, Value());
        if (result == -2) return {};
        if (result == 0) return Value::none();
        has_tried = state->received.size() - state->taken < 65536;  // a large message comes in many pieces
    }
    if (Progress* progress = progress_of(thread, link)) {
        progress->number.store(header.number, std::memory_order_release);
        state->handed_out = now_ns();
    }
    std::string_view data(state->received.data() + state->taken + sizeof header, header.size);
    pickle::ReadOptions options;
    pickle::Values* memo = nullptr;
    Value object = pickle::read(thread, data, options, &memo);
    state->taken += sizeof header + header.size;
    if (state->taken == state->received.size()) {
        state->received.truncate(0);
        state->taken = 0;
    }
    Value error = object ? Value::none() : take_exception(thread);
    if (!object) object = Value::none();
    return new_tuple(thread, {make_int(thread, header.number), object, error});
}

Value link_close(Thread& thread, Args& args) {
    Link* link = link_of(args[0]);
    if (link->busy.exchange(true)) return raise_text(thread, exceptions.RuntimeError, "another thread uses this link");
    if (LinkState* state = link->state) {
        link->state = nullptr;
        close_link(state);
    }
    link->busy.store(false);
    return Value::none();
}

// (descriptor to read from, descriptor to write to)
Value link_ends(Thread& thread, Value self) {
    LinkUse use(thread, link_of(self));
    return use ? Value(new_tuple(thread, {Value::from_int(use->in), Value::from_int(use->out)})) : Value();
}
Value link_is_sending(Thread& thread, Value self) {
    LinkUse use(thread, link_of(self));
    return use ? Value::from_bool(use->sent < use->sending.size()) : Value();
}

// ---------------------------------------------------------------- sockets, for Listener and Client

// A path, or (host, port). Resolving a name may wait.
class Address {
 public:
    [[nodiscard]] bool fill(Thread& thread, Value value, bool passive) {
        if (is_tuple(value) && as_tuple(value)->length == 2) {
            std::string host;
            int port;
            if (!fs_path(thread, as_tuple(value)->items[0], &host) || !int_argument(thread, as_tuple(value)->items[1], &port)) return false;
            addrinfo hints{}, *found = nullptr;
            hints.ai_family = AF_INET;
            hints.ai_socktype = SOCK_STREAM;
            hints.ai_flags = passive ? AI_PASSIVE : 0;
            int error;
            {
                BlockingRegion region(thread);
                error = getaddrinfo(host.empty() ? nullptr : host.c_str(), std::to_string(port).c_str(), &hints, &found);
            }
            if (error) return bool(raise_text(thread, exceptions.OSError, gai_strerror(error)));
            std::memcpy(&storage_, found->ai_addr, found->ai_addrlen);
            length_ = found->ai_addrlen;
            freeaddrinfo(found);
            return true;
        }
        std::string path;
        if (!fs_path(thread, value, &path)) return false;
        auto* address = reinterpret_cast<sockaddr_un*>(&storage_);
        if (path.size() >= sizeof address->sun_path) return bool(raise_text(thread, exceptions.OSError, "AF_UNIX path too long"));
        address->sun_family = AF_UNIX;
        std::memcpy(address->sun_path, path.data(), path.size());
        length_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
        if (path[0] == '\0') length_--;
        return true;
    }
    int family() const { return storage_.ss_family; }
    const sockaddr* pointer() const { return reinterpret_cast<const sockaddr*>(&storage_); }
    socklen_t length() const { return length_; }

 private:
    sockaddr_storage storage_{};
    socklen_t length_ = 0;
};

Value address_value(Thread& thread, const sockaddr_storage& storage, socklen_t length) {
    if (storage.ss_family == AF_INET) {
        auto* address = reinterpret_cast<const sockaddr_in*>(&storage);
        char text[INET_ADDRSTRLEN];
        inet_ntop(AF_INET, &address->sin_addr, text, sizeof text);
        return new_tuple(thread, {new_str(thread, text), Value::from_int(ntohs(address->sin_port))});
    }
    auto* address = reinterpret_cast<const sockaddr_un*>(&storage);
    size_t size = length > offsetof(sockaddr_un, sun_path) ? length - offsetof(sockaddr_un, sun_path) : 0;
    return new_str(thread, std::string_view(address->sun_path, strnlen(address->sun_path, size)));
}

Value listen_function(Thread& thread, Args& args) {
    Address address;
    int backlog;
    if (!address.fill(thread, args[0], true) || !int_argument(thread, args[1], &backlog)) return {};
    int fd = socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return raise_errno(thread, errno);
    int on = 1;
    if (address.family() == AF_INET) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_storage bound{};
    socklen_t length = sizeof bound;
    if (bind(fd, address.pointer(), address.length()) != 0 || listen(fd, backlog) != 0 ||
        getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &length) != 0) {
        int error = errno;
        close(fd);
        return raise_errno(thread, error);
    }
    return new_tuple(thread, {Value::from_int(fd), address_value(thread, bound, length)});
}

Value accept_function(Thread& thread, Args& args) {
    int fd;
    if (!int_argument(thread, args[0], &fd)) return {};
    sockaddr_storage peer{};
    socklen_t length = sizeof peer;
    int64_t result;
    if (!system_call(
            thread, [&] { return accept4(fd, reinterpret_cast<sockaddr*>(&peer), &length, SOCK_CLOEXEC); }, &result))
        return {};
    return new_tuple(thread, {Value::from_int(result), address_value(thread, peer, length)});
}

Value connect_function(Thread& thread, Args& args) {
    Address address;
    if (!address.fill(thread, args[0], false)) return {};
    int fd = socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return raise_errno(thread, errno);
    int error;
    {
        BlockingRegion region(thread);
        error = connect(fd, address.pointer(), address.length()) == 0 ? 0 : errno;
    }
    if (error) {
        close(fd);
        return raise_errno(thread, error);
    }
    int on = 1;
    if (address.family() == AF_INET) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return Value::from_int(fd);
}

Value socketpair_function(Thread& thread, Args&) {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) return raise_errno(thread, errno);
    return new_tuple(thread, {Value::from_int(fds[0]), Value::from_int(fds[1])});
}

// A copy of another process's descriptor. The system allows it to whom it would allow to debug that process.
Value fetch_descriptor(Thread& thread, Args& args) {
    int pid, fd;
    if (!int_argument(thread, args[0], &pid) || !int_argument(thread, args[1], &fd)) return {};
    long process = syscall(SYS_pidfd_open, pid, 0);
    if (process < 0) return raise_errno(thread, errno);
    long copy = syscall(SYS_pidfd_getfd, process, fd, 0);
    int error = errno;
    close(static_cast<int>(process));
    return copy < 0 ? Value(raise_errno(thread, error)) : Value::from_int(copy);
}

// More room in a pipe, as far as the system allows.
Value enlarge_pipe(Thread& thread, Args& args) {
    int fd, size;
    if (!int_argument(thread, args[0], &fd) || !int_argument(thread, args[1], &size)) return {};
    fcntl(fd, F_SETPIPE_SZ, size);
    return Value::none();
}

}  // namespace

void add_links(Thread& thread, Module* module) {
    link_class = new_native_class(
        thread, {.name = "_multiprocessing.Link", .instance_size = sizeof(Link), .trace = trace_link});
    keep_forever(thread, link_class);
    add_methods(thread, link_class,
                {{"__new__(cls, read, write, view=None, reducers=None, /)", link_new, "", Binding::StaticMethod},
                 {"put(self, number, object, /)", link_put, "Pack a message."},
                 {"flush(self, wait=False, /)", link_flush, "Send what has been packed; True when all of it is gone."},
                 {"get(self, wait=False, /)", link_get, "The next message: (number, object, error)."},
                 {"close(self, /)", link_close, "Close both pipes."}});
    add_getsets(thread, link_class, {{"ends", link_ends}, {"is_sending", link_is_sending}});
    set_module_attribute(thread, module, "Link", link_class);
    add_functions(thread, module,
                  {{"send_bytes(fd, data, /)", send_bytes, "Send a message."},
                   {"recv_bytes(fd, limit=None, /)", recv_bytes, "Receive a message; None if it is longer than the limit."},
                   {"send(fd, object, reducers, /)", send_object, "Send a pickled object."},
                   {"dumps(object, reducers, /)", dumps_object, "Pickle an object."},
                   {"recv(fd, /)", recv_object, "Receive a pickled object."},
                   {"listen(address, backlog, /)", listen_function, "A listening socket: (descriptor, address)."},
                   {"accept(fd, /)", accept_function, "(descriptor, address of the peer)"},
                   {"connect(address, /)", connect_function, "A connected socket's descriptor."},
                   {"socketpair()", socketpair_function, "Two connected sockets."},
                   {"fetch_descriptor(pid, fd, /)", fetch_descriptor, "A copy of another process's descriptor."},
                   {"enlarge_pipe(fd, size, /)", enlarge_pipe, "Give a pipe more room, if possible."}});
}

}  // namespace gilt
