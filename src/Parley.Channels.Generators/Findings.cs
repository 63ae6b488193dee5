using Microsoft.CodeAnalysis;

namespace Parley.Channels.Generators;

/// <summary>What can be wrong about a consumer's event methods.</summary>
internal static class Findings
{
    public static readonly DiagnosticDescriptor WrongSignature = Error(
        "PARLEY001",
        "A [GroupEvent] method can't be called",
        "{0} can't handle an event: {1}. Write 'ValueTask {2}(T data, CancellationToken cancellationToken)', where both parameters may be left out and void may be returned.");

    public static readonly DiagnosticDescriptor NotPartial = Error(
        "PARLEY002",
        "A consumer with [GroupEvent] methods is not partial",
        "{0} must be partial and not file-local, so that the code that calls its [GroupEvent] methods can be added to it");

    public static readonly DiagnosticDescriptor NameUsedTwice = Error(
        "PARLEY003",
        "An event has two methods",
        "The event \"{0}\" is handled by {1} already. To handle it otherwise in a derived consumer, make that method virtual and override it without the attribute.");

    public static readonly DiagnosticDescriptor NoConsumer = Error(
        "PARLEY004",
        "A class with [GroupEvent] methods is no consumer",
        "{0} must derive from Parley.Channels.Consumer to be sent events");

    public static readonly DiagnosticDescriptor NoJson = Error(
        "PARLEY005",
        "Nothing can read an event's data as JSON",
        "{0} takes a {1}, which is read from JSON: {2}");

    public static readonly DiagnosticDescriptor NoName = Error(
        "PARLEY006",
        "An event has no name",
        "{0} handles an event without a name; give it one, such as [GroupEvent(\"chat.message\")]");

    private static readonly Dictionary<string, DiagnosticDescriptor> _byId =
        new[] { WrongSignature, NotPartial, NameUsedTwice, NoConsumer, NoJson, NoName }
            .ToDictionary(static descriptor => descriptor.Id);

    public static DiagnosticDescriptor ById(string id) => _byId[id];

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Parley.Channels", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
