namespace Parley.Cli.Bench;

/// <summary>What all parts of a mixed load share.</summary>
/// <param name="settings">What the command was told.</param>
/// <param name="errors">Where they count what goes wrong.</param>
/// <param name="options">How the healthy ones connect.</param>
internal sealed class MixedState(MixedSettings settings, ErrorTally errors, WebSocketClientOptions options)
{
    private int _open;

    public MixedSettings Settings => settings;

    public ErrorTally Errors => errors;

    public WebSocketClientOptions Options => options;

    /// <summary>How many of the connections that come and go are open.</summary>
    public int Open => Volatile.Read(ref _open);

    public void CountOpened() => Interlocked.Increment(ref _open);

    public void CountClosed() => Interlocked.Decrement(ref _open);
}
