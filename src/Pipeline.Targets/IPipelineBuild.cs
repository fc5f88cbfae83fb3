using Nuke.Common;
using Pipeline.Delivery;
using Pipeline.Targets.Ci;

namespace Pipeline.Targets;

/// <summary>What components get of the build they are part of, besides what the engine gives.</summary>
public interface IPipelineBuild : INukeBuild
{
    /// <summary>Annotations and the job summary.</summary>
    CiWriter Ci { get; }

    /// <summary>Tables, warnings, and the build's summary, for targets of a team's own too.</summary>
    IDeliveryFace Face { get; }

    /// <summary>Cancelled by Ctrl-C or when the host ends the job; every target passes it on.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>What the targets of delivery call: one for all targets of this run.</summary>
    DeliverySession Delivery { get; }
}
