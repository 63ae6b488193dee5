using System.Buffers;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Parley.Protocol;

namespace Parley.Cli;

/// <summary>How a client reaches a server and opens a WebSocket.</summary>
internal sealed class ClientOptions
{
    // A token of RFC 9110 section 5.6.2.
    private static readonly SearchValues<char> _nameCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private readonly Option<KeyValuePair<string, string>[]> _headers = new("--header", "-H")
    {
        Description = "A further field of the handshake, such as \"Authorization: Bearer ...\". May be given again.",
        HelpName = "NAME: VALUE",
        CustomParser = static result => [.. result.Tokens.Select(token => ParseField(token.Value, result.AddError))],
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _subprotocols = new("--subprotocol")
    {
        Description = "A subprotocol to offer. May be given again, in order of preference.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _origin = new("--origin")
    {
        Description = "The page that a browser would come from, such as https://example.com.",
        HelpName = "ORIGIN",
    };

    private readonly Option<string?> _proxy = new("--proxy")
    {
        Description = "A proxy, such as http://proxy:3128 or socks5://NAME:PASSWORD@proxy:1080; none for none. "
            + "Unless given, what HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY say.",
        HelpName = "URL",
    };

    private readonly Option<string?> _unix = new("--unix")
    {
        Description = "A Unix socket to connect to; the address then only stands in the request.",
        HelpName = "PATH",
    };

    private readonly Option<bool> _deflate = new("--deflate") { Description = "Offer permessage-deflate." };

    private readonly Option<int> _maxMessage = new("--max-message")
    {
        Description = "The largest message that is taken, in bytes.",
        HelpName = "BYTES",
        DefaultValueFactory = static _ => 16 * 1024 * 1024,
    };

    private readonly TrustOptions _trust;

    /// <summary>Adds the options to a command.</summary>
    public ClientOptions(Command command)
    {
        command.Options.Add(_headers);
        command.Options.Add(_subprotocols);
        command.Options.Add(_origin);
        _trust = new TrustOptions(command);
        command.Options.Add(_proxy);
        command.Options.Add(_unix);
        command.Options.Add(_deflate);
        command.Options.Add(_maxMessage);
        OptionRules.Require(_maxMessage, static size => size > 0, "--max-message takes a number of bytes above 0.");
        _proxy.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var proxy }] && !IsProxy(proxy))
            {
                result.AddError($"--proxy takes http://HOST:PORT, https://HOST:PORT, socks5://HOST:PORT or none, not '{proxy}'.");
            }
        });
    }

    /// <summary>Whether subprotocols were named.</summary>
    public bool NamesSubprotocols(CommandResult result) => result.GetValue(_subprotocols) is { Length: > 0 };

    /// <summary>What was said on the command line. Whoever reads may block.</summary>
    public WebSocketClientOptions Read(ParseResult result)
    {
        var options = new WebSocketClientOptions
        {
            Subprotocols = result.GetValue(_subprotocols) ?? [],
            Fields = [.. result.GetValue(_headers) ?? [], .. OriginField(result.GetValue(_origin))],
            Tls = _trust.Read(result),
            UnixSocketPath = result.GetValue(_unix),
            ReaderThread = ReaderThread.Pool,
            Connection = new ConnectionOptions
            {
                Protocol = new ProtocolOptions
                {
                    MaxMessageSize = result.GetValue(_maxMessage),
                    Deflate = result.GetValue(_deflate) ? new DeflateOptions() : null,
                },
            },
        };
        return result.GetValue(_proxy) switch
        {
            null => options,
            "none" => options with { Proxy = null },
            var proxy => options with { Proxy = new WebProxy(proxy) },
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> OriginField(string? origin) =>
        origin is null ? [] : [new("Origin", origin)];

    private static bool IsProxy(string text) =>
        text == "none" || (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" or "socks5");

    private static KeyValuePair<string, string> ParseField(string text, Action<string> refuse)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || text.AsSpan(0, colon).ContainsAnyExcept(_nameCharacters) || text.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            refuse($"--header takes NAME: VALUE, such as \"Authorization: Bearer ...\", not '{text}'.");
            return default;
        }

        return new(text[..colon].Trim(), text[(colon + 1)..].Trim());
    }
}
