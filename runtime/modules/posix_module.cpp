// The module `posix`, first half: files, folders and descriptors. lib/os.py makes `os` of it; processes are in
// posix_process.cpp. Everything that may wait leaves Running.
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "modules/io_stream.h"
#include "modules/posix_support.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/float.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "objects/tuple.h"
#include "thread/busy_poll.h"
#include "vm/operations.h"

extern char** environ;

namespace gilt {

bool int_argument(Thread& thread, Value value, int* out) {
    int64_t number;
    if (!to_int64(thread, value, &number)) return false;
    if (number < INT_MIN || number > INT_MAX) {
        (void)raise_text(thread, exceptions.OverflowError, "Python int too large to convert to C int");
        return false;
    }
    *out = static_cast<int>(number);
    return true;
}

namespace {

Class *stat_result, *terminal_size;

// A file name in the type the caller used: bytes for bytes, else str.
Value name_like(Thread& thread, Value like, std::string_view name) {
    if (is_bytes(like)) return new_bytes(thread, name);
    return str_from_path(thread, name);
}

// ---------------------------------------------------------------- one path, no answer

using PathCall = int (*)(const char* path);
template <PathCall kCall>
Value path_call(Thread& thread, Args& args) {
    std::string path;
    if (!fs_path(thread, args[0], &path)) return {};
    return system_call(
        thread, [&] { return kCall(path.c_str()); }, args[0]);
}

using TwoPathsCall = int (*)(const char* from, const char* to);
template <TwoPathsCall kCall>
Value two_paths_call(Thread& thread, Args& args) {
    std::string from, to;
    if (!fs_path(thread, args[0], &from) || !fs_path(thread, args[1], &to)) return {};
    return system_call(
        thread, [&] { return kCall(from.c_str(), to.c_str()); }, args[0], args[1]);
}

Value make_folder(Thread& thread, Args& args) {
    std::string path;
    int mode = 0777;
    if (!fs_path(thread, args[0], &path) || (args.has(1) && !int_argument(thread, args[1], &mode))) return {};
    return system_call(
        thread, [&] { return ::mkdir(path.c_str(), static_cast<mode_t>(mode)); }, args[0]);
}

Value change_mode(Thread& thread, Args& args) {
    std::string path;
    int mode, fd;
    if (!fs_path_or_fd(thread, args[0], &path, &fd, "chmod") || !int_argument(thread, args[1], &mode))
        return {};
    return system_call(
        thread,
        [&] {
            return fd >= 0 ? fchmod(fd, static_cast<mode_t>(mode))
                           : ::chmod(path.c_str(), static_cast<mode_t>(mode));
        },
        args[0]);
}

Value access_path(Thread& thread, Args& args) {
    std::string path;
    int mode, result;
    if (!fs_path(thread, args[0], &path) || !int_argument(thread, args[1], &mode)) return {};
    {
        BlockingRegion region(thread);
        result = ::access(path.c_str(), mode);
    }
    return Value::from_bool(result == 0);
}

Value change_folder(Thread& thread, Args& args) {
    std::string path;
    int fd;
    if (!fs_path_or_fd(thread, args[0], &path, &fd, "chdir")) return {};
    return system_call(
        thread, [&] { return fd >= 0 ? fchdir(fd) : ::chdir(path.c_str()); }, args[0]);
}

template <bool kBytes>
Value current_folder(Thread& thread, Args&) {
    char* path = getcwd(nullptr, 0);
    if (!path) return raise_errno(thread, errno);
    std::string text = path;
    free(path);
    return kBytes ? Value(new_bytes(thread, text)) : Value(str_from_path(thread, text));
}

Value read_link(Thread& thread, Args& args) {
    std::string path;
    char target[PATH_MAX];
    int64_t length;
    if (!fs_path(thread, args[0], &path)) return {};
    if (!system_call(
            thread, [&] { return readlink(path.c_str(), target, sizeof target); }, &length, args[0]))
        return {};
    return name_like(thread, args[0], {target, static_cast<size_t>(length)});
}

Value truncate_path(Thread& thread, Args& args) {
    std::string path;
    int fd;
    int64_t size;
    if (!fs_path_or_fd(thread, args[0], &path, &fd, "truncate") || !to_int64(thread, args[1], &size))
        return {};
    return system_call(
        thread, [&] { return fd >= 0 ? ftruncate(fd, size) : ::truncate(path.c_str(), size); }, args[0]);
}

// utime(path, times=None, *, ns=None): both times, in seconds or nanoseconds.
Value set_times(Thread& thread, Args& args) {
    std::string path;
    if (!fs_path(thread, args[0], &path)) return {};
    timespec times[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
    bool in_ns = args.has(2) && !args[2].is_none(), in_seconds = args.has(1) && !args[1].is_none();
    if (in_ns && in_seconds)
        return raise_value_error(thread, "utime: you may specify either 'times' or 'ns' but not both");
    if (in_ns || in_seconds) {
        Value pair = in_ns ? args[2] : args[1];
        if (!is_tuple(pair) || as_tuple(pair)->length != 2)
            return raise_type_error(thread, "utime: '{}' must be a tuple of two ints{}",
                                    in_ns ? "ns" : "times", in_ns ? "" : " or None");
        for (int i = 0; i < 2; i++) {
            Value item = as_tuple(pair)->items[i];
            int64_t ns;
            if (in_ns) {
                if (!to_int64(thread, item, &ns)) return {};
            } else {
                double seconds;
                if (!to_double(thread, item, &seconds)) return {};
                ns = static_cast<int64_t>(seconds * 1e9);
            }
            int64_t whole = ns / 1'000'000'000, rest = ns % 1'000'000'000;
            if (rest < 0) whole--, rest += 1'000'000'000;
            times[i] = {whole, rest};
        }
    }
    return system_call(
        thread, [&] { return utimensat(AT_FDCWD, path.c_str(), times, 0); }, args[0]);
}

// ---------------------------------------------------------------- listing

// The entries of a folder: names, or (name, type) pairs with the types of dirent.
template <bool kWithTypes>
Value list_folder(Thread& thread, Args& args) {
    Value folder = args.get(0, Value::none());
    if (folder.is_none()) folder = new_str_ascii(thread, ".");
    std::string path, names;
    std::string kinds;
    int fd, error = 0;
    if (!fs_path_or_fd(thread, folder, &path, &fd, kWithTypes ? "scandir" : "listdir")) return {};
    {
        BlockingRegion region(thread);
        DIR* dir = fd >= 0 ? fdopendir(dup(fd)) : opendir(path.c_str());
        if (!dir) {
            error = errno;
        } else {
            if (fd >= 0) rewinddir(dir);
            for (;;) {
                errno = 0;
                dirent* entry = readdir(dir);
                if (!entry) {
                    error = errno;
                    break;
                }
                std::string_view name = entry->d_name;
                if (name == "." || name == "..") continue;
                names.append(name).push_back('\0');
                kinds += static_cast<char>(entry->d_type);
            }
            closedir(dir);
        }
    }
    if (error) return raise_errno(thread, error, folder);
    List* list = new_list(thread, kinds.size());
    std::string_view rest = names;
    for (char kind : kinds) {
        std::string_view name = rest.substr(0, rest.find('\0'));
        rest.remove_prefix(name.size() + 1);
        Value text = name_like(thread, folder, name);
        list_append(thread, list,
                    kWithTypes ? Value(new_tuple(thread, {text, Value::from_int(kind)})) : text);
    }
    return list;
}

// ---------------------------------------------------------------- stat

Value from_stat(Thread& thread, const struct stat& info) {
    auto whole = [](const timespec& time) { return Value::from_int(time.tv_sec); };
    auto exact = [](const timespec& time) {
        return Value::from_float(static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec));
    };
    auto ns = [&](const timespec& time) {
        return make_int(thread, int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec);
    };
    const Value values[] = {Value::from_int(info.st_mode),
                            make_uint(thread, info.st_ino),
                            make_uint(thread, info.st_dev),
                            make_uint(thread, info.st_nlink),
                            Value::from_int(info.st_uid),
                            Value::from_int(info.st_gid),
                            make_int(thread, info.st_size),
                            whole(info.st_atim),
                            whole(info.st_mtim),
                            whole(info.st_ctim),
                            exact(info.st_atim),
                            exact(info.st_mtim),
                            exact(info.st_ctim),
                            ns(info.st_atim),
                            ns(info.st_mtim),
                            ns(info.st_ctim),
                            Value::from_int(info.st_blksize),
                            make_int(thread, info.st_blocks),
                            make_uint(thread, info.st_rdev)};
    return make_struct(thread, stat_result, values);
}

template <bool kFollow>
Value stat_path(Thread& thread, Args& args) {
    std::string path;
    int fd;
    struct stat info;
    if (!fs_path_or_fd(thread, args[0], &path, &fd, kFollow ? "stat" : "lstat")) return {};
    int follow = kFollow && args.has(2) ? truth(thread, args[2]) : kFollow;
    if (follow < 0) return {};
    auto call = [&] {
        return fd >= 0  ? ::fstat(fd, &info)
               : follow ? ::stat(path.c_str(), &info)
                        : ::lstat(path.c_str(), &info);
    };
    if (!system_call(thread, call, args[0])) return {};
    Buffer::flush_file_quietly(info);
    return system_call(thread, call, args[0]) ? from_stat(thread, info) : Value();
}

Value stat_descriptor(Thread& thread, Args& args) {
    int64_t fd;
    struct stat info;
    if (!to_c_int(thread, args[0], &fd)) return {};
    auto call = [&] { return ::fstat(static_cast<int>(fd), &info); };
    if (!system_call(thread, call)) return {};
    Buffer::flush_file_quietly(info);
    return system_call(thread, call) ? from_stat(thread, info) : Value();
}

// Without an exception: whether there is such a file, folder or link. For os.path, where most answers are no.
template <int kWhat>  // 0 anything, S_IFREG, S_IFDIR, S_IFLNK
Value is_kind(Thread& thread, Args& args) {
    std::string path;
    int fd = -1;
    if (!fs_path_or_fd(thread, args[0], &path, &fd, "stat")) {
        if (!pending_matches(thread, exceptions.ValueError)) return {};
        clear_exception(thread);  // a null byte: no such file
        return Value::from_bool(false);
    }
    struct stat info;
    int result;
    {
        BlockingRegion region(thread);
        result = fd >= 0            ? ::fstat(fd, &info)
                 : kWhat == S_IFLNK ? ::lstat(path.c_str(), &info)
                                    : ::stat(path.c_str(), &info);
    }
    return Value::from_bool(result == 0 && (kWhat == 0 || (info.st_mode & S_IFMT) == kWhat));
}

// ---------------------------------------------------------------- descriptors

Value open_fd(Thread& thread, Args& args) {
    std::string path;
    int flags, mode = 0777;
    int64_t fd;
    if (!fs_path(thread, args[0], &path) || !int_argument(thread, args[1], &flags)) return {};
    if (args.has(2) && !int_argument(thread, args[2], &mode)) return {};
    if (!system_call(
            thread, [&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); }, &fd, args[0]))
        return {};
    return Value::from_int(fd);
}

using FdCall = int (*)(int);
template <FdCall kCall>
Value fd_call(Thread& thread, Args& args) {
    int fd;
    return int_argument(thread, args[0], &fd) ? system_call(thread, [&] { return kCall(fd); }) : Value();
}

// Closing twice would close someone else's file: no retry after a signal.
Value close_fd(Thread& thread, Args& args) {
    int fd, error;
    if (!int_argument(thread, args[0], &fd)) return {};
    {
        BlockingRegion region(thread);
        error = ::close(fd) == 0 ? 0 : errno;
    }
    return error && error != EINTR ? Value(raise_errno(thread, error)) : Value::none();
}

Value close_range_of(Thread& thread, Args& args) {
    int low, high;
    if (!int_argument(thread, args[0], &low) || !int_argument(thread, args[1], &high)) return {};
    for (int fd = low; fd < high; fd++) ::close(fd);
    return Value::none();
}

Value read_fd(Thread& thread, Args& args) {
    int fd;
    int64_t size, count;
    if (!int_argument(thread, args[0], &fd) || !to_int64(thread, args[1], &size)) return {};
    if (size < 0) return raise_errno(thread, EINVAL);
    if (look_for_input(thread, fd) < 0) return {};
    std::string data(static_cast<size_t>(size), '\0');
    if (!system_call(
            thread, [&] { return ::read(fd, data.data(), data.size()); }, &count))
        return {};
    return new_bytes(thread, std::string_view(data).substr(0, static_cast<size_t>(count)));
}

Value write_fd(Thread& thread, Args& args) {
    int fd;
    int64_t count;
    std::string_view bytes;
    if (!int_argument(thread, args[0], &fd)) return {};
    if (is_str(args[1])) return raise_type_error(thread, "a bytes-like object is required, not 'str'");
    if (!get_buffer(thread, args[1], &bytes)) return {};
    std::string data(bytes);
    if (!system_call(
            thread, [&] { return ::write(fd, data.data(), data.size()); }, &count))
        return {};
    return make_int(thread, count);
}

Value seek_fd(Thread& thread, Args& args) {
    int fd, whence;
    int64_t offset, place;
    if (!int_argument(thread, args[0], &fd) || !to_int64(thread, args[1], &offset) ||
        !int_argument(thread, args[2], &whence))
        return {};
    return system_call(
               thread, [&] { return ::lseek(fd, offset, whence); }, &place)
               ? make_int(thread, place)
               : Value();
}

Value dup_fd(Thread& thread, Args& args) {
    int fd;
    int64_t copy;
    if (!int_argument(thread, args[0], &fd)) return {};
    if (!system_call(
            thread, [&] { return fcntl(fd, F_DUPFD_CLOEXEC, 0); }, &copy))
        return {};
    return Value::from_int(copy);
}

Value dup2_fd(Thread& thread, Args& args) {
    int from, to;
    int64_t copy;
    if (!int_argument(thread, args[0], &from) || !int_argument(thread, args[1], &to)) return {};
    int inheritable = args.has(2) ? truth(thread, args[2]) : 1;
    if (inheritable < 0) return {};
    auto call = [&] { return inheritable || from == to ? ::dup2(from, to) : ::dup3(from, to, O_CLOEXEC); };
    return system_call(thread, call, &copy) ? Value::from_int(copy) : Value();
}

Value make_pipe(Thread& thread, int flags) {
    int ends[2];
    if (pipe2(ends, flags) != 0) return raise_errno(thread, errno);
    return new_tuple(thread, {Value::from_int(ends[0]), Value::from_int(ends[1])});
}
Value pipe_plain(Thread& thread, Args&) { return make_pipe(thread, O_CLOEXEC); }
Value pipe_flags(Thread& thread, Args& args) {
    int flags;
    return int_argument(thread, args[0], &flags) ? make_pipe(thread, flags) : Value();
}

Value is_terminal(Thread& thread, Args& args) {
    int fd;
    return int_argument(thread, args[0], &fd) ? Value::from_bool(::isatty(fd)) : Value();
}

// A flag of the descriptor: whether it blocks (O_NONBLOCK, inverted), whether children inherit it (FD_CLOEXEC, inverted).
template <int kGet, int kFlag>
Value get_flag(Thread& thread, Args& args) {
    int fd;
    if (!int_argument(thread, args[0], &fd)) return {};
    int flags = fcntl(fd, kGet);
    return flags < 0 ? Value(raise_errno(thread, errno)) : Value::from_bool(!(flags & kFlag));
}
template <int kGet, int kSet, int kFlag>
Value set_flag(Thread& thread, Args& args) {
    int fd, on = truth(thread, args[1]);
    if (on < 0 || !int_argument(thread, args[0], &fd)) return {};
    int flags = fcntl(fd, kGet);
    if (flags < 0 || fcntl(fd, kSet, on ? flags & ~kFlag : flags | kFlag) < 0)
        return raise_errno(thread, errno);
    return Value::none();
}

Value get_terminal_size(Thread& thread, Args& args) {
    int fd = 1;
    if (args.has(0) && !int_argument(thread, args[0], &fd)) return {};
    winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) < 0) return raise_errno(thread, errno);
    return make_struct(thread, terminal_size, {Value::from_int(size.ws_col), Value::from_int(size.ws_row)});
}

