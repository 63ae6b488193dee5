"""ChatWithHistory as Tornado's client sees it: what is no message, the bounded history, and the seam to what is live."""
import json
import re
import sys
import uuid
from html import unescape

from tornado.ioloop import IOLoop
from tornado.websocket import websocket_connect

BOUND = 100


class Member:
    @classmethod
    async def join(cls, address):
        member = cls()
        member.socket = await websocket_connect(address)
        member.uid = await member.socket.read_message()
        uuid.UUID(member.uid)
        return member

    async def say(self, text):
        await self.socket.write_message(json.dumps({"uid": self.uid, "message": text}))

    async def hear(self):
        fragment = await self.socket.read_message()
        assert fragment is not None, f"closed with {self.socket.close_code}"
        return unescape(re.fullmatch(r"<div.*><b>.*</b><div>([^<>]*)</div></div>", fragment, re.S)[1])


async def junk(address):
    speaker, listener = await Member.join(address), await Member.join(address)
    for text in [
        "", "hello", "[]", "null", "3", '"uid"', "{}", '{"uid": "a"}', '{"message": "a"}', '{"uid": 1, "message": "a"}',
        '{"uid": "a", "message": null}', '{"uid": "a", "message": {}}', '{"uid": "a", "message": ""}', '{"uid": "a", "message": "a"',
        '{"uid": "a", "message": "\\ud800"}', "[" * 2000, '{"uid": "' + "a" * 200 + '", "message": "a"}',
    ]:
        await speaker.socket.write_message(text)
    await speaker.socket.write_message(b"\x00\xff\xfe", binary=True)
    await speaker.say('<b>&"\'你好')
    raw = await listener.socket.read_message()
    assert "<b>&" not in raw and "&lt;b&gt;&amp;&quot;" in raw and "你好" in raw, raw
    assert await speaker.hear() == '<b>&"\'你好'
    late = await Member.join(address)
    assert await late.hear() == '<b>&"\'你好'
    await speaker.socket.write_message(json.dumps({"uid": "<script>", "message": "x"}))
    assert "<script>" not in await listener.socket.read_message()


async def history(address):
    speaker = await Member.join(address)
    for number in range(BOUND + 20):
        await speaker.say(str(number))
    for number in range(BOUND + 20):
        assert await speaker.hear() == str(number)
    late = await Member.join(address)
    for number in range(20, BOUND + 20):
        assert await late.hear() == str(number)


async def seam(address):
    """Thirty join while somebody talks without a break: each hears numbers without a gap and none twice."""
    speaker = await Member.join(address)
    members = []
    for number in range(3000):
        await speaker.say(str(number))
        if number % 100 == 0:
            members.append(await Member.join(address))
        await speaker.hear()
    for member in members:
        heard = int(await member.hear())
        while heard < 2999:
            heard += 1
            assert int(await member.hear()) == heard


address, chapter = sys.argv[1:]
IOLoop.current().run_sync(lambda: {"junk": junk, "history": history, "seam": seam}[chapter](address))
