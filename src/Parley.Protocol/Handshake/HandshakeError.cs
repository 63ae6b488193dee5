namespace Parley.Protocol;

/// <summary>Why an opening handshake can't go on.</summary>
/// <param name="StatusCode">
/// The HTTP status that the server answers with; on a client's side, the status that the server answered.
/// </param>
/// <param name="Reason">A sentence for whoever has to mend it: what was expected and what came.</param>
public sealed record HandshakeError(int StatusCode, string Reason)
{
    /// <summary>Header fields that the answer carries because of the error, such as <c>Allow</c> with a 405.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];
}
