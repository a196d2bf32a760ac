// The module `_pickle`: Pickler, Unpickler, PickleBuffer, dump, dumps, load, loads and the errors. lib/pickle.py is its face.
//
// A Pickler or Unpickler is used by one call at a time: `busy` is taken by whoever works with it, and who finds it taken
// gets RuntimeError. So its memo has one writer, with or without a GIL.
#include "modules/pickle.h"

#include <atomic>

#include "heap/heap.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"
#include "objects/int.h"
#include "objects/memoryview.h"
#include "objects/namespaces.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace pickle {
Types types;
}

using namespace pickle;

namespace {

// Made by initialize_pickle, never changed afterwards.
Class *pickler_class, *unpickler_class;

// `memo` is replaced by who holds `busy` and read by the collector.
struct Pickler : Object {
    Slot file_write, buffer_callback;
    std::atomic<Memo*> memo;
    std::atomic<bool> busy, is_fast;
    std::atomic<bool> fix_imports;
    std::atomic<int> protocol;
    Slot overflow;
};
struct Unpickler : Object {
    Slot file, buffers, encoding, errors;
    std::atomic<Values*> memo;
    std::atomic<bool> busy;
    std::atomic<bool> fix_imports;
    std::atomic<int> protocol;  // of the pickle being read
    Slot overflow;
};

void trace_pickler(Object* object, Marker& marker) {
    auto* pickler = static_cast<Pickler*>(object);
    marker.mark(pickler->file_write);
    marker.mark(pickler->buffer_callback);
    marker.mark(pickler->memo.load());
}
void trace_unpickler(Object* object, Marker& marker) {
    auto* unpickler = static_cast<Unpickler*>(object);
    for (Slot* slot : {&unpickler->file, &unpickler->buffers, &unpickler->encoding, &unpickler->errors}) marker.mark(*slot);
    marker.mark(unpickler->memo.load());
}
void trace_memo(Object* object, Marker& marker) {
    auto* memo = static_cast<Memo*>(object);
    for (uint64_t i = 0; i <= memo->mask; i++) marker.mark(memo->entries[i].key);
}
void trace_values(Object* object, Marker& marker) {
    auto* values = static_cast<Values*>(object);
    marker.mark_range(values->items, values->count);
}
void trace_buffer(Object* object, Marker& marker) { marker.mark(static_cast<PickleBuffer*>(object)->view); }

// Holds a Pickler or Unpickler for one call.
class InUse {
 public:
    InUse(Thread& thread, std::atomic<bool>& busy, const char* what) : busy_(busy), held_(!busy.exchange(true)) {
        if (!held_) raise_format(thread, exceptions.RuntimeError, "{} object is already used", what);
    }
    ~InUse() {
        if (held_) busy_.store(false);
    }
    InUse(const InUse&) = delete;
    InUse& operator=(const InUse&) = delete;
    explicit operator bool() const { return held_; }

