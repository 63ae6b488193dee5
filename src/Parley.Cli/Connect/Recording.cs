using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Parley.Protocol;

namespace Parley.Cli.Connect;

/// <summary>The messages in a file of a <see cref="Recorder"/>'s.</summary>
/// <param name="file">The file.</param>
/// <param name="direction">Those that went which way.</param>
/// <param name="speed">How many times faster than they were recorded; null for without pauses.</param>
/// <param name="time">The clock.</param>
internal sealed class Recording(string file, RecordDirection direction, double? speed, TimeProvider time)
{
    /// <summary>Reads the messages, each when it is its turn.</summary>
    /// <exception cref="IOException">The file can't be read, or is no recording.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public async IAsyncEnumerable<Message> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = new StreamReader(file, Encoding.UTF8);
        DateTimeOffset? last = null;
        for (int line = 1; await reader.ReadLineAsync(cancellationToken) is { } text; line++)
        {
            if (text.Length > 0 && Parse(text, line) is { } recorded)
            {
                await PauseAsync(recorded.At - (last ?? recorded.At), cancellationToken);
                last = recorded.At;
                yield return recorded.Message;
            }
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (speed is { } factor && pause > TimeSpan.Zero)
        {
            // A timer takes no more than 49 days.
            TimeSpan most = TimeSpan.FromDays(49);
            TimeSpan waited = pause / factor;
            await Task.Delay(waited < most ? waited : most, time, cancellationToken);
        }
    }

    // Null for what is nothing to send.
    private (DateTimeOffset At, Message Message)? Parse(string text, int line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement record = document.RootElement;
            DateTimeOffset at = record.GetProperty("time").GetDateTimeOffset();
            string? way = record.GetProperty("direction").GetString();
            if (way is not ("in" or "out"))
            {
                throw new FormatException("the direction is neither in nor out");
            }

            Message? message = record.GetProperty("type").GetString() switch
            {
                "text" => new Message(MessageType.Text, Encoding.UTF8.GetBytes(record.GetProperty("text").GetString()!)),
                "binary" => new Message(MessageType.Binary, record.GetProperty("base64").GetBytesFromBase64()),
                "close" => null,
                var other => throw new FormatException($"'{other}' is no type"),
            };
            bool isWanted = way == (direction == RecordDirection.In ? "in" : "out");
            return isWanted && message is { } found ? (at, found) : null;
        }
        catch (Exception exception) when (
            exception is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new IOException(
                $"{file}, line {line}: {exception.Message}. A file that 'parley connect --record' has written is expected.", exception);
        }
    }
}
