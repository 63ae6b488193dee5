namespace Parley.Channels.Tests.History;

public sealed class MemoryResendIdTests : ResendIdSpecification
{
    protected override ValueTask<IHistoryStore> OpenAsync(HistoryOptions options) => new(new MemoryHistoryStore(options, Clock));
}
