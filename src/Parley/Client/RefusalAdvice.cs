namespace Parley;

/// <summary>What to do about an answer that opens no WebSocket.</summary>
internal static class RefusalAdvice
{
    /// <summary>A sentence for whoever has to mend it.</summary>
    public static string For(int statusCode) => statusCode switch
    {
        >= 200 and < 300 => "This address answers plain HTTP and opens no WebSocket: check the path.",
        >= 300 and < 400 => "It sends its visitors elsewhere, and was not followed: use the address that it names.",
        400 => "It did not take the handshake for one; a proxy in between may have removed the Upgrade field.",
        401 => "It wants to know who is there: send Authorization in Fields, or write the address as ws://NAME:PASSWORD@HOST.",
        403 => "It does not let this client in: check what it is allowed to do, and whether the server wants another Origin.",
        404 or 410 => "There is nothing at this path: check it.",
        405 => "It takes no GET here: check the path.",
        426 => "It wants another protocol or another version of it here: check the path.",
        429 => "Too many came at once: wait, as long as Retry-After says if it does.",
        501 => "It knows no WebSockets.",
        502 or 504 => "A gateway could not reach the server behind it, or it forwards no WebSockets: try again later.",
        503 => "It is overloaded or being restarted: try again later.",
        >= 500 => "It failed at its own task: its log has the reason.",
        _ => "It opens no WebSocket here.",
    };
}
