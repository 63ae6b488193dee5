namespace Parley.Sessions.Tests.Delivery;

/// <summary>The promise, with a server that is killed: what was acknowledged is on its disk.</summary>
public sealed class KilledServerTests
{
    private const int Clients = 8;
    private const int PublicationsEach = 300;
    private const int Publications = Clients * PublicationsEach;

    // Nothing waits for it: it is there so that a defect fails the test.
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Everything_acknowledged_is_there_once_after_the_server_was_killed_twice_under_load()
    {
        using var limit = new CancellationTokenSource(_limit);
        await using var server = new RoomProcess();
        await server.StartAsync();
        int acknowledged = 0;
        TaskCompletionSource[] kills = [new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously)];
        void OnAcknowledged()
        {
            int count = Interlocked.Increment(ref acknowledged);
            if (count is Publications / 4 or Publications / 2)
            {
                kills[(count * 4 / Publications) - 1].SetResult();
            }
        }

        List<Participant> participants = [.. Enumerable.Range(0, Clients).Select(number => new Participant(server.Address, number))];
        try
        {
            Task all = Task.WhenAll(participants.SelectMany(participant => new[]
            {
                participant.ReadAsync(Publications, limit.Token),
                participant.PublishAsync(PublicationsEach, OnAcknowledged, limit.Token),
            }));
            foreach (TaskCompletionSource due in kills)
            {
                await Task.WhenAny(due.Task, all).WaitAsync(limit.Token);
                await server.KillAsync();
                await server.StartAsync();
            }

            await all;
            Transcripts.Check(participants, Publications);
            Assert.All(participants, static participant => Assert.True(participant.Cuts >= 2));
        }
        finally
        {
            await Task.WhenAll(participants.Select(static participant => participant.DisposeAsync().AsTask()));
        }
    }
}
