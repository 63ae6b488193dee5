namespace Parley.Channels;

/// <summary>A path taken apart at its slashes, each segment decoded, so that it is done once for all patterns.</summary>
internal sealed class RoutePath
{
    private readonly string[] _segments;
    private readonly bool _endsWithSlash;

    public RoutePath(string path)
    {
        string inner = path[1..];
        _endsWithSlash = inner.EndsWith('/');
        _segments = inner.Length == 0
            ? []
            : [.. (_endsWithSlash ? inner[..^1] : inner).Split('/').Select(Uri.UnescapeDataString)];
    }

    public int Count => _segments.Length;

    public string this[int index] => _segments[index];

    /// <summary>Everything from a segment on, with its slashes.</summary>
    public string From(int index) => index < Count
        ? string.Join('/', _segments.AsSpan(index)!) + (_endsWithSlash ? "/" : "")
        : "";
}
