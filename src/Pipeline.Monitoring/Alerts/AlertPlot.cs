using System.Globalization;
using System.Text;

namespace Pipeline.Monitoring.Alerts;

/// <summary>
/// The small figure of an alert: SVG for pages, bars made of table cells for mail (mail programs leave SVG out), and block
/// characters for the rest. A value beyond a limit is marked in each.
/// </summary>
public static class AlertPlot
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const int Width = 240;
    private const int Height = 48;
    private const int Pad = 4;
    private const int BarHeight = 32;

    /// <summary>One character for each window, "·" where it has no value; empty where none has.</summary>
    public static string Sparkline(AlertSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (Scale.Of(series, withLimits: false) is not { } scale)
            return "";
        return string.Concat(series.Values.Select(x =>
            x is { } value ? Blocks[(int)Math.Round(scale.Share(value) * (Blocks.Length - 1))] : '·'));
    }

    /// <summary>"0.02 to 0.31, at most 0.1": the first and the last value, and the limits.</summary>
    public static string Words(AlertSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var values = series.Values.OfType<double>().ToList();
        var limits = (series.Low, series.High) switch
        {
            ({ } low, { } high) => $", between {Figure(low)} and {Figure(high)}",
            ({ } low, null) => $", at least {Figure(low)}",
            (null, { } high) => $", at most {Figure(high)}",
            _ => "",
        };
        return values.Count == 0 ? "no values" : $"{Figure(values[0])} to {Figure(values[^1])}{limits}";
    }

    /// <summary>240 by 48 pixels, with a title for those who hear pages; empty where there is no value.</summary>
    public static string Svg(AlertSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (Scale.Of(series, withLimits: true) is not { } scale)
            return "";
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" """)
            .Append(CultureInfo.InvariantCulture, $"""width="{Width}" height="{Height}" role="img">""")
            .Append(CultureInfo.InvariantCulture, $"<title>{Words(series)}</title>");
        foreach (var limit in new[] { series.Low, series.High }.OfType<double>())
        {
            var y = Y(scale, limit);
            svg.Append(CultureInfo.InvariantCulture, $"""<line x1="0" x2="{Width}" y1="{y}" y2="{y}" """)
                .Append("""stroke="#b42318" stroke-dasharray="4 3"/>""");
        }

        foreach (var run in Runs(series))
        {
            var points = string.Join(' ', run.Select(x => $"{X(series, x.At)},{Y(scale, x.Value)}"));
            svg.Append(CultureInfo.InvariantCulture, $"""<polyline points="{points}" """)
                .Append("""fill="none" stroke="#344054" stroke-width="1.5"/>""");
        }

        foreach (var (at, value) in Runs(series).SelectMany(x => x).Where(x => IsBeyond(series, x.Value)))
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<circle cx="{X(series, at)}" cy="{Y(scale, value)}" """)
                .Append("""r="2.5" fill="#b42318"/>""");
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>Bars in a table without any style sheet; empty where there is no value.</summary>
    public static string Bars(AlertSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (Scale.Of(series, withLimits: false) is not { } scale)
            return "";
        var html = new StringBuilder("""<table role="presentation" cellpadding="0" cellspacing="1" border="0"><tr>""");
        foreach (var value in series.Values)
        {
            var height = value is { } number ? 2 + (int)Math.Round(scale.Share(number) * (BarHeight - 2)) : 1;
            var colour = value is { } known ? IsBeyond(series, known) ? "#b42318" : "#667085" : "#d0d5dd";
            html.Append(CultureInfo.InvariantCulture, $"""<td valign="bottom" height="{BarHeight}" width="6">""")
                .Append(CultureInfo.InvariantCulture, $"""<div style="width:6px;height:{height}px;background:{colour};""")
                .Append("""font-size:0"></div></td>""");
        }

        return html.Append("</tr></table>").ToString();
    }

    internal static string Figure(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static bool IsBeyond(AlertSeries series, double value) => value < series.Low || value > series.High;

    private static string X(AlertSeries series, int at) =>
        Coordinate(Pad + (at * (double)(Width - (2 * Pad)) / Math.Max(1, series.Values.Count - 1)));

    private static string Y(Scale scale, double value) => Coordinate(Height - Pad - (scale.Share(value) * (Height - (2 * Pad))));

    private static string Coordinate(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Values in a row, without the gaps between them.</summary>
    private static IEnumerable<List<(int At, double Value)>> Runs(AlertSeries series)
    {
        var run = new List<(int At, double Value)>();
        foreach (var (at, value) in series.Values.Index())
        {
            if (value is { } number)
            {
                run.Add((at, number));
                continue;
            }

            if (run.Count > 0)
                yield return run;
            run = [];
        }

        if (run.Count > 0)
            yield return run;
    }

    /// <summary>Where values lie between the lowest and the highest.</summary>
    private sealed record Scale(double Low, double High)
    {
        public static Scale? Of(AlertSeries series, bool withLimits)
        {
            var values = series.Values.OfType<double>().ToList();
            if (values.Count == 0)
                return null;
            if (withLimits)
                values.AddRange(new[] { series.Low, series.High }.OfType<double>());
            return new Scale(values.Min(), values.Max());
        }

        /// <summary>From 0 to 1. Halves keep the range of doubles from overflowing.</summary>
        public double Share(double value) =>
            High > Low ? Math.Clamp(((value / 2) - (Low / 2)) / ((High / 2) - (Low / 2)), 0, 1) : 0.5;
    }
}
