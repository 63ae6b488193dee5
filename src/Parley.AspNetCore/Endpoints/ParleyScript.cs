using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Parley.AspNetCore;

/// <summary>parley.js as this assembly carries it: a page and its server are of one version.</summary>
internal sealed class ParleyScript
{
    private readonly byte[] _content;
    private readonly EntityTagHeaderValue _tag;

    private ParleyScript(byte[] content)
    {
        _content = content;
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"");
    }

    public static ParleyScript Load()
    {
        using Stream stream = typeof(ParleyScript).Assembly.GetManifestResourceStream("parley.js")!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new ParleyScript(content);
    }

    /// <summary>Answers a request for it; with 304 if the browser has it already.</summary>
    public Task RespondAsync(HttpContext context)
    {
        // Asked for each time, so that a page never runs with the script of another version.
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(_content, "text/javascript; charset=utf-8", entityTag: _tag).ExecuteAsync(context);
    }
}
