"""A server that greets, answers once, and ends as the path says: 1000, 1012, reset, die; 403 refuses."""
import asyncio
import http
import os
import socket
import struct

import websockets


async def handler(websocket, path):
    await websocket.send("欢迎")
    await websocket.send(f"you said {await websocket.recv()}")
    if path == "/reset":
        # Waits until the answer has been read; a reset throws away what has not.
        await (await websocket.ping())
        tcp = websocket.transport.get_extra_info("socket")
        tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        websocket.transport.abort()
    elif path == "/die":
        os._exit(1)
    else:
        await websocket.close(int(path[1:]), "as you wish")


async def refuse(path, headers):
    if path == "/403":
        return http.HTTPStatus.FORBIDDEN, [], b"not you\n"


async def main():
    async with websockets.serve(handler, "127.0.0.1", 0, process_request=refuse) as server:
        print(f"listening on ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
        await asyncio.Future()


asyncio.run(main())
