"""Python's echo server, which also pushes news and pings a client that says nothing."""
import asyncio

import websockets


async def handler(websocket):
    await websocket.send("news 1")
    await (await websocket.ping(b"there?"))
    print("the ping was answered", flush=True)
    await websocket.send("news 2")
    async for message in websocket:
        if message == "leave me":
            await websocket.close(4000, "as you wish")
        else:
            await websocket.send(f"Server received: {message}")
    print(f"the client left with {websocket.close_code}", flush=True)


async def main():
    async with websockets.serve(handler, "127.0.0.1", 0) as server:
        print(f"listening on ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
        await asyncio.Future()


asyncio.run(main())
