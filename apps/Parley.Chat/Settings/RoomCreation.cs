namespace Parley.Chat;

/// <summary>Who may make rooms, besides administrators.</summary>
internal enum RoomCreation
{
    Everyone,

    /// <summary>Those with a token.</summary>
    People,

    Administrators,
}
