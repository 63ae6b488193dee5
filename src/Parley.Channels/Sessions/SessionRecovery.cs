using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// Brings a session in a group to where the group stands, without a hole. What the group is told is held from before
/// history is read; history is sent page by page, as fast as the client reads, until it has come to where the hold
/// starts; then what is held follows. On the session's loop.
/// </summary>
internal sealed class SessionRecovery(SessionGroup member)
{
    // A session reads several groups at once: a page of each takes memory.
    private const int PageBytes = 64 * 1024;

    /// <summary>What the session has been sent, or told to be missing. Not kept up while it is live.</summary>
    public StreamPosition Sent { get; set; }

    /// <summary>Up to which offset publications of the epoch were gone when they were asked for.</summary>
    public long Skipped { get; set; }

    /// <summary>Whether what is missed can be had later.</summary>
    public bool IsRecoverable => Capabilities.HasFlag(LayerCapabilities.History);

    private LayerCapabilities Capabilities => member.Local!.Layer.Capabilities;

    private ConnectionLoop Loop => member.Session.Loop;

    /// <summary>
    /// Where a gap begins for the client: whoever has been sent nothing of an epoch yet is still at its beginning.
    /// </summary>
    /// <param name="offset">The first offset that it was not sent.</param>
    public long MissingFrom(long offset) => offset == Skipped + 1 ? 1 : offset;

    /// <summary>Says how a join is answered.</summary>
    /// <param name="after">The client's position; an epoch of null for everything; null for nothing old.</param>
    public async ValueTask<RecoveryStart> FindStartAsync(StreamPosition? after)
    {
        if (!Capabilities.HasFlag(LayerCapabilities.Positions))
        {
            return RecoveryStart.WithoutPositions(after);
        }

        if (after is not { } position)
        {
            return RecoveryStart.OfNew(member.Following.StartOf(member));
        }

        HistoryPage page = await ReadAsync(position.Offset).ConfigureAwait(false);
        if (!RecoveryStart.IsOver(position, page))
        {
            return RecoveryStart.Of(position, page);
        }

        if (position.Offset > 0)
        {
            page.Dispose();
            page = await ReadAsync(0).ConfigureAwait(false);
        }

        return RecoveryStart.OfNewEpoch(position, page);
    }

    /// <summary>Sends what is missing, and goes live. Never fails.</summary>
    /// <param name="page">What is to be sent first, which is disposed here.</param>
    public async Task RunAsync(HistoryPage? page)
    {
        try
        {
            await SendMissedAsync(page).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketClosedException
            || (exception is OperationCanceledException && member.Session.HasEnded))
        {
            // The client has gone.
        }
        catch (Exception exception)
        {
            // It comes back, and then history may be there again.
            Log.SessionRecoveryFault(member.Session.Logger, member.Name.Value, member.Session.Connection.RemoteEndPoint, exception);
            member.Session.Connection.Close(CloseCode.TryAgainLater, "history can't be read");
        }
    }

    private async Task SendMissedAsync(HistoryPage? page)
    {
        Task? newEpoch = null;
        while (true)
        {
            bool isAtEnd = page is not { HasMore: true };
            if (page is not null)
            {
                await SendAsync(page).ConfigureAwait(false);
                if (!Loop.IsCurrent)
                {
                    await Loop.SwitchTo();
                }
            }

            if (member.HasLeft || (isAtEnd && member.Following.TryGoLive(member, Sent)))
            {
                return;
            }

            if (isAtEnd && newEpoch is not null && member.Following.StartOf(member).Epoch != Sent.Epoch)
            {
                // History is ahead of what the layer has told: it will tell.
                await newEpoch.ConfigureAwait(false);
                await Loop.SwitchTo();
            }

            newEpoch = member.Following.AwaitEpoch(member);
            page = await ReadNextAsync().ConfigureAwait(false);
            if (!Loop.IsCurrent)
            {
                await Loop.SwitchTo();
            }
        }
    }

    private async ValueTask<HistoryPage> ReadNextAsync()
    {
        HistoryPage page = await ReadAsync(Sent.Offset).ConfigureAwait(false);
        if (!Loop.IsCurrent)
        {
            await Loop.SwitchTo();
        }

        while (!member.HasLeft && page.Head.Epoch != Sent.Epoch)
        {
            page.Dispose();
            await BeginEpochAsync(page.Head).ConfigureAwait(false);
            page = await ReadAsync(0).ConfigureAwait(false);
            if (!Loop.IsCurrent)
            {
                await Loop.SwitchTo();
            }

            // What an epoch lost before anybody was told of it is no gap. The page may be another epoch's again.
            Skipped = page.Head.Epoch == Sent.Epoch ? page.From - 1 : 0;
            Sent = Sent with { Offset = Skipped };
        }

        if (page.GapAfter(Sent.Offset) is { } gap)
        {
            member.Tell(gap with { From = MissingFrom(gap.From) });
            Sent = Sent with { Offset = page.From - 1 };
        }

        return page;
    }

    private async ValueTask BeginEpochAsync(StreamPosition head)
    {
        PresenceSnapshot? members = await member.ReadMembersAsync().ConfigureAwait(false);
        if (!Loop.IsCurrent)
        {
            await Loop.SwitchTo();
        }

        if (member.HasLeft)
        {
            return;
        }

        SessionMetrics.CountJoin("new_epoch");
        await member.AnnounceAsync(default, new JoinedState(head, IsRecovered: false, IsRecoverable, members)).ConfigureAwait(false);
        if (!Loop.IsCurrent)
        {
            await Loop.SwitchTo();
        }

        member.Tell(new StreamGap(Sent.Epoch, MissingFrom(Sent.Offset + 1), null));
        Sent = head with { Offset = 0 };
    }

    private async ValueTask<HistoryPage> ReadAsync(long after)
    {
        if (IsRecoverable)
        {
            HistoryQuery query = HistoryQuery.After(after, HistoryQuery.MaxLimit) with { MaxBytes = PageBytes };
            HistoryPage page = await member.Local!.Layer.ReadHistoryAsync(member.Name, query).ConfigureAwait(false);
            if (page.Head.Epoch is not null)
            {
                return page;
            }

            // History has forgotten a group of which it had nothing more: it stands where it was told to.
        }

        // Nothing is kept: the first that can be had is the next one.
        StreamPosition head = member.Following.StartOf(member);
        return new HistoryPage(head, head.Offset + 1, head.Offset, []);
    }

    private async ValueTask SendAsync(HistoryPage page)
    {
        using HistoryPage sending = page;
        foreach (HistoryEntry entry in sending.Entries)
        {
            if (member.HasLeft)
            {
                return;
            }

            if (entry.Publication.Kind == PublicationKind.Message)
            {
                StreamPosition position = page.Head with { Offset = entry.Offset };
                ValueTask sent = member.Session.SendAsync(
                    SessionEvents.Message(member.Name, position, entry.Publication, entry.Publication.At));
                if (!sent.IsCompletedSuccessfully)
                {
                    await sent.ConfigureAwait(false);
                    if (!Loop.IsCurrent)
                    {
                        await Loop.SwitchTo();
                    }
                }
            }
        }

        Sent = page.Head with { Offset = page.To };
    }
}
