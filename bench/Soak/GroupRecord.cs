namespace Parley.Soak;

/// <summary>
/// What a group has been told, as all its members must have been: the first that is told of an offset writes it down, and
/// the others are compared with it. Any thread.
/// </summary>
internal sealed class GroupRecord
{
    private readonly Lock _lock = new();
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lastOfPublisher = new(StringComparer.Ordinal);
    private string? _epoch;

    /// <summary>How many publications stand in it: the newest offset.</summary>
    public long Newest
    {
        get
        {
            lock (_lock)
            {
                return _texts.Count;
            }
        }
    }

    /// <summary>A member was told of a publication.</summary>
    /// <param name="epoch">Its epoch.</param>
    /// <param name="offset">Its offset, which is one more than that of the one before.</param>
    /// <param name="text">What was published.</param>
    /// <param name="tally">Counts what is wrong.</param>
    public void Add(string epoch, long offset, string text, Tally tally)
    {
        lock (_lock)
        {
            _epoch ??= epoch;
            if (_epoch != epoch || offset > _texts.Count + 1)
            {
                tally.Fail("lost", $"offset {offset} of epoch {epoch} came after {_texts.Count} of {_epoch}");
            }
            else if (offset <= _texts.Count)
            {
                Compare(offset, text, tally);
            }
            else
            {
                Append(offset, text, tally);
            }
        }
    }

    /// <summary>Checks that a publication stands where its acknowledgement said, and nowhere else.</summary>
    public void Check(string text, long offset, Tally tally)
    {
        if (!_places.TryGetValue(text, out long place))
        {
            tally.Fail("lost", $"{text} was acknowledged at {offset}, and nobody was told");
        }
        else if (place != offset)
        {
            tally.Fail("duplicated", $"{text} was acknowledged at {offset}, and stands at {place}");
        }
    }

    private void Compare(long offset, string text, Tally tally)
    {
        if (_texts[(int)offset - 1] != text)
        {
            tally.Fail("out of order", $"at {offset} one was told {_texts[(int)offset - 1]}, another one {text}");
        }
    }

    private void Append(long offset, string text, Tally tally)
    {
        _texts.Add(text);
        if (!_places.TryAdd(text, offset))
        {
            tally.Fail("duplicated", $"{text} stands at {_places[text]} and at {offset}");
            return;
        }

        // What one client published comes in the order in which it did.
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string publisher = text[..colon];
        int number = int.Parse(text.AsSpan(colon + 1));
        if (_lastOfPublisher.TryGetValue(publisher, out int last) && number < last)
        {
            tally.Fail("out of order", $"{text} came after {publisher}:{last}");
        }

        _lastOfPublisher[publisher] = number;
    }
}
