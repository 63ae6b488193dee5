using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Parley.ChatBench;

/// <summary>Tokens as a site would make them for its people: HS256, for an hour.</summary>
internal static class Tokens
{
    public const string Secret = "a secret of the bench, of 32 bytes or more";

    public static string Make(int number)
    {
        long end = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
        string signed = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode($$"""{"sub":"p{{number}}","name":"Person {{number}}","exp":{{end}}}""")}";
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
