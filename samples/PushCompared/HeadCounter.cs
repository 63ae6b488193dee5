using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace PushCompared;

/// <summary>Counts requests and responses as they are on the wire. The head is most of what news travels with.</summary>
internal sealed class HeadCounter(RequestDelegate next, Tallies tallies)
{
    // "Date: Sat, 21 Nov 2026 16:00:00 GMT" and CR LF, which Kestrel adds last.
    private const int DateField = 37;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Query["viewer"].ToString() is { Length: 36 } viewer && context.Request.Path != "/standing")
        {
            (string, string) key = (viewer, context.Request.Path.ToString()[1..]);
            string line = $"GET {context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget} HTTP/1.1";
            tallies.Add(key, 1, SizeOf(line, context.Request.Headers));
            context.Response.OnStarting(() =>
            {
                HttpResponse response = context.Response;
                line = $"HTTP/1.1 {response.StatusCode} {ReasonPhrases.GetReasonPhrase(response.StatusCode)}";
                tallies.Add(key, 0, SizeOf(line, response.Headers) + DateField + (response.ContentLength ?? 0));
                return Task.CompletedTask;
            });
        }

        return next(context);
    }

    // RFC 9112 section 2.1: each line ends with CR LF, and an empty one ends the head.
    private static int SizeOf(string firstLine, IHeaderDictionary fields) => firstLine.Length + 4
        + fields.Sum(static field => field.Value.Sum(value => field.Key.Length + Encoding.UTF8.GetByteCount(value ?? "") + 4));
}
