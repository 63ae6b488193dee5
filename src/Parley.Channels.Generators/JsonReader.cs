using Microsoft.CodeAnalysis;

namespace Parley.Channels.Generators;

/// <summary>How an event's data is read from JSON, and whether it can be.</summary>
internal static class JsonReader
{
    private const string ContextName = "System.Text.Json.Serialization.JsonSerializerContext";
    private const string ListingName = "System.Text.Json.Serialization.JsonSerializableAttribute";

    /// <summary>What is missing to read a type; null if nothing is.</summary>
    public static string? WhatIsMissing(ITypeSymbol type, INamedTypeSymbol? context)
    {
        string name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat.RemoveMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));
        if (context is null)
        {
            return $"name a JsonSerializerContext that knows it, as in [GroupEvent(\"name\", typeof(MyJson))]. "
                + "A string, a ReadOnlyMemory<byte> and a GroupEvent need none.";
        }

        if (!IsContext(context))
        {
            return $"{context.Name} is no JsonSerializerContext";
        }

        // A type that another generator makes is not to be seen yet: it is read at run time, or said to be unknown then.
        return type.TypeKind == TypeKind.Error || Lists(context, type)
            ? null
            : $"give {context.Name} a [JsonSerializable(typeof({name}))]";
    }

    public static string Expression(ITypeSymbol type, INamedTypeSymbol context) =>
        $"groupEvent.GetJson<{TypeText.Full(type)}>({TypeText.Full(context)}.Default)";

    private static bool IsContext(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? basis = type.BaseType; basis is not null; basis = basis.BaseType)
        {
            if (basis.ToDisplayString() == ContextName)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Lists(INamedTypeSymbol context, ITypeSymbol type) => context.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.ToDisplayString() == ListingName
        && attribute.ConstructorArguments.Length > 0
        && SymbolEqualityComparer.Default.Equals(attribute.ConstructorArguments[0].Value as ITypeSymbol, type));
}
