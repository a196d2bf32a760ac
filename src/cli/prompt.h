// The prompt: reads statements, runs them, shows what expressions give.
#pragma once

namespace gilt {

class Thread;

// Until Ctrl-D or exit(). The exit code.
int run_prompt(Thread& thread, bool quiet);

}  // namespace gilt
