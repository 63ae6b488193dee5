using System.Text;
using System.Text.Json.Nodes;
using Parley.Protocol;
using Parley.Testing;

namespace Parley.Sessions.Tests.Client;

/// <summary>A client's core whose server, clock and dice are the test.</summary>
internal sealed class ClientStage : ISessionClientShell
{
    private readonly List<string> _sent = [];

    public ClientStage(SessionClientOptions? options = null)
    {
        Core = new SessionClientCore(
            (options ?? Defaults) with { Time = Clock }, this, () => Chance, "4a5b");
        Core.Start();
    }

    public static SessionClientOptions Defaults { get; } = new() { Uri = new Uri("ws://example.test/") };

    public TestClock Clock { get; } = new();

    public SessionClientCore Core { get; }

    /// <summary>What the client's dice show next.</summary>
    public double Chance { get; set; } = 0.5;

    /// <summary>How many connections were asked for.</summary>
    public int Connections { get; private set; }

    /// <summary>Whether there is a connection, or an attempt.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>What the client has closed its last connection with; null if it dropped it.</summary>
    public CloseCode? ClosedWith { get; private set; }

    public bool IsPaused { get; private set; }

    public List<SessionClientStateChange> States { get; } = [];

    public List<string> Refusals { get; } = [];

    public SessionClientStateChange LastState => States[^1];

    /// <summary>A client that has been welcomed.</summary>
    public static ClientStage Open(SessionClientOptions? options = null)
    {
        var stage = new ClientStage(options);
        stage.Welcome();
        return stage;
    }

    /// <summary>What the client has sent since this was asked last.</summary>
    public List<string> TakeTexts()
    {
        List<string> texts = [.. _sent];
        _sent.Clear();
        return texts;
    }

    public List<JsonObject> Take() => [.. TakeTexts().Select(static text => JsonNode.Parse(text)!.AsObject())];

    /// <summary>The data of the publications that the client has sent.</summary>
    public IEnumerable<string> TakeData() =>
        Take().Where(static message => (string?)message["op"] == "publish").Select(static message => message["data"]!.ToJsonString());

    public void Say(string json) => Core.OnReceived(Encoding.UTF8.GetBytes(json));

    public void Welcome(double heartbeat = 25, double resend = 900, int maxMessage = 65_536) => Say(
        FormattableString.Invariant(
            $$"""{"op":"welcome","client":"c{{Connections}}","user":"ada","heartbeat":{{heartbeat}},"resend":{{resend}},"max_message":{{maxMessage}},"features":["history"]}"""));

    /// <summary>The connection breaks, or the server closes it.</summary>
    public void Drop(CloseCode code = CloseCode.AbnormalClosure, string reason = "")
    {
        IsConnected = false;
        Core.OnLost(code, reason);
    }

    /// <summary>Lets time pass, and the client know whenever it wants to.</summary>
    public void Advance(TimeSpan time)
    {
        TimeSpan end = Core.Now + time;
        while (Core.Due <= end)
        {
            TimeSpan step = Core.Due - Core.Now;
            Clock.Advance(step > TimeSpan.Zero ? step : TimeSpan.Zero);
            Core.OnTick();
        }

        Clock.Advance(end - Core.Now);
    }

    public void Advance(double seconds) => Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>The connection breaks, and the client comes back; its server has not said anything yet.</summary>
    public void Return()
    {
        Drop();
        Advance(LastState.RetryIn);
    }

    /// <summary>The connection breaks, and another one is welcomed.</summary>
    public void Reconnect(double resend = 900)
    {
        Return();
        Welcome(resend: resend);
    }

    /// <summary>Asks to join, and leaves it at that.</summary>
    public StageRoom Ask(string group = "lobby", SessionJoinOptions? options = null)
    {
        var room = new StageRoom();
        room.Room = Core.Join(group, options ?? SessionJoinOptions.Default, room);
        return room;
    }

    /// <summary>Joins, and answers for the server; what came of it is forgotten.</summary>
    public StageRoom Join(
        string group = "lobby", SessionJoinOptions? options = null, long offset = 0, string epoch = "e1", string more = "")
    {
        StageRoom room = Ask(group, options);
        Joined(group, offset, epoch, more);
        TakeTexts();
        room.Clear();
        return room;
    }

    /// <summary>Answers the last join of a group, which must be among what the client has sent.</summary>
    public void Joined(string group = "lobby", long offset = 0, string epoch = "e1", string more = "") => Say(
        $$"""{"op":"joined","ref":"{{RefOf("join", group)}}","group":"{{group}}","epoch":"{{epoch}}","offset":{{offset}},"recovered":false,"recoverable":true,"version":1{{more}}}""");

    public void Message(long offset, string group = "lobby") => Say(
        $$"""{"op":"message","group":"{{group}}","offset":{{offset}},"id":"i{{offset}}","client":"c9","at":"2026-01-02T03:04:05Z","data":"m{{offset}}"}""");

    public Task<SessionPublished> Publish(string json, string? id = null, string group = "lobby") =>
        Core.Publish(group, id ?? Core.NewId(), Encoding.UTF8.GetBytes(json));

    /// <summary>Publishes, whatever becomes of it.</summary>
    public void Post(string json, string? id = null, string group = "lobby") => _ = Publish(json, id, group);

    public void Acknowledge(string id, long offset = 1) =>
        Say($$"""{"op":"published","group":"lobby","id":"{{id}}","offset":{{offset}}}""");

    /// <summary>The reference of the client's latest request of a kind that was not taken yet.</summary>
    public string RefOf(string op, string? group = null) => (string)_sent
        .Select(static text => JsonNode.Parse(text)!.AsObject())
        .Last(message => (string?)message["op"] == op && (group is null || (string?)message["group"] == group))["ref"]!;

    void ISessionClientShell.Connect()
    {
        Assert.False(IsConnected);
        (IsConnected, IsPaused) = (true, false);
        Connections++;
    }

    void ISessionClientShell.Send(byte[] json)
    {
        Assert.True(IsConnected);
        _sent.Add(Encoding.UTF8.GetString(json));
    }

    void ISessionClientShell.Disconnect(CloseCode? code)
    {
        (IsConnected, ClosedWith) = (false, code);
        _sent.Clear();
    }

    void ISessionClientShell.Pause(bool isPaused) => IsPaused = isPaused;

    void ISessionClientShell.OnState(SessionClientStateChange change) => States.Add(change);

    void ISessionClientShell.OnRefusal(SessionException refusal) => Refusals.Add(refusal.Code);
}
