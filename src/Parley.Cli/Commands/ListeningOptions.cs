using System.CommandLine;
using System.CommandLine.Parsing;

namespace Parley.Cli;

/// <summary>The options that say how a server is reached besides host and port, and by how many.</summary>
internal sealed class ListeningOptions
{
    private readonly Option<string?> _unix = new("--unix")
    {
        Description = "Listen on a Unix socket instead of a host and a port. Its file is removed at the end.",
        HelpName = "PATH",
    };

    private readonly Option<string[]> _tls = new("--tls")
    {
        Description = "Speak TLS (wss) with the certificate and the key in two PEM files. Changed files are taken up by new "
            + "connections, without a restart.",
        HelpName = "CERT KEY",
        Arity = new ArgumentArity(0, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _selfSigned = new("--tls-self-signed")
    {
        Description = "Speak TLS (wss) with a certificate made up for localhost, for development.",
    };

    private readonly Option<int?> _maxConnections = new("--max-connections")
    {
        Description = "How many connections there may be; what comes past it is refused. As many as the system allows "
            + "unless given.",
        HelpName = "COUNT",
    };

    private readonly Option<int?> _maxPerAddress = new("--max-connections-per-address")
    {
        Description = "How many connections one address may have. Any number unless given; not for servers behind a proxy.",
        HelpName = "COUNT",
    };

    public ListeningOptions(Command command)
    {
        foreach (Option option in new Option[] { _unix, _tls, _selfSigned, _maxConnections, _maxPerAddress })
        {
            command.Options.Add(option);
        }

        OptionRules.Require(_maxConnections, static count => count > 0, "--max-connections takes a number above 0.");
        OptionRules.Require(_maxPerAddress, static count => count > 0, "--max-connections-per-address takes a number above 0.");
        _unix.Validators.Add(static result =>
        {
            try
            {
                _ = new WebSocketServerOptions { UnixSocketPath = result.GetValueOrDefault<string?>() };
            }
            catch (ArgumentException)
            {
                result.AddError("--unix takes a path of 1 to 107 bytes.");
            }
        });
        _tls.Validators.Add(static result =>
        {
            if (result.Tokens.Count is not (0 or 2) || result is { Implicit: false, Tokens.Count: 0 })
            {
                result.AddError("--tls takes two files: the certificate's and the key's.");
            }
        });
        command.Validators.Add(result =>
        {
            if (IsGiven(result, _tls) && IsGiven(result, _selfSigned))
            {
                result.AddError("--tls and --tls-self-signed exclude each other: give the one or the other.");
            }
        });
    }

    /// <summary>Refuses the options of TCP beside <c>--unix</c>.</summary>
    public void ExcludeBesideUnix(Command command, params Option[] others) => command.Validators.Add(result =>
    {
        if (IsGiven(result, _unix) && others.FirstOrDefault(option => IsGiven(result, option)) is { } other)
        {
            result.AddError($"--unix and {other.Name} exclude each other: a Unix socket has no host and no port.");
        }
    });

    /// <summary>Refuses what Kestrel has no counterpart of.</summary>
    public void ExcludeOnKestrel(Command command, Option<HostingKind> hosting) => command.Validators.Add(result =>
    {
        if (IsGiven(result, _maxPerAddress) && IsGiven(result, hosting)
            && result.GetValue(hosting) is HostingKind.Kestrel or HostingKind.KestrelEngine)
        {
            result.AddError("Kestrel counts no addresses: --max-connections-per-address needs --hosting standalone.");
        }
    });

    public ServerSettings Read(ParseResult result, ServerSettings settings) => settings with
    {
        UnixSocketPath = result.GetValue(_unix),
        CertificateFiles = result.GetValue(_tls) is [string certificate, string key] ? (certificate, key) : null,
        IsSelfSigned = result.GetValue(_selfSigned),
        MaxConnections = result.GetValue(_maxConnections),
        MaxConnectionsPerAddress = result.GetValue(_maxPerAddress),
    };

    private static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };
}
