namespace Parley.Protocol;

/// <summary>Where one header field stands in the bytes of its head.</summary>
internal readonly record struct HeaderFieldRange(Range Name, Range Value);
