using System.Globalization;
using Pipeline.Reporting.Pages;
using Pipeline.Reporting.ModelCards;

namespace Pipeline.Reporting.Plots;

/// <summary>A confusion matrix: how often each class was answered with each, as counts and as shares of the true class.</summary>
internal sealed record GridPlot : Plot
{
    private const double Above = 38;
    private const double NarrowestLabel = 34;
    private const double WidestLabel = 96;

    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>By true class, then by answered class.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Counts { get; init; }

    protected override double Draw(Markup svg)
    {
        var left = Math.Clamp(Classes.Max(PlotText.Width), NarrowestLabel, WidestLabel) + 10;
        var size = (Width - left) / Classes.Count;
        var height = Math.Min(size, 84);
        Text(svg, left, 11, "answered", "strong");
        Text(svg, 0, 11, "true", "strong");
        for (var column = 0; column < Classes.Count; column++)
        {
            TextWithin(
                svg, left + ((column + 0.5) * size), Above - 7, Classes[column], size - 4, "label", "middle");
        }

        for (var row = 0; row < Classes.Count; row++)
        {
            var (y, total) = (Above + (row * height), Counts[row].Sum());
            TextWithin(svg, left - 8, y + (height / 2) + 4, Classes[row], left - 10, "label", "end");
            for (var column = 0; column < Classes.Count; column++)
                Cell(svg, row, column, left + (column * size), y, size, height, total);
        }

        return Above + (Classes.Count * height) + 2;
    }

    private void Cell(Markup svg, int row, int column, double x, double y, double width, double height, int total)
    {
        var count = Counts[row][column];
        var share = total == 0 ? 0 : (double)count / total;
        var words = $"{Figure.OfPercent(Math.Round(share, 3))} of the {Figure.OfWhole(total)} rows of {Classes[row]}";
        svg.Open(
            "rect",
            ("class", row == column ? "cell" : "cell wrong"),
            ("x", At(x + 1)), ("y", At(y + 1)), ("width", At(width - 2)), ("height", At(height - 2)), ("rx", "3"),
            ("fill-opacity", (0.06 + (0.42 * share)).ToString("0.##", CultureInfo.InvariantCulture)));
        svg.Element("title", $"{Figure.OfWhole(count)} rows of {Classes[row]} answered with {Classes[column]}: {words}").Close();
        var (middle, number) = (x + (width / 2), Figure.OfWhole(count));
        if (PlotText.Width(number) > width - 4)
            return;
        var hasShare = height >= 34 && width >= 44 && total > 0;
        Text(svg, middle, y + (height / 2) + (hasShare ? -1 : 4), number, "strong", "middle");
        if (hasShare)
        {
            Text(svg, middle, y + (height / 2) + 14, Figure.OfPercent(Math.Round(share, 3)), "label", "middle");
        }
    }
}
