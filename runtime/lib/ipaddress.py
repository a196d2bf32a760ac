"""IP addresses, networks, and interfaces (an address with its network), of versions 4 and 6.

An address is a number; a network is its first address and the length of the prefix all its addresses share.
"""

import functools

__all__ = ["ip_address", "ip_network", "ip_interface", "v4_int_to_packed", "v6_int_to_packed",
           "summarize_address_range", "collapse_addresses", "get_mixed_type_key", "AddressValueError",
           "NetmaskValueError", "IPv4Address", "IPv4Network", "IPv4Interface", "IPv6Address", "IPv6Network",
           "IPv6Interface"]

IPV4LENGTH = 32
IPV6LENGTH = 128


class AddressValueError(ValueError):
    pass


class NetmaskValueError(ValueError):
    pass


def ip_address(address):
    for cls in (IPv4Address, IPv6Address):
        try:
            return cls(address)
        except (AddressValueError, NetmaskValueError):
            pass
    raise ValueError(f"{address!r} does not appear to be an IPv4 or IPv6 address")


def ip_network(address, strict=True):
    for cls in (IPv4Network, IPv6Network):
        try:
            return cls(address, strict)
        except (AddressValueError, NetmaskValueError):
            pass
    raise ValueError(f"{address!r} does not appear to be an IPv4 or IPv6 network")


def ip_interface(address):
    for cls in (IPv4Interface, IPv6Interface):
        try:
            return cls(address)
        except (AddressValueError, NetmaskValueError):
            pass
    raise ValueError(f"{address!r} does not appear to be an IPv4 or IPv6 interface")


def v4_int_to_packed(address):
    try:
        return address.to_bytes(4, "big")
    except OverflowError:
        raise ValueError("Address negative or too large for IPv4") from None


def v6_int_to_packed(address):
    try:
        return address.to_bytes(16, "big")
    except OverflowError:
        raise ValueError("Address negative or too large for IPv6") from None


# ------------------------------------------------------------------ what both versions share

class _V4:
    """Numbers as text and back, version 4."""

    __slots__ = ()
    _version = 4
    _max_prefixlen = IPV4LENGTH
    _all_ones = 2**IPV4LENGTH - 1

    @classmethod
    def _parse(cls, text):
        if not text:
            raise AddressValueError("Address cannot be empty")
        octets = text.split(".")
        if len(octets) != 4:
            raise AddressValueError(f"Expected 4 octets in {text!r}")
        value = 0
        for octet in octets:
            try:
                if not octet:
                    raise ValueError("Empty octet not permitted")
                if not (octet.isascii() and octet.isdigit()):
                    raise ValueError(f"Only decimal digits permitted in {octet!r}")
                if len(octet) > 3:
                    raise ValueError(f"At most 3 characters permitted in {octet!r}")
                if octet != "0" and octet[0] == "0":
                    raise ValueError(f"Leading zeros are not permitted in {octet!r}")
                number = int(octet)
                if number > 255:
                    raise ValueError(f"Octet {number} (> 255) not permitted")
            except ValueError as e:
                raise AddressValueError(f"{e} in {text!r}") from None
            value = value << 8 | number
        return value

    @staticmethod
    def _text(value):
        return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))

    @classmethod
    def _prefix_of(cls, text):
        """24, "24", "255.255.255.0" or "0.0.0.255"."""
        if isinstance(text, int):
            number = text
        elif text.isascii() and text.isdigit():
            number = int(text)
        else:
            try:
                value = cls._parse(text)
            except AddressValueError:
                raise NetmaskValueError(f"{text!r} is not a valid netmask") from None
            for candidate in (value, value ^ cls._all_ones):
                low = candidate ^ cls._all_ones
                if low & low + 1 == 0 and (candidate == value or value):
                    return cls._max_prefixlen - low.bit_length()
            raise NetmaskValueError(f"{text!r} is not a valid netmask")
        if not 0 <= number <= cls._max_prefixlen:
            raise NetmaskValueError(f"{str(text)!r} is not a valid netmask")
        return number

    @property
    def max_prefixlen(self):
        return self._max_prefixlen

    @property
    def version(self):
        return self._version


