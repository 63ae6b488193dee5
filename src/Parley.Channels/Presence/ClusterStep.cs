namespace Parley.Channels;

/// <summary>What a <see cref="ClusterGroup"/> has to say to the store next.</summary>
internal enum ClusterStep
{
    None,
    Watch,
    Update,
    Unwatch,
}