Value urandom(Thread& thread, Args& args) {
    int64_t size;
    if (!to_int64(thread, args[0], &size)) return {};
    if (size < 0) return raise_value_error(thread, "negative argument not allowed");
    std::string data(static_cast<size_t>(size), '\0');
    for (size_t done = 0; done < data.size();) {
        int64_t count;
        if (!system_call(
                thread, [&] { return getrandom(data.data() + done, data.size() - done, 0); }, &count))
            return {};
        done += static_cast<size_t>(count);
    }
    return new_bytes(thread, data);
}

Value fs_path_function(Thread& thread, Args& args) { return fs_path_object(thread, args[0]); }

Value error_text(Thread& thread, Args& args) {
    int code;
    return int_argument(thread, args[0], &code) ? Value(new_str(thread, strerror(code))) : Value();
}

// ---------------------------------------------------------------- the environment

Dict* read_environment(Thread& thread) {
    Dict* dict = new_dict(thread);
    for (char** entry = environ; entry && *entry; entry++) {
        std::string_view text = *entry;
        size_t equals = text.find('=', 1);
        if (equals == std::string_view::npos) continue;
        Value key = new_bytes(thread, text.substr(0, equals));
        Value known;
        if (dict_lookup(thread, dict, key, &known) == 0)
            (void)dict_store(thread, dict, key, new_bytes(thread, text.substr(equals + 1)));
    }
    return dict;
}

