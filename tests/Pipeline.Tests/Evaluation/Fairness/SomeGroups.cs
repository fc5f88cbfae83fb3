using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Fairness;

/// <summary>Rows of protected groups, judged by a model that answers what the rows say.</summary>
internal static class SomeGroups
{
    /// <summary>Judges answers of two classes; those of 0.5 and more are positive.</summary>
    /// <param name="manifest">What is in the manifest's evaluation, without braces.</param>
    /// <param name="truth">By row, 1 for the positive class.</param>
    /// <param name="answers">By row, the probability.</param>
    /// <param name="columns">The protected columns.</param>
    public static EvaluationRequest Binary(
        string manifest, IReadOnlyList<int> truth, IReadOnlyList<double> answers, params Column[] columns)
    {
        var classes = new CategoryColumn("bad", [.. truth], new CategoryDomain("no", "yes"));
        return Request(manifest, classes, answers, columns) with { Predictor = new FakePredictor(x => x) };
    }

    public static EvaluationRequest Request(
        string manifest, Column label, IReadOnlyList<double> answers, params IReadOnlyList<Column> columns) =>
        Some.Request("") with
        {
            Manifest = Some.ReadManifest($"{{{manifest}}}").OrThrow(),
            Data = Some.Data with
            {
                Rows = new Table([new NumberColumn("income", [.. answers]), label, .. columns]),
                TrainIndexes = [],
                TestIndexes = [.. Enumerable.Range(0, label.Count)],
                Identities = [.. Enumerable.Range(0, label.Count).Select(x => (UInt128)(uint)x)],
                Protected = [.. columns.Select(x => x.Name)],
                Split = Digest.OfText("all"),
            },
        };

    public static Column Categories(string name, IEnumerable<string?> values)
    {
        var builder = new CategoryColumnBuilder(name);
        foreach (var value in values)
        {
            if (value is null)
                builder.AppendMissing();
            else
                builder.Append(value);
        }

        return builder.Build();
    }

    public static FairnessReport Evaluate(EvaluationRequest request) =>
        Evaluator.Evaluate(request, TestContext.Current.CancellationToken).OrThrow().Fairness.ShouldNotBeNull();

    public static CheckReport Judge(EvaluationRequest request) =>
        Evaluator.Evaluate(request, TestContext.Current.CancellationToken).OrThrow().Report;

    public static double Number(Measurement measurement) =>
        measurement.Value.ShouldBeOfType<MeasuredValue.Number>(measurement.Name).Value;

    public static double Of(FairnessGroup group, string metric) => Number(group.Measurements.Single(x => x.Name == metric));

    public static Disparity Disparity(
        FairnessFrame frame,
        string name,
        DisparityMethod method = DisparityMethod.BetweenGroups,
        DisparityAggregate aggregate = DisparityAggregate.WorstCase) =>
        frame.Disparities.Single(x =>
            x.Measurement.Name == name && x.Method == method && (x.Aggregate ?? DisparityAggregate.WorstCase) == aggregate);
}
