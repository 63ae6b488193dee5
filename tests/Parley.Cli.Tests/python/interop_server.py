"""A server on Python's `websockets` or on Tornado, as the first argument says. Says `listening on PORT`.

It sends messages back, and closes with 4001 when it is told to by the text `close`.
"""
import asyncio
import sys


async def serve_websockets():
    import websockets

    async def handle(connection):
        async for message in connection:
            if message == "close":
                await connection.close(4001, "as you say")
                return
            await connection.send(message)

    server = await websockets.serve(handle, "127.0.0.1", 0, max_size=16 * 1024 * 1024, subprotocols=["chat"])
    return server.sockets[0].getsockname()[1]


async def serve_tornado():
    import tornado.netutil
    import tornado.httpserver
    import tornado.web
    import tornado.websocket

    class Echo(tornado.websocket.WebSocketHandler):
        def select_subprotocol(self, subprotocols):
            return "chat" if "chat" in subprotocols else None

        def get_compression_options(self):
            return {}

        def on_message(self, message):
            if message == "close":
                self.close(4001, "as you say")
            else:
                self.write_message(message, binary=isinstance(message, bytes))

    application = tornado.web.Application([("/", Echo)], websocket_max_message_size=16 * 1024 * 1024)
    sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
    tornado.httpserver.HTTPServer(application).add_sockets(sockets)
    return sockets[0].getsockname()[1]


async def main():
    port = await (serve_tornado() if sys.argv[1] == "tornado" else serve_websockets())
    print(f"listening on {port}", flush=True)
    await asyncio.Future()


asyncio.run(main())
