namespace AspNetCoreApp.Data;

/// <summary>Something that somebody wrote on a board.</summary>
internal sealed class Note
{
    public int Id { get; set; }

    public required string Board { get; set; }

    public required string Author { get; set; }

    public required string Text { get; set; }
}
