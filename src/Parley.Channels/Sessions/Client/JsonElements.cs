using System.Text.Json;

namespace Parley.Channels;

/// <summary>Goes through the elements of a JSON array, each as it is written. What is null, or not there, has none.</summary>
internal ref struct JsonElements
{
    private const int MaxDepth = 128;

    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    public JsonElements(ReadOnlySpan<byte> json)
    {
        _json = json.IsEmpty ? "[]"u8 : json;
        _reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!_reader.Read() || _reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.Null))
        {
            throw new JsonException("An array was expected.");
        }
    }

    /// <summary>Goes on to the next element.</summary>
    public bool Next(out ReadOnlySpan<byte> element)
    {
        if (!_reader.Read() || _reader.TokenType == JsonTokenType.EndArray)
        {
            element = default;
            return false;
        }

        int start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        element = _json[start..(int)_reader.BytesConsumed];
        return true;
    }
}
