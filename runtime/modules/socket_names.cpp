// _socket: addresses, names and the resolver.
#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "modules/socket_support.h"
#include "objects/bytes.h"
#include "objects/class.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/namespaces.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "vm/operations.h"

namespace gilt {
namespace {

Class *gaierror, *herror;

Value raise_resolver_error(Thread& thread, int error) {
    if (error == EAI_SYSTEM) return raise_errno(thread, errno);
    Value exception = call(thread, Value(gaierror), {Value::from_int(error), Value(new_str(thread, gai_strerror(error)))});
    return exception ? Value(raise(thread, exception)) : Value();
}

// Calls the resolver outside Running.
Value resolve(Thread& thread, const char* host, const char* service, const addrinfo& hints, addrinfo** result) {
    int error;
    {
        BlockingRegion region(thread);
        error = getaddrinfo(host, service, &hints, result);
    }
    return error ? raise_resolver_error(thread, error) : Value::none();
}

// A host as scripts write it: a str or bytes without zero bytes.
bool host_text(Thread& thread, Value value, std::string* out) {
    if (is_str(value)) {
        if (!encode_utf8(thread, as_str(value), out)) return false;
    } else if (is_bytes(value) || has_buffer(value)) {
        std::string_view view;
        if (!get_buffer(thread, value, &view)) return false;
        *out = view;
    } else {
        return raise_type_error(thread, "str, bytes or bytearray expected, not {}", type_name(value));
    }
    if (out->find('\0') != std::string::npos)
        return raise_type_error(thread, "host name must not contain null character");
    return true;
}

bool resolve_host(Thread& thread, int family, const std::string& host, SocketAddress* out) {
    if (family == AF_INET) {
        auto* address = reinterpret_cast<sockaddr_in*>(&out->storage);
        address->sin_family = AF_INET;
        out->length = sizeof *address;
        if (host.empty()) {
            address->sin_addr.s_addr = htonl(INADDR_ANY);
            return true;
        }
        if (host == "255.255.255.255" || host == "<broadcast>") {
            address->sin_addr.s_addr = htonl(INADDR_BROADCAST);
            return true;
        }
        if (inet_pton(AF_INET, host.c_str(), &address->sin_addr) == 1) return true;
    } else {
        auto* address = reinterpret_cast<sockaddr_in6*>(&out->storage);
        address->sin6_family = AF_INET6;
        out->length = sizeof *address;
        if (host.empty()) {
            address->sin6_addr = in6addr_any;
            return true;
        }
        if (inet_pton(AF_INET6, host.c_str(), &address->sin6_addr) == 1) return true;
    }
    addrinfo hints{}, *found = nullptr;
    hints.ai_family = family;
    if (!resolve(thread, host.c_str(), nullptr, hints, &found)) return false;
    memcpy(&out->storage, found->ai_addr, found->ai_addrlen);
    out->length = found->ai_addrlen;
    freeaddrinfo(found);
    return true;
}

bool unix_address(Thread& thread, Value value, SocketAddress* out) {
    std::string path;
    if (is_str(value)) {
        path = to_utf8(as_str(value));
    } else {
        std::string_view view;
        if (!get_buffer(thread, value, &view)) return false;
        path = view;
    }
    auto* address = reinterpret_cast<sockaddr_un*>(&out->storage);
    bool is_abstract = !path.empty() && path[0] == '\0';
    if (path.size() + !is_abstract > sizeof address->sun_path) return bool(raise_text(thread, exceptions.OSError, "AF_UNIX path too long"));
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path.data(), path.size());
    out->length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + !is_abstract);
    return true;
}

}  // namespace

