using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Parley.Channels.Redis;

/// <summary>The publishers of a node: one for each group to which something is on its way.</summary>
internal sealed class GroupPublishers
{
    private static readonly TimeSpan _firstWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _longestWait = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<GroupName, GroupPublisher> _publishers = new();
    private readonly RedisOptions _options;
    private readonly ILogger _logger;
    private long _lastNumber;

    public GroupPublishers(GroupScripts scripts, RedisOptions options, ILogger logger)
    {
        Scripts = scripts;
        _options = options;
        _logger = logger;
        Quota = new WaitingQuota(options.Waiting.MaxCommands, options.Waiting.MaxBytes);
    }

    public GroupScripts Scripts { get; }

    public IRedis Redis => Scripts.Redis;

    public WaitingQuota Quota { get; }

    public WhileDisconnected Waiting => _options.Waiting.WhileDisconnected;

    public TimeProvider Time => _options.Time;

    public long Now => _options.Time.GetTimestamp();

    public Task<PublishResult> PublishAsync(GroupName group, Publication publication)
    {
        Task<PublishResult>? answer;
        while (!_publishers.GetOrAdd(group, static (name, owner) => new GroupPublisher(name, owner), this)
            .TryPublish(publication, out answer))
        {
        }

        return answer;
    }

    public void Remove(GroupPublisher publisher) =>
        _publishers.TryRemove(KeyValuePair.Create(publisher.Group, publisher));

    public long DeadlineFromNow() => Deadline.After(_options.Time, Scripts.Options.PublishTimeout);

    public static ReconnectBackoff NewBackoff() => new(_firstWait, _longestWait);

    /// <summary>Numbers what a node publishes. Within a group the numbers rise; under the group's lock.</summary>
    public long NextNumber() => Interlocked.Increment(ref _lastNumber);

    public void OnRetry(GroupName group, int count, Exception reason)
    {
        Log.PublishingAgain(_logger, group.Value, count, reason.Message);
        RedisMetrics.CountRetries(count);
    }
}
