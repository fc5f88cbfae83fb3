using System.Globalization;
using Pipeline.Core.Stages;

namespace Pipeline.Delivery.Stages;

/// <summary>What a release would do now, step by step, and how long each step took when it last ran.</summary>
internal sealed class ReleasePlan
{
    private readonly List<(string Step, string Text)> _steps = [];
    private readonly List<DeliveryStep> _running = [];
    private TimeSpan _total;

    public void Add(DeliveryStep step, StagePlan plan) =>
        Add(step, plan.IsUpToDate ? null : string.Join(" and ", plan.Reasons), plan.LastDuration);

    /// <param name="step">Behind all that it reads of.</param>
    /// <param name="reason">Why it runs; null when it is up to date, as far as is known before earlier steps run.</param>
    /// <param name="last">How long it took when it last ran; null where nobody knows.</param>
    public void Add(DeliveryStep step, string? reason, TimeSpan? last) => Add(step, step.Id, reason, last);

    /// <summary>A rollout, and whether the image that is packaged now was withdrawn there.</summary>
    public void AddDeploy(string environment, DeployPlan deploy, TimeSpan? last)
    {
        var name = $"{DeliveryStep.Deploy.Id} to {environment}";
        var first = FirstBefore(DeliveryStep.Deploy);
        var unless = first is null ? "" : $", unless {first.Id} makes something else than before";
        if (deploy is { Reason: not null, Withdrawal: { WasStable: true } taken })
            _steps.Add((name, $"does not run{unless}: {taken}; '--again' rolls it out all the same"));
        else if (deploy is { Reason: not null, Withdrawal: { } tried } && first is null)
            _steps.Add((name, $"runs, though {tried}"));
        else
            Add(DeliveryStep.Deploy, name, deploy.Reason, last);
    }

    public IReadOnlyList<string> Lines()
    {
        var width = _steps.Max(x => x.Step.Length);
        return [.. _steps.Select(x => $"  {x.Step.PadRight(width)}  {x.Text}"), Total()];
    }

    private void Add(DeliveryStep step, string name, string? reason, TimeSpan? last)
    {
        var first = FirstBefore(step);
        if (reason is null && first is null)
        {
            _steps.Add((name, "is up to date"));
            return;
        }

        var text = reason is null ? $"runs if {first!.Id} makes something else than before" : $"runs, because {reason}";
        _steps.Add((name, last is { } took ? $"{text} (last time {Seconds(took)})" : text));
        _total += last ?? TimeSpan.Zero;
        _running.Add(step);
    }

    /// <summary>The first step that may run, of those whose results another one reads; null where there is none.</summary>
    private DeliveryStep? FirstBefore(DeliveryStep step) => _running.Find(step.Behind.Contains);

    private string Total() =>
        _running.Count == 0 ? "Nothing has to run."
        : _total > TimeSpan.Zero ? $"These took {Seconds(_total)} when they last ran."
        : "Nobody knows how long this takes: none of it ran before.";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
}
