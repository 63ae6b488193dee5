using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Parley.TestSupport;

namespace Parley.Sessions.Tests.Client;

/// <summary>The sessions that stand on the reference's page are what the client says and takes.</summary>
public sealed partial class ReferencePageTests
{
    private const int Sessions = 5;

    private static readonly string _page =
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "parley.v1.md")).ReplaceLineEndings("\n");

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Sessions)];

    [Fact]
    public void There_are_so_many() => Assert.Equal(Sessions, Session().Count(_page));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void It_plays_the_session(int number)
    {
        string[] lines = Session().Matches(_page)[number].Groups["lines"].Value.Trim().Split('\n');
        var stage = new ClientStage();
        var rooms = new Dictionary<string, StageRoom>();
        var sent = new Queue<JsonObject>();
        foreach (string line in lines)
        {
            if (line.StartsWith("- ", StringComparison.Ordinal))
            {
                stage.Return();
                continue;
            }

            JsonObject message = JsonNode.Parse(line[2..])!.AsObject();
            if (line.StartsWith("S ", StringComparison.Ordinal))
            {
                stage.Say(line[2..]);
                continue;
            }

            // What the client sends by itself is there already. For the rest its program does something.
            stage.Take().ForEach(sent.Enqueue);
            if (sent.Count == 0)
            {
                Act(stage, rooms, message);
                stage.Take().ForEach(sent.Enqueue);
            }

            AssertSame(message, sent.Dequeue());
        }

        Assert.Empty(sent);
        Assert.Empty(stage.TakeTexts());
        Assert.True(lines.Length >= 5);
    }

    private static void Act(ClientStage stage, Dictionary<string, StageRoom> rooms, JsonObject message)
    {
        string? group = (string?)message["group"];
        switch ((string?)message["op"])
        {
            case "join":
                rooms[group!] = stage.Ask(group!, new SessionJoinOptions
                {
                    After = (long?)message["after"] is { } after ? new StreamPosition((string)message["epoch"]!, after) : null,
                    Show = message["show"] is { } show ? Encoding.UTF8.GetBytes(show.ToJsonString()) : default,
                    Members = (string?)message["members"] == "none" ? SessionMembers.None : SessionMembers.List,
                });
                break;

            case "publish":
                _ = stage.Publish(message["data"]!.ToJsonString(), (string)message["id"]!, group!);
                break;

            case "signal":
                Assert.True(stage.Core.TrySignal(rooms[group!].Room, Encoding.UTF8.GetBytes(message["data"]!.ToJsonString())));
                break;

            case "history":
                _ = stage.Core.ReadHistory(group!, HistoryQuery.Before((long)message["before"]!, (int)message["limit"]!));
                break;

            case "auth":
                _ = stage.Core.Authenticate((string)message["token"]!);
                break;

            case "leave":
                _ = stage.Core.Leave(rooms[group!].Room);
                break;
        }
    }

    private static void AssertSame(JsonObject expected, JsonObject actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{expected.ToJsonString()} was expected, not {actual.ToJsonString()}");

    [GeneratedRegex("```text\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Session();
}
