using Parley.Protocol;

namespace Parley;

/// <summary>
/// A message that is sent piece by piece, each as fragments (RFC 6455 section 5.4), so that it never has to be in memory
/// as a whole. Other messages wait until it has ended. For one task at a time.
/// </summary>
public sealed class MessageWriter : IAsyncDisposable
{
    // A fragment that a socket's buffer can take; more would wait in ours.
    private const int MaxFragment = 64 * 1024;

    private readonly WebSocketConnection _connection;
    private readonly MessageType _type;
    private bool _isBegun;
    private bool _isEnded;
    private bool _isDisposed;

    internal MessageWriter(WebSocketConnection connection, MessageType type) => (_connection, _type) = (connection, type);

    /// <summary>Sends a piece, and waits while the peer reads too slowly.</summary>
    /// <param name="piece">The bytes; of text, UTF-8, which may be cut anywhere and is not checked. Copied.</param>
    /// <param name="cancellationToken">Stops the waiting. How much of the piece was sent is not known then: dispose.</param>
    /// <exception cref="WebSocketClosedException">The connection is closing or closed.</exception>
    /// <exception cref="InvalidOperationException">The message has been completed.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken = default)
    {
        CheckNotEnded();
        for (; !piece.IsEmpty; piece = piece[Math.Min(piece.Length, MaxFragment)..])
        {
            FragmentPlace place = _isBegun ? FragmentPlace.Middle : FragmentPlace.First;
            await SendAsync(place, piece[..Math.Min(piece.Length, MaxFragment)], cancellationToken).ConfigureAwait(false);
            _isBegun = true;
        }
    }

    /// <summary>Ends the message.</summary>
    /// <param name="cancellationToken">Stops the waiting for the peer to read; the message is not ended then.</param>
    /// <exception cref="WebSocketClosedException">The connection is closing or closed.</exception>
    /// <exception cref="InvalidOperationException">The message has been completed.</exception>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken = default)
    {
        CheckNotEnded();
        if (_isBegun)
        {
            await SendAsync(FragmentPlace.Last, default, cancellationToken).ConfigureAwait(false);
            _isEnded = true;
            return;
        }

        _isEnded = true;
        await _connection.SendAsync(_type, default, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Lets others send again. A message that has been begun and not completed can't be ended any more, so that the
    /// connection is closed with 1011.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return ValueTask.CompletedTask;
        }

        _isDisposed = true;
        if (_isBegun && !_isEnded)
        {
            _connection.Close(CloseCode.InternalError, "a message was broken off");
        }

        _connection.Details().FragmentTurn().Release();
        return ValueTask.CompletedTask;
    }

    private void CheckNotEnded()
    {
        if (_isEnded || _isDisposed)
        {
            throw new InvalidOperationException("The message has ended. Begin another one.");
        }
    }

    private async ValueTask SendAsync(FragmentPlace place, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await _connection.Loop.SwitchTo();
            if (_connection.Core is not { IsOpen: true } core)
            {
                throw _connection.ClosedException();
            }

            if (core.TrySendFragment(place, _type, piece.Span, out Task? turn))
            {
                return;
            }

            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
