using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using Parley.Protocol;

namespace Parley.Micro;

/// <summary>
/// What context takeover costs a connection in memory, native memory included, which a benchmark of allocations does not
/// see: the growth of the process over a thousand connections that have each sent, or received, one message.
/// </summary>
internal static class DeflateMemory
{
    private const int Connections = 1000;

    /// <summary>Measures one level. A process measures one: what the first has freed, the second would use.</summary>
    public static void Run(CompressionLevel level)
    {
        var options = new ProtocolOptions { Deflate = new DeflateOptions { Threshold = 0, Level = level } };
        var parameters = new DeflateParameters();
        byte[] payload = [.. Enumerable.Range(0, 40_000).Select(static i => (byte)('a' + (i * i % 7919 % 20)))];
        var wire = new ArrayBufferWriter<byte>(100_000);

        long start = Resident();
        WebSocketProtocol[] senders = [.. Enumerable.Range(0, Connections).Select(_ =>
        {
            var sender = new WebSocketProtocol(Role.Server, options, parameters);
            wire.ResetWrittenCount();
            sender.Send(MessageType.Text, payload, wire);
            return sender;
        })];
        long sent = Resident();
        WebSocketProtocol[] receivers = [.. Enumerable.Range(0, Connections).Select(_ => Receive(options, parameters, wire))];
        long received = Resident();

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{level}: {(sent - start) / Connections:N0} bytes a sender, {(received - sent) / Connections:N0} bytes a receiver"));
        Array.ForEach(senders, static sender => sender.Dispose());
        Array.ForEach(receivers, static receiver => receiver.Dispose());
    }

    private static WebSocketProtocol Receive(ProtocolOptions options, DeflateParameters parameters, ArrayBufferWriter<byte> wire)
    {
        var receiver = new WebSocketProtocol(Role.Client, options, parameters);
        var answers = new ArrayBufferWriter<byte>();
        Span<byte> input = wire.WrittenSpan.ToArray();
        while (receiver.TryReceive(ref input, answers, out _))
        {
        }

        return receiver;
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet;
    }
}
