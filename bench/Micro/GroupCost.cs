using System.Diagnostics;
using System.Globalization;
using Parley.Channels;
using Parley.Protocol;
using Parley.Testing;
using Parley.TestSupport;

namespace Parley.Micro;

/// <summary>
/// What a delivery costs on three ways to the same members, on one thread and before the system is called:
/// <see cref="ConnectionSet"/>, <see cref="Groups.BroadcastAsync(GroupName, MessageType, ReadOnlyMemory{byte}, CancellationToken)"/>,
/// and <see cref="Groups.SendAsync(GroupName, GroupEvent, CancellationToken)"/> to a generated handler that sends the text on.
/// </summary>
internal static partial class GroupCost
{
    private const int Members = 100;
    private const int Rounds = 7;

    private static readonly GroupName _group = new("bench");
    private static readonly TimeSpan _time = TimeSpan.FromSeconds(0.5);

    public static async Task RunAsync()
    {
        var loop = new SimulatedLoop(new TestClock());
        await using var groups = Groups.InProcess();
        var set = new ConnectionSet();
        for (int i = 0; i < Members; i++)
        {
            set.Add(Join(loop, groups));
            loop.Run();
        }

        byte[] payload = new byte[20];
        Array.Fill(payload, (byte)'x');
        var groupEvent = new GroupEvent("bench.text", payload);
        Action[] ways =
        [
            () => Publish(set, payload),
            () => Complete(groups.BroadcastAsync(_group, MessageType.Text, payload)),
            () => Complete(groups.SendAsync(_group, groupEvent)),
        ];
        foreach (int publications in new[] { 1, 10, 100 })
        {
            double[][] costs = [.. ways.Select(static _ => new double[Rounds])];
            for (int round = 0; round < Rounds; round++)
            {
                for (int way = 0; way < ways.Length; way++)
                {
                    costs[way][round] = Measure(loop, ways[way], publications);
                }
            }

            double[] medians = [.. costs.Select(static cost => cost.Order().ElementAt(Rounds / 2))];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {publications} | {medians[0]:F0} ns | {medians[1]:F0} ns | {medians[1] / medians[0]:F2} | {medians[2]:F0} ns | {medians[2] - medians[1]:F0} ns |"));
        }
    }

    private static WebSocketConnection Join(SimulatedLoop loop, Groups groups)
    {
        (InMemoryTransport near, InMemoryTransport far) = InMemoryTransport.CreatePair(loop);
        far.Start();
        var request = new MemoryRequest(near, "/");
        var router = new ConsumerRouter(groups).Map("/", static () => new Member());
        loop.Run(() => router.OnUpgrade(request));
        return request.Connection;
    }

    private static double Measure(SimulatedLoop loop, Action publish, int publications)
    {
        long deliveries = 0;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < _time)
        {
            for (int i = 0; i < publications; i++)
            {
                publish();
            }

            loop.Run();
            deliveries += publications * Members;
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / deliveries;
    }

    private static void Publish(ConnectionSet set, byte[] payload)
    {
        PreparedMessage message = PreparedMessage.Create(MessageType.Text, payload);
        set.Publish(message, new Delivery(SlowReaderPolicy.Close));
        message.Release();
    }

    private static void Complete(ValueTask work) => work.AsTask().GetAwaiter().GetResult();

    private sealed partial class Member : Consumer
    {
        protected override async ValueTask OnConnectAsync(CancellationToken cancellationToken)
        {
            await Groups.AddAsync(_group, cancellationToken);
            await AcceptAsync();
        }

        [GroupEvent("bench.text")]
        private ValueTask OnTextAsync(string text, CancellationToken cancellationToken) => SendAsync(text, cancellationToken);
    }
}
