namespace System.Runtime.CompilerServices;

/// <summary>What the compiler asks for to make records, which netstandard2.0 does not have.</summary>
internal static class IsExternalInit;
