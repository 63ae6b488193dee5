namespace Parley.Cli.Conformance;

/// <summary>The first frames of a connection, for the report.</summary>
internal sealed class CaseLog(int mostFrames)
{
    private readonly Lock _lock = new();
    private readonly List<WireFrame> _frames = [];
    private int _more;

    public void Add(WireFrame frame)
    {
        lock (_lock)
        {
            if (_frames.Count < mostFrames)
            {
                _frames.Add(frame);
            }
            else
            {
                _more++;
            }
        }
    }

    public IReadOnlyList<WireFrame> ToList()
    {
        lock (_lock)
        {
            return _more == 0 ? [.. _frames] : [.. _frames, WireFrame.Note($"and {_more} more")];
        }
    }
}
