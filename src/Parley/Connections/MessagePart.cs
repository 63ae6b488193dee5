using Parley.Protocol;

namespace Parley;

/// <summary>
/// A piece of a received message. Its bytes are on loan until the next piece is asked for. Copy what is to be kept.
/// </summary>
/// <param name="Type">Of the message: text or binary.</param>
/// <param name="Data">The bytes. Text is checked to be UTF-8, but a piece may end in the middle of a character.</param>
/// <param name="IsLast">Whether the message ends with this piece.</param>
public readonly record struct MessagePart(MessageType Type, ReadOnlyMemory<byte> Data, bool IsLast);
