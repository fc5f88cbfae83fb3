namespace Pipeline.Data.Sources;

/// <summary>How a CSV file is read.</summary>
public sealed record CsvOptions
{
    /// <summary>The values that say that there is none: nothing, "?", "NA", "NaN".</summary>
    public static IReadOnlyList<string> UsualMissing { get; } = ["", "?", "NA", "NaN"];

    /// <summary>One ASCII character, but no quote, line break, letter or digit. Default: a comma.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Values that mean "missing", compared with case, quoted or not. Default: <see cref="UsualMissing"/>.</summary>
    public IReadOnlyList<string> Missing { get; init; } = UsualMissing;

    /// <summary>The longest row that is read, in bytes: what bounds the memory. Default: 16 MB.</summary>
    public int MostRowBytes { get; init; } = 16 << 20;

    /// <summary>How much is read at once, in bytes; for tests. Default: 256 KB.</summary>
    internal int BlockBytes { get; init; } = 256 << 10;
}
