using System.Text;
using Parley;
using Parley.Protocol;

namespace HandlerEcho;

internal static class InteractiveClient
{
    public static async Task<int> RunAsync(Uri address)
    {
        try
        {
            await using WebSocketConnection ws = await WebSocketClient.ConnectAsync(address);
            Console.WriteLine($"connected to {address}. A line is a message; Ctrl+D ends.");

            // Two things at once, and neither waits for the other: what comes is printed, what is typed is sent.
            Task printing = PrintAsync(ws);
            await Task.WhenAny(printing, SendLinesAsync(ws));
            await ws.CloseAsync();
            await printing;
            Console.WriteLine($"closed: {(int)ws.CloseCode!} {ws.CloseReason}".TrimEnd());
            return ws.CloseCode == CloseCode.NormalClosure ? 0 : 1;
        }
        catch (WebSocketHandshakeException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static async Task PrintAsync(WebSocketConnection ws)
    {
        await foreach (Message message in ws.ReadAllAsync())
        {
            Console.WriteLine($"< {(message.IsText ? message.GetText() : Convert.ToHexString(message.Data.Span))}");
        }
    }

    private static async Task SendLinesAsync(WebSocketConnection ws)
    {
        // Not Console.In, whose ReadLineAsync keeps its caller waiting.
        using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        try
        {
            while (await input.ReadLineAsync() is { } line)
            {
                await ws.SendAsync(line);
            }
        }
        catch (WebSocketClosedException)
        {
            // The server was faster; what it said is printed above.
        }
    }
}
