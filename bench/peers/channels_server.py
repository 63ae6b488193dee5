"""
Django Channels under daphne: `python3 channels_server.py PORT [REDIS_URL]` serves /echo and /broadcast. With a Redis its
groups are those of channels_redis, without one they are the process's own.
"""

import logging
import sys

import django
from django.conf import settings

# The default capacity, 100 messages, would drop what a hundred senders send at once.
capacity = {"capacity": 100_000}
if len(sys.argv) > 2:
    layer = {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [sys.argv[2]], **capacity}}
else:
    layer = {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": capacity}

settings.configure(
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=[],
    LOGGING_CONFIG=None,
    CHANNEL_LAYERS={"default": layer},
)
django.setup()

# These need the settings.
from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from daphne.cli import CommandLineInterface  # noqa: E402
from django.urls import path  # noqa: E402


class Echo(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(text_data=text_data, bytes_data=bytes_data)


class Broadcast(AsyncWebsocketConsumer):
    async def connect(self):
        await self.channel_layer.group_add("all", self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        await self.channel_layer.group_discard("all", self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):
        event = {"type": "chat.message", "text": text_data, "bytes": bytes_data}
        await self.channel_layer.group_send("all", event)

    async def chat_message(self, event):
        await self.send(text_data=event["text"], bytes_data=event["bytes"])


application = ProtocolTypeRouter(
    {"websocket": URLRouter([path("echo", Echo.as_asgi()), path("broadcast", Broadcast.as_asgi())])}
)

if __name__ == "__main__":
    # Daphne imports the application by name; without this it would import this file a second time.
    sys.modules["channels_server"] = sys.modules["__main__"]
    logging.disable(logging.CRITICAL)
    arguments = ["-b", "127.0.0.1", "-p", sys.argv[1], "--verbosity", "0", "--ping-interval", "3600"]
    CommandLineInterface().run([*arguments, "channels_server:application"])
