// The module `_posixsubprocess`: starting a program in a new process, for lib/subprocess.py.
//
// The new process is made by vfork: it borrows the memory of its parent, whose calling thread stands still until the
// program has been exec'ed. So nothing is copied, whatever the size of the parent, and an error comes back in a
// variable. In between the child may do very little: system calls only, on data prepared before. Signals are blocked
// until its handlers are the system's own again.
//
// A function to be run in the child (preexec_fn) needs an interpreter there: then it is a real fork, and the error
// comes back through a pipe.
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "modules/posix_support.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "thread/fork.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

extern char** environ;

namespace gilt {
namespace {

// Where the child stopped, so that the parent can tell which file or argument it was about.
enum class Stage : int { Setup, Folder, Exec, Function };

struct Plan {
    std::vector<std::string> programs;  // tried one after the other
    std::vector<const char*> program_paths;
    Words arguments, environment;
    char **argv, **envp;
    std::string folder;
    bool changes_folder = false;
    int fds[3];             // what becomes 0, 1 and 2; -1: as in the parent
    bool closes_others;
    std::vector<int> kept;  // besides 0, 1 and 2; sorted
    bool restores_signals, new_session;
    int group, umask, uid, gid;  // -1: as in the parent
    bool sets_groups = false;
    std::vector<gid_t> groups;
    Value function;  // preexec_fn, or None
};

struct Failure {
    Stage stage = Stage::Setup;
    int error = 0;
};

// In the child. Returns only on failure.
Failure become(const Plan& plan, const sigset_t* mask, bool (*run_function)(const Plan& plan)) {
    auto failed = [](Stage stage) { return Failure{stage, errno}; };
    // The ends that will be 0, 1 and 2 move out of each other's way first.
    int fds[3];
    for (int i = 0; i < 3; i++) {
        fds[i] = plan.fds[i];
        if (fds[i] >= 0 && fds[i] < i && (fds[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, 3)) < 0) return failed(Stage::Setup);
    }
    for (int i = 0; i < 3; i++) {
        if (fds[i] < 0) continue;
        if (fds[i] == i) {
            int flags = fcntl(i, F_GETFD);
            if (flags < 0 || fcntl(i, F_SETFD, flags & ~FD_CLOEXEC) < 0) return failed(Stage::Setup);
            continue;
        }
        for (int j = i + 1; j < 3; j++)
            if (fds[j] == i && (fds[j] = fcntl(i, F_DUPFD_CLOEXEC, 3)) < 0) return failed(Stage::Setup);
        if (dup2(fds[i], i) < 0) return failed(Stage::Setup);
    }
    for (int fd : plan.kept) {
        int flags = fcntl(fd, F_GETFD);
        if (flags < 0 || fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC) < 0) return failed(Stage::Setup);
    }
    if (plan.changes_folder && chdir(plan.folder.c_str()) < 0) return failed(Stage::Folder);
    if (plan.umask >= 0) ::umask(static_cast<mode_t>(plan.umask));
    if (plan.restores_signals)
        for (int number : {SIGPIPE, SIGXFSZ}) signal(number, SIG_DFL);
    if (plan.new_session && setsid() < 0) return failed(Stage::Setup);
    if (plan.group >= 0 && setpgid(0, plan.group) < 0) return failed(Stage::Setup);
    if (plan.sets_groups && setgroups(plan.groups.size(), plan.groups.data()) < 0) return failed(Stage::Setup);
    if (plan.gid >= 0 && setregid(static_cast<gid_t>(plan.gid), static_cast<gid_t>(plan.gid)) < 0) return failed(Stage::Setup);
    if (plan.uid >= 0 && setreuid(static_cast<uid_t>(plan.uid), static_cast<uid_t>(plan.uid)) < 0) return failed(Stage::Setup);
    if (run_function && !run_function(plan)) return {Stage::Function, 0};
    if (plan.closes_others) {
        unsigned from = 3;
        for (int fd : plan.kept) {
            if (fd < static_cast<int>(from)) continue;
            if (static_cast<unsigned>(fd) > from) close_range(from, static_cast<unsigned>(fd) - 1, CLOSE_RANGE_CLOEXEC);
            from = static_cast<unsigned>(fd) + 1;
        }
        close_range(from, ~0u, CLOSE_RANGE_CLOEXEC);
    }
    if (mask) sigprocmask(SIG_SETMASK, mask, nullptr);
    int error = ENOENT;
    for (const char* path : plan.program_paths) {
        execve(path, plan.argv, plan.envp);
        if (errno != ENOENT && errno != ENOTDIR && error == ENOENT) error = errno;
    }
    return {Stage::Exec, error};
}

// The parent's handlers are of no use in the child, and would work on the parent's memory.
void forget_handlers() {
    for (int number = 1; number < NSIG; number++) {
        struct sigaction action;
        if (sigaction(number, nullptr, &action) != 0) continue;
        if (action.sa_handler == SIG_DFL || action.sa_handler == SIG_IGN) continue;
        action.sa_handler = SIG_DFL;
        sigaction(number, &action, nullptr);
    }
}

// The compiler must not keep anything in registers over vfork that the child changes: this function has no such thing.
[[gnu::noinline]] pid_t start_borrowing(const Plan& plan, Failure* failure) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    volatile Failure* answer = failure;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    pid_t pid = vfork();
#pragma GCC diagnostic pop
    if (pid == 0) {
        forget_handlers();
        Failure result = become(plan, &before, nullptr);
        answer->stage = result.stage;
        answer->error = result.error;
        _exit(255);
    }
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = error;
    return pid;
}

