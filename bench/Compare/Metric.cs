namespace Parley.Compare;

/// <summary>What a workload is about; lower is better for all of them.</summary>
/// <param name="Title">What a table says.</param>
/// <param name="Unit">The unit of a value.</param>
/// <param name="CostField">Where the load's report has it.</param>
/// <param name="RateTitle">What is counted per second.</param>
/// <param name="RateField">Where the load's report has that.</param>
internal sealed record Metric(string Title, string Unit, string CostField, string? RateTitle, string? RateField)
{
    public static Metric Echo { get; } =
        new("server CPU per message", "ns", "serverCpuNanosecondsPerMessage", "messages/s", "messagesPerSecond");

    public static Metric Broadcast { get; } =
        new("server CPU per delivery", "ns", "serverCpuNanosecondsPerDelivery", "deliveries/s", "deliveriesPerSecond");

    /// <summary>Memory of its own: what is mapped from files is shared, and is there once.</summary>
    public static Metric Idle { get; } = new("user-space memory per connection", "bytes", "anonymousBytesPerConnection", null, null);

    public static Metric Handshake { get; } =
        new("server CPU per handshake", "us", "serverCpuMicrosecondsPerHandshake", "handshakes/s", "handshakesPerSecond");
}
