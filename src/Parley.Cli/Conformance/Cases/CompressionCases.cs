using System.Globalization;
using Parley.Protocol;

namespace Parley.Cli.Conformance.Cases;

/// <summary>Groups 12 and 13: compressed messages, with different payloads and different parameters.</summary>
internal static class CompressionCases
{
    private const string Plain = "permessage-deflate; client_max_window_bits";
    private const string Anew = Plain + "; server_no_context_takeover";

    private static readonly (int Size, int Fragment)[] _sizes =
    [
        (16, 0), (64, 0), (256, 0), (1024, 0), (4096, 0), (8192, 0), (16_384, 0), (32_768, 0), (65_536, 0), (131_072, 0),
        (8192, 256), (16_384, 256), (32_768, 256), (65_536, 256), (131_072, 256), (131_072, 1024), (131_072, 4096), (131_072, 32_768),
    ];

    private static readonly (MessageType Type, TestData Data)[] _payloads =
    [
        (MessageType.Text, TestData.Json), (MessageType.Binary, TestData.Picture), (MessageType.Binary, TestData.Prose),
        (MessageType.Text, TestData.Html), (MessageType.Binary, TestData.Mixed),
    ];

    private static readonly string[][] _offers =
    [
        [Plain],
        [Anew],
        [Plain + "; server_max_window_bits=9"],
        [Plain + "; server_max_window_bits=15"],
        [Anew + "; server_max_window_bits=9"],
        [Anew + "; server_max_window_bits=15"],
        [Anew + "; server_max_window_bits=9", Anew, Plain],
    ];

    public static IEnumerable<ConformanceCase> All(int messages) =>
    [
        .. _payloads.SelectMany((payload, i) => Of($"12.{i + 1}", payload.Type, payload.Data, [Plain], messages)),
        .. _offers.SelectMany((offers, i) => Of($"13.{i + 1}", MessageType.Text, TestData.Json, offers, messages)),
    ];

    private static IEnumerable<ConformanceCase> Of(
        string group, MessageType type, TestData data, string[] offers, int messages) => _sizes.Select((size, i) =>
    {
        string fragments = size.Fragment > 0 ? string.Create(CultureInfo.InvariantCulture, $", in fragments of {size.Fragment:N0}") : "";
        string title = string.Create(
            CultureInfo.InvariantCulture,
            $"{messages:N0} compressed messages of {size.Size:N0} bytes of {data.Name}{fragments}, offering {string.Join(", ", offers)}");
        var echo = new Step.Echo(type, size.Size, data) { IsRepeated = true, FragmentSize = size.Fragment };
        return new ConformanceCase($"{group}.{i + 1}", title, [echo])
        {
            Expected = [CaseEvent.Echoed(messages, size.Size)],
            Offers = offers,
            Limit = TimeSpan.FromMinutes(8),
        };
    });
}
