namespace Parley.Sessions.Tests.Delivery;

/// <summary>What is promised, checked.</summary>
internal static class Transcripts
{
    /// <summary>
    /// All that was acknowledged stands in every transcript, at its place, and nothing else does: none is lost, twice, or
    /// elsewhere.
    /// </summary>
    public static void Check(IReadOnlyCollection<Participant> participants, int publications)
    {
        string[] expected = [.. participants
            .SelectMany(static participant => participant.Acknowledged)
            .OrderBy(static publication => publication.Offset)
            .Select(static publication => $"{publication.Offset} {publication.Text}")];
        Assert.Equal(Enumerable.Range(1, publications), expected.Select(static line => int.Parse(line.Split(' ')[0])));
        foreach (Participant participant in participants)
        {
            Assert.Equal(expected, participant.Transcript);

            // What one client publishes keeps its order.
            Assert.Equal(
                participant.Acknowledged.Select(static publication => publication.Offset).Order(),
                participant.Acknowledged.Select(static publication => publication.Offset));
        }
    }
}
