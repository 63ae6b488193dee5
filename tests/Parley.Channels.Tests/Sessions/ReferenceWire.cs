using System.Text.Json.Nodes;

namespace Parley.Channels.Tests.Sessions;

/// <summary>What a page's conversation calls what a server makes up: the same name always stands for the same.</summary>
internal sealed class ReferenceWire
{
    // What a server makes up, and what is said to people, is any.
    private static readonly string[] _any = ["at", "message", "retry_after"];
    private static readonly string[] _names = ["client", "epoch", "version"];

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public void Know(string name, string actual) => _known[$"\"{name}\""] = $"\"{actual}\"";

    /// <summary>A client's message, with the server's own names.</summary>
    public string Translate(string message)
    {
        JsonObject json = JsonNode.Parse(message)!.AsObject();
        if ((string?)json["epoch"] is { } epoch && _known.TryGetValue($"\"{epoch}\"", out string? actual))
        {
            json["epoch"] = JsonNode.Parse(actual);
        }

        return json.ToJsonString();
    }

    public bool Matches(JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (JsonObject page, JsonObject wire) => page.Select(static field => field.Key).Order().SequenceEqual(wire.Select(static field => field.Key).Order())
            && page.All(field => IsSame(field.Key, field.Value, wire[field.Key])),
        (JsonArray page, JsonArray wire) => page.Count == wire.Count && page.Zip(wire).All(pair => Matches(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(expected, actual),
    };

    private bool IsSame(string name, JsonNode? expected, JsonNode? actual) => name switch
    {
        "features" => expected!.AsArray().All(
            feature => actual!.AsArray().Any(have => JsonNode.DeepEquals(have, feature)) || (string?)feature == "auth"),
        _ when Array.IndexOf(_any, name) >= 0 => actual is not null,
        _ when Array.IndexOf(_names, name) >= 0 => IsNamed(expected!.ToJsonString(), actual!.ToJsonString()),
        _ => Matches(expected, actual),
    };

    private bool IsNamed(string name, string actual) => _known.TryGetValue(name, out string? known)
        ? known == actual
        : _known.TryAdd(name, actual);
}
