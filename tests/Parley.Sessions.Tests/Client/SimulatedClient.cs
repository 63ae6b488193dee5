using System.Text;

namespace Parley.Sessions.Tests.Client;

/// <summary>A client of a <see cref="ModelServer"/>, its wire, and everything that it was told.</summary>
internal sealed class SimulatedClient
{
    private readonly ModelServer _server;
    private readonly Queue<string> _toServer = new();
    private readonly List<(string Data, Task<SessionPublished> Answer)> _publications = [];
    private readonly ClientStage _stage;
    private readonly StageRoom _room;
    private ModelWire _wire;
    private int _taken;

    public SimulatedClient(ModelServer server, SessionJoinOptions options)
    {
        _server = server;
        _stage = new ClientStage(ClientStage.Defaults with { InboxEvents = 4 });
        _wire = server.Connect();
        _room = _stage.Ask("g", options);
    }

    public IReadOnlyList<(string Data, Task<SessionPublished> Answer)> Publications => _publications;

    public IReadOnlyList<SessionEvent> Transcript => _room.Events;

    public void Publish(string data) =>
        _publications.Add((data, _stage.Core.Publish("g", _stage.Core.NewId(), Encoding.UTF8.GetBytes(data))));

    /// <summary>One message goes to the server.</summary>
    public bool ToServer()
    {
        _stage.TakeTexts().ForEach(_toServer.Enqueue);
        if (!_toServer.TryDequeue(out string? text))
        {
            return false;
        }

        _server.Receive(_wire, text);
        return true;
    }

    /// <summary>One message goes to the client, if it reads.</summary>
    public bool ToClient()
    {
        if (_stage.IsPaused || !_wire.ToClient.TryDequeue(out string? text))
        {
            return false;
        }

        _stage.Say(text);
        return true;
    }

    /// <summary>The reader takes an event.</summary>
    public bool Take()
    {
        if (_taken == _room.Events.Count)
        {
            return false;
        }

        _stage.Core.OnTaken(_room.Room, _room.Events[_taken++]);
        return true;
    }

    /// <summary>Whatever is on the wire in either direction is lost.</summary>
    public void Reconnect()
    {
        _server.Cut(_wire);
        _stage.TakeTexts();
        _toServer.Clear();
        _stage.Return();
        _wire = _server.Connect();
    }
}
