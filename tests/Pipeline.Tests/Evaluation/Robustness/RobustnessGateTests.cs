using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;

namespace Pipeline.Evaluation.Robustness;

public sealed class RobustnessGateTests
{
    [Fact]
    public void Gate_AllKeys_IsBound()
    {
        var manifest = Some.ReadManifest(
            "{gates: [{robustness: noise, options: {deviations: 0.3}, columns: income, metric: log_loss, at-most: 0.02}]}")
            .OrThrow();

        var gate = manifest.Get<EvaluationSection>().Gates.ShouldHaveSingleItem().ShouldBeOfType<RobustnessGate>();

        (gate.Rule, gate.Metric, gate.Measure).ShouldBe(("noise", "log_loss", RobustnessMeasure.Drop));
        gate.Columns.ShouldBe(["income"]);
        gate.Criterion.ShouldBe(new Criterion.AtMost(0.02));
    }

    [Theory]
    [InlineData("{robustness: missing-values}", "has no limit")]
    [InlineData("{robustness: noise, measure: changed, metric: roc_auc, at-most: 0}", "Only a drop is one of a metric.")]
    [InlineData("{robustness: noise, no-worse-than: champion}", "Disturbed rows have a limit")]
    [InlineData("{robustness: noise, columns: [a, a], at-most: 0}", "'a' is named twice.")]
    [InlineData("{robustness: noise, share: 0.1, at-most: 0}", "'share' is not a known key")]
    public void Gate_ThatCannotBeJudged_IsRefusedInOneSentence(string gate, string sentence)
    {
        var problems = Some.ReadManifest($"{{gates: [{gate}]}}").Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);
        problems[0].ToString().ShouldStartWith("model.yml:6:");
    }

    [Theory]
    [InlineData("{robustness: missing-value, at-most: 0}", "There is no rule 'missing-value' to disturb rows by. Did you mean")]
    [InlineData("{robustness: noise, options: {deviation: 1}, at-most: 0}", "'deviation' is not a known key in")]
    [InlineData("{robustness: noise, options: {share: 2}, at-most: 0}", "'evaluation.gates[0].options.share' is the number 2")]
    [InlineData("{robustness: noise, metric: r2, at-most: 0}", "'r2' measures regression")]
    [InlineData("{robustness: swapped-order, options: {share: 1}, at-most: 0}", "'share' is not a known key in")]
    public void Gate_OfARuleThatIsNotLikeThat_IsKnownBeforeThereIsAModel(string gate, string sentence)
    {
        var manifest = Some.ReadManifest($"{{gates: [{gate}]}}").OrThrow();

        var problem = Evaluator.CheckRules(manifest, ModelTask.BinaryClassification, StandardRules.All, StandardMetrics.All)
            .ShouldHaveSingleItem();

        problem.ToString().ShouldContain(sentence);
        problem.ToString().ShouldStartWith("model.yml:6:");
    }

    [Theory]
    [InlineData("incom", "The model does not read 'incom'. Did you mean 'income'?")]
    [InlineData("sex", "'noise' does not disturb 'sex', which is a category. It disturbs income, late_payments.")]
    public void Gate_OnAColumnThatTheRuleCannotDisturb_IsAProblemWithItsPlace(string column, string sentence)
    {
        var request = Stressed.Request($"{{gates: [{{robustness: noise, columns: [{column}], at-most: 0}}]}}");

        var problem = Evaluator.Evaluate(request, TestContext.Current.CancellationToken).Problems.ShouldHaveSingleItem();

        problem.ToString().ShouldContain(sentence);
        problem.ToString().ShouldStartWith("model.yml:6:");
    }
}
