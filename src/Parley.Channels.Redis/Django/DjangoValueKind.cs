namespace Parley.Channels.Redis;

/// <summary>What a value in a Django event is, by Python's names.</summary>
internal enum DjangoValueKind
{
    None,
    Boolean,
    Integer,
    Float,
    Text,
    Bytes,
    List,
    Dictionary,
}
