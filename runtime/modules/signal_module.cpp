// The module `_signal`, and what Ctrl-C does.
//
// A signal's C handler only takes a note: it sets the signal's entry in `arrived`, then the Signal
// bit of the main thread, then ends the main thread's wait on a lock or in an event loop if it is in one. The script's
// handler runs when the main thread reaches its next safepoint: at once if it computes; if it is
// blocked in a system call, that call ends with EINTR (there is no SA_RESTART) and whoever made it
// passes a safepoint before trying again.
//
// The system may deliver the signal to any thread. If that is not the main one, the handler sends
// it on to the main thread and does nothing else, so that the main thread's system calls are the
// ones interrupted.
//
//   - `arrived[n]`: set by the C handler (release, through the request after it), taken by the main
//     thread.
//   - `handlers[n]`: written by the main thread only (signal.signal demands it), read by it, and by
//     the collector.
//   - `wakeup_fd`: written by the main thread, read by the C handler; a lock-free atomic.
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <cmath>

#include "heap/heap.h"
#include "modules/threading.h"
#include "modules/uv_poller.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/frame_object.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/namespaces.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "objects/tuple.h"
#include "thread/clock.h"
#include "thread/hooks.h"
#include "thread/park.h"
#include "thread/thread.h"
#include "thread/thread_list.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

constexpr int kSignals = 65;  // 1 to 64; NSIG

std::atomic<bool> arrived[kSignals];
Slot handlers[kSignals];  // what getsignal() answers: a callable, SIG_DFL (0), SIG_IGN (1), or None
std::atomic<int> wakeup_fd{-1};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);
Value default_int_handler;  // kept for ever
Class* signal_info;         // signal.struct_siginfo; the module keeps it

constexpr int64_t kDefault = 0, kIgnore = 1;

void trace_handlers(Marker& marker) { marker.mark_range(handlers, kSignals); }

void note_arrival(Thread& main, int number) {
    arrived[number].store(true, std::memory_order_relaxed);
    main.request(kSignal);
    interrupt_wait(main);
    Poller::wake_main_thread();
    int fd = wakeup_fd.load(std::memory_order_relaxed);
    if (fd >= 0) {
        auto byte = static_cast<unsigned char>(number);
        ssize_t ignored = write(fd, &byte, 1);
        (void)ignored;
    }
}

void on_signal(int number) {
    int saved_errno = errno;
    if (Thread* main = main_thread.load(std::memory_order_acquire)) {
        long self = syscall(SYS_gettid);
        if (self == main->native_id || syscall(SYS_tgkill, getpid(), main->native_id, number) != 0)
            note_arrival(*main, number);
    }
    errno = saved_errno;
}

bool install(int number, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    return sigaction(number, &action, nullptr) == 0;
}

bool is_constant(Value handler, int64_t which) {
    return handler.is_int() && handler.as_int() == which;
}

bool run_signal_handlers(Thread& thread) {
    for (int number = 1; number < kSignals; number++) {
        if (!arrived[number].exchange(false, std::memory_order_acquire)) continue;
        Value handler = handlers[number].load();
        if (!handler || handler.is_none() || handler.is_int()) continue;
        FrameObject* frame = snapshot_frame(thread, 0);
        if (call(thread, handler, {Value::from_int(number), frame ? Value(frame) : Value::none()}))
            continue;
        thread.request(kSignal);  // the others that have arrived
        return false;
    }
    return true;
}

// ---------------------------------------------------------------- the module's functions

bool to_signal(Thread& thread, Value value, int* number) {
    int64_t wide;
    if (!to_int64(thread, value, &wide)) return false;
    if (wide < 1 || wide >= kSignals)
        return bool(raise_value_error(thread, "signal number out of range"));
    *number = static_cast<int>(wide);
    return true;
}

Value handle_int(Thread& thread, Args&) {
    return raise(thread, exceptions.KeyboardInterrupt, Value());
}

