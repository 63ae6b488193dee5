namespace Parley.Channels.Redis;

/// <summary>What a MessagePack value is.</summary>
internal enum MessagePackType
{
    Nil,
    Boolean,
    Integer,
    Double,
    String,
    Binary,
    Array,
    Map,
}
