using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>CallbackClient against Python's server, which greets and then ends in each of the ways a server can.</summary>
public sealed class CallbackClientTests
{
    private static readonly string[] _served = ["连接已建立", "收到消息: 欢迎", "收到消息: you said Hello, Server!"];

    [Theory]
    [InlineData("1000")]
    [InlineData("1012")]
    public async Task A_close_is_no_error(string code)
    {
        await using ChildProcess server = await StartServerAsync();
        await using ChildProcess client = await RunAsync(await AddressAsync(server), code);
        Assert.Equal([.. _served, "连接已关闭"], client.Output.Split('\n'));
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("die")]
    public async Task A_server_that_dies_is_an_error_and_then_the_end(string end)
    {
        await using ChildProcess server = await StartServerAsync();
        await using ChildProcess client = await RunAsync(await AddressAsync(server), end);
        string[] lines = client.Output.Split('\n');
        Assert.Equal(_served, lines[..3]);
        Assert.StartsWith("发生错误: ", lines[3], StringComparison.Ordinal);
        Assert.Equal("连接已关闭", lines[4]);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public async Task A_refusal_is_an_error_with_its_status()
    {
        await using ChildProcess server = await StartServerAsync();
        await using ChildProcess client = await RunAsync(await AddressAsync(server), "403");
        string[] lines = client.Output.Split('\n');
        Assert.StartsWith("发生错误: ", lines[0], StringComparison.Ordinal);
        Assert.Contains("403", client.Output, StringComparison.Ordinal);
        Assert.Equal("连接已关闭", lines[^1]);
        Assert.DoesNotContain("连接已建立", lines);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_error()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        int port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        await using ChildProcess client = await RunAsync(new Uri($"ws://127.0.0.1:{port}/"), "");
        string[] lines = client.Output.Split('\n');
        Assert.StartsWith("发生错误: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(port.ToString(CultureInfo.InvariantCulture), client.Output, StringComparison.Ordinal);
        Assert.Equal("连接已关闭", lines[^1]);
    }

    private static async Task<ChildProcess> StartServerAsync()
    {
        Parts.RequirePython("websockets", "python3-websockets");
        ChildProcess server = Sample.StartPython("callback_server.py");
        await server.WaitForAsync("listening on ");
        return server;
    }

    private static async Task<Uri> AddressAsync(ChildProcess server) => new(await server.WaitForAsync("listening on "));

    // It ends by itself, whatever the server does.
    private static async Task<ChildProcess> RunAsync(Uri server, string path)
    {
        ChildProcess client = Sample.Start("CallbackClient", new Uri(server, path).ToString());
        Assert.Equal(0, await client.WaitForExitAsync());
        await client.WaitForAsync("连接已关闭");
        return client;
    }
}
