using System.IO.Compression;

namespace Parley.AspNetCore;

/// <summary>
/// The section <c>Parley</c> of the application's configuration, as it is written there. What is not there keeps its
/// default. <see cref="SettingsReader"/> carries it over to <see cref="ParleyOptions"/>, whose connection options are
/// immutable.
/// </summary>
internal sealed class ParleySettings
{
    public List<string> AllowedOrigins { get; set; } = [];

    public List<string> Subprotocols { get; set; } = [];

    public TimeSpan? ConnectTimeout { get; set; }

    public TimeSpan? DrainPeriod { get; set; }

    public int? MaxConnections { get; set; }

    public bool? CloseOnAuthenticationExpiration { get; set; }

    public bool? AcceptSubprotocolTokens { get; set; }

    public string? QueryTokenName { get; set; }

    public ConnectionSettings Connection { get; set; } = new();

    /// <summary>The part <c>Parley:Connection</c>.</summary>
    internal sealed class ConnectionSettings
    {
        public int? MaxMessageSize { get; set; }

        public int? MaxFragments { get; set; }

        public TimeSpan? PingInterval { get; set; }

        public TimeSpan? PongTimeout { get; set; }

        public TimeSpan? CloseTimeout { get; set; }

        public int? OutboundMark { get; set; }

        public int? InboxMessages { get; set; }

        public int? InboxBytes { get; set; }

        public DeflateSettings Deflate { get; set; } = new();
    }

    /// <summary>The part <c>Parley:Connection:Deflate</c>.</summary>
    internal sealed class DeflateSettings
    {
        public bool? Enabled { get; set; }

        public int? Threshold { get; set; }

        public CompressionLevel? Level { get; set; }

        public bool? ServerNoContextTakeover { get; set; }

        public bool? ClientNoContextTakeover { get; set; }
    }
}
