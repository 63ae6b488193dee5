using System.CommandLine;

namespace Parley.Cli;

/// <summary><c>parley attack</c>: plays the attacks that WebSocket servers have suffered against a running server.</summary>
internal static class AttackCommand
{
    private const string Expected = "Expected an address such as ws://127.0.0.1:8000/.";

    private static readonly Option<string> _cases = new("--cases")
    {
        Description = "The attacks to play: names with commas between them, in which * stands for anything.",
        HelpName = "NAME,...",
        DefaultValueFactory = static _ => "*",
    };

    private static readonly Option<int?> _pid = new("--pid")
    {
        Description = "The server's process. It fails an attack during which its memory grows by 64 MiB.",
    };

    private static readonly Option<string?> _json = new("--json")
    {
        Description = "A file to write the results to, as JSON.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> _list = new("--list") { Description = "Show the attacks, and play none." };

    private static readonly Option<bool> _allowRemote = new("--allow-remote")
    {
        Description = "Attack a server on another machine. It has to be yours.",
    };

    public static Command Create()
    {
        var address = new Argument<string?>("address")
        {
            Description = "The server, as ws://HOST:PORT/PATH, or wss. A path that echoes lets more be seen.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("attack", "Plays the attacks that WebSocket servers have suffered against a running server.")
        {
            address, _cases, _pid, _json, _list, _allowRemote,
        };
        var trust = new TrustOptions(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(_list) && ReadAddress(result.GetValue(address)) is null)
            {
                result.AddError(Expected);
            }
        });
        command.SetAction((result, cancellationToken) => result.GetValue(_list)
            ? AttackRun.ListAsync(result.GetValue(_cases)!)
            : AttackRun.RunAsync(Read(result, address) with { Tls = trust.Read(result) }, cancellationToken));
        return command;
    }

    private static AttackSettings Read(ParseResult result, Argument<string?> address) => new(
        ReadAddress(result.GetValue(address))!,
        result.GetValue(_cases)!,
        result.GetValue(_pid),
        result.GetValue(_json),
        result.GetValue(_allowRemote));

    private static Uri? ReadAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address is { Scheme: "ws" or "wss", Host.Length: > 0 } ? address : null;
}
