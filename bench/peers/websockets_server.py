"""Python's package websockets on asyncio: `python3 websockets_server.py PORT` serves /echo and /broadcast."""

import asyncio
import sys

import websockets

try:  # Since version 14 the asyncio server is a module of its own.
    from websockets.asyncio.server import broadcast, serve

    def path_of(socket):
        return socket.request.path
except ImportError:
    from websockets import broadcast
    from websockets.server import serve

    def path_of(socket):
        return socket.path

members = set()


async def handle(socket):
    try:
        if path_of(socket) == "/broadcast":
            members.add(socket)
            async for message in socket:
                broadcast(members, message)
        else:
            async for message in socket:
                await socket.send(message)
    except websockets.ConnectionClosed:
        pass
    finally:
        members.discard(socket)


async def main():
    options = {"compression": None, "ping_interval": None, "backlog": 4096}
    async with serve(handle, "127.0.0.1", int(sys.argv[1]), **options):
        await asyncio.Event().wait()


asyncio.run(main())
