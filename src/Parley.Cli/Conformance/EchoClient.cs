using System.Globalization;
using Parley.Protocol;

namespace Parley.Cli.Conformance;

/// <summary>Parley's own client on its way through a tester.</summary>
internal static class EchoClient
{
    private static readonly WebSocketClientOptions _options = new()
    {
        Connection = new ConnectionOptions
        {
            Protocol = new ProtocolOptions
            {
                MaxMessageSize = 16 * 1024 * 1024,
                Deflate = new DeflateOptions { Threshold = 0, ServerNoContextTakeover = false, ClientNoContextTakeover = false },
            },
        },
    };

    public static async Task<int> RunAsync(Uri tester, string agent, CancellationToken cancellationToken)
    {
        string name = Uri.EscapeDataString(agent);
        try
        {
            int count = await CountAsync(new Uri(tester, "getCaseCount"), cancellationToken);
            var progress = new ProgressBar(count);
            for (int number = 1; number <= count; number++)
            {
                progress.Show(number, "");
                await EchoAsync(new Uri(tester, $"runCase?case={number}&agent={name}"), cancellationToken);
            }

            await EchoAsync(new Uri(tester, $"updateReports?agent={name}"), cancellationToken);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"parley: {exception.Message}");
            return 1;
        }
    }

    private static async Task<int> CountAsync(Uri uri, CancellationToken cancellationToken)
    {
        await using WebSocketConnection connection = await WebSocketClient.ConnectAsync(uri, _options, cancellationToken);
        Message message = await connection.ReceiveAsync(cancellationToken)
            ?? throw new IOException($"{uri} did not say how many cases there are.");
        return int.Parse(message.GetText(), CultureInfo.InvariantCulture);
    }

    // On the loop: what came before an offending frame is answered before the connection fails.
    private static async Task EchoAsync(Uri uri, CancellationToken cancellationToken)
    {
        await using WebSocketConnection connection =
            await WebSocketClient.ConnectAsync(uri, new EchoHandler(""), _options, cancellationToken);
        await connection.Completion.WaitAsync(cancellationToken);
    }
}
