using Microsoft.Extensions.Logging;
using Parley.TestSupport;

namespace Parley.Tests.Loops;

public sealed class PoolLoopTests : LoopSpecification
{
    protected override ConnectionLoop Create(TimeProvider? time = null, LogCollector? log = null) =>
        new PoolLoop(time, logger: log is null ? null : new Logger<PoolLoop>(log));
}
