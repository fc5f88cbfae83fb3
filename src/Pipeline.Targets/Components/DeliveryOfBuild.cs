using Pipeline.Delivery;

namespace Pipeline.Targets.Components;

/// <summary>What a delivery is asked for by the parameters of a build, as far as it has them.</summary>
internal static class DeliveryOfBuild
{
    public static DeliveryRequest Request(IPipelineBuild build) => new(build.RootDirectory, build.Face)
    {
        Model = (build as IHasModel)?.Model,
        Environment = (build as IHasEnvironment)?.Environment,
        On = (build as IHasJobs)?.On,
        Force = build is IHasModel { Force: true },
        Waits = build is IDeploy { Wait: true },
        Configure = build is PipelineBuild own ? own.Configure : _ => { },
        Redact = PipelineBuild.Redact,
        Planned = [.. build.ExecutionPlan.Select(target => target.Name)],
    };
}
