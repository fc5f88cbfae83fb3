using Pipeline.Core.Checks;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Curves;

/// <summary>The probabilities of one class, ascending, and whether each row is of it.</summary>
internal sealed class ClassScores
{
    private const int MostPoints = 200;
    private const int GainSteps = 100;
    private const int CalibrationBins = 10;
    private const int HistogramBins = 40;
    private const int ThresholdSteps = 50;

    private readonly string _class;
    private readonly double[] _scores;
    private readonly bool[] _isPositive;

    /// <summary>By position, how many rows from it on are of the class; one more than there are rows.</summary>
    private readonly int[] _from;

    /// <param name="name">The class.</param>
    /// <param name="scores">Ascending.</param>
    /// <param name="isPositive">By score.</param>
    public ClassScores(string name, double[] scores, bool[] isPositive)
    {
        (_class, _scores, _isPositive) = (name, scores, isPositive);
        _from = new int[scores.Length + 1];
        for (var i = scores.Length - 1; i >= 0; i--)
            _from[i] = _from[i + 1] + (isPositive[i] ? 1 : 0);
    }

    public static ClassScores Of(string name, MetricRows rows, int place)
    {
        double[] scores = [.. rows.Answers[place]];
        bool[] isPositive = [.. rows.Truth.Select(truth => (int)truth == place)];
        Array.Sort(scores, isPositive);
        return new ClassScores(name, scores, isPositive);
    }

    private int Count => _scores.Length;

    private int Positives => _from[0];

    private bool HasBoth => Positives > 0 && Positives < Count;

    /// <param name="rule">Where there is one, what other limits of it would mean.</param>
    public ScoreCurves ToCurves(DecisionRule.Threshold? rule) => new()
    {
        Class = _class,
        Rows = Count,
        Positives = Positives,
        Roc = Roc(),
        PrecisionRecall = PrecisionRecall(),
        Gain = Gain(),
        Calibration = Calibration(),
        Histogram = Histogram(),
        Thresholds = rule is null ? null : TradeOff(rule),
    };

    public CurveLine? Roc()
    {
        if (!HasBoth)
            return null;
        var (x, y) = (new List<double> { 0 }, new List<double> { 0 });
        foreach (var position in Ties())
        {
            x.Add((double)(Count - position - _from[position]) / (Count - Positives));
            y.Add((double)_from[position] / Positives);
        }

        return LineThinner.Thin(x, y, MostPoints);
    }

    public CurveLine? PrecisionRecall()
    {
        if (!HasBoth)
            return null;
        var (x, y) = (new List<double>(), new List<double>());
        foreach (var position in Ties())
        {
            x.Add((double)_from[position] / Positives);
            y.Add((double)_from[position] / (Count - position));
        }

        return LineThinner.Thin(x, y, MostPoints);
    }

    /// <summary>Rows of the same probability are taken together, whichever comes first: a straight line between.</summary>
    private CurveLine? Gain()
    {
        if (!HasBoth)
            return null;
        var (x, y) = (new List<double> { 0 }, new List<double> { 0 });
        var (taken, found) = (0, 0);
        foreach (var position in Ties())
        {
            var (next, nextFound) = (Count - position, _from[position]);
            while (x.Count <= GainSteps && (long)x.Count * Count <= (long)next * GainSteps)
            {
                var share = (double)x.Count / GainSteps;
                var within = ((share * Count) - taken) / (next - taken);
                x.Add(share);
                y.Add((found + (within * (nextFound - found))) / Positives);
            }

            (taken, found) = (next, nextFound);
        }

        return new CurveLine(x, y);
    }

    private List<CalibrationBin> Calibration()
    {
        var bins = new List<CalibrationBin>();
        for (var (bin, begin) = (0, 0); bin < CalibrationBins; bin++)
        {
            var high = (double)(bin + 1) / CalibrationBins;
            var (sum, end) = (0.0, begin);
            while (end < Count && (bin == CalibrationBins - 1 || _scores[end] <= high))
                sum += _scores[end++];
            if (end > begin)
            {
                var (rows, positives) = (end - begin, _from[begin] - _from[end]);
                var (from, to) = Wilson.Interval(positives, rows);
                bins.Add(new CalibrationBin(
                    (double)bin / CalibrationBins, high, rows, sum / rows, (double)positives / rows,
                    new ConfidenceInterval(from, to)));
            }

            begin = end;
        }

        return bins;
    }

    private ScoreHistogram Histogram()
    {
        var (positives, negatives) = (new int[HistogramBins], new int[HistogramBins]);
        for (var i = 0; i < Count; i++)
            (_isPositive[i] ? positives : negatives)[Math.Min((int)(_scores[i] * HistogramBins), HistogramBins - 1)]++;
        return new ScoreHistogram(positives, negatives);
    }

    private ThresholdTradeOff TradeOff(DecisionRule.Threshold rule)
    {
        var even = Enumerable.Range(0, ThresholdSteps + 1).Select(step => (double)step / ThresholdSteps);
        var quantiles = Enumerable.Range(0, ThresholdSteps).Select(step => _scores[(int)((long)step * Count / ThresholdSteps)]);
        double[] limits = [.. even.Concat(quantiles).Append(rule.Limit).Distinct().Order()];
        var (precision, recall, f1, selected) =
            (new double[limits.Length], new double[limits.Length], new double[limits.Length], new double[limits.Length]);
        var first = 0;
        for (var i = 0; i < limits.Length; i++)
        {
            var other = rule with { Limit = limits[i] };
            while (first < Count && !other.IsPositive(_scores[first]))
                first++;
            var (found, all) = (_from[first], Count - first);
            precision[i] = all == 0 ? 0 : (double)found / all;
            recall[i] = Positives == 0 ? 0 : (double)found / Positives;
            f1[i] = all + Positives == 0 ? 0 : 2.0 * found / (all + Positives);
            selected[i] = (double)all / Count;
        }

        return new ThresholdTradeOff(limits, precision, recall, f1, selected);
    }

    /// <summary>Where rows of the same probability begin, the greatest probability first.</summary>
    private IEnumerable<int> Ties()
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            if (i == 0 || _scores[i - 1] < _scores[i])
                yield return i;
        }
    }
}
