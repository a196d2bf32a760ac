#include "vm/register_effects.h"

namespace gilt::instruction {

namespace {

void closure_effects(Word w, Effects* effects) {
    static constexpr unsigned kParts = 4;
    for (unsigned part = 0; part < kParts; part++) {
        if (k(w) & 1u << part) effects->read(a(w) + 1 + part);
    }
    effects->write(a(w));
}

void abi_effects(Op o, Word w, Effects* effects) {
    switch (o) {
        case Op::BUILD_TUPLE:
        case Op::BUILD_LIST:
        case Op::BUILD_SET:
        case Op::BUILD_STRING:
            effects->read(b(w), c(w));
            effects->write(a(w));
            break;
        case Op::BUILD_MAP:
            effects->read(b(w), 2 * c(w));
            effects->write(a(w));
            break;
        case Op::UNPACK:
            effects->read(b(w));
            effects->write(a(w), c(w));
            break;
        case Op::UNPACK_STAR:
            effects->read(b(w));
            effects->write(a(w), c(w) + 1 + k(w));
            break;
        case Op::INTRINSIC: {
            auto kind = static_cast<Intrinsic>(c(w));
            bool two = kind == Intrinsic::TypeVarWithBound || kind == Intrinsic::TypeVarWithConstraints;
            effects->read(b(w), two ? 2 : 1);
            effects->write(a(w));
            break;
        }
        default: effects->read(b(w)); effects->write(a(w));
    }
}

void ab_effects(Op o, Word w, Effects* effects) {
    switch (o) {
        case Op::RAISE:
            if (a(w) != kNoRegister) effects->read(a(w));
            if (b(w) != kNoRegister) effects->read(b(w));
            break;
        case Op::STORE_CELL:
        case Op::LIST_APPEND:
        case Op::SET_ADD:
        case Op::LIST_EXTEND:
        case Op::SET_UPDATE:
        case Op::DICT_UPDATE:
        case Op::DELITEM:
            effects->read(a(w));
            effects->read(b(w));
            break;
        case Op::YIELD_FROM:
            effects->read(a(w));
            effects->read(b(w));
            effects->write(a(w));
            break;
        case Op::BUILD_SLICE:
            effects->read(b(w), 3);
            effects->write(a(w));
            break;
        case Op::BUILD_LIST_FOR:
            effects->read(b(w), 2);
            effects->write(a(w));
            break;
        case Op::GET_ITER:
        case Op::WITH_ENTER:
            effects->read(b(w));
            effects->write(a(w), 2);
            break;
        default: effects->read(b(w)); effects->write(a(w));
    }
}

void abc_effects(Op o, Word w, Effects* effects) {
    switch (o) {
        case Op::MAP_ADD:
        case Op::DICT_MERGE:
        case Op::SETITEM:
            effects->read(a(w));
            effects->read(b(w));
            effects->read(c(w));
            break;
        case Op::FORMAT_VALUE:
            effects->read(b(w));
            if (c(w) != kNoRegister) effects->read(c(w));
            effects->write(a(w));
            break;
        case Op::GETSLICE:
        case Op::MATCH_CLASS:
            effects->read(b(w));
            effects->read(c(w), 2);
            effects->write(a(w));
            break;
        case Op::GROUP_MATCH:
            effects->read(b(w));
            effects->read(c(w));
            effects->write(a(w), 2);
            break;
        default:
            effects->read(b(w));
            effects->read(c(w));
            effects->write(a(w));
    }
}

void call_effects(unsigned base, unsigned skipped, unsigned count, Effects* effects) {
    effects->read(base);
    effects->read(base + 1 + skipped, count);
    effects->clobbers_from = static_cast<int>(base + 1);
    effects->write(base);
}

}  // namespace

Effects effects_of(Word w) {
    Effects effects;
    Op o = op(w);
    switch (format(o)) {
        case Format::N:
        case Format::J32: break;
        case Format::A:
            switch (o) {
                case Op::CLEAR:
                case Op::DELETE_LOCAL: effects.empties = static_cast<int>(a(w)); break;
                case Op::MAKE_CELL: effects.write(a(w)); break;
                case Op::CALL_EX: call_effects(a(w), 0, 1, &effects); break;
                case Op::LOAD_NAMESPACE:
                case Op::LOAD_BUILD_CLASS:
                case Op::LOAD_ASSERTION_ERROR: effects.write(a(w)); break;
                default: effects.read(a(w)); break;
            }
            break;
        case Format::AB: ab_effects(o, w, &effects); break;
        case Format::ABC: abc_effects(o, w, &effects); break;
        case Format::AK:
        case Format::AKc:
            switch (o) {
                case Op::CHECK_LOCAL: effects.write(a(w)); break;  // or it raises
                case Op::STORE_GLOBAL:
                case Op::STORE_NAME:
                case Op::DELATTR: effects.read(a(w)); break;
                case Op::DELETE_GLOBAL:
                case Op::DELETE_NAME: break;
                default: effects.write(a(w)); break;
            }
            break;
        case Format::AK32:
        case Format::AI32: effects.write(a(w)); break;
        case Format::AI:
            switch (o) {
                case Op::STORE_FREE: effects.read(a(w)); break;
                case Op::DELETE_FREE: break;
                case Op::LOAD_FREE:
                case Op::LOAD_FREE_CELL: effects.write(a(w)); break;
                case Op::CALL_METHOD: call_effects(a(w), 1, b(w), &effects); break;
                default: call_effects(a(w), 0, b(w), &effects); break;
            }
            break;
        case Format::ABI: abi_effects(o, w, &effects); break;
        case Format::AKI:
            if (o == Op::CLOSURE) {
                closure_effects(w, &effects);
            } else {
                effects.write(a(w));
            }
            break;
        case Format::AIK: call_effects(a(w), k(w), b(w), &effects); break;
        case Format::AKB:
            effects.read(c(w), 2);
            effects.write(a(w));
            break;
        case Format::ABK:
        case Format::ABKc:
            effects.read(b(w));
            if (o == Op::SETATTR) {
                effects.read(a(w));
            } else {
                effects.write(a(w), o == Op::LOAD_METHOD ? 2 : 1);
            }
            break;
        case Format::AJ:
            if (o != Op::JUMP_IF_EMPTY) effects.read(a(w));
            break;
        case Format::ABJ:
            if (o == Op::FOR_ITER) {
                effects.read(a(w), 2);
            } else {
                effects.read(a(w));
                effects.read(b(w));
            }
            break;
        case Format::AIJ: effects.read(a(w)); break;
    }
    return effects;
}

Op unspecialised(Op o) {
    switch (o) {
        case Op::ADD_FLOAT: return Op::ADD;
        case Op::SUB_FLOAT: return Op::SUB;
        case Op::MUL_FLOAT: return Op::MUL;
        case Op::TRUEDIV_FLOAT: return Op::TRUEDIV;
        case Op::GETITEM_LIST:
        case Op::GETITEM_TUPLE:
        case Op::GETITEM_DICT:
        case Op::GETITEM_STR: return Op::GETITEM;
        case Op::SETITEM_LIST:
        case Op::SETITEM_DICT: return Op::SETITEM;
        case Op::FOR_ITER_COUNT:
        case Op::FOR_ITER_LIST:
        case Op::FOR_ITER_TUPLE:
        case Op::FOR_ITER_STR:
        case Op::FOR_ITER_NATIVE:
        case Op::FOR_ITER_PAIR:
        case Op::FOR_ITER_GENERATOR: return Op::FOR_ITER;
        case Op::GETATTR_SLOT:
        case Op::GETATTR_METHOD: return Op::GETATTR;
        case Op::SETATTR_SLOT:
        case Op::SETATTR_RECORD: return Op::SETATTR;
        case Op::LOAD_METHOD_CACHED: return Op::LOAD_METHOD;
        case Op::LOAD_GLOBAL_MODULE:
        case Op::LOAD_GLOBAL_BUILTIN: return Op::LOAD_GLOBAL;
        case Op::CALL_FUNCTION: return Op::CALL;
        case Op::CALL_METHOD_FUNCTION: return Op::CALL_METHOD;
        default: return o;
    }
}

uint32_t next_instruction(uint32_t at, Word w) {
    uint32_t after = at + 1;
    if (is_cached(format(op(w)))) after++;
    if (op(w) == Op::CLOSURE) after += c(w);
    return after;
}

bool is_jump(Word w, int32_t* distance) {
    switch (format(op(w))) {
        case Format::AJ:
        case Format::ABJ:
        case Format::AIJ: *distance = jump24(w); return true;
        case Format::J32: *distance = jump32(w); return true;
        default: return false;
    }
}

bool ends_flow(Op o) {
    return o == Op::RETURN || o == Op::RAISE || o == Op::RERAISE || o == Op::JUMP;
}

}  // namespace gilt::instruction
