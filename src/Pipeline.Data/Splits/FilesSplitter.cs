using System.IO.Enumeration;
using Pipeline.Core.Problems;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Splits;

/// <summary>The rows of some files are for the test.</summary>
/// <param name="patterns">Of the names of these files, with * and ?.</param>
internal sealed class FilesSplitter(IReadOnlyList<string> patterns) : DatasetSplitter, IRowObserver
{
    private readonly List<(bool IsTest, int Count)> _runs = [];

    public override IRowObserver Rows => this;

    public void Observe(ColumnBatch batch)
    {
        var name = Path.GetFileName(batch.File.AsSpan());
        var isTest = false;
        foreach (var pattern in patterns)
            isTest |= FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
        _runs.Add((isTest, batch.RowCount));
    }

    protected override Validated<Split> Decide() => Validated.Valid(
        Split.Of(_runs.SelectMany(x => Enumerable.Repeat(x.IsTest, x.Count))));
}
