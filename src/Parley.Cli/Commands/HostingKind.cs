namespace Parley.Cli;

/// <summary>What a server command runs on.</summary>
internal enum HostingKind
{
    /// <summary>Parley's own server.</summary>
    Standalone,

    /// <summary>ASP.NET Core's Kestrel.</summary>
    Kestrel,

    /// <summary>Kestrel, with Parley's engine as its transport.</summary>
    KestrelEngine,
}
