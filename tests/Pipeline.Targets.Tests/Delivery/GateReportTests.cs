using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Delivery.Reports;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Targets.Face;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

public sealed class GateReportTests
{
    private static readonly EvaluationDocument Evaluation = new()
    {
        Name = ModelName.Parse("loan-default"),
        Model = Digest.OfText("model"),
        Split = Digest.OfText("split"),
        Rows = 2000,
        Label = new ModelLabel.TwoClasses("defaulted", "yes", "no"),
        Decision = DecisionRule.Threshold.Usual,
        Classes = [new("no", 1500, 0.75), new("yes", 500, 0.25)],
        Resamples = 1000,
        Seed = 1,
        Measurements = [Auc, Loss],
        Groups = [],
        Report = new CheckReport(
        [
            Judged("roc_auc/at-least", new Criterion.AtLeast(0.8), Auc),
            Judged("log_loss/at-most", new Criterion.AtMost(0.48), Loss),
            Judged("log_loss/at-most#2", new Criterion.AtMost(0.3), Loss with { Slice = "sex=|F| *x*" }, Severity.Warn),
            Judged("roc_auc/at-least#2", new Criterion.AtLeast(0.99), Auc),
        ]),
    };

    private static Measurement Auc => new()
    {
        Name = "roc_auc",
        Value = 0.8512,
        Samples = 2000,
        Interval = new ConfidenceInterval(0.83, 0.87),
    };

    private static Measurement Loss => new() { Name = "log_loss", Value = 0.4012, Samples = 2000 };

    [Fact]
    public void Markdown_OfAFailure_BeginsWithWhatFailed() => new GateReport(Evaluation).ToMarkdown()
        .ShouldMatchApproved("tests/Pipeline.Targets.Tests/Delivery/evaluation.approved.txt");

    [Fact]
    public void Table_WithoutATerminal_IsPlainAndFits()
    {
        using var console = new StringWriter();

        ConsoleTable.Write(console, new GateReport(Evaluation).Table, 80, isColoured: false);

        var lines = console.ToString().TrimEnd().Split('\n');
        lines.ShouldAllBe(x => x.TrimEnd().Length <= 80);
        console.ToString().ShouldNotContain("\u001b");
        lines.First(x => x.Contains("roc_auc", StringComparison.Ordinal)).Trim().ShouldStartWith("failed");
    }

    [Fact]
    public void Table_OnATerminal_IsColoured()
    {
        using var console = new StringWriter();

        ConsoleTable.Write(console, new GateReport(Evaluation).Table, 100, isColoured: true);

        console.ToString().ShouldContain("\u001b[");
    }

    [Fact]
    public void Markdown_IntervalOfWhichNothingIsKnown_FitsALine()
    {
        var error = Loss with { Name = "mean_absolute_error", Interval = new ConfidenceInterval(0, double.MaxValue) };

        var text = new GateReport(Evaluation with { Measurements = [error] }).ToMarkdown();

        text.ShouldContain("0.4012 | 0.0000 to 1.798E+308 |");
    }

    private static CheckResult Judged(
        string id, Criterion criterion, Measurement measurement, Severity severity = Severity.Error) =>
        new Check { Id = id, Criterion = criterion, Severity = severity }.Judge(measurement);
}
