namespace Parley.AspNetCore;

/// <summary>What holds for the engine as Kestrel's transport.</summary>
public sealed class ParleyEngineOptions
{
    /// <summary>
    /// What connections run on; unless set, the fastest that the system has. <see cref="Engine.Epoll"/> where there is
    /// none keeps the application from starting.
    /// </summary>
    public Engine Engine { get; set; } = Engine.Auto;
}
