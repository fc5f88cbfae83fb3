using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Statistics;
using Pipeline.Testing;

namespace Pipeline.Evaluation.Production;

public class OutcomeSensorTests
{
    private static readonly System.Text.Json.JsonElement Fixture = PerformanceFixture.Section("weighed");
    private static readonly OutcomeSensor Sensor = new(StandardMetrics.All, new BootstrapOptions { Resamples = 400 }, 0.95);

    [Theory]
    [InlineData("binary")]
    [InlineData("regression")]
    public void Measure_RowsOfDifferentWeight_AsScikitLearn(string task)
    {
        var measured = Sensor.Measure(Rows(task), CancellationToken.None);

        foreach (var (name, value) in Fixture.Named(task))
            Number(measured.Single(x => x.Name == name)).ShouldBe(value, 1e-9, name);
    }

    [Fact]
    public void Measure_WeightsThatAreWhole_AreRepeatedRows()
    {
        double[] weights = [.. Enumerable.Range(0, 150).Select(row => 1.0 + (row % 3))];
        var rows = Rows("regression") with { Weights = weights };
        int[] repeated = [.. Enumerable.Range(0, 150).SelectMany(row => Enumerable.Repeat(row, (int)weights[row]))];
        var twice = rows with
        {
            Columns = [[.. repeated.Select(row => rows.Columns[0][row])]],
            Truth = [.. repeated.Select(row => rows.Truth[row])],
            Weights = null,
        };

        var (measured, expected) = (Sensor.Measure(rows, CancellationToken.None), Sensor.Measure(twice, CancellationToken.None));

        measured.Select(Number).ShouldBe(expected.Select(Number), 1e-9);
        measured[0].Samples.ShouldBe(150);
    }

    /// <summary>A row of weight 10 is one row that was seen, not ten: the interval must not shrink.</summary>
    [Fact]
    public void Measure_FewHeavyRows_AreNoSurerThanTheirNumber()
    {
        var plain = Sensor.Measure(Rows("binary") with { Weights = null }, CancellationToken.None);
        var weighed = Sensor.Measure(Rows("binary"), CancellationToken.None);

        Width(weighed, "accuracy").ShouldBeGreaterThan(Width(plain, "accuracy"));

        static double Width(IReadOnlyList<Measurement> measured, string name) =>
            measured.Single(x => x.Name == name).Interval is { } x ? x.High - x.Low : 0;
    }

    [Fact]
    public void Measure_EqualWeights_AreNoWeights()
    {
        var same = Rows("binary") with { Weights = [.. Enumerable.Repeat(4.0, 150)] };

        Sensor.Measure(same, CancellationToken.None)
            .ShouldBe(Sensor.Measure(same with { Weights = null }, CancellationToken.None));
    }

    [Fact]
    public void Measure_RowsInAnotherOrder_IsTheSame()
    {
        var rows = Rows("binary");
        int[] order = [.. Enumerable.Range(0, 150).OrderBy(row => StableHash.Of(BitConverter.GetBytes(row)))];
        var moved = rows with
        {
            Columns = [[.. order.Select(row => rows.Columns[0][row])]],
            Truth = [.. order.Select(row => rows.Truth[row])],
            Weights = [.. order.Select(row => rows.Weights![row])],
        };

        Sensor.Measure(moved, CancellationToken.None).ShouldBe(Sensor.Measure(rows, CancellationToken.None));
    }

    [Fact]
    public void Compare_WeighedRows_MeasuresBothByTheSame()
    {
        var rows = Rows("binary");
        double[] others = [.. rows.Columns[0].Select(x => 1 - x)];

        var compared = Sensor.Compare(rows, [others], rows.Decision, "other", CancellationToken.None)
            .Single(x => x.Name == "roc_auc");

        Number(compared).ShouldBe(1 - ((MeasuredValue.Number)compared.Comparison!.Value).Value, 1e-9);
        compared.Comparison.Test.ShouldBe("paired bootstrap");
    }

    /// <summary>What a team's metric gets are whole numbers in the same proportions.</summary>
    [Fact]
    public void Measure_TeamsMetric_CountsRowsByWeight()
    {
        var sensor = new OutcomeSensor([new ShareOfNo()], new BootstrapOptions { Resamples = 100 }, 0.95);
        var rows = new OutcomeRows
        {
            Task = ModelTask.BinaryClassification,
            Columns = [[0.2, 0.9]],
            Decision = DecisionRule.Threshold.Usual,
            Truth = [0, 1],
            Weights = [1, 2.5],
        };

        Number(sensor.Measure(rows, CancellationToken.None)[0]).ShouldBe(1 / 3.5, 1e-9);
    }

    private static double Number(Measurement measured) => ((MeasuredValue.Number)measured.Value).Value;

    private static OutcomeRows Rows(string task) => task == "binary"
        ? new OutcomeRows
        {
            Task = ModelTask.BinaryClassification,
            Columns = [Fixture.Numbers("scores")],
            Decision = DecisionRule.Threshold.Usual,
            Truth = Fixture.Numbers("labels"),
            Weights = Fixture.Numbers("weights"),
        }
        : new OutcomeRows
        {
            Task = ModelTask.Regression,
            Columns = [Fixture.Numbers("predicted")],
            Decision = new DecisionRule.None(),
            Truth = Fixture.Numbers("truth"),
            Weights = Fixture.Numbers("weights"),
        };
}
