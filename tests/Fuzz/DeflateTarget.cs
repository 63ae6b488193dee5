using System.Buffers;
using System.IO.Compression;
using Parley.Protocol;

namespace Parley.Fuzz;

/// <summary>
/// A compressed message, whatever its bytes: it ends in a message within the limit or in an error, the same however it
/// is split. The first byte says whether text or binary, and whether a good message came before it.
/// </summary>
public sealed class DeflateTarget : FuzzTarget
{
    private static readonly ProtocolOptions _options = new() { MaxMessageSize = 16 * 1024 };
    private static readonly byte[] _hello = [0xC1, 0x07, 0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00];

    public override string Name => "deflate";

    public override IEnumerable<byte[]> Seeds =>
    [
        [1, 0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00],
        [3, 0xF2, 0x00, 0x11, 0x00, 0x00],
        [1, 0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00],
        [0, 0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00],
        [0, .. Compress(new byte[20_000])],
        [0, .. Compress([.. Enumerable.Range(0, 5000).Select(static i => (byte)(i * i))])],
    ];

    public override void TakeInput(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        byte first = (byte)(0xC0 | ((input[0] & 1) == 0 ? 2 : 1));
        var wire = new ArrayBufferWriter<byte>();
        wire.Write((input[0] & 2) == 0 ? [] : _hello);
        FrameWriter.WriteFrame(wire, first, input.AsSpan(1));
        FrameWriter.WriteFrame(wire, 0x89, "after"u8);

        string whole = Tell(wire.WrittenSpan, int.MaxValue);
        foreach (int size in new[] { 1, 7, 100 })
        {
            string split = Tell(wire.WrittenSpan, size);
            Require(whole == split, $"In pieces of {size} it told\n{split}\ninstead of\n{whole}");
        }
    }

    private static string Tell(ReadOnlySpan<byte> wire, int pieceSize)
    {
        using var teller = new StreamTeller(Role.Client, _options, new DeflateParameters());
        for (int at = 0; at < wire.Length; at += Math.Min(pieceSize, wire.Length - at))
        {
            teller.Feed(wire.Slice(at, Math.Min(pieceSize, wire.Length - at)).ToArray());
        }

        return teller.Told;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes);
            deflate.Flush();
            return stream.ToArray()[..^4];
        }
    }
}
