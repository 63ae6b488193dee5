using System.CommandLine;
using Microsoft.AspNetCore.Builder;

namespace Parley.Cli;

/// <summary><c>parley echo</c>: every message comes back to whoever sent it.</summary>
internal static class EchoCommand
{
    public static Command Create()
    {
        var command = new Command("echo", "Sends every message back to whoever sent it, on any path.");
        var prefix = new Option<string>("--prefix")
        {
            Description = "A text put before everything that is sent back.",
            HelpName = "TEXT",
            DefaultValueFactory = static _ => "",
        };
        command.Options.Add(prefix);
        var options = new ServerOptions(command);
        command.SetAction((result, cancellationToken) =>
        {
            IWebSocketHandler handler = new EchoHandler(result.GetValue(prefix)!);
            return ServerRun.RunAsync(
                options.Read(result),
                (server, _) => new WebSocketServer(server, handler),
                app => app.MapWebSocket("/{**path}", handler));
        });
        return command;
    }
}
