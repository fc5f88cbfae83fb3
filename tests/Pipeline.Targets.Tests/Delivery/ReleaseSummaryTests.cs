using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Delivery.Reports;

namespace Pipeline.Targets.Delivery;

public sealed class ReleaseSummaryTests
{
    [Fact]
    public void Lines_WithAGateThatDidNotPass_SayWhy()
    {
        var report = new CheckReport(
        [
            Result("roc_auc/at-least", Verdict.Passed("0.85 is at least 0.8.")),
            Result("roc_auc/no-worse-than", Verdict.Skipped("there is no champion yet.")),
        ]);
        var summary = new ReleaseSummary(ModelName.Parse("loan-default"), new ModelVersion(1), report);
        summary.Add("staging", "http://127.0.0.1:36379 (version 1, revision 1)");

        var lines = summary.Lines();

        lines.ShouldBe(
        [
            "loan-default version 1 is out; 2 checks: 1 skipped, 1 passed",
            "  skipped  roc_auc/no-worse-than: there is no champion yet.",
            "  staging  http://127.0.0.1:36379 (version 1, revision 1)",
        ]);
    }

    private static CheckResult Result(string id, Verdict verdict) => new(
        new Check { Id = id, Criterion = new Criterion.AtLeast(0.8) },
        new Measurement { Name = "roc_auc", Value = 0.85 },
        verdict);
}
