using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Fairness;

/// <summary>Numbers and several classes, against sums over the rows of each group.</summary>
public class TaskFairnessTests
{
    private static readonly string[] Sexes = [.. Enumerable.Range(0, 300).Select(x => x % 3 == 0 ? "F" : "M")];

    [Fact]
    public void Regression_GroupMetrics_AreThoseOfTheirRows()
    {
        var (random, truth, answers) = (new SeededRandom(5, 0), new double[300], new double[300]);
        for (var i = 0; i < truth.Length; i++)
        {
            truth[i] = 1000 + random.Below(50);
            answers[i] = truth[i] + random.Below(20) - (Sexes[i] == "F" ? 15 : 5);
        }

        var frame = Measure(ModelTask.Regression, new ModelLabel.Number("y"), truth, [answers]).Frames.ShouldHaveSingleItem();

        foreach (var (group, sex) in frame.Groups.Zip(["F", "M"]))
        {
            int[] rows = [.. Enumerable.Range(0, 300).Where(x => Sexes[x] == sex)];
            var mean = rows.Average(x => truth[x]);
            SomeGroups.Of(group, "mean_prediction").ShouldBe(rows.Average(x => answers[x]), 1e-9);
            SomeGroups.Of(group, "mean_error").ShouldBe(rows.Average(x => answers[x] - truth[x]), 1e-9);
            SomeGroups.Of(group, "mean_absolute_error").ShouldBe(rows.Average(x => Math.Abs(answers[x] - truth[x])), 1e-9);
            SomeGroups.Of(group, "root_mean_squared_error").ShouldBe(
                Math.Sqrt(rows.Average(x => Math.Pow(answers[x] - truth[x], 2))), 1e-9);
            SomeGroups.Of(group, "r2").ShouldBe(
                1 - (rows.Sum(x => Math.Pow(answers[x] - truth[x], 2)) / rows.Sum(x => Math.Pow(truth[x] - mean, 2))), 1e-9);
        }

        Value(frame, "mean_error_difference").ShouldBe(
            SomeGroups.Of(frame.Groups[1], "mean_error") - SomeGroups.Of(frame.Groups[0], "mean_error"), 1e-9);
        Value(frame, "mean_absolute_error_ratio").ShouldBe(
            SomeGroups.Of(frame.Groups[1], "mean_absolute_error") / SomeGroups.Of(frame.Groups[0], "mean_absolute_error"), 1e-9);
        SomeGroups.Disparity(frame, "mean_error_ratio").Measurement.Value.ShouldBe(
            new MeasuredValue.NotApplicable("a ratio needs values above 0"));
        SomeGroups.Disparity(frame, "mean_absolute_error_group_max").Highest.ShouldBe("sex=F");
    }

    [Fact]
    public void Multiclass_Disparities_AreThoseOfTheWorstClass()
    {
        var (random, truth) = (new SeededRandom(6, 0), new double[300]);
        var answers = Enumerable.Range(0, 3).Select(_ => new double[300]).ToArray();
        for (var i = 0; i < truth.Length; i++)
        {
            truth[i] = random.Below(3);
            var answered = Sexes[i] == "F" && random.Below(2) == 0 ? 2 : (int)truth[i];
            for (var x = 0; x < 3; x++)
                answers[x][i] = x == answered ? 0.8 : 0.1;
        }

        var frame = Measure(ModelTask.MulticlassClassification, new ModelLabel.Classes("y", ["a", "b", "c"]), truth, answers)
            .Frames.ShouldHaveSingleItem();

        double[] differences =
        [
            .. Enumerable.Range(0, 3).Select(x => Math.Abs(Selected("F", x) - Selected("M", x))),
        ];
        Value(frame, "demographic_parity_difference").ShouldBe(differences.Max(), 1e-12);
        SomeGroups.Disparity(frame, "demographic_parity_difference").Metric.ShouldBe("selection_rate.c");
        SomeGroups.Of(frame.Groups[0], "accuracy").ShouldBe(
            Enumerable.Range(0, 300).Where(x => Sexes[x] == "F").Average(x => Answer(x) == (int)truth[x] ? 1.0 : 0), 1e-12);
        Value(frame, "accuracy_difference").ShouldBe(1 - SomeGroups.Of(frame.Groups[0], "accuracy"), 1e-12);

        int Answer(int row) => Enumerable.Range(0, 3).Single(x => answers[x][row] > 0.5);

        double Selected(string sex, int of) =>
            Enumerable.Range(0, 300).Where(x => Sexes[x] == sex).Average(x => Answer(x) == of ? 1.0 : 0);
    }

    /// <summary>Both groups are half of the customers; drawing customers, not rows, makes all less sure.</summary>
    [Fact]
    public void RowsThatBelongTogether_AreDrawnTogether()
    {
        var request = SomeGroups.Binary(
            "bootstrap: {resamples: 200}",
            [.. Enumerable.Range(0, 1000).Select(x => x / 50 % 2)],
            [.. Enumerable.Range(0, 1000).Select(x => x / 100 % 2 == 0 ? 0.9 : 0.1)],
            SomeGroups.Categories("sex", Enumerable.Range(0, 1000).Select(x => x / 25 % 2 == 0 ? "F" : "M")));
        var grouped = request with
        {
            Data = request.Data with
            {
                IsGrouped = true,
                Identities = [.. Enumerable.Range(0, 1000).Select(x => (UInt128)(uint)(x / 25))],
            },
        };

        Width(grouped).ShouldBeGreaterThan(2 * Width(request));

        static double Width(EvaluationRequest x)
        {
            var interval = SomeGroups.Evaluate(x).Frames[0].Groups[0].Measurements[0].Interval.ShouldNotBeNull();
            return interval.High - interval.Low;
        }
    }

    private static double Value(FairnessFrame frame, string name) =>
        SomeGroups.Number(SomeGroups.Disparity(frame, name).Measurement);

    private static FairnessReport Measure(ModelTask task, ModelLabel label, double[] truth, double[][] answers)
    {
        var sexes = SomeGroups.Categories("sex", Sexes);
        var rows = new JudgedRows
        {
            Rows = new Table(sexes),
            Task = task,
            Label = label,
            Truth = truth,
            Identities = [.. Enumerable.Range(0, truth.Length).Select(x => (UInt128)(uint)x)],
            Answers = new Answers(answers, TaskKind.Of(task).Decision),
        };
        var data = Some.Data with
        {
            Rows = rows.Rows,
            Protected = ["sex"],
            TestIndexes = [.. Enumerable.Range(0, truth.Length)],
        };
        return new FairnessAudit(rows, new FairnessSpec(), new BootstrapOptions { Resamples = 100 }, 0.95)
            .Measure(data, [], TestContext.Current.CancellationToken).ShouldNotBeNull();
    }
}
