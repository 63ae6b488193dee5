using Parley.Protocol;

namespace Parley.Cli;

/// <summary>What every server command is told.</summary>
internal sealed record ServerSettings(
    string Host, int Port, int MaxMessage, IReadOnlyCollection<string> Origins, bool Deflate, HostingKind Hosting)
{
    /// <summary>What holds for each connection.</summary>
    public ConnectionOptions Connection => new()
    {
        Protocol = new ProtocolOptions { MaxMessageSize = MaxMessage, Deflate = Deflate ? new DeflateOptions() : null },
    };
}
