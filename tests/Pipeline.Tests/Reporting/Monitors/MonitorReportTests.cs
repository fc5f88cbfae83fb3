using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Monitoring;
using Pipeline.Reporting.Pages;

namespace Pipeline.Reporting.Monitors;

public class MonitorReportTests
{
    private static readonly string Plain = MonitorReport.Render(SomeMonitor.Drifting);

    public static TheoryData<string> Texts => [.. PageLint.Hostile];

    [Fact]
    public void Report_OfAModelThatDrifts_HasASectionForAllThatIsKnown()
    {
        var page = MonitorReport.Render(SomeMonitor.Drifting);

        PageLint.Sections(page).ShouldBe(
            ["alerts", "performance", "traffic", "columns", "quality", "fairness", "costs", "rules", "notes"]);
        page.ShouldContain("1 alert fires");
        page.ShouldContain("Version 3 answers in production. 30 windows of 1h");
        page.ShouldContain("./build.sh Monitor --environment production");
    }

    [Fact]
    public void Report_WithoutAWindow_SaysSo()
    {
        var page = MonitorReport.Render(SomeMonitor.Empty);

        PageLint.Sections(page).ShouldBeEmpty();
        page.ShouldContain("No window is over yet");
    }

    [Fact]
    public void Report_OfOneWindow_HasPointsInsteadOfLines()
    {
        var page = MonitorReport.Render(SomeMonitor.Saying(x => x, hours: 1));

        page.ShouldContain("One window of 1h");
        PageLint.Sections(page).ShouldContain("performance");
    }

    [Fact]
    public void Figures_OfAModelThatDrifts_AreThoseOfItsParts() =>
        MonitorReport.Figures(SomeMonitor.Drifting).Select(x => x.Name).ShouldBe(
        [
            "performance-1", "performance-2", "calibration", "traffic", "latency", "shares", "column-1", "drift-1", "column-2",
            "drift-2", "column-3", "drift-3", "column-4", "drift-4", "quality-1", "quality-2", "groups-1-1", "differences-1-1",
            "cpu", "memory",
        ]);

    [Theory]
    [MemberData(nameof(Texts))]
    public void Report_OfHostileText_HasNoMarkupOfIts(string text)
    {
        var document = SomeMonitor.Saying(_ => text);
        var page = MonitorReport.Render(document);

        PageLint.ShouldHaveTheMarkupOf(page, Plain);
        foreach (var figure in MonitorReport.Figures(document))
            PageLint.ShouldBeADrawing(figure.Plot.ToFile());
    }

    [Fact]
    public void Report_ByItself_LoadsNothingAndAllowsItsStyleAlone()
    {
        var page = MonitorReport.Render(SomeMonitor.Drifting);

        PageLint.ShouldLoadNothing(page);
        PageLint.ShouldAllowItsStyleAlone(page);
    }

    [Fact]
    public void Report_OfManyColumns_IsBounded()
    {
        var page = MonitorReport.Render(SomeMonitor.Saying(x => x, hours: 100, columns: 1000));

        page.Length.ShouldBeLessThan(4_000_000);
        page.ShouldContain("922 that are not compared, or too many to draw");
    }

    [Fact]
    public void Report_OfTheDocumentThatWasKept_IsTheSame()
    {
        var json = JsonSerializer.Serialize(SomeMonitor.Drifting, DocumentJson.Options);
        var read = JsonSerializer.Deserialize<MonitorDocument>(json, DocumentJson.Options)!;

        MonitorReport.Render(read).ShouldBe(MonitorReport.Render(SomeMonitor.Drifting));
    }
}
