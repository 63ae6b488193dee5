namespace Parley.AspNetCore.Tests;

/// <summary>What the tests' endpoints do.</summary>
internal static class Endpoints
{
    public static async Task EchoAsync(WebSocketConnection connection, CancellationToken cancellationToken)
    {
        await foreach (Message message in connection.ReadAllAsync(cancellationToken))
        {
            await connection.SendAsync(message, cancellationToken);
        }
    }
}
