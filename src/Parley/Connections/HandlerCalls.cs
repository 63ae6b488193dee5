using Parley.Protocol;

namespace Parley;

/// <summary>Calls into the application's code: watched while they last, and what they throw is the caller's to deal with.</summary>
internal static class HandlerCalls
{
    /// <summary>Hands over a message or a piece of one.</summary>
    /// <returns>What the handler threw, or null.</returns>
    public static Exception? Receive(WebSocketConnection connection, IWebSocketHandler handler, in ReceivedEvent received)
    {
        ConnectionLoop loop = connection.Loop;
        loop.Messages.CountReceived(received.Kind == ReceivedEventKind.Part ? 0 : 1, received.Payload.Length);
        loop.BeginCall(handler);
        Exception? fault = null;
        try
        {
            if (received.Kind == ReceivedEventKind.Message)
            {
                handler.OnMessage(connection, received.MessageType, received.Payload);
            }
            else
            {
                PartPlace place = received.Kind == ReceivedEventKind.Part ? PartPlace.Inside : PartPlace.Last;
                handler.OnPart(connection, received.MessageType, received.Payload, place);
            }
        }
        catch (Exception exception)
        {
            fault = exception;
        }

        loop.EndCall();
        return fault;
    }

    /// <summary>Calls another method of the handler.</summary>
    /// <returns>What the handler threw, or null.</returns>
    public static Exception? Call(
        WebSocketConnection connection, IWebSocketHandler handler, Action<IWebSocketHandler, WebSocketConnection> call)
    {
        connection.Loop.BeginCall(handler);
        Exception? fault = null;
        try
        {
            call(handler, connection);
        }
        catch (Exception exception)
        {
            fault = exception;
        }

        connection.Loop.EndCall();
        return fault;
    }
}
