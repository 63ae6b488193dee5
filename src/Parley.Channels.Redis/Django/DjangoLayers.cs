namespace Parley.Channels.Redis;

/// <summary>What the layers in Django's formats say alike.</summary>
internal static class DjangoLayers
{
    public static NotSupportedException NoHistory() =>
        new("Django's formats have no history: use a RedisLayer where no Django takes part.");
}
