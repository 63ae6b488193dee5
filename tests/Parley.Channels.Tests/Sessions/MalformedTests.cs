namespace Parley.Channels.Tests.Sessions;

/// <summary>What breaks the rules gets an error with a code, and too much of it ends the session.</summary>
public sealed class MalformedTests
{
    public static TheoryData<string, string> Malformed => new()
    {
        { "", "invalid_json" },
        { "hello", "invalid_json" },
        { "42", "invalid_json" },
        { "[]", "invalid_json" },
        { "null", "invalid_json" },
        { "{\"op\":\"ping\"", "invalid_json" },
        { "{\"op\":\"ping\"}{}", "invalid_json" },
        { "{\"op\":\"ping\",}", "invalid_json" },
        { "{}", "unknown_op" },
        { """{"op":null}""", "unknown_op" },
        { """{"op":7}""", "unknown_op" },
        { """{"op":"pong"}""", "unknown_op" },
        { """{"op":"Ping"}""", "unknown_op" },
        { """{"op":"ping","ref":7}""", "bad_request" },
        { """{"op":"join"}""", "bad_request" },
        { """{"op":"join","group":null}""", "bad_request" },
        { """{"op":"join","group":7}""", "bad_request" },
        { """{"op":"join","group":["a"]}""", "bad_request" },
        { """{"op":"join","group":""}""", "bad_group" },
        { """{"op":"join","group":"a{b"}""", "bad_group" },
        { """{"op":"join","group":"a\nb"}""", "bad_group" },
        { """{"op":"join","group":"\ud800"}""", "bad_group" },
        { $$"""{"op":"join","group":"{{new string('x', 101)}}"}""", "bad_group" },
        { """{"op":"join","group":"a","after":1}""", "bad_request" },
        { """{"op":"join","group":"a","after":-1,"epoch":"e"}""", "bad_request" },
        { """{"op":"join","group":"a","after":1.0,"epoch":"e"}""", "bad_request" },
        { """{"op":"join","group":"a","after":1e3,"epoch":"e"}""", "bad_request" },
        { """{"op":"join","group":"a","after":"1","epoch":"e"}""", "bad_request" },
        { """{"op":"join","group":"a","after":9007199254740992,"epoch":"e"}""", "bad_request" },
        { """{"op":"join","group":"a","after":1,"epoch":""}""", "bad_request" },
        { """{"op":"join","group":"a","after":1,"epoch":"é"}""", "bad_request" },
        { """{"op":"join","group":"a","members":"all"}""", "bad_request" },
        { """{"op":"join","group":"a","members":1}""", "bad_request" },
        { $$"""{"op":"join","group":"a","show":"{{new string('x', 4095)}}"}""", "bad_request" },
        { """{"op":"leave"}""", "bad_request" },
        { """{"op":"publish","group":"a","data":1}""", "bad_request" },
        { """{"op":"publish","group":"a","id":"i"}""", "bad_request" },
        { """{"op":"publish","id":"i","data":1}""", "bad_request" },
        { """{"op":"publish","group":"a","id":"","data":1}""", "bad_request" },
        { """{"op":"publish","group":"a","id":7,"data":1}""", "bad_request" },
        { """{"op":"publish","group":"a","id":"a b","data":1}""", "bad_request" },
        { $$"""{"op":"publish","group":"a","id":"{{new string('x', 65)}}","data":1}""", "bad_request" },
        { """{"op":"history","group":"a"}""", "bad_request" },
        { """{"op":"history","group":"a","before":1,"after":1}""", "bad_request" },
        { """{"op":"history","group":"a","after":0,"limit":0}""", "bad_request" },
        { """{"op":"history","group":"a","after":0,"limit":1001}""", "bad_request" },
        { """{"op":"signal","group":"a"}""", "bad_request" },
        { """{"op":"auth"}""", "bad_request" },
        { """{"op":"auth","token":7}""", "bad_request" },
        { $$"""{"op":"ping","x":{{new string('[', 64)}}{{new string(']', 64)}}}""", "too_deep" },
        { $$"""{"op":"ping","x":{{new string('[', 60_000)}}""", "too_deep" },
        { $$"""{"op":"ping","x":"{{new string('x', 65_536)}}"}""", "too_large" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_malformed_message_is_answered_with_its_code_and_the_session_goes_on(string message, string code)
    {
        SessionPeer peer = new SessionStage().Welcome();
        Assert.Equal([$"error {code}"], [.. peer.Ask(message).Select(Brief.Of)]);
        Assert.Equal(["""{"op":"pong"}"""], peer.Ask("""{"op":"ping"}"""));
    }

    [Fact]
    public void Bytes_are_no_message()
    {
        SessionPeer peer = new SessionStage().Welcome();
        peer.Raw.Say("{\"op\":\"ping\"}"u8.ToArray());
        Assert.Equal(["error invalid_json"], peer.TakeBriefly());
    }

    [Theory]
    [InlineData("""{"op":"ping","later":{"a":[1,2,{"b":null}]}}""")]
    [InlineData("""{"op":"pang","op":"ping"}""")]
    [InlineData("""{"\u006fp":"\u0070ing"}""")]
    [InlineData("""{"op":"ping","ref":null}""")]
    [InlineData("""{"\ud800":1,"op":"ping"}""")]
    [InlineData("""{"op":"ping","gr\uDFFFp":1}""")]
    public void Unknown_fields_are_ignored_and_the_last_of_a_name_counts(string message) =>
        Assert.Equal(["""{"op":"pong"}"""], new SessionStage().Welcome().Ask(message));

    [Fact]
    public void The_deepest_message_that_is_taken_has_64_levels()
    {
        SessionPeer peer = new SessionStage().Welcome();
        string data = new string('[', 63) + new string(']', 63);
        Assert.Equal(
            ["published 1"], [.. peer.Ask($$"""{"op":"publish","group":"a","id":"i","data":{{data}}}""").Select(Brief.Of)]);
    }

    [Fact]
    public void A_publication_that_is_too_deep_is_refused_by_its_id()
    {
        SessionPeer peer = new SessionStage().Welcome();
        string data = new string('[', 64) + new string(']', 64);
        string error = Assert.Single(peer.Ask($$"""{"op":"publish","ref":"r","group":"a","data":{{data}},"id":"i1"}"""));
        Assert.StartsWith("""{"op":"error","ref":"r","id":"i1","code":"too_deep",""", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_message_that_is_taken_has_65536_bytes()
    {
        SessionPeer peer = new SessionStage().Welcome();
        string filler = new('x', 65_536 - """{"op":"ping","x":""}""".Length);
        Assert.Equal(["pong"], [.. peer.Ask($$"""{"op":"ping","x":"{{filler}}"}""").Select(Brief.Of)]);
    }

    [Fact]
    public void An_error_carries_the_reference_and_the_publications_id()
    {
        SessionPeer peer = new SessionStage().Welcome();
        string[] errors =
        [
            .. peer.Ask("""{"op":"publish","ref":"\u0041","group":"","id":"i1","data":1}"""),
            .. peer.Ask("""{"op":"nothing","ref":"r2"}"""),
            .. peer.Ask("""{"ref":"r3","op":"publish"}"""),
        ];
        Assert.StartsWith("""{"op":"error","ref":"\u0041","id":"i1","code":"bad_group","message":"A group's name""", errors[0], StringComparison.Ordinal);
        Assert.StartsWith("""{"op":"error","ref":"r2","code":"unknown_op",""", errors[1], StringComparison.Ordinal);
        Assert.Equal("""{"op":"error","ref":"r3","code":"bad_request","message":"id is missing; a string is expected."}""", errors[2]);
    }

    [Fact]
    public void The_twentieth_malformed_message_within_a_minute_ends_the_session_with_1008()
    {
        SessionPeer peer = new SessionStage().Welcome();
        for (int i = 0; i < 20; i++)
        {
            peer.Say("x");
        }

        string[] come = peer.TakeBriefly();
        Assert.Equal(Enumerable.Repeat("error invalid_json", 20), come.Take(20));
        Assert.Equal("close 1008 too many malformed messages", come[20]);
    }

    [Fact]
    public void Nineteen_a_minute_are_borne()
    {
        var stage = new SessionStage();
        SessionPeer peer = stage.Welcome();
        for (int minute = 0; minute < 3; minute++)
        {
            for (int i = 0; i < 19; i++)
            {
                peer.Say("x");
            }

            stage.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(57, peer.Take().Length);
        Assert.Equal(["pong"], [.. peer.Ask("""{"op":"ping"}""").Select(Brief.Of)]);
    }
}
