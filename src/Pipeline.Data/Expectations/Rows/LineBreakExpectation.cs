using System.Globalization;
using Pipeline.Core.Checks;
using Pipeline.Data.Columns;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Rows;

/// <summary>No value in quotes goes on over several lines.</summary>
internal sealed class LineBreakExpectation(RowTerms terms) : RowExpectation(terms)
{
    private const string Advice = "where quotes are plain characters, write format: {quotes: none}";

    /// <summary>For people who do not ask for a verdict; null where there is nothing to say.</summary>
    public string? Warning => Violations.First is not [var first, ..] ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{Violations.Count} {(Violations.Count == 1 ? "row has" : "rows have")} a line break in quotes, the first in line "
            + $"{first.Place.Line}; {Advice}.");

    /// <summary>Of files whose quotes may mean nothing; null where they are known to.</summary>
    public static LineBreakExpectation? TryOf(DataSection section, bool keepsRows)
    {
        var format = section.Format?.Type ?? DataFiles.FormatOf(section.Path);
        if (format != DataFormat.Tsv || section.Format?.Quotes is not null)
            return null;
        var terms = new ExpectationTerms("quotes/line-breaks", new Criterion.AtMost(0))
        {
            Severity = Severity.Warn,
            Source = "data.format",
        };
        return new LineBreakExpectation(new RowTerms(
            terms, DataAnomaly.QuotedLineBreak, $"count of rows with a line break in quotes ({Advice})", RowMeasure.Count)
        {
            KeepsRows = keepsRows,
        });
    }

    public override void Observe(ColumnBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            // Only a row that takes several lines, or stands before a blank one, has to be looked at.
            var isLong = row + 1 == batch.RowCount || batch.Line(row + 1) - batch.Line(row) > 1;
            if (isLong && HasBreak(batch, row))
                Violations.Add(batch, row);
        }

        Violations.Look(batch.RowCount);
    }

    public override RowAccumulator CreateEmpty() => new LineBreakExpectation(RowTerms);

    private static bool HasBreak(ColumnBatch batch, int row)
    {
        for (var column = 0; column < batch.ColumnCount; column++)
        {
            if (batch.Text(row, column).Contains((byte)'\n'))
                return true;
        }

        return false;
    }
}
