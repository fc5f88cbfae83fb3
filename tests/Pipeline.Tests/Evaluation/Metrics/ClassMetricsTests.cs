using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Metrics;

public class ClassMetricsTests
{
    private const ModelTask Task = ModelTask.MulticlassClassification;

    /// <summary>Three classes occur, and a fourth is answered.</summary>
    private static readonly (double[] Truth, double[][] Probabilities) Many = Generated();

    /// <summary>The examples of scikit-learn's manual, to all digits by their formulas.</summary>
    [Theory]
    [InlineData(new[] { 0, 1, 2, 0, 1, 2 }, new[] { 0, 2, 1, 0, 0, 1 }, "f1_macro", 0.26666666666666666)]
    [InlineData(new[] { 0, 1, 2, 0, 1, 2 }, new[] { 0, 2, 1, 0, 0, 1 }, "f1_weighted", 0.26666666666666666)]
    [InlineData(new[] { 0, 1, 2, 0, 1, 2 }, new[] { 0, 2, 1, 0, 0, 1 }, "precision_macro", 0.2222222222222222)]
    [InlineData(new[] { 0, 1, 2, 0, 1, 2 }, new[] { 0, 2, 1, 0, 0, 1 }, "recall_macro", 0.3333333333333333)]
    [InlineData(new[] { 0, 1, 0, 0, 1, 0 }, new[] { 0, 1, 0, 0, 0, 1 }, "balanced_accuracy", 0.625)]
    [InlineData(new[] { 0, 2, 0, 1, 2 }, new[] { 0, 2, 0, 1, 0 }, "cohen_kappa", 0.6875)]
    [InlineData(new[] { 0, 2, 0, 1, 2 }, new[] { 0, 2, 0, 1, 0 }, "accuracy", 0.8)]
    public void Metric_OfTheManualsExample_IsScikitLearns(int[] truth, int[] answers, string metric, double expected) =>
        Of(metric, Sure(truth, answers)).ShouldBe(expected, 1e-12);

    [Fact]
    public void LogLoss_OfTheManualsExample_IsScikitLearns()
    {
        var rows = Fixture.OfClasses([1, 0, 0, 1], [[0.1, 0.9, 0.8, 0.35], [0.9, 0.1, 0.2, 0.65]]);

        Of("log_loss", rows).ShouldBe(0.21616187468057912, 1e-12);
    }

    [Fact]
    public void TopKAccuracy_OfTheManualsExample_IsScikitLearns()
    {
        var rows = Fixture.OfClasses([0, 1, 2, 2], [[0.5, 0.3, 0.2, 0.7], [0.2, 0.4, 0.4, 0.2], [0.2, 0.2, 0.3, 0.1]]);

        Of("top_k_accuracy", rows).ShouldBe(0.75);
    }

    /// <summary>By scikit-learn 1.2.1.</summary>
    [Theory]
    [InlineData("accuracy", 0.56)]
    [InlineData("balanced_accuracy", 0.5589666488837157)]
    [InlineData("log_loss", 1.3195212291306737)]
    [InlineData("f1_macro", 0.464026636241346)]
    [InlineData("f1_weighted", 0.6206430518286885)]
    [InlineData("precision_macro", 0.5196869070208728)]
    [InlineData("recall_macro", 0.4192249866627868)]
    [InlineData("f1_micro", 0.56)]
    [InlineData("precision_micro", 0.56)]
    [InlineData("precision_weighted", 0.6962033523086655)]
    [InlineData("recall_micro", 0.56)]
    [InlineData("recall_weighted", 0.56)]
    [InlineData("top_k_accuracy", 0.705)]
    [InlineData("cohen_kappa", 0.3952929049991411)]
    [InlineData("matthews_corrcoef", 0.4104624689109807)]
    public void Metric_OfManyRows_IsThatOfItsFormula(string metric, double expected) =>
        Of(metric, Fixture.OfClasses([.. Many.Truth.Select(x => (int)x)], Many.Probabilities)).ShouldBe(expected, 1e-12);

    /// <summary>By scikit-learn 1.2.1, of the first three classes, whose probabilities are made to sum to one.</summary>
    [Fact]
    public void RocAuc_OfEachClassAgainstTheRest_IsScikitLearns()
    {
        var rows = Three();

        Of("roc_auc_ovr", rows).ShouldBe(0.7073296666924035, 1e-12);
        StandardMetrics.OfClass(1).Select(x => x.Of(rows)).ShouldBe(
            [0.6, 0.6666666666666666, 0.631578947368421, 0.7154443285830147], 1e-12);
        StandardMetrics.OfClass(2).Select(x => x.Of(rows)).ShouldBe(
            [0.6140350877192983, 0.603448275862069, 0.6086956521739131, 0.694754735308402], 1e-12);
    }

    [Fact]
    public void Metric_Lanes_AreTheWeightsOfEachResample() => LaneTests.AgreeWithOne(Task, Three());