 private:
    std::atomic<bool>& busy_;
    bool held_;
};

// The protocol argument: None is the default, a negative one the highest.
bool protocol_argument(Thread& thread, Value value, int* protocol) {
    *protocol = kDefaultProtocol;
    if (!value || value.is_none()) return true;
    int64_t number;
    if (!to_int64(thread, value, &number)) return false;
    if (number > kHighestProtocol) return bool(raise_value_error(thread, "pickle protocol must be <= {}", kHighestProtocol));
    *protocol = number < 0 ? kHighestProtocol : static_cast<int>(number);
    return true;
}
bool callback_argument(Thread& thread, Value callback, int protocol) {
    if (callback && !callback.is_none() && protocol < 5)
        return bool(raise_value_error(thread, "buffer_callback needs protocol >= 5"));
    return true;
}
bool flag_argument(Thread& thread, Value value, bool fallback, bool* out) {
    int answer = value ? truth(thread, value) : fallback;
    *out = answer > 0;
    return answer >= 0;
}
Value write_method(Thread& thread, Value file) {
    Value method;
    int found = find_attr(thread, file, names.write, &method);
    if (found == 0) return raise_type_error(thread, "file must have a 'write' attribute");
    return found < 0 ? Value() : method;
}

// --- dump, dumps, load, loads ---

Value dumps(Thread& thread, Args& args) {
    WriteOptions options;
    if (!protocol_argument(thread, args[1], &options.protocol) || !flag_argument(thread, args[2], true, &options.fix_imports) ||
        !callback_argument(thread, args[3], options.protocol))
        return {};
    options.buffer_callback = args[3];
    Sink sink;
    Memo* memo = nullptr;
    return write(thread, args[0], options, &memo, &sink) ? Value(new_bytes(thread, sink.view())) : Value();
}

Value dump(Thread& thread, Args& args) {
    WriteOptions options;
    if (!protocol_argument(thread, args[2], &options.protocol) || !flag_argument(thread, args[3], true, &options.fix_imports) ||
        !callback_argument(thread, args[4], options.protocol))
        return {};
    options.buffer_callback = args[4];
    if (!(options.file_write = write_method(thread, args[1]))) return {};
    Sink sink;
    Memo* memo = nullptr;
    return write(thread, args[0], options, &memo, &sink) ? Value::none() : Value();
}

bool text_argument(Thread& thread, Value value, const char* fallback, std::string* out) {
    *out = fallback;
    if (!value) return true;
    if (!is_str(value)) return bool(raise_type_error(thread, "argument must be str, not {}", type_name(value)));
    *out = to_utf8(as_str(value));
    return true;
}
bool buffers_argument(Thread& thread, Value value, Value* iterator) {
    if (!value || value.is_none()) return true;
    return bool(*iterator = get_iter(thread, value));
}

Value loads(Thread& thread, Args& args) {
    ReadOptions options;
    std::string encoding, errors;
    if (!flag_argument(thread, args[1], true, &options.fix_imports) || !text_argument(thread, args[2], "ASCII", &encoding) ||
        !text_argument(thread, args[3], "strict", &errors) || !buffers_argument(thread, args[4], &options.buffers))
        return {};
    options.encoding = encoding;
    options.errors = errors;
    std::string_view bytes;
    if (!get_buffer(thread, args[0], &bytes)) return {};
    // Bytes stay as they are; a bytearray may be changed by the very objects that are made here.
    Value kept = is_bytes(args[0]) ? args[0] : Value(new_bytes(thread, bytes));
    Values* memo = nullptr;
    Value result = read(thread, as_bytes(kept)->view(), options, &memo);
    args[0] = kept;
    return result;
}

bool check_file(Thread& thread, Value file) {
    for (Str* name : {names.read, names.readline}) {
        Value method;
        int found = find_attr(thread, file, name, &method);
        if (found < 0) return false;
        if (!found) return bool(raise_type_error(thread, "file must have 'read' and 'readline' attributes"));
    }
    return true;
}

Value load(Thread& thread, Args& args) {
    ReadOptions options;
    std::string encoding, errors;
    if (!check_file(thread, args[0]) || !flag_argument(thread, args[1], true, &options.fix_imports) ||
        !text_argument(thread, args[2], "ASCII", &encoding) || !text_argument(thread, args[3], "strict", &errors) ||
        !buffers_argument(thread, args[4], &options.buffers))
        return {};
    options.encoding = encoding;
    options.errors = errors;
    options.file = args[0];
    Values* memo = nullptr;
    return read(thread, {}, options, &memo);
}

// --- Pickler ---

Pickler* pickler_of(Args& args) { return static_cast<Pickler*>(args[0].as_object()); }

Value pickler_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], pickler_class);
    if (!cls) return {};
    auto* pickler = new_instance<Pickler>(thread, cls);
    pickler->protocol.store(kDefaultProtocol);
    return pickler;
}

