// The third part of `posix`: owners, file systems, reads and writes at a place, ids of groups and sessions.
#include <fcntl.h>
#include <grp.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "modules/posix_support.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "objects/tuple.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

Class* statvfs_result;

Value stat_file_system(Thread& thread, Args& args) {
    std::string path;
    int fd;
    if (!fs_path_or_fd(thread, args[0], &path, &fd, "statvfs")) return {};
    struct statvfs info;
    if (!system_call(
            thread, [&] { return fd >= 0 ? ::fstatvfs(fd, &info) : ::statvfs(path.c_str(), &info); }, args[0]))
        return {};
    return make_struct(thread, statvfs_result,
                       {make_uint(thread, info.f_bsize), make_uint(thread, info.f_frsize),
                        make_uint(thread, info.f_blocks), make_uint(thread, info.f_bfree),
                        make_uint(thread, info.f_bavail), make_uint(thread, info.f_files),
                        make_uint(thread, info.f_ffree), make_uint(thread, info.f_favail),
                        make_uint(thread, info.f_flag), make_uint(thread, info.f_namemax),
                        make_uint(thread, info.f_fsid)});
}

template <bool kFollow>
Value change_owner(Thread& thread, Args& args) {
    std::string path;
    int fd, uid, gid;
    if (!fs_path_or_fd(thread, args[0], &path, &fd, "chown") || !int_argument(thread, args[1], &uid) ||
        !int_argument(thread, args[2], &gid))
        return {};
    int follow = kFollow && args.count > 4 && args.has(4) ? truth(thread, args[4]) : kFollow;
    if (follow < 0) return {};
    auto owner = static_cast<uid_t>(uid);
    auto group = static_cast<gid_t>(gid);
    return system_call(
        thread,
        [&] {
            return fd >= 0  ? ::fchown(fd, owner, group)
                   : follow ? ::chown(path.c_str(), owner, group)
                            : ::lchown(path.c_str(), owner, group);
        },
        args[0]);
}

Value change_mode_of_fd(Thread& thread, Args& args) {
    int fd, mode;
    if (!int_argument(thread, args[0], &fd) || !int_argument(thread, args[1], &mode)) return {};
    return system_call(thread, [&] { return ::fchmod(fd, static_cast<mode_t>(mode)); });
}

Value make_fifo(Thread& thread, Args& args) {
    std::string path;
    int mode = 0666;
    if (!fs_path(thread, args[0], &path) || (args.has(1) && !int_argument(thread, args[1], &mode))) return {};
    return system_call(
        thread, [&] { return ::mkfifo(path.c_str(), static_cast<mode_t>(mode)); }, args[0]);
}

Value read_at(Thread& thread, Args& args) {
    int fd;
    int64_t size, offset, count;
    if (!int_argument(thread, args[0], &fd) || !to_int64(thread, args[1], &size) ||
        !to_int64(thread, args[2], &offset))
        return {};
    if (size < 0) return raise_errno(thread, EINVAL);
    std::string data(static_cast<size_t>(size), '\0');
    if (!system_call(
            thread, [&] { return ::pread(fd, data.data(), data.size(), offset); }, &count))
        return {};
    return new_bytes(thread, std::string_view(data).substr(0, static_cast<size_t>(count)));
}

Value write_at(Thread& thread, Args& args) {
    int fd;
    int64_t offset, count;
    std::string_view bytes;
    if (!int_argument(thread, args[0], &fd) || !get_buffer(thread, args[1], &bytes) ||
        !to_int64(thread, args[2], &offset))
        return {};
    std::string data(bytes);
    return system_call(
               thread, [&] { return ::pwrite(fd, data.data(), data.size(), offset); }, &count)
               ? make_int(thread, count)
               : Value();
}

Value lock_file(Thread& thread, Args& args) {
    int fd, command;
    int64_t length;
    if (!int_argument(thread, args[0], &fd) || !int_argument(thread, args[1], &command) ||
        !to_int64(thread, args[2], &length))
        return {};
    return system_call(thread, [&] { return ::lockf(fd, command, length); });
}

