using System.Text;
using Parley.Protocol;

namespace Parley.Cli.Bench;

/// <summary>Healthy connections that come, say or hear a word, and go.</summary>
internal sealed class ChurnPart(MixedState state) : MixedPart(state)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly byte[] _word = Encoding.ASCII.GetBytes("a word in passing");

    protected override TimeSpan Rest { get; } = TimeSpan.FromMilliseconds(25);

    protected override async Task PlayAsync(CancellationToken cancellationToken)
    {
        WebSocketConnection connection =
            await WebSocketClient.ConnectAsync(State.Settings.Url, State.Options, cancellationToken);
        State.CountOpened();
        try
        {
            await TalkAsync(connection, cancellationToken);
            await connection.CloseAsync(cancellationToken: cancellationToken);
        }
        finally
        {
            // Does nothing to one that has closed.
            connection.Abort();
            State.CountClosed();
        }
    }

    private async Task TalkAsync(WebSocketConnection connection, CancellationToken cancellationToken)
    {
        bool isEcho = State.Settings.Kind == MixedKind.Echo;
        if (isEcho)
        {
            await connection.SendAsync(MessageType.Text, _word, cancellationToken);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_patience);
        try
        {
            Message? message = await connection.ReceiveAsync(patience.Token);
            if (message is null)
            {
                State.Errors.Add($"passing connection closed by the server with {(int?)connection.CloseCode}");
            }
            else if (isEcho && !message.Value.Data.Span.SequenceEqual(_word))
            {
                State.Errors.Add("wrong answer on a passing connection");
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            State.Errors.Add("nothing came on a passing connection for 10 s");
        }
    }
}
