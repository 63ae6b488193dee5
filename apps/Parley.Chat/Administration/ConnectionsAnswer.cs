namespace Parley.Chat;

/// <summary>Who is connected to this server.</summary>
internal sealed record ConnectionsAnswer(IReadOnlyList<ConnectionLine> Connections);
