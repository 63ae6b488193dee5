using Parley.Protocol;

namespace Parley;

/// <summary>The members of a <see cref="ConnectionSet"/> that live on one loop. Touched on that loop only.</summary>
internal sealed class ConnectionShard(ConnectionSet set, ConnectionLoop loop)
{
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
            MoveLastTo(place);
            set.Counted(-1);
        }
    }

    public void Publish(PreparedMessage message, in Delivery delivery) => loop.Post(new LoopWork(
        static (shard, publication) => ((ConnectionShard)shard!).Deliver((ShardPublication)publication!),
        this,
        new ShardPublication(message.Retain(), delivery)));

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

    private void Deliver(ShardPublication publication)
    {
        _isVisiting = true;
        try
        {
            foreach (WebSocketConnection member in _members)
            {
                member.Enqueue(publication.Message, publication.Delivery);
            }
        }
        finally
        {
            _isVisiting = false;
            publication.Message.Release();
        }
    }

    private void Visit(Action<WebSocketConnection, object?> visit, object? state)
    {
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

    private sealed record ShardPublication(PreparedMessage Message, Delivery Delivery);
}
