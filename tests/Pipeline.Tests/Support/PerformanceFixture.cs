using System.Text.Json;

namespace Pipeline.Testing;

/// <summary>What scikit-learn and definitions that were written out in Python say; performance.py beside it made it.</summary>
internal static class PerformanceFixture
{
    public static JsonElement Root { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(
        Repository.Root, "tests", "Pipeline.Tests", "Monitoring", "Performance", "Fixtures", "performance.json"))).RootElement;

    public static JsonElement Section(string name) => Root.GetProperty(name);

    public static double[] Numbers(this JsonElement section, string name) =>
        [.. section.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];

    /// <summary>By column, then by row, of rows of columns.</summary>
    public static double[][] Columns(this JsonElement section, string name)
    {
        var rows = section.GetProperty(name).EnumerateArray().ToList();
        return [.. Enumerable.Range(0, rows[0].GetArrayLength()).Select(column =>
            rows.Select(row => row[column].GetDouble()).ToArray())];
    }

    public static IEnumerable<(string Name, double Value)> Named(this JsonElement section, string name) =>
        section.GetProperty(name).EnumerateObject().Select(x => (x.Name, x.Value.GetDouble()));
}
