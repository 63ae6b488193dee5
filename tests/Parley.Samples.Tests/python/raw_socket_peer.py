"""RawSocket as Python's `websocket-client` sees it."""
import sys

import websocket

first, second, third = sys.argv[1:]
for address, prefix in [
    (f"ws://127.0.0.1:{first}/", "接收数据: "),
    (f"ws://127.0.0.1:{second}/", ""),
    (f"ws://127.0.0.1:{third}/chatsocket", ""),
]:
    client = websocket.create_connection(address, timeout=30)
    for text in ["你好", "", "x" * 70_000]:
        client.send(text)
        assert client.recv() == prefix + text
    client.send_binary(b"\x00\xff")
    assert client.recv() == b"\x00\xff"
    client.ping("there?")
    opcode, data = client.recv_data(control_frame=True)
    assert (opcode, data) == (websocket.ABNF.OPCODE_PONG, b"there?")
    client.close(status=1000)
