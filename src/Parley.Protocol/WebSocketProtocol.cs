using System.Buffers;

namespace Parley.Protocol;

/// <summary>
/// One WebSocket connection after its opening handshake, without I/O: bytes go in, events come out, and what is to be
/// sent is written to a buffer that the caller owns (RFC 6455 sections 5 to 8). Not for use by two threads at once.
/// </summary>
/// <remarks>
/// A message that comes as one frame within one input is unmasked where it lies and handed out as a slice of the input,
/// without a copy or an allocation. Only a message that comes in pieces rents a buffer; an idle connection holds none.
/// </remarks>
public sealed class WebSocketProtocol : IDisposable
{
    private ProtocolReceiver _receiver;
    private Keepalive _keepalive;

    /// <summary>Starts a connection that has just been opened.</summary>
    /// <param name="role">Which end this is.</param>
    /// <param name="options">Limits and deadlines.</param>
    /// <param name="deflate">What was agreed on about compression in the handshake; null for none.</param>
    /// <param name="pingPhase">
    /// How much earlier than after the whole ping interval this connection is pinged: of half an interval, so many
    /// 65,536ths. Give each connection another one, so that those that opened together are not pinged together.
    /// </param>
    public WebSocketProtocol(
        Role role, ProtocolOptions options, DeflateParameters? deflate = null, ushort pingPhase = 0)
    {
        _receiver = new ProtocolReceiver(role, options, deflate);
        _keepalive = new Keepalive(pingPhase);
    }

    /// <summary>Which end this is.</summary>
    public Role Role => _receiver.Sender.Role;

    /// <summary>How far the connection is in its life.</summary>
    public ProtocolState State => _receiver.Sender.State;

    /// <summary>
    /// Whether <see cref="PreparedMessage.Frame"/> may be sent as it is at this moment: no mask, no compression, and no
    /// fragmented message under way (RFC 6455 section 5.4).
    /// </summary>
    public bool SendsPreparedFrames => _receiver.Sender.SendsPreparedFrames;

    /// <summary>
    /// Whether <see cref="BeginMessage"/> has been called and <see cref="EndMessage"/> has not: until then nothing but
    /// the message's further fragments, pings, pongs and a Close frame may be sent.
    /// </summary>
    public bool IsMessageBegun => _receiver.Sender.IsInMessage;

    /// <summary>
    /// Whether the caller has stopped reading: the peer's silence then counts for nothing, and no deadline of the
    /// keepalive passes.
    /// </summary>
    public bool IsReadingPaused { get; set; }

    /// <summary>Takes bytes from the input until something happened.</summary>
    /// <param name="input">
    /// What was received; it is unmasked in place. On return, what has not been taken. Call again with it until the
    /// method returns false: then all of it has been taken.
    /// </param>
    /// <param name="output">Where answers are written: pongs, and the Close frame that ends the connection.</param>
    /// <param name="received">What happened. Its payload is valid until the next call.</param>
    /// <returns>Whether something happened.</returns>
    public bool TryReceive(scoped ref Span<byte> input, IBufferWriter<byte> output, out ReceivedEvent received)
    {
        if (!input.IsEmpty)
        {
            _keepalive.Heard();
        }

        ReceivedEvent next = default;
        bool happened = _receiver.TryReceive(ref input, output, ref next);
        received = next;
        return happened;
    }

    /// <summary>Writes a whole message as one frame, compressed if that was agreed on and it is large enough.</summary>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes; text must be UTF-8, which is not checked. Copied.</param>
    /// <param name="output">Where to write.</param>
    /// <exception cref="InvalidOperationException">The connection is closing, or a message has been begun.</exception>
    public void Send(MessageType type, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckOpen();
        _receiver.Sender.Send(type, payload, output);
    }

    /// <summary>Writes a message that goes to many connections, compressed if that was agreed on.</summary>
    /// <param name="message">The message.</param>
    /// <param name="output">Where to write.</param>
    /// <exception cref="InvalidOperationException">The connection is closing, or a message has been begun.</exception>
    public void Send(PreparedMessage message, IBufferWriter<byte> output)
    {
        CheckOpen();
        _receiver.Sender.Send(message, output);
    }

