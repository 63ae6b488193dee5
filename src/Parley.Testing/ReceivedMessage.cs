using System.Text;
using Parley.Protocol;

namespace Parley.Testing;

/// <summary>A message that a consumer sent. It may be kept.</summary>
/// <param name="Type">Text or binary.</param>
/// <param name="Data">The bytes.</param>
public sealed record ReceivedMessage(MessageType Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>The bytes read as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Data.Span);

    /// <inheritdoc/>
    public override string ToString() => Type == MessageType.Text ? $"text '{Text}'" : $"{Data.Length} bytes";
}
