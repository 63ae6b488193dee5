namespace Parley.Channels;

/// <summary>A publication on its way into history.</summary>
internal sealed class PendingPublish(GroupStream stream, Publication publication, ValueTask<PublishResult> append)
    : PendingAnswer<PublishResult>(append)
{
    private readonly Publication _publication = publication.Retain();

    protected override void OnResult(PublishResult result) => stream.OnAppended(_publication, result);

    protected override void OnEnded() => _publication.Release();
}
