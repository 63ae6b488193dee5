using System.Security.Claims;
using System.Threading.RateLimiting;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Sessions;

/// <summary>Who may do what, how often, and who somebody is.</summary>
public sealed class RightsTests
{
    private const string Join = """{"op":"join","ref":"1","group":"staff"}""";
    private const string JoinFromTheBeginning = """{"op":"join","ref":"1","group":"staff","after":0}""";
    private const string Publish = """{"op":"publish","ref":"1","group":"staff","id":"i1","data":1}""";
    private const string History = """{"op":"history","ref":"1","group":"staff","after":0}""";
    private const string Signal = """{"op":"signal","ref":"1","group":"staff","data":1}""";

    [Theory]
    [InlineData(SessionOperation.Join, Join)]
    [InlineData(SessionOperation.ReadHistory, JoinFromTheBeginning)]
    [InlineData(SessionOperation.Publish, Publish)]
    [InlineData(SessionOperation.ReadHistory, History)]
    [InlineData(SessionOperation.Signal, Signal)]
    public void What_is_refused_is_not_done_and_the_client_is_told_why(SessionOperation refused, string message)
    {
        List<SessionAccess> asked = [];
        var stage = new SessionStage(options: new SessionServerOptions
        {
            Authorize = (access, _) =>
            {
                asked.Add(access);
                return ValueTask.FromResult<SessionRefusal?>(access.Operation == refused ? "Ada may not." : null);
            },
        });
        SessionPeer ada = stage.Welcome("ada");
        if (refused == SessionOperation.Signal)
        {
            ada.Ask(Join);
        }

        string id = message == Publish ? "\"id\":\"i1\"," : "";
        Assert.Equal([$$"""{"op":"error","ref":"1",{{id}}"code":"forbidden","message":"Ada may not."}"""], ada.Ask(message));
        Assert.Equal("staff", asked[^1].Group.Value);
        Assert.Equal("ada", asked[^1].User.FindFirst("sub")!.Value);
        Assert.Equal(refused == SessionOperation.Signal ? 1 : 0, stage.Groups.MemberCount(new GroupName("staff")));
    }

