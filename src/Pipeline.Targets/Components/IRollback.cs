using Nuke.Common;
using Pipeline.Targets.Delivery;

namespace Pipeline.Targets.Components;

/// <summary>Goes back to a revision that answered before.</summary>
public interface IRollback : IHasEnvironment
{
    [Parameter("Revision to go back to; the one that answered before by default")]
    int? Revision => TryGetValue<int?>(() => Revision);

    [Parameter("Why, for the journal")]
    string? Reason => TryGetValue(() => Reason);

    Target Rollback => _ => _
        .Description("Goes back to the revision that answered before")
        .Executes(async () =>
            await (await DeliveryRun.OpenAsync(this)).RollbackAsync(Environment, new RollbackOptions(Revision, Reason)));
}
