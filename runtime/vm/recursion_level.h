// One level of recursion that a script's data drives: the repr of a list of lists, the comparison of nested tuples.
//
// CPython counts such levels towards the recursion limit like calls, and programs rely on getting RecursionError from data that is
// nested too deep. The first levels are free: they cost an increment and a look at the C++ stack.
#pragma once

#include "thread/thread.h"

namespace gilt {

class RecursionLevel {
  public:
    RecursionLevel(Thread& thread, const char* where) : thread_(thread) {
        bool is_shallow = ++thread.native_depth < kFreeLevels && !thread.c_stack_low();
        is_allowed_ = is_shallow || check(thread, where);
    }
    ~RecursionLevel() { thread_.native_depth--; }
    RecursionLevel(const RecursionLevel&) = delete;
    RecursionLevel& operator=(const RecursionLevel&) = delete;
    bool is_allowed() const { return is_allowed_; }  // else RecursionError is pending

  private:
    static constexpr int kFreeLevels = 64;
    static bool check(Thread& thread, const char* where);

    Thread& thread_;
    bool is_allowed_;
};

}  // namespace gilt
