using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Evaluation.Robustness;

public sealed class RobustnessTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public void Evaluate_Rules_AreMeasuredWithTheirDefaults()
    {
        var report = Report(Stressed.Request("{gates: []}"));

        report.Rows.ShouldBe(Stressed.Count / 2);
        report.Results.Select(x => x.Rule).ShouldBe(StandardRules.All.Select(x => x.Name));
        var missing = report.Results[0];
        (missing.Options, missing.Metric, missing.Refused).ShouldBe(("share 0.1", "roc_auc", 0));
        missing.Columns.ShouldBe(["income", "note", "sex"]);
        missing.ByColumn[0].Name.ShouldBe("income");
        missing.ByColumn.Skip(1).ShouldAllBe(x => x.Changed == 0 && x.Shift == 0);
        Value(missing.Drop).ShouldBe(Value(missing.Before) - Value(missing.After), 1e-12);
        Value(missing.Drop).ShouldBeInRange(missing.Drop.Interval!.Low, missing.Drop.Interval.High);
        missing.Changed.Samples.ShouldBe(Stressed.Count / 2);
    }

    [Fact]
    public void Evaluate_NotStandard_MeasuresWhatGatesAskForOnce()
    {
        var report = Report(Stressed.Request(
            "{robustness: {standard: false, rows: 100, seed: 9}, gates: [{robustness: noise, at-most: 0.5}, "
            + "{robustness: noise, measure: changed, at-most: 0.5}, {robustness: noise, columns: [income], at-most: 0.5}]}"));

        (report.Rows, report.Seed, report.Results.Count).ShouldBe((100, 9, 2));
        report.Results[1].Columns.ShouldBe(["income"]);
    }

    [Fact]
    public void Evaluate_OrderOfRows_DoesNotMatter()
    {
        var request = Stressed.Request("{robustness: {rows: 200}, gates: []}");

        var (one, other) = (Report(request), Report(request with { Data = Stressed.Shuffled, Threads = 1 }));

        Digest.OfJson(other).ShouldBe(Digest.OfJson(one));
        Digest.OfJson(Report(Stressed.Request("{robustness: {rows: 200, seed: 2}, gates: []}"))).ShouldNotBe(Digest.OfJson(one));
    }

    [Fact]
    public void Evaluate_GroupedRows_AreDrawnTogether()
    {
        var request = Stressed.Request("{gates: []}");
        var alone = Report(request).Results[1];

        var grouped = Report(request with
        {
            Data = Stressed.Data with
            {
                IsGrouped = true,
                Identities = [.. Enumerable.Range(0, Stressed.Count).Select(row => (UInt128)(uint)(row / 50))],
            },
        }).Results[1];

        Value(grouped.Changed).ShouldBeInRange(0.001, 0.5);
        grouped.Changed.Interval.ShouldNotBe(alone.Changed.Interval);
    }

    [Fact]
    public void Evaluate_BrittleCase_IsCaughtByItsGateAndNamesTheInput()
    {
        var document = Evaluate(
            "{gates: [{robustness: case, options: {to: upper, share: 1}, at-most: 0.02}, "
            + "{robustness: case, options: {to: upper, share: 1}, measure: changed, at-most: 0.05}, "
            + "{robustness: case, columns: [sex], measure: changed, at-most: 0}]}",
            (rows, row) => rows["purpose"].Text(row) is "Car" or "Home"
                ? Stressed.Sound(rows, row)
                : 1 - Stressed.Sound(rows, row));

        document.Report.Results.Select(x => x.Verdict.Outcome).ShouldBe([Outcome.Failed, Outcome.Failed, Outcome.Passed]);
        document.Report.Results[1].Check.Id.ShouldBe("changed_answers/case/at-most");
        document.Report.Results[2].Check.Id.ShouldBe("changed_answers/case of sex/at-most");
        var result = document.Robustness!.Results.First(x => x is { Rule: "case", Options: "to upper, share 1" });
        result.ByColumn[0].Name.ShouldBe("purpose");
        result.ByColumn[0].Changed.ShouldBeGreaterThan(0.3);
        result.ByColumn.Skip(1).ShouldAllBe(x => x.Changed == 0);
    }

    [Fact]
    public void Evaluate_BrittleUnit_IsCaughtByItsGate()
    {
        var gates = "{gates: [{robustness: unit-slip, options: {factor: 0.01, share: 1}, columns: [income], "
            + "metric: roc_auc, at-most: 0.05}]}";

        var brittle = Evaluate(gates, (rows, row) =>
            Stressed.Number(rows, "income", row) < 5_000 ? 0.5 - (0.001 * Stressed.Sound(rows, row)) : Stressed.Sound(rows, row));
        var sound = Evaluate(gates, (rows, row) => Stressed.Logistic(Stressed.Number(rows, "late_payments", row) - 2));

        brittle.Report.Results.ShouldHaveSingleItem().Verdict.Outcome.ShouldBe(Outcome.Failed);
        sound.Report.Results.ShouldHaveSingleItem().Verdict.Outcome.ShouldBe(Outcome.Passed);
    }

    [Fact]
    public void Evaluate_AnswersThatDependOnTheOrder_AreSeen()
    {
        var request = Stressed.Request(
            "{gates: [{robustness: swapped-order, measure: shift, at-most: 0}]}",
            (rows, row) => Stressed.Logistic((row % 2) + Stressed.Number(rows, "late_payments", row) - 3));

        var report = Evaluator.Evaluate(request, Token).Value.Report;

        report.Results.ShouldHaveSingleItem().Verdict.Outcome.ShouldBe(Outcome.Failed);
        var sound = Report(Stressed.Request("{gates: []}"));
        foreach (var result in sound.Results.Where(x => x.Rule is "swapped-order" or "duplicated-rows"))
            (Value(result.Drop), Value(result.Changed), Value(result.Shift)).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void Evaluate_InputsThatMustNotBeMissing_AreRefusedAndNotACrash()
    {
        var document = Evaluate(
            "{gates: [{robustness: missing-values, options: {share: 0.2}, columns: [purpose], measure: changed, at-most: 0.5}, "
            + "{robustness: missing-values, options: {share: 1}, columns: [purpose], at-most: 0.5}]}",
            Stressed.Sound);

        var results = document.Robustness!.Results.Where(x => x.Columns is ["purpose"]).ToList();
        results[0].Refused.ShouldBeInRange(40, 80);
        (results[0].Answered + results[0].Refused).ShouldBe(Stressed.Count / 2);
        Value(results[0].Changed).ShouldBe(0);
        (results[1].Answered, results[1].Refused).ShouldBe((0, Stressed.Count / 2));
        document.Report.Results.Select(x => x.Verdict.Outcome).ShouldBe([Outcome.Passed, Outcome.Errored]);
        document.Report.Results[1].Verdict.Reason.ShouldContain("a server refuses each of the disturbed rows");
    }

    [Fact]
    public void Evaluate_NewValuesWhereTheyAreRefused_AreLeftAloneUnlessNamed()
    {
        var request = Stressed.Request("{gates: [{robustness: unseen-category, at-most: 0.1}, "
            + "{robustness: unseen-category, columns: [purpose], at-most: 0.1}]}");
        var refusing = request with
        {
            Predictor = new RowPredictor(
                Stressed.Signature with { Unseen = UnseenPolicy.Refuse }, (rows, row) => [Stressed.Sound(rows, row)]),
        };

        var document = Evaluator.Evaluate(refusing, Token).Value;

        document.Report.Results[0].Verdict.Outcome.ShouldBe(Outcome.Skipped);
        document.Robustness!.Results.Count(x => x.Rule == "unseen-category").ShouldBe(1);
        document.Robustness.Results[^1].Refused.ShouldBeInRange(15, 45);
        document.Robustness.Results.Single(x => x.Rule == "typos").Columns.ShouldBe(["note"]);
    }

    [Fact]
    public void Evaluate_NoAnswerToAnExtreme_IsErroredWithTheNumberOfRows()
    {
        var document = Evaluate(
            "{gates: [{robustness: extremes, options: {share: 1}, columns: [income], at-most: 1}]}",
            (rows, row) => Stressed.Number(rows, "income", row) is < 0 or > 100_000 ? double.NaN : 0.2 + (0.001 * row));

        var result = document.Report.Results.ShouldHaveSingleItem();
        result.Verdict.Outcome.ShouldBe(Outcome.Errored);
        result.Verdict.Reason.ShouldContain("the model answered NaN as a probability, in ");
    }

    [Fact]
    public void Evaluate_Regression_CountsAnswersThatMoveByMoreThanTheTolerance()
    {
        var label = ((NumberColumn)Stressed.Data.Rows["late_payments"]).Rename("price");
        var signature = Stressed.Signature with
        {
            Task = ModelTask.Regression,
            Label = new ModelLabel.Number("price"),
            Outputs = [ModelOutputs.Value],
            Decision = new DecisionRule.None(),
        };
        var request = Stressed.Request("{gates: []}") with
        {
            Manifest = Some.ReadManifest(
                "{robustness: {tolerance: 4, standard: false}, gates: [{robustness: unit-slip, options: {factor: 3, share: 1}, "
                + "columns: [late_payments], measure: changed, at-most: 1}]}",
                "regression").OrThrow(),
            Data = Stressed.Data with { Rows = Stressed.Data.Rows.With(label), Label = "price", Positive = null },
            Predictor = new RowPredictor(signature, (rows, row) => [Stressed.Number(rows, "late_payments", row)]),
        };

        var result = Report(request).Results.ShouldHaveSingleItem();

        var late = Stressed.Data.TestIndexes.Select(row => Stressed.Number(Stressed.Data.Rows, "late_payments", row)).ToList();
        Value(result.Changed).ShouldBe(late.Count(x => 2 * x > 4) / (double)late.Count, 1e-12);
        Value(result.Shift).ShouldBe(2 * late.Average(), 1e-12);
        Value(result.Drop).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Evaluate_ATeamsOwnRule_IsMeasuredAndGatedAsAny()
    {
        var request = Stressed.Request(
            "{gates: [{robustness: salary-in-cents, options: {from: 30000}, measure: changed, at-most: 0.01}]}") with
        {
            Rules = [.. StandardRules.All, new SalaryInCents()],
        };

        var document = Evaluator.Evaluate(request, Token).Value;

        document.Robustness!.Results.Count(x => x.Rule == "salary-in-cents").ShouldBe(2);
        document.Report.Results.ShouldHaveSingleItem().Verdict.Outcome.ShouldBe(Outcome.Failed);
    }

    [Fact]
    public void Evaluate_AnswersThatCannotBeJudged_AreErroredAndNothingIsDisturbed()
    {
        var document = Evaluate("{gates: [{robustness: noise, at-most: 0.1}]}", (_, _) => double.NaN);

        document.Robustness.ShouldBeNull();
        document.Report.Results.ShouldHaveSingleItem().Verdict.Outcome.ShouldBe(Outcome.Errored);
    }

    private static RobustnessReport Report(EvaluationRequest request) => Evaluator.Evaluate(request, Token).Value.Robustness!;

    private static EvaluationDocument Evaluate(string evaluation, Func<Table, int, double> answer) =>
        Evaluator.Evaluate(Stressed.Request(evaluation, answer), Token).Value;

    private static double Value(Measurement measurement) => Value(measurement.Value);

    private static double Value(MeasuredValue value) => value.ShouldBeOfType<MeasuredValue.Number>().Value;

    private sealed class SalaryInCents : IRobustnessRule<CentsOptions>
    {
        public string Name => "salary-in-cents";

        public bool Takes(ModelInput input) => input.Name == "income";

        public DisturbedRows Disturb(RowsToDisturb rows, CentsOptions options) => new(rows.ChangeNumbers(
            1, (double number, NumberSpread _, ref Statistics.SeededRandom _) => number >= options.From ? number / 100 : number));
    }

    private sealed record CentsOptions
    {
        public double From { get; init; }
    }
}
