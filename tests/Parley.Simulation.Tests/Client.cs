using System.Globalization;

namespace Parley.Simulation.Tests;

/// <summary>A client that keeps to the reference page: positions, an outbox, ids that stay the same when resent.</summary>
internal sealed class Client
{
    private const int MostOnTheirWay = 64;

    private readonly List<Publish> _outbox = [];
    private readonly Oracle _oracle;
    private readonly Trace _trace;
    private Line? _line;
    private string? _client;
    private int _lastRef;
    private int _lastPublish;

    public Client(int number, string? user, IEnumerable<ClientGroup> groups, Oracle oracle, Trace trace)
    {
        Number = number;
        User = user;
        Groups = [.. groups];
        _oracle = oracle;
        _trace = trace;
    }

    public int Number { get; }

    public string? User { get; }

    public IReadOnlyList<ClientGroup> Groups { get; }

    public Line? Line => _line;

    public int PublishedCount => _lastPublish;

    public bool IsWelcome => _client is not null;

    /// <summary>What the others call it, once it is welcome.</summary>
    public string Name => User is { } user ? $"user {user}" : $"client {_client}";

    public bool HasMail => _line is { Inbox.Count: > 0 };

    public int OutboxCount => _outbox.Count;

    public void Connect(Line line)
    {
        _line = line;
        _client = null;
        foreach (ClientGroup group in Groups)
        {
            group.Forget();
        }
    }

    /// <summary>Looks at the next message, or at the end of the connection.</summary>
    public void Look()
    {
        if (_line is { } line && line.Inbox.TryDequeue(out string? text))
        {
            Handle(new ServerMessage(text));
        }
        else if (_line is { HasEnded: true })
        {
            _trace.Add("lost", Number);
            GiveUp();
        }
    }

    /// <summary>Gives the connection up, whatever may still come.</summary>
    public void GiveUp()
    {
        _line = null;
        _client = null;
    }

    public void Join(ClientGroup group)
    {
        group.IsWanted = true;
        if (IsWelcome && !group.IsJoined && group.Awaited is null)
        {
            group.Awaited = NextRef();
            _line!.Send(group.JoinText(group.Awaited));
        }
    }

    public void Leave(ClientGroup group)
    {
        group.IsWanted = false;
        if (IsWelcome && group.IsJoined && group.Awaited is null)
        {
            group.Awaited = NextRef();
            _line!.Send($$"""{"op":"leave","ref":"{{group.Awaited}}","group":"{{group.Name}}"}""");
        }
    }

    public void Publish(ClientGroup group)
    {
        _outbox.Add(new Publish(group.Name, string.Create(CultureInfo.InvariantCulture, $"{Number}-{++_lastPublish}")));
        SendOutbox();
    }

    public void Ping()
    {
        if (IsWelcome)
        {
            _line!.Send("""{"op":"ping"}""");
        }
    }

    private string NextRef() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{++_lastRef}");

    private void Handle(ServerMessage message)
    {
        _trace.Note(() => $"client {Number} is told {message.Text}");
        switch (message.Op)
        {
            case "welcome":
                _client = message.String("client");
                _trace.Add("welcome", Number);
                OnWelcome();
                break;
            case "published":
                _trace.Add("published", Number, message.Offset);
                _oracle.OnAcknowledged(message);
                _outbox.RemoveAll(publish => publish.Id == message.Id);
                SendOutbox();
                break;
            case "error":
                throw new BrokenPromiseException($"client {Number} was told {message.Text}");
            case "pong":
                break;
            default:
                ClientGroup group = Groups.Single(group => group.Name == message.Group);
                group.Handle(message, Name);
                _trace.Add(message.Op, Number, group.Position?.Offset ?? -1, group.Members.Count());
                KeepTo(group);
                break;
        }
    }

    private void OnWelcome()
    {
        foreach (ClientGroup group in Groups)
        {
            KeepTo(group);
        }

        SendOutbox();
    }

    // The program may have changed its mind while a request was under way.
    private void KeepTo(ClientGroup group)
    {
        if (group.IsWanted)
        {
            Join(group);
        }
        else
        {
            Leave(group);
        }
    }

    // In the order of their making, so that what is new follows what is sent again.
    private void SendOutbox()
    {
        if (!IsWelcome)
        {
            return;
        }

        int onTheirWay = _outbox.Count(publish => publish.SentOn == _line);
        foreach (Publish publish in _outbox.Where(publish => publish.SentOn != _line).Take(MostOnTheirWay - onTheirWay))
        {
            publish.SentOn = _line;
            _line!.Send(publish.Text);
        }
    }
}
