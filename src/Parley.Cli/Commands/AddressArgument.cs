using System.CommandLine;
using System.CommandLine.Parsing;

namespace Parley.Cli;

/// <summary>The address of a WebSocket, as an argument.</summary>
internal static class AddressArgument
{
    /// <summary>An address with ws or wss.</summary>
    public static Argument<Uri> Create(string description) => new("url")
    {
        Description = description,
        CustomParser = static result => Read(result, result.Tokens[0].Value)!,
    };

    /// <summary>At least one address with ws or wss.</summary>
    public static Argument<Uri[]> CreateSeveral(string description) => new("url")
    {
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = static result => [.. result.Tokens.Select(token => Read(result, token.Value)!)],
    };

    private static Uri? Read(ArgumentResult result, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "ws" or "wss")
        {
            return address;
        }

        result.AddError($"'{text}' is no WebSocket address. Write it as ws://HOST:PORT/PATH or wss://HOST:PORT/PATH.");
        return null;
    }
}
