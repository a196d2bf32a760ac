// _socket: the socket object.
//
// A socket has a timeout. None: its calls wait in the system. Zero: they never wait. Anything between: the descriptor does not
// block, and a call that finds it not ready polls for it until the time is up. Whatever may wait does so in a BlockingRegion;
// a call that cannot wait keeps the GIL.
//
// Closing a socket in which another thread waits: the descriptor is shut down, which ends that wait, and closed by the last
// thread that leaves (`users`); until then its number cannot be given to anybody else.
//
//   - `fd`: written by close() and detach(), read by anyone. `users` counts the threads inside a call; kClosing is set in it
//     by close(), and whoever brings the count to zero after that closes the descriptor.
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "heap/heap.h"
#include "modules/socket_support.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "thread/busy_poll.h"
#include "thread/clock.h"
#include "thread/futex.h"
#include "vm/operations.h"
#include "vm/recycling.h"

namespace gilt {

namespace {

constexpr uint32_t kClosing = 1u << 31;
constexpr int64_t kNoTimeout = -1;

Class* socket_class;
std::atomic<int64_t> default_timeout{kNoTimeout};  // nanoseconds

struct Socket : Object {
    std::atomic<int> fd;
    std::atomic<int> closing_fd;  // what close() left for the last user
    std::atomic<uint32_t> users;
    int family, type, protocol;
    std::atomic<int64_t> timeout;  // nanoseconds, or kNoTimeout
    Slot overflow;
};

Socket* self_of(Args& args) { return static_cast<Socket*>(args[0].as_object()); }

// One thread's stay inside a call. The descriptor it saw stays open for so long.
class User : Stay {
  public:
    User(Thread& thread, Socket* socket) : Stay{thread.stay, leave}, thread_(thread), socket_(socket) {
        thread.stay = this;
        socket->users.fetch_add(1);
        fd = socket->fd.load();
    }
    ~User() {
        leave(*this);
        thread_.stay = outer;
    }
    bool is_closed_meanwhile() const { return fd >= 0 && socket_->fd.load() != fd; }
    int fd;

  private:
    static void leave(Stay& stay) {
        Socket* socket = static_cast<User&>(stay).socket_;
        if (socket->users.fetch_sub(1) == (kClosing | 1)) {
            int left = socket->closing_fd.exchange(-1);
            socket->users.fetch_and(~kClosing);
            if (left >= 0) ::close(left);
        }
    }

