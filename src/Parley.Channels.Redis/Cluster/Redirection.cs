using System.Globalization;

namespace Parley.Channels.Redis;

/// <summary>Where a node of a cluster says that a key is.</summary>
/// <param name="Slot">The key's slot.</param>
/// <param name="Owner">The node to ask.</param>
/// <param name="Prefix">ASKING for this command only, while the slot moves; none once it has.</param>
internal readonly record struct Redirection(int Slot, RedisEndpoint Owner, CommandPrefix Prefix)
{
    /// <summary>Reads <c>MOVED 3999 127.0.0.1:6381</c> and <c>ASK 3999 127.0.0.1:6381</c>.</summary>
    public static bool TryRead(string error, RedisEndpoint asked, out Redirection redirection)
    {
        redirection = default;
        string[] words = error.Split(' ');
        if (words.Length < 3 || words[0] is not ("MOVED" or "ASK"))
        {
            return false;
        }

        int colon = words[2].LastIndexOf(':');
        if (colon < 0
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out int slot)
            || slot >= HashSlot.Count
            || !ushort.TryParse(words[2][(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            || port == 0)
        {
            return false;
        }

        string host = words[2][..colon].Trim('[', ']');
        host = host is "" or "?" ? asked.Host : host;
        if (host.Length == 0)
        {
            return false;
        }

        redirection = new Redirection(
            slot,
            new RedisEndpoint(host, port),
            words[0] == "ASK" ? CommandPrefix.Asking : CommandPrefix.None);
        return true;
    }
}
