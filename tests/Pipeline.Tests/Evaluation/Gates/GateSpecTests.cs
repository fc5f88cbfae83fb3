using Pipeline.Core.Checks;
using Pipeline.Evaluation.Metrics;
using Pipeline.Manifest;
using Pipeline.Models;

namespace Pipeline.Evaluation.Gates;

public class GateSpecTests
{
    [Fact]
    public void Section_AllKeys_IsBound()
    {
        var section = Some.ReadManifest(
            "{slices: [sex], bootstrap: {resamples: 500, confidence: 0.9, seed: 3}, gates: [{metric: recall, slice: sex, "
            + "at-least: 0.6, severity: warn, inconclusive: warn, samples-at-least: 50}]}").OrThrow().Get<EvaluationSection>();

        section.Slices.ShouldBe(["sex"]);
        section.Bootstrap.ShouldBe(new BootstrapSpec { Resamples = 500, Confidence = 0.9, Seed = 3 });
        section.Gates.ShouldHaveSingleItem().ShouldBe(new MetricGate
        {
            Name = "recall",
            Slice = "sex",
            Criterion = new Criterion.AtLeast(0.6),
            Severity = Severity.Warn,
            Inconclusive = Severity.Warn,
            SamplesAtLeast = 50,
        });
    }

    [Fact]
    public void Section_JsonSchema_KnowsTheGates()
    {
        var schema = ManifestSchema.Model(EvaluationSection.Registration).ToJsonSchema();

        schema.ShouldContain("\"samples-at-least\"");
        schema.ShouldContain("\"no-worse-than\"");
        schema.ShouldNotContain("\"group\"");
    }

    [Theory]
    [InlineData("{metric: roc_auc, group: sex, at-least: 0.8}", "'group' is not a known key")]
    [InlineData("{robust: missing-values}", "begins with 'robust'; a mapping with robustness or metric or")]
    [InlineData(
        "{metric: roc_auc, no-worse-than: stable}",
        "A model is compared with champion, baseline, or a version such as v3, not with 'stable'. Write no-worse-than")]
    [InlineData("{metric: roc_auc, no-worse-than: v0}", "or a version such as v3, not with 'v0'.")]
    [InlineData("{metric: roc_auc, slice: sex, worst-of: race, at-least: 0.5}", "together or each for itself, not both")]
    [InlineData("{metric: roc_auc, worst-of: race, no-worse-than: champion}", "is held to at-least or at-most")]
    [InlineData("{metric: roc_auc, false-discovery-rate: 0.1, at-least: 0.5}", "It belongs to worst-of, which is not here.")]
    [InlineData("{metric: roc_auc, one-of: [1]}", "A metric is not one of a list; at-least, at-most, between or no-worse")]
    public void Gate_ThatCannotBeJudged_IsRefusedInOneSentence(string gate, string sentence)
    {
        var problems = Some.ReadManifest($"{{gates: [{gate}]}}").Problems;

        problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);
        problems[0].ToString().ShouldStartWith("model.yml:6:");
    }

    [Theory]
    [InlineData("latency_p99_ms", "There is no metric 'latency_p99_ms'. Known metrics: roc_auc")]
    [InlineData("roc_acu", "There is no metric 'roc_acu'. Did you mean 'roc_auc'?")]
    [InlineData("r2", "'r2' measures regression, and the task is binary classification.")]
    public void Gate_OnAMetricThatTheTaskHasNot_IsRefusedInOneSentence(string metric, string sentence)
    {
        var manifest = Some.ReadManifest($"{{gates: [{{metric: {metric}, at-least: 0.5}}]}}").OrThrow();

        var problem = Evaluator.CheckMetrics(manifest, ModelTask.BinaryClassification, StandardMetrics.All)
            .ShouldHaveSingleItem();

        problem.ToString().ShouldContain(sentence);
        problem.ToString().ShouldStartWith("model.yml:6:");
    }

    [Theory]
    [InlineData("{metric: roc_auc, alpha: 0.9, at-least: 0.5}", "'roc_auc' has no 'alpha'. Of the metrics, ")]
    [InlineData("{metric: expected_calibration_error, bins: 5, k: 3, at-most: 0.5}", "'expected_calibration_error' has no 'k'.")]
    public void Gate_ThatSetsWhatTheMetricHasNot_IsRefusedInOneSentence(string gate, string sentence)
    {
        var manifest = Some.ReadManifest($"{{gates: [{gate}]}}").OrThrow();

        var problem = Evaluator.CheckMetrics(manifest, ModelTask.BinaryClassification, StandardMetrics.All)
            .ShouldHaveSingleItem();

        problem.ToString().ShouldContain(sentence);
        problem.ToString().ShouldStartWith("model.yml:6:");
    }

    [Fact]
    public void Gate_OnAVersionThatIsNotRegistered_IsRefusedInOneSentence()
    {
        var manifest = Some.ReadManifest("{gates: [{metric: roc_auc, no-worse-than: v7}]}").OrThrow();

        Evaluator.CheckVersions(manifest, [1, 2]).ShouldHaveSingleItem().ToString()
            .ShouldBe("model.yml:6:55: There is no version 'v7' of loan-default. The last one is v2.");
        Evaluator.CheckVersions(manifest, [7]).ShouldBeEmpty();
    }

    [Fact]
    public void Gate_OnATeamsOwnMetric_IsKnownWhereTheMetricIs()
    {
        var manifest = Some.ReadManifest("{gates: [{metric: share_of_no, at-least: 0.5}]}").OrThrow();

        Evaluator.CheckMetrics(manifest, ModelTask.BinaryClassification, [new ShareOfNo()]).ShouldBeEmpty();
        Evaluator.CheckMetrics(manifest, ModelTask.Regression, [new ShareOfNo()]).ShouldHaveSingleItem();
    }
}
