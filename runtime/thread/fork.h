// fork() for a process with threads: only with the world stopped, and every runtime lock known.
#pragma once

#include <sys/types.h>

namespace gilt {

class Thread;

// Forks; the caller is Running. In the child the calling thread is the only one and the main one,
// and Running. Returns what fork() returns, errno included. The caller runs os.register_at_fork's
// functions around it.
pid_t fork_process(Thread& thread);

}  // namespace gilt
