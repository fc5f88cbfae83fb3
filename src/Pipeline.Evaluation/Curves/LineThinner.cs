using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Curves;

/// <summary>
/// Leaves of a line the points that say most about its shape: the ends, and then again and again the point that is farthest from
/// what is drawn so far (Ramer 1972, Douglas and Peucker 1973), so that the corners of a hull are the first to stay.
/// </summary>
internal static class LineThinner
{
    /// <summary>A line of more points than so many times those that are left is first read at even steps along its way.</summary>
    private const int Coarse = 20;

    /// <param name="x">Never falls.</param>
    /// <param name="y">By point.</param>
    /// <param name="most">How many points are left, at least 2.</param>
    public static CurveLine Thin(IReadOnlyList<double> x, IReadOnlyList<double> y, int most)
    {
        var looked = x.Count > most * Coarse ? AlongTheWay(x, y, most * Coarse) : Enumerable.Range(0, x.Count).ToArray();
        int[] kept = [.. Corners(x, y, looked, most).Order().Select(at => looked[at])];
        return new CurveLine([.. kept.Select(at => x[at])], [.. kept.Select(at => y[at])]);
    }

    private static int[] AlongTheWay(IReadOnlyList<double> x, IReadOnlyList<double> y, int most)
    {
        var way = new double[x.Count];
        for (var i = 1; i < way.Length; i++)
            way[i] = way[i - 1] + Math.Abs(x[i] - x[i - 1]) + Math.Abs(y[i] - y[i - 1]);
        var (taken, step) = (new List<int> { 0 }, way[^1] / (most - 1));
        for (var i = 1; i < way.Length - 1; i++)
        {
            if (way[i] - way[taken[^1]] >= step)
                taken.Add(i);
        }

        taken.Add(way.Length - 1);
        return [.. taken];
    }

    private static List<int> Corners(IReadOnlyList<double> x, IReadOnlyList<double> y, int[] points, int most)
    {
        if (points.Length <= 2)
            return [.. Enumerable.Range(0, points.Length)];
        var kept = new List<int> { 0, points.Length - 1 };
        var parts = new PriorityQueue<(int From, int To, int Farthest), (double, int)>();
        Add(0, points.Length - 1);
        while (kept.Count < most && parts.TryDequeue(out var part, out _))
        {
            kept.Add(part.Farthest);
            Add(part.From, part.Farthest);
            Add(part.Farthest, part.To);
        }

        return kept;

        void Add(int from, int to)
        {
            var (farthest, distance) = (-1, 0.0);
            for (var i = from + 1; i < to; i++)
            {
                if (Distance(points[from], points[to], points[i]) is var other && other > distance)
                    (farthest, distance) = (i, other);
            }

            // Points on a line are no corners: what is left of them is rounding.
            if (distance > 1e-12)
                parts.Enqueue((from, to, farthest), (-distance, from));
        }

        double Distance(int from, int to, int at)
        {
            var (dx, dy) = (x[to] - x[from], y[to] - y[from]);
            var length = Math.Sqrt((dx * dx) + (dy * dy));
            var (ox, oy) = (x[at] - x[from], y[at] - y[from]);
            return length == 0 ? Math.Sqrt((ox * ox) + (oy * oy)) : Math.Abs((dx * oy) - (dy * ox)) / length;
        }
    }
}
