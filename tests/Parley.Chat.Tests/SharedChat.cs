namespace Parley.Chat.Tests;

/// <summary>A server for the tests of one class or of several, which run one after the other.</summary>
public sealed class SharedChat : IAsyncDisposable
{
    private RunningChat? _chat;

    /// <summary>The chat, which is started when the first test asks for it.</summary>
    internal async Task<RunningChat> StartedAsync(params string[] options) => _chat ??= await RunningChat.StartAsync(options);

    public ValueTask DisposeAsync() => _chat?.DisposeAsync() ?? ValueTask.CompletedTask;
}
