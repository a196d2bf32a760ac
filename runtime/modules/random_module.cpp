// _random: the Mersenne Twister (MT19937) as CPython has it, so that the same seed gives the same
// numbers. The module `random` is written in the language on top of it.
//
// A generator's state is 624 words and a position, inside the object. random() and getrandbits() are
// atomic: with the GIL off they hold the object's lock for the moment it takes to draw the words.
#include <sys/random.h>

#include <algorithm>
#include <cstring>

#include "heap/heap.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/tuple.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "thread/thread.h"
#include "vm/native.h"
#include "vm/operations.h"

namespace gilt {

namespace {

constexpr int kWords = 624, kMiddle = 397;

struct Random : Object {
    uint32_t words[kWords];
    int position;  // of the next word; kWords: all are used up
};

Random* self_of(Args& args) { return static_cast<Random*>(args[0].as_object()); }

// --- the generator; the caller holds the lock ---

uint32_t next_word(Random* random) {
    uint32_t* words = random->words;
    if (random->position >= kWords) {
        auto twist = [](uint32_t high, uint32_t low) {
            uint32_t y = (high & 0x80000000u) | (low & 0x7fffffffu);
            return (y >> 1) ^ (y & 1 ? 0x9908b0dfu : 0);
        };
        int i = 0;
        for (; i < kWords - kMiddle; i++) words[i] = words[i + kMiddle] ^ twist(words[i], words[i + 1]);
        for (; i < kWords - 1; i++) words[i] = words[i + (kMiddle - kWords)] ^ twist(words[i], words[i + 1]);
        words[kWords - 1] = words[kMiddle - 1] ^ twist(words[kWords - 1], words[0]);
        random->position = 0;
    }
    uint32_t y = words[random->position++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
}

void seed_with_word(Random* random, uint32_t seed) {
    uint32_t* words = random->words;
    words[0] = seed;
    for (uint32_t i = 1; i < kWords; i++) words[i] = 1812433253u * (words[i - 1] ^ (words[i - 1] >> 30)) + i;
    random->position = kWords;
}

void seed_with_array(Random* random, const uint32_t* key, size_t length) {
    seed_with_word(random, 19650218u);
    uint32_t* words = random->words;
    size_t i = 1, j = 0;
    auto wrap = [&] {
        if (++i >= kWords) {
            words[0] = words[kWords - 1];
            i = 1;
        }
    };
    for (size_t k = std::max<size_t>(kWords, length); k; k--) {
        words[i] = (words[i] ^ ((words[i - 1] ^ (words[i - 1] >> 30)) * 1664525u)) + key[j] +
                   static_cast<uint32_t>(j);
        wrap();
        if (++j >= length) j = 0;
    }
    for (size_t k = kWords - 1; k; k--) {
        words[i] =
            (words[i] ^ ((words[i - 1] ^ (words[i - 1] >> 30)) * 1566083941u)) - static_cast<uint32_t>(i);
        wrap();
    }
    words[0] = 0x80000000u;
}

// --- methods ---

// seed(int): by the 32-bit words of its absolute value. None: from the system. Anything else: by its hash.
bool seed_from(Thread& thread, Random* random, Value seed) {
    if (!seed || seed.is_none()) {
        uint32_t key[kWords];
        if (getrandom(key, sizeof key, 0) != static_cast<ssize_t>(sizeof key))
            std::memset(key, 0, sizeof key);
        ObjectLock lock(random);
        seed_with_array(random, key, kWords);
        return true;
    }
    if (is_int(seed)) {
        seed = as_plain_int(seed);
    } else {
        int64_t hashed;
        if (!hash(thread, seed, &hashed)) return false;
        seed = make_uint(thread, static_cast<uint64_t>(hashed));
    }
    Limbs x(seed);
    uint32_t zero = 0;
    const uint32_t* key = x.size ? reinterpret_cast<const uint32_t*>(x.data) : &zero;
    auto length = static_cast<size_t>(x.size) * 2;
    if (length == 0) length = 1;
    if (x.size && key[length - 1] == 0) length--;
    ObjectLock lock(random);
    seed_with_array(random, key, length);
    return true;
}

Value random_new(Thread& thread, Args& args) {
    auto* cls = static_cast<Class*>(args[0].as_object());
    auto* random = new_instance<Random>(thread, cls);
    return seed_from(thread, random, {}) ? Value(random) : Value();
}

// Apart from __new__, because random.Random replaces it and seeds by itself.
Value random_init(Thread& thread, Args& args) {
    return seed_from(thread, self_of(args), args[1]) ? Value::none() : Value();
}

Value random_seed(Thread& thread, Args& args) {
    return seed_from(thread, self_of(args), args[1]) ? Value::none() : Value();
}

Value random_random(Thread&, Args& args) {
    Random* random = self_of(args);
    uint32_t a, b;
    {
        ObjectLock lock(random);
        a = next_word(random) >> 5;
        b = next_word(random) >> 6;
    }
    return Value::from_float((a * 67108864.0 + b) * (1.0 / 9007199254740992.0));
}

Value random_getrandbits(Thread& thread, Args& args) {
    int64_t bits;
    if (!to_int64(thread, args[1], &bits)) return {};
    if (bits < 0) return raise_value_error(thread, "number of bits must be non-negative");
    if (bits == 0) return Value::from_int(0);
    Random* random = self_of(args);
    if (bits <= 32) {
        ObjectLock lock(random);
        return Value::from_int(next_word(random) >> (32 - bits));
    }
    if (bits > int64_t{1} << 36) return raise_memory_error(thread);
    int64_t words = (bits - 1) / 32 + 1;
    BigInt* result = new_big_int(thread, (words + 1) / 2);
    if (!result) return {};
    ObjectLock lock(random);
    for (int64_t i = 0; i < words; i++, bits -= 32) {
        uint64_t word = next_word(random);
        if (bits < 32) word >>= 32 - bits;
        result->limbs[i / 2] |= word << (i % 2 * 32);
    }
    return finish_int(result, (words + 1) / 2, false);
}

Value random_getstate(Thread& thread, Args& args) {
    Random* random = self_of(args);
    Tuple* state = new_tuple_uninitialized(thread, kWords + 1);
    ObjectLock lock(random);
    for (int i = 0; i < kWords; i++) state->items[i] = Value::from_int(random->words[i]);
    state->items[kWords] = Value::from_int(random->position);
    return state;
}

Value random_setstate(Thread& thread, Args& args) {
    if (!is_tuple(args[1])) return raise_type_error(thread, "state vector must be a tuple");
    Tuple* state = as_tuple(args[1]);
    if (state->length != kWords + 1) return raise_value_error(thread, "state vector is the wrong size");
    for (int i = 0; i < kWords; i++) {
        Value word = state->items[i];
        if (!is_int(word)) return raise_type_error(thread, "an integer is required");
        if (!int_to_uint64(as_plain_int(word)))
            return raise_format(thread, exceptions.OverflowError,
                                "can't convert negative value to unsigned int");
    }
    int64_t position;
    if (!to_int64(thread, state->items[kWords], &position)) return {};
    if (position < 0 || position > kWords) return raise_value_error(thread, "invalid state");
    Random* random = self_of(args);
    ObjectLock lock(random);
    for (int i = 0; i < kWords; i++)
        random->words[i] = static_cast<uint32_t>(*int_to_uint64(as_plain_int(state->items[i])));
    random->position = static_cast<int>(position);
    return Value::none();
}

}  // namespace

bool initialize_random(Thread& thread, Module* module) {
    Class* cls = new_native_class(thread, {.name = "_random.Random",
                                           .kind = Kind::Native,
                                           .instance_size = sizeof(Random),
                                           .flags = kBasetype,
                                           .doc = "Random() -> create a random number generator with its own "
                                                  "internal state."});
    add_methods(thread, cls,
                {{"__new__(cls, /, *args, **kwargs)", random_new, "Create and return a new object.",
                  Binding::StaticMethod},
                 {"__init__(self, seed=None, /)", random_init, "Initialize the generator."},
                 {"seed(self, n=None, /)", random_seed, "Initialize the generator."},
                 {"random(self, /)", random_random, "random() -> x in the interval [0, 1)."},
                 {"getrandbits(self, k, /)", random_getrandbits,
                  "getrandbits(k) -> x.  Generates an int with k random bits."},
                 {"getstate(self, /)", random_getstate, "getstate() -> tuple containing the current state."},
                 {"setstate(self, state, /)", random_setstate,
                  "setstate(state) -> None.  Restores generator state."}});
    set_module_attribute(thread, module, "Random", cls);
    return true;
}

}  // namespace gilt
