// The interpreter loop.
//
// One C++ function runs all script code of a thread. A call from script to script pushes a Frame and goes on in the same loop; so
// do resuming a generator, `for` over a generator, and making an object whose __init__ is a script function. Only a
// call that starts in C++ (a key function of sorted, a __repr__) enters the loop anew.
//
// Three variables say where we are: `frame`, `pc` (the next word) and `R` (the registers of the frame). Before anything that
// may raise, look at frames, collect or switch threads, `frame->pc` is brought up to date (SAVE).
//
// Each instruction keeps its fast path here, next to the guard that makes it right, and calls out of line for the rest
// (operations.h, attributes.h, instruction_support.h). An instruction that met types it has a better form for rewrites its
// own word; every form tests its own guard and falls back, so a wrong form costs time, never truth.
//
// Exceptions cost nothing until one is raised: `unwind` looks the pc up in the handler table of each frame, from the top
// down to the entry frame.
#include "vm/interpreter.h"
#include "vm/last_reference.h"

// Clearing the handful of registers of a new frame is a short loop; GCC would make it a call of memset.
#pragma GCC optimize("no-tree-loop-distribute-patterns")

#include "heap/heap.h"
#include "objects/boot_order.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/exception_group.h"
#include "objects/float.h"
#include "objects/format.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/range.h"
#include "objects/set.h"
#include "objects/str.h"
#include "modules/importer.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/registers.h"
#include "thread/thread.h"
#include "vm/attributes.h"
#include "vm/generator.h"
#include "vm/inline_cache.h"
#include "vm/instruction_support.h"
#include "vm/instructions.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

using namespace instruction;

// Registers every frame may use above its own without asking: windows of calls from C++, missing arguments.
constexpr size_t kStackSlack = 64;

inline bool has_shape(Value value, Shape* shape) { return value.is_object() && value.as_object()->shape() == shape; }

// The int in a Value, shifted so that the arithmetic of 64-bit words overflows exactly when 50 bits do.
inline int64_t shifted(Value value) { return static_cast<int64_t>(value.bits() << Value::kIntShift); }
inline Value from_shifted(int64_t number) {
    return Value::from_bits(Value::kIntTag | (static_cast<uint64_t>(number) >> Value::kIntShift));
}

inline Value floor_divide(int64_t a, int64_t b) {
    int64_t quotient = a / b;
    if ((a % b != 0) && ((a < 0) != (b < 0))) quotient--;
    return Value::from_int(quotient);
}
inline Value modulo(int64_t a, int64_t b) {
    int64_t remainder = a % b;
    if (remainder != 0 && ((remainder < 0) != (b < 0))) remainder += b;
    return Value::from_int(remainder);
}

// The fast path of each operator on two small ints: true and the result, or false where the general path must decide.
template <Op op>
inline bool int_operation(Value x, Value y, Value* result) {
    int64_t wide;
    if constexpr (op == Op::ADD) {
        if (__builtin_add_overflow(shifted(x), shifted(y), &wide)) return false;
        *result = from_shifted(wide);
    } else if constexpr (op == Op::SUB) {
        if (__builtin_sub_overflow(shifted(x), shifted(y), &wide)) return false;
        *result = from_shifted(wide);
    } else if constexpr (op == Op::MUL) {
        if (__builtin_mul_overflow(x.as_int(), shifted(y), &wide)) return false;
        *result = from_shifted(wide);
    } else if constexpr (op == Op::TRUEDIV) {
        if (y.as_int() == 0) return false;
        *result = Value::from_float(static_cast<double>(x.as_int()) / static_cast<double>(y.as_int()));
    } else if constexpr (op == Op::FLOORDIV) {
        // kIntMin // -1 is one too large for a small int.
        if (y.as_int() == 0 || y.as_int() == -1) return false;
        *result = floor_divide(x.as_int(), y.as_int());
    } else if constexpr (op == Op::MOD) {
        if (y.as_int() == 0 || y.as_int() == -1) return false;
        *result = modulo(x.as_int(), y.as_int());
    } else if constexpr (op == Op::LSHIFT) {
        int64_t distance = y.as_int();
        if (distance < 0 || distance >= Value::kIntBits) return false;
        int64_t moved = static_cast<int64_t>(static_cast<uint64_t>(shifted(x)) << distance);
        if (moved >> distance != shifted(x)) return false;
        *result = from_shifted(moved);
    } else if constexpr (op == Op::RSHIFT) {
        int64_t distance = y.as_int();
        if (distance < 0) return false;
        *result = Value::from_int(x.as_int() >> std::min<int64_t>(distance, 63));
    } else if constexpr (op == Op::AND) {
        *result = Value::from_bits(x.bits() & y.bits());
    } else if constexpr (op == Op::OR) {
        *result = Value::from_bits(x.bits() | y.bits());
    } else if constexpr (op == Op::XOR) {
        *result = Value::from_bits((x.bits() ^ y.bits()) | Value::kIntTag);
    } else {
        return false;  // POW, MATMUL
    }
    return true;
}

template <Op op>
inline bool float_operation(double x, double y, Value* result) {
    if constexpr (op == Op::ADD) *result = Value::from_float(x + y);
    else if constexpr (op == Op::SUB) *result = Value::from_float(x - y);
    else if constexpr (op == Op::MUL) *result = Value::from_float(x * y);
    else if constexpr (op == Op::TRUEDIV) {
        if (y == 0) return false;
        *result = Value::from_float(x / y);
    } else return false;
    return true;
}

constexpr BinaryOp operator_of(Op op) {
    switch (op) {
        case Op::ADD: return BinaryOp::Add;
        case Op::SUB: return BinaryOp::Sub;
        case Op::MUL: return BinaryOp::Mul;
        case Op::MATMUL: return BinaryOp::MatMul;
        case Op::TRUEDIV: return BinaryOp::TrueDiv;
        case Op::FLOORDIV: return BinaryOp::FloorDiv;
        case Op::MOD: return BinaryOp::Mod;
        case Op::POW: return BinaryOp::Pow;
        case Op::LSHIFT: return BinaryOp::LShift;
        case Op::RSHIFT: return BinaryOp::RShift;
        case Op::AND: return BinaryOp::And;
        case Op::OR: return BinaryOp::Or;
        default: return BinaryOp::Xor;
    }
}

template <Comparison op, class T>
inline bool holds(T x, T y) {
    if constexpr (op == Comparison::Lt) return x < y;
    if constexpr (op == Comparison::Le) return x <= y;
    if constexpr (op == Comparison::Eq) return x == y;
    if constexpr (op == Comparison::Ne) return x != y;
    if constexpr (op == Comparison::Gt) return x > y;
    if constexpr (op == Comparison::Ge) return x >= y;
}

// Whether a class's instances are made by allocating and running a script's __init__: then the VM does both itself.
inline Function* script_initializer(Class* cls) {
    Value init = cls->special(Special::k_init);
    if (!init.is_object() || init.as_object()->kind() != Kind::Function) return nullptr;
    if (!(cls->special(Special::k_new) == types.object->special(Special::k_new)) || cls->has(kAbstract)) return nullptr;
    if (cls->cls()->special(Special::k_call).as_object()->kind() != Kind::NativeFunction) return nullptr;
    return static_cast<Function*>(init.as_object());
}

// The first place on the VM stack above both the frame and the arguments.
inline Value* above_stack(Frame* frame, Value* arguments, size_t count) {
    bool in_frame = !frame->generator;
    return in_frame && arguments + count > frame->stack_top ? arguments + count : frame->stack_top;
}

// Whether iterating over the value runs script code, so that a twin written in the language is the faster consumer.
inline bool runs_script_code(Value value) {
    if (!value.is_object()) return false;
    return value.as_object()->kind() == Kind::Generator;
}

}  // namespace

namespace {

// A new frame on top whose first `arguments` registers have their values already. Null when the stack is full.
inline Frame* push(Thread& thread, Function* function, Code* code, Value* base, size_t arguments, uint16_t result) {
    Value* top = base + code->register_count;
    if (top + kStackSlack > thread.stack_end || thread.top_frame >= thread.frame_limit.load(std::memory_order_relaxed)) [[unlikely]]
        return nullptr;
    Frame* frame = ++thread.top_frame;
    frame->pc = code->start();
    frame->base = base;
    frame->stack_top = top;
    frame->code = code;
    frame->function = function;
    frame->generator = nullptr;
    frame->names = {};
    frame->constructed = {};
    frame->result = result;
    frame->is_entry = false;
    // The collector reads all registers, and an empty one means an unbound variable.
    for (Value* slot = base + arguments; slot < top; slot++) *slot = {};
    return frame;
}

void raise_stack_overflow(Thread& thread) {
    raise_text(thread, exceptions.RecursionError, "maximum recursion depth exceeded");
}

}  // namespace

Frame* push_frame(Thread& thread, Function* function, Code* code, Value* base) {
    Frame* frame = push(thread, function, code, base, 0, 0);
    if (!frame) raise_stack_overflow(thread);
    return frame;
}

void pop_frame(Thread& thread) {
    thread.top_frame--;
}

