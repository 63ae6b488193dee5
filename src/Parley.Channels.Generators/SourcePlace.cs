using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Parley.Channels.Generators;

/// <summary>A place in the source, without the tree that a <see cref="Location"/> would keep alive.</summary>
internal readonly record struct SourcePlace(string File, TextSpan Span, LinePositionSpan Lines)
{
    public static SourcePlace Of(ISymbol symbol)
    {
        Location location = symbol.Locations.FirstOrDefault(static location => location.IsInSource) ?? Location.None;
        FileLinePositionSpan lines = location.GetLineSpan();
        return new SourcePlace(lines.Path ?? "", location.SourceSpan, lines.Span);
    }

    public Location ToLocation() => Location.Create(File, Span, Lines);
}
