"""Numbers and text as packed bytes. The work is done in C++ (modules/struct_module.cpp)."""

from _struct import Struct, calcsize, error, iter_unpack, pack, pack_into, unpack, unpack_from, _clearcache

__all__ = ["calcsize", "pack", "pack_into", "unpack", "unpack_from", "iter_unpack", "Struct", "error"]
