using System.Buffers;
using System.Runtime.CompilerServices;
using Parley.Protocol;

namespace Parley;

/// <summary>Messages larger than memory should hold, both ways.</summary>
public static class StreamingExtensions
{
    private const int PieceSize = 32 * 1024;

    extension(WebSocketConnection connection)
    {
        /// <summary>
        /// Begins a message that is sent piece by piece, once no other such message is under way. Pings and the closing
        /// go on meanwhile; other messages wait for its end, within the outbound mark.
        /// </summary>
        /// <param name="type">Text or binary.</param>
        /// <param name="cancellationToken">Stops the waiting.</param>
        /// <returns>What to write to. Complete it, and dispose it in any case.</returns>
        /// <exception cref="WebSocketClosedException">The connection is closing or closed.</exception>
        /// <exception cref="InvalidOperationException">The connection has not been accepted yet.</exception>
        public async ValueTask<MessageWriter> BeginMessageAsync(MessageType type, CancellationToken cancellationToken = default)
        {
            connection.CheckAccepted();
            SemaphoreSlim turn = connection.Details().FragmentTurn();
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (connection.State == ConnectionState.Open)
            {
                return new MessageWriter(connection, type);
            }

            turn.Release();
            throw connection.ClosedException();
        }

        /// <summary>Sends what a stream holds as one message, piece by piece, as fast as the peer reads.</summary>
        /// <param name="type">Text, which must be UTF-8, or binary.</param>
        /// <param name="content">The stream, read to its end. Not disposed.</param>
        /// <param name="cancellationToken">
        /// Breaks off. If some of the message was sent, the connection is closed with 1011, as it is if reading fails.
        /// </param>
        /// <exception cref="WebSocketClosedException">The connection is closing or closed.</exception>
        public async ValueTask SendAsync(MessageType type, Stream content, CancellationToken cancellationToken = default)
        {
            MessageWriter writer = await connection.BeginMessageAsync(type, cancellationToken).ConfigureAwait(false);
            byte[] piece = ArrayPool<byte>.Shared.Rent(PieceSize);
            try
            {
                while (await content.ReadAsync(piece, cancellationToken).ConfigureAwait(false) is > 0 and int count)
                {
                    await writer.WriteAsync(piece.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                }

                await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(piece);
                await writer.DisposeAsync().ConfigureAwait(false);
            }
        }

        /// <summary>
        /// Reads messages piece by piece as their bytes come, until the connection closes. With
        /// <see cref="MessageDelivery.Parts"/> in the <see cref="ProtocolOptions"/> no message has to be in memory as a
        /// whole; without it every message is one piece. There is one reader at a time.
        /// </summary>
        /// <param name="cancellationToken">Stops the reading, not the connection.</param>
        /// <returns>The pieces. The bytes of each are valid until the next one is asked for.</returns>
        /// <exception cref="InvalidOperationException">An <see cref="IWebSocketHandler"/> receives the messages.</exception>
        public IAsyncEnumerable<MessagePart> ReadPartsAsync(CancellationToken cancellationToken = default) =>
            ReadAsync(connection.Reading(), cancellationToken);

        /// <summary>Reads the next message into a stream, piece by piece.</summary>
        /// <param name="destination">Where its bytes are written. Neither flushed nor disposed.</param>
        /// <param name="cancellationToken">Stops the reading, perhaps in the middle of the message.</param>
        /// <returns>Whether it was text or binary; null when the connection has closed.</returns>
        /// <exception cref="WebSocketClosedException">The connection ended within the message.</exception>
        /// <exception cref="InvalidOperationException">An <see cref="IWebSocketHandler"/> receives the messages.</exception>
        public async ValueTask<MessageType?> ReceiveIntoAsync(Stream destination, CancellationToken cancellationToken = default)
        {
            bool isBegun = false;
            await foreach (MessagePart part in connection.ReadPartsAsync(cancellationToken).ConfigureAwait(false))
            {
                isBegun = true;
                await destination.WriteAsync(part.Data, cancellationToken).ConfigureAwait(false);
                if (part.IsLast)
                {
                    return part.Type;
                }
            }

            return isBegun ? throw connection.ClosedException() : null;
        }
    }

    private static async IAsyncEnumerable<MessagePart> ReadAsync(
        Inbox inbox, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            while (inbox.TryRead(out MessagePart part))
            {
                yield return part;
            }
        }
        while (await inbox.WaitAsync(cancellationToken).ConfigureAwait(false));
    }
}