bool address_from(Thread& thread, int family, Value value, const char* method, SocketAddress* out) {
    memset(&out->storage, 0, sizeof out->storage);
    if (family == AF_UNIX) return unix_address(thread, value, out);
    if (family != AF_INET && family != AF_INET6) return bool(raise_format(thread, exceptions.OSError, "{}(): bad family", method));
    const char* name = family == AF_INET ? "AF_INET" : "AF_INET6";
    if (!is_tuple(value)) return raise_type_error(thread, "{}(): {} address must be tuple, not {}", method, name, type_name(value));
    Tuple* parts = as_tuple(value);
    if (family == AF_INET ? parts->length != 2 : parts->length < 2 || parts->length > 4)
        return family == AF_INET ? raise_type_error(thread, "AF_INET address must be a pair (host, port)")
                                 : raise_type_error(thread, "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])");
    std::string host;
    int64_t port, flow = 0, scope = 0;
    if (!host_text(thread, parts->items[0], &host) || !to_int64(thread, parts->items[1], &port)) return false;
    if (parts->length > 2 && !to_int64(thread, parts->items[2], &flow)) return false;
    if (parts->length > 3 && !to_int64(thread, parts->items[3], &scope)) return false;
    if (!resolve_host(thread, family, host, out)) return false;
    if (port < 0 || port > 0xFFFF) return bool(raise_format(thread, exceptions.OverflowError, "{}(): port must be 0-65535.", method));
    if (flow < 0 || flow > 0xFFFFF) return bool(raise_format(thread, exceptions.OverflowError, "{}(): flowinfo must be 0-1048575.", method));
    if (family == AF_INET) {
        reinterpret_cast<sockaddr_in*>(&out->storage)->sin_port = htons(static_cast<uint16_t>(port));
    } else {
        auto* address = reinterpret_cast<sockaddr_in6*>(&out->storage);
        address->sin6_port = htons(static_cast<uint16_t>(port));
        address->sin6_flowinfo = htonl(static_cast<uint32_t>(flow));
        if (parts->length > 3) address->sin6_scope_id = static_cast<uint32_t>(scope);
    }
    return true;
}

Value address_to(Thread& thread, SocketAddress& address) {
    if (address.length == 0) return Value::none();
    char text[INET6_ADDRSTRLEN];
    switch (address.storage.ss_family) {
        case AF_INET: {
            auto* inet = reinterpret_cast<sockaddr_in*>(&address.storage);
            inet_ntop(AF_INET, &inet->sin_addr, text, sizeof text);
            return new_tuple(thread, {Value(new_str_ascii(thread, text)), Value::from_int(ntohs(inet->sin_port))});
        }
        case AF_INET6: {
            auto* inet = reinterpret_cast<sockaddr_in6*>(&address.storage);
            inet_ntop(AF_INET6, &inet->sin6_addr, text, sizeof text);
            std::string host = text;
            if (inet->sin6_scope_id) {
                char interface[IF_NAMESIZE];
                if (if_indextoname(inet->sin6_scope_id, interface)) host = host + "%" + interface;
            }
            return new_tuple(thread, {Value(new_str(thread, host)), Value::from_int(ntohs(inet->sin6_port)),
                                      Value::from_int(ntohl(inet->sin6_flowinfo)), Value::from_int(inet->sin6_scope_id)});
        }
        case AF_UNIX: {
            auto* local = reinterpret_cast<sockaddr_un*>(&address.storage);
            size_t length = address.length - offsetof(sockaddr_un, sun_path);
            if (length > 0 && local->sun_path[0] == '\0') return new_bytes(thread, {local->sun_path, length});
            return new_str(thread, std::string_view(local->sun_path, strnlen(local->sun_path, length)));
        }
        default: {
            std::string_view rest(reinterpret_cast<char*>(&address.storage) + sizeof(sa_family_t), address.length - sizeof(sa_family_t));
            return new_tuple(thread, {Value::from_int(address.storage.ss_family), Value(new_bytes(thread, rest))});
        }
    }
}

