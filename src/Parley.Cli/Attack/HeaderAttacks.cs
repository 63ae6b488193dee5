using System.Text;
using System.Text.RegularExpressions;

namespace Parley.Cli;

/// <summary>Heads that two programs would read in two ways.</summary>
internal static partial class HeaderAttacks
{
    private const string Splitting = "CVE-2026-44546 daphne";
    private const string Smuggling = "CVE-2025-55315 Kestrel";
    private const string Ssrf = "GHSA-c4j6-fc7j-m34r Next.js";
    private const string Rfc = "RFC 9112";
    private const string Inner = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    private static readonly TimeSpan _afterAnswer = TimeSpan.FromMilliseconds(500);

    public static IEnumerable<AttackCase> Cases =>
    [
        Value("header-vt", "\x0B", "a vertical tab"),
        Value("header-ff", "\x0C", "a form feed"),
        Value("header-fs", "\x1C", "a file separator"),
        Value("header-gs", "\x1D", "a group separator"),
        Value("header-rs", "\x1E", "a record separator"),
        Nel("header-nel", "\x85", "the byte 85"),
        Nel("header-nel-utf8", "\xC2\x85", "U+0085 in UTF-8"),
        Value("header-nul", "\0", "a NUL"),
        Value("header-bare-cr", "\r", "a CR alone"),
        Value("header-bare-lf", "\n", "an LF alone"),
        Value("header-obs-fold", "\r\n ", "a folded line"),
        Smuggle("header-chunked", "a chunked body", Chunked("")),
        Smuggle("header-chunk-extension", "a chunked body whose chunk extension holds an LF alone", Chunked(";a\nb")),
        Smuggle("header-content-length", "a body", new([$"Content-Length: {Inner.Length}"], Inner)),
        Smuggle("header-both-lengths", "both Content-Length and Transfer-Encoding",
            new([$"Content-Length: {Inner.Length + 5}", "Transfer-Encoding: chunked"], "0\r\n\r\n" + Inner)),
        Request("header-two-hosts", Rfc, "Two Host fields: 400.",
            static context => context.Handshake with { Fields = ["Host: evil.example"] }),
        Request("header-odd-host", Ssrf, "A Host that is none, with a path and a user: 400.",
            static context => context.Handshake with { Host = "user@evil.example/path" }),
        new("header-absolute-form", Ssrf, "A request target of another server: 400 or 404.", AbsoluteFormAsync),
    ];

    private static AttackCase Value(string name, string text, string spoken) => Request(
        name,
        Splitting,
        $"A header field with {spoken} in its value: 400.",
        context => context.Handshake with { Fields = [$"X-Attack: a{text}b"] });

    // RFC 9110 section 5.5 has servers take these bytes, so that to open is no failure by itself.
    private static AttackCase Nel(string name, string text, string spoken) => new(
        name,
        Splitting,
        $"A header field with {spoken} in its value, a new line to some: 400; a warning if it is taken.",
        async context =>
        {
            Answer answer = await context.AskAsync(context.Handshake with { Fields = [$"X-Attack: a{text}b"] });
            return answer.IsOpen
                ? AttackResult.Warn($"{answer}: look whether a program behind it splits lines there")
                : answer.MustBeRefused();
        });

    private static AttackCase Request(
        string name, string advisory, string what, Func<AttackContext, HandshakeRequest> request) =>
        new(name, advisory, what, async context => (await context.AskAsync(request(context))).MustBeRefused());

    private static AttackCase Smuggle(string name, string spoken, Body body) => new(
        name,
        Smuggling,
        $"A handshake with {spoken}, and a request within: 400, and no second answer.",
        async context =>
        {
            using RawSocket socket = await context.ConnectAsync();
            HandshakeRequest request = context.Handshake with { Fields = body.Fields, Body = body.Text };
            await socket.TrySendAsync(request.ToBytes(), context.CancellationToken);
            Answer answer = await Answer.ReadAsync(socket, AttackContext.Patience, context.CancellationToken);
            AttackResult result = answer.MustBeRefused();
            return result.Verdict == AttackVerdict.Pass && await HasSecondAnswerAsync(socket, context.CancellationToken)
                ? AttackResult.Fail($"{answer}, and then a second answer")
                : result;
        });

    private static Body Chunked(string extension) => new(
        ["Transfer-Encoding: chunked"], $"{Inner.Length:x}{extension}\r\n{Inner}\r\n0\r\n\r\n");

    private static async Task<bool> HasSecondAnswerAsync(RawSocket socket, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_afterAnswer);
        try
        {
            while (await socket.TryReceiveAsync(limit.Token))
            {
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing more came; what came is looked at.
        }

        return StatusLine().IsMatch(Encoding.Latin1.GetString(socket.Received));
    }

    // RFC 9112 section 3.2.2 has servers take the absolute form, so that to open is no failure by itself.
    private static async Task<AttackResult> AbsoluteFormAsync(AttackContext context)
    {
        Answer answer = await context.AskAsync(context.Handshake with { Target = "http://evil.example" + context.Target.Path });
        return answer.IsOpen
            ? AttackResult.Warn($"{answer}: look whether the application trusts the host in it")
            : answer.MustBeRefused();
    }

    [GeneratedRegex("HTTP/1\\.[01] [0-9]{3}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StatusLine();

    private sealed record Body(string[] Fields, string Text);
}
