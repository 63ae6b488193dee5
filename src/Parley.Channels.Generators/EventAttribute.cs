using Microsoft.CodeAnalysis;

namespace Parley.Channels.Generators;

/// <summary>A <c>[GroupEvent]</c> as it stands at a method.</summary>
/// <param name="Event">The event's type.</param>
/// <param name="JsonContext">What reads its data, or null.</param>
internal sealed record EventAttribute(string Event, INamedTypeSymbol? JsonContext)
{
    public static IEnumerable<EventAttribute> AllOf(IMethodSymbol method) =>
        from attribute in method.GetAttributes()
        where attribute.AttributeClass?.ToDisplayString() == GroupEventGenerator.AttributeName
        where !attribute.ConstructorArguments.IsEmpty
        select new EventAttribute(
            attribute.ConstructorArguments[0].Value as string ?? "",
            attribute.ConstructorArguments.Length > 1 ? attribute.ConstructorArguments[1].Value as INamedTypeSymbol : null);
}
