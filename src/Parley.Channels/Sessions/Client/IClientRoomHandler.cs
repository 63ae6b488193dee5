namespace Parley.Channels;

/// <summary>Whom a room tells what happens in it. Called while the client's core is held: no method may call back.</summary>
internal interface IClientRoomHandler
{
    void OnEvent(SessionEvent told);

    /// <summary>Nothing more will be told.</summary>
    /// <param name="reason">Why: left, closed, or what the server refused.</param>
    void OnEnded(SessionException reason);
}
