using Pipeline.Models;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Fairness;

/// <summary>
/// What is added up over the rows of a group. All metrics of groups follow from it, so that a resample is one pass over the rows
/// for any number of metrics and groups.
/// </summary>
/// <param name="values">
/// Rows; then, by class, rows that are of it, rows that were answered with it, rows of which both is true; then sums.
/// </param>
/// <param name="classes">How many classes there are; 0 for a regression.</param>
internal readonly ref struct Tally(ReadOnlySpan<double> values, int classes)
{
    private readonly ReadOnlySpan<double> _values = values;

    public double Rows => _values[0];

    public int Classes => classes;

    /// <summary>How many numbers it is made of.</summary>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="sums">How many sums there are besides.</param>
    public static int Length(int classes, int sums) => 1 + (3 * classes) + sums;

    public static int PlaceOfTrue(int of) => 1 + of;

    public static int PlaceOfAnswered(int classes, int of) => 1 + classes + of;

    public static int PlaceOfRight(int classes, int of) => 1 + (2 * classes) + of;

    public static int PlaceOfSum(int classes, int sum) => 1 + (3 * classes) + sum;

    public double True(int of) => _values[PlaceOfTrue(of)];

    public double Answered(int of) => _values[PlaceOfAnswered(Classes, of)];

    public double Right(int of) => _values[PlaceOfRight(Classes, of)];

    public double Sum(int sum) => _values[PlaceOfSum(Classes, sum)];
}

internal delegate double TallyStatistic(Tally tally);

/// <summary>A metric of the rows of a group.</summary>
internal sealed record GroupMetric
{
    /// <summary>Fairlearn's or scikit-learn's; of one class among several "selection_rate.Adelie".</summary>
    public required string Name { get; init; }

    /// <summary>NaN where it is not defined.</summary>
    public required TallyStatistic Value { get; init; }

    /// <summary>How many rows it rests on: for the true positive rate those that are positive.</summary>
    public TallyStatistic Samples { get; init; } = x => x.Rows;

    /// <summary>What a group lacks whose metric rests on no row, as a clause.</summary>
    public string Lacks { get; init; } = "there are no rows";

    /// <summary>It is the share of the rows that it rests on.</summary>
    public bool IsShare { get; init; }

    /// <summary>It is of one class among several, and stands for nothing alone.</summary>
    public bool IsOfClass { get; init; }

    public double Lowest { get; init; }

    public double Highest { get; init; } = 1;
}

/// <summary>The metrics that groups are compared by, and what a row adds to them.</summary>
internal sealed record GroupMetrics
{
    public const string SelectionRate = "selection_rate";
    public const string TruePositiveRate = "true_positive_rate";
    public const string FalsePositiveRate = "false_positive_rate";
    public const string MeanPrediction = "mean_prediction";

    private static readonly double MostLogLoss = -Math.Log(LogLoss.Epsilon);

    /// <summary>0 for a regression.</summary>
    public required int Classes { get; init; }

    /// <summary>How many sums a tally has.</summary>
    public required int Sums { get; init; }

    public required IReadOnlyList<GroupMetric> All { get; init; }

    /// <summary>Those that are of answers alone.</summary>
    public GroupMetrics WithoutTruth() => this with
    {
        All = [.. Named(SelectionRate), .. Named(MeanPrediction)],
    };

    /// <summary>Those with this name, or with this name of each class.</summary>
    public IEnumerable<GroupMetric> Named(string name) =>
        All.Where(x => x.Name == name || (x.IsOfClass && x.Name.StartsWith($"{name}.", StringComparison.Ordinal)));

    public static GroupMetrics Of(ModelLabel label) => label switch
    {
        ModelLabel.TwoClasses => Binary,
        ModelLabel.Classes x => Multiclass(x.Names),
        _ => Regression,
    };

    /// <summary>The sums are of the probability and of its log-loss.</summary>
    public static GroupMetrics Binary { get; } = new()
    {
        Classes = 2,
        Sums = 2,
        All =
        [
            Share(SelectionRate, x => x.Answered(1), x => x.Rows, "there are no rows"),
            Share(TruePositiveRate, x => x.Right(1), x => x.True(1), "no row is positive"),
            Share(FalsePositiveRate, x => x.Answered(1) - x.Right(1), x => x.True(0), "no row is negative"),
            Share("false_negative_rate", x => x.True(1) - x.Right(1), x => x.True(1), "no row is positive"),
            Share("true_negative_rate", x => x.Right(0), x => x.True(0), "no row is negative"),
            Share("accuracy", x => x.Right(0) + x.Right(1), x => x.Rows, "there are no rows"),
            new GroupMetric
            {
                Name = "balanced_accuracy",
                Value = x => ((x.Right(0) / x.True(0)) + (x.Right(1) / x.True(1))) / 2,
                Samples = x => Math.Min(x.True(0), x.True(1)),
                Lacks = "the rows are of one class",
            },
            Share("precision", x => x.Right(1), x => x.Answered(1), "no row is answered as positive"),
            Mean(MeanPrediction, 0),
            Mean("log_loss", 1) with { Highest = MostLogLoss },
        ],
    };

