namespace Parley.Channels.Redis;

/// <summary>In which form events are written. It must be the same as Django's.</summary>
public enum DjangoSerializer
{
    /// <summary>channels_redis writes it unless told otherwise.</summary>
    MessagePack,

    /// <summary><c>"serializer_format": "json"</c>. It has no bytes.</summary>
    Json,
}
