namespace Parley.Channels;

/// <summary>Something that history has been asked for and has not answered yet.</summary>
internal abstract class PendingStep
{
    public abstract bool IsReady { get; }

    /// <summary>Takes history's answer. Under the stream's lock, when it is ready.</summary>
    public abstract void End();
}
