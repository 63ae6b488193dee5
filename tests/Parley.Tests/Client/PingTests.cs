using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Client;

/// <summary>Pings by hand and by the keepalive, on a clock that stands still.</summary>
public sealed class PingTests
{
    private readonly TestClock _clock = new();
    private readonly SimulatedLoop _loop;
    private readonly InMemoryTransport _peerTransport;
    private readonly Peer _peer;
    private readonly WebSocketConnection _client;

    public PingTests()
    {
        _loop = new SimulatedLoop(_clock);
        (InMemoryTransport own, _peerTransport) = InMemoryTransport.CreatePair(_loop);
        _peer = new Peer(_peerTransport);
        _client = new WebSocketConnection(_loop, new ConnectionContext(ConnectionOptions.Default, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));
        _loop.Run(() =>
        {
            _peerTransport.Start();
            own.Start();
            _client.Open(own, new WebSocketProtocol(Role.Client, ProtocolOptions.Default), new RecordingHandler(), null, []);
        });
    }

    [Fact]
    public async Task A_ping_is_answered_with_its_round_trip_and_makes_the_latency()
    {
        Assert.Null(_client.Latency);
        Assert.Equal(TimeSpan.FromMilliseconds(80), await PingAsync(80));
        Assert.Equal(TimeSpan.FromMilliseconds(80), _client.Latency);
        Assert.Equal(TimeSpan.FromMilliseconds(160), await PingAsync(160));
        Assert.Equal(TimeSpan.FromMilliseconds(90), _client.Latency);
    }

    [Fact]
    public async Task A_pong_answers_earlier_pings_and_strange_ones_answer_none()
    {
        Task<TimeSpan>[] pings = [_client.PingAsync(), _client.PingAsync(), _client.PingAsync()];
        _loop.Run();
        _peer.Pong("strange!"u8, _loop);
        _peer.Pong("x"u8, _loop);
        Assert.All(pings, static ping => Assert.False(ping.IsCompleted));
        _peer.Pong(_peer.Pings[1], _loop);
        await Within.Time(Task.WhenAll(pings[0], pings[1]));
        _peer.Pong(_peer.Pings[0], _loop);
        Assert.False(pings[2].IsCompleted);
        _peer.Leave(_loop);
        await Assert.ThrowsAsync<WebSocketClosedException>(() => Within.Time(pings[2]));
        Task<TimeSpan> late = _client.PingAsync();
        _loop.Run();
        await Assert.ThrowsAsync<WebSocketClosedException>(() => Within.Time(late));
    }

    [Fact]
    public async Task Giving_up_a_ping_ends_the_waiting_alone()
    {
        using var source = new CancellationTokenSource();
        Task<TimeSpan> ping = _client.PingAsync(source.Token);
        _loop.Run();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Within.Time(ping));
        _peer.Pong(_peer.Pings[0], _loop);
        Assert.Equal(ConnectionState.Open, _client.State);
    }

    [Fact]
    public void The_keepalive_measures_too()
    {
        _loop.Advance(TimeSpan.FromSeconds(21));
        Assert.Empty(Assert.Single(_peer.Pings));
        _clock.Advance(TimeSpan.FromMilliseconds(300));
        _peer.Pong([], _loop);
        Assert.Equal(TimeSpan.FromMilliseconds(300), _client.Latency);
        _peer.Pong([], _loop);
        Assert.Equal(TimeSpan.FromMilliseconds(300), _client.Latency);
    }

    [Fact]
    public void A_peer_that_is_dead_is_noticed_after_20_s_and_20_s_by_default()
    {
        _loop.Advance(TimeSpan.FromSeconds(39));
        Assert.Equal(ConnectionState.Open, _client.State);
        _loop.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal((ConnectionState.Closed, CloseCode.AbnormalClosure), (_client.State, _client.CloseCode));
    }

    private async Task<TimeSpan> PingAsync(int milliseconds)
    {
        Task<TimeSpan> ping = _client.PingAsync();
        _loop.Run();
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        _peer.Pong(_peer.Pings[^1], _loop);
        return await Within.Time(ping);
    }

    // It answers no ping by itself: the test does, when it is time.
    private sealed class Peer : TransportHandler
    {
        private readonly InMemoryTransport _transport;

        public Peer(InMemoryTransport transport)
        {
            _transport = transport;
            transport.Handler = this;
        }

        public List<byte[]> Pings { get; } = [];

        public void Pong(ReadOnlySpan<byte> payload, SimulatedLoop loop)
        {
            byte[] frame = [0x8A, (byte)payload.Length, .. payload];
            loop.Run(() =>
            {
                frame.CopyTo(_transport.GetSpan(frame.Length));
                _transport.Advance(frame.Length);
                _transport.Flush();
            });
        }

        public void Leave(SimulatedLoop loop) => loop.Run(() => _transport.Close());

        public override void OnReceived(Span<byte> data)
        {
            while (FrameHeader.TryRead(data, out FrameHeader header, out int size))
            {
                Span<byte> payload = data.Slice(size, (int)header.PayloadLength);
                Masking.Apply(payload, header.MaskingKey);
                if (header.Opcode == Opcode.Ping)
                {
                    Pings.Add(payload.ToArray());
                }

                data = data[(size + payload.Length)..];
            }
        }
    }
}
