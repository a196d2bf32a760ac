// pwd and grp: the system's tables of users and groups.
#include <grp.h>
#include <pwd.h>

#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

Class *passwd_class, *group_class;

// The entry lies in a static buffer of the C library; it is copied before anything else is asked for.
Value user_entry(Thread& thread, const passwd* entry) {
    return make_struct(thread, passwd_class,
                       {Value(new_str(thread, entry->pw_name)), Value(new_str(thread, entry->pw_passwd)),
                        make_int(thread, entry->pw_uid), make_int(thread, entry->pw_gid),
                        Value(new_str(thread, entry->pw_gecos)), Value(new_str(thread, entry->pw_dir)),
                        Value(new_str(thread, entry->pw_shell))});
}

Value group_entry(Thread& thread, const group* entry) {
    List* members = new_list(thread);
    for (char** member = entry->gr_mem; *member; member++) list_append(thread, members, new_str(thread, *member));
    return make_struct(thread, group_class,
                       {Value(new_str(thread, entry->gr_name)), Value(new_str(thread, entry->gr_passwd)),
                        make_int(thread, entry->gr_gid), Value(members)});
}

bool name_argument(Thread& thread, Value value, const char* function, std::string* name) {
    if (!is_str(value))
        return raise_type_error(thread, "{}() argument must be str, not {}", function, type_name(value));
    return encode_utf8(thread, as_str(value), name);
}

std::string shown(Thread& thread, Value value) {
    Str* text = repr(thread, value);
    return text ? to_utf8(text) : "";
}

Value getpwuid(Thread& thread, Args& args) {
    int64_t uid;
    if (!to_int64(thread, args[0], &uid)) return {};
    const passwd* entry = ::getpwuid(static_cast<uid_t>(uid));
    if (!entry) return raise_text(thread, exceptions.KeyError, fmt::format("getpwuid(): uid not found: {}", uid));
    return user_entry(thread, entry);
}

Value getpwnam(Thread& thread, Args& args) {
    std::string name;
    if (!name_argument(thread, args[0], "getpwnam", &name)) return {};
    const passwd* entry = ::getpwnam(name.c_str());
    if (!entry)
        return raise_text(thread, exceptions.KeyError,
                          fmt::format("getpwnam(): name not found: {}", shown(thread, args[0])));
    return user_entry(thread, entry);
}

Value getpwall(Thread& thread, Args&) {
    List* all = new_list(thread);
    ::setpwent();
    while (const passwd* entry = ::getpwent()) list_append(thread, all, user_entry(thread, entry));
    ::endpwent();
    return all;
}

Value getgrgid(Thread& thread, Args& args) {
    int64_t gid;
    if (!to_int64(thread, args[0], &gid)) return {};
    const group* entry = ::getgrgid(static_cast<gid_t>(gid));
    if (!entry) return raise_text(thread, exceptions.KeyError, fmt::format("getgrgid(): gid not found: {}", gid));
    return group_entry(thread, entry);
}

Value getgrnam(Thread& thread, Args& args) {
    std::string name;
    if (!name_argument(thread, args[0], "getgrnam", &name)) return {};
    const group* entry = ::getgrnam(name.c_str());
    if (!entry)
        return raise_text(thread, exceptions.KeyError,
                          fmt::format("getgrnam(): name not found: {}", shown(thread, args[0])));
    return group_entry(thread, entry);
}

Value getgrall(Thread& thread, Args&) {
    List* all = new_list(thread);
    ::setgrent();
    while (const group* entry = ::getgrent()) list_append(thread, all, group_entry(thread, entry));
    ::endgrent();
    return all;
}

}  // namespace

bool initialize_pwd(Thread& thread, Module* module) {
    passwd_class = new_struct_sequence(
        thread, "pwd.struct_passwd",
        {"pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"});
    keep_forever(thread, passwd_class);
    set_module_attribute(thread, module, "struct_passwd", passwd_class);
    add_functions(thread, module,
                  {
                      {"getpwuid(uidobj, /)", getpwuid, "Return the password database entry for the given numeric user ID."},
                      {"getpwnam(name, /)", getpwnam, "Return the password database entry for the given user name."},
                      {"getpwall()", getpwall, "Return a list of all available password database entries."},
                  });
    return true;
}

bool initialize_grp(Thread& thread, Module* module) {
    group_class = new_struct_sequence(thread, "grp.struct_group", {"gr_name", "gr_passwd", "gr_gid", "gr_mem"});
    keep_forever(thread, group_class);
    set_module_attribute(thread, module, "struct_group", group_class);
    add_functions(thread, module,
                  {
                      {"getgrgid(id)", getgrgid, "Return the group database entry for the given numeric group ID."},
                      {"getgrnam(name)", getgrnam, "Return the group database entry for the given group name."},
                      {"getgrall()", getgrall, "Return a list of all available group entries."},
                  });
    return true;
}

}  // namespace gilt
