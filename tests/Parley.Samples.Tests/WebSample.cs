using Parley.TestSupport;

namespace Parley.Samples.Tests;

/// <summary>A sample that is an ASP.NET Core app, on a free port.</summary>
internal sealed class WebSample : IAsyncDisposable
{
    private WebSample(ChildProcess process, Uri address)
    {
        Process = process;
        Address = address;
    }

    public ChildProcess Process { get; }

    public Uri Address { get; }

    public static async Task<WebSample> StartAsync(string name, params string[] arguments)
    {
        ChildProcess process = Sample.Start(name, ["--urls", "http://127.0.0.1:0", .. arguments]);
        return new WebSample(process, new Uri(await process.WaitForAsync("Now listening on: ")));
    }

    /// <summary>The address of one of its WebSockets.</summary>
    public string Socket(string path) => $"ws://{Address.Authority}{path}";

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
