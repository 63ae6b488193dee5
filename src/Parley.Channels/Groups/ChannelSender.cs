using System.Text;
using System.Text.Json.Serialization.Metadata;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// Sends to one connection by its <see cref="Consumer.ChannelName"/>, on whichever node it is: at most once, and without
/// an order against what is sent to groups. Any thread may call any member.
/// </summary>
public sealed class ChannelSender
{
    private readonly IChannelLayer _layer;

    internal ChannelSender(IChannelLayer layer) => _layer = layer;

    /// <summary>Sends an event to the consumer of a connection, as <see cref="Groups"/> sends it to a group's.</summary>
    /// <param name="channel">The connection's channel.</param>
    /// <param name="groupEvent">The event. Its data is copied before the method returns.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    /// <returns>Whether it is on its way.</returns>
    public ValueTask<SendResult> SendAsync(
        ChannelName channel, GroupEvent groupEvent, CancellationToken cancellationToken = default) =>
        SendAsync(channel, Publication.Event(groupEvent), cancellationToken);

    /// <summary>Sends an event with a value as JSON to the consumer of a connection.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="channel">The connection's channel.</param>
    /// <param name="type">What happened, such as <c>chat.message</c>.</param>
    /// <param name="value">The value.</param>
    /// <param name="typeInfo">How it is written.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    /// <returns>Whether it is on its way.</returns>
    public ValueTask<SendResult> SendAsync<T>(
        ChannelName channel,
        string type,
        T value,
        JsonTypeInfo<T> typeInfo,
        CancellationToken cancellationToken = default) =>
        SendAsync(channel, GroupEvent.FromJson(type, value, typeInfo), cancellationToken);

    /// <summary>Sends a message straight to the socket of a connection, with no code run for it.</summary>
    /// <param name="channel">The connection's channel.</param>
    /// <param name="type">Text or binary.</param>
    /// <param name="payload">The bytes; text must be UTF-8. Copied before the method returns.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    /// <returns>Whether it is on its way.</returns>
    public ValueTask<SendResult> DeliverAsync(
        ChannelName channel,
        MessageType type,
        ReadOnlyMemory<byte> payload,
        CancellationToken cancellationToken = default) =>
        SendAsync(channel, Publication.Broadcast(type, payload.Span), cancellationToken);

    /// <summary>Sends a text straight to the socket of a connection, with no code run for it.</summary>
    /// <param name="channel">The connection's channel.</param>
    /// <param name="text">The text, sent as UTF-8.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    /// <returns>Whether it is on its way.</returns>
    public ValueTask<SendResult> DeliverAsync(
        ChannelName channel, string text, CancellationToken cancellationToken = default) =>
        DeliverAsync(channel, MessageType.Text, Encoding.UTF8.GetBytes(text), cancellationToken);

    private async ValueTask<SendResult> SendAsync(
        ChannelName channel, Publication publication, CancellationToken cancellationToken)
    {
        try
        {
            return await _layer.SendAsync(channel, publication, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            publication.Release();
        }
    }
}
