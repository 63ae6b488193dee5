using Parley.Channels;

namespace Parley.Simulation.Tests;

/// <summary>A group as a client knows it: section 7 of the reference page, on the client's side.</summary>
internal sealed class ClientGroup(string name, Oracle oracle)
{
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private long _version;

    // The epoch that has begun, until the gap has come that ends the one before.
    private string? _next;
    private bool _isContinued;

    public string Name => name;

    /// <summary>Whether the program wants to be in it.</summary>
    public bool IsWanted { get; set; } = true;

    /// <summary>Whether everything that history has is asked for, the first time.</summary>
    public bool IsFromStart { get; init; }

    /// <summary>The <c>ref</c> of the last request, until it is answered.</summary>
    public string? Awaited { get; set; }

    public bool IsJoined { get; private set; }

    public StreamPosition? Position { get; private set; }

    public IEnumerable<string> Members => _members.Order(StringComparer.Ordinal);

    /// <summary>Whether nothing is expected any more.</summary>
    public bool IsQuiet => Awaited is null && _next is null;

    public string JoinText(string reference)
    {
        string position = Position is { } known
            ? $$""","epoch":"{{known.Epoch}}","after":{{known.Offset}}"""
            : IsFromStart ? ""","after":0""" : "";
        return $$"""{"op":"join","ref":"{{reference}}","group":"{{name}}"{{position}}}""";
    }

    /// <summary>The connection is gone, or the group has been left.</summary>
    public void Forget()
    {
        Awaited = null;
        IsJoined = false;
        _next = null;
        _members.Clear();
    }

    public void Handle(ServerMessage message, string own)
    {
        switch (message.Op)
        {
            case "joined" when message.Ref is null ? IsJoined : message.Ref == Awaited:
                OnJoined(message);
                break;
            case "left" when message.Ref == Awaited:
                Forget();
                break;
            case "message" when IsJoined:
                OnMessage(message);
                break;
            case "gap" when IsJoined:
                OnGap(message);
                break;
            case "presence" when IsJoined:
                OnPresence(message, own);
                break;
            default:
                break;
        }
    }

    private void OnJoined(ServerMessage joined)
    {
        Awaited = joined.Ref is null ? Awaited : null;
        IsJoined = true;
        if (joined.Members is { } members)
        {
            _version = joined.Version;
            _members.Clear();
            _members.UnionWith(members);
            Oracle.Require(members.Count == _members.Count, $"{joined.Text} names a member twice");
        }

        string epoch = joined.Epoch!;
        if (Position is not { } position)
        {
            _isContinued = !IsFromStart;
            Position = new StreamPosition(epoch, IsFromStart ? 0 : joined.Offset);
        }
        else if (position.Epoch != epoch)
        {
            Oracle.Require(!joined.IsRecovered, $"{joined.Text} to one who had {position}");
            _next = epoch;
        }
    }

    private void OnMessage(ServerMessage message)
    {
        StreamPosition position = Position!.Value;
        Oracle.Require(_next is null, $"{message.Text} came before the end of {position} was told");
        if (message.Offset <= position.Offset)
        {
            oracle.OnDuplicate();
            return;
        }

        oracle.OnTaken(message, position, _isContinued);
        _isContinued = true;
        Position = position with { Offset = message.Offset };
    }

    private void OnGap(ServerMessage gap)
    {
        oracle.OnGap(gap);
        StreamPosition position = Position!.Value;
        if (gap.To is { } to)
        {
            Oracle.Require(
                gap.Epoch == position.Epoch && gap.From <= position.Offset + 1 && to > position.Offset,
                $"{gap.Text} to one who has {position}");
            _isContinued = true;
            Position = position with { Offset = to };
            return;
        }

        Oracle.Require(
            _next is not null && gap.Epoch == position.Epoch && oracle.Follows(name, gap.From, position, _isContinued),
            $"{gap.Text} to one who has {position}");
        Position = new StreamPosition(_next!, 0);
        _isContinued = false;
        _next = null;
    }

    private void OnPresence(ServerMessage change, string own)
    {
        if (change.Version <= _version)
        {
            return;
        }

        _version = change.Version;
        foreach (string left in change.Left)
        {
            Oracle.Require(_members.Remove(left), $"{change.Text}: {left} was not there");
        }

        foreach (string joined in change.Joined)
        {
            Oracle.Require(_members.Add(joined) || joined == own, $"{change.Text}: {joined} was there");
        }
    }
}
