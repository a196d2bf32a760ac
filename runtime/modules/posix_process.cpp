// The module `posix`, second half: processes and what the system is.
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

#include "modules/posix_support.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "objects/tuple.h"
#include "thread/fork.h"
#include "vm/operations.h"

namespace gilt {
namespace {

Class *uname_result, *times_result;

template <auto kCall>
Value number_of(Thread& thread, Args&) {
    return make_int(thread, static_cast<int64_t>(kCall()));
}

Value fork_function(Thread& thread, Args&) {
    pid_t pid = fork_process(thread);
    if (pid < 0) return raise_errno(thread, errno);
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
    ::_exit(status);
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
        default:
            if (WIFEXITED(status)) return Value::from_int(WEXITSTATUS(status));
            if (WIFSIGNALED(status)) return Value::from_int(-WTERMSIG(status));
            return raise_value_error(thread, "invalid wait status: {}", status);
    }
}

// A list of C strings from a list or tuple of paths; the last pointer is null.
class Words {
 public:
    [[nodiscard]] bool fill(Thread& thread, Value sequence) {
        List* items = list_from_iterable(thread, sequence);
        if (!items) return false;
        for (size_t i = 0; Value item = list_get(items, i); i++) {
            texts_.emplace_back();
            if (!fs_path(thread, item, &texts_.back())) return false;
        }
        return true;
    }
    [[nodiscard]] bool fill_environment(Thread& thread, Value mapping) {
        if (!is_dict(mapping)) {
            (void)raise_type_error(thread, "env must be a dict of names and values");
            return false;
        }
        uint32_t position = 0;
        Value key, value;
        DictTable* table = as_dict(mapping)->table();
        while (dict_next(table, &position, &key, &value)) {
            std::string name, text;
            if (!fs_path(thread, key, &name) || !fs_path(thread, value, &text)) return false;
            texts_.push_back(name + "=" + text);
        }
        return true;
    }
    char** pointers() {
        pointers_.clear();
        for (std::string& text : texts_) pointers_.push_back(text.data());
        pointers_.push_back(nullptr);
        return pointers_.data();
    }

 private:
    std::vector<std::string> texts_;
    std::vector<char*> pointers_;
};

Value exec_function(Thread& thread, Args& args) {
    std::string path;
    Words words, environment;
    if (!fs_path(thread, args[0], &path) || !words.fill(thread, args[1])) return {};
    bool has_environment = args.count > 2 && args.has(2);
    if (has_environment && !environment.fill_environment(thread, args[2])) return {};
    if (has_environment)
        ::execve(path.c_str(), words.pointers(), environment.pointers());
    else
        ::execv(path.c_str(), words.pointers());
    return raise_errno(thread, errno, args[0]);
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
                      {"_fork()", fork_function},
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
