using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// What a <see cref="SessionClientCore"/> needs of the world. Called while the core is in the middle of something: no method
/// may call back into it.
/// </summary>
internal interface ISessionClientShell
{
    /// <summary>Begins to make a connection. What comes of it is told to the core.</summary>
    void Connect();

    /// <summary>Sends a message on the connection.</summary>
    void Send(byte[] json);

    /// <summary>Gives up the connection, or the attempt: nothing of it may be told from here on.</summary>
    /// <param name="code">What to close it with; null to drop it.</param>
    void Disconnect(CloseCode? code);

    /// <summary>Stops to read from the connection, or reads again.</summary>
    void Pause(bool isPaused);

    void OnState(SessionClientStateChange change);

    /// <summary>The server has refused something that nobody waits for, such as a signal.</summary>
    void OnRefusal(SessionException refusal);
}
