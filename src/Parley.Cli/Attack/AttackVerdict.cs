namespace Parley.Cli;

/// <summary>How a server came out of an attack.</summary>
internal enum AttackVerdict
{
    /// <summary>It held.</summary>
    Pass,

    /// <summary>It did what may be wanted and may be dangerous; somebody has to know which.</summary>
    Warn,

    /// <summary>It did not hold.</summary>
    Fail,

    /// <summary>It doesn't have what would be attacked.</summary>
    Skip,
}
