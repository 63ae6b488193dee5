using System.CommandLine;
using Parley.Cli.Connect;
using Parley.Protocol;

namespace Parley.Cli;

/// <summary>The options that every server command has.</summary>
internal sealed class ServerOptions
{
    private readonly Option<string> _host = new("--host")
    {
        Description = "The address to listen on: an IP address, localhost, or * for all of this machine's.",
        DefaultValueFactory = static _ => "127.0.0.1",
    };

    private readonly Option<int> _port = new("--port")
    {
        Description = "The port to listen on; 0 picks a free one.",
        DefaultValueFactory = static _ => 8000,
    };

    private readonly Option<int> _maxMessage = new("--max-message")
    {
        Description = "The largest message taken, in bytes. A larger one closes its connection with 1009.",
        HelpName = "BYTES",
        DefaultValueFactory = static _ => ProtocolOptions.Default.MaxMessageSize,
    };

    private readonly Option<string[]> _origins = new("--origin")
    {
        Description = "A web origin whose pages may connect besides the server's own, such as https://example.com; "
            + "'null' for pages opened from a file; '*' for all. Repeatable.",
        DefaultValueFactory = static _ => [],
    };

    private readonly Option<bool> _deflate = new("--deflate")
    {
        Description = "Compress messages with clients that offer it (permessage-deflate).",
    };

    private readonly Option<Engine> _engine = new("--engine")
    {
        Description = "What Parley's engine runs on: event loops on epoll, which is Linux's, or .NET's sockets; auto finds the "
            + "faster one. TLS on the standalone server runs on sockets.",
        DefaultValueFactory = static _ => Engine.Auto,
    };

    private readonly Option<HostingKind> _hosting = HostingOption.Create();

    private readonly ListeningOptions _listen;

    public ServerOptions(Command command)
    {
        OptionRules.Require(_port, static port => port is >= 0 and <= ushort.MaxValue, "--port takes a number from 0 to 65535.");
        OptionRules.Require(_maxMessage, static size => size > 0, "--max-message takes a number of bytes above 0.");
        _origins.Validators.Add(static result =>
        {
            try
            {
                _ = new OriginPolicy(result.GetValueOrDefault<string[]>() ?? []);
            }
            catch (ArgumentException exception)
            {
                result.AddError("--origin: " + CommandException.SentenceOf(exception));
            }
        });
        foreach (Option option in new Option[] { _port, _host, _maxMessage, _origins, _deflate, _engine, _hosting })
        {
            command.Options.Add(option);
        }

        _listen = new ListeningOptions(command);
        _listen.ExcludeBesideUnix(command, _host, _port);
        _listen.ExcludeOnKestrel(command, _hosting);
    }

    public ServerSettings Read(ParseResult result) => _listen.Read(
        result,
        new ServerSettings(
            result.GetValue(_host)!,
            result.GetValue(_port),
            result.GetValue(_maxMessage),
            result.GetValue(_origins)!,
            result.GetValue(_deflate),
            result.GetValue(_hosting))
        {
            Engine = result.GetValue(_engine),
        });
}
