namespace Parley.Simulation.Tests;

/// <summary>Something has happened that was promised not to.</summary>
public sealed class BrokenPromiseException(string message) : Exception(message);
