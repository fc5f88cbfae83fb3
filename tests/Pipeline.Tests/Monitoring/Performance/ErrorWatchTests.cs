using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Models;
using Pipeline.Monitoring.Rules;
using Pipeline.Statistics;
using Pipeline.Statistics.Detectors;

namespace Pipeline.Monitoring.Performance;

public class ErrorWatchTests
{
    private const int Step = 1500;

    private static readonly PredictionRows Rows = Decaying();
    private static readonly PerformanceReference Reference =
        PerformanceMonitorTests.ReferenceOf(Rows.Take([.. Enumerable.Range(0, 500)]));

    [Theory]
    [InlineData(DetectorKind.Ddm, 300)]
    [InlineData(DetectorKind.Adwin, 100)]
    [InlineData(DetectorKind.PageHinkley, 1300)]
    public void Add_ErrorsThatGrow_SaysWhenItBegan(DetectorKind kind, int near)
    {
        var found = new ErrorWatch(Reference, [kind]).Add(Rows);

        var change = found.First(x => x.Change.Level == ChangeLevel.Change && x.Change.IsIncrease && x.Change.At >= Step);
        change.Time.ShouldBe(Rows.Times[(int)change.Change.At]);
        change.Since.ShouldBeInRange(SomeRows.Begin.AddMinutes(Step - near), SomeRows.Begin.AddMinutes(Step + near));
    }

    [Fact]
    public void Add_InRunsOfAnyLength_FindsTheSame()
    {
        var whole = new ErrorWatch(Reference).Add(Rows);
        var (watch, found) = (new ErrorWatch(Reference), new List<ErrorChange>());

        for (var from = 0; from < Rows.Count; from += 170)
        {
            watch = new ErrorWatch(Again(watch.Save()));
            found.AddRange(watch.Add(Rows.Take([.. Enumerable.Range(from, Math.Min(170, Rows.Count - from))])));
        }

        found.Select(x => (x.Detector, x.Change, x.Time)).ShouldBe(whole.Select(x => (x.Detector, x.Change, x.Time)));
        found.Zip(whole).ShouldAllBe(x => (x.First.Since - x.Second.Since).Duration() <= TimeSpan.FromMinutes(8));
    }

    [Fact]
    public void Add_RowsOutOfOrder_TakesThemByTime()
    {
        int[] order = [.. Enumerable.Range(0, Rows.Count).OrderBy(row => (row * 7919) % Rows.Count)];

        new ErrorWatch(Reference).Add(Rows.Take(order)).ShouldBe(new ErrorWatch(Reference).Add(Rows));
    }

    [Fact]
    public void Add_RowsWithoutOutcome_ArePassedOver()
    {
        var watch = new ErrorWatch(Reference);

        watch.Add(Rows.WithoutOutcomes()).ShouldBeEmpty();

        watch.Save().Rows.ShouldBe(0);
    }

    [Fact]
    public void Add_Regression_SeesErrorsAsTheyWereEvaluated()
    {
        var random = new SeededRandom(4, 0);
        var truth = Enumerable.Range(0, 3000).Select(row => 100 * random.Normal()).ToArray();
        var answers = truth.Select((x, row) => x + ((row < Step ? 5 : 15) * random.Normal())).ToArray();
        var rows = SomeRows.Of(
            ModelTask.Regression, new ModelLabel.Number("y"), new DecisionRule.None(), truth, answers);
        var reference = PerformanceMonitorTests.ReferenceOf(rows.Take([.. Enumerable.Range(0, 500)]));

        var found = new ErrorWatch(reference).Add(rows);

        foreach (var kind in Enum.GetValues<DetectorKind>())
        {
            found.ShouldContain(x => x.Detector == kind && x.Change.Level == ChangeLevel.Change && x.Change.IsIncrease
                && x.Change.At >= Step && x.Change.At < Step + 500);
        }
    }

    private static ErrorWatchState Again(ErrorWatchState state) => JsonSerializer.Deserialize<ErrorWatchState>(
        JsonSerializer.SerializeToUtf8Bytes(state, DocumentJson.Options), DocumentJson.Options)!;

    /// <summary>From the step on, probabilities mean nothing.</summary>
    private static PredictionRows Decaying()
    {
        var random = new SeededRandom(9, 0);
        var scores = Enumerable.Range(0, 3000).Select(_ => random.Unit()).ToArray();
        var outcomes = scores.Select((x, row) =>
            random.Unit() < (row < Step ? x < 0.5 ? 0.1 : 0.9 : 0.5) ? 1.0 : 0).ToArray();
        return SomeRows.Of(
            ModelTask.BinaryClassification, SomeRows.TwoClasses, DecisionRule.Threshold.Usual, outcomes, scores);
    }
}
