using System.Globalization;
using System.Text.Json;
using Parley.TestSupport;

namespace Parley.Js.Tests;

/// <summary>The module in Node, with Node's own WebSocket, over TCP.</summary>
public sealed class NodeTests
{
    private const int Publications = 200;

    [Theory]
    [InlineData(Module.Name)]
    [InlineData(Module.MinifiedName)]
    public async Task Whoever_is_cut_off_again_and_again_loses_nothing_and_hears_nothing_twice(string file)
    {
        string node = Parts.RequireNode();
        string[] flags = await FlagsAsync(node);
        await using var server = new ScriptedServer { CutsEvery = 9 };
        Tool run = await Tool.RunAsync(
            node, [.. flags, "js/live.js", server.Address, $"{Publications}"], [new("PARLEY_JS", new Uri(Module.PathOf(file)).AbsoluteUri)]);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(Enumerable.Range(0, Publications), JsonSerializer.Deserialize<int[]>(run.Output)!);
    }

    // Node has a WebSocket from version 22 on, and before behind a flag from 20.10 on.
    public static async Task<string[]> FlagsAsync(string node)
    {
        Tool version = await Tool.RunAsync(node, ["--version"]);
        int major = int.Parse(version.Output.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture);
        Assert.SkipWhen(major < 20, $"Node {version.Output.Trim()} has no WebSocket: install nodejs 22.");
        return major < 22 ? ["--experimental-websocket"] : [];
    }
}
