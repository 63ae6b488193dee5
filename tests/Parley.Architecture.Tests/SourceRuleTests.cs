using System.Reflection;

namespace Parley.Architecture.Tests;

/// <summary>What keeps the source easy to read.</summary>
public sealed class SourceRuleTests
{
    private const int MaxLines = 400;
    private const int MaxFields = 15;

    private const BindingFlags OwnInstanceFields =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly string[] _libraries =
    [
        "Parley.Protocol", "Parley", "Parley.Channels", "Parley.Channels.Sqlite", "Parley.Channels.Redis",
        "Parley.AspNetCore", "Parley.Testing",
    ];

    private static IEnumerable<Type> LibraryTypes => _libraries
        .SelectMany(static name => Assembly.Load(name).GetTypes())
        .Where(static type => !type.Name.Contains('<', StringComparison.Ordinal));

    [Fact]
    public void No_file_is_longer_than_400_lines() => Assert.DoesNotContain(
        SourceFiles.In("src", "apps", "samples", "tests"),
        static file => File.ReadLines(file).Count() > MaxLines);

    [Fact]
    public void No_file_has_regions() => Assert.DoesNotContain(
        SourceFiles.In("src", "apps", "samples", "tests"),
        static file => File.ReadLines(file).Any(static line => line.TrimStart().StartsWith("#region", StringComparison.Ordinal)));

    [Fact]
    public void No_class_has_more_than_15_fields() => Assert.DoesNotContain(
        LibraryTypes, static type => !type.IsEnum && type.GetFields(OwnInstanceFields).Length > MaxFields);

    [Fact]
    public void No_public_method_takes_a_bool() => Assert.Empty(
        from type in LibraryTypes
        where type.IsVisible && !typeof(Delegate).IsAssignableFrom(type) && !IsRecord(type)
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where !method.IsSpecialName && method.GetParameters().Any(static parameter => parameter.ParameterType == typeof(bool))
        select $"{type.Name}.{method.Name}");

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", OwnMethods) is not null;

    private const BindingFlags OwnMethods = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
}