// setenv may move the whole environment. This keeps our own writers apart; the C library's readers are its own affair.
std::mutex environment_mutex;

Value put_env(Thread& thread, Args& args) {
    std::string name, value;
    if (!fs_path(thread, args[0], &name) || !fs_path(thread, args[1], &value)) return {};
    if (name.find('=') != std::string::npos)
        return raise_value_error(thread, "illegal environment variable name");
    std::lock_guard guard(environment_mutex);
    if (setenv(name.c_str(), value.c_str(), 1) != 0) return raise_errno(thread, errno);
    return Value::none();
}

Value unset_env(Thread& thread, Args& args) {
    std::string name;
    if (!fs_path(thread, args[0], &name)) return {};
    std::lock_guard guard(environment_mutex);
    if (unsetenv(name.c_str()) != 0) return raise_errno(thread, errno);
    return Value::none();
}

constexpr std::pair<const char*, int> kNumbers[] = {
    {"F_OK", F_OK},
    {"R_OK", R_OK},
    {"W_OK", W_OK},
    {"X_OK", X_OK},
    {"O_RDONLY", O_RDONLY},
    {"O_WRONLY", O_WRONLY},
    {"O_RDWR", O_RDWR},
    {"O_CREAT", O_CREAT},
    {"O_EXCL", O_EXCL},
    {"O_TRUNC", O_TRUNC},
    {"O_APPEND", O_APPEND},
    {"O_NONBLOCK", O_NONBLOCK},
    {"O_NDELAY", O_NDELAY},
    {"O_SYNC", O_SYNC},
    {"O_DSYNC", O_DSYNC},
    {"O_CLOEXEC", O_CLOEXEC},
    {"O_NOCTTY", O_NOCTTY},
    {"O_DIRECTORY", O_DIRECTORY},
    {"O_NOFOLLOW", O_NOFOLLOW},
    {"DT_REG", DT_REG},
    {"DT_DIR", DT_DIR},
    {"DT_LNK", DT_LNK},
    {"DT_UNKNOWN", DT_UNKNOWN},
};

}  // namespace

