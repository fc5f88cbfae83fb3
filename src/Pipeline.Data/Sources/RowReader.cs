using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Data.Columns;

namespace Pipeline.Data.Sources;

/// <summary>
/// Reads a file once, from beginning to end, in batches of rows. What is wrong with the file is collected in
/// <see cref="Problems"/>.
/// </summary>
internal abstract class RowReader(string file) : IDisposable
{
    /// <summary>The names of the columns; empty where there are problems with them.</summary>
    public IReadOnlyList<string> Header { get; protected set; } = [];

    /// <summary>What the file itself says that a column holds ("text", "a number"); null where it says nothing.</summary>
    public virtual string? KindOf(int column) => null;

    /// <summary>The path as the user knows it.</summary>
    public string File { get; } = file;

    public IReadOnlyList<Problem> Problems => Found.Problems;

    public long RowCount { get; protected set; }

    /// <summary>How many bytes of the file were read so far.</summary>
    public abstract long Size { get; }

    protected ProblemList Found { get; } = new();

    /// <summary>What was guessed of the file, and how to state it; null where nothing was.</summary>
    public virtual string? Guess => null;

    /// <summary>Fills the batch with the next rows. To be called for one batch after the other.</summary>
    /// <returns>False at the end, or where reading on is pointless.</returns>
    public abstract bool Take(ColumnBatch batch);

    /// <summary>Finds the values of the rows that were taken; any thread may do so.</summary>
    public virtual void Divide(ColumnBatch batch)
    {
    }

    /// <summary>Counts the rows and takes the problems of a batch. To be called in the order of taking.</summary>
    public void Accept(ColumnBatch batch)
    {
        batch.FirstRow = RowCount;
        RowCount += batch.RowCount;
        foreach (var problem in batch.Problems.Problems)
            Found.Add(problem);
    }

    /// <summary>All three at once.</summary>
    /// <returns>False at the end, or where reading on is pointless.</returns>
    public bool Read(ColumnBatch batch)
    {
        if (Found.IsFull || !Take(batch))
            return false;
        Divide(batch);
        Accept(batch);
        return true;
    }

    /// <summary>Of the whole file; to be asked once, after the last batch.</summary>
    public abstract Digest Finish();

    public abstract void Dispose();
}

/// <summary>The problems of a file as they are found; one that is wrong throughout is not worth a message for each row.</summary>
internal sealed class ProblemList
{
    private const int Most = 20;

    private readonly List<Problem> _problems = [];

    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Nothing more is taken, and reading on is pointless.</summary>
    public bool IsFull => _problems.Count > Most;

    public void Add(Problem problem)
    {
        if (_problems.Count < Most)
            _problems.Add(problem);
        else if (_problems.Count == Most)
            _problems.Add(new Problem(problem.File, null, null, $"There are more than {Most} problems; the rest was not read."));
    }
}

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
