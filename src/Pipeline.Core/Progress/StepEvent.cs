namespace Pipeline.Core.Progress;

/// <summary>What a long step tells while it works. A host draws it or drops it; a step never waits for it.</summary>
public abstract record StepEvent
{
    private StepEvent(string step) => Step = step;

    /// <summary>What is being done, as a person would say it: "training fast-tree".</summary>
    public string Step { get; }

    public sealed record Started(string Step) : StepEvent(Step);

    /// <param name="Step">As in <see cref="Started"/>.</param>
    /// <param name="Done">How much is done so far, not since the last event.</param>
    /// <param name="Total">How much there is; null where nobody knows yet.</param>
    /// <param name="Unit">"rows", "trials", "bytes".</param>
    public sealed record Advanced(string Step, long Done, long? Total, string Unit) : StepEvent(Step)
    {
        /// <summary>How many rows these are, where the unit is another one.</summary>
        public long? Rows { get; init; }

        /// <summary>What else a person wants to see of it meanwhile: "best roc_auc 0.927".</summary>
        public string? Note { get; init; }

        /// <summary>Between 0 and 1; null where the total is not known.</summary>
        public double? Share => Total is > 0 ? Math.Clamp((double)Done / Total.Value, 0, 1) : null;
    }

    /// <summary>Something worth a line.</summary>
    public sealed record Noted(string Step, string Message) : StepEvent(Step);

    /// <summary>Something that somebody should look at, and that does not stop the step.</summary>
    public sealed record Warned(string Step, string Message) : StepEvent(Step);

    public sealed record Finished(string Step, TimeSpan Duration) : StepEvent(Step);
}
