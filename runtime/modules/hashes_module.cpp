// _hashes: MD5, SHA-1 and SHA-2, for `hashlib` and for seeding `random` with text.
//
// All of them work alike (Merkle and Damgard's construction): the message is cut into blocks, each block is mixed into a
// state of a few words by rounds of shifts, and what is left at the end is padded with a one bit, zeros and the length. So
// an Algorithm is a table: its first state, its block size, how its numbers lie in memory, and the function that mixes a
// block in. A hash object holds the state and the block that is not full yet; it is changed under its object lock.
#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/types.h"
#include "thread/object_lock.h"
#include "vm/native.h"
#include "vm/recycling.h"

namespace gilt {

namespace {

using Words = uint64_t[8];  // 32-bit algorithms use the low halves

struct Algorithm {
    const char* name;
    uint32_t digest_size, block_size, word_size;
    bool big_endian;
    Words first;
    void (*mix)(Words& state, const uint8_t* block);
};

template <class T>
T load(const uint8_t* bytes, bool big_endian) {
    T word;
    std::memcpy(&word, bytes, sizeof word);
    if (!big_endian) return word;
    return sizeof word == 8 ? static_cast<T>(__builtin_bswap64(word))
                            : static_cast<T>(__builtin_bswap32(word));
}

// --- SHA-2: the same rounds on 32-bit words (SHA-224, SHA-256) and 64-bit words (SHA-384, SHA-512) ---

// The fractional parts of the cube roots of the first 80 primes; their upper halves serve the 32-bit kind.
constexpr uint64_t kSha2Constants[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538,
    0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
    0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
    0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab,
    0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
    0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
    0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
    0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
    0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373,
    0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c,
    0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
    0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
    0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
};

template <class T>
void mix_sha2(Words& state, const uint8_t* block) {
    constexpr bool kWide = sizeof(T) == 8;
    constexpr int kRounds = kWide ? 80 : 64;
    auto turn = [](T x, int by) { return std::rotr(x, by); };
    T w[kRounds];
    for (int i = 0; i < 16; i++) w[i] = load<T>(block + i * sizeof(T), true);
    for (int i = 16; i < kRounds; i++) {
        T a = w[i - 15], b = w[i - 2];
        T s0 = kWide ? turn(a, 1) ^ turn(a, 8) ^ (a >> 7) : turn(a, 7) ^ turn(a, 18) ^ (a >> 3);
        T s1 = kWide ? turn(b, 19) ^ turn(b, 61 % (sizeof(T) * 8)) ^ (b >> 6)
                     : turn(b, 17) ^ turn(b, 19) ^ (b >> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    T v[8];
    for (int i = 0; i < 8; i++) v[i] = static_cast<T>(state[i]);
    for (int i = 0; i < kRounds; i++) {
        T a = v[0], e = v[4];
        T s1 = kWide ? turn(e, 14) ^ turn(e, 18) ^ turn(e, 41 % (sizeof(T) * 8))
                     : turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
        T s0 = kWide ? turn(a, 28) ^ turn(a, 34 % (sizeof(T) * 8)) ^ turn(a, 39 % (sizeof(T) * 8))
                     : turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
        T constant = static_cast<T>(kWide ? kSha2Constants[i] : kSha2Constants[i] >> 32);
        T t1 = v[7] + s1 + ((e & v[5]) ^ (~e & v[6])) + constant + w[i];
        T t2 = s0 + ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
        for (int j = 7; j > 0; j--) v[j] = v[j - 1];
        v[4] += t1;
        v[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++) state[i] = static_cast<T>(state[i] + v[i]);
}

// --- SHA-1 and MD5 ---

void mix_sha1(Words& state, const uint8_t* block) {
    uint32_t w[80];
    for (int i = 0; i < 16; i++) w[i] = load<uint32_t>(block + i * 4, true);
    for (int i = 16; i < 80; i++) w[i] = std::rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int i = 0; i < 80; i++) {
        uint32_t f, constant;
        if (i < 20)
            f = (b & c) | (~b & d), constant = 0x5a827999;
        else if (i < 40)
            f = b ^ c ^ d, constant = 0x6ed9eba1;
        else if (i < 60)
            f = (b & c) | (b & d) | (c & d), constant = 0x8f1bbcdc;
        else
            f = b ^ c ^ d, constant = 0xca62c1d6;
        uint32_t next = std::rotl(a, 5) + f + e + constant + w[i];
        e = d, d = c, c = std::rotl(b, 30), b = a, a = next;
    }
    uint32_t mixed[] = {a, b, c, d, e};
    for (int i = 0; i < 5; i++) state[i] = static_cast<uint32_t>(state[i] + mixed[i]);
}

// The integer parts of 2**32 * abs(sin(i + 1)).
constexpr uint32_t kMd5Constants[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};
constexpr int kMd5Shifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

void mix_md5(Words& state, const uint8_t* block) {
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    for (int i = 0; i < 64; i++) {
        uint32_t f;
        int at;
        switch (i / 16) {
            case 0: f = (b & c) | (~b & d), at = i; break;
            case 1: f = (d & b) | (~d & c), at = (5 * i + 1) % 16; break;
            case 2: f = b ^ c ^ d, at = (3 * i + 5) % 16; break;
            default: f = c ^ (b | ~d), at = (7 * i) % 16; break;
        }
        uint32_t sum = a + f + kMd5Constants[i] + load<uint32_t>(block + at * 4, false);
        a = d, d = c, c = b, b += std::rotl(sum, kMd5Shifts[i / 16][i % 4]);
    }
    uint32_t mixed[] = {a, b, c, d};
    for (int i = 0; i < 4; i++) state[i] = static_cast<uint32_t>(state[i] + mixed[i]);
}

constexpr Algorithm kAlgorithms[] = {
    {"md5", 16, 64, 4, false, {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}, mix_md5},
    {"sha1", 20, 64, 4, true, {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}, mix_sha1},
    {"sha224",
     28,
     64,
     4,
     true,
     {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4},
     mix_sha2<uint32_t>},
    {"sha256",
     32,
     64,
     4,
     true,
     {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19},
     mix_sha2<uint32_t>},
    {"sha384",
     48,
     128,
     8,
     true,
     {0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939, 0x67332667ffc00b31,
      0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4},
     mix_sha2<uint64_t>},
    {"sha512",
     64,
     128,
     8,
     true,
     {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1, 0x510e527fade682d1,
      0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179},
     mix_sha2<uint64_t>},
};

// --- the objects ---

struct State {
    const Algorithm* algorithm;
    uint64_t length;  // bytes so far
    Words words;
    uint8_t block[128];  // the last length % block_size bytes

    void update(std::string_view data) {
        if (data.empty()) return;
        auto* bytes = reinterpret_cast<const uint8_t*>(data.data());
        size_t left = data.size(), size = algorithm->block_size;
        size_t filled = length % size;
        length += left;
        if (filled) {
            size_t more = std::min(left, size - filled);
            std::memcpy(block + filled, bytes, more);
            if (filled + more < size) return;
            algorithm->mix(words, block);
            bytes += more, left -= more;
        }
        for (; left >= size; bytes += size, left -= size) algorithm->mix(words, bytes);
        if (left) std::memcpy(block, bytes, left);
    }

    // By value: the object can go on after it was asked.
    std::string digest() const {
        State end = *this;
        size_t size = algorithm->block_size, length_bytes = size / 8;
        uint64_t bits = length * 8;
        std::string padding(1, '\x80');
        padding.resize((2 * size - 1 - length % size - length_bytes) % size + 1 + length_bytes);
        for (size_t i = 0; i < 8; i++) {
            size_t at = padding.size() - (algorithm->big_endian ? 1 + i : length_bytes - i);
            padding[at] = static_cast<char>(bits >> (8 * i));
        }
        end.update(padding);
        std::string result;
        for (size_t i = 0; i < algorithm->digest_size; i++) {
            size_t in_word = i % algorithm->word_size;
            size_t shift = 8 * (algorithm->big_endian ? algorithm->word_size - 1 - in_word : in_word);
            result += static_cast<char>(end.words[i / algorithm->word_size] >> shift);
        }
        return result;
    }
};

struct Hash : Object {
    State state;
};

Class* hash_class;

Hash* as_hash(Value value) { return static_cast<Hash*>(value.as_object()); }

State snapshot(Value self) {
    ObjectLock lock(as_hash(self));
    return as_hash(self)->state;
}

// False with TypeError pending: text has to be encoded first.
[[nodiscard]] bool update(Thread& thread, Hash* hash, Value data) {
    if (is_str(data)) return raise_type_error(thread, "Strings must be encoded before hashing");
    std::string_view view;
    if (!get_buffer(thread, data, &view)) {
        if (!pending_matches(thread, exceptions.TypeError)) return false;
        clear_exception(thread);
        return raise_type_error(thread, "object supporting the buffer API required");
    }
    ObjectLock lock(hash);
    hash->state.update(view);
    return true;
}

template <int index>
Value make(Thread& thread, Args& args) {
    auto* hash = new_instance<Hash>(thread, hash_class);
    hash->state.algorithm = &kAlgorithms[index];
    std::copy(std::begin(kAlgorithms[index].first), std::end(kAlgorithms[index].first), hash->state.words);
    if (args.has(0) && !update(thread, hash, args[0])) return {};
    return hash;
}

Value hash_update(Thread& thread, Args& args) {
    if (!update(thread, as_hash(args[0]), args[1])) return {};
    kept_nothing(thread, hash_update, args[1]);
    return Value::none();
}

Value hash_digest(Thread& thread, Args& args) { return new_bytes(thread, snapshot(args[0]).digest()); }

Value hash_hexdigest(Thread& thread, Args& args) {
    std::string text;
    for (unsigned char byte : snapshot(args[0]).digest()) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return new_str_ascii(thread, text);
}

Value hash_copy(Thread& thread, Args& args) {
    auto* copy = new_instance<Hash>(thread, hash_class);
    copy->state = snapshot(args[0]);
    return copy;
}

Value hash_repr(Thread& thread, Args& args) {
    return new_str(thread, fmt::format("<{} _hashlib.HASH object @ {:#x}>",
                                       as_hash(args[0])->state.algorithm->name, args[0].bits()));
}

const Algorithm& algorithm_of(Value self) { return *as_hash(self)->state.algorithm; }

}  // namespace

bool initialize_hashes(Thread& thread, Module* module) {
    hash_class = new_native_class(
        thread, {.name = "_hashlib.HASH", .instance_size = sizeof(Hash), .flags = kDisallowNew});
    keep_forever(thread, hash_class);
    add_methods(thread, hash_class,
                {
                    {"update(self, data, /)", hash_update, "Adds data."},
                    {"digest(self, /)", hash_digest, "The hash of all data so far."},
                    {"hexdigest(self, /)", hash_hexdigest, "The same, in hexadecimal."},
                    {"copy(self, /)", hash_copy, "Another one that goes on from here."},
                    {"__repr__(self, /)", hash_repr},
                });
    add_getsets(
        thread, hash_class,
        {
            {"name", [](Thread& thread,
                        Value self) { return Value(new_str_ascii(thread, algorithm_of(self).name)); }},
            {"digest_size",
             [](Thread&, Value self) { return Value::from_int(algorithm_of(self).digest_size); }},
            {"block_size",
             [](Thread&, Value self) { return Value::from_int(algorithm_of(self).block_size); }},
        });
    add_functions(thread, module,
                  {
                      {"md5(string=b'', *, usedforsecurity=True)", make<0>},
                      {"sha1(string=b'', *, usedforsecurity=True)", make<1>},
                      {"sha224(string=b'', *, usedforsecurity=True)", make<2>},
                      {"sha256(string=b'', *, usedforsecurity=True)", make<3>},
                      {"sha384(string=b'', *, usedforsecurity=True)", make<4>},
                      {"sha512(string=b'', *, usedforsecurity=True)", make<5>},
                  });
    return true;
}

}  // namespace gilt
