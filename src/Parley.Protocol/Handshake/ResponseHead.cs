using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Parley.Protocol;

/// <summary>The status line and the header fields of an HTTP/1.1 response (RFC 9112 section 4).</summary>
public sealed class ResponseHead
{
    private ResponseHead(int statusCode, string phrase, HeaderFields fields)
    {
        StatusCode = statusCode;
        Phrase = phrase;
        Fields = fields;
    }

    /// <summary>The status: 101 for a WebSocket.</summary>
    public int StatusCode { get; }

    /// <summary>The words after the status, which may be none.</summary>
    public string Phrase { get; }

    /// <summary>The header fields.</summary>
    public HeaderFields Fields { get; }

    /// <summary>Reads a whole head.</summary>
    /// <param name="head">The head, as <see cref="HeadReader"/> gives it; copied.</param>
    /// <param name="response">The response.</param>
    /// <param name="error">What is wrong with it.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> head,
        [NotNullWhen(true)] out ResponseHead? response,
        [NotNullWhen(false)] out HandshakeError? error)
    {
        response = null;
        byte[] bytes = head.ToArray();
        ReadOnlySpan<byte> line = bytes.AsSpan(0, HeadParser.FirstLineLength(bytes));
        error = CheckLine(line, out int status);
        if (error is not null)
        {
            return false;
        }

        error = HeadParser.ReadFields(bytes, out HeaderFields fields);
        if (error is not null)
        {
            return false;
        }

        string phrase = line.Length > 13 ? Encoding.Latin1.GetString(line[13..]) : "";
        response = new ResponseHead(status, phrase, fields);
        return true;
    }

    // RFC 9112 section 4: HTTP/1.1 SP three digits SP phrase. Some servers leave the last blank out.
    private static HandshakeError? CheckLine(ReadOnlySpan<byte> line, out int status)
    {
        status = 0;
        bool known = line.StartsWith("HTTP/1.1 "u8) || line.StartsWith("HTTP/1.0 "u8);
        if (!known || line.Length < 12 || (line.Length > 12 && line[12] != ' '))
        {
            return new HandshakeError(0, "The server's answer is not HTTP/1.1.");
        }

        foreach (byte digit in line[9..12])
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return new HandshakeError(0, "The server's answer has no three-digit status.");
            }

            status = (status * 10) + (digit - '0');
        }

        return null;
    }
}
