using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Monitoring.Rules;
using Pipeline.Monitoring.Windows;

namespace Pipeline.Monitoring;

public class MonitoringSectionTests
{
    [Fact]
    public void Section_AllKinds_AreBound()
    {
        var section = Read(
            """
            window: 5000 rows
            rules:
              - {metric: roc_auc, no-worse-than: evaluation, margin: 0.05, for: 2 windows, on-alert: rollback, cool-down: 6h}
              - {drift: income, method: psi, at-most: 0.2, severity: warn, recover-after: 12h}
              - {quality: out-of-range, column: [age, income], at-most: 0.01}
              - {fairness: demographic_parity_difference, column: sex, at-most: 0.1}
              - {detector: page-hinkley}
              - {metric: latency_p99, learned: {windows: 20}, name: slow}
              - {multivariate: domain-classifier, on-alert: retrain}
              - {multivariate: reconstruction, between: [-4, 4]}
              - {expectations: inputs, severity: warn}
              - {freshness: outcomes, within: 7d}
              - {quality: out-of-vocabulary, column: remark, at-most: 0.5}
            """).OrThrow();

        section.Window.Rows.ShouldBe(5000);
        var rules = section.Rules.ShouldNotBeNull();
        rules.Select(x => x.Id).ShouldBe(
        [
            "roc_auc", "drift-income", "out_of_range-age-income", "demographic_parity_difference-sex", "detector-page-hinkley",
            "slow", "multivariate-domain-classifier", "multivariate-reconstruction", "expectations", "freshness-outcomes",
            "out_of_vocabulary-remark",
        ]);
        rules[0].ShouldBe(new MetricRule
        {
            Metric = "roc_auc",
            Criterion = new Criterion.NoWorseThan("evaluation", 0.05),
            For = Persistence.Parse("2 windows", null),
            OnAlert = AlertAction.Rollback,
            CoolDown = TimeSpan.FromHours(6),
        });
        rules[1].RecoverAfter.Time.ShouldBe(TimeSpan.FromHours(12));
        rules[5].Learned.ShouldBe(new LearnedLimit { Windows = 20, Deviations = 3 });
        rules[9].ShouldBe(new FreshnessRule { Of = FreshKind.Outcomes, Within = TimeSpan.FromDays(7) });
    }

    [Theory]
    [InlineData("{metric: roc_auc}", "A metric needs a limit: at-least, at-most, between, no-worse-than, or learned.")]
    [InlineData("{metric: roc_auc, no-worse-than: champion}", "A window is compared with the evaluation, not with 'champion'.")]
    [InlineData("{metric: roc_auc, at-least: 0.7, learned: {}}", "A limit is written or learned, not both.")]
    [InlineData("{metric: roc_auc, at-least: 0.7, cool-down: 2h}", "It belongs to on-alert, which is not here.")]
    [InlineData("{drift: income, at-most: 0.2}", "A limit belongs to a method, which is not here.")]
    [InlineData("{drift: income, method: psy}", "'psy' is no method of drift; ks, wasserstein, chisquare")]
    [InlineData("{quality: missin}", "missing")]
    [InlineData("{drfit: income}", "begins with 'drfit'; a mapping with metric or drift or")]
    [InlineData("{detector: ddm, at-most: 1}", "A detector has its own limit.")]
    [InlineData("{drift: income, method: psi, between: [0, 0.1]}", "How far a column is is held against at-most")]
    [InlineData("{multivariate: pca}", "domain-classifier")]
    [InlineData("{multivariate: reconstruction, one-of: [1]}", "held against at-most, at-least or between")]
    [InlineData("{expectations: inputs, at-most: 1}", "Expectations have their own limits, in data.expect.")]
    [InlineData("{freshness: predictions}", "within")]
    [InlineData("{freshness: predictions, within: 1h, at-most: 2}", "The limit of freshness is 'within'.")]
    [InlineData("{quality: out-of-vocabulary, column: remark}", "How many texts are new depends on the texts")]
    [InlineData("{drift: income, for: two windows}", "a number of windows such as 2 windows, or a time such as 30m")]
    [InlineData("{drift: income, for: 0 windows}", "a number of windows such as 2 windows, or a time such as 30m")]
    public void Section_WrongRule_IsRefusedInOneSentence(string rule, string sentence) =>
        Read($"rules: [{rule}]").Problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);

    [Fact]
    public void Section_TwoRulesOfOneName_AreRefused() => Read("rules: [{detector: ddm}, {detector: ddm}]")
        .Problems.ShouldHaveSingleItem().ToString().ShouldContain("There are two rules 'detector-ddm'; give one another name.");

    [Theory]
    [InlineData("1d", "1d")]
    [InlineData("24h", "1d")]
    [InlineData("90m", "90m")]
    [InlineData("100 rows", "100 rows")]
    public void Length_GoodText_IsReadAndWritten(string text, string words) =>
        WindowLength.Parse(text, null).ToString().ShouldBe(words);

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("367d")]
    [InlineData("30s")]
    [InlineData("99 rows")]
    [InlineData("1e9 rows")]
    public void Length_BadText_IsRefused(string text) => WindowLength.TryParse(text, null, out _).ShouldBeFalse();

    [Fact]
    public void StandardRules_AreValidAndDistinct()
    {
        StandardRules.All.SelectMany(x => ((IValidatedRecord)x).Validate()).ShouldBeEmpty();
        StandardRules.All.Select(x => x.Id).ShouldBeUnique();
    }

    private static Validated<MonitoringSection> Read(string monitoring)
    {
        var text =
            $"""
            pipeline: 1
            name: loan-default
            task: binary-classification
            owner: risk-team@example.com
            description: Probability that a loan is not repaid.
            monitoring:
              {monitoring.ReplaceLineEndings("\n  ")}
            """;
        var manifest = ManifestReader.Read(text, "model.yml", ManifestSchema.Model(MonitoringSection.Registration));
        return manifest.TryGet(out var bound)
            ? Validated.Valid(bound.Get<MonitoringSection>())
            : Validated.Invalid<MonitoringSection>(manifest.Problems);
    }
}
