using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Runs;

public class AnswersComparisonTests
{
    private const int Count = 200;

    private static readonly (double[] Truth, double[] First, double[] Second) Rows = Draw();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // By pairs and by DeLong, DeLong and Clarke-Pearson (1988) in a page of Python; the accuracies' by a paired normal interval.
    [Theory]
    [InlineData("roc_auc", 0.84386941805874, 0.7499727044437166, 0.040882842182177324, 0.14691058504786966)]
    [InlineData("accuracy", 0.73, 0.695, -0.030725714509153013, 0.10072571450915302)]
    public void Compare_OnTheSameRows_IsWhatOthersFindOfTheSameNumbers(
        string metric, double first, double second, double low, double high)
    {
        var compared = Compare(Of(Rows.First), Of(Rows.Second)).OrThrow();

        compared.IsOnTheSameRows.ShouldBeTrue();
        var measured = compared.Measurements.Single(x => x.Name == metric);
        Value(measured.Value).ShouldBe(first, 1e-12);
        Value(measured.Comparison!.Value).ShouldBe(second, 1e-12);
        var interval = measured.Comparison.Difference!;
        // A percentile interval and one of a normal law differ by a tenth of their width on 200 rows.
        interval.Low.ShouldBe(low, (high - low) / 10);
        interval.High.ShouldBe(high, (high - low) / 10);
        interval.Confidence.ShouldBe(0.95);
    }

    [Fact]
    public void Compare_LogLoss_IsScikitLearns()
    {
        var measured = Compare(Of(Rows.First), Of(Rows.Second)).OrThrow().Measurements.Single(x => x.Name == "log_loss");

        Value(measured.Value).ShouldBe(0.47093337083398745, 1e-12);
        Value(measured.Comparison!.Value).ShouldBe(0.5990134129851598, 1e-12);
    }

    [Fact]
    public void Compare_RowsInAnotherOrder_ArePairedByWhatTheyAre()
    {
        int[] turned = [.. Enumerable.Range(0, Count).Reverse()];

        var straight = Compare(Of(Rows.First), Of(Rows.Second)).OrThrow();
        var compared = Compare(Of(Rows.First), Of(Rows.Second, turned)).OrThrow();

        compared.Rows.ShouldBe(Count);
        compared.Measurements.ShouldBe(straight.Measurements);
    }

    [Fact]
    public void Compare_OtherTestRows_LooksAtThoseOfBothAlone()
    {
        int[] most = [.. Enumerable.Range(0, 150)];
        int[] last = [.. Enumerable.Range(50, 150)];
        int[] both = [.. Enumerable.Range(50, 100)];

        var compared = Compare(Of(Rows.First, most), Of(Rows.Second, last)).OrThrow();

        (compared.Rows, compared.First, compared.Second, compared.IsOnTheSameRows).ShouldBe((100, 150, 150, false));
        compared.Measurements.ShouldBe(Compare(Of(Rows.First, both), Of(Rows.Second, both)).OrThrow().Measurements);
    }

    [Fact]
    public void Compare_RowWhoseTruthWasCorrected_IsAnotherRow()
    {
        var corrected = Of(Rows.Second);
        double[] truth = [1 - Rows.Truth[0], .. Rows.Truth.Skip(1)];

        var compared = Compare(Of(Rows.First), corrected with { Rows = corrected.Rows with { Truth = truth } });

        compared.OrThrow().Rows.ShouldBe(Count - 1);
    }

    [Fact]
    public void Compare_EqualRows_ArePairedOneByOne()
    {
        var (first, second) = (Of(Rows.First), Of(Rows.Second, [.. Enumerable.Range(0, Count - 1)]));
        var same = new UInt128[Count];

        var compared = Compare(
            first with { Rows = first.Rows with { Identities = same } },
            second with { Rows = second.Rows with { Identities = same[..(Count - 1)] } }).OrThrow();

        compared.Rows.ShouldBe(Count - 1);
    }

    [Fact]
    public void Compare_RowsThatBelongTogether_AreDrawnTogether()
    {
        // Each row twice under one identity: as many independent things as before, though twice the rows.
        int[] twice = [.. Enumerable.Range(0, Count).Concat(Enumerable.Range(0, Count))];
        var (first, second) = (Of(Rows.First, twice), Of(Rows.Second, twice));

        var alone = Width(Compare(first, second));
        var together = Width(Compare(
            first with { Rows = first.Rows with { IsGrouped = true } },
            second with { Rows = second.Rows with { IsGrouped = true } }));

        (together / alone).ShouldBe(Math.Sqrt(2), 0.1);
    }

