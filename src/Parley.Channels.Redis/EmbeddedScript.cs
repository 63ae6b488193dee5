using System.Reflection;

namespace Parley.Channels.Redis;

/// <summary>The scripts that are part of this assembly.</summary>
internal static class EmbeddedScript
{
    /// <summary>Makes one script of several files.</summary>
    /// <param name="names">The files, in their order, without <c>.lua</c>.</param>
    public static RedisScript Load(params ReadOnlySpan<string> names)
    {
        string source = "";
        foreach (string name in names)
        {
            using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name + ".lua")
                ?? throw new InvalidOperationException($"The script {name}.lua is not embedded.");
            using var reader = new StreamReader(stream);
            source += reader.ReadToEnd();
        }

        return new RedisScript(source);
    }
}
