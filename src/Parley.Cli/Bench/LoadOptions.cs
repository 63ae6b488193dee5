using System.CommandLine;
using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>The options that <c>bench echo</c> and <c>bench broadcast</c> share.</summary>
internal sealed class LoadOptions
{
    private const int LargestSize = 16 * 1024 * 1024;

    private readonly Argument<Uri[]> _urls;
    private readonly Option<int> _size;
    private readonly Option<int> _inFlight = BenchOptions.Count(
        "--in-flight", "How many messages each sender has under way at once.", 1, least: 1, most: 10_000);

    private readonly Option<double> _seconds = BenchOptions.Seconds(5);
    private readonly Option<double> _warmup = BenchOptions.Warmup();
    private readonly Option<bool> _binary = new("--binary") { Description = "Send binary messages rather than text." };

    private readonly Option<bool> _deflate = new("--deflate") { Description = "Offer to compress messages (permessage-deflate)." };

    private readonly Option<int[]> _pids = new("--pid")
    {
        Description = "The server's process, on this machine; given again for each, if they are several. Its processor time is "
            + "measured, too.",
    };

    private readonly Option<int?> _otherPid = new("--other-pid")
    {
        Description = "A process that works for the server, such as its Redis. Its processor time is reported apart.",
        HelpName = "pid",
    };

    private readonly Option<string?> _json = BenchOptions.Json();
    private readonly Option<string?> _svg = BenchOptions.Svg();
    private readonly TrustOptions _trust;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="expectation">What its server must do.</param>
    /// <param name="leastSize">The smallest message that can be told from others.</param>
    public LoadOptions(Command command, string expectation, int leastSize)
    {
        _urls = AddressArgument.CreateSeveral(
            $"The server: ws://HOST:PORT/PATH, or wss. {expectation} Connections are dealt round several addresses.");
        _size = BenchOptions.Count("--size", "How large a message is, in bytes.", 20, leastSize, LargestSize);
        command.Arguments.Add(_urls);
        Option[] options = [_size, _inFlight, _seconds, _warmup, _binary, _deflate, _pids, _otherPid, _json, _svg];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        _trust = new TrustOptions(command);
    }

    public LoadSettings Read(ParseResult result, string kind, int connections, int senders) => new()
    {
        Kind = kind,
        Url = result.GetValue(_urls)![0],
        MoreUrls = result.GetValue(_urls)![1..],
        Tls = _trust.Read(result),
        Connections = connections,
        Senders = senders,
        Size = result.GetValue(_size),
        InFlight = result.GetValue(_inFlight),
        Seconds = result.GetValue(_seconds),
        Warmup = result.GetValue(_warmup),
        Type = result.GetValue(_binary) ? MessageType.Binary : MessageType.Text,
        Deflate = result.GetValue(_deflate),
        Pids = result.GetValue(_pids) ?? [],
        OtherPid = result.GetValue(_otherPid),
        JsonFile = result.GetValue(_json),
        SvgFile = result.GetValue(_svg),
    };
}