    Thread& thread_;
    Socket* socket_;
};

Value raise_timeout(Thread& thread) { return raise_text(thread, exceptions.TimeoutError, "timed out"); }

// Waits until the descriptor is ready. 1: it is; 0: time is up; -1: exception pending.
int wait_until_ready(Thread& thread, int fd, short events, uint64_t deadline) {
    for (;;) {
        pollfd entry{fd, events, 0};
        int64_t left = -1;
        if (deadline != kNoDeadline) {
            uint64_t now = now_ns();
            left = now >= deadline ? 0 : static_cast<int64_t>((deadline - now + 999999) / 1000000);
        }
        int count, error;
        {
            BlockingRegion region(thread);
            count = ::poll(&entry, 1, static_cast<int>(std::min<int64_t>(left, 1 << 30)));
            error = errno;
        }
        if (count > 0) return 1;
        if (count == 0 && left >= 0 && left < 1 << 30) return 0;
        if (count < 0 && error != EINTR) {
            raise_errno(thread, error);
            return -1;
        }
        if (!thread.safepoint()) return -1;
    }
}

// Makes a call of the system that may have to wait for `events`; its result is negative on an error. False: exception pending.
// One that can be told not to wait (a second argument, for its flags) is first made so, with the GIL kept: most often the data or the
// room are there, and handing the GIL over costs more than the call.
template <class Call>
bool socket_call(Thread& thread, Socket* socket, short events, Call call, int64_t* result) {
    User user(thread, socket);
    int64_t timeout = socket->timeout.load(std::memory_order_relaxed);
    uint64_t deadline = timeout > 0 ? now_ns() + static_cast<uint64_t>(timeout) : kNoDeadline;
    constexpr bool kTakesFlags = std::is_invocable_v<Call, int, int>;
    bool is_first = kTakesFlags, has_looked = false;
    for (;;) {
        auto attempt = [&] {
            if constexpr (kTakesFlags)
                *result = call(user.fd, is_first ? MSG_DONTWAIT : 0);
            else
                *result = call(user.fd);
            return *result < 0 ? errno : 0;
        };
        int error;
        if (timeout >= 0 || is_first) {
            error = attempt();
        } else {
            BlockingRegion region(thread);
            error = attempt();
        }
        // Who closes it while a thread waits in here shuts it down, which ends a receiving call with nothing; what has been
        // received or sent by then counts.
        bool may_be_cut_short = error != 0 || (*result == 0 && events != POLLOUT);
        if (may_be_cut_short && user.is_closed_meanwhile()) return bool(raise_errno(thread, EBADF));
        if (!error) return true;
        if (error == EINTR) {
            if (!thread.safepoint()) return false;
            continue;
        }
        bool must_wait = error == EAGAIN || error == EWOULDBLOCK;
        if (must_wait && events == POLLIN && timeout != 0 && !has_looked) {
            has_looked = true;
            int found = look_for_input(thread, user.fd);
            if (found < 0) return false;
            if (found > 0) continue;
        }
        if (must_wait && is_first && timeout < 0) {
            is_first = false;
            continue;
        }
        if (timeout <= 0 || !must_wait) return bool(raise_errno(thread, error));
        int ready = wait_until_ready(thread, user.fd, events, deadline);
        if (ready < 0) return false;
        if (ready == 0) return bool(raise_timeout(thread));
        if (user.is_closed_meanwhile()) return bool(raise_errno(thread, EBADF));
    }
}

// --- making and closing ---

bool set_blocking(int fd, bool blocking) {
    int flags = fcntl(fd, F_GETFL);
    int wanted = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
    return flags >= 0 && (wanted == flags || fcntl(fd, F_SETFL, wanted) == 0);
}

void begin_socket(Socket* socket, int fd, int family, int type, int protocol) {
    socket->fd = fd;
    socket->family = family;
    socket->type = type & ~(SOCK_CLOEXEC | SOCK_NONBLOCK);
    socket->protocol = protocol;
    int64_t timeout = type & SOCK_NONBLOCK ? 0 : default_timeout.load(std::memory_order_relaxed);
    socket->timeout = timeout;
    if (timeout >= 0 && !(type & SOCK_NONBLOCK)) set_blocking(fd, false);
}

void close_descriptor(Socket* socket) {
    int fd = socket->fd.exchange(-1);
    if (fd < 0) return;
    socket->closing_fd = fd;
    uint32_t users = socket->users.fetch_or(kClosing);
    if (users == 0) {
        // Nobody is inside, or somebody has just come in and sees -1: who takes the number closes it.
        int left = socket->closing_fd.exchange(-1);
        socket->users.fetch_and(~kClosing);
        if (left >= 0) ::close(left);
    } else {
        ::shutdown(fd, SHUT_RDWR);
    }
}

Value socket_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], socket_class);
    if (!cls) return {};
    auto* socket = static_cast<Socket*>(allocate_instance(thread, cls));
    socket->fd = socket->closing_fd = -1;
    socket->timeout = kNoTimeout;
    heap::set_finalizer(socket, [](Object* object) { close_descriptor(static_cast<Socket*>(object)); });
    return socket;
}

Value socket_init(Thread& thread, Args& args) {
    int64_t numbers[3] = {-1, -1, -1};
    for (size_t i = 0; i < 3; i++)
        if (args.has(i + 1) && !to_int64(thread, args[i + 1], &numbers[i])) return {};
    int family = static_cast<int>(numbers[0]), type = static_cast<int>(numbers[1]), protocol = static_cast<int>(numbers[2]);
    int fd;
    if (args.has(4) && !args[4].is_none()) {
        int64_t given;
        if (is_float(args[4])) return raise_type_error(thread, "integer argument expected, got float");
        if (!to_int64(thread, args[4], &given)) return {};
        if (given < 0) return raise_value_error(thread, "negative file descriptor");
        fd = static_cast<int>(given);
        SocketAddress address;
        address.length = sizeof address.storage;
        memset(&address.storage, 0, sizeof address.storage);
        if (getsockname(fd, address.get(), &address.length) < 0) {
            if (family == -1 || errno == EBADF || errno == ENOTSOCK) return raise_errno(thread, errno);
        } else if (family == -1) {
            family = address.storage.ss_family;
        }
        socklen_t size = sizeof(int);
        if (type == -1 && getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) < 0) return raise_errno(thread, errno);
        size = sizeof(int);
        if (protocol == -1 && getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) < 0) protocol = 0;
    } else {
        if (family == -1) family = AF_INET;
        if (type == -1) type = SOCK_STREAM;
        if (protocol == -1) protocol = 0;
        fd = ::socket(family, type | SOCK_CLOEXEC, protocol);
        if (fd < 0) return raise_errno(thread, errno);
    }
    begin_socket(self_of(args), fd, family, type, protocol);
    return Value::none();
}

