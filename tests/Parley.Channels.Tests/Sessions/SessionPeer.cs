using Parley.Protocol;
using Parley.TestSupport;

namespace Parley.Channels.Tests.Sessions;

/// <summary>The client of a session in memory.</summary>
internal sealed class SessionPeer
{
    private readonly SessionStage _stage;
    private readonly MemoryPeer _peer;
    private int _taken;

    public SessionPeer(SessionStage stage, MemoryPeer peer)
    {
        _stage = stage;
        _peer = peer;
        Connection = stage.Last;
    }

    /// <summary>The server's end.</summary>
    public WebSocketConnection Connection { get; }

    public MemoryPeer Raw => _peer;

    /// <summary>Sends a message, with the short names of epochs and clients, and runs the loop until all is quiet.</summary>
    public void Say(string message) => _peer.Say(_stage.Lengthen(message));

    /// <summary>Sends a message, and takes what it leads to.</summary>
    public string[] Ask(string message)
    {
        Say(message);
        return Take();
    }

    public void Publish(string group, int number) =>
        Say($$"""{"op":"publish","group":"{{group}}","id":"i{{number}}","data":{{number}}}""");

    /// <summary>What has come since the last time, with short names; of text its text alone.</summary>
    public string[] Take()
    {
        string[] come = [.. _peer.Received.Skip(_taken).Select(text => _stage.Shorten(
            text.StartsWith("text ", StringComparison.Ordinal) ? text["text ".Length..] : text))];
        _taken += come.Length;
        return come;
    }

    /// <summary>What has come, in few words: <c>message 5</c>, <c>gap 3-4</c>, <c>published 5</c>, <c>joined 5</c>.</summary>
    public string[] TakeBriefly() => [.. Take().Select(Brief.Of)];

    /// <summary>Whether something has come that was not taken.</summary>
    public bool HasMore => _peer.Received.Count > _taken;

    /// <summary>Whether the connection has ended, as the server sees it.</summary>
    public bool IsGone => Connection.State == ConnectionState.Closed;

    public void Vanish() => _peer.Vanish();

    public void Close() => _peer.Close(CloseCode.NormalClosure);
}
