using System.CommandLine;
using System.Security.Cryptography.X509Certificates;

namespace Parley.Cli;

/// <summary>Which servers a client trusts over TLS.</summary>
internal sealed class TrustOptions
{
    private readonly Option<X509Certificate2Collection?> _roots = new("--cacert", "--ca")
    {
        Description = "For wss: trust the certificates in this PEM file, rather than the system's.",
        HelpName = "FILE",
        CustomParser = static result =>
        {
            try
            {
                return ClientTlsOptions.ReadRoots(result.Tokens[0].Value);
            }
            catch (IOException exception)
            {
                result.AddError(exception.Message);
                return null;
            }
        },
    };

    private readonly Option<bool> _insecure = new("--insecure")
    {
        Description = "For wss: take any certificate, for tests. Whoever is in between can read and change everything.",
    };

    /// <summary>Adds the options to a command.</summary>
    public TrustOptions(Command command)
    {
        command.Options.Add(_roots);
        command.Options.Add(_insecure);
    }

    /// <summary>What was said on the command line.</summary>
    public ClientTlsOptions Read(ParseResult result) => new()
    {
        TrustedRoots = result.GetValue(_roots),
        Check = result.GetValue(_insecure) ? CertificateCheck.Nothing : CertificateCheck.Full,
    };
}
