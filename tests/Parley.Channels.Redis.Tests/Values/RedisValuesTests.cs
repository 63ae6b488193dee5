using System.Text;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Values;

/// <summary>Values that servers share, in a real Redis.</summary>
public sealed class RedisValuesTests
{
    [Fact]
    public async Task What_one_server_keeps_another_reads_replaces_and_forgets()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await using RedisValues first = await RedisValues.ConnectAsync(redis.Options);
        await using RedisValues second = await RedisValues.ConnectAsync(redis.Options);
        await using RedisValues elsewhere = await RedisValues.ConnectAsync(redis.Options, "other");
        byte[] bytes = [0, 1, 255, .. "\r\n"u8];

        Assert.Null(await Within.Time(first.GetAsync("key")));
        await Within.Time(first.SetAsync("key", bytes));
        Assert.Equal(bytes, await Within.Time(second.GetAsync("key")));
        Assert.Null(await Within.Time(elsewhere.GetAsync("key")));
        Assert.True(await Within.Time(second.RemoveAsync("key")));
        Assert.False(await Within.Time(second.RemoveAsync("key")));
        Assert.Null(await Within.Time(first.GetAsync("key")));
    }

    [Fact]
    public async Task A_value_is_replaced_only_if_it_is_what_was_expected()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await using RedisValues values = await RedisValues.ConnectAsync(redis.Options);
        byte[] one = "one"u8.ToArray();
        byte[] two = "two"u8.ToArray();

        Assert.False(await Within.Time(values.TryReplaceAsync("key", one, two)));
        Assert.True(await Within.Time(values.TryReplaceAsync("key", null, one)));
        Assert.False(await Within.Time(values.TryReplaceAsync("key", null, two)));
        Assert.False(await Within.Time(values.TryReplaceAsync("key", two, two)));
        Assert.True(await Within.Time(values.TryReplaceAsync("key", one, Array.Empty<byte>())));

        // Empty is a value, and not the same as none.
        Assert.False(await Within.Time(values.TryReplaceAsync("key", null, two)));
        Assert.True(await Within.Time(values.TryReplaceAsync("key", Array.Empty<byte>(), two)));
        Assert.Equal("two", Encoding.UTF8.GetString((await Within.Time(values.GetAsync("key")))!));
    }

    [Fact]
    public async Task Of_many_who_count_at_once_none_is_lost()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await using RedisValues first = await RedisValues.ConnectAsync(redis.Options);
        await using RedisValues second = await RedisValues.ConnectAsync(redis.Options);
        await Within.Time(Task.WhenAll(Enumerable.Range(0, 20).Select(number => CountAsync(number % 2 == 0 ? first : second))));
        Assert.Equal(20, (await Within.Time(first.GetAsync("count")))!.Length);
    }

    [Fact]
    public async Task A_value_with_a_life_ends()
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await using RedisValues values = await RedisValues.ConnectAsync(redis.Options);
        await Within.Time(values.SetAsync("key", "short"u8.ToArray(), TimeSpan.FromHours(2)));
        RespValue left = await redis.AskAsync(RedisCommand.OnKey("TTL", "parley:value:key"));
        Assert.InRange(left.Integer, 7000, 7200);
        await Within.Time(values.SetAsync("key", "for good"u8.ToArray()));
        Assert.Equal(-1, (await redis.AskAsync(RedisCommand.OnKey("TTL", "parley:value:key"))).Integer);
    }

    [Fact]
    public async Task Where_there_is_no_Redis_it_says_so()
    {
        var options = new RedisOptions { Endpoints = [new RedisEndpoint("127.0.0.1", RedisProcess.FreePort())] };
        await Assert.ThrowsAnyAsync<RedisException>(async () => await Within.Time(RedisValues.ConnectAsync(options)));
    }

    private static async Task CountAsync(RedisValues values)
    {
        byte[]? before;
        do
        {
            before = await values.GetAsync("count");
        }
        while (!await values.TryReplaceAsync("count", before is null ? null : (ReadOnlyMemory<byte>?)before, (byte[])[.. before ?? [], 1]));
    }
}