Value set_handler(Thread& thread, Args& args) {
    int number;
    if (!thread.is_main)
        return raise_value_error(thread,
                                 "signal only works in main thread of the main interpreter");
    if (!to_signal(thread, args[0], &number)) return {};
    Value handler = args[1];
    Value plain = is_int(handler) ? as_plain_int(handler) : handler;
    void (*action)(int) = on_signal;
    if (is_constant(plain, kDefault)) {
        action = SIG_DFL;
    } else if (is_constant(plain, kIgnore)) {
        action = SIG_IGN;
    } else if (!is_callable(handler)) {
        return raise_type_error(
            thread, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    }
    if (!thread.safepoint()) return {};  // signals that came before this belong to the old handler
    if (!install(number, action)) return raise_errno(thread, errno);
    Value before = handlers[number].exchange(action == on_signal ? handler : plain);
    return before ? before : Value::none();
}

Value get_handler(Thread& thread, Args& args) {
    int number;
    if (!to_signal(thread, args[0], &number)) return {};
    Value handler = handlers[number].load();
    return handler ? handler : Value::none();
}

Value raise_signal(Thread& thread, Args& args) {
    int number;
    if (!to_signal(thread, args[0], &number)) return {};
    if (::raise(number) != 0) return raise_errno(thread, errno);
    return thread.safepoint() ? Value::none() : Value();
}

Value set_wakeup_fd(Thread& thread, Args& args) {
    int64_t fd;
    if (!to_int64(thread, args[0], &fd)) return {};
    if (!thread.is_main)
        return raise_value_error(thread,
                                 "set_wakeup_fd only works in main thread of the main interpreter");
    if (fd != -1 && fcntl(static_cast<int>(fd), F_GETFD) < 0) return raise_errno(thread, errno);
    return Value::from_int(wakeup_fd.exchange(static_cast<int>(fd), std::memory_order_relaxed));
}

Value kill_thread(Thread& thread, Args& args) {
    int64_t ident;
    int number;
    if (!to_int64(thread, args[0], &ident)) return {};
    if (args[1].is_int() && args[1].as_int() == 0) {
        number = 0;
    } else if (!to_signal(thread, args[1], &number)) {
        return {};
    }
    if (int error = ::pthread_kill(static_cast<pthread_t>(ident), number))
        return raise_errno(thread, error);
    return thread.safepoint() ? Value::none() : Value();
}

Value set_alarm(Thread& thread, Args& args) {
    int64_t seconds;
    if (!to_int64(thread, args[0], &seconds)) return {};
    return make_uint(thread, ::alarm(static_cast<unsigned>(seconds)));
}

Value pause_thread(Thread& thread, Args&) {
    {
        BlockingRegion region(thread);
        ::pause();
    }
    return thread.safepoint() ? Value::none() : Value();
}

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

bool to_timeval(Thread& thread, Value value, timeval* time) {
    double seconds = 0;
    if (value && !to_double(thread, value, &seconds)) return false;
    double whole = std::floor(seconds);
    time->tv_sec = static_cast<time_t>(whole);
    time->tv_usec = static_cast<suseconds_t>((seconds - whole) * 1e6);
    if (seconds > 0 && time->tv_sec == 0 && time->tv_usec == 0) time->tv_usec = 1;
    return true;
}

Value timer_values(Thread& thread, const itimerval& timer) {
    return new_tuple(thread, {Value::from_float(seconds_of(timer.it_value)),
                              Value::from_float(seconds_of(timer.it_interval))});
}

Value set_timer(Thread& thread, Args& args) {
    int64_t which;
    itimerval timer, before;
    if (!to_int64(thread, args[0], &which) || !to_timeval(thread, args[1], &timer.it_value) ||
        !to_timeval(thread, args[2], &timer.it_interval))
        return {};
    if (setitimer(static_cast<__itimer_which_t>(which), &timer, &before) != 0)
        return raise_errno(thread, errno);
    return timer_values(thread, before);
}

Value get_timer(Thread& thread, Args& args) {
    int64_t which;
    itimerval timer;
    if (!to_int64(thread, args[0], &which)) return {};
    if (getitimer(static_cast<__itimer_which_t>(which), &timer) != 0)
        return raise_errno(thread, errno);
    return timer_values(thread, timer);
}

Value interrupt_calls(Thread& thread, Args& args) {
    int number;
    if (!to_signal(thread, args[0], &number)) return {};
    int interrupts = truth(thread, args[1]);
    if (interrupts < 0) return {};
    struct sigaction action;
    if (sigaction(number, nullptr, &action) != 0) return raise_errno(thread, errno);
    action.sa_flags = interrupts ? action.sa_flags & ~SA_RESTART : action.sa_flags | SA_RESTART;
    if (sigaction(number, &action, nullptr) != 0) return raise_errno(thread, errno);
    return Value::none();
}

Value describe_signal(Thread& thread, Args& args) {
    int number;
    if (!to_signal(thread, args[0], &number)) return {};
    const char* text = sigdescr_np(number);
    return text ? Value(new_str(thread, text)) : Value::none();
}

// --- sets of signals ---

bool to_signal_set(Thread& thread, Value iterable, sigset_t* set) {
    sigemptyset(set);
    Iteration items(thread, iterable);
    while (Value item = items.next()) {
        int number;
        if (!to_signal(thread, item, &number)) return false;
        sigaddset(set, number);
    }
    return !items.failed();
}

Value from_signal_set(Thread& thread, const sigset_t& set) {
    Set* result = new_set(thread);
    for (int number = 1; number < kSignals; number++)
        if (sigismember(&set, number) == 1 && set_add(thread, result, Value::from_int(number)) < 0)
            return {};
    return result;
}

Value valid_signals(Thread& thread, Args&) {
    sigset_t set;
    sigfillset(&set);  // without those the C library keeps to itself
    return from_signal_set(thread, set);
}

Value change_mask(Thread& thread, Args& args) {
    int64_t how;
    sigset_t set, before;
    if (!to_int64(thread, args[0], &how) || !to_signal_set(thread, args[1], &set)) return {};
    if (int error = pthread_sigmask(static_cast<int>(how), &set, &before))
        return raise_errno(thread, error);
    if (!thread.safepoint()) return {};
    return from_signal_set(thread, before);
}

Value pending_signals(Thread& thread, Args&) {
    sigset_t set;
    if (sigpending(&set) != 0) return raise_errno(thread, errno);
    return from_signal_set(thread, set);
}

Value wait_for_signal(Thread& thread, Args& args) {
    sigset_t set;
    if (!to_signal_set(thread, args[0], &set)) return {};
    int number = 0, error;
    {
        BlockingRegion region(thread);
        error = sigwait(&set, &number);
    }
    return error ? raise_errno(thread, error) : Value::from_int(number);
}

// Waits for one of these signals at most until the deadline; what the system tells about it, or 0 if time was up.
Value take_signal(Thread& thread, Value signals, const double* timeout) {
    sigset_t set;
    if (!to_signal_set(thread, signals, &set)) return {};
    uint64_t deadline = timeout ? now_ns() + static_cast<uint64_t>(*timeout * 1e9) : 0;
    for (;;) {
        siginfo_t info{};
        int result, error;
        {
            BlockingRegion region(thread);
            if (timeout) {
                uint64_t now = now_ns(), left = deadline > now ? deadline - now : 0;
                timespec wait{static_cast<time_t>(left / 1'000'000'000), static_cast<long>(left % 1'000'000'000)};
                result = sigtimedwait(&set, &info, &wait);
            } else {
                result = sigwaitinfo(&set, &info);
            }
            error = errno;
        }
        if (result >= 0)
            return make_struct(thread, signal_info,
                               {Value::from_int(info.si_signo), Value::from_int(info.si_code), Value::from_int(info.si_errno),
                                Value::from_int(info.si_pid), Value::from_int(info.si_uid), Value::from_int(info.si_status),
                                Value::from_int(info.si_band)});
        if (error == EAGAIN) return Value::none();
        if (error != EINTR) return raise_errno(thread, error);
        if (!thread.safepoint()) return {};
    }
}
Value wait_for_info(Thread& thread, Args& args) { return take_signal(thread, args[0], nullptr); }
Value wait_for_info_until(Thread& thread, Args& args) {
    double seconds;
    if (!to_double(thread, args[1], &seconds)) return {};
    if (seconds < 0) return raise_value_error(thread, "timeout must be non-negative");
    return take_signal(thread, args[0], &seconds);
}

constexpr struct {
    const char* name;
    int number;
} kNumbers[] = {
    {"SIGHUP", SIGHUP},
    {"SIGINT", SIGINT},
    {"SIGQUIT", SIGQUIT},
    {"SIGILL", SIGILL},
    {"SIGTRAP", SIGTRAP},
    {"SIGABRT", SIGABRT},
    {"SIGIOT", SIGIOT},
    {"SIGBUS", SIGBUS},
    {"SIGFPE", SIGFPE},
    {"SIGKILL", SIGKILL},
    {"SIGUSR1", SIGUSR1},
    {"SIGSEGV", SIGSEGV},
    {"SIGUSR2", SIGUSR2},
    {"SIGPIPE", SIGPIPE},
    {"SIGALRM", SIGALRM},
    {"SIGTERM", SIGTERM},
    {"SIGSTKFLT", SIGSTKFLT},
    {"SIGCHLD", SIGCHLD},
    {"SIGCLD", SIGCHLD},
    {"SIGCONT", SIGCONT},
    {"SIGSTOP", SIGSTOP},
    {"SIGTSTP", SIGTSTP},
    {"SIGTTIN", SIGTTIN},
    {"SIGTTOU", SIGTTOU},
    {"SIGURG", SIGURG},
    {"SIGXCPU", SIGXCPU},
    {"SIGXFSZ", SIGXFSZ},
    {"SIGVTALRM", SIGVTALRM},
    {"SIGPROF", SIGPROF},
    {"SIGWINCH", SIGWINCH},
    {"SIGIO", SIGIO},
    {"SIGPOLL", SIGPOLL},
    {"SIGPWR", SIGPWR},
    {"SIGSYS", SIGSYS},
    {"NSIG", kSignals},
    {"SIG_DFL", 0},
    {"SIG_IGN", 1},
    {"SIG_BLOCK", SIG_BLOCK},
    {"SIG_UNBLOCK", SIG_UNBLOCK},
    {"SIG_SETMASK", SIG_SETMASK},
    {"ITIMER_REAL", ITIMER_REAL},
    {"ITIMER_VIRTUAL", ITIMER_VIRTUAL},
    {"ITIMER_PROF", ITIMER_PROF},
};

}  // namespace

