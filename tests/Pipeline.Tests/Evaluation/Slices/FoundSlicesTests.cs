using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Evaluation.Fairness;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Slices;

public class FoundSlicesTests
{
    private const string Gate = "{found-slices: log_loss, at-most: 0.1}";

    [Fact]
    public void Slice_ThatIsBad_IsFoundAndFailsItsGate()
    {
        var document = Evaluate(Planted(4000, isBad: true, Gate));

        var search = document.FoundSlices.ShouldHaveSingleItem();
        search.Slices[0].Name.ShouldBe("town=Ulm and age from 40 to below 50");
        search.Slices[0].Conditions.ShouldBe(
        [
            new SliceCondition { Column = "town", Value = "Ulm" },
            new SliceCondition { Column = "age", From = 40, Below = 50 },
        ]);
        search.Slices[0].IsSignificant.ShouldBeTrue();
        search.Slices[0].AdjustedPValue.ShouldBeLessThan(1e-6);
        search.Slices[0].EffectSize.ShouldBeGreaterThan(1);
        search.Slices[0].Metric.Name.ShouldBe("roc_auc");
        search.Slices.Count(x => x.IsSignificant).ShouldBe(1, "What overlaps it is no other slice.");
        var result = document.Report.Results.ShouldHaveSingleItem();
        result.Check.Id.ShouldBe("found-slices/log_loss/town=Ulm and age from 40 to below 50/at-most");
        result.Verdict.Outcome.ShouldBe(Outcome.Failed, result.Verdict.Reason);
        result.Verdict.Reason.ShouldStartWith("log_loss_excess for town=Ulm and age from 40 to below 50 is ");
    }

    [Fact]
    public void Model_WithoutABadSlice_PassesTheGate()
    {
        var document = Evaluate(Planted(4000, isBad: false, Gate));

        document.FoundSlices.ShouldHaveSingleItem().Slices.ShouldNotContain(x => x.IsSignificant);
        document.Report.Results.ShouldHaveSingleItem().Verdict.ShouldBe(
            Verdict.Passed("No slice of 40 rows or more was found whose log_loss is greater for sure."));
    }

    [Fact]
    public void FewRows_AreInconclusive()
    {
        var result = Evaluate(Planted(100, isBad: false, Gate)).Report.Results.ShouldHaveSingleItem();

        result.Verdict.ShouldBe(Verdict.Inconclusive(
            "100 test rows are too few to find slices of 30 rows in; at least 120 are required."));
    }

    [Fact]
    public void RelativeGate_HoldsTheExcessAgainstTheWhole()
    {
        var document = Evaluate(Planted(4000, isBad: true, "{found-slices: log_loss, relative: true, at-most: 0.1}"));

        var (search, result) = (document.FoundSlices[0], document.Report.Results.ShouldHaveSingleItem());
        SomeGroups.Number(result.Measurement).ShouldBe(
            SomeGroups.Number(search.Slices[0].Excess) / SomeGroups.Number(search.Whole), 1e-12);
    }

    [Fact]
    public void Search_OfRowsInAnotherOrderAndOnOneThread_IsTheSame()
    {
        var request = Planted(2000, isBad: true, Gate);
        var reversed = request with
        {
            Data = request.Data with { TestIndexes = [.. request.Data.TestIndexes.Reverse()] },
            Threads = 1,
        };

        DocumentFile.Bytes(Evaluate(reversed)).ShouldBe(DocumentFile.Bytes(Evaluate(request)));
    }

    /// <summary>
    /// 300 models that do no worse anywhere, each with skewed losses and eight columns: at 5 % no more than 15 of them may have a
    /// slice that is called significant, give or take 2.5 standard deviations.
    /// </summary>
    [Fact]
    public void Search_OfManyModelsWithoutABadSlice_KeepsItsRateOfFalseDiscoveries()
    {
        var (wrong, proposed) = (0, 0);
        for (var seed = 0; seed < 300; seed++)
        {
            var search = Search(Noise(seed, 600), seed);
            wrong += search.Slices.Any(x => x.IsSignificant) ? 1 : 0;
            proposed += search.Slices.Count;
        }

        proposed.ShouldBeGreaterThan(30, "Without any proposal nothing is tested.");
        wrong.ShouldBeLessThanOrEqualTo(15 + (int)(2.5 * Math.Sqrt(300 * 0.05 * 0.95)));
    }