Value socket_close(Thread& thread, Args& args) {
    close_descriptor(self_of(args));
    return thread.safepoint() ? Value::none() : Value();
}
Value socket_detach(Thread&, Args& args) { return Value::from_int(self_of(args)->fd.exchange(-1)); }
Value socket_fileno(Thread&, Args& args) { return Value::from_int(self_of(args)->fd.load()); }

// --- timeouts ---

// None, or a number of seconds that is not negative.
bool timeout_from(Thread& thread, Value value, int64_t* out) {
    *out = kNoTimeout;
    if (value.is_none()) return true;
    double seconds;
    int64_t whole;
    if (is_float(value)) {
        if (!to_double(thread, value, &seconds)) return false;
    } else {
        if (!to_int64(thread, value, &whole)) return false;
        seconds = static_cast<double>(whole);
    }
    if (std::isnan(seconds)) return bool(raise_value_error(thread, "Invalid value NaN (not a number)"));
    if (seconds < 0) return bool(raise_value_error(thread, "Timeout value out of range"));
    if (seconds > 9e9) return bool(raise_text(thread, exceptions.OverflowError, "timeout doesn't fit into C timeval"));
    *out = static_cast<int64_t>(std::ceil(seconds * 1e9));
    return true;
}
Value timeout_to(int64_t timeout) {
    return timeout < 0 ? Value::none() : Value::from_float(static_cast<double>(timeout) / 1e9);
}
Value apply_timeout(Thread& thread, Socket* socket, int64_t timeout) {
    socket->timeout = timeout;
    return set_blocking(socket->fd, timeout < 0) ? Value::none() : Value(raise_errno(thread, errno));
}
Value set_timeout(Thread& thread, Args& args) {
    int64_t timeout;
    return timeout_from(thread, args[1], &timeout) ? apply_timeout(thread, self_of(args), timeout) : Value();
}
Value get_timeout(Thread&, Args& args) { return timeout_to(self_of(args)->timeout); }
Value set_blocking_method(Thread& thread, Args& args) {
    int blocking = truth(thread, args[1]);
    return blocking < 0 ? Value() : apply_timeout(thread, self_of(args), blocking ? kNoTimeout : 0);
}
Value get_blocking(Thread&, Args& args) { return Value::from_bool(self_of(args)->timeout != 0); }

// --- connections ---

Value socket_bind(Thread& thread, Args& args) {
    SocketAddress address;
    Socket* socket = self_of(args);
    if (!address_from(thread, socket->family, args[1], "bind", &address)) return {};
    if (::bind(socket->fd, address.get(), address.length) < 0) return raise_errno(thread, errno);
    return Value::none();
}

Value socket_listen(Thread& thread, Args& args) {
    int64_t backlog = std::min(SOMAXCONN, 128);
    if (args.has(1) && !to_int64(thread, args[1], &backlog)) return {};
    if (::listen(self_of(args)->fd, static_cast<int>(std::clamp<int64_t>(backlog, 0, 1 << 20))) < 0) return raise_errno(thread, errno);
    return Value::none();
}

// (descriptor, address)
Value socket_accept(Thread& thread, Args& args) {
    SocketAddress address;
    int64_t fd;
    auto accept_one = [&](int listening) {
        address.length = sizeof address.storage;
        return ::accept4(listening, address.get(), &address.length, SOCK_CLOEXEC);
    };
    if (!socket_call(thread, self_of(args), POLLIN, accept_one, &fd)) return {};
    return new_tuple(thread, {Value::from_int(fd), address_to(thread, address)});
}

