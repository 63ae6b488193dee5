using System.Text;
using Parley.TestSupport;

namespace Parley.Tests.Server;

/// <summary>Thousands come and go, each in one of the ways there are: nothing of them is left.</summary>
[Collection(nameof(Alone))]
public sealed class ChurnTests
{
    private const int Connections = 2000;
    private const int AtATime = 8;

    // Those of the runtime's own: a pipe, a file that it reads for a moment.
    private const int Slack = 8;

    private readonly ConnectionSet _set = new();
    private int _opened;

    [Theory]
    [InlineData(Engine.Epoll)]
    [InlineData(Engine.Sockets)]
    public async Task After_them_no_descriptor_no_member_and_no_transport_is_left(Engine engine)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is Linux's; run the tests on Linux");
        var loops = new HashSet<ConnectionLoop>();
        var handler = new RecordingHandler
        {
            Opened = connection =>
            {
                Interlocked.Increment(ref _opened);
                _set.Add(connection);
                lock (loops)
                {
                    loops.Add(connection.Loop);
                }
            },
            Closed = _set.Remove,
        };
        await using var server = new WebSocketServer(new WebSocketServerOptions { Engine = engine }, handler);
        server.Start();

        // The first ones load what stays loaded.
        await ChurnAsync(server.EndPoint.Port, 6 * AtATime);
        await EmptyAsync(server, loops);
        int before = Descriptors();
        await ChurnAsync(server.EndPoint.Port, Connections);
        await EmptyAsync(server, loops);

        // The last ones that said nothing may not have been accepted yet.
        await Within.Until(() => Descriptors() <= before + Slack);
        Assert.InRange(_opened, Connections / 2, Connections);
    }

    private async Task EmptyAsync(WebSocketServer server, HashSet<ConnectionLoop> loops)
    {
        await Within.Until(() => server.ConnectionCount == 0 && _set.Count == 0);
        await Within.Until(() => loops.All(static loop => loop.TransportCount == 0));
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static Task ChurnAsync(int port, int count) => Within.Time(
        Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (number, _) =>
            {
                using RawClient client = await RawClient.ConnectAsync(port);
                await LeaveAsync(client, number % 6);
            }));

    private static async Task LeaveAsync(RawClient client, int way)
    {
        byte[] request = Encoding.ASCII.GetBytes(RawClient.Handshake("/"));
        switch (way)
        {
            case 0:
                // In good order: a Close, and its answer.
                await client.SendAsync([.. request, .. RawClient.Frame(0x88, [3, 0xE8])]);
                await client.ReadToEndAsync();
                break;
            case 1:
                // The end of the stream without a Close.
                await client.SendAsync(request);
                await client.ReadHeadAsync();
                break;
            case 2:
                await client.SendAsync(request);
                await client.ReadHeadAsync();
                client.Reset();
                break;
            case 3:
                // In the middle of a frame.
                await client.SendAsync([.. request, .. RawClient.Frame(0x81, "hello"u8)[..7]]);
                await client.ReadHeadAsync();
                break;
            case 4:
                await client.SendAsync(request[..(request.Length / 2)]);
                break;
            default:
                await client.SendAsync(request[..(request.Length / 2)]);
                client.Reset();
                break;
        }
    }
}
