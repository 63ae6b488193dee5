using Microsoft.Playwright;
using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>HandlerEcho beside Python's <c>websockets</c>, its server with their client and its client with their server.</summary>
public sealed class HandlerEchoTests(Chromium chromium)
{
    [Fact]
    public async Task Pythons_client_talks_to_its_server_and_is_told_of_its_end()
    {
        Parts.RequirePython("websockets", "python3-websockets");
        await using ChildProcess server = Sample.Start("HandlerEcho", "0");
        string address = await server.WaitForAsync("listening on ");
        await using ChildProcess peer = Sample.StartPython("handler_echo_client.py", address);
        await peer.WaitForAsync("ready");
        server.SendTerminate();
        Assert.Equal("1001", await peer.WaitForAsync("closed "));
        Assert.Equal(0, await peer.WaitForExitAsync());
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task Its_client_prints_what_Pythons_server_pushes_and_answers_pings_while_it_waits_for_input()
    {
        Parts.RequirePython("websockets", "python3-websockets");
        await using ChildProcess server = Sample.StartPython("handler_echo_server.py");
        string address = await server.WaitForAsync("listening on ");
        await using ChildProcess client = ChildProcess.StartInteractive("dotnet", [ChildProcess.FileOf("HandlerEcho"), "connect", address]);
        await client.WaitForAsync("< news 1");
        await server.WaitForAsync("the ping was answered");
        await client.WaitForAsync("< news 2");
        await client.TypeAsync("你好");
        await client.WaitForAsync("< Server received: 你好");
        client.EndInput();
        Assert.Equal("1000", await client.WaitForAsync("closed: "));
        Assert.Equal(0, await client.WaitForExitAsync());
        Assert.Equal("1000", await server.WaitForAsync("the client left with "));
    }

    [Fact]
    public async Task Its_client_says_how_the_server_closed_and_why_it_could_not_connect()
    {
        Parts.RequirePython("websockets", "python3-websockets");
        await using ChildProcess server = Sample.StartPython("handler_echo_server.py");
        string address = await server.WaitForAsync("listening on ");
        await using ChildProcess client = ChildProcess.StartInteractive("dotnet", [ChildProcess.FileOf("HandlerEcho"), "connect", address]);
        await client.WaitForAsync("< news 2");
        await client.TypeAsync("leave me");
        Assert.Equal("4000 as you wish", await client.WaitForAsync("closed: "));
        Assert.Equal(1, await client.WaitForExitAsync());
        server.SendTerminate();
        await server.WaitForExitAsync();
        await using ChildProcess late = ChildProcess.StartInteractive("dotnet", [ChildProcess.FileOf("HandlerEcho"), "connect", address]);
        Assert.Equal(1, await late.WaitForExitAsync());
        Assert.Contains(new Uri(address).Authority, late.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_opened_from_a_file_may_connect()
    {
        IPage page = await chromium.OpenPageAsync();
        await using ChildProcess server = Sample.Start("HandlerEcho", "0");
        string address = await server.WaitForAsync("listening on ");
        await page.GotoAsync($"file://{Repository.Root}/tests/Parley.Samples.Tests/pages/empty.html");
        Assert.Equal("Server received: hello", await Pages.AskAsync(page, address, "hello"));
    }
}
