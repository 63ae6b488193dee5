namespace Parley.Protocol;

/// <summary>One extension of a <c>Sec-WebSocket-Extensions</c> field (RFC 6455 section 9.1).</summary>
/// <param name="Name">The extension's name, such as <c>permessage-deflate</c>.</param>
/// <param name="Parameters">Its parameters in order; the value is null where none was given.</param>
public sealed record ExtensionOffer(string Name, IReadOnlyList<KeyValuePair<string, string?>> Parameters);
