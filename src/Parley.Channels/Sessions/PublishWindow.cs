namespace Parley.Channels;

/// <summary>
/// A session's publications that are on their way into history. Their order is that of the calls, so none waits for
/// another; when there are too many, the session reads no further. On its loop.
/// </summary>
internal sealed class PublishWindow(Session session)
{
    /// <summary>How many may be on their way.</summary>
    public const int Size = 64;

    public int Count { get; private set; }

    /// <summary>How many there have been so far.</summary>
    public long Total { get; private set; }

    public bool IsFull => Count >= Size;

    /// <summary>Answers a publication when it is kept.</summary>
    public void Add(ValueTask<PublishResult> work, GroupName group, string id, ReadOnlyMemory<byte> reference)
    {
        Total++;
        if (work.IsCompletedSuccessfully)
        {
            Answer(work.Result, group, id, reference);
        }
        else
        {
            Count++;
            _ = WaitAsync(work, group, id, reference);
        }
    }

    private async Task WaitAsync(ValueTask<PublishResult> work, GroupName group, string id, ReadOnlyMemory<byte> reference)
    {
        PublishResult result = default;
        Exception? fault = null;
        try
        {
            result = await work.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fault = exception;
        }

        if (!session.Loop.IsCurrent)
        {
            await session.Loop.SwitchTo();
        }

        if (fault is null)
        {
            Answer(result, group, id, reference);
        }
        else
        {
            session.Refuse(reference.Span, fault, id);
        }

        Count--;
        session.GoOn();
    }

    private void Answer(PublishResult result, GroupName group, string id, ReadOnlyMemory<byte> reference)
    {
        if (result.Status == PublishStatus.Refused)
        {
            session.Refuse(
                reference.Span, SessionErrorCode.IdReused, $"{id} was used with other data in {group.Value}.", id);
        }
        else
        {
            bool isDuplicate = result.Status == PublishStatus.Duplicate;
            session.Send(SessionAnswers.Published(reference.Span, group, id, result.Position.Offset, isDuplicate));
        }
    }
}
