using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Fairness;

/// <summary>
/// Looks for a threshold for each group that brings the groups together, as the thresholds of Hardt, Price and Srebro (2016) do,
/// but without chance: of thresholds whose groups differ by at most 0.02 those with the highest accuracy, or else those that
/// differ least. They are for a report. What a group has in the test rows decides, so that other rows will differ more.
/// </summary>
internal sealed class ThresholdSearch
{
    private const double Tolerance = 0.02;
    private const int Steps = 200;
    private const int OddsSteps = 100;

    private static readonly IReadOnlyList<(string Name, Func<GroupRates, double>[] Rates)> Constraints =
    [
        ("demographic_parity", [x => x.Selection]),
        ("equal_opportunity", [x => x.TruePositive]),
        ("equalized_odds", [x => x.TruePositive, x => x.FalsePositive]),
    ];

    private readonly IReadOnlyList<ThresholdCurve> _groups;

    private ThresholdSearch(IReadOnlyList<ThresholdCurve> groups) => _groups = groups;

    /// <param name="rows">Of two classes.</param>
    /// <param name="frame">Whose groups are brought together.</param>
    /// <param name="members">By group, its rows.</param>
    /// <param name="minimum">A group with fewer positive or negative rows is left out.</param>
    /// <returns>None where fewer than two groups are large enough.</returns>
    public static IReadOnlyList<ThresholdProposal> Propose(
        JudgedRows rows, GroupFrame frame, IReadOnlyList<IReadOnlyList<int>> members, int minimum)
    {
        var curves = frame.Groups.Zip(members, (group, x) => new ThresholdCurve(group.Name, rows, x))
            .Where(x => x.IsLarge(minimum)).ToList();
        var search = new ThresholdSearch(curves);
        return curves.Count < 2 ? [] : [.. Constraints.Select(x => search.Propose(x.Name, x.Rates))];
    }

    private ThresholdProposal Propose(string constraint, IReadOnlyList<Func<GroupRates, double>> rates)
    {
        var best = default(Choice);
        foreach (var target in Targets(rates.Count))
        {
            var choice = Choose(target, rates);
            if (best is null || choice.IsBetterThan(best, Tolerance))
                best = choice;
        }

        var before = new Choice([.. _groups.Select(x => x.Own)], rates);
        return new ThresholdProposal
        {
            Constraint = constraint,
            Thresholds = [.. _groups.Zip(best!.Groups, (curve, x) => new GroupThreshold(
                curve.Name, x.Selection, x.TruePositive, x.FalsePositive, x.Accuracy, curve.ThresholdAt(x.Selected)))],
            Difference = new BeforeAfter(before.Difference, best.Difference),
            Accuracy = new BeforeAfter(before.Accuracy, best.Accuracy),
        };
    }

    private static IEnumerable<double[]> Targets(int rates) => rates == 1
        ? Enumerable.Range(0, Steps + 1).Select(x => new[] { (double)x / Steps })
        : from first in Enumerable.Range(0, OddsSteps + 1)
          from second in Enumerable.Range(0, first + 1)
          select new[] { (double)first / OddsSteps, (double)second / OddsSteps };

    /// <summary>Of each group the threshold that comes nearest to what all should have.</summary>
    private Choice Choose(double[] target, IReadOnlyList<Func<GroupRates, double>> rates) =>
        new([.. _groups.Select(x => x.Nearest(target, rates))], rates);

    private sealed class Choice
    {
        public Choice(IReadOnlyList<GroupRates> groups, IReadOnlyList<Func<GroupRates, double>> rates)
        {
            Groups = groups;
            foreach (var rate in rates)
                Difference = Math.Max(Difference, groups.Max(rate) - groups.Min(rate));
            Accuracy = groups.Sum(x => x.Right) / groups.Sum(x => x.Rows);
        }

        public IReadOnlyList<GroupRates> Groups { get; }

        public double Difference { get; }

        public double Accuracy { get; }

        public bool IsBetterThan(Choice other, double tolerance) =>
            (Difference <= tolerance, other.Difference <= tolerance) switch
            {
                (true, true) => Accuracy > other.Accuracy,
                (false, false) => Difference < other.Difference,
                var (isNear, _) => isNear,
            };
    }
}

/// <summary>What any threshold would come to in a group.</summary>
internal sealed class ThresholdCurve
{
    private readonly double[] _probabilities;
    private readonly GroupRates[] _points;

    /// <param name="name">Of the group.</param>
    /// <param name="rows">All that are judged.</param>
    /// <param name="members">The group's.</param>
    public ThresholdCurve(string name, JudgedRows rows, IReadOnlyList<int> members)
    {
        Name = name;
        _probabilities = [.. members.Select(x => -rows.Answers.Columns[0][x])];
        var positives = members.Select(x => rows.Truth[x] > 0).ToArray();
        Array.Sort(_probabilities, positives);
        var all = positives.Count(x => x);
        var points = new List<GroupRates> { new(0, 0, all, members.Count) };
        var (right, selected) = (0, 0);
        var rule = (DecisionRule.Threshold)rows.Answers.Decision;
        Own = points[0];
        for (var i = 0; i < positives.Length; i++)
        {
            right += positives[i] ? 1 : 0;
            selected++;
            if (i + 1 < positives.Length && _probabilities[i + 1].Equals(_probabilities[i]))
                continue;
            points.Add(new GroupRates(selected, right, all, members.Count));
            if (rule.IsPositive(-_probabilities[i]))
                Own = points[^1];
        }

        _points = [.. points];
    }

    public string Name { get; }

    /// <summary>With the model's own rule.</summary>
    public GroupRates Own { get; }

    public bool IsLarge(int minimum) => Own.Positives >= minimum && Own.Rows - Own.Positives >= minimum;

    /// <summary>Null where no row is selected.</summary>
    public double? ThresholdAt(int selected) => selected == 0 ? null : -_probabilities[selected - 1];

    /// <summary>The point whose rates are nearest; each rate only grows along the curve, which is halved.</summary>
    public GroupRates Nearest(double[] target, IReadOnlyList<Func<GroupRates, double>> rates)
    {
        var (low, high) = (0, _points.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Excess(_points[middle]) >= 0)
                high = middle;
            else
                low = middle + 1;
        }

        return low > 0 && Distance(_points[low - 1]) < Distance(_points[low]) ? _points[low - 1] : _points[low];

        double Distance(GroupRates point)
        {
            var distance = 0.0;
            for (var i = 0; i < target.Length; i++)
                distance = Math.Max(distance, Math.Abs(rates[i](point) - target[i]));
            return distance;
        }

        // Above zero where the rates are rather too high than too low.
        double Excess(GroupRates point)
        {
            var (above, below) = (double.MinValue, double.MinValue);
            for (var i = 0; i < target.Length; i++)
            {
                above = Math.Max(above, rates[i](point) - target[i]);
                below = Math.Max(below, target[i] - rates[i](point));
            }

            return above - below;
        }
    }
}

/// <summary>What a threshold comes to in a group.</summary>
internal sealed record GroupRates(int Selected, int RightlySelected, int Positives, int Rows)
{
    public double Selection => (double)Selected / Rows;

    public double TruePositive => (double)RightlySelected / Positives;

    public double FalsePositive => (double)(Selected - RightlySelected) / (Rows - Positives);

    /// <summary>How many rows are answered rightly.</summary>
    public double Right => RightlySelected + (Rows - Positives - (Selected - RightlySelected));

    public double Accuracy => Right / Rows;
}
