# hashlib
import hashlib
for n in ("md5","sha1","sha224","sha256","sha384","sha512"):
    h=hashlib.new(n,b"abc"); h.update(b"def"*100); c=h.copy(); c.update(b"x"); print(n,h.hexdigest(),c.digest()[:4],h.name,h.digest_size,h.block_size)
try: hashlib.md5("text")
except TypeError as e: print(e)
try: hashlib.new("nope")
except ValueError as e: print(e)
print(hashlib.sha256(bytearray(b"z")).hexdigest(), hashlib.sha512().hexdigest()[:10])
