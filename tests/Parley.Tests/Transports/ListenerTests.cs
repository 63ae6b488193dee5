using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Tests.Transports;

/// <summary>What listeners do when something fails: they go on accepting.</summary>
public sealed class ListenerTests
{
    [Theory]
    [InlineData(Engine.Epoll)]
    [InlineData(Engine.Sockets)]
    public async Task A_connection_whose_handler_cant_be_made_is_closed_and_the_next_one_is_accepted(Engine engine)
    {
        Assert.SkipUnless(engine != Engine.Epoll || OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        using var log = new LogCollector();
        using LoopGroup group = LoopGroup.Create(engine, logging: log);
        await using ITransportListener listener = group.Listen(
            new IPEndPoint(IPAddress.Loopback, 0), NullLogger.Instance, tls: null);
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int made = 0;
        listener.Start(_ =>
        {
            if (Interlocked.Increment(ref made) == 1)
            {
                throw new InvalidOperationException("a defect");
            }

            accepted.SetResult();
            return IdleHandler.Instance;
        });
        SocketException reset = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            // It can come before the client has been told that it is connected.
            using Socket first = await ConnectAsync(listener);
            await Within.Time(first.ReceiveAsync(new byte[1]));
        });
        Assert.Equal(SocketError.ConnectionReset, reset.SocketErrorCode);
        Assert.Contains(log.Lines, static line => line.Contains("a defect", StringComparison.Ordinal));
        using Socket second = await ConnectAsync(listener);
        await Within.Time(accepted.Task);
    }

    [Fact]
    public async Task A_listener_that_cant_be_watched_tries_again_until_it_can()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        var clock = new TestClock();
        using var log = new LogCollector();
        var loop = new EpollLoop("test", clock);
        using var group = new LoopGroup([loop]);
        await using var listener = new EpollListener(
            ListeningSocket.Open(new IPEndPoint(IPAddress.Loopback, 0)), group, log);

        // Watched for another already, the descriptor is refused.
        int descriptor = DescriptorOf(listener.LocalEndPoint);
        int key = 0;
        await loop.CallAsync(() => key = loop.Watch(new IgnoredSource(), descriptor, 0));
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        listener.Start(_ =>
        {
            accepted.SetResult();
            return IdleHandler.Instance;
        });
        await TryAgainAsync(loop, clock);
        await TryAgainAsync(loop, clock);
        await loop.CallAsync(() =>
        {
            loop.Rewatch(key, descriptor, Epoll.Readable, 0);
            loop.Forget(key);
        });
        await TryAgainAsync(loop, clock);
        using Socket client = await ConnectAsync(listener);
        await Within.Time(accepted.Task);
        Assert.Equal(
            [
                "Warning: Accepting connections pauses: File exists",
                "Information: Accepting connections again, after 3 attempts failed",
            ],
            log.Lines);
    }

    private static async Task<Socket> ConnectAsync(ITransportListener listener)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await Within.Time(socket.ConnectAsync(listener.LocalEndPoint));
        return socket;
    }

    // The loop's work before and behind: the timer has been set, and what it posts has run.
    private static async Task TryAgainAsync(EpollLoop loop, TestClock clock)
    {
        await loop.CallAsync(static () => { });
        clock.Advance(TimeSpan.FromMilliseconds(100));
        await loop.CallAsync(static () => { });
    }

    // The system tells which socket listens on a port, and which descriptor of this process is that socket.
    private static int DescriptorOf(EndPoint endPoint)
    {
        string port = $":{((IPEndPoint)endPoint).Port:X4}";
        string inode = File.ReadLines("/proc/self/net/tcp")
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Single(fields => fields[1].EndsWith(port, StringComparison.Ordinal) && fields[3] == "0A")[9];
        return Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Where(path => new FileInfo(path).LinkTarget == $"socket:[{inode}]")
            .Select(static path => int.Parse(Path.GetFileName(path), null))
            .Single();
    }

    private sealed class IgnoredSource : IEpollSource
    {
        public void OnEvents(uint events)
        {
        }

        public void OnFault(Exception fault)
        {
        }
    }
}
