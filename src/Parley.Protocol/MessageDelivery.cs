namespace Parley.Protocol;

/// <summary>How a <see cref="WebSocketProtocol"/> hands out a message that comes in more than one piece.</summary>
public enum MessageDelivery
{
    /// <summary>Whole, once its last byte is there.</summary>
    Whole,

    /// <summary>
    /// Piece by piece as its bytes come, so that it never has to be held. Text is checked all the same, but a piece
    /// may end in the middle of a character.
    /// </summary>
    Parts,
}
