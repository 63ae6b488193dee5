using System.Buffers;
using System.IO.Compression;
using System.Text;
using Parley.Protocol.Tests.Conversation;
using Parley.TestSupport;

namespace Parley.Protocol.Tests.Deflate;

/// <summary>Compressing, and reading back what was compressed.</summary>
public sealed class CompressionTests
{
    private static readonly DeflateParameters _keeping = new();
    private static readonly DeflateParameters _anew = new() { ServerNoContextTakeover = true, ClientNoContextTakeover = true };
    private static readonly ProtocolOptions _eager = new() { Deflate = new DeflateOptions { Threshold = 0 }, MaxMessageSize = 1 << 20 };

    [Theory]
    [InlineData(Role.Server, true)]
    [InlineData(Role.Server, false)]
    [InlineData(Role.Client, true)]
    [InlineData(Role.Client, false)]
    public void Messages_of_any_length_come_out_as_they_went_in(Role role, bool startsAnew)
    {
        DeflateParameters deflate = startsAnew ? _anew : _keeping;
        using var sender = new Transcript(role, _eager, deflate);
        using var receiver = new Transcript(Other(role), _eager, deflate);
        string[] texts = [.. new[] { 0, 1, 5, 200, 5000, 100_000, 200, 200, 1 << 20 }.Select(TextOf)];
        foreach (string text in texts)
        {
            var output = new ArrayBufferWriter<byte>();
            sender.Protocol.Send(MessageType.Text, Encoding.UTF8.GetBytes(text), output);
            receiver.Feed(output.WrittenSpan.ToArray(), 4096);
        }

        Assert.Equal(texts.Select(static text => "text " + text), receiver.Events);
    }

    [Fact]
    public void A_repeated_message_is_short_if_the_context_is_kept()
    {
        string text = string.Join(' ', Enumerable.Range(0, 200));
        int[] kept = Lengths(_keeping, text);
        int[] anew = Lengths(_anew, text);
        Assert.True(kept[1] < kept[0] / 3, $"{kept[0]} then {kept[1]} bytes");
        Assert.Equal(anew[0], anew[1]);
        Assert.InRange(anew[0], 1, text.Length - 1);
    }

    [Fact]
    public void Small_messages_and_those_that_do_not_shrink_go_as_they_are()
    {
        using var server = new Transcript(Role.Server, new ProtocolOptions { Deflate = new DeflateOptions { Threshold = 100 } }, _anew);
        server.Protocol.Send(MessageType.Binary, new byte[99], server.Output);
        byte[] noise = new byte[500];
        new Random(7692).NextBytes(noise);
        server.Protocol.Send(MessageType.Binary, noise, server.Output);
        Assert.Equal([2 + 99 + 4 + 500, 0x82, 0x82], [server.Written.Length, server.Written[0], server.Written[2 + 99]]);
        server.Protocol.Send(MessageType.Binary, new byte[100], server.Output);
        Assert.Equal(0xC2, server.Written[2 + 99 + 4 + 500]);
    }

    [Theory]
    [InlineData(Role.Server)]
    [InlineData(Role.Client)]
    public void Into_a_smaller_window_messages_go_as_they_are(Role role)
    {
        using var sender = new Transcript(role, _eager, new DeflateParameters { ServerMaxWindowBits = 14, ClientMaxWindowBits = 14 });
        sender.Protocol.Send(MessageType.Text, new byte[1000], sender.Output);
        Assert.Equal(0x81, sender.Written[0]);
    }

    [Fact]
    public void A_prepared_message_is_deflated_once_for_all_that_start_anew()
    {
        var message = PreparedMessage.Create(MessageType.Text, Encoding.UTF8.GetBytes(TextOf(5000)));
        using var plain = new Transcript(Role.Server);
        using var first = new Transcript(Role.Server, _eager, _anew);
        using var second = new Transcript(Role.Server, _eager, _anew);
        using var keeping = new Transcript(Role.Server, _eager, _keeping);
        foreach (Transcript transcript in new[] { plain, first, second, keeping })
        {
            transcript.Protocol.Send(message, transcript.Output);
        }

        Assert.Equal(message.Frame, plain.Written);
        Assert.Equal(message.DeflatedFrame(CompressionLevel.Fastest), first.Written);
        Assert.Equal(first.Written, second.Written);
        Assert.Equal(0xC1, keeping.Written[0]);
        using var reader = new Transcript(Role.Client, _eager, _anew);
        reader.Feed(first.Written.ToArray());
        Assert.Equal(["text " + TextOf(5000)], reader.Events);
        message.Release();
    }

    [Fact]
    public void A_prepared_message_that_does_not_shrink_has_one_frame()
    {
        byte[] noise = new byte[500];
        new Random(7692).NextBytes(noise);
        var message = PreparedMessage.Create(MessageType.Binary, noise);
        Assert.Equal(message.Frame, message.DeflatedFrame(CompressionLevel.Fastest));
        message.Release();
    }