    [Theory]
    [InlineData("gates: [{found-slices: mean_absolute_error, at-most: 1}]", "is not what a row costs in binary classification")]
    [InlineData("gates: [{found-slices: log_loss, at-least: 1}]", "is held against at-most.")]
    [InlineData("slice-finder: {columns: [twon]}", "The data has no column 'twon' to slice by. Did you mean 'town'?")]
    [InlineData("slice-finder: {depth: 4}", "from 1 to 3")]
    public void Wish_ThatCannotBeFulfilled_IsAProblemInItsPlace(string manifest, string sentence)
    {
        var read = Some.ReadManifest($"{{{manifest}}}");
        var problems = read.Problems;
        if (read.TryGet(out var bound))
        {
            var request = Planted(100, isBad: false, "") with { Manifest = bound };
            problems = Evaluator.Evaluate(request, TestContext.Current.CancellationToken).Problems;
        }

        problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);
        problems[0].ToString().ShouldStartWith("model.yml:6:");
    }

    private static EvaluationDocument Evaluate(EvaluationRequest request) =>
        Evaluator.Evaluate(request, TestContext.Current.CancellationToken).OrThrow();

    /// <summary>A model that is right in three of four rows, and only in one of four where a town and an age meet.</summary>
    private static EvaluationRequest Planted(int count, bool isBad, string gate)
    {
        var random = new SeededRandom(3, 0);
        var (truth, answers) = (new int[count], new double[count]);
        var (towns, ages) = (new string[count], new double[count]);
        for (var row = 0; row < count; row++)
        {
            (towns[row], ages[row]) = (new[] { "Ulm", "Bonn", "Jena" }[random.Below(3)], 20 + (10 * random.Below(5)));
            truth[row] = random.Below(2);
            var isRight = random.Below(4) > 0 ^ (isBad && towns[row] == "Ulm" && ages[row] == 40);
            answers[row] = isRight == (truth[row] == 1) ? 0.75 : 0.25;
        }

        var request = SomeGroups.Request(
            $"bootstrap: {{resamples: 100}}, slice-finder: {{columns: [town, age]}}, gates: [{gate}]",
            new CategoryColumn("bad", [.. truth], new CategoryDomain("no", "yes")),
            answers,
            SomeGroups.Categories("town", towns),
            new NumberColumn("age", [.. ages]));
        return request with { Predictor = new FakePredictor(x => x), Data = request.Data with { Protected = [] } };
    }

    private static JudgedRows Noise(int seed, int count)
    {
        var random = new SeededRandom(seed, 1);
        var columns = new List<Column>();
        for (var column = 0; column < 8; column++)
        {
            var values = Enumerable.Range(0, count).Select(_ => random.Below(column < 4 ? 4 : 1000)).ToList();
            columns.Add(column < 4
                ? new CategoryColumn($"c{column}", [.. values], new CategoryDomain("a", "b", "c", "d"))
                : new NumberColumn($"n{column}", [.. values.Select(x => (double)x)]));
        }

        double[] errors = [.. Enumerable.Range(0, count).Select(_ => -Math.Log((random.Below(1_000_000) + 0.5) / 1_000_000))];
        return new JudgedRows
        {
            Rows = new Table(columns),
            Task = ModelTask.Regression,
            Label = new ModelLabel.Number("y"),
            Truth = new double[count],
            Identities = [.. Enumerable.Range(0, count).Select(x => (UInt128)(uint)x)],
            Answers = new Answers([errors], new DecisionRule.None()),
        };
    }

    private static SliceSearch Search(JudgedRows rows, int seed)
    {
        var metrics = new MetricCatalog([StandardMetrics.All.First(x => x.Name == "mean_absolute_error")]);
        var sensor = new MetricSensor(
            ModelTask.Regression, new BootstrapOptions { Resamples = 1 }, metrics, TestContext.Current.CancellationToken);
        var columns = rows.Rows.Columns.Select(x => x.Name).ToList();
        return new FoundSlices(rows, columns, new SliceFinderSpec(), sensor, new BootstrapSpec { Seed = seed })
            .Search("mean_absolute_error", new ParallelOptions());
    }
}
