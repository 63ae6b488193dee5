"""Tornado: `python3 tornado_server.py PORT` serves /echo and /broadcast."""

import asyncio
import sys

from tornado import web, websocket

members = set()


class Base(websocket.WebSocketHandler):
    def check_origin(self, origin):
        return True

    def open(self):
        self.set_nodelay(True)


class Echo(Base):
    def on_message(self, message):
        # What is returned is waited for before the next message is read, so that a slow reader is not sent ever more.
        return self.write_message(message, binary=isinstance(message, bytes))


class Broadcast(Base):
    def open(self):
        super().open()
        members.add(self)

    def on_message(self, message):
        binary = isinstance(message, bytes)
        for member in members:
            try:
                member.write_message(message, binary=binary)
            except websocket.WebSocketClosedError:
                pass

    def on_close(self):
        members.discard(self)


async def main():
    application = web.Application([("/echo", Echo), ("/broadcast", Broadcast)], log_function=lambda handler: None)
    application.listen(int(sys.argv[1]), address="127.0.0.1", backlog=4096)
    await asyncio.Event().wait()


asyncio.run(main())
