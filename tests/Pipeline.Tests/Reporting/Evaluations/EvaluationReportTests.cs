using System.Diagnostics;
using Pipeline.Models.Documents;
using Pipeline.Reporting.Pages;

namespace Pipeline.Reporting.Evaluations;

public class EvaluationReportTests
{
    public static TheoryData<string> Texts => [.. PageLint.Hostile];

    [Fact]
    public void Report_OfTwoClasses_HasASectionForAllThatIsKnown() => Ids(SomeEvaluation.Binary).ShouldBe(
    [
        "gates", "comparison", "metrics", "baselines", "probabilities", "classes", "slices", "fairness", "found-slices",
        "robustness", "behaviour", "explanation", "server",
    ]);

    [Fact]
    public void Report_OfSeveralClasses_HasTheirSections() => Ids(SomeEvaluation.Multiclass).ShouldBe(
    [
        "gates", "comparison", "metrics", "baselines", "probabilities", "classes", "slices", "fairness", "found-slices",
        "robustness", "behaviour", "explanation", "server",
    ]);

    [Fact]
    public void Report_OfNumbers_HasTheirSections() => Ids(SomeEvaluation.Regression).ShouldBe(
    [
        "gates", "comparison", "metrics", "baselines", "residuals", "slices", "fairness", "found-slices",
        "robustness", "behaviour", "explanation", "server",
    ]);

    [Fact]
    public void Report_OfADocumentWithNothing_HasNoSectionAndSaysThatNothingWasJudged()
    {
        var page = EvaluationReport.Render(SomeEvaluation.Binary with
        {
            Measurements = [],
            Tables = [],
            Curves = null,
            Groups = [],
            Fairness = null,
            FoundSlices = [],
            Explanation = null,
            Robustness = null,
            Behaviour = null,
            Server = null,
            Cost = null,
            Baselines = [],
            Champion = null,
            Report = new Core.Checks.CheckReport([]),
        });

        PageLint.Sections(page).ShouldBeEmpty();
        page.ShouldContain("No gate was judged");
    }

    [Fact]
    public void Report_OfTwoClasses_HasTheFiguresOfThem() => Names(SomeEvaluation.Binary).ShouldBe(
    [
        "comparison", "metrics", "baseline-1", "baseline-2", "baseline-3", "roc", "precision-recall", "calibration", "gain",
        "scores", "thresholds", "confusion", "slice-1-1", "slice-1-2",
        "fairness-1-1", "fairness-1-2", "fairness-1-differences", "found-slices-1", "robustness-drop",
        "robustness-changed", "importance", "contributions", "dependence-1",
        "dependence-2", "partial-1", "partial-2", "latency",
    ]);

    [Theory]
    [MemberData(nameof(Texts))]
    public void Report_OfHostileText_HasNoMarkupOfIts(string text)
    {
        var page = EvaluationReport.Render(SomeEvaluation.Saying(_ => text));
        var plain = EvaluationReport.Render(SomeEvaluation.Binary);

        PageLint.ShouldHaveTheMarkupOf(page, plain);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Figures_OfHostileText_AreWellFormedFiles(string text)
    {
        foreach (var figure in EvaluationReport.Figures(SomeEvaluation.Saying(_ => text)))
        {
            PageLint.ShouldBeADrawing(figure.Plot.ToFile());
        }
    }

    [Fact]
    public void Report_Policy_AllowsItsOwnStyleAlone()
    {
        var page = EvaluationReport.Render(SomeEvaluation.Binary);
        PageLint.ShouldAllowItsStyleAlone(page);
    }

    [Fact]
    public void Report_ByItself_LoadsNothing()
    {
        foreach (var document in new[] { SomeEvaluation.Binary, SomeEvaluation.Multiclass, SomeEvaluation.Regression })
        {
            var page = EvaluationReport.Render(document);

            PageLint.ShouldLoadNothing(page);
        }
    }

    [Fact]
    public void Report_OfTheSameDocument_IsTheSame() =>
        EvaluationReport.Render(SomeEvaluation.Binary).ShouldBe(EvaluationReport.Render(SomeEvaluation.Binary));

    [Fact]
    public void Report_IsDrawnInNoTime()
    {
        EvaluationReport.Render(SomeEvaluation.Binary);
        var watch = Stopwatch.StartNew();

        EvaluationReport.Render(SomeEvaluation.Binary);

        watch.Elapsed.TotalSeconds.ShouldBeLessThan(0.5);
    }

    private static IEnumerable<string> Ids(EvaluationDocument document) =>
        PageLint.Sections(EvaluationReport.Render(document));

    private static IEnumerable<string> Names(EvaluationDocument document) =>
        EvaluationReport.Figures(document).Select(figure => figure.Name);
}
