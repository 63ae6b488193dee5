using System.Threading.Channels;

namespace Parley.Channels;

/// <summary>
/// A place in a group, which a <see cref="SessionClient"/> joins again after each reconnect from where it was cut off. Any
/// thread may call any member.
/// </summary>
public sealed class SessionSubscription
{
    private readonly Channel<SessionEvent> _events =
        Channel.CreateUnbounded<SessionEvent>(new UnboundedChannelOptions { SingleReader = true });

    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SessionClientHost _host;

    internal SessionSubscription(SessionClientHost host, GroupName group)
    {
        _host = host;
        Group = group;
        Handler = new Sink(this);
    }

    /// <summary>The group.</summary>
    public GroupName Group { get; }

    /// <summary>
    /// Up to where everything has come, so that another client can go on behind it; null before the first answer. What has
    /// come may still wait to be read: <see cref="SessionPublication.Position"/> says where the reader is.
    /// </summary>
    public StreamPosition? Position => _host.Read(this, static room => room.Position);

    /// <summary>Who is in the group, as told last. All connections of a user are one member.</summary>
    public IReadOnlyList<PresenceMember> Members => _host.Read(this, static room => room.Members.List);

    /// <summary>How many are in the group, as told last.</summary>
    public int Count => _host.Read(this, static room => room.Members.Count);

    /// <summary>Completes when the group has been joined for the first time.</summary>
    internal Task Joined => _joined.Task;

    internal IClientRoomHandler Handler { get; }

    internal ClientRoom? Room { get; set; }

    /// <summary>
    /// Reads what happens in the group, in its order, until it is left or the client is closed. There is one reader at a
    /// time; what one has not taken the next one gets.
    /// </summary>
    /// <remarks>
    /// While more waits for the reader than <see cref="SessionClientOptions.InboxEvents"/>, the client reads nothing from its
    /// server, so that nothing piles up; it does read on while it waits for an answer, for the reader may wait for it, too.
    /// A reader that takes nothing for <see cref="SessionClientOptions.Timeout"/>, or is four times as much behind, holds the
    /// client's other groups up no longer: the group is left, and joined again from the same position once half has been
    /// read. Nothing is lost by that within the history's reach, and what lies beyond it is a <see cref="SessionGap"/>; the
    /// others in the group see this member go and come.
    /// </remarks>
    /// <param name="cancellationToken">Stops the reading, not the subscription.</param>
    /// <exception cref="SessionException">The server has refused to let this member in again.</exception>
    public IAsyncEnumerable<SessionEvent> ReadAllAsync(CancellationToken cancellationToken = default) => Read(cancellationToken);

    /// <summary>
    /// Tells those who are in the group at this moment, such as that somebody is typing: not stored, and not repeated.
    /// </summary>
    /// <param name="json">JSON in UTF-8. Copied.</param>
    /// <returns>Whether it was sent. It is not while there is no connection, or too much waits to be sent.</returns>
    /// <exception cref="ArgumentException">It is no JSON.</exception>
    /// <exception cref="SessionException">It is larger than the server takes.</exception>
    public bool TrySignal(ReadOnlyMemory<byte> json)
    {
        SessionJson.Check(json.Span, nameof(json));
        return _host.TrySignal(this, json);
    }

    /// <summary>Leaves the group. Nothing more is told from here on; what has come can still be read.</summary>
    /// <param name="cancellationToken">Stops the waiting for the server, not the leaving.</param>
    public async ValueTask LeaveAsync(CancellationToken cancellationToken = default) =>
        await _host.LeaveAsync(this).WaitAsync(cancellationToken).ConfigureAwait(false);

    private async IAsyncEnumerable<SessionEvent> Read(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _events.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_events.Reader.TryRead(out SessionEvent? told))
            {
                _host.OnTaken(this, told);
                yield return told;
            }
        }
    }

    /// <summary>Apart, so that nobody else can tell a subscription anything.</summary>
    private sealed class Sink(SessionSubscription subscription) : IClientRoomHandler
    {
        public void OnEvent(SessionEvent told)
        {
            subscription._events.Writer.TryWrite(told);
            subscription._joined.TrySetResult();
        }

        public void OnEnded(SessionException reason)
        {
            bool isMeant = reason.Code is SessionException.Left or SessionException.Closed;
            subscription._events.Writer.TryComplete(isMeant ? null : reason);
            subscription._joined.TrySetException(reason);

            // Whoever gave up the joining does not wait for it any more.
            _ = subscription._joined.Task.Exception;
        }
    }
}