class _V6:
    """Numbers as text and back, version 6."""

    __slots__ = ()
    _version = 6
    _max_prefixlen = IPV6LENGTH
    _all_ones = 2**IPV6LENGTH - 1

    @classmethod
    def _parse(cls, text):
        if not text:
            raise AddressValueError("Address cannot be empty")
        parts = text.split(":")
        if len(parts) < 3:
            raise AddressValueError(f"At least 3 parts expected in {text!r}")
        if "." in parts[-1]:
            try:
                low = _V4._parse(parts.pop())
            except AddressValueError as e:
                raise AddressValueError(f"{e} in {text!r}") from None
            parts += ["%x" % (low >> 16), "%x" % (low & 0xFFFF)]
        if len(parts) > 9:
            raise AddressValueError(f"At most 8 colons permitted in {text!r}")
        gap = None
        for i in range(1, len(parts) - 1):
            if not parts[i]:
                if gap is not None:
                    raise AddressValueError(f"At most one '::' permitted in {text!r}")
                gap = i
        if gap is not None:
            high, low = gap, len(parts) - gap - 1
            if not parts[0]:
                high -= 1
                if high:
                    raise AddressValueError(f"Leading ':' only permitted as part of '::' in {text!r}")
            if not parts[-1]:
                low -= 1
                if low:
                    raise AddressValueError(f"Trailing ':' only permitted as part of '::' in {text!r}")
            missing = 8 - (high + low)
            if missing < 1:
                raise AddressValueError(f"Expected at most 7 other parts with '::' in {text!r}")
            words = parts[gap - high:gap] if high else []
            words = words + ["0"] * missing + (parts[len(parts) - low:] if low else [])
        else:
            if len(parts) != 8:
                raise AddressValueError(f"Exactly 8 parts expected without '::' in {text!r}")
            if not parts[0]:
                raise AddressValueError(f"Leading ':' only permitted as part of '::' in {text!r}")
            if not parts[-1]:
                raise AddressValueError(f"Trailing ':' only permitted as part of '::' in {text!r}")
            words = parts
        value = 0
        for word in words:
            if not all(c in "0123456789abcdefABCDEF" for c in word) or not word:
                raise AddressValueError(f"Only hex digits permitted in {word!r} in {text!r}")
            if len(word) > 4:
                raise AddressValueError(f"At most 4 characters permitted in {word!r} in {text!r}")
            value = value << 16 | int(word, 16)
        return value

    @staticmethod
    def _words(value):
        return [value >> shift & 0xFFFF for shift in range(112, -1, -16)]

    @classmethod
    def _text(cls, value):
        """The longest run of zeros, of two or more, becomes "::"."""
        words = cls._words(value)
        best_start, best_length = -1, 1
        i = 0
        while i < 8:
            j = i
            while j < 8 and words[j] == 0:
                j += 1
            if j - i > best_length:
                best_start, best_length = i, j - i
            i = max(j, i + 1)
        texts = ["%x" % word for word in words]
        if best_start < 0:
            return ":".join(texts)
        return ":".join(texts[:best_start]) + "::" + ":".join(texts[best_start + best_length:])

    @classmethod
    def _prefix_of(cls, text):
        if isinstance(text, int):
            number = text
        elif text.isascii() and text.isdigit():
            number = int(text)
        else:
            raise NetmaskValueError(f"{text!r} is not a valid netmask")
        if not 0 <= number <= cls._max_prefixlen:
            raise NetmaskValueError(f"{str(text)!r} is not a valid netmask")
        return number

    @property
    def max_prefixlen(self):
        return self._max_prefixlen

    @property
    def version(self):
        return self._version


# ------------------------------------------------------------------ addresses

