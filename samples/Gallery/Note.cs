namespace Gallery;

/// <summary>
/// A note on a board. From a page: the value for a key, null to take it away; if it names a version, only in the place of
/// that one; if it is bound, only as long as the page is there. To a page: the value and its version.
/// </summary>
internal sealed record Note(string Key, JsonElement? Value, long? Version = null, bool Bound = false);
