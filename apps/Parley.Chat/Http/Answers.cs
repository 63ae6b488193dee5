using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Parley.Chat;

/// <summary>Reads what is asked, and writes what is answered, as JSON.</summary>
internal static class Answers
{
    private const int MaxBody = 65_536;

    /// <summary>Answers with a value.</summary>
    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(value, type), context.RequestAborted);
    }

    /// <summary>Refuses, with a code for programs and a sentence for people.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string error, string message) =>
        WriteAsync(context, new Refusal(error, message), ChatJson.Default.Refusal, status);

    /// <summary>Refuses somebody who has asked too often.</summary>
    public static Task RefuseAsync(HttpContext context, TimeSpan retryAfter)
    {
        int seconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return RefuseAsync(context, StatusCodes.Status429TooManyRequests, "rate_limited", $"Too much at once. Try again in {seconds} s.");
    }

    /// <summary>Reads the body; null if it is no such JSON, which has been answered then.</summary>
    public static async ValueTask<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, string expected)
        where T : class
    {
        try
        {
            if (await Bodies.ReadAsync(context, MaxBody) is { } body && JsonSerializer.Deserialize(body, type) is { } value)
            {
                return value;
            }
        }
        catch (Exception exception) when (exception is JsonException or BadHttpRequestException)
        {
            // Answered below.
        }

        await RefuseAsync(context, StatusCodes.Status400BadRequest, "bad_request", $"The body must be JSON: {expected}");
        return null;
    }
}