    [Fact]
    public void A_client_masks_a_prepared_message()
    {
        var message = PreparedMessage.Create(MessageType.Text, "hi"u8);
        using var client = new Transcript(Role.Client);
        client.Protocol.Send(message, client.Output);
        Assert.Equal(["text hi"], client.Answers);
        message.Release();
    }

    [Fact]
    public void Parts_are_inflated_as_they_come()
    {
        using var sender = new Transcript(Role.Client, _eager, _keeping);
        string text = string.Concat(Enumerable.Range(0, 3000).Select(static i => $"{i * 7919 % 10007} "));
        sender.Protocol.Send(MessageType.Text, Encoding.UTF8.GetBytes(text), sender.Output);
        using var receiver = new Transcript(Role.Server, _eager with { Delivery = MessageDelivery.Parts }, _keeping);
        receiver.Feed(sender.Written.ToArray(), 1000);
        Assert.True(receiver.Events.Count > 2);
        Assert.StartsWith("last", receiver.Events[^1], StringComparison.Ordinal);
        Assert.Equal(text, string.Concat(receiver.Events.Select(static line => line[5..])));
    }

    [Fact]
    public void Nothing_of_one_connection_can_be_read_on_another()
    {
        // A back-reference into what another connection's inflater has just seen.
        using var victim = new Transcript(Role.Server, _eager, _keeping);
        victim.Feed(new Frame(0xC1, [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]));
        victim.Dispose();
        using var attacker = new Transcript(Role.Server, _eager, _keeping);
        attacker.Feed(new Frame(0xC1, [0xF2, 0x00, 0x11, 0x00, 0x00]));
        Assert.Equal(["error 1007"], attacker.Events);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(100)]
    public void A_hundred_mebibytes_in_a_hundred_kibibytes_end_at_the_limit(int pieceSize)
    {
        byte[] bomb = Bomb(100 << 20);
        Assert.InRange(bomb.Length, 1000, 110_000);
        byte[] wire = new Frame(0xC2, bomb).BytesFor(Role.Server);
        using var receiver = new Transcript(Role.Server, ProtocolOptions.Default, _keeping);
        long before = GC.GetAllocatedBytesForCurrentThread();
        receiver.Feed(wire, pieceSize);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(["error 1009"], receiver.Events);
        if (pieceSize == int.MaxValue)
        {
            // All the sizes that the buffer grew through add up to twice the limit; it holds less than that at any time.
            Assert.InRange(allocated, 0, 3 * ProtocolOptions.Default.MaxMessageSize);
        }
    }

    [Theory]
    [InlineData(MessageType.Text)]
    [InlineData(MessageType.Binary)]
    public void With_context_taken_over_a_message_costs_no_allocation(MessageType type)
    {
        using var client = new WebSocketProtocol(Role.Client, _eager, _keeping);
        using var server = new WebSocketProtocol(Role.Server, _eager, _keeping);
        var output = new ArrayBufferWriter<byte>(4096);
        byte[] payload = Encoding.UTF8.GetBytes(TextOf(1000));
        byte[] input = new byte[4096];
        int rounds = 0;
        int messages = 0;
        long allocated = Allocations.InThousandRounds(() =>
        {
            output.ResetWrittenCount();
            client.Send(type, payload, output);
            output.WrittenSpan.CopyTo(input);
            Span<byte> rest = input.AsSpan(0, output.WrittenCount);
            while (server.TryReceive(ref rest, output, out ReceivedEvent received))
            {
                messages += received.Payload.SequenceEqual(payload) ? 1 : 0;
            }

            rounds++;
        });
        Assert.Equal(rounds, messages);
        Assert.Equal(0, allocated);
    }

    private static byte[] Bomb(int length)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            byte[] zeros = new byte[1 << 20];
            for (int written = 0; written < length; written += zeros.Length)
            {
                deflate.Write(zeros);
            }
        }

        return compressed.ToArray();
    }

    private static int[] Lengths(DeflateParameters deflate, string text)
    {
        using var server = new Transcript(Role.Server, _eager, deflate);
        server.Protocol.Send(MessageType.Text, Encoding.UTF8.GetBytes(text), server.Output);
        int first = server.Written.Length;
        server.Protocol.Send(MessageType.Text, Encoding.UTF8.GetBytes(text), server.Output);
        return [first, server.Written.Length - first];
    }

    private static Role Other(Role role) => role == Role.Server ? Role.Client : Role.Server;

    private static string TextOf(int length) =>
        string.Concat(Enumerable.Range(0, length).Select(static i => (char)('a' + (i * i % 7919 % 26))));
}
