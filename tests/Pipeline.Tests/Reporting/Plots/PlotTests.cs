using Pipeline.Testing;

namespace Pipeline.Reporting.Plots;

/// <summary>What plots look like, as files that a person can open.</summary>
public class PlotTests
{
    private const string Folder = "tests/Pipeline.Tests/Reporting/Plots";

    [Fact]
    public void Lines_AreDrawnAsApproved() => Line().ToFile().ShouldMatchApproved($"{Folder}/Lines.approved.svg");

    [Fact]
    public void Rows_AreDrawnAsApproved() => new RowPlot
    {
        Title = "recall by sex",
        Description = "F: 0.7; M: 0.9; missing: no value",
        X = "recall",
        Rows =
        [
            new PlotRow("F", 0.7, 0.62, 0.78, "0.7 of 66"),
            new PlotRow("M", 0.9, 0.85, 0.93, "0.9 of 150"),
            new PlotRow("missing", null, null, null, "no value"),
        ],
        Reference = 0.84,
        ReferenceWords = "all rows",
    }.ToFile().ShouldMatchApproved($"{Folder}/Rows.approved.svg");

    [Fact]
    public void Confusion_IsDrawnAsApproved() => new GridPlot
    {
        Title = "Confusion matrix",
        Description = "175 of 200 rows were answered with their own class.",
        Classes = ["no", "yes"],
        Counts = [[140, 10], [15, 35]],
    }.ToFile().ShouldMatchApproved($"{Folder}/Confusion.approved.svg");

    [Fact]
    public void Swarm_IsDrawnAsApproved() => new SwarmPlot
    {
        Title = "Contributions",
        Description = "income moves answers most",
        X = "contribution",
        Rows =
        [
            new SwarmRow("income", [-1, -0.5, -0.5, 0.2, 1.4], [0.1, 0.2, 0.3, 0.7, 1]),
            new SwarmRow("city", [0.1, 0.1, -0.1], [null, null, null]),
        ],
    }.ToFile().ShouldMatchApproved($"{Folder}/Swarm.approved.svg");

    [Fact]
    public void Plot_OnAPage_HasNoStyleOfItsOwn()
    {
        var svg = Line().ToMarkup().ToString();

        svg.ShouldStartWith("<svg class=\"chart\" viewBox=\"0 0 380 ");
        svg.ShouldNotContain("style");
        svg.ShouldNotContain("://");
    }

    [Fact]
    public void Plot_WithoutNumbers_IsEmptyAndWellFormed()
    {
        var plot = new XyPlot { Title = "t", Description = "d", X = "x", Y = "y", Marks = [] };

        System.Xml.Linq.XDocument.Parse(plot.ToFile()).Root!.Name.LocalName.ShouldBe("svg");
    }

    private static XyPlot Line() => new()
    {
        Title = "ROC curve",
        Description = "this model, AUC 0.9",
        X = "false positive rate",
        Y = "true positive rate",
        XEnds = (0, 1),
        YEnds = (0, 1),
        Marks =
        [
            new PlotMark.Rule(0, 0, 1, 1),
            new PlotMark.Band([0, 0.5, 1], [0, 0.6, 1], [0, 0.9, 1]),
            new PlotMark.Bars([0, 0.5, 1], [0.2, 0.4]) { Style = "c0", IsOver = true },
            new PlotMark.Line([0, 0.1, 1], [0, 0.7, 1]) { Name = "this model, AUC 0.9" },
            new PlotMark.Line([0, 0.3, 1], [0, 0.7, 1]) { Name = "champion", Style = "c0", IsDashed = true, IsStep = true },
            new PlotMark.Points([0.1], [0.7]) { Style = "c2", IsBig = true },
            new PlotMark.Whiskers([0.5], [0.6], [0.9]),
            new PlotMark.Upright(0.5, "threshold 0.5"),
        ],
    };
}
