using System.Security.Cryptography;
using System.Text;

namespace Parley.Chat;

/// <summary>Counts the rooms that the same person has made. Administrators make as many as they like.</summary>
internal sealed class RoomMakers(ChatSettings settings, TokenSigner signer)
{
    private const int MarkBytes = 12;

    private readonly byte[] _key = signer.Derive("room makers");

    /// <summary>What a room remembers of whoever makes it: who it is; of guests, who come as often as they like, also from where.</summary>
    public IReadOnlyList<string>? Of(Visitor visitor) => visitor switch
    {
        { IsAdmin: true } or { User: null } => null,
        { User: { Kind: UserKind.Guest } guest, Network.Length: > 0 } => [guest.Id, MarkOf(visitor.Network)],
        _ => [visitor.User.Id],
    };

    /// <summary>Whether they have made as many rooms as one person may.</summary>
    public bool HaveEnough(ChatState state, IReadOnlyList<string>? makers) => makers is not null && makers.Any(
        maker => state.Rooms.Count(room => room.Makers?.Contains(maker, StringComparer.Ordinal) ?? false) >= settings.RoomsPerPerson);

    // No address is kept for longer than its connection lasts: only what the same address is known again by.
    private string MarkOf(string network) =>
        "a:" + Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(network)).AsSpan(0, MarkBytes));
}
