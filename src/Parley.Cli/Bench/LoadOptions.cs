using System.CommandLine;
using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>The options that <c>bench echo</c> and <c>bench broadcast</c> share.</summary>
internal sealed class LoadOptions
{
    private const int LargestSize = 16 * 1024 * 1024;

    private readonly Argument<Uri> _url;
    private readonly Option<int> _size;
    private readonly Option<int> _inFlight = BenchOptions.Count(
        "--in-flight", "How many messages each sender has under way at once.", 1, least: 1, most: 10_000);

    private readonly Option<double> _seconds = BenchOptions.Seconds(5);
    private readonly Option<double> _warmup = BenchOptions.Warmup();
    private readonly Option<bool> _binary = new("--binary") { Description = "Send binary messages rather than text." };

    private readonly Option<bool> _deflate = new("--deflate") { Description = "Offer to compress messages (permessage-deflate)." };

    private readonly Option<int?> _pid = BenchOptions.Pid();
    private readonly Option<string?> _json = BenchOptions.Json();
    private readonly Option<string?> _svg = BenchOptions.Svg();
    private readonly TrustOptions _trust;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="expectation">What its server must do.</param>
    /// <param name="leastSize">The smallest message that can be told from others.</param>
    public LoadOptions(Command command, string expectation, int leastSize)
    {
        _url = AddressArgument.Create($"The server: ws://HOST:PORT/PATH, or wss. {expectation}");
        _size = BenchOptions.Count("--size", "How large a message is, in bytes.", 20, leastSize, LargestSize);
        command.Arguments.Add(_url);
        foreach (Option option in new Option[] { _size, _inFlight, _seconds, _warmup, _binary, _deflate, _pid, _json, _svg })
        {
            command.Options.Add(option);
        }

        _trust = new TrustOptions(command);
    }

    public LoadSettings Read(ParseResult result, string kind, int connections, int senders) => new()
    {
        Kind = kind,
        Url = result.GetValue(_url)!,
        Tls = _trust.Read(result),
        Connections = connections,
        Senders = senders,
        Size = result.GetValue(_size),
        InFlight = result.GetValue(_inFlight),
        Seconds = result.GetValue(_seconds),
        Warmup = result.GetValue(_warmup),
        Type = result.GetValue(_binary) ? MessageType.Binary : MessageType.Text,
        Deflate = result.GetValue(_deflate),
        Pid = result.GetValue(_pid),
        JsonFile = result.GetValue(_json),
        SvgFile = result.GetValue(_svg),
    };
}
