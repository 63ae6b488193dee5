using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Parley.Chat.Tests;

/// <summary>What the shop's own server signs, so that the chat knows its customers: a JWT by HS256.</summary>
internal static class WidgetToken
{
    public const string Secret = "what the shop and the chat both know";

    public static string Of(string subject, string name)
    {
        string head = Encode(JsonSerializer.SerializeToUtf8Bytes(new { alg = "HS256", typ = "JWT" }));
        string body = Encode(JsonSerializer.SerializeToUtf8Bytes(new { sub = subject, name, exp = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds() }));
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{head}.{body}"));
        return $"{head}.{body}.{Encode(signature)}";
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