bool simulate_signal(int number) {
    Value handler = handlers[number].load();
    if (!handler || handler.is_none() || handler.is_int()) return false;
    if (Thread* main = main_thread.load(std::memory_order_acquire)) note_arrival(*main, number);
    return true;
}

void install_signal_handlers(Thread& thread) {
    heap::add_root_tracer(trace_handlers);
    thread_hooks.run_signal_handlers = run_signal_handlers;
    NativeSpec spec{"default_int_handler(signalnum, frame, /)", handle_int,
                    "The default handler of SIGINT."};
    default_int_handler = new_native_function(thread, spec, new_str(thread, "_signal"));
    keep_forever(thread, default_int_handler);
    install(SIGPIPE, SIG_IGN);
    install(SIGXFSZ, SIG_IGN);
    for (int number = 1; number < kSignals; number++) {
        struct sigaction action;
        if (sigaction(number, nullptr, &action) != 0) continue;  // the C library's own
        handlers[number].store(action.sa_handler == SIG_DFL   ? Value::from_int(kDefault)
                               : action.sa_handler == SIG_IGN ? Value::from_int(kIgnore)
                                                              : Value::none());
    }
    // A shell that starts a program in the background has SIGINT ignored for it.
    if (is_constant(handlers[SIGINT].load(), kDefault) && install(SIGINT, on_signal))
        handlers[SIGINT].store(default_int_handler);
}

