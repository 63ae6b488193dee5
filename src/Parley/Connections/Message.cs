using System.Text;
using Parley.Protocol;

namespace Parley;

/// <summary>
/// A received message. Its bytes are on loan: a consumer's until the task its method returned has completed, a
/// reader's until it asks for the next message. Copy what is to be kept.
/// </summary>
/// <param name="Type">Text or binary.</param>
/// <param name="Data">The bytes; text is valid UTF-8.</param>
public readonly record struct Message(MessageType Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>Whether the message is text.</summary>
    public bool IsText => Type == MessageType.Text;

    /// <summary>The bytes read as UTF-8: a new string, which may be kept.</summary>
    public string GetText() => Encoding.UTF8.GetString(Data.Span);
}
