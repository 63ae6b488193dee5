using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Parley.TestSupport;

namespace Parley.Tests.Transports;

public sealed class EpollTransportTests : TransportSpecification
{
    public EpollTransportTests()
        : base(EpollPair.CreateLoop())
    {
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task It_knows_its_peer_and_carries_bytes_over_both_families(string host)
    {
        var address = IPAddress.Parse(host);
        Assert.SkipUnless(address.AddressFamily == AddressFamily.InterNetwork || Socket.OSSupportsIPv6, "no IPv6 here");
        (EpollTransport near, EpollTransport far) = await EpollPair.ConnectAsync((EpollLoop)Loop, address);
        var probe = new TransportProbe();
        far.Handler = probe;
        await OnLoopAsync(() =>
        {
            near.Start();
            far.Start();
            near.Write("hello"u8);
            near.Flush();
        });
        Assert.Equal("hello"u8.ToArray(), await probe.ReceivedAsync(5));
        Assert.Equal(address, Assert.IsType<IPEndPoint>(far.RemoteEndPoint).Address);
        Assert.Equal(address, Assert.IsType<IPEndPoint>(near.RemoteEndPoint).Address);
        await OnLoopAsync(() => near.Close());
        await probe.Closed;
    }

    [Fact]
    public async Task A_peer_that_resets_the_connection_closes_it_with_the_fault()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var peer = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Within.Time(peer.ConnectAsync(listener.LocalEndpoint));
        EpollTransport transport = EpollPair.Adopt((EpollLoop)Loop, listener.AcceptSocket());
        var probe = new TransportProbe();
        transport.Handler = probe;
        await OnLoopAsync(transport.Start);
        peer.LingerState = new LingerOption(enable: true, seconds: 0);
        peer.Dispose();
        Assert.IsType<IOException>(await probe.Closed);
    }

    [Fact]
    public async Task Closing_with_a_fault_resets_and_closing_without_one_ends_in_good_order()
    {
        foreach (IOException? fault in new[] { new IOException("cut off"), null })
        {
            (EpollTransport near, EpollTransport far) = await EpollPair.ConnectAsync((EpollLoop)Loop, IPAddress.Loopback);
            var probe = new TransportProbe();
            far.Handler = probe;
            await OnLoopAsync(() =>
            {
                near.Start();
                far.Start();
                Assert.Equal(near.RemoteEndPoint, far.LocalEndPoint);
                near.Close(fault);
            });
            Assert.Equal(fault is not null, await probe.Closed is not null);
            Assert.Null(near.LocalEndPoint);
        }
    }

    [Fact]
    public async Task Two_that_stage_at_once_each_send_their_own_bytes()
    {
        (EpollTransport first, EpollTransport firstPeer) = await EpollPair.ConnectAsync((EpollLoop)Loop, IPAddress.Loopback);
        (EpollTransport second, EpollTransport secondPeer) = await EpollPair.ConnectAsync((EpollLoop)Loop, IPAddress.Loopback);
        (TransportProbe one, TransportProbe two) = (new TransportProbe(), new TransportProbe());
        (firstPeer.Handler, secondPeer.Handler) = (one, two);
        await OnLoopAsync(() =>
        {
            foreach (EpollTransport transport in new[] { first, firstPeer, second, secondPeer })
            {
                transport.Start();
            }

            for (int i = 0; i < 3; i++)
            {
                first.Write("a"u8);
                second.Write("bb"u8);
            }

            Assert.Equal((3, 6), (first.UnsentBytes, second.UnsentBytes));
            second.Flush();
            first.Write("a"u8);
            first.Flush();
        });
        Assert.Equal("aaaa"u8.ToArray(), await one.ReceivedAsync(4));
        Assert.Equal("bbbbbb"u8.ToArray(), await two.ReceivedAsync(6));
        await OnLoopAsync(() =>
        {
            first.Close();
            second.Close();
        });
        await one.Closed;
        await two.Closed;
    }

    [Fact]
    public async Task Connecting_where_nobody_listens_fails_with_the_systems_words()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        EndPoint address = listener.LocalEndpoint;
        listener.Stop();
        IOException fault = await Assert.ThrowsAsync<IOException>(() => Within.Time(
            EpollConnector.ConnectAsync((EpollLoop)Loop, address, CancellationToken.None)));
        Assert.Equal("Connection refused", fault.Message);
    }

    [Fact]
    public async Task Connecting_to_what_is_no_address_fails_and_does_not_hang() =>
        await Assert.ThrowsAnyAsync<NotSupportedException>(() => Within.Time(
            EpollConnector.ConnectAsync((EpollLoop)Loop, new NoAddress(), CancellationToken.None)));

    protected override async Task<(Transport First, Transport Second)> CreatePairAsync() =>
        await EpollPair.ConnectAsync((EpollLoop)Loop, IPAddress.Loopback);

    private sealed class NoAddress : EndPoint
    {
        public override SocketAddress Serialize() => throw new NotSupportedException("no address");
    }
}
