using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Curves;

/// <summary>Against scikit-learn 1.2.1, on rows that its fixtures share with the metrics.</summary>
public class CurveMakerTests
{
    private static readonly ModelLabel Label = new ModelLabel.TwoClasses("bad", "yes", "no");

    private static readonly ScoreCurves Many = Of(Fixture.Many).Scores[0];

    [Theory]
    [InlineData(0.0, 0.009174311926605505)]
    [InlineData(0.14285714285714285, 0.1651376146788991)]
    [InlineData(0.25274725274725274, 0.4036697247706422)]
    [InlineData(0.5164835164835165, 0.6605504587155964)]
    [InlineData(0.7802197802197802, 0.9357798165137615)]
    public void Roc_HasThePointsOfRocCurve(double falsePositiveRate, double truePositiveRate) =>
        Distance(Many.Roc!, falsePositiveRate, truePositiveRate).ShouldBe(0, 1e-9);

    [Fact]
    public void Roc_HasTheAreaOfRocAuc() => Area(Many.Roc!).ShouldBe(0.6278354672850086, 1e-12);

    [Theory]
    [InlineData(1.0, 0.545)]
    [InlineData(0.944954128440367, 0.5819209039548022)]
    [InlineData(0.6422018348623854, 0.6086956521739131)]
    [InlineData(0.44954128440366975, 0.6621621621621622)]
    [InlineData(0.009174311926605505, 1.0)]
    public void PrecisionRecall_HasThePointsOfPrecisionRecallCurve(double recall, double precision) =>
        Distance(Many.PrecisionRecall!, recall, precision).ShouldBe(0, 1e-9);

    [Fact]
    public void Calibration_IsThatOfCalibrationCurve()
    {
        double[] observed =
        [
            0.285714285714, 0.2, 0.666666666667, 0.588235294118, 0.5, 0.529411764706, 0.619047619048, 0.708333333333,
            0.681818181818, 0.583333333333,
        ];
        double[] predicted =
        [
            0.051904761905, 0.158666666667, 0.248666666667, 0.354705882353, 0.445416666667, 0.558235294118, 0.652380952381,
            0.74875, 0.868181818182, 0.955,
        ];

        Many.Calibration.Count.ShouldBe(10);
        foreach (var (index, bin) in Many.Calibration.Index())
        {
            bin.Observed.ShouldBe(observed[index], 1e-11);
            bin.Predicted.ShouldBe(predicted[index], 1e-11);
            bin.Interval.Low.ShouldBeLessThan(bin.Observed);
            bin.Interval.High.ShouldBeGreaterThan(bin.Observed);
        }

        Many.Calibration.Sum(bin => bin.Rows).ShouldBe(200);
    }

    [Theory]
    [InlineData(0.1, 0.5824175824175825, 0.9724770642201835, 0.7285223367697594, 0.91)]
    [InlineData(0.3, 0.6066666666666667, 0.8348623853211009, 0.7027027027027027, 0.75)]
    [InlineData(0.5, 0.6071428571428571, 0.6238532110091743, 0.6153846153846154, 0.56)]
    [InlineData(0.74, 0.671875, 0.3944954128440367, 0.49710982658959535, 0.32)]
    public void Thresholds_AreWhatScikitLearnMakesOfThem(
        double limit, double precision, double recall, double f1, double selected)
    {
        var table = Many.Thresholds!;

        var at = table.Thresholds.ToList().IndexOf(limit);

        table.Precision[at].ShouldBe(precision, 1e-12);
        table.Recall[at].ShouldBe(recall, 1e-12);
        table.F1[at].ShouldBe(f1, 1e-12);
        table.SelectionRate[at].ShouldBe(selected, 1e-12);
    }

