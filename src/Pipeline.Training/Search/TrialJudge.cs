using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Statistics;

namespace Pipeline.Training.Search;

/// <summary>Trains and measures one trial. What goes wrong in it is its result, and does not end the search.</summary>
/// <param name="plan">What is searched.</param>
/// <param name="judge">Trains and measures on a fold.</param>
/// <param name="folds">The rows.</param>
/// <param name="clock">Measures how long it takes.</param>
internal sealed class TrialJudge(SearchPlan plan, FoldJudge judge, IReadOnlyList<RowFold> folds, TimeProvider clock)
{
    /// <param name="number">Counted from 1.</param>
    /// <param name="setting">What it tries.</param>
    /// <param name="earlier">The trials that it may be compared with.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<SearchTrial> RunAsync(
        int number, double[] setting, IReadOnlyList<SearchTrial> earlier, CancellationToken cancellationToken)
    {
        var begin = clock.GetTimestamp();
        var trial = new SearchTrial
        {
            Number = number,
            Parameters = plan.Space.Write(setting),
            Seed = SeedOf(plan.Seed, number),
            State = TrialState.Failed,
        };
        var judged = await GuardedAsync(trial, setting, earlier, cancellationToken);
        return judged with { Duration = clock.GetElapsedTime(begin) };
    }

    /// <summary>A seed of the trial's own, which no other part of the search draws from.</summary>
    internal static int SeedOf(int seed, int number) => (int)(new SeededRandom(seed, ~number).Next() >> 33);

    private async Task<SearchTrial> GuardedAsync(
        SearchTrial trial, double[] setting, IReadOnlyList<SearchTrial> earlier, CancellationToken cancellationToken)
    {
        try
        {
            return await JudgeAsync(trial, setting, earlier, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A trainer may be anybody's, and options that no person would have chosen may break it in any way.
            return trial with { Error = $"{exception.GetType().Name}: {exception.Message}" };
        }
    }

    private async Task<SearchTrial> JudgeAsync(
        SearchTrial trial, double[] setting, IReadOnlyList<SearchTrial> earlier, CancellationToken cancellationToken)
    {
        var chosen = plan.Space.Choose(setting);
        if (!chosen.TryGet(out var choice))
            return trial with { Error = Sentences(chosen.Problems) };
        var iterations = plan.Hyperband?.IterationsOf(choice.Options);
        foreach (var bracket in iterations is { } all ? plan.Hyperband!.Brackets(all) : [])
        {
            var shorter = plan.Space.Choose(setting, (plan.Hyperband!.Key, bracket));
            var stage = shorter.TryGet(out var less)
                ? await MeasureAsync(trial, less, cancellationToken)
                : trial with { Error = Sentences(shorter.Problems) };
            if (stage.Value is not { } value)
                return stage;
            trial = trial with { Value = value, Folds = stage.Folds, Curve = [.. trial.Curve, new CurvePoint(bracket, value)] };
            var others = earlier.SelectMany(other => other.Curve)
                .Where(point => point.Iteration == bracket).Select(point => point.Value).ToList();
            if (!plan.Hyperband.GoesOn(value, others))
                return trial with { State = TrialState.Stopped };
        }

        var whole = await MeasureAsync(trial, choice, cancellationToken);
        return whole.Value is { } last && whole.Error is null && iterations is { } count
            ? whole with { Curve = [.. trial.Curve, new CurvePoint(count, last)] }
            : whole;
    }

    private async Task<SearchTrial> MeasureAsync(SearchTrial trial, TrainerChoice choice, CancellationToken cancellationToken)
    {
        var values = new List<double>();
        foreach (var fold in folds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var judged = await judge.JudgeAsync(choice, fold, trial.Seed, cancellationToken);
            if (!judged.TryGet(out var rows))
                return Failed(Sentences(judged.Problems));
            if (plan.Metric.Refuse(rows) is { } reason)
                return Failed($"In {fold.Name}, {plan.Metric.Name} has no value: {reason}.");
            values.Add(plan.Metric.Of(rows));
        }

        return trial with { State = TrialState.Finished, Value = values.Average(), Folds = values };

        SearchTrial Failed(string error) => trial with { State = TrialState.Failed, Value = null, Error = error };
    }

    private static string Sentences(IReadOnlyList<Problem> problems) =>
        string.Join(" ", problems.Select(problem => new Problem(problem.Message, problem.Hint)));
}