namespace {

Value get_address_info(Thread& thread, Args& args) {
    std::string host, service;
    const char *host_word = nullptr, *service_word = nullptr;
    if (!args[0].is_none()) {
        if (!is_str(args[0]) && !is_bytes(args[0])) return raise_type_error(thread, "getaddrinfo() argument 1 must be string or None");
        if (!host_text(thread, args[0], &host)) return {};
        host_word = host.c_str();
    }
    if (is_int(args[1])) {
        Str* text = to_str(thread, args[1]);
        if (!text) return {};
        service = to_utf8(text);
        service_word = service.c_str();
    } else if (!args[1].is_none()) {
        if (!is_str(args[1]) && !is_bytes(args[1])) return raise_text(thread, exceptions.OSError, "Int or String expected");
        if (!host_text(thread, args[1], &service)) return {};
        service_word = service.c_str();
    }
    int64_t numbers[4] = {0, 0, 0, 0};
    for (size_t i = 0; i < 4; i++)
        if (args.has(i + 2) && !to_int64(thread, args[i + 2], &numbers[i])) return {};
    addrinfo hints{}, *found = nullptr;
    hints.ai_family = static_cast<int>(numbers[0]);
    hints.ai_socktype = static_cast<int>(numbers[1]);
    hints.ai_protocol = static_cast<int>(numbers[2]);
    hints.ai_flags = static_cast<int>(numbers[3]);
    if (!resolve(thread, host_word, service_word, hints, &found)) return {};
    List* list = new_list(thread);
    for (addrinfo* at = found; at; at = at->ai_next) {
        SocketAddress address;
        memcpy(&address.storage, at->ai_addr, at->ai_addrlen);
        address.length = at->ai_addrlen;
        Value name = new_str(thread, at->ai_canonname ? at->ai_canonname : "");
        list_append(thread, list, new_tuple(thread, {Value::from_int(at->ai_family), Value::from_int(at->ai_socktype),
                                                     Value::from_int(at->ai_protocol), name, address_to(thread, address)}));
    }
    freeaddrinfo(found);
    return list;
}

Value get_name_info(Thread& thread, Args& args) {
    if (!is_tuple(args[0])) return raise_type_error(thread, "getnameinfo() argument 1 must be a tuple");
    int64_t flags;
    if (!to_int64(thread, args[1], &flags)) return {};
    Tuple* parts = as_tuple(args[0]);
    std::string host;
    int64_t port;
    if (parts->length < 2) return raise_type_error(thread, "getnameinfo(): illegal sockaddr argument");
    if (!host_text(thread, parts->items[0], &host) || !to_int64(thread, parts->items[1], &port)) return {};
    addrinfo hints{}, *found = nullptr;
    hints.ai_socktype = SOCK_DGRAM;
    hints.ai_flags = AI_NUMERICHOST;
    std::string service = std::to_string(port);
    if (!resolve(thread, host.c_str(), service.c_str(), hints, &found)) return {};
    char host_out[NI_MAXHOST], service_out[NI_MAXSERV];
    int error;
    {
        BlockingRegion region(thread);
        error = getnameinfo(found->ai_addr, found->ai_addrlen, host_out, sizeof host_out, service_out, sizeof service_out,
                            static_cast<int>(flags));
    }
    freeaddrinfo(found);
    if (error) return raise_resolver_error(thread, error);
    return new_tuple(thread, {Value(new_str(thread, host_out)), Value(new_str(thread, service_out))});
}

Value get_host_by_name(Thread& thread, Args& args) {
    std::string host;
    SocketAddress address;
    memset(&address.storage, 0, sizeof address.storage);
    if (!host_text(thread, args[0], &host) || !resolve_host(thread, AF_INET, host, &address)) return {};
    Value pair = address_to(thread, address);
    return as_tuple(pair)->items[0];
}

Value get_host_name(Thread& thread, Args&) {
    char name[256];
    if (gethostname(name, sizeof name) != 0) return raise_errno(thread, errno);
    return new_str(thread, name);
}

// (name, [], [addresses])
Value host_entry(Thread& thread, const std::string& name, addrinfo* found) {
    List* addresses = new_list(thread);
    for (addrinfo* at = found; at; at = at->ai_next) {
        SocketAddress address;
        memcpy(&address.storage, at->ai_addr, at->ai_addrlen);
        address.length = at->ai_addrlen;
        list_append(thread, addresses, as_tuple(address_to(thread, address))->items[0]);
    }
    return new_tuple(thread, {Value(new_str(thread, name)), Value(new_list(thread)), Value(addresses)});
}

Value get_host_by_name_ex(Thread& thread, Args& args) {
    std::string host;
    addrinfo hints{}, *found = nullptr;
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_CANONNAME;
    if (!host_text(thread, args[0], &host) || !resolve(thread, host.c_str(), nullptr, hints, &found)) return {};
    Value entry = host_entry(thread, found->ai_canonname ? found->ai_canonname : host, found);
    freeaddrinfo(found);
    return entry;
}

Value get_host_by_address(Thread& thread, Args& args) {
    std::string host;
    addrinfo hints{}, *found = nullptr;
    hints.ai_socktype = SOCK_STREAM;
    if (!host_text(thread, args[0], &host) || !resolve(thread, host.c_str(), nullptr, hints, &found)) return {};
    char name[NI_MAXHOST];
    int error;
    {
        BlockingRegion region(thread);
        error = getnameinfo(found->ai_addr, found->ai_addrlen, name, sizeof name, nullptr, 0, NI_NAMEREQD);
    }
    Value entry;
    if (error) {
        Value exception = call(thread, Value(herror), {Value::from_int(1), Value(new_str(thread, "Unknown host"))});
        if (exception) raise(thread, exception);
    } else {
        entry = host_entry(thread, name, found);
    }
    freeaddrinfo(found);
    return entry;
}

Value get_service_by_name(Thread& thread, Args& args) {
    std::string name, protocol;
    if (!host_text(thread, args[0], &name) || (args.has(1) && !host_text(thread, args[1], &protocol))) return {};
    servent* entry = getservbyname(name.c_str(), args.has(1) ? protocol.c_str() : nullptr);
    if (!entry) return raise_text(thread, exceptions.OSError, "service/proto not found");
    return Value::from_int(ntohs(static_cast<uint16_t>(entry->s_port)));
}
Value get_service_by_port(Thread& thread, Args& args) {
    int64_t port;
    std::string protocol;
    if (!to_int64(thread, args[0], &port) || (args.has(1) && !host_text(thread, args[1], &protocol))) return {};
    if (port < 0 || port > 0xFFFF) return raise_text(thread, exceptions.OverflowError, "getservbyport: port must be 0-65535.");
    servent* entry = getservbyport(htons(static_cast<uint16_t>(port)), args.has(1) ? protocol.c_str() : nullptr);
    return entry ? Value(new_str(thread, entry->s_name)) : Value(raise_text(thread, exceptions.OSError, "port/proto not found"));
}
Value get_protocol_by_name(Thread& thread, Args& args) {
    std::string name;
    if (!host_text(thread, args[0], &name)) return {};
    protoent* entry = getprotobyname(name.c_str());
    return entry ? Value::from_int(entry->p_proto) : Value(raise_text(thread, exceptions.OSError, "protocol not found"));
}

Value text_to_inet4(Thread& thread, Args& args) {
    std::string text;
    if (!host_text(thread, args[0], &text)) return {};
    in_addr address;
    if (!inet_aton(text.c_str(), &address)) return raise_text(thread, exceptions.OSError, "illegal IP address string passed to inet_aton");
    return new_bytes(thread, {reinterpret_cast<char*>(&address), sizeof address});
}
Value inet4_to_text(Thread& thread, Args& args) {
    std::string_view packed;
    if (!get_buffer(thread, args[0], &packed)) return {};
    if (packed.size() != 4) return raise_text(thread, exceptions.OSError, "packed IP wrong length for inet_ntoa");
    char text[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, packed.data(), text, sizeof text);
    return new_str_ascii(thread, text);
}
Value text_to_inet(Thread& thread, Args& args) {
    int64_t family;
    std::string text;
    if (!to_int64(thread, args[0], &family) || !host_text(thread, args[1], &text)) return {};
    char packed[16];
    int good = inet_pton(static_cast<int>(family), text.c_str(), packed);
    if (good < 0) return raise_errno(thread, errno);
    if (!good) return raise_text(thread, exceptions.OSError, "illegal IP address string passed to inet_pton");
    return new_bytes(thread, {packed, family == AF_INET ? size_t{4} : size_t{16}});
}
Value inet_to_text(Thread& thread, Args& args) {
    int64_t family;
    std::string_view packed;
    if (!to_int64(thread, args[0], &family) || !get_buffer(thread, args[1], &packed)) return {};
    if (family != AF_INET && family != AF_INET6) return raise_value_error(thread, "unknown address family {}", family);
    if (packed.size() != (family == AF_INET ? 4u : 16u)) return raise_value_error(thread, "invalid length of packed IP address string");
    char text[INET6_ADDRSTRLEN];
    inet_ntop(static_cast<int>(family), packed.data(), text, sizeof text);
    return new_str_ascii(thread, text);
}

template <class T, T (*swap)(T)>
Value swap_bytes(Thread& thread, Args& args) {
    int64_t number;
    if (!to_int64(thread, args[0], &number)) return {};
    if (number < 0) return raise_text(thread, exceptions.OverflowError, "can't convert negative value to unsigned int");
    if (number > static_cast<int64_t>(T(~T{0}))) return raise_text(thread, exceptions.OverflowError, "int larger than allowed");
    return make_uint(thread, swap(static_cast<T>(number)));
}
uint16_t swap16(uint16_t number) { return htons(number); }
uint32_t swap32(uint32_t number) { return htonl(number); }

Value interface_names(Thread& thread, Args&) {
    struct if_nameindex* all = if_nameindex();
    if (!all) return raise_errno(thread, errno);
    List* list = new_list(thread);
    for (auto* at = all; at->if_index; at++)
        list_append(thread, list, new_tuple(thread, {Value::from_int(at->if_index), Value(new_str(thread, at->if_name))}));
    if_freenameindex(all);
    return list;
}
Value interface_index(Thread& thread, Args& args) {
    std::string name;
    if (!host_text(thread, args[0], &name)) return {};
    unsigned index = if_nametoindex(name.c_str());
    return index ? Value::from_int(index) : Value(raise_text(thread, exceptions.OSError, "no interface with this name"));
}
Value interface_name(Thread& thread, Args& args) {
    int64_t index;
    if (!to_int64(thread, args[0], &index)) return {};
    char name[IF_NAMESIZE];
    if (!if_indextoname(static_cast<unsigned>(index), name)) return raise_errno(thread, errno);
    return new_str(thread, name);
}

#define GILT_SOCKET_CONSTANTS(X)                                                                                       \
    X(AF_UNSPEC) X(AF_UNIX) X(AF_INET) X(AF_INET6) X(AF_PACKET) X(AF_NETLINK)                                          \
    X(SOCK_STREAM) X(SOCK_DGRAM) X(SOCK_RAW) X(SOCK_RDM) X(SOCK_SEQPACKET) X(SOCK_CLOEXEC) X(SOCK_NONBLOCK)             \
    X(SOL_SOCKET) X(SOMAXCONN) X(SHUT_RD) X(SHUT_WR) X(SHUT_RDWR)                                                      \
    X(SO_REUSEADDR) X(SO_REUSEPORT) X(SO_KEEPALIVE) X(SO_BROADCAST) X(SO_LINGER) X(SO_ERROR) X(SO_TYPE) X(SO_SNDBUF)    \
    X(SO_RCVBUF) X(SO_SNDTIMEO) X(SO_RCVTIMEO) X(SO_SNDLOWAT) X(SO_RCVLOWAT) X(SO_OOBINLINE) X(SO_DEBUG)                \
    X(SO_DONTROUTE) X(SO_ACCEPTCONN) X(SO_DOMAIN) X(SO_PROTOCOL) X(SO_PEERCRED) X(SO_PASSCRED) X(SO_PRIORITY)           \
    X(SO_BINDTODEVICE) X(SO_MARK)                                                                                      \
    X(IPPROTO_IP) X(IPPROTO_TCP) X(IPPROTO_UDP) X(IPPROTO_IPV6) X(IPPROTO_ICMP) X(IPPROTO_ICMPV6) X(IPPROTO_RAW)        \
    X(IPPROTO_IGMP) X(TCP_NODELAY) X(TCP_KEEPIDLE) X(TCP_KEEPINTVL) X(TCP_KEEPCNT) X(TCP_MAXSEG) X(TCP_CORK)            \
    X(TCP_DEFER_ACCEPT) X(TCP_INFO) X(TCP_QUICKACK) X(TCP_SYNCNT) X(TCP_LINGER2) X(TCP_USER_TIMEOUT) X(TCP_FASTOPEN)     \
    X(IP_TOS) X(IP_TTL) X(IP_MULTICAST_IF) X(IP_MULTICAST_TTL) X(IP_MULTICAST_LOOP) X(IP_ADD_MEMBERSHIP)                \
    X(IP_DROP_MEMBERSHIP) X(IP_OPTIONS) X(IP_HDRINCL) X(IP_RECVTOS)                                                    \
    X(IPV6_V6ONLY) X(IPV6_JOIN_GROUP) X(IPV6_LEAVE_GROUP) X(IPV6_MULTICAST_HOPS) X(IPV6_MULTICAST_IF)                   \
    X(IPV6_MULTICAST_LOOP) X(IPV6_UNICAST_HOPS) X(IPV6_TCLASS)                                                         \
    X(MSG_OOB) X(MSG_PEEK) X(MSG_DONTROUTE) X(MSG_DONTWAIT) X(MSG_WAITALL) X(MSG_TRUNC) X(MSG_CTRUNC) X(MSG_EOR)        \
    X(MSG_NOSIGNAL) X(MSG_MORE) X(MSG_CMSG_CLOEXEC) X(MSG_ERRQUEUE) X(MSG_CONFIRM)                                      \
    X(SCM_RIGHTS) X(SCM_CREDENTIALS)                                                                                   \
    X(AI_PASSIVE) X(AI_CANONNAME) X(AI_NUMERICHOST) X(AI_NUMERICSERV) X(AI_ADDRCONFIG) X(AI_V4MAPPED) X(AI_ALL)         \
    X(EAI_FAMILY) X(EAI_SOCKTYPE) X(EAI_NONAME) X(EAI_SERVICE) X(EAI_AGAIN) X(EAI_FAIL) X(EAI_MEMORY) X(EAI_BADFLAGS)   \
    X(EAI_SYSTEM) X(EAI_OVERFLOW) X(EAI_NODATA) X(EAI_ADDRFAMILY)                                                      \
    X(NI_NUMERICHOST) X(NI_NUMERICSERV) X(NI_NAMEREQD) X(NI_NOFQDN) X(NI_DGRAM) X(NI_MAXHOST) X(NI_MAXSERV)

Class* new_error(Thread& thread, Module* module, const char* name) {
    Value arguments[] = {Value(new_str(thread, name)), Value(new_tuple(thread, {Value(exceptions.OSError)})),
                         Value(new_dict(thread))};
    Value cls = call(thread, Value(exceptions.OSError->cls()), {arguments, 3});
    (void)set_attr(thread, cls, intern(thread, "__module__"), new_str(thread, "socket"));
    keep_forever(thread, cls);
    set_module_attribute(thread, module, name, cls);
    return static_cast<Class*>(cls.as_object());
}

}  // namespace

