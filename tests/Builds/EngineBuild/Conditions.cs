using System;
using Nuke.Common;

namespace EngineBuild;

/// <summary>Targets that are skipped, fail, or run in spite of a failure.</summary>
internal sealed class Conditions : NukeBuild
{
    [Parameter("A number below ten")] private readonly int? Small;

    public static int Run() => Execute<Conditions>(x => x.Dependency);

    private Target Dependency => _ => _.Executes(() => { });

    private Target SkipsDependency => _ => _
        .DependsOn(Dependency)
        .OnlyWhenStatic(() => Never)
        .Executes(() => { });

    private Target KeepsDependency => _ => _
        .DependsOn(Dependency)
        .OnlyWhenStatic(() => Never)
        .WhenSkipped(DependencyBehavior.Execute)
        .Executes(() => { });

    private Target NeedsDependencyToo => _ => _.DependsOn(Dependency).Executes(() => { });

    private Target Proceeds => _ => _
        .ProceedAfterFailure()
        .Executes(() => throw new InvalidOperationException("broken"));

    private Target AfterProceeds => _ => _.DependsOn(Proceeds).Executes(() => { });

    private Target Collects => _ => _.DependsOn(Dependency);

    private Target RequiresSmall => _ => _
        .Requires(() => Small)
        .Requires(() => Small < 10)
        .Executes(() => { });

    private Target Exits => _ => _.Executes(() => { ExitCode = 7; });

    private static bool Never => false;
}