// Zero, or the error; -1: exception pending.
int connect_to(Thread& thread, Socket* socket, SocketAddress& address) {
    User user(thread, socket);
    int64_t timeout = socket->timeout;
    int error;
    if (timeout < 0) {
        BlockingRegion region(thread);
        error = ::connect(user.fd, address.get(), address.length) < 0 ? errno : 0;
    } else {
        error = ::connect(user.fd, address.get(), address.length) < 0 ? errno : 0;
    }
    bool goes_on = error == EINTR || (error == EINPROGRESS && timeout > 0);
    if (error == EINTR && !thread.safepoint()) return -1;
    if (!goes_on) return error;
    uint64_t deadline = timeout > 0 ? now_ns() + static_cast<uint64_t>(timeout) : kNoDeadline;
    int ready = wait_until_ready(thread, user.fd, POLLOUT, deadline);
    if (ready < 0) return -1;
    if (ready == 0) {
        (void)raise_timeout(thread);
        return -1;
    }
    socklen_t size = sizeof error;
    return getsockopt(user.fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0 ? errno : error;
}

Value socket_connect(Thread& thread, Args& args) {
    SocketAddress address;
    if (!address_from(thread, self_of(args)->family, args[1], "connect", &address)) return {};
    int error = connect_to(thread, self_of(args), address);
    if (error < 0) return {};
    return error ? Value(raise_errno(thread, error)) : Value::none();
}

Value socket_connect_ex(Thread& thread, Args& args) {
    SocketAddress address;
    if (!address_from(thread, self_of(args)->family, args[1], "connect_ex", &address)) return {};
    int error = connect_to(thread, self_of(args), address);
    if (error < 0 && pending_matches(thread, exceptions.TimeoutError)) {
        clear_exception(thread);
        error = EAGAIN;
    }
    return error < 0 ? Value() : Value::from_int(error);
}

Value socket_shutdown(Thread& thread, Args& args) {
    int64_t how;
    if (!to_int64(thread, args[1], &how)) return {};
    if (::shutdown(self_of(args)->fd, static_cast<int>(how)) < 0) return raise_errno(thread, errno);
    return Value::none();
}

template <int (*get)(int, sockaddr*, socklen_t*)>
Value get_name(Thread& thread, Args& args) {
    SocketAddress address;
    memset(&address.storage, 0, sizeof address.storage);
    address.length = sizeof address.storage;
    if (get(self_of(args)->fd, address.get(), &address.length) < 0) return raise_errno(thread, errno);
    return address_to(thread, address);
}
int own_name(int fd, sockaddr* address, socklen_t* length) { return getsockname(fd, address, length); }
int peer_name(int fd, sockaddr* address, socklen_t* length) { return getpeername(fd, address, length); }

// --- receiving ---

// Where bytes are received before it is known how many there are: the thread's own, made at its first use.
class ReceiveBuffer {
  public:
    static constexpr size_t kKept = 256 * 1024;
    explicit ReceiveBuffer(size_t size) {
        if (size > kKept) {
            large_.resize(size);
            return;
        }
        if (kept_.size() < size) kept_.resize(std::max<size_t>(size, 16 * 1024));
    }
    char* data() { return large_.empty() ? kept_.data() : large_.data(); }

  private:
    static thread_local std::vector<char> kept_;
    std::vector<char> large_;
};
thread_local std::vector<char> ReceiveBuffer::kept_;

bool size_argument(Thread& thread, Value value, const char* method, size_t* out) {
    int64_t size;
    if (!to_int64(thread, value, &size)) return false;
    if (size < 0) return bool(raise_value_error(thread, "negative buffersize in {}", method));
    if (size > int64_t{1} << 40) return bool(raise_memory_error(thread));
    *out = static_cast<size_t>(size);
    return true;
}
bool flags_argument(Thread& thread, Value value, int* out) {
    int64_t flags = 0;
    if (value && !to_int64(thread, value, &flags)) return false;
    *out = static_cast<int>(flags);
    return true;
}

bool receive_bytes(Thread& thread, Socket* socket, char* to, size_t size, int flags, int64_t* count) {
    if (flags & MSG_WAITALL)
        return socket_call(thread, socket, POLLIN, [&](int fd) { return ::recv(fd, to, size, flags); }, count);
    return socket_call(thread, socket, POLLIN, [&](int fd, int more) { return ::recv(fd, to, size, flags | more); }, count);
}

Value socket_recv(Thread& thread, Args& args) {
    size_t size;
    int flags;
    if (!size_argument(thread, args[1], "recv", &size) || !flags_argument(thread, args[2], &flags)) return {};
    ReceiveBuffer buffer(size);
    char* to = buffer.data();
    int64_t count;
    if (!receive_bytes(thread, self_of(args), to, size, flags, &count)) return {};
    return new_bytes(thread, {to, static_cast<size_t>(count)});
}

Value socket_recvfrom(Thread& thread, Args& args) {
    size_t size;
    int flags;
    if (!size_argument(thread, args[1], "recvfrom", &size) || !flags_argument(thread, args[2], &flags)) return {};
    ReceiveBuffer buffer(size);
    char* to = buffer.data();
    SocketAddress address;
    int64_t count;
    auto receive = [&](int fd) {
        address.length = sizeof address.storage;
        return ::recvfrom(fd, to, size, flags, address.get(), &address.length);
    };
    if (!socket_call(thread, self_of(args), POLLIN, receive, &count)) return {};
    Value data = new_bytes(thread, {to, static_cast<size_t>(count)});
    return new_tuple(thread, {data, address_to(thread, address)});
}

// A buffer to receive into, and how much of it.
bool target_buffer(Thread& thread, Args& args, std::string_view* view, size_t* size, const char* method) {
    if (is_bytes(args[1])) return raise_type_error(thread, "{}() argument 1 must be read-write bytes-like object, not {}", method, type_name(args[1]));
    if (!get_buffer(thread, args[1], view)) return false;
    *size = 0;
    if (args.has(2) && !size_argument(thread, args[2], method, size)) return false;
    if (*size > view->size()) return bool(raise_value_error(thread, "buffer too small for requested bytes"));
    if (*size == 0) *size = view->size();
    return true;
}

Value socket_recv_into(Thread& thread, Args& args) {
    std::string_view view;
    size_t size;
    int flags;
    if (!target_buffer(thread, args, &view, &size, "recv_into") || !flags_argument(thread, args[3], &flags)) return {};
    char* to = const_cast<char*>(view.data());
    int64_t count;
    if (!receive_bytes(thread, self_of(args), to, size, flags, &count)) return {};
    return Value::from_int(count);
}

Value socket_recvfrom_into(Thread& thread, Args& args) {
    std::string_view view;
    size_t size;
    int flags;
    if (!target_buffer(thread, args, &view, &size, "recvfrom_into") || !flags_argument(thread, args[3], &flags)) return {};
    char* to = const_cast<char*>(view.data());
    SocketAddress address;
    int64_t count;
    auto receive = [&](int fd) {
        address.length = sizeof address.storage;
        return ::recvfrom(fd, to, size, flags, address.get(), &address.length);
    };
    if (!socket_call(thread, self_of(args), POLLIN, receive, &count)) return {};
    return new_tuple(thread, {Value::from_int(count), address_to(thread, address)});
}

// (data, [(level, type, data), ...], flags, address)
Value socket_recvmsg(Thread& thread, Args& args) {
    size_t size, ancillary_size = 0;
    int flags;
    if (!size_argument(thread, args[1], "recvmsg", &size) || (args.has(2) && !size_argument(thread, args[2], "recvmsg", &ancillary_size)) ||
        !flags_argument(thread, args[3], &flags))
        return {};
    std::vector<char> data(size), control(ancillary_size);
    iovec part{data.data(), size};
    SocketAddress address;
    memset(&address.storage, 0, sizeof address.storage);
    msghdr message{};
    int64_t count;
    auto receive = [&](int fd) {
        message.msg_name = address.get();
        message.msg_namelen = sizeof address.storage;
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.empty() ? nullptr : control.data();
        message.msg_controllen = control.size();
        return ::recvmsg(fd, &message, flags);
    };
    if (!socket_call(thread, self_of(args), POLLIN, receive, &count)) return {};
    List* ancillary = new_list(thread);
    for (cmsghdr* at = CMSG_FIRSTHDR(&message); at; at = CMSG_NXTHDR(&message, at)) {
        std::string_view content(reinterpret_cast<char*>(CMSG_DATA(at)), at->cmsg_len - CMSG_LEN(0));
        list_append(thread, ancillary, new_tuple(thread, {Value::from_int(at->cmsg_level), Value::from_int(at->cmsg_type),
                                                          Value(new_bytes(thread, content))}));
    }
    address.length = message.msg_namelen;
    Value bytes = new_bytes(thread, {data.data(), static_cast<size_t>(count)});
    return new_tuple(thread, {bytes, Value(ancillary), Value::from_int(message.msg_flags), address_to(thread, address)});
}

// --- sending ---

Value socket_send(Thread& thread, Args& args) {
    std::string_view data;
    int flags;
    if (!get_buffer(thread, args[1], &data) || !flags_argument(thread, args[2], &flags)) return {};
    int64_t count;
    if (!socket_call(thread, self_of(args), POLLOUT, [&](int fd) { return ::send(fd, data.data(), data.size(), flags); }, &count)) return {};
    kept_nothing(thread, socket_send, args[1]);
    return Value::from_int(count);
}

Value socket_sendall(Thread& thread, Args& args) {
    std::string_view data;
    int flags;
    if (!get_buffer(thread, args[1], &data) || !flags_argument(thread, args[2], &flags)) return {};
    do {
        int64_t count;
        auto send = [&](int fd, int more) { return ::send(fd, data.data(), data.size(), flags | more); };
        if (!socket_call(thread, self_of(args), POLLOUT, send, &count)) return {};
        data.remove_prefix(static_cast<size_t>(count));
        if (!thread.safepoint()) return {};
    } while (!data.empty());
    kept_nothing(thread, socket_sendall, args[1]);
    return Value::none();
}

Value socket_sendto(Thread& thread, Args& args) {
    // sendto(data, address) or sendto(data, flags, address)
    std::string_view data;
    int flags = 0;
    bool has_flags = args.has(3);
    if (!get_buffer(thread, args[1], &data) || (has_flags && !flags_argument(thread, args[2], &flags))) return {};
    SocketAddress address;
    if (!address_from(thread, self_of(args)->family, has_flags ? args[3] : args[2], "sendto", &address)) return {};
    int64_t count;
    auto send = [&](int fd) { return ::sendto(fd, data.data(), data.size(), flags, address.get(), address.length); };
    return socket_call(thread, self_of(args), POLLOUT, send, &count) ? Value::from_int(count) : Value();
}

Value socket_sendmsg(Thread& thread, Args& args) {
    std::vector<iovec> parts;
    Iteration buffers(thread, args[1]);
    List* kept = new_list(thread);
    while (Value item = buffers.next()) {
        std::string_view view;
        if (!get_buffer(thread, item, &view)) return {};
        list_append(thread, kept, item);
        parts.push_back({const_cast<char*>(view.data()), view.size()});
    }
    if (buffers.failed()) return {};
    std::vector<char> control;
    if (args.has(2)) {
        Iteration items(thread, args[2]);
        while (Value item = items.next()) {
            int64_t level, type;
            std::string_view content;
            if (!is_tuple(item) || as_tuple(item)->length != 3) return raise_type_error(thread, "[sendmsg() ancillary data items] must be a sequence of 3-tuples");
            Tuple* triple = as_tuple(item);
            if (!to_int64(thread, triple->items[0], &level) || !to_int64(thread, triple->items[1], &type) || !get_buffer(thread, triple->items[2], &content)) return {};
            size_t at = control.size();
            control.resize(at + CMSG_SPACE(content.size()));
            auto* header = reinterpret_cast<cmsghdr*>(control.data() + at);
            header->cmsg_len = CMSG_LEN(content.size());
            header->cmsg_level = static_cast<int>(level);
            header->cmsg_type = static_cast<int>(type);
            memcpy(CMSG_DATA(header), content.data(), content.size());
        }
        if (items.failed()) return {};
    }
    int flags;
    if (!flags_argument(thread, args[3], &flags)) return {};
    SocketAddress address;
    msghdr message{};
    if (args.has(4) && !args[4].is_none()) {
        if (!address_from(thread, self_of(args)->family, args[4], "sendmsg", &address)) return {};
        message.msg_name = address.get();
        message.msg_namelen = address.length;
    }
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    message.msg_control = control.empty() ? nullptr : control.data();
    message.msg_controllen = control.size();
    int64_t count;
    return socket_call(thread, self_of(args), POLLOUT, [&](int fd) { return ::sendmsg(fd, &message, flags); }, &count) ? Value::from_int(count) : Value();
}

// --- options ---

Value get_option(Thread& thread, Args& args) {
    int64_t level, name, size = 0;
    if (!to_int64(thread, args[1], &level) || !to_int64(thread, args[2], &name) || (args.has(3) && !to_int64(thread, args[3], &size))) return {};
    if (size == 0) {
        int number = 0;
        socklen_t length = sizeof number;
        if (getsockopt(self_of(args)->fd, static_cast<int>(level), static_cast<int>(name), &number, &length) < 0) return raise_errno(thread, errno);
        return Value::from_int(number);
    }
    if (size < 0 || size > 1024) return raise_text(thread, exceptions.OSError, "getsockopt buflen out of range");
    char data[1024];
    auto length = static_cast<socklen_t>(size);
    if (getsockopt(self_of(args)->fd, static_cast<int>(level), static_cast<int>(name), data, &length) < 0) return raise_errno(thread, errno);
    return new_bytes(thread, {data, length});
}

Value set_option(Thread& thread, Args& args) {
    int64_t level, name, number;
    if (!to_int64(thread, args[1], &level) || !to_int64(thread, args[2], &name)) return {};
    int fd = self_of(args)->fd, result;
    if (args.has(4)) {  // setsockopt(level, name, None, length)
        if (!args[3].is_none()) return raise_type_error(thread, "setsockopt() argument 3 must be None, not {}", type_name(args[3]));
        if (!to_int64(thread, args[4], &number)) return {};
        result = setsockopt(fd, static_cast<int>(level), static_cast<int>(name), nullptr, static_cast<socklen_t>(number));
    } else if (is_int(args[3])) {
        if (!to_int64(thread, args[3], &number)) return {};
        int value = static_cast<int>(number);
        result = setsockopt(fd, static_cast<int>(level), static_cast<int>(name), &value, sizeof value);
    } else {
        std::string_view data;
        if (!get_buffer(thread, args[3], &data)) return {};
        result = setsockopt(fd, static_cast<int>(level), static_cast<int>(name), data.data(), static_cast<socklen_t>(data.size()));
    }
    return result < 0 ? Value(raise_errno(thread, errno)) : Value::none();
}

Value socket_repr(Thread& thread, Args& args) {
    Socket* socket = self_of(args);
    return new_str(thread, fmt::format("<socket object, fd={}, family={}, type={}, proto={}>", socket->fd.load(), socket->family, socket->type, socket->protocol));
}

Value get_family(Thread&, Value self) { return Value::from_int(static_cast<Socket*>(self.as_object())->family); }
Value get_type(Thread&, Value self) { return Value::from_int(static_cast<Socket*>(self.as_object())->type); }
Value get_protocol(Thread&, Value self) { return Value::from_int(static_cast<Socket*>(self.as_object())->protocol); }
Value get_timeout_field(Thread&, Value self) { return timeout_to(static_cast<Socket*>(self.as_object())->timeout); }

// --- the module's functions ---

Value socket_pair(Thread& thread, Args& args) {
    int64_t family = AF_UNIX, type = SOCK_STREAM, protocol = 0;
    if (args.has(0) && !to_int64(thread, args[0], &family)) return {};
    if (args.has(1) && !to_int64(thread, args[1], &type)) return {};
    if (args.has(2) && !to_int64(thread, args[2], &protocol)) return {};
    int fds[2];
    if (::socketpair(static_cast<int>(family), static_cast<int>(type) | SOCK_CLOEXEC, static_cast<int>(protocol), fds) < 0) return raise_errno(thread, errno);
    Value pair[2];
    for (int i = 0; i < 2; i++) {
        Value cls = socket_class;
        Args of_new{&cls, 1, {}, nullptr};
        pair[i] = socket_new(thread, of_new);
        begin_socket(static_cast<Socket*>(pair[i].as_object()), fds[i], static_cast<int>(family), static_cast<int>(type), static_cast<int>(protocol));
    }
    return new_tuple(thread, {pair[0], pair[1]});
}

Value close_fd(Thread& thread, Args& args) {
    int64_t fd;
    if (!to_int64(thread, args[0], &fd)) return {};
    if (::close(static_cast<int>(fd)) < 0 && errno != ECONNRESET) return raise_errno(thread, errno);
    return Value::none();
}
Value dup_fd(Thread& thread, Args& args) {
    int64_t fd;
    if (!to_int64(thread, args[0], &fd)) return {};
    int copy = fcntl(static_cast<int>(fd), F_DUPFD_CLOEXEC, 0);
    return copy < 0 ? Value(raise_errno(thread, errno)) : Value::from_int(copy);
}
Value get_default_timeout(Thread&, Args&) { return timeout_to(default_timeout); }
Value set_default_timeout(Thread& thread, Args& args) {
    int64_t timeout;
    if (!timeout_from(thread, args[0], &timeout)) return {};
    default_timeout = timeout;
    return Value::none();
}
Value ancillary_length(Thread& thread, Args& args) {
    int64_t size;
    if (!to_int64(thread, args[0], &size)) return {};
    if (size < 0 || size > 1 << 30) return raise_text(thread, exceptions.OverflowError, "CMSG_LEN() argument out of range");
    return make_uint(thread, CMSG_LEN(static_cast<size_t>(size)));
}
Value ancillary_space(Thread& thread, Args& args) {
    int64_t size;
    if (!to_int64(thread, args[0], &size)) return {};
    if (size < 0 || size > 1 << 30) return raise_text(thread, exceptions.OverflowError, "CMSG_SPACE() argument out of range");
    return make_uint(thread, CMSG_SPACE(static_cast<size_t>(size)));
}

}  // namespace

