using System.Text;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Profiling;

/// <summary>Counts the classes of the label.</summary>
internal sealed class LabelScan(ColumnView column) : RowAccumulator
{
    /// <summary>More than anybody predicts.</summary>
    public const int MostClasses = 1_000;

    private readonly Interner _classes = new(MostClasses);
    private readonly List<long> _counts = [];

    /// <summary>There are more than <see cref="MostClasses"/>; those beyond were not counted.</summary>
    public bool HasTooMany { get; private set; }

    public override void Observe(ColumnBatch batch)
    {
        var values = batch.Column(column);
        var texts = values.Texts();
        for (var i = 0; i < values.Count; i++)
            Count(_classes.NumberOf(texts[i]), 1);
    }

    public override RowAccumulator CreateEmpty() => new LabelScan(column);

    public override void Merge(RowAccumulator other)
    {
        var scan = (LabelScan)other;
        HasTooMany |= scan.HasTooMany;
        foreach (var (number, count) in scan._counts.Index())
            Count(_classes.NumberOf(Encoding.UTF8.GetBytes(scan._classes.Text(number))), count);
    }

    /// <summary>In ordinal order. Numbers that are equal are one class, however they are written.</summary>
    public IReadOnlyList<LabelClass> Classes(bool areNumbers)
    {
        var total = (double)_counts.Sum();
        return
        [
            .. _counts.Index()
                .GroupBy(x => Name(x.Index, areNumbers), x => x.Item, StringComparer.Ordinal)
                .OrderBy(x => x.Key, StringComparer.Ordinal)
                .Select(x => new LabelClass(x.Key, x.Sum(), x.Sum() / total)),
        ];
    }

    private string Name(int number, bool areNumbers)
    {
        var text = _classes.Text(number);
        return areNumbers && NumberText.TryParse(Encoding.UTF8.GetBytes(text), out var value)
            ? NumberText.Of(value)
            : text;
    }

    private void Count(int number, long count)
    {
        if (number == Interner.Full)
            HasTooMany = true;
        else if (number == _counts.Count)
            _counts.Add(count);
        else
            _counts[number] += count;
    }
}
