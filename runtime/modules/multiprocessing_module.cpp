// The module `_multiprocessing`: what lib/multiprocessing needs from the machine. Messages are in multiprocessing_links.cpp,
// memory and locks between processes in multiprocessing_memory.cpp; here is the beginning and the end of a child.
//
// A child ends when its parent dies. The system sends SIGTERM for that (PR_SET_PDEATHSIG), but at the death of the
// parent's *thread* that made the child; so if that was not the parent's main thread, a helper thread watches the parent
// instead. The helper is no thread of the runtime: it sleeps in poll() and touches nothing.
#include "modules/multiprocessing.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "modules/io_stream.h"
#include "modules/posix_support.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

void* watch_parent(void* argument) {
    auto fd = static_cast<int>(reinterpret_cast<intptr_t>(argument));
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
    pollfd parent{fd, POLLIN, 0};
    while (poll(&parent, 1, -1) < 0) {}
    kill(getpid(), SIGTERM);
    return nullptr;
}

// begin_child(parent's pid, whether its main thread made the child): called in the child. Its standard input is empty: two
// readers of one input would take each other's lines.
Value begin_child(Thread& thread, Args& args) {
    int parent;
    int by_main = truth(thread, args[1]);
    if (by_main < 0 || !int_argument(thread, args[0], &parent)) return {};
    if (by_main) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
    } else {
        long fd = syscall(SYS_pidfd_open, parent, 0);
        pthread_t helper;
        pthread_attr_t attributes;
        pthread_attr_init(&attributes);
        pthread_attr_setstacksize(&attributes, 256 * 1024);  // glibc puts the thread-local tables there too
        if (fd >= 0 && pthread_create(&helper, &attributes, watch_parent, reinterpret_cast<void*>(fd)) == 0) pthread_detach(helper);
        pthread_attr_destroy(&attributes);
    }
    if (getppid() != parent) kill(getpid(), SIGTERM);  // it was faster
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (null >= 0) {
        dup2(null, 0);
        if (null != 0) close(null);
    }
    Buffer::forget_input(0);
    return Value::none();
}

// The end of a forked child: what its files still hold is written out, and nothing else of the parent's end is run.
Value end_process(Thread& thread, Args& args) {
    int code;
    if (!int_argument(thread, args[0], &code)) return {};
    Buffer::flush_all_quietly();
    _exit(code);
}

Value is_main_thread(Thread& thread, Args&) { return Value::from_bool(thread.is_main); }

}  // namespace

bool initialize_multiprocessing(Thread& thread, Module* module) {
    add_links(thread, module);
    add_shared_memory(thread, module);
    add_functions(thread, module,
                  {{"begin_child(pid, by_main_thread, /)", begin_child, "The first thing a child does."},
                   {"end_process(code, /)", end_process, "End a forked child."},
                   {"is_main_thread()", is_main_thread, "Whether the calling thread is the process's first."}});
    // Their first call comes in a young child, where each page that is written to has to be copied.
    for (const char* name : {"begin_child", "end_process"}) read_signature(thread, module, name);
    return true;
}

}  // namespace gilt
