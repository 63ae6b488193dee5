"""Django Channels under daphne: `django_server.py PORT`.

It sends messages back, and closes with 4001 when it is told to by the text `close`.
"""
import sys

import django
from django.conf import settings

settings.configure(ALLOWED_HOSTS=["*"], INSTALLED_APPS=[], LOGGING_CONFIG=None)
django.setup()

# These need the settings.
from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter  # noqa: E402
from daphne.endpoints import build_endpoint_description_strings  # noqa: E402
from daphne.server import Server  # noqa: E402


class Echo(AsyncWebsocketConsumer):
    async def connect(self):
        await self.accept("chat" if "chat" in self.scope["subprotocols"] else None)

    async def receive(self, text_data=None, bytes_data=None):
        if text_data == "close":
            await self.close(4001)
        else:
            await self.send(text_data=text_data, bytes_data=bytes_data)


class Announced(Server):
    def listen_success(self, port):
        super().listen_success(port)
        print(f"listening on {port.getHost().port}", flush=True)


Announced(
    ProtocolTypeRouter({"websocket": Echo.as_asgi()}),
    endpoints=build_endpoint_description_strings(host="127.0.0.1", port=0),
).run()
