using Parley.Protocol;

namespace Parley;

/// <summary>The members of a <see cref="ConnectionSet"/> that live on one loop. Touched on that loop only.</summary>
internal sealed class ConnectionShard(ConnectionSet set, ConnectionLoop loop)
{
    // One for each policy, so that a publication without a key makes no garbage on its way to the loop.
    private static readonly Action<object?, object?>[] _publish =
        [.. Enum.GetValues<SlowReaderPolicy>().Select(PublishWith)];

    private readonly List<WebSocketConnection> _members = [];
    private readonly Dictionary<WebSocketConnection, int> _places = [];
    private bool _isVisiting;

    public ConnectionLoop Loop => loop;

    // A change from another loop, or while the members are being visited, waits its turn.
    private bool MustPost => !loop.IsCurrent || _isVisiting;

    public void Add(WebSocketConnection connection)
    {
        if (MustPost)
        {
            loop.Post(new LoopWork(
                static (shard, member) => ((ConnectionShard)shard!).Add((WebSocketConnection)member!), this, connection));
        }
        else if (connection.State != ConnectionState.Closed && _places.TryAdd(connection, _members.Count))
        {
            // What was published before is not for it.
            loop.FanOut.Commit(this);
            _members.Add(connection);
            set.Counted(1);
        }
    }

    public void Remove(WebSocketConnection connection)
    {
        if (MustPost)
        {
            loop.Post(new LoopWork(
                static (shard, member) => ((ConnectionShard)shard!).Remove((WebSocketConnection)member!), this, connection));
        }
        else if (_places.Remove(connection, out int place))
        {
            loop.FanOut.Commit(this);
            MoveLastTo(place);
            set.Counted(-1);
        }
    }

    public void Publish(PreparedMessage message, in Delivery delivery)
    {
        message.Retain();
        loop.Post(delivery.Key is null
            ? new LoopWork(_publish[(int)delivery.Policy], this, message)
            : new LoopWork(
                static (shard, keyed) => ((ConnectionShard)shard!).Publish((KeyedPublication)keyed!),
                this,
                new KeyedPublication(message, delivery)));
    }

    /// <summary>Hands a message to every member that is sent from where it lies.</summary>
    public void DeliverLarge(PreparedMessage message, in Delivery delivery)
    {
        _isVisiting = true;
        foreach (WebSocketConnection member in _members)
        {
            member.Deliver(message, delivery, set.Counters);
        }

        _isVisiting = false;
    }

    /// <summary>Hands publications to every member.</summary>
    public void Deliver(in FanOutBatch batch)
    {
        _isVisiting = true;
        foreach (WebSocketConnection member in _members)
        {
            member.Deliver(batch, set.Counters);
        }

        _isVisiting = false;
    }

    public void ForEach(Action<WebSocketConnection, object?> visit, object? state) => loop.Post(new LoopWork(
        static (shard, work) =>
        {
            (Action<WebSocketConnection, object?> visit, object? state) =
                ((Action<WebSocketConnection, object?>, object?))work!;
            ((ConnectionShard)shard!).Visit(visit, state);
        },
        this,
        (visit, state)));

    private void MoveLastTo(int place)
    {
        WebSocketConnection last = _members[^1];
        _members.RemoveAt(_members.Count - 1);
        if (place < _members.Count)
        {
            _members[place] = last;
            _places[last] = place;
        }
    }

    private static Action<object?, object?> PublishWith(SlowReaderPolicy policy)
    {
        var delivery = new Delivery(policy);
        return (shard, message) => ((ConnectionShard)shard!).Publish(new KeyedPublication((PreparedMessage)message!, delivery));
    }

    private void Publish(in KeyedPublication publication)
    {
        loop.FanOut.Publish(this, publication.Message, publication.Delivery);
        publication.Message.Release();
    }

    private void Visit(Action<WebSocketConnection, object?> visit, object? state)
    {
        loop.FanOut.Commit(this);
        _isVisiting = true;
        try
        {
            foreach (WebSocketConnection member in _members)
            {
                visit(member, state);
            }
        }
        finally
        {
            _isVisiting = false;
        }
    }

    private readonly record struct KeyedPublication(PreparedMessage Message, Delivery Delivery);
}
