using Microsoft.CodeAnalysis;

namespace Parley.Channels.Generators;

/// <summary>Something that the author of a consumer has to mend.</summary>
internal sealed record Finding(string Id, SourcePlace Place, EquatableList<string> Arguments)
{
    public static Finding Of(DiagnosticDescriptor descriptor, ISymbol place, params string[] arguments) =>
        new(descriptor.Id, SourcePlace.Of(place), new EquatableList<string>(arguments));

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Findings.ById(Id), Place.ToLocation(), Arguments.ToArray<object>());
}
