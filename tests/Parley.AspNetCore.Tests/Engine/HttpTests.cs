namespace Parley.AspNetCore.Tests.Engine;

/// <summary>HTTP through the engine is what it is through Kestrel's own transport, byte for byte.</summary>
public sealed class HttpTests(HttpApps apps) : IClassFixture<HttpApps>
{
    // The first one's answers are the measure.
    private static readonly Carrier[] _carriers = [Carrier.Kestrel, Carrier.Epoll, Carrier.Sockets];

    public static TheoryData<string> Cases => [.. HttpCases.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_same_is_answered(string name)
    {
        // At once, since some wait for seconds.
        string[] answers = await Task.WhenAll(_carriers.Select(carrier => AnswerAsync(carrier, name)));
        foreach ((Carrier carrier, string answer) in _carriers.Zip(answers).Skip(1))
        {
            Assert.True(answers[0] == answer, $"{carrier}: {Difference(answers[0], answer)}");
            await apps[carrier].NothingIsLeftAsync();
        }
    }

    private static string Difference(string expected, string answer)
    {
        int same = expected.Zip(answer).TakeWhile(static pair => pair.First == pair.Second).Count();
        return $"{expected.Length} and {answer.Length} characters, the same up to {same}:\n{Part(expected, same)}\n---\n{Part(answer, same)}";
    }

    private static string Part(string text, int start) => text[Math.Max(start - 200, 0)..Math.Min(start + 300, text.Length)];

    private async Task<string> AnswerAsync(Carrier carrier, string name)
    {
        using RawPeer peer = await RawPeer.ConnectAsync(apps[carrier].Port);
        await HttpCases.All[name](peer);

        // Where something is left unread, how the connection ends is a matter of chance.
        return (await peer.ToEndAsync()).Answer;
    }
}
