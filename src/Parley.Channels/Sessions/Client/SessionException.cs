namespace Parley.Channels;

/// <summary>A server's refusal, or why a <see cref="SessionClient"/> can't do something.</summary>
/// <param name="code">Why, for programs: one of the server's codes, or of the constants here.</param>
/// <param name="message">Why, for people.</param>
public sealed class SessionException(string code, string message) : IOException(message)
{
    /// <summary>A publication was sent, but never answered: it may have been published or not.</summary>
    public const string Unknown = "unknown";

    /// <summary>The client is closed, and this was never sent.</summary>
    public const string Closed = "closed";

    /// <summary>The group has been left.</summary>
    public const string Left = "left";

    /// <summary>As many publications wait for the server as may.</summary>
    public const string OutboxFull = "outbox_full";

    /// <summary>More than the server takes in one message.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The id is that of another publication; or, told by the client, of one that is on its way.</summary>
    public const string IdReused = "id_reused";

    /// <summary>The client is in the group already.</summary>
    public const string AlreadyJoined = "already_joined";

    /// <summary>Why, for programs. The server's codes stand in the reference of <c>parley.v1</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The publication that it is about. Publishing under the same id again makes no duplicate.</summary>
    public string? Id { get; init; }

    /// <summary>When to try again, if the server says so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
