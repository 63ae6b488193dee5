namespace Parley.Channels.Generators;

/// <summary>A consumer with event methods: everything that its generated part is made of.</summary>
/// <param name="Namespace">Its namespace; empty for none.</param>
/// <param name="Types">How it, and what it is nested in, is declared, from the outermost in: <c>partial class Chat</c>.</param>
/// <param name="FileName">A name that no other consumer has.</param>
/// <param name="Methods">Its event methods; those of its base are called by the base.</param>
/// <param name="Findings">What is wrong with it.</param>
internal sealed record ConsumerModel(
    string Namespace,
    EquatableList<string> Types,
    string FileName,
    EquatableList<EventMethod> Methods,
    EquatableList<Finding> Findings);
