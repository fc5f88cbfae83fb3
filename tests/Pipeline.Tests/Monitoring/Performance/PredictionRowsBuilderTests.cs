using System.Buffers;
using System.Text;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Predictions;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Monitoring.Performance;

public class PredictionRowsBuilderTests
{
    private static readonly ModelSignature Signature = new()
    {
        Flavor = "mlnet",
        Task = ModelTask.BinaryClassification,
        Label = new ModelLabel.TwoClasses("label", "1", "0"),
        Inputs = [new ModelInput("age", ColumnType.Number, false), new ModelInput("job", ColumnType.Category, false, ["a"])],
        Outputs = [ModelOutputs.Score, ModelOutputs.Probability],
    };

    [Fact]
    public void Add_AnEntry_IsARow()
    {
        var builder = new PredictionRowsBuilder(Signature, ["sex", "age"]);

        builder.Add(Entry(0.7, age: 30, sampled: 0.25), LoggedValue.Of(1), Sex("F")).ShouldBeTrue();
        builder.Add(Entry(0.2, age: double.NaN), null).ShouldBeTrue();
        var rows = builder.Build();

        rows.Answers.ShouldHaveSingleItem().ShouldBe([0.7, 0.2]);
        rows.Outcomes.ShouldBe([1, double.NaN]);
        rows.Weights.ShouldBe([4, 1]);
        rows.LabelledCount.ShouldBe(1);
        rows.Inputs!.Columns.Select(x => x.Text(0)).ShouldBe(["30", "a"]);
        rows.Protected!.Columns.Select(x => (x.Name, x.Text(0), x.Text(1))).ShouldBe([("sex", "F", null), ("age", "30", null)]);
        builder.Count.ShouldBe(0);
    }

    /// <summary>A class is known by its name, and where that is a number, by any way to write the number.</summary>
    [Theory]
    [InlineData("1", 1)]
    [InlineData("1.0", 1)]
    [InlineData("0", 0)]
    [InlineData("yes", double.NaN)]
    [InlineData("2", double.NaN)]
    public void Add_OutcomeAsText_IsAClassOrUnknown(string outcome, double expected)
    {
        var builder = new PredictionRowsBuilder(Signature);
        builder.Add(Entry(0.5), LoggedValue.Of(outcome));

        builder.Build().Outcomes.ShouldBe([expected]);

        builder.UnknownOutcomes.ShouldBe(double.IsNaN(expected) ? 1 : 0);
    }

    [Fact]
    public void Add_EntryWithoutAnAnswer_IsRefusedAndCounted()
    {
        var builder = new PredictionRowsBuilder(Signature);

        builder.Add(Entry(1.5), LoggedValue.Of(1)).ShouldBeFalse();
        builder.Add(Entry(double.NaN), LoggedValue.Of(1)).ShouldBeFalse();

        builder.Refused.ShouldBe(2);
        builder.Build().Count.ShouldBe(0);
    }

    [Fact]
    public void Take_Rows_TakesAllColumns()
    {
        var builder = new PredictionRowsBuilder(Signature, ["sex"]);
        for (var row = 0; row < 5; row++)
            builder.Add(Entry(row / 10.0, age: row), row % 2 == 0 ? LoggedValue.Of(1) : null, Sex(row == 2 ? "F" : "M"));

        var labelled = builder.Build().Labelled();

        labelled.Answers[0].ShouldBe([0, 0.2, 0.4]);
        labelled.Times.Count.ShouldBe(3);
        labelled.Inputs!["age"].Text(1).ShouldBe("2");
        labelled.Protected!["sex"].Text(1).ShouldBe("F");
    }

    /// <summary>A log that is read by columns makes the rows that its entries make.</summary>
    [Fact]
    public async Task Add_ABatch_IsItsEntries()
    {
        using var folder = new TemporaryFolder();
        var lines = new ArrayBufferWriter<byte>();
        for (var row = 0; row < 20; row++)
            PredictionLine.Write(Entry(row / 20.0, age: row, sampled: 0.5) with { Id = PredictionId.Of(1, (ulong)row) }, lines);
        folder.Write("predictions-1.jsonl", Encoding.UTF8.GetString(lines.WrittenSpan));
        var reader = new PredictionLogReader(folder.Path, PredictionLogCursor.Start);
        var (byBatch, byEntry) = (new PredictionRowsBuilder(Signature, ["age"]), new PredictionRowsBuilder(Signature, ["age"]));

        await foreach (var batch in reader.ReadAsync(new Progress<Problem>(), TestContext.Current.CancellationToken))
        {
            byBatch.Add(batch, Enumerable.Range(0, batch.Count), row => row % 2 == 0 ? LoggedValue.Of(1) : null);
            for (var row = 0; row < batch.Count; row++)
                byEntry.Add(batch.Row(row), row % 2 == 0 ? LoggedValue.Of(1) : null);
        }

        var (rows, expected) = (byBatch.Build(), byEntry.Build());
        rows.Count.ShouldBe(20);
        rows.Answers[0].ShouldBe(expected.Answers[0]);
        rows.Outcomes.ShouldBe(expected.Outcomes);
        rows.Weights.ShouldBe(expected.Weights);
        rows.Times.ShouldBe(expected.Times);
        rows.Inputs!.Columns.Concat(rows.Protected!.Columns).Select(x => x.Text(7))
            .ShouldBe(expected.Inputs!.Columns.Concat(expected.Protected!.Columns).Select(x => x.Text(7)));
    }

    private static Dictionary<string, LoggedValue> Sex(string value) => new() { ["sex"] = LoggedValue.Of(value) };

    private static PredictionLogEntry.Prediction Entry(double probability, double age = 1, double sampled = 1) => new()
    {
        Id = PredictionId.Of(1, 1),
        Time = SomeRows.Begin,
        Model = new ServedModel(ModelName.Parse("loan"), null, Digest.OfBytes([]), "production", 1),
        Route = "stable",
        Inputs = new LoggedValues(["age", "job"], [LoggedValue.Of(age), LoggedValue.Of("a")]),
        Outputs = new LoggedValues(
            [ModelOutputs.Score, ModelOutputs.Probability], [LoggedValue.Of(1), LoggedValue.Of(probability)]),
        Latency = TimeSpan.FromMilliseconds(1),
        SamplingProbability = sampled,
    };
}
