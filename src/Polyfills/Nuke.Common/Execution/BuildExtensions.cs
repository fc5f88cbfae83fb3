using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>The extensions that a build class carries, its own and inherited ones.</summary>
internal static class BuildExtensions
{
    public static IReadOnlyList<T> Of<T>(NukeBuild build)
        where T : IBuildExtension
    {
        var extensions = build.GetType().GetCustomAttributes<BuildExtensionAttributeBase>(inherit: true).ToList();
        extensions.ForEach(x => x.Build = build);
        return [.. extensions.OfType<T>().OrderByDescending(x => x.Priority)];
    }
}