    /// <summary>Writes the first fragment of a message, which goes uncompressed (RFC 6455 section 5.4).</summary>
    /// <inheritdoc cref="Send(MessageType, ReadOnlySpan{byte}, IBufferWriter{byte})"/>
    public void BeginMessage(MessageType type, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckOpen();
        _receiver.Sender.Begin(type, payload, output);
    }

    /// <summary>Writes a fragment that neither begins nor ends its message.</summary>
    /// <param name="payload">The bytes. Copied.</param>
    /// <param name="output">Where to write.</param>
    /// <exception cref="InvalidOperationException">The connection is closing, or no message was begun.</exception>
    public void ContinueMessage(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckOpen();
        _receiver.Sender.Continue(payload, output);
    }

    /// <summary>Writes the last fragment of a message.</summary>
    /// <inheritdoc cref="ContinueMessage"/>
    public void EndMessage(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckOpen();
        _receiver.Sender.End(payload, output);
    }

    /// <summary>Writes a ping (RFC 6455 section 5.5.2). It may stand between a message's fragments.</summary>
    /// <param name="payload">At most 125 bytes, which the pong brings back.</param>
    /// <param name="output">Where to write.</param>
    /// <exception cref="ArgumentException">The payload is longer than 125 bytes.</exception>
    /// <exception cref="InvalidOperationException">The connection is closing.</exception>
    public void SendPing(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckOpen();
        _receiver.Sender.SendControl(Opcode.Ping, payload, output);
    }

    /// <summary>Writes a pong that nobody asked for (RFC 6455 section 5.5.3). Pings are answered without it.</summary>
    /// <inheritdoc cref="SendPing"/>
    public void SendPong(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        CheckOpen();
        _receiver.Sender.SendControl(Opcode.Pong, payload, output);
    }

    /// <summary>Starts the close handshake (RFC 6455 section 7.1.2). Does nothing if it has been started.</summary>
    /// <param name="code">1000-1003, 1007-1014 or 3000-4999.</param>
    /// <param name="reason">For people and logs: at most 123 bytes of UTF-8.</param>
    /// <param name="output">Where to write.</param>
    /// <exception cref="ArgumentException">The code or the reason can't be sent.</exception>
    public void SendClose(CloseCode code, string reason, IBufferWriter<byte> output) =>
        _receiver.Sender.SendClose(code, reason, output);

    /// <summary>
    /// Tells that what is written waits for a peer that does not read. Until <see cref="ResumeOutput"/> only the answer
    /// to the latest ping is kept (RFC 6455 section 5.5.3), so that a flood of pings can't pile up pongs.
    /// </summary>
    public void PauseOutput() => _receiver.Sender.PauseOutput();

    /// <summary>Tells that output flows again, and writes the pong that waited, if any.</summary>
    /// <param name="output">Where to write.</param>
    public void ResumeOutput(IBufferWriter<byte> output) => _receiver.Sender.ResumeOutput(output);

    /// <summary>Tells the time, so that deadlines pass. Call it about once a second.</summary>
    /// <param name="now">Milliseconds since any fixed moment, never falling.</param>
    /// <param name="output">Where a ping may be written.</param>
    /// <returns>What happened. After a deadline passed, the caller should drop the connection.</returns>
    public TickResult OnTick(long now, IBufferWriter<byte> output)
    {
        if (IsReadingPaused)
        {
            _keepalive.Heard();
        }

        TickResult result = _keepalive.Tick(now, _receiver.Options, State);
        if (result == TickResult.PingSent)
        {
            _receiver.Sender.SendControl(Opcode.Ping, [], output);
        }

        return result;
    }

    /// <summary>Gives every buffer back to the pool.</summary>
    public void Dispose()
    {
        _receiver.Dispose();
    }

    private void CheckOpen()
    {
        if (State != ProtocolState.Open)
        {
            throw new InvalidOperationException("The connection is closing; no more can be sent.");
        }
    }
}
