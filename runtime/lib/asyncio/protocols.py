"""Protocols: what to do with what a transport brings. Subclass one, and define what you care for."""

__all__ = ("BaseProtocol", "Protocol", "DatagramProtocol", "SubprocessProtocol", "BufferedProtocol")


class BaseProtocol:
    """What all have in common."""

    __slots__ = ()

    def connection_made(self, transport):
        """The first thing that is called."""

    def connection_lost(self, exc):
        """The last. `exc`: None if the connection was closed in good order."""

    def pause_writing(self):
        """The transport's buffer is full: better write no more for now."""

    def resume_writing(self):
        """The buffer has drained."""


class Protocol(BaseProtocol):
    """For streams of bytes."""

    __slots__ = ()

    def data_received(self, data):
        """Some bytes came."""

    def eof_received(self):
        """The other side writes no more. Unless this gives something true, the transport closes itself."""


class BufferedProtocol(BaseProtocol):
    """For streams of bytes, received into buffers of the protocol's own."""

    __slots__ = ()

    def get_buffer(self, sizehint):
        """A buffer to receive into."""

    def buffer_updated(self, nbytes):
        """So many bytes of it have been filled."""

    def eof_received(self):
        """As in Protocol."""


class DatagramProtocol(BaseProtocol):
    """For packets."""

    __slots__ = ()

    def datagram_received(self, data, addr):
        """A packet came."""

    def error_received(self, exc):
        """Sending or receiving one failed."""


class SubprocessProtocol(BaseProtocol):
    """For child processes."""

    __slots__ = ()

    def pipe_data_received(self, fd, data):
        """The child wrote to its descriptor `fd`."""

    def pipe_connection_lost(self, fd, exc):
        """One of the pipes to the child was closed."""

    def process_exited(self):
        """The child has ended."""


def _feed_data_to_buffered_proto(protocol, data):
    while data:
        buffer = protocol.get_buffer(len(data))
        room = len(buffer)
        if not room:
            raise RuntimeError("get_buffer() returned an empty buffer")
        part = data[:room]
        buffer[:len(part)] = part
        protocol.buffer_updated(len(part))
        data = data[room:]
