using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Parley.Chat;

/// <summary>What the tokens of the operator's site are checked with. One key goes with one algorithm.</summary>
/// <param name="Key">The key.</param>
/// <param name="Algorithm">The only algorithm that is taken.</param>
internal sealed record TokenKey(SecurityKey Key, string Algorithm)
{
    private const int LeastSecretBytes = 32;

    /// <summary>Reads the key that the settings name; null if they name none.</summary>
    /// <exception cref="SettingsException">It is no key.</exception>
    public static TokenKey? Read(ChatSettings settings) => settings switch
    {
        { TokenSecret: { } secret } => OfSecret(secret),
        { TokenKeyFile: { } file } => OfFile(file),
        _ => null,
    };

    private static TokenKey OfSecret(string secret)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        return bytes.Length >= LeastSecretBytes
            ? new TokenKey(new SymmetricSecurityKey(bytes), SecurityAlgorithms.HmacSha256)
            : throw new SettingsException(
                $"TokenSecret has {bytes.Length} bytes; HS256 needs {LeastSecretBytes} or more. Make one: openssl rand -hex 32");
    }

    private static TokenKey OfFile(string file)
    {
        string pem;
        try
        {
            pem = File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"TokenKeyFile can't be read: {exception.Message}");
        }

        return TryRsa(pem) ?? TryEllipticCurve(pem) ?? throw new SettingsException(
            $"TokenKeyFile {file} holds no public key that is known here. A PEM file with an RSA key (RS256) or a key of the "
            + "curve P-256 (ES256) is expected: -----BEGIN PUBLIC KEY-----");
    }

    private static TokenKey? TryRsa(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return new TokenKey(new RsaSecurityKey(rsa.ExportParameters(false)), SecurityAlgorithms.RsaSha256);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            return null;
        }
        finally
        {
            rsa.Dispose();
        }
    }

    private static TokenKey? TryEllipticCurve(string pem)
    {
        const int p256 = 256;
        var curve = ECDsa.Create();
        try
        {
            curve.ImportFromPem(pem);
            if (curve.KeySize == p256)
            {
                return new TokenKey(new ECDsaSecurityKey(curve), SecurityAlgorithms.EcdsaSha256);
            }
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            // It is no key of a curve.
        }

        curve.Dispose();
        return null;
    }
}
