using Nuke.Common;

namespace StrictBuild;

internal interface IHasTrees : INukeBuild
{
    [Parameter("Number of trees")] int Trees => TryGetValue<int?>(() => Trees) ?? 100;
}
