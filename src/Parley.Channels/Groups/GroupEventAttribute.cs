using System.Text.Json.Serialization;

namespace Parley.Channels;

/// <summary>
/// The method of a <see cref="Consumer"/> that handles an event sent to its groups or to its channel. It is called without
/// reflection: code for it is generated where the consumer is compiled, which must be <c>partial</c>.
/// </summary>
/// <remarks>
/// The method returns a <see cref="ValueTask"/> or nothing. It takes the event's data, if it wants any, and a
/// <see cref="CancellationToken"/> that is cancelled when the connection has ended, if it wants one. The data is a
/// <see cref="string"/>, a <see cref="ReadOnlyMemory{T}"/> of bytes, the <see cref="GroupEvent"/> itself, or any type that
/// <see cref="JsonContext"/> knows. Events without a method go to <see cref="Consumer.OnGroupEventAsync"/>. A derived
/// consumer handles what its base does; to handle it otherwise, override the method.
/// </remarks>
/// <param name="type">The event's type, such as <c>chat.message</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class GroupEventAttribute(string type) : Attribute
{
    /// <summary>Names a method that takes data from JSON.</summary>
    /// <param name="type">The event's type, such as <c>chat.message</c>.</param>
    /// <param name="jsonContext">
    /// A <see cref="JsonSerializerContext"/> with a <see cref="JsonSerializableAttribute"/> for the parameter's type.
    /// </param>
    public GroupEventAttribute(string type, Type jsonContext)
        : this(type) => JsonContext = jsonContext;

    /// <summary>The event's type.</summary>
    public string Type { get; } = type;

    /// <summary>What reads the data from JSON, or null.</summary>
    public Type? JsonContext { get; }
}
