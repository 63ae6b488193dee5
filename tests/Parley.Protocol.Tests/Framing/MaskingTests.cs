using System.Runtime.Intrinsics;

namespace Parley.Protocol.Tests.Framing;

public sealed class MaskingTests
{
    [Fact]
    public void The_rfcs_own_example_unmasks()
    {
        // RFC 6455 section 5.7: a masked text message "Hello".
        byte[] payload = [0x7F, 0x9F, 0x4D, 0x51, 0x58];
        Masking.Apply(payload, 0x3D21FA37);
        Assert.Equal("Hello"u8, payload);
    }

    [Fact]
    public void Any_length_at_any_offset_is_masked_as_the_rfc_says_and_nothing_beside_it()
    {
        var random = new Random(53);
        for (int length = 0; length < 300; length++)
        {
            for (int offset = 0; offset < 9; offset++)
            {
                byte[] data = new byte[length + 20];
                random.NextBytes(data);
                uint key = (uint)random.NextInt64();
                byte[] expected = [.. data];
                for (int i = 0; i < length; i++)
                {
                    expected[offset + i] ^= (byte)(key >> (i % 4 * 8));
                }

                Masking.Apply(data.AsSpan(offset, length), key);
                Assert.Equal(expected, data);
            }
        }
    }

    [Fact]
    public void A_payload_in_pieces_goes_on_with_the_key_that_was_returned()
    {
        byte[] whole = [.. Enumerable.Range(0, 100).Select(static i => (byte)i)];
        byte[] pieces = [.. whole];
        Masking.Apply(whole, 0xDEADBEEF);
        for (int split = 0; split <= pieces.Length; split++)
        {
            byte[] tried = [.. Enumerable.Range(0, 100).Select(static i => (byte)i)];
            uint next = Masking.Apply(tried.AsSpan(0, split), 0xDEADBEEF);
            Masking.Apply(tried.AsSpan(split), next);
            Assert.Equal(whole, tried);
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public void Every_width_masks_as_the_rfc_says_and_nothing_beside_it(int bits)
    {
        const int MostBytes = 300;
        const int Guard = 64;
        Assert.SkipUnless(IsAccelerated(bits), $"This machine has no vectors of {bits} bits.");

        var random = new Random(53);
        byte[] original = new byte[Guard + 64 + MostBytes + Guard];
        byte[] data = new byte[original.Length];
        byte[] expected = new byte[original.Length];
        for (int length = 0; length <= MostBytes; length++)
        {
            for (int offset = 0; offset < 64; offset++)
            {
                random.NextBytes(original);
                original.CopyTo(data, 0);
                original.CopyTo(expected, 0);
                uint key = (uint)random.NextInt64();
                for (int i = 0; i < length; i++)
                {
                    expected[Guard + offset + i] ^= (byte)(key >> (i % 4 * 8));
                }

                ApplyInWidth(bits, data.AsSpan(Guard + offset, length), key);
                Assert.True(expected.AsSpan().SequenceEqual(data), $"length {length}, offset {offset}");
            }
        }
    }

    [Fact]
    public void A_long_payload_is_masked_right_wherever_it_starts_in_a_cache_line()
    {
        var random = new Random(53);
        for (int length = 500; length < 700; length++)
        {
            for (int offset = 0; offset < 64; offset++)
            {
                byte[] data = new byte[length + 128];
                random.NextBytes(data);
                uint key = (uint)random.NextInt64();
                byte[] expected = [.. data];
                Masking.ApplyScalar(expected.AsSpan(offset, length), key);

                uint next = Masking.Apply(data.AsSpan(offset, length), key);
                Assert.True(expected.AsSpan().SequenceEqual(data), $"length {length}, offset {offset}");
                Assert.Equal(uint.RotateRight(key, length % 4 * 8), next);
            }
        }
    }

    private static bool IsAccelerated(int bits) => bits switch
    {
        512 => Vector512.IsHardwareAccelerated,
        256 => Vector256.IsHardwareAccelerated,
        128 => Vector128.IsHardwareAccelerated,
        _ => true,
    };

    private static void ApplyInWidth(int bits, Span<byte> data, uint key)
    {
        Span<byte> rest = bits switch
        {
            512 => Masking.Apply512(data, key),
            256 => Masking.Apply256(data, key),
            128 => Masking.Apply128(data, key),
            _ => data,
        };
        Assert.Equal(bits == 0 ? data.Length : data.Length % (bits / 8), rest.Length);
        Masking.ApplyScalar(rest, key);
    }
}
