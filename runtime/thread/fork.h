// fork() for a process with threads: only with the world stopped, and every runtime lock known.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>

namespace gilt {

// How many forks lie between the first process and this one: what belongs to one process alone can tell by it that it is in
// a child now. Written in the child while it has one thread.
extern std::atomic<uint32_t> fork_count;

class Thread;

// Forks; the caller is Running. In the child the calling thread is the only one and the main one,
// and Running. Returns what fork() returns, errno included. The caller runs os.register_at_fork's
// functions around it.
pid_t fork_process(Thread& thread);

}  // namespace gilt
