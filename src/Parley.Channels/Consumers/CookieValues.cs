using System.Collections;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// The cookies of a request by name, as they came (RFC 6265 section 4.2.1): what a server has encoded in a value is its own
/// to decode. They are read when they are asked for.
/// </summary>
/// <param name="fields">The request's header fields.</param>
public readonly struct CookieValues(HeaderFields fields) : IEnumerable<KeyValuePair<string, string>>
{
    private readonly HeaderFields? _fields = fields;

    /// <summary>The first cookie of a name, which is the most specific one; null without one.</summary>
    /// <param name="name">The name. Case matters.</param>
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

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Pairs(_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // RFC 9113 section 8.2.3: over HTTP/2 there may be several fields.
    private static IEnumerable<KeyValuePair<string, string>> Pairs(HeaderFields? fields) =>
        from field in fields ?? Enumerable.Empty<KeyValuePair<string, string>>()
        where field.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase)
        from pair in field.Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        let mark = pair.IndexOf('=', StringComparison.Ordinal)
        where mark > 0
        select KeyValuePair.Create(pair[..mark].TrimEnd(), pair[(mark + 1)..].TrimStart());
}
