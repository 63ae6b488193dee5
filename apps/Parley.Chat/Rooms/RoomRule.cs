using System.Text.Json.Serialization;

namespace Parley.Chat;

/// <summary>Who may do what in a room. Administrators may do everything everywhere.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RoomRule>))]
internal enum RoomRule
{
    /// <summary>Everybody reads and writes.</summary>
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>Those who are invited read and write; nobody else knows of it.</summary>
    [JsonStringEnumMemberName("invited")]
    Invited,

    /// <summary>Everybody reads; administrators write.</summary>
    [JsonStringEnumMemberName("read-only")]
    ReadOnly,
}
