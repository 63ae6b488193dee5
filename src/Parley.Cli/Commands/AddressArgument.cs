using System.CommandLine;

namespace Parley.Cli;

/// <summary>The address of a WebSocket, as an argument.</summary>
internal static class AddressArgument
{
    /// <summary>An address with ws or wss.</summary>
    public static Argument<Uri> Create(string description) => new("url")
    {
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "ws" or "wss")
            {
                return address;
            }

            result.AddError($"'{text}' is no WebSocket address. Write it as ws://HOST:PORT/PATH or wss://HOST:PORT/PATH.");
            return null!;
        },
    };
}
