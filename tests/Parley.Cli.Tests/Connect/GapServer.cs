using System.Text.Json;

namespace Parley.Cli.Tests.Connect;

/// <summary>Speaks <c>parley.v1</c> as a server does whose history has lost something.</summary>
internal static class GapServer
{
    public static async Task ServeAsync(WebSocketConnection connection, CancellationToken cancellationToken)
    {
        await connection.SendAsync(
            """{"op":"welcome","client":"c1","heartbeat":25,"resend":900,"max_message":65536,"features":["history"]}""", cancellationToken);
        await foreach (Message message in connection.ReadAllAsync(cancellationToken))
        {
            using JsonDocument request = JsonDocument.Parse(message.Data);
            string reference = request.RootElement.GetProperty("ref").GetRawText();
            string joined =
                """{"op":"joined","ref":REF,"group":"lobby","epoch":"e2","offset":9,"recovered":false,"recoverable":true,"version":1,"members":[{"client":"c1"}]}"""
                    .Replace("REF", reference, StringComparison.Ordinal);
            await connection.SendAsync(joined, cancellationToken);
            await connection.SendAsync("""{"op":"gap","group":"lobby","epoch":"e2","from":10,"to":12}""", cancellationToken);
            await connection.SendAsync(
                """{"op":"message","group":"lobby","offset":13,"id":"a","client":"\u001b[2J","at":"2026-01-05T10:00:00Z","data":"[/]\u001b[2J"}""",
                cancellationToken);
        }
    }
}
