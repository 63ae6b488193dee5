using System.Text.Json;

namespace Parley.Simulation.Tests;

/// <summary>A message from the server, as section 4 of the reference page has it.</summary>
internal sealed class ServerMessage(string text)
{
    private readonly JsonElement _json = JsonElement.Parse(text);

    public string Text => text;

    public string Op => String("op")!;

    public string? Ref => String("ref");

    public string Group => String("group")!;

    public string? Epoch => String("epoch");

    public string? Id => String("id");

    public string? Data => String("data");

    public long Offset => Number("offset")!.Value;

    public long From => Number("from")!.Value;

    public long? To => Number("to");

    public long Version => Number("version")!.Value;

    public bool IsRecovered => _json.GetProperty("recovered").GetBoolean();

    public IReadOnlyList<string>? Members => Names("members");

    public IReadOnlyList<string> Joined => Names("joined") ?? [];

    public IReadOnlyList<string> Left => Names("left") ?? [];

    public string? String(string name) =>
        _json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private long? Number(string name) =>
        _json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    // A member is its user, or its connection.
    private string[]? Names(string name) => _json.TryGetProperty(name, out JsonElement list)
        ? [.. list.EnumerateArray().Select(static member =>
            member.TryGetProperty("user", out JsonElement user) ? $"user {user.GetString()}" : $"client {member.GetProperty("client").GetString()}")]
        : null;
}
