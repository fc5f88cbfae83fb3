using Nuke.Common;

namespace EngineBuild;

/// <summary>Targets that wait for each other.</summary>
internal sealed class Circular : NukeBuild
{
    public static int Run() => Execute<Circular>(x => x.Start);

    private Target Start => _ => _.DependsOn(A).Executes(() => { });

    private Target A => _ => _.DependsOn(B).Executes(() => { });

    private Target B => _ => _.DependsOn(C).Executes(() => { });

    private Target C => _ => _.After(A).Executes(() => { });
}
