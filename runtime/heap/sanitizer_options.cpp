// What the asan and tsan presets ask of their sanitizers by default; ASAN_OPTIONS and TSAN_OPTIONS still add to it.
//
//   detect_leaks=0                   Memory that only objects on gilt's heap point to looks lost to the leak checker,
//                                    which does not look there.
//   detect_stack_use_after_return=0  The collector reads the C++ stacks word by word, so locals must lie on them and
//                                    not on asan's fake ones.
//   die_after_fork=0                 A child forked by a program with threads may start threads of its own.
#include "heap/poison.h"

#if GILT_ASAN
extern "C" const char* __asan_default_options() { return "detect_leaks=0:detect_stack_use_after_return=0"; }
extern "C" const char* __ubsan_default_options() { return "print_stacktrace=1"; }
#endif

#if GILT_TSAN
extern "C" const char* __tsan_default_options() { return "second_deadlock_stack=1:die_after_fork=0"; }
#endif
