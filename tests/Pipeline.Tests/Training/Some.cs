using System.Diagnostics;
using Pipeline.Core.Artifacts;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Training;

internal static class Some
{
    public const string Usual = "{trainer: fast-fake, options: {trees: 7}, seed: 5}";

    public static LabelledData Data { get; } = new()
    {
        Rows = new Table(
            new NumberColumn("income", [10, 20, 30, 40]),
            new NumberColumn("bad", [0, 1, 0, 1])),
        Features = ["income"],
        TrainIndexes = [0, 1, 3],
        TestIndexes = [2],
        Identities = [11, 12, 13, 14],
        Label = "bad",
        Data = Digest.OfText("data"),
        Split = Digest.OfText("split"),
    };

    public static RunRequest Request(
        string folder, string training = Usual, string task = "binary-classification", string decision = "")
    {
        return new RunRequest
        {
            Manifest = Manifest(training, task, decision).OrThrow(),
            Data = Data,
            Load = (_, _) => throw new UnreachableException(),
            Artifacts = new ArtifactLayout(folder, ModelName.Parse("loan-default")),
            Inputs = new Dictionary<string, Digest> { ["data"] = Digest.OfText("data") },
        };
    }

    public static Validated<BoundManifest<ModelFrame>> Manifest(
        string training, string task, string decision) => ManifestReader.Read(
        $"""
        pipeline: 1
        name: loan-default
        task: {task}
        owner: risk-team@example.com
        description: Probability that a loan is not repaid.
        training: {training}
        {decision}
        """,
        "model.yml",
        ManifestSchema.Model(TrainingSection.Registration, DecisionSection.Registration));
}

internal static class SomeRows
{
    /// <summary>Numbers from 0 to 1; those above 0.3 are bad.</summary>
    public static LabelledData Of(int count)
    {
        double[] numbers = [.. Enumerable.Range(0, count).Select(row => (double)row / count)];
        return Some.Data with
        {
            Rows = new Table(
                new NumberColumn("income", [.. numbers]),
                new NumberColumn("bad", [.. numbers.Select(number => number > 0.3 ? 1.0 : 0)]),
                new NumberColumn("never", [0, 1, .. numbers.Skip(2).Select(_ => 0.0)])),
            TrainIndexes = [.. Enumerable.Range(0, count)],
            TestIndexes = [],
            Identities = [.. Enumerable.Range(0, count).Select(row => (UInt128)(ulong)row * 0x9E3779B97F4A7C15)],
        };
    }
}

/// <summary>Answers with the first input itself.</summary>
internal sealed class Echo(ModelSignature signature) : IPredictor
{
    public ModelSignature Signature => signature;

    public Table Score(Table rows, CancellationToken cancellationToken) =>
        new(new NumberColumn(ModelOutputs.Probability, ((NumberColumn)rows["income"]).Values));

    public void Score(FeatureRow row, Span<double> answers) => answers[0] = row.Number(0);

    public void Dispose()
    {
    }
}
