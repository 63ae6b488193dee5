using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Parley.Protocol.Tests.Conversation;

/// <summary>Feeds a protocol bytes in pieces of a given size, and writes down what it tells and what it answers.</summary>
public sealed class Transcript : IDisposable
{
    private readonly List<string> _events = [];
    private readonly ArrayBufferWriter<byte> _output = new();

    public Transcript(
        Role role, ProtocolOptions? options = null, DeflateParameters? deflate = null, ushort pingPhase = 0)
    {
        Protocol = new WebSocketProtocol(role, options ?? ProtocolOptions.Default, deflate, pingPhase);
    }

    public WebSocketProtocol Protocol { get; }

    /// <summary>Where the protocol writes.</summary>
    public IBufferWriter<byte> Output => _output;

    /// <summary>What was told, such as <c>text hello</c>, <c>ping x</c>, <c>close 1000 bye</c> or <c>error 1002</c>.</summary>
    public IReadOnlyList<string> Events => _events;

    /// <summary>What was written, as frames: <c>pong x</c>, <c>close 1000</c>. Checks their masking on the way.</summary>
    public IReadOnlyList<string> Answers => ReadAnswers();

    public ReadOnlySpan<byte> Written => _output.WrittenSpan;

    public Transcript Feed(byte[] bytes, int pieceSize = int.MaxValue)
    {
        for (int at = 0; at < bytes.Length; at += Math.Min(pieceSize, bytes.Length - at))
        {
            FeedPiece([.. bytes.Skip(at).Take(pieceSize)]);
        }

        return this;
    }

    public Transcript Feed(params Frame[] frames) => Feed([.. frames.SelectMany(frame => frame.BytesFor(Protocol.Role))]);

    public void FeedPiece(byte[] bytes)
    {
        Span<byte> piece = bytes;
        while (Protocol.TryReceive(ref piece, _output, out ReceivedEvent received))
        {
            _events.Add(Describe(received));
        }

        Assert.True(piece.IsEmpty, "all of the input must be taken");
    }

    public void Dispose() => Protocol.Dispose();

    private static string Describe(in ReceivedEvent received) => received.Kind switch
    {
        ReceivedEventKind.Message => $"{Name(received.MessageType)} {Show(received.MessageType, received.Payload)}",
        ReceivedEventKind.Part => $"part {Show(received.MessageType, received.Payload)}",
        ReceivedEventKind.LastPart => $"last {Show(received.MessageType, received.Payload)}",
        ReceivedEventKind.Ping => $"ping {Encoding.UTF8.GetString(received.Payload)}",
        ReceivedEventKind.Pong => $"pong {Encoding.UTF8.GetString(received.Payload)}",
        ReceivedEventKind.Close => $"close {(int)received.CloseCode} {Encoding.UTF8.GetString(received.Payload)}".TrimEnd(),
        _ => $"error {(int)received.Error!.Code}",
    };

    private static string Name(MessageType type) => type == MessageType.Text ? "text" : "binary";

    private static string Show(MessageType type, ReadOnlySpan<byte> payload) => type == MessageType.Text
        ? Encoding.UTF8.GetString(payload)
        : $"{payload.Length}{(payload.SequenceEqual(Frame.Pattern(payload.Length)) ? "" : " changed")}";

    private List<string> ReadAnswers()
    {
        List<string> answers = [];
        Span<byte> rest = _output.WrittenSpan.ToArray();
        while (FrameHeader.TryRead(rest, out FrameHeader header, out int size))
        {
            Assert.Equal(Protocol.Role == Role.Client, header.IsMasked);
            Assert.True(header.IsLengthMinimal);
            Span<byte> payload = rest.Slice(size, (int)header.PayloadLength);
            Masking.Apply(payload, header.MaskingKey);
            answers.Add(Describe(header, payload));
            rest = rest[(size + payload.Length)..];
        }

        Assert.True(rest.IsEmpty, "only whole frames may be written");
        return answers;
    }

    private static string Describe(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        string name = header.Opcode.ToString().ToLowerInvariant() + (header.IsFinal ? "" : "...");
        string text = header.Opcode == Opcode.Close
            ? payload.Length < 2 ? "" : $"{BinaryPrimitives.ReadUInt16BigEndian(payload)}"
            : Encoding.UTF8.GetString(payload);
        return $"{name} {text}".TrimEnd();
    }
}
