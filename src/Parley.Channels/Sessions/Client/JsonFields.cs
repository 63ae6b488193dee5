using System.Text.Json;

namespace Parley.Channels;

/// <summary>
/// Reads the fields of a JSON object in the order in which they stand. A value that nobody asks for is skipped. Whatever
/// is not as expected throws a <see cref="JsonException"/>.
/// </summary>
internal ref struct JsonFields
{
    // What others publish may be nested in what the server says.
    private const int MaxDepth = 128;

    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;
    private bool _isAtName;

    public JsonFields(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object was expected.");
        }
    }

    /// <summary>Goes on to the next field.</summary>
    public bool Next()
    {
        if (_isAtName)
        {
            _reader.Skip();
        }

        _isAtName = _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName;
        if (!_isAtName)
        {
            // What follows the object throws.
            _reader.Read();
        }

        return _isAtName;
    }

    /// <summary>Whether this is the field's name. To be asked before its value is read.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);

    public string? Text() => Value() switch
    {
        JsonTokenType.String => Unescape(),
        JsonTokenType.Null => null,
        _ => throw Unexpected("a string"),
    };

    public long Integer() => OptionalInteger() ?? throw Unexpected("an integer");

    public long? OptionalInteger() => Value() switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when _reader.TryGetInt64(out long value) => value,
        _ => throw Unexpected("an integer"),
    };

    public TimeSpan? Seconds() => Value() switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when _reader.TryGetDouble(out double value) && value >= 0 => SessionJson.FromSeconds(value),
        _ => throw Unexpected("a number of seconds"),
    };

    public bool Boolean() => Value() switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False or JsonTokenType.Null => false,
        _ => throw Unexpected("true or false"),
    };

    /// <summary>A time; the default value for what is none, since nothing depends on it.</summary>
    public DateTimeOffset Time() =>
        Value() == JsonTokenType.String && _reader.TryGetDateTimeOffset(out DateTimeOffset value) ? value : default;

    /// <summary>The value as it is written.</summary>
    public ReadOnlySpan<byte> Raw()
    {
        Value();
        int start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return _json[start..(int)_reader.BytesConsumed];
    }

    private JsonTokenType Value()
    {
        _isAtName = false;
        _reader.Read();
        return _reader.TokenType;
    }

    private readonly string? Unescape()
    {
        try
        {
            return _reader.GetString();
        }
        catch (InvalidOperationException exception)
        {
            // Half a surrogate pair, escaped.
            throw new JsonException(exception.Message, exception);
        }
    }

    private readonly JsonException Unexpected(string expected) => new($"{expected} was expected, not {_reader.TokenType}.");
}
