using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Parley.Channels;

namespace Parley.Cli;

/// <summary><c>parley room</c>: rooms at <c>/room/NAME/</c>, whose members hear each other.</summary>
internal static class RoomCommand
{
    private const string Pattern = "/room/{group}/";

    public static Command Create()
    {
        var command = new Command(
            "room", "Opens rooms at /room/NAME/: what a member sends goes to every member of its room, the sender included.");
        var options = new ServerOptions(command);
        command.SetAction((result, cancellationToken) => ServerRun.RunAsync(
            options.Read(result),
            static (server, groups) => new WebSocketServer(
                server, new ConsumerRouter(groups, server.LoggerFactory).Map(Pattern, static () => new RoomConsumer())),
            static app => app.MapConsumer<RoomConsumer>(Pattern)));
        return command;
    }
}
