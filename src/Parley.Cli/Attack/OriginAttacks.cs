namespace Parley.Cli;

/// <summary>Pages of other sites that try to connect with their visitor's cookies.</summary>
internal static class OriginAttacks
{
    private const string Advisory = "CWE-1385 cross-site WebSocket hijacking";
    private const string Evil = "https://evil.example";

    public static IEnumerable<AttackCase> Cases =>
    [
        Case("origin-evil", "the page of another site", static _ => [Evil]),
        Case("origin-host-as-subdomain", "a site whose name starts with the host's", static host => [$"https://{host}.evil.example"]),
        Case("origin-host-as-suffix", "a site whose name ends with the host's", static host => [$"https://evil-{host}"]),
        Case("origin-user", "an origin with the host as its user", static host => [$"https://{host}@evil.example"]),
        Case("origin-null", "a page without an origin of its own", static _ => ["null"]),
        Case("origin-two", "two origins, the host's own first", static host => [$"http://{host}", Evil]),
    ];

    private static AttackCase Case(string name, string spoken, Func<string, string[]> origins) => new(
        name,
        Advisory,
        $"A handshake from {spoken}: 403 or 400; a warning if every page is let in.",
        async context =>
        {
            string[] fields = [.. origins(context.Target.Address.Host).Select(static origin => "Origin: " + origin)];
            Answer answer = await context.AskAsync(context.Handshake with { Fields = fields });
            if (!answer.IsOpen)
            {
                return answer.MustBeRefused(403, 400);
            }

            // Whoever lets every page in may have wanted it; whoever refuses some and not this one has not.
            Answer evil = await context.AskAsync(context.Handshake with { Fields = ["Origin: " + Evil] });
            return evil.IsOpen || name == "origin-null"
                ? AttackResult.Warn($"{answer}: let in, which may be wanted")
                : AttackResult.Fail($"{answer}: let in, though {Evil} is not");
        });
}
