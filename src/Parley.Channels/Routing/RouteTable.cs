using System.Diagnostics.CodeAnalysis;

namespace Parley.Channels;

/// <summary>Patterns, and where they lead. The one that says most exactly what it takes is tried first.</summary>
internal sealed class RouteTable<T>
{
    private readonly List<(RoutePattern Pattern, T Target)> _routes = [];

    public IEnumerable<RoutePattern> Patterns => _routes.Select(static route => route.Pattern);

    /// <exception cref="ArgumentException">Another pattern takes the same paths.</exception>
    public void Add(RoutePattern pattern, T target)
    {
        if (Patterns.FirstOrDefault(other => other.Shape == pattern.Shape) is { } equal)
        {
            throw new ArgumentException(
                $"The route '{pattern.Text}' takes the same paths as '{equal.Text}', which is there already.", nameof(pattern));
        }

        int place = _routes.FindIndex(route => pattern.CompareTo(route.Pattern) < 0);
        _routes.Insert(place < 0 ? _routes.Count : place, (pattern, target));
    }

    public bool TryFind(
        string path,
        [MaybeNullWhen(false)] out T target,
        [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? values)
    {
        var segments = new RoutePath(path);
        foreach ((RoutePattern pattern, T to) in _routes)
        {
            if (pattern.TryMatch(segments, out values))
            {
                target = to;
                return true;
            }
        }

        (target, values) = (default, null);
        return false;
    }
}
