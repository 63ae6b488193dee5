namespace Parley.Sessions.Tests.Client;

/// <summary>Publishing without loss and without duplicates: section 8 of the reference.</summary>
public sealed class OutboxTests
{
    private readonly ClientStage _stage = ClientStage.Open();

    [Fact]
    public async Task A_publication_completes_once_it_is_acknowledged()
    {
        Task<SessionPublished> published = _stage.Publish("""{"text":"hello"}""", "a");
        Assert.Equal("""{"op":"publish","group":"lobby","id":"a","data":{"text":"hello"}}""", Assert.Single(_stage.TakeTexts()));
        Assert.False(published.IsCompleted);
        _stage.Say("""{"op":"published","group":"lobby","id":"a","offset":58,"duplicate":true}""");
        Assert.Equal(new SessionPublished("a", 58, IsDuplicate: true), await published);
    }

    [Fact]
    public async Task Acknowledgements_find_their_publications_in_any_order()
    {
        Task<SessionPublished> a = _stage.Publish("1", "a");
        Task<SessionPublished> b = _stage.Publish("2", "b");
        _stage.Acknowledge("b", 2);
        Assert.False(a.IsCompleted);
        _stage.Acknowledge("a", 1);
        Assert.Equal((1, 2), ((await a).Offset, (await b).Offset));
    }

    [Fact]
    public void Ids_are_the_prefix_and_a_number_that_rises() =>
        Assert.Equal(["4a5b-1", "4a5b-2"], [_stage.Core.NewId(), _stage.Core.NewId()]);

    [Fact]
    public async Task A_refusal_fails_with_its_code_and_is_not_sent_again()
    {
        Task<SessionPublished> published = _stage.Publish("1", "a");
        _stage.Say("""{"op":"error","code":"rate_limited","message":"Slow down.","id":"a","retry_after":1.5}""");
        SessionException refusal = await Assert.ThrowsAsync<SessionException>(() => published);
        Assert.Equal(
            ("rate_limited", "Slow down.", "a", TimeSpan.FromSeconds(1.5)),
            (refusal.Code, refusal.Message, refusal.Id, refusal.RetryAfter));
        _stage.Reconnect();
        Assert.Empty(_stage.TakeData());
    }

    [Fact]
    public void What_is_published_while_there_is_no_connection_goes_out_with_the_next_in_its_order()
    {
        var stage = new ClientStage();
        stage.Ask();
        foreach (string data in new[] { "1", "2", "3" })
        {
            stage.Post(data);
        }

        Assert.Empty(stage.TakeTexts());
        stage.Welcome();
        Assert.Equal(["join", "publish", "publish", "publish"], stage.Take().Select(static message => (string?)message["op"]));
    }

    [Fact]
    public void Groups_share_one_order()
    {
        _stage.Post("1");
        _stage.Post("2", group: "other");
        _stage.Post("3");
        Assert.Equal(["1", "2", "3"], _stage.TakeData());
        _stage.Reconnect();
        Assert.Equal(["1", "2", "3"], _stage.TakeData());
    }

    [Fact]
    public void What_was_not_acknowledged_is_sent_again_byte_by_byte_before_what_is_new()
    {
        _stage.Post("""{ "a":1.0 }""", "a");
        _stage.Post("2", "b");
        _stage.Post("3", "c");
        List<string> first = _stage.TakeTexts();
        _stage.Acknowledge("b");
        _stage.Drop();
        _stage.Post("4", "d");
        _stage.Advance(_stage.LastState.RetryIn);
        _stage.Welcome();
        List<string> again = _stage.TakeTexts();
        Assert.Equal([first[0], first[2]], again[..2]);
        Assert.Equal(3, again.Count);
    }

    [Fact]
    public async Task It_is_sent_again_until_it_is_acknowledged_and_never_after()
    {
        Task<SessionPublished> published = _stage.Publish("1", "a");
        for (int i = 0; i < 5; i++)
        {
            _stage.Reconnect();
            Assert.Equal(["1"], _stage.TakeData());
        }

        _stage.Acknowledge("a", 4);
        Assert.Equal(4, (await published).Offset);
        _stage.Reconnect();
        Assert.Empty(_stage.TakeData());
    }

    [Fact]
    public void No_more_than_64_are_on_their_way()
    {
        for (int i = 0; i < 70; i++)
        {
            _stage.Post($"{i}", $"i{i}");
        }

        Assert.Equal(64, _stage.TakeData().Count());
        _stage.Acknowledge("i10");
        Assert.Equal(["64"], _stage.TakeData());
        _stage.Say("""{"op":"error","code":"forbidden","message":"No.","id":"i0"}""");
        _stage.Acknowledge("i1");
        Assert.Equal(["65", "66"], _stage.TakeData());
        _stage.Reconnect();
        Assert.Equal(
            Enumerable.Range(2, 67).Where(static i => i != 10).Take(64).Select(static i => $"{i}"), _stage.TakeData());
    }

