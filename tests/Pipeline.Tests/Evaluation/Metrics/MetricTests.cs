using Pipeline.Models;

namespace Pipeline.Evaluation.Metrics;

public class MetricTests
{
    private const ModelTask Binary = ModelTask.BinaryClassification;

    [Theory]
    [InlineData("plain", "roc_auc", 0.75)]
    [InlineData("plain", "average_precision", 0.8333333333333333)]
    [InlineData("plain", "log_loss", 0.47228795380917615)]
    [InlineData("plain", "brier_score_loss", 0.15812500000000002)]
    [InlineData("plain", "accuracy", 0.75)]
    [InlineData("plain", "recall", 0.5)]
    [InlineData("plain", "precision", 1)]
    [InlineData("plain", "f1", 0.6666666666666666)]
    [InlineData("ties", "roc_auc", 0.58)]
    [InlineData("ties", "average_precision", 0.5396825396825397)]
    [InlineData("ties", "log_loss", 0.7985976878002512)]
    [InlineData("ties", "brier_score_loss", 0.284)]
    [InlineData("ties", "accuracy", 0.6)]
    [InlineData("ties", "recall", 0.8)]
    [InlineData("ties", "precision", 0.5714285714285714)]
    [InlineData("ties", "f1", 0.6666666666666666)]
    [InlineData("extremes", "roc_auc", 0.5)]
    [InlineData("extremes", "average_precision", 0.5888888888888889)]
    [InlineData("extremes", "log_loss", 14.51962648040006)]
    [InlineData("extremes", "brier_score_loss", 0.432)]
    [InlineData("extremes", "accuracy", 0.6)]
    [InlineData("extremes", "recall", 0.6666666666666666)]
    [InlineData("extremes", "precision", 0.6666666666666666)]
    [InlineData("extremes", "f1", 0.6666666666666666)]
    [InlineData("many", "roc_auc", 0.6278354672850086)]
    [InlineData("many", "average_precision", 0.637757769200765)]
    [InlineData("many", "log_loss", 0.8018439743023823)]
    [InlineData("many", "brier_score_loss", 0.267704)]
    [InlineData("many", "accuracy", 0.575)]
    [InlineData("many", "recall", 0.6238532110091743)]
    [InlineData("many", "precision", 0.6071428571428571)]
    [InlineData("many", "f1", 0.6153846153846154)]
    [InlineData("plain", "balanced_accuracy", 0.75)]
    [InlineData("plain", "specificity", 1.0)]
    [InlineData("plain", "matthews_corrcoef", 0.5773502691896258)]
    [InlineData("plain", "ks", 0.5)]
    [InlineData("plain", "expected_calibration_error", 0.13749999999999998)]
    [InlineData("ties", "balanced_accuracy", 0.6000000000000001)]
    [InlineData("ties", "specificity", 0.4)]
    [InlineData("ties", "matthews_corrcoef", 0.2182178902359924)]
    [InlineData("ties", "ks", 0.2)]
    [InlineData("ties", "expected_calibration_error", 0.23999999999999994)]
    [InlineData("extremes", "balanced_accuracy", 0.5833333333333333)]
    [InlineData("extremes", "specificity", 0.5)]
    [InlineData("extremes", "matthews_corrcoef", 0.16666666666666666)]
    [InlineData("extremes", "ks", 0.16666666666666666)]
    [InlineData("extremes", "expected_calibration_error", 0.48)]
    [InlineData("many", "balanced_accuracy", 0.5701683637463455)]
    [InlineData("many", "specificity", 0.5164835164835165)]
    [InlineData("many", "matthews_corrcoef", 0.14078453240578118)]
    [InlineData("many", "ks", 0.22270390160298417)]
    [InlineData("many", "expected_calibration_error", 0.16129999999999994)]
    public void Metric_OfAFixture_IsScikitLearns(string fixture, string metric, double expected) =>
        Fixture.Metrics.Find(Binary, metric).ShouldNotBeNull().Of(Fixture.Named(fixture)).ShouldBe(expected, 1e-12);

    [Fact]
    public void Metric_Weights_AreRowsThatOccurThatOften()
    {
        var once = Fixture.Of([0, 1, 1, 0], [0.3, 0.6, 0.4, 0.4]);
        var repeated = Fixture.Of([0, 0, 1, 0, 0, 0], [0.3, 0.3, 0.6, 0.4, 0.4, 0.4]);

        foreach (var metric in Fixture.Metrics.Of(Binary))
            metric.On(once)([2, 1, 0, 3]).ShouldBe(metric.Of(repeated), 1e-15, metric.Name);
    }

    [Fact]
    public void Ranking_ProbabilitiesTransformedMonotonically_IsTheSame()
    {
        var squared = Fixture.Of(Fixture.Many.Truth.Select(x => (int)x), Fixture.Many.Answers[0].Select(x => x * x));

        foreach (var name in new[] { "roc_auc", "average_precision" })
        {
            var metric = Fixture.Metrics.Find(Binary, name).ShouldNotBeNull();
            metric.Of(squared).ShouldBe(metric.Of(Fixture.Many));
        }
    }

