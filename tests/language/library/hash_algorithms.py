# SHA-3, SHAKE, BLAKE2 with its parameters, and keys made from passwords.
import hashlib

for name in sorted(hashlib.algorithms_guaranteed):
    h = hashlib.new(name, b"abc")
    print(name, h.name, h.digest_size, h.block_size, h.hexdigest(20) if name.startswith("shake") else h.hexdigest())
for size in 0, 1, 71, 72, 73, 135, 136, 137, 500:
    data = bytes(range(250)) * 2
    print(size, hashlib.sha3_512(data[:size]).hexdigest()[:16], hashlib.sha3_256(data[:size]).hexdigest()[:16],
          hashlib.blake2b(data[:size]).hexdigest()[:16], hashlib.blake2s(data[:size]).hexdigest()[:16])
print(hashlib.shake_128(b"x").hexdigest(200)[-20:])
h = hashlib.blake2b(b"first", digest_size=16, key=b"secret", salt=b"salt", person=b"me")
other = h.copy()
h.update(b" second")
print(h.hexdigest(), other.hexdigest(), h.digest_size, hashlib.blake2b.SALT_SIZE, hashlib.blake2s.MAX_KEY_SIZE)
print(hashlib.blake2s(b"leaf", fanout=2, depth=2, leaf_size=4096, node_offset=1, node_depth=0, inner_size=32, last_node=True).hexdigest())
for attempt in (lambda: hashlib.blake2b(digest_size=65), lambda: hashlib.blake2s(digest_size=0), lambda: hashlib.blake2b(salt=b"x" * 17),
                lambda: hashlib.sha3_256("text"), lambda: hashlib.new("no such")):
    try:
        attempt()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 100).hex())
print(hashlib.pbkdf2_hmac("sha1", b"password" * 20, b"salt", 3, 50).hex())
