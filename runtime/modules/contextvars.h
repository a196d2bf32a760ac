// Contexts: what a context variable means depends on which context is current. Each thread has a current one
// (Thread::context); a task or a callback of an event loop brings its own.
//
// A context points to a dict that nobody changes once it is there: setting a variable stores a changed copy. So a copy of
// a context is one small object, and readers need no lock.
//
// Tasks go further. Most never set a variable, so a thousand tasks made in one place can run in one context object, as
// long as they only read it. Such a context is *shared*: setting a variable while it is current first puts a copy in its
// place, and whoever entered it keeps that copy (ContextScope::leave). No script ever sees a shared context.
#pragma once

#include "value/object.h"

namespace gilt {

class Thread;

// A copy of the current context, for as many users as like: shared.
Value shared_context(Thread& thread);
// A context of one's own with the same values, for handing to a script; the same object if it is not shared.
Value unshared_context(Thread& thread, Value context);
bool is_context(Value value);

// Makes a context current. A context that is not shared can be entered once at a time.
class ContextScope {
  public:
    // False with RuntimeError pending.
    [[nodiscard]] bool enter(Thread& thread, Value context);
    // Back to the context before. What to enter the next time.
    Value leave(Thread& thread);

  private:
    Value outer_;
};

}  // namespace gilt