Value copy_range(Thread& thread, Args& args) {
    int from, to;
    int64_t count, done;
    if (!int_argument(thread, args[0], &from) || !int_argument(thread, args[1], &to) ||
        !to_int64(thread, args[2], &count))
        return {};
    return system_call(
               thread,
               [&] { return ::copy_file_range(from, nullptr, to, nullptr, static_cast<size_t>(count), 0); }, &done)
               ? make_int(thread, done)
               : Value();
}

Value get_random(Thread& thread, Args& args) {
    int64_t size, count;
    int flags = 0;
    if (!to_int64(thread, args[0], &size) || (args.has(1) && !int_argument(thread, args[1], &flags))) return {};
    if (size < 0) return raise_errno(thread, EINVAL);
    std::string data(static_cast<size_t>(size), '\0');
    if (!system_call(
            thread, [&] { return ::getrandom(data.data(), data.size(), static_cast<unsigned>(flags)); }, &count))
        return {};
    return new_bytes(thread, std::string_view(data).substr(0, static_cast<size_t>(count)));
}

Value sync_all(Thread& thread, Args&) {
    BlockingRegion region(thread);
    ::sync();
    return Value::none();
}

Value groups(Thread& thread, Args&) {
    int count = ::getgroups(0, nullptr);
    std::vector<gid_t> ids(static_cast<size_t>(std::max(count, 0)));
    count = ::getgroups(count, ids.data());
    if (count < 0) return raise_errno(thread, errno);
    List* list = new_list(thread);
    for (int i = 0; i < count; i++) list_append(thread, list, Value::from_int(ids[static_cast<size_t>(i)]));
    return list;
}

Value session_of(Thread& thread, Args& args) {
    int pid;
    int64_t session;
    if (!int_argument(thread, args[0], &pid)) return {};
    return system_call(
               thread, [&] { return ::getsid(pid); }, &session)
               ? Value::from_int(session)
               : Value();
}

using IdCall = int (*)(unsigned id);
template <IdCall kCall>
Value set_id(Thread& thread, Args& args) {
    int id;
    return int_argument(thread, args[0], &id) ? system_call(thread, [&] { return kCall(static_cast<unsigned>(id)); })
                                              : Value();
}

Value three_user_ids(Thread& thread, Args&) {
    uid_t real, effective, saved;
    if (::getresuid(&real, &effective, &saved) != 0) return raise_errno(thread, errno);
    return new_tuple(thread, {Value::from_int(real), Value::from_int(effective), Value::from_int(saved)});
}
Value three_group_ids(Thread& thread, Args&) {
    gid_t real, effective, saved;
    if (::getresgid(&real, &effective, &saved) != 0) return raise_errno(thread, errno);
    return new_tuple(thread, {Value::from_int(real), Value::from_int(effective), Value::from_int(saved)});
}

Value get_priority(Thread& thread, Args& args) {
    int which, who;
    if (!int_argument(thread, args[0], &which) || !int_argument(thread, args[1], &who)) return {};
    errno = 0;
    int priority = ::getpriority(static_cast<__priority_which_t>(which), static_cast<id_t>(who));
    return errno ? Value(raise_errno(thread, errno)) : Value::from_int(priority);
}

Value terminal_name(Thread& thread, Args& args) {
    int fd;
    char name[256];
    if (!int_argument(thread, args[0], &fd)) return {};
    int error = ::ttyname_r(fd, name, sizeof name);
    return error ? Value(raise_errno(thread, error)) : Value(new_str(thread, name));
}

Value device_major(Thread& thread, Args& args) {
    int64_t device;
    return to_int64(thread, args[0], &device) ? Value::from_int(major(static_cast<dev_t>(device))) : Value();
}
Value device_minor(Thread& thread, Args& args) {
    int64_t device;
    return to_int64(thread, args[0], &device) ? Value::from_int(minor(static_cast<dev_t>(device))) : Value();
}

