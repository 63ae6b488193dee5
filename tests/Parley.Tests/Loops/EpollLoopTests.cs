using Parley.TestSupport;

namespace Parley.Tests.Loops;

public sealed class EpollLoopTests : LoopSpecification
{
    protected override ConnectionLoop Create(TimeProvider? time = null, LogCollector? log = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        return new EpollLoop("test", time, log?.CreateLogger("loop"));
    }
}
