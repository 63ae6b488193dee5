namespace Parley.Cli;

/// <summary>How groups are shared through Redis.</summary>
internal enum LayerKind
{
    Native,
    DjangoCore,
    DjangoPubSub,
}