bool initialize_signal(Thread& thread, Module* module) {
    add_functions(
        thread, module,
        {{"signal(signalnum, handler, /)", set_handler,
          "Set the handler of a signal; returns the one before."},
         {"getsignal(signalnum, /)", get_handler, "The handler of a signal."},
         {"raise_signal(signalnum, /)", raise_signal, "Send a signal to the process itself."},
         {"set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)", set_wakeup_fd,
          "Write each signal's number to this file."},
         {"pthread_kill(thread_id, signalnum, /)", kill_thread, "Send a signal to a thread."},
         {"alarm(seconds, /)", set_alarm, "Have SIGALRM sent after so many seconds."},
         {"pause()", pause_thread, "Wait for a signal."},
         {"setitimer(which, seconds, interval=0.0, /)", set_timer, "Start a timer."},
         {"getitimer(which, /)", get_timer, "What is left on a timer."},
         {"siginterrupt(signalnum, flag, /)", interrupt_calls,
          "Whether a signal interrupts system calls."},
         {"strsignal(signalnum, /)", describe_signal, "What the system calls a signal."},
         {"valid_signals()", valid_signals, "All signals there are."},
         {"pthread_sigmask(how, mask, /)", change_mask, "Block or unblock signals in this thread."},
         {"sigpending()", pending_signals, "Blocked signals that have arrived."},
         {"sigwait(sigset, /)", wait_for_signal, "Wait for one of these signals."},
         {"sigwaitinfo(sigset, /)", wait_for_info, "Wait for one of these signals; tells where it came from."},
         {"sigtimedwait(sigset, timeout, /)", wait_for_info_until, "The same, for so many seconds; None afterwards."}});
    signal_info = new_struct_sequence(thread, "signal.struct_siginfo",
                                      {"si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band"});
    set_module_attribute(thread, module, "struct_siginfo", signal_info);
    set_module_attribute(thread, module, "default_int_handler", default_int_handler);
    for (auto [name, number] : kNumbers)
        set_module_attribute(thread, module, name, Value::from_int(number));
    set_module_attribute(thread, module, "SIGRTMIN", Value::from_int(SIGRTMIN));
    set_module_attribute(thread, module, "SIGRTMAX", Value::from_int(SIGRTMAX));
    set_module_attribute(thread, module, "ItimerError", exceptions.OSError);
    return true;
}

}  // namespace gilt
