using System.Text;

namespace Parley.Channels;

/// <summary>An event for a group's members, which their consumers handle.</summary>
/// <param name="Type">What happened, such as <c>chat.message</c>.</param>
/// <param name="Data">What goes with it, in whatever form sender and members agree on. A member may keep it.</param>
public sealed record GroupEvent(string Type, ReadOnlyMemory<byte> Data)
{
    /// <summary>Makes an event with a text.</summary>
    /// <param name="type">What happened.</param>
    /// <param name="text">The text, kept as UTF-8.</param>
    public static GroupEvent FromText(string type, string text) => new(type, Encoding.UTF8.GetBytes(text));

    /// <summary>The data read as UTF-8.</summary>
    public string GetText() => Encoding.UTF8.GetString(Data.Span);
}
