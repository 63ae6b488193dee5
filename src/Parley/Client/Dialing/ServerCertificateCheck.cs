using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Parley;

/// <summary>Looks at one server's certificate, and says in sentences what is wrong with it.</summary>
internal sealed class ServerCertificateCheck(string host, ClientTlsOptions options)
{
    /// <summary>Why the certificate was refused, if it was.</summary>
    public string? Reason { get; private set; }

    /// <summary>What <see cref="SslStream"/> asks.</summary>
    public bool IsGood(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (options.Check != CertificateCheck.Nothing)
        {
            Reason = certificate is X509Certificate2 known
                ? FindFault(known, chain, errors)
                : "The server showed no certificate.";
        }

        return Reason is null;
    }

    private string? FindFault(X509Certificate2 certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        List<string> faults = [];
        if (options.Check == CertificateCheck.Full)
        {
            AddNameFault(faults, certificate, errors);
            AddChainFaults(faults, chain, errors);
        }

        string pin = ClientTlsOptions.PinOf(certificate);
        bool isPinned = options.PinnedKeys.Contains(pin)
            || (options.PinnedKeys.Count == 0 && options.Check == CertificateCheck.Full);
        if (!isPinned)
        {
            faults.Add($"Its key is {pin}, which is not among the PinnedKeys.");
        }

        return faults.Count == 0 ? null : string.Join(" ", faults);
    }

    private void AddNameFault(List<string> faults, X509Certificate2 certificate, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            faults.Add($"It is for {Names(certificate)}, not for {host}. Use a name that it has.");
        }
    }

    private static void AddChainFaults(List<string> faults, X509Chain? chain, SslPolicyErrors errors)
    {
        if (chain is null || !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            return;
        }

        X509ChainStatusFlags all = chain.ChainStatus.Aggregate(
            X509ChainStatusFlags.NoError, static (flags, status) => flags | status.Status);
        if (all.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            faults.Add(TimeFault(chain));
        }

        if ((all & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != X509ChainStatusFlags.NoError)
        {
            string issuer = chain.ChainElements[^1].Certificate.Issuer;
            faults.Add($"It comes from {issuer}, which is not trusted. If it should be, add that certificate to TrustedRoots.");
        }

        if (faults.Count == 0)
        {
            faults.AddRange(chain.ChainStatus.Select(static status => status.StatusInformation.Trim()));
        }
    }

    private static string TimeFault(X509Chain chain)
    {
        DateTime now = TimeProvider.System.GetLocalNow().DateTime;
        X509Certificate2 first = chain.ChainElements
            .First(static element => element.ChainElementStatus.Any(
                static status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))
            .Certificate;
        return first.NotAfter < now
            ? $"The certificate of {first.Subject} expired at {first.NotAfter.ToUniversalTime():u}. The server needs a new one."
            : $"The certificate of {first.Subject} is valid only from {first.NotBefore.ToUniversalTime():u}. Is this machine's clock right?";
    }

    private static string Names(X509Certificate2 certificate)
    {
        string[] names = [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(
            static names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(static ip => ip.ToString())))];
        return names.Length == 0 ? certificate.Subject : string.Join(", ", names);
    }
}
