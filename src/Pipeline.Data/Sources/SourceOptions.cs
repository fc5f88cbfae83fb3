namespace Pipeline.Data.Sources;

/// <summary>How a file is read.</summary>
public sealed record SourceOptions
{
    /// <summary>The values that say that there is none: nothing, "?", "NA", "NaN".</summary>
    public static IReadOnlyList<string> UsualMissing => ValueSpellings.Usual.Missing;

    /// <summary>One ASCII character, but no quote, line break, letter or digit. Default: found in the file.</summary>
    public char? Separator { get; init; }

    /// <summary>Whether values may stand in quotes; else a quote is a character like any other. Default: they may.</summary>
    public bool HasQuotes { get; init; } = true;

    /// <summary>Whether the first row has the names of the columns. Default: found in the file.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>A name that a header would have; where the first row has it, it is one. Default: none is known.</summary>
    public string? KnownColumn { get; init; }

    /// <summary>The longest row that is read, in bytes: what bounds the memory. Default: 16 MB.</summary>
    public int MostRowBytes { get; init; } = 16 << 20;

    /// <summary>How much is read at once, in bytes; for tests. Default: 128 KB, which the caches of a core hold.</summary>
    internal int BlockBytes { get; init; } = 128 << 10;
}
