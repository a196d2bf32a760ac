// Class: a type object. Built-in types and classes made by scripts are the same thing; a built-in one
// only has a C++ struct behind its instances.
//
// Looking up a name on a class means walking its method resolution order. Two things make that rare: the inline
// caches, which remember (shape, class version, result), and `specials`, which holds for each special method what
// the walk would find. Every change to a class (or to a class it derives from) gives it a new version and
// brings `specials` up to date (objects/class.cpp); nothing that is cached under an old version is used again.
//
// But for data. A program that counts on a class (`Class.count += 1`) would change it all the time, so plain data (see is_plain_data)
// that takes the place of plain data under the same name keeps the version. In return nobody remembers such a value, only where
// it is: which entry of which class's `attributes`.
//
// Concurrency. `attributes` is a Dict, safe by itself. `version`, `specials`, `mro`, `bases`, `base` and `subclasses` change under
// the class lock (one for all classes: class changes are rare); readers take no lock. A version is published
// after the change it stands for. While other threads may be looking, the version is 0 during the change, which nothing is cached
// under: who already sees the new attribute no longer finds what was cached before. So who reads data where it is looks at the
// version after that: if it is the one of the cache, what was read is data still, and of the right class.
#pragma once

#include <atomic>
#include <span>
#include <string_view>

#include "objects/names.h"
#include "value/object.h"
#include "value/shape.h"

namespace gilt {

struct Dict;
struct Str;
struct Tuple;

// The next item of a built-in iterator; empty at the end or with an exception pending.
using NextFn = Value (*)(Thread& thread, Object* iterator);
// The next item of an iterator whose items are pairs, without the tuple: into pair[0] and pair[1]. 1: done; 0: at the end; -1: an
// exception is pending.
using NextPairFn = int (*)(Thread& thread, Object* iterator, Value* pair);
// One step of awaiting a built-in awaitable: 1 and what it hands to whoever drives the coroutine, 0 and the value of the
// `await`, or -1 with an exception pending.
using AwaitFn = int (*)(Thread& thread, Object* awaitable, Value* out);

enum ClassFlag : uint32_t {
    kBasetype = 1,          // may be subclassed
    kHeapType = 2,          // made by a script (or mutable like one)
    kAbstract = 4,          // has abstract methods: cannot be instantiated
    kMatchSelf = 8,         // `case int(x)` binds x to the subject itself
    kSequencePattern = 16,  // matches [..] patterns
    kMappingPattern = 32,   // matches {..} patterns
    kHasDict = 64,          // instances have attributes of their own
    kIsExceptionClass = 128,
    kIsMetaclass = 256,     // derives from type
    kHasWeakrefs = 512,     // there may be weak references to instances
    kHasDel = 1024,         // defines __del__
    kDisallowNew = 2048,    // cannot be called: "cannot create 'x' instances"
    kHasSlots = 4096,       // __slots__ without __dict__ somewhere
    kHasFields = 8192,      // exceptions: uses fields of its own, and so conflicts with another class that does
};

struct Class : Object {
    PointerSlot<Str> name;
    PointerSlot<Str> qualified_name;
    PointerSlot<Tuple> bases;
    PointerSlot<Class> base;  // the base whose C++ layout this class extends
    std::atomic<Tuple*> mro;  // starts with the class itself
    Dict* attributes;        // what __dict__ shows
    const char* native_doc;  // built-in classes: __doc__, if an attribute of the instances took its place
    Object* subclasses;      // SubclassList, of weak entries; under the class lock
    std::atomic<uint32_t> version;  // 0: being changed
    std::atomic<uint32_t> class_flags;  // ClassFlag; relaxed

