using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Parley.Protocol;

/// <summary>How both ends agree on permessage-deflate in the opening handshake (RFC 7692 sections 5 and 7.1).</summary>
public static class DeflateNegotiation
{
    /// <summary>The first of a client's offers that can be honoured, as a server accepts it.</summary>
    /// <param name="offers">What the client offers, in its order of preference.</param>
    /// <param name="options">What the server wants, or null for no compression.</param>
    /// <returns>What is agreed on, or null if no offer can be accepted: messages then go uncompressed.</returns>
    public static DeflateParameters? Accept(IReadOnlyList<ExtensionOffer> offers, DeflateOptions? options)
    {
        if (options is null)
        {
            return null;
        }

        foreach (ExtensionOffer element in offers)
        {
            if (element.Name == DeflateOffer.Extension && DeflateOffer.Read(element) is { } offer)
            {
                return Agree(offer, options);
            }
        }

        return null;
    }

    /// <summary>The value of a server's <c>Sec-WebSocket-Extensions</c>.</summary>
    /// <param name="agreed">What is agreed on.</param>
    public static string FormatAnswer(DeflateParameters agreed) => Format(
        agreed.ServerNoContextTakeover,
        agreed.ClientNoContextTakeover,
        agreed.ServerMaxWindowBits,
        agreed.ClientMaxWindowBits == DeflateOptions.MaxWindowBits
            ? ""
            : DeflateOffer.Format(DeflateOffer.ClientMaxWindowBitsName, agreed.ClientMaxWindowBits));

    /// <summary>The value of a client's <c>Sec-WebSocket-Extensions</c>.</summary>
    /// <param name="options">What the client wants.</param>
    public static string FormatOffer(DeflateOptions options) => Format(
        options.ServerNoContextTakeover,
        options.ClientNoContextTakeover,
        options.ServerMaxWindowBits,
        options.ClientMaxWindowBits == DeflateOptions.MaxWindowBits
            ? "; " + DeflateOffer.ClientMaxWindowBitsName
            : DeflateOffer.Format(DeflateOffer.ClientMaxWindowBitsName, options.ClientMaxWindowBits));

    /// <summary>Checks a server's answer to a client's offer.</summary>
    /// <param name="answer">The value of <c>Sec-WebSocket-Extensions</c>, or null without one.</param>
    /// <param name="options">What the client offered, or null if it offered nothing.</param>
    /// <param name="agreed">What is agreed on; null for no compression.</param>
    /// <param name="reason">Why the connection fails (RFC 7692 section 7.1: the client must not go on).</param>
    public static bool TryConfirm(
        string? answer,
        DeflateOptions? options,
        out DeflateParameters? agreed,
        [NotNullWhen(false)] out string? reason)
    {
        agreed = null;
        reason = null;
        if (string.IsNullOrEmpty(answer))
        {
            return true;
        }

        if (!ExtensionList.TryParse(answer, out IReadOnlyList<ExtensionOffer>? elements))
        {
            reason = "The server's Sec-WebSocket-Extensions can't be read.";
            return false;
        }

        if (options is null || elements is not [{ Name: DeflateOffer.Extension }])
        {
            reason = $"The server uses an extension that was not offered: {answer}.";
            return false;
        }

        agreed = Confirm(DeflateOffer.Read(elements[0]), options);
        reason = agreed is null ? $"The server's parameters are none that were offered: {answer}." : null;
        return agreed is not null;
    }

    private static DeflateParameters Agree(DeflateOffer offer, DeflateOptions options) => new()
    {
        ServerNoContextTakeover = offer.ServerNoContextTakeover || options.ServerNoContextTakeover,
        ClientNoContextTakeover = offer.ClientNoContextTakeover || options.ClientNoContextTakeover,

        // RFC 7692 section 7.1.2.1: no more than the client can take.
        ServerMaxWindowBits = Math.Min(offer.ServerMaxWindowBits ?? DeflateOptions.MaxWindowBits, options.ServerMaxWindowBits),

        // RFC 7692 section 7.1.2.2: only a client that named the parameter can be limited. Any window can be read.
        ClientMaxWindowBits = offer.ClientMaxWindowBits is not { } bits
            ? DeflateOptions.MaxWindowBits
            : bits == 0 ? options.ClientMaxWindowBits : Math.Min(bits, options.ClientMaxWindowBits),
    };

    private static DeflateParameters? Confirm(DeflateOffer? answer, DeflateOptions options)
    {
        int server = answer?.ServerMaxWindowBits ?? DeflateOptions.MaxWindowBits;
        int client = answer?.ClientMaxWindowBits ?? DeflateOptions.MaxWindowBits;

        // RFC 7692 section 7.1.2: an answer's windows have a value, and none above what was offered. A window that the
        // server left out is the largest.
        bool isGood = answer is not null && server <= options.ServerMaxWindowBits && client != 0
            && (answer.ClientMaxWindowBits is null || client <= options.ClientMaxWindowBits);
        return !isGood ? null : new DeflateParameters
        {
            ServerNoContextTakeover = answer!.ServerNoContextTakeover,

            // RFC 7692 section 7.1.1.2: a client may start anew although the server did not ask for it.
            ClientNoContextTakeover = answer.ClientNoContextTakeover || options.ClientNoContextTakeover,
            ServerMaxWindowBits = server,
            ClientMaxWindowBits = Math.Min(client, options.ClientMaxWindowBits),
        };
    }

    private static string Format(bool serverStartsAnew, bool clientStartsAnew, int serverBits, string clientBits)
    {
        var text = new StringBuilder(DeflateOffer.Extension);
        if (serverStartsAnew)
        {
            text.Append("; ").Append(DeflateOffer.ServerNoContextTakeoverName);
        }

        if (clientStartsAnew)
        {
            text.Append("; ").Append(DeflateOffer.ClientNoContextTakeoverName);
        }

        if (serverBits != DeflateOptions.MaxWindowBits)
        {
            text.Append(DeflateOffer.Format(DeflateOffer.ServerMaxWindowBitsName, serverBits));
        }

        return text.Append(clientBits).ToString();
    }
}
