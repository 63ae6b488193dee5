namespace Parley.Cli.Connect;

/// <summary>A conversation with a server, whatever it speaks.</summary>
internal interface ITalk
{
    /// <summary>Completes when something can be said for the first time.</summary>
    Task Opened { get; }

    /// <summary>What can be typed, besides messages.</summary>
    IReadOnlyList<TalkCommand> Commands { get; }

    /// <summary>Connects and shows what comes, until that is over.</summary>
    /// <param name="cancellationToken">Ends it in good order.</param>
    /// <returns>The exit status.</returns>
    /// <exception cref="IOException">There is no connection, for a reason that trying again would not mend.</exception>
    Task<int> RunAsync(CancellationToken cancellationToken);

    /// <summary>Sends a message, and waits for a connection if there is none and another one will come.</summary>
    ValueTask SayAsync(Message message, CancellationToken cancellationToken);
}
