// What the halves of `_socket` share: socket_object.cpp has the sockets, socket_names.cpp addresses and the resolver.
#pragma once

#include <sys/socket.h>

#include "objects/exception.h"
#include "thread/thread.h"
#include "vm/native.h"

namespace gilt {

// A socket address of any family.
struct SocketAddress {
    sockaddr_storage storage;
    socklen_t length = 0;
    sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
};

// What scripts write for an address: (host, port), (host, port, flow, scope), a path. A host name is resolved, which may wait.
// `method` for messages. False with an exception pending.
[[nodiscard]] bool address_from(Thread& thread, int family, Value value, const char* method, SocketAddress* out);
// The opposite. None if there is no address.
Value address_to(Thread& thread, SocketAddress& address);

void add_socket_names(Thread& thread, Module* module);      // getaddrinfo and its kin
void add_socket_constants(Thread& thread, Module* module);

}  // namespace gilt
