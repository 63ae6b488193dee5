using System.Text.Json.Nodes;

namespace Parley.Channels.Tests.Sessions;

/// <summary>A session's message in few words.</summary>
internal static class Brief
{
    public static string Of(string message)
    {
        if (!message.StartsWith('{'))
        {
            return message;
        }

        JsonNode json = JsonNode.Parse(message)!;
        string op = (string)json["op"]!;
        return op switch
        {
            "message" or "deleted" => $"{op} {json["offset"]}",
            "published" => $"{op} {json["offset"]}{(json["duplicate"] is null ? "" : " again")}",
            "gap" => $"{op} {json["epoch"]} {json["from"]}-{json["to"]?.ToString() ?? "null"}",
            "joined" => $"{op} {json["epoch"]} {json["offset"]}{((bool)json["recovered"]! ? " recovered" : "")}",
            "error" => $"{op} {json["code"]}",
            "history" => $"{op} {json["from"]}-{json["to"]}: {string.Join(' ', json["messages"]!.AsArray().Select(static entry => entry!["offset"]!))}{((bool)json["more"]! ? " ..." : "")}",
            _ => op,
        };
    }
}
