namespace Parley.Testing;

/// <summary>The line between a node and its cluster. Under the cluster's lock.</summary>
/// <param name="name">The node's name.</param>
/// <param name="cluster">The cluster.</param>
internal sealed class NodeLink(string name, InMemoryCluster cluster)
{
    private readonly Queue<LinkItem> _requests = new();
    private readonly Queue<LinkItem> _replies = new();

    public string Name => name;

    public LinkState State { get; private set; }

    public int RequestCount => State == LinkState.Open ? _requests.Count : 0;

    public int ReplyCount => State == LinkState.Open ? _replies.Count : 0;

    /// <summary>Asks the cluster for something.</summary>
    /// <param name="request">What the cluster does.</param>
    /// <param name="drop">What to do if it never comes to that.</param>
    public Task<T> AskAsync<T>(Func<T> request, Action? drop = null)
    {
        var answer = new TaskCompletionSource<T>(cluster.Continuations);
        lock (cluster.Lock)
        {
            if (State == LinkState.Ended)
            {
                drop?.Invoke();
                return answer.Task;
            }

            _requests.Enqueue(new LinkItem(() => Answer(request, answer), drop));
            cluster.OnSaid();
        }

        return answer.Task;
    }

    /// <summary>Tells the node something that it has not asked for.</summary>
    public void Tell(LinkItem item)
    {
        if (State == LinkState.Open)
        {
            _replies.Enqueue(item);
        }
        else
        {
            item.Drop?.Invoke();
        }
    }

    public bool PassRequest() => Pass(_requests);

    public bool PassReply() => Pass(_replies);

    public void CutOff() => State = State == LinkState.Open ? LinkState.CutOff : State;

    public void Heal() => State = State == LinkState.CutOff ? LinkState.Open : State;

    public void End()
    {
        State = LinkState.Ended;
        foreach (LinkItem item in _requests.Concat(_replies))
        {
            item.Drop?.Invoke();
        }

        _requests.Clear();
        _replies.Clear();
    }

    private bool Pass(Queue<LinkItem> items)
    {
        lock (cluster.Lock)
        {
            if (State != LinkState.Open || !items.TryDequeue(out LinkItem item))
            {
                return false;
            }

            using NoContext none = NoContext.Enter();
            item.Arrive();
            return true;
        }
    }

    private void Answer<T>(Func<T> request, TaskCompletionSource<T> answer)
    {
        try
        {
            T result = request();
            _replies.Enqueue(new LinkItem(() => answer.SetResult(result), (result as IDisposable) is { } owned ? owned.Dispose : null));
        }
        catch (Exception exception)
        {
            _replies.Enqueue(new LinkItem(() => answer.SetException(exception)));
        }
    }
}
