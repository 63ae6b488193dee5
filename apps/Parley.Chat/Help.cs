namespace Parley.Chat;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Help
{
    public const string Text = """
        Parley chat: a group chat in the browser.

        Usage: dotnet run --project apps/Parley.Chat [-- OPTIONS]

          --urls URL                  Where to listen. http://localhost:10083 unless given;
                                      http://*:10083 for other machines as well.
          --AllowedOrigins:0 ORIGIN   A web origin whose pages may connect besides this server's own,
                                      such as https://example.com; :1, :2 and so on for more.
          --help                      This text.

        Open the address in two browser windows. /?room=NAME leads straight to a room, and
        ws://HOST/room/NAME/ is its WebSocket: whatever a member sends goes to every member.
        """;
}
