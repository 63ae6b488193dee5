namespace Parley.Tests.Transports;

public sealed class InMemoryTransportTests : TransportSpecification
{
    protected override Task<(Transport First, Transport Second)> CreatePairAsync()
    {
        (InMemoryTransport first, InMemoryTransport second) = InMemoryTransport.CreatePair(Loop);
        return Task.FromResult<(Transport First, Transport Second)>((first, second));
    }
}
