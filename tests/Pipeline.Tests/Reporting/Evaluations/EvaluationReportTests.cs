using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Pipeline.Models.Documents;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.Plots;

namespace Pipeline.Reporting.Evaluations;

public partial class EvaluationReportTests
{
    private static readonly string[] Hostile =
    [
        "</style><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\" onload=\"alert(1)", "]]><!--", "' & \" < >",
        "javascript:alert(1)", "{{style}}", "url(https://example.com/x)", new string('w', 5000), "\u202Egnp.exe",
        "\0\u0001\u001f",
        "اسم العمود", "שם", "名前名前名前名前名前名前名前名前名前名前", "a\nb\tc",
        "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "",
    ];

    public static TheoryData<string> Texts => [.. Hostile];

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

        Section().Matches(page).ShouldBeEmpty();
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

        Tags(page).ShouldBeSubsetOf(Tags(plain));
        Tags(page).ShouldNotContain("script");
        Attribute().Matches(Body(page)).Select(x => x.Groups["name"].Value)
            .Where(x => x.StartsWith("on", StringComparison.Ordinal)).ShouldBeEmpty();
        page.ShouldNotContain('\0');
        page.ShouldNotContain('\u202E');
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Figures_OfHostileText_AreWellFormedFiles(string text)
    {
        foreach (var figure in EvaluationReport.Figures(SomeEvaluation.Saying(_ => text)))
        {
            var svg = XDocument.Parse(figure.Plot.ToFile()).Root!;
            svg.Name.LocalName.ShouldBe("svg");
            svg.Attribute("role")!.Value.ShouldBe("img");
            svg.Attribute("aria-label")!.Value.ShouldNotBeNullOrWhiteSpace();
            svg.Descendants().Select(x => x.Name.LocalName).Distinct()
                .ShouldBeSubsetOf(["title", "style", "rect", "line", "path", "text"]);
        }
    }

    [Fact]
    public void Report_Policy_AllowsItsOwnStyleAlone()
    {
        var page = EvaluationReport.Render(SomeEvaluation.Binary);
        var begin = page.IndexOf("<style>", StringComparison.Ordinal) + 7;
        var style = page[begin..page.IndexOf("</style>", StringComparison.Ordinal)];

        page.ShouldContain(Markup.Escaped($"default-src 'none'; style-src {PageText.HashOf(style)}; base-uri 'none'"));
        Attribute().Matches(Body(page)).Select(x => x.Groups["name"].Value).ShouldNotContain("style");
    }

    [Fact]
    public void Report_ByItself_LoadsNothing()
    {
        foreach (var document in new[] { SomeEvaluation.Binary, SomeEvaluation.Multiclass, SomeEvaluation.Regression })
        {
            var page = EvaluationReport.Render(document);

            page.ShouldNotContain("@import");
            page.ShouldNotContain("url(");
            page.ShouldNotContain("://");
            Attribute().Matches(page).Select(x => x.Groups["name"].Value).ShouldNotContain("src");
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
        Section().Matches(EvaluationReport.Render(document)).Select(x => x.Groups["id"].Value);

    private static IEnumerable<string> Names(EvaluationDocument document) =>
        EvaluationReport.Figures(document).Select(figure => figure.Name);

    private static HashSet<string> Tags(string page) => [.. Tag().Matches(page).Select(x => x.Groups["name"].Value)];

    private static string Body(string page) => page[page.IndexOf("<body>", StringComparison.Ordinal)..];

    [GeneratedRegex("<section id=\"(?<id>[a-z-]+)\">")]
    private static partial Regex Section();

    [GeneratedRegex("<(?<name>[a-zA-Z0-9]+)(?=[\\s>/])")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s(?<name>[a-z-]+)=\"")]
    private static partial Regex Attribute();
}
