using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Parley.Channels.Generators.Tests;

/// <summary>Runs the generator over source as a compiler does.</summary>
internal sealed class GeneratorRun
{
    private const string Usings = """
        using System;
        using System.Text.Json.Serialization;
        using System.Threading;
        using System.Threading.Tasks;
        using Parley.Channels;

        """;

    private static readonly MetadataReference[] _references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(static file => MetadataReference.CreateFromFile(file))];

    private CSharpCompilation _compilation = CSharpCompilation.Create(
        "Consumers", references: _references, options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private GeneratorDriver _driver = CSharpGeneratorDriver.Create(
        [new GroupEventGenerator().AsSourceGenerator()],
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private ImmutableArray<Diagnostic> _findings = [];

    /// <summary>What the generator found fault with: <c>PARLEY001: sentence</c>.</summary>
    public IEnumerable<string> Findings => _findings.Select(static finding =>
        $"{finding.Id}: {finding.GetMessage(CultureInfo.InvariantCulture)}");

    /// <summary>The lines that the faults stand in, counted from one, without the usings.</summary>
    public IEnumerable<int> Lines => _findings.Select(static finding =>
        finding.Location.GetLineSpan().StartLinePosition.Line + 2 - Usings.Split('\n').Length);

    /// <summary>What was generated, by file.</summary>
    public IReadOnlyDictionary<string, string> Files => Result.GeneratedSources.ToDictionary(
        static source => source.HintName, static source => source.SourceText.ToString());

    /// <summary>What the compiler finds fault with, the generated files included.</summary>
    public IEnumerable<string> CompilerErrors { get; private set; } = [];

    /// <summary>How each consumer came about in the last run: new, modified, unchanged, cached.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons =>
        Result.TrackedSteps["Consumers"].SelectMany(static step => step.Outputs).Select(static output => output.Reason);

    /// <summary>How each generated file came about.</summary>
    public IEnumerable<IncrementalStepRunReason> OutputReasons => Result.TrackedOutputSteps
        .SelectMany(static step => step.Value).SelectMany(static step => step.Outputs).Select(static output => output.Reason);

    private GeneratorRunResult Result => _driver.GetRunResult().Results[0];

    public static GeneratorRun Over(params string[] sources)
    {
        var run = new GeneratorRun();
        run._compilation = run._compilation.AddSyntaxTrees(sources.Select(static (source, number) => Parse(source, number)));
        run.Run();
        return run;
    }

    /// <summary>Changes one of the sources and runs again.</summary>
    public void Change(int number, string source)
    {
        SyntaxTree old = _compilation.SyntaxTrees[number];
        _compilation = _compilation.ReplaceSyntaxTree(old, Parse(source, number));
        Run();
    }

    private static SyntaxTree Parse(string source, int number) =>
        CSharpSyntaxTree.ParseText(Usings + source, path: $"source{number}.cs");

    private void Run()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out Compilation output, out _findings);
        CompilerErrors = output.GetDiagnostics()
            .Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(static diagnostic => diagnostic.ToString());
    }
}