    [Theory]
    [InlineData("label", "One predicts bad, yes or no, the other late, yes or no.")]
    [InlineData("broken", "Answers cannot be judged: the model answered NaN.")]
    [InlineData("short", "There is not an answer to each of the rows.")]
    [InlineData("others", "No test row is among both.")]
    public void Compare_WhatCannotBe_SaysWhy(string wrong, string sentence)
    {
        var second = Of(Rows.Second);
        second = wrong switch
        {
            "label" => second with { Rows = second.Rows with { Label = new ModelLabel.TwoClasses("late", "yes", "no") } },
            "broken" => second with { Answers = second.Answers with { Broken = "the model answered NaN" } },
            "short" => second with { Answers = second.Answers with { Columns = [Rows.Second[..10]] } },
            _ => second with
            {
                Rows = second.Rows with { Identities = [.. second.Rows.Identities.Select(x => x + 1000)] },
            },
        };

        var problem = Compare(Of(Rows.First), second).Problems.ShouldHaveSingleItem();

        if (wrong != "label")
            problem.Message.ShouldBe(sentence);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bytes_OfRowsAndAnswers_ReadAsTheSame(bool isFloat)
    {
        var answered = Of(isFloat ? [.. Rows.First.Select(x => (double)(float)x)] : Rows.First);
        var (rows, answers) = (answered.Rows.ToBytes(), answered.Answers.ToBytes());

        var readRows = TestRows.Read(rows, "rows").OrThrow();
        var readAnswers = TestAnswers.Read(answers, "answers").OrThrow();

        readRows.Identities.ShouldBe(answered.Rows.Identities);
        readRows.Truth.ShouldBe(answered.Rows.Truth);
        readRows.Label.ShouldBe(answered.Rows.Label);
        readAnswers.Columns.Single().ShouldBe(answered.Answers.Columns.Single());
        (readAnswers.Decision, readAnswers.Rows).ShouldBe((answered.Answers.Decision, Digest.OfBytes(rows)));
        (answers.Length < Count * sizeof(double)).ShouldBe(isFloat);
    }

    [Fact]
    public void Bytes_Damaged_AreAProblemAndNoException()
    {
        var answered = Of(Rows.First);
        foreach (var good in new[] { answered.Rows.ToBytes(), answered.Answers.ToBytes() })
        {
            for (var at = 0; at < good.Length; at += 7)
            {
                _ = TestRows.Read(good.AsMemory(0, at), "rows");
                _ = TestAnswers.Read(good.AsMemory(0, at), "answers");
                byte[] other = [.. good];
                other[at] ^= 0x55;
                _ = TestRows.Read(other, "rows");
                _ = TestAnswers.Read(other, "answers");
            }
        }

        TestRows.Read(answered.Answers.ToBytes(), "rows").Problems.ShouldHaveSingleItem().ToString()
            .ShouldBe("rows: The file is not what this toolkit wrote. Evaluate the model again.");
    }

    [Fact]
    public void Evaluator_Asked_TellsTheAnswersThatItJudged()
    {
        var told = default(AnsweredRows);
        var request = Some.Request("{metric: roc_auc, at-least: 0.1}") with { Answered = rows => told = rows };

        var document = Evaluator.Evaluate(request, Token).OrThrow();

        var compared = Compare(told!, told!).OrThrow();
        compared.Measurements.Select(x => (x.Name, x.Value)).ShouldBe(document.Measurements.Select(x => (x.Name, x.Value)));
        compared.Measurements.ShouldAllBe(x => x.Comparison!.Difference!.Low == 0 && x.Comparison.Difference.High == 0);
    }

    private static Validated<ComparedAnswers> Compare(AnsweredRows first, AnsweredRows second) => AnswersComparison.Compare(
        first, second, StandardMetrics.All, new BootstrapOptions { Resamples = 2000 }, 0.95, Token);

    private static double Width(Validated<ComparedAnswers> compared)
    {
        var interval = compared.OrThrow().Measurements.Single(x => x.Name == "roc_auc").Comparison!.Difference!;
        return interval.High - interval.Low;
    }

    private static AnsweredRows Of(double[] answers, int[]? only = null)
    {
        var taken = only ?? [.. Enumerable.Range(0, Count)];
        var rows = new TestRows
        {
            Task = ModelTask.BinaryClassification,
            Label = new ModelLabel.TwoClasses("bad", "yes", "no"),
            IsGrouped = false,
            Identities = [.. taken.Select(row => (UInt128)(uint)row + 1)],
            Truth = [.. taken.Select(row => Rows.Truth[row])],
        };
        return new AnsweredRows(rows, new TestAnswers
        {
            Rows = Digest.OfBytes(rows.ToBytes()),
            Decision = DecisionRule.Threshold.Usual,
            Columns = [taken.Select(row => answers[row]).ToArray()],
        });
    }

    private static double Value(MeasuredValue value) => ((MeasuredValue.Number)value).Value;

    /// <summary>By the generator of ANSI C, which Python repeats in a line.</summary>
    private static (double[], double[], double[]) Draw()
    {
        var (truth, first, second, state) = (new double[Count], new double[Count], new double[Count], 12345L);
        for (var row = 0; row < Count; row++)
        {
            var drawn = new double[4];
            for (var at = 0; at < drawn.Length; at++)
            {
                state = ((state * 1103515245) + 12345) % 2147483648;
                drawn[at] = state / 2147483648.0;
            }

            truth[row] = drawn[0] < 0.35 ? 1 : 0;
            first[row] = Math.Clamp((0.30 * truth[row]) + (0.70 * drawn[1]), 0, 1);
            second[row] = Math.Clamp((0.15 * truth[row]) + (0.85 * ((0.5 * drawn[1]) + (0.5 * drawn[2]))), 0, 1);
        }

        return (truth, first, second);
    }
}