Value pickler_init(Thread& thread, Args& args) {
    Pickler* pickler = pickler_of(args);
    int protocol;
    bool fix_imports;
    if (!protocol_argument(thread, args[2], &protocol) || !flag_argument(thread, args[3], true, &fix_imports) ||
        !callback_argument(thread, args[4], protocol))
        return {};
    Value method = write_method(thread, args[1]);
    if (!method) return {};
    InUse use(thread, pickler->busy, "Pickler");
    if (!use) return {};
    pickler->file_write.store(method);
    pickler->buffer_callback.store(args.get(4, Value::none()));
    pickler->protocol.store(protocol);
    pickler->fix_imports.store(fix_imports);
    pickler->memo.store(nullptr);
    return Value::none();
}

// Something that a script may have given the Pickler: as an attribute, or as a method of a derived class.
bool optional_attribute(Thread& thread, Value object, const char* name, Value* out) {
    return find_attr(thread, object, intern(thread, name), out) >= 0;
}

Value pickler_dump(Thread& thread, Args& args) {
    Pickler* pickler = pickler_of(args);
    WriteOptions options;
    options.file_write = pickler->file_write.load();
    if (!options.file_write)
        return raise_format(thread, pickle::types.pickling_error, "Pickler.__init__() was not called by {}.__init__()",
                            type_name(args[0]));
    InUse use(thread, pickler->busy, "Pickler");
    if (!use) return {};
    if (!optional_attribute(thread, args[0], "persistent_id", &options.persistent_id) ||
        !optional_attribute(thread, args[0], "reducer_override", &options.reducer_override) ||
        !optional_attribute(thread, args[0], "dispatch_table", &options.dispatch_table))
        return {};
    options.protocol = pickler->protocol.load();
    options.fix_imports = pickler->fix_imports.load();
    options.is_fast = pickler->is_fast.load();
    options.buffer_callback = pickler->buffer_callback.load();
    options.pickler = args[0];
    Sink sink;
    Memo* memo = pickler->memo.load();
    bool done = write(thread, args[1], options, &memo, &sink);
    pickler->memo.store(memo);
    return done ? Value::none() : Value();
}

Value pickler_clear_memo(Thread& thread, Args& args) {
    InUse use(thread, pickler_of(args)->busy, "Pickler");
    if (!use) return {};
    pickler_of(args)->memo.store(nullptr);
    return Value::none();
}

// The memo as a script sees it: {id: (number, object)}.
Value pickler_memo(Thread& thread, Value self) {
    Memo* memo = static_cast<Pickler*>(self.as_object())->memo.load();
    Dict* dict = new_dict(thread);
    for (uint64_t i = 0; memo && i <= memo->mask; i++) {
        Memo::Entry entry = memo->entries[i];
        if (!entry.key) continue;
        Value pair = new_tuple(thread, {make_uint(thread, entry.index), entry.key});
        if (!dict_store(thread, dict, make_uint(thread, entry.key.bits()), pair)) return {};
    }
    return dict;
}

Value pickler_fast(Thread&, Value self) { return Value::from_int(static_cast<Pickler*>(self.as_object())->is_fast.load()); }
bool pickler_set_fast(Thread& thread, Value self, Value value) {
    int answer = value ? truth(thread, value) : 0;
    if (answer >= 0) static_cast<Pickler*>(self.as_object())->is_fast.store(answer > 0);
    return answer >= 0;
}
Value pickler_bin(Thread&, Value self) { return Value::from_int(static_cast<Pickler*>(self.as_object())->protocol.load() > 0); }

// --- Unpickler ---

Unpickler* unpickler_of(Args& args) { return static_cast<Unpickler*>(args[0].as_object()); }

Value unpickler_new(Thread& thread, Args& args) {
    Class* cls = check_new_target(thread, args[0], unpickler_class);
    return cls ? Value(new_instance<Unpickler>(thread, cls)) : Value();
}

