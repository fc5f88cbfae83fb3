namespace Pipeline.Monitoring.Windows;

/// <summary>A time from its begin to its end, which does not belong to it; in ticks of UTC.</summary>
public readonly record struct WindowSpan(long From, long To)
{
    public DateTimeOffset Begin => new(From, TimeSpan.Zero);

    public DateTimeOffset End => new(To, TimeSpan.Zero);

    public bool Holds(long ticks) => ticks >= From && ticks < To;
}

/// <summary>Cuts time into windows.</summary>
/// <param name="length">Of a window.</param>
internal sealed class WindowClock(TimeSpan length)
{
    /// <summary>The window that a time is in. Midnight of the first of January of the year 1, a Monday, begins one.</summary>
    public WindowSpan Of(long ticks)
    {
        var from = ticks - (ticks % length.Ticks);
        return new WindowSpan(from, from + length.Ticks);
    }
}
