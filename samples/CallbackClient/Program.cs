using Parley;

string address = args.Length > 0 ? args[0] : "ws://127.0.0.1:8765/";
if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("ws" or "wss"))
{
    Console.Error.WriteLine($"'{address}' is no address; one such as ws://127.0.0.1:8765/ is expected.");
    return 2;
}

// Called one at a time: first OnOpen, then OnMessage for each message, at last OnClose. OnError before OnClose if the
// connection broke or never was, and at any moment if one of the others throws.
WebSocketApp app = new WebSocketApp(uri)
    .OnOpen(static async app =>
    {
        Console.WriteLine("连接已建立");
        await app.SendAsync("Hello, Server!");
    })
    .OnMessage(static (_, message) =>
        Console.WriteLine($"收到消息: {(message.IsText ? message.GetText() : Convert.ToHexString(message.Data.Span))}"))
    .OnError(static (_, error) => Console.WriteLine($"发生错误: {error.Message}"))
    .OnClose(static (_, _, _) => Console.WriteLine("连接已关闭"));

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
await app.RunForeverAsync(stop.Token);
return 0;
