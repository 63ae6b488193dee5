using System.Globalization;
using System.Text.Json.Nodes;

namespace Parley.Js.Tests;

/// <summary>One group's history and ids, in memory and by the book. Not safe for threads: its server's lock holds.</summary>
internal sealed class ScriptedGroup(string name)
{
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _history = [];
    private int _epoch = 1;
    private long _offset;

    public HashSet<WebSocketConnection> Members { get; } = [];

    private string Epoch => $"e{_epoch}";

    private long FirstKept => _offset - _history.Count + 1;

    /// <summary>What a join is answered with: <c>joined</c>, a gap if there is one, and what was missed.</summary>
    public IEnumerable<JsonObject> Join(string? epoch, long? after)
    {
        bool isOver = epoch is not null && epoch != Epoch;
        bool isGap = !isOver && epoch is not null && after + 1 < FirstKept;
        yield return Joined(recovered: after is not null && !isOver && !isGap);
        if (isOver || isGap)
        {
            yield return Gap(epoch!, after!.Value + 1, isOver ? null : FirstKept - 1);
        }

        long position = isOver ? 0 : after ?? _offset;
        foreach (JsonObject message in _history.Where(message => (long)message["offset"]! > position))
        {
            yield return message;
        }
    }

    /// <summary>Publishes, unless the id is known.</summary>
    /// <returns>The answer, and the message for all members if it is a new one.</returns>
    public (JsonObject Published, JsonObject? Message) Publish(string id, string client, JsonNode? data, DateTimeOffset at)
    {
        bool isKnown = _ids.TryGetValue(id, out long offset);
        JsonObject? message = null;
        if (!isKnown)
        {
            offset = _ids[id] = ++_offset;
            string time = at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            message = Wire.Message(
                "message", ("group", name), ("offset", offset), ("id", id), ("client", client), ("at", time), ("data", data?.DeepClone()));
            _history.Add(message);
        }

        return (Wire.Message("published", ("group", name), ("id", id), ("offset", offset), ("duplicate", isKnown)), message);
    }

    /// <summary>Forgets the oldest publications.</summary>
    public void Trim(int count) => _history.RemoveRange(0, count);

    /// <summary>Forgets everything.</summary>
    /// <returns>What members are told.</returns>
    public IEnumerable<JsonObject> BeginEpoch()
    {
        JsonObject gap = Gap(Epoch, _offset + 1, null);
        _epoch++;
        _offset = 0;
        _history.Clear();
        _ids.Clear();
        return [Joined(recovered: false), gap];
    }

    private JsonObject Joined(bool recovered) => Wire.Message(
        "joined", ("group", name), ("epoch", Epoch), ("offset", _offset), ("recovered", recovered), ("recoverable", true), ("version", 1));

    private JsonObject Gap(string epoch, long from, long? to) =>
        Wire.Message("gap", ("group", name), ("epoch", epoch), ("from", from), ("to", to));
}
