using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Parley.Channels;

/// <summary>
/// An event for a group's members, which their consumers handle: <see cref="GroupEventAttribute"/>. Two events are equal
/// if their types and their bytes are.
/// </summary>
/// <param name="Type">What happened, such as <c>chat.message</c>.</param>
/// <param name="Data">What goes with it, in whatever form sender and members agree on. A member may keep it.</param>
public sealed record GroupEvent(string Type, ReadOnlyMemory<byte> Data)
{
    private string? _text;

    /// <summary>Makes an event with a text.</summary>
    /// <param name="type">What happened.</param>
    /// <param name="text">The text, kept as UTF-8.</param>
    public static GroupEvent FromText(string type, string text) => new(type, Encoding.UTF8.GetBytes(text));

    /// <summary>Makes an event with a value as JSON.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="type">What happened.</param>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How it is written: a property of a <see cref="JsonSerializerContext"/>.</param>
    public static GroupEvent FromJson<T>(string type, T value, JsonTypeInfo<T> typeInfo) =>
        new(type, JsonSerializer.SerializeToUtf8Bytes(value, typeInfo));

    /// <summary>The data read as UTF-8. All members of a node share one string.</summary>
    public string GetText() => _text ??= Encoding.UTF8.GetString(Data.Span);

    /// <summary>The data read as JSON: a new value each time, which is the caller's own.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="typeInfo">How it is read: a property of a <see cref="JsonSerializerContext"/>.</param>
    /// <exception cref="JsonException">The data is no such value, or null.</exception>
    public T GetJson<T>(JsonTypeInfo<T> typeInfo) => JsonSerializer.Deserialize(Data.Span, typeInfo)
        ?? throw new JsonException($"The event {Type} should have a {typeof(T).Name}, and has null.");

    /// <summary>The data read as JSON: a new value each time, which is the caller's own.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="context">What knows how it is read.</param>
    /// <exception cref="JsonException">The data is no such value, or null.</exception>
    /// <exception cref="InvalidOperationException">The context does not know the type.</exception>
    public T GetJson<T>(JsonSerializerContext context) => GetJson(
        context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T> ?? throw new InvalidOperationException(
            $"{context.GetType().Name} does not know {typeof(T).Name}: give it [JsonSerializable(typeof({typeof(T).Name}))]."));

    /// <inheritdoc/>
    public bool Equals(GroupEvent? other) =>
        other is not null && Type == other.Type && Data.Span.SequenceEqual(other.Data.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Data.Length);
}
