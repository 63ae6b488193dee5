using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// A consumer that receives and sends JSON, by types that <c>System.Text.Json</c> has generated code for: nothing is found
/// out by reflection.
/// </summary>
/// <typeparam name="TIn">What comes in.</typeparam>
/// <typeparam name="TOut">What goes out.</typeparam>
/// <param name="input">How what comes in is read: a property of a <c>JsonSerializerContext</c>.</param>
/// <param name="output">How what goes out is written: a property of a <c>JsonSerializerContext</c>.</param>
public abstract class JsonConsumer<TIn, TOut>(JsonTypeInfo<TIn> input, JsonTypeInfo<TOut> output) : Consumer
{
    /// <summary>Reads the message as JSON, and goes on with what it holds.</summary>
    /// <inheritdoc/>
    protected internal sealed override ValueTask OnReceiveAsync(Message message, CancellationToken cancellationToken)
    {
        TIn? value;
        try
        {
            value = message.IsText ? JsonSerializer.Deserialize(message.Data.Span, input) : throw new JsonException(
                "JSON comes as text, and this message is binary.");
        }
        catch (JsonException exception)
        {
            return OnInvalidJsonAsync(message, exception, cancellationToken);
        }

        return value is not null
            ? OnReceiveAsync(value, cancellationToken)
            : OnInvalidJsonAsync(message, new JsonException("The message is null."), cancellationToken);
    }

    /// <summary>A message came.</summary>
    /// <param name="value">What it holds: the consumer's own.</param>
    /// <param name="cancellationToken">Cancelled when the connection has ended.</param>
    protected abstract ValueTask OnReceiveAsync(TIn value, CancellationToken cancellationToken);

    /// <summary>
    /// A message came that is no JSON, or holds no <typeparamref name="TIn"/>. The base method closes the connection with
    /// 1007; with 1003 if it was binary. Another may answer what was wrong, and go on.
    /// </summary>
    /// <param name="message">The message. Its bytes are valid until the returned task has completed.</param>
    /// <param name="exception">What is wrong, and where.</param>
    /// <param name="cancellationToken">Cancelled when the connection has ended.</param>
    protected virtual ValueTask OnInvalidJsonAsync(
        Message message, JsonException exception, CancellationToken cancellationToken)
    {
        Close(
            message.IsText ? CloseCode.InvalidPayloadData : CloseCode.UnsupportedData,
            message.IsText ? $"not the JSON that is expected, at byte {exception.BytePositionInLine ?? 0}" : "JSON comes as text");
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends a value as a text message, and waits as <see cref="Consumer.SendAsync(string, CancellationToken)"/> does.</summary>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="WebSocketClosedException">The connection is closing or closed.</exception>
    protected ValueTask SendJsonAsync(TOut value, CancellationToken cancellationToken = default) =>
        SendAsync(MessageType.Text, JsonSerializer.SerializeToUtf8Bytes(value, output), cancellationToken);

    /// <summary>Sends a value as a text message straight to every member's socket.</summary>
    /// <param name="group">The group.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Stops the waiting, not the sending.</param>
    protected ValueTask BroadcastJsonAsync(GroupName group, TOut value, CancellationToken cancellationToken = default) =>
        Groups.BroadcastAsync(
            group, MessageType.Text, JsonSerializer.SerializeToUtf8Bytes(value, output), cancellationToken);
}
