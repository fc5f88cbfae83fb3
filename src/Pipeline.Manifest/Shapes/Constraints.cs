using System.ComponentModel.DataAnnotations;
using System.Reflection;
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
