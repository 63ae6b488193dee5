using System.Text;
using Parley.Protocol;

namespace Parley.Fuzz;

/// <summary>A handshake's head, a request or a response: it is taken or refused, the same however it is split.</summary>
public sealed class HandshakeTarget : FuzzTarget
{
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private static readonly DeflateOptions _deflate = new();

    public override string Name => "handshakes";

    public override IEnumerable<byte[]> Seeds =>
    [
        Encoding.UTF8.GetBytes(
            $"GET /room/%E5%A4%A7/?a=b HTTP/1.1\r\nHost: example.com:8000\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            + $"Sec-WebSocket-Key: {Key}\r\nSec-WebSocket-Version: 13\r\nOrigin: https://example.com\r\n"
            + "Sec-WebSocket-Protocol: a, b\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=\"10\", foo; x=1\r\n\r\n"),
        Encoding.UTF8.GetBytes(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: a\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12\r\n\r\n"),
        Encoding.UTF8.GetBytes("GET / HTTP/1.0\r\nX-Name: 大厅\r\n\r\n"),
    ];

    public override void TakeInput(byte[] input)
    {
        string whole = Tell(input, int.MaxValue);
        foreach (int size in new[] { 1, 3, 100 })
        {
            string split = Tell(input, size);
            Require(whole == split, $"In pieces of {size} it told '{split}' instead of '{whole}'.");
        }
    }

    private static string Tell(byte[] input, int pieceSize)
    {
        using var reader = new HeadReader(new HandshakeLimits { MaxLineLength = 512, MaxFields = 20, MaxSize = 2048 });
        for (int at = 0; at < input.Length;)
        {
            ReadOnlySpan<byte> piece = input.AsSpan(at, Math.Min(pieceSize, input.Length - at));
            int before = piece.Length;
            bool isWhole = reader.TryRead(ref piece, out ReadOnlySpan<byte> head, out HandshakeError? error);
            at += before - piece.Length;
            if (isWhole || error is not null)
            {
                return isWhole ? Judge(head) : Describe(error);
            }
        }

        return "more is needed";
    }

    private static string Judge(ReadOnlySpan<byte> head)
    {
        string asRequest = RequestHead.TryParse(head, out RequestHead? request, out HandshakeError? error)
            && ServerHandshake.TryRead(request, out ClientOffer? offer, out error)
            ? $"an offer from {offer.Origin}, {DeflateNegotiation.Accept(offer.Extensions, _deflate)}"
            : Describe(error);
        string asResponse = ResponseHead.TryParse(head, out ResponseHead? response, out error)
            && ClientHandshake.TryAccept(response, Key, ["a"], _deflate, out ClientAgreement? agreement, out error)
            ? $"{agreement}"
            : Describe(error);
        return $"{asRequest}; {asResponse}";
    }

    private static string Describe(HandshakeError? error)
    {
        Require(error is { Reason.Length: > 0 }, "A refusal without a reason.");
        return $"{error!.StatusCode} {error.Reason}";
    }
}
