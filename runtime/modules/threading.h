// What the start of the runtime must do for threads and signals, import or no import.
#pragma once

namespace gilt {

class Thread;

// Teaches thread/ to name threads and places (thread/hooks.h). Before the first script runs.
void initialize_thread_hooks(Thread& thread);

// SIGINT raises KeyboardInterrupt in the main thread; SIGPIPE and SIGXFSZ are ignored, as in
// CPython.
void install_signal_handlers(Thread& thread);

// As if the signal had arrived; its handler runs in the main thread. False if the signal is ignored
// or has its default.
bool simulate_signal(int number);

}  // namespace gilt
