using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Parley.Protocol;

namespace Parley.Fuzz;

/// <summary>Reads a stream, writes down what it tells, and checks what must hold of it. Parts are told as one.</summary>
internal sealed class StreamTeller(Role role, ProtocolOptions options, DeflateParameters? deflate) : IDisposable
{
    private readonly WebSocketProtocol _protocol = new(role, options, deflate);
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly ArrayBufferWriter<byte> _parts = new();
    private readonly StringBuilder _told = new();

    /// <summary>What was told, and what was answered but for a client's masks.</summary>
    public string Told => $"{_told}{_protocol.State} after {Answers()}";

    public void Feed(Span<byte> piece)
    {
        while (_protocol.TryReceive(ref piece, _output, out ReceivedEvent received))
        {
            Tell(received);
        }

        if (!piece.IsEmpty)
        {
            throw new FuzzException($"{piece.Length} bytes were left untaken.");
        }
    }

    public void Dispose() => _protocol.Dispose();

    private void Tell(in ReceivedEvent received)
    {
        switch (received.Kind)
        {
            case ReceivedEventKind.Part:
                _parts.Write(received.Payload);
                break;
            case ReceivedEventKind.LastPart:
                _parts.Write(received.Payload);
                TellMessage(received.MessageType, _parts.WrittenSpan);
                _parts.ResetWrittenCount();
                break;
            case ReceivedEventKind.Message:
                TellMessage(received.MessageType, received.Payload);
                break;
            case ReceivedEventKind.Error:
                _told.Append("error ").Append((int)received.Error!.Code).Append('\n');
                break;
            default:
                _told.Append($"{received.Kind} {(int)received.CloseCode} {Convert.ToHexString(received.Payload)}\n");
                break;
        }
    }

    private void TellMessage(MessageType type, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > options.MaxMessageSize)
        {
            throw new FuzzException($"A message of {payload.Length} bytes passed the limit of {options.MaxMessageSize}.");
        }

        if (type == MessageType.Text && !Utf8.IsValid(payload))
        {
            throw new FuzzException("A text that is not UTF-8 was handed out.");
        }

        _told.Append(type).Append(' ').Append(Convert.ToHexString(payload)).Append('\n');
    }

    private string Answers()
    {
        var answers = new StringBuilder();
        Span<byte> rest = _output.WrittenSpan.ToArray();
        while (FrameHeader.TryRead(rest, out FrameHeader header, out int size) && (ulong)(rest.Length - size) >= header.PayloadLength)
        {
            Span<byte> payload = rest.Slice(size, (int)header.PayloadLength);
            Masking.Apply(payload, header.MaskingKey);

            // Of a Close frame only the code: which of two faults is named may depend on how far a piece reaches.
            ReadOnlySpan<byte> shown = header.Opcode == Opcode.Close ? payload[..Math.Min(2, payload.Length)] : payload;
            answers.Append($"{header.Opcode} {Convert.ToHexString(shown)}, ");
            rest = rest[(size + payload.Length)..];
        }

        return rest.IsEmpty ? answers.ToString() : throw new FuzzException("Half a frame was answered.");
    }
}
