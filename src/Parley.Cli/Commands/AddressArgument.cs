using System.CommandLine;
using System.CommandLine.Parsing;

namespace Parley.Cli;

/// <summary>The address of a WebSocket, as an argument.</summary>
internal static class AddressArgument
{
    /// <summary>An address with ws or wss.</summary>
    public static Argument<Uri> Create(string description) => Create(description, "ws", "wss");

    /// <summary>At least one address with ws or wss.</summary>
    public static Argument<Uri[]> CreateSeveral(string description) => new("url")
    {
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = static result => [.. result.Tokens.Select(token => Read(result, token.Value, "ws", "wss")!)],
    };

    /// <summary>An address with ws, for what speaks no TLS.</summary>
    public static Argument<Uri> CreatePlain(string description) => Create(description, "ws");

    private static Argument<Uri> Create(string description, params string[] schemes) => new("url")
    {
        Description = description,
        CustomParser = result => Read(result, result.Tokens[0].Value, schemes)!,
    };

    private static Uri? Read(ArgumentResult result, string text, params string[] schemes)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && schemes.Contains(address.Scheme))
        {
            return address;
        }

        string form = string.Join(" or ", schemes.Select(static scheme => $"{scheme}://HOST:PORT/PATH"));
        result.AddError($"'{text}' is no WebSocket address. Write it as {form}.");
        return null;
    }
}
