using System.Security.Claims;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Sessions;

/// <summary>The conversations of the reference page's section 15, played against the server.</summary>
public sealed partial class ReferenceTests
{
    private const string Join = """{"op":"join","group":"lobby"}""";
    private const string LoudAndClear = """{"op":"publish","group":"lobby","id":"9-8-7-6-1","data":"Loud and clear"}""";

    private static readonly GroupName _lobby = new("lobby");

    private readonly ReferenceWire _wire = new();

    public static TheoryData<string> Titles => [.. Conversations.Keys];

    private static Dictionary<string, string[]> Conversations => Conversation()
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "parley.v1.md")))
        .ToDictionary(
            static match => match.Groups["title"].Value,
            static match => match.Groups["lines"].Value.Trim().Split('\n'),
            StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Titles))]
    public void The_server_says_what_the_page_says(string title)
    {
        // How often somebody may publish has tests of its own, which need not wait for the time to pass.
        IEnumerable<string> lines = Conversations[title].Where(static line => !line.Contains("1-2-3-4-1", StringComparison.Ordinal));
        (SessionStage stage, string? user, Action<string> before) = Prepare(title);
        SessionPeer? peer = null;
        List<JsonNode> ahead = [];
        foreach (string line in lines)
        {
            before(line);
            if (line.StartsWith('-'))
            {
                peer!.Vanish();
                peer = null;
                ahead.Clear();
                continue;
            }

            peer ??= stage.Open(user);
            if (line.StartsWith("C ", StringComparison.Ordinal))
            {
                peer.Say(_wire.Translate(line[2..]));
                continue;
            }

            ahead.AddRange(peer.Take().Select(static text => JsonNode.Parse(text)!));
            JsonNode expected = JsonNode.Parse(line[2..])!;
            JsonNode? found = ahead.FirstOrDefault(actual => _wire.Matches(expected, actual));
            Assert.True(found is not null, $"{line} did not come, but {string.Join('\n', ahead.Select(static node => node.ToJsonString()))}");
            ahead.Remove(found);
        }

        Assert.Empty(ahead);
    }

    // What has happened before the conversation begins, and what others do in its middle.
    private (SessionStage Stage, string? User, Action<string> Before) Prepare(string title)
    {
        SessionStage stage;
        switch (title)
        {
            case "Joining and publishing":
                stage = new SessionStage(options: new SessionServerOptions { Authenticate = TakeAnybody }, presence: new FakePresence());
                Fill(stage, 57);
                return (stage, "ada", line => SayIf(stage, line.Contains("presence\",\"group", StringComparison.Ordinal), Join));
            case "Cut off and recovered":
                stage = new SessionStage();
                Fill(stage, 58);
                return (stage, null, line => SayIf(stage, line.StartsWith('-'), LoudAndClear));
            case "A gap":
                stage = new SessionStage(new InProcessLayer(new MemoryHistoryStore(new HistoryOptions { MaxPublications = 3 })));
                Fill(stage, 9000);
                _wire.Know("5f3a9c", EpochOf(stage));
                SessionPeer other = stage.Welcome();
                other.Say("""{"op":"publish","group":"lobby","id":"a1","data":"first that is left"}""");
                other.Say("""{"op":"publish","group":"lobby","id":"a2","data":"erased"}""");
                other.Say("""{"op":"publish","group":"lobby","id":"a3","data":"newest"}""");
                Erase(stage, 9002);
                return (stage, null, static _ => { });
            case "A new epoch":
                stage = new SessionStage();
                stage.Welcome().Say("""{"op":"publish","group":"lobby","id":"b1","data":"first of the new epoch"}""");
                return (stage, null, static _ => { });
            default:
                stage = new SessionStage(options: Strict());
                Fill(stage, 36);
                SessionPeer older = stage.Welcome();
                older.Say("""{"op":"publish","group":"lobby","id":"x1","data":"older"}""");
                older.Publish("lobby", 38);
                older.Say("""{"op":"publish","group":"lobby","id":"x2","data":"newer"}""");
                older.Publish("lobby", 40);
                older.Publish("lobby", 41);
                Erase(stage, 38);
                return (stage, "ada", static _ => { });
        }
    }

    private static void SayIf(SessionStage stage, bool isTime, string message)
    {
        if (isTime)
        {
            stage.Welcome("bob").Say(message);
        }
    }

    private static SessionServerOptions Strict() => new()
    {
        Authenticate = TakeAnybody,
        Authorize = static (access, _) => ValueTask.FromResult<SessionRefusal?>(
            access.Group.Value == "staff" ? $"{access.User.FindFirst("sub")!.Value} may not join staff." : null),
    };

    private static ValueTask<SessionIdentity?> TakeAnybody(string token, CancellationToken cancellationToken) =>
        ValueTask.FromResult<SessionIdentity?>(new SessionIdentity(
            new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "ada")]))));

    private static void Fill(SessionStage stage, int count)
    {
        for (int i = 0; i < count; i++)
        {
            stage.Broadcast("lobby", "before");
        }
    }

    private static void Erase(SessionStage stage, long offset) =>
        Assert.True(stage.Layer.EraseAsync(_lobby, offset).AsTask().IsCompletedSuccessfully);

    private static string EpochOf(SessionStage stage)
    {
        string joined = stage.Welcome().Ask(Join).Single();
        return (string)JsonNode.Parse(joined)!["epoch"]!;
    }

    [GeneratedRegex(
        @"^\*\*(?<title>[^*]+)\.\*\*[^*]*?```text\n(?<lines>.*?)```",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Conversation();
}
