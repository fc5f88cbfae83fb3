namespace Pipeline.Data.Profiling;

/// <summary>How many characters values have.</summary>
internal readonly record struct LengthSum(long Count, long Sum, int Min, int Max)
{
    public static LengthSum None { get; } = new(0, 0, int.MaxValue, 0);

    public double Mean => Count == 0 ? 0 : Sum / (double)Count;

    public LengthSum Add(int length) => new(Count + 1, Sum + length, Math.Min(Min, length), Math.Max(Max, length));

    public LengthSum Add(LengthSum other) =>
        new(Count + other.Count, Sum + other.Sum, Math.Min(Min, other.Min), Math.Max(Max, other.Max));
}
