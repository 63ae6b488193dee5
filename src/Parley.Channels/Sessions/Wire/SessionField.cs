using System.Text;
using System.Text.Json;

namespace Parley.Channels;

/// <summary>One field of a message, as it was written. Lives as long as the message's bytes.</summary>
/// <param name="name">What it is called.</param>
/// <param name="type">The first token's type; <see cref="JsonTokenType.None"/> if the field is not there.</param>
/// <param name="raw">The JSON, the quotes of a string included.</param>
internal readonly ref struct SessionField(string name, JsonTokenType type, ReadOnlySpan<byte> raw)
{
    private const long MaxOffset = (1L << 53) - 1;
    private const int MaxTokenLength = 64;

    public ReadOnlySpan<byte> Raw { get; } = raw;

    /// <summary>Whether there is anything, be it null.</summary>
    public bool IsGiven => type != JsonTokenType.None;

    /// <summary>Whether there is anything but null, for fields that may be left out.</summary>
    public bool HasValue => type is not (JsonTokenType.None or JsonTokenType.Null);

    public bool IsString => type == JsonTokenType.String;

    public string ToText()
    {
        if (!HasValue)
        {
            throw Bad("is missing; a string is expected.");
        }

        if (!IsString)
        {
            throw Bad($"is {Describe()}; a string is expected.");
        }

        if (!Raw.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(Raw[1..^1]);
        }

        var reader = new Utf8JsonReader(Raw);
        reader.Read();
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            throw Bad("is no Unicode text: a surrogate stands alone.");
        }
    }

    /// <summary>A string of 1 to 64 characters from U+0021 to U+007E: an id, an epoch.</summary>
    public string ToToken()
    {
        string text = ToText();
        bool isToken = text.Length is > 0 and <= MaxTokenLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
        return isToken ? text : throw Bad($"must have 1 to {MaxTokenLength} characters from U+0021 to U+007E.");
    }

    public GroupName ToGroup()
    {
        string text;
        try
        {
            text = ToText();
        }
        catch (MalformedMessageException) when (IsString)
        {
            throw BadGroup();
        }

        return GroupName.TryCreate(text, out GroupName group) ? group : throw BadGroup();
    }

    /// <summary>An integer from 0 to 2^53 - 1, written without a fraction and without an exponent.</summary>
    public long ToOffset() => ToInteger(0, MaxOffset);

    public long ToInteger(long least, long most)
    {
        bool isInteger = type == JsonTokenType.Number && !Raw.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        return isInteger && long.TryParse(Raw, out long value) && value >= least && value <= most
            ? value
            : throw Bad($"must be an integer from {least} to {most}, without a fraction and without an exponent.");
    }

    public MalformedMessageException Bad(string what) => new(SessionErrorCode.BadRequest, $"{name} {what}");

    private static MalformedMessageException BadGroup() => new(SessionErrorCode.BadGroup, GroupName.Rule);

    private string Describe() => type switch
    {
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.StartArray => "an array",
        _ => "an object",
    };
}
