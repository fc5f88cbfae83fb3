using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Metrics;
using Pipeline.Manifest;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation;

internal static class Some
{
    public static Digest Model { get; } = Digest.OfText("model");

    public static Digest ChampionModel { get; } = Digest.OfText("champion");

    public static ModelSignature Signature { get; } = new()
    {
        Flavor = "fake",
        Task = ModelTask.BinaryClassification,
        Label = new ModelLabel.TwoClasses("bad", "yes", "no"),
        Inputs = [new ModelInput("income", ColumnType.Number, MayBeMissing: false)],
        Outputs = [ModelOutputs.Score, ModelOutputs.Probability],
    };

    /// <summary>
    /// 400 rows, of which the second half is for the test: <see cref="Fixture.Many"/> with its probability as income. Sex is F
    /// in three quarters of the rows, M in the others; the first five of the test have none.
    /// </summary>
    public static Table Rows { get; } = Table();

    public static LabelledData Data { get; } = new()
    {
        Rows = Rows,
        Features = ["income"],
        Label = "bad",
        Positive = "yes",
        TrainIndexes = [.. Enumerable.Range(0, 200)],
        TestIndexes = [.. Enumerable.Range(200, 200)],
        Identities = [.. Enumerable.Range(0, 400).Select(x => (UInt128)(uint)x)],
        Data = Digest.OfText("data"),
        Split = Digest.OfText("split"),
    };

    public static Validated<BoundManifest<ModelFrame>> ReadManifest(
        string evaluation, string task = "binary-classification") => ManifestReader.Read(
        $"""
        pipeline: 1
        name: loan-default
        task: {task}
        owner: risk-team@example.com
        description: Probability that a loan is not repaid.
        evaluation: {evaluation}
        """,
        "model.yml",
        ManifestSchema.Model(EvaluationSection.Registration));

    /// <param name="gates">As they stand between the brackets of a manifest's list.</param>
    public static EvaluationRequest Request(string gates) => new()
    {
        Manifest = ReadManifest($"{{gates: [{gates}]}}").OrThrow(),
        Data = Data,
        Predictor = new FakePredictor(x => x),
        Model = Model,
        Metrics = StandardMetrics.All,
    };

    private static Table Table()
    {
        var (many, labels, incomes, sexes) = (Fixture.Many, new string[200], new double[200], new CategoryColumnBuilder("sex"));
        for (var i = 0; i < 200; i++)
            (labels[i], incomes[i]) = (many.Truth[i] > 0 ? "yes" : "no", many.Answers[0][i]);
        var bad = new CategoryColumnBuilder("bad");
        for (var i = 0; i < 400; i++)
        {
            bad.Append(labels[i % 200]);
            if (i is >= 200 and < 205)
                sexes.AppendMissing();
            else
                sexes.Append(i % 4 == 0 ? "M" : "F");
        }

        var ids = Enumerable.Range(0, 400).Select(x => (string?)x.ToString(CultureInfo.InvariantCulture));
        return new Table(
            new NumberColumn("income", [.. incomes, .. incomes]), sexes.Build(), bad.Build(), new TextColumn("id", [.. ids]));
    }
}
