using System.Text;

namespace Parley.Protocol.Tests.Framing;

public sealed class Utf8ValidatorTests
{
    [Fact]
    public void Every_pair_of_bytes_is_judged_as_the_decoder_judges_it()
    {
        for (int pair = 0; pair <= 0xFFFF; pair++)
        {
            AssertJudgedAlike([(byte)(pair >> 8), (byte)pair]);
        }
    }

    [Fact]
    public void Random_text_with_a_byte_changed_is_judged_as_the_decoder_judges_it_however_it_is_split()
    {
        var random = new Random(3629);
        string[] alphabet = ["a", "é", "大", "🙂", "\uD7FF", "\uE000", "\U0010FFFF"];
        for (int round = 0; round < 3000; round++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(random.GetItems(alphabet, random.Next(1, 40))));
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            AssertJudgedAlike(bytes);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xED, 0xA0 })]
    [InlineData(new byte[] { 0xF4, 0x90 })]
    [InlineData(new byte[] { 0xE0, 0x9F })]
    [InlineData(new byte[] { 0xF0, 0x8F })]
    [InlineData(new byte[] { 0xF5 })]
    [InlineData(new byte[] { 0xC0 })]
    public void It_fails_at_the_first_impossible_byte(byte[] text)
    {
        var whole = default(Utf8Validator);
        Assert.False(whole.Append(text));

        var split = default(Utf8Validator);
        Assert.All(text[..^1], b => Assert.True(split.Append([b])));
        Assert.False(split.Append(text.AsSpan(text.Length - 1)));
    }

    [Fact]
    public void It_can_be_used_again()
    {
        var validator = default(Utf8Validator);
        Assert.True(validator.Append([0xE5, 0xA4]));
        Assert.False(validator.IsComplete);
        validator.Reset();
        Assert.True(validator.IsComplete);
        Assert.True(validator.Append("ok"u8));
    }

    private static void AssertJudgedAlike(byte[] bytes)
    {
        bool expected = System.Text.Unicode.Utf8.IsValid(bytes);
        for (int split = 0; split <= bytes.Length; split++)
        {
            var validator = default(Utf8Validator);
            bool valid = validator.Append(bytes.AsSpan(0, split)) && validator.Append(bytes.AsSpan(split)) && validator.IsComplete;
            Assert.True(expected == valid, $"{Convert.ToHexString(bytes)} split at {split}");
        }
    }
}
