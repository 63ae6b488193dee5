using System.Text;
using Parley.Channels;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>What may be said.</summary>
public sealed class MessageTests
{
    private const string Picture = """{"url":"/pictures/0123456789abcdef0123456789abcdef.png","width":1,"height":2}""";

    public static TheoryData<string> Good =>
    [
        """{"text":"Hello"}""",
        """{"text":"<script>alert(1)</script>\n二 👍"}""",
        $$"""{"pictures":[{{Picture}}]}""",
        $$"""{"text":"Look","pictures":[{{Picture}},{{Picture}},{{Picture}},{{Picture}}]}""",
        $$"""{"text":"{{new string('a', 4000)}}"}""",
    ];

    public static TheoryData<string> Bad =>
    [
        "\"Hello\"", "1", "null", "[]", "{}",
        """{"text":""}""",
        """{"text":"  \n "}""",
        """{"text":5}""",
        """{"text":"a","text":"b"}""",
        """{"text":"a","html":"<b>"}""",
        """{"text":"a","user":"u:ada:Ada"}""",
        """{"text":"\ud800"}""",
        $$"""{"text":"{{new string('a', 4001)}}"}""",
        """{"pictures":[]}""",
        """{"pictures":{}}""",
        """{"pictures":["/pictures/0123456789abcdef0123456789abcdef.png"]}""",
        $$"""{"pictures":[{{Picture}},{{Picture}},{{Picture}},{{Picture}},{{Picture}}]}""",
        """{"pictures":[{"url":"https://evil.example/pictures/0123456789abcdef0123456789abcdef.png","width":1,"height":2}]}""",
        """{"pictures":[{"url":"javascript:alert(1)","width":1,"height":2}]}""",
        """{"pictures":[{"url":"/pictures/0123456789abcdef0123456789abcdef.svg","width":1,"height":2}]}""",
        """{"pictures":[{"url":"/pictures/../0123456789abcdef0123456789abcdef.png","width":1,"height":2}]}""",
        """{"pictures":[{"url":"/pictures/0123456789abcdef0123456789abcdef.png","width":0,"height":2}]}""",
        """{"pictures":[{"url":"/pictures/0123456789abcdef0123456789abcdef.png","width":1.5,"height":2}]}""",
        """{"pictures":[{"url":"/pictures/0123456789abcdef0123456789abcdef.png","width":1}]}""",
        """{"pictures":[{"url":"/pictures/0123456789abcdef0123456789abcdef.png","width":1,"height":2,"onerror":"x"}]}""",
    ];

    [Fact]
    public async Task A_message_is_kept_as_it_was_written_and_says_who_wrote_it()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser bob = await chat.OpenAsync("Bob");
        Seat adas = await ada.JoinAsync("lobby");
        Seat bobs = await bob.JoinAsync("lobby");
        foreach (ITheoryDataRow row in Good)
        {
            string data = (string)row.GetData()[0]!;
            await adas.PublishAsync(data);
            SessionPublication heard = await bobs.NextAsync<SessionPublication>();
            Assert.Equal(data, Encoding.UTF8.GetString(heard.Data.Span));
            Assert.Equal(ada.User, heard.User);
        }

        SessionHistoryPage history = await Within.Time(bobs.Client.ReadHistoryAsync(RoomNames.GroupOf("lobby"), HistoryQuery.Newest(1000)));
        Assert.Equal(Good.Count, history.Messages.Count);
    }

    [Fact]
    public async Task What_is_no_message_is_refused_with_a_sentence_and_kept_nowhere()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        Seat seat = await ada.JoinAsync("lobby");
        foreach (ITheoryDataRow row in Bad)
        {
            SessionException refusal = await Assert.ThrowsAsync<SessionException>(() => seat.PublishAsync((string)row.GetData()[0]!));
            Assert.Contains(refusal.Code, new[] { "forbidden", "too_long", "too_many_pictures", "unknown_picture" });
            Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        }

        await seat.SayAsync("Still here");
        Assert.Equal(1, (await seat.NextAsync<SessionPublication>()).Position.Offset);
    }

    [Fact]
    public async Task What_a_page_could_say_better_has_a_code()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        Seat seat = await ada.JoinAsync("lobby");
        await seat.RefusalOfAsync($$"""{"text":"{{new string('a', 4001)}}"}""", "too_long");
        await seat.RefusalOfAsync($$"""{"pictures":[{{Picture}},{{Picture}},{{Picture}},{{Picture}},{{Picture}}]}""", "too_many_pictures");
        await seat.RefusalOfAsync("""{"pictures":[{"url":"/elsewhere.png","width":1,"height":2}]}""", "unknown_picture");
    }

    [Fact]
    public async Task Typing_is_signalled_and_nothing_else_is()
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        await using Browser bob = await chat.OpenAsync("Bob");
        Seat adas = await ada.JoinAsync("lobby");
        Seat bobs = await bob.JoinAsync("lobby");
        foreach (string signal in new[] { "\"hello\"", "{}", """{"typing":1}""", """{"typing":true,"text":"psst"}""", """{"typing":true}""" })
        {
            Assert.True(adas.Subscription.TrySignal(Encoding.UTF8.GetBytes(signal)));
        }

        SessionSignal heard = await bobs.NextAsync<SessionSignal>();
        Assert.Equal("""{"typing":true}""", Encoding.UTF8.GetString(heard.Data.Span));
        Assert.Equal(ada.User, heard.User);
    }

    [Theory]
    [InlineData("room.attic")]
    [InlineData("attic")]
    [InlineData("room.")]
    public async Task There_is_nothing_outside_the_rooms(string group)
    {
        await using ChatHost chat = await ChatHost.StartAsync();
        await using Browser ada = await chat.OpenAsync("Ada");
        SessionClient client = ada.Connect();
        SessionException refusal = await Assert.ThrowsAsync<SessionException>(
            () => Within.Time(client.PublishAsync(new GroupName(group), """{"text":"Hello"}"""u8.ToArray())));
        Assert.Equal("no_room", refusal.Code);
        refusal = await Assert.ThrowsAsync<SessionException>(() => Within.Time(client.JoinAsync(new GroupName(group))));
        Assert.Equal("no_room", refusal.Code);
    }

    [Fact]
    public async Task Who_says_too_much_is_told_when_to_go_on()
    {
        await using ChatHost chat = await ChatHost.StartAsync("--requests-at-once", "5", "--requests-per-second", "1");
        await using Browser ada = await chat.OpenAsync("Ada");
        SessionClient client = ada.Connect();
        SessionException? refusal = null;
        for (int i = 0; i < 10 && refusal is null; i++)
        {
            try
            {
                await Within.Time(client.ReadHistoryAsync(RoomNames.GroupOf("lobby"), HistoryQuery.Newest()));
            }
            catch (SessionException exception)
            {
                refusal = exception;
            }
        }

        Assert.Equal("rate_limited", refusal?.Code);
        Assert.True(refusal!.RetryAfter > TimeSpan.Zero);
    }
}
