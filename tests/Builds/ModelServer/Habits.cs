using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace Pipeline.ModelServer;

/// <summary>How this server behaves, from pairs of a name and a value.</summary>
/// <param name="Announce">The file to write the address to; null without one.</param>
/// <param name="LeakedBytes">That each request costs for good.</param>
/// <param name="HalvesInHundred">Answers of any hundred that break off in the middle.</param>
internal sealed record Habits(
    int Port, string? Announce, double Answer, int ErrorsInHundred, TimeSpan Delay, bool CrashAtStart, int LeakedBytes,
    int HalvesInHundred)
{
    public IPAddress Host { get; private init; } = IPAddress.Loopback;

    /// <summary>In an image, habits are the model, a word a line, and the address is told as a server is told it.</summary>
    public static Habits Read(string[] arguments, Func<string, string?> variable)
    {
        if (variable("PIPELINE_SERVING_MODEL") is not { } folder)
            return Parse(arguments);
        var address = IPEndPoint.Parse(variable("PIPELINE_SERVING_ADDRESS")!);
        return Parse(File.ReadAllLines(Path.Combine(folder, "habits"))) with { Host = address.Address, Port = address.Port };
    }

    public static Habits Parse(string[] arguments)
    {
        var values = arguments.Chunk(2).ToDictionary(x => x[0], x => x[1]);
        return new Habits(
            Number("--port", 0), values.GetValueOrDefault("--announce"),
            double.Parse(values.GetValueOrDefault("--answer", "0"), CultureInfo.InvariantCulture),
            Number("--errors", 0), TimeSpan.FromMilliseconds(Number("--delay", 0)), values.ContainsKey("--crash"),
            Number("--leak", 0), Number("--halves", 0));

        int Number(string name, int usual) =>
            values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
    }

    /// <summary>As many of any hundred requests in a row as it should, spread evenly.</summary>
    public bool FailsAt(long request) => request * 37 % 100 < ErrorsInHundred;

    public bool BreaksOffAt(long request) => request * 37 % 100 < HalvesInHundred;

    /// <summary>Takes memory that is never given back, past the runtime's own limit, and touches it.</summary>
    public unsafe void Leak() => NativeMemory.Fill(NativeMemory.Alloc((nuint)LeakedBytes), (nuint)LeakedBytes, 1);
}
