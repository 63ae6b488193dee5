using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Parley.Channels.Generators;

/// <summary>Reads a consumer and its event methods.</summary>
internal static class ConsumerReader
{
    private const string ConsumerName = "Parley.Channels.Consumer";

    /// <summary>Reads the class of a method, if the method is the first of the class's event methods; null if not.</summary>
    public static ConsumerModel? ReadIfFirst(IMethodSymbol method, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = method.ContainingType;
        IMethodSymbol first = EventMethods(type).First();
        return SymbolEqualityComparer.Default.Equals(first, method) ? Read(type, cancellationToken) : null;
    }

    private static ConsumerModel Read(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        List<EventMethod> methods = [];
        List<Finding> findings = [.. CheckType(type)];
        Dictionary<string, IMethodSymbol> handlers = HandlersOfBases(type);
        foreach (IMethodSymbol method in EventMethods(type))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (EventAttribute attribute in EventAttribute.AllOf(method))
            {
                if (attribute.Event.Length == 0)
                {
                    findings.Add(Finding.Of(Findings.NoName, method, method.Name));
                }
                else if (handlers.TryGetValue(attribute.Event, out IMethodSymbol? handler))
                {
                    findings.Add(Finding.Of(
                        Findings.NameUsedTwice, method, attribute.Event, $"{handler.ContainingType.Name}.{handler.Name}"));
                }
                else
                {
                    handlers.Add(attribute.Event, method);
                    Add(MethodReader.Read(method, attribute));
                }
            }
        }

        return new ConsumerModel(
            type.ContainingNamespace.IsGlobalNamespace ? "" : TypeText.Namespace(type),
            new EquatableList<string>([.. TypeText.Declarations(type)]),
            TypeText.FileName(type),
            new EquatableList<EventMethod>([.. methods]),
            new EquatableList<Finding>([.. findings.Distinct()]));

        void Add((EventMethod? Method, Finding? Finding) read)
        {
            if (read.Finding is { } finding)
            {
                findings.Add(finding);
            }
            else
            {
                methods.Add(read.Method!);
            }
        }
    }

    private static IEnumerable<Finding> CheckType(INamedTypeSymbol type)
    {
        if (!BasesOf(type).Any(static basis => basis.ToDisplayString() == ConsumerName))
        {
            yield return Finding.Of(Findings.NoConsumer, type, type.Name);
        }

        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
        {
            if (!IsPartial(outer) || outer.IsFileLocal)
            {
                yield return Finding.Of(Findings.NotPartial, outer, outer.Name);
            }
        }
    }

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(
        static part => part.GetSyntax() is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static Dictionary<string, IMethodSymbol> HandlersOfBases(INamedTypeSymbol type)
    {
        Dictionary<string, IMethodSymbol> handlers = [];
        foreach (IMethodSymbol method in BasesOf(type).SelectMany(static basis => EventMethods(basis)))
        {
            foreach (EventAttribute attribute in EventAttribute.AllOf(method))
            {
                handlers[attribute.Event] = method;
            }
        }

        return handlers;
    }

    private static IEnumerable<INamedTypeSymbol> BasesOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? basis = type.BaseType; basis is not null; basis = basis.BaseType)
        {
            yield return basis;
        }
    }

    private static IEnumerable<IMethodSymbol> EventMethods(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(static method => EventAttribute.AllOf(method).Any());
}
