using Nuke.Common;

namespace EngineBuild;

/// <summary>Every word that relates targets, and an absent component that only the Try forms may name.</summary>
internal sealed class Relations : NukeBuild, IPresent
{
    public static int Run() => Execute<Relations>(x => x.Main);

    private Target Main => _ => _
        .DependsOn(Dependency)
        .DependsOn<IPresent>(x => x.First)
        .TryDependsOn<IAbsent>(x => x.Missing)
        .TryTriggers<IPresent>(x => x.Second)
        .Triggers(Triggered)
        .Executes(() => { });

    private Target Dependency => _ => _.Executes(() => { });

    private Target Early => _ => _.DependentFor(Main).Before(Dependency).Executes(() => { });

    private Target Triggered => _ => _.After<IPresent>(x => x.Second).Executes(() => { });

    private Target Late => _ => _.TriggeredBy(Triggered).Executes(() => { });

    private Target Unrelated => _ => _.TryAfter<IAbsent>().TryBefore<IAbsent>().Executes(() => { });
}

internal interface IPresent : INukeBuild
{
    Target First => _ => _.Executes(() => { });

    Target Second => _ => _.Executes(() => { });
}

internal interface IAbsent : INukeBuild
{
    Target Missing => _ => _.Executes(() => { });
}
