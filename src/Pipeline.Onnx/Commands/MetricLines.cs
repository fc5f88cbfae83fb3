using System.Globalization;
using System.Text.Json;
using Pipeline.Models;

namespace Pipeline.Onnx.Commands;

/// <summary>
/// Metrics that a command wrote while it trained: an object on each line, with the iteration and numbers by the names of metrics.
/// They are to watch training by, so that a line that is none is warned of and left out.
/// </summary>
internal static class MetricLines
{
    private const long MostBytes = 64L << 20;
    private const int MostPoints = 1_000;
    private const string Accepted = """an object such as {"iteration": 3, "log_loss": 0.4} is accepted""";

    private static readonly string[] Units = ["iteration", "epoch", "tree", "step"];

    public static IReadOnlyList<MetricCurve> Read(string path, Action<string> warn)
    {
        if (!File.Exists(path))
            return [];
        if (new FileInfo(path).Length > MostBytes)
        {
            warn($"metrics.jsonl has more than {MostBytes} bytes, and was not read.");
            return [];
        }

        var points = new Dictionary<string, SortedDictionary<int, double>>(StringComparer.Ordinal);
        var (number, unit, broken) = (0, Units[0], new List<int>());
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length > 0 && !Add(line, points, ref unit))
                broken.Add(number);
        }

        if (broken.Count > 0)
        {
            warn(string.Create(
                CultureInfo.InvariantCulture,
                $"metrics.jsonl: {broken.Count} lines were left out, the first is line {broken[0]}; {Accepted}."));
        }

        return
        [
            .. points.OrderBy(curve => curve.Key, StringComparer.Ordinal)
                .Select(curve => new MetricCurve(curve.Key, Thin(curve.Value)) { Unit = unit }),
        ];
    }

    private static bool Add(string line, Dictionary<string, SortedDictionary<int, double>> points, ref string unit)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            var root = document.RootElement;
            var key = Units.FirstOrDefault(name => root.TryGetProperty(name, out _));
            if (key is null || root.GetProperty(key) is not { ValueKind: JsonValueKind.Number } at
                || !at.TryGetInt32(out var iteration) || iteration < 0)
                return false;
            unit = key;
            var metrics = root.EnumerateObject().Where(x => x.Name != key && x.Value.ValueKind == JsonValueKind.Number).ToList();
            foreach (var metric in metrics.Where(x => double.IsFinite(x.Value.GetDouble())))
            {
                if (!points.TryGetValue(metric.Name, out var curve))
                    points.Add(metric.Name, curve = []);
                curve[iteration] = metric.Value.GetDouble();
            }

            return metrics.Count > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>As many as anybody looks at, the last one among them.</summary>
    private static IReadOnlyList<CurvePoint> Thin(SortedDictionary<int, double> curve)
    {
        var every = (curve.Count + MostPoints - 1) / MostPoints;
        return [.. curve.Select(x => new CurvePoint(x.Key, x.Value)).Where((_, at) => (curve.Count - 1 - at) % every == 0)];
    }
}
