// The hash of a run of bytes: what str and bytes hash with, and the mixing step for anything else.
//
// Multiply-and-fold, 16 bytes a step (the construction of wyhash): the product of two 64-bit words has
// all bits of both in it, and folding its halves together keeps them. The seed is drawn once per process,
// so that a script's input cannot be made to collide in advance; PYTHONHASHSEED=n fixes it.
#pragma once

#include <cstdint>
#include <cstring>

namespace gilt {

extern const uint64_t hash_seed;

inline uint64_t hash_mix(uint64_t a, uint64_t b) {
    unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
    return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

// 0 for no bytes, as in CPython, and else never.
inline int64_t hash_bytes(const void* data, size_t size) {
    if (size == 0) return 0;
    constexpr uint64_t kOne = 0x2d358dccaa6c78a5, kTwo = 0x8bb84b93962eacc9;
    auto load = [](const char* from, size_t count) {
        uint64_t word = 0;
        std::memcpy(&word, from, count);
        return word;
    };
    const char* at = static_cast<const char*>(data);
    uint64_t state = hash_seed ^ hash_mix(size ^ kOne, kTwo);
    size_t left = size;
    while (left > 16) {  // at least one byte is left over
        state = hash_mix(load(at, 8) ^ kOne, load(at + 8, 8) ^ state);
        at += 16;
        left -= 16;
    }
    uint64_t first, second = 0;
    if (left >= 8) {  // the last words may overlap: no byte is left out
        first = load(at, 8);
        second = load(at + left - 8, 8);
    } else if (left >= 4) {
        first = load(at, 4);
        second = load(at + left - 4, 4);
    } else {
        first = load(at, left);
    }
    uint64_t hash = hash_mix(kTwo ^ size, hash_mix(first ^ kOne, second ^ state));
    if (hash == 0 || hash == ~uint64_t{0}) return 0x5bd1e995;  // 0 and -1 mean something else
    return static_cast<int64_t>(hash);
}

}  // namespace gilt
