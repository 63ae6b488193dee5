using System.CommandLine;

namespace Parley.Cli;

/// <summary>The address of a WebSocket, as an argument.</summary>
internal static class AddressArgument
{
    /// <summary>An address with ws or wss.</summary>
    public static Argument<Uri> Create(string description) => Create(description, "ws", "wss");

    /// <summary>An address with ws, for what speaks no TLS.</summary>
    public static Argument<Uri> CreatePlain(string description) => Create(description, "ws");

    private static Argument<Uri> Create(string description, params string[] schemes) => new("url")
    {
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && schemes.Contains(address.Scheme))
            {
                return address;
            }

            string form = string.Join(" or ", schemes.Select(static scheme => $"{scheme}://HOST:PORT/PATH"));
            result.AddError($"'{text}' is no WebSocket address. Write it as {form}.");
            return null!;
        },
    };
}
