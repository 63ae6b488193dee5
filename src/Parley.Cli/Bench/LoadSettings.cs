using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>What <c>bench echo</c> and <c>bench broadcast</c> are told.</summary>
internal sealed record LoadSettings
{
    /// <summary><c>echo</c> or <c>broadcast</c>.</summary>
    public required string Kind { get; init; }

    public required Uri Url { get; init; }

    /// <summary>Where else connections are opened, if the server is several.</summary>
    public IReadOnlyList<Uri> MoreUrls { get; init; } = [];

    /// <summary>How many connections there are, all of which receive.</summary>
    public required int Connections { get; init; }

    /// <summary>How many of them send.</summary>
    public required int Senders { get; init; }

    public required int Size { get; init; }

    /// <summary>How many messages each sender has under way.</summary>
    public required int InFlight { get; init; }

    public required double Seconds { get; init; }

    public required double Warmup { get; init; }

    public MessageType Type { get; init; } = MessageType.Text;

    /// <summary><c>text</c> or <c>binary</c>.</summary>
    public string TypeName => Type == MessageType.Text ? "text" : "binary";

    public bool Deflate { get; init; }

    /// <summary>How TLS is spoken.</summary>
    public ClientTlsOptions Tls { get; init; } = ClientTlsOptions.Default;

    /// <summary>The server's processes, if they are to be measured.</summary>
    public IReadOnlyList<int> Pids { get; init; } = [];

    /// <summary>A process that is measured apart.</summary>
    public int? OtherPid { get; init; }

    public string? JsonFile { get; init; }

    public string? SvgFile { get; init; }

    /// <summary>The address of a connection: they are dealt round.</summary>
    public Uri UrlOf(int connection)
    {
        int place = connection % (MoreUrls.Count + 1);
        return place == 0 ? Url : MoreUrls[place - 1];
    }
}
