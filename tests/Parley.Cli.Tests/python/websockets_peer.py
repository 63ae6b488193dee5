"""A room and its closing as Python's `websockets` sees them. Says `ready` when it waits for the server to stop."""
import asyncio
import sys

import websockets


async def parts():
    yield "Hel"
    yield "lo"


async def main(port):
    room = f"ws://127.0.0.1:{port}/room"
    async with websockets.connect(f"{room}/大厅/") as first, websockets.connect(
        f"{room}/%E5%A4%A7%E5%8E%85/"
    ) as second, websockets.connect(f"{room}/124/") as other:
        for message in ["你好", b"\x00\xff", "", "x" * 70_000]:
            await first.send(message)
            assert await second.recv() == message
            assert await first.recv() == message
        await first.send(parts())
        assert await second.recv() == "Hello"
        await (await second.ping(b"are you there"))
        await other.send("own")
        assert await other.recv() == "own", "another room was heard"
        print("ready", flush=True)
        try:
            await second.recv()
        except websockets.ConnectionClosed as closed:
            print(f"closed {closed.rcvd.code} {closed.rcvd.reason}", flush=True)


asyncio.run(main(sys.argv[1]))
