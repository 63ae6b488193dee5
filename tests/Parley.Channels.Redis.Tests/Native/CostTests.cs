using System.Globalization;
using Parley.TestSupport;

namespace Parley.Channels.Redis.Tests.Native;

/// <summary>What a room costs Redis, with servers and members on sockets.</summary>
public sealed class CostTests
{
    private const int Publications = 40;

    /// <summary>One script for each publication and one copy for each node, with one member on a node and with two hundred.</summary>
    [Fact]
    public async Task A_publication_costs_as_much_with_many_members_as_with_few()
    {
        Cost few = await MeasureAsync(membersOnEach: 1);
        Cost many = await MeasureAsync(membersOnEach: 200);
        Assert.Equal(new Calls(Publications, Publications), few.Calls);
        Assert.Equal(few.Calls, many.Calls);

        // Two copies and an answer; a few bytes more or less are digits of times and numbers.
        Assert.InRange(many.Bytes, few.Bytes * 0.95, few.Bytes * 1.05);
    }

    private static async Task<Cost> MeasureAsync(int membersOnEach)
    {
        await using RedisProcess redis = await RedisProcess.StartAsync();
        await using RoomNode one = await RoomNode.StartAsync(redis.Options);
        await using RoomNode two = await RoomNode.StartAsync(redis.Options);
        RawClient[] members = [.. await one.JoinAsync(membersOnEach), .. await two.JoinAsync(membersOnEach)];
        RedisConnection asking = await new RedisConnector(redis.Options, []).OpenAsync(redis.Endpoint, pushes: null, CancellationToken.None);
        try
        {
            // Each has joined when it hears what the last to join says.
            await members[^1].SayAsync("begin");
            await ExpectAsync(members, "begin");
            Sample start = await Sample.TakeAsync(asking);
            for (int i = 0; i < Publications; i++)
            {
                await members[0].SayAsync($"message {i:00}");
                await ExpectAsync(members, $"message {i:00}");
            }

            Sample end = await Sample.TakeAsync(asking);
            RespValue subscribers = await Within.Time(asking.ExecuteAsync(RedisCommand.Of("PUBSUB", "NUMSUB", "parley:{a}")));
            Assert.Equal(2, subscribers.Items[1].Integer);
            return new Cost(
                new Calls(end.Scripts - start.Scripts, end.Publications - start.Publications),
                end.Output - start.Output - start.Length);
        }
        finally
        {
            asking.Close(new OperationCanceledException());
            Array.ForEach(members, static member => member.Dispose());
        }
    }

    private static async Task ExpectAsync(RawClient[] members, string text)
    {
        foreach (RawClient member in members)
        {
            Assert.Equal($"text {text}", await member.ReadFrameAsync());
        }
    }

    private readonly record struct Calls(long Scripts, long Publications);

    private readonly record struct Cost(Calls Calls, double Bytes);

    /// <summary>What Redis has counted, and how long its saying so was, which it counts next.</summary>
    private readonly record struct Sample(long Scripts, long Publications, long Output, int Length)
    {
        public static async Task<Sample> TakeAsync(RedisConnection connection)
        {
            string commands = (await Within.Time(connection.ExecuteAsync(RedisCommand.Of("INFO", "commandstats")))).Text;
            string stats = (await Within.Time(connection.ExecuteAsync(RedisCommand.Of("INFO", "stats")))).Text;
            return new Sample(
                Calls(commands, "evalsha"), Calls(commands, "publish"), Number(stats, "total_net_output_bytes:"), stats.Length + commands.Length);
        }

        private static long Calls(string info, string command) => Number(info, $"cmdstat_{command}:calls=");

        private static long Number(string info, string name)
        {
            int start = info.IndexOf(name, StringComparison.Ordinal);
            return start < 0 ? 0 : long.Parse(
                info.AsSpan(start + name.Length, info.AsSpan(start + name.Length).IndexOfAny(",\r")), CultureInfo.InvariantCulture);
        }
    }
}