bool initialize_posix(Thread& thread, Module* module) {
    stat_result = new_struct_sequence(
        thread, "os.stat_result",
        {"st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime",
         "st_ctime", "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns",
         "st_blksize", "st_blocks", "st_rdev"},
        10);
    terminal_size = new_struct_sequence(thread, "os.terminal_size", {"columns", "lines"});
    auto set = [&](std::string_view name, Value value) { set_module_attribute(thread, module, name, value); };
    set("stat_result", stat_result);
    set("terminal_size", terminal_size);
    set("environ", read_environment(thread));
    set("error", exceptions.OSError);
    for (auto& [name, number] : kNumbers) set(name, Value::from_int(number));
    add_functions(
        thread, module,
        {
            {"getcwd()", current_folder<false>},
            {"getcwdb()", current_folder<true>},
            {"chdir(path)", change_folder},
            {"listdir(path=None)", list_folder<false>},
            {"_scandir(path=None)", list_folder<true>},
            {"mkdir(path, mode=511, *, dir_fd=None)", make_folder},
            {"rmdir(path, *, dir_fd=None)", path_call<::rmdir>},
            {"remove(path, *, dir_fd=None)", path_call<::unlink>},
            {"unlink(path, *, dir_fd=None)", path_call<::unlink>},
            {"rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", two_paths_call<::rename>},
            {"replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", two_paths_call<::rename>},
            {"link(src, dst, *, follow_symlinks=True)", two_paths_call<::link>},
            {"symlink(src, dst, target_is_directory=False, *, dir_fd=None)", two_paths_call<::symlink>},
            {"readlink(path, *, dir_fd=None)", read_link},
            {"chmod(path, mode, *, follow_symlinks=True)", change_mode},
            {"access(path, mode, *, effective_ids=False)", access_path},
            {"truncate(path, length)", truncate_path},
            {"utime(path, times=None, *, ns=None)", set_times},
            {"stat(path, *, dir_fd=None, follow_symlinks=True)", stat_path<true>},
            {"lstat(path)", stat_path<false>},
            {"fstat(fd)", stat_descriptor},
            {"_exists(path)", is_kind<0>},
            {"_isfile(path)", is_kind<S_IFREG>},
            {"_isdir(path)", is_kind<S_IFDIR>},
            {"_islink(path)", is_kind<S_IFLNK>},
            {"open(path, flags, mode=511, *, dir_fd=None)", open_fd},
            {"close(fd)", close_fd},
            {"closerange(fd_low, fd_high, /)", close_range_of},
            {"read(fd, length, /)", read_fd},
            {"write(fd, data, /)", write_fd},
            {"lseek(fd, position, whence, /)", seek_fd},
            {"dup(fd, /)", dup_fd},
            {"dup2(fd, fd2, inheritable=True)", dup2_fd},
            {"pipe()", pipe_plain},
            {"pipe2(flags, /)", pipe_flags},
            {"fsync(fd)", fd_call<::fsync>},
            {"fdatasync(fd)", fd_call<::fdatasync>},
            {"fchdir(fd)", fd_call<::fchdir>},
            {"ftruncate(fd, length, /)", truncate_path},
            {"isatty(fd, /)", is_terminal},
            {"get_blocking(fd, /)", get_flag<F_GETFL, O_NONBLOCK>},
            {"set_blocking(fd, blocking, /)", set_flag<F_GETFL, F_SETFL, O_NONBLOCK>},
            {"get_inheritable(fd, /)", get_flag<F_GETFD, FD_CLOEXEC>},
            {"set_inheritable(fd, inheritable, /)", set_flag<F_GETFD, F_SETFD, FD_CLOEXEC>},
            {"get_terminal_size(fd=1, /)", get_terminal_size},
            {"urandom(size, /)", urandom},
            {"fspath(path)", fs_path_function},
            {"strerror(code, /)", error_text},
            {"putenv(name, value, /)", put_env},
            {"unsetenv(name, /)", unset_env},
        });
    add_process_functions(thread, module);
    add_system_functions(thread, module);
    add_descriptor_functions(thread, module);
    return true;
}

}  // namespace gilt
