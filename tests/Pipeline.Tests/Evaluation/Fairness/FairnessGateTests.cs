using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Fairness;

public class FairnessGateTests
{
    private const string Parity = "{fairness: demographic_parity_difference, column: sex, at-most: 0.1}";

    [Fact]
    public void Gate_OnAModelThatPrefersAGroup_Fails()
    {
        var report = SomeGroups.Judge(Biased(0.25, Parity));

        var result = report.Results.ShouldHaveSingleItem();
        result.Check.Id.ShouldBe("demographic_parity_difference/sex/at-most");
        result.Check.Source.ShouldBe("evaluation.gates[0]");
        result.Verdict.Outcome.ShouldBe(Outcome.Failed, result.Verdict.Reason);
        result.Verdict.Reason.ShouldStartWith("demographic_parity_difference for sex is 0.2");
        result.Verdict.Reason.ShouldEndWith("; at most 0.1 is required.");
        report.Fails.ShouldBeTrue();
    }

    [Fact]
    public void Gate_OnAModelThatPrefersNoGroup_Passes()
    {
        var results = SomeGroups.Judge(Biased(0, Parity)).Results;

        results.ShouldHaveSingleItem().Verdict.Outcome.ShouldBe(Outcome.Passed, results[0].Verdict.Reason);
    }

    [Fact]
    public void Gate_WithoutAColumn_IsHeldForEachProtectedOne()
    {
        var request = Biased(
            0, "{fairness: demographic_parity_ratio, at-least: 0.5}", "{fairness: accuracy_group_min, at-least: 0}");

        SomeGroups.Judge(request).Results.Select(x => x.Check.Id).ShouldBe(
        [
            "demographic_parity_ratio/sex/at-least", "demographic_parity_ratio/town/at-least",
            "accuracy_group_min/sex/at-least", "accuracy_group_min/town/at-least",
        ]);
    }

    [Fact]
    public void Gate_OnAnIntersection_IsHeldForIt()
    {
        var request = Biased(
            0, "{fairness: equalized_odds_difference, column: [town, sex], method: to-overall, agg: mean, at-most: 0.9}");

        var result = SomeGroups.Judge(request).Results.ShouldHaveSingleItem();

        result.Check.Id.ShouldBe("equalized_odds_difference/sex and town/to-overall/mean/at-most");
        result.Verdict.Outcome.ShouldBe(Outcome.Passed);
    }

    [Fact]
    public void Group_ThatIsTooSmall_IsNamedAndInconclusive()
    {
        var request = Biased(0, Parity);
        var sexes = Enumerable.Range(0, 2000).Select(x => x < 12 ? "X" : request.Data.Rows["sex"].Text(x));
        var data = request.Data with { Rows = request.Data.Rows.With(SomeGroups.Categories("sex", sexes)) };

        var document = Evaluator.Evaluate(request with { Data = data }, TestContext.Current.CancellationToken).Value;

        document.Report.Results.Select(x => x.Verdict.Outcome).ShouldBe([Outcome.Passed, Outcome.Inconclusive]);
        document.Report.Results[1].Verdict.Reason.ShouldBe(
            "demographic_parity_difference for sex says nothing of sex=X (12); "
            + "at least 30 rows that count are required of a group.");
        document.Fairness!.Frames[0].Groups.Select(x => (x.Name, x.Rows)).ShouldContain(("sex=X", 12));
        SomeGroups.Disparity(document.Fairness.Frames[0], "demographic_parity_difference").LeftOut
            .ShouldBe([new GroupLeftOut("sex=X", 12)]);
    }

    [Fact]
    public void Group_WithoutTestRows_IsNamedAndInconclusive()
    {
        var request = Biased(0, Parity);
        var rows = request.Data.Rows;
        var sexes = Enumerable.Range(0, 2000).Select(x => x < 500 ? "X" : rows["sex"].Text(x));
        var data = request.Data with
        {
            Rows = rows.With(SomeGroups.Categories("sex", sexes)),
            TestIndexes = [.. Enumerable.Range(500, 1500)],
        };

        var document = Evaluator.Evaluate(request with { Data = data }, TestContext.Current.CancellationToken).Value;

        document.Report.Results[1].Verdict.Reason.ShouldContain("says nothing of sex=X (0);");
        var group = document.Fairness!.Frames[0].Groups.Single(x => x.Name == "sex=X");
        group.Rows.ShouldBe(0);
        group.Measurements[0].Value.ShouldBe(new MeasuredValue.NotApplicable("there are no rows"));
    }

    [Fact]
    public void Group_OfOneClass_LeavesTheOthersComparedAndIsInconclusive()
    {
        var request = Biased(0, "{fairness: equal_opportunity_difference, column: town, at-most: 0.9}");
        var rows = request.Data.Rows;
        var towns = Enumerable.Range(0, 2000)
            .Select(x => x < 200 && rows["bad"].Text(x) == "no" ? "Nowhere" : rows["town"].Text(x));
        var data = request.Data with { Rows = rows.With(SomeGroups.Categories("town", towns)) };

        var results = SomeGroups.Judge(request with { Data = data }).Results;

        results.Select(x => x.Verdict.Outcome).ShouldBe([Outcome.Passed, Outcome.Inconclusive]);
        results[1].Verdict.Reason.ShouldContain("says nothing of town=Nowhere (0);");
    }

