namespace Parley.Chat;

/// <summary>What the server prints when it is ready.</summary>
internal static class Greeting
{
    public static string Of(WebApplication app)
    {
        ChatSettings settings = app.Services.GetRequiredService<ChatSettings>();
        AdminSecret secret = app.Services.GetRequiredService<AdminSecret>();
        string first = Reachable(app.Urls.First());
        string keeps = settings.Redis is null
            ? $"It keeps everything in {Path.GetFullPath(settings.Data)}."
            : "It keeps everything in Redis.";
        string administrators = secret.IsMade
            ? $"Administrators: {first}/admin/#secret={secret.Value}"
            : $"Administrators: {first}/admin/, with the secret that you have set.";
        return $"{administrators}\n{keeps}\n{Addresses([.. app.Urls])}. Ctrl+C ends it.";
    }

    /// <summary>Where the chat is open, as addresses that a browser on this machine can be given.</summary>
    public static string Addresses(IReadOnlyList<string> urls)
    {
        string everywhere = urls.Any(static url => Reachable(url) != url) ? ", and at every other address of this machine" : "";
        return $"The chat is open at {string.Join(" and ", urls.Select(Reachable).Distinct())}{everywhere}";
    }

    // What listens on every address has none of its own.
    private static string Reachable(string url)
    {
        foreach (string any in (ReadOnlySpan<string>)["*", "+", "[::]", "0.0.0.0"])
        {
            url = url.Replace($"//{any}:", "//localhost:", StringComparison.Ordinal);
        }

        return url;
    }
}
