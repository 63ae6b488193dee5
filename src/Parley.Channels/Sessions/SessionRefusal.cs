using System.Buffers;

namespace Parley.Channels;

/// <summary>Why a client may not do something. A sentence alone will do, and is taken as one.</summary>
/// <param name="Message">A sentence for people, in English: what was expected, what came.</param>
public sealed record SessionRefusal(string Message)
{
    private const int MaxCode = 64;

    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(1);

    private static readonly SearchValues<char> _codeLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>
    /// What programs know it by, so that a page can say it in its reader's language: 1 to 64 of a to z, 0 to 9 and _.
    /// <c>forbidden</c> unless set. The codes of section 5 of the reference page mean there what they say.
    /// </summary>
    public string Code
    {
        get;
        init => field = value.Length is >= 1 and <= MaxCode && !value.AsSpan().ContainsAnyExcept(_codeLetters)
            ? value
            : throw new ArgumentException($"A code of 1 to {MaxCode} of a to z, 0 to 9 and _ is expected.", nameof(value));
    } = SessionErrorCode.Forbidden;

    /// <summary>
    /// After how long it may be tried again, if that is known: until then it would be refused again. A client whose join is
    /// refused so joins again then by itself. A time that is over by now, zero or less, is taken for a millisecond.
    /// </summary>
    public TimeSpan? RetryAfter
    {
        get;
        init => field = value < _shortest ? _shortest : value;
    }

    /// <summary>A sentence refuses; null does not.</summary>
    /// <param name="message">The sentence.</param>
    public static implicit operator SessionRefusal?(string? message) => FromString(message);

    /// <summary>A sentence refuses; null does not.</summary>
    /// <param name="message">The sentence.</param>
    public static SessionRefusal? FromString(string? message) => message is null ? null : new SessionRefusal(message);
}
