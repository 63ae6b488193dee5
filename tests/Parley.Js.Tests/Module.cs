using System.Security.Cryptography;
using Parley.TestSupport;

namespace Parley.Js.Tests;

/// <summary>The files of parley.js.</summary>
internal static class Module
{
    public const string Name = "parley.js";

    public const string MinifiedName = "parley.min.js";

    private const int HashLength = 8;

    /// <summary>The first line of the minified file: what it is, and of which source it was made.</summary>
    public static string Banner => $"// {Name} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(PathOf(Name))))[..HashLength]}, MIT\n";

    public static string PathOf(string file) => Path.Combine(Repository.Root, "src", "parley.js", file);
}
