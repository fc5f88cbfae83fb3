using Pipeline.Core.Problems;
using Pipeline.Models.Documents;

namespace Pipeline.Training;

/// <summary>
/// Chooses the threshold of a model of two classes on rows that it has not seen, among all that divide them differently, as
/// scikit-learn's TunedThresholdClassifierCV does with a holdout.
/// </summary>
internal sealed class ThresholdSearch
{
    private const int CurvePoints = 100;
    private const int MostDigits = 15;

    private readonly DecisionSection _section;
    private readonly double[] _probabilities;
    private readonly int[] _positivesFrom;

    private ThresholdSearch(DecisionSection section, double[] probabilities, int[] positivesFrom) =>
        (_section, _probabilities, _positivesFrom) = (section, probabilities, positivesFrom);

    private int Count => _probabilities.Length;

    private int Positives => _positivesFrom[0];

    /// <param name="section">Says by what; it has no threshold of its own.</param>
    /// <param name="probabilities">Of the positive class, for each row.</param>
    /// <param name="isPositive">What the rows are in truth.</param>
    public static Validated<ThresholdChoice> Choose(
        DecisionSection section, IReadOnlyList<double> probabilities, IReadOnlyList<bool> isPositive)
    {
        var positives = isPositive.Count(x => x);
        if (positives == 0 || positives == isPositive.Count)
        {
            return Validated.Invalid<ThresholdChoice>(new Problem(
                $"All {isPositive.Count} rows that the threshold is chosen on are of one class.",
                "Raise decision.validation, or write the threshold as a number."));
        }

        double[] sorted = [.. probabilities];
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        var from = new int[sorted.Length + 1];
        for (var i = sorted.Length - 1; i >= 0; i--)
            from[i] = from[i + 1] + (isPositive[order[i]] ? 1 : 0);
        return Validated.Valid(new ThresholdSearch(section, sorted, from).Choose());
    }

    private ThresholdChoice Choose()
    {
        var best = Enumerable.Range(0, Count)
            .Where(first => first == 0 || _probabilities[first] > _probabilities[first - 1])
            .Select(first => (Value: ValueFrom(first), Threshold: Between(first)))
            .OrderByDescending(cut => _section.Costs is null ? cut.Value : -cut.Value)
            // Of those that are equally good, the least surprising one.
            .ThenBy(cut => Math.Abs(cut.Threshold - 0.5)).ThenBy(cut => cut.Threshold)
            .First();
        return new ThresholdChoice
        {
            By = _section.Best ?? ThresholdChoice.Cost,
            Rows = Count,
            Positives = Positives,
            Threshold = best.Threshold,
            Value = best.Value,
            ValueAtHalf = ValueAt(0.5),
            Curve = [.. Enumerable.Range(1, CurvePoints - 1).Select(point => (double)point / CurvePoints)
                .Select(threshold => new ThresholdPoint(threshold, ValueAt(threshold)))],
        };
    }

    private double ValueAt(double threshold)
    {
        var first = Array.FindIndex(_probabilities, probability => probability >= threshold);
        return ValueFrom(first < 0 ? Count : first);
    }

    /// <param name="first">In ascending order, the first row that is taken for positive.</param>
    private double ValueFrom(int first)
    {
        var (found, taken) = (_positivesFrom[first], Count - first);
        var confusion = new Confusion(found, taken - found, first - (Positives - found), Positives - found);
        return _section.Costs is { } costs ? confusion.Of(costs) : confusion.Of(_section.Best!);
    }

    /// <summary>The shortest number that divides the rows there: nobody wants to read seventeen digits.</summary>
    private double Between(int first)
    {
        var (below, at) = (first == 0 ? 0 : _probabilities[first - 1], _probabilities[first]);
        var middle = below + ((at - below) / 2);
        for (var digits = 1; digits <= MostDigits; digits++)
        {
            var rounded = Math.Round(middle, digits);
            if (rounded > below && rounded <= at)
                return rounded;
        }

        return at;
    }
}
