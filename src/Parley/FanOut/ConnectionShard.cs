using Parley.Protocol;

namespace Parley;

/// <summary>The members of a <see cref="ConnectionSet"/> that live on one loop. Touched on that loop only.</summary>
internal sealed class ConnectionShard(ConnectionSet set, ConnectionLoop loop)
{
    // One for each policy, so that a publication without a key or an exception makes no garbage on its way to the loop.
    private static readonly Action<object?, object?>[] _publish =
        [.. Enum.GetValues<SlowReaderPolicy>().Select(PublishWith)];

    // What could not be delivered would be missing without a word.
    private static readonly Action<WebSocketConnection> _drop = static member => member.Abort();

    private readonly List<WebSocketConnection> _members = [];
    private readonly Dictionary<WebSocketConnection, int> _places = [];
    private bool _isVisiting;

    private delegate void MemberVisit<TState>(WebSocketConnection member, in TState state);

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
        loop.Post(delivery is { Key: null, Except: null }
            ? new LoopWork(_publish[(int)delivery.Policy], this, message)
            : new LoopWork(
                static (shard, keyed) => ((ConnectionShard)shard!).Publish((KeyedPublication)keyed!),
                this,
                new KeyedPublication(message, delivery)));
    }

    /// <summary>Hands a message to every member that is sent from where it lies.</summary>
    public void DeliverLarge(PreparedMessage message, in Delivery delivery) => VisitEach(
        (message, delivery, set.Counters),
        static (member, in large) =>
        {
            if (member != large.delivery.Except)
            {
                member.Deliver(large.message, large.delivery, large.Counters);
            }
        },
        _drop);

    /// <summary>Hands publications to every member.</summary>
    public void Deliver(in FanOutBatch batch) => VisitEach(
        (batch, set.Counters),
        static (member, in publications) =>
        {
            if (publications.batch.Excepts(member))
            {
                DeliverParts(member, publications.batch, publications.Counters);
            }
            else
            {
                member.Deliver(publications.batch, publications.Counters);
            }
        },
        _drop);

    public void ForEach(Action<WebSocketConnection, object?> visit, object? state) => loop.Post(new LoopWork(
        static (shard, work) =>
        {
            (Action<WebSocketConnection, object?> visit, object? state) =
                ((Action<WebSocketConnection, object?>, object?))work!;
            ((ConnectionShard)shard!).Visit(visit, state);
        },
        this,
        (visit, state)));

    /// <summary>The members, as they are when the loop comes to it.</summary>
    public Task<WebSocketConnection[]> ListAsync()
    {
        var listed = new TaskCompletionSource<WebSocketConnection[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(new LoopWork(
            static (shard, listed) => ((TaskCompletionSource<WebSocketConnection[]>)listed!)
                .SetResult([.. ((ConnectionShard)shard!)._members]),
            this,
            listed));
        return listed.Task;
    }

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

    private static void DeliverParts(WebSocketConnection member, in FanOutBatch batch, SlowReaderCounters counters)
    {
        FanOutBatch rest = batch;
        while (rest.Messages.Count > 0)
        {
            rest = rest.Split(member, out FanOutBatch part);
            if (part.Messages.Count > 0)
            {
                member.Deliver(part, counters);
            }
        }
    }

    private static Action<object?, object?> PublishWith(SlowReaderPolicy policy)
    {
        var delivery = new Delivery(policy);
        return (shard, message) => ((ConnectionShard)shard!).Publish(new KeyedPublication((PreparedMessage)message!, delivery));
    }

    private void Publish(in KeyedPublication publication)
    {
        try
        {
            loop.FanOut.Publish(this, publication.Message, publication.Delivery);
        }
        finally
        {
            publication.Message.Release();
        }
    }

    private void Visit(Action<WebSocketConnection, object?> visit, object? state)
    {
        loop.FanOut.Commit(this);
        VisitEach((visit, state), static (member, in call) => call.visit(member, call.state), static _ => { });
    }

    // What fails for one member is no other's loss.
    private void VisitEach<TState>(in TState state, MemberVisit<TState> visit, Action<WebSocketConnection> onFault)
    {
        _isVisiting = true;
        try
        {
            foreach (WebSocketConnection member in _members)
            {
                try
                {
                    visit(member, state);
                }
                catch (Exception exception)
                {
                    loop.Report(exception);
                    onFault(member);
                }
            }
        }
        finally
        {
            _isVisiting = false;
        }
    }

    private readonly record struct KeyedPublication(PreparedMessage Message, Delivery Delivery);
}