    /// <summary>
    /// The sums are of the true number and of its square, both from the middle, of the answer, and of its error as it is,
    /// absolute and squared.
    /// </summary>
    public static GroupMetrics Regression { get; } = new()
    {
        Classes = 0,
        Sums = 6,
        All =
        [
            Mean(MeanPrediction, 2) with { Lowest = double.MinValue, Highest = double.MaxValue },
            Mean("mean_error", 3) with { Lowest = double.MinValue, Highest = double.MaxValue },
            Mean("mean_absolute_error", 4) with { Highest = double.MaxValue },
            Mean("mean_squared_error", 5) with { Highest = double.MaxValue },
            new GroupMetric
            {
                Name = "root_mean_squared_error", Value = x => Math.Sqrt(x.Sum(5) / x.Rows), Highest = double.MaxValue,
            },
            new GroupMetric
            {
                Name = "r2",
                Value = x => Spread(x) is > 0 and var spread ? 1 - (x.Sum(5) / spread) : double.NaN,
                Samples = x => Spread(x) > 0 ? x.Rows : 0,
                Lacks = "the true number is the same in every row",
                Lowest = double.MinValue,
            },
        ],
    };

    /// <summary>The sum is of the log-loss.</summary>
    private static GroupMetrics Multiclass(IReadOnlyList<string> names) => new()
    {
        Classes = names.Count,
        Sums = 1,
        All =
        [
            Share("accuracy", Rights, x => x.Rows, "there are no rows"),
            new GroupMetric { Name = "balanced_accuracy", Value = BalancedAccuracy },
            new GroupMetric { Name = "f1_macro", Value = MacroF1 },
            Mean("log_loss", 0) with { Highest = MostLogLoss },
            .. names.SelectMany(OfClass),
        ],
    };

    private static IEnumerable<GroupMetric> OfClass(string name, int place) =>
    [
        Share($"{SelectionRate}.{name}", x => x.Answered(place), x => x.Rows, "there are no rows") with { IsOfClass = true },
        Share($"{TruePositiveRate}.{name}", x => x.Right(place), x => x.True(place), $"no row is '{name}'") with
        {
            IsOfClass = true,
        },
        Share(
            $"{FalsePositiveRate}.{name}",
            x => x.Answered(place) - x.Right(place),
            x => x.Rows - x.True(place),
            $"every row is '{name}'") with
        {
            IsOfClass = true,
        },
    ];

    private static GroupMetric Share(string name, TallyStatistic part, TallyStatistic whole, string lacks) => new()
    {
        Name = name,
        Value = x => part(x) / whole(x),
        Samples = whole,
        Lacks = lacks,
        IsShare = true,
    };

    private static GroupMetric Mean(string name, int sum) => new() { Name = name, Value = x => x.Sum(sum) / x.Rows };

    /// <summary>Of the true numbers: the sum of their squared distances from their mean.</summary>
    private static double Spread(Tally tally) => tally.Sum(1) - (tally.Sum(0) * tally.Sum(0) / tally.Rows);

    private static double Rights(Tally tally)
    {
        var rights = 0.0;
        for (var i = 0; i < tally.Classes; i++)
            rights += tally.Right(i);
        return rights;
    }

    /// <summary>Over the classes that occur.</summary>
    private static double BalancedAccuracy(Tally tally)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < tally.Classes; i++)
        {
            if (tally.True(i) > 0)
                (sum, count) = (sum + (tally.Right(i) / tally.True(i)), count + 1);
        }

        return sum / count;
    }

    /// <summary>Over the classes that occur or are answered.</summary>
    private static double MacroF1(Tally tally)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < tally.Classes; i++)
        {
            if (tally.True(i) + tally.Answered(i) is > 0 and var rows)
                (sum, count) = (sum + (2 * tally.Right(i) / rows), count + 1);
        }

        return sum / count;
    }
}
