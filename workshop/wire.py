"""One encoded frame, written straight to each socket of daphne's: the step below its public interface.

The public way encodes and buffers the same frame once per socket and lets the event loop come back for it: several
times the cost of the send itself (`bin/bench`). Here the bytes are made once and handed to the kernel; whatever is not
as expected (another server, a socket that closes, bytes that wait) takes the public way, or the transport's own buffer.
`tests/test_wire.py` fails when a library's upgrade makes everything take the public way.
"""

from functools import partial

MOST_WAITING = 256 * 1024  # bytes that a slow phone may leave unread; it is then let go, and asks over HTTP


def encode(text):
    """A whole text frame of a server, RFC 6455 section 5.2: never masked, never in pieces."""
    content = text.encode()
    size = len(content)
    if size < 126:
        return bytes((0x81, size)) + content
    if size < 1 << 16:
        return b"\x81\x7e" + size.to_bytes(2, "big") + content
    return b"\x81\x7f" + size.to_bytes(8, "big") + content


def protocol_of(send):
    """What daphne's `send` of a websocket writes to; None when it is another server's."""
    protocol = send.args[0] if isinstance(send, partial) and send.args else None
    return protocol if hasattr(getattr(protocol, "transport", None), "_tempDataBuffer") else None


def write(protocol, frame):
    """Send one encoded frame; False when it must go the public way."""
    transport = protocol and protocol.transport
    if not transport or protocol.state != protocol.STATE_OPEN or protocol.send_queue or transport.disconnecting:
        return False
    waiting = len(transport.dataBuffer) - transport.offset + transport._tempDataLen
    if waiting > MOST_WAITING:
        transport.abortConnection()
    elif waiting:
        transport.write(frame)  # in turn
    else:
        send_now(transport, frame)
    return True


def send_now(transport, frame):
    """To the kernel; what it does not take at once, and what is wrong with the line, is the transport's affair."""
    try:
        sent = transport.socket.send(frame)
    except OSError:
        sent = 0
    if sent < len(frame):
        transport.write(frame[sent:])
