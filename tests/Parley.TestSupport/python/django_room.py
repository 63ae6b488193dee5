"""Django Channels under daphne: `django_room.py BACKEND REDIS_PORT` serves /room/NAME/ and /send/ on a port that it prints.

What comes to a room goes to its group, text or bytes; `/leave` leaves the group, `/name` says the connection's channel.
What comes to /send/ is a channel, a space and a text for it.
"""

import logging
import socket
import sys

import django
from django.conf import settings

settings.configure(
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=[],
    LOGGING_CONFIG=None,
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": f"channels_redis.{sys.argv[1]}",
            "CONFIG": {"hosts": [f"redis://127.0.0.1:{sys.argv[2]}"]},
        }
    },
)
django.setup()

# These need the settings.
from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from daphne.cli import CommandLineInterface  # noqa: E402
from django.urls import path  # noqa: E402


class Room(AsyncWebsocketConsumer):
    async def connect(self):
        self.group = self.scope["url_route"]["kwargs"]["name"]
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        await self.send(text_data="joined")

    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):
        if text_data == "/leave":
            await self.channel_layer.group_discard(self.group, self.channel_name)
            await self.send(text_data="left")
        elif text_data == "/name":
            await self.send(text_data=self.channel_name)
        else:
            message = bytes_data if text_data is None else text_data
            await self.channel_layer.group_send(self.group, {"type": "chat.message", "message": message})

    async def chat_message(self, event):
        message = event["message"]
        if isinstance(message, bytes):
            await self.send(bytes_data=message)
        else:
            await self.send(text_data=message)


class Send(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        channel, text = text_data.split(" ", 1)
        await self.channel_layer.send(channel, {"type": "chat.message", "message": text})
        await self.send(text_data="sent")


application = ProtocolTypeRouter(
    {"websocket": URLRouter([path("room/<name>/", Room.as_asgi()), path("send/", Send.as_asgi())])}
)

if __name__ == "__main__":
    # Daphne imports the application by name; without this it would import this file a second time.
    sys.modules["django_room"] = sys.modules["__main__"]
    logging.disable(logging.CRITICAL)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    print(f"port {port}", flush=True)
    CommandLineInterface().run(["-b", "127.0.0.1", "-p", str(port), "--verbosity", "0", "django_room:application"])
