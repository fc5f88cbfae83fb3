using System.Globalization;
using Pipeline.Core.Stages;

namespace Pipeline.Targets.Delivery;

/// <summary>What a release would do now, step by step, and how long each step took when it last ran.</summary>
internal sealed class ReleasePlan
{
    private readonly List<(string Step, string Text)> _steps = [];
    private string? _first;
    private TimeSpan _total;

    public void Add(StagePlan plan) =>
        Add(plan.Stage, plan.IsUpToDate ? null : string.Join(" and ", plan.Reasons), plan.LastDuration);

    /// <param name="step">Its name.</param>
    /// <param name="reason">Why it runs; null when it is up to date, as far as is known before earlier steps run.</param>
    /// <param name="last">How long it took when it last ran; null where nobody knows.</param>
    public void Add(string step, string? reason, TimeSpan? last)
    {
        if (reason is null && _first is null)
        {
            _steps.Add((step, "is up to date"));
            return;
        }

        var text = reason is null ? $"runs if {_first} makes something else than before" : $"runs, because {reason}";
        _steps.Add((step, last is { } took ? $"{text} (last time {Seconds(took)})" : text));
        _total += last ?? TimeSpan.Zero;
        _first ??= step;
    }

    /// <summary>A rollout, and whether the image that is packaged now was taken back there.</summary>
    public void AddDeploy(string step, DeployPlan deploy, TimeSpan? last)
    {
        var unless = _first is null ? "" : $", unless {_first} makes something else than before";
        if (deploy is { Reason: not null, TakenBack: { WasStable: true } taken })
            _steps.Add((step, $"does not run{unless}: {taken}; '--again' rolls it out all the same"));
        else if (deploy is { Reason: not null, TakenBack: { } tried } && _first is null)
            _steps.Add((step, $"runs, though {tried}"));
        else
            Add(step, deploy.Reason, last);
    }

    public IReadOnlyList<string> Lines()
    {
        var width = _steps.Max(x => x.Step.Length);
        return [.. _steps.Select(x => $"  {x.Step.PadRight(width)}  {x.Text}"), Total()];
    }

    private string Total() =>
        _first is null ? "Nothing has to run."
        : _total > TimeSpan.Zero ? $"These took {Seconds(_total)} when they last ran."
        : "Nobody knows how long this takes: none of it ran before.";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
}
