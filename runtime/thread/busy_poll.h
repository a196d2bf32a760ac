// Looking for input before sleeping until it comes.
//
// Two processes that answer each other over a pipe or a socket sleep and wake by turns, and the system takes some 25
// microseconds to put a process to sleep, find it a processor that has gone to sleep meanwhile, and wake it: more than most
// answers take to make. So who is about to wait for input looks for it first, over and over, for as long as such a sleep would
// cost (the same bound as for spinning before a lock sleeps: at worst the wait costs twice what it must). Between two looks
// it yields the processor: who is to answer may be waiting for just this one.
//
// Only a process with one thread does so. Then nobody waits for the GIL that the looking thread keeps, nor for it to halt.
// Whether looking is worth while is learnt from how it went: input that comes from people, or from slow work, is not looked for
// but once in a while.
#pragma once

#include <algorithm>
#include <cstdint>

namespace gilt {

class Thread;

// What a thread has learnt; part of Thread, touched by that thread alone.
class PollingHabit {
  public:
    // Whether to look this time.
    bool is_due() {
        if (waits_to_skip_ == 0) return true;
        waits_to_skip_--;
        return false;
    }
    // After each vain look twice as many waits go without one.
    void note(bool found) {
        pause_ = found ? 0 : std::clamp(pause_ * 2, 1u, kLongestPause);
        waits_to_skip_ = pause_;
    }

    static constexpr uint32_t kLongestPause = 64;

  private:
    uint32_t pause_ = 0;          // how many waits the last vain look was followed by
    uint32_t waits_to_skip_ = 0;  // of these, how many are still to come
};

// Before a system call that waits for input on `fd`; the caller is Running. 1: there is input, or whatever else makes the call
// return at once (the end of the file, an error); 0: not yet, or nobody has looked; -1: an exception is pending, which a signal's
// handler raised.
[[nodiscard]] int look_for_input(Thread& thread, int fd);

}  // namespace gilt
