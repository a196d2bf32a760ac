// The module `posix`, second half: processes and what the system is.
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "modules/import_lock.h"
#include "modules/io_stream.h"
#include "modules/posix_support.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/function.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "objects/tuple.h"
#include "thread/clock.h"
#include "thread/fork.h"
#include "vm/operations.h"

namespace gilt {
namespace {

Class *uname_result, *times_result, *rusage_result, *waitid_result;

template <auto kCall>
Value number_of(Thread& thread, Args&) {
    return make_int(thread, static_cast<int64_t>(kCall()));
}

// os.register_at_fork's functions, made with the module.
List *before_fork, *after_fork_in_child, *after_fork_in_parent;

Value register_at_fork(Thread& thread, Args& args) {
    List* lists[] = {before_fork, after_fork_in_child, after_fork_in_parent};
    bool any = false;
    for (size_t i = 0; i < 3; i++) {
        if (!args.has(i) || args[i].is_none()) continue;
        if (!is_callable(args[i]))
            return raise_type_error(thread, "'{}' must be callable, not {}",
                                    i == 0 ? "before" : i == 1 ? "after_in_child" : "after_in_parent", type_name(args[i]));
        any = true;
    }
    if (!any) return raise_type_error(thread, "At least one argument is required.");
    for (size_t i = 0; i < 3; i++)
        if (args.has(i) && !args[i].is_none()) list_append(thread, lists[i], args[i]);
    return Value::none();
}

void run_fork_function(Thread& thread, Value function) {
    if (!call(thread, function, {})) print_unraisable(thread, take_exception(thread), "", function);
}

}  // namespace

void before_forking(Thread& thread) {
    List* functions = list_copy(thread, before_fork);
    for (size_t i = functions ? functions->count() : 0; i-- > 0;) run_fork_function(thread, list_get(functions, i));
    Buffer::flush_before_fork();
}

void after_forking(Thread& thread, pid_t child) {
    if (child == 0) {
        Buffer::after_fork_in_child(thread);
        forget_other_loaders(thread);
    }
    List* functions = child == 0 ? after_fork_in_child : after_fork_in_parent;
    for (size_t i = 0; Value function = list_get(functions, i); i++) run_fork_function(thread, function);
}

namespace {

Value fork_function(Thread& thread, Args&) {
    before_forking(thread);
    pid_t pid = fork_process(thread);
    int error = errno;
    after_forking(thread, pid);
    if (pid < 0) return raise_errno(thread, error);
    return Value::from_int(pid);
}

Value kill_process(Thread& thread, Args& args) {
    int pid, number;
    if (!int_argument(thread, args[0], &pid) || !int_argument(thread, args[1], &number)) return {};
    if (::kill(pid, number) != 0) return raise_errno(thread, errno);
    return thread.safepoint() ? Value::none() : Value();  // it may have been for us
}

Value kill_group(Thread& thread, Args& args) {
    int group, number;
    if (!int_argument(thread, args[0], &group) || !int_argument(thread, args[1], &number)) return {};
    if (::killpg(group, number) != 0) return raise_errno(thread, errno);
    return thread.safepoint() ? Value::none() : Value();
}

Value exit_now(Thread& thread, Args& args) {
    int status;
    if (!int_argument(thread, args[0], &status)) return {};
    _exit(status);
}

Value abort_now(Thread&, Args&) { ::abort(); }

Value system_function(Thread& thread, Args& args) {
    std::string command;
    if (!fs_path(thread, args[0], &command)) return {};
    int status;
    {
        BlockingRegion region(thread);
        status = ::system(command.c_str());
    }
    return Value::from_int(status);
}

Value wait_for(Thread& thread, int pid, int options) {
    int status = 0;
    int64_t result;
    if (!system_call(
            thread, [&] { return ::waitpid(pid, &status, options); }, &result))
        return {};
    return new_tuple(thread, {Value::from_int(result), Value::from_int(status)});
}
Value waitpid_function(Thread& thread, Args& args) {
    int pid, options;
    if (!int_argument(thread, args[0], &pid) || !int_argument(thread, args[1], &options)) return {};
    return wait_for(thread, pid, options);
}
Value wait_function(Thread& thread, Args&) { return wait_for(thread, -1, 0); }

Value usage_value(Thread& thread, const rusage& used) {
    auto seconds = [](const timeval& time) {
        return Value::from_float(static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6);
    };
    auto number = [&](long count) { return make_int(thread, count); };
    return make_struct(thread, rusage_result,
                       {seconds(used.ru_utime), seconds(used.ru_stime), number(used.ru_maxrss), number(used.ru_ixrss),
                        number(used.ru_idrss), number(used.ru_isrss), number(used.ru_minflt), number(used.ru_majflt),
                        number(used.ru_nswap), number(used.ru_inblock), number(used.ru_oublock), number(used.ru_msgsnd),
                        number(used.ru_msgrcv), number(used.ru_nsignals), number(used.ru_nvcsw), number(used.ru_nivcsw)});
}
Value wait_with_usage(Thread& thread, int pid, int options) {
    int status = 0;
    rusage used{};
    int64_t result;
    if (!system_call(
            thread, [&] { return ::wait4(pid, &status, options, &used); }, &result))
        return {};
    return new_tuple(thread, {Value::from_int(result), Value::from_int(status), usage_value(thread, used)});
}
Value wait3_function(Thread& thread, Args& args) {
    int options;
    return int_argument(thread, args[0], &options) ? wait_with_usage(thread, -1, options) : Value();
}
Value wait4_function(Thread& thread, Args& args) {
    int pid, options;
    if (!int_argument(thread, args[0], &pid) || !int_argument(thread, args[1], &options)) return {};
    return wait_with_usage(thread, pid, options);
}
Value waitid_function(Thread& thread, Args& args) {
    int type, id, options;
    if (!int_argument(thread, args[0], &type) || !int_argument(thread, args[1], &id) || !int_argument(thread, args[2], &options))
        return {};
    siginfo_t info{};
    if (!system_call(thread, [&] { return ::waitid(static_cast<idtype_t>(type), static_cast<id_t>(id), &info, options); }))
        return {};
    if (info.si_pid == 0) return Value::none();
    return make_struct(thread, waitid_result,
                       {Value::from_int(info.si_pid), Value::from_int(info.si_uid), Value::from_int(info.si_signo),
                        Value::from_int(info.si_status), Value::from_int(info.si_code)});
}
Value pidfd_function(Thread& thread, Args& args) {
    int pid, flags = 0;
    if (!int_argument(thread, args[0], &pid) || (args.has(1) && !int_argument(thread, args[1], &flags))) return {};
    long fd = syscall(SYS_pidfd_open, pid, flags);
    return fd < 0 ? Value(raise_errno(thread, errno)) : Value::from_int(fd);
}
Value sendfile_function(Thread& thread, Args& args) {
    int out, in;
    int64_t offset = 0, count, sent;
    if (!int_argument(thread, args[0], &out) || !int_argument(thread, args[1], &in) || !to_int64(thread, args[3], &count)) return {};
    bool has_offset = !args[2].is_none();
    if (has_offset && !to_int64(thread, args[2], &offset)) return {};
    off_t at = offset;
    auto send = [&] { return ::sendfile(out, in, has_offset ? &at : nullptr, static_cast<size_t>(count)); };
    return system_call(thread, send, &sent) ? Value::from_int(sent) : Value();
}
Value memfd_function(Thread& thread, Args& args) {
    std::string name;
    int flags = MFD_CLOEXEC;
    if (!fs_path(thread, args[0], &name) || (args.has(1) && !int_argument(thread, args[1], &flags))) return {};
    int fd = memfd_create(name.c_str(), static_cast<unsigned>(flags));
    return fd < 0 ? Value(raise_errno(thread, errno)) : Value::from_int(fd);
}
Value poll_function(Thread& thread, Args& args) {
    std::vector<pollfd> descriptors;
    Iteration items(thread, args[0]);
    while (Value item = items.next()) {
        int fd, events;
        if (!is_tuple(item) || as_tuple(item)->length != 2)
            return raise_type_error(thread, "_poll() wants pairs of a descriptor and events");
        if (!int_argument(thread, as_tuple(item)->items[0], &fd) || !int_argument(thread, as_tuple(item)->items[1], &events)) return {};
        descriptors.push_back({fd, static_cast<short>(events), 0});
    }
    if (items.failed()) return {};
    double seconds = -1;
    if (!args[1].is_none() && !to_double(thread, args[1], &seconds)) return {};
    bool forever = args[1].is_none();
    uint64_t deadline = forever ? 0 : now_ns() + static_cast<uint64_t>(std::clamp(seconds, 0.0, 1e9) * 1e9);
    for (;;) {
        int count, error;
        {
            uint64_t now = forever ? 0 : now_ns(), left = deadline > now ? deadline - now : 0;
            timespec wait{static_cast<time_t>(left / 1'000'000'000), static_cast<long>(left % 1'000'000'000)};
            BlockingRegion region(thread);
            count = ppoll(descriptors.data(), descriptors.size(), forever ? nullptr : &wait, nullptr);
            error = errno;
        }
        if (count >= 0) break;
        if (error != EINTR) return raise_errno(thread, error);
        if (!thread.safepoint()) return {};
    }
    List* ready = new_list(thread);
    for (const pollfd& descriptor : descriptors)
        if (descriptor.revents)
            list_append(thread, ready, new_tuple(thread, {Value::from_int(descriptor.fd), Value::from_int(descriptor.revents)}));
    return ready;
}

template <int kWhat>
Value decode_status(Thread& thread, Args& args) {
    int status;
    if (!int_argument(thread, args[0], &status)) return {};
    switch (kWhat) {
        case 0: return Value::from_bool(WIFEXITED(status));
        case 1: return Value::from_int(WEXITSTATUS(status));
        case 2: return Value::from_bool(WIFSIGNALED(status));
        case 3: return Value::from_int(WTERMSIG(status));
        case 4: return Value::from_bool(WIFSTOPPED(status));
        case 5: return Value::from_int(WSTOPSIG(status));
        case 6: return Value::from_bool(WCOREDUMP(status));
        case 8: return Value::from_bool(WIFCONTINUED(status));
        default:
            if (WIFEXITED(status)) return Value::from_int(WEXITSTATUS(status));
            if (WIFSIGNALED(status)) return Value::from_int(-WTERMSIG(status));
            return raise_value_error(thread, "invalid wait status: {}", status);
    }
}

}  // namespace

bool Words::fill(Thread& thread, Value sequence) {
    List* items = list_from_iterable(thread, sequence);
    if (!items) return false;
    for (size_t i = 0; Value item = list_get(items, i); i++) {
        texts_.emplace_back();
        if (!fs_path(thread, item, &texts_.back())) return false;
    }
    return true;
}

bool Words::fill_environment(Thread& thread, Value mapping) {
    if (!is_dict(mapping)) {  // os.environ and its like
        Value items = call_method(thread, mapping, names.items, {});
        Dict* copy = new_dict(thread);
        if (!items || !dict_update(thread, copy, list_from_iterable(thread, items))) return false;
        mapping = copy;
    }
    uint32_t position = 0;
    Value key, value;
    DictTable* table = as_dict(mapping)->table();
    while (dict_next(table, &position, &key, &value)) {
        std::string name, text;
        if (!fs_path(thread, key, &name) || !fs_path(thread, value, &text)) return false;
        if (name.find('=') != std::string::npos || name.empty())
            return bool(raise_value_error(thread, "illegal environment variable name"));
        texts_.push_back(name + "=" + text);
    }
    return true;
}

namespace {

Value exec_function(Thread& thread, Args& args) {
    std::string path;
    Words words, environment;
    if (!fs_path(thread, args[0], &path) || !words.fill(thread, args[1])) return {};
    if (words.empty()) return raise_value_error(thread, "{}() arg 2 must not be empty", args.count > 2 ? "execve" : "execv");
    bool has_environment = args.count > 2 && args.has(2);
    if (has_environment && !environment.fill_environment(thread, args[2])) return {};
    if (has_environment)
        ::execve(path.c_str(), words.pointers(), environment.pointers());
    else
        ::execv(path.c_str(), words.pointers());
    return raise_errno(thread, errno);
}

// os.posix_spawn's file_actions: tuples that begin with POSIX_SPAWN_OPEN, _CLOSE or _DUP2.
enum SpawnAction { kSpawnOpen, kSpawnClose, kSpawnDup2 };

class SpawnSettings {
 public:
    SpawnSettings() {
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
    }
    ~SpawnSettings() {
        posix_spawn_file_actions_destroy(&actions);
        posix_spawnattr_destroy(&attributes);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;

    [[nodiscard]] bool add_action(Thread& thread, Value item) {
        if (!is_tuple(item) || as_tuple(item)->length == 0)
            return bool(raise_type_error(thread, "Each file_actions element must be a non-empty tuple"));
        std::span<const Value> parts = as_tuple(item)->span();
        int kind, fd, other, mode;
        if (!int_argument(thread, parts[0], &kind)) return false;
        int error = 0;
        if (kind == kSpawnOpen && parts.size() == 5) {
            std::string path;
            Value name = parts[2];
            if (!int_argument(thread, parts[1], &fd) || !fs_path(thread, name, &path) ||
                !int_argument(thread, parts[3], &other) || !int_argument(thread, parts[4], &mode))
                return false;
            error = posix_spawn_file_actions_addopen(&actions, fd, path.c_str(), other, static_cast<mode_t>(mode));
        } else if (kind == kSpawnClose && parts.size() == 2) {
            if (!int_argument(thread, parts[1], &fd)) return false;
            error = posix_spawn_file_actions_addclose(&actions, fd);
        } else if (kind == kSpawnDup2 && parts.size() == 3) {
            if (!int_argument(thread, parts[1], &fd) || !int_argument(thread, parts[2], &other)) return false;
            error = posix_spawn_file_actions_adddup2(&actions, fd, other);
        } else {
            return bool(raise_type_error(thread, "Unknown file_actions identifier"));
        }
        return !error || bool(raise_errno(thread, error));
    }
    [[nodiscard]] bool fill_signals(Thread& thread, Value signals, sigset_t* set) {
        sigemptyset(set);
        Iteration numbers(thread, signals);
        while (Value number = numbers.next()) {
            int signal;
            if (!int_argument(thread, number, &signal)) return false;
            if (sigaddset(set, signal) != 0) return bool(raise_value_error(thread, "signal number {} out of range", signal));
        }
        return !numbers.failed();
    }

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
};

template <bool kAlongPath>
Value spawn_function(Thread& thread, Args& args) {
    std::string path;
    Words words, environment;
    if (!fs_path(thread, args[0], &path) || !words.fill(thread, args[1])) return {};
    bool own_environment = !args[2].is_none();
    if (own_environment && !environment.fill_environment(thread, args[2])) return {};
    SpawnSettings settings;
    if (args.has(3) && !args[3].is_none()) {
        Iteration actions(thread, args[3]);
        while (Value action = actions.next())
            if (!settings.add_action(thread, action)) return {};
        if (actions.failed()) return {};
    }
    int flags = 0;
    if (args.has(4) && !args[4].is_none()) {
        int group;
        if (!int_argument(thread, args[4], &group)) return {};
        posix_spawnattr_setpgroup(&settings.attributes, group);
        flags |= POSIX_SPAWN_SETPGROUP;
    }
    if (args.has(5) && truth(thread, args[5]) > 0) flags |= POSIX_SPAWN_RESETIDS;
    if (args.has(6) && truth(thread, args[6]) > 0) flags |= POSIX_SPAWN_SETSID;
    sigset_t set;
    if (args.has(7)) {
        if (!settings.fill_signals(thread, args[7], &set)) return {};
        posix_spawnattr_setsigmask(&settings.attributes, &set);
        flags |= POSIX_SPAWN_SETSIGMASK;
    }
    if (args.has(8)) {
        if (!settings.fill_signals(thread, args[8], &set)) return {};
        posix_spawnattr_setsigdefault(&settings.attributes, &set);
        flags |= POSIX_SPAWN_SETSIGDEF;
    }
    posix_spawnattr_setflags(&settings.attributes, static_cast<short>(flags));
    pid_t pid;
    int error;
    char **argv = words.pointers(), **envp = own_environment ? environment.pointers() : environ;
    {
        BlockingRegion region(thread);
        error = (kAlongPath ? posix_spawnp : posix_spawn)(&pid, path.c_str(), &settings.actions, &settings.attributes, argv, envp);
    }
    return error ? Value(raise_errno(thread, error, args[0])) : Value::from_int(pid);
}

Value umask_function(Thread& thread, Args& args) {
    int mask;
    return int_argument(thread, args[0], &mask) ? Value::from_int(::umask(static_cast<mode_t>(mask)))
                                                : Value();
}

Value nice_function(Thread& thread, Args& args) {
    int step;
    if (!int_argument(thread, args[0], &step)) return {};
    errno = 0;
    int result = ::nice(step);
    if (result == -1 && errno) return raise_errno(thread, errno);
    return Value::from_int(result);
}

Value cpu_count(Thread&, Args&) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? Value::from_int(count) : Value::none();
}

Value get_affinity(Thread& thread, Args& args) {
    int pid;
    if (!int_argument(thread, args[0], &pid)) return {};
    cpu_set_t cpus;
    if (sched_getaffinity(pid, sizeof cpus, &cpus) != 0) return raise_errno(thread, errno);
    Set* set = new_set(thread);
    for (int i = 0; i < CPU_SETSIZE; i++)
        if (CPU_ISSET(i, &cpus) && set_add(thread, set, Value::from_int(i)) < 0) return {};
    return set;
}

Value set_affinity(Thread& thread, Args& args) {
    int pid;
    if (!int_argument(thread, args[0], &pid)) return {};
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    List* list = list_from_iterable(thread, args[1]);
    if (!list) return {};
    for (size_t i = 0; Value item = list_get(list, i); i++) {
        int cpu;
        if (!int_argument(thread, item, &cpu)) return {};
        if (cpu >= 0 && cpu < CPU_SETSIZE) CPU_SET(cpu, &cpus);
    }
    if (sched_setaffinity(pid, sizeof cpus, &cpus) != 0) return raise_errno(thread, errno);
    return Value::none();
}

Value yield_cpu(Thread& thread, Args&) {
    BlockingRegion region(thread);
    sched_yield();
    return Value::none();
}

Value uname_function(Thread& thread, Args&) {
    utsname info;
    if (::uname(&info) != 0) return raise_errno(thread, errno);
    return make_struct(
        thread, uname_result,
        {new_str(thread, info.sysname), new_str(thread, info.nodename), new_str(thread, info.release),
         new_str(thread, info.version), new_str(thread, info.machine)});
}

Value times_function(Thread& thread, Args&) {
    tms used;
    clock_t elapsed = ::times(&used);
    double ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    auto seconds = [&](clock_t count) { return Value::from_float(static_cast<double>(count) / ticks); };
    return make_struct(thread, times_result,
                       {seconds(used.tms_utime), seconds(used.tms_stime), seconds(used.tms_cutime),
                        seconds(used.tms_cstime), seconds(elapsed)});
}

Value load_average(Thread& thread, Args&) {
    double loads[3];
    if (getloadavg(loads, 3) != 3)
        return raise_text(thread, exceptions.OSError, "Load averages are unobtainable");
    return new_tuple(thread,
                     {Value::from_float(loads[0]), Value::from_float(loads[1]), Value::from_float(loads[2])});
}

Value get_group_of(Thread& thread, Args& args) {
    int pid;
    if (!int_argument(thread, args[0], &pid)) return {};
    pid_t group = ::getpgid(pid);
    return group < 0 ? Value(raise_errno(thread, errno)) : Value::from_int(group);
}

Value set_group_of(Thread& thread, Args& args) {
    int pid, group;
    if (!int_argument(thread, args[0], &pid) || !int_argument(thread, args[1], &group)) return {};
    return ::setpgid(pid, group) < 0 ? Value(raise_errno(thread, errno)) : Value::none();
}

Value get_session_of(Thread& thread, Args& args) {
    int pid;
    if (!int_argument(thread, args[0], &pid)) return {};
    pid_t session = ::getsid(pid);
    return session < 0 ? Value(raise_errno(thread, errno)) : Value::from_int(session);
}

Value new_session(Thread& thread, Args&) {
    return ::setsid() < 0 ? Value(raise_errno(thread, errno)) : Value::none();
}

Value sysconf_function(Thread& thread, Args& args) {
    int name;
    if (is_str(args[0])) {
        std::string text = to_utf8(as_str(args[0]));
        const std::pair<const char*, int> kNames[] = {{"SC_PAGE_SIZE", _SC_PAGESIZE},
                                                      {"SC_PAGESIZE", _SC_PAGESIZE},
                                                      {"SC_CLK_TCK", _SC_CLK_TCK},
                                                      {"SC_NPROCESSORS_ONLN", _SC_NPROCESSORS_ONLN},
                                                      {"SC_NPROCESSORS_CONF", _SC_NPROCESSORS_CONF},
                                                      {"SC_OPEN_MAX", _SC_OPEN_MAX},
                                                      {"SC_PHYS_PAGES", _SC_PHYS_PAGES},
                                                      {"SC_ARG_MAX", _SC_ARG_MAX}};
        name = -1;
        for (auto& [known, number] : kNames)
            if (text == known) name = number;
        if (name < 0) return raise_value_error(thread, "unrecognized configuration name");
    } else if (!int_argument(thread, args[0], &name)) {
        return {};
    }
    return make_int(thread, ::sysconf(name));
}

constexpr std::pair<const char*, int> kNumbers[] = {
    {"POSIX_SPAWN_OPEN", kSpawnOpen}, {"POSIX_SPAWN_CLOSE", kSpawnClose}, {"POSIX_SPAWN_DUP2", kSpawnDup2},
    {"P_ALL", P_ALL}, {"P_PID", P_PID}, {"P_PGID", P_PGID}, {"P_PIDFD", 3}, {"WEXITED", WEXITED}, {"WSTOPPED", WSTOPPED},
    {"WNOWAIT", WNOWAIT}, {"CLD_EXITED", CLD_EXITED}, {"CLD_KILLED", CLD_KILLED}, {"CLD_DUMPED", CLD_DUMPED},
    {"CLD_STOPPED", CLD_STOPPED}, {"CLD_CONTINUED", CLD_CONTINUED}, {"CLD_TRAPPED", CLD_TRAPPED},
    {"MFD_CLOEXEC", MFD_CLOEXEC}, {"MFD_ALLOW_SEALING", MFD_ALLOW_SEALING},
    {"WNOHANG", WNOHANG}, {"WUNTRACED", WUNTRACED}, {"WCONTINUED", WCONTINUED}, {"EX_OK", 0},
    {"EX_USAGE", 64},     {"EX_DATAERR", 65},       {"EX_NOINPUT", 66},         {"EX_UNAVAILABLE", 69},
    {"EX_SOFTWARE", 70},  {"EX_OSERR", 71},         {"EX_IOERR", 74},           {"EX_CONFIG", 78},
};

}  // namespace

void add_process_functions(Thread& thread, Module* module) {
    uname_result = new_struct_sequence(thread, "posix.uname_result",
                                       {"sysname", "nodename", "release", "version", "machine"});
    times_result = new_struct_sequence(thread, "posix.times_result",
                                       {"user", "system", "children_user", "children_system", "elapsed"});
    rusage_result = new_struct_sequence(
        thread, "resource.struct_rusage",
        {"ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt", "ru_nswap",
         "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw"});
    waitid_result =
        new_struct_sequence(thread, "posix.waitid_result", {"si_pid", "si_uid", "si_signo", "si_status", "si_code"});
    keep_forever(thread, rusage_result);
    set_module_attribute(thread, module, "waitid_result", waitid_result);
    for (List** list : {&before_fork, &after_fork_in_child, &after_fork_in_parent}) {
        *list = new_list(thread);
        keep_forever(thread, *list);
    }
    set_module_attribute(thread, module, "uname_result", uname_result);
    set_module_attribute(thread, module, "times_result", times_result);
    for (auto& [name, number] : kNumbers) set_module_attribute(thread, module, name, Value::from_int(number));
    add_functions(thread, module,
                  {
                      {"getpid()", number_of<::getpid>},
                      {"getppid()", number_of<::getppid>},
                      {"getuid()", number_of<::getuid>},
                      {"geteuid()", number_of<::geteuid>},
                      {"getgid()", number_of<::getgid>},
                      {"getegid()", number_of<::getegid>},
                      {"getpgrp()", number_of<::getpgrp>},
                      {"getpgid(pid)", get_group_of},
                      {"setpgid(pid, pgrp, /)", set_group_of},
                      {"setsid()", new_session},
                      {"fork()", fork_function, "Split the process in two: 0 in the child, the child's number in the parent."},
                      {"register_at_fork(*, before=None, after_in_child=None, after_in_parent=None)", register_at_fork,
                       "Have functions called around fork()."},
                      {"posix_spawn(path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=None)",
                       spawn_function<false>, "Start a program in a new process."},
                      {"posix_spawnp(path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(), setsigdef=(), scheduler=None)",
                       spawn_function<true>, "The same, looking for the program along PATH."},
                      {"wait3(options)", wait3_function},
                      {"wait4(pid, options)", wait4_function},
                      {"waitid(idtype, id, options, /)", waitid_function},
                      {"pidfd_open(pid, flags=0)", pidfd_function},
                      {"sendfile(out_fd, in_fd, offset, count)", sendfile_function, "Copy bytes from a file to a socket."},
                      {"memfd_create(name, flags=1)", memfd_function},
                      {"getsid(pid, /)", get_session_of},
                      {"WIFCONTINUED(status)", decode_status<8>},
                      {"_poll(descriptors, timeout, /)", poll_function,
                       "Wait until one of these (descriptor, events) is ready; a list of (descriptor, events) again."},
                      {"kill(pid, signal, /)", kill_process},
                      {"killpg(pgid, signal, /)", kill_group},
                      {"_exit(status)", exit_now},
                      {"abort()", abort_now},
                      {"system(command)", system_function},
                      {"waitpid(pid, options, /)", waitpid_function},
                      {"wait()", wait_function},
                      {"WIFEXITED(status)", decode_status<0>},
                      {"WEXITSTATUS(status)", decode_status<1>},
                      {"WIFSIGNALED(status)", decode_status<2>},
                      {"WTERMSIG(status)", decode_status<3>},
                      {"WIFSTOPPED(status)", decode_status<4>},
                      {"WSTOPSIG(status)", decode_status<5>},
                      {"WCOREDUMP(status, /)", decode_status<6>},
                      {"waitstatus_to_exitcode(status)", decode_status<7>},
                      {"execv(path, argv, /)", exec_function},
                      {"execve(path, argv, env)", exec_function},
                      {"umask(mask, /)", umask_function},
                      {"nice(increment, /)", nice_function},
                      {"cpu_count()", cpu_count},
                      {"sched_getaffinity(pid, /)", get_affinity},
                      {"sched_setaffinity(pid, mask, /)", set_affinity},
                      {"sched_yield()", yield_cpu},
                      {"uname()", uname_function},
                      {"times()", times_function},
                      {"getloadavg()", load_average},
                      {"sysconf(name, /)", sysconf_function},
                  });
}

}  // namespace gilt
