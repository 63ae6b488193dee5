using System.Text;

namespace Parley.AspNetCore.Tests.Engine;

/// <summary>What clients send to an HTTP server, the well-meaning and the others.</summary>
internal static class HttpCases
{
    private const string Host = "Host: a\r\n";
    private const string Last = "Host: a\r\nConnection: close\r\n";

    public static IReadOnlyDictionary<string, Func<RawPeer, Task>> All { get; } = new Dictionary<string, Func<RawPeer, Task>>
    {
        ["a request"] = static peer => peer.SendAsync($"GET / HTTP/1.1\r\n{Last}\r\n"),
        ["two requests, one after the other"] = static async peer =>
        {
            await peer.SendAsync($"GET / HTTP/1.1\r\n{Host}\r\n");
            await peer.UntilAsync("hello");
            await peer.SendAsync($"GET /pieces HTTP/1.1\r\n{Last}\r\n");
        },
        ["a hundred requests at once"] = static peer => peer.SendAsync(
            string.Concat(Enumerable.Repeat($"GET / HTTP/1.1\r\n{Host}\r\n", 99)) + $"GET / HTTP/1.1\r\n{Last}\r\n"),
        ["requests with bodies at once"] = static peer => peer.SendAsync(
            string.Concat(Enumerable.Repeat(Post("/echo", "one", Host) + Chunked("/count", Host, "12345", "6"), 20)) + Post("/echo", "", Last)),
        ["a request byte by byte"] = static peer => peer.SendEachByteAsync(Post("/echo", "slowly", Last)),
        ["HEAD"] = static peer => peer.SendAsync($"HEAD / HTTP/1.1\r\n{Last}\r\n"),
        ["HEAD of nothing"] = static peer => peer.SendAsync($"HEAD /none HTTP/1.1\r\n{Last}\r\n"),
        ["OPTIONS *"] = static peer => peer.SendAsync($"OPTIONS * HTTP/1.1\r\n{Last}\r\n"),
        ["a method that is not served"] = static peer => peer.SendAsync($"DELETE / HTTP/1.1\r\n{Last}\r\n"),
        ["an absolute target"] = static peer => peer.SendAsync($"GET http://a/ HTTP/1.1\r\n{Last}\r\n"),
        ["HTTP/1.0"] = static peer => peer.SendAsync("GET / HTTP/1.0\r\n\r\n"),
        ["HTTP/1.0, kept alive"] = static peer => peer.SendAsync("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n"),
        ["HTTP/1.0 and an answer of unknown length"] = static peer => peer.SendAsync("GET /pieces HTTP/1.0\r\n\r\n"),
        ["an answer in chunks"] = static peer => peer.SendAsync($"GET /pieces HTTP/1.1\r\n{Last}\r\n"),
        ["a large answer"] = static peer => peer.SendAsync($"GET /large HTTP/1.1\r\n{Last}\r\n"),
        ["a body of nothing"] = static peer => peer.SendAsync(Post("/echo", "", Last)),
        ["a large body, echoed"] = static peer => peer.SendAsync(Post("/echo", new string('x', HttpApps.LargeSize), Last)),
        ["a large body, counted"] = static peer => peer.SendAsync(Post("/count", new string('x', HttpApps.LargeSize), Last)),
        ["a body in chunks"] = static peer => peer.SendAsync(Chunked("/echo", Last, "first", new string('y', 100_000), "last")),
        ["a body in large chunks"] = static peer => peer.SendAsync(
            Chunked("/count", Last, new string('y', HttpApps.LargeSize / 2), new string('z', HttpApps.LargeSize / 2))),
        ["a body in chunks with trailers"] = static peer => peer.SendAsync(
            $"POST /echo HTTP/1.1\r\n{Last}Transfer-Encoding: chunked\r\n\r\n3;note=x\r\nabc\r\n0\r\nAfter: all\r\n\r\n"),
        ["a body that nobody reads, and a request behind it"] = static peer => peer.SendAsync(
            Post("/ignore", new string('x', 100_000), Host) + $"GET / HTTP/1.1\r\n{Last}\r\n"),
        ["Expect: 100-continue"] = static async peer =>
        {
            await peer.SendAsync($"POST /echo HTTP/1.1\r\n{Last}Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            await peer.UntilAsync("100 Continue\r\n\r\n");
            await peer.SendAsync("after");
        },
        ["Expect: 100-continue and no body wanted"] = static peer => peer.SendAsync(
            $"POST /none HTTP/1.1\r\n{Last}Content-Length: 5\r\nExpect: 100-continue\r\n\r\n"),
        ["an application that fails"] = static peer => peer.SendAsync($"GET /throw HTTP/1.1\r\n{Last}\r\n"),
        ["an application that fails when it has begun to answer"] = static peer => BreakOffAsync(peer, "/break"),
        ["an application that aborts"] = static peer => BreakOffAsync(peer, "/abort"),
        ["a raw upgrade"] = static async peer =>
        {
            await peer.SendAsync($"GET /raw HTTP/1.1\r\n{Host}Connection: Upgrade\r\nUpgrade: any\r\n\r\nearly");
            await peer.UntilAsync("early");
            await peer.SendAsync("late");
            await peer.UntilAsync("late");
            peer.EndOutput();
        },
        ["the framework's WebSocket"] = static async peer =>
        {
            await peer.SendAsync(Parley.TestSupport.RawClient.Handshake("/framework"));
            await peer.SendAsync(Parley.TestSupport.RawClient.Frame(0x81, "hello"u8));
            await peer.SendAsync(Parley.TestSupport.RawClient.Frame(0x88, [3, 232]));
        },
        ["addresses"] = static peer => peer.SendAsync($"GET /peer HTTP/1.1\r\n{Last}\r\n"),
        ["no HTTP"] = static peer => peer.SendAsync("hello, is it me you're looking for?\r\n\r\n"),
        ["TLS"] = static peer => peer.SendAsync([0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3, 13, 10, 13, 10]),
        ["HTTP/9.9"] = static peer => peer.SendAsync($"GET / HTTP/9.9\r\n{Last}\r\n"),
        ["no version"] = static peer => peer.SendAsync("GET /\r\n\r\n"),
        ["a NUL in the target"] = static peer => peer.SendAsync($"GET /\0 HTTP/1.1\r\n{Last}\r\n"),
        ["an encoded NUL in the target"] = static peer => peer.SendAsync($"GET /%00 HTTP/1.1\r\n{Last}\r\n"),
        ["no host"] = static peer => peer.SendAsync("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"),
        ["two hosts"] = static peer => peer.SendAsync($"GET / HTTP/1.1\r\n{Host}{Last}\r\n"),
        ["a host that is none"] = static peer => peer.SendAsync("GET / HTTP/1.1\r\nHost: a b/c\r\nConnection: close\r\n\r\n"),
        ["a header without a colon"] = static peer => peer.SendAsync($"GET / HTTP/1.1\r\n{Last}nonsense\r\n\r\n"),
        ["a blank before the colon"] = static peer => peer.SendAsync($"GET / HTTP/1.1\r\n{Last}Field : x\r\n\r\n"),
        ["a folded header"] = static peer => peer.SendAsync($"GET / HTTP/1.1\r\n{Last}Field: x\r\n y\r\n\r\n"),
        ["a bare CR in a header"] = static peer => peer.SendAsync($"GET / HTTP/1.1\r\n{Last}Field: x\ry\r\n\r\n"),
        ["bare LFs"] = static peer => peer.SendAsync("GET / HTTP/1.1\nHost: a\nConnection: close\n\n"),
        ["two lengths"] = static peer => peer.SendAsync($"POST /echo HTTP/1.1\r\n{Last}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        ["a length below zero"] = static peer => peer.SendAsync($"POST /echo HTTP/1.1\r\n{Last}Content-Length: -1\r\n\r\n"),
        ["a length and chunks"] = static peer => peer.SendAsync(
            $"POST /echo HTTP/1.1\r\n{Last}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ["no length"] = static peer => peer.SendAsync($"POST /echo HTTP/1.1\r\n{Last}\r\n"),
        ["chunks of no length"] = static peer => peer.SendAsync($"POST /count HTTP/1.1\r\n{Last}Transfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n"),
        ["a chunk longer than it says"] = static peer => peer.SendAsync(
            $"POST /count HTTP/1.1\r\n{Last}Transfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n0\r\n\r\n"),
        ["an unknown encoding"] = static peer => peer.SendAsync($"POST /echo HTTP/1.1\r\n{Last}Transfer-Encoding: gzip\r\n\r\n"),
        ["an upgrade with a body"] = static peer => peer.SendAsync(
            $"POST /echo HTTP/1.1\r\n{Host}Connection: Upgrade, close\r\nUpgrade: any\r\nContent-Length: 2\r\n\r\nab"),
        ["a long request line"] = static peer => peer.SendAsync($"GET /{new string('a', 9000)} HTTP/1.1\r\n{Last}\r\n"),
        ["a long header"] = static peer => peer.SendAsync($"GET / HTTP/1.1\r\n{Last}Field: {new string('a', 40_000)}\r\n\r\n"),
        ["many headers"] = static peer => peer.SendAsync(
            $"GET / HTTP/1.1\r\n{Last}{string.Concat(Enumerable.Range(0, 200).Select(static i => $"Field-{i}: x\r\n"))}\r\n"),
        ["a body that is announced too large"] = static peer => peer.SendAsync(
            $"POST /echo HTTP/1.1\r\n{Last}Content-Length: {HttpApps.LargestBody + 1}\r\n\r\n"),
        ["chunks that are too large"] = static peer => peer.SendAsync(
            Chunked("/count", Last, new string('x', HttpApps.LargestBody + 1))),
        ["another request behind a bad one"] = static peer => peer.SendAsync($"GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n{Last}\r\n"),
    };

    private static string Post(string path, string body, string fields) =>
        $"POST {path} HTTP/1.1\r\n{fields}Content-Length: {body.Length}\r\n\r\n{body}";

    private static async Task BreakOffAsync(RawPeer peer, string path)
    {
        await peer.SendAsync($"POST {path} HTTP/1.1\r\n{Last}Content-Length: 1\r\n\r\n");
        await peer.UntilAsync("begun");
        await peer.SendAsync("x");
    }

    private static string Chunked(string path, string fields, params string[] chunks)
    {
        var request = new StringBuilder($"POST {path} HTTP/1.1\r\n{fields}Transfer-Encoding: chunked\r\n\r\n");
        foreach (string chunk in chunks)
        {
            request.Append($"{chunk.Length:x}\r\n{chunk}\r\n");
        }

        return request.Append("0\r\n\r\n").ToString();
    }
}
