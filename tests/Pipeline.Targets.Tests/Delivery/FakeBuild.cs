using System.Reflection;
using Nuke.Common;
using Nuke.Common.IO;

namespace Pipeline.Targets.Delivery;

/// <summary>A build of which nothing is known but its folders.</summary>
public class FakeBuild : DispatchProxy
{
    private AbsolutePath _root = null!;

    public static IPipelineBuild At(string root)
    {
        var build = Create<IPipelineBuild, FakeBuild>();
        ((FakeBuild)(object)build)._root = root;
        return build;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        "get_" + nameof(INukeBuild.RootDirectory) => _root,
        "get_" + nameof(INukeBuild.TemporaryDirectory) => _root / ".nuke" / "temp",
        _ => throw new NotSupportedException(targetMethod.Name),
    };
}
