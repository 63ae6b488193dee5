using AspNetCoreApp.Data;
using Microsoft.EntityFrameworkCore;
using Parley;
using Parley.Channels;
using Parley.Protocol;

namespace AspNetCoreApp;

/// <summary>
/// One connection to a board. Its database context lives as long as the connection, last event included, and is never
/// used by two events at once: the next one waits until this one is done.
/// </summary>
internal sealed class BoardConsumer(NotesContext database, TimeProvider time) : Consumer
{
    private const int Replayed = 20;

    private GroupName _board;
    private Visit? _visit;

    // The endpoint lets nobody in who has none.
    private string Name => Scope.User.Identity!.Name!;

    protected override async ValueTask OnConnectAsync(CancellationToken cancellationToken)
    {
        if (!GroupName.TryCreate(Scope.Route["board"], out _board))
        {
            await RejectAsync(400, GroupName.Rule);
            return;
        }

        _visit = new Visit { Visitor = Name, Came = time.GetUtcNow() };
        database.Visits.Add(_visit);
        await database.SaveChangesAsync(cancellationToken);
        await Groups.AddAsync(_board, cancellationToken);
        await Groups.AddAsync(Announcer.Everybody, cancellationToken);
        await AcceptAsync();
        await ReplayAsync(cancellationToken);
    }

    protected override async ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken)
    {
        if (message.Type != MessageType.Text)
        {
            Close(CloseCode.UnsupportedData, "notes are text");
            return;
        }

        var note = new Note { Board = _board.Value, Author = Name, Text = message.GetText() };
        database.Notes.Add(note);
        await database.SaveChangesAsync(cancellationToken);
        await Groups.BroadcastAsync(_board, Describe(note), cancellationToken);
    }

    protected override async ValueTask OnDisconnectAsync(CloseCode code, string reason)
    {
        if (_visit is not null)
        {
            _visit.Left = time.GetUtcNow();
            _visit.CloseCode = (int)code;
            await database.SaveChangesAsync();
        }
    }

    private static string Describe(Note note) => $"{note.Author}: {note.Text}";

    private async Task ReplayAsync(CancellationToken cancellationToken)
    {
        List<Note> notes = await database.Notes.AsNoTracking()
            .Where(note => note.Board == _board.Value)
            .OrderByDescending(static note => note.Id)
            .Take(Replayed)
            .ToListAsync(cancellationToken);
        notes.Reverse();
        foreach (Note note in notes)
        {
            await SendAsync(Describe(note), cancellationToken);
        }
    }
}
