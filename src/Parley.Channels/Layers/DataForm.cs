namespace Parley.Channels;

/// <summary>
/// What the bytes of a publication are, so that raw members and sessions can meet in one group: each form has one
/// representation in JSON.
/// </summary>
public enum DataForm
{
    /// <summary>A text in UTF-8; in JSON, that string.</summary>
    Text,

    /// <summary>Bytes; in JSON, <c>{"base64": "..."}</c>.</summary>
    Bytes,

    /// <summary>Any other JSON, as its text in UTF-8.</summary>
    Json,
}
