namespace Pipeline.Core.Checks;

internal static class Every
{
    public static IReadOnlyList<Criterion> Criterion { get; } =
    [
        new Criterion.AtLeast(0.8), new Criterion.AtMost(0.8), new Criterion.Between(0.2, 0.8),
        new Criterion.OneOf(["0.8", "car"]), new Criterion.NoWorseThan("champion", 0.01),
    ];
}
