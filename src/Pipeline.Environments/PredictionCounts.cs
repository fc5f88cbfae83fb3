using System.Text.Json.Serialization;

namespace Pipeline.Environments;

/// <summary>
/// What answers said: how often each label, and how the scores are spread. Nothing but counts, so that two of them add up and a
/// later one minus an earlier one is what was answered in between.
/// </summary>
public sealed record PredictionCounts
{
    /// <summary>Of so many different labels each has a count of its own; all others count as <see cref="OtherLabels"/>.</summary>
    public const int MostLabels = 100;

    /// <summary>Predicted rows; an answer has one or several.</summary>
    public long Rows { get; init; }

    /// <summary>By label, of a model that answers with one.</summary>
    public IReadOnlyDictionary<string, long> Labels { get; init; } = new Dictionary<string, long>();

    public long OtherLabels { get; init; }

    /// <summary>
    /// Of the probability of the positive class, or of the label where there are more than two classes, or of the value: in the
    /// order of <see cref="ScoreBin.From"/>, without those that are empty.
    /// </summary>
    public IReadOnlyList<ScoreBin> Scores { get; init; } = [];

    public PredictionCounts Since(PredictionCounts? earlier) => earlier is null ? this : Add(earlier, -1);

    public PredictionCounts Plus(PredictionCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Add(other, 1);
    }

    private PredictionCounts Add(PredictionCounts other, int sign) => new()
    {
        Rows = Rows + (sign * other.Rows),
        Labels = Labels.Concat(other.Labels.Select(x => KeyValuePair.Create(x.Key, sign * x.Value)))
            .GroupBy(x => x.Key, x => x.Value)
            .Select(x => KeyValuePair.Create(x.Key, x.Sum()))
            .Where(x => x.Value != 0)
            .ToDictionary(),
        OtherLabels = OtherLabels + (sign * other.OtherLabels),
        Scores = ScoreBin.Add(Scores, other.Scores, sign),
    };
}

/// <summary>
/// How many numbers are in one bin. The edges are fixed: 0, and each power of two in 32 equal parts, so that a bin is as wide as
/// 1/64 to 1/32 of its numbers and the bins of any two counts are the same. What is nearer to 0 than a millionth (2^-20) counts
/// as 0; what is beyond 2^41 is in the last bin.
/// </summary>
/// <param name="From">The edge that is nearer to 0, which belongs to the bin.</param>
/// <param name="Count">How many numbers.</param>
public readonly record struct ScoreBin(double From, long Count)
{
    /// <summary>In how many bins numbers are counted.</summary>
    public const int Bins = (2 * PerSign) + 1;

    private const int PerOctave = 32;
    private const int MantissaBits = 52;
    private const int PartBits = 5;
    private const int LeastExponent = -20;
    private const int MostExponent = 40;
    private const int PerSign = (MostExponent - LeastExponent + 1) * PerOctave;
    private const int Bias = 1023;

    /// <summary>Where the bin ends that begins here: the edge that is farther from 0, which is the next bin's.</summary>
    [JsonIgnore]
    public double To => From == 0 ? Math.ScaleB(1, LeastExponent) : From + Math.CopySign(WidthOf(From), From);

    /// <summary>The bin of a number, from 0 to <see cref="Bins"/> - 1, in the order of the numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN or infinite.</exception>
    public static int IndexOf(double number)
    {
        if (!double.IsFinite(number))
            throw new ArgumentOutOfRangeException(nameof(number), number, "A score is a finite number.");
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(number)) >> (MantissaBits - PartBits);
        var part = (int)bits - ((Bias + LeastExponent) * PerOctave);
        if (part < 0)
            return PerSign;
        var step = Math.Min(part, PerSign - 1) + 1;
        return number > 0 ? PerSign + step : PerSign - step;
    }

    /// <summary>The edge of a bin that is nearer to 0.</summary>
    /// <param name="index">As <see cref="IndexOf"/> counts.</param>
    public static double EdgeOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Bins);
        var step = Math.Abs(index - PerSign);
        if (step == 0)
            return 0;
        var bits = step - 1L + ((Bias + LeastExponent) * PerOctave);
        return Math.CopySign(BitConverter.Int64BitsToDouble(bits << (MantissaBits - PartBits)), index - PerSign);
    }

    internal static IReadOnlyList<ScoreBin> Add(IEnumerable<ScoreBin> some, IEnumerable<ScoreBin> others, int sign) =>
    [
        .. some.Concat(others.Select(x => x with { Count = sign * x.Count }))
            .GroupBy(x => x.From, x => x.Count)
            .Select(x => new ScoreBin(x.Key, x.Sum()))
            .Where(x => x.Count != 0)
            .OrderBy(x => x.From),
    ];

    private static double WidthOf(double number) => Math.ScaleB(1, Math.ILogB(number) - PartBits);
}

/// <summary>
/// What a revision answered to copies of requests that another answered, since the gateway started. Copies are taken evenly from
/// all that may be copied; they wait in a queue of their own, and where that is full the next ones are dropped.
/// </summary>
public sealed record MirrorTraffic
{
    /// <summary>Copies that were answered, well or not.</summary>
    public long Answered { get; init; }

    /// <summary>Copies without an answer in time, or with a status of 500 or more: errors of the revision.</summary>
    public long Errors { get; init; }

    /// <summary>Requests that were to be copied and were not, because too many copies waited or they were too large.</summary>
    public long Dropped { get; init; }

    /// <summary>Rows that both revisions predicted alike: with the same label, or, without labels, the same value.</summary>
    public long Agreeing { get; init; }

    /// <summary>Rows that the two predicted otherwise, or that only one of them could predict.</summary>
    public long Disagreeing { get; init; }

    /// <summary>How far the two scores of a row are apart, as a number of 0 or more, in the order of the bins.</summary>
    public IReadOnlyList<ScoreBin> Differences { get; init; } = [];

    /// <summary>What the revision that answered the clients said of the compared rows.</summary>
    public PredictionCounts Answers { get; init; } = new();

    /// <summary>What this revision said of the very same rows.</summary>
    public PredictionCounts Copies { get; init; } = new();

    public MirrorTraffic Since(MirrorTraffic? earlier) => earlier is null ? this : new MirrorTraffic
    {
        Answered = Answered - earlier.Answered,
        Errors = Errors - earlier.Errors,
        Dropped = Dropped - earlier.Dropped,
        Agreeing = Agreeing - earlier.Agreeing,
        Disagreeing = Disagreeing - earlier.Disagreeing,
        Differences = ScoreBin.Add(Differences, earlier.Differences, -1),
        Answers = Answers.Since(earlier.Answers),
        Copies = Copies.Since(earlier.Copies),
    };
}
