namespace Parley.AspNetCore;

/// <summary>What holds for the engine as Kestrel's transport.</summary>
public sealed class ParleyEngineOptions
{
    /// <summary>
    /// What connections run on; unless set, the fastest that the system has. <see cref="Engine.Epoll"/> where there is
    /// none keeps the application from starting.
    /// </summary>
    public Engine Engine { get; set; } = Engine.Auto;

    /// <summary>
    /// Whether the process gives memory back, by one collection that stops it for a moment, after 1,000 or more
    /// WebSockets have left Kestrel and only a few follow, once a minute at most. True unless set; never done to heaps
    /// above 256 MiB.
    /// </summary>
    public bool TrimAfterBursts { get; set; } = true;
}
