namespace AspNetCoreApp.Data;

/// <summary>A connection: who came, when, and when and how it ended.</summary>
internal sealed class Visit
{
    public int Id { get; set; }

    public required string Visitor { get; set; }

    public DateTimeOffset Came { get; set; }

    public DateTimeOffset? Left { get; set; }

    public int? CloseCode { get; set; }
}
