using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Models.Tables;
using Pipeline.Monitoring.Performance;
using Pipeline.Statistics;

namespace Pipeline.Monitoring.Windows;

/// <summary>Some whole rows of a window, for what columns alone do not show. It lives as long as a run does.</summary>
/// <param name="Inputs">Of the model, without personal ones.</param>
/// <param name="Rows">Which rows of the window they are.</param>
public sealed record RowSample(Table Inputs, IReadOnlyList<int> Rows);

/// <summary>
/// A sample of whole rows, each as likely as any other (Vitter's algorithm R, 1985). Personal inputs are not in it.
/// </summary>
/// <param name="model">Whose inputs rows have; null for no sample.</param>
internal sealed class RowReservoir(WatchedModel? model)
{
    public const int MostRows = 2000;

    private readonly IReadOnlyList<ModelInput> _inputs =
        [.. (model?.Signature.Inputs ?? []).Where(x => !model!.Personal.Contains(x.Name))];

    private readonly List<(int Place, LoggedValue[] Values)> _rows = [];
    private SeededRandom _random = new(1, 0);
    private int _seen;

    /// <summary>Rows in the order of the window.</summary>
    public void Add(PredictionBatch batch, ReadOnlySpan<int> rows)
    {
        if (_inputs.Count == 0)
            return;
        var columns = _inputs.Select(x => batch.Input(x.Name)).ToArray();
        foreach (var row in rows)
        {
            var seen = _seen++;
            if (_rows.Count < MostRows)
            {
                _rows.Add((seen, Row(columns, row)));
                continue;
            }

            // Most rows are not taken, so that their values are never looked at.
            var place = (int)(_random.Unit() * (seen + 1));
            if (place < MostRows)
                _rows[place] = (seen, Row(columns, row));
        }
    }

    /// <summary>Null without rows.</summary>
    public RowSample? Build() => _rows.Count == 0
        ? null
        : new RowSample(new Table(_inputs.Select(Column)), [.. _rows.Select(x => x.Place)]);

    private Column Column(ModelInput input, int place)
    {
        var column = new LoggedColumn(input.Name, input.Type);
        foreach (var (_, values) in _rows)
            column.Add(values[place]);
        return column.Build();
    }

    private static LoggedValue[] Row(PredictionColumn?[] columns, int row) =>
        Array.ConvertAll(columns, column => column?.ValueAt(row) ?? default);
}
