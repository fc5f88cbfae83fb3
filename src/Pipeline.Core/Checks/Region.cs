namespace Pipeline.Core.Checks;

/// <summary>The good side of a limit, both ends included; an end that is open is infinite.</summary>
internal readonly record struct Region(double Low, double High)
{
    /// <summary>Null where the interval lies on both sides; without an interval the point decides.</summary>
    public bool? Holds(double point, ConfidenceInterval? interval)
    {
        var (low, high) = interval is null ? (point, point) : (interval.Low, interval.High);
        return low >= Low && high <= High ? true
            : high < Low || low > High ? false
            : null;
    }
}
