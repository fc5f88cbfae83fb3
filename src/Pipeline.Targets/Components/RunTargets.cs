using Nuke.Common;
using Pipeline.Delivery.Runs;

namespace Pipeline.Targets.Components;

/// <summary>Which runs the targets work on.</summary>
public interface IHasRunFilter : IHasModel
{
    [Parameter("Which runs, as \"roc_auc > 0.9 and trainer = light-gbm\"; all by default")]
    string? Where => TryGetValue(() => Where);
}

/// <summary>The run that the targets work on.</summary>
public interface IHasRun : IHasModel
{
    [Parameter("Run to work on: the first digits of its id")]
    string? Run => TryGetValue(() => Run);
}

/// <summary>Lists what was trained.</summary>
public interface IRuns : IHasRunFilter
{
    [Parameter("What runs are ordered by, as \"roc_auc desc, started\"; the newest first by default")]
    string? OrderBy => TryGetValue(() => OrderBy);

    [Parameter("How many runs are listed at most; 20 by default")]
    int? Limit => TryGetValue<int?>(() => Limit);

    Target Runs => _ => _
        .Description("Lists the trainings of the model, also those that failed")
        .Executes(() => Delivery.ListRunsAsync(new RunListRequest(Where, OrderBy, Limit ?? 20), Cancellation));
}

/// <summary>Holds runs against each other.</summary>
public interface ICompareRuns : IHasRunFilter
{
    [Parameter("Runs to compare, by the first digits of their ids: a,b; the champion and the last one by default")]
    string? Runs => TryGetValue(() => Runs);

    Target CompareRuns => _ => _
        .Description("Holds trainings against each other, and writes a page of them")
        .Executes(() => Delivery.CompareRunsAsync(Runs, Where, Cancellation));
}

/// <summary>Writes a tag on a run.</summary>
public interface ITagRun : IHasRun
{
    [Parameter("A tag for the run, as stage=candidate")]
    string? Tag => TryGetValue(() => Tag);

    [Parameter("The name of a tag to take off the run")]
    string? Untag => TryGetValue(() => Untag);

    Target TagRun => _ => _
        .Description("Puts a tag on a run, or takes one off")
        .Requires(() => Run)
        .Executes(() => Delivery.TagRunAsync(Run!, Tag, Untag, Cancellation));
}

/// <summary>Writes a note on a run.</summary>
public interface INoteRun : IHasRun
{
    [Parameter("A note for the run, in a sentence or a few")]
    string? Note => TryGetValue(() => Note);

    Target NoteRun => _ => _
        .Description("Adds a note to a run")
        .Requires(() => Run)
        .Requires(() => Note)
        .Executes(() => Delivery.NoteRunAsync(Run!, Note!, Cancellation));
}
