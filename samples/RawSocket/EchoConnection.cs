using System.Net.Sockets;
using Parley.Protocol;

namespace RawSocket;

/// <summary>One client: what its socket receives goes into the protocol, and what the protocol writes is sent.</summary>
internal sealed class EchoConnection(Socket socket, byte[] prefix, string page) : IDisposable
{
    private readonly PooledBufferWriter _output = new();
    private readonly HeadReader _head = new(new HandshakeLimits());
    private WebSocketProtocol? _protocol;
    private int _secondsWithoutRequest;
    private bool _isOver;

    public void Dispose()
    {
        socket.Dispose();
        _head.Dispose();
        _output.Dispose();
        _protocol?.Dispose();
    }

    public async Task RunAsync()
    {
        byte[] buffer = new byte[16 * 1024];
        using var seconds = new PeriodicTimer(TimeSpan.FromSeconds(1));
        Task<int> receiving = socket.ReceiveAsync(buffer);
        Task<bool> second = seconds.WaitForNextTickAsync().AsTask();
        while (!_isOver)
        {
            await Task.WhenAny(receiving, second);
            if (receiving.IsCompleted)
            {
                int count = await receiving;
                _isOver = count == 0;
                Take(buffer.AsSpan(0, count));
                receiving = _isOver ? receiving : socket.ReceiveAsync(buffer);
            }

            if (second.IsCompleted)
            {
                OnSecond();
                second = seconds.WaitForNextTickAsync().AsTask();
            }

            for (int sent = 0; sent < _output.WrittenCount;)
            {
                sent += await socket.SendAsync(_output.WrittenMemory[sent..]).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            }

            _output.Clear();
        }

        socket.Shutdown(SocketShutdown.Send);
    }

    // A piece of the stream, which TCP cuts where it likes: half a head, or ten frames and a half.
    private void Take(Span<byte> input)
    {
        if (_protocol is null && TryReadRequest(ref input) is { } reply)
        {
            reply.Write(_output, "GET");
            _isOver = true;
        }

        while (!_isOver && _protocol is { } protocol && protocol.TryReceive(ref input, _output, out ReceivedEvent received))
        {
            // Pings are answered, closes too, and breaches of the protocol are told, before we hear of them here.
            _isOver = received.Kind is ReceivedEventKind.Close or ReceivedEventKind.Error;
            if (received.Kind == ReceivedEventKind.Message)
            {
                bool isText = received.MessageType == MessageType.Text;
                protocol.Send(received.MessageType, isText ? [.. prefix, .. received.Payload] : received.Payload, _output);
            }
        }
    }

    // The answer that ends it, if there is one: a page for a browser that asks for one, an error for bad bytes.
    private HttpReply? TryReadRequest(ref Span<byte> input)
    {
        ReadOnlySpan<byte> rest = input;
        if (!_head.TryRead(ref rest, out ReadOnlySpan<byte> head, out HandshakeError? error))
        {
            return error is null ? null : HttpReply.From(error);
        }

        if (RequestHead.TryParse(head, out RequestHead? request, out error) && !ServerHandshake.IsUpgrade(request))
        {
            return new HttpReply(200, page) { ContentType = "text/html; charset=utf-8" };
        }

        if (request is null || !ServerHandshake.TryRead(request, out ClientOffer? offer, out error))
        {
            return HttpReply.From(error!);
        }

        // Compression may have been offered; what the answer does not name is not used (RFC 6455 section 9.1).
        ServerHandshake.WriteAccept(_output, offer, subprotocol: null);
        _protocol = new WebSocketProtocol(Role.Server, new ProtocolOptions { MaxMessageSize = 16 * 1024 * 1024 });
        input = input[^rest.Length..];
        return null;
    }

    private void OnSecond() => _isOver |= _protocol is null
        ? ++_secondsWithoutRequest > 10
        : _protocol.OnTick(Environment.TickCount64, _output) is TickResult.PeerLost or TickResult.CloseTimedOut;
}