Value unpickler_init(Thread& thread, Args& args) {
    Unpickler* unpickler = unpickler_of(args);
    bool fix_imports;
    Value buffers = Value::none();
    std::string text;
    if (!check_file(thread, args[1]) || !flag_argument(thread, args[2], true, &fix_imports) ||
        !text_argument(thread, args[3], "", &text) || !text_argument(thread, args[4], "", &text) ||
        !buffers_argument(thread, args[5], &buffers))
        return {};
    InUse use(thread, unpickler->busy, "Unpickler");
    if (!use) return {};
    unpickler->file.store(args[1]);
    unpickler->fix_imports.store(fix_imports);
    unpickler->encoding.store(args.get(3, Value::none()));
    unpickler->errors.store(args.get(4, Value::none()));
    unpickler->buffers.store(buffers);
    unpickler->memo.store(nullptr);
    return Value::none();
}

Value unpickler_load(Thread& thread, Args& args) {
    Unpickler* unpickler = unpickler_of(args);
    ReadOptions options;
    options.file = unpickler->file.load();
    if (!options.file)
        return raise_format(thread, pickle::types.unpickling_error, "Unpickler.__init__() was not called by {}.__init__()",
                            type_name(args[0]));
    InUse use(thread, unpickler->busy, "Unpickler");
    if (!use) return {};
    Value encoding_text = unpickler->encoding.load(), errors_text = unpickler->errors.load(), buffers = unpickler->buffers.load();
    std::string encoding = encoding_text.is_none() ? "ASCII" : to_utf8(as_str(encoding_text));
    std::string errors = errors_text.is_none() ? "strict" : to_utf8(as_str(errors_text));
    options.encoding = encoding;
    options.errors = errors;
    options.fix_imports = unpickler->fix_imports.load();
    if (!buffers.is_none()) options.buffers = buffers;
    options.unpickler = args[0];
    unpickler->protocol.store(0);
    options.protocol = &unpickler->protocol;
    Values* memo = unpickler->memo.load();
    Value result = read(thread, {}, options, &memo);
    unpickler->memo.store(memo);
    return result;
}

Value unpickler_find_class(Thread& thread, Args& args) {
    Unpickler* unpickler = unpickler_of(args);
    return find_global(thread, args[1], args[2], unpickler->protocol.load(), unpickler->fix_imports.load());
}

Value unpickler_memo(Thread& thread, Value self) {
    Values* memo = static_cast<Unpickler*>(self.as_object())->memo.load();
    Dict* dict = new_dict(thread);
    for (uint64_t i = 0; memo && i < memo->count; i++)
        if (memo->items[i] && !dict_store(thread, dict, make_uint(thread, i), memo->items[i])) return {};
    return dict;
}

// --- PickleBuffer ---

Value buffer_new(Thread& thread, Args& args) {
    Value view = new_memoryview(thread, args[1]);
    if (!view) return {};
    auto* buffer = new_instance<PickleBuffer>(thread, pickle::types.buffer);
    buffer->view.store(view);
    return buffer;
}
Value buffer_raw(Thread& thread, Args& args) {
    Value view = static_cast<PickleBuffer*>(args[0].as_object())->view.load();
    if (!view) return raise_value_error(thread, "operation forbidden on released PickleBuffer object");
    std::string_view bytes;
    if (!memoryview_bytes(static_cast<MemoryView*>(view.as_object()), &bytes))
        return raise_text(thread, exceptions.BufferError, "cannot extract raw buffer from non-contiguous buffer");
    return call_method(thread, view, intern(thread, "cast"), {Value(intern(thread, "B"))});
}
Value buffer_release(Thread&, Args& args) {
    static_cast<PickleBuffer*>(args[0].as_object())->view.store({});
    return Value::none();
}

Class* new_error(Thread& thread, const char* name, Class* base) {
    Dict* space = new_dict(thread);
    dict_set(thread, space, names.dunder_module, intern(thread, "_pickle"));
    Value made = new_class(thread, gilt::types.type, intern(thread, name), new_tuple(thread, {base}), space, nullptr);
    keep_forever(thread, made);
    return static_cast<Class*>(made.as_object());
}

