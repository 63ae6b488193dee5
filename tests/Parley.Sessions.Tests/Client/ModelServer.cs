using System.Text;
using System.Text.Json.Nodes;

namespace Parley.Sessions.Tests.Client;

/// <summary>
/// A server of one group: history, positions, ids and gaps by the book, without presence. Its wires are for the test to
/// carry or to cut.
/// </summary>
internal sealed class ModelServer
{
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly List<(long Offset, string Json)> _history = [];
    private readonly List<ModelWire> _wires = [];
    private int _epoch = 1;
    private long _offset;
    private int _clients;

    /// <summary>What was published in all epochs, under its epoch and offset.</summary>
    public Dictionary<(string Epoch, long Offset), string> Published { get; } = [];

    public string Epoch => $"e{_epoch}";

    public long Offset => _offset;

    private long First => _offset - _history.Count + 1;

    public ModelWire Connect()
    {
        var wire = new ModelWire();
        _wires.Add(wire);
        wire.ToClient.Enqueue($$"""{"op":"welcome","client":"c{{++_clients}}","heartbeat":25,"resend":900,"max_message":65536}""");
        return wire;
    }

    public void Cut(ModelWire wire) => _wires.Remove(wire);

    /// <summary>Forgets the oldest publications.</summary>
    public void Trim(int count) => _history.RemoveRange(0, Math.Min(count, _history.Count));

    /// <summary>Forgets everything, and tells those who are there.</summary>
    public void BeginEpoch()
    {
        string gap = Gap(Epoch, _offset + 1, null);
        _epoch++;
        _offset = 0;
        _history.Clear();
        _ids.Clear();
        foreach (ModelWire wire in _wires.Where(static wire => wire.IsJoined))
        {
            wire.ToClient.Enqueue(Joined(null, false));
            wire.ToClient.Enqueue(gap);
        }
    }

    public void Receive(ModelWire wire, string text)
    {
        JsonObject message = JsonNode.Parse(text)!.AsObject();
        string? reference = (string?)message["ref"];
        switch ((string?)message["op"])
        {
            case "join":
                Join(wire, reference, (string?)message["epoch"], (long?)message["after"]);
                break;

            case "leave":
                wire.IsJoined = false;
                wire.ToClient.Enqueue($$"""{"op":"left","ref":"{{reference}}","group":"g"}""");
                break;

            case "publish":
                Publish(wire, (string)message["id"]!, message["data"]!.ToJsonString());
                break;

            case "ping":
                wire.ToClient.Enqueue("""{"op":"pong"}""");
                break;
        }
    }

    private void Join(ModelWire wire, string? reference, string? epoch, long? after)
    {
        Assert.False(wire.IsJoined);
        wire.IsJoined = true;
        bool isOver = epoch is not null && epoch != Epoch;
        bool isGap = epoch == Epoch && after + 1 < First;
        wire.ToClient.Enqueue(Joined(reference, after is not null && !isOver && !isGap));
        if (isOver || isGap)
        {
            wire.ToClient.Enqueue(Gap(epoch!, after!.Value + 1, isOver ? null : First - 1));
        }

        long position = isOver ? 0 : after ?? _offset;
        foreach ((_, string json) in _history.Where(message => message.Offset > position))
        {
            wire.ToClient.Enqueue(json);
        }
    }

    private void Publish(ModelWire wire, string id, string data)
    {
        if (!_ids.TryGetValue(id, out long offset))
        {
            offset = _ids[id] = ++_offset;
            string json = $$"""{"op":"message","group":"g","offset":{{offset}},"id":"{{id}}","at":"2026-01-02T03:04:05Z","data":{{data}}}""";
            _history.Add((offset, json));
            Published.Add((Epoch, offset), data);
            foreach (ModelWire member in _wires.Where(static member => member.IsJoined))
            {
                member.ToClient.Enqueue(json);
            }
        }

        wire.ToClient.Enqueue($$"""{"op":"published","group":"g","id":"{{id}}","offset":{{offset}}}""");
    }

    private string Joined(string? reference, bool isRecovered) => new StringBuilder("""{"op":"joined",""")
        .Append(reference is null ? "" : $"\"ref\":\"{reference}\",")
        .Append($$"""
            "group":"g","epoch":"{{Epoch}}","offset":{{_offset}},"recovered":{{(isRecovered ? "true" : "false")}},"recoverable":true,"version":1}
            """).ToString();

    private static string Gap(string epoch, long from, long? to) =>
        $$"""{"op":"gap","group":"g","epoch":"{{epoch}}","from":{{from}},"to":{{to?.ToString() ?? "null"}}}""";
}
