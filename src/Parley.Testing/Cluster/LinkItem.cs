namespace Parley.Testing;

/// <summary>Something on its way between a node and its cluster.</summary>
/// <param name="Arrive">What happens when it arrives.</param>
/// <param name="Drop">What happens if it never does: it gives back what it holds.</param>
internal readonly record struct LinkItem(Action Arrive, Action? Drop = null);