template <class T>
Class* new_class_of(Thread& thread, const char* name, TraceFn trace, uint32_t flags, size_t overflow = 0) {
    Class* cls = new_native_class(
        thread, {.name = name, .instance_size = sizeof(T), .trace = trace, .flags = flags, .overflow_offset = overflow});
    keep_forever(thread, cls);
    return cls;
}

}  // namespace

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"

bool initialize_pickle(Thread& thread, Module* module) {
    auto& made = pickle::types;
    made.memo = new_class_of<Memo>(thread, "_pickle._Memo", trace_memo, kDisallowNew);
    made.values = new_class_of<Values>(thread, "_pickle._Values", trace_values, kDisallowNew);
    made.error = new_error(thread, "PickleError", exceptions.Exception);
    made.pickling_error = new_error(thread, "PicklingError", made.error);
    made.unpickling_error = new_error(thread, "UnpicklingError", made.error);
    made.buffer = new_class_of<PickleBuffer>(thread, "pickle.PickleBuffer", trace_buffer, 0);
    add_methods(thread, made.buffer,
                {{"__new__(cls, object, /)", buffer_new, "", Binding::StaticMethod},
                 {"raw(self, /)", buffer_raw, "The bytes below, as a memoryview of one dimension."},
                 {"release(self, /)", buffer_release, "Let go of the bytes below."}});
    pickler_class = new_class_of<Pickler>(thread, "_pickle.Pickler", trace_pickler, kBasetype | kHasDict, offsetof(Pickler, overflow));
    add_methods(thread, pickler_class,
                {{"__new__(cls, /, *args, **kwargs)", pickler_new, "", Binding::StaticMethod},
                 {"__init__(self, file, protocol=None, fix_imports=True, buffer_callback=None)", pickler_init},
                 {"dump(self, obj, /)", pickler_dump, "Write a pickled representation of the given object to the open file."},
                 {"clear_memo(self, /)", pickler_clear_memo, "Clears the pickler's \"memo\"."}});
    add_getsets(thread, pickler_class,
                {{"memo", pickler_memo}, {"fast", pickler_fast, pickler_set_fast}, {"bin", pickler_bin}});
    unpickler_class =
        new_class_of<Unpickler>(thread, "_pickle.Unpickler", trace_unpickler, kBasetype | kHasDict, offsetof(Unpickler, overflow));
    add_methods(thread, unpickler_class,
                {{"__new__(cls, /, *args, **kwargs)", unpickler_new, "", Binding::StaticMethod},
                 {"__init__(self, file, *, fix_imports=True, encoding=\"ASCII\", errors=\"strict\", buffers=())", unpickler_init},
                 {"load(self, /)", unpickler_load, "Read a pickled object from the open file."},
                 {"find_class(self, module_name, global_name, /)", unpickler_find_class, "Return an object from a specified module."}});
    add_getsets(thread, unpickler_class, {{"memo", unpickler_memo}});
    add_functions(thread, module,
                  {{"dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)", dump,
                    "Write a pickled representation of obj to the open file object file."},
                   {"dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)", dumps,
                    "Return the pickled representation of the object as a bytes object."},
                   {"load(file, *, fix_imports=True, encoding=\"ASCII\", errors=\"strict\", buffers=())", load,
                    "Read and return an object from the pickle data stored in a file."},
                   {"loads(data, /, *, fix_imports=True, encoding=\"ASCII\", errors=\"strict\", buffers=())", loads,
                    "Read and return an object from the given pickle data."}});
    const std::pair<const char*, Class*> classes[] = {
        {"PickleError", made.error},         {"PicklingError", made.pickling_error}, {"UnpicklingError", made.unpickling_error},
        {"PickleBuffer", made.buffer},       {"Pickler", pickler_class},             {"Unpickler", unpickler_class},
    };
    for (auto [name, cls] : classes) set_module_attribute(thread, module, name, cls);
    return true;
}

#pragma GCC diagnostic pop

}  // namespace gilt
