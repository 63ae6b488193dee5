using System.Globalization;
using Parley;

int port = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 8000;
await using var server = new WebSocketServer(new WebSocketServerOptions { Port = port }, async (ws, ct) =>
{
    await foreach (Message message in ws.ReadAllAsync(ct))
    {
        await ws.SendAsync(message, ct);
    }
});
server.Start();
Console.WriteLine($"listening on ws://{server.EndPoint}/");

var stopped = new TaskCompletionSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopped.TrySetResult();
};
await stopped.Task;
