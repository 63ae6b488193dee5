using System.CommandLine;
using Parley.Channels;
using Parley.Cli.Connect;

namespace Parley.Cli;

/// <summary><c>parley connect</c>: talks with a server, on a terminal or from a pipe.</summary>
internal static class ConnectCommand
{
    private static readonly Option<bool> _reconnect = new("--reconnect")
    {
        Description = "Come back when the connection breaks or the server is away.",
    };

    private static readonly Option<bool> _session = new("--session")
    {
        Description = "Speak parley.v1: groups that lose nothing. The address is the server's, and names no group.",
    };

    private static readonly Option<string[]> _join = new("--join")
    {
        Description = "With --session: a group to join at once, and to write to. May be given again.",
        HelpName = "GROUP",
    };

    public static Command Create()
    {
        Argument<Uri> address = AddressArgument.Create("The server: ws://HOST:PORT/PATH, or wss.");
        var command = new Command(
            "connect",
            "Talks with a server. On a terminal: type to send, and see what comes; /help says what else can be typed. From a pipe: "
            + "each line is sent as a message, and each message that comes is printed on a line.")
        {
            address,
        };
        var client = new ClientOptions(command);
        command.Options.Add(_reconnect);
        command.Options.Add(_session);
        command.Options.Add(_join);
        var talk = new TalkOptions(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_session) && client.NamesSubprotocols(result))
            {
                result.AddError("--session names its subprotocol itself: leave --subprotocol out.");
            }

            string[] groups = result.GetValue(_join) ?? [];
            if (groups.Length > 0 && !result.GetValue(_session))
            {
                result.AddError("--join needs --session.");
            }

            foreach (string group in groups.Where(static group => !GroupName.TryCreate(group, out _)))
            {
                result.AddError($"{GroupName.Rule} '{group}' is not.");
            }
        });
        command.SetAction((result, cancellationToken) => ConnectRun.RunAsync(
            talk.Read(result, new ConnectSettings(result.GetValue(address)!, client.Read(result))
            {
                IsReconnecting = result.GetValue(_reconnect),
                IsSession = result.GetValue(_session),
                Groups = [.. (result.GetValue(_join) ?? []).Select(static group => new GroupName(group))],
            }),
            cancellationToken));
        return command;
    }
}
