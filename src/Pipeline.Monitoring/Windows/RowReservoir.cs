using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Windows;

/// <summary>
/// A sample of whole rows, each as likely as any other (Vitter's algorithm R, 1985), for what columns alone do not show. It lives
/// as long as a run does.
/// </summary>
/// <param name="signature">Whose inputs rows have; null for no sample.</param>
internal sealed class RowReservoir(ModelSignature? signature)
{
    public const int MostRows = 2000;

    private readonly List<LoggedValue[]> _rows = [];
    private SeededRandom _random = new(1, 0);
    private long _seen;

    public void Add(PredictionBatch batch, ReadOnlySpan<int> rows)
    {
        if (signature is null)
            return;
        var columns = signature.Inputs.Select(x => batch.Input(x.Name)).ToArray();
        foreach (var row in rows)
        {
            _seen++;
            if (_rows.Count < MostRows)
            {
                _rows.Add(Row(columns, row));
                continue;
            }

            // Most rows are not taken, so that their values are never looked at.
            var place = (long)(_random.Unit() * _seen);
            if (place < MostRows)
                _rows[(int)place] = Row(columns, row);
        }
    }

    /// <summary>Null without rows.</summary>
    public Table? Build()
    {
        if (signature is null || _rows.Count == 0)
            return null;
        return new Table(signature.Inputs.Select(Column));
    }

    private Column Column(ModelInput input, int place)
    {
        if (input.Type == ColumnType.Number)
            return new NumberColumn(input.Name, [.. _rows.Select(row => row[place].Number ?? double.NaN)]);
        if (input.Type == ColumnType.Text)
            return new TextColumn(input.Name, [.. _rows.Select(row => row[place].Text)]);
        var builder = new CategoryColumnBuilder(input.Name);
        foreach (var row in _rows)
        {
            if (row[place].Text is { } text)
                builder.Append(text);
            else
                builder.AppendMissing();
        }

        return builder.Build();
    }

    private static LoggedValue[] Row(PredictionColumn?[] columns, int row) =>
        Array.ConvertAll(columns, column => column?.ValueAt(row) ?? default);
}
