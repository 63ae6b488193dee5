namespace Parley.Chat;

/// <summary>What the server prints when it is ready.</summary>
internal static class Greeting
{
    public static string Of(WebApplication app)
    {
        ChatSettings settings = app.Services.GetRequiredService<ChatSettings>();
        AdminSecret secret = app.Services.GetRequiredService<AdminSecret>();
        string first = app.Urls.First().Replace("//*", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal);
        string keeps = settings.Redis is null
            ? $"It keeps everything in {Path.GetFullPath(settings.Data)}."
            : "It keeps everything in Redis.";
        string administrators = secret.IsMade
            ? $"Administrators: {first}/admin/#secret={secret.Value}"
            : $"Administrators: {first}/admin/, with the secret that you have set.";
        return $"{administrators}\n{keeps}\nThe chat is open at {string.Join(" and ", app.Urls)}. Ctrl+C ends it.";
    }
}
