"""GroupChat's three consumers as Python's `websockets` sees them."""
import asyncio
import sys

import websockets


async def main(address):
    async with websockets.connect(f"{address}/greeting/") as guest:
        assert await guest.recv() == "来了呀客官"

    async with websockets.connect(f"{address}/farewell/") as guest:
        await guest.send("hello")
        assert await guest.recv() == "你好呀你好"
        await guest.wait_closed()
        assert guest.close_code == 1000

    async with websockets.connect(f"{address}/room/123/") as first, websockets.connect(
        f"{address}/room/123/"
    ) as second, websockets.connect(f"{address}/room/124/") as other:
        for text in ["你好", "", "x" * 60_000]:
            await first.send(text)
            assert await first.recv() == text
            assert await second.recv() == text
        await first.close()
        await second.send("alone")
        assert await second.recv() == "alone"
        await other.send("own")
        assert await other.recv() == "own", "another group was heard"

    try:
        await websockets.connect(f"{address}/room/{'x' * 101}/")
        raise AssertionError("a name that no group can have was taken")
    except websockets.InvalidStatusCode as refusal:
        assert refusal.status_code == 404


asyncio.run(main(sys.argv[1]))
