using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Pipeline.Manifest.Records;

namespace Pipeline.Manifest.Shapes;

/// <summary>What the attributes of a property say beyond its type. Of a list, all but the length is for its items.</summary>
internal sealed record Constraints(Bounds Range, Bounds Length, string? Pattern, IReadOnlyList<string> Allowed, bool OrSingle)
{
    public static Constraints None { get; } = new(Bounds.None, Bounds.None, null, [], OrSingle: false);

    /// <summary>Of a text: a number is one.</summary>
    public bool OrNumber { get; init; }

    public Constraints ForItems => this with { Length = Bounds.None, OrSingle = false };

    public static Constraints Of(ICustomAttributeProvider property)
    {
        var attributes = property.GetCustomAttributes(inherit: true);
        return new Constraints(
            Bounds.Of(attributes.OfType<RangeAttribute>().SingleOrDefault()),
            LengthOf(attributes),
            attributes.OfType<RegularExpressionAttribute>().SingleOrDefault()?.Pattern,
            [.. attributes.OfType<AllowedValuesAttribute>().SelectMany(x => x.Values).OfType<string>()],
            attributes.OfType<OrSingleAttribute>().Any())
        {
            OrNumber = attributes.OfType<OrNumberAttribute>().Any(),
        };
    }

    private static Bounds LengthOf(object[] attributes) => attributes.Select(x => x switch
    {
        LengthAttribute { MaximumLength: int.MaxValue } y => Bounds.None with { Low = y.MinimumLength },
        LengthAttribute y => new Bounds(y.MinimumLength, y.MaximumLength),
        StringLengthAttribute y => new Bounds(y.MinimumLength, y.MaximumLength),
        MinLengthAttribute y => Bounds.None with { Low = y.Length },
        MaxLengthAttribute y => new Bounds(0, y.Length),
        _ => null,
    }).OfType<Bounds>().FirstOrDefault(Bounds.None);
}

/// <summary>The range of a number; an end that is open is infinite.</summary>
internal sealed record Bounds(double Low, double High, bool ExcludesLow = false, bool ExcludesHigh = false)
{
    public static Bounds None { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>An end at the limit of its type is an open end. Durations are in seconds.</summary>
    public static Bounds Of(RangeAttribute? range) => range is null ? None : new Bounds(
        Number(range.Minimum), Number(range.Maximum), range.MinimumIsExclusive, range.MaximumIsExclusive);

    public bool Holds(double value) =>
        (ExcludesLow ? value > Low : value >= Low) && (ExcludesHigh ? value < High : value <= High);

    /// <summary>For lengths: " of 1 to 10 items", with the space before it; empty when any number will do.</summary>
    public string Count(string noun) => (Low > 0 || double.IsFinite(High), double.IsFinite(High)) switch
    {
        (false, _) => "",
        _ when Low.Equals(High) => $" of {Plain(Low)} {noun}s",
        (_, false) => $" of at least {Plain(Low)} {noun}{(Low > 1 ? "s" : "")}",
        _ => $" of {Plain(Math.Max(0, Low))} to {Plain(High)} {noun}s",
    };

    /// <summary>" from 1 to 10", with the space before it; empty when any number will do.</summary>
    public string Words(Func<double, string> write) => (double.IsFinite(Low), double.IsFinite(High)) switch
    {
        (false, false) => "",
        (true, false) => $" {(ExcludesLow ? "above" : "of at least")} {write(Low)}",
        (false, true) => $" {(ExcludesHigh ? "below" : "of at most")} {write(High)}",
        _ when Low.Equals(High) => $" equal to {write(Low)}",
        _ when ExcludesLow || ExcludesHigh =>
            $" {(ExcludesLow ? "above" : "from")} {write(Low)} and {(ExcludesHigh ? "below" : "up to")} {write(High)}",
        _ => $" from {write(Low)} to {write(High)}",
    };

    public void Write(JsonObject schema)
    {
        if (double.IsFinite(Low))
            schema[ExcludesLow ? "exclusiveMinimum" : "minimum"] = Low;
        if (double.IsFinite(High))
            schema[ExcludesHigh ? "exclusiveMaximum" : "maximum"] = High;
    }

    public static string Plain(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(object end) => end switch
    {
        int.MinValue or double.MinValue => double.NegativeInfinity,
        int.MaxValue or double.MaxValue => double.PositiveInfinity,
        TimeSpan time => time.TotalSeconds,
        string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) => time.TotalSeconds,
        _ => Convert.ToDouble(end, CultureInfo.InvariantCulture),
    };
}
