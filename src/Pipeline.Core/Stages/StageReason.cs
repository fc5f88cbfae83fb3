using System.Diagnostics;

namespace Pipeline.Core.Stages;

/// <summary>Why a stage must run.</summary>
public abstract record StageReason
{
    private StageReason()
    {
    }

    /// <summary>In words: "input 'data' changed".</summary>
    public sealed override string ToString() => this switch
    {
        NeverRan => "it has no record yet",
        Forced => "it is forced",
        Interrupted => "the last attempt did not finish",
        RecordUnreadable x => $"its record cannot be read ({x.Why})",
        ToolkitChanged x => $"the toolkit changed from {x.Before} to {x.Now}",
        InputChanged x => $"input '{x.Input}' changed",
        VersionChanged x => $"input '{x.Input}' changed from {x.Before} to {x.Now}",
        InputAdded x => $"input '{x.Input}' is new",
        InputRemoved x => $"input '{x.Input}' is no longer one",
        OutputAdded x => $"output '{x.Output}' is new",
        OutputMissing x => $"output '{x.Output}' is missing",
        OutputChanged x => $"output '{x.Output}' was changed by somebody else",
        _ => throw new UnreachableException(),
    };

    public sealed record NeverRan : StageReason;

    public sealed record Forced : StageReason;

    public sealed record Interrupted : StageReason;

    public sealed record RecordUnreadable(string Why) : StageReason;

    public sealed record ToolkitChanged(string Before, string Now) : StageReason;

    public sealed record InputChanged(string Input) : StageReason;

    public sealed record VersionChanged(string Input, string Before, string Now) : StageReason;

    public sealed record InputAdded(string Input) : StageReason;

    public sealed record InputRemoved(string Input) : StageReason;

    public sealed record OutputAdded(string Output) : StageReason;

    public sealed record OutputMissing(string Output) : StageReason;

    public sealed record OutputChanged(string Output) : StageReason;
}
