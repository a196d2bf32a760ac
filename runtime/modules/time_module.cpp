// The module `time`: clocks, calendars of the C library, and sleep.
//
// sleep leaves Running (BlockingRegion) and sleeps on an absolute deadline, so that it is neither shorter nor, after a signal
// whose handler does not raise, longer than asked.
#include <time.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <optional>

#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/float.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/namespaces.h"
#include "objects/simple_namespace.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "objects/tuple.h"
#include "thread/clock.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {
namespace {

Class* struct_time;

int64_t read_clock(clockid_t clock) {
    timespec now;
    clock_gettime(clock, &now);
    return static_cast<int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

template <clockid_t kClock>
Value seconds(Thread&, Args&) {
    return Value::from_float(static_cast<double>(read_clock(kClock)) * 1e-9);
}
template <clockid_t kClock>
Value nanoseconds(Thread& thread, Args&) {
    return make_int(thread, read_clock(kClock));
}

// time() is divided, not multiplied: the nearest double to the true value, as CPython gives it.
Value now(Thread&, Args&) { return Value::from_float(static_cast<double>(read_clock(CLOCK_REALTIME)) / 1e9); }

// ---------------------------------------------------------------- sleep

Value sleep(Thread& thread, Args& args) {
    double wanted;
    if (args[0].is_int())
        wanted = static_cast<double>(args[0].as_int());
    else if (!is_int(args[0]) && !is_float(args[0]))
        return raise_type_error(thread, "'{}' object cannot be interpreted as an integer",
                                type_name(args[0]));
    else if (!to_double(thread, args[0], &wanted))
        return {};
    if (std::isnan(wanted)) return raise_value_error(thread, "Invalid value NaN (not a number)");
    if (wanted < 0) return raise_value_error(thread, "sleep length must be non-negative");
    if (wanted > 9.2e9)
        return raise_text(thread, exceptions.OverflowError, "timestamp too large to convert to C _PyTime_t");
    uint64_t deadline = now_ns() + static_cast<uint64_t>(std::ceil(wanted * 1e9));
    timespec until{static_cast<time_t>(deadline / 1'000'000'000),
                   static_cast<long>(deadline % 1'000'000'000)};
    for (;;) {
        int error;
        {
            BlockingRegion region(thread);
            error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
        }
        if (error == 0) return thread.safepoint() ? Value::none() : Value();
        if (error != EINTR) return raise_errno(thread, error);
        if (!thread.safepoint()) return {};
    }
}

// ---------------------------------------------------------------- struct_time

Value from_tm(Thread& thread, const tm& time) {
    Value zone = time.tm_zone ? Value(new_str(thread, time.tm_zone)) : Value::none();
    const Value values[] = {make_int(thread, int64_t{time.tm_year} + 1900),
                            Value::from_int(time.tm_mon + 1),
                            Value::from_int(time.tm_mday),
                            Value::from_int(time.tm_hour),
                            Value::from_int(time.tm_min),
                            Value::from_int(time.tm_sec),
                            Value::from_int((time.tm_wday + 6) % 7),
                            Value::from_int(time.tm_yday + 1),
                            Value::from_int(time.tm_isdst),
                            zone,
                            Value::from_int(time.tm_gmtoff)};
    return make_struct(thread, struct_time, values);
}

// A struct_time or any 9-tuple, the argument of `function`.
bool to_tm(Thread& thread, Value value, const char* function, tm* out) {
    memset(out, 0, sizeof *out);
    if (!is_tuple(value)) {
        (void)raise_type_error(thread, "Tuple or struct_time argument required");
        return false;
    }
    Tuple* items = as_tuple(value);
    if (items->length != 9) {
        (void)raise_type_error(thread, "{}(): illegal time tuple argument", function);
        return false;
    }
    int64_t fields[9];
    for (int i = 0; i < 9; i++) {
        if (!to_int64(thread, items->items[i], &fields[i])) return false;
        if (fields[i] < INT32_MIN || fields[i] > INT32_MAX) {
            (void)raise_text(thread, exceptions.OverflowError,
                             i == 0 ? "year out of range" : "signed integer is greater than maximum");
            return false;
        }
    }
    out->tm_year = static_cast<int>(fields[0] - 1900);
    out->tm_mon = static_cast<int>(fields[1] - 1);
    out->tm_mday = static_cast<int>(fields[2]);
    out->tm_hour = static_cast<int>(fields[3]);
    out->tm_min = static_cast<int>(fields[4]);
    out->tm_sec = static_cast<int>(fields[5]);
    out->tm_wday = static_cast<int>((fields[6] + 1) % 7);
    out->tm_yday = static_cast<int>(fields[7] - 1);
    out->tm_isdst = static_cast<int>(fields[8]);
    Value offset, zone;
    if (class_of(value) == struct_time) {
        if (find_attr(thread, value, intern(thread, "tm_gmtoff"), &offset) == 1 && offset.is_int())
            out->tm_gmtoff = offset.as_int();
        if (find_attr(thread, value, intern(thread, "tm_zone"), &zone) == 1 && is_str(zone)) {
            static thread_local std::string kept;
            kept = to_utf8(as_str(zone));
            out->tm_zone = kept.c_str();
        }
    }
    return true;
}

// What strftime and asctime insist on; 0 counts as the least value for month, day and day of the year.
bool check_tm(Thread& thread, tm* time) {
    const char* wrong = nullptr;
    if (time->tm_mon == -1)
        time->tm_mon = 0;
    else if (time->tm_mon < 0 || time->tm_mon > 11)
        wrong = "month out of range";
    if (time->tm_mday == 0)
        time->tm_mday = 1;
    else if (time->tm_mday < 0 || time->tm_mday > 31)
        wrong = "day of month out of range";
    if (time->tm_hour < 0 || time->tm_hour > 23) wrong = "hour out of range";
    if (time->tm_min < 0 || time->tm_min > 59) wrong = "minute out of range";
    if (time->tm_sec < 0 || time->tm_sec > 61) wrong = "seconds out of range";
    if (time->tm_wday < 0) wrong = "day of week out of range";
    if (time->tm_yday == -1)
        time->tm_yday = 0;
    else if (time->tm_yday < 0 || time->tm_yday > 365)
        wrong = "day of year out of range";
    if (wrong) (void)raise_text(thread, exceptions.ValueError, wrong);
    return !wrong;
}

// The `secs` argument: now if it is missing or None.
bool seconds_argument(Thread& thread, Args& args, time_t* out) {
    if (!args.has(0) || args[0].is_none()) {
        *out = time(nullptr);
        return true;
    }
    if (is_float(args[0])) {
        double value = std::floor(as_double(args[0]));
        if (std::isnan(value)) {
            (void)raise_value_error(thread, "Invalid value NaN (not a number)");
            return false;
        }
        if (std::fabs(value) > 9.2e18) {
            (void)raise_text(thread, exceptions.OverflowError, "timestamp out of range for platform time_t");
            return false;
        }
        *out = static_cast<time_t>(value);
        return true;
    }
    if (is_int(args[0]) && !int_to_int64(args[0])) {
        (void)raise_text(thread, exceptions.OverflowError, "timestamp out of range for platform time_t");
        return false;
    }
    int64_t whole;
    if (!to_int64(thread, args[0], &whole)) return false;
    *out = whole;
    return true;
}

template <tm* (*kConvert)(const time_t*, tm*)>
Value convert(Thread& thread, Args& args) {
    time_t when;
    tm time;
    if (!seconds_argument(thread, args, &when)) return {};
    if (!kConvert(&when, &time)) return raise_errno(thread, errno);
    return from_tm(thread, time);
}

Value mktime(Thread& thread, Args& args) {
    tm time;
    if (!to_tm(thread, args[0], "mktime", &time)) return {};
    time.tm_wday = -1;  // set by mktime: tells -1 the time from -1 the error
    time_t when = ::mktime(&time);
    if (when == -1 && time.tm_wday == -1)
        return raise_text(thread, exceptions.OverflowError, "mktime argument out of range");
    return Value::from_float(static_cast<double>(when));
}

std::string text_of(const tm& time) {
    constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format("{} {} {:2} {:02}:{:02}:{:02} {}", kDays[time.tm_wday % 7], kMonths[time.tm_mon],
                       time.tm_mday, time.tm_hour, time.tm_min, time.tm_sec, int64_t{time.tm_year} + 1900);
}

bool time_argument(Thread& thread, Args& args, size_t index, const char* function, tm* out) {
    if (args.has(index)) return to_tm(thread, args[index], function, out) && check_tm(thread, out);
    time_t when = time(nullptr);
    localtime_r(&when, out);
    return true;
}

Value asctime(Thread& thread, Args& args) {
    tm time;
    return time_argument(thread, args, 0, "asctime", &time) ? Value(new_str(thread, text_of(time))) : Value();
}

Value ctime(Thread& thread, Args& args) {
    time_t when;
    tm time;
    if (!seconds_argument(thread, args, &when)) return {};
    if (!localtime_r(&when, &time)) return raise_errno(thread, errno);
    return new_str(thread, text_of(time));
}

Value strftime(Thread& thread, Args& args) {
    if (!is_str(args[0]))
        return raise_type_error(thread, "strftime() argument 1 must be str, not {}", argument_type_name(args[0]));
    tm time;
    if (!time_argument(thread, args, 1, "strftime", &time)) return {};
    if (time.tm_isdst < -1) time.tm_isdst = -1;
    if (time.tm_isdst > 1) time.tm_isdst = 1;
    if (!time.tm_zone) time.tm_zone = tzname[time.tm_isdst > 0];
    std::string format = to_utf8(as_str(args[0]));
    if (format.empty()) return new_str(thread, "");
    std::string out(256 + format.size() * 4, '\0');
    for (;;) {
        size_t length = ::strftime(out.data(), out.size(), format.c_str(), &time);
        if (length > 0 || out.size() > 256 * format.size() + 4096) {
            out.resize(length);
            return new_str(thread, out);
        }
        out.resize(out.size() * 2);
    }
}

// strptime by its own rules (they are Python's, not the C library's) is written in the language: lib/_strptime.py.
Value strptime(Thread& thread, Args& args) {
    Value module = call(thread, dict_get(namespaces.builtins, intern(thread, "__import__")),
                        {new_str(thread, "_strptime")});
    if (!module) return {};
    Value format = args.get(1, new_str(thread, "%a %b %d %H:%M:%S %Y"));
    return call_method(thread, module, intern(thread, "_strptime_time"), {args[0], format});
}

Value tzset(Thread& thread, Args&);

void set_zone(Thread& thread, Dict* space) {
    ::tzset();
    // Standard time and summer time, as January and July of this year have them.
    time_t when = time(nullptr);
    tm now;
    gmtime_r(&when, &now);
    tm january{}, july{};
    time_t year = when - now.tm_yday * 86400L;
    time_t middle = year + 182 * 86400L;
    localtime_r(&year, &january);
    localtime_r(&middle, &july);
    bool south = january.tm_gmtoff > july.tm_gmtoff;
    const tm& standard = south ? july : january;
    const tm& summer = south ? january : july;
    auto set = [&](const char* name, Value value) { dict_set(thread, space, intern(thread, name), value); };
    set("timezone", Value::from_int(-standard.tm_gmtoff));
    set("altzone", Value::from_int(-summer.tm_gmtoff));
    set("daylight", Value::from_int(january.tm_gmtoff != july.tm_gmtoff));
    set("tzname", new_tuple(thread, {new_str(thread, standard.tm_zone), new_str(thread, summer.tm_zone)}));
}

Value tzset(Thread& thread, Args&) {
    Value module = dict_get(namespaces.modules, intern(thread, "time"));
    if (module) set_zone(thread, static_cast<Module*>(module.as_object())->dict());
    return Value::none();
}

Value get_clock_info(Thread& thread, Args& args) {
    struct Clock {
        const char *name, *implementation;
        bool monotonic, adjustable;
        clockid_t id;
    };
    constexpr Clock kClocks[] = {
        {"time", "clock_gettime(CLOCK_REALTIME)", false, true, CLOCK_REALTIME},
        {"monotonic", "clock_gettime(CLOCK_MONOTONIC)", true, false, CLOCK_MONOTONIC},
        {"perf_counter", "clock_gettime(CLOCK_MONOTONIC)", true, false, CLOCK_MONOTONIC},
        {"process_time", "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", true, false, CLOCK_PROCESS_CPUTIME_ID},
        {"thread_time", "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", true, false, CLOCK_THREAD_CPUTIME_ID},
    };
    if (!is_str(args[0]))
        return raise_type_error(thread, "get_clock_info() argument 1 must be str, not {}",
                                argument_type_name(args[0]));
    std::string name = to_utf8(as_str(args[0]));
    for (const Clock& clock : kClocks) {
        if (name != clock.name) continue;
        timespec resolution{};
        clock_getres(clock.id, &resolution);
        Dict* info = new_dict(thread);
        auto set = [&](const char* key, Value value) { dict_set(thread, info, intern(thread, key), value); };
        set("implementation", new_str(thread, clock.implementation));
        set("monotonic", Value::from_bool(clock.monotonic));
        set("adjustable", Value::from_bool(clock.adjustable));
        set("resolution", Value::from_float(static_cast<double>(resolution.tv_sec) +
                                            static_cast<double>(resolution.tv_nsec) * 1e-9));
        return new_simple_namespace(thread, info);
    }
    return raise_value_error(thread, "unknown clock");
}

// ---------------------------------------------------------------- clock_gettime and its kin

bool clock_argument(Thread& thread, Value value, clockid_t* out) {
    int64_t number;
    if (!to_int64(thread, value, &number)) return false;
    *out = static_cast<clockid_t>(number);
    return true;
}

template <int (*kRead)(clockid_t, timespec*), bool kNanoseconds>
Value read_clock_by_id(Thread& thread, Args& args) {
    clockid_t clock;
    timespec time;
    if (!clock_argument(thread, args[0], &clock)) return {};
    if (kRead(clock, &time) != 0) return raise_errno(thread, errno);
    if (kNanoseconds)
        return make_int(thread, static_cast<int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec);
    return Value::from_float(static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9);
}

}  // namespace

bool initialize_time(Thread& thread, Module* module) {
    struct_time = new_struct_sequence(thread, "time.struct_time",
                                      {"tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec",
                                       "tm_wday", "tm_yday", "tm_isdst", "tm_zone", "tm_gmtoff"},
                                      9);
    set_module_attribute(thread, module, "struct_time", struct_time);
    add_functions(
        thread, module,
        {
            {"time()", now, "Return the current time in seconds since the Epoch."},
            {"time_ns()", nanoseconds<CLOCK_REALTIME>},
            {"monotonic()", seconds<CLOCK_MONOTONIC>, "Monotonic clock, cannot go backward."},
            {"monotonic_ns()", nanoseconds<CLOCK_MONOTONIC>},
            {"perf_counter()", seconds<CLOCK_MONOTONIC>, "Performance counter for benchmarking."},
            {"perf_counter_ns()", nanoseconds<CLOCK_MONOTONIC>},
            {"process_time()", seconds<CLOCK_PROCESS_CPUTIME_ID>, "CPU time of the process in seconds."},
            {"process_time_ns()", nanoseconds<CLOCK_PROCESS_CPUTIME_ID>},
            {"thread_time()", seconds<CLOCK_THREAD_CPUTIME_ID>, "CPU time of the thread in seconds."},
            {"thread_time_ns()", nanoseconds<CLOCK_THREAD_CPUTIME_ID>},
            {"sleep(seconds, /)", sleep, "Delay execution for a given number of seconds."},
            {"localtime(seconds=None, /)", convert<localtime_r>, "Seconds since the Epoch to local time."},
            {"gmtime(seconds=None, /)", convert<gmtime_r>, "Seconds since the Epoch to UTC."},
            {"mktime(t, /)", mktime, "Local time to seconds since the Epoch."},
            {"asctime(t=None, /)", asctime, "A time tuple as text."},
            {"ctime(seconds=None, /)", ctime},
            {"strftime(format, t=None, /)", strftime, "A time tuple as text, by a format."},
            {"strptime(string, format='%a %b %d %H:%M:%S %Y', /)", strptime,
             "A time tuple from text, by a format."},
            {"tzset()", tzset},
            {"get_clock_info(name, /)", get_clock_info},
            {"clock_gettime(clk_id, /)", read_clock_by_id<clock_gettime, false>},
            {"clock_gettime_ns(clk_id, /)", read_clock_by_id<clock_gettime, true>},
            {"clock_getres(clk_id, /)", read_clock_by_id<clock_getres, false>},
        });
    set_zone(thread, module->dict());
    const std::pair<const char*, int> clocks[] = {{"CLOCK_REALTIME", CLOCK_REALTIME},
                                                  {"CLOCK_MONOTONIC", CLOCK_MONOTONIC},
                                                  {"CLOCK_MONOTONIC_RAW", CLOCK_MONOTONIC_RAW},
                                                  {"CLOCK_PROCESS_CPUTIME_ID", CLOCK_PROCESS_CPUTIME_ID},
                                                  {"CLOCK_THREAD_CPUTIME_ID", CLOCK_THREAD_CPUTIME_ID},
                                                  {"CLOCK_BOOTTIME", CLOCK_BOOTTIME}};
    for (auto [name, id] : clocks) set_module_attribute(thread, module, name, Value::from_int(id));
    return true;
}

}  // namespace gilt
