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