    [Theory]
    [InlineData(3600, "3600")]
    [InlineData(0, "0.001")]
    [InlineData(-5, "0.001")]
    public void A_refusal_may_have_a_code_of_its_own_and_say_for_how_long_it_holds(int seconds, string said)
    {
        var stage = new SessionStage(options: new SessionServerOptions
        {
            Authorize = (_, _) => ValueTask.FromResult<SessionRefusal?>(
                new SessionRefusal("Ada is muted for an hour.") { Code = "muted", RetryAfter = TimeSpan.FromSeconds(seconds) }),
        });
        Assert.Equal(
            [$$"""{"op":"error","ref":"1","id":"i1","code":"muted","message":"Ada is muted for an hour.","retry_after":{{said}}}"""],
            stage.Welcome("ada").Ask(Publish));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Muted")]
    [InlineData("no room")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void A_code_that_programs_could_stumble_over_is_none(string code) =>
        Assert.Throws<ArgumentException>(() => new SessionRefusal("No.") { Code = code });

    [Fact]
    public void Requests_wait_for_a_decision_and_keep_their_order()
    {
        var decision = new TaskCompletionSource<SessionRefusal?>();
        var stage = new SessionStage(options: new SessionServerOptions
        {
            Authorize = (access, _) => access.Operation == SessionOperation.Join ? new(decision.Task) : ValueTask.FromResult<SessionRefusal?>(null),
        });
        SessionPeer ada = stage.Welcome();
        ada.Say("""{"op":"join","group":"staff"}""");
        ada.Publish("staff", 1);
        ada.Say("""{"op":"ping"}""");
        Assert.Empty(ada.Take());
        decision.SetResult(null);
        stage.Loop.Run();
        Assert.Equal(["joined e1 0", "published 1", "pong", "message 1"], ada.TakeBriefly());
    }

    [Fact]
    public void A_hook_that_throws_is_told_as_internal_and_logged()
    {
        var stage = new SessionStage(options: new SessionServerOptions
        {
            Authorize = static (access, _) => throw new InvalidOperationException("broken"),
        });
        SessionPeer ada = stage.Welcome();
        Assert.Equal(["""{"op":"error","ref":"1","id":"i1","code":"internal","message":"The server met an error."}"""], ada.Ask(Publish));
        Assert.Equal(["error internal"], [.. ada.Ask(Join).Select(Brief.Of)]);
        Assert.Contains(stage.Log.Lines, static line => line.Contains("broken", StringComparison.Ordinal));
        Assert.Equal(["pong"], [.. ada.Ask("""{"op":"ping"}""").Select(Brief.Of)]);
    }

    [Fact]
    public void A_connection_that_sends_too_much_is_told_when_to_try_again()
    {
        var stage = new SessionStage(options: new SessionServerOptions { ConnectionLimit = Limit(2) });
        SessionPeer ada = stage.Welcome();
        ada.Publish("a", 1);
        ada.Publish("a", 2);
        Assert.Equal(["published 1", "published 2"], ada.TakeBriefly());
        string error = ada.Ask("""{"op":"publish","ref":"r","group":"a","id":"i3","data":3}""").Single();
        Assert.Matches(
            """^\{"op":"error","ref":"r","id":"i3","code":"rate_limited","message":"This connection may send 2 requests at once, and 1 more every 3600 s\.","retry_after":[0-9.]+\}$""",
            error);
        Assert.Equal(["pong"], [.. ada.Ask("""{"op":"ping"}""").Select(Brief.Of)]);
        Assert.Equal(["published 3"], [.. stage.Welcome().Ask("""{"op":"publish","group":"a","id":"i4","data":4}""").Select(Brief.Of)]);
    }

    [Fact]
    public void A_user_is_limited_on_all_connections_together()
    {
        var stage = new SessionStage(options: new SessionServerOptions { UserLimit = Limit(1) });
        Assert.Equal(["published 1"], [.. stage.Welcome("ada").Ask(Publish).Select(Brief.Of)]);
        Assert.Equal(["error rate_limited"], [.. stage.Welcome("ada").Ask(Join).Select(Brief.Of)]);
        Assert.Equal(["published 2"], [.. stage.Welcome("bob").Ask(Publish).Select(Brief.Of)]);
    }

    [Fact]
    public void A_fresh_token_of_the_same_user_is_taken_and_no_other()
    {
        var stage = new SessionStage(options: new SessionServerOptions
        {
            Authenticate = static (token, _) => ValueTask.FromResult(token == "bad" ? null : new SessionIdentity(
                new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", token), new Claim("fresh", "yes")])),
                DateTimeOffset.UnixEpoch.AddHours(1))),
        });
        SessionPeer ada = stage.Open("ada");
        Assert.Contains("\"features\":[\"history\",\"signal\",\"auth\"]", ada.Take().Single(), StringComparison.Ordinal);
        Assert.Equal(["""{"op":"authenticated","ref":"4","user":"ada"}"""], ada.Ask("""{"op":"auth","ref":"4","token":"ada"}"""));
        Assert.True(ada.Connection.Authentication.User.HasClaim("fresh", "yes"));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddHours(1), ada.Connection.Authentication.ExpiresAt);
        Assert.Equal(["error forbidden"], [.. ada.Ask("""{"op":"auth","token":"bob"}""").Select(Brief.Of)]);
        Assert.Equal(["error forbidden"], [.. ada.Ask("""{"op":"auth","token":"bad"}""").Select(Brief.Of)]);
        Assert.Equal("ada", ada.Connection.Authentication.User.FindFirst("sub")!.Value);
    }

    [Fact]
    public void Without_a_hook_no_token_is_taken() => Assert.Equal(
        ["error forbidden"], [.. new SessionStage().Welcome().Ask("""{"op":"auth","token":"x"}""").Select(Brief.Of)]);

    [Fact]
    public void A_session_may_be_in_so_many_groups()
    {
        var stage = new SessionStage(options: new SessionServerOptions { MaxGroups = 2 });
        SessionPeer ada = stage.Welcome();
        ada.Ask("""{"op":"join","group":"a"}""");
        ada.Ask("""{"op":"join","group":"b"}""");
        Assert.Equal(["error too_many_groups"], [.. ada.Ask("""{"op":"join","group":"c"}""").Select(Brief.Of)]);
        ada.Ask("""{"op":"leave","group":"a"}""");
        Assert.Equal(["joined e3 0"], [.. ada.Ask("""{"op":"join","group":"c"}""").Select(Brief.Of)]);
    }

    [Fact]
    public void A_session_whose_client_is_gone_before_it_opens_leaves_no_timer_of_its_limit_behind()
    {
        TokenBucketRateLimiterOptions limit = Limit(1);
        limit.AutoReplenishment = true;
        var stage = new SessionStage(options: new SessionServerOptions { ConnectionLimit = limit });
        long before = Timer.ActiveCount;
        for (int i = 0; i < 1000; i++)
        {
            (InMemoryTransport first, _) = InMemoryTransport.CreatePair(stage.Loop);
            var request = new MemoryRequest(first, "/", null, stage.Log, SessionServer.Subprotocol);
            Assert.True(request.Leave());
            stage.Loop.Run(() => stage.Sessions.OnUpgrade(request));
        }

        // Other tests have a few.
        Assert.InRange(Timer.ActiveCount - before, -500, 500);
    }

    private static TokenBucketRateLimiterOptions Limit(int count) => new()
    {
        TokenLimit = count,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromHours(1),
        AutoReplenishment = false,
    };
}
