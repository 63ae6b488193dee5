using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Parley.Channels.Generators;

/// <summary>
/// Overrides <c>DispatchGroupEventAsync</c> in each consumer that has methods with <c>[GroupEvent]</c>, so that events reach
/// them without reflection.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class GroupEventGenerator : IIncrementalGenerator
{
    internal const string AttributeName = "Parley.Channels.GroupEventAttribute";

    /// <summary>The step whose results are compared: what follows runs only for consumers that have changed.</summary>
    internal const string ModelStep = "Consumers";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Once for each class: the first of its methods speaks for all.
        IncrementalValuesProvider<ConsumerModel> consumers = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                AttributeName,
                static (node, _) => node is MethodDeclarationSyntax,
                static (method, cancellationToken) => ConsumerReader.ReadIfFirst((IMethodSymbol)method.TargetSymbol, cancellationToken))
            .Where(static consumer => consumer is not null)
            .Select(static (consumer, _) => consumer!)
            .WithTrackingName(ModelStep);
        context.RegisterSourceOutput(consumers, static (output, consumer) => Write(output, consumer));
    }

    private static void Write(SourceProductionContext output, ConsumerModel consumer)
    {
        foreach (Finding finding in consumer.Findings)
        {
            output.ReportDiagnostic(finding.ToDiagnostic());
        }

        if (consumer.Findings.Count == 0)
        {
            output.AddSource(consumer.FileName, ConsumerWriter.Write(consumer));
        }
    }
}
