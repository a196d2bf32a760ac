// The names the runtime itself looks up, interned once at start, and the special methods among them.
#pragma once

#include <cstdint>

namespace gilt {

struct Str;

// Special methods: those that the machine looks up on the class, never on the instance. Each class keeps the
// function it would call for each of them in an array (Class::specials), so that finding one is one load.
#define GILT_SPECIALS(X)                                                                            \
    X(new) X(init) X(del) X(repr) X(str) X(bytes) X(format) X(hash) X(bool) X(call) X(len)          \
    X(getattribute) X(getattr) X(setattr) X(delattr) X(dir) X(get) X(set) X(delete)                 \
    X(getitem) X(setitem) X(delitem) X(contains) X(missing) X(iter) X(next) X(reversed)             \
    X(length_hint) X(lt) X(le) X(eq) X(ne) X(gt) X(ge)                                              \
    X(add) X(sub) X(mul) X(matmul) X(truediv) X(floordiv) X(mod) X(pow) X(lshift) X(rshift)         \
    X(and) X(or) X(xor) X(divmod)                                                                   \
    X(radd) X(rsub) X(rmul) X(rmatmul) X(rtruediv) X(rfloordiv) X(rmod) X(rpow) X(rlshift)          \
    X(rrshift) X(rand) X(ror) X(rxor) X(rdivmod)                                                    \
    X(iadd) X(isub) X(imul) X(imatmul) X(itruediv) X(ifloordiv) X(imod) X(ipow) X(ilshift)          \
    X(irshift) X(iand) X(ior) X(ixor)                                                               \
    X(neg) X(pos) X(abs) X(invert) X(index) X(int) X(float) X(complex) X(round) X(trunc)            \
    X(floor) X(ceil) X(enter) X(exit) X(await) X(aiter) X(anext) X(aenter) X(aexit)                 \
    X(instancecheck) X(subclasscheck) X(set_name) X(init_subclass) X(class_getitem)                 \
    X(prepare) X(mro_entries) X(fspath) X(copy) X(deepcopy) X(reduce) X(reduce_ex)

enum class Special : uint8_t {
#define X(name) k_##name,
    GILT_SPECIALS(X)
#undef X
    Count,
};
inline constexpr int kSpecialCount = static_cast<int>(Special::Count);

// Other names: identifier in C++, text.
#define GILT_NAMES(X)                                                                               \
    X(empty, "") X(dunder_name, "__name__") X(dunder_qualname, "__qualname__")                      \
    X(dunder_module, "__module__") X(dunder_doc, "__doc__") X(dunder_dict, "__dict__")              \
    X(dunder_class, "__class__") X(dunder_bases, "__bases__") X(dunder_base, "__base__")            \
    X(dunder_mro, "__mro__") X(dunder_slots, "__slots__") X(dunder_weakref, "__weakref__")          \
    X(dunder_classcell, "__classcell__") X(dunder_orig_bases, "__orig_bases__")                     \
    X(dunder_annotations, "__annotations__") X(dunder_builtins, "__builtins__")                     \
    X(dunder_file, "__file__") X(dunder_path, "__path__") X(dunder_package, "__package__")          \
    X(dunder_spec, "__spec__") X(dunder_loader, "__loader__") X(dunder_all, "__all__")              \
    X(dunder_main, "__main__") X(dunder_import, "__import__") X(dunder_cause, "__cause__")          \
    X(dunder_context, "__context__") X(dunder_traceback, "__traceback__")                           \
    X(dunder_suppress_context, "__suppress_context__") X(dunder_notes, "__notes__")                 \
    X(dunder_match_args, "__match_args__") X(dunder_wrapped, "__wrapped__")                         \
    X(dunder_abstractmethods, "__abstractmethods__") X(dunder_isabstract, "__isabstractmethod__")   \
    X(dunder_type_params, "__type_params__") X(dunder_self, "__self__") X(dunder_func, "__func__")  \
    X(dunder_code, "__code__") X(dunder_globals, "__globals__") X(dunder_closure, "__closure__")    \
    X(dunder_defaults, "__defaults__") X(dunder_kwdefaults, "__kwdefaults__")                       \
    X(dunder_text_signature, "__text_signature__") X(dunder_origin, "__origin__")                   \
    X(dunder_args, "__args__") X(dunder_parameters, "__parameters__")                               \
    X(dunder_getstate, "__getstate__") X(dunder_setstate, "__setstate__")                           \
    X(dunder_getnewargs, "__getnewargs__") X(dunder_getnewargs_ex, "__getnewargs_ex__")             \
    X(dunder_getinitargs, "__getinitargs__") X(dunder_reversed, "__reversed__")                     \
    X(dunder_subclasshook, "__subclasshook__") X(dunder_objclass, "__objclass__")                   \
    X(dunder_qualname_private, "__qualname") X(mro, "mro") X(builtins, "builtins") X(sys, "sys")    \
    X(self, "self") X(write, "write") X(flush, "flush") X(send, "send") X(throw_, "throw")          \
    X(close, "close") X(append, "append") X(keys, "keys") X(items, "items") X(get, "get")           \
    X(values, "values") X(stdout, "stdout") X(stderr, "stderr") X(stdin, "stdin")                   \
    X(path, "path") X(modules, "modules") X(name, "name") X(value, "value") X(args, "args")         \
    X(msg, "msg") X(filename, "filename") X(lineno, "lineno") X(offset, "offset") X(text, "text")   \
    X(end_lineno, "end_lineno") X(end_offset, "end_offset") X(key, "key") X(reverse, "reverse")     \
    X(print_file_and_line, "print_file_and_line") X(read, "read") X(readline, "readline")           \
    X(encoding, "encoding") X(errors, "errors") X(join, "join") X(underscore, "_")                  \
    X(excepthook, "excepthook") X(displayhook, "displayhook") X(real, "real") X(imag, "imag")       \
    X(lambda, "<lambda>") X(module_code, "<module>") X(listcomp, "<listcomp>")                      \
    X(genexpr, "<genexpr>") X(string_code, "<string>") X(fromlist, "fromlist")

struct Names {
#define X(name) Str* dunder_special_##name;
    GILT_SPECIALS(X)
#undef X
#define X(name, text) Str* name;
    GILT_NAMES(X)
#undef X
    // The name of a special method: "__add__".
    Str* special(Special special) const { return (&dunder_special_new)[static_cast<int>(special)]; }
};

extern Names names;

}  // namespace gilt
