using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Models.Documents;
using Pipeline.Training.Jobs;

namespace Pipeline.Training.Search;

/// <summary>
/// Runs the trials of a search. Trial n is a function of the search and of the trials up to n - concurrency, which it waits for
/// and is proposed from, so that the same search gives the same trials on any number of cores; how many there are depends on
/// them where minutes end it.
/// </summary>
/// <param name="plan">What is searched.</param>
/// <param name="request">Has the data.</param>
/// <param name="clock">Measures durations.</param>
/// <param name="progress">Told how many trials there are, and the best so far.</param>
internal sealed class SearchRun(SearchPlan plan, RunRequest request, TimeProvider clock, IProgress<StepEvent> progress)
    : IDisposable
{
    private const string Step = "searching";
    private const int MostErrorsShown = 3;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<Claim> _claims = [];
    private readonly TrialOrder _order = new(plan.Metric.HigherIsBetter);
    private readonly long _begin = clock.GetTimestamp();
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly Proposer _proposer =
        Proposer.Of(plan.Section.Method, plan.Space, plan.Seed, plan.Metric.HigherIsBetter);

    private SearchEnd? _end;
    private TimeSpan _takenOver;
    private int _takenOverCount;
    private SearchTrial? _best;
    private int _done;

    private SearchSection Section => plan.Section;

    private int Workers => Math.Min(Section.Concurrency, Math.Max(1, request.Jobs?.AtOnce ?? request.Workers));

    /// <summary>Of a trial: two that both take all cores get in each other's way.</summary>
    private int? Threads => Workers > 1 ? Math.Max(1, Environment.ProcessorCount / Workers) : null;

    public void Dispose() => _gate.Dispose();

    /// <summary>Rows that cannot be divided, and a search whose trials all failed, are problems.</summary>
    public async Task<Validated<FoundTrial>> RunAsync(CancellationToken cancellationToken)
    {
        var prepared = request.Jobs is { } jobs
            ? Validated.Valid<RunTrial>((trial, token) => SendAsync(jobs, trial, token))
            : TrialJudge.Of(plan, request, clock, Threads);
        if (!prepared.TryGet(out var run))
            return Validated.Invalid<FoundTrial>(prepared.Problems);
        var folder = new TrialFolder(request.Artifacts.Trials, Fingerprint());
        folder.Begin();
        await WorkAsync(run, folder, cancellationToken);
        var trials = _claims.ConvertAll(claim => claim.Ended.Task.Result);
        if (trials.Order(_order).First() is not { State: TrialState.Finished } best)
            return Refuse(AllFailed(trials), "training.search");
        Tell(trials, best);
        return Validated.Valid(new FoundTrial(_claims[best.Number - 1].Setting, Describe(trials, best)));
    }

    /// <summary>A trial that no machine could end has failed, as one does whose options break its trainer.</summary>
    private async Task<SearchTrial> SendAsync(ITrainingJobs jobs, TrialJob asked, CancellationToken cancellationToken)
    {
        try
        {
            return Hold(await jobs.TryAsync(asked, cancellationToken), asked);
        }
        catch (JobFailedException exception)
        {
            foreach (var line in exception.Log.Prepend(exception.Sentence))
                progress.Report(new StepEvent.Warned(Step, line));
            return new SearchTrial
            {
                Number = asked.Number,
                Parameters = plan.Space.Write([.. asked.Setting]),
                Seed = TrialJudge.SeedOf(plan.Seed, asked.Number),
                State = TrialState.Failed,
                Error = exception.Sentence,
            };
        }
    }

    /// <summary>What comes from elsewhere is held to what was asked for, and to what a search takes for granted.</summary>
    private SearchTrial Hold(SearchTrial trial, TrialJob asked)
    {
        var setting = plan.Space.Write([.. asked.Setting]);
        return trial.Number == asked.Number && trial.Seed == TrialJudge.SeedOf(plan.Seed, asked.Number)
            && Digest.OfJson(trial.Parameters) == Digest.OfJson(setting)
            && (trial.Value is not null) == (trial.State != TrialState.Failed) && trial.Duration >= TimeSpan.Zero
            ? trial with { Parameters = setting }
            : throw new InvalidInputException([new Problem(
                string.Create(CultureInfo.InvariantCulture, $"What came back of trial {asked.Number} is another trial's."),
                "Is the image of the worker of this toolkit?")]);
    }

    /// <summary>
    /// Of all that decides what a trial comes to; a search that may take longer goes on with the trials that it has.
    /// </summary>
    private Digest Fingerprint() => Digest.OfJson(new
    {
        Core.Documents.Toolkit.Version,
        Training = request.Manifest.DigestOf("training", [.. SearchSection.Budgets.Select(key => $"search.{key}")]),
        Decision = request.Manifest.DigestOf("decision"),
        Task = request.Manifest.Frame.Task.ToString(),
        request.Data.Data,
        request.Data.Split,
        request.Data.Features,
        request.Data.Label,
        // A section of the manifest is above, as far as it matters; the code of a trainer, a script and a model are here.
        Inputs = request.Inputs.Where(input => !input.Key.StartsWith("manifest.", StringComparison.Ordinal)).ToDictionary(),
    });

    private async Task WorkAsync(RunTrial run, TrialFolder folder, CancellationToken cancellationToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(OneAsync, failed.Token)));

        async Task OneAsync()
        {
            try
            {
                while (await ClaimAsync(failed.Token) is { } claim)
                    claim.Ended.SetResult(await EndAsync(claim));
            }
            catch
            {
                // Nobody should wait for a trial that will not end.
                await failed.CancelAsync();
                throw;
            }
        }

        async Task<SearchTrial> EndAsync(Claim claim)
        {
            var known = await folder.FindAsync(claim.Number, plan.Space.Write(claim.Setting), failed.Token);
            if (known is null)
            {
                known = await run(new TrialJob(claim.Number, claim.Setting, claim.Earlier), failed.Token);
                // What failed elsewhere may have done so for want of memory, and is tried again by who searches again.
                if (request.Jobs is null || known.State != TrialState.Failed)
                    await folder.KeepAsync(known, failed.Token);
                Report(known, isTakenOver: false);
            }
            else
            {
                Report(known, isTakenOver: true);
            }

            return known;
        }
    }

    /// <summary>The next trial, once all that it may know have ended; null where there is none.</summary>
    private async Task<Claim?> ClaimAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var index = _claims.Count;
            var known = Math.Max(0, index + 1 - Section.Concurrency);
            if (_end is not null || (_end = EndBefore(index)) is not null)
                return null;
            if (known > 0)
                await _claims[known - 1].Ended.Task.WaitAsync(cancellationToken);
            var judged = _claims.Take(known).Select(claim => new JudgedSetting(claim.Setting, claim.Ended.Task.Result)).ToList();
            if (judged.Exists(earlier => IsTarget(earlier.Trial)))
            {
                _end = SearchEnd.Target;
                return null;
            }

            if (_proposer.Propose(index, judged, [.. _claims.Skip(known).Select(claim => claim.Setting)]) is not { } setting)
            {
                _end = SearchEnd.Grid;
                return null;
            }

            _claims.Add(new Claim(index + 1, setting, judged.ConvertAll(earlier => earlier.Trial)));
            return _claims[^1];
        }
        finally
        {
            _gate.Release();
        }
    }

    private SearchEnd? EndBefore(int index) =>
        Section.RunCap is { } cap && index >= cap ? SearchEnd.RunCap
        : Section.Minutes is { } minutes && index > 0 && Elapsed().TotalMinutes >= minutes ? SearchEnd.Minutes
        : null;

    /// <summary>What an interrupted search spent on the trials that were taken over counts too, as if none had waited.</summary>
    private TimeSpan Elapsed()
    {
        lock (_order)
            return clock.GetElapsedTime(_begin) + (_takenOver / Workers);
    }

    private bool IsTarget(SearchTrial trial) => trial is { State: TrialState.Finished, Value: { } value }
        && Section.Metric.Target is { } target && (plan.Metric.HigherIsBetter ? value >= target : value <= target);

    private void Report(SearchTrial trial, bool isTakenOver)
    {
        lock (_order)
        {
            _done++;
            if (isTakenOver)
                (_takenOver, _takenOverCount) = (_takenOver + trial.Duration, _takenOverCount + 1);
            if (trial.State == TrialState.Finished && (_best is null || _order.Compare(trial, _best) < 0))
                _best = trial;
            progress.Report(new StepEvent.Advanced(Step, _done, Total, "trials") { Note = Note() });
        }
    }

    private int? Total => plan.Section.Method == SearchMethod.Grid && plan.Space.Combinations is { } all
        ? (int)Math.Min(all, Section.RunCap ?? int.MaxValue)
        : Section.RunCap;

    private string Note()
    {
        var best = _best is { } trial
            ? string.Create(CultureInfo.InvariantCulture, $"best {plan.Metric.Name} {trial.Value:0.####} of trial {trial.Number}")
            : "none finished yet";
        return Section.Minutes is { } minutes
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{best}, at most {Math.Max(0, minutes - Elapsed().TotalMinutes):0.#} min left")
            : best;
    }

    private void Tell(List<SearchTrial> trials, SearchTrial best)
    {
        progress.Report(new StepEvent.Noted(Step, string.Create(
            CultureInfo.InvariantCulture,
            $"Of {trials.Count} trials{(_takenOverCount > 0 ? $", {_takenOverCount} of them tried before," : "")} the best has "
            + $"{plan.Metric.Name} {best.Value:0.####}, trial {best}.")));
        var failed = trials.Where(trial => trial.State == TrialState.Failed).ToList();
        if (failed.Count > 0)
        {
            progress.Report(new StepEvent.Warned(
                Step, $"{failed.Count} of {trials.Count} trials failed. Trial {failed[0].Number}: {failed[0].Error}"));
        }
    }

    private static IReadOnlyList<Problem> AllFailed(List<SearchTrial> trials) =>
    [
        .. trials.DistinctBy(trial => trial.Error).Take(MostErrorsShown).Select(trial => new Problem(
            trials.Count == 1
                ? $"The one trial of the search failed: {trial.Error}"
                : $"All {trials.Count} trials of the search failed. Trial {trial}: {trial.Error}")),
    ];

    private SearchDocument Describe(List<SearchTrial> trials, SearchTrial best) => new()
    {
        Name = request.Manifest.Frame.Name,
        Inputs = request.Inputs,
        Task = request.Manifest.Frame.Task,
        Trainer = request.Manifest.Get<TrainingSection>().TrainerName,
        Search = Fingerprint(),
        Method = Section.Method.ToString().ToLowerInvariant(),
        Metric = plan.Metric.Name,
        HigherIsBetter = plan.Metric.HigherIsBetter,
        Validation = Section.Validation.ToString(),
        Seed = plan.Seed,
        Parameters = plan.Space.Describe(),
        Trials = trials,
        Best = best.Number,
        End = _end!.Value,
        TakenOver = _takenOverCount,
        StartedAt = _startedAt,
        Duration = clock.GetElapsedTime(_begin),
    };

    private Validated<FoundTrial> Refuse(IEnumerable<Problem> problems, string path) =>
        Validated.Invalid<FoundTrial>(problems.Select(problem => problem.File.Length > 0
            ? problem
            : request.Manifest.Locate(path).Problem(problem.Message, problem.Hint)));

    /// <summary>A trial that a worker has taken.</summary>
    /// <param name="Number">Counted from 1.</param>
    /// <param name="Setting">What it tries.</param>
    /// <param name="Earlier">The trials that it may be compared with.</param>
    private sealed record Claim(int Number, double[] Setting, IReadOnlyList<SearchTrial> Earlier)
    {
        /// <summary>Others that wait for it go on elsewhere than in the worker that ends it.</summary>
        public TaskCompletionSource<SearchTrial> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>The best trial of a search.</summary>
/// <param name="Setting">What it tried.</param>
/// <param name="Document">All that was tried.</param>
internal sealed record FoundTrial(double[] Setting, SearchDocument Document);
