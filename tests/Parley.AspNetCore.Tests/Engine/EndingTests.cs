using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Parley.TestSupport;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>How connections end that do not end well, and what the application hears of it: as on Kestrel's transport.</summary>
public sealed class EndingTests
{
    private static readonly TimeSpan _shortest = TimeSpan.FromSeconds(1.1);

    [Theory]
    [InlineData(Carrier.Kestrel)]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task What_an_application_aborts_can_not_be_taken_for_whole(Carrier carrier)
    {
        await using EngineApp app = await EngineApp.StartAsync(carrier, HttpApps.Map);
        using RawPeer peer = await RawPeer.ConnectAsync(app.Port);

        // HTTP/1.0, where the end of the connection is the end of the answer.
        await peer.SendAsync("POST /abort HTTP/1.0\r\nContent-Length: 1\r\n\r\n");
        await peer.UntilAsync("begun");
        await peer.SendAsync("x");
        Assert.False((await peer.ToEndAsync()).IsWhole);
    }

    [Theory]
    [InlineData(Carrier.Kestrel)]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task A_client_that_resets_in_the_middle_of_its_body_aborts_the_request(Carrier carrier)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EngineApp app = await EngineApp.StartAsync(carrier, app => app.MapPost("/", async context =>
        {
            try
            {
                await context.Request.Body.ReadExactlyAsync(new byte[5]);
                begun.SetResult();
                await context.Request.Body.ReadExactlyAsync(new byte[5]);
            }
            catch (Exception exception)
            {
                // Whichever comes first tells.
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ended.SetResult(exception is OperationCanceledException or IOException ? "aborted" : exception.ToString());
            }
        }));
        using (RawPeer peer = await RawPeer.ConnectAsync(app.Port))
        {
            await peer.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello");
            await Within.Time(begun.Task);
            peer.Reset();
            Assert.Equal("aborted", await Within.Time(ended.Task));
        }

        await app.NothingIsLeftAsync();
        Assert.DoesNotContain(app.Log.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Carrier.Kestrel)]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task A_client_that_ends_its_output_aborts_the_request_too(Carrier carrier)
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EngineApp app = await EngineApp.StartAsync(carrier, app => app.MapGet("/", async context =>
        {
            await context.Response.WriteAsync("begun");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            aborted.SetResult();
        }));
        using RawPeer peer = await RawPeer.ConnectAsync(app.Port);
        await peer.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await peer.UntilAsync("begun");
        peer.EndOutput();
        await Within.Time(aborted.Task);
        await peer.ToEndAsync();
        await app.NothingIsLeftAsync();
    }

    [Theory]
    [InlineData(Carrier.Kestrel)]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task A_client_that_does_not_finish_its_head_or_body_is_answered_with_408(Carrier carrier)
    {
        await using EngineApp app = await EngineApp.StartAsync(carrier, HttpApps.Map, static kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            kestrel.Limits.RequestHeadersTimeout = _shortest;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1_000_000, _shortest);
        });
        // Both at once, since each waits for seconds.
        string[] starts = ["GET / HTTP/1.1\r\nHost:", "POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello"];
        await Task.WhenAll(starts.Select(async start =>
        {
            using RawPeer peer = await RawPeer.ConnectAsync(app.Port);
            await peer.SendAsync(start);
            (string answer, bool isWhole) = await peer.ToEndAsync();
            Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
            Assert.True(isWhole);
        }));
    }

    [Theory]
    [InlineData(Carrier.Kestrel)]
    [InlineData(Carrier.Epoll)]
    [InlineData(Carrier.Sockets)]
    public async Task A_client_that_does_not_read_its_answer_is_cut_off(Carrier carrier)
    {
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using EngineApp app = await EngineApp.StartAsync(
            carrier,
            app => app.MapGet("/endless", async context =>
            {
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(new byte[10_000]);
                }

                ended.SetResult(true);
            }),
            static kestrel =>
            {
                kestrel.Listen(System.Net.IPAddress.Loopback, 0);
                kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 1_000_000_000, _shortest);
            });
        using RawClient client = await RawClient.ConnectAsync(app.Port);
        await client.SendAsync("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.True(await Within.Time(ended.Task));
        await app.NothingIsLeftAsync();

        // 64 KiB, a write past them, and the request.
        Assert.InRange(app.PeakBlocks, 1, 40);
    }
}
