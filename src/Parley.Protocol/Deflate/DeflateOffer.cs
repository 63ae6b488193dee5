using System.Globalization;

namespace Parley.Protocol;

/// <summary>The parameters of one permessage-deflate element of a header field, an offer's or an answer's.</summary>
internal sealed record DeflateOffer
{
    public const string Extension = "permessage-deflate";
    public const string ServerNoContextTakeoverName = "server_no_context_takeover";
    public const string ClientNoContextTakeoverName = "client_no_context_takeover";
    public const string ServerMaxWindowBitsName = "server_max_window_bits";
    public const string ClientMaxWindowBitsName = "client_max_window_bits";

    public bool ServerNoContextTakeover { get; private set; }

    public bool ClientNoContextTakeover { get; private set; }

    public int? ServerMaxWindowBits { get; private set; }

    /// <summary>The window, 0 if the parameter stands there without a value.</summary>
    public int? ClientMaxWindowBits { get; private set; }

    /// <summary>
    /// Reads an element. Null if RFC 7692 section 7.1 has it declined: an unknown parameter, one with a bad value, or
    /// one that stands twice.
    /// </summary>
    public static DeflateOffer? Read(ExtensionOffer element)
    {
        var offer = new DeflateOffer();
        foreach ((string name, string? value) in element.Parameters)
        {
            if (!offer.TryAdd(name, value))
            {
                return null;
            }
        }

        return offer;
    }

    public static string Format(string name, int bits) => string.Create(CultureInfo.InvariantCulture, $"; {name}={bits}");

    private bool TryAdd(string name, string? value)
    {
        switch (name)
        {
            case ServerNoContextTakeoverName when !ServerNoContextTakeover && value is null:
                return ServerNoContextTakeover = true;
            case ClientNoContextTakeoverName when !ClientNoContextTakeover && value is null:
                return ClientNoContextTakeover = true;
            case ServerMaxWindowBitsName when ServerMaxWindowBits is null && ReadBits(value) is { } bits:
                ServerMaxWindowBits = bits;
                return true;
            case ClientMaxWindowBitsName when ClientMaxWindowBits is null && value is null:
                ClientMaxWindowBits = 0;
                return true;
            case ClientMaxWindowBitsName when ClientMaxWindowBits is null && ReadBits(value) is { } bits:
                ClientMaxWindowBits = bits;
                return true;
            default:
                return false;
        }
    }

    // RFC 7692 section 7.1.2: a decimal integer without leading zeros, from 8 to 15.
    private static int? ReadBits(string? value) => value switch
    {
        "8" => 8,
        "9" => 9,
        "10" => 10,
        "11" => 11,
        "12" => 12,
        "13" => 13,
        "14" => 14,
        "15" => 15,
        _ => null,
    };
}
