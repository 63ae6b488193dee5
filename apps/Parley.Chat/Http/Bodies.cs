namespace Parley.Chat;

/// <summary>Reads bodies within bounds, whatever they say of their length.</summary>
internal static class Bodies
{
    private const int BufferLength = 16 * 1024;

    /// <summary>Reads a body; null if it has more bytes than it may, of which no more than a buffer is read.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpContext context, int most)
    {
        using var content = new MemoryStream();
        byte[] buffer = new byte[BufferLength];
        int read = -1;
        while (content.Length <= most && read != 0)
        {
            read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted);
            content.Write(buffer, 0, read);
        }

        return content.Length <= most ? content.ToArray() : null;
    }
}
