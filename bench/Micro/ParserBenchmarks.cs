using System.Buffers;
using BenchmarkDotNet.Attributes;
using Parley.Protocol;

namespace Parley.Micro;

/// <summary>A burst of masked frames, as a server receives it, through the whole protocol and back out as an echo.</summary>
public class ParserBenchmarks
{
    private readonly ArrayBufferWriter<byte> _answers = new(1 << 20);
    private readonly WebSocketProtocol _protocol = new(Role.Server, ProtocolOptions.Default);
    private byte[] _burst = [];
    private byte[] _input = [];

    /// <summary>Bytes of text in each message.</summary>
    [Params(20, 200, 16_384)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var burst = new ArrayBufferWriter<byte>();
        byte[] text = new byte[Size];
        Array.Fill(text, (byte)'x');
        for (int i = 0; i < 16; i++)
        {
            FrameWriter.WriteFrame(burst, FrameWriter.Final(Opcode.Text), text, maskingKey: 0x11223344);
        }

        _burst = burst.WrittenSpan.ToArray();
        _input = new byte[_burst.Length];
    }

    /// <summary>What copying the input costs, which the others include.</summary>
    [Benchmark(OperationsPerInvoke = 16)]
    public void CopyAlone() => _burst.CopyTo(_input, 0);

    [Benchmark(OperationsPerInvoke = 16)]
    public int Receive()
    {
        _burst.CopyTo(_input, 0);
        Span<byte> input = _input;
        int messages = 0;
        while (_protocol.TryReceive(ref input, _answers, out _))
        {
            messages++;
        }

        return messages;
    }

    [Benchmark(OperationsPerInvoke = 16)]
    public int Echo()
    {
        _burst.CopyTo(_input, 0);
        _answers.ResetWrittenCount();
        Span<byte> input = _input;
        while (_protocol.TryReceive(ref input, _answers, out ReceivedEvent received))
        {
            _protocol.Send(received.MessageType, received.Payload, _answers);
        }

        return _answers.WrittenCount;
    }
}
