using Microsoft.Extensions.Logging;

namespace Parley.Tests.Loops;

public sealed class PoolLoopTests : LoopSpecification
{
    protected override ConnectionLoop Create(TimeProvider? time = null, ILoggerFactory? log = null) =>
        new PoolLoop(time, logger: log is null ? null : new Logger<PoolLoop>(log));
}
