namespace Parley.Sessions.Tests.Delivery;

/// <summary>The promise, with real sockets: whoever is cut off comes back and has lost nothing.</summary>
public sealed class CutOffTests
{
    private const int Clients = 50;
    private const int PublicationsEach = 200;
    private const int Publications = Clients * PublicationsEach;

    // Nothing waits for it: it is there so that a defect fails the test.
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Ten_thousand_publications_of_fifty_clients_that_are_cut_off_again_and_again_reach_all_once_and_in_order()
    {
        using var limit = new CancellationTokenSource(_limit);
        await using CuttingServer server = await CuttingServer.StartAsync();
        var dice = new Random(1);
        int acknowledged = 0;
        List<Participant> participants = [.. Enumerable.Range(0, Clients).Select(number => new Participant(server.Address, number))];
        try
        {
            void OnAcknowledged()
            {
                lock (dice)
                {
                    // About every client is cut off about every 500 publications.
                    if (++acknowledged % 50 == 0)
                    {
                        server.Cut(dice, dice.Next(Clients / 5));
                    }
                }
            }

            await Task.WhenAll(participants.SelectMany(participant => new[]
            {
                participant.ReadAsync(Publications, limit.Token),
                participant.PublishAsync(PublicationsEach, OnAcknowledged, limit.Token),
            }));
            Transcripts.Check(participants, Publications);
            int cuts = participants.Sum(static participant => participant.Cuts);
            Assert.True(cuts > Clients, $"Only {cuts} connections were cut off.");
        }
        finally
        {
            await Task.WhenAll(participants.Select(static participant => participant.DisposeAsync().AsTask()));
        }
    }
}
