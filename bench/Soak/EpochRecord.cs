namespace Parley.Soak;

/// <summary>
/// What a group has been told in one epoch, as all its members must have been: the first that is told of an offset writes it
/// down, and the others are compared with it. Under the group's lock.
/// </summary>
internal sealed class EpochRecord(string epoch)
{
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lastOfPublisher = new(StringComparer.Ordinal);

    public string Epoch => epoch;

    public long Newest => _texts.Count;

    public void Add(long offset, string text, Tally tally)
    {
        if (offset > _texts.Count + 1)
        {
            tally.Fail("lost", $"offset {offset} of epoch {epoch} came after {_texts.Count}");
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

    /// <summary>Where a text stands, or null.</summary>
    public long? PlaceOf(string text) => _places.TryGetValue(text, out long place) ? place : null;

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
