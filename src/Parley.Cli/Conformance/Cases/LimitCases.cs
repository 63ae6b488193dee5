using System.Globalization;
using Parley.Protocol;

namespace Parley.Cli.Conformance.Cases;

/// <summary>Groups 9 and 10: large messages, many fragments, many round trips.</summary>
internal static class LimitCases
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly int[] _sizes = [64 * 1024, 256 * 1024, Mebibyte, 4 * Mebibyte, 8 * Mebibyte, 16 * Mebibyte];
    private static readonly int[] _fragments = [64, 256, 1024, 4096, 16 * 1024, 64 * 1024, 256 * 1024, Mebibyte, 4 * Mebibyte];
    private static readonly int[] _chops = [64, 128, 256, 512, 1024, 2048];
    private static readonly int[] _trips = [0, 16, 64, 256, 1024, 4096];

    public static IEnumerable<ConformanceCase> All(int messages) =>
    [
        .. Of(1, MessageType.Text, _sizes, static (echo, size) => echo with { Size = size }),
        .. Of(2, MessageType.Binary, _sizes, static (echo, size) => echo with { Size = size }),
        .. Of(3, MessageType.Text, _fragments, static (echo, size) => echo with { Size = 4 * Mebibyte, FragmentSize = size }),
        .. Of(4, MessageType.Binary, _fragments, static (echo, size) => echo with { Size = 4 * Mebibyte, FragmentSize = size }),
        .. Of(5, MessageType.Text, _chops, static (echo, size) => echo with { Size = Mebibyte, Chop = size }),
        .. Of(6, MessageType.Binary, _chops, static (echo, size) => echo with { Size = Mebibyte, Chop = size }),
        .. Of(7, MessageType.Text, _trips, static (echo, size) => echo with { Size = size, IsRepeated = true }, messages),
        .. Of(8, MessageType.Binary, _trips, static (echo, size) => echo with { Size = size, IsRepeated = true }, messages),
        Case("10.1.1", new Step.Echo(MessageType.Text, 65_536, TestData.Stars) { FragmentSize = 1300 }, 1),
    ];

    private static IEnumerable<ConformanceCase> Of(
        int group, MessageType type, int[] sizes, Func<Step.Echo, int, Step.Echo> make, int messages = 1)
    {
        var echo = new Step.Echo(type, 0, type == MessageType.Text ? TestData.Letters : TestData.Fe);
        return sizes.Select((size, i) => Case($"9.{group}.{i + 1}", make(echo, size), messages));
    }

    private static ConformanceCase Case(string id, Step.Echo echo, int messages)
    {
        string fragments = echo.FragmentSize > 0 ? string.Create(CultureInfo.InvariantCulture, $", in fragments of {echo.FragmentSize:N0}") : "";
        string chops = echo.Chop > 0 ? string.Create(CultureInfo.InvariantCulture, $", in chops of {echo.Chop:N0}") : "";
        string title = string.Create(CultureInfo.InvariantCulture, $"{messages:N0} {echo.Type} of {echo.Size:N0} bytes{fragments}{chops}");
        return new ConformanceCase(id, title, [echo])
        {
            Expected = [CaseEvent.Echoed(messages, echo.Size)],
            Limit = TimeSpan.FromMinutes(2),
        };
    }
}
