using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Parley.Protocol;

namespace Parley.Channels;

/// <summary>
/// Writes one JSON object after another into a buffer that is used again: <see cref="Begin"/>, fields,
/// <see cref="End"/>. JSON that is given goes through byte for byte. Not safe for threads; each has its own.
/// </summary>
internal sealed class SessionWriter
{
    private const int MaxKept = 256 * 1024;
    private const int MaxNumberLength = 32;

    private static readonly SearchValues<byte> _escaped = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(static code => (byte)code)]);

    [ThreadStatic]
    private static SessionWriter? _ofThread;

    private ArrayBufferWriter<byte> _output = new(1024);
    private bool _isFirst;

    /// <summary>The calling thread's writer, empty.</summary>
    public static SessionWriter Take()
    {
        SessionWriter writer = _ofThread ??= new SessionWriter();
        if (writer._output.Capacity > MaxKept)
        {
            writer._output = new ArrayBufferWriter<byte>(1024);
        }

        writer._output.ResetWrittenCount();
        return writer;
    }

    /// <summary>What has been written. Valid until something else is.</summary>
    public ReadOnlySpan<byte> Written => _output.WrittenSpan;

    public PreparedMessage ToMessage() => PreparedMessage.Create(MessageType.Text, Written);

    /// <summary>Begins a message.</summary>
    public SessionWriter Begin(ReadOnlySpan<byte> op)
    {
        Write("{\"op\":\""u8);
        Write(op);
        Write("\""u8);
        _isFirst = false;
        return this;
    }

    /// <summary>Begins an object inside a message.</summary>
    public SessionWriter BeginObject()
    {
        Write("{"u8);
        _isFirst = true;
        return this;
    }

    public SessionWriter End()
    {
        Write("}"u8);
        _isFirst = false;
        return this;
    }

    public SessionWriter BeginArray(ReadOnlySpan<byte> name)
    {
        Name(name);
        Write("["u8);
        _isFirst = true;
        return this;
    }

    public SessionWriter EndArray()
    {
        Write("]"u8);
        _isFirst = false;
        return this;
    }

    /// <summary>A comma if something stands before, in an array.</summary>
    public SessionWriter Next()
    {
        if (!_isFirst)
        {
            Write(","u8);
        }

        _isFirst = false;
        return this;
    }

    /// <summary>A string.</summary>
    public SessionWriter Text(ReadOnlySpan<byte> name, string value)
    {
        Name(name);
        Text(value);
        return this;
    }

    /// <summary>A string, if there is one.</summary>
    public SessionWriter OptionalText(ReadOnlySpan<byte> name, string? value) => value is null ? this : Text(name, value);

    public SessionWriter Number(ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        Utf8Formatter.TryFormat(value, _output.GetSpan(MaxNumberLength), out int length);
        _output.Advance(length);
        return this;
    }

    public SessionWriter Seconds(ReadOnlySpan<byte> name, TimeSpan value)
    {
        Name(name);
        Utf8Formatter.TryFormat(value.TotalSeconds, _output.GetSpan(MaxNumberLength), out int length);
        _output.Advance(length);
        return this;
    }

    public SessionWriter Boolean(ReadOnlySpan<byte> name, bool value)
    {
        Name(name);
        Write(value ? "true"u8 : "false"u8);
        return this;
    }

    public SessionWriter Null(ReadOnlySpan<byte> name)
    {
        Name(name);
        Write("null"u8);
        return this;
    }

    /// <summary>A time in UTC (RFC 3339), to the millisecond.</summary>
    public SessionWriter Time(ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        Name(name);
        value.UtcDateTime.TryFormat(
            _output.GetSpan(MaxNumberLength), out int length, "\\\"yyyy-MM-ddTHH:mm:ss.fffZ\\\"", CultureInfo.InvariantCulture);
        _output.Advance(length);
        return this;
    }

    /// <summary>JSON that is given.</summary>
    public SessionWriter Json(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        Name(name);
        Write(json);
        return this;
    }

    /// <summary>JSON, if there is any.</summary>
    public SessionWriter OptionalJson(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json) => json.IsEmpty ? this : Json(name, json);

    /// <summary>A text in UTF-8, as a string.</summary>
    public SessionWriter Utf8Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        Name(name);
        Quote(text);
        return this;
    }

    /// <summary>Bytes, as a string in Base64 with padding.</summary>
    public SessionWriter Base64(ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes)
    {
        Name(name);
        Write("\""u8);
        Span<byte> span = _output.GetSpan(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, span, out _, out int written);
        _output.Advance(written);
        Write("\""u8);
        return this;
    }

    /// <summary>A field's name; its value has to follow.</summary>
    public SessionWriter Name(ReadOnlySpan<byte> name)
    {
        Next();
        Write("\""u8);
        Write(name);
        Write("\":"u8);
        return this;
    }

    /// <summary>A string that stands in an array.</summary>
    public SessionWriter Text(string value)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        Quote(bytes.AsSpan(0, Encoding.UTF8.GetBytes(value, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
        return this;
    }

    // Only what JSON demands is escaped (RFC 8259, section 7): what came without an escape goes without one.
    private void Quote(ReadOnlySpan<byte> text)
    {
        Write("\""u8);
        int next;
        while ((next = text.IndexOfAny(_escaped)) >= 0)
        {
            Write(text[..next]);
            Escape(text[next]);
            text = text[(next + 1)..];
        }

        Write(text);
        Write("\""u8);
    }

    private void Escape(byte code)
    {
        if (code is (byte)'"' or (byte)'\\')
        {
            Write([(byte)'\\', code]);
            return;
        }

        ReadOnlySpan<byte> digits = "0123456789abcdef"u8;
        Write([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', digits[code >> 4], digits[code & 0xF]]);
    }

    private void Write(ReadOnlySpan<byte> bytes) => _output.Write(bytes);
}