bool initialize_socket(Thread& thread, Module* module) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
    socket_class = new_native_class(thread, {.name = "_socket.socket", .instance_size = sizeof(Socket), .flags = kBasetype | kHasWeakrefs,
                                             .overflow_offset = offsetof(Socket, overflow)});
#pragma GCC diagnostic pop
    keep_forever(thread, socket_class);
    add_methods(thread, socket_class,
                {{"__new__(cls, /, *args, **kwargs)", socket_new, "", Binding::StaticMethod},
                 {"__init__(self, family=-1, type=-1, proto=-1, fileno=None)", socket_init},
                 {"__repr__(self, /)", socket_repr},
                 {"_accept(self, /)", socket_accept, "(descriptor, address) of the next connection."},
                 {"bind(self, address, /)", socket_bind},
                 {"close(self, /)", socket_close},
                 {"connect(self, address, /)", socket_connect},
                 {"connect_ex(self, address, /)", socket_connect_ex, "connect() that returns the error number."},
                 {"detach(self, /)", socket_detach, "Gives the descriptor away."},
                 {"fileno(self, /)", socket_fileno},
                 {"getpeername(self, /)", get_name<peer_name>},
                 {"getsockname(self, /)", get_name<own_name>},
                 {"getsockopt(self, level, option, buffersize=None, /)", get_option},
                 {"setsockopt(self, level, option, value, length=None, /)", set_option},
                 {"gettimeout(self, /)", get_timeout},
                 {"settimeout(self, timeout, /)", set_timeout},
                 {"getblocking(self, /)", get_blocking},
                 {"setblocking(self, flag, /)", set_blocking_method},
                 {"listen(self, backlog=None, /)", socket_listen},
                 {"recv(self, buffersize, flags=0, /)", socket_recv},
                 {"recv_into(self, buffer, nbytes=0, flags=0)", socket_recv_into},
                 {"recvfrom(self, buffersize, flags=0, /)", socket_recvfrom},
                 {"recvfrom_into(self, buffer, nbytes=0, flags=0)", socket_recvfrom_into},
                 {"recvmsg(self, bufsize, ancbufsize=0, flags=0, /)", socket_recvmsg},
                 {"send(self, data, flags=0, /)", socket_send},
                 {"sendall(self, data, flags=0, /)", socket_sendall},
                 {"sendto(self, data, flags_or_address, address=None, /)", socket_sendto},
                 {"sendmsg(self, buffers, ancdata=None, flags=0, address=None, /)", socket_sendmsg},
                 {"shutdown(self, how, /)", socket_shutdown}});
    add_getsets(thread, socket_class,
                {{"family", get_family}, {"type", get_type}, {"proto", get_protocol}, {"timeout", get_timeout_field}});
    set_module_attribute(thread, module, "socket", socket_class);
    set_module_attribute(thread, module, "SocketType", socket_class);
    set_module_attribute(thread, module, "error", exceptions.OSError);
    set_module_attribute(thread, module, "timeout", exceptions.TimeoutError);
    add_functions(thread, module,
                  {{"socketpair(family=1, type=1, proto=0, /)", socket_pair},
                   {"close(integer, /)", close_fd},
                   {"dup(integer, /)", dup_fd},
                   {"getdefaulttimeout()", get_default_timeout},
                   {"setdefaulttimeout(timeout, /)", set_default_timeout},
                   {"CMSG_LEN(length, /)", ancillary_length},
                   {"CMSG_SPACE(length, /)", ancillary_space}});
    add_socket_names(thread, module);
    add_socket_constants(thread, module);
    return true;
}

}  // namespace gilt
