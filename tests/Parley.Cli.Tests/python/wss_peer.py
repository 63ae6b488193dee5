"""An echo server over TLS as Python's `websockets` sees it, and its end as Python's `ssl` does. Says `done`."""
import asyncio
import socket
import ssl
import sys

import websockets

port = int(sys.argv[1])
context = ssl.create_default_context(cafile=sys.argv[2])
strict = ssl.create_default_context(cafile=sys.argv[2])
if sys.argv[3] == "standalone":
    # Kestrel does not say goodbye.
    strict.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF


async def talk():
    async with websockets.connect(f"wss://localhost:{port}/any", ssl=context) as client:
        for message in ["你好", b"\x00\xff", "", "x" * 1_000_000]:
            await client.send(message)
            assert await client.recv() == message


def read_to_end(request):
    """A ragged end is an error: the server must say goodbye (RFC 8446 section 6.1)."""
    with socket.create_connection(("127.0.0.1", port)) as plain:
        with strict.wrap_socket(plain, server_hostname="localhost", suppress_ragged_eofs=False) as secure:
            assert secure.version() == "TLSv1.3", secure.version()
            secure.sendall(request)
            answer = b""
            while piece := secure.recv(65536):
                answer += piece
            return answer


asyncio.run(talk())
assert read_to_end(b"hello\r\n\r\n").startswith(b"HTTP/1.1 400 ")
handshake = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
close = b"\x88\x82\x00\x00\x00\x00\x03\xe8"
assert read_to_end(handshake + close).endswith(b"\x88\x02\x03\xe8")
print("done", flush=True)
