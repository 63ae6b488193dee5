using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Parley.Channels.Redis;

/// <summary>
/// Publishes to one group in the order of the calls. They are sent as they come, without waiting for each other. When the
/// answer to one is lost, the next ones wait until all that were on their way have ended; then what has not been answered
/// is sent again, in order: Redis finds again what it has.
/// </summary>
internal sealed class GroupPublisher(GroupName group, GroupPublishers owner)
{
    // How long Redis remembers a node's last publication without an id, beyond the time in which it is tried again.
    private static readonly TimeSpan _memory = TimeSpan.FromMinutes(1);

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
            _pending.AddLast(pending);
            if (isNext)
            {
                pending.Send(owner.Now);
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
        Func<bool, Task<RespValue>> send;
        if (ResendId.TryCreate(publication, out ResendId id))
        {
            send = isAgain => owner.Redis.ExecuteAsync(scripts.Publish(
                Call(isAgain), group, Hex(id.Key), scripts.Options.History.ResendWindow, Hex(id.DataHash), "id", body));
        }
        else
        {
            string number = owner.NextNumber();
            send = isAgain => owner.Redis.ExecuteAsync(scripts.Publish(
                Call(isAgain), group, owner.Node, scripts.Options.PublishTimeout + _memory, number, isAgain ? "again" : "first", body));
        }

        return new PendingPublication(send, body.Length, owner.DeadlineFromNow(), owner.Waiting);
    }

    private static string Hex(UInt128 number) => number.ToString("x32", CultureInfo.InvariantCulture);

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
            foreach (PendingPublication pending in _pending.Where(IsToBeSent))
            {
                pending.Send(owner.Now);
            }
        }
    }

    // What was refused is not asked for again: its turn to be told so comes.
    private bool IsToBeSent(PendingPublication pending) => pending.Reply is null
        || (pending.Reply.Exception?.InnerException is { } fault && pending.IsWorthAnotherTry(fault, owner.Now));

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
                foreach (PendingPublication pending in _pending)
                {
                    pending.Send(owner.Now);
                }
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
