using Microsoft.Extensions.Logging.Abstractions;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Chat.Tests.Server;

/// <summary>What the chat knows while nobody answers it.</summary>
public sealed class DirectoryTests
{
    [Fact]
    public async Task What_is_known_is_answered_while_the_storage_is_silent()
    {
        var clock = new TestClock();
        var storage = new SilentStorage();
        using var directory = new ChatDirectory(storage, clock, NullLogger<ChatDirectory>.Instance);
        await directory.UpdateAsync(static state => state.With(new Room("lobby", "Lobby", RoomRule.Open, [])), TestContext.Current.CancellationToken);
        storage.IsSilent = true;
        Task<ChatState> first = directory.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        Task<ChatState> another = directory.ReadAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(first.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull((await Within.Time(first)).Find("lobby"));
        Assert.NotNull((await Within.Time(another)).Find("lobby"));
        Assert.True(directory.IsAway);

        // Then nobody waits, until it has answered again.
        Assert.True(directory.ReadAsync(TestContext.Current.CancellationToken).AsTask().IsCompletedSuccessfully);
        storage.IsSilent = false;
        await Within.Time(directory.RefreshAsync(TestContext.Current.CancellationToken));
        Assert.False(directory.IsAway);
    }

    /// <summary>Keeps one value, and says nothing while it is asked not to.</summary>
    private sealed class SilentStorage : IChatStorage
    {
        private byte[]? _value;

        public bool IsSilent { get; set; }

        public bool IsShared => true;

        public async ValueTask<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
        {
            if (IsSilent)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return _value;
        }

        public ValueTask<bool> TryReplaceAsync(string name, byte[]? expected, byte[] value, CancellationToken cancellationToken)
        {
            _value = value;
            return ValueTask.FromResult(true);
        }

        public ValueTask SavePictureAsync(string name, byte[] content, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<byte[]?> ReadPictureAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DeletePictureAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
