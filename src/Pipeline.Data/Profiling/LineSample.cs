namespace Pipeline.Data.Profiling;

/// <summary>How many rows were found, and the lines of the first of them.</summary>
internal sealed class LineSample
{
    private const int Most = 10;

    private readonly List<long> _lines = [];

    public long Count { get; private set; }

    public IReadOnlyList<long> Lines => _lines;

    public void Add(long line)
    {
        if (Count++ < Most)
            _lines.Add(line);
    }
}
