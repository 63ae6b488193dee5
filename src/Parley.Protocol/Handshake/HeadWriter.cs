using System.Buffers;
using System.Globalization;
using System.Text;

namespace Parley.Protocol;

/// <summary>Writes the head of a request or a response (RFC 9112).</summary>
internal static class HeadWriter
{
    public static void WriteRequestLine(IBufferWriter<byte> output, string target)
    {
        output.Write("GET "u8);
        Write(output, target);
        output.Write(" HTTP/1.1\r\n"u8);
    }

    public static void WriteStatusLine(IBufferWriter<byte> output, int statusCode)
    {
        output.Write("HTTP/1.1 "u8);
        Write(output, statusCode.ToString(CultureInfo.InvariantCulture));
        output.Write(" "u8);
        Write(output, HttpSyntax.Phrase(statusCode));
        output.Write("\r\n"u8);
    }

    public static void WriteField(IBufferWriter<byte> output, string name, string value)
    {
        // What would end the line would let a value add fields of its own.
        if (!HttpSyntax.IsToken(name) || value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException($"The header field {name} has a name or value that can't be sent.", nameof(value));
        }

        Write(output, name);
        output.Write(": "u8);
        Write(output, value);
        output.Write("\r\n"u8);
    }

    public static void WriteEnd(IBufferWriter<byte> output) => output.Write("\r\n"u8);

    private static void Write(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
