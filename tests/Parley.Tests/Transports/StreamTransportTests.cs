using System.Net;
using System.Net.Sockets;
using Parley.TestSupport;

namespace Parley.Tests.Transports;

public sealed class StreamTransportTests : TransportSpecification
{
    [Fact]
    public async Task A_peer_that_resets_the_connection_closes_it_with_the_fault()
    {
        (Socket near, Socket far) = await SocketPair.ConnectAsync();
        var transport = new StreamTransport(new NetworkStream(near, ownsSocket: true), Loop, near.RemoteEndPoint);
        var probe = new TransportProbe();
        transport.Handler = probe;
        Loop.Post(new LoopWork(static (transport, _) => ((StreamTransport)transport!).Start(), transport));
        far.LingerState = new LingerOption(enable: true, seconds: 0);
        far.Dispose();
        Assert.IsType<IOException>(await probe.Closed);
        Assert.Equal(IPAddress.Loopback, Assert.IsType<IPEndPoint>(transport.RemoteEndPoint).Address);
    }

    [Fact]
    public async Task Closing_with_a_fault_resets_and_closing_without_one_ends_in_good_order()
    {
        foreach (IOException? fault in new[] { new IOException("cut off"), null })
        {
            (Socket near, Socket far) = await SocketPair.ConnectAsync();
            using var peer = new NetworkStream(far, ownsSocket: true);
            var transport = new StreamTransport(new NetworkStream(near, ownsSocket: true), Loop);
            Assert.Equal(far.RemoteEndPoint, transport.LocalEndPoint);
            await OnLoopAsync(() =>
            {
                transport.Start();
                transport.Close(fault);
            });
            Assert.Equal(
                fault is not null,
                await Record.ExceptionAsync(async () => Assert.Equal(0, await Within.Time(peer.ReadAsync(new byte[1])))) is IOException);
        }
    }

    protected override async Task<(Transport First, Transport Second)> CreatePairAsync()
    {
        (Socket near, Socket far) = await SocketPair.ConnectAsync();
        return (
            new StreamTransport(new NetworkStream(near, ownsSocket: true), Loop),
            new StreamTransport(new NetworkStream(far, ownsSocket: true), Loop));
    }
}
