"""ConnectionList as Python's `websockets` sees it: ten clients on one list, of whom two leave, one without a word."""
import asyncio
import sys

import websockets


async def everybody_hears(members, speaker, message, expected):
    await speaker.send(message)
    for member in members:
        assert await member.recv() == expected


async def main(address):
    members = [await websockets.connect(address) for _ in range(10)]
    await everybody_hears(members, members[3], "你好", "你好（收到）")
    await everybody_hears(members, members[0], b"\x00\xff", b"\x00\xff")
    await members.pop().close()
    members.pop().transport.abort()
    await everybody_hears(members, members[1], "x" * 60_000, "x" * 60_000 + "（收到）")
    for member in members:
        await member.close()


asyncio.run(main(sys.argv[1]))
