using System.Globalization;
using Parley.Protocol;

namespace Parley.Cli.Conformance;

/// <summary>Parley's own client on its way through a tester.</summary>
internal static class EchoClient
{
    private static readonly WebSocketClientOptions _plain = new()
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

    public static async Task<int> RunAsync(Uri tester, string agent, ClientTlsOptions tls, CancellationToken cancellationToken)
    {
        string name = Uri.EscapeDataString(agent);
        WebSocketClientOptions options = _plain with { Tls = tls };
        try
        {
            int count = await CountAsync(new Uri(tester, "getCaseCount"), options, cancellationToken);
            var progress = new ProgressBar(count);
            for (int number = 1; number <= count; number++)
            {
                progress.Show(number, "");
                await EchoAsync(new Uri(tester, $"runCase?case={number}&agent={name}"), options, cancellationToken);
            }

            await EchoAsync(new Uri(tester, $"updateReports?agent={name}"), options, cancellationToken);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            await Console.Error.WriteLineAsync($"parley: {exception.Message}");
            return 1;
        }
    }

    private static async Task<int> CountAsync(Uri uri, WebSocketClientOptions options, CancellationToken cancellationToken)
    {
        await using WebSocketConnection connection = await WebSocketClient.ConnectAsync(uri, options, cancellationToken);
        Message message = await connection.ReceiveAsync(cancellationToken)
            ?? throw new IOException($"{uri} did not say how many cases there are.");
        return int.Parse(message.GetText(), CultureInfo.InvariantCulture);
    }

    // On the loop: what came before an offending frame is answered before the connection fails.
    private static async Task EchoAsync(Uri uri, WebSocketClientOptions options, CancellationToken cancellationToken)
    {
        await using WebSocketConnection connection =
            await WebSocketClient.ConnectAsync(uri, new EchoHandler(""), options, cancellationToken);
        await connection.Completion.WaitAsync(cancellationToken);
    }
}
