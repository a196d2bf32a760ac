// The instruction set: register bytecode, in the spirit of Lua 5 and Luau.
//
// An instruction is one 64-bit word. Instructions name registers (slots of the running frame) and constants,
// so `c = a + b` is one instruction where a stack machine needs four.
//
//     bits    0..7    8..15    16..31    32..47    48..63
//             op      k        a         b         c           R[x]: register x      K[x]: constant x
//
// Some instructions read the fields differently:
//   - a jump keeps a signed distance, in words, counted from the next instruction:
//       jump32: in b and c together (b low);  jump24: in c and k together (c low, k high, signed)
//   - imm16: field c is a signed number; imm32: b and c together.
//   - cached: the word after the instruction is its inline cache. It starts as zero and belongs to
//     the VM (vm/inline_cache.h); the compiler only leaves room. Jumps count it like any word.
//
// The VM rewrites some instructions in place to forms specialised to the types they met (`GETITEM` to
// `GETITEM_LIST`); those forms are at the end of the table and are never emitted by the compiler. An
// instruction word is read and written whole, by relaxed atomics, so threads without a GIL may share
// it: each form checks its own guard and gives the right result for any operands.
//
// Safepoints: any jump taken backwards, FOR_ITER when it goes on, and function entry.
#pragma once

#include <atomic>
#include <cstdint>

