// Hashing and comparing keys without running script code, where that can be told: what dict and set
// share.
#pragma once

#include "objects/class.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "vm/operations.h"

namespace gilt {

// hash(key), with the usual keys answered inline. False with an exception pending.
[[nodiscard]] inline bool hash_key(Thread& thread, Value key, int64_t* out) {
    if (key.is_int()) {
        int64_t number = key.as_int();
        *out = number == -1 ? -2 : number;
        return true;
    }
    if (key.is_object() && key.as_object()->kind() == Kind::Str) {
        auto* text = static_cast<Str*>(key.as_object());
        int64_t known = text->hash_word.load(std::memory_order_relaxed);
        *out = known ? known : str_hash(text);
        return true;
    }
    return hash(thread, key, out);
}

// Whether a stored key is the key looked for: 1, 0, or -1 where only script code (or a deep
// comparison) can tell. The stored key may be empty.
inline int keys_equal(Value stored, Value key, int depth = 0) {
    if (stored == key) return 1;
    if (!stored.is_object() || !key.is_object()) {
        if (both_ints(stored, key) || stored.is_empty()) return 0;
        return -1;  // 1 == 1.0 == True, or an object that compares itself to such
    }
    Object* a = stored.as_object();
    Object* b = key.as_object();
    if (a->kind() == Kind::Str && b->kind() == Kind::Str) {
        auto* x = static_cast<Str*>(a);
        auto* y = static_cast<Str*>(b);
        if (x->is_interned() && y->is_interned()) return 0;
        return str_equal(x, y);
    }
    if (a->kind() == Kind::Tuple && b->kind() == Kind::Tuple && depth < 4) {
        auto* x = static_cast<Tuple*>(a);
        auto* y = static_cast<Tuple*>(b);
        if (x->length != y->length) return 0;
        for (uint64_t i = 0; i < x->length; i++)
            if (int same = keys_equal(x->items[i], y->items[i], depth + 1); same != 1) return same;
        return 1;
    }
    // Objects that compare by identity.
    Value by_identity = types.object->special(Special::k_eq);
    if (a->cls()->special(Special::k_eq) == by_identity && b->cls()->special(Special::k_eq) == by_identity)
        return 0;
    return -1;
}

}  // namespace gilt
