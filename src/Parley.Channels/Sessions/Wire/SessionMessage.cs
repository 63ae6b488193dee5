using System.Text.Json;

namespace Parley.Channels;

/// <summary>
/// A message of a session's client: its fields, as they were written. Lives as long as the message's bytes. Of a name
/// that comes twice, the last one counts (reference, section 2).
/// </summary>
internal ref struct SessionMessage
{
    /// <summary>How deep a message may be nested, itself included.</summary>
    public const int MaxDepth = 64;

    private SessionField _op = new("op", JsonTokenType.None, default);

    private SessionMessage(ReadOnlySpan<byte> text)
    {
        // The depth is checked below: what is too deep is not the same as what is no JSON.
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = text.Length + 1 });
        bool isTooDeep = false;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new MalformedMessageException(SessionErrorCode.InvalidJson, "A message is one JSON object.");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string? name = NameOf(reader);
                SessionField field = ReadValue(name, ref reader, text, ref isTooDeep);
                if (name is not null)
                {
                    Set(name, field);
                }
            }

            // Nothing may follow the object.
            reader.Read();
        }
        catch (JsonException) when (isTooDeep)
        {
            // It is refused for its depth, whatever else is wrong with it.
        }

        IsTooDeep = isTooDeep;
    }

    /// <summary>Whether it is nested deeper than <see cref="MaxDepth"/>: then it has to be refused.</summary>
    public bool IsTooDeep { get; private set; }

    public SessionField Ref { get; private set; } = new("ref", JsonTokenType.None, default);

    public SessionField Group { get; private set; } = new("group", JsonTokenType.None, default);

    public SessionField Id { get; private set; } = new("id", JsonTokenType.None, default);

    public SessionField Data { get; private set; } = new("data", JsonTokenType.None, default);

    public SessionField Epoch { get; private set; } = new("epoch", JsonTokenType.None, default);

    public SessionField After { get; private set; } = new("after", JsonTokenType.None, default);

    public SessionField Before { get; private set; } = new("before", JsonTokenType.None, default);

    public SessionField Limit { get; private set; } = new("limit", JsonTokenType.None, default);

    public SessionField Show { get; private set; } = new("show", JsonTokenType.None, default);

    public SessionField Members { get; private set; } = new("members", JsonTokenType.None, default);

    public SessionField Token { get; private set; } = new("token", JsonTokenType.None, default);

    /// <summary>Reads a message.</summary>
    /// <exception cref="MalformedMessageException">It is no JSON, or no object.</exception>
    public static SessionMessage Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            return new SessionMessage(text);
        }
        catch (JsonException exception)
        {
            throw new MalformedMessageException(SessionErrorCode.InvalidJson, $"This is no JSON: {exception.Message}");
        }
    }

    /// <summary>What is asked for; null if that is nothing known.</summary>
    public readonly SessionOp? Op => _op.IsString
        ? _op.ToText() switch
        {
            "join" => SessionOp.Join,
            "leave" => SessionOp.Leave,
            "publish" => SessionOp.Publish,
            "history" => SessionOp.History,
            "signal" => SessionOp.Signal,
            "auth" => SessionOp.Auth,
            "ping" => SessionOp.Ping,
            _ => null,
        }
        : null;

    /// <summary>The publication's id, if this is one and it has one.</summary>
    public readonly string? IdOfPublish
    {
        get
        {
            try
            {
                return Op == SessionOp.Publish && Id.IsString ? Id.ToToken() : null;
            }
            catch (MalformedMessageException)
            {
                return null;
            }
        }
    }

    private static SessionField ReadValue(
        string? name, scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> text, scoped ref bool isTooDeep)
    {
        reader.Read();
        JsonTokenType type = reader.TokenType;
        long start = reader.TokenStartIndex;
        SkipValue(ref reader, ref isTooDeep);
        return new SessionField(name ?? "", type, text[(int)start..(int)reader.BytesConsumed]);
    }

    private void Set(string name, SessionField field)
    {
        switch (name)
        {
            case "op":
                _op = field;
                break;
            case "ref":
                Ref = field;
                break;
            case "group":
                Group = field;
                break;
            case "id":
                Id = field;
                break;
            case "data":
                Data = field;
                break;
            case "epoch":
                Epoch = field;
                break;
            case "after":
                After = field;
                break;
            case "before":
                Before = field;
                break;
            case "limit":
                Limit = field;
                break;
            case "show":
                Show = field;
                break;
            case "members":
                Members = field;
                break;
            default:
                Token = field;
                break;
        }
    }

    private static string? NameOf(scoped in Utf8JsonReader reader) => reader switch
    {
        _ when FieldName.IsForeign(reader) => null,
        _ when reader.ValueTextEquals("op"u8) => "op",
        _ when reader.ValueTextEquals("ref"u8) => "ref",
        _ when reader.ValueTextEquals("group"u8) => "group",
        _ when reader.ValueTextEquals("id"u8) => "id",
        _ when reader.ValueTextEquals("data"u8) => "data",
        _ when reader.ValueTextEquals("epoch"u8) => "epoch",
        _ when reader.ValueTextEquals("after"u8) => "after",
        _ when reader.ValueTextEquals("before"u8) => "before",
        _ when reader.ValueTextEquals("limit"u8) => "limit",
        _ when reader.ValueTextEquals("show"u8) => "show",
        _ when reader.ValueTextEquals("members"u8) => "members",
        _ when reader.ValueTextEquals("token"u8) => "token",
        _ => null,
    };

    private static void SkipValue(scoped ref Utf8JsonReader reader, scoped ref bool isTooDeep)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        int depth = reader.CurrentDepth;
        do
        {
            bool isStart = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            isTooDeep |= isStart && reader.CurrentDepth >= MaxDepth;
            reader.Read();
        }
        while (reader.CurrentDepth > depth);
    }
}
