using System.Collections.Immutable;
using System.Globalization;
using Pipeline.Core.Progress;
using Pipeline.Data;
using Pipeline.Data.Schemas;
using Pipeline.Evaluation.Metrics;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Benchmarks.Training;

/// <summary>A public dataset, and what Microsoft.ML 5.0.0 by itself was recorded to score on its test rows.</summary>
/// <param name="Name">Of the dataset.</param>
/// <param name="Task">What is predicted.</param>
/// <param name="Section">The manifest's <c>data:</c>, in one line.</param>
/// <param name="Metric">By which models are compared.</param>
/// <param name="Recorded">By trainer.</param>
internal sealed record ReferenceData(
    string Name, string Task, string Section, string Metric, IReadOnlyDictionary<string, double> Recorded)
{
    /// <summary>Rows whose number from 0 leaves this remainder of 5 are the test, unless files say which are.</summary>
    private const int TestRemainder = 4;

    public static IReadOnlyList<ReferenceData> All { get; } =
    [
        new(
            "adult",
            "binary-classification",
            """{path: adult.csv, label: {column: "label(IsOver50K)", positive: "1"}, missing-values: [""]}""",
            "roc_auc",
            new Dictionary<string, double>
            {
                ["fast-tree"] = 0.9293,
                ["light-gbm"] = 0.9266,
                ["fast-forest"] = 0.9099,
                ["lbfgs-logistic-regression"] = 0.9073,
                ["sdca-logistic-regression"] = 0.9077,
            }),
        new(
            "taxi",
            "regression",
            "{path: taxi-fare-*.csv, label: fare_amount, split: {by: files, of: ['*-test.csv']}, columns: {rate_code: category}}",
            "r2",
            new Dictionary<string, double>
            {
                ["fast-tree"] = 0.7334,
                ["fast-forest"] = 0.7110,
                ["sdca-regression"] = 0.6954,
                ["lbfgs-poisson-regression"] = 0.2792,
            }),
        new(
            "penguins",
            "multiclass-classification",
            "{path: penguins.csv, label: species}",
            "accuracy",
            new Dictionary<string, double>
            {
                ["lbfgs-logistic-regression"] = 0.9706,
                ["sdca-logistic-regression"] = 0.9853,
                ["fast-tree"] = 0.9706,
            }),
        new(
            "corefx-issues",
            "multiclass-classification",
            "{path: corefx-issues.tsv, label: Area, ignore: [ID], columns: {Title: text, Description: text}}",
            "accuracy",
            new Dictionary<string, double>
            {
                ["sdca-logistic-regression"] = 0.7245,
                ["lbfgs-logistic-regression"] = 0.4830,
            }),
    ];

    /// <summary>The rows to learn from, and those to be tested on.</summary>
    public async Task<(TrainingSet Training, Table Test)> ReadAsync(string temporaryFolder, CancellationToken cancellationToken)
    {
        var request = new DatasetRequest
        {
            Manifest = ManifestReader.Read(
                $"""
                pipeline: 1
                name: {Name}
                task: {Task}
                owner: us
                description: Reference.
                data: {Section}
                """,
                "model.yml",
                ManifestSchema.Model(DataSection.Registration)).OrThrow(),
            Folder = Path.GetDirectoryName(SharedData.File(Name))!,
            TemporaryFolder = temporaryFolder,
        };
        var progress = new Progress<StepEvent>();
        var document = (await DatasetValidator.ValidateAsync(request, progress, cancellationToken)).OrThrow();
        var data = (await DatasetLoader.LoadAsync(request, document, progress, cancellationToken)).OrThrow();
        var set = data.TrainingSet();
        if (Section.Contains("by: files", StringComparison.Ordinal))
            return (set, data.TestRows());
        var rows = data.Rows.Keep([.. data.Features, data.Label]);
        var sides = Enumerable.Range(0, rows.RowCount).ToLookup(row => row % (TestRemainder + 1) == TestRemainder);
        return (set with { Rows = rows.Select([.. sides[false]]) }, rows.Select([.. sides[true]]));
    }

    public double Score(IPredictor predictor, Table test, CancellationToken cancellationToken)
    {
        var signature = predictor.Signature;
        var kind = TaskKind.Of(signature.Task);
        var scored = predictor.Score(test, cancellationToken);
        var rows = new MetricRows(
            kind.Read(test[signature.Label.Column], signature.Label).Value.Values,
            [.. kind.Outputs(signature.Label).Select(output => ((NumberColumn)scored[output]).Values)],
            signature.Decision);
        return StandardMetrics.All.Single(metric => metric.Name == Metric && metric.Task == signature.Task)
            .Measure(rows, Enumerable.Repeat(1, test.RowCount).ToArray());
    }
}
