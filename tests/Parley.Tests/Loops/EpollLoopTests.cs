using Microsoft.Extensions.Logging;

namespace Parley.Tests.Loops;

public sealed class EpollLoopTests : LoopSpecification
{
    protected override ConnectionLoop Create(TimeProvider? time = null, ILoggerFactory? log = null)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "epoll is Linux's; run the tests on Linux");
        return new EpollLoop("test", time, log?.CreateLogger("loop"));
    }
}
