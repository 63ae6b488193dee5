using System.Buffers.Text;
using System.Text;

namespace Parley.Compare.Loads;

/// <summary>
/// Finds invocations in what a hub sends: JSON records that each end with the byte 0x1E, several in a WebSocket message
/// perhaps, or one in two.
/// </summary>
internal sealed class SignalRRecords
{
    /// <summary>How many digits of a text say who sent it.</summary>
    public const int SenderDigits = 8;

    private const byte End = 0x1E;

    private static readonly byte[] _start = "{\"type\":1,\"target\":\"Receive\",\"arguments\":[\""u8.ToArray();

    private byte[] _rest = new byte[4096];
    private int _length;

    /// <summary>The handshake: JSON, and no more than that.</summary>
    public static byte[] Handshake { get; } = "{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray();

    public static byte[] Invocation(int sender, int size)
    {
        string text = sender.ToString("D" + SenderDigits).PadRight(size, 'x');
        return Encoding.ASCII.GetBytes($$"""{"type":1,"target":"Send","arguments":["{{text}}"]}""" + "\u001e");
    }

    /// <summary>Where the next bytes go.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (_length == _rest.Length)
            {
                Array.Resize(ref _rest, 2 * _length);
            }

            return _rest.AsMemory(_length);
        }
    }

    /// <summary>Takes bytes that were read into the free part.</summary>
    /// <param name="count">How many.</param>
    /// <param name="sender">Whose messages count twice.</param>
    /// <returns>How many invocations have ended, and how many of them are that sender's.</returns>
    public (int All, int Own) Take(int count, int sender)
    {
        _length += count;
        int all = 0;
        int own = 0;
        ReadOnlySpan<byte> left = _rest.AsSpan(0, _length);
        for (int end = left.IndexOf(End); end >= 0; end = left.IndexOf(End))
        {
            // Pings and the answer to the handshake are records, too.
            if (left[..end].StartsWith(_start)
                && Utf8Parser.TryParse(left.Slice(_start.Length, SenderDigits), out int from, out _))
            {
                all++;
                own += from == sender ? 1 : 0;
            }

            left = left[(end + 1)..];
        }

        left.CopyTo(_rest);
        _length = left.Length;
        return (all, own);
    }
}
