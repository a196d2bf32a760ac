// Forking.
//
// The child has one thread, and a copy of whatever the others were in the middle of. Two things
// make that safe: the world is stopped, so nobody was in the middle of changing an object; and the
// forking thread holds every RuntimeMutex, so nobody was in the middle of changing the runtime's
// own data. (Blocked threads may still be in there otherwise: on their way out of a wait, or
// starting.) The child releases the mutexes again, since it is their owner's copy, and forgets the
// other threads: in the list, in the GIL's queues, in the parking table, in the deadlock count. The
// condition variables are made anew, because their waiters do not exist any more.
//
// Locks of the script that another thread held stay locked in the child, as in CPython;
// lib/threading.py remakes its own.
#include "thread/fork.h"

#include <errno.h>
#include <malloc.h>
#include <unistd.h>

#include <new>

#include "heap/heap.h"
#include "thread/deadlock.h"
#include "thread/gil.h"
#include "thread/park.h"
#include "thread/thread.h"
#include "thread/thread_list.h"

namespace gilt {

std::atomic<uint32_t> fork_count{0};

namespace {

// All mutexes held, the thread list's by StopTheWorld.
void become_only_thread(Thread& survivor) {
    bool was_alone = thread_list.head == &survivor && !survivor.next;
    if (!was_alone) {
        new (&thread_list.halted) std::condition_variable_any;
        new (&thread_list.resumed) std::condition_variable_any;
    }
    forget_other_threads(survivor);
    gil::after_fork_in_child(survivor);
    parking::after_fork_in_child();
    deadlock::after_fork_in_child();
    survivor.lessons_to_skip = Thread::kLessonsOfAChild;
}

}  // namespace

pid_t fork_process(Thread& thread) {
    StopTheWorld world(thread);
    // What the compiler used and freed, and what the heap holds in reserve, would be copied to each child, page by page. Before
    // the first fork is enough. (The flag is touched in a stopped world only.)
    static bool is_trimmed = false;
    if (!is_trimmed) {
        malloc_trim(0);
        heap::give_back_untouched();
    }
    is_trimmed = true;
    // Lowest rank first; the lowest is the thread list's, which StopTheWorld has taken.
    RuntimeMutex::lock_all(&thread_list.mutex);
    pid_t child = fork();
    int saved_errno = errno;
    if (child == 0) {
        fork_count.fetch_add(1, std::memory_order_relaxed);
        become_only_thread(thread);
    }
    RuntimeMutex::unlock_all(&thread_list.mutex);
    errno = saved_errno;
    return child;
}

}  // namespace gilt
