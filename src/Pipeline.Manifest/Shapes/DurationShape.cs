using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Pipeline.Manifest.Syntax;

namespace Pipeline.Manifest.Shapes;

/// <summary>A number and a unit: 250ms, 90s, 10m, 1.5h, 1d.</summary>
internal sealed partial class DurationShape(Bounds range) : Shape
{
    private const string Form = "(?<amount>[0-9]+(?:\\.[0-9]+)?)(?<unit>ms|s|m|h|d)";
    private const string SchemaForm = "^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)$";

    private readonly Bounds _told = range.Low > 0 ? range : range with { Low = double.NegativeInfinity };

    public override string Accepted => $"a duration{_told.Words(Words)}, as 90s, 10m, 1.5h or 1d,";

    public override object? Read(YamlNode node, string path, Reading reading)
    {
        if (node is not YamlScalar { Text: { Length: < 40 } text } || Duration().Match(text) is not { Success: true } match)
            return reading.Refuse(node, path, Accepted);
        var amount = double.Parse(match.Groups["amount"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
        var ticks = Math.Round(amount * TicksOf(match.Groups["unit"].Value));
        if (ticks >= long.MaxValue || !range.Holds(ticks / TimeSpan.TicksPerSecond))
            return reading.Refuse(node, path, Accepted);
        return new TimeSpan((long)ticks);
    }

    public override JsonObject Schema(SchemaWriter writer) => new() { ["type"] = "string", ["pattern"] = SchemaForm };

    private static long TicksOf(string unit) => unit switch
    {
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => TimeSpan.TicksPerDay,
    };

    private static string Words(double seconds) => seconds switch
    {
        > 0 and < 1 => Bounds.Plain(seconds * 1000) + "ms",
        >= 86400 when seconds % 86400 == 0 => Bounds.Plain(seconds / 86400) + "d",
        >= 3600 when seconds % 3600 == 0 => Bounds.Plain(seconds / 3600) + "h",
        >= 60 when seconds % 60 == 0 => Bounds.Plain(seconds / 60) + "m",
        _ => Bounds.Plain(seconds) + "s",
    };

    [GeneratedRegex($@"\A{Form}\z")]
    private static partial Regex Duration();
}
