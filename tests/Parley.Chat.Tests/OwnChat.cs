namespace Parley.Chat.Tests;

/// <summary>A server for the tests of one class, which may do with it what they like, as long as it runs again in the end.</summary>
public sealed class OwnChat : IAsyncDisposable
{
    private RunningChat? _chat;

    internal async Task<RunningChat> StartedAsync(params string[] options) => _chat ??= await RunningChat.StartAsync(options);

    public ValueTask DisposeAsync() => _chat?.DisposeAsync() ?? ValueTask.CompletedTask;
}
