using System.Collections;

namespace Parley.Channels;

/// <summary>
/// The values in a query by name, decoded: a plus is a blank, as in an HTML form. They are read when they are asked for.
/// </summary>
/// <param name="query">The query without its question mark, percent-encoded.</param>
public readonly struct QueryValues(string query) : IEnumerable<KeyValuePair<string, string>>
{
    private readonly string? _query = query;

    /// <summary>The first value of a name; null without one. A name without <c>=</c> has the empty text.</summary>
    /// <param name="name">The name, decoded. Case matters.</param>
    public string? this[string name]
    {
        get
        {
            foreach ((string key, string value) in this)
            {
                if (key == name)
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>All values of a name, in their order.</summary>
    /// <param name="name">The name, decoded. Case matters.</param>
    public IReadOnlyList<string> All(string name) =>
        [.. this.Where(pair => pair.Key == name).Select(static pair => pair.Value)];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        Pairs(_query ?? "").GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string query)
    {
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals];
            yield return KeyValuePair.Create(Decode(name), equals < 0 ? "" : Decode(pair[(equals + 1)..]));
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
