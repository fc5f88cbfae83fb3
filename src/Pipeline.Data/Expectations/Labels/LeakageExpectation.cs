using System.Text;
using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Models;
using Pipeline.Data.Expectations.Found;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Expectations.Labels;

/// <summary>
/// No feature alone predicts the label almost perfectly, as one does that was recorded after the fact. Measured on rows drawn by
/// chance, so that it costs next to nothing.
/// </summary>
/// <param name="label">Rows without one are left aside.</param>
/// <param name="features">What to check, and how that is asked for.</param>
/// <param name="task">Of the label.</param>
internal sealed class LeakageExpectation(
    ColumnView label, IReadOnlyList<(ExpectationTerms Terms, ColumnView Column)> features, ModelTask task)
    : Expectation(features[0].Terms)
{
    /// <summary>In each lane, of 16 bytes.</summary>
    private const int MostValues = 250_000;

    private const int FewestRows = 200;
    private const int MostRows = 4_000;

    private readonly RowSample _sample = new(Math.Clamp(MostValues / features.Count, FewestRows, MostRows));

    public override void Observe(RecordBatch batch)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            var place = RowPlace.Of(batch, row);
            if (_sample.Wants(place) && Label(batch, row) is { } text)
                _sample.Add(place, new SampledRow(text, [.. features.Select(x => SampledValue.Read(x.Column, batch, row))]));
        }
    }

    public override LaneObserver Fork() => new LeakageExpectation(label, features, task);

    public override void Join(LaneObserver other) => _sample.Join(((LeakageExpectation)other)._sample);

    public override IEnumerable<DataCheck> Judge(JudgedData data)
    {
        var rows = _sample.Rows;
        var target = task == ModelTask.Regression ? Target.OfNumbers(rows) : Target.OfClasses(rows);
        return features.Select((x, i) => OfValue(
            x.Terms,
            "power to predict the label",
            DataAnomaly.LabelLeakage,
            target.Refusal is { } refusal
                ? new MeasuredValue.NotApplicable(refusal)
                : FeaturePower.Of(FeatureBins.Of([.. target.Rows.Select(y => rows[y].Values[i])]), target),
            target.Rows.Count));
    }

    private string? Label(RecordBatch batch, int row) =>
        label.IsMissing(batch, row, out var value) ? null : Encoding.UTF8.GetString(value);
}
