namespace Parley.Channels.Redis;

/// <summary>How far a node has been told of a group, and what follows on that. Under the feed's lock.</summary>
internal sealed class FeedState(GroupName group, FeedContext context)
{
    private const long NotKnown = -1;

    private StreamPosition _position;
    private long _erasures = NotKnown;

    /// <summary>What was told last.</summary>
    public StreamPosition Position => _position;

    public bool HasBegun => _position.Epoch is not null;

    /// <summary>Takes where the group stands for the beginning, unless something has been told. False if that was of another epoch.</summary>
    public bool TryBegin(in GroupHead head)
    {
        if (!HasBegun)
        {
            _position = head.Position;
        }

        if (_erasures == NotKnown)
        {
            _erasures = head.Erasures;
        }

        return _position.Epoch == head.Position.Epoch;
    }

    /// <summary>Whether everything has been told.</summary>
    public bool IsAt(in GroupHead head) =>
        _position.Epoch == head.Position.Epoch && _position.Offset >= head.Position.Offset && _erasures >= head.Erasures;

    /// <summary>Tells a message, unless it has been told. False if something is missing before it.</summary>
    public bool TryApply(in GroupMessage message)
    {
        if (message.Kind == GroupMessageKind.Erasure)
        {
            return TryErase(message.Number, message.Position.Offset);
        }

        if (HasBegun && (message.Position.Epoch != _position.Epoch || message.Position.Offset > _position.Offset + 1))
        {
            return false;
        }

        if (!HasBegun || message.Position.Offset == _position.Offset + 1)
        {
            _position = message.Position;
            Tell(message);
        }

        return true;
    }

    /// <summary>Tells what was read. False if it has to be read anew, from where the feed stands now.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="asked">The position that it was to follow on.</param>
    public bool TryApply(GroupPage read, StreamPosition asked)
    {
        GroupHead head = read.Head;
        if (head.Position.Epoch != _position.Epoch)
        {
            BeginEpoch(head);
            return false;
        }

        if (asked != _position)
        {
            return false;
        }

        if (head.Position.Offset < _position.Offset)
        {
            // Redis has gone back, and has been declared never to.
            context.OnWentBack(group, _position, head.Position);
            _position = head.Position;
        }

        if (read.Page.GapAfter(_position.Offset) is { } gap)
        {
            TellGap(gap);
        }

        foreach (HistoryEntry entry in read.Page.Entries)
        {
            _position = _position with { Offset = entry.Offset };
            context.Handler.OnPublication(group, entry.Publication, _position);
        }

        _position = _position with { Offset = Math.Max(_position.Offset, read.Page.To) };
        Erase(read);
        return true;
    }

    /// <summary>Goes on with a message, whatever is missing before it.</summary>
    public void SkipTo(in GroupMessage message)
    {
        StreamPosition before = message.Position with { Offset = message.Position.Offset - 1 };
        if (message.Kind == GroupMessageKind.Erasure)
        {
            _erasures = message.Number - 1;
        }
        else if (message.Position.Epoch != _position.Epoch)
        {
            BeginEpoch(new GroupHead(before, before.Offset, NotKnown));
            _position = before;
        }
        else if (before.Offset > _position.Offset)
        {
            TellGap(new StreamGap(before.Epoch, _position.Offset + 1, before.Offset));
        }
    }

    public void TellSignal(in GroupMessage message) => Tell(message);

    private void BeginEpoch(in GroupHead head)
    {
        // What the former epoch had last may be there still, and was not told.
        _position = head.Position with { Offset = Math.Min(head.Start, _position.Offset) };
        _erasures = Math.Min(_erasures, head.Erasures);
        context.OnEpoch(group, _position);
        context.Handler.OnNewEpoch(group, _position);
    }

    private void TellGap(in StreamGap gap)
    {
        context.OnGap(group, gap);
        context.Handler.OnGap(group, gap);
        _position = _position with { Offset = gap.To!.Value };
    }

    private void Tell(in GroupMessage message)
    {
        if (Envelope.Read(message.Body.Span, isKept: false) is not { } publication)
        {
            context.OnMalformed(group);
            return;
        }

        if (message.Kind == GroupMessageKind.Publication)
        {
            publication.Stamp(DateTimeOffset.FromUnixTimeMilliseconds(message.Number));
        }

        if ((publication.Kind == PublicationKind.Signal) == (message.Kind == GroupMessageKind.Signal))
        {
            context.Handler.OnPublication(group, publication, message.Position);
        }

        publication.Release();
    }

    private bool TryErase(long number, long offset)
    {
        if (_erasures != NotKnown && number > _erasures + 1)
        {
            return false;
        }

        if (number > _erasures)
        {
            _erasures = number;
            context.Handler.OnErased(group, offset);
        }

        return true;
    }

    private void Erase(GroupPage read)
    {
        foreach ((long number, long offset) in read.Erased.Reverse())
        {
            if (number > _erasures)
            {
                context.Handler.OnErased(group, offset);
            }
        }

        _erasures = Math.Max(_erasures, read.Head.Erasures);
    }
}