    [Fact]
    public void Groups_ThatAreAllTooSmall_AreInconclusive()
    {
        var request = SomeGroups.Binary(
            $"gates: [{Parity}]", [1, 0, 1, 0], [0.9, 0.1, 0.8, 0.2], SomeGroups.Categories("sex", ["F", "M", "F", "M"]));

        SomeGroups.Judge(request).Results.ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.Inconclusive(
            "demographic_parity_difference for sex was not compared: fewer than two groups have 30 rows that count."));
    }

    [Fact]
    public void BrokenAnswers_AreErrored()
    {
        var request = Biased(0, Parity) with { Predictor = new FakePredictor(x => x < 0.1 ? double.NaN : x) };

        var result = SomeGroups.Judge(request).Results.ShouldHaveSingleItem();

        result.Verdict.Outcome.ShouldBe(Outcome.Errored);
        result.Verdict.Reason.ShouldStartWith("demographic_parity_difference for sex was not measured: the model answered NaN");
    }

    [Theory]
    [InlineData("{fairness: demographic_parity, at-most: 0.1}", "There is no fairness metric 'demographic_parity'. Did you mean")]
    [InlineData(
        "{fairness: mean_absolute_error_ratio, at-least: 0.8}",
        "'mean_absolute_error_ratio' measures regression, and the task is binary classification.")]
    [InlineData(
        "{fairness: accuracy_ratio, column: sexx, at-least: 0.8}", "'sexx' is not a protected column. Did you mean 'sex'?")]
    [InlineData("{fairness: accuracy_ratio, column: [sex, sex], at-least: 0.8}", "'sex' is named twice.")]
    [InlineData("{fairness: accuracy_ratio, agg: mean, at-least: 0.8}", "Only equalized odds are made of two numbers.")]
    [InlineData("{fairness: accuracy_ratio, one-of: [1]}", "is held against at-least, at-most or between.")]
    public void Gate_ThatCannotBeHeld_IsAProblemInItsPlace(string gate, string sentence)
    {
        var manifest = Some.ReadManifest($"{{gates: [{gate}]}}");
        var problems = manifest.TryGet(out var bound) ? Evaluator.CheckFairness(bound, ["sex", "town"]) : manifest.Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);
        problems[0].ToString().ShouldStartWith("model.yml:6:");
    }

    [Fact]
    public void Gate_WithoutProtectedColumns_IsAProblem()
    {
        var manifest = Some.ReadManifest("{gates: [{fairness: accuracy_ratio, at-least: 0.8}]}").OrThrow();

        Evaluator.CheckFairness(manifest, []).ShouldHaveSingleItem().ToString().ShouldEndWith(
            "The gate asks for every protected column, and there is none. Name them in data.protected.");
    }

    [Fact]
    public void ProtectedColumn_ThatIsNotThere_IsAProblem()
    {
        var request = Biased(0, Parity);
        var data = request.Data with { Protected = ["sex", "towm"] };

        var evaluated = Evaluator.Evaluate(request with { Data = data }, TestContext.Current.CancellationToken);

        evaluated.Problems.ShouldHaveSingleItem().Message.ShouldBe("The data has no protected column 'towm'.");
    }

    [Theory]
    [InlineData("fairness: {cuts: {age: [25]}}", "'age' is not a protected column.")]
    [InlineData("fairness: {cuts: {sex: [40, 25]}}", "Groups of numbers begin at ascending numbers, at least one.")]
    public void Cuts_ThatMakeNoGroups_AreAProblem(string manifest, string sentence) =>
        Evaluator.CheckFairness(Some.ReadManifest($"{{{manifest}}}").OrThrow(), ["sex"])
            .ShouldHaveSingleItem().Message.ShouldBe(sentence);

    [Fact]
    public void Report_OfRowsInAnotherOrderAndOnOneThread_IsTheSame()
    {
        var request = Biased(0.1, Parity);
        var reversed = request with
        {
            Data = request.Data with { TestIndexes = [.. request.Data.TestIndexes.Reverse()] },
            Threads = 1,
        };

        Bytes(reversed).ShouldBe(Bytes(request));

        static byte[] Bytes(EvaluationRequest x) =>
            DocumentFile.Bytes(Evaluator.Evaluate(x, TestContext.Current.CancellationToken).Value);
    }

    [Fact]
    public void Report_WithoutProtectedColumns_IsNone() =>
        Evaluator.Evaluate(Some.Request(""), TestContext.Current.CancellationToken).Value.Fairness.ShouldBeNull();

    /// <summary>2,000 rows of two sexes and two towns; sex=F has a probability that is less by so much.</summary>
    private static EvaluationRequest Biased(double bias, params string[] gates)
    {
        var random = new SeededRandom(7, 0);
        var (truth, answers, sexes, towns) = (new int[2000], new double[2000], new string[2000], new string[2000]);
        for (var row = 0; row < truth.Length; row++)
        {
            sexes[row] = row % 2 == 0 ? "F" : "M";
            towns[row] = row / 2 % 2 == 0 ? "Ulm" : "Bonn";
            var probability = random.Below(1000) / 1000.0;
            truth[row] = random.Below(1000) / 1000.0 < probability ? 1 : 0;
            answers[row] = Math.Max(0, probability - (sexes[row] == "F" ? bias : 0));
        }

        return SomeGroups.Binary(
            $"bootstrap: {{resamples: 500}}, gates: [{string.Join(", ", gates)}]",
            truth,
            answers,
            SomeGroups.Categories("sex", sexes),
            SomeGroups.Categories("town", towns));
    }
}
