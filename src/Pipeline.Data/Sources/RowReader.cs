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