    [Fact]
    public void Gain_OfPerfectOrder_RisesToAllAtTheShareOfTheClass()
    {
        var rows = Fixture.Of(
            Enumerable.Range(0, 100).Select(row => row < 20 ? 1 : 0), Enumerable.Range(0, 100).Select(row => 1 - (row / 100.0)));

        var gain = Of(rows).Scores[0].Gain!;

        gain.X.Count.ShouldBe(101);
        gain.Y[20].ShouldBe(1, 1e-12);
        gain.Y[10].ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void Gain_OfAnswersThatAreAllTheSame_IsTheDiagonal()
    {
        var rows = Fixture.Of([1, 0, 1, 0, 0], [0.3, 0.3, 0.3, 0.3, 0.3]);

        var gain = Of(rows).Scores[0].Gain!;

        gain.X.Zip(gain.Y, (x, y) => Math.Abs(x - y)).Max().ShouldBeLessThan(1e-12);
    }

    [Fact]
    public void Histogram_CountsEachRowOnce()
    {
        Many.Histogram.Positives.Sum().ShouldBe(109);
        Many.Histogram.Negatives.Sum().ShouldBe(91);
    }

    [Fact]
    public void Curves_OfManyRows_AreSmallAndNearlyTheSame()
    {
        var random = new SeededRandom(7, 0);
        var (truth, scores) = (new int[30_000], new double[30_000]);
        for (var i = 0; i < truth.Length; i++)
            (truth[i], scores[i]) = (random.Below(100) < 20 ? 1 : 0, 0);
        for (var i = 0; i < truth.Length; i++)
            scores[i] = (random.Below(1_000_000) + (truth[i] * random.Below(1_000_000))) / 2e6;
        var rows = Fixture.Of(truth, scores);

        var curves = Of(rows).Scores[0];

        curves.Roc!.X.Count.ShouldBeLessThanOrEqualTo(200);
        curves.PrecisionRecall!.X.Count.ShouldBeLessThanOrEqualTo(200);
        curves.Thresholds!.Thresholds.Count.ShouldBeLessThanOrEqualTo(102);
        Area(curves.Roc).ShouldBe(StandardMetrics.All.Single(metric => metric.Name == "roc_auc"
            && metric.Task == ModelTask.BinaryClassification).Of(rows), 0.0005);
    }

    [Fact]
    public void Curves_OfRowsOfOneClass_HaveNoRocAndKeepTheRest()
    {
        var curves = Of(Fixture.Of([1, 1], [0.2, 0.7])).Scores[0];

        curves.Roc.ShouldBeNull();
        curves.PrecisionRecall.ShouldBeNull();
        curves.Gain.ShouldBeNull();
        curves.Calibration.Count.ShouldBe(2);
        curves.Histogram.Positives.Sum().ShouldBe(2);
    }

    [Fact]
    public void Curves_OfSeveralClasses_AreOfEachAgainstTheRest()
    {
        var rows = Fixture.OfClasses([0, 1, 2, 1], [[0.7, 0.2, 0.1, 0.5], [0.2, 0.7, 0.1, 0.3], [0.1, 0.1, 0.8, 0.2]]);

        var curves = CurveMaker.Of(rows, new ModelLabel.Classes("kind", ["a", "b", "c"]), null, 1);

        curves.Scores.Select(score => (score.Class, score.Positives)).ShouldBe([("a", 1), ("b", 2), ("c", 1)]);
        curves.Scores.ShouldAllBe(score => score.Thresholds == null);
        curves.Confusion!.Counts.ShouldBe([[1, 0, 0], [1, 1, 0], [0, 0, 1]]);
    }

    [Fact]
    public void Confusion_OfTwoClasses_HasTheNegativeOneFirst()
    {
        var confusion = Of(Fixture.Of([1, 0, 0, 1, 1], [0.9, 0.8, 0.1, 0.2, 0.7])).Confusion!;

        confusion.Classes.ShouldBe(["no", "yes"]);
        confusion.Counts.ShouldBe([[1, 1], [1, 2]]);
    }

    [Fact]
    public void Residuals_OfManyRows_AreDrawnWithTheSeedAndCountedInFull()
    {
        var random = new SeededRandom(3, 0);
        double[] truth = [.. Enumerable.Range(0, 5000).Select(_ => (double)random.Below(1000))];
        double[] answers = [.. truth.Select(value => value + random.Below(100) - 30)];
        var rows = Fixture.OfNumbers(truth, answers);

        var first = Residuals(rows, 1);
        var (again, other) = (Residuals(rows, 1), Residuals(rows, 2));

        first.Truth.Count.ShouldBe(500);
        first.Truth.ShouldBe(again.Truth);
        first.Truth.ShouldNotBe(other.Truth);
        (first.Counts.Sum() + first.Below + first.Above).ShouldBe(5000);
        first.Bins.Count.ShouldBe(10);
        first.Bins.Sum(bin => bin.Rows * bin.Residual).ShouldBe(answers.Sum() - truth.Sum(), 1e-6);
        first.Bins.ShouldAllBe(bin => bin.Interval!.Low < bin.Residual && bin.Residual < bin.Interval.High);
    }

    [Fact]
    public void Residuals_OfOneAndOfEqualRows_AreThereAsWell()
    {
        Residuals(Fixture.OfNumbers([1], [1]), 1).Bins.ShouldBe([new ResidualBin(1, 1, 0, null)]);
        Residuals(Fixture.OfNumbers([1, 1, 1], [2, 2, 2]), 1).Counts.Sum().ShouldBe(3);
    }

    [Theory]
    [InlineData(3, 10, 0.10779126740630, 0.60322185253885)]
    [InlineData(0, 10, 0, 0.27753279986288)]
    [InlineData(10, 10, 0.72246720013712, 1)]
    public void Wilson_IsThePublishedInterval(int count, int of, double low, double high)
    {
        var interval = Wilson.Interval(count, of);

        interval.Low.ShouldBe(low, 1e-9);
        interval.High.ShouldBe(high, 1e-9);
    }

    private static EvaluationCurves Of(MetricRows rows) => CurveMaker.Of(rows, Label, null, 1);

    private static ResidualCurves Residuals(MetricRows rows, int seed) =>
        CurveMaker.Of(rows, new ModelLabel.Number("fare"), null, seed).Residuals!;

    private static double Area(CurveLine line) => Enumerable.Range(1, line.X.Count - 1)
        .Sum(at => (line.X[at] - line.X[at - 1]) * (line.Y[at] + line.Y[at - 1]) / 2);

    /// <summary>Of a point from the line that is drawn through the curve's points.</summary>
    private static double Distance(CurveLine line, double x, double y) => Enumerable.Range(1, line.X.Count - 1).Min(at =>
    {
        var (dx, dy) = (line.X[at] - line.X[at - 1], line.Y[at] - line.Y[at - 1]);
        var square = (dx * dx) + (dy * dy);
        var along = square == 0 ? 0
            : Math.Clamp((((x - line.X[at - 1]) * dx) + ((y - line.Y[at - 1]) * dy)) / square, 0, 1);
        var (ox, oy) = (x - line.X[at - 1] - (along * dx), y - line.Y[at - 1] - (along * dy));
        return Math.Sqrt((ox * ox) + (oy * oy));
    });
}