constexpr std::pair<const char*, int> kConstants[] = {
    {"F_LOCK", F_LOCK},           {"F_TEST", F_TEST},         {"F_TLOCK", F_TLOCK},
    {"F_ULOCK", F_ULOCK},         {"GRND_NONBLOCK", GRND_NONBLOCK}, {"GRND_RANDOM", GRND_RANDOM},
    {"O_ACCMODE", O_ACCMODE},     {"O_ASYNC", O_ASYNC},       {"O_DIRECT", O_DIRECT},
    {"O_LARGEFILE", O_LARGEFILE}, {"O_NOATIME", O_NOATIME},   {"O_PATH", O_PATH},
    {"O_RSYNC", O_RSYNC},         {"O_TMPFILE", O_TMPFILE},   {"PRIO_PGRP", PRIO_PGRP},
    {"PRIO_PROCESS", PRIO_PROCESS}, {"PRIO_USER", PRIO_USER}, {"SEEK_DATA", SEEK_DATA},
    {"SEEK_HOLE", SEEK_HOLE},     {"ST_NOSUID", ST_NOSUID},   {"ST_RDONLY", ST_RDONLY},
    {"TMP_MAX", TMP_MAX},         {"NGROUPS_MAX", 65536},     {"EX_CANTCREAT", 73},
    {"EX_NOHOST", 68},            {"EX_NOPERM", 77},          {"EX_NOUSER", 67},
    {"EX_OSFILE", 72},            {"EX_PROTOCOL", 76},        {"EX_TEMPFAIL", 75},
};

}  // namespace

void add_system_functions(Thread& thread, Module* module) {
    statvfs_result = new_struct_sequence(thread, "os.statvfs_result",
                                         {"f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files",
                                          "f_ffree", "f_favail", "f_flag", "f_namemax", "f_fsid"},
                                         10);
    keep_forever(thread, statvfs_result);
    set_module_attribute(thread, module, "statvfs_result", statvfs_result);
    for (auto [name, value] : kConstants) set_module_attribute(thread, module, name, Value::from_int(value));
    add_functions(
        thread, module,
        {
            {"statvfs(path)", stat_file_system, "Perform a statvfs system call on the given path."},
            {"fstatvfs(fd, /)", stat_file_system, "Perform an fstatvfs system call on the given fd."},
            {"chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)", change_owner<true>,
             "Change the owner and group id of path to the numeric uid and gid."},
            {"lchown(path, uid, gid)", change_owner<false>,
             "Change the owner and group id of path to the numeric uid and gid, not following links."},
            {"fchown(fd, uid, gid)", change_owner<true>, "Change the owner and group id of the file."},
            {"fchmod(fd, mode)", change_mode_of_fd, "Change the access permissions of the file."},
            {"mkfifo(path, mode=438, *, dir_fd=None)", make_fifo, "Create a \"fifo\" (a POSIX named pipe)."},
            {"pread(fd, length, offset, /)", read_at, "Read a number of bytes from a place."},
            {"pwrite(fd, buffer, offset, /)", write_at, "Write bytes at a place."},
            {"lockf(fd, command, length, /)", lock_file, "Apply, test or remove a POSIX lock on an open file."},
            {"copy_file_range(src, dst, count, offset_src=None, offset_dst=None)", copy_range,
             "Copy bytes from one file descriptor to another."},
            {"getrandom(size, flags=0)", get_random, "Obtain a series of random bytes."},
            {"sync()", sync_all, "Force write of everything to disk."},
            {"getgroups()", groups, "Return list of supplemental group IDs for the process."},
            {"getsid(pid, /)", session_of, "Call the system call getsid(pid) and return the result."},
            {"setuid(uid, /)", set_id<::setuid>, "Set the current process's user id."},
            {"setgid(gid, /)", set_id<::setgid>, "Set the current process's group id."},
            {"seteuid(euid, /)", set_id<::seteuid>, "Set the current process's effective user id."},
            {"setegid(egid, /)", set_id<::setegid>, "Set the current process's effective group id."},
            {"getresuid()", three_user_ids, "Return a tuple of the current process's real, effective, and saved user ids."},
            {"getresgid()", three_group_ids,
             "Return a tuple of the current process's real, effective, and saved group ids."},
            {"getpriority(which, who)", get_priority, "Return program scheduling priority."},
            {"ttyname(fd, /)", terminal_name, "Return the name of the terminal device connected to 'fd'."},
            {"major(device, /)", device_major, "Extracts a device major number from a raw device number."},
            {"minor(device, /)", device_minor, "Extracts a device minor number from a raw device number."},
        });
}

}  // namespace gilt
