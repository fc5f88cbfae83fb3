using Nuke.Common;
using Serilog;

namespace EngineBuild;

/// <summary>Definitions that add to those of a base class and of a component.</summary>
internal sealed class Overriding : Overridden, IInherited
{
    public static int Run() => Execute<Overriding>(x => x.Virtual);

    protected override Target Virtual => _ => _
        .Base()
        .Executes(() => Log.Information("derived"));

    Target IInherited.Component => _ => _
        .Inherit<IInherited>(x => x.Component)
        .Executes(() => Log.Information("build"));
}

internal abstract class Overridden : NukeBuild
{
    protected virtual Target Virtual => _ => _
        .Description("Described below")
        .Executes(() => Log.Information("base"));
}

internal interface IInherited : INukeBuild
{
    Target Component => _ => _.Executes(() => Log.Information("component"));
}
