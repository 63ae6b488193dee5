using System.Runtime.InteropServices;
using Parley;

namespace HandlerEcho;

internal static class EchoServer
{
    public static async Task RunAsync(int port)
    {
        await using var server = new WebSocketServer(
            new WebSocketServerOptions { Port = port, AllowedOrigins = ["*"] }, HandleAsync);
        server.Start();
        Console.WriteLine($"listening on ws://{server.EndPoint}/");

        // Ctrl+C or SIGTERM: every client is told with a 1001 that the server goes.
        var stopped = new TaskCompletionSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await stopped.Task;

        void Stop(PosixSignalContext signal) => signal.Cancel = stopped.TrySetResult();
    }

    // One call for each connection. When it returns, the connection is closed.
    private static async Task HandleAsync(WebSocketConnection ws, CancellationToken cancellationToken)
    {
        await foreach (Message message in ws.ReadAllAsync(cancellationToken))
        {
            Console.WriteLine($"{ws.RemoteEndPoint}: {(message.IsText ? message.GetText() : $"{message.Data.Length} bytes")}");
            await (message.IsText
                ? ws.SendAsync($"Server received: {message.GetText()}", cancellationToken)
                : ws.SendAsync(message, cancellationToken));
        }
    }
}
