namespace Parley.Compare.Loads;

/// <summary>A flag that several tasks look at.</summary>
internal sealed class SharedFlag
{
    private volatile bool _isSet;

    public bool IsSet
    {
        get => _isSet;
        set => _isSet = value;
    }
}
