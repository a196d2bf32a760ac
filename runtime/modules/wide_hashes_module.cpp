// _wide_hashes: SHA-3, SHAKE and BLAKE2, for `hashlib`.
//
// Neither is built like the hashes of hashes_module.cpp. SHA-3 is a sponge: a state of 25 words into whose first `rate` bytes the
// message is XORed block by block, the whole state being permuted after each; the same way any number of bytes is squeezed
// out again, which is what SHAKE does. BLAKE2 mixes blocks into eight words by a stream cipher's rounds, counts the bytes, marks
// the last block, and takes its parameters (length, key, salt, a tree's shape) into the first state.
//
// A hash object is changed under its object lock; a digest is taken of a copy, so the object can go on.
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
#include "vm/operations.h"
#include "vm/recycling.h"

namespace gilt {

namespace {

// --- SHA-3 ---

struct Sponge {
    uint64_t words[25];
    uint32_t rate;  // bytes
    uint32_t filled;

    void permute() {
        constexpr uint64_t kRounds[24] = {
            0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
            0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
            0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
            0x000000000000800a, 0x800000008000000a, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};
        for (uint64_t constant : kRounds) {
            uint64_t columns[5];
            for (int x = 0; x < 5; x++) columns[x] = words[x] ^ words[x + 5] ^ words[x + 10] ^ words[x + 15] ^ words[x + 20];
            for (int x = 0; x < 5; x++) {
                uint64_t change = columns[(x + 4) % 5] ^ std::rotl(columns[(x + 1) % 5], 1);
                for (int y = 0; y < 25; y += 5) words[x + y] ^= change;
            }
            // Each word moves along a cycle through all the others but the first, turned by the triangular numbers.
            uint64_t moving = words[1];
            for (int step = 0, x = 1, y = 0; step < 24; step++) {
                int next = (2 * x + 3 * y) % 5;
                x = y, y = next;
                uint64_t kept = words[x + 5 * y];
                words[x + 5 * y] = std::rotl(moving, (step + 1) * (step + 2) / 2 % 64);
                moving = kept;
            }
            for (int y = 0; y < 25; y += 5) {
                uint64_t row[5];
                std::copy_n(words + y, 5, row);
                for (int x = 0; x < 5; x++) words[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
            words[0] ^= constant;
        }
    }

    void absorb(uint8_t byte, uint32_t at) { words[at / 8] ^= uint64_t{byte} << (at % 8 * 8); }

    void update(std::string_view data) {
        for (char c : data) {
            absorb(static_cast<uint8_t>(c), filled++);
            if (filled < rate) continue;
            permute();
            filled = 0;
        }
    }

    std::string squeeze(size_t length, uint8_t suffix) const {
        Sponge end = *this;
        end.absorb(suffix, end.filled);
        end.absorb(0x80, end.rate - 1);
        std::string result;
        while (result.size() < length) {
            end.permute();
            for (uint32_t i = 0; i < end.rate && result.size() < length; i++) result += static_cast<char>(end.words[i / 8] >> (i % 8 * 8));
        }
        return result;
    }
};

// --- BLAKE2, of 64-bit words (blake2b) or of 32-bit words (blake2s) ---

constexpr uint8_t kBlakeOrder[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

template <class T>
struct BlakeTraits;
template <>
struct BlakeTraits<uint64_t> {
    static constexpr int kRounds = 12, kTurns[4] = {32, 24, 16, 63};
    static constexpr uint64_t kFirst[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                                           0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
};
template <>
struct BlakeTraits<uint32_t> {
    static constexpr int kRounds = 10, kTurns[4] = {16, 12, 8, 7};
    static constexpr uint32_t kFirst[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
};

template <class T>
struct Blake {
    static constexpr size_t kBlock = 16 * sizeof(T), kMost = 8 * sizeof(T);  // bytes: of a block, of the digest
    T words[8];
    uint64_t count;  // of bytes mixed in
    uint8_t block[kBlock];
    uint32_t filled;
    bool is_last_node;

    // `parameters`: the parameter block, kMost bytes.
    void start(const uint8_t* parameters) {
        for (int i = 0; i < 8; i++) {
            T word;
            std::memcpy(&word, parameters + i * sizeof(T), sizeof word);
            words[i] = BlakeTraits<T>::kFirst[i] ^ word;
        }
    }

    void mix(bool is_last) {
        T m[16], v[16];
        std::memcpy(m, block, sizeof m);
        for (int i = 0; i < 8; i++) v[i] = words[i], v[i + 8] = BlakeTraits<T>::kFirst[i];
        v[12] ^= static_cast<T>(count);
        if constexpr (sizeof(T) == 4) v[13] ^= static_cast<T>(count >> 32);
        if (is_last) v[14] = ~v[14];
        if (is_last && is_last_node) v[15] = ~v[15];
        constexpr auto& kTurns = BlakeTraits<T>::kTurns;
        auto quarter = [&](int a, int b, int c, int d, T x, T y) {
            v[a] += v[b] + x;
            v[d] = std::rotr(v[d] ^ v[a], kTurns[0]);
            v[c] += v[d];
            v[b] = std::rotr(v[b] ^ v[c], kTurns[1]);
            v[a] += v[b] + y;
            v[d] = std::rotr(v[d] ^ v[a], kTurns[2]);
            v[c] += v[d];
            v[b] = std::rotr(v[b] ^ v[c], kTurns[3]);
        };
        for (int round = 0; round < BlakeTraits<T>::kRounds; round++) {
            const uint8_t* order = kBlakeOrder[round % 10];
            for (int i = 0; i < 4; i++) quarter(i, i + 4, i + 8, i + 12, m[order[2 * i]], m[order[2 * i + 1]]);
            for (int i = 0; i < 4; i++)
                quarter(i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12, m[order[2 * i + 8]], m[order[2 * i + 9]]);
        }
        for (int i = 0; i < 8; i++) words[i] ^= v[i] ^ v[i + 8];
    }

    void update(std::string_view data) {
        while (!data.empty()) {
            if (filled == kBlock) {  // only now is it known not to be the last
                count += kBlock;
                mix(false);
                filled = 0;
            }
            size_t more = std::min(data.size(), kBlock - filled);
            std::memcpy(block + filled, data.data(), more);
            filled += static_cast<uint32_t>(more);
            data.remove_prefix(more);
        }
    }

    std::string digest(size_t length) const {
        Blake end = *this;
        end.count += end.filled;
        std::memset(end.block + end.filled, 0, kBlock - end.filled);
        end.mix(true);
        return std::string(reinterpret_cast<const char*>(end.words), length);
    }
};

// --- the objects ---

struct Algorithm {
    const char* name;
    uint32_t digest_size, block_size;
    enum { Sha3, Shake, Blake2b, Blake2s } kind;
};

constexpr Algorithm kAlgorithms[] = {
    {"sha3_224", 28, 144, Algorithm::Sha3},    {"sha3_256", 32, 136, Algorithm::Sha3},    {"sha3_384", 48, 104, Algorithm::Sha3},
    {"sha3_512", 64, 72, Algorithm::Sha3},     {"shake_128", 0, 168, Algorithm::Shake},   {"shake_256", 0, 136, Algorithm::Shake},
    {"blake2b", 64, 128, Algorithm::Blake2b},  {"blake2s", 32, 64, Algorithm::Blake2s},
};

struct State {
    const Algorithm* algorithm;
    uint32_t digest_size;
    union {
        Sponge sponge;
        Blake<uint64_t> wide;
        Blake<uint32_t> narrow;
    };

    void update(std::string_view data) {
        switch (algorithm->kind) {
            case Algorithm::Blake2b: return wide.update(data);
            case Algorithm::Blake2s: return narrow.update(data);
            default: return sponge.update(data);
        }
    }
    std::string digest(size_t length) const {
        switch (algorithm->kind) {
            case Algorithm::Blake2b: return wide.digest(length);
            case Algorithm::Blake2s: return narrow.digest(length);
            case Algorithm::Shake: return sponge.squeeze(length, 0x1F);
            default: return sponge.squeeze(length, 0x06);
        }
    }
};

struct WideHash : Object {
    State state;
};

Class *fixed_class, *shake_class, *blake_classes[2];

WideHash* as_hash(Value value) { return static_cast<WideHash*>(value.as_object()); }

State snapshot(Value self) {
    ObjectLock lock(as_hash(self));
    return as_hash(self)->state;
}

// Empty, with the exception pending, if it holds no bytes.
bool bytes_of(Thread& thread, Value data, std::string_view* view) {
    if (is_str(data)) return raise_type_error(thread, "Strings must be encoded before hashing");
    if (get_buffer(thread, data, view)) return true;
    if (!pending_matches(thread, exceptions.TypeError)) return false;
    clear_exception(thread);
    return raise_type_error(thread, "object supporting the buffer API required");
}

bool update(Thread& thread, WideHash* hash, Value data) {
    std::string_view view;
    if (!bytes_of(thread, data, &view)) return false;
    ObjectLock lock(hash);
    hash->state.update(view);
    return true;
}

WideHash* new_hash(Thread& thread, Class* cls, const Algorithm& algorithm) {
    auto* hash = new_instance<WideHash>(thread, cls);
    hash->state.algorithm = &algorithm;
    hash->state.digest_size = algorithm.digest_size;
    return hash;
}

template <int index>
Value make_sponge(Thread& thread, Args& args) {
    const Algorithm& algorithm = kAlgorithms[index];
    WideHash* hash = new_hash(thread, algorithm.kind == Algorithm::Shake ? shake_class : fixed_class, algorithm);
    hash->state.sponge.rate = algorithm.block_size;
    if (args.has(0) && !update(thread, hash, args[0])) return {};
    return hash;
}

// blake2b(data=b'', /, *, digest_size, key, salt, person, fanout, depth, leaf_size, node_offset, node_depth, inner_size, last_node, ...)
template <class T, int index>
Value blake_new(Thread& thread, Args& args) {
    using Hash = Blake<T>;
    const Algorithm& algorithm = kAlgorithms[index];
    constexpr bool kWide = sizeof(T) == 8;
    constexpr size_t kExtra = kWide ? 16 : 8;  // bytes of salt and of person
    auto number = [&](size_t at, int64_t fallback, int64_t least, int64_t most, const char* complaint, int64_t* out) {
        *out = fallback;
        if (!args.has(at)) return true;
        if (!to_int64(thread, args[at], out)) return false;
        return (*out >= least && *out <= most) || bool(raise_value_error(thread, "{}", complaint));
    };
    int64_t size, fanout, depth, leaf, offset, node_depth, inner;
    std::string bound = std::to_string(Hash::kMost);
    if (!number(2, Hash::kMost, 1, Hash::kMost, ("digest_size must be between 1 and " + bound + " bytes").c_str(), &size) ||
        !number(6, 1, 0, 255, "fanout must be between 0 and 255", &fanout) || !number(7, 1, 1, 255, "depth must be between 1 and 255", &depth) ||
        !number(8, 0, 0, 0xFFFFFFFF, "leaf_size is too large", &leaf) ||
        !number(9, 0, 0, kWide ? INT64_MAX : (int64_t{1} << 48) - 1, "node_offset is too large", &offset) ||
        !number(10, 0, 0, 255, "node_depth must be between 0 and 255", &node_depth) ||
        !number(11, 0, 0, Hash::kMost, ("inner_size must be between 0 and " + bound).c_str(), &inner))
        return {};
    std::string_view key, salt, person;
    if ((args.has(3) && !bytes_of(thread, args[3], &key)) || (args.has(4) && !bytes_of(thread, args[4], &salt)) ||
        (args.has(5) && !bytes_of(thread, args[5], &person)))
        return {};
    if (salt.size() > kExtra) return raise_value_error(thread, "maximum salt length is {} bytes", kExtra);
    if (person.size() > kExtra) return raise_value_error(thread, "maximum person length is {} bytes", kExtra);
    if (key.size() > Hash::kMost) return raise_value_error(thread, "maximum key length is {} bytes", Hash::kMost);
    int last_node = args.has(12) ? truth(thread, args[12]) : 0;
    if (last_node < 0) return {};

    uint8_t parameters[Hash::kMost] = {static_cast<uint8_t>(size), static_cast<uint8_t>(key.size()), static_cast<uint8_t>(fanout),
                                       static_cast<uint8_t>(depth)};
    auto leaf_word = static_cast<uint32_t>(leaf);
    std::memcpy(parameters + 4, &leaf_word, 4);
    std::memcpy(parameters + 8, &offset, kWide ? 8 : 6);
    parameters[kWide ? 16 : 14] = static_cast<uint8_t>(node_depth);
    parameters[kWide ? 17 : 15] = static_cast<uint8_t>(inner);
    std::ranges::copy(salt, parameters + Hash::kMost - 2 * kExtra);
    std::ranges::copy(person, parameters + Hash::kMost - kExtra);
    WideHash* hash = new_hash(thread, blake_classes[kWide ? 0 : 1], algorithm);
    hash->state.digest_size = static_cast<uint32_t>(size);
    Hash* state;
    if constexpr (kWide) state = &hash->state.wide;
    else state = &hash->state.narrow;
    state->start(parameters);
    state->is_last_node = last_node;
    if (!key.empty()) {  // a block of its own before the message
        std::string first(key);
        first.resize(Hash::kBlock);
        state->update(first);
    }
    if (args.has(1) && !update(thread, hash, args[1])) return {};
    return hash;
}

Value hash_update(Thread& thread, Args& args) {
    if (!update(thread, as_hash(args[0]), args[1])) return {};
    kept_nothing(thread, hash_update, args[1]);
    return Value::none();
}

Value in_hexadecimal(Thread& thread, const std::string& digest) {
    std::string text;
    for (unsigned char byte : digest) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return new_str_ascii(thread, text);
}

std::string whole_digest(Value self) {
    State state = snapshot(self);
    return state.digest(state.digest_size);
}
Value hash_digest(Thread& thread, Args& args) { return new_bytes(thread, whole_digest(args[0])); }
Value hash_hexdigest(Thread& thread, Args& args) { return in_hexadecimal(thread, whole_digest(args[0])); }

bool length_of(Thread& thread, Value given, int64_t* length) {
    if (!to_int64(thread, given, length)) return false;
    return (*length >= 0 && *length < (int64_t{1} << 29)) || bool(raise_value_error(thread, "value must be positive"));
}
Value shake_digest(Thread& thread, Args& args) {
    int64_t length;
    if (!length_of(thread, args[1], &length)) return {};
    return new_bytes(thread, snapshot(args[0]).digest(static_cast<size_t>(length)));
}
Value shake_hexdigest(Thread& thread, Args& args) {
    int64_t length;
    if (!length_of(thread, args[1], &length)) return {};
    return in_hexadecimal(thread, snapshot(args[0]).digest(static_cast<size_t>(length)));
}

Value hash_copy(Thread& thread, Args& args) {
    auto* copy = new_instance<WideHash>(thread, class_of(args[0]));
    copy->state = snapshot(args[0]);
    return copy;
}

Value hash_repr(Thread& thread, Args& args) {
    return new_str(thread, fmt::format("<{} _hashlib.{} object @ {:#x}>", as_hash(args[0])->state.algorithm->name,
                                       class_of(args[0]) == shake_class ? "HASHXOF" : "HASH", args[0].bits()));
}

void add_common(Thread& thread, Class* cls) {
    add_methods(thread, cls, {{"update(self, data, /)", hash_update, "Adds data."}, {"copy(self, /)", hash_copy, "Another one that goes on from here."}});
    add_getsets(thread, cls,
                {{"name", [](Thread& thread, Value self) { return Value(new_str_ascii(thread, as_hash(self)->state.algorithm->name)); }},
                 {"digest_size", [](Thread&, Value self) { return Value::from_int(as_hash(self)->state.digest_size); }},
                 {"block_size", [](Thread&, Value self) { return Value::from_int(as_hash(self)->state.algorithm->block_size); }}});
}

constexpr NativeSpec kDigest = {"digest(self, /)", hash_digest, "The hash of all data so far."};
constexpr NativeSpec kHexDigest = {"hexdigest(self, /)", hash_hexdigest, "The same, in hexadecimal."};

template <class T, int index>
void add_blake(Thread& thread, Module* module, const char* class_name) {
    Class* cls = new_native_class(thread, {.name = class_name, .instance_size = sizeof(WideHash)});
    blake_classes[sizeof(T) == 8 ? 0 : 1] = cls;
    keep_forever(thread, cls);
    add_common(thread, cls);
    add_methods(thread, cls,
                {{"__new__(cls, data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, "
                  "node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)",
                  blake_new<T, index>, "A hash object.", Binding::StaticMethod},
                 kDigest, kHexDigest});
    constexpr int64_t kExtra = sizeof(T) == 8 ? 16 : 8;
    for (auto [name, value] : {std::pair<const char*, int64_t>{"MAX_DIGEST_SIZE", Blake<T>::kMost}, {"MAX_KEY_SIZE", Blake<T>::kMost},
                               {"SALT_SIZE", kExtra}, {"PERSON_SIZE", kExtra}})
        (void)class_set(thread, cls, intern(thread, name), Value::from_int(value));
    set_module_attribute(thread, module, kAlgorithms[index].name, cls);
}

}  // namespace

bool initialize_wide_hashes(Thread& thread, Module* module) {
    fixed_class = new_native_class(thread, {.name = "_hashlib.HASH", .instance_size = sizeof(WideHash), .flags = kDisallowNew});
    shake_class = new_native_class(thread, {.name = "_hashlib.HASHXOF", .instance_size = sizeof(WideHash), .flags = kDisallowNew});
    for (Class* cls : {fixed_class, shake_class}) {
        keep_forever(thread, cls);
        add_common(thread, cls);
        add_methods(thread, cls, {{"__repr__(self, /)", hash_repr}});
    }
    add_methods(thread, fixed_class, {kDigest, kHexDigest});
    add_methods(thread, shake_class, {{"digest(self, length, /)", shake_digest, "That many bytes of hash of all data so far."},
                                      {"hexdigest(self, length, /)", shake_hexdigest, "The same, in hexadecimal."}});
    add_blake<uint64_t, 6>(thread, module, "_blake2.blake2b");
    add_blake<uint32_t, 7>(thread, module, "_blake2.blake2s");
    add_functions(thread, module,
                  {{"sha3_224(string=b'', *, usedforsecurity=True)", make_sponge<0>}, {"sha3_256(string=b'', *, usedforsecurity=True)", make_sponge<1>},
                   {"sha3_384(string=b'', *, usedforsecurity=True)", make_sponge<2>}, {"sha3_512(string=b'', *, usedforsecurity=True)", make_sponge<3>},
                   {"shake_128(string=b'', *, usedforsecurity=True)", make_sponge<4>}, {"shake_256(string=b'', *, usedforsecurity=True)", make_sponge<5>}});
    return true;
}

}  // namespace gilt
