namespace Parley.Channels.Redis.Tests;

/// <summary>Our bytes as the real msgpack, json and channels_redis read and write them.</summary>
public sealed class PythonTests
{
    private static readonly DjangoEventFormat _format = new();

    [Fact]
    public async Task MessagePack_and_JSON_are_Python_s_byte_by_byte()
    {
        DjangoValue[] values = [.. Enumerable.Range(0, 500).Select(static seed => Value(new Random(seed), 0)), .. Edges()];
        string[] answers = await PythonFormats.AskAsync(values.Select(static value => ("pack", MessagePackFormat.Write(value))));

        Assert.Equal(values.Length, answers.Length);
        for (int index = 0; index < values.Length; index++)
        {
            string[] words = answers[index].Split(' ');
            Assert.Equal(Convert.ToHexStringLower(MessagePackFormat.Write(values[index])), words[0]);
            Assert.Equal(values[index].ToString(), MessagePackFormat.Read(Convert.FromHexString(words[0])).ToString());
            if (words[1] != "-")
            {
                Assert.Equal(Convert.ToHexStringLower(PythonJson.Write(values[index])), words[1]);
            }
        }

        Assert.InRange(answers.Count(static answer => !answer.EndsWith('-')), 50, values.Length);
    }

    [Fact]
    public async Task What_Python_writes_as_JSON_is_read_as_it_was()
    {
        byte[][] events = [.. new[] { "hi", "ä😀\u0000\u007f\"\\", "", "</script>" }
            .Select(static text => DjangoPayload.Published(_format.ToEvent(text), DjangoSerializer.Json))];
        string[] answers = await PythonFormats.AskAsync(events.Select(static bytes => ("json", bytes)));

        Assert.Equal(events.Select(Convert.ToHexStringLower), answers);
        Assert.Equal(
            "ä😀\u0000\u007f\"\\",
            _format.Content(DjangoPayload.ReadPublished(Convert.FromHexString(answers[1]), DjangoSerializer.Json))!.Text);
    }

    [Fact]
    public async Task The_core_layer_reads_what_we_send_and_writes_the_same()
    {
        byte[][] payloads =
        [
            DjangoPayload.ToChannel(_format.ToEvent("hällo"), "specific.ab!cd", DjangoSerializer.MessagePack),
            DjangoPayload.ToChannels(_format.ToEvent("hi"), ["specific.ab!cd", "specific.ab!ef"], DjangoSerializer.MessagePack),
            DjangoPayload.ToChannel(_format.ToEvent(new byte[] { 0, 255, 128 }), "worker", DjangoSerializer.MessagePack),
        ];
        string[] answers = await PythonFormats.AskAsync(payloads.Select(static bytes => ("core", bytes)));

        Assert.Equal(payloads.Select(static bytes => Convert.ToHexStringLower(bytes.AsSpan(12))), answers);
    }

    [Fact]
    public async Task The_PubSub_layer_reads_what_we_publish_and_writes_the_same()
    {
        byte[][] payloads =
        [
            DjangoPayload.Published(_format.ToEvent("hällo"), DjangoSerializer.MessagePack),
            DjangoPayload.Published(_format.ToEvent(new byte[] { 0, 255, 128 }), DjangoSerializer.MessagePack),
        ];
        string[] answers = await PythonFormats.AskAsync(payloads.Select(static bytes => ("pubsub", bytes)));

        Assert.Equal(payloads.Select(Convert.ToHexStringLower), answers);
    }

    [Fact]
    public async Task Django_takes_every_name_that_we_take()
    {
        string[] names =
        [
            "chat", "chat-1_a.B", "chat room", "a!b", "a!b!c", "!b", "a!", "", "a:b", "a{b}", "a/b", "a\tb",
            new('a', 99), new('a', 100), new string('a', 98) + "!", new string('a', 99) + "!",
        ];
        string[] groups = await PythonFormats.AskAsync("group", names);
        string[] channels = await PythonFormats.AskAsync("channel", names);

        Assert.Equal(names.Select(static name => $"{DjangoNames.IsGroup(name)}"), groups);
        Assert.Equal(names.Select(static name => $"{DjangoNames.IsChannel(name)}"), channels);
    }

    private static IEnumerable<DjangoValue> Edges()
    {
        foreach (Int128 number in new Int128[]
            { 0, 127, 128, 255, 256, 65535, 65536, uint.MaxValue, (Int128)uint.MaxValue + 1, long.MaxValue, ulong.MaxValue, -1, -32, -33, -128, -129, short.MinValue, short.MinValue - 1, int.MinValue, (Int128)int.MinValue - 1, long.MinValue })
        {
            yield return number;
        }

        foreach (double number in new[]
            { 0, -0.0, 0.1, 1e15, 1e16, 123456789012345680, 1e-4, 1e-5, 1.5e300, 5e-324, double.MaxValue, 1789473940.123457, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 100, 1e22, 1e21, 9007199254740993 })
        {
            yield return number;
        }

        foreach (int length in new[] { 31, 32, 255, 256, 65535, 65536 })
        {
            yield return new string('a', length);
            yield return new byte[length];
        }
    }

    private static DjangoValue Value(Random random, int depth) => random.Next(depth < 4 ? 8 : 6) switch
    {
        0 => DjangoValue.None,
        1 => random.Next(2) == 0,
        2 => random.NextInt64() >> random.Next(64),
        3 => BitConverter.Int64BitsToDouble(random.NextInt64()) is var number && double.IsFinite(number) ? number : 0.5,
        4 => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => new System.Text.Rune(random.Next(0xD800)).ToString())),
        5 => random.Next(4) == 0 ? new byte[random.Next(300)] : "text",
        6 => DjangoValue.List([.. Enumerable.Range(0, random.Next(20)).Select(_ => Value(random, depth + 1))]),
        _ => DjangoValue.Dictionary(
            [.. Enumerable.Range(0, random.Next(20)).Select(index => KeyValuePair.Create((DjangoValue)$"key{index}", Value(random, depth + 1)))]),
    };
}
