namespace Parley.Cli.Bench;

/// <summary>The table of a load.</summary>
internal static class LoadTable
{
    public static string Make(LoadReport report)
    {
        bool isBroadcast = report.Kind == "broadcast";
        BenchTable table = new BenchTable($"{report.Kind} {report.Url}")
            .Add("connections", Describe(report, isBroadcast))
            .Add("measured", $"{report.Seconds:0.00} s, after {report.WarmupSeconds:0.##} s to warm up")
            .Add("messages", $"{report.Messages:N0}")
            .Add("messages/s", $"{report.MessagesPerSecond:N0}");
        if (isBroadcast)
        {
            table.Add("deliveries", $"{report.Deliveries:N0}").Add("deliveries/s", $"{report.DeliveriesPerSecond:N0}");
        }

        table.AddErrors(report.Errors, report.ErrorList).Add("latency", report.LatencyMicroseconds.ToString());
        if (report is { ServerCores: { } cores })
        {
            double? nanoseconds = isBroadcast ? report.ServerCpuNanosecondsPerDelivery : report.ServerCpuNanosecondsPerMessage;
            table.Add("server CPU", Cpu(nanoseconds ?? 0, cores, isBroadcast));
        }

        if (report.OtherCpuNanosecondsPerDelivery is { } other)
        {
            table.Add("other CPU", $"{other:N0} ns per {(isBroadcast ? "delivery" : "message")}");
        }

        return table
            .Add("client CPU", Cpu(
                isBroadcast ? report.ClientCpuNanosecondsPerDelivery : report.ClientCpuNanosecondsPerMessage,
                report.ClientCores,
                isBroadcast))
            .ToString();
    }

    private static string Cpu(double nanoseconds, double cores, bool isBroadcast) =>
        $"{nanoseconds:N0} ns per {(isBroadcast ? "delivery" : "message")}, {cores:0.00} cores";

    private static string Describe(LoadReport report, bool isBroadcast)
    {
        string senders = isBroadcast ? $", of which {report.Senders:N0} send" : "";
        string deflate = report.Deflate ? ", deflate offered" : "";
        return $"{report.Connections:N0}{senders}, {report.InFlight:N0} in flight, {report.Size:N0} bytes of {report.Type}{deflate}";
    }
}
