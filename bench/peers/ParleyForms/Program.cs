// Parley's three ways to write an echo: `ParleyForms handler|delegate|consumer PORT` serves /echo on 127.0.0.1.
using System.Globalization;
using Parley;
using Parley.Channels;
using Parley.Peers.Forms;

var options = new WebSocketServerOptions { Port = int.Parse(args[1], CultureInfo.InvariantCulture) };
await using Groups groups = Groups.InProcess();
await using WebSocketServer server = args[0] switch
{
    "handler" => new WebSocketServer(options, new EchoHandler()),
    "delegate" => new WebSocketServer(options, static async (socket, cancellationToken) =>
    {
        await foreach (Message message in socket.ReadAllAsync(cancellationToken))
        {
            await socket.SendAsync(message, cancellationToken);
        }
    }),
    "consumer" => new WebSocketServer(
        options, new ConsumerRouter(groups).Map("/echo", static () => new EchoConsumer())),
    _ => throw new ArgumentException($"'{args[0]}' is no form.", nameof(args)),
};
server.Start();
await Task.Delay(Timeout.Infinite);
