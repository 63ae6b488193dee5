namespace Parley.Channels;

/// <summary>What stands between two slashes of a <see cref="RoutePattern"/>.</summary>
internal sealed class RouteSegment
{
    private readonly string _literal = "";
    private readonly RouteConstraint[] _constraints = [];

    public RouteSegment(string literal) => _literal = literal;

    public RouteSegment(string name, RouteConstraint[] constraints) => (Name, _constraints) = (name, constraints);

    /// <summary>The parameter's name; null for a literal.</summary>
    public string? Name { get; }

    /// <summary>Whether it is a parameter that takes the rest of the path.</summary>
    public bool IsCatchAll { get; init; }

    /// <summary>How little it says about what it takes: a literal least, a catch-all without constraints most.</summary>
    public int Vagueness => Name is null ? 0 : (IsCatchAll ? 3 : 1) + (_constraints.Length == 0 ? 1 : 0);

    /// <summary>The same for two segments that take the same. A literal has no brace that is not doubled.</summary>
    public string Shape => Name is null
        ? _literal.Replace("{", "{{", StringComparison.Ordinal)
        : $"{{{(IsCatchAll ? "*" : "")}:{string.Join(':', _constraints.Select(static constraint => constraint.Text).Order(StringComparer.Ordinal))}}}";

    public bool Takes(string value) => Name is null
        ? value == _literal
        : (value.Length > 0 || IsCatchAll) && Array.TrueForAll(_constraints, constraint => constraint.Holds(value));
}
