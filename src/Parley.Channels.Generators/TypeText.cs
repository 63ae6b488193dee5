using Microsoft.CodeAnalysis;

namespace Parley.Channels.Generators;

/// <summary>Types as C# writes them.</summary>
internal static class TypeText
{
    private static readonly SymbolDisplayFormat _name = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat _namespace = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <summary>A name that means the same wherever it stands.</summary>
    public static string Full(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    public static string Name(ISymbol symbol) => symbol.ToDisplayString(_name);

    public static string Namespace(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString(_namespace);

    /// <summary>How a type and what it is nested in are declared again, from the outermost in.</summary>
    public static IEnumerable<string> Declarations(INamedTypeSymbol type)
    {
        IEnumerable<string> outer = type.ContainingType is null ? [] : Declarations(type.ContainingType);
        return outer.Append($"partial {Keyword(type)} {Name(type)}");
    }

    /// <summary>The name of the file that a type's generated part is shown in.</summary>
    public static string FileName(INamedTypeSymbol type)
    {
        string space = type.ContainingNamespace.IsGlobalNamespace ? "" : Namespace(type).Replace("@", "") + ".";
        return $"{space}{NestedName(type)}.GroupEvents.g.cs";
    }

    private static string NestedName(INamedTypeSymbol type) =>
        (type.ContainingType is { } outer ? NestedName(outer) + "." : "")
        + (type.Arity > 0 ? $"{type.Name}_{type.Arity}" : type.Name);

    private static string Keyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };
}
