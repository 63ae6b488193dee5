using System.Text;

namespace Parley.Protocol.Tests.Handshake;

public sealed class HeadReaderTests
{
    private static readonly HandshakeLimits _limits = new() { MaxLineLength = 60, MaxFields = 8, MaxSize = 300 };

    [Fact]
    public void The_head_ends_at_the_empty_line_wherever_it_is_split()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(Requests.Valid + "rest");
        for (int size = 1; size <= bytes.Length; size++)
        {
            using var reader = new HeadReader(_limits);
            Assert.Equal((Requests.Valid, (HandshakeError?)null), Read(reader, bytes, size, out int taken));
            Assert.Equal(Requests.Valid.Length, taken);
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: a\n\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\0\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\r\n\r\n", 400)]
    [InlineData("\r\nGET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /0123456789012345678901234567890123456789012345678901234567890123456789", 431)]
    [InlineData("GET / HTTP/1.1\r\na:\r\nb:\r\nc:\r\nd:\r\ne:\r\nf:\r\ng:\r\nh:\r\ni:\r\n\r\n", 431)]
    public void What_is_no_head_or_too_large_is_refused_wherever_it_is_split(string text, int status)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        for (int size = 1; size <= bytes.Length; size++)
        {
            using var reader = new HeadReader(_limits);
            (string? head, HandshakeError? error) = Read(reader, bytes, size, out _);
            Assert.Null(head);
            Assert.Equal(status, error?.StatusCode);
        }
    }

    [Fact]
    public void A_head_is_refused_before_it_is_larger_than_the_limit()
    {
        byte[] line = Encoding.ASCII.GetBytes(new string('x', 50) + "\r\n");
        using var reader = new HeadReader(_limits);
        byte[] bytes = [.. Enumerable.Repeat(line, 7).SelectMany(static bytes => bytes)];
        (string? head, HandshakeError? error) = Read(reader, bytes, 1, out int taken);
        Assert.Null(head);
        Assert.Equal(431, error?.StatusCode);
        Assert.InRange(taken, 295, 305);
    }

    private static (string? Head, HandshakeError? Error) Read(HeadReader reader, byte[] bytes, int size, out int taken)
    {
        taken = 0;
        while (taken < bytes.Length)
        {
            ReadOnlySpan<byte> piece = bytes.AsSpan(taken, Math.Min(size, bytes.Length - taken));
            int before = piece.Length;
            bool whole = reader.TryRead(ref piece, out ReadOnlySpan<byte> head, out HandshakeError? error);
            taken += before - piece.Length;
            if (whole || error is not null)
            {
                return (whole ? Encoding.ASCII.GetString(head) : null, error);
            }
        }

        return default;
    }
}
