using System.Text.Json;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Gates;
using Pipeline.Evaluation.Metrics;
using Pipeline.Evaluation.Slices;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Evaluation;

/// <summary>
/// Judges a model by rows that it has not seen. The same request gives the same document, whatever the order of the test rows and
/// the number of threads.
/// </summary>
public static class Evaluator
{
    /// <summary>
    /// A bad model is a verdict in the document's report. Problems are rows that the model cannot read, and slices that cannot be
    /// made: those are found before anything is measured.
    /// </summary>
    public static Validated<EvaluationDocument> Evaluate(EvaluationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Predictor.Signature.Task != ModelTask.BinaryClassification)
            return Validated.Invalid<EvaluationDocument>(Unread(request));
        var section = request.Manifest.Get<EvaluationSection>();
        var judged = JudgedRows.Of(request.Test, request.Predictor, cancellationToken);
        if (!judged.TryGet(out var rows))
            return Validated.Invalid<EvaluationDocument>(judged.Problems);
        var columns = Columns(request.Manifest, section)
            .Select(x => SliceColumn.Of(rows.Rows, x.Key, request.Manifest.Locate(x.Value))).ToList();
        return columns.TrueForAll(x => x.IsValid)
            ? Validated.Valid(Judge(request, rows, [.. columns.Select(x => x.Value)], cancellationToken))
            : Validated.Invalid<EvaluationDocument>(columns.SelectMany(x => x.Problems));
    }

    /// <summary>Slices by columns that the data does not have, which can be known before there is a model.</summary>
    /// <param name="manifest">Has an <see cref="EvaluationSection"/>.</param>
    /// <param name="columns">Of the data.</param>
    public static IReadOnlyList<Problem> CheckSlices(BoundManifest<ModelFrame> manifest, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(columns);
        return [.. Columns(manifest, manifest.Get<EvaluationSection>()).Where(x => !columns.Contains(x.Key))
            .Select(x => SliceColumn.Missing(x.Key, columns, manifest.Locate(x.Value)))];
    }

    private static EvaluationDocument Judge(
        EvaluationRequest request, JudgedRows rows, IReadOnlyList<SliceColumn> columns, CancellationToken cancellationToken)
    {
        var section = request.Manifest.Get<EvaluationSection>();
        var spec = section.Bootstrap;
        var options = new BootstrapOptions { Resamples = spec.Resamples, Seed = spec.Seed, Threads = request.Threads };
        var sensor = new MetricSensor(options, cancellationToken);
        var all = Enumerable.Range(0, rows.Rows.RowCount).ToList();
        var evidence = new Evidence(
            sensor.Measure(rows.Take(null, all), spec.Confidence),
            columns.ToDictionary(x => x.Name, x => Measure(x, rows, sensor, spec.Confidence)),
            new ChampionRows(rows, request.Champion, cancellationToken),
            sensor);
        var report = new GateJudge(evidence, all.Count, request.Manifest.PathOf).Judge(section.Gates);
        return new EvaluationDocument
        {
            Name = request.Manifest.Frame.Name,
            Inputs = request.Inputs,
            Model = request.Model,
            Champion = evidence.Champion.Describe(),
            Split = request.Test.Split,
            Rows = all.Count,
            Positives = rows.Truth.Count(x => x),
            Threshold = request.Predictor.Signature.Decision.Threshold,
            Resamples = spec.Resamples,
            ResampledGroups = rows.Groups?.Distinct().Count(),
            Seed = spec.Seed,
            Measurements = evidence.Overall,
            Groups = [.. columns.SelectMany(x => Describe(evidence.Slices[x.Name], rows))],
            Report = report,
        };
    }

    private static MeasuredSlice Measure(SliceColumn column, JudgedRows rows, MetricSensor sensor, double confidence) => new(
        column,
        [.. column.Groups.Select(x => sensor.Measure(rows.Take(x.Name, x.Rows), confidence))]);

    private static IEnumerable<EvaluatedGroup> Describe(MeasuredSlice slice, JudgedRows rows) =>
        slice.Column.Groups.Zip(slice.Measurements, (group, measurements) => new EvaluatedGroup
        {
            Column = group.Column,
            Value = group.Value,
            Rows = group.Rows.Count,
            Positives = group.Rows.Count(x => rows.Truth[x]),
            Measurements = measurements,
        });

    /// <summary>The columns to slice by, in order, and where the manifest first names them.</summary>
    private static OrderedDictionary<string, string> Columns(BoundManifest<ModelFrame> manifest, EvaluationSection section)
    {
        var columns = new OrderedDictionary<string, string>();
        foreach (var (index, name) in section.Slices.Index())
            columns.TryAdd(name, ManifestPath.Of("evaluation", "slices", index));
        foreach (var gate in section.Gates.OfType<GateSpec.MetricGate>().Where(x => x.Slice is not null))
            columns.TryAdd(gate.Slice!, $"{manifest.PathOf(gate)}.slice");
        return columns;
    }

    private static Problem Unread(EvaluationRequest request)
    {
        var task = JsonNamingPolicy.KebabCaseLower.ConvertName(request.Predictor.Signature.Task.ToString());
        return request.Manifest.Locate("task").Problem(
            $"Models of the task {task} are not judged yet; binary-classification is accepted.");
    }
}