    // Instances.
    Kind instance_kind;       // of instances
    uint32_t instance_size;   // bytes of the C++ struct, before attribute slots
    uint16_t slots_start;     // word index where __slots__ / inline slots begin
    uint16_t member_count;    // members named by this class's own __slots__
    uint16_t overflow_word;   // word index of the overflow pointer, or Shape::kNoWord
    uint16_t inline_count;    // inline attribute slots a new instance gets
    TraceFn trace_instance;
    NextFn native_next;       // instances are built-in iterators
    NextFn loop_next;         // the same for a `for` loop: not in classes derived by scripts, nor for generators
    NextPairFn loop_next_pair;  // null unless there is one
    AwaitFn native_await;     // `await x` steps the instance itself, without an iterator; see get_awaitable
    std::atomic<Shape*> instance_shape;    // root shape of new instances
    std::atomic<Shape*> dictionary_shape;  // shape of instances in dictionary mode; made on demand

    Slot twin;                            // see NativeFunction::twin
    Slot overflow;                        // a class's own instance attributes live in `attributes`
    Slot specials[kSpecialCount];         // function for each special method, or empty

    Value special(Special special) const { return specials[static_cast<int>(special)].load(); }
    bool has(ClassFlag flag) const { return (class_flags.load(std::memory_order_relaxed) & flag) != 0; }
};

// The class of any value.
Class* class_of(Value value);

// Whether `cls` is `ancestor` or derives from it, by the MRO (no __subclasscheck__).
bool is_subclass(Class* cls, Class* ancestor);
inline bool is_instance(Value value, Class* cls);

// What an attribute lookup on the class finds along the MRO: the raw attribute (no descriptor call), or
// empty. No exception. Version-checked global cache behind it.
Value class_lookup(Class* cls, Str* name);

// Whether the runtime itself keeps what classes have under this name, in `specials`.
bool is_special(Str* name);

// Sets or removes (empty value) a class attribute, and tells everything that cached the old one.
[[nodiscard]] bool class_set(Thread& thread, Class* cls, Str* name, Value value);

// --- making built-in classes ---

// `__hash__ = None`, for a class that compares by value and can be changed.
void make_unhashable(Thread& thread, Class* cls);

struct NativeClass {
    std::string_view name;  // "list", or "itertools.chain": the module goes before the last dot
    Class* base = nullptr;  // object if null
    Kind kind = Kind::Native;
    size_t instance_size = sizeof(Object);
    TraceFn trace = nullptr;       // null: nothing but the header to trace
    uint32_t flags = 0;
    // Offset of a Slot in the C++ struct for the overflow pointer, if instances have a __dict__; else 0.
    size_t overflow_offset = 0;
    NextFn next = nullptr;   // makes it an iterator: __iter__ and __next__ come by themselves
    AwaitFn await = nullptr;  // the short way for `await`; the class has an __await__ as well
    std::string_view doc = {};
};
Class* new_native_class(Thread& thread, const NativeClass& definition);
// __dict__, for a built-in class with an overflow slot; it can be replaced, not deleted.
void add_dict_attribute(Thread& thread, Class* cls);

// A new instance, zeroed: the C++ struct and room for the inline attribute slots. For any class, built-in or not,
// whose instances have a fixed size.
Object* allocate_instance(Thread& thread, Class* cls);
template <class T>
T* new_instance(Thread& thread, Class* cls) {
    return static_cast<T*>(allocate_instance(thread, cls));
}

// type.__call__: makes an instance with __new__ and __init__.
Value call_class(Thread& thread, Class* cls, std::span<const Value> args, Tuple* keyword_names);
// types.MappingProxyType(mapping)
Value new_mapping_proxy(Thread& thread, Value mapping);
// object.__new__ as a function value, to recognise classes that did not override it.
Value object_new_function();

// An instance of a subclass of int, float, complex, str, bytes or tuple (objects/function.h: Boxed).
Value new_boxed(Thread& thread, Class* cls, Value payload);

// type(name, bases, namespace, **keywords), the work behind a class statement.
Value new_class(Thread& thread, Class* metaclass, Str* name, Tuple* bases, Dict* namespace_,
                Dict* keywords);

inline bool is_instance(Value value, Class* cls) {
    Class* own = class_of(value);
    return own == cls || is_subclass(own, cls);
}

}  // namespace gilt
