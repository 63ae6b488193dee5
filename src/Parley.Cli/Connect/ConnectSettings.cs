using Parley.Channels;

namespace Parley.Cli.Connect;

/// <summary>What <c>parley connect</c> or <c>parley replay</c> was asked for.</summary>
internal sealed record ConnectSettings(Uri Address, WebSocketClientOptions Options)
{
    /// <summary>Whether it comes back after the network's trouble.</summary>
    public bool IsReconnecting { get; init; }

    /// <summary>Whether it speaks <c>parley.v1</c>.</summary>
    public bool IsSession { get; init; }

    /// <summary>The groups that a session joins at once.</summary>
    public IReadOnlyList<GroupName> Groups { get; init; } = [];

    /// <summary>Whether messages that are JSON are shown over several lines.</summary>
    public bool IsJson { get; init; }

    /// <summary>Where everything said and heard is written to, or null.</summary>
    public string? RecordFile { get; init; }

    /// <summary>After how many messages it ends, or null.</summary>
    public int? Count { get; init; }

    /// <summary>How long it waits for a further message when there is nothing left to send; null for ever.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>What is sent, instead of what is typed.</summary>
    public IAsyncEnumerable<Message>? Script { get; init; }
}
