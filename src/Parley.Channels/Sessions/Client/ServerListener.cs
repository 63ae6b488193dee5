namespace Parley.Channels;

/// <summary>Hands each of a server's messages to what it is for: a request, a publication, a group, or the next attempt.</summary>
internal sealed class ServerListener(
    ClientOutbox outbox, ClientRequests requests, ClientRooms rooms, ClientAttempts attempts, Action<SessionException> onRefusal)
{
    /// <summary>A message has come on an open connection.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is not <c>parley.v1</c>.</exception>
    public void OnMessage(ServerHead head, in ServerFields fields)
    {
        switch (head.Op)
        {
            case ServerOp.Published when head.Id is { } id:
                SessionPublished published = ServerMessages.Published(id, fields);
                outbox.Take(id)?.Resolve(published);
                outbox.Flush();
                break;

            case ServerOp.Error:
                OnError(head, ServerMessages.Error(head.Id, fields));
                break;

            case ServerOp.Drain:
                attempts.OnDrain(ServerMessages.Drain(fields));
                break;

            case ServerOp.Unknown or ServerOp.Welcome or ServerOp.Pong or ServerOp.Published:
                break;

            default:
                if (requests.Take(head.Ref) is { } request)
                {
                    request.Answered(fields);
                }
                else
                {
                    rooms.OnMessage(head, fields);
                }

                break;
        }
    }

    private void OnError(ServerHead head, SessionException error)
    {
        if (requests.Take(head.Ref) is { } request)
        {
            request.Refused(error);
        }
        else if (outbox.Take(head.Id) is { } entry)
        {
            entry.Reject(error);
            outbox.Flush();
        }
        else
        {
            onRefusal(error);
        }
    }
}
