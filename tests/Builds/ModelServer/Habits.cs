using System.Globalization;

namespace Pipeline.ModelServer;

/// <summary>How this server behaves, from pairs of a name and a value.</summary>
/// <param name="Announce">The file to write the address to; null without one.</param>
internal sealed record Habits(int Port, string? Announce, double Answer, int ErrorsInHundred, TimeSpan Delay, bool CrashAtStart)
{
    public static Habits Parse(string[] arguments)
    {
        var values = arguments.Chunk(2).ToDictionary(x => x[0], x => x[1]);
        return new Habits(
            Number("--port", 0), values.GetValueOrDefault("--announce"),
            double.Parse(values.GetValueOrDefault("--answer", "0"), CultureInfo.InvariantCulture),
            Number("--errors", 0), TimeSpan.FromMilliseconds(Number("--delay", 0)), values.ContainsKey("--crash"));

        int Number(string name, int usual) =>
            values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
    }

    /// <summary>As many of any hundred requests in a row as it should, spread evenly.</summary>
    public bool FailsAt(long request) => request * 37 % 100 < ErrorsInHundred;
}