    [Theory]
    [InlineData(30_000, true)]
    [InlineData(30_001, false)]
    public void What_is_older_than_the_server_remembers_is_not_sent_again(int milliseconds, bool isSent)
    {
        Task<SessionPublished> published = _stage.Publish("1", "a");
        _stage.Return();
        _stage.Clock.Advance(TimeSpan.FromMilliseconds(milliseconds) - _stage.Core.Now);
        _stage.Welcome(resend: 30);
        Assert.Equal(isSent, _stage.TakeData().Any());
        Assert.Equal(isSent ? null : "unknown", CodeOf(published));
    }

    [Fact]
    public void The_age_counts_from_the_first_time_that_it_was_sent()
    {
        Task<SessionPublished> published = _stage.Publish("1", "a");
        for (int i = 0; i < 2; i++)
        {
            _stage.Advance(20);
            _stage.Reconnect(resend: 39);
        }

        Assert.Empty(_stage.TakeData());
        Assert.Equal("unknown", CodeOf(published));
    }

    [Fact]
    public void What_was_never_sent_cannot_be_too_old()
    {
        _stage.Drop();
        Task<SessionPublished> published = _stage.Publish("1");
        _stage.Advance(_stage.LastState.RetryIn);
        _stage.Clock.Advance(TimeSpan.FromHours(1));
        _stage.Welcome();
        Assert.Equal(["1"], _stage.TakeData());
        Assert.False(published.IsCompleted);
    }

    [Fact]
    public void What_is_too_large_is_not_sent_counted_in_bytes_and_holds_nothing_up()
    {
        var stage = new ClientStage();
        stage.Welcome(maxMessage: 250);
        Task<SessionPublished> large = stage.Publish($"\"{string.Concat(Enumerable.Repeat('界', 80))}\"");
        stage.Post($"\"{new string('a', 80)}\"");
        Assert.Single(stage.TakeTexts());
        Assert.Equal("too_large", CodeOf(large));
    }

    [Fact]
    public void A_message_of_exactly_the_servers_size_is_sent()
    {
        _stage.Post("12345", "fixed");
        int size = _stage.TakeTexts()[0].Length;
        foreach ((int most, bool isSent) in new[] { (size, true), (size - 1, false) })
        {
            var stage = new ClientStage();
            stage.Welcome(maxMessage: most);
            stage.Post("12345", "fixed");
            Assert.Equal(isSent, stage.TakeTexts().Count > 0);
        }
    }

    [Fact]
    public void An_outbox_that_is_full_refuses()
    {
        ClientStage stage = ClientStage.Open(ClientStage.Defaults with { OutboxPublications = 2 });
        stage.Post("1", "a");
        stage.Post("2", "b");
        Assert.Equal("outbox_full", CodeOf(stage.Publish("3", "c")));
        stage.Acknowledge("a");
        stage.Post("4", "d");
        Assert.Equal(["1", "2", "4"], stage.TakeData());
    }

    [Fact]
    public async Task A_publication_can_be_tried_again_under_its_id()
    {
        Task<SessionPublished> published = _stage.Publish("1", "a");
        _stage.Say("""{"op":"error","code":"unavailable","message":"Not now.","id":"a","retry_after":1}""");
        Assert.Equal("unavailable", CodeOf(published));
        Task<SessionPublished> again = _stage.Publish("1", "a");
        Assert.Equal("id_reused", CodeOf(_stage.Publish("1", "a")));
        _stage.Acknowledge("a", 3);
        Assert.Equal(3, (await again).Offset);
    }

    [Fact]
    public void Closing_fails_what_was_sent_with_unknown_and_what_was_not_with_closed()
    {
        Task<SessionPublished> sent = _stage.Publish("1");
        _stage.Drop();
        Task<SessionPublished> unsent = _stage.Publish("2");
        _stage.Core.Close();
        Assert.Equal(("unknown", "closed"), (CodeOf(sent), CodeOf(unsent)));
        Assert.Equal("closed", CodeOf(_stage.Publish("3")));
    }

    [Fact]
    public void What_is_no_JSON_is_refused()
    {
        string deep = new string('[', 63) + new string(']', 63);
        SessionJson.Check(System.Text.Encoding.UTF8.GetBytes(deep), "json");
        foreach (string bad in new[] { "", "hello", "{", "1 2", "'a'", "[" + deep + "]" })
        {
            Assert.Throws<ArgumentException>(() => SessionJson.Check(System.Text.Encoding.UTF8.GetBytes(bad), "json"));
        }

        Assert.Throws<ArgumentException>(() => SessionJson.Check([(byte)'"', 0xff, (byte)'"'], "json"));
    }

    private static string? CodeOf(Task<SessionPublished> task) =>
        ((SessionException?)task.Exception?.InnerException)?.Code;
}