    [Fact]
    public void Metric_ClassesThatTie_GoToTheFirst()
    {
        var rows = Fixture.OfClasses([0, 1, 2], [[0.4, 0.4, 0.4], [0.4, 0.4, 0.4], [0.2, 0.2, 0.2]]);

        rows.As(ClassifiedRows.Of).Predicted.ShouldBe([0, 0, 0]);
        rows.As(ClassifiedRows.Of).Rank.ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void LogLoss_TruthThatWasRuledOut_IsClippedAtTheMachineEpsilon() =>
        Of("log_loss", Sure([0], [1])).ShouldBe(-Math.Log(LogLoss.Epsilon), 1e-12);

    [Fact]
    public void Metric_Weights_AreRowsThatOccurThatOften()
    {
        var once = Sure([0, 1, 2, 1, 2], [0, 2, 2, 1, 0]);
        var repeated = Sure([0, 0, 1, 1, 1, 1, 2], [0, 0, 2, 1, 1, 1, 0]);

        foreach (var metric in Fixture.Metrics.Of(Task))
            metric.On(once)([2, 1, 0, 3, 1]).ShouldBe(metric.Of(repeated), 1e-12, metric.Name);
    }

    [Fact]
    public void Metric_ClassesRenumbered_IsTheSame()
    {
        int[] truth = [0, 1, 2, 0, 1, 2, 2], answers = [0, 2, 1, 0, 0, 1, 2], other = [2, 0, 1];

        foreach (var metric in Fixture.Metrics.Of(Task).Where(x => x.Name != "top_k_accuracy"))
        {
            metric.Of(Sure([.. truth.Select(x => other[x])], [.. answers.Select(x => other[x])]))
                .ShouldBe(metric.Of(Sure(truth, answers)), 1e-12, metric.Name);
        }
    }

    [Fact]
    public void Refuse_OneClassAlone_IsKappasProblem()
    {
        var rows = Sure([1, 1], [1, 1]);

        Fixture.Metrics.Of(Task).Where(x => x.Refuse(rows) is not null).Select(x => x.Name)
            .ShouldBe(["cohen_kappa", "roc_auc_ovr"]);
        Of("accuracy", rows).ShouldBe(1);
        Of("balanced_accuracy", rows).ShouldBe(1);
        Of("f1_macro", rows).ShouldBe(1);
    }

    [Fact]
    public void Measure_RowsInAnotherOrder_IsTheSameToTheLastBit()
    {
        var first = Measure(Many.Truth, Many.Probabilities);
        var second = Measure([.. Many.Truth.Reverse()], [.. Many.Probabilities.Select(x => x.Reverse().ToArray())]);

        second.ShouldBe(first);
        // The fourth class never occurs.
        first.Where(x => x.Name != "roc_auc_ovr").ShouldAllBe(x => x.Interval!.IsUsable && x.Samples == 200);
    }

    private static MetricRows Three()
    {
        double[] sums = [.. Enumerable.Range(0, 200).Select(row => Many.Probabilities[..3].Sum(x => x[row]))];
        return Fixture.OfClasses(
            [.. Many.Truth.Select(x => (int)x)],
            [.. Many.Probabilities[..3].Select(x => x.Zip(sums, (y, z) => y / z).ToArray())]);
    }

    private static IReadOnlyList<Measurement> Measure(double[] truth, double[][] probabilities) =>
        new MetricSensor(Task, new BootstrapOptions(), Fixture.Metrics, TestContext.Current.CancellationToken).Measure(
            Sample.Of(
                null, truth, [.. Enumerable.Range(0, truth.Length)], new Answers(probabilities, new DecisionRule.ArgMax())),
            0.95);

    private static double Of(string metric, MetricRows rows) =>
        Fixture.Metrics.Find(Task, metric).ShouldNotBeNull().Of(rows);

    /// <summary>Answers of three classes that leave no doubt.</summary>
    private static MetricRows Sure(int[] truth, int[] answers) => Fixture.OfClasses(
        truth, [.. Enumerable.Range(0, 3).Select(x => answers.Select(y => x == y ? 1.0 : 0).ToArray())]);

    private static (double[] Truth, double[][] Probabilities) Generated()
    {
        var (random, truth, answers) = (new Fixture.Numbering(54321), new double[200], new double[4][]);
        for (var i = 0; i < 4; i++)
            answers[i] = new double[200];
        for (var row = 0; row < 200; row++)
        {
            double[] weights = [.. Enumerable.Range(0, 4).Select(_ => 1.0 + (random.Next() % 9))];
            for (var i = 0; i < 4; i++)
                answers[i][row] = weights[i] / weights.Sum();
            var (other, best) = (random.Next() % 3, weights.IndexOf(weights.Max()));
            truth[row] = random.Next() % 2 == 0 && best < 3 ? best : other;
        }

        return (truth, answers);
    }
}
