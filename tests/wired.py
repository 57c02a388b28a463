"""A tiny application that tests/test_wire.py serves by daphne: what workshop/wire.py does to a real socket."""

from workshop import wire


async def application(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    await receive()  # the client says that it is there
    await PATHS[scope["path"]](send, wire.protocol_of(send))
    await receive()


async def straight(send, protocol):
    """One frame by the wire, then what the wire said of it, the public way."""
    text = str(wire.write(protocol, wire.encode("tout droit, été 🌞")))
    await send({"type": "websocket.send", "text": text})


async def in_turn(send, protocol):
    """The public way leaves bytes in a buffer; a frame by the wire must not pass before them."""
    for number in range(0, 100, 2):
        await send({"type": "websocket.send", "text": str(number)})
        wire.write(protocol, wire.encode(str(number + 1)))


async def to_the_deaf(send, protocol):
    """Far more than a socket may leave unread."""
    frame = wire.encode("x" * 65000)
    for _each in range(1000):
        wire.write(protocol, frame)


PATHS = {"/straight": straight, "/in-turn": in_turn, "/deaf": to_the_deaf}