void add_socket_constants(Thread& thread, Module* module) {
#define X(name) set_module_attribute(thread, module, #name, Value::from_int(name));
    GILT_SOCKET_CONSTANTS(X)
#undef X
    set_module_attribute(thread, module, "SOL_IP", Value::from_int(0));
    set_module_attribute(thread, module, "SOL_TCP", Value::from_int(IPPROTO_TCP));
    set_module_attribute(thread, module, "SOL_UDP", Value::from_int(IPPROTO_UDP));
    set_module_attribute(thread, module, "INADDR_ANY", Value::from_int(0));
    set_module_attribute(thread, module, "INADDR_LOOPBACK", Value::from_int(INADDR_LOOPBACK));
    set_module_attribute(thread, module, "INADDR_BROADCAST", Value::from_int(0xFFFFFFFF));
    set_module_attribute(thread, module, "INADDR_NONE", Value::from_int(0xFFFFFFFF));
    set_module_attribute(thread, module, "has_ipv6", Value::from_bool(true));
}

void add_socket_names(Thread& thread, Module* module) {
    gaierror = new_error(thread, module, "gaierror");
    herror = new_error(thread, module, "herror");
    add_functions(
        thread, module,
        {{"getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)", get_address_info, "Addresses of a host and a service."},
         {"getnameinfo(sockaddr, flags, /)", get_name_info, "(host, service) of an address."},
         {"gethostbyname(host, /)", get_host_by_name},
         {"gethostbyname_ex(host, /)", get_host_by_name_ex},
         {"gethostbyaddr(host, /)", get_host_by_address},
         {"gethostname()", get_host_name},
         {"getservbyname(servicename, protocolname=None, /)", get_service_by_name},
         {"getservbyport(port, protocolname=None, /)", get_service_by_port},
         {"getprotobyname(name, /)", get_protocol_by_name},
         {"inet_aton(string, /)", text_to_inet4},
         {"inet_ntoa(packed_ip, /)", inet4_to_text},
         {"inet_pton(af, ip, /)", text_to_inet},
         {"inet_ntop(af, packed_ip, /)", inet_to_text},
         {"htons(x, /)", swap_bytes<uint16_t, swap16>},
         {"ntohs(x, /)", swap_bytes<uint16_t, swap16>},
         {"htonl(x, /)", swap_bytes<uint32_t, swap32>},
         {"ntohl(x, /)", swap_bytes<uint32_t, swap32>},
         {"if_nameindex()", interface_names},
         {"if_nametoindex(oname, /)", interface_index},
         {"if_indextoname(if_index, /)", interface_name}});
}

}  // namespace gilt
