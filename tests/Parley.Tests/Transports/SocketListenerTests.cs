using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.TestSupport;

namespace Parley.Tests.Transports;

/// <summary>What the portable listener can be bound to, and what it says when it can't.</summary>
public sealed class SocketListenerTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("parley");
    private readonly LoopGroup _loops = LoopGroup.OnPool();

    private string SocketFile => Path.Combine(_folder.FullName, "socket");

    public ValueTask DisposeAsync()
    {
        _loops.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_unix_socket_carries_bytes_and_its_file_goes_with_the_listener()
    {
        var probe = new TransportProbe();
        await using (SocketListener listener = Listen(SocketFile))
        {
            listener.Start(_ => probe);
            using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await Within.Time(client.ConnectAsync(new UnixDomainSocketEndPoint(SocketFile)));
            await Within.Time(client.SendAsync("hello"u8.ToArray()));
            Assert.Equal("hello"u8.ToArray(), await probe.ReceivedAsync(5));
        }

        Assert.False(File.Exists(SocketFile));
    }

    [Fact]
    public async Task It_can_be_disposed_twice()
    {
        SocketListener listener = Listen(SocketFile);
        listener.Start(static _ => new TransportProbe());
        await listener.DisposeAsync();
        await listener.DisposeAsync();
    }

    [Fact]
    public async Task A_unix_socket_that_somebody_listens_on_is_in_use()
    {
        await using SocketListener listener = Listen(SocketFile);
        IOException exception = Assert.Throws<IOException>(() => Listen(SocketFile));
        Assert.Contains("in use", exception.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(SocketFile));
    }

    [Fact]
    public async Task A_socket_file_that_nobody_listens_on_any_more_is_replaced()
    {
        // A socket removes the file it was bound to; under another name it stays, as after a kill.
        using (var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            killed.Bind(new UnixDomainSocketEndPoint(SocketFile + "2"));
            File.Move(SocketFile + "2", SocketFile);
        }

        await using SocketListener listener = Listen(SocketFile);
        Assert.Equal(SocketFile, listener.LocalEndPoint.ToString());
    }

    [Fact]
    public void A_file_that_is_no_socket_is_left_alone()
    {
        File.WriteAllText(SocketFile, "mine");
        Assert.Contains("no socket", Assert.Throws<IOException>(() => Listen(SocketFile)).Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(SocketFile));
    }

    [Fact]
    public void A_folder_that_is_missing_is_said() => Assert.Contains(
        "folder",
        Assert.Throws<IOException>(() => Listen(Path.Combine(_folder.FullName, "none", "socket"))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void An_address_of_another_machine_is_said()
    {
        IOException exception = Assert.Throws<IOException>(
            () => new SocketListener(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 0), _loops, NullLogger.Instance));
        Assert.Contains("no address of this machine", exception.Message, StringComparison.Ordinal);
    }

    private SocketListener Listen(string path) =>
        new(new UnixDomainSocketEndPoint(path), _loops, NullLogger.Instance);
}
