namespace Parley.ClientCost;

/// <summary>A connection that sends the next message when the last one has come back.</summary>
internal interface IEcho : IAsyncDisposable
{
    /// <summary>How many have come back.</summary>
    long Count { get; }

    /// <summary>Goes on until it is told to stop.</summary>
    Task RunAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);
}
