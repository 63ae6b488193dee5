namespace Parley.Cli.Connect;

/// <summary>The lines that were typed before, and the place in them that the arrows have reached.</summary>
internal sealed class InputHistory
{
    private const int MostKept = 1000;

    private readonly List<string> _lines = [];
    private string _draft = "";
    private int _place;

    /// <summary>Keeps a line, unless it is the last one again, and goes back to the end.</summary>
    public void Add(string line)
    {
        if (line.Length > 0 && _lines.LastOrDefault() != line)
        {
            _lines.Add(line);
            if (_lines.Count > MostKept)
            {
                _lines.RemoveAt(0);
            }
        }

        _place = _lines.Count;
        _draft = "";
    }

    /// <summary>The line before, or null at the oldest.</summary>
    /// <param name="current">What stands there now; it comes back after the newest.</param>
    public string? Older(string current)
    {
        if (_place == 0)
        {
            return null;
        }

        if (_place == _lines.Count)
        {
            _draft = current;
        }

        return _lines[--_place];
    }

    /// <summary>The line behind; what had been begun after the newest, or null behind that.</summary>
    public string? Newer()
    {
        if (_place == _lines.Count)
        {
            return null;
        }

        return ++_place == _lines.Count ? _draft : _lines[_place];
    }
}
