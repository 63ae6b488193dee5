using System.Text;

namespace Parley.Protocol.Tests.Handshake;

/// <summary>Handshakes as text, to be changed field by field.</summary>
internal static class Requests
{
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    public static string Valid { get; } = Lines(
        "GET /chat HTTP/1.1",
        "Host: server.example.com",
        "Upgrade: websocket",
        "Connection: Upgrade",
        $"Sec-WebSocket-Key: {Key}",
        "Sec-WebSocket-Version: 13");

    public static string Lines(params string[] lines) => string.Join("\r\n", lines) + "\r\n\r\n";

    /// <summary>The valid handshake with further fields.</summary>
    public static string With(params string[] fields) => Valid[..^2] + Lines(fields);

    /// <summary>The valid handshake with one of its lines changed, or left out.</summary>
    public static string Changed(string start, string? line)
    {
        IEnumerable<string> lines = Valid.TrimEnd().Split("\r\n")
            .Select(old => old.StartsWith(start, StringComparison.Ordinal) ? line : old).OfType<string>();
        return Lines([.. lines]);
    }

    /// <summary>Reads and checks a request as a server does.</summary>
    public static HandshakeError? Check(string text, out ClientOffer? offer)
    {
        offer = null;
        using var reader = new HeadReader(new HandshakeLimits());
        ReadOnlySpan<byte> input = Encoding.Latin1.GetBytes(text);
        if (!reader.TryRead(ref input, out ReadOnlySpan<byte> head, out HandshakeError? error))
        {
            return error ?? throw new InvalidOperationException("The head is not whole.");
        }

        Assert.True(input.IsEmpty);
        return RequestHead.TryParse(head, out RequestHead? request, out error)
            && ServerHandshake.TryRead(request, out offer, out error)
            ? null
            : error;
    }
}
