#include "objects/namespaces.h"

#include "heap/heap.h"
#include "objects/dict.h"
#include "objects/list.h"
#include "objects/str.h"
#include "thread/thread.h"

namespace gilt {

Namespaces namespaces;

namespace {
List* kept;
}

void initialize_namespaces(Thread& thread) {
    namespaces.modules = new_dict(thread);
    namespaces.builtins = new_dict(thread, 256);
    namespaces.sys = new_dict(thread, 128);
    kept = new_list(thread);
    heap::add_root_tracer([](Marker& marker) {
        marker.mark(namespaces.modules);
        marker.mark(namespaces.builtins);
        marker.mark(namespaces.sys);
        marker.mark(kept);
    });
}

Value sys_get(std::string_view name) {
    if (!namespaces.sys) return {};
    return dict_get(namespaces.sys, intern(Thread::current(), name));
}

void keep_forever(Thread& thread, Value value) { list_append(thread, kept, value); }

}  // namespace gilt
