namespace Pipeline.Core.Problems;

/// <summary>Makes <see cref="Validated{T}"/> without spelling out its type where the compiler knows it.</summary>
public static class Validated
{
    public static Validated<T> Valid<T>(T value)
        where T : notnull =>
        Validated<T>.Of(value);

    /// <exception cref="ArgumentException">There is no problem.</exception>
    public static Validated<T> Invalid<T>(params IEnumerable<Problem> problems)
        where T : notnull
    {
        var all = problems.ToList();
        return all.Count > 0
            ? Validated<T>.Of(all)
            : throw new ArgumentException("An input without problems is not invalid.", nameof(problems));
    }
}
