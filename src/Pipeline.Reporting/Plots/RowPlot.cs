using Pipeline.Reporting.Pages;

namespace Pipeline.Reporting.Plots;

/// <summary>Things below each other, each with its number: as a dot or a bar, with its interval.</summary>
internal sealed record RowPlot : Plot
{
    private const int TicksAcross = 4;
    private const double PlainHeight = 21;
    private const double WordyHeight = 36;
    private const double WidestLabel = 140;
    private const double WidestNote = 118;

    /// <summary>What the numbers are.</summary>
    public required string X { get; init; }

    public required IReadOnlyList<PlotRow> Rows { get; init; }

    /// <summary>The ends of the axis; null where the rows' numbers say them.</summary>
    public (double Low, double High)? XEnds { get; init; }

    /// <summary>What all rows are held against, as a line from top to bottom; null for none.</summary>
    public double? Reference { get; init; }

    /// <summary>What that is: "all rows".</summary>
    public string? ReferenceWords { get; init; }

    /// <summary>Long labels stand above their rows instead of before them.</summary>
    public bool IsWordy { get; init; }

    /// <summary>Bars from 0 instead of dots.</summary>
    public bool IsBars { get; init; }

    /// <summary>What the colours mean; none where there is one.</summary>
    public IReadOnlyList<(string Name, string Style)> Series { get; init; } = [];

    protected override string Describe() => Description ?? string.Join("; ", Rows.Select(row => $"{row.Label}: {row.Note}"));

    private double RowHeight => IsWordy ? WordyHeight : PlainHeight;

    protected override double Draw(Markup svg)
    {
        var top = Legend(svg, Series, 0) + (ReferenceWords is null ? 2 : 14);
        var left = IsWordy
            ? 6
            : Math.Min(WidestLabel, Rows.Select(row => PlotText.Width(row.Label)).DefaultIfEmpty(0).Max()) + 8;
        var right = Width - Math.Min(WidestNote, Rows.Select(row => PlotText.Width(row.Note)).DefaultIfEmpty(0).Max()) - 8;
        var values = Rows.SelectMany(row => new[] { row.Value, row.Low, row.High }).OfType<double>()
            .Concat(Reference is { } reference ? [reference] : Array.Empty<double>())
            .Concat(IsBars ? [0.0] : Array.Empty<double>());
        var across = XEnds is { } ends
            ? new PlotScale(ends.Low, ends.High, left, right)
            : PlotScale.Around(values, TicksAcross, left, right);
        var bottom = top + Rows.Sum(row => RowHeight + (row.Begins ? 6 : 0));
        var ticks = across.Ticks(TicksAcross);
        foreach (var (tick, word) in ticks.Zip(PlotScale.Words(ticks)))
        {
            Line(svg, across.At(tick), top, across.At(tick), bottom, "grid");
            Centred(svg, across.At(tick), bottom + 14, word);
        }

        Caption(svg, (left + right) / 2, bottom + 31, X);
        if (Reference is { } held)
        {
            Line(svg, across.At(held), top - 2, across.At(held), bottom, "mark");
            if (ReferenceWords is not null)
                Centred(svg, across.At(held), top - 6, ReferenceWords);
        }

        var y = top;
        foreach (var row in Rows)
        {
            y += row.Begins ? 6 : 0;
            Draw(svg, row, across, IsWordy ? y + 24 : y + (RowHeight / 2), left);
            y += RowHeight;
        }

        return bottom + 36;
    }

    private void Draw(Markup svg, PlotRow row, PlotScale across, double y, double left)
    {
        if (IsWordy)
            TextWithin(svg, 0, y - 10, row.Label, Width, "halo label");
        else
            TextWithin(svg, left - 8, y + 3.8, row.Label, left - 6, "label", "end");
        TextWithin(svg, Width, y + 3.8, row.Note, WidestNote, anchor: "end");
        if (IsBars && row.Value is { } value)
        {
            var (from, to) = (across.At(Math.Min(0, value)), across.At(Math.Max(0, value)));
            Box(svg, from, y - 6, to - from, 12, $"bar over {row.Style}");
        }

        if (row is { Low: { } low, High: { } high })
            Line(svg, across.At(low), y, across.At(high), y, $"whisker {(IsBars ? "ink" : row.Style)}");
        if (!IsBars && row.Value is { } at)
            Dots(svg, [(across.At(at), y)], $"big {row.Style}");
    }
}

/// <summary>One thing of a <see cref="RowPlot"/>.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">Null where there is none; the note says why.</param>
/// <param name="Low">Of its interval; null where it has none.</param>
/// <param name="High">Of its interval.</param>
/// <param name="Note">What stands behind it: the number itself.</param>
internal sealed record PlotRow(string Label, double? Value, double? Low, double? High, string Note)
{
    public string Style { get; init; } = "c1";

    /// <summary>There is a gap above it.</summary>
    public bool Begins { get; init; }
}
