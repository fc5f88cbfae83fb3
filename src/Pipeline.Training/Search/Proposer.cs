using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Training.Search;

/// <summary>A trial that ended, with its coordinates.</summary>
internal sealed record JudgedSetting(double[] Setting, SearchTrial Trial);

/// <summary>
/// Says what the next trial tries. It is a function of the search, the trial's number and the trials that it may know, so that a
/// search is the same on any number of cores, and goes on where it was interrupted.
/// </summary>
internal abstract class Proposer
{
    /// <param name="index">Of the trial, from 0.</param>
    /// <param name="judged">The trials that ended before, in order.</param>
    /// <param name="pending">What was proposed since, and has not ended yet.</param>
    /// <returns>Null where there is nothing left to try.</returns>
    public abstract double[]? Propose(int index, IReadOnlyList<JudgedSetting> judged, IReadOnlyList<double[]> pending);

    public static Proposer Of(SearchMethod method, SearchSpace space, int seed, bool higherIsBetter) => method switch
    {
        SearchMethod.Grid => new GridProposer(space.Parameters),
        SearchMethod.Random => new RandomProposer(space.Parameters, seed),
        _ => new ParzenProposer(space.Parameters, seed, higherIsBetter),
    };
}

/// <summary>Every combination of values, the last parameter changing fastest.</summary>
internal sealed class GridProposer(IReadOnlyList<SearchParameter> parameters) : Proposer
{
    public override double[]? Propose(int index, IReadOnlyList<JudgedSetting> judged, IReadOnlyList<double[]> pending)
    {
        var setting = new double[parameters.Count];
        var rest = index;
        for (var at = setting.Length - 1; at >= 0; at--)
        {
            (rest, var value) = Math.DivRem(rest, parameters[at].Count!.Value);
            setting[at] = parameters[at].At(value);
        }

        return rest == 0 ? setting : null;
    }
}

/// <summary>Each trial on its own, by the parameters' distributions.</summary>
internal sealed class RandomProposer(IReadOnlyList<SearchParameter> parameters, int seed) : Proposer
{
    public override double[] Propose(int index, IReadOnlyList<JudgedSetting> judged, IReadOnlyList<double[]> pending)
    {
        var random = new SeededRandom(seed, index);
        return Draw(parameters, ref random);
    }

    public static double[] Draw(IReadOnlyList<SearchParameter> parameters, ref SeededRandom random)
    {
        var setting = new double[parameters.Count];
        for (var at = 0; at < setting.Length; at++)
        {
            setting[at] = parameters[at].Draw(ref random);
            if (parameters[at] is NumberParameter number)
                setting[at] = number.Settle(setting[at]);
        }

        return setting;
    }
}

/// <summary>
/// A tree-structured Parzen estimator: the trials are divided into good and other ones, and of settings drawn where good ones are
/// dense, the one is tried at which their density is largest against that of the others. That ratio orders settings as their
/// expected improvement does (Bergstra and others 2011, section 4.1).
/// </summary>
internal sealed class ParzenProposer(IReadOnlyList<SearchParameter> parameters, int seed, bool higherIsBetter) : Proposer
{
    /// <summary>Trials that are drawn by chance first.</summary>
    public const int Startup = 10;

    private const int MostGood = 25;
    private const int Candidates = 24;
    private const int MostDraws = 100;

    /// <summary>The share of trials that is good; 0.15 in 2011.</summary>
    private const double GoodShare = 0.15;

    public override double[] Propose(int index, IReadOnlyList<JudgedSetting> judged, IReadOnlyList<double[]> pending)
    {
        var random = new SeededRandom(seed, index);
        if (judged.Count(known => known.Trial.State != TrialState.Failed) < Startup)
            return RandomProposer.Draw(parameters, ref random);
        var ranked = judged.OrderBy(known => known.Trial, new TrialOrder(higherIsBetter)).ToList();
        var goodCount = Math.Min(MostGood, (int)Math.Ceiling(GoodShare * ranked.Count));
        var good = new ParzenEstimator(parameters, [.. ranked.Take(goodCount).Select(known => known.Setting)]);
        // What is being tried counts as if it came to nothing, the constant liar of Ginsbourger, Le Riche and Carraro (2010), so
        // that trials that run at once are not alike.
        var others = new ParzenEstimator(parameters, [.. ranked.Skip(goodCount).Select(known => known.Setting), .. pending]);
        var known = judged.Select(earlier => earlier.Setting).Concat(pending).ToList();
        var candidates = new List<double[]>();
        for (var draw = 0; draw < MostDraws && candidates.Count < Candidates; draw++)
        {
            var candidate = good.Draw(ref random);
            if (!known.Exists(earlier => earlier.AsSpan().SequenceEqual(candidate)))
                candidates.Add(candidate);
        }

        return candidates.MaxBy(candidate => good.LogDensity(candidate) - others.LogDensity(candidate))
            ?? RandomProposer.Draw(parameters, ref random);
    }
}

/// <summary>
/// The best trial first. A finished one comes before one that was ended early, which comes before one that failed; of those that
/// were ended, the one that got further.
/// </summary>
internal sealed class TrialOrder(bool higherIsBetter) : IComparer<SearchTrial>
{
    public int Compare(SearchTrial? x, SearchTrial? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.State != y.State)
            return x.State.CompareTo(y.State);
        var further = (y.Curve.Count, x.Curve.Count);
        if (x.State == TrialState.Stopped && further.Item1 != further.Item2)
            return further.Item1.CompareTo(further.Item2);
        var order = IsBetter(x.Value, y.Value) ? -1 : IsBetter(y.Value, x.Value) ? 1 : 0;
        return order != 0 ? order : x.Number.CompareTo(y.Number);
    }

    private bool IsBetter(double? first, double? second) =>
        first is { } x && (second is not { } y || (higherIsBetter ? x > y : x < y));
}
