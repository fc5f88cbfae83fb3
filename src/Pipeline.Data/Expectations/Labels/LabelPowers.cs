using System.Text;
using Pipeline.Data.Columns;
using Pipeline.Data.Expectations.Violations;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Expectations.Labels;

/// <summary>
/// Finds out how well each feature alone predicts the label, on rows drawn by chance, so that it costs next to nothing. Of two
/// classes as many rows are drawn of each: the AUC is the same, and rare positives are enough.
/// </summary>
/// <param name="label">Rows without one are left aside.</param>
/// <param name="features">What may predict it, by name.</param>
/// <param name="task">Of the label.</param>
internal sealed class LabelPowers(
    ColumnView label, IReadOnlyList<(string Name, ColumnView Column)> features, ModelTask task) : RowAccumulator
{
    /// <summary>In each partition, of 16 bytes.</summary>
    private const int MostValues = 250_000;

    private const int FewestRows = 200;
    private const int MostRows = 2_000;

    private readonly LabelledSample _sample = new(
        Math.Clamp(MostValues / Math.Max(1, features.Count), FewestRows, MostRows), task == ModelTask.BinaryClassification);

    public IReadOnlyList<string> Names => [.. features.Select(x => x.Name)];

    /// <summary>Of all that a model reads, as far as that is declared.</summary>
    public static LabelPowers Of(BoundSchema schema)
    {
        return new LabelPowers(
            schema.View(schema.Section.Label.Column),
            [.. schema.DeclaredFeatures().Select(x => (x, schema.View(x)))],
            schema.Manifest.Frame.Task);
    }

    public override void Observe(ColumnBatch batch)
    {
        Span<byte> scratch = stackalloc byte[ValueKey.ScratchBytes];
        var labels = batch.Column(label);
        for (var i = 0; i < labels.Count && features.Count > 0; i++)
        {
            var row = labels.Rows[i];
            var hash = RowSample.HashOf(RowPlace.Of(batch, row));
            if (!_sample.Wants(hash))
                continue;
            var key = labels.Key(i, scratch);
            if (_sample.Find(key, hash) is { } sample)
                sample.Add(new SampledRow(NameOf(labels[i], key), Read(batch, row)), hash);
        }
    }

    public override RowAccumulator CreateEmpty() => new LabelPowers(label, features, task);

    public override void Merge(RowAccumulator other) => _sample.Merge(((LabelPowers)other)._sample);

    /// <summary>By name of the feature; nothing where nothing can be said.</summary>
    public IReadOnlyDictionary<string, LabelPower> Measure(out Target target)
    {
        var rows = _sample.Rows;
        var known = task == ModelTask.Regression ? Target.OfNumbers(rows) : Target.OfClasses(rows);
        target = known;
        return known.Refusal is not null
            ? new Dictionary<string, LabelPower>()
            : features.Index().ToDictionary(x => x.Item.Name, x => FeaturePower.Of(
                FeatureBins.Of([.. known.Rows.Select(row => rows[row].Values[x.Index])]), known), StringComparer.Ordinal);
    }

    /// <summary>
    /// Of a class, so that those are one that are equal as what their column is declared as; every byte of a key is a character.
    /// </summary>
    private string NameOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key) =>
        task == ModelTask.Regression ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(key);

    private SampledValue[] Read(ColumnBatch batch, int row)
    {
        var values = new SampledValue[features.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = SampledValue.Read(features[i].Column, batch, row);
        return values;
    }
}