bool call_function(const Plan& plan) {
    Thread& thread = Thread::current();
    if (call(thread, plan.function, {})) return true;
    clear_exception(thread);
    return false;
}

pid_t start_forking(Thread& thread, const Plan& plan, Failure* failure) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) return -1;
    before_forking(thread);
    pid_t pid = fork_process(thread);
    int error = errno;
    if (pid == 0) {
        if (ends[1] < 3) ends[1] = fcntl(ends[1], F_DUPFD_CLOEXEC, 3);
        after_forking(thread, 0);
        Failure result = become(plan, nullptr, call_function);
        ssize_t ignored = write(ends[1], &result, sizeof result);
        (void)ignored;
        _exit(255);
    }
    close(ends[1]);
    after_forking(thread, pid);
    if (pid > 0) {
        BlockingRegion region(thread);
        while (read(ends[0], failure, sizeof *failure) < 0 && errno == EINTR) {}
    }
    close(ends[0]);
    errno = error;
    return pid;
}

bool int_or_none(Thread& thread, Value value, int* out) {
    *out = -1;
    return value.is_none() || int_argument(thread, value, out);
}

// Returns the child's number; or (stage, errno) if the program could not be started.
Value fork_exec(Thread& thread, Args& args) {
    Plan plan;
    int flags[3];
    if (!plan.arguments.fill(thread, args[0])) return {};
    List* programs = list_from_iterable(thread, args[1]);
    if (!programs) return {};
    for (size_t i = 0; Value program = list_get(programs, i); i++) {
        plan.programs.emplace_back();
        if (!fs_path(thread, program, &plan.programs.back())) return {};
    }
    for (const std::string& program : plan.programs) plan.program_paths.push_back(program.c_str());
    if (!args[2].is_none()) {
        plan.changes_folder = true;
        if (!fs_path(thread, args[2], &plan.folder)) return {};
    }
    if (!args[3].is_none() && !plan.environment.fill_environment(thread, args[3])) return {};
    Tuple* ends = tuple_from_iterable(thread, args[4]);
    if (!ends || ends->length != 3) return raise_value_error(thread, "three descriptors are wanted");
    for (int i = 0; i < 3; i++)
        if (!int_argument(thread, ends->items[i], &plan.fds[i])) return {};
    for (size_t i = 0; i < 3; i++)
        if ((flags[i] = truth(thread, args[5 + i])) < 0) return {};
    plan.closes_others = flags[0];
    plan.restores_signals = flags[1];
    plan.new_session = flags[2];
    List* kept = list_from_iterable(thread, args[8]);
    if (!kept) return {};
    for (size_t i = 0; Value fd = list_get(kept, i); i++) {
        plan.kept.push_back(0);
        if (!int_argument(thread, fd, &plan.kept.back())) return {};
    }
    std::sort(plan.kept.begin(), plan.kept.end());
    if (!int_or_none(thread, args[9], &plan.group) || !int_or_none(thread, args[10], &plan.umask) ||
        !int_or_none(thread, args[11], &plan.uid) || !int_or_none(thread, args[12], &plan.gid))
        return {};
    if (!args[13].is_none()) {
        plan.sets_groups = true;
        List* groups = list_from_iterable(thread, args[13]);
        if (!groups) return {};
        for (size_t i = 0; Value group = list_get(groups, i); i++) {
            int number;
            if (!int_argument(thread, group, &number)) return {};
            plan.groups.push_back(static_cast<gid_t>(number));
        }
    }
    plan.function = args[14];
    plan.argv = plan.arguments.pointers();
    plan.envp = args[3].is_none() ? environ : plan.environment.pointers();

    Failure failure;
    pid_t pid;
    if (plan.function.is_none()) {
        BlockingRegion region(thread);
        pid = start_borrowing(plan, &failure);
    } else {
        pid = start_forking(thread, plan, &failure);
    }
    if (pid < 0) return raise_errno(thread, errno);
    if (failure.error == 0 && failure.stage != Stage::Function) return Value::from_int(pid);
    int status;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    return new_tuple(thread, {Value::from_int(static_cast<int>(failure.stage)), Value::from_int(failure.error)});
}

}  // namespace

bool initialize_posixsubprocess(Thread& thread, Module* module) {
    add_functions(thread, module,
                  {{"fork_exec(args, programs, cwd, env, fds, close_fds, restore_signals, start_new_session, pass_fds, "
                    "process_group, umask, uid, gid, groups, preexec_fn, /)",
                    fork_exec, "Start a program; its process number, or (stage, errno)."}});
    return true;
}

}  // namespace gilt
