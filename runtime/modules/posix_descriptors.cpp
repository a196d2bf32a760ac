// Part of `posix`: more of what can be done with a descriptor: several buffers in one call, hints about what will be read,
// room set aside, terminals and event counters made.
#include <fcntl.h>
#include <pty.h>
#include <sys/eventfd.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "modules/posix_support.h"
#include "objects/bytes.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/tuple.h"
#include "vm/operations.h"

namespace gilt {
namespace {

constexpr std::pair<const char*, int> kConstants[] = {
    {"EFD_CLOEXEC", EFD_CLOEXEC},
    {"EFD_NONBLOCK", EFD_NONBLOCK},
    {"EFD_SEMAPHORE", EFD_SEMAPHORE},
    {"POSIX_FADV_NORMAL", POSIX_FADV_NORMAL},
    {"POSIX_FADV_SEQUENTIAL", POSIX_FADV_SEQUENTIAL},
    {"POSIX_FADV_RANDOM", POSIX_FADV_RANDOM},
    {"POSIX_FADV_NOREUSE", POSIX_FADV_NOREUSE},
    {"POSIX_FADV_WILLNEED", POSIX_FADV_WILLNEED},
    {"POSIX_FADV_DONTNEED", POSIX_FADV_DONTNEED},
    {"RWF_APPEND", RWF_APPEND},
    {"RWF_DSYNC", RWF_DSYNC},
    {"RWF_HIPRI", RWF_HIPRI},
    {"RWF_NOWAIT", RWF_NOWAIT},
    {"RWF_SYNC", RWF_SYNC},
};

// --- several buffers in one call: through memory of their own, because the objects may change while this thread waits ---

bool is_list_or_tuple(Thread& thread, Value value, const char* function) {
    if (length(thread, value) >= 0) return true;
    clear_exception(thread);
    return bool(raise_type_error(thread, "{}() arg 2 must be a sequence", function));
}

// readv(fd, buffers) and preadv(fd, buffers, offset, flags).
template <bool kAtPlace>
Value read_pieces(Thread& thread, Args& args) {
    int fd, flags = 0;
    int64_t offset = -1, count;
    if (!int_argument(thread, args[0], &fd) || !is_list_or_tuple(thread, args[1], kAtPlace ? "preadv" : "readv") ||
        (kAtPlace && !to_int64(thread, args[2], &offset)) || (kAtPlace && args.has(3) && !int_argument(thread, args[3], &flags)))
        return {};
    size_t room = 0;
    Iteration sizes(thread, args[1]);
    while (Value piece = sizes.next()) {
        std::string_view bytes;
        if (is_bytes(piece)) return raise_text(thread, exceptions.BufferError, "Object is not writable.");
        if (!get_buffer(thread, piece, &bytes)) return {};
        room += bytes.size();
    }
    if (sizes.failed()) return {};
    std::string data(room, '\0');
    iovec whole{data.data(), room};
    auto read = [&] { return kAtPlace ? ::preadv2(fd, &whole, 1, offset, flags) : ::readv(fd, &whole, 1); };
    if (!system_call(thread, read, &count)) return {};
    std::string_view left = std::string_view(data).substr(0, static_cast<size_t>(count));
    Iteration pieces(thread, args[1]);
    while (Value piece = left.empty() ? Value() : pieces.next()) {
        std::string_view target;
        if (!get_buffer(thread, piece, &target)) return {};
        size_t size = std::min(target.size(), left.size());
        memcpy(const_cast<char*>(target.data()), left.data(), size);
        left.remove_prefix(size);
    }
    return thread.exception ? Value() : make_int(thread, count);
}

// writev(fd, buffers) and pwritev(fd, buffers, offset, flags).
template <bool kAtPlace>
Value write_pieces(Thread& thread, Args& args) {
    int fd, flags = 0;
    int64_t offset = -1, count;
    if (!int_argument(thread, args[0], &fd) || !is_list_or_tuple(thread, args[1], kAtPlace ? "pwritev" : "writev") ||
        (kAtPlace && !to_int64(thread, args[2], &offset)) || (kAtPlace && args.has(3) && !int_argument(thread, args[3], &flags)))
        return {};
    std::string data;
    Iteration pieces(thread, args[1]);
    while (Value piece = pieces.next()) {
        std::string_view bytes;
        if (!get_buffer(thread, piece, &bytes)) return {};
        data += bytes;
    }
    if (pieces.failed()) return {};
    iovec whole{data.data(), data.size()};
    auto write = [&] { return kAtPlace ? ::pwritev2(fd, &whole, 1, offset, flags) : ::writev(fd, &whole, 1); };
    return system_call(thread, write, &count) ? make_int(thread, count) : Value();
}

// --- hints and room ---

bool range_arguments(Thread& thread, Args& args, int* fd, int64_t* offset, int64_t* size) {
    return int_argument(thread, args[0], fd) && to_int64(thread, args[1], offset) && to_int64(thread, args[2], size);
}

// These two give the error instead of setting errno.
int with_errno(int error) {
    errno = error;
    return error ? -1 : 0;
}

Value advise(Thread& thread, Args& args) {
    int fd, advice;
    int64_t offset, size;
    if (!range_arguments(thread, args, &fd, &offset, &size) || !int_argument(thread, args[3], &advice)) return {};
    return system_call(thread, [&] { return with_errno(::posix_fadvise(fd, offset, size, advice)); });
}

Value set_room_aside(Thread& thread, Args& args) {
    int fd;
    int64_t offset, size;
    if (!range_arguments(thread, args, &fd, &offset, &size)) return {};
    return system_call(thread, [&] { return with_errno(::posix_fallocate(fd, offset, size)); });
}

// --- terminals, event counters ---

Value open_terminal(Thread& thread, Args&) {
    int ends[2];
    if (::openpty(&ends[0], &ends[1], nullptr, nullptr, nullptr) != 0) return raise_errno(thread, errno);
    for (int fd : ends) fcntl(fd, F_SETFD, FD_CLOEXEC);
    return new_tuple(thread, {Value::from_int(ends[0]), Value::from_int(ends[1])});
}

Value terminal_group(Thread& thread, Args& args) {
    int fd;
    int64_t group;
    if (!int_argument(thread, args[0], &fd)) return {};
    return system_call(thread, [&] { return ::tcgetpgrp(fd); }, &group) ? make_int(thread, group) : Value();
}

Value set_terminal_group(Thread& thread, Args& args) {
    int fd, group;
    if (!int_argument(thread, args[0], &fd) || !int_argument(thread, args[1], &group)) return {};
    return system_call(thread, [&] { return ::tcsetpgrp(fd, group); });
}

Value make_event_counter(Thread& thread, Args& args) {
    int64_t start;
    int flags = EFD_CLOEXEC;
    if (!to_int64(thread, args[0], &start) || (args.has(1) && !int_argument(thread, args[1], &flags))) return {};
    int fd = ::eventfd(static_cast<unsigned>(start), flags);
    return fd < 0 ? Value(raise_errno(thread, errno)) : Value::from_int(fd);
}

Value read_event_counter(Thread& thread, Args& args) {
    int fd;
    eventfd_t value;
    if (!int_argument(thread, args[0], &fd) || !system_call(thread, [&] { return ::eventfd_read(fd, &value); })) return {};
    return make_int(thread, static_cast<int64_t>(value));
}

Value add_to_event_counter(Thread& thread, Args& args) {
    int fd;
    int64_t value;
    if (!int_argument(thread, args[0], &fd) || !to_int64(thread, args[1], &value)) return {};
    return system_call(thread, [&] { return ::eventfd_write(fd, static_cast<eventfd_t>(value)); });
}

}  // namespace

void add_descriptor_functions(Thread& thread, Module* module) {
    for (auto [name, value] : kConstants) set_module_attribute(thread, module, name, Value::from_int(value));
    add_functions(
        thread, module,
        {
            {"readv(fd, buffers, /)", read_pieces<false>, "Read from a file descriptor fd into an iterable of buffers."},
            {"preadv(fd, buffers, offset, flags=0, /)", read_pieces<true>, "Reads from a place into a number of buffers."},
            {"writev(fd, buffers, /)", write_pieces<false>, "Write the contents of buffers to a file descriptor."},
            {"pwritev(fd, buffers, offset, flags=0, /)", write_pieces<true>, "Writes the contents of buffers at a place."},
            {"posix_fadvise(fd, offset, length, advice, /)", advise,
             "Announce an intention to access data in a specific pattern."},
            {"posix_fallocate(fd, offset, length, /)", set_room_aside,
             "Ensure a file has allocated at least a particular number of bytes on disk."},
            {"openpty()", open_terminal, "Open a pseudo-terminal."},
            {"tcgetpgrp(fd, /)", terminal_group, "Return the process group associated with the terminal specified by fd."},
            {"tcsetpgrp(fd, pgid, /)", set_terminal_group,
             "Set the process group associated with the terminal specified by fd."},
            {"eventfd(initval, flags=524288)", make_event_counter, "Creates and returns an event notification file descriptor."},
            {"eventfd_read(fd)", read_event_counter, "Read eventfd value."},
            {"eventfd_write(fd, value)", add_to_event_counter, "Write eventfd value."},
        });
}

}  // namespace gilt
