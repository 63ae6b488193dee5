"""A room and its closing as Python's `websocket-client` sees them. Says `ready` when it waits for the server to stop."""
import sys

import websocket


def read(socket):
    opcode, data = socket.recv_data()
    if opcode == websocket.ABNF.OPCODE_TEXT:
        return data.decode()
    return data


room = f"ws://127.0.0.1:{sys.argv[1]}/room"
first = websocket.create_connection(f"{room}/123/", timeout=30)
second = websocket.create_connection(f"{room}/123/", timeout=30)
other = websocket.create_connection(f"{room}/124/", timeout=30)

for text in ["你好", "", "x" * 70_000]:
    first.send(text)
    assert read(second) == text
    assert read(first) == text
first.send_binary(b"\x00\xff")
assert read(second) == b"\x00\xff"
other.send("own")
assert read(other) == "own", "another room was heard"

print("ready", flush=True)
opcode, data = second.recv_data()
assert opcode == websocket.ABNF.OPCODE_CLOSE
print("closed", int.from_bytes(data[:2], "big"), data[2:].decode(), flush=True)
