"""HandlerEcho's server as Python's `websockets` sees it. Says `ready` when it waits for the server to stop."""
import asyncio
import sys

import websockets


async def main(address):
    async with websockets.connect(address) as client:
        for text in ["Hello", "你好", "", "x" * 100_000]:
            await client.send(text)
            assert await client.recv() == f"Server received: {text}"
        await client.send(b"\x00\xff")
        assert await client.recv() == b"\x00\xff"
        await (await client.ping(b"there?"))
        print("ready", flush=True)
        try:
            await client.recv()
        except websockets.ConnectionClosed as closed:
            print(f"closed {closed.rcvd.code}", flush=True)


asyncio.run(main(sys.argv[1]))
