using Microsoft.AspNetCore.Http;

namespace Parley.AspNetCore;

/// <summary>The end of a request whose WebSocket had left Kestrel.</summary>
internal static class EngineEnd
{
    // Whoever replaces RequestAborted need not cancel it.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Lets Kestrel know that the connection has closed, and waits until <see cref="HttpContext.RequestAborted"/> has
    /// told everybody who listens: once the request has ended, it never would.
    /// </summary>
    public static async Task AwaitAsync(HttpContext context, TimeProvider time)
    {
        if (EngineConnection.Of(context) is not { IsHandedOver: true } connection)
        {
            return;
        }

        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = context.RequestAborted.UnsafeRegister(
            static aborted => ((TaskCompletionSource)aborted!).TrySetResult(), aborted);
        connection.OnTakerEnded();
        await aborted.Task.WaitAsync(_patience, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
