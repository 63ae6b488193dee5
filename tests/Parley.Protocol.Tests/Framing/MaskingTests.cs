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
}
