using System.Text.Json;

namespace Parley.Channels;

/// <summary>What can be said of a field's name before it is compared.</summary>
internal static class FieldName
{
    /// <summary>
    /// Whether it may hold half a surrogate pair, escaped, which can't be compared: comparing it would throw. No name of
    /// <c>parley.v1</c> has such a letter.
    /// </summary>
    public static bool IsForeign(scoped in Utf8JsonReader name) =>
        name.ValueIsEscaped && (name.ValueSpan.IndexOf("\\ud"u8) >= 0 || name.ValueSpan.IndexOf("\\uD"u8) >= 0);
}
