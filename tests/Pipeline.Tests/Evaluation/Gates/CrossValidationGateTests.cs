using Pipeline.Core.Checks;

namespace Pipeline.Evaluation.Gates;

public sealed class CrossValidationGateTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private static readonly Measurement Folds = new()
    {
        Name = "roc_auc",
        Value = 0.71,
        Samples = 400,
        Interval = new ConfidenceInterval(0.66, 0.76),
    };

    [Theory]
    [InlineData(0.6, Outcome.Passed)]
    [InlineData(0.7, Outcome.Inconclusive)]
    [InlineData(0.8, Outcome.Failed)]
    public void Gate_OnCrossValidation_IsHeldAgainstTheMeanOfTheFolds(double limit, Outcome outcome)
    {
        var request = Some.Request($"{{metric: roc_auc, on: cross-validation, at-least: {limit}}}") with { Folds = [Folds] };

        var result = Evaluator.Evaluate(request, Token).Value.Report.Results.ShouldHaveSingleItem();

        result.Verdict.Outcome.ShouldBe(outcome);
        result.Check.Id.ShouldBe("roc_auc/cross-validation/at-least");
        result.Measurement.ShouldBe(Folds with { Slice = "cross-validation" });
    }

    [Fact]
    public void Gate_OnTheTestRows_DoesNotLookAtFolds()
    {
        var request = Some.Request("{metric: roc_auc, on: test, at-least: 0.1}") with { Folds = [Folds] };

        var result = Evaluator.Evaluate(request, Token).Value.Report.Results.ShouldHaveSingleItem();

        result.Measurement.Value.ShouldNotBe(Folds.Value);
        result.Check.Id.ShouldBe("roc_auc/at-least");
    }

    [Fact]
    public void Gate_ModelWithoutFolds_IsErrored()
    {
        var request = Some.Request("{metric: roc_auc, on: cross-validation, at-least: 0.1}");

        var result = Evaluator.Evaluate(request, Token).Value.Report.Results.ShouldHaveSingleItem();

        result.Verdict.Outcome.ShouldBe(Outcome.Errored);
        result.Verdict.Reason.ShouldContain("the model was trained without cross-validation; train it again");
    }

    [Theory]
    [InlineData("{metric: roc_auc, on: cross-validation, slice: sex, at-least: 0.1}", "Folds are not sliced.")]
    [InlineData(
        "{metric: roc_auc, on: cross-validation, no-worse-than: champion}", "The champion has no folds to be compared on.")]
    [InlineData("{metric: roc_auc, on: train, at-least: 0.1}", "one of test, cross-validation is accepted")]
    public void Gate_ThatFoldsCannotAnswer_IsRefused(string gate, string sentence) =>
        Some.ReadManifest($"{{gates: [{gate}]}}").Problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);
}