@functools.total_ordering
class _Address:
    __slots__ = ()

    def __init__(self, address):
        if isinstance(address, int):
            if address < 0:
                raise AddressValueError(f"{address:d} (< 0) is not permitted as an IPv{self._version} address")
            if address > self._all_ones:
                raise AddressValueError(f"{address:d} (>= 2**{self._max_prefixlen}) is not permitted as an "
                                        f"IPv{self._version} address")
            self._ip = address
        elif isinstance(address, bytes):
            if len(address) * 8 != self._max_prefixlen:
                raise AddressValueError(f"{address!r} (len {len(address)} != {self._max_prefixlen // 8}) is not permitted "
                                        f"as an IPv{self._version} address")
            self._ip = int.from_bytes(address, "big")
        else:
            text = str(address)
            if "/" in text:
                raise AddressValueError(f"Unexpected '/' in {text!r}")
            self._set_text(text)

    def _set_text(self, text):
        self._ip = self._parse(text)

    def __int__(self):
        return self._ip

    def __eq__(self, other):
        if not isinstance(other, _Address):
            return NotImplemented
        return self._ip == other._ip and self._version == other._version and self._zone() == other._zone()

    def _zone(self):
        return None

    def __lt__(self, other):
        if not isinstance(other, _Address):
            return NotImplemented
        if self._version != other._version:
            raise TypeError("%s and %s are not of the same version" % (self, other))
        return self._ip < other._ip

    def __add__(self, other):
        return self.__class__(self._ip + other) if isinstance(other, int) else NotImplemented

    def __sub__(self, other):
        return self.__class__(self._ip - other) if isinstance(other, int) else NotImplemented

    def __repr__(self):
        return "%s(%r)" % (self.__class__.__name__, str(self))

    def __str__(self):
        return self._text(self._ip)

    def __hash__(self):
        return hash(hex(int(self._ip)))

    def __reduce__(self):
        return self.__class__, (self._ip,)

    def __format__(self, spec):
        """s as text; b, x, X, n as a number of full length, # with its prefix, _ in groups of four."""
        if not spec or spec[-1] == "s":
            return format(str(self), spec)
        kind = spec[-1]
        if kind not in "bnxX" or spec[:-1].strip("#_"):
            return super().__format__(spec)
        if kind == "n":
            kind = "b" if self._version == 4 else "x"
        digits = self._max_prefixlen if kind == "b" else self._max_prefixlen // 4
        alternate = "#" if "#" in spec else ""
        if "_" in spec:
            digits += digits // 4 - 1
        if alternate:
            digits += 2
        return format(self._ip, f"{alternate}0{digits}{'_' if '_' in spec else ''}{kind}")

    @property
    def packed(self):
        return self._ip.to_bytes(self._max_prefixlen // 8, "big")

    @property
    def compressed(self):
        return str(self)

    @property
    def exploded(self):
        return str(self)

    @property
    def reverse_pointer(self):
        return self._reverse_pointer()

    def _in(self, networks):
        return any(self in network for network in networks)

    @property
    def is_multicast(self):
        return self in self._special().multicast

    @property
    def is_reserved(self):
        return self._in(self._special().reserved)

    @property
    def is_link_local(self):
        return self in self._special().link_local

    @property
    def is_loopback(self):
        return self in self._special().loopback

    @property
    def is_unspecified(self):
        return self._ip == 0

    @property
    def is_private(self):
        return self._in(self._special().private) and not self._in(self._special().not_private)


class IPv4Address(_V4, _Address):
    __slots__ = ("_ip", "__weakref__")

    def _reverse_pointer(self):
        return ".".join(reversed(str(self).split("."))) + ".in-addr.arpa"

    @staticmethod
    def _special():
        return _Special4

    @property
    def is_global(self):
        return self not in IPv4Network("100.64.0.0/10") and not self.is_private


class IPv6Address(_V6, _Address):
    __slots__ = ("_ip", "_scope_id", "__weakref__")

    def __init__(self, address):
        self._scope_id = None
        super().__init__(address)

    def _set_text(self, text):
        text, percent, scope = text.partition("%")
        if percent and (not scope or "%" in scope):
            raise AddressValueError('Invalid IPv6 address: "%r"' % (text + percent + scope))
        self._scope_id = scope or None
        self._ip = self._parse(text)

    def _zone(self):
        return self._scope_id

    def __str__(self):
        text = self._text(self._ip)
        return text + "%" + self._scope_id if self._scope_id else text

    def __hash__(self):
        return hash((self._ip, self._scope_id))

    @property
    def scope_id(self):
        return self._scope_id

    @property
    def exploded(self):
        text = ":".join("%04x" % word for word in self._words(self._ip))
        return text + "%" + self._scope_id if self._scope_id else text

    def _reverse_pointer(self):
        return ".".join("%032x" % self._ip)[::-1] + ".ip6.arpa"

    @staticmethod
    def _special():
        return _Special6

    @property
    def is_site_local(self):
        return self in _Special6.site_local

    @property
    def is_private(self):
        mapped = self.ipv4_mapped
        return mapped.is_private if mapped is not None else super().is_private

    @property
    def is_global(self):
        return not self.is_private

    @property
    def is_loopback(self):
        return self._ip == 1

    @property
    def ipv4_mapped(self):
        return IPv4Address(self._ip & 0xFFFFFFFF) if self._ip >> 32 == 0xFFFF else None

    @property
    def teredo(self):
        if self._ip >> 96 != 0x20010000:
            return None
        return IPv4Address(self._ip >> 64 & 0xFFFFFFFF), IPv4Address(~self._ip & 0xFFFFFFFF)

    @property
    def sixtofour(self):
        return IPv4Address(self._ip >> 80 & 0xFFFFFFFF) if self._ip >> 112 == 0x2002 else None


# ------------------------------------------------------------------ networks

def _split(address):
    """(address, prefix) of "a/b", (a, b) or an address alone."""
    if isinstance(address, (bytes, int)):
        return address, None
    if not isinstance(address, tuple):
        parts = str(address).split("/")
        if len(parts) > 2:
            raise AddressValueError(f"Only one '/' permitted in {address!r}")
        return parts[0], parts[1] if len(parts) == 2 else None
    return address[0], address[1] if len(address) > 1 else None


@functools.total_ordering
class _Network:
    def __init__(self, address, strict=True):
        address, prefix = _split(address)
        self.network_address = self._address_class(address)
        self._prefixlen = self._max_prefixlen if prefix is None else self._prefix_of(prefix)
        self.netmask = self._address_class(self._all_ones ^ self._all_ones >> self._prefixlen)
        first = int(self.network_address)
        if first & int(self.netmask) != first:
            if strict:
                raise ValueError("%s has host bits set" % self)
            self.network_address = self._address_class(first & int(self.netmask))

    def __repr__(self):
        return "%s(%r)" % (self.__class__.__name__, str(self))

    def __str__(self):
        return "%s/%d" % (self.network_address, self.prefixlen)

    @property
    def prefixlen(self):
        return self._prefixlen

    @functools.cached_property
    def hostmask(self):
        return self._address_class(int(self.netmask) ^ self._all_ones)

    @functools.cached_property
    def broadcast_address(self):
        return self._address_class(int(self.network_address) | int(self.hostmask))

    @property
    def num_addresses(self):
        return int(self.broadcast_address) - int(self.network_address) + 1

    def hosts(self):
        """The usable addresses: without the first and, in version 4, the last one."""
        first, last = int(self.network_address) + 1, int(self.broadcast_address)
        if self._version == 6:
            last += 1
        if self._prefixlen == self._max_prefixlen - 1:
            first, last = first - 1, int(self.broadcast_address) + 1
        elif self._prefixlen == self._max_prefixlen:
            return [self.network_address]
        addresses = (self._address_class(value) for value in range(first, last))
        return list(addresses) if self._prefixlen == self._max_prefixlen - 1 else addresses

    def __iter__(self):
        for value in range(int(self.network_address), int(self.broadcast_address) + 1):
            yield self._address_class(value)

    def __getitem__(self, n):
        first, last = int(self.network_address), int(self.broadcast_address)
        value = first + n if n >= 0 else last + n + 1
        if not first <= value <= last:
            raise IndexError("address out of range")
        return self._address_class(value)

    def __lt__(self, other):
        if not isinstance(other, _Network):
            return NotImplemented
        if self._version != other._version:
            raise TypeError("%s and %s are not of the same version" % (self, other))
        return (self.network_address, self.netmask) < (other.network_address, other.netmask)

    def __eq__(self, other):
        if not isinstance(other, _Network):
            return NotImplemented
        return (self._version == other._version and self.network_address == other.network_address
                and self._prefixlen == other._prefixlen)

    def __hash__(self):
        return hash(int(self.network_address) ^ int(self.netmask))

    def __contains__(self, other):
        if self._version != other._version or isinstance(other, _Network):
            return False
        return other._ip & int(self.netmask) == int(self.network_address)

    def __reduce__(self):
        return self.__class__, (str(self),)

    def overlaps(self, other):
        return (self.network_address in other or self.broadcast_address in other
                or other.network_address in self or other.broadcast_address in self)

    @property
    def with_prefixlen(self):
        return "%s/%d" % (self.network_address, self._prefixlen)

    @property
    def with_netmask(self):
        return "%s/%s" % (self.network_address, self.netmask)

    @property
    def with_hostmask(self):
        return "%s/%s" % (self.network_address, self.hostmask)

    @property
    def compressed(self):
        return str(self)

    @property
    def exploded(self):
        return "%s/%d" % (self.network_address.exploded, self._prefixlen)

    def subnets(self, prefixlen_diff=1, new_prefix=None):
        if self._prefixlen == self._max_prefixlen:
            yield self
            return
        if new_prefix is not None:
            if new_prefix < self._prefixlen:
                raise ValueError("new prefix must be longer")
            if prefixlen_diff != 1:
                raise ValueError("cannot set prefixlen_diff and new_prefix")
            prefixlen_diff = new_prefix - self._prefixlen
        if prefixlen_diff < 0:
            raise ValueError("prefix length diff must be > 0")
        new_prefix = self._prefixlen + prefixlen_diff
        if new_prefix > self._max_prefixlen:
            raise ValueError("prefix length diff %d is invalid for netblock %s" % (new_prefix, self))
        step = int(self.hostmask) + 1 >> prefixlen_diff
        for value in range(int(self.network_address), int(self.broadcast_address) + 1, step):
            yield self.__class__((value, new_prefix))

    def supernet(self, prefixlen_diff=1, new_prefix=None):
        if self._prefixlen == 0:
            return self
        if new_prefix is not None:
            if new_prefix > self._prefixlen:
                raise ValueError("new prefix must be shorter")
            if prefixlen_diff != 1:
                raise ValueError("cannot set prefixlen_diff and new_prefix")
            prefixlen_diff = self._prefixlen - new_prefix
        new_prefix = self._prefixlen - prefixlen_diff
        if new_prefix < 0:
            raise ValueError("current prefixlen is %d, cannot have a prefixlen_diff of %d"
                             % (self._prefixlen, prefixlen_diff))
        return self.__class__((int(self.network_address) & int(self.netmask) << prefixlen_diff, new_prefix))

    def _check_version(self, other):
        if self._version != other._version:
            raise TypeError(f"{self} and {other} are not of the same version")

    def subnet_of(self, other):
        self._check_version(other)
        return (other.network_address <= self.network_address and other.broadcast_address >= self.broadcast_address)

    def supernet_of(self, other):
        return other.subnet_of(self)

    def address_exclude(self, other):
        """What is left of this network without the other."""
        if self._version != other._version:
            raise TypeError("%s and %s are not of the same version" % (self, other))
        if not isinstance(other, _Network):
            raise TypeError("%s is not a network object" % other)
        if not other.subnet_of(self):
            raise ValueError("%s not contained in %s" % (other, self))
        if other == self:
            return
        low, high = self.subnets()
        while low != other and high != other:
            if other.subnet_of(low):
                yield high
                low, high = low.subnets()
            else:
                yield low
                low, high = high.subnets()
        yield high if low == other else low

    def compare_networks(self, other):
        if self._version != other._version:
            raise TypeError("%s and %s are not of the same type" % (self, other))
        mine, theirs = (self.network_address, self.netmask), (other.network_address, other.netmask)
        return (mine > theirs) - (mine < theirs)

    def _both(self, name):
        return getattr(self.network_address, name) and getattr(self.broadcast_address, name)

    is_multicast = property(lambda self: self._both("is_multicast"))
    is_reserved = property(lambda self: self._both("is_reserved"))
    is_link_local = property(lambda self: self._both("is_link_local"))
    is_unspecified = property(lambda self: self._both("is_unspecified"))
    is_loopback = property(lambda self: self._both("is_loopback"))
    is_private = property(lambda self: self._both("is_private"))
    is_global = property(lambda self: not self.is_private)


class IPv4Network(_V4, _Network):
    _address_class = IPv4Address


class IPv6Network(_V6, _Network):
    _address_class = IPv6Address
    is_site_local = property(lambda self: self._both("is_site_local"))


# ------------------------------------------------------------------ interfaces

class _Interface:
    def __init__(self, address):
        address, prefix = _split(address)
        super().__init__(address)
        self.network = self._network_class((address, self._max_prefixlen if prefix is None else prefix), strict=False)
        self.netmask = self.network.netmask
        self.hostmask = self.network.hostmask
        self._prefixlen = self.network.prefixlen

    def __str__(self):
        return "%s/%d" % (super().__str__(), self._prefixlen)

    def __eq__(self, other):
        equal = super().__eq__(other)
        if equal is NotImplemented or not equal:
            return equal
        return isinstance(other, _Interface) and self.network == other.network

    def __lt__(self, other):
        less = _Address.__lt__(self, other)
        if less is NotImplemented:
            return less
        try:
            return self.network < other.network or self.network == other.network and less
        except AttributeError:
            return False

    def __hash__(self):
        return hash((self._ip, self._prefixlen, int(self.network.network_address)))

    def __reduce__(self):
        return self.__class__, (str(self),)

    @property
    def ip(self):
        return self._address_class(self._ip)

    @property
    def with_prefixlen(self):
        return "%s/%s" % (self._text(self._ip), self._prefixlen)

    @property
    def with_netmask(self):
        return "%s/%s" % (self._text(self._ip), self.netmask)

    @property
    def with_hostmask(self):
        return "%s/%s" % (self._text(self._ip), self.hostmask)


class IPv4Interface(_Interface, IPv4Address):
    _address_class = IPv4Address
    _network_class = IPv4Network


class IPv6Interface(_Interface, IPv6Address):
    _address_class = IPv6Address
    _network_class = IPv6Network


# ------------------------------------------------------------------ special networks

class _Special4:
    multicast = IPv4Network("224.0.0.0/4")
    link_local = IPv4Network("169.254.0.0/16")
    loopback = IPv4Network("127.0.0.0/8")
    reserved = [IPv4Network("240.0.0.0/4")]
    private = [IPv4Network(each) for each in (
        "0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.0.170/31", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "240.0.0.0/4", "255.255.255.255/32")]
    not_private = [IPv4Network("192.0.0.9/32"), IPv4Network("192.0.0.10/32")]


class _Special6:
    multicast = IPv6Network("ff00::/8")
    link_local = IPv6Network("fe80::/10")
    site_local = IPv6Network("fec0::/10")
    reserved = [IPv6Network(each) for each in (
        "::/8", "100::/8", "200::/7", "400::/6", "800::/5", "1000::/4", "4000::/3", "6000::/3", "8000::/3", "A000::/3",
        "C000::/3", "E000::/4", "F000::/5", "F800::/6", "FE00::/9")]
    private = [IPv6Network(each) for each in (
        "::1/128", "::/128", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
        "fc00::/7", "fe80::/10")]
    not_private = [IPv6Network(each) for each in (
        "2001:1::1/128", "2001:1::2/128", "2001:3::/32", "2001:4:112::/48", "2001:20::/28", "2001:30::/28")]


# ------------------------------------------------------------------ several at once

def summarize_address_range(first, last):
    """The fewest networks that hold just the addresses from first to last."""
    if not (isinstance(first, _Address) and isinstance(last, _Address)):
        raise TypeError("first and last must be IP addresses, not networks")
    if first.version != last.version:
        raise TypeError("%s and %s are not of the same version" % (first, last))
    if first > last:
        raise ValueError("last IP address must be greater than first")
    network = IPv4Network if first.version == 4 else IPv6Network
    low, high, bits = first._ip, last._ip, first._max_prefixlen
    while low <= high:
        aligned = (low & -low).bit_length() - 1 if low else bits
        size = min(aligned, (high - low + 1).bit_length() - 1)
        yield network((low, bits - size))
        low += 1 << size


def collapse_addresses(addresses):
    """Networks joined where they are neighbours, without those inside others."""
    networks, single = [], []
    for each in addresses:
        if isinstance(each, _Address):
            each = each.ip if isinstance(each, _Interface) and each._prefixlen == each._max_prefixlen else each
        known = single if isinstance(each, _Address) else networks
        if known and known[-1]._version != each._version:
            raise TypeError("%s and %s are not of the same version" % (each, known[-1]))
        known.append(each)
    numbers = sorted({address._ip for address in single})
    i = 0
    while i < len(numbers):
        j = i
        while j + 1 < len(numbers) and numbers[j + 1] == numbers[j] + 1:
            j += 1
        cls = type(single[0])
        networks.extend(summarize_address_range(cls(numbers[i]), cls(numbers[j])))
        i = j + 1
    todo = list(networks)
    found = {}
    while todo:
        network = todo.pop()
        above = network.supernet()
        other = found.get(above)
        if other is None:
            found[above] = network
        elif other != network:
            del found[above]
            todo.append(above)
    last = None
    for network in sorted(found.values()):
        if last is not None and last.broadcast_address >= network.broadcast_address:
            continue
        yield network
        last = network


def get_mixed_type_key(obj):
    """A key for sorting addresses and networks together."""
    if isinstance(obj, _Network):
        return obj._version, obj.network_address, obj.netmask
    if isinstance(obj, _Address):
        return obj._version, obj
    return NotImplemented