namespace {

// Everything of a generator's frame but its pc.
inline Frame* lay_generator_frame(Thread& thread, Frame* caller, Generator* generator, uint16_t result) {
    Frame* frame = thread.top_frame = caller + 1;
    frame->base = generator->registers;
    frame->stack_top = caller->stack_top;
    frame->code = generator->code;
    frame->function = generator->function;
    frame->generator = generator;
    frame->names = {};
    frame->constructed = {};
    frame->result = result;
    frame->is_entry = false;
    return frame;
}

// Takes a suspended generator and makes its frame the top one. 1: done; 0: it is finished; -1: exception pending. `sent` is what
// its `yield` gives; that is None already, unless something else is sent.
[[gnu::noinline]] int push_generator(Thread& thread, Generator* generator, Value sent, uint16_t result) {
    GeneratorState state = generator->state.load(std::memory_order_acquire);
    Frame* caller = thread.top_frame;
    if (caller >= thread.frame_limit.load(std::memory_order_relaxed) && state < GeneratorState::Running) [[unlikely]] {
        raise_stack_overflow(thread);
        return -1;
    }
    if (state >= GeneratorState::Running || (!is_ours(thread, generator) && !take_shared_generator(thread, generator, state))) [[unlikely]] {
        return enter_generator(thread, generator) ? 0 : -1;  // raises "already executing"
    }
    generator->state.store(GeneratorState::Running, std::memory_order_relaxed);
    Frame* frame = lay_generator_frame(thread, caller, generator, result);
    frame->pc = generator->pc;
    // A generator without handlers never handles anything itself: what its caller handles shows through.
    if (generator->code->has_handlers) {
        generator->handled.previous = thread.handled;
        thread.handled = &generator->handled;
    }
    if (state == GeneratorState::Created) note_started(thread, generator);
    if (!sent.is_none() && state == GeneratorState::Suspended) {
        Word at = (generator->delegating ? generator->pc : generator->pc - 1)->load(std::memory_order_relaxed);
        generator->registers[a(at)] = sent;
    }
    return 1;
}

// The opposite, when the generator on top yields, returns or raises.
inline void leave_generator(Thread& thread, Generator* generator, GeneratorState state) {
    if (generator->handled.previous) {
        thread.handled = generator->handled.previous;
        generator->handled.previous = nullptr;
    }
    thread.top_frame--;
    generator->state.store(state, std::memory_order_release);
}

void finish_generator(Thread& thread, Generator* generator) {
    for (size_t i = 0; i < generator->code->register_count; i++) generator->registers[i] = {};
    generator->handled.exception = {};
    leave_generator(thread, generator, GeneratorState::Finished);
}

// An exception leaves a generator: StopIteration must not look like its end (PEP 479).
void convert_stop_iteration(Thread& thread, Generator* generator) {
    uint32_t flags = generator->code->flags;
    bool is_stop = pending_matches(thread, exceptions.StopIteration);
    bool is_async_stop = (flags & kAsyncGenerator) && pending_matches(thread, exceptions.StopAsyncIteration);
    if (!is_stop && !is_async_stop) return;
    Value cause = take_exception(thread);
    const char* what = flags & kAsyncGenerator ? "async generator" : flags & kCoroutine ? "coroutine" : "generator";
    raise_format(thread, exceptions.RuntimeError, "{} raised {}", what, is_async_stop ? "StopAsyncIteration" : "StopIteration");
    Exception* exception = as_exception(thread.exception);
    exception->cause.store(cause);
    exception->context.store(cause);
    exception->suppress_context = true;
}

Value interpret(Thread& thread, bool raising) {
    static const void* const labels[] = {
#define X(name, format) &&op_##name,
        GILT_INSTRUCTIONS(X)
#undef X
    };

    Frame* frame = thread.top_frame;
    const CodeWord* pc = frame->pc;
    Value* R = frame->base;
    Word w = 0;
    Value callee, yielded;  // of blocks below, but here: clang lets no jump cross an initialisation

#define K(index) (frame->code->constants[index].load())
#define KNAME(index) static_cast<Str*>(K(index).as_object())
#define SAVE() (frame->pc = pc)
#define RAISE() goto unwind
#define NEXT()                                    \
    do {                                          \
        w = pc++->load(std::memory_order_relaxed); \
        goto* labels[w & 0xFF];                   \
    } while (0)
#define CASE(name) op_##name
// Rewrites the current instruction to another form of itself. `pc` is just behind it.
#define SPECIALISE(name) \
    const_cast<CodeWord*>(pc - 1)->store(with_op(w, Op::name), std::memory_order_relaxed)
// Stores a result that is empty when an exception is pending.
#define RESULT(expression)             \
    do {                               \
        SAVE();                        \
        Value result_ = (expression);  \
        if (!result_) RAISE();         \
        R[a(w)] = result_;             \
        NEXT();                        \
    } while (0)
#define SAFEPOINT()                                                                \
    do {                                                                           \
        if (thread.interrupts.load(std::memory_order_relaxed) != 0) [[unlikely]] { \
            SAVE();                                                                \
            if (!thread.handle_interrupts()) RAISE();                              \
        }                                                                          \
    } while (0)
// Back to the body of a `for` loop, by a jump that is known to be short.
#define LOOP()            \
    do {                  \
        pc += jump16(w);  \
        SAFEPOINT();      \
        NEXT();           \
    } while (0)
#define JUMP_BY(distance)              \
    do {                               \
        int32_t distance_ = (distance); \
        pc += distance_;               \
        if (distance_ < 0) SAFEPOINT(); \
    } while (0)
// After thread.top_frame has changed.
#define ENTER_FRAME()            \
    do {                         \
        frame = thread.top_frame; \
        pc = frame->pc;          \
        R = frame->base;         \
    } while (0)

    if (raising) goto unwind;
    NEXT();

    // --- moving values ---

    CASE(NOP) : NEXT();
    CASE(MOVE) : {
        R[a(w)] = R[b(w)];
        NEXT();
    }
    CASE(LOADK) : {
        R[a(w)] = K(static_cast<uint32_t>(imm32(w)));
        NEXT();
    }
    CASE(LOADI) : {
        R[a(w)] = Value::from_int(imm32(w));
        NEXT();
    }
    CASE(CHECK_LOCAL) : {
        if (R[a(w)]) [[likely]] NEXT();
        SAVE();
        raise_unbound_local(thread, KNAME(b(w)));
        RAISE();
    }
    CASE(CLEAR) : {
        R[a(w)] = {};
        NEXT();
    }
    CASE(DELETE_LOCAL) : {
        R[a(w)] = {};
        SAVE();
        if (!reference_went(thread)) RAISE();
        NEXT();
    }
    CASE(MAKE_CELL) : {
        R[a(w)] = new_cell(thread, R[a(w)]);
        NEXT();
    }
    CASE(LOAD_CELL) : {
        Value value = static_cast<Cell*>(R[b(w)].as_object())->value.load();
        if (!value) [[unlikely]] {
            SAVE();
            raise_unbound_cell(thread, frame, &R[b(w)]);
            RAISE();
        }
        R[a(w)] = value;
        NEXT();
    }
    CASE(STORE_CELL) : {
        static_cast<Cell*>(R[a(w)].as_object())->value.store(R[b(w)]);
        NEXT();
    }
    CASE(DELETE_CELL) : {
        auto* cell = static_cast<Cell*>(R[a(w)].as_object());
        if (!cell->value.load()) {
            SAVE();
            raise_unbound_cell(thread, frame, &R[a(w)]);
            RAISE();
        }
        cell->value.store({});
        SAVE();
        if (!reference_went(thread)) RAISE();
        NEXT();
    }
    CASE(LOAD_FREE) : {
        Value value = static_cast<Cell*>(frame->function->closure->items[b(w)].as_object())->value.load();
        if (!value) [[unlikely]] {
            SAVE();
            raise_unbound_free(thread, frame, b(w));
            RAISE();
        }
        R[a(w)] = value;
        NEXT();
    }
    CASE(STORE_FREE) : {
        static_cast<Cell*>(frame->function->closure->items[b(w)].as_object())->value.store(R[a(w)]);
        NEXT();
    }
    CASE(DELETE_FREE) : {
        auto* cell = static_cast<Cell*>(frame->function->closure->items[b(w)].as_object());
        if (!cell->value.load()) {
            SAVE();
            raise_unbound_free(thread, frame, b(w));
            RAISE();
        }
        cell->value.store({});
        NEXT();
    }
    CASE(LOAD_FREE_CELL) : {
        R[a(w)] = frame->function->closure->items[b(w)];
        NEXT();
    }

    // --- names ---

    CASE(LOAD_GLOBAL_MODULE) : {
        Word cached = pc->load(std::memory_order_relaxed);
        DictTable* table = frame->function->globals->table();
        if (table->keys_version.load(std::memory_order_relaxed) == cached >> 32) [[likely]] {
            Value value = table->entries()[static_cast<uint32_t>(cached)].value.load();
            if (value) [[likely]] {
                R[a(w)] = value;
                pc++;
                NEXT();
            }
        }
        goto load_global;
    }
    CASE(LOAD_GLOBAL_BUILTIN) : {
        Word cached = pc->load(std::memory_order_relaxed);
        if (frame->function->globals->table()->keys_version.load(std::memory_order_relaxed) == ~cached >> 32) [[likely]] {
            DictTable* table = frame->function->builtins->table();
            auto index = static_cast<uint32_t>(cached);
            if (index < table->used.load(std::memory_order_acquire) && table->entries()[index].key.load() == K(b(w))) [[likely]] {
                Value value = table->entries()[index].value.load();
                if (value) [[likely]] {
                    R[a(w)] = value;
                    pc++;
                    NEXT();
                }
            }
        }
        goto load_global;
    }
    CASE(LOAD_GLOBAL) : load_global : {
        SAVE();
        auto* instruction = const_cast<CodeWord*>(pc - 1);
        Value value = load_global_slow(thread, frame, KNAME(b(w)), instruction, instruction + 1);
        if (!value) RAISE();
        R[a(w)] = value;
        pc++;
        NEXT();
    }
    CASE(STORE_GLOBAL) : {
        Word cached = pc->load(std::memory_order_relaxed);
        Dict* globals = frame->function->globals;
        Value replaced;
        {
            ObjectLock lock(globals);
            DictTable* table = globals->table();
            if (cached && table->keys_version.load(std::memory_order_relaxed) == cached >> 32) [[likely]] {
                Slot& slot = table->entries()[static_cast<uint32_t>(cached)].value;
                if (heap::someone_awaits_deaths()) [[unlikely]] replaced = slot.load();
                slot.store(R[a(w)]);
                pc++;
                if (replaced || R[a(w)].is_none()) [[unlikely]] goto replaced_something;
                goto next;
            }
        }
        SAVE();
        if (heap::someone_awaits_deaths()) replaced = dict_get(globals, KNAME(b(w)));
        store_global_slow(thread, frame, KNAME(b(w)), R[a(w)], const_cast<CodeWord*>(pc - 1), const_cast<CodeWord*>(pc));
        pc++;
    replaced_something:
        // `x = None` is how programs let go of an object.
        if (R[a(w)].is_none() || is_finished_when_dropped(replaced)) {
            SAVE();
            if (!reference_went(thread)) RAISE();
        }
        NEXT();
    }
    CASE(DELETE_GLOBAL) : {
        SAVE();
        if (!dict_remove(thread, frame->function->globals, KNAME(b(w)))) {
            raise_format(thread, exceptions.NameError, "name '{}' is not defined", to_utf8(KNAME(b(w))));
            RAISE();
        }
        if (!reference_went(thread)) RAISE();
        NEXT();
    }
    CASE(LOAD_NAME) : RESULT(load_name(thread, frame, KNAME(b(w))));
    CASE(STORE_NAME) : {
        SAVE();
        if (!store_name(thread, frame, KNAME(b(w)), R[a(w)])) RAISE();
        NEXT();
    }
    CASE(DELETE_NAME) : {
        SAVE();
        if (!delete_name(thread, frame, KNAME(b(w))) || !reference_went(thread)) RAISE();
        NEXT();
    }
    CASE(LOAD_CLASS_FREE) : {
        SAVE();
        Value value;
        Value space = frame->names;
        if (has_shape(space, type_shapes.dict)) {
            value = dict_get(as_dict(space), KNAME(b(w)));
        } else if (space) {
            value = get_item(thread, space, K(b(w)));
            if (!value) {
                if (!pending_matches(thread, exceptions.KeyError)) RAISE();
                clear_exception(thread);
            }
        }
        if (!value) value = static_cast<Cell*>(frame->function->closure->items[c(w)].as_object())->value.load();
        if (!value) {
            raise_unbound_free(thread, frame, c(w));
            RAISE();
        }
        R[a(w)] = value;
        NEXT();
    }
    CASE(LOAD_NAMESPACE) : {
        R[a(w)] = frame->names ? frame->names : Value(frame->function->globals);
        NEXT();
    }

    // --- operators ---

#define BINARY(OP)                                                                                  \
    CASE(OP) : {                                                                                    \
        Value x = R[b(w)], y = R[c(w)];                                                             \
        if (both_ints(x, y) && int_operation<Op::OP>(x, y, &R[a(w)])) [[likely]] NEXT();            \
        RESULT(k(w) ? in_place(thread, operator_of(Op::OP), x, y) : binary(thread, operator_of(Op::OP), x, y)); \
    }
// The four that are common on floats too have a form that looks for floats first.
#define BINARY_WITH_FLOATS(OP)                                                                      \
    CASE(OP) : {                                                                                    \
        Value x = R[b(w)], y = R[c(w)];                                                             \
        if (both_ints(x, y) && int_operation<Op::OP>(x, y, &R[a(w)])) [[likely]] NEXT();            \
        if (x.is_float() && y.is_float()) {                                                         \
            SPECIALISE(OP##_FLOAT);                                                                 \
            if (float_operation<Op::OP>(x.as_float(), y.as_float(), &R[a(w)])) NEXT();              \
        }                                                                                           \
        RESULT(k(w) ? in_place(thread, operator_of(Op::OP), x, y) : binary(thread, operator_of(Op::OP), x, y)); \
    }                                                                                               \
    CASE(OP##_FLOAT) : {                                                                            \
        Value x = R[b(w)], y = R[c(w)];                                                             \
        if (x.is_float() && y.is_float() && float_operation<Op::OP>(x.as_float(), y.as_float(), &R[a(w)])) [[likely]] NEXT(); \
        if (both_ints(x, y)) {                                                                      \
            SPECIALISE(OP);                                                                         \
            if (int_operation<Op::OP>(x, y, &R[a(w)])) NEXT();                                      \
        }                                                                                           \
        RESULT(k(w) ? in_place(thread, operator_of(Op::OP), x, y) : binary(thread, operator_of(Op::OP), x, y)); \
    }
#define BINARY_IMMEDIATE(OP)                                                                        \
    CASE(OP##_I) : {                                                                                \
        Value x = R[b(w)], y = Value::from_int(imm16(w));                                           \
        if (x.is_int() && int_operation<Op::OP>(x, y, &R[a(w)])) [[likely]] NEXT();                 \
        if (x.is_float() && float_operation<Op::OP>(x.as_float(), imm16(w), &R[a(w)])) NEXT();      \
        RESULT(k(w) ? in_place(thread, operator_of(Op::OP), x, y) : binary(thread, operator_of(Op::OP), x, y)); \
    }
    BINARY_WITH_FLOATS(ADD)
    BINARY_WITH_FLOATS(SUB)
    BINARY_WITH_FLOATS(MUL)
    BINARY_WITH_FLOATS(TRUEDIV)
    BINARY(MATMUL)
    BINARY(FLOORDIV)
    BINARY(MOD)
    BINARY(POW)
    BINARY(LSHIFT)
    BINARY(RSHIFT)
    BINARY(AND)
    BINARY(OR)
    BINARY(XOR)
    GILT_BINARY_OPERATORS(BINARY_IMMEDIATE)
#undef BINARY
#undef BINARY_WITH_FLOATS
#undef BINARY_IMMEDIATE

    CASE(NEGATE) : {
        Value x = R[b(w)];
        if (x.is_int() && x.as_int() != Value::kIntMin) {
            R[a(w)] = Value::from_int(-x.as_int());
            NEXT();
        }
        if (x.is_float()) {
            R[a(w)] = Value::from_float(-x.as_float());
            NEXT();
        }
        RESULT(negate(thread, x));
    }
    CASE(POSITIVE) : RESULT(positive(thread, R[b(w)]));
    CASE(INVERT) : RESULT(invert(thread, R[b(w)]));
    CASE(NOT) : {
        Value x = R[b(w)];
        if (x.is_bool()) {
            R[a(w)] = Value::from_bool(x.is_false());
            NEXT();
        }
        SAVE();
        int is_true = truth(thread, x);
        if (is_true < 0) RAISE();
        R[a(w)] = Value::from_bool(!is_true);
        NEXT();
    }

#define COMPARE(OP, COMPARISON)                                                                \
    CASE(OP) : {                                                                               \
        Value x = R[b(w)], y = R[c(w)];                                                        \
        if (both_ints(x, y)) [[likely]] {                                                      \
            R[a(w)] = Value::from_bool(holds<Comparison::COMPARISON>(shifted(x), shifted(y))); \
            NEXT();                                                                            \
        }                                                                                      \
        if (x.is_float() && y.is_float()) {                                                    \
            R[a(w)] = Value::from_bool(holds<Comparison::COMPARISON>(x.as_float(), y.as_float())); \
            NEXT();                                                                            \
        }                                                                                      \
        RESULT(compare(thread, Comparison::COMPARISON, x, y));                                 \
    }
    COMPARE(EQ, Eq)
    COMPARE(NE, Ne)
    COMPARE(LT, Lt)
    COMPARE(LE, Le)
    COMPARE(GT, Gt)
    COMPARE(GE, Ge)
#undef COMPARE
    CASE(IS) : {
        R[a(w)] = Value::from_bool((R[b(w)] == R[c(w)]) != (k(w) != 0));
        NEXT();
    }
    CASE(IN) : {
        SAVE();
        int found = contains(thread, R[c(w)], R[b(w)]);
        if (found < 0) RAISE();
        R[a(w)] = Value::from_bool((found != 0) != (k(w) != 0));
        NEXT();
    }

    // --- jumps ---

    CASE(JUMP) : {
        JUMP_BY(jump32(w));
        NEXT();
    }
#define JUMP_ON_TRUTH(OP, WHEN)                                      \
    CASE(OP) : {                                                     \
        Value x = R[a(w)];                                           \
        bool is_true;                                                \
        if (x.is_bool()) [[likely]] {                                \
            is_true = x.is_true();                                   \
        } else if (x.is_none()) {                                    \
            is_true = false;                                         \
        } else if (x.is_int()) {                                     \
            is_true = !(x == Value::from_int(0));                    \
        } else {                                                     \
            SAVE();                                                  \
            int answer = truth(thread, x);                           \
            if (answer < 0) RAISE();                                 \
            is_true = answer != 0;                                   \
        }                                                            \
        if (is_true == WHEN) JUMP_BY(jump24(w));                     \
        NEXT();                                                      \
    }
    JUMP_ON_TRUTH(JUMP_IF_TRUE, true)
    JUMP_ON_TRUTH(JUMP_IF_FALSE, false)
#undef JUMP_ON_TRUTH
    CASE(JUMP_IF_NONE) : {
        if (R[a(w)].is_none()) JUMP_BY(jump24(w));
        NEXT();
    }
    CASE(JUMP_IF_NOT_NONE) : {
        if (!R[a(w)].is_none()) JUMP_BY(jump24(w));
        NEXT();
    }
    CASE(JUMP_IF_EMPTY) : {
        if (R[a(w)].is_empty()) JUMP_BY(jump24(w));
        NEXT();
    }
#define JUMP_COMPARE(OP, COMPARISON, WHEN, Y)                                     \
    CASE(OP) : {                                                                  \
        Value x = R[a(w)], y = (Y);                                               \
        bool answer;                                                              \
        if (both_ints(x, y)) [[likely]] {                                         \
            answer = holds<Comparison::COMPARISON>(shifted(x), shifted(y));       \
        } else if (x.is_float() && y.is_float()) {                                \
            answer = holds<Comparison::COMPARISON>(x.as_float(), y.as_float());   \
        } else {                                                                  \
            SAVE();                                                               \
            int truth_ = compare_truth(thread, Comparison::COMPARISON, x, y);     \
            if (truth_ < 0) RAISE();                                              \
            answer = truth_ != 0;                                                 \
        }                                                                         \
        if (answer == WHEN) JUMP_BY(jump24(w));                                   \
        NEXT();                                                                   \
    }
#define JUMP_COMPARE_ALL(SUFFIX, COMPARISON)                                      \
    JUMP_COMPARE(J##SUFFIX, COMPARISON, true, R[b(w)])                            \
    JUMP_COMPARE(JN##SUFFIX, COMPARISON, false, R[b(w)])                          \
    JUMP_COMPARE(J##SUFFIX##_I, COMPARISON, true, Value::from_int(imm16_b(w)))    \
    JUMP_COMPARE(JN##SUFFIX##_I, COMPARISON, false, Value::from_int(imm16_b(w)))
    JUMP_COMPARE_ALL(EQ, Eq)
    JUMP_COMPARE_ALL(NE, Ne)
    JUMP_COMPARE_ALL(LT, Lt)
    JUMP_COMPARE_ALL(LE, Le)
    JUMP_COMPARE_ALL(GT, Gt)
    JUMP_COMPARE_ALL(GE, Ge)
#undef JUMP_COMPARE_ALL
#undef JUMP_COMPARE
    CASE(JIS) : {
        if (R[a(w)] == R[b(w)]) JUMP_BY(jump24(w));
        NEXT();
    }
    CASE(JIS_NOT) : {
        if (!(R[a(w)] == R[b(w)])) JUMP_BY(jump24(w));
        NEXT();
    }
#define IN(is_taken)                                                                                      \
    do {                                                                                                  \
        Value item = R[a(w)], container = R[b(w)];                                                        \
        int found;                                                                                        \
        if (has_shape(container, type_shapes.str) && has_shape(item, type_shapes.str)) {                  \
            found = str_contains(static_cast<Str*>(container.as_object()), static_cast<Str*>(item.as_object())); \
        } else {                                                                                          \
            SAVE();                                                                                       \
            found = contains(thread, container, item);                                                    \
            if (found < 0) RAISE();                                                                       \
        }                                                                                                 \
        if (is_taken) JUMP_BY(jump24(w));                                                                 \
        NEXT();                                                                                           \
    } while (0)
    CASE(JIN) : IN(found);
    CASE(JNOT_IN) : IN(!found);
#undef IN

    // --- loops ---

    CASE(GET_ITER) : {
        SAVE();
        if (!begin_iteration(thread, R[b(w)], &R[a(w)])) RAISE();
        NEXT();
    }
    CASE(GET_ITER_LAZY) : RESULT(lazy_iterator(thread, R[b(w)]));

    CASE(FOR_ITER_COUNT) : {
        Value* iteration = &R[a(w)];
        Value source = iteration[0], item = iteration[1];
        if (counted::has_items(source)) [[likely]] {
            R[b(w)] = item;
            iteration[0] = counted::one_less(source);
            iteration[1] = counted::after(item, source);
            LOOP();
        }
        if (source.is_int()) NEXT();
        goto for_iter;
    }
    CASE(FOR_ITER_LIST) : {
        Value* iteration = &R[a(w)];
        if (has_shape(iteration[0], type_shapes.list) && iteration[1].is_int()) [[likely]] {
            auto* list = static_cast<List*>(iteration[0].as_object());
            int64_t index = iteration[1].as_int();
            Value item = list_get(list, static_cast<uint64_t>(index));
            if (item) [[likely]] {
                R[b(w)] = item;
                iteration[1] = Value::from_int(index + 1);
                LOOP();
            } else {
                // An iteration that has ended stays ended, even if the list grows later.
                iteration[1] = Value::from_int(Value::kIntMax);
            }
            NEXT();
        }
        goto for_iter;
    }
    CASE(FOR_ITER_TUPLE) : {
        Value* iteration = &R[a(w)];
        if (has_shape(iteration[0], type_shapes.tuple) && iteration[1].is_int()) [[likely]] {
            auto* tuple = static_cast<Tuple*>(iteration[0].as_object());
            int64_t index = iteration[1].as_int();
            if (static_cast<uint64_t>(index) >= tuple->length) NEXT();
            R[b(w)] = tuple->items[index];
            iteration[1] = Value::from_int(index + 1);
            LOOP();
        }
        goto for_iter;
    }
    CASE(FOR_ITER_STR) : {
        Value* iteration = &R[a(w)];
        if (has_shape(iteration[0], type_shapes.str) && iteration[1].is_int()) [[likely]] {
            auto* text = static_cast<Str*>(iteration[0].as_object());
            int64_t index = iteration[1].as_int();
            if (static_cast<uint64_t>(index) >= text->length) NEXT();
            R[b(w)] = new_char(thread, text->at(static_cast<size_t>(index)));
            iteration[1] = Value::from_int(index + 1);
            LOOP();
        }
        goto for_iter;
    }
    CASE(FOR_ITER_NATIVE) : {  // a built-in iterator
        Value source = R[a(w)];
        if (source.is_object() && source.as_object()->cls()->loop_next) [[likely]] {
            SAVE();
            Value item = source.as_object()->cls()->loop_next(thread, source.as_object());
            if (item) [[likely]] {
                R[b(w)] = item;
                LOOP();
            }
            if (thread.exception) RAISE();
            NEXT();
        }
        goto for_iter;
    }
    CASE(FOR_ITER_PAIR) : {  // one whose items the body first unpacks in two: it needs no tuple
        Value source = R[a(w)];
        if (source.is_object() && source.as_object()->cls()->loop_next_pair) [[likely]] {
            SAVE();
            const CodeWord* body = pc + jump16(w);
            Value* pair = &R[a(body->load(std::memory_order_relaxed))];
            int more = source.as_object()->cls()->loop_next_pair(thread, source.as_object(), pair);
            if (more > 0) [[likely]] {
                pc = body + 1;
                SAFEPOINT();
                NEXT();
            }
            if (more < 0) RAISE();
            NEXT();
        }
        goto for_iter;
    }
    CASE(FOR_ITER_GENERATOR) : {
        Value source = R[a(w)];
        if (source.is_object() && source.as_object()->kind() == Kind::Generator) [[likely]] {
            auto* generator = static_cast<Generator*>(source.as_object());
            SAVE();
            // What push_generator does, for the case that nothing is in the way.
            GeneratorState state = generator->state.load(std::memory_order_acquire);
            if (state < GeneratorState::Running && is_ours(thread, generator) && !generator->code->has_handlers &&
                frame < thread.frame_limit.load(std::memory_order_relaxed)) [[likely]] {
                generator->state.store(GeneratorState::Running, std::memory_order_relaxed);
                frame = lay_generator_frame(thread, frame, generator, static_cast<uint16_t>(b(w)));
                pc = generator->pc;
                R = generator->registers;
                NEXT();
            }
            int entered = push_generator(thread, generator, Value::none(), static_cast<uint16_t>(b(w)));
            if (entered < 0) RAISE();
            if (entered) ENTER_FRAME();
            NEXT();
        }
        goto for_iter;
    }
    CASE(FOR_ITER) : for_iter : {
        Value source = R[a(w)];
        if (source.is_object()) {
            if (source.as_object()->kind() == Kind::Generator) {
                if (fits_jump16(jump24(w))) SPECIALISE(FOR_ITER_GENERATOR);
                SAVE();
                int entered = push_generator(thread, static_cast<Generator*>(source.as_object()), Value::none(), static_cast<uint16_t>(b(w)));
                if (entered < 0) RAISE();
                if (entered) ENTER_FRAME();
                NEXT();
            }
        }
        if (fits_jump16(jump24(w))) {
            if (source.is_int()) {
                SPECIALISE(FOR_ITER_COUNT);
            } else {
                Object* object = source.as_object();
                Word body = pc[jump16(w)].load(std::memory_order_relaxed);
                bool pairs = op(body) == Op::UNPACK && b(body) == b(w) && c(body) == 2;
                if (object->shape() == type_shapes.list) SPECIALISE(FOR_ITER_LIST);
                else if (object->shape() == type_shapes.tuple) SPECIALISE(FOR_ITER_TUPLE);
                else if (object->shape() == type_shapes.str) SPECIALISE(FOR_ITER_STR);
                else if (pairs && object->cls()->loop_next_pair) SPECIALISE(FOR_ITER_PAIR);
                else if (object->cls()->loop_next) SPECIALISE(FOR_ITER_NATIVE);
            }
        }
        SAVE();
        Value item;
        int more = iteration_step(thread, &R[a(w)], &item);
        if (more < 0) RAISE();
        if (more) {
            R[b(w)] = item;
            JUMP_BY(jump24(w));
        }
        NEXT();
    }
    CASE(UNPACK) : {
        Value source = R[b(w)];
        if (has_shape(source, type_shapes.tuple) && static_cast<Tuple*>(source.as_object())->length == c(w)) [[likely]] {
            auto* tuple = static_cast<Tuple*>(source.as_object());
            // The source register may be one of the targets.
            for (unsigned i = 0; i < c(w); i++) R[a(w) + i] = tuple->items[i];
            NEXT();
        }
        SAVE();
        if (!unpack(thread, source, &R[a(w)], c(w))) RAISE();
        NEXT();
    }
    CASE(UNPACK_STAR) : {
        SAVE();
        if (!unpack_star(thread, R[b(w)], &R[a(w)], c(w), k(w))) RAISE();
        NEXT();
    }

    // --- building ---

    CASE(BUILD_TUPLE) : {
        R[a(w)] = c(w) ? new_tuple(thread, std::span<const Value>(&R[b(w)], c(w))) : empty_tuple();
        NEXT();
    }
    CASE(BUILD_LIST) : {
        R[a(w)] = new_list(thread, std::span<const Value>(&R[b(w)], c(w)));
        NEXT();
    }
    CASE(BUILD_LIST_FOR) : {
        R[a(w)] = new_list_for(thread, items_left(&R[b(w)]));
        NEXT();
    }
    CASE(BUILD_SET) : {
        SAVE();
        Set* set = new_set(thread);
        for (unsigned i = 0; i < c(w); i++)
            if (set_add(thread, set, R[b(w) + i]) < 0) RAISE();
        R[a(w)] = set;
        NEXT();
    }
    CASE(BUILD_MAP) : {
        SAVE();
        Dict* dict = new_dict(thread, c(w));
        for (unsigned i = 0; i < c(w); i++)
            if (!dict_store(thread, dict, R[b(w) + 2 * i], R[b(w) + 2 * i + 1])) RAISE();
        R[a(w)] = dict;
        NEXT();
    }
    CASE(BUILD_STRING) : {
        R[a(w)] = concat_all(thread, &R[b(w)], c(w));
        NEXT();
    }
    CASE(BUILD_SLICE) : {
        R[a(w)] = new_slice(thread, R[b(w)], R[b(w) + 1], R[b(w) + 2]);
        NEXT();
    }
    CASE(FORMAT_VALUE) : {
        SAVE();
        Value value = R[b(w)];
        if (k(w)) {
            Str* text = k(w) == 's' ? to_str(thread, value) : k(w) == 'r' ? repr(thread, value) : ascii(thread, value);
            if (!text) RAISE();
            value = text;
        }
        Str* spec = c(w) == kNoRegister ? names.empty : static_cast<Str*>(R[c(w)].as_object());
        RESULT(format_value(thread, value, spec));
    }
    CASE(LIST_APPEND) : {
        list_append(thread, static_cast<List*>(R[a(w)].as_object()), R[b(w)]);
        NEXT();
    }
    CASE(SET_ADD) : {
        SAVE();
        if (set_add(thread, as_set(R[a(w)]), R[b(w)]) < 0) RAISE();
        NEXT();
    }
    CASE(MAP_ADD) : {
        SAVE();
        if (!dict_store(thread, as_dict(R[a(w)]), R[b(w)], R[c(w)])) RAISE();
        NEXT();
    }
    CASE(LIST_EXTEND) : {
        SAVE();
        if (!extend_arguments(thread, R[a(w)], R[b(w)], k(w) ? R[a(w) - 1] : Value())) RAISE();
        NEXT();
    }
    CASE(SET_UPDATE) : {
        SAVE();
        if (!set_update(thread, as_set(R[a(w)]), R[b(w)])) RAISE();
        NEXT();
    }
    CASE(DICT_UPDATE) : {
        SAVE();
        Value found;
        if (find_attr(thread, R[b(w)], names.keys, &found) == 0) {
            raise_type_error(thread, "'{}' object is not a mapping", type_name(R[b(w)]));
            RAISE();
        }
        if (thread.exception || !dict_update(thread, as_dict(R[a(w)]), R[b(w)])) RAISE();
        NEXT();
    }
    CASE(DICT_MERGE) : {
        SAVE();
        if (!merge_keywords(thread, as_dict(R[a(w)]), R[b(w)], R[c(w)])) RAISE();
        NEXT();
    }
    CASE(LIST_TO_TUPLE) : {
        ListStorage* storage = as_list(R[b(w)])->storage();
        size_t count = storage->count.load(std::memory_order_acquire);
        Tuple* tuple = new_tuple_uninitialized(thread, count);
        for (size_t i = 0; i < count; i++) tuple->items[i] = storage->items[i].load();
        R[a(w)] = tuple;
        NEXT();
    }

    // --- subscripts ---

    CASE(GETITEM_LIST) : {
        Value object = R[b(w)], key = R[c(w)];
        if (has_shape(object, type_shapes.list) && key.is_int()) [[likely]] {
            ListStorage* storage = static_cast<List*>(object.as_object())->storage();
            auto index = static_cast<uint64_t>(key.as_int());
            uint64_t count = storage->count.load(std::memory_order_acquire);
            if (index >= count) [[unlikely]] index += count;  // from the end, perhaps
            if (index < count) [[likely]] {
                Value item = storage->items[index].load();
                if (item) [[likely]] {
                    R[a(w)] = item;
                    NEXT();
                }
            }
        }
        goto getitem;
    }
    CASE(GETITEM_TUPLE) : {
        Value object = R[b(w)], key = R[c(w)];
        if (has_shape(object, type_shapes.tuple) && key.is_int()) [[likely]] {
            auto* tuple = static_cast<Tuple*>(object.as_object());
            int64_t index = key.as_int();
            if (index < 0) index += static_cast<int64_t>(tuple->length);
            if (static_cast<uint64_t>(index) < tuple->length) [[likely]] {
                R[a(w)] = tuple->items[index];
                NEXT();
            }
        }
        goto getitem;
    }
    CASE(GETITEM_DICT) : {
        Value object = R[b(w)];
        if (has_shape(object, type_shapes.dict)) [[likely]] {
            SAVE();
            Value value;
            int found = dict_lookup(thread, static_cast<Dict*>(object.as_object()), R[c(w)], &value);
            if (found > 0) [[likely]] {
                R[a(w)] = value;
                NEXT();
            }
            if (found < 0) RAISE();
            raise(thread, exceptions.KeyError, R[c(w)]);
            RAISE();
        }
        goto getitem;
    }
    CASE(GETITEM_STR) : {
        Value object = R[b(w)], key = R[c(w)];
        if (has_shape(object, type_shapes.str) && key.is_int()) [[likely]] {
            auto* text = static_cast<Str*>(object.as_object());
            int64_t index = key.as_int();
            if (index < 0) index += static_cast<int64_t>(text->length);
            if (static_cast<uint64_t>(index) < text->length) [[likely]] {
                R[a(w)] = new_char(thread, text->at(static_cast<size_t>(index)));
                NEXT();
            }
        }
        goto getitem;
    }
    CASE(GETITEM) : getitem : {
        Value object = R[b(w)], key = R[c(w)];
        if (object.is_object()) {
            Shape* shape = object.as_object()->shape();
            if (shape == type_shapes.dict) SPECIALISE(GETITEM_DICT);
            else if (key.is_int()) {
                if (shape == type_shapes.list) SPECIALISE(GETITEM_LIST);
                else if (shape == type_shapes.tuple) SPECIALISE(GETITEM_TUPLE);
                else if (shape == type_shapes.str) SPECIALISE(GETITEM_STR);
            }
        }
        RESULT(get_item(thread, object, key));
    }
    CASE(GETITEM_I) : {
        Value object = R[b(w)];
        int64_t index = imm16(w);
        if (has_shape(object, type_shapes.list)) {
            ListStorage* storage = static_cast<List*>(object.as_object())->storage();
            auto count = static_cast<int64_t>(storage->count.load(std::memory_order_acquire));
            if (index < 0) index += count;
            if (static_cast<uint64_t>(index) < static_cast<uint64_t>(count)) [[likely]] {
                if (Value item = storage->items[index].load()) {
                    R[a(w)] = item;
                    NEXT();
                }
            }
        } else if (has_shape(object, type_shapes.tuple)) {
            auto* tuple = static_cast<Tuple*>(object.as_object());
            if (index < 0) index += static_cast<int64_t>(tuple->length);
            if (static_cast<uint64_t>(index) < tuple->length) [[likely]] {
                R[a(w)] = tuple->items[index];
                NEXT();
            }
        }
        RESULT(get_item(thread, object, Value::from_int(imm16(w))));
    }
    CASE(SETITEM_LIST) : {
        Value object = R[a(w)], key = R[b(w)];
        if (has_shape(object, type_shapes.list) && key.is_int()) [[likely]] {
            auto* list = static_cast<List*>(object.as_object());
            int64_t index = key.as_int();
            if (index < 0) index += static_cast<int64_t>(list->count());
            if (index >= 0 && list_set(list, static_cast<uint64_t>(index), R[c(w)])) [[likely]] NEXT();
        }
        goto setitem;
    }
    CASE(SETITEM_DICT) : {
        Value object = R[a(w)];
        if (has_shape(object, type_shapes.dict)) [[likely]] {
            SAVE();
            if (!dict_store(thread, static_cast<Dict*>(object.as_object()), R[b(w)], R[c(w)])) RAISE();
            NEXT();
        }
        goto setitem;
    }
    CASE(SETITEM) : setitem : {
        Value object = R[a(w)];
        if (object.is_object()) {
            Shape* shape = object.as_object()->shape();
            if (shape == type_shapes.dict) SPECIALISE(SETITEM_DICT);
            else if (shape == type_shapes.list && R[b(w)].is_int()) SPECIALISE(SETITEM_LIST);
        }
        SAVE();
        Value replaced = item_before(thread, object, R[b(w)]);
        if (!set_item(thread, object, R[b(w)], R[c(w)])) RAISE();
        if (replaced && is_finished_when_dropped(replaced) && !reference_went(thread)) RAISE();
        NEXT();
    }
    CASE(DELITEM) : {
        SAVE();
        if (!del_item(thread, R[a(w)], R[b(w)]) || !reference_went(thread)) RAISE();
        NEXT();
    }
    CASE(GETSLICE) : {
        SAVE();
        Value key = new_slice(thread, R[c(w)], R[c(w) + 1], Value::none());
        RESULT(get_item(thread, R[b(w)], key));
    }

    // --- attributes ---

    CASE(GETATTR_SLOT) : {
        Value object = R[b(w)];
        if (object.is_object()) [[likely]] {
            Object* raw = object.as_object();
            Word cached = pc->load(std::memory_order_relaxed);
            auto slot = static_cast<uint16_t>(cached >> 48);
            if (reinterpret_cast<Word>(raw->shape()) == (cached & kCachePointerMask)) [[likely]] {
                Value value = slot < Shape::kOverflow ? inline_slot(raw, slot).load() : read_slot(raw, slot);
                if (value) [[likely]] {
                    R[a(w)] = value;
                    pc++;
                    NEXT();
                }
            }
        }
        goto getattr;
    }
    CASE(GETATTR_METHOD) : {
        Value object = R[b(w)];
        Word cached = pc->load(std::memory_order_acquire);
        if (object.is_object() && cached >> 48 == 0 && cached) [[likely]] {
            Object* raw = object.as_object();
            auto* cache = reinterpret_cast<AttributeCache*>(cached);
            switch (cache->cache_kind) {
                case CacheKind::Method:
                    if (raw->shape() != cache->object_shape || cache->object_shape->owner->version.load(std::memory_order_relaxed) != cache->version) break;
                    SAVE();
                    R[a(w)] = bind_attribute(thread, cache->value, object, cache->object_shape->owner);
                    pc++;
                    NEXT();
                case CacheKind::ClassValue:
                    if (raw->shape() != cache->object_shape || cache->object_shape->owner->version.load(std::memory_order_relaxed) != cache->version) break;
                    R[a(w)] = cache->value;
                    pc++;
                    NEXT();
                case CacheKind::OnClass:
                    if (raw != cache->owner || static_cast<Class*>(raw)->version.load(std::memory_order_relaxed) != cache->version) break;
                    R[a(w)] = cache->value;
                    pc++;
                    NEXT();
                case CacheKind::InstanceItem: {
                    if (raw->shape() != cache->object_shape) break;
                    Value value = cached_item(cache);
                    // The version last: it says that what was read is data, and not something that has to be bound.
                    if (!value || cache->object_shape->owner->version.load(std::memory_order_relaxed) != cache->version) break;
                    R[a(w)] = value;
                    pc++;
                    NEXT();
                }
                case CacheKind::ClassItem: {
                    if (raw != cache->owner) break;
                    Value value = cached_item(cache);
                    if (!value || static_cast<Class*>(raw)->version.load(std::memory_order_relaxed) != cache->version) break;
                    R[a(w)] = value;
                    pc++;
                    NEXT();
                }
                case CacheKind::ModuleItem: {
                    if (raw != cache->owner) break;
                    DictTable* table = static_cast<Module*>(raw)->dict()->table();
                    if (table->keys_version.load(std::memory_order_relaxed) != cache->keys_version) break;
                    Value value = table->entries()[cache->index].value.load();
                    if (!value) break;
                    R[a(w)] = value;
                    pc++;
                    NEXT();
                }
                case CacheKind::Property: {
                    if (raw->shape() != cache->object_shape || cache->object_shape->owner->version.load(std::memory_order_relaxed) != cache->version) break;
                    auto* getter = static_cast<Function*>(cache->value.as_object());
                    unsigned target = a(w);
                    pc++;
                    SAVE();
                    Value* base = frame->stack_top;
                    if (!push_frame(thread, getter, getter->code, base)) RAISE();
                    base[0] = object;
                    thread.top_frame->result = static_cast<uint16_t>(target);
                    ENTER_FRAME();
                    SAFEPOINT();
                    NEXT();
                }
                case CacheKind::AddSlot: break;
            }
        }
        goto getattr;
    }
    CASE(GETATTR) : getattr : {
        SAVE();
        auto* instruction = const_cast<CodeWord*>(pc - 1);
        Value value = get_attr_caching(thread, R[b(w)], KNAME(c(w)), instruction, instruction + 1);
        if (!value) RAISE();
        R[a(w)] = value;
        pc++;
        NEXT();
    }
    CASE(SETATTR_SLOT) : {
        Value object = R[a(w)];
        if (object.is_object()) [[likely]] {
            Object* raw = object.as_object();
            Word cached = pc->load(std::memory_order_relaxed);
            auto slot = static_cast<uint16_t>(cached >> 48);
            ObjectLock lock(raw);
            if (reinterpret_cast<Word>(raw->shape()) == (cached & kCachePointerMask) && slot < Shape::kOverflow) [[likely]] {
                inline_slot(raw, slot).store(R[b(w)]);
                pc++;
                goto next;
            }
        }
        goto setattr;
    }
    CASE(SETATTR_RECORD) : {
        Value object = R[a(w)];
        Word cached = pc->load(std::memory_order_acquire);
        if (object.is_object() && cached >> 48 == 0 && cached) [[likely]] {
            Object* raw = object.as_object();
            auto* cache = reinterpret_cast<AttributeCache*>(cached);
            if (cache->cache_kind == CacheKind::AddSlot) [[likely]] {
                ObjectLock lock(raw);
                if (raw->shape() == cache->object_shape &&
                    cache->object_shape->owner->version.load(std::memory_order_relaxed) == cache->version) [[likely]] {
                    inline_slot(raw, static_cast<uint16_t>(cache->index)).store(R[b(w)]);
                    raw->set_shape(cache->next_shape);
                    pc++;
                    goto next;
                }
            } else if (raw == cache->owner && store_cached_item(cache, R[b(w)])) {
                pc++;
                NEXT();
            }
        }
        goto setattr;
    }
    CASE(SETATTR) : setattr : {
        SAVE();
        auto* instruction = const_cast<CodeWord*>(pc - 1);
        Value replaced = attribute_before(thread, R[a(w)], KNAME(c(w)));
        if (!set_attr_caching(thread, R[a(w)], KNAME(c(w)), R[b(w)], instruction, instruction + 1)) RAISE();
        pc++;
        if (replaced && is_finished_when_dropped(replaced)) {
            SAVE();
            if (!reference_went(thread)) RAISE();
        }
        NEXT();
    }
    CASE(DELATTR) : {
        SAVE();
        if (!del_attr(thread, R[a(w)], KNAME(b(w))) || !reference_went(thread)) RAISE();
        NEXT();
    }
    CASE(LOAD_METHOD_CACHED) : {
        Value object = R[b(w)];
        Word cached = pc->load(std::memory_order_acquire);
        if (cached >> 48 == 0 && cached) [[likely]] {
            auto* cache = reinterpret_cast<AttributeCache*>(cached);
            if (object.is_object()) [[likely]] {
                Object* raw = object.as_object();
                if (cache->cache_kind == CacheKind::Method) {
                    if (raw->shape() == cache->object_shape && cache->object_shape->owner->version.load(std::memory_order_relaxed) == cache->version) [[likely]] {
                        R[a(w)] = cache->value;
                        R[a(w) + 1] = object;
                        pc++;
                        NEXT();
                    }
                } else if (cache->cache_kind == CacheKind::ModuleItem) {
                    if (raw == cache->owner) {
                        DictTable* table = static_cast<Module*>(raw)->dict()->table();
                        if (table->keys_version.load(std::memory_order_relaxed) == cache->keys_version) [[likely]] {
                            if (Value value = table->entries()[cache->index].value.load()) {
                                R[a(w)] = value;
                                R[a(w) + 1] = {};
                                pc++;
                                NEXT();
                            }
                        }
                    }
                } else if (cache->cache_kind == CacheKind::OnClass) {
                    if (raw == cache->owner && static_cast<Class*>(raw)->version.load(std::memory_order_relaxed) == cache->version) {
                        R[a(w)] = cache->value;
                        R[a(w) + 1] = {};
                        pc++;
                        NEXT();
                    }
                }
            }
        }
        goto load_method;
    }
    CASE(LOAD_METHOD) : load_method : {
        SAVE();
        auto* instruction = const_cast<CodeWord*>(pc - 1);
        Value self;
        Value method = load_method_caching(thread, R[b(w)], KNAME(c(w)), instruction, instruction + 1, &self);
        if (!method) RAISE();
        R[a(w)] = method;
        R[a(w) + 1] = self;
        pc++;
        NEXT();
    }

    // --- calls ---

    CASE(CLOSURE) : {
        SAVE();
        auto* code = static_cast<Code*>(K(b(w)).as_object());
        unsigned captures = c(w);
        Value function = make_function(thread, frame, code, k(w), R, a(w), pc, captures);
        if (!function) RAISE();
        R[a(w)] = function;
        pc += captures;
        NEXT();
    }
    CASE(CAPTURE) : NEXT();  // read by CLOSURE

    {
        // What the call instructions share. `arguments` are in place for the callee: its frame begins there.
        Value* arguments;
        size_t count;
        Tuple* keyword_names;

        CASE(CALL_FUNCTION) : CASE(CALL) : {
            Value* window = &R[a(w)];
            callee = window[0];
            arguments = window + 1;
            count = b(w);
            keyword_names = nullptr;
            goto dispatch_call;
        }
        CASE(CALL_METHOD_FUNCTION) : CASE(CALL_METHOD) : {
            Value* window = &R[a(w)];
            callee = window[0];
            keyword_names = nullptr;
            if (window[1]) {
                arguments = window + 1;
                count = b(w) + 1;
            } else {
                arguments = window + 2;
                count = b(w);
            }
            goto dispatch_call;
        }
        CASE(CALL_KW) : {
            Value* window = &R[a(w)];
            callee = window[0];
            keyword_names = static_cast<Tuple*>(K(c(w)).as_object());
            count = b(w);
            if (!k(w)) {
                arguments = window + 1;
            } else if (window[1]) {
                arguments = window + 1;
                count++;
            } else {
                arguments = window + 2;
            }
            goto dispatch_call;
        }

        CASE(CALL_EX) : {
            Value* window = &R[a(w)];
            SAVE();
            if ((k(w) & 1) && !has_shape(window[1], type_shapes.tuple)) {
                Value list = new_list(thread);
                if (!extend_arguments(thread, list, window[1], window[0])) RAISE();
                window[1] = tuple_from_iterable(thread, list);
            }
            if (k(w) & 2) {
                Dict* dict = new_dict(thread);
                if (!merge_keywords(thread, dict, window[2], window[0])) RAISE();
                window[2] = dict;
            }
            auto* positional = static_cast<Tuple*>(window[1].as_object());
            Dict* keywords = window[2] ? as_dict(window[2]) : nullptr;
            callee = window[0];
            Value self;
            if (callee.is_object() && callee.as_object()->kind() == Kind::BoundMethod) {
                auto* method = static_cast<BoundMethod*>(callee.as_object());
                callee = method->function;
                self = method->self;
            }
            if (frame->generator || !callee.is_object() || callee.as_object()->kind() != Kind::Function)
                RESULT(call_with(thread, window[0], positional, keywords));
            // A function of the script: its arguments go above the frame. The window holds them as well, while they are bound.
            size_t keyword_count = keywords ? keywords->count() : 0;
            arguments = frame->stack_top;
            if (arguments + 1 + positional->length + keyword_count + kStackSlack > thread.stack_end) goto stack_overflow;
            count = 0;
            if (self) arguments[count++] = self;
            for (size_t i = 0; i < positional->length; i++) arguments[count++] = positional->items[i];
            keyword_names = nullptr;
            if (keyword_count) {
                keyword_names = spread_keywords(thread, keywords, keyword_count, arguments + count);
                if (!keyword_names) RAISE();
                count += keyword_names->length;
            }
            goto dispatch_call;
        }

    dispatch_call:
        SAVE();
        if (callee.is_object()) [[likely]] {
            Object* object = callee.as_object();
            switch (object->kind()) {
                case Kind::Function: {
                    auto* function = static_cast<Function*>(object);
                    Code* code = function->code;
                    auto target = static_cast<uint16_t>(a(w));
                    Value* base = arguments;
                    size_t placed = count;
                    if (code->is_simple && count == code->argument_count && !keyword_names) [[likely]] {
                        if (frame->generator) [[unlikely]] {
                            // A generator's registers are on the heap: the callee begins above the stack instead.
                            base = frame->stack_top;
                            for (size_t i = 0; i < count; i++) base[i] = arguments[i];
                        }
                    } else {
                        base = above_stack(frame, arguments, count);
                        placed = code->parameter_slots();
                        if (base + placed + kStackSlack > thread.stack_end) goto stack_overflow;
                        if (!bind_arguments(thread, function, arguments, count, keyword_names, base)) RAISE();
                        if (code->flags & (kGenerator | kCoroutine | kAsyncGenerator)) {
                            R[target] = new_generator(thread, function, base);
                            NEXT();
                        }
                    }
                    frame = push(thread, function, code, base, placed, target);
                    if (!frame) [[unlikely]] {
                        frame = thread.top_frame;
                        goto stack_overflow;
                    }
                    pc = frame->pc;
                    R = base;
                    SAFEPOINT();
                    NEXT();
                }
                case Kind::NativeFunction: {
                    auto* function = static_cast<NativeFunction*>(object);
                    if (function->twin.load() && count > 0 && runs_script_code(arguments[0])) {
                        if (!function->twin.load().is_object() && !load_consumers(thread)) RAISE();
                        callee = function->twin.load();
                        goto dispatch_call;
                    }
                    if (!keyword_names && function->takes_as_they_are(arguments, count)) [[likely]]
                        RESULT(call_native_straight(thread, function, arguments, count));
                    RESULT(call_native(thread, function, arguments, count, keyword_names));
                }
                case Kind::BoundMethod: {
                    // The object takes the place of the callee, just before the arguments.
                    auto* method = static_cast<BoundMethod*>(object);
                    if (!is_plain_method(method->function)) break;
                    callee = method->function;
                    *--arguments = method->self;
                    count++;
                    goto dispatch_call;
                }
                case Kind::Class: {
                    auto* cls = static_cast<Class*>(object);
                    if (count == 1 && !keyword_names && cls->twin.load() && runs_script_code(arguments[0])) {
                        if (!cls->twin.load().is_object() && !load_consumers(thread)) RAISE();
                        callee = cls->twin.load();
                        goto dispatch_call;
                    }
                    if (Function* initializer = script_initializer(cls)) {
                        Code* code = initializer->code;
                        auto target = static_cast<uint16_t>(a(w));
                        if (code->flags & (kGenerator | kCoroutine | kAsyncGenerator)) break;
                        Value instance = allocate_instance(thread, cls);
                        *--arguments = instance;
                        count++;
                        Value* base = arguments;
                        size_t placed = count;
                        if (!code->is_simple || count != code->argument_count || keyword_names || frame->generator) {
                            base = above_stack(frame, arguments, count);
                            placed = code->parameter_slots();
                            if (base + placed + kStackSlack > thread.stack_end) goto stack_overflow;
                            if (!bind_arguments(thread, initializer, arguments, count, keyword_names, base)) RAISE();
                        }
                        if (!push(thread, initializer, code, base, placed, target)) goto stack_overflow;
                        thread.top_frame->constructed = instance;
                        ENTER_FRAME();
                        SAFEPOINT();
                        NEXT();
                    }
                    break;
                }
                default: break;
            }
        }
        RESULT(call(thread, callee, std::span<const Value>(arguments, count), keyword_names));

    stack_overflow:
        raise_stack_overflow(thread);
        RAISE();
    }
    CASE(LOAD_BUILD_CLASS) : {
        SAVE();
        Value build = dict_get(frame->function->builtins, intern(thread, "__build_class__"));
        if (!build) {
            raise_text(thread, exceptions.NameError, "__build_class__ not found");
            RAISE();
        }
        R[a(w)] = build;
        NEXT();
    }
    CASE(RETURN) : {
        Value value = R[a(w)];
        Frame* done = frame;
        if (done->generator) [[unlikely]] {
            bool was_entry = done->is_entry;
            uint16_t target = done->result;
            finish_generator(thread, done->generator);
            if (was_entry) {
                thread.has_yielded = false;
                return value;
            }
            ENTER_FRAME();
            Word caller = (pc - 1)->load(std::memory_order_relaxed);
            // A `for` loop ends by falling through; `yield from` and `await` take the value.
            if (op(caller) == Op::YIELD_FROM) R[target] = value;
            NEXT();
        }
        bool finishing = false;
        if (done->constructed) {
            finishing = done->constructed == finishing_mark();
            if (!finishing && !value.is_none()) [[unlikely]] {
                SAVE();
                raise_type_error(thread, "__init__() should return None, not '{}'", type_name(value));
                RAISE();
            }
            if (!finishing) {
                value = done->constructed;
                finishing = class_of(value)->has(kHasDel);  // it may be dropped at once
            }
        }
        thread.top_frame = frame = done - 1;
        if (done->is_entry) {
            if (finishing) expect_last_reference(thread);
            return value;
        }
        pc = frame->pc;
        R = frame->base;
        R[done->result] = value;
        if (finishing && !reference_went(thread)) [[unlikely]] RAISE();
        NEXT();
    }

    // --- generators ---

    {
        CASE(YIELD) : {
            yielded = R[b(w)];
            Generator* generator = frame->generator;
            if (k(w)) yielded = wrap_async_yield(thread, yielded);
            generator->pc = pc;
            generator->delegating = false;
            R[a(w)] = Value::none();  // what it gets unless something else is sent
            goto suspend;
        }
    suspend_delegating : {  // at a YIELD_FROM, which will run again
        frame->generator->pc = pc - 1;
        frame->generator->delegating = true;
        R[a(w)] = Value::none();
    }
    suspend : {
        // The frame on top yields. If its caller only delegates to it, that one yields as well, and so on.
        Frame* done = frame;
        bool was_entry = done->is_entry;
        uint16_t target = done->result;
        leave_generator(thread, done->generator, GeneratorState::Suspended);
        if (was_entry) {
            thread.has_yielded = true;
            return yielded;
        }
        ENTER_FRAME();
        w = (pc - 1)->load(std::memory_order_relaxed);
        if (op(w) == Op::FOR_ITER_GENERATOR) [[likely]] {
            R[target] = yielded;
            LOOP();
        }
        if (op(w) == Op::YIELD_FROM) goto suspend_delegating;
        R[target] = yielded;
        JUMP_BY(jump24(w));  // FOR_ITER: on to the body
        NEXT();
    }
        CASE(YIELD_FROM) : {
            SAVE();
            Value iterator = R[b(w)];
            Object* object = iterator.is_object() ? iterator.as_object() : nullptr;
            if (object && (object->kind() == Kind::Generator || object->kind() == Kind::Coroutine)) {
                auto* generator = static_cast<Generator*>(object);
                int entered = push_generator(thread, generator, R[a(w)], static_cast<uint16_t>(a(w)));
                if (entered < 0) RAISE();
                if (entered) {
                    ENTER_FRAME();
                    SAFEPOINT();
                    NEXT();
                }
                if (object->kind() == Kind::Coroutine) {
                    raise_text(thread, exceptions.RuntimeError, "cannot reuse already awaited coroutine");
                    RAISE();
                }
                R[a(w)] = Value::none();
                NEXT();
            }
            int more = delegate_step(thread, iterator, R[a(w)], &yielded);
            if (more < 0) RAISE();
            if (more) goto suspend_delegating;
            R[a(w)] = yielded;
            NEXT();
        }
    }
    CASE(GET_YIELD_FROM_ITER) : RESULT(get_yield_from_iter(thread, R[b(w)], (frame->code->flags & (kCoroutine | kIterableCoroutine)) != 0));
    CASE(GET_AWAITABLE) : RESULT(get_awaitable(thread, R[b(w)], static_cast<int>(k(w))));
    CASE(GET_AITER) : RESULT(get_aiter(thread, R[b(w)]));
    CASE(GET_ANEXT) : RESULT(get_anext(thread, R[b(w)]));
    CASE(END_ASYNC_FOR) : {
        SAVE();
        int ended = exception_matches(thread, R[a(w)], exceptions.StopAsyncIteration);
        if (ended > 0) NEXT();
        if (ended == 0) thread.exception = R[a(w)];
        goto unwind_again;
    }

    // --- exceptions ---

    CASE(RAISE) : {
        SAVE();
        if (a(w) == kNoRegister) {
            if (!raise_again(thread)) RAISE();
            goto unwind_again;  // its traceback names this frame already
        }
        if (!raise_statement(thread, R[a(w)], b(w) == kNoRegister ? Value() : R[b(w)])) RAISE();
        NEXT();
    }
    CASE(RERAISE) : {
        SAVE();
        thread.exception = R[a(w)];
        goto unwind_again;
    }
    CASE(PUSH_HANDLED) : {
        R[a(w)] = thread.handled->exception;
        thread.handled->exception = R[b(w)];
        NEXT();
    }
    CASE(POP_HANDLED) : {
        thread.handled->exception = R[a(w)];
        NEXT();
    }
    CASE(JUMP_UNLESS_MATCH) : {
        SAVE();
        int matches = exception_matches(thread, R[a(w)], R[b(w)]);
        if (matches < 0) RAISE();
        if (!matches) JUMP_BY(jump24(w));
        NEXT();
    }
    CASE(GROUP_MATCH) : {
        SAVE();
        if (!group_match(thread, R[b(w)], R[c(w)], &R[a(w)], &R[a(w) + 1])) RAISE();
        NEXT();
    }
    CASE(GROUP_RAISE) : RESULT(group_raise(thread, R[b(w)], as_list(R[c(w)])));
    CASE(WITH_ENTER) : {
        SAVE();
        if (!with_enter(thread, R[b(w)], k(w) != 0, &R[a(w)])) RAISE();
        NEXT();
    }
    CASE(WITH_EXCEPT) : RESULT(with_except(thread, R[b(w)], R[c(w)]));
    CASE(LOAD_ASSERTION_ERROR) : {
        R[a(w)] = exceptions.AssertionError;
        NEXT();
    }

    // --- the rest ---

    CASE(IMPORT_NAME) : RESULT(import_statement(thread, frame, KNAME(b(w)), R[c(w)], R[c(w) + 1]));
    CASE(IMPORT_FROM) : RESULT(import_from(thread, R[b(w)], KNAME(c(w))));
    CASE(IMPORT_STAR) : {
        SAVE();
        if (!import_star(thread, R[a(w)], frame->names ? frame->names : Value(frame->function->globals))) RAISE();
        NEXT();
    }
    CASE(SETUP_ANNOTATIONS) : {
        SAVE();
        if (!setup_annotations(thread, frame)) RAISE();
        NEXT();
    }
    CASE(PRINT_EXPR) : {
        SAVE();
        if (!print_expression(thread, R[a(w)])) RAISE();
        NEXT();
    }
    CASE(MATCH_SEQUENCE) : {
        Value subject = R[b(w)];
        R[a(w)] = Value::from_bool(class_of(subject)->has(kSequencePattern));
        NEXT();
    }
    CASE(MATCH_MAPPING) : {
        R[a(w)] = Value::from_bool(class_of(R[b(w)])->has(kMappingPattern));
        NEXT();
    }
    CASE(MATCH_KEYS) : RESULT(match_keys(thread, R[b(w)], static_cast<Tuple*>(R[c(w)].as_object())));
    CASE(MATCH_CLASS) : RESULT(match_class(thread, R[b(w)], R[c(w)], static_cast<Tuple*>(R[c(w) + 1].as_object()), k(w)));
    CASE(GET_LEN) : {
        SAVE();
        int64_t count = length(thread, R[b(w)]);
        if (count < 0) RAISE();
        R[a(w)] = Value::from_int(count);
        NEXT();
    }
    CASE(INTRINSIC) : RESULT(run_intrinsic(thread, static_cast<uint16_t>(c(w)), &R[b(w)]));

next:
    // Reached from inside a scope whose destructor had to run first.
    NEXT();

    // --- exceptions on their way up ---

unwind:
    SAVE();
    // The traceback names every frame the exception passes through, the one that raised it included.
    add_traceback(thread, as_exception(thread.exception), frame);
unwind_again:
    for (;;) {
        if (const Handler* handler = frame->code->find_handler(frame->word())) {
            R[handler->exception_register] = thread.exception;
            thread.exception = {};
            pc = frame->code->start() + handler->handler;
            NEXT();
        }
        bool was_entry = frame->is_entry;
        keep_locals(thread, as_exception(thread.exception), frame);
        if (Generator* generator = frame->generator) {
            finish_generator(thread, generator);
            convert_stop_iteration(thread, generator);
        } else {
            thread.top_frame = frame - 1;
                }
        if (was_entry) return {};
        ENTER_FRAME();
        add_traceback(thread, as_exception(thread.exception), frame);
    }
}

}  // namespace

namespace {

// Notes where the loop's part of the C++ stack begins (Thread::c_loop): below the registers that hold what the caller, a C++
// function, works with.
[[gnu::noinline]] Value interpret_noted(Thread& thread, bool raising) {
    void* outer = thread.c_loop;
    SpilledRegisters registers;
    thread.c_loop = registers.stack_pointer;
    Value value = interpret(thread, raising);
    thread.c_loop = outer;
    return value;
}

}  // namespace

Value run(Thread& thread) { return interpret_noted(thread, false); }

Value run_raising(Thread& thread) { return interpret_noted(thread, true); }

Value run_code(Thread& thread, Code* code, Dict* globals, Value names_) {
    Function* function = new_function(thread, code, globals);
    Frame* frame = push_frame(thread, function, code, thread.top_frame->stack_top);
    if (!frame) return {};
    frame->names = names_;
    frame->is_entry = true;
    return run(thread);
}

Value run_class_body(Thread& thread, Function* function, Value names_) {
    if (!check_recursion(thread, "")) return {};
    Frame* frame = push_frame(thread, function, function->code, thread.top_frame->stack_top);
    if (!frame) return {};
    frame->names = names_;
    frame->is_entry = true;
    return run(thread);
}

Resumption resume(Thread& thread, Generator* generator, Value sent, Value* result, bool raising) {
    *result = {};
    if (!check_recursion(thread, "")) return Resumption::Raised;
    Value pending = raising ? thread.exception : Value();
    if (raising) thread.exception = {};
    int entered = push_generator(thread, generator, sent, 0);
    if (entered < 0) return Resumption::Raised;
    if (entered == 0) {
        if (raising) {
            thread.exception = pending;
            return Resumption::Raised;
        }
        *result = Value::none();
        return Resumption::Returned;
    }
    thread.top_frame->is_entry = true;
    thread.exception = pending;
    Value value = raising ? run_raising(thread) : run(thread);
    if (!value) return Resumption::Raised;
    *result = value;
    return thread.has_yielded ? Resumption::Yielded : Resumption::Returned;
}

}  // namespace gilt