namespace gilt {

using Word = uint64_t;
// The code of one function as the VM sees it.
using CodeWord = std::atomic<Word>;

// clang-format off
//
// name, format. Formats (for the disassembler and the checker):
//   N nothing; A, AB, ABC registers; others are described on the line.
// Where a comment says "k: ..." the field k is a flag or a count.
#define GILT_BINARY_OPERATORS(X) \
    X(ADD) X(SUB) X(MUL) X(MATMUL) X(TRUEDIV) X(FLOORDIV) X(MOD) X(POW) \
    X(LSHIFT) X(RSHIFT) X(AND) X(OR) X(XOR)
#define GILT_COMPARISONS(X) X(EQ) X(NE) X(LT) X(LE) X(GT) X(GE)

#define GILT_INSTRUCTIONS(X)                                                                        \
    /* --- moving values --- */                                                                     \
    X(NOP, N)             /* */                                                                     \
    X(MOVE, AB)           /* R[a] = R[b] */                                                         \
    X(LOADK, AK32)        /* R[a] = K[b:c], a 32-bit index */                                       \
    X(LOADI, AI32)        /* R[a] = imm32 */                                                        \
    X(CHECK_LOCAL, AK)    /* UnboundLocalError naming K[b] if R[a] is empty */                      \
    X(CLEAR, A)           /* R[a] = empty; it held nothing of the program's */                      \
    X(DELETE_LOCAL, A)    /* R[a] = empty; what it held may have been the last reference */         \
    X(MAKE_CELL, A)       /* R[a] = new cell holding R[a] (which may be empty) */                   \
    X(LOAD_CELL, AB)      /* R[a] = contents of the cell R[b]; NameError if empty */                \
    X(STORE_CELL, AB)     /* contents of the cell R[a] = R[b] */                                    \
    X(DELETE_CELL, A)     /* empty the cell R[a]; NameError if it is */                             \
    X(LOAD_FREE, AI)      /* R[a] = contents of closure cell b; NameError if empty */               \
    X(STORE_FREE, AI)     /* contents of closure cell b = R[a] */                                   \
    X(DELETE_FREE, AI)    /* empty closure cell b; NameError if it is (a unused) */                 \
    X(LOAD_FREE_CELL, AI) /* R[a] = closure cell b itself */                                        \
    X(LOAD_GLOBAL, AKc)   /* R[a] = global, else builtin, named K[b]; cached */                     \
    X(STORE_GLOBAL, AKc)  /* global named K[b] = R[a]; cached */                                    \
    X(DELETE_GLOBAL, AK)  /* NameError if there is none (a unused) */                               \
    X(LOAD_NAME, AK)      /* class body, exec: namespace, then globals, then builtins */            \
    X(STORE_NAME, AK)     /* namespace[K[b]] = R[a] */                                              \
    X(DELETE_NAME, AK)    /* (a unused) */                                                          \
    X(LOAD_CLASS_FREE, AKI) /* R[a] = namespace[K[b]] if there, else closure cell c */              \
    X(LOAD_NAMESPACE, A)  /* R[a] = the frame's namespace (class body) */                           \
    /* --- operators; k: 1 for the in-place form --- */                                             \
    X(ADD, ABC) X(SUB, ABC) X(MUL, ABC) X(MATMUL, ABC) X(TRUEDIV, ABC) X(FLOORDIV, ABC)             \
    X(MOD, ABC) X(POW, ABC) X(LSHIFT, ABC) X(RSHIFT, ABC) X(AND, ABC) X(OR, ABC) X(XOR, ABC)        \
    /* R[a] = R[b] op imm16 */                                                                      \
    X(ADD_I, ABI) X(SUB_I, ABI) X(MUL_I, ABI) X(MATMUL_I, ABI) X(TRUEDIV_I, ABI) X(FLOORDIV_I, ABI) \
    X(MOD_I, ABI) X(POW_I, ABI) X(LSHIFT_I, ABI) X(RSHIFT_I, ABI) X(AND_I, ABI) X(OR_I, ABI)        \
    X(XOR_I, ABI)                                                                                   \
    X(NEGATE, AB) X(POSITIVE, AB) X(INVERT, AB)                                                     \
    X(NOT, AB)            /* R[a] = not R[b] */                                                     \
    X(EQ, ABC) X(NE, ABC) X(LT, ABC) X(LE, ABC) X(GT, ABC) X(GE, ABC)                               \
    X(IS, ABC)            /* k: 1 for `is not` */                                                   \
    X(IN, ABC)            /* R[a] = R[b] in R[c]; k: 1 for `not in` */                              \
    /* --- jumps --- */                                                                             \
    X(JUMP, J32)                                                                                    \
    X(JUMP_IF_TRUE, AJ)   /* jump24 if R[a] is true */                                              \
    X(JUMP_IF_FALSE, AJ)                                                                            \
    X(JUMP_IF_NONE, AJ)                                                                             \
    X(JUMP_IF_NOT_NONE, AJ)                                                                         \
    X(JUMP_IF_EMPTY, AJ)  /* if the register holds no value */                                      \
    /* jump24 if R[a] op R[b]; the JN forms if not (which differs from the opposite for NaN) */     \
    X(JEQ, ABJ) X(JNE, ABJ) X(JLT, ABJ) X(JLE, ABJ) X(JGT, ABJ) X(JGE, ABJ)                         \
    X(JNEQ, ABJ) X(JNNE, ABJ) X(JNLT, ABJ) X(JNLE, ABJ) X(JNGT, ABJ) X(JNGE, ABJ)                   \
    /* the same with b a signed 16-bit number */                                                    \
    X(JEQ_I, AIJ) X(JNE_I, AIJ) X(JLT_I, AIJ) X(JLE_I, AIJ) X(JGT_I, AIJ) X(JGE_I, AIJ)             \
    X(JNEQ_I, AIJ) X(JNNE_I, AIJ) X(JNLT_I, AIJ) X(JNLE_I, AIJ) X(JNGT_I, AIJ) X(JNGE_I, AIJ)       \
    X(JIS, ABJ) X(JIS_NOT, ABJ) /* jump24 on identity */                                            \
    X(JIN, ABJ) X(JNOT_IN, ABJ) /* jump24 if R[a] (not) in R[b] */                                  \
    /* --- loops: an iteration takes two registers, R[n] and R[n+1]; GET_ITER fills both --- */     \
    X(GET_ITER, AB)       /* R[a], R[a+1] = iteration over R[b] */                                  \
    X(GET_ITER_LAZY, AB)  /* R[a] = what a generator expression is called with for R[b] */          \
    X(FOR_ITER, ABJ)      /* R[b] = next item of R[a], then jump24 (to the body, above); else fall through */ \
    X(UNPACK, ABI)        /* R[a] .. R[a+c-1] = the c items of R[b] */                              \
    X(UNPACK_STAR, ABI)   /* c items, a list of the rest, k items: R[a] .. R[a+c+k] */              \
    /* --- building; b is the first of c registers (pairs for maps) --- */                          \
    X(BUILD_TUPLE, ABI) X(BUILD_LIST, ABI) X(BUILD_SET, ABI) X(BUILD_MAP, ABI) X(BUILD_STRING, ABI) \
    X(BUILD_SLICE, AB)    /* R[a] = slice(R[b], R[b+1], R[b+2]) */                                  \
    X(FORMAT_VALUE, ABC)  /* R[a] = format(R[b], R[c]); c 0xFFFF: no spec; k: 0 or 's' 'r' 'a' */   \
    X(BUILD_LIST_FOR, AB) /* R[a] = [], with room for as many items as the iteration at R[b] seems to have left */ \
    X(LIST_APPEND, AB)    /* R[a].append(R[b]), for comprehensions */                               \
    X(SET_ADD, AB)                                                                                  \
    X(MAP_ADD, ABC)       /* R[a][R[b]] = R[c] */                                                   \
    X(LIST_EXTEND, AB)    /* [*R[b]]; k: 1 for a call's *args (its own TypeError wording) */        \
    X(SET_UPDATE, AB)                                                                               \
    X(DICT_UPDATE, AB)    /* {**R[b]} */                                                            \
    X(DICT_MERGE, ABC)    /* call's **kwargs: TypeError on a repeated key; R[c] is the callee */    \
    X(LIST_TO_TUPLE, AB)                                                                            \
    /* --- subscripts and attributes --- */                                                         \
    X(GETITEM, ABC)       /* R[a] = R[b][R[c]] */                                                   \
    X(GETITEM_I, ABI)     /* R[a] = R[b][imm16] */                                                  \
    X(SETITEM, ABC)       /* R[a][R[b]] = R[c] */                                                   \
    X(DELITEM, AB)                                                                                  \
    X(GETSLICE, ABC)      /* R[a] = R[b][R[c]:R[c+1]] */                                            \
    X(GETATTR, ABKc)      /* R[a] = R[b].K[c]; cached */                                            \
    X(SETATTR, ABKc)      /* R[a].K[c] = R[b]; cached */                                            \
    X(DELATTR, AK)        /* del R[a].K[b] */                                                       \
    X(LOAD_METHOD, ABKc)  /* R[a], R[a+1] = function, R[b]; or value, empty. For CALL_METHOD. cached */ \
    /* --- functions and calls --- */                                                               \
    X(CLOSURE, AKI)       /* R[a] = function of code K[b]; c words of CAPTURE follow */             \
                          /* k: 1 R[a+1] is the tuple of defaults, 2 R[a+2] the dict of keyword-only */ \
                          /* defaults, 4 R[a+3] the dict of annotations, 8 R[a+4] type params */    \
    X(CAPTURE, AI)        /* b 0: the cell in register a; b 1: closure cell a of this function */   \
    X(CALL, AI)           /* R[a] = R[a](R[a+1] .. R[a+b]) */                                       \
    X(CALL_METHOD, AI)    /* after LOAD_METHOD: arguments are R[a+2] .. R[a+1+b] */                 \
    X(CALL_KW, AIK)       /* b arguments in all, the last ones named by the tuple K[c]; k: 1 after LOAD_METHOD */ \
    X(CALL_EX, A)         /* R[a] = R[a](*R[a+1], **R[a+2]); R[a+1] a tuple, R[a+2] a dict or empty */ \
                          /* k: 1 R[a+1] is any iterable, 2 R[a+2] is any mapping: made so first */ \
    X(RETURN, A)                                                                                    \
    X(LOAD_BUILD_CLASS, A)                                                                          \
    /* --- generators and coroutines --- */                                                         \
    X(YIELD, AB)          /* hands R[b] out; R[a], a temporary, = what is sent in. k: 1 wraps it (async generator) */ \
    X(GET_YIELD_FROM_ITER, AB)                                                                      \
    X(YIELD_FROM, AB)     /* sends R[a] to R[b] until that ends; R[a] = its result. Also for await */ \
    X(GET_AWAITABLE, AB)  /* k: 0 await, 1 __aenter__, 2 __aexit__ (for the message) */             \
    X(GET_AITER, AB)                                                                                \
    X(GET_ANEXT, AB)      /* R[a] = awaitable of R[b].__anext__() */                                \
    X(END_ASYNC_FOR, A)   /* swallow StopAsyncIteration in R[a], else raise it again */             \
    /* --- exceptions: a handler (see Code::handlers) finds the exception in its register --- */    \
    X(RAISE, AB)          /* raise R[a] from R[b]; b 0xFFFF: no `from`; a 0xFFFF: raise again what is handled */ \
    X(RERAISE, A)         /* raise R[a] on, traceback as it is */                                   \
    X(PUSH_HANDLED, AB)   /* R[a] = what is being handled (or empty); now R[b] is */                \
    X(POP_HANDLED, A)     /* back to R[a] */                                                        \
    X(JUMP_UNLESS_MATCH, ABJ) /* jump24 unless exception R[a] matches class or tuple R[b] */        \
    X(GROUP_MATCH, ABC)   /* except*: R[a], R[a+1] = part of R[b] that matches R[c] or None, the rest or None */ \
    X(GROUP_RAISE, ABC)   /* R[a] = what to raise after except* clauses, or None: original R[b], list R[c] */ \
    X(WITH_ENTER, AB)     /* R[a], R[a+1] = bound exit of R[b], result of enter; k: 1 async */      \
    X(WITH_EXCEPT, ABC)   /* R[a] = R[b](type, exception, traceback) of R[c] */                     \
    X(LOAD_ASSERTION_ERROR, A)                                                                      \
    /* --- the rest --- */                                                                          \
    X(IMPORT_NAME, AKB)   /* R[a] = __import__(K[b]), R[c] the fromlist, R[c+1] the level */        \
    X(IMPORT_FROM, ABK)   /* R[a] = name K[c] of module R[b] */                                     \
    X(IMPORT_STAR, A)                                                                               \
    X(SETUP_ANNOTATIONS, N)                                                                         \
    X(PRINT_EXPR, A)      /* the prompt: show R[a], unless it is None */                            \
    X(MATCH_SEQUENCE, AB) /* R[a] = whether R[b] can match a sequence pattern */                    \
    X(MATCH_MAPPING, AB)                                                                            \
    X(MATCH_KEYS, ABC)    /* R[a] = tuple of the values of R[b] at keys R[c], or None */            \
    X(MATCH_CLASS, ABC)   /* R[a] = tuple of attributes, or None: subject R[b], class R[c], names R[c+1], k: positional */ \
    X(GET_LEN, AB)                                                                                  \
    X(INTRINSIC, ABI)     /* R[a] = intrinsic c (enum Intrinsic) of R[b] (and R[b+1]) */            \
    /* --- specialised forms: written by the VM, never by the compiler --- */                       \
    X(ADD_FLOAT, ABC) X(SUB_FLOAT, ABC) X(MUL_FLOAT, ABC) X(TRUEDIV_FLOAT, ABC)                     \
    X(GETITEM_LIST, ABC) X(GETITEM_TUPLE, ABC) X(GETITEM_DICT, ABC) X(GETITEM_STR, ABC)             \
    X(SETITEM_LIST, ABC) X(SETITEM_DICT, ABC)                                                       \
    X(FOR_ITER_COUNT, ABJ) X(FOR_ITER_LIST, ABJ) X(FOR_ITER_TUPLE, ABJ) X(FOR_ITER_STR, ABJ)        \
    X(FOR_ITER_NATIVE, ABJ) X(FOR_ITER_PAIR, ABJ) X(FOR_ITER_GENERATOR, ABJ) /* the jump of all these fits in c */ \
    X(GETATTR_SLOT, ABKc) X(GETATTR_METHOD, ABKc)                                                   \
    X(SETATTR_SLOT, ABKc) X(SETATTR_RECORD, ABKc)                                                   \
    X(LOAD_METHOD_CACHED, ABKc) X(LOAD_GLOBAL_MODULE, AKc) X(LOAD_GLOBAL_BUILTIN, AKc)              \
    X(CALL_FUNCTION, AI) X(CALL_METHOD_FUNCTION, AI)
// clang-format on

enum class Op : uint8_t {
#define X(name, format) name,
    GILT_INSTRUCTIONS(X)
#undef X
};

// What the operands of an instruction are; see the table above.
enum class Format : uint8_t {
    N, A, AB, ABC, AK, AKc, AK32, AI32, AI, ABI, AKI, AIK, AKB, ABK, ABKc, AJ, ABJ, AIJ, J32,
};

enum class Intrinsic : uint16_t {
    TypeVar,            // name -> TypeVar
    TypeVarWithBound,   // name, bound
    TypeVarWithConstraints,  // name, tuple
    ParamSpec,
    TypeVarTuple,
    TypeAlias,          // R[b]: tuple (name, type params, compute-value function)
    SubscriptGeneric,   // Generic[tuple of params]
    AsyncGeneratorWrap,
    StopIterationError,
};

inline constexpr uint16_t kNoRegister = 0xFFFF;
inline constexpr int kMaxRegisters = 0xFFF0;

namespace instruction {

constexpr Word make(Op op, uint32_t a = 0, uint32_t b = 0, uint32_t c = 0, uint32_t k = 0) {
    return static_cast<Word>(op) | Word{k & 0xFF} << 8 | Word{a & 0xFFFF} << 16 |
           Word{b & 0xFFFF} << 32 | Word{c & 0xFFFF} << 48;
}
constexpr Op op(Word w) { return static_cast<Op>(w & 0xFF); }
constexpr unsigned k(Word w) { return (w >> 8) & 0xFF; }
constexpr unsigned a(Word w) { return (w >> 16) & 0xFFFF; }
constexpr unsigned b(Word w) { return (w >> 32) & 0xFFFF; }
constexpr unsigned c(Word w) { return static_cast<unsigned>(w >> 48); }
constexpr int imm16(Word w) { return static_cast<int16_t>(w >> 48); }          // field c
constexpr int imm16_b(Word w) { return static_cast<int16_t>(w >> 32); }        // field b
constexpr int32_t imm32(Word w) { return static_cast<int32_t>(w >> 32); }      // fields b and c
constexpr int32_t jump32(Word w) { return static_cast<int32_t>(w >> 32); }
constexpr int32_t jump24(Word w) {
    return static_cast<int32_t>(static_cast<int8_t>(w >> 8)) * 65536 + static_cast<int32_t>(w >> 48);
}
constexpr Word with_jump24(Word w, int32_t distance) {
    return (w & 0x0000FFFFFFFF00FFull) | Word(static_cast<uint16_t>(distance)) << 48 |
           Word((static_cast<uint32_t>(distance) >> 16) & 0xFF) << 8;
}
constexpr Word with_jump32(Word w, int32_t distance) {
    return (w & 0xFFFFFFFFull) | Word(static_cast<uint32_t>(distance)) << 32;
}
// Of a jump24 that fits in c alone: half the work.
constexpr int jump16(Word w) { return static_cast<int>(static_cast<int64_t>(w) >> 48); }
constexpr bool fits_jump16(int32_t distance) { return distance == static_cast<int16_t>(distance); }
constexpr bool fits_jump24(int64_t distance) { return distance >= -(1 << 23) && distance < (1 << 23); }
constexpr Word with_op(Word w, Op op) { return (w & ~Word{0xFF}) | static_cast<Word>(op); }

const char* name(Op op);

inline constexpr Format kFormats[] = {
#define X(name, format) Format::format,
    GILT_INSTRUCTIONS(X)
#undef X
};
constexpr Format format(Op op) {
    auto index = static_cast<unsigned>(op);
    return index < sizeof kFormats / sizeof kFormats[0] ? kFormats[index] : Format::N;
}
// Whether the word after it is an inline cache.
constexpr bool is_cached(Format f) { return f == Format::AKc || f == Format::ABKc; }

}  // namespace instruction
}  // namespace gilt
