using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Parley.Channels;

namespace Parley.Cli;

/// <summary><c>parley room</c>: rooms at <c>/room/NAME/</c>, whose members hear each other, and sessions.</summary>
internal static class RoomCommand
{
    private const string Pattern = "/room/{group}/";

    public static Command Create()
    {
        var command = new Command(
            "room",
            "Opens rooms at /room/NAME/: what a member sends goes to every member of its room, the sender included. A client that "
            + "asks for the subprotocol parley.v1, there or at /, gets a session: it joins rooms itself, and recovers what it missed.");
        var options = new ServerOptions(command);
        var rooms = new RoomOptions(command);
        command.SetAction((result, cancellationToken) => ServerRun.RunAsync(
            rooms.Read(result, options.Read(result)),
            static (server, groups) => new WebSocketServer(
                server,
                new ConsumerRouter(groups, server.LoggerFactory)
                    .Map(Pattern, static () => new RoomConsumer())
                    .MapSessions("/", new SessionServer(groups, loggerFactory: server.LoggerFactory))),
            static app =>
            {
                app.MapConsumer<RoomConsumer>(Pattern).WithSessions();
                app.MapSessions("/");
            }));
        return command;
    }
}
