namespace Parley.Channels;

/// <summary>A publication on its way out of history.</summary>
internal sealed class PendingErase(GroupStream stream, long offset, ValueTask<bool> erase) : PendingAnswer<bool>(erase)
{
    protected override void OnResult(bool result)
    {
        if (result)
        {
            stream.OnErased(offset);
        }
    }
}
