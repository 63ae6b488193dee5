using System.Text.Json;

namespace Parley.Chat;

/// <summary>The chat's state as this server knows it, and the way to change it for all. Any thread may call any member.</summary>
internal sealed partial class ChatDirectory(IChatStorage storage, TimeProvider time, ILogger<ChatDirectory> logger) : IDisposable
{
    private const string Name = "state";
    private const int MaxTries = 50;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _reading = new(1);
    private byte[]? _stored;
    private volatile ChatState _current = ChatState.Empty;
    private volatile bool _isAway;

    /// <summary>Called with the state before and after, when it has changed, here or elsewhere.</summary>
    public event Action<ChatState, ChatState>? Changed;

    /// <summary>The state, at most a second old.</summary>
    public ChatState Current => _current;

    /// <summary>Whether other servers may change it.</summary>
    public bool IsShared => storage.IsShared;

    /// <summary>Whether the state could not be read the last time, and <see cref="Current"/> may be old.</summary>
    public bool IsAway => _isAway;

    /// <summary>
    /// The state as it is now; as it was, if it can't be read within a short time, and at once if it could not the last time:
    /// then <see cref="RefreshAsync"/> finds out when it can.
    /// </summary>
    public async ValueTask<ChatState> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (!storage.IsShared || _isAway)
        {
            return _current;
        }

        using var patience = new CancellationTokenSource(_patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await RefreshAsync(end.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            BeAway("it takes too long");
        }

        return _current;
    }

    /// <summary>Reads the state, if others may have changed it. What can't be read is as it was.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        if (!storage.IsShared)
        {
            return;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            Take(await storage.ReadAsync(Name, cancellationToken));
        }
        catch (StorageException exception)
        {
            BeAway(exception.Message);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Changes the state, on top of what everybody else has changed.</summary>
    /// <param name="change">Makes the new state of the old one, perhaps more than once.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="StorageException">It can't be kept.</exception>
    public async ValueTask<ChatState> UpdateAsync(Func<ChatState, ChatState> change, CancellationToken cancellationToken = default)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            for (int i = 0; i < MaxTries; i++)
            {
                Take(await storage.ReadAsync(Name, cancellationToken));
                ChatState next = change(_current).Without(time.GetUtcNow());
                byte[] written = JsonSerializer.SerializeToUtf8Bytes(next, ChatJson.Default.ChatState);
                if (_stored is not null && written.AsSpan().SequenceEqual(_stored))
                {
                    // Nothing to be kept, which is so at most starts.
                    return _current;
                }

                if (await storage.TryReplaceAsync(Name, _stored, written, cancellationToken))
                {
                    Take(written);
                    return _current;
                }
            }

            throw new StorageException("Other servers change the chat's state all the time: try again.");
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    // Said once, not each second.
    private void BeAway(string reason)
    {
        if (!_isAway)
        {
            _isAway = true;
            LogAway(logger, reason);
        }
    }

    private void Take(byte[]? stored)
    {
        _isAway = false;
        if (stored is null || (_stored is not null && stored.AsSpan().SequenceEqual(_stored)))
        {
            return;
        }

        ChatState before = _current;
        try
        {
            _current = JsonSerializer.Deserialize(stored, ChatJson.Default.ChatState) ?? ChatState.Empty;
        }
        catch (JsonException exception)
        {
            throw new StorageException($"The chat's state is damaged: {exception.Message}");
        }

        _stored = stored;
        Changed?.Invoke(before, _current);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The chat's state can't be read, so the last one known holds: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);
}
