namespace Parley.Simulation.Tests;

/// <summary>A client's publication, from its making until it is answered.</summary>
internal sealed class Publish(string group, string id)
{
    public string Group => group;

    public string Id => id;

    /// <summary>The connection on which it was sent last.</summary>
    public Line? SentOn { get; set; }

    public string Text => $$"""{"op":"publish","group":"{{group}}","id":"{{id}}","data":"{{id}} says something"}""";
}
