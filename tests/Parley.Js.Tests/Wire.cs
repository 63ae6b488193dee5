using System.Text.Json.Nodes;

namespace Parley.Js.Tests;

/// <summary>Messages of <c>parley.v1</c>.</summary>
internal static class Wire
{
    /// <summary>Makes a message of its operation and fields.</summary>
    public static JsonObject Message(string op, params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var message = new JsonObject { ["op"] = op };
        foreach ((string name, JsonNode? value) in fields)
        {
            message[name] = value;
        }

        return message;
    }
}
