using Parley.Protocol;

namespace Parley.Channels.Tests.Consumers;

/// <summary>Writes down what it is told, answers in capitals, and blocks at the word "block".</summary>
internal sealed class BlockingScript(List<string> events, ManualResetEventSlim? release = null) : BlockingConsumer
{
    protected override void OnConnect(CancellationToken cancellationToken)
    {
        // Not waited for: the loop that opens the connection is the test's own thread, which is here.
        _ = AcceptAsync().AsTask();
        Note("connect");
    }

    protected override void OnReceive(Message message, CancellationToken cancellationToken)
    {
        string text = message.GetText();
        Note(text);
        if (text == "block")
        {
            release!.Wait(TestSupport.Within.Limit, CancellationToken.None);
        }

        Send(text.ToUpperInvariant());
    }

    protected override void OnDisconnect(CloseCode code, string reason) => Note($"disconnect {(int)code} {reason}");

    private void Note(string text)
    {
        lock (events)
        {
            events.Add(text);
        }
    }
}
