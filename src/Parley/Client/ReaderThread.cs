namespace Parley;

/// <summary>Where code that awaits a message goes on when it comes, unless it has a synchronization context of its own.</summary>
public enum ReaderThread
{
    /// <summary>
    /// On the connection's loop, until it next has to wait: the fastest, with no thread changing hands. It must not
    /// block there, for instance for a line from the console: the loop's other connections and their pings would wait.
    /// </summary>
    Loop,

    /// <summary>On the thread pool: it may block, and each message costs a change of threads.</summary>
    Pool,
}
