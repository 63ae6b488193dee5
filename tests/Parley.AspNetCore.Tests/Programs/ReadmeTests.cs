using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Programs;

/// <summary>The README's program, which <c>tests/ReadmeApp</c> is compiled from.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task Its_program_of_twelve_lines_is_an_app_with_a_room()
    {
        await using ChildProcess app = ChildProcess.StartOwn("ReadmeApp", ["--urls", "http://127.0.0.1:0"]);
        var address = new Uri(await app.WaitForAsync("Now listening on: "));
        using var http = new HttpClient();
        Assert.Equal("An app as it was.", await http.GetStringAsync(address));
        var room = new Uri($"ws://{address.Authority}/room/garden/");
        await using WebSocketConnection ada = await Within.Time(WebSocketClient.ConnectAsync(room));
        await using WebSocketConnection bob = await Within.Time(WebSocketClient.ConnectAsync(room));
        await ada.SendAsync("Hello from the README");
        Assert.Equal("Hello from the README", (await Within.Time(bob.ReceiveAsync()))!.Value.GetText());
    }

    [Fact]
    public void It_has_twelve_lines()
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        string rest = readme[readme.IndexOf("<!-- Program.cs -->", StringComparison.Ordinal)..];
        string program = rest.Split("```", 3)[1];
        Assert.Equal(12, program.TrimEnd().Split('\n').Skip(1).Count());
    }
}
