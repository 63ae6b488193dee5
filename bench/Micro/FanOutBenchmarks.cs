using BenchmarkDotNet.Attributes;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Micro;

/// <summary>
/// What a delivery costs before the system is called: publications of one iteration, laid out and handed to every member,
/// each of whom copies its range instead of sending it.
/// </summary>
public class FanOutBenchmarks
{
    private const int Members = 100;

    private readonly SimulatedLoop _loop = new(new TestClock());
    private readonly ConnectionSet _set = new();
    private readonly byte[] _payload = new byte[20];

    /// <summary>How many publications come in one iteration.</summary>
    [Params(1, 10, 100)]
    public int Publications { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        for (int i = 0; i < Members; i++)
        {
            (InMemoryTransport near, InMemoryTransport far) = InMemoryTransport.CreatePair(_loop);
            far.Start();
            var request = new MemoryRequest(near, "/");
            _ = request.AcceptAsync(new SilentHandler()).AsTask();
            _loop.Run();
            _set.Add(request.Connection);
            _loop.Run();
        }
    }

    /// <summary>Divide by members and publications for the cost of one delivery.</summary>
    [Benchmark]
    public void Publish()
    {
        for (int i = 0; i < Publications; i++)
        {
            PreparedMessage message = PreparedMessage.Create(MessageType.Binary, _payload);
            _set.Publish(message, new Delivery(SlowReaderPolicy.Close));
            message.Release();
        }

        _loop.Run();
    }

    private sealed class SilentHandler : IWebSocketHandler
    {
        public void OnMessage(WebSocketConnection connection, MessageType type, ReadOnlySpan<byte> payload)
        {
        }
    }
}
