using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parley.Protocol;

namespace Parley.Cli.Connect;

/// <summary>
/// Writes what is said and heard to a file, an object of JSON in each line: <c>time</c>, <c>direction</c> (<c>in</c> or
/// <c>out</c>), <c>type</c> (<c>text</c>, <c>binary</c> or <c>close</c>), and <c>text</c>, <c>base64</c>, or <c>code</c> and
/// <c>reason</c>. Any thread may call it.
/// </summary>
internal sealed class Recorder : IDisposable
{
    private static ReadOnlySpan<byte> LineEnd => "\n"u8;

    // A file that is read and searched by people, and never part of a page: what is said stands in it as it is.
    private static readonly JsonWriterOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();
    private readonly FileStream _file;
    private readonly Utf8JsonWriter _json;
    private readonly TimeProvider _time;

    /// <summary>Begins a file, in place of one that may be there.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public Recorder(string file, TimeProvider time)
    {
        _file = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read);
        _json = new Utf8JsonWriter(_file, _readable);
        _time = time;
    }

    /// <summary>A message was sent or came.</summary>
    public void Write(RecordDirection direction, in Message message, string? group = null)
    {
        lock (_lock)
        {
            Begin(direction, message.IsText ? "text" : "binary");
            if (group is not null)
            {
                _json.WriteString("group", group);
            }

            if (message.IsText)
            {
                _json.WriteString("text", message.Data.Span);
            }
            else
            {
                _json.WriteBase64String("base64", message.Data.Span);
            }

            End();
        }
    }

    /// <summary>The connection was closed.</summary>
    public void WriteClose(RecordDirection direction, CloseCode code, string reason)
    {
        lock (_lock)
        {
            Begin(direction, "close");
            _json.WriteNumber("code", (int)code);
            _json.WriteString("reason", reason);
            End();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _json.Dispose();
            _file.Dispose();
        }
    }

    private void Begin(RecordDirection direction, string type)
    {
        _json.WriteStartObject();
        _json.WriteString("time", _time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture));
        _json.WriteString("direction", direction == RecordDirection.In ? "in" : "out");
        _json.WriteString("type", type);
    }

    // Each line is in the file at once, for whoever follows it or is killed.
    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _file.Write(LineEnd);
        _file.Flush();
    }
}
