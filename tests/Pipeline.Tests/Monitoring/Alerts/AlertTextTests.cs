using Pipeline.Testing;
using static Pipeline.Monitoring.Alerts.SomeAlert;

namespace Pipeline.Monitoring.Alerts;

public class AlertTextTests
{
    private const string Folder = "tests/Pipeline.Tests/Monitoring/Alerts";

    [Fact]
    public void Text_OfAnAlert_IsTheApprovedOne() =>
        $"{AlertText.Of("Firing", Firing())}".ShouldMatchApproved($"{Folder}/firing.txt");

    [Fact]
    public void Text_OfTheEnd_SaysWhenAndWhy()
    {
        var over = Firing() with { State = AlertState.Resolved, ResolvedAt = Noon.AddHours(5), Recovery = "psi is 0.05." };

        $"{AlertText.Of("Resolved", over)}".ShouldContain("Over      2026-05-04 17:00 UTC. psi is 0.05.");
    }

    [Theory]
    [InlineData("a\r\nb\tc\0d", "a  b c d")]
    [InlineData("\u202egnp.exe\u200b", " gnp.exe ")]
    public void Line_OfAnything_IsOneVisibleLine(string text, string line) => AlertText.Line(text).ShouldBe(line);

    [Fact]
    public void Line_OfHalfACharacter_IsStillText() => AlertText.Line("a\ud83d").ShouldBe("a\ufffd");

    [Fact]
    public void Line_TooLong_EndsInDotsAndKeepsPairsWhole()
    {
        var line = AlertText.Line(string.Concat(Enumerable.Repeat("😀", 1000)), 10);

        line.ShouldBe("😀😀😀😀…");
    }

    [Fact]
    public void Plot_OfASeries_MarksWhatIsBeyondTheLimit()
    {
        var series = Firing().Series!;

        var svg = AlertPlot.Svg(series);

        AlertPlot.Sparkline(series).ShouldBe("▁▁·▅█");
        System.Xml.Linq.XDocument.Parse(svg).Root!.Elements().Select(x => x.Name.LocalName)
            .ShouldBe(["title", "line", "polyline", "polyline", "circle", "circle"]);
        AlertPlot.Bars(series).Split("#b42318").Length.ShouldBe(3);
        AlertPlot.Words(series).ShouldBe("0.02 to 0.31, at most 0.1");
    }

    [Theory]
    [InlineData(new double[0], "")]
    [InlineData(new[] { 3.0 }, "▅")]
    [InlineData(new[] { 1.0, 1.0 }, "▅▅")]
    [InlineData(new[] { double.MinValue, 0, double.MaxValue }, "▁▅█")]
    public void Sparkline_OfFewOrExtremeValues_HasOneCharacterEach(double[] values, string line) =>
        AlertPlot.Sparkline(new AlertSeries([.. values.Select(x => (double?)x)])).ShouldBe(line);

    [Fact]
    public void Fingerprint_OfASubject_DependsOnEachOfItsParts()
    {
        AlertSubject[] subjects =
        [
            Subject(), Subject(rule: "other"), Subject(column: null), Subject(column: "income"), Subject(slice: "sex=F"),
            Subject() with { Environment = "staging" },
        ];

        subjects.Select(x => x.Fingerprint).Distinct().Count().ShouldBe(subjects.Length);
        Subject().Fingerprint.ShouldBe(Subject().Fingerprint);
        AlertFingerprint.Parse($"{Subject().Fingerprint}").ShouldBe(Subject().Fingerprint);
    }
}
