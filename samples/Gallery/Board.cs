namespace Gallery;

/// <summary>
/// Notes that all see alike: whoever comes gets every note, and then each change, in one order for all. The oldest go when
/// there are too many, or more than can wait for a newcomer at once.
/// </summary>
internal sealed class Board(int maxNotes, bool isOpen) : IWebSocketHandler
{
    private readonly Lock _lock = new();
    private readonly List<WebSocketConnection> _members = [];
    private readonly OrderedDictionary<string, (Note Note, int Size, WebSocketConnection? Owner)> _notes = [];
    private long _version;
    private int _size;

    public void OnOpen(WebSocketConnection connection)
    {
        lock (_lock)
        {
            _members.Add(connection);
            Tell([connection], [.. _notes.Values.Select(static entry => entry.Note)]);
        }
    }

    public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
    {
        try
        {
            Note? note = isOpen ? JsonSerializer.Deserialize<Note>(payload, JsonSerializerOptions.Web) : null;
            Put(note is { Key: not null } ? note : throw new JsonException(), connection);
        }
        catch (JsonException)
        {
            connection.Close(CloseCode.PolicyViolation, "an open board and a note {key, value} were expected");
        }
    }

    public void OnClosed(WebSocketConnection connection, CloseCode code, string reason)
    {
        lock (_lock)
        {
            _members.Remove(connection);
            Tell(_members, [.. _notes.Where(item => item.Value.Owner == connection).Select(static item => item.Key).ToArray().Select(Remove)]);
        }
    }

    public void Put(Note note, WebSocketConnection? author)
    {
        lock (_lock)
        {
            Note current = _notes.TryGetValue(note.Key, out var entry) ? entry.Note : new Note(note.Key, null, 0);
            if (note.Version is { } seen && seen != current.Version)
            {
                // Somebody was faster: the author gets what is there, and may try again.
                Tell([author!], [current]);
                return;
            }

            List<Note> changes = [Remove(note.Key)];
            if (note.Value is not null)
            {
                int size = note.Key.Length + note.Value.Value.GetRawText().Length + 60;
                _size += size;
                changes[0] = note with { Version = ++_version };
                _notes.Add(note.Key, (changes[0], size, note.Bound ? author : null));
            }

            while (_notes.Count > maxNotes || _size > 300_000)
            {
                changes.Add(Remove(_notes.GetAt(0).Key));
            }

            Tell(_members, changes);
        }
    }

    private Note Remove(string key)
    {
        _size -= _notes.Remove(key, out var entry) ? entry.Size : 0;
        return new Note(key, null, ++_version);
    }

    // Send never waits. Whoever reads too slowly may come back, and gets all notes then.
    private static void Tell(IEnumerable<WebSocketConnection> members, List<Note> notes)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(notes, JsonSerializerOptions.Web);
        foreach (WebSocketConnection member in members.Where(member => member.Send(MessageType.Text, json) == SendStatus.Full))
        {
            member.Close(CloseCode.TryAgainLater, "you read too slowly");
        }
    }
}
