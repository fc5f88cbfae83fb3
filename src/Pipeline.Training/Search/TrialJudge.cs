using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Statistics;
using Pipeline.Training.Jobs;

namespace Pipeline.Training.Search;

/// <summary>Trains and measures one trial. What goes wrong in it is its result, and does not end the search.</summary>
/// <param name="plan">What is searched.</param>
/// <param name="judge">Trains and measures on a fold.</param>
/// <param name="folds">The rows.</param>
/// <param name="clock">Measures how long it takes.</param>
internal sealed class TrialJudge(SearchPlan plan, FoldJudge judge, IReadOnlyList<RowFold> folds, TimeProvider clock)
{
    private const string Rows = "training.search.validation";

    /// <summary>Rows that cannot be divided are a problem of the search.</summary>
    /// <param name="plan">What is searched.</param>
    /// <param name="request">Has the rows.</param>
    /// <param name="clock">Measures how long trials take.</param>
    /// <param name="threads">The share of the machine of one trial; null for all of it.</param>
    public static Validated<RunTrial> Of(SearchPlan plan, RunRequest request, TimeProvider clock, int? threads)
    {
        var (task, validation) = (request.Manifest.Frame.Task, plan.Section.Validation);
        var divided = validation.Folds is { } count
            ? RowFolds.Of(request.Data, task, count)
            : RowFolds.Holdout(request.Data, task, validation.Holdout ?? SearchValidation.Usual);
        if (!divided.TryGet(out var folds))
        {
            return Validated.Invalid<RunTrial>(divided.Problems.Select(problem => problem.File.Length > 0
                ? problem
                : request.Manifest.Locate(Rows).Problem(problem.Message, problem.Hint)));
        }

        var threshold = request.Manifest.Find<DecisionSection>()?.Threshold;
        return Validated.Valid<RunTrial>(new TrialJudge(plan, new FoldJudge(request, threshold, threads), folds, clock).RunAsync);
    }

    public async Task<SearchTrial> RunAsync(TrialJob asked, CancellationToken cancellationToken)
    {
        var (begin, setting) = (clock.GetTimestamp(), asked.Setting.ToArray());
        var trial = new SearchTrial
        {
            Number = asked.Number,
            Parameters = plan.Space.Write(setting),
            Seed = SeedOf(plan.Seed, asked.Number),
            State = TrialState.Failed,
        };
        var judged = await GuardedAsync(trial, setting, asked.Earlier, cancellationToken);
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

/// <summary>Runs one trial, here or elsewhere.</summary>
internal delegate Task<SearchTrial> RunTrial(TrialJob trial, CancellationToken cancellationToken);
