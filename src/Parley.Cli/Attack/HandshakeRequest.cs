using System.Text;

namespace Parley.Cli;

/// <summary>The text of an opening handshake, right or wrong. Each character is sent as one byte.</summary>
internal sealed record HandshakeRequest
{
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    public HandshakeRequest(AttackTarget target) => (Target, Host) = (target.Path, target.Host);

    /// <summary>The request target.</summary>
    public string Target { get; init; }

    /// <summary>The value of <c>Host</c>.</summary>
    public string Host { get; init; }

    /// <summary>Whole lines that stand before the fields which make it a handshake.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>What follows the head.</summary>
    public string Body { get; init; } = "";

    public byte[] ToBytes() => Encoding.Latin1.GetBytes(string.Join(
        "\r\n",
        [
            $"GET {Target} HTTP/1.1", $"Host: {Host}", .. Fields,
            "Upgrade: websocket", "Connection: Upgrade", $"Sec-WebSocket-Key: {Key}", "Sec-WebSocket-Version: 13", "", Body,
        ]));
}
