using System.Reflection;

namespace Parley.Channels.Redis;

/// <summary>The scripts of the native layer, each as one source: what they share, and the rest.</summary>
internal static class NativeScripts
{
    public static RedisScript Publish { get; } = Load("publish");

    public static RedisScript Head { get; } = Load("head");

    public static RedisScript Read { get; } = Load("read");

    public static RedisScript Erase { get; } = Load("erase");

    public static IReadOnlyList<RedisScript> All { get; } = [Publish, Head, Read, Erase];

    private static RedisScript Load(string name) => new(Source("group") + Source(name));

    private static string Source(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name + ".lua")
            ?? throw new InvalidOperationException($"The script {name}.lua is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
