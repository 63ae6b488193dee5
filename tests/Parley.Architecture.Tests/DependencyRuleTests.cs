using System.Reflection;
using Parley.TestSupport;

namespace Parley.Architecture.Tests;

/// <summary>Imports run one way: Protocol, Parley, Channels, AspNetCore, and the programs on top.</summary>
public sealed class DependencyRuleTests
{
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "Parley.Protocol", [] },
        { "Parley", ["Parley.Protocol"] },
        { "Parley.Channels", ["Parley.Protocol", "Parley"] },
        { "Parley.Channels.Generators", [] },
        { "Parley.Channels.Redis", ["Parley.Protocol", "Parley", "Parley.Channels"] },
        { "Parley.AspNetCore", ["Parley.Protocol", "Parley", "Parley.Channels"] },
        { "Parley.Channels.Sqlite", ["Parley.Protocol", "Parley", "Parley.Channels"] },
        { "Parley.Testing", ["Parley.Protocol", "Parley", "Parley.Channels"] },
        { "Parley.Cli", ["Parley.Protocol", "Parley", "Parley.Channels", "Parley.Channels.Sqlite", "Parley.Channels.Redis", "Parley.AspNetCore"] },
        { "Parley.Chat", ["Parley.Protocol", "Parley", "Parley.Channels", "Parley.Channels.Sqlite", "Parley.Channels.Redis", "Parley.AspNetCore"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void An_assembly_imports_only_what_lies_below_it(string assembly, string[] allowed)
    {
        IEnumerable<string> imports = Assembly.Load(assembly).GetReferencedAssemblies()
            .Select(static name => name.Name!)
            .Where(static name => name.StartsWith("Parley", StringComparison.Ordinal));

        Assert.Empty(imports.Except(allowed));
    }

    [Fact]
    public void Every_project_in_src_and_apps_is_under_the_rule()
    {
        IEnumerable<string> projects = new[] { "src", "apps" }
            .SelectMany(static folder => Directory.EnumerateFiles(
                Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(static file => Path.GetFileNameWithoutExtension(file));

        Assert.Equal(Allowed.Select(static row => row.Data.Item1).Order(), projects.Order());
    }

    [Theory]
    [InlineData("System.Net.Sockets")]
    [InlineData("System.Net.Http")]
    [InlineData("System.Threading.ThreadPool")]
    [InlineData("System.IO.Pipelines")]
    [InlineData("Microsoft.Extensions.Logging.Abstractions")]
    public void The_protocol_core_knows_no_IO(string forbidden) => Assert.DoesNotContain(
        Assembly.Load("Parley.Protocol").GetReferencedAssemblies(), name => name.Name == forbidden);

    [Fact]
    public void What_helps_to_test_knows_no_test_framework() => Assert.DoesNotContain(
        Assembly.Load("Parley.Testing").GetReferencedAssemblies(),
        static name => name.Name!.StartsWith("xunit", StringComparison.Ordinal));

    [Theory]
    [InlineData("Parley.Protocol")]
    [InlineData("Parley")]
    [InlineData("Parley.Channels")]
    [InlineData("Parley.Channels.Redis")]
    public void Below_the_hosting_nobody_knows_ASP_NET_Core(string assembly) => Assert.DoesNotContain(
        Assembly.Load(assembly).GetReferencedAssemblies(),
        static name => name.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
}
