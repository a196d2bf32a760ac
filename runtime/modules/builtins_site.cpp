// exit, quit, help, copyright, credits and license: what CPython's `site` adds to the builtins for whoever sits at the prompt.
// They are objects rather than functions because typing their bare name must say something useful.
#include <string_view>

#include "modules/builtins_groups.h"
#include "modules/importer.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/types.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

struct SiteObject : Object {
    const char* shown;    // its repr
    const char* printed;  // what calling it prints
    const char* name;
};

SiteObject* as_site(Value value) { return static_cast<SiteObject*>(value.as_object()); }

Value site_repr(Thread& thread, Args& args) { return new_str(thread, as_site(args[0])->shown); }
Value site_name(Thread& thread, Value self) { return new_str(thread, as_site(self)->name); }

Value quit(Thread& thread, Args& args) {
    return raise(thread, exceptions.SystemExit, args.get(1, Value::none()));
}

Value print_text(Thread& thread, Args& args) {
    Value print = dict_get(namespaces.builtins, intern(thread, "print"));
    return call(thread, print, {Value(new_str(thread, as_site(args[0])->printed))});
}

Value help(Thread& thread, Args& args) {
    Value module = import_module(thread, "_help");
    Value function = module ? get_attr(thread, module, intern(thread, "help")) : Value();
    if (!function) return {};
    return args.has(1) ? call(thread, function, {args[1]}) : call(thread, function, {});
}

void add(Thread& thread, Module* module, Class* cls, const char* name, const char* shown, const char* printed = nullptr) {
    auto* object = new_instance<SiteObject>(thread, cls);
    object->name = name;
    object->shown = shown;
    object->printed = printed;
    set_module_attribute(thread, module, name, object);
}

Class* new_site_class(Thread& thread, const char* name, const NativeSpec& on_call) {
    Class* cls = new_native_class(thread, {.name = name, .instance_size = sizeof(SiteObject), .flags = kDisallowNew});
    keep_forever(thread, cls);
    add_methods(thread, cls, {{"__repr__(self, /)", site_repr}, on_call});
    return cls;
}

}  // namespace

void add_site_objects(Thread& thread, Module* module) {
    Class* quitter = new_site_class(thread, "_sitebuiltins.Quitter", {"__call__(self, /, code=None)", quit});
    add_getsets(thread, quitter, {{"name", site_name}});
    add(thread, module, quitter, "exit", "Use exit() or Ctrl-D (i.e. EOF) to exit");
    add(thread, module, quitter, "quit", "Use quit() or Ctrl-D (i.e. EOF) to exit");
    Class* helper = new_site_class(thread, "_sitebuiltins._Helper", {"__call__(self, /, request=None)", help});
    add(thread, module, helper, "help", "Type help() for interactive help, or help(object) for help about object.");
    Class* printer = new_site_class(thread, "_sitebuiltins._Printer", {"__call__(self, /)", print_text});
    constexpr const char* kCopyright = "Copyright (c) the gilt authors. The language and its library are those of Python.";
    add(thread, module, printer, "copyright", kCopyright, kCopyright);
    constexpr const char* kCredits = "Thanks to those who made Python, whose language this is.";
    add(thread, module, printer, "credits", kCredits, kCredits);
    add(thread, module, printer, "license", "Type license() to see the full license text", "gilt is under the MIT licence; see the file LICENSE.");
}

}  // namespace gilt
