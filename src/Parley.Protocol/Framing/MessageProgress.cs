namespace Parley.Protocol;

/// <summary>Where a stream of data frames stands (RFC 6455 section 5.4).</summary>
public enum MessageProgress : byte
{
    /// <summary>No message is under way: the next data frame starts one.</summary>
    Between,

    /// <summary>A message was started and its final fragment has not come.</summary>
    Inside,
}
