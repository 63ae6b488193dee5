using Parley.Protocol;

namespace Parley.Cli;

/// <summary>What an attack needs to be played.</summary>
/// <param name="Target">The server.</param>
/// <param name="Echoes">Whether the server sends messages back.</param>
/// <param name="IsMemoryWatched">Whether somebody looks at the memory of the server's process.</param>
/// <param name="CancellationToken">Ends the attack.</param>
internal sealed record AttackContext(
    AttackTarget Target, bool Echoes, bool IsMemoryWatched, CancellationToken CancellationToken)
{
    // To open a WebSocket is no test of speed: a server that has just been attacked may need a moment.
    private static readonly TimeSpan _openingPatience = TimeSpan.FromSeconds(5);

    /// <summary>How long a server may think about what it can refuse at once.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    /// <summary>A handshake to change.</summary>
    public HandshakeRequest Handshake => new(Target);

    /// <summary>Connects.</summary>
    /// <param name="receiveBuffer">How much the system may take in for us unread; 0 for as much as it likes.</param>
    /// <exception cref="IOException">The server takes no connection.</exception>
    public Task<RawSocket> ConnectAsync(int receiveBuffer = 0) =>
        RawSocket.ConnectAsync(Target.Address, Target.EndPoint, receiveBuffer, Target.Tls, CancellationToken);

    /// <summary>Opens a WebSocket.</summary>
    /// <param name="receiveBuffer">How much the system may take in for us unread; 0 for as much as it likes.</param>
    /// <exception cref="AttackException">The server does not open it.</exception>
    /// <exception cref="IOException">The server takes no connection.</exception>
    public async Task<RawSocket> OpenAsync(int receiveBuffer = 0) => (await OpenWithAsync([], receiveBuffer)).Socket;

    /// <summary>Opens a WebSocket with further lines in the handshake.</summary>
    public async Task<(RawSocket Socket, Answer Answer)> OpenWithAsync(string[] fields, int receiveBuffer = 0)
    {
        RawSocket socket = await ConnectAsync(receiveBuffer);
        await socket.TrySendAsync((Handshake with { Fields = fields }).ToBytes(), CancellationToken);
        Answer answer = await Answer.ReadAsync(socket, _openingPatience, CancellationToken);
        if (answer.Head is { } head && answer.IsOpen
            && head.Fields["Sec-WebSocket-Accept"] == AcceptKey.Compute(HandshakeRequest.Key))
        {
            return (socket, answer);
        }

        socket.Dispose();
        throw new AttackException(answer.IsOpen
            ? "no WebSocket could be opened: the 101 came without the right Sec-WebSocket-Accept"
            : $"no WebSocket could be opened: {answer}");
    }

    /// <summary>Sends a handshake, and reads the answer. It may come before all is sent.</summary>
    public async Task<Answer> AskAsync(HandshakeRequest request)
    {
        using RawSocket socket = await ConnectAsync();
        _ = Flood.Start(socket, request.ToBytes(), 1, CancellationToken);
        return await Answer.ReadAsync(socket, Patience, CancellationToken);
    }

    /// <summary>Opens a WebSocket, sends bytes, and waits for its end.</summary>
    public async Task<Ending> SendAndWaitAsync(ReadOnlyMemory<byte> bytes)
    {
        using RawSocket socket = await OpenAsync();
        await socket.TrySendAsync(bytes, CancellationToken);
        return await Ending.ReadAsync(socket, Patience, CancellationToken);
    }
}
