using System.CommandLine;
using Microsoft.AspNetCore.Builder;

namespace Parley.Cli;

/// <summary><c>parley broadcast</c>: every message goes to every connection, the sender's included.</summary>
internal static class BroadcastCommand
{
    public static Command Create()
    {
        var command = new Command("broadcast", "Sends every message to every connection, the sender included, on any path.");
        var options = new ServerOptions(command);
        command.SetAction((result, cancellationToken) =>
        {
            IWebSocketHandler handler = new BroadcastHandler();
            return ServerRun.RunAsync(
                options.Read(result),
                (server, _) => new WebSocketServer(server, handler),
                app => app.MapWebSocket("/{**path}", handler));
        });
        return command;
    }
}
