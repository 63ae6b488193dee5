namespace Parley.Sessions.Tests.Client;

/// <summary>A room of a core, and what it has told.</summary>
internal sealed class StageRoom : IClientRoomHandler
{
    private readonly List<SessionEvent> _events = [];

    public ClientRoom Room { get; set; } = null!;

    public IReadOnlyList<SessionEvent> Events => _events;

    /// <summary>The events in a few words.</summary>
    public IEnumerable<string> Told => _events.Select(Tests.Client.Told.Of);

    /// <summary>The events that are no <c>joined</c>, in a few words.</summary>
    public IEnumerable<string> News => _events.Where(static told => told is not SessionJoined).Select(Tests.Client.Told.Of);

    /// <summary>Why it has ended, if it has.</summary>
    public string? Ended { get; private set; }

    public void Clear() => _events.Clear();

    public void OnEvent(SessionEvent told) => _events.Add(told);

    public void OnEnded(SessionException reason) => Ended = reason.Code;
}