    [Fact]
    public void RocAuc_ProbabilitiesReversed_IsOneMinusItself()
    {
        var reversed = Fixture.Of(Fixture.Many.Truth.Select(x => (int)x), Fixture.Many.Answers[0].Select(x => 1 - x));

        var metric = Fixture.Metrics.Find(Binary, "roc_auc").ShouldNotBeNull();

        metric.Of(reversed).ShouldBe(1 - metric.Of(Fixture.Many), 1e-15);
    }

    [Theory]
    [InlineData(new[] { 0, 0 }, "roc_auc: no row is positive; average_precision: no row is positive; "
        + "recall: no row is positive; f1: no row is positive; balanced_accuracy: no row is positive; ks: no row is positive")]
    [InlineData(new[] { 1, 1 }, "roc_auc: no row is negative; specificity: no row is negative; "
        + "balanced_accuracy: no row is negative; ks: no row is negative")]
    [InlineData(new int[0], "roc_auc: there are no rows; average_precision: there are no rows; log_loss: there are no rows; "
        + "brier_score_loss: there are no rows; accuracy: there are no rows; recall: there are no rows; "
        + "precision: there are no rows; f1: there are no rows; specificity: there are no rows; "
        + "balanced_accuracy: there are no rows; matthews_corrcoef: there are no rows; ks: there are no rows; "
        + "expected_calibration_error: there are no rows")]
    public void Refuse_ClassThatIsNotThere_SaysWhich(int[] labels, string expected)
    {
        var rows = Fixture.Of(labels, labels.Select(_ => 0.5));

        var refused = Fixture.Metrics.Of(Binary).Select(x => (x.Name, Reason: x.Refuse(rows))).Where(x => x.Reason is not null);

        string.Join("; ", refused.Select(x => $"{x.Name}: {x.Reason}")).ShouldBe(expected);
    }

    /// <summary>By scikit-learn's calibration_curve, which leaves weighing the bins to others.</summary>
    [Theory]
    [InlineData(5, 0.15639999999999993)]
    [InlineData(10, 0.16129999999999994)]
    public void CalibrationError_OtherBins_IsScikitLearns(int bins, double expected)
    {
        var metric = (ILaneMetric)Fixture.Metrics.Find(Binary, "expected_calibration_error").ShouldNotBeNull();

        metric.Parameter.ShouldNotBeNull().Make(bins).Of(Fixture.Many).ShouldBe(expected, 1e-12);
    }

    [Fact]
    public void CalibrationError_ProbabilitiesThatAreTheShares_IsZero()
    {
        var rows = Fixture.Of([0, 1, 0, 0, 0, 1], [0.25, 0.25, 0.25, 0.25, 0.5, 0.5]);

        Fixture.Metrics.Find(Binary, "expected_calibration_error").ShouldNotBeNull().Of(rows).ShouldBe(0, 1e-15);
    }

    [Fact]
    public void Precision_NothingPredictedPositive_IsZeroAndRestsOnNothing()
    {
        var metric = Fixture.Metrics.Find(Binary, "precision").ShouldNotBeNull();
        var rows = Fixture.Of([0, 1], [0.1, 0.4]);

        metric.Of(rows).ShouldBe(0);
        metric.Samples(rows).ShouldBe(0);
    }

    [Fact]
    public void Samples_OfRecall_AreThePositiveRows() =>
        Fixture.Metrics.Find(Binary, "recall").ShouldNotBeNull().Samples(Fixture.Many).ShouldBe(109);

    [Theory]
    [InlineData(ModelTask.BinaryClassification, "roc_auc", 0.8, 0.7)]
    [InlineData(ModelTask.BinaryClassification, "log_loss", 0.2, 0.3)]
    [InlineData(ModelTask.Regression, "mean_bias_error", -0.1, 0.2)]
    [InlineData(ModelTask.Regression, "mean_bias_error", 0.1, -0.2)]
    public void Worth_OfTwoValues_IsGreaterForTheBetterOne(ModelTask task, string name, double better, double worse)
    {
        var metric = Fixture.Metrics.Find(task, name).ShouldNotBeNull();

        metric.Worth(better).ShouldBeGreaterThan(metric.Worth(worse));
    }

    [Theory]
    [InlineData("roc_acu", "Did you mean 'roc_auc'? Known metrics: roc_auc, average_precision, log_loss, brier_score_loss, "
        + "accuracy, recall, precision, f1, specificity, balanced_accuracy, matthews_corrcoef, ks, expected_calibration_error.")]
    [InlineData("perplexity", "Known metrics: roc_auc, average_precision, log_loss, brier_score_loss, accuracy, recall, "
        + "precision, f1, specificity, balanced_accuracy, matthews_corrcoef, ks, expected_calibration_error.")]
    public void Hint_UnknownMetric_SaysNearAndKnown(string name, string hint)
    {
        Fixture.Metrics.Find(Binary, name).ShouldBeNull();
        Fixture.Metrics.Hint(name, Binary).ShouldBe(hint);
    }
}
