"""What Python makes of our bytes. Each line of the file named on the command line is a word and bytes in hexadecimal.

    pack HEX      reads MessagePack, and writes it again, and as JSON where it can be: HEX HEX
    core HEX      reads a message of channels_redis' core layer, and writes it again without its random bytes: HEX
    pubsub HEX    reads a message of channels_redis' Pub/Sub layer, and writes it again: HEX
    json HEX      reads JSON, and writes it again: HEX
    group HEX     whether it is a group's name for Django: True or False
    channel HEX   whether it is a channel's name for Django: True or False
"""
import json
import sys

import msgpack


def core():
    from channels_redis.core import RedisChannelLayer

    return RedisChannelLayer(hosts=["redis://127.0.0.1:1"])


def pubsub():
    from channels_redis.pubsub import RedisPubSubChannelLayer

    return RedisPubSubChannelLayer(hosts=["redis://127.0.0.1:1"])


def as_json(value):
    try:
        return json.dumps(value).encode("utf-8").hex()
    except TypeError:
        return "-"


def valid(check, name):
    try:
        return bool(check(name))
    except TypeError:
        return False


for line in open(sys.argv[1]):
    word, _, text = line.rstrip("\n").partition(" ")
    data = bytes.fromhex(text)
    if word == "pack":
        value = msgpack.unpackb(data, raw=False)
        print(msgpack.packb(value, use_bin_type=True).hex(), as_json(value))
    elif word == "core":
        print(core().serialize(core().deserialize(data))[12:].hex())
    elif word == "pubsub":
        print(pubsub().serialize(pubsub().deserialize(data)).hex())
    elif word == "json":
        print(json.dumps(json.loads(data)).encode("utf-8").hex())
    elif word == "group":
        print(valid(core().valid_group_name, data.decode()))
    elif word == "channel":
        print(valid(core().valid_channel_name, data.decode()))
print("done", flush=True)
