// The module `resource`: what the process has used, and what it may use.
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>

#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/namespaces.h"
#include "objects/struct_sequence.h"
#include "objects/tuple.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

Class* usage_class;

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; }

Value get_usage(Thread& thread, Args& args) {
    int64_t who;
    if (!to_int64(thread, args[0], &who)) return {};
    rusage usage;
    if (getrusage(static_cast<__rusage_who>(who), &usage) != 0) {
        if (errno == EINVAL) return raise_value_error(thread, "invalid who parameter");
        return raise_errno(thread, errno);
    }
    auto count = [&](long number) { return make_int(thread, number); };
    return make_struct(thread, usage_class,
                       {Value::from_float(seconds(usage.ru_utime)), Value::from_float(seconds(usage.ru_stime)), count(usage.ru_maxrss),
                        count(usage.ru_ixrss), count(usage.ru_idrss), count(usage.ru_isrss), count(usage.ru_minflt),
                        count(usage.ru_majflt), count(usage.ru_nswap), count(usage.ru_inblock), count(usage.ru_oublock),
                        count(usage.ru_msgsnd), count(usage.ru_msgrcv), count(usage.ru_nsignals), count(usage.ru_nvcsw),
                        count(usage.ru_nivcsw)});
}

// A limit as scripts see it: RLIM_INFINITY is -1.
Value limit_value(Thread& thread, rlim_t limit) { return make_int(thread, static_cast<int64_t>(limit)); }

Value get_limit(Thread& thread, Args& args) {
    int64_t resource;
    if (!to_int64(thread, args[0], &resource)) return {};
    rlimit limits;
    if (resource < 0 || resource >= RLIM_NLIMITS) return raise_value_error(thread, "invalid resource specified");
    if (getrlimit(static_cast<__rlimit_resource>(resource), &limits) != 0) return raise_errno(thread, errno);
    return new_tuple(thread, {limit_value(thread, limits.rlim_cur), limit_value(thread, limits.rlim_max)});
}

Value set_limit(Thread& thread, Args& args) {
    int64_t resource, soft, hard;
    if (!to_int64(thread, args[0], &resource)) return {};
    if (resource < 0 || resource >= RLIM_NLIMITS) return raise_value_error(thread, "invalid resource specified");
    Tuple* limits = tuple_from_iterable(thread, args[1]);
    if (!limits) return {};
    if (limits->length != 2) return raise_value_error(thread, "expected a tuple of 2 integers");
    if (!to_int64(thread, limits->items[0], &soft) || !to_int64(thread, limits->items[1], &hard)) return {};
    rlimit wanted{static_cast<rlim_t>(soft), static_cast<rlim_t>(hard)};
    if (setrlimit(static_cast<__rlimit_resource>(resource), &wanted) == 0) return Value::none();
    if (errno == EINVAL) return raise_value_error(thread, "current limit exceeds maximum limit");
    if (errno == EPERM) return raise_value_error(thread, "not allowed to raise maximum limit");
    return raise_errno(thread, errno);
}

Value get_page_size(Thread&, Args&) { return Value::from_int(sysconf(_SC_PAGESIZE)); }

}  // namespace

bool initialize_resource(Thread& thread, Module* module) {
    usage_class = new_struct_sequence(thread, "resource.struct_rusage",
                                   {"ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt",
                                    "ru_nswap", "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw",
                                    "ru_nivcsw"});
    keep_forever(thread, usage_class);
    set_module_attribute(thread, module, "struct_rusage", usage_class);
    set_module_attribute(thread, module, "error", exceptions.OSError);
    add_functions(thread, module,
                  {{"getrusage(who, /)", get_usage}, {"getrlimit(resource, /)", get_limit},
                   {"setrlimit(resource, limits, /)", set_limit}, {"getpagesize()", get_page_size}});
    constexpr struct { const char* name; int64_t value; } kNumbers[] = {
        {"RUSAGE_SELF", RUSAGE_SELF}, {"RUSAGE_CHILDREN", RUSAGE_CHILDREN}, {"RUSAGE_THREAD", RUSAGE_THREAD},
        {"RLIM_INFINITY", -1}, {"RLIMIT_CPU", RLIMIT_CPU}, {"RLIMIT_FSIZE", RLIMIT_FSIZE}, {"RLIMIT_DATA", RLIMIT_DATA},
        {"RLIMIT_STACK", RLIMIT_STACK}, {"RLIMIT_CORE", RLIMIT_CORE}, {"RLIMIT_NOFILE", RLIMIT_NOFILE}, {"RLIMIT_AS", RLIMIT_AS},
        {"RLIMIT_NPROC", RLIMIT_NPROC}, {"RLIMIT_RSS", RLIMIT_RSS}, {"RLIMIT_MEMLOCK", RLIMIT_MEMLOCK}};
    for (const auto& [name, value] : kNumbers) set_module_attribute(thread, module, name, make_int(thread, value));
    return true;
}

}  // namespace gilt
