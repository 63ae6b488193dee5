namespace Parley.Compare.Loads;

/// <summary>What the load on a hub is told; as <c>parley bench broadcast</c>.</summary>
internal sealed record SignalRSettings(
    Uri Url, int Senders, int Receivers, int Size, int InFlight, double Seconds, double Warmup, int Pid, string JsonFile);
