using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Parley.Channels;

/// <summary>
/// The fields of a server's message, or of an object within one. It is gone through once; a value is read when it is asked
/// for, so that what nobody asks for may be anything. Of a name that comes twice, the last one counts (reference,
/// section 2). Whatever is not as expected throws a <see cref="JsonException"/>. Lives as long as the message's bytes.
/// </summary>
internal readonly ref struct ServerFields
{
    private const int FieldCount = (int)ServerField.Features + 1;

    // What others publish may be nested in what the server says.
    private static readonly JsonReaderOptions _options = new() { MaxDepth = 128 };

    private static readonly byte[][] _names = [.. Enum.GetValues<ServerField>().Select(
        static field => Encoding.UTF8.GetBytes(NameOf(field)))];

    private readonly ReadOnlySpan<byte> _json;
    private readonly Places _places;

    public ServerFields(ReadOnlySpan<byte> json)
    {
        _json = json;
        var reader = new Utf8JsonReader(json, _options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object was expected.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int field = FieldAt(reader);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (field >= 0)
            {
                _places[field] = start..(int)reader.BytesConsumed;
            }
        }

        // What follows the object throws.
        reader.Read();
    }

    /// <summary>The value as it is written; empty if the field is not there.</summary>
    public ReadOnlySpan<byte> Raw(ServerField field) => _json[_places[(int)field]];

    /// <summary>The value as it is written, to be kept. It must be there.</summary>
    public byte[] Copy(ServerField field) => Raw(field) is { IsEmpty: false } raw ? raw.ToArray() : throw Missing(field);

    public string Text(ServerField field) => OptionalText(field) ?? throw Missing(field);

    public string? OptionalText(ServerField field)
    {
        Utf8JsonReader value = Value(field);
        return value.TokenType switch
        {
            JsonTokenType.String => Unescape(value),
            JsonTokenType.None or JsonTokenType.Null => null,
            _ => throw Unexpected(field, "a string", value.TokenType),
        };
    }

    public long Integer(ServerField field) => OptionalInteger(field) ?? throw Missing(field);

    public long? OptionalInteger(ServerField field)
    {
        Utf8JsonReader value = Value(field);
        return value.TokenType switch
        {
            JsonTokenType.None or JsonTokenType.Null => null,
            JsonTokenType.Number when value.TryGetInt64(out long integer) => integer,
            _ => throw Unexpected(field, "an integer", value.TokenType),
        };
    }

    public TimeSpan Seconds(ServerField field) => OptionalSeconds(field) ?? throw Missing(field);

    public TimeSpan? OptionalSeconds(ServerField field)
    {
        Utf8JsonReader value = Value(field);
        return value.TokenType switch
        {
            JsonTokenType.None or JsonTokenType.Null => null,
            JsonTokenType.Number when value.TryGetDouble(out double seconds) && seconds >= 0 => SessionJson.FromSeconds(seconds),
            _ => throw Unexpected(field, "a number of seconds", value.TokenType),
        };
    }

    public bool Boolean(ServerField field) => Value(field).TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.None or JsonTokenType.Null => false,
        var type => throw Unexpected(field, "true or false", type),
    };

    /// <summary>A time; the default value for what is none, since nothing depends on it.</summary>
    public DateTimeOffset Time(ServerField field)
    {
        Utf8JsonReader value = Value(field);
        return value.TokenType == JsonTokenType.String && value.TryGetDateTimeOffset(out DateTimeOffset time) ? time : default;
    }

    public static JsonException Missing(ServerField field) => new($"{NameOf(field)} is missing.");

    private static string NameOf(ServerField field) => JsonNamingPolicy.SnakeCaseLower.ConvertName(field.ToString());

    private static int FieldAt(scoped in Utf8JsonReader name)
    {
        for (int i = 0; i < _names.Length && !FieldName.IsForeign(name); i++)
        {
            if (name.ValueTextEquals(_names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static string? Unescape(scoped in Utf8JsonReader value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException exception)
        {
            // Half a surrogate pair, escaped.
            throw new JsonException(exception.Message, exception);
        }
    }

    private static JsonException Unexpected(ServerField field, string expected, JsonTokenType type) =>
        new($"{NameOf(field)}: {expected} was expected, not {type}.");

    private Utf8JsonReader Value(ServerField field)
    {
        ReadOnlySpan<byte> raw = Raw(field);
        var value = new Utf8JsonReader(raw, _options);
        if (!raw.IsEmpty)
        {
            value.Read();
        }

        return value;
    }

    /// <summary>Where each field's value stands; nowhere if it is not there.</summary>
    [InlineArray(FieldCount)]
    private struct Places
    {
        private Range _first;
    }
}
