using Microsoft.CodeAnalysis;

namespace Parley.Channels.Generators;

/// <summary>Reads one event method: how it is called, or why it can't be.</summary>
internal static class MethodReader
{
    private const string Token = "System.Threading.CancellationToken";

    public static (EventMethod? Method, Finding? Finding) Read(IMethodSymbol method, EventAttribute attribute)
    {
        if (WhatIsWrong(method) is { } wrong)
        {
            return (null, Finding.Of(Findings.WrongSignature, method, method.Name, wrong, method.Name));
        }

        bool takesToken = method.Parameters.LastOrDefault() is { } last && IsToken(last);
        string? data = null;
        if (method.Parameters.Length > (takesToken ? 1 : 0))
        {
            ITypeSymbol type = method.Parameters[0].Type;
            data = PlainData(type, attribute);
            if (data is null && JsonReader.WhatIsMissing(type, attribute.JsonContext) is { } missing)
            {
                return (null, Finding.Of(Findings.NoJson, method, method.Name, type.ToDisplayString(), missing));
            }

            data ??= JsonReader.Expression(type, attribute.JsonContext!);
        }

        return (new EventMethod(attribute.Event, TypeText.Name(method), data, takesToken, !method.ReturnsVoid), null);
    }

    private static string? WhatIsWrong(IMethodSymbol method)
    {
        if (method.IsStatic)
        {
            return "it is static";
        }

        if (method.IsGenericMethod)
        {
            return "it has type parameters";
        }

        if (method is { ReturnsVoid: true, IsAsync: true })
        {
            return "it is async void, so that nobody could wait for it or see its exceptions";
        }

        if (!method.ReturnsVoid && (method.RefKind != RefKind.None
            || method.ReturnType.ToDisplayString() != "System.Threading.Tasks.ValueTask"))
        {
            return $"it returns {method.ReturnType.ToDisplayString()}";
        }

        return WhatIsWrongWithParameters(method);
    }

    private static string? WhatIsWrongWithParameters(IMethodSymbol method)
    {
        if (method.Parameters.FirstOrDefault(static parameter => parameter.RefKind != RefKind.None) is { } byReference)
        {
            return $"its parameter {byReference.Name} is passed by reference";
        }

        if (method.Parameters.FirstOrDefault(static parameter => parameter.Type.IsRefLikeType) is { } refLike)
        {
            return $"its parameter {refLike.Name} could not be kept while it awaits";
        }

        int most = method.Parameters.LastOrDefault() is { } last && IsToken(last) ? 2 : 1;
        return method.Parameters.Length > most
            ? $"it takes {method.Parameters.Length} parameters, of which one may be the data and one the token, in this order"
            : null;
    }

    // With a context, everything but bytes and the event itself comes from JSON.
    private static string? PlainData(ITypeSymbol type, EventAttribute attribute) => type.ToDisplayString() switch
    {
        "Parley.Channels.GroupEvent" or "Parley.Channels.GroupEvent?" => "groupEvent",
        "System.ReadOnlyMemory<byte>" => "groupEvent.Data",
        "string" or "string?" when attribute.JsonContext is null => "groupEvent.GetText()",
        _ => null,
    };

    private static bool IsToken(IParameterSymbol parameter) => parameter.Type.ToDisplayString() == Token;
}
