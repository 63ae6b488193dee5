using System.Diagnostics.CodeAnalysis;

namespace Parley.Channels.Redis;

/// <summary>
/// Publishes to one group in the order of the calls. They are sent as they come, without waiting for each other. When the
/// answer to one is lost, the next ones wait until all that were on their way have ended; then what has not been answered
/// is sent again, in order: Redis finds again what it has.
/// </summary>
internal sealed class GroupPublisher(GroupName group, GroupPublishers owner)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<PendingPublication> _pending = new();
    private bool _isHeld;
    private bool _isSettling;
    private bool _isRetired;

    public GroupName Group => group;

    /// <summary>Publishes. False if this publisher has been given up: take another.</summary>
    public bool TryPublish(Publication publication, [NotNullWhen(true)] out Task<PublishResult>? answer)
    {
        bool isFirst;
        lock (_lock)
        {
            answer = null;
            if (_isRetired)
            {
                return false;
            }

            PendingPublication pending = Create(publication);
            if (owner.Quota.TryTake(pending.Size) is { } overload)
            {
                pending.Fail(overload);
                answer = pending.Answer;
                return true;
            }

            // What follows on one that has failed waits until that is sent again.
            bool isNext = !_isHeld && _pending.Last?.Value is null or { HasFailed: false, Reply: not null };
            LinkedListNode<PendingPublication> place = _pending.AddLast(pending);
            if (isNext)
            {
                Send(place);
            }

            answer = pending.Answer;
            isFirst = !_isSettling;
            _isSettling = true;
        }

        if (isFirst)
        {
            _ = SettleAsync();
        }

        return true;
    }

    private PendingPublication Create(Publication publication)
    {
        byte[] body = Envelope.Write(publication);
        GroupScripts scripts = owner.Scripts;
        ResendId? id = ResendId.TryCreate(publication, out ResendId known) ? known : null;
        return new PendingPublication(
            owner.NextNumber(),
            turn => owner.Redis.ExecuteAsync(scripts.Publish(Call(turn.IsAgain), group, turn, id, body)),
            body.Length,
            owner.DeadlineFromNow(),
            owner.Waiting);
    }

    // Again by source: the server may have forgotten its scripts.
    private static ScriptCall Call(bool isAgain) => isAgain
        ? static (script, keys, arguments) => script.BySource(keys, arguments)
        : static (script, keys, arguments) => script.ByHash(keys, arguments).InOrder();

    // Answers are given in the order of the calls.
    private async Task SettleAsync()
    {
        ReconnectBackoff? backoff = null;
        while (First() is { } first)
        {
            try
            {
                RespValue reply = await first.Reply!.ConfigureAwait(false);
                first.Complete(reply);
                backoff = null;
            }
            catch (Exception exception) when (first.IsWorthAnotherTry(exception, owner.Now))
            {
                backoff ??= GroupPublishers.NewBackoff();
                await TryAgainAsync(exception, backoff.Next()).ConfigureAwait(false);
                continue;
            }
            catch (Exception exception)
            {
                first.Fail(exception);
            }

            Remove(first);
        }
    }

    private async ValueTask TryAgainAsync(Exception reason, TimeSpan wait)
    {
        PendingPublication[] sent;
        lock (_lock)
        {
            _isHeld = true;
            sent = [.. _pending.Where(static pending => pending.Reply is not null)];
        }

        owner.OnRetry(group, sent.Length, reason);
        await Task.WhenAll(sent.Select(static Task (pending) => pending.Reply!)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(wait, owner.Time).ConfigureAwait(false);
        lock (_lock)
        {
            _isHeld = false;
            SendAll(IsToBeSent);
        }
    }

    // What was refused is not asked for again: its turn to be told so comes.
    private bool IsToBeSent(PendingPublication pending) => pending.Reply is null
        || (pending.Reply.Exception?.InnerException is { } fault && pending.IsWorthAnotherTry(fault, owner.Now));

    private void SendAll(Func<PendingPublication, bool> isMeant)
    {
        for (LinkedListNode<PendingPublication>? place = _pending.First; place is not null; place = place.Next)
        {
            if (isMeant(place.Value))
            {
                Send(place);
            }
        }
    }

    private void Send(LinkedListNode<PendingPublication> place) => place.Value.Send(place.Previous?.Value, owner.Now);

    private PendingPublication? First()
    {
        lock (_lock)
        {
            PendingPublication? first = _pending.First?.Value;
            if (first is null)
            {
                _isRetired = true;
                owner.Remove(this);
            }
            else if (first.Reply is null)
            {
                // It waited behind one that was refused.
                SendAll(static _ => true);
            }

            return first;
        }
    }

    private void Remove(PendingPublication pending)
    {
        lock (_lock)
        {
            _pending.Remove(pending);
        }

        owner.Quota.Release(pending.Size);
    }
}
